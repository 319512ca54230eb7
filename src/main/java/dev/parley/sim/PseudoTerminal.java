package dev.parley.sim;

import dev.parley.link.LinkException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A pseudo-terminal in front of a {@link SimServer}, for programs that only open serial ports. It is socat that makes it: Java has no
 * pseudo-terminals, and the libraries that do bring far more than one.
 */
public final class PseudoTerminal implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(10);

    private final Path path;
    private final Process socat;

    private PseudoTerminal(Path path, Process socat) {
        this.path = path;
        this.socat = socat;
    }

    /**
     * Makes one; returns when it is there.
     *
     * @param path where it is to be found: a link to the device
     * @param modem where the modem listens
     * @throws LinkException if there is something at {@code path}, socat is not installed, or it does not make the terminal
     */
    public static PseudoTerminal open(Path path, InetSocketAddress modem) throws LinkException {
        if (Files.exists(path)) {
            throw new LinkException("there is something at " + path + " already; name a path that is free");
        }
        Process socat;
        try {
            socat = new ProcessBuilder(
                            "socat",
                            "pty,raw,echo=0,link=" + path,
                            "tcp:" + modem.getHostString() + ":" + modem.getPort())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new LinkException(
                    "a pseudo-terminal needs socat, which cannot be started (" + e.getMessage() + "); install it", e);
        }
        PseudoTerminal terminal = new PseudoTerminal(path, socat);
        terminal.awaitStart();
        return terminal;
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Ends it; the link goes with it. */
    @Override
    public void close() {
        socat.destroy();
        try {
            if (!socat.waitFor(2, TimeUnit.SECONDS)) {
                socat.destroyForcibly();
            }
        } catch (InterruptedException e) {
            socat.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void awaitStart() throws LinkException {
        long limit = System.nanoTime() + START_LIMIT.toNanos();
        try {
            while (!Files.exists(path)) {
                if (socat.waitFor(20, TimeUnit.MILLISECONDS)) {
                    throw new LinkException("socat made no pseudo-terminal at " + path + ": " + words());
                }
                if (System.nanoTime() > limit) {
                    close();
                    throw new LinkException("socat made no pseudo-terminal at " + path + " in time; try again");
                }
            }
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new LinkException("interrupted while socat made a pseudo-terminal at " + path, e);
        }
    }

    /** What socat, which has ended, has to say. */
    private String words() {
        try {
            return new String(socat.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "it says nothing (" + e.getMessage() + ")";
        }
    }
}
