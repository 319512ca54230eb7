package dev.parley.sim.modem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole conversations, byte for byte, and the same however the host's bytes are cut. They stand in
 * {@code src/test/resources/dev/parley/sim/modem/transcripts}, one step a line: {@code host} writes and {@code modem} is what comes
 * then; {@code type} writes without looking; {@code net} is what the network does; {@code sent} what has gone there; {@code pass}
 * lets milliseconds pass; {@code key} presses the power key. {@code \s} is a blank at the end of a line, {@code \\xNN} a byte.
 */
@DisplayName("The simulated modem's conversations")
class GoldenTranscriptTest {
    private static final int WHOLE = 0;
    private static final int SEEDS = 6;
    private static final Pattern BYTE = Pattern.compile("\\\\x([0-9a-f]{2})");

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "start-up",
                "stale-ids",
                "buffer-mode",
                "failures",
                "push-mode",
                "transparent-mode",
                "files",
                "scan-and-power",
                "look-ups",
                "mqtt",
                "forms"
            })
    @DisplayName("are those of the manuals and logs")
    void conversation(String name) throws IOException {
        for (int seed = WHOLE; seed < SEEDS; seed++) {
            new Play(name, seed).run();
        }
    }

    private static final class Play {
        private final String name;
        private final int seed;
        private final Random cuts;
        private final VirtualHost port = new VirtualHost(ModemOptions.standard());
        private final StringBuilder sent = new StringBuilder();

        Play(String name, int seed) {
            this.name = name;
            this.seed = seed;
            cuts = new Random(seed);
        }

        void run() throws IOException {
            List<String> lines = read(name);
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                String where = name + ".txt:" + (i + 1) + ", cuts of seed " + seed;
                String text = unescaped(line.length() > 6 ? line.substring(6) : "");
                switch (line.split(" ", 2)[0]) {
                    case "#" -> {}
                    case "host", "type" -> write(text);
                    case "modem" -> assertThat(port.read()).as(where).isEqualTo(text);
                    case "net" -> network(line.substring(6));
                    case "sent" -> assertThat(taken()).as(where).isEqualTo(text);
                    case "pass" -> port.pass(Duration.ofMillis(Long.parseLong(text)));
                    case "key" -> port.modem.powerKey(port.now);
                    default -> throw new AssertionError(where + ": what is '" + line + "'?");
                }
            }
        }

        private void write(String text) {
            for (int at = 0; at < text.length(); ) {
                int end = seed == WHOLE ? text.length() : Math.min(text.length(), at + 1 + cuts.nextInt(seed));
                port.write(text.substring(at, end));
                at = end;
            }
        }

        private void network(String event) {
            String[] words = event.split(" ", 3);
            int number = Integer.parseInt(words[1]);
            String rest = words.length < 3 ? "" : unescaped(words[2]);
            switch (words[0]) {
                case "connected" -> port.modem.connected(number, "203.0.113.7", 22742, port.now);
                case "failed" -> port.modem.connectFailed(number, Integer.parseInt(rest), port.now);
                case "received" -> port.modem.received(number, Bytes.latin1(rest), port.now);
                case "acknowledged" -> port.modem.acknowledged(number, Integer.parseInt(rest), port.now);
                case "closed" -> port.modem.peerClosed(number, port.now);
                case "released" -> port.modem.released(number, port.now);
                case "address" -> port.modem.lookedUp(number, rest.isEmpty() ? null : rest, port.now);
                default -> throw new AssertionError("what is '" + event + "'?");
            }
        }

        private String taken() {
            sent.append(port.sent());
            String all = sent.toString();
            sent.setLength(0);
            return all;
        }
    }

    private static List<String> read(String name) throws IOException {
        try (InputStream in =
                GoldenTranscriptTest.class.getResourceAsStream("/dev/parley/sim/modem/transcripts/" + name + ".txt")) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static String unescaped(String text) {
        String plain = text.replace("\\r", "\r").replace("\\n", "\n").replace("\\s", " ");
        return BYTE.matcher(plain)
                .replaceAll(
                        match -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(match.group(1), 16))));
    }
}
