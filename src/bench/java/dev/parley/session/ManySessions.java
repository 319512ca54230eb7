package dev.parley.session;

import dev.parley.bench.Figure;
import dev.parley.journal.Bytes;
import dev.parley.journal.Journal;
import dev.parley.link.LinkAddress;
import dev.parley.sim.Bench;
import dev.parley.sim.Scenarios;
import dev.parley.socket.AccessMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What a program that makes session after session keeps of them: connections by one controller through the simulated modem, TLS and MQTT, a
 * message each, closed again. Heap after a collection, threads and open files after the first quarter and at the end; a leak shows as a ratio
 * over 1. {@code -Dbench.sessions=} says how many.
 */
public final class ManySessions {
    private static final int SESSIONS = Integer.getInteger("bench.sessions", 400);

    private ManySessions() {}

    private record Kept(double megabytes, double threads, double files) {
        static Kept now() throws IOException, InterruptedException {
            for (int i = 0; i < 3; i++) {
                System.gc();
                Thread.sleep(100);
            }
            Runtime runtime = Runtime.getRuntime();
            return new Kept(
                    (runtime.totalMemory() - runtime.freeMemory()) / 1e6,
                    Thread.getAllStackTraces().size(),
                    openFiles());
        }

        private static long openFiles() throws IOException {
            Path open = Path.of("/proc/self/fd");
            if (!Files.isDirectory(open)) {
                return 1;
            }
            try (Stream<Path> files = Files.list(open)) {
                return files.count();
            }
        }
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("many-sessions");
        Kept early = null;
        try (Bench bench = Bench.start(Scenarios.standard(), folder, 1);
                SessionController controller = LiveController.standard(
                        bench.links(),
                        header -> Journal.create(folder.resolve("session.parley"), header, System::nanoTime),
                        "parley bench")) {
            ConnectionProfile profile = WholeSession.profile(LinkAddress.parse("sim:"), bench, AccessMode.PUSH);
            for (int i = 1; i <= SESSIONS; i++) {
                controller.connect(profile, ControllerState.Level.RUN).get(60, TimeUnit.SECONDS);
                controller
                        .publish("parley/soak", Bytes.latin1("message " + i), 1, false)
                        .get(60, TimeUnit.SECONDS);
                controller.disconnect().get(60, TimeUnit.SECONDS);
                Files.delete(folder.resolve("session.parley"));
                if (i == SESSIONS / 4 || i == SESSIONS / 2 || i == SESSIONS) {
                    Kept kept = Kept.now();
                    System.out.printf(
                            Locale.ROOT,
                            "after %d sessions: %.1f MB of heap, %.0f threads, %.0f open files%n",
                            i,
                            kept.megabytes(),
                            kept.threads(),
                            kept.files());
                    if (early == null) {
                        early = kept;
                    } else if (i == SESSIONS) {
                        String after = "after " + SESSIONS / 4;
                        Figure.cost("heap after " + i, kept.megabytes(), "MB", after, early.megabytes())
                                .tell();
                        Figure.cost("threads after " + i, kept.threads(), "", after, early.threads())
                                .tell();
                        Figure.cost("open files after " + i, kept.files(), "", after, early.files())
                                .tell();
                    }
                }
            }
        }
    }
}
