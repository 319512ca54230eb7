package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.doctor.CaseView;
import dev.parley.journal.Direction;
import dev.parley.journal.Journal;
import dev.parley.link.LinkAddress;
import dev.parley.sim.Bench;
import dev.parley.sim.BenchLinks;
import dev.parley.socket.ClosedBy;
import dev.parley.tls.MbedTlsLine;
import dev.parley.tls.TlsConversation;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real mbedTLS 2.x firmware in small, tapped between it and the simulated modem, against what it says of itself. */
@DisplayName("A tapped mbedTLS client")
@Timeout(120)
class TappedMbedTlsTest {
    private static final Path GCC = Path.of("/usr/bin/gcc");
    private static final Path HEADER = Path.of("/usr/include/mbedtls/debug.h");
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** {@code ssl_msg.c:2703: |3| 0x7ffd: output record: msgtype = 22, version = [3:1], msglen = 304}. */
    private static final Pattern RECORD =
            Pattern.compile("(output|input) record: msgtype = (\\d+), version = \\[\\d+:\\d+], msglen = (\\d+)");

    private static final Pattern STATE = Pattern.compile("client state: (\\d+)");

    /** One record as {@code tx 22 304}. */
    private record Seen(String direction, int type, int length) {}

    @TempDir
    Path folder;

    @Test
    @DisplayName("is shown with the records and the states of its own debug log, while it happens and from the file")
    void equalsItsOwnDebugLog() throws Exception {
        Path client = compiled();
        BenchLinks bench = new BenchLinks(WholeSession.certificates(), 1);
        Path file = folder.resolve("session.parley");
        String log;
        CaseView live;
        try (Tapping tapping = Tapping.start(
                new Tapping.Plan(LinkAddress.parse("listen:127.0.0.1:0"), LinkAddress.parse("sim:"), false),
                bench,
                header -> Journal.create(file, header, System::nanoTime),
                "parley test")) {
            String port =
                    tapping.host().target().substring(tapping.host().target().lastIndexOf(':') + 1);
            Process process = new ProcessBuilder(
                            client.toString(),
                            port,
                            Bench.HOST,
                            String.valueOf(Bench.PORT),
                            bench.files().ca().toString(),
                            bench.files().certificate().toString(),
                            bench.files().key().toString())
                    .redirectErrorStream(true)
                    .start();
            log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(log).endsWith("client: done\n");
            tapping.end();
            live = tapping.session().settled().view();
            tapping.session().close();
        }

        assertEqualToLog(live, log);
        try (Session read = Session.open(file)) {
            assertEqualToLog(read.settled().view(), log);
            assertThat(read.settled().findings()).isEmpty();
        }
    }

    @Test
    @DisplayName("becomes the controller's session, and the controller ends it")
    void isTheControllersSession() throws Exception {
        try (SessionController controller = LiveController.standard(
                new BenchLinks(WholeSession.certificates(), 1), JournalKeeper.inMemory(), "parley test")) {
            controller
                    .tap(new Tapping.Plan(LinkAddress.parse("listen:127.0.0.1:0"), LinkAddress.parse("sim:"), false))
                    .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(controller.state().phase()).isEqualTo(ControllerState.Phase.READY);
            String value = controller.state().steps().getFirst().value();
            int port = Integer.parseInt(value.substring(value.lastIndexOf(':') + 1));
            try (Socket mcu = new Socket(InetAddress.getLoopbackAddress(), port)) {
                mcu.getOutputStream().write("AT\r".getBytes(StandardCharsets.US_ASCII));
                assertThat(controller
                                .session()
                                .await(
                                        view -> view.exchanges().stream()
                                                .anyMatch(exchange ->
                                                        exchange.resultText().equals("OK")),
                                        LIMIT))
                        .isPresent();
            }
            controller.disconnect().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(controller.state().phase()).isEqualTo(ControllerState.Phase.CLOSED);
        }
    }

    private static void assertEqualToLog(CaseView view, String log) {
        TlsConversation tls = view.conversation(view.sockets().getFirst()).orElseThrow();
        assertThat(tls.records().stream()
                        .map(record -> new Seen(
                                record.direction().word(),
                                record.type().number(),
                                record.fragment().length())))
                .containsExactlyElementsOf(records(log));
        assertThat(tls.steps().stream()
                        .filter(step -> step.message().isPresent())
                        .map(step -> MbedTlsLine.V2_28.number(step.state()).orElseThrow()))
                .containsExactlyElementsOf(states(log));
        assertThat(tls.result()).isEqualTo(TlsConversation.Result.CLOSED);
        assertThat(view.sockets().getFirst().closedBy()).isEqualTo(ClosedBy.HOST);
        assertThat(view.sockets().getFirst().sent()).isEqualTo(sum(tls, Direction.TX));
        assertThat(view.sockets().getFirst().received()).isEqualTo(sum(tls, Direction.RX));
    }

    private static long sum(TlsConversation tls, Direction direction) {
        return tls.records().stream()
                .filter(record -> record.direction() == direction)
                .mapToLong(record -> record.to() - record.from())
                .sum();
    }

    private static List<Seen> records(String log) {
        List<Seen> records = new ArrayList<>();
        Matcher matcher = RECORD.matcher(log);
        while (matcher.find()) {
            records.add(new Seen(
                    matcher.group(1).equals("output") ? "tx" : "rx",
                    Integer.parseInt(matcher.group(2)),
                    Integer.parseInt(matcher.group(3))));
        }
        return records;
    }

    /** The states the client went through, without those in which nothing crosses: HELLO_REQUEST, FLUSH_BUFFERS, HANDSHAKE_WRAPUP. */
    private static List<Integer> states(String log) {
        List<Integer> states = new ArrayList<>();
        Matcher matcher = STATE.matcher(log);
        while (matcher.find()) {
            states.add(Integer.valueOf(matcher.group(1)));
        }
        states.removeAll(List.of(0, 14, 15));
        return states;
    }

    private Path compiled() throws IOException, InterruptedException {
        boolean installed = Files.isExecutable(GCC) && Files.exists(HEADER);
        if (!installed) {
            System.out.println("skipped: gcc or libmbedtls-dev is not installed, so there is no mbedTLS client to tap");
        }
        assumeTrue(installed, "gcc or libmbedtls-dev is not installed");
        Path source = folder.resolve("at-client.c");
        try (InputStream in = Objects.requireNonNull(TappedMbedTlsTest.class.getResourceAsStream("at-client.c"))) {
            Files.copy(in, source);
        }
        Path client = folder.resolve("at-client");
        Process gcc = new ProcessBuilder(
                        GCC.toString(),
                        "-o",
                        client.toString(),
                        source.toString(),
                        "-lmbedtls",
                        "-lmbedx509",
                        "-lmbedcrypto")
                .redirectErrorStream(true)
                .start();
        String output = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(gcc.waitFor()).as(output).isZero();
        return client;
    }
}
