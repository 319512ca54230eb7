package dev.parley.session;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A pseudo-terminal in front of a modem at a TCP port, by socat: a serial port that can be pulled and plugged in again. */
final class PulledPort implements AutoCloseable {
    private final InetSocketAddress modem;
    private final Path port;
    private final String socat;
    private Process running;

    private PulledPort(InetSocketAddress modem, Path port, String socat, Process running) {
        this.modem = modem;
        this.port = port;
        this.socat = socat;
        this.running = running;
    }

    static PulledPort to(InetSocketAddress modem, Path port, String socat) throws IOException {
        return new PulledPort(modem, port, socat, start(modem, port, socat));
    }

    private static Process start(InetSocketAddress modem, Path port, String socat) throws IOException {
        Process process = new ProcessBuilder(socat, "pty,raw,echo=0,link=" + port, "tcp:127.0.0.1:" + modem.getPort())
                .redirectErrorStream(true)
                .redirectOutput(Path.of(port + ".log").toFile())
                .start();
        await().atMost(WholeSession.LIMIT).until(() -> Files.exists(port));
        return process;
    }

    void pull() {
        running.destroy();
        running.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    void plug() throws IOException {
        running = start(modem, port, socat);
    }

    @Override
    public void close() {
        pull();
    }
}
