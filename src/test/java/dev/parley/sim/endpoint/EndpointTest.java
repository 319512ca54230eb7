package dev.parley.sim.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.sim.endpoint.EndpointEffect.Ending;
import dev.parley.sim.fault.Fault;
import dev.parley.sim.fault.Trigger;
import dev.parley.tls.ClientOffer;
import dev.parley.tls.HandshakeType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The built-in endpoint")
class EndpointTest {
    private static final Trigger AT_CERTIFICATE = new Trigger.AtMessage(HandshakeType.CERTIFICATE);

    @TempDir
    static Path directory;

    private static TestPki pki;
    private static SSLContext trusting;

    private Endpoint endpoint;

    @BeforeAll
    static void makePki() throws Exception {
        pki = TestPki.in(directory, Clock.systemUTC());
        trusting = context(true);
    }

    @AfterEach
    void stop() {
        if (endpoint != null) {
            endpoint.close();
        }
    }

    @Test
    @DisplayName("carries MQTT through mutual TLS 1.2: what is published comes back to who subscribed")
    void mqttThroughTls() throws Exception {
        start(EndpointSetup.standard());
        try (SSLSocket socket = connect(trusting)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"x-amzn-mqtt-ca"});
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
            assertThat(socket.getSession().getCipherSuite()).startsWith("TLS_ECDHE_RSA_WITH_AES_");
            assertThat(socket.getApplicationProtocol()).isEqualTo("x-amzn-mqtt-ca");
            assertThat(talkMqtt(socket)).isEqualTo("hello");
        }
    }

    @Test
    @DisplayName("speaks TLS 1.3 with client certificates where the client offers nothing else, and MQTT through it")
    void mqttThroughTls13() throws Exception {
        start(EndpointSetup.standard());
        try (SSLSocket socket = connect(trusting)) {
            socket.setEnabledProtocols(new String[] {"TLSv1.3"});
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"x-amzn-mqtt-ca"});
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
            assertThat(socket.getSession().getCipherSuite()).startsWith("TLS_AES_");
            assertThat(socket.getApplicationProtocol()).isEqualTo("x-amzn-mqtt-ca");
            assertThat(talkMqtt(socket)).isEqualTo("hello");
        }
    }

    @Test
    @DisplayName("agrees on the version its setup puts first, and on none where the client offers another")
    void versions() throws Exception {
        start(EndpointSetup.standard().withVersions(ClientOffer.TLS_1_3, ClientOffer.TLS_1_2));
        try (SSLSocket socket = connect(trusting)) {
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
        }
        try (SSLSocket socket = connect(trusting)) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
        }
        endpoint.close();
        start(EndpointSetup.standard().withVersions(ClientOffer.TLS_1_2));
        try (SSLSocket socket = connect(trusting)) {
            socket.setEnabledProtocols(new String[] {"TLSv1.3"});
            assertThatThrownBy(socket::startHandshake).hasMessageContaining("protocol_version");
        }
    }

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @CsvSource({
        "TLSv1.2, secp256r1, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLSv1.2, secp384r1, TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLSv1.2, secp521r1, TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLSv1.2, x25519, TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLSv1.2, x448, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLSv1.3, secp256r1, TLS_AES_128_GCM_SHA256",
        "TLSv1.3, secp384r1, TLS_AES_256_GCM_SHA384",
        "TLSv1.3, secp521r1, TLS_CHACHA20_POLY1305_SHA256",
        "TLSv1.3, x25519, TLS_CHACHA20_POLY1305_SHA256",
        "TLSv1.3, x448, TLS_AES_128_GCM_SHA256",
    })
    @DisplayName("takes every usual group and suite of a client that offers no other")
    void takesWhatIsOffered(String version, String group, String suite) throws Exception {
        start(EndpointSetup.standard());
        try (SSLSocket socket = connect(trusting)) {
            offer(socket, version, suite, group);
            socket.startHandshake();
            assertThat(socket.getSession().getCipherSuite()).isEqualTo(suite);
            assertThat(talkMqtt(socket)).isEqualTo("hello");
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @DisplayName("takes no group but those its setup states")
    void statedGroups(String version) throws Exception {
        start(EndpointSetup.standard()
                .withTaken(new EndpointSetup.Taken(EndpointSetup.Taken.USUAL.versions(), List.of(), List.of(0x18))));
        String suite = version.equals("TLSv1.3") ? "TLS_AES_128_GCM_SHA256" : "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";
        try (SSLSocket socket = connect(trusting)) {
            offer(socket, version, suite, "secp256r1", "secp384r1");
            socket.startHandshake();
            assertThat(talkMqtt(socket)).isEqualTo("hello");
        }
        try (SSLSocket socket = connect(trusting)) {
            offer(socket, version, suite, "secp256r1", "x25519");
            assertThatThrownBy(socket::startHandshake).hasMessageContaining("handshake_failure");
        }
    }

    private static void offer(SSLSocket socket, String version, String suite, String... groups) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {version});
        parameters.setCipherSuites(new String[] {suite});
        parameters.setNamedGroups(groups);
        socket.setSSLParameters(parameters);
    }

    @RepeatedTest(5)
    @DisplayName("carries MQTT without TLS when it is set up so")
    void plainMqtt() throws Exception {
        start(EndpointSetup.standard().withService(EndpointSetup.Service.PLAIN));
        try (Socket socket = plain()) {
            assertThat(talkMqtt(socket)).isEqualTo("hello");
        }
    }

    @Test
    @DisplayName("refuses who has no client certificate, and takes no ALPN protocol but its own")
    void refusesOthers() throws Exception {
        start(EndpointSetup.standard());
        try (SSLSocket socket = connect(context(false))) {
            assertThatThrownBy(socket::startHandshake)
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("handshake_failure");
        }
        try (SSLSocket socket = connect(context(false))) {
            socket.setEnabledProtocols(new String[] {"TLSv1.3"});
            assertThatThrownBy(() -> {
                        socket.startHandshake();
                        socket.getInputStream().read();
                    })
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("certificate_required");
        }
        try (SSLSocket socket = connect(trusting)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            socket.setSSLParameters(parameters);
            assertThatThrownBy(socket::startHandshake)
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("no_application_protocol");
        }
    }

    @Test
    @DisplayName("shows a certificate by another CA when it is set up so")
    void otherCa() throws Exception {
        start(EndpointSetup.standard().withIdentity(EndpointSetup.Identity.OTHER_CA));
        try (SSLSocket socket = connect(trusting)) {
            assertThatThrownBy(socket::startHandshake)
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining("PKIX path");
        }
    }

    @Test
    @DisplayName("demands SNI when it is set up so")
    void demandsName() throws Exception {
        start(EndpointSetup.standard().withRequiredName(true));
        Socket raw = plain();
        try (SSLSocket socket = (SSLSocket) trusting.getSocketFactory().createSocket(raw, "127.0.0.1", 1, true)) {
            assertThatThrownBy(socket::startHandshake).hasMessageContaining("unrecognized_name");
        }
        try (SSLSocket socket = connect(trusting)) {
            socket.startHandshake();
        }
    }

    @Test
    @DisplayName("refuses the client certificate as soon as it has read it: alert 46, then FIN, while the client still"
            + " sends")
    void refusesCertificate() throws Exception {
        start(EndpointSetup.standard().with(AT_CERTIFICATE, new EndpointEffect.Alert(true, 46)));
        try (SSLSocket socket = connect(trusting)) {
            assertThatThrownBy(() -> {
                        socket.startHandshake();
                        socket.getInputStream().read();
                    })
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("certificate_unknown");
        }
        // Once more without TLS in the way: only a client's Certificate is sent, nothing after it.
        try (Socket socket = plain()) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(HexFormat.of().parseHex(CLIENT_HELLO));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (readHandshakeRecord(in) != HandshakeType.SERVER_HELLO_DONE.number()) {
                // The server's flight, one record a message.
            }
            byte[] certificate = certificateRecord();
            assertThat(certificate).hasSize(877);
            socket.getOutputStream().write(certificate);
            assertThat(in.readNBytes(7)).isEqualTo(HexFormat.of().parseHex("1503030002022e"));
            assertThat(in.read()).isEqualTo(-1);
            socket.getOutputStream().write(new byte[75]);
        }
    }

    @Test
    @DisplayName("closes with FIN or RST, or falls silent, after the message it is told")
    void cuts() throws Exception {
        start(EndpointSetup.standard().with(AT_CERTIFICATE, new EndpointEffect.Close(Ending.FIN)));
        assertThat(afterCertificate()).isEqualTo("end");
        endpoint.close();
        start(EndpointSetup.standard().with(AT_CERTIFICATE, new EndpointEffect.Close(Ending.RST)));
        assertThat(afterCertificate()).isEqualTo("reset");
        endpoint.close();
        start(EndpointSetup.standard().with(AT_CERTIFICATE, new EndpointEffect.Silence()));
        assertThat(afterCertificate()).isEqualTo("silence");
        endpoint.close();
        start(EndpointSetup.standard()
                .with(new Trigger.AfterSent(CLIENT_HELLO_LENGTH + 400), new EndpointEffect.Close(Ending.FIN)));
        assertThat(afterCertificate()).isEqualTo("end");
    }

    @Test
    @DisplayName("says close_notify after a pause in which it fell due")
    void goodbyeAfterPause() throws Exception {
        start(EndpointSetup.standard()
                .with(List.of(
                        Fault.once(AT_CERTIFICATE, new EndpointEffect.Pause(Duration.ofSeconds(2))),
                        Fault.once(
                                new Trigger.AfterTime(Duration.ofSeconds(1)),
                                new EndpointEffect.Close(Ending.NOTIFY)))));
        try (Socket socket = plain()) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(HexFormat.of().parseHex(CLIENT_HELLO));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (readHandshakeRecord(in) != HandshakeType.SERVER_HELLO_DONE.number()) {
                // The server's flight, one record a message.
            }
            socket.getOutputStream().write(certificateRecord());
            assertThat(in.readNBytes(7)).isEqualTo(HexFormat.of().parseHex("15030300020100"));
        }
    }

    @Test
    @DisplayName("without a service refuses connections")
    void refusesConnections() throws Exception {
        start(EndpointSetup.standard().withService(EndpointSetup.Service.NONE));
        assertThatThrownBy(this::plain).isInstanceOf(ConnectException.class);
    }

    @Test
    @DisplayName("starts and stops quickly and leaves no thread behind")
    void leavesNoThread() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        long began = System.nanoTime();
        start(EndpointSetup.standard());
        long started = System.nanoTime();
        try (SSLSocket socket = connect(trusting)) {
            socket.startHandshake();
            endpoint.close();
        }
        long stopped = System.nanoTime();
        System.out.printf(
                "endpoint: start %d ms, stop %d ms%n", (started - began) / 1_000_000, (stopped - started) / 1_000_000);
        Awaitility.await()
                .atMost(10, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(leftOver(before)).isEmpty());
    }

    @Test
    @DisplayName("is understood by OpenSSL, whose client sees the alert where the certificate is refused")
    void openssl() throws Exception {
        assumeTrue(hasOpenssl(), "openssl is not installed: skipped");
        start(EndpointSetup.standard());
        assertThat(opensslClient()).contains("Verify return code: 0 (ok)").contains("Protocol  : TLSv1.2");
        assertThat(opensslClient("-tls1_3"))
                .contains("Verify return code: 0 (ok)")
                .contains("New, TLSv1.3, Cipher is TLS_AES_");
        endpoint.close();
        start(EndpointSetup.standard().with(AT_CERTIFICATE, new EndpointEffect.Alert(true, 46)));
        assertThat(opensslClient()).contains("alert certificate unknown").contains("SSL alert number 46");
        assertThat(opensslClient("-tls1_3"))
                .as("the alert comes after OpenSSL's handshake is over")
                .contains("alert certificate unknown")
                .contains("SSL alert number 46");
    }

    private void start(EndpointSetup setup) throws Exception {
        endpoint = Endpoint.start(setup, pki, Clock.systemUTC(), 1);
    }

    private Socket plain() throws IOException {
        return new Socket(endpoint.address().getAddress(), endpoint.address().getPort());
    }

    private SSLSocket connect(SSLContext context) throws IOException {
        return (SSLSocket) context.getSocketFactory().createSocket(plain(), TestPki.HOST, 8883, true);
    }

    /** What a client that stops after its Certificate gets. */
    private String afterCertificate() throws IOException {
        try (Socket socket = plain()) {
            socket.setSoTimeout(700);
            socket.getOutputStream().write(HexFormat.of().parseHex(CLIENT_HELLO));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (readHandshakeRecord(in) != HandshakeType.SERVER_HELLO_DONE.number()) {
                // The server's flight.
            }
            socket.getOutputStream().write(certificateRecord());
            return in.read() < 0 ? "end" : "data";
        } catch (SocketTimeoutException e) {
            return "silence";
        } catch (SocketException e) {
            return "reset";
        }
    }

    private static int readHandshakeRecord(DataInputStream in) throws IOException {
        assertThat(in.readUnsignedByte()).isEqualTo(22);
        in.readUnsignedShort();
        byte[] body = in.readNBytes(in.readUnsignedShort());
        int length = (body[1] & 0xff) << 16 | (body[2] & 0xff) << 8 | (body[3] & 0xff);
        assertThat(body).as("one message a record").hasSize(4 + length);
        return body[0];
    }

    private static byte[] certificateRecord() throws IOException {
        byte[] der = der(pki.deviceCertificateFile());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {22, 3, 3});
        number(out, 2, 4 + 3 + 3 + der.length);
        out.write(11);
        number(out, 3, 3 + 3 + der.length);
        number(out, 3, 3 + der.length);
        number(out, 3, der.length);
        out.writeBytes(der);
        return out.toByteArray();
    }

    private static void number(OutputStream out, int bytes, int value) throws IOException {
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            out.write(value >> shift);
        }
    }

    /** CONNECT, SUBSCRIBE to t, PUBLISH hello to t (MQTT 3.1.1); the payload that comes back. */
    private static String talkMqtt(Socket socket) throws IOException {
        socket.setSoTimeout(5_000);
        OutputStream out = socket.getOutputStream();
        InputStream in = socket.getInputStream();
        out.write(HexFormat.of().parseHex("100d" + "00044d515454" + "04" + "02" + "003c" + "000174"));
        assertThat(in.readNBytes(4)).as("CONNACK").isEqualTo(HexFormat.of().parseHex("20020000"));
        out.write(HexFormat.of().parseHex("8206" + "0001" + "000174" + "00"));
        assertThat(in.readNBytes(5)).as("SUBACK").isEqualTo(HexFormat.of().parseHex("9003000100"));
        out.write(HexFormat.of().parseHex("3008" + "000174" + "68656c6c6f"));
        byte[] publish = in.readNBytes(10);
        assertThat(publish).as("PUBLISH").startsWith(HexFormat.of().parseHex("3008000174"));
        out.write(HexFormat.of().parseHex("e000"));
        assertThat(in.read()).as("the broker closes after DISCONNECT").isEqualTo(-1);
        return new String(publish, 5, 5, StandardCharsets.US_ASCII);
    }

    private static boolean hasOpenssl() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "openssl")));
    }

    private String opensslClient(String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "openssl",
                "s_client",
                "-connect",
                "127.0.0.1:" + endpoint.address().getPort(),
                "-servername",
                TestPki.HOST,
                "-CAfile",
                pki.caFile().toString(),
                "-cert",
                pki.deviceCertificateFile().toString(),
                "-key",
                pki.deviceKeyFile().toString(),
                "-no_ign_eof"));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        // Its standard input stays open for a moment, or it would leave before it has read the alert.
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        Thread reader = Thread.ofVirtual().start(() -> {
            try {
                process.getInputStream().transferTo(output);
            } catch (IOException e) {
                // The process ended.
            }
        });
        Awaitility.await()
                .atMost(10, TimeUnit.SECONDS)
                .until(() -> !process.isAlive()
                        || output.toString(StandardCharsets.UTF_8).contains("Verify return code"));
        process.getOutputStream().close();
        process.waitFor(10, TimeUnit.SECONDS);
        reader.join();
        return output.toString(StandardCharsets.UTF_8);
    }

    private static Set<String> leftOver(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread) && thread.isAlive())
                .map(Thread::getName)
                // The JDK's own carriers and the common netty and cleaner threads that live as long as the program.
                .filter(name -> !name.startsWith("ForkJoinPool")
                        && !name.startsWith("VirtualThread-unblocker")
                        && !name.startsWith("Read-Poller")
                        && !name.startsWith("Write-Poller")
                        && !name.startsWith("MasterPoller")
                        && !name.startsWith("Cleaner")
                        && !name.startsWith("awaitility"))
                .collect(Collectors.toSet());
    }

    private static SSLContext context(boolean withCertificate) throws Exception {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry(
                "ca", factory.generateCertificate(new ByteArrayInputStream(Files.readAllBytes(pki.caFile()))));
        TrustManagerFactory trusts = TrustManagerFactory.getInstance("PKIX");
        trusts.init(trust);
        KeyManager[] keys = {};
        if (withCertificate) {
            PrivateKey key =
                    KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der(pki.deviceKeyFile())));
            Certificate device = factory.generateCertificate(
                    new ByteArrayInputStream(Files.readAllBytes(pki.deviceCertificateFile())));
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            own.setKeyEntry("device", key, new char[0], new Certificate[] {device});
            KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
            managers.init(own, new char[0]);
            keys = managers.getKeyManagers();
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trusts.getTrustManagers(), null);
        return context;
    }

    private static byte[] der(Path pem) throws IOException {
        String body = Files.readString(pem).replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        return Base64.getDecoder().decode(body);
    }

    /** A ClientHello: TLS 1.2, ECDHE_RSA with AES-128-GCM, P-256, RSA with SHA-256. */
    private static final String CLIENT_HELLO = "160301004b" + "01000047" + "0303"
            + "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f" + "00" + "0004c02f00ff" + "0100"
            + "001a" + "000a000400020017" + "000b00020100" + "000d000400020401" + "00170000";

    private static final int CLIENT_HELLO_LENGTH = CLIENT_HELLO.length() / 2;
}
