package dev.parley.link;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Two pseudo-terminals joined by socat: a serial cable without hardware. */
public final class PtyPair implements AutoCloseable {
    private Process socat;
    private final Path folder;
    private final Path left;
    private final Path right;

    private PtyPair(Process socat, Path folder, Path left, Path right) {
        this.socat = socat;
        this.folder = folder;
        this.left = left;
        this.right = right;
    }

    /** Makes a pair in {@code folder}; skips the test, with the reason, where there is no socat. */
    public static PtyPair open(Path folder) throws IOException {
        boolean installed = Arrays.stream(
                        System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "socat")));
        if (!installed) {
            System.out.println("skipped: socat is not installed, so there is no serial cable to test with");
        }
        assumeTrue(installed, "socat is not installed");
        Path left = folder.resolve("left");
        Path right = folder.resolve("right");
        return new PtyPair(join(folder, left, right), folder, left, right);
    }

    private static Process join(Path folder, Path left, Path right) throws IOException {
        Process socat = new ProcessBuilder("socat", "pty,raw,echo=0,link=" + left, "pty,raw,echo=0,link=" + right)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("socat.log").toFile()))
                .start();
        await().atMost(Duration.ofSeconds(10)).until(() -> Files.exists(left) && Files.exists(right));
        return socat;
    }

    public LinkAddress left() {
        return serial(left);
    }

    public LinkAddress right() {
        return serial(right);
    }

    private static LinkAddress serial(Path path) {
        return new LinkAddress("serial", path.toString(), java.util.Map.of());
    }

    /** Pulls the cable. */
    public void unplug() {
        socat.destroy();
        socat.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** Plugs it in again, at the same paths. */
    public void replug() throws IOException {
        socat = join(folder, left, right);
    }

    @Override
    public void close() {
        unplug();
    }
}
