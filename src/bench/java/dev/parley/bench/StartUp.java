package dev.parley.bench;

import dev.parley.journal.Journal;
import dev.parley.journal.SessionHeader;
import dev.parley.ui.BusyTraffic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * How long the program takes to start, as it was packaged in {@code target/parley} ({@code mvn -DskipTests package} makes it): the version,
 * {@code analyze} of the demo's session and of one of 1 MB, and the window on a display of its own where {@code Xvfb} is there. Beside each stands what the
 * same Java needs to start and do nothing, in the same round.
 */
public final class StartUp {
    private static final Path PROGRAM = Path.of("target/parley/bin/parley");
    private static final int ROUNDS = 9;
    private static final int MEGABYTE = 1_000_000;
    private static final String DISPLAY = ":91";

    private StartUp() {}

    private record Session(String name, Path file) {}

    /**
     * Measures.
     *
     * @throws IOException if a program cannot be started
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (!Files.isExecutable(PROGRAM)) {
            System.out.println("SKIPPED: there is no " + PROGRAM + "; mvn -DskipTests package makes it");
            return;
        }
        Path folder = Files.createTempDirectory("start-up");
        try {
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            List<String> nothing = List.of(java, "-Xshare:auto", "-version");
            compare("--version", List.of(PROGRAM.toString(), "--version"), nothing, 0.3);
            for (Session session : List.of(
                    new Session("the demo's session", demo(folder)), new Session("a session of 1 MB", busy(folder)))) {
                compare(
                        "analyze " + session.name(),
                        List.of(PROGRAM.toString(), "analyze", session.file().toString()),
                        nothing,
                        0.7);
            }
            window(folder);
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static Path demo(Path folder) throws IOException, InterruptedException {
        Path out = folder.resolve("demo");
        seconds(List.of(PROGRAM.toString(), "demo", "--out", out.toString()));
        return out.resolve("session.parley");
    }

    private static Path busy(Path folder) throws IOException {
        Path file = folder.resolve("busy.parley");
        AtomicLong clock = new AtomicLong();
        SessionHeader header = SessionHeader.of("parley bench", "bench:", Instant.parse("2026-11-26T10:00:00Z"));
        try (Journal journal = Journal.create(file, header, clock::get)) {
            BusyTraffic traffic = new BusyTraffic(journal, clock);
            while (Files.size(file) < MEGABYTE) {
                traffic.rows(100);
            }
        }
        return file;
    }

    private static void compare(String what, List<String> command, List<String> nothing, double limit)
            throws IOException, InterruptedException {
        seconds(command);
        double best = Double.MAX_VALUE;
        double least = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            best = Math.min(best, seconds(command));
            least = Math.min(least, seconds(nothing));
        }
        say(what, best, limit, least);
        Figure.cost(what, best, "s", "the same Java that only starts", least).tell();
    }

    private static void window(Path folder) throws IOException, InterruptedException {
        Process display;
        try {
            display = new ProcessBuilder("Xvfb", DISPLAY, "-screen", "0", "1440x900x24")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            System.out.println("SKIPPED: the window needs Xvfb, which is not installed");
            return;
        }
        try {
            double best = Double.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                best = Math.min(best, opened(folder));
            }
            say("the window is up and drawn", best, 1.2, 1.2);
            Figure.cost("the window is up and drawn", best, "s", "what is asked", 1.2)
                    .tell();
        } finally {
            display.destroy();
        }
    }

    /** Until the program says itself that its window was drawn and answers. */
    private static double opened(Path folder) throws IOException, InterruptedException {
        long began = System.nanoTime();
        ProcessBuilder builder = new ProcessBuilder(PROGRAM.toString()).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "DISPLAY",
                        DISPLAY,
                        "PARLEY_HOME",
                        folder.resolve("home").toString(),
                        "PARLEY_LOG",
                        "INFO"));
        Process program = builder.start();
        try (var output = program.inputReader()) {
            String line;
            while ((line = output.readLine()) != null) {
                if (line.contains("the window is up")) {
                    return (System.nanoTime() - began) / 1e9;
                }
            }
            throw new IOException("the window did not come up");
        } finally {
            program.destroy();
            program.waitFor();
        }
    }

    private static double seconds(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        long began = System.nanoTime();
        int code = builder.start().waitFor();
        double seconds = (System.nanoTime() - began) / 1e9;
        if (code > 1) {
            throw new IOException(String.join(" ", command) + " ended with exit code " + code);
        }
        return seconds;
    }

    private static void say(String what, double best, double limit, double against) {
        System.out.printf(
                Locale.ROOT,
                "%-40s %.2f s (asked for: %.1f s), %.1f times %.2f s%n",
                what,
                best,
                limit,
                best / against,
                against);
    }
}
