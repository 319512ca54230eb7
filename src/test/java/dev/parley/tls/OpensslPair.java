package dev.parley.tls;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.tls.client.Programs;
import dev.parley.tls.client.TestPki;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** OpenSSL's client and server with a listener between them: real handshakes that Parley has no part in. */
final class OpensslPair implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Path folder;
    private final Path openssl;
    private final int port = Programs.freePort();
    private final Process server;
    private final Path serverLog;

    /** A server that runs with these options until it is closed; skips the test where there is no OpenSSL. */
    OpensslPair(Path folder, String... options) throws IOException {
        Optional<Path> program = Programs.find("openssl");
        if (program.isEmpty()) {
            System.out.println("skipped: openssl is not installed, so there is no handshake to listen to");
        }
        assumeTrue(program.isPresent(), "openssl is not installed");
        this.folder = folder;
        openssl = program.get();
        TestPki pki = new TestPki();
        serverLog = folder.resolve("server.txt");
        List<String> command = new ArrayList<>(List.of(
                openssl.toString(),
                "s_server",
                "-accept",
                "127.0.0.1:" + port,
                "-cert",
                TestPki.certificateFile(folder, "server.pem", pki.server).toString(),
                "-key",
                TestPki.keyFile(folder, "server.key", pki.server.keys()).toString()));
        command.addAll(List.of(options));
        server = start(command, serverLog);
        await().atMost(LIMIT).until(() -> text(serverLog).contains("ACCEPT"));
    }

    /** What is done while a connection lasts. */
    interface Doing {
        void with(Connection connection) throws Exception;
    }

    /** One connection of {@code openssl s_client}. */
    final class Connection {
        private final Path log;
        private final Path keys;
        private final Process client;
        private final List<TlsPair.Piece> pieces = Collections.synchronizedList(new ArrayList<>());

        private Connection(int number, ServerSocket relay, String... options) throws IOException {
            log = folder.resolve("client-" + number + ".txt");
            keys = folder.resolve("keys-" + number + ".txt");
            Thread.ofVirtual().start(() -> carry(relay));
            List<String> command = new ArrayList<>(List.of(
                    openssl.toString(),
                    "s_client",
                    "-connect",
                    "127.0.0.1:" + relay.getLocalPort(),
                    "-keylogfile",
                    keys.toString()));
            command.addAll(List.of(options));
            client = start(command, log);
        }

        /** Waits until the client has printed {@code text}. */
        Connection sees(String text) {
            until(() -> text(log).contains(text));
            return this;
        }

        /** Waits until the server has printed {@code text}. */
        Connection serverSees(String text) {
            until(() -> text(serverLog).contains(text));
            return this;
        }

        void clientTypes(String line) throws IOException {
            type(client, line);
        }

        void serverTypes(String line) throws IOException {
            type(server, line);
        }

        /** Types a line, which has to be read alone, and waits until something of it crosses. */
        private void type(Process process, String line) throws IOException {
            int before = pieces.size();
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            process.getOutputStream().flush();
            until(() -> pieces.size() > before);
        }

        private void carry(ServerSocket relay) {
            try (Socket fromClient = relay.accept();
                    Socket toServer = new Socket(InetAddress.getLoopbackAddress(), port)) {
                Thread up = Thread.ofVirtual().start(() -> copy(fromClient, toServer, Direction.TX));
                copy(toServer, fromClient, Direction.RX);
                up.join();
            } catch (IOException e) {
                // The connection ends here.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** A piece is written down before it is passed on, so nothing that answers it can come before it. */
        private void copy(Socket from, Socket to, Direction direction) {
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                byte[] buffer = new byte[8192];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    pieces.add(new TlsPair.Piece(direction, Bytes.copyOf(buffer, 0, n)));
                    out.write(buffer, 0, n);
                }
                to.shutdownOutput();
            } catch (IOException e) {
                // One of the two is gone.
            }
        }

        private TlsDecoderTest.Reading end() throws Exception {
            client.getOutputStream().close();
            client.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
            TlsDecoderTest.Reading reading = new TlsDecoderTest.Reading();
            for (String line :
                    text(keys).lines().filter(line -> !line.startsWith("#")).toList()) {
                String[] words = line.split(" ", -1);
                reading.decoder.secret(words[0], Bytes.hex(words[1]), Bytes.hex(words[2]));
            }
            List.copyOf(pieces).forEach(piece -> reading.feed(piece.direction(), piece.bytes()));
            return reading.end();
        }
    }

    private int connections;

    /** Connects, does that, ends, and reads what crossed with the client's own key log. */
    TlsDecoderTest.Reading connect(Doing doing, String... options) throws Exception {
        try (ServerSocket relay = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Connection connection = new Connection(++connections, relay, options);
            try {
                doing.with(connection);
                return connection.end();
            } finally {
                connection.client.destroyForcibly();
            }
        }
    }

    @Override
    public void close() {
        server.destroyForcibly();
    }

    private static void until(Callable<Boolean> condition) {
        await().atMost(LIMIT).until(condition);
    }

    private static Process start(List<String> command, Path log) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private static String text(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
    }
}
