package dev.parley.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.tls.TlsClientProtocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same traffic as other TLS stacks make and see it: the JDK's, and OpenSSL's where it is installed. */
class OtherStacksTest {
    /** The JDK puts its second flight in one record, and tells no secret: the states are told all the same. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
                "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256"
            })
    void theJdksHandshakeIsFollowedWithoutSecrets(String suite) throws Exception {
        SSLContext context = context();
        SSLEngine client = context.createSSLEngine("broker.example", 8883);
        SSLEngine server = context.createSSLEngine();
        client.setUseClientMode(true);
        server.setUseClientMode(false);
        server.setNeedClientAuth(true);
        for (SSLEngine engine : List.of(client, server)) {
            engine.setEnabledProtocols(new String[] {"TLSv1.2"});
            engine.setEnabledCipherSuites(new String[] {suite});
        }
        TlsDecoderTest.Reading reading = new TlsDecoderTest.Reading();
        ByteBuffer toServer = ByteBuffer.allocate(64 * 1024);
        ByteBuffer toClient = ByteBuffer.allocate(64 * 1024);
        client.beginHandshake();
        server.beginHandshake();
        for (int round = 0; round < 200 && !(isDone(client) && isDone(server) && round > 10); round++) {
            wrap(client, toServer, Direction.TX, reading);
            wrap(server, toClient, Direction.RX, reading);
            unwrap(server, toServer);
            unwrap(client, toClient);
        }

        TlsConversation conversation = reading.conversation();
        assertThat(conversation.problems()).isEmpty();
        assertThat(conversation.suite()).isEqualTo(suite);
        assertThat(conversation.result()).isEqualTo(TlsConversation.Result.ESTABLISHED);
        assertThat(TlsDecoderTest.step(conversation, HandshakeState.CLIENT_CERTIFICATE)
                        .messageBytes())
                .isEqualTo(4 + 3 + 3 + 862);
        assertThat(TlsDecoderTest.step(conversation, HandshakeState.CLIENT_FINISHED)
                        .messageBytes())
                .isEqualTo(16);
        for (TlsMessage message : conversation.messages()) {
            assertThat(Sum.of(conversation, message).total())
                    .as(message.title())
                    .isEqualTo(conversation.recordBytes(message));
            assertThat(TlsDissectorTest.covered(conversation.dissect(message)))
                    .as(message.title())
                    .isEqualTo(conversation.recordBytes(message));
        }
    }

    private static boolean isDone(SSLEngine engine) {
        return engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING;
    }

    private static void wrap(SSLEngine engine, ByteBuffer out, Direction direction, TlsDecoderTest.Reading reading)
            throws IOException {
        tasks(engine);
        while (engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_WRAP) {
            int before = out.position();
            engine.wrap(ByteBuffer.allocate(0), out);
            byte[] made = new byte[out.position() - before];
            out.get(before, made);
            reading.feed(direction, Bytes.wrap(made));
            tasks(engine);
        }
    }

    private static void unwrap(SSLEngine engine, ByteBuffer in) throws IOException {
        in.flip();
        while (in.hasRemaining() && engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_UNWRAP) {
            engine.unwrap(in, ByteBuffer.allocate(32 * 1024));
            tasks(engine);
        }
        in.compact();
    }

    private static void tasks(SSLEngine engine) {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    private static SSLContext context() throws Exception {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        X509Certificate certificate = (X509Certificate) factory.generateCertificate(
                new java.io.ByteArrayInputStream(TlsPair.CLIENT.der().toArray()));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", TlsPair.CLIENT.key(), new char[0], new X509Certificate[] {certificate});
        store.setCertificateEntry("trusted", certificate);
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, new char[0]);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        TrustManager[] managers = trust.getTrustManagers();
        context.init(keys.getKeyManagers(), managers, null);
        return context;
    }

    /** OpenSSL's server tells the size of each record it sees and sends: the same numbers, in the same order. */
    @Test
    void openSslSeesTheSameMessages(@TempDir Path directory) throws Exception {
        assumeTrue(isOpenSslThere(), "openssl is not installed: no second opinion on record sizes");
        Path key = directory.resolve("key.pem");
        Path certificate = directory.resolve("cert.pem");
        Files.writeString(key, pem("PRIVATE KEY", TlsPair.SERVER_RSA.key().getEncoded()));
        Files.writeString(
                certificate, pem("CERTIFICATE", TlsPair.SERVER_RSA.der().toArray()));
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path log = directory.resolve("log.txt");
        Process openssl = new ProcessBuilder(
                        "openssl",
                        "s_server",
                        "-accept",
                        "127.0.0.1:" + port,
                        "-key",
                        key.toString(),
                        "-cert",
                        certificate.toString(),
                        "-tls1_2",
                        "-Verify",
                        "1",
                        "-msg",
                        "-naccept",
                        "1",
                        "-quiet")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        TlsPair pair = new TlsPair().mutual();
        try {
            talk(pair, port);
            openssl.getOutputStream().close();
            assertThat(openssl.waitFor(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            openssl.destroyForcibly();
        }

        TlsConversation conversation =
                new TlsDecoderTest.Reading().know(pair).feed(pair).end().conversation();
        assertThat(conversation.problems()).isEmpty();
        // "<<< TLS 1.2, Handshake [length 0368], Certificate" is what came, ">>>" what went; ClientHello has 1.3 there
        Pattern line = Pattern.compile("^(<<<|>>>) TLS 1\\.\\d, Handshake \\[length ([0-9a-f]{4})], (\\w+)");
        List<String> seen = Files.readAllLines(log).stream()
                .map(line::matcher)
                .filter(java.util.regex.Matcher::find)
                .map(m -> (m.group(1).equals("<<<") ? "tx " : "rx ") + m.group(3) + " "
                        + Integer.parseInt(m.group(2), 16))
                .toList();
        assertThat(seen).as(Files.readString(log)).hasSizeGreaterThan(8);
        assertThat(conversation.messages().stream()
                        .filter(TlsMessage.Handshake.class::isInstance)
                        .map(TlsMessage.Handshake.class::cast)
                        .map(m -> m.direction().word() + " " + m.title() + " " + m.length()))
                .containsExactlyElementsOf(seen);
        assertThat(seen).contains("tx Certificate 872");
    }

    /** A handshake of Bouncy Castle's client with a server on loopback, a word, and the end. */
    private static void talk(TlsPair pair, int port) throws Exception {
        try (Socket socket = connect(port)) {
            socket.setSoTimeout(10_000);
            TlsClientProtocol client = pair.client();
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            byte[] buffer = new byte[4096];
            boolean spoken = false;
            while (true) {
                byte[] ready = new byte[client.getAvailableOutputBytes()];
                client.readOutput(ready, 0, ready.length);
                if (ready.length > 0) {
                    pair.pieces.add(new TlsPair.Piece(Direction.TX, Bytes.copyOf(ready)));
                    out.write(ready);
                }
                if (client.isConnected() && !spoken) {
                    spoken = true;
                    byte[] word = "hello\n".getBytes(StandardCharsets.US_ASCII);
                    client.writeApplicationData(word, 0, word.length);
                    client.close();
                    continue;
                }
                if (client.isClosed()) {
                    return;
                }
                int n = in.read(buffer);
                if (n < 0) {
                    return;
                }
                pair.pieces.add(new TlsPair.Piece(Direction.RX, Bytes.copyOf(buffer, 0, n)));
                client.offerInput(buffer.clone(), 0, n);
            }
        }
    }

    private static Socket connect(int port) throws Exception {
        List<Socket> connected = new ArrayList<>();
        org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(10))
                .ignoreExceptions()
                .until(() -> connected.add(new Socket(InetAddress.getLoopbackAddress(), port)));
        return connected.getFirst();
    }

    private static boolean isOpenSslThere() {
        try {
            return new ProcessBuilder("openssl", "version").start().waitFor() == 0;
        } catch (IOException notInstalled) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + what + "-----\n";
    }
}
