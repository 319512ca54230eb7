package dev.parley.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Kills a recording program in the middle of its work and looks at what it leaves. */
public final class KilledWriter {
    private KilledWriter() {}

    /** A Java of its own that runs {@code program} on {@code file}. */
    static ProcessBuilder java(Class<?> program, Path file) {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("jdk.module.path") + File.pathSeparator + root(),
                        program.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    /**
     * Lets {@link JournalWriter} record, kills it (SIGKILL) after {@code events} events and some, and checks its file.
     *
     * @return true if its last line was torn
     */
    public static boolean isTornAfter(int events, long nanos, Path file) throws IOException, InterruptedException {
        Process writer = java(JournalWriter.class, file).start();
        long told = 0;
        try (BufferedReader said = writer.inputReader(StandardCharsets.US_ASCII)) {
            while (told < events) {
                told = Long.parseLong(Objects.requireNonNull(said.readLine(), "the writer ended by itself"));
            }
            long until = System.nanoTime() + nanos;
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            writer.toHandle().destroyForcibly();
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                told = Math.max(told, number(line, told));
            }
        }
        assertThat(writer.waitFor(30, TimeUnit.SECONDS)).isTrue();
        try (Journal journal = Journal.open(file)) {
            assertThat(journal.events())
                    .as("events of which the writer said that they are recorded")
                    .isGreaterThanOrEqualTo(told);
            Random random = new Random(1);
            for (long n = 1; n <= journal.events(); n++) {
                byte[] content = JournalWriter.content(random);
                assertThat(((Event.Traffic) journal.event(n)).bytes().toArray())
                        .as("event %d", n)
                        .isEqualTo(content);
            }
            return journal.damage().isPresent();
        }
    }

    /** The last line may be torn too: the pipe was. */
    private static long number(String line, long otherwise) {
        try {
            return Long.parseLong(line);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /** Where the test's own classes are. */
    private static String root() {
        String name = JournalWriter.class.getName().replace('.', '/') + ".class";
        String place = Objects.requireNonNull(JournalWriter.class.getResource("JournalWriter.class"))
                .getPath();
        return place.substring(0, place.length() - name.length());
    }
}
