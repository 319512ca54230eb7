package dev.parley.importer;

import dev.parley.bench.Figure;
import dev.parley.export.ExportFormat;
import dev.parley.export.ExportOptions;
import dev.parley.export.Exports;
import dev.parley.export.Redaction;
import dev.parley.session.Session;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;

/**
 * How fast logs are taken in: text to what crossed the link, and the whole way to a decoded session, beside the time that
 * {@code tshark} takes to read the same traffic as pcapng. Of several rounds the best counts.
 */
public final class ImportSpeed {
    private static final int SENDS = 20_000;
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 9);
    private static final int SAMPLE_BYTES = 10_000_000;

    private ImportSpeed() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("import-speed");
        for (String format : new String[] {"socat", "ModemManager", "QCOM", "marks"}) {
            if (!wanted(format)) {
                continue;
            }
            byte[] log = log(format).getBytes(StandardCharsets.ISO_8859_1);
            measure(format, log);
            if (format.equals("socat")) {
                againstTshark(folder, log);
            }
        }
        samples();
    }

    /** {@code -Dbench.only=NAME} measures one. */
    private static boolean wanted(String name) {
        return name.contains(System.getProperty("bench.only", ""));
    }

    private static void measure(String name, byte[] log) {
        double best = Double.MAX_VALUE;
        Imported imported = Importer.read(log);
        for (int i = 0; i < ROUNDS; i++) {
            long began = System.nanoTime();
            imported = Importer.read(log);
            best = Math.min(best, (System.nanoTime() - began) / 1e9);
        }
        Figure.speed(name, log.length / 1e6 / best, "MB/s", "what is asked", 100)
                .tell();
        System.out.printf(
                "%-20s %5.1f MB as '%s', %,d items: %.3f s, %.0f MB/s%n",
                name, log.length / 1e6, imported.format(), imported.items().size(), best, log.length / 1e6 / best);
    }

    /** Every format: the tests' sample of it, over and over. */
    private static void samples() throws Exception {
        Path folder = Path.of(
                ImportSpeed.class.getResource("/dev/parley/importer/qcom.log").toURI());
        try (Stream<Path> files = Files.list(folder.getParent())) {
            for (Path file : files.filter(file -> file.toString().matches(".*/[^/]*\\.(log|txt|htm|csv|hex)"))
                    .sorted()
                    .toList()) {
                if (!wanted(String.valueOf(file.getFileName()))) {
                    continue;
                }
                byte[] sample = Files.readAllBytes(file);
                byte[] log = new byte[SAMPLE_BYTES / sample.length * sample.length];
                for (int at = 0; at < log.length; at += sample.length) {
                    System.arraycopy(sample, 0, log, at, sample.length);
                }
                measure(file.getFileName().toString(), log);
            }
        }
    }

    private static void againstTshark(Path folder, byte[] log) throws Exception {
        Path text = Files.write(folder.resolve("session.log"), log);
        Path pcapng = folder.resolve("session.pcapng");
        double whole = Double.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            long began = System.nanoTime();
            try (Session session = Session.open(text)) {
                session.settled();
                whole = Math.min(whole, (System.nanoTime() - began) / 1e9);
                if (i == 0) {
                    Exports.write(
                            ExportFormat.PCAPNG,
                            session.settled(),
                            session.journal(),
                            pcapng,
                            ExportOptions.of("bench").withRedaction(Redaction.off()));
                }
            }
        }
        double tshark = Double.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            long began = System.nanoTime();
            new ProcessBuilder("tshark", "-n", "-r", pcapng.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            tshark = Math.min(tshark, (System.nanoTime() - began) / 1e9);
        }
        Figure.cost("socat log to a decoded session", whole, "s", "tshark on the same traffic", tshark)
                .tell();
        System.out.printf(
                "              the whole way to a decoded session %.2f s; tshark on the same traffic (%.1f MB of"
                        + " pcapng) %.2f s: %.1f times as long%n",
                whole, Files.size(pcapng) / 1e6, tshark, tshark / whole);
    }

    private static String log(String format) {
        StringBuilder out = new StringBuilder();
        Random random = new Random(1);
        long[] micros = {1_700_000_000_000_000L};
        say(out, format, micros, true, "AT+QIOPEN=1,0,\"TCP\",\"broker.example.org\",1883,0,0\r");
        say(out, format, micros, false, "\r\nOK\r\n\r\n+QIOPEN: 0,0\r\n");
        for (int i = 0; i < SENDS; i++) {
            StringBuilder payload = new StringBuilder();
            int length = 20 + random.nextInt(400);
            for (int b = 0; b < length; b++) {
                payload.append((char) ('a' + random.nextInt(26)));
            }
            say(out, format, micros, true, "AT+QISEND=0," + length + "\r");
            say(out, format, micros, false, "\r\n> ");
            say(out, format, micros, true, payload.toString());
            say(out, format, micros, false, "\r\nSEND OK\r\n");
        }
        return out.toString();
    }

    private static void say(StringBuilder out, String format, long[] micros, boolean host, String bytes) {
        micros[0] += 5_000;
        long second = micros[0] / 1_000_000 % 86_400;
        String clock =
                String.format(java.util.Locale.ROOT, "%02d:%02d:%02d", second / 3600, second / 60 % 60, second % 60);
        long fraction = micros[0] % 1_000_000;
        switch (format) {
            case "socat" -> {
                out.append(host ? "> " : "< ")
                        .append("2024/01/22 ")
                        .append(clock)
                        .append(String.format(
                                java.util.Locale.ROOT, ".%06d  length=%d from=0 to=0%n", fraction, bytes.length()));
                for (int i = 0; i < bytes.length(); i++) {
                    out.append(i % 16 == 0 && i > 0 ? "\n " : " ").append(hex(bytes.charAt(i)));
                }
                out.append("\n--\n");
            }
            case "ModemManager" ->
                out.append("ModemManager[335]: <dbg> [")
                        .append(micros[0] / 1_000_000)
                        .append(String.format(java.util.Locale.ROOT, ".%06d", fraction))
                        .append("] [ttyUSB2/at] ")
                        .append(host ? "--> '" : "<-- '")
                        .append(bytes.replace("\r", "<CR>").replace("\n", "<LF>"))
                        .append("'\n");
            case "QCOM" -> {
                for (String line : bytes.split("\r\n|\r", -1)) {
                    if (!line.isEmpty()) {
                        out.append("[2024-01-22_")
                                .append(clock)
                                .append(":")
                                .append(fraction / 1000)
                                .append("]")
                                .append(line)
                                .append('\n');
                    }
                }
            }
            default -> {
                for (String line : bytes.split("\r\n|\r", -1)) {
                    if (!line.isEmpty()) {
                        out.append(clock)
                                .append('.')
                                .append(fraction / 1000)
                                .append(host ? " TX: " : " RX: ")
                                .append(line)
                                .append('\n');
                    }
                }
            }
        }
    }

    private static String hex(char c) {
        return "" + Character.forDigit(c >> 4, 16) + Character.forDigit(c & 15, 16);
    }
}
