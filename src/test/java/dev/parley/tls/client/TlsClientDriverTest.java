package dev.parley.tls.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.tls.client.Gate.Level;
import dev.parley.tls.client.TestPki.Identity;
import dev.parley.tls.client.TestPki.Wish;
import dev.parley.tls.client.TestServer.Behaviour;
import dev.parley.tls.client.TlsFailure.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.tls.AlertDescription;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The TLS client")
@Timeout(60)
class TlsClientDriverTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final List<String> WHOLE_HANDSHAKE = List.of(
            "tx ClientHello",
            "rx ServerHello",
            "rx Certificate",
            "rx ServerKeyExchange",
            "rx CertificateRequest",
            "rx ServerHelloDone",
            "tx Certificate",
            "tx ClientKeyExchange",
            "tx CertificateVerify",
            "tx ChangeCipherSpec",
            "tx Finished",
            "rx ChangeCipherSpec",
            "rx Finished");

    @TempDir
    static Path directory;

    private static TestPki pki = new TestPki();
    private static Path trusted = Path.of("");

    private final List<String> secrets = new CopyOnWriteArrayList<>();
    private final List<Distrust> overridden = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void writeTrust() throws IOException {
        trusted = TestPki.certificateFile(directory, "ca.pem", pki.authority);
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(LIMIT).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2));
    }

    private static TlsClientConfig config() {
        return new TlsClientConfig(
                "localhost",
                true,
                List.of(),
                Optional.of(trusted),
                Optional.of(pki.deviceCredentials()),
                Optional.empty(),
                LIMIT,
                LIMIT);
    }

    private static TlsClientConfig limits(Duration handshake, Duration read) {
        TlsClientConfig c = config();
        return new TlsClientConfig(
                c.serverName(),
                c.offer().serverName(),
                c.alpn(),
                c.trust(),
                c.credentials(),
                c.trustOverride(),
                handshake,
                read);
    }

    private static Gate open() {
        return new Gate(Level.RUN, stop -> {});
    }

    private TlsClientDriver driver(TlsClientConfig config, TlsTransport transport, Gate gate) {
        return new TlsClientDriver(
                config,
                transport,
                gate,
                (label, clientRandom, secret) -> secrets.add(label + " " + clientRandom.hex() + " " + secret.hex()),
                (why, override) -> overridden.add(why),
                Clock.fixed(TestPki.NOW, ZoneOffset.UTC),
                new SecureRandom());
    }

    private TlsFailure failing(TlsClientConfig config, TlsTransport transport, Gate gate) {
        TlsFailure failure = catchThrowableOfType(
                TlsFailure.class, () -> driver(config, transport, gate).handshake());
        assertThat(failure).as("the handshake fails").isNotNull();
        assertThat(failure).hasMessageEndingWith(".");
        return failure;
    }

    @Test
    @DisplayName("sends the records mbedTLS sends, one message a record, one record a send: 877, 75, 269, 6, 45")
    void recordSizes() throws Exception {
        try (TestServer server = new TestServer(Behaviour.with(pki.server));
                SocketTransport transport = new SocketTransport(server.port())) {
            assertThat(pki.device.der().length()).isEqualTo(862);
            TlsStream stream = driver(config(), transport, open()).handshake();

            assertThat(transport.sizes()).hasSize(6).endsWith(877, 75, 269, 6, 45);
            assertThat(server.clientCertificate.get(5, TimeUnit.SECONDS)).isEqualTo(pki.device.der());
            stream.close();
        }
    }

    @Test
    @DisplayName("agrees on ALPN, names the host in SNI and tells the master secret the server has")
    void negotiates() throws Exception {
        TlsClientConfig c = config();
        TlsClientConfig config = new TlsClientConfig(
                "localhost",
                true,
                List.of("x-amzn-mqtt-ca", "mqtt"),
                c.trust(),
                c.credentials(),
                c.trustOverride(),
                LIMIT,
                LIMIT);
        try (TestServer server = new TestServer(Behaviour.with(pki.server).alpn("x-amzn-mqtt-ca"));
                SocketTransport transport = new SocketTransport(server.port())) {
            TlsStream stream = driver(config, transport, open()).handshake();

            assertThat(stream.alpn()).contains("x-amzn-mqtt-ca");
            assertThat(server.serverName.get(5, TimeUnit.SECONDS)).isEqualTo("localhost");
            String clientRandom = transport.sent().get(0).slice(11, 43).hex();
            assertThat(secrets)
                    .containsExactly("CLIENT_RANDOM " + clientRandom + " "
                            + server.masterSecret.get(5, TimeUnit.SECONDS).hex());
            stream.close();
        }
    }

    @Test
    @DisplayName("sends no SNI where it is not wanted, and none for an address")
    void noServerName() throws Exception {
        TlsClientConfig c = config();
        for (TlsClientConfig config : List.of(
                new TlsClientConfig(
                        "localhost", false, c.alpn(), c.trust(), c.credentials(), c.trustOverride(), LIMIT, LIMIT),
                new TlsClientConfig(
                        "127.0.0.1", true, c.alpn(), c.trust(), c.credentials(), c.trustOverride(), LIMIT, LIMIT))) {
            try (TestServer server = new TestServer(Behaviour.with(pki.server));
                    SocketTransport transport = new SocketTransport(server.port())) {
                driver(config, transport, open()).handshake().close();
                assertThat(server.serverName.get(5, TimeUnit.SECONDS)).isEmpty();
            }
        }
    }

    @Test
    @DisplayName(
            "tells the server's alert about the client's certificate though the connection is closed right after it")
    void certificateRefused() throws Exception {
        try (TestServer server =
                        new TestServer(Behaviour.with(pki.server).refusing(AlertDescription.certificate_unknown));
                SocketTransport transport = new SocketTransport(server.port())) {
            // Each send waits until the server has refused and gone: by then the alert is there and unread.
            List<String> stops = new ArrayList<>();
            CompletableFuture<Gate> itself = new CompletableFuture<>();
            Gate gate = new Gate(
                    Level.RUN,
                    stop -> stop.ifPresent(here -> {
                        stops.add(here.direction().word() + " " + here.title() + ": " + here.why());
                        itself.join().step();
                    }));
            itself.complete(gate);
            gate.breakpoints(Set.of(new Breakpoint.OnAlert()));
            TlsFailure failure = failing(config(), new SlowAfter(transport, 877, server.over), gate);

            assertThat(stops)
                    .as("the breakpoint is met where the alert is found only after the send that failed")
                    .containsExactly("rx fatal certificate_unknown (46): breakpoint on an alert");
            assertThat(failure.kind()).isEqualTo(Kind.ALERT_RECEIVED);
            assertThat(failure.alert()).contains(new TlsFailure.Alert(2, 46));
            assertThat(failure).hasMessageContaining("certificate_unknown (46)");
            assertThat(transport.isClosed())
                    .as("the transport is left to its owner")
                    .isFalse();
        }
    }

    /** Holds the record after the one of a given size back until the server is done. */
    private record SlowAfter(SocketTransport below, int size, CompletableFuture<?> event) implements TlsTransport {
        @Override
        public void send(Bytes bytes) throws IOException {
            if (below.sizes().contains(size)) {
                event.orTimeout(10, TimeUnit.SECONDS).join();
            }
            below.send(bytes);
        }

        @Override
        public Bytes receive(int most, Duration limit) throws IOException {
            return below.receive(most, limit);
        }

        @Override
        public void close() {
            below.close();
        }
    }

    @Test
    @DisplayName("stops before every message at level MESSAGE, and not one record leaves before its step")
    void steps() throws Exception {
        List<String> stops = new ArrayList<>();
        try (TestServer server = new TestServer(Behaviour.with(pki.server));
                SocketTransport transport = new SocketTransport(server.port())) {
            Gate gate = new Gate(Level.MESSAGE, stop -> {});
            CompletableFuture<TlsStream> done = start(driver(config(), transport, gate));
            List<Integer> left = new ArrayList<>();
            while (stops.size() < WHOLE_HANDSHAKE.size()) {
                await().until(() -> gate.stop().isPresent());
                Gate.Stop stop = gate.stop().orElseThrow();
                stops.add(stop.direction().word() + " " + stop.title());
                assertThat(transport.sizes()).as("sent before %s", stop).isEqualTo(left);
                if (stop.direction() == Direction.TX) {
                    left.add(stop.bytes());
                }
                gate.step();
                await().until(() -> done.isDone() || !gate.stop().equals(Optional.of(stop)));
            }
            done.get(10, TimeUnit.SECONDS).close();
            assertThat(stops).isEqualTo(WHOLE_HANDSHAKE);
            assertThat(left).hasSize(6).endsWith(877, 75, 269, 6, 45);
        }
    }

    @Test
    @DisplayName("stops where the direction turns at level FLIGHT")
    void stepsFlights() throws Exception {
        List<String> stops = new CopyOnWriteArrayList<>();
        try (TestServer server = new TestServer(Behaviour.with(pki.server));
                SocketTransport transport = new SocketTransport(server.port())) {
            CompletableFuture<Gate> itself = new CompletableFuture<>();
            Gate gate = new Gate(
                    Level.FLIGHT,
                    stop -> stop.ifPresent(here -> {
                        stops.add(here.direction().word() + " " + here.title());
                        itself.join().step();
                    }));
            itself.complete(gate);
            driver(config(), transport, gate).handshake().close();
            assertThat(stops)
                    .containsExactly("tx ClientHello", "rx ServerHello", "tx Certificate", "rx ChangeCipherSpec");
        }
    }

    @Test
    @DisplayName("sends nothing more when it is aborted while it is parked, whatever it was about to do")
    void abortWhileParked() throws Exception {
        for (int at = 0; at < WHOLE_HANDSHAKE.size(); at++) {
            try (TestServer server = new TestServer(Behaviour.with(pki.server));
                    SocketTransport transport = new SocketTransport(server.port())) {
                Gate gate = new Gate(Level.MESSAGE, stop -> {});
                CompletableFuture<TlsStream> done = start(driver(config(), transport, gate));
                stepTo(gate, at);
                int sent = transport.sent().size();
                gate.abort();

                assertThat(failureOf(done).kind()).as(WHOLE_HANDSHAKE.get(at)).isEqualTo(Kind.ABORTED);
                assertThat(transport.sent()).as(WHOLE_HANDSHAKE.get(at)).hasSize(sent);
                assertThat(transport.isClosed()).isFalse();
            }
        }
    }

    @Test
    @DisplayName("says user_canceled and close_notify when it is aborted politely, so that the server understands it")
    void abortPolitely() throws Exception {
        for (String parked : List.of("tx Certificate", "tx ChangeCipherSpec", "rx ChangeCipherSpec")) {
            try (TestServer server = new TestServer(Behaviour.with(pki.server));
                    SocketTransport transport = new SocketTransport(server.port())) {
                Gate gate = new Gate(Level.MESSAGE, stop -> {});
                TlsClientDriver driver = driver(config(), transport, gate);
                CompletableFuture<TlsStream> done = start(driver);
                stepTo(gate, WHOLE_HANDSHAKE.indexOf(parked));
                int sent = transport.sent().size();
                driver.abort(Goodbye.ALERTS);

                assertThat(failureOf(done).kind()).as(parked).isEqualTo(Kind.ABORTED);
                assertThat(transport.sent()).as(parked).hasSize(sent + 2);
                assertThat(server.alertReceived.get(5, TimeUnit.SECONDS))
                        .as(parked)
                        .isEqualTo(90);
            }
        }
    }

    @Test
    @DisplayName("says nothing where an encrypted record was made and dropped: the server could not read what follows")
    void abortAtFinished() throws Exception {
        try (TestServer server = new TestServer(Behaviour.with(pki.server));
                SocketTransport transport = new SocketTransport(server.port())) {
            Gate gate = new Gate(Level.MESSAGE, stop -> {});
            TlsClientDriver driver = driver(config(), transport, gate);
            CompletableFuture<TlsStream> done = start(driver);
            stepTo(gate, WHOLE_HANDSHAKE.indexOf("tx Finished"));
            driver.abort(Goodbye.ALERTS);
            assertThat(failureOf(done).kind()).isEqualTo(Kind.ABORTED);
            assertThat(transport.sizes()).hasSize(5).endsWith(269, 6);
        }
    }

    @Test
    @DisplayName("is aborted while it waits for the server too")
    void abortWhileWaiting() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SocketTransport transport = new SocketTransport(silent.getLocalPort())) {
            Gate gate = open();
            CompletableFuture<TlsStream> done = start(driver(config(), transport, gate));
            await().until(() -> transport.sent().size() == 1);
            gate.abort();
            assertThat(failureOf(done).kind()).isEqualTo(Kind.ABORTED);
            assertThat(transport.sent()).hasSize(1);
        }
    }

    @Test
    @DisplayName(
            "gives up when nothing comes for longer than the read limit, says what it waited for and sends nothing")
    void readLimit() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SocketTransport transport = new SocketTransport(silent.getLocalPort())) {
            TlsFailure failure = failing(limits(LIMIT, Duration.ofMillis(300)), transport, open());
            assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
            assertThat(failure)
                    .hasMessageMatching(
                            "The client waited 300 ms for ServerHello, after ClientHello \\(\\d+ bytes\\) had been"
                                    + " sent and nothing came\\.");
            assertThat(transport.sent()).hasSize(1);
            assertThat(transport.isClosed()).isFalse();
        }
    }

    @Test
    @DisplayName("does not count the time it is parked towards the handshake's limit")
    void parkedTimeIsFree() throws Exception {
        Duration limit = Duration.ofSeconds(2);
        try (TestServer server = new TestServer(Behaviour.with(pki.server));
                SocketTransport transport = new SocketTransport(server.port())) {
            Gate gate = new Gate(Level.MESSAGE, stop -> {});
            CompletableFuture<TlsStream> done = start(driver(limits(limit, LIMIT), transport, gate));
            await().until(() -> gate.stop().isPresent());
            long since = System.nanoTime();
            await().until(() ->
                    System.nanoTime() - since > limit.plusMillis(300).toNanos());
            gate.level(Level.RUN);
            done.get(10, TimeUnit.SECONDS).close();
        }
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SocketTransport transport = new SocketTransport(silent.getLocalPort())) {
            TlsFailure failure = failing(limits(Duration.ofMillis(300), LIMIT), transport, open());
            assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
            assertThat(failure).hasMessageContaining("longer than 300 ms");
        }
    }

    @Test
    @DisplayName("tells a close without an alert from everything else, and where it came")
    void closedByPeer() throws Exception {
        assertThat(answered(Bytes.empty()))
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(Kind.CLOSED_BY_PEER))
                .hasMessageContaining("while the client waited for ServerHello, after ClientHello");
        assertThat(answered(Bytes.hex("160303006602")))
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(Kind.CLOSED_BY_PEER))
                .hasMessageContaining("in the middle of a record (6 of 107 bytes)");
        assertThat(answered(Bytes.hex("15030300020100")))
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(Kind.CLOSED_BY_PEER))
                .hasMessageContaining("close_notify");
    }

    @Test
    @DisplayName("tells an alert before the ServerHello")
    void alertAtOnce() throws Exception {
        TlsFailure failure = answered(Bytes.hex("15030300020228"));
        assertThat(failure.kind()).isEqualTo(Kind.ALERT_RECEIVED);
        assertThat(failure.alert()).contains(new TlsFailure.Alert(2, 40));
    }

    @Test
    @DisplayName("does not wait for more from a peer that speaks no TLS")
    void notTls() throws Exception {
        TlsFailure failure = answered(Bytes.latin1("HTTP/1.1 400 Bad Request\r\n\r\n"));
        assertThat(failure.kind()).isEqualTo(Kind.ALERT_SENT);
    }

    /** How the handshake fails when the server answers the ClientHello with {@code answer} and closes. */
    private TlsFailure answered(Bytes answer) throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SocketTransport transport = new SocketTransport(listening.getLocalPort())) {
            Thread.ofVirtual().start(() -> {
                try (Socket socket = listening.accept()) {
                    InputStream in = socket.getInputStream();
                    byte[] header = in.readNBytes(5);
                    in.readNBytes(Bytes.copyOf(header).u16(3));
                    socket.getOutputStream().write(answer.toArray());
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            TlsFailure failure = failing(config(), transport, open());
            if (failure.kind() != Kind.ALERT_SENT) {
                assertThat(transport.sent()).as("only the ClientHello was sent").hasSize(1);
            }
            return failure;
        }
    }

    @Test
    @DisplayName("refuses a server of an unknown CA, an expired one, one for another host, and says so to the server")
    void trust() throws Exception {
        Identity otherCa = TestPki.selfSigned(Wish.authority("CN=Other CA"), TestPki.rsa());
        Identity namesake = TestPki.selfSigned(Wish.authority("CN=Parley Test CA"), otherCa.keys());
        Wish wish = Wish.server("CN=broker", TestPki.dns("localhost"));
        Instant now = TestPki.NOW;

        assertDistrust(TestPki.issue(otherCa, wish, pki.server.keys()), Distrust.Reason.UNKNOWN_CA, 48, "CN=Other CA");
        assertDistrust(
                TestPki.issue(namesake, wish, pki.server.keys()), Distrust.Reason.UNKNOWN_CA, 48, "has another key");
        assertDistrust(TestPki.selfSigned(wish, pki.server.keys()), Distrust.Reason.UNKNOWN_CA, 48, "signed by itself");
        assertDistrust(
                TestPki.issue(
                        pki.authority,
                        wish.valid(now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(1))),
                        pki.server.keys()),
                Distrust.Reason.EXPIRED,
                45,
                "expired at 2026-05-31T12:00:00Z");
        assertDistrust(
                TestPki.issue(
                        pki.authority,
                        wish.valid(now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(9))),
                        pki.server.keys()),
                Distrust.Reason.NOT_YET_VALID,
                45,
                "not valid before 2026-06-02T12:00:00Z");
        assertDistrust(
                TestPki.issue(
                        pki.authority, Wish.server("CN=localhost", TestPki.dns("elsewhere.test")), pki.server.keys()),
                Distrust.Reason.NAME,
                46,
                "is for elsewhere.test");
        assertDistrust(
                TestPki.issue(pki.authority, wish.purposes(KeyPurposeId.id_kp_clientAuth), pki.server.keys()),
                Distrust.Reason.PURPOSE,
                43,
                "lacks serverAuth");
    }

    private void assertDistrust(Identity identity, Distrust.Reason reason, int alert, String words) throws Exception {
        try (TestServer server = new TestServer(Behaviour.with(identity));
                SocketTransport transport = new SocketTransport(server.port())) {
            TlsFailure failure = failing(config(), transport, open());
            assertThat(failure.kind()).isEqualTo(Kind.TRUST);
            assertThat(failure.distrust().map(Distrust::reason)).contains(reason);
            assertThat(failure.distrust().map(Distrust::certificate)).contains(0);
            assertThat(failure.alert()).contains(new TlsFailure.Alert(2, alert));
            assertThat(failure).hasMessageContaining(words);
            assertThat(server.alertReceived.get(5, TimeUnit.SECONDS)).isEqualTo(alert);
            assertThat(secrets).as("no secret was agreed with it").isEmpty();
        }
        try (TestServer server = new TestServer(Behaviour.with(identity));
                SocketTransport transport = new SocketTransport(server.port())) {
            TlsClientConfig c = config();
            TlsClientConfig overriding = new TlsClientConfig(
                    c.serverName(),
                    c.offer().serverName(),
                    c.alpn(),
                    c.trust(),
                    c.credentials(),
                    Optional.of("bench only"),
                    LIMIT,
                    LIMIT);
            overridden.clear();
            TlsStream stream = driver(overriding, transport, open()).handshake();
            assertThat(overridden).extracting(Distrust::reason).containsExactly(reason);
            assertThat(stream.overridden()).contains(overridden.get(0));
            stream.close();
            secrets.clear();
        }
    }

    @Test
    @DisplayName("follows a chain through intermediate CAs, in any order, and not through a certificate that is no CA")
    void chains() throws Exception {
        Identity intermediate = TestPki.issue(pki.authority, Wish.authority("CN=Intermediate"), TestPki.rsa());
        Wish wish = Wish.server("CN=broker", TestPki.dns("localhost"));
        Identity leaf = TestPki.issue(intermediate, wish, pki.server.keys());
        for (List<Identity> chain : List.of(
                List.of(leaf, intermediate),
                List.of(leaf, pki.authority, intermediate),
                List.of(leaf, intermediate, pki.authority))) {
            try (TestServer server = new TestServer(Behaviour.with(chain.toArray(Identity[]::new)));
                    SocketTransport transport = new SocketTransport(server.port())) {
                driver(config(), transport, open()).handshake().close();
            }
        }
        Identity noAuthority = TestPki.issue(pki.authority, Wish.device("CN=No CA"), intermediate.keys());
        Identity forged = TestPki.issue(noAuthority, wish, pki.server.keys());
        try (TestServer server = new TestServer(Behaviour.with(forged, noAuthority));
                SocketTransport transport = new SocketTransport(server.port())) {
            TlsFailure failure = failing(config(), transport, open());
            assertThat(failure.distrust().map(Distrust::reason)).contains(Distrust.Reason.BAD_CERTIFICATE);
            assertThat(failure.distrust().map(Distrust::certificate)).contains(1);
        }
        try (TestServer server = new TestServer(Behaviour.with(leaf));
                SocketTransport transport = new SocketTransport(server.port())) {
            TlsFailure failure = failing(config(), transport, open());
            assertThat(failure.distrust().map(Distrust::reason)).contains(Distrust.Reason.UNKNOWN_CA);
        }
    }

    @Test
    @DisplayName("carries data both ways at once, whatever chunks it comes in, and ends in good order")
    void data() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        byte[] sent = new byte[200_000];
        random.nextBytes(sent);
        try (TestServer server = new TestServer(Behaviour.with(pki.server));
                SocketTransport socket = new SocketTransport(server.port())) {
            TlsStream stream =
                    driver(config(), new Chunked(socket, random), open()).handshake();
            Thread writer = Thread.ofVirtual().start(() -> {
                try (OutputStream out = stream.output()) {
                    for (int at = 0, n; at < sent.length; at += n) {
                        n = Math.min(sent.length - at, 1 + new Random(seed + at).nextInt(20_000));
                        out.write(sent, at, n);
                    }
                    await().until(server.over::isDone);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            assertThat(stream.input().readNBytes(sent.length))
                    .as("seed %d", seed)
                    .isEqualTo(sent);
            stream.close();
            assertThat(server.over.get(10, TimeUnit.SECONDS)).isNull();
            writer.join();
            assertThat(socket.isClosed()).isTrue();
        }
    }

    /** Returns what came in chunks of random size. */
    private record Chunked(SocketTransport below, Random random) implements TlsTransport {
        @Override
        public void send(Bytes bytes) throws IOException {
            below.send(bytes);
        }

        @Override
        public Bytes receive(int most, Duration limit) throws IOException {
            return below.receive(1 + random.nextInt(most), limit);
        }

        @Override
        public void close() {
            below.close();
        }
    }

    @Test
    @DisplayName("reads to the end at the server's close_notify, and tells a close without it")
    void ends() throws Exception {
        try (TestServer server = new TestServer(Behaviour.with(pki.server));
                SocketTransport transport = new SocketTransport(server.port())) {
            TlsStream stream = driver(config(), transport, open()).handshake();
            byte[] order = Bytes.latin1(TestServer.CLOSE).toArray();
            stream.output().write(order);
            assertThat(stream.input().readAllBytes()).isEqualTo(order);
            assertThat(stream.input().read()).isEqualTo(-1);
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> stream.output().write(1));
            stream.close();
        }
        try (TestServer server = new TestServer(Behaviour.with(pki.server));
                SocketTransport transport = new SocketTransport(server.port())) {
            TlsStream stream = driver(config(), transport, open()).handshake();
            stream.output().write(Bytes.latin1(TestServer.CUT).toArray());
            TlsFailure failure =
                    catchThrowableOfType(TlsFailure.class, () -> stream.input().read());
            assertThat(failure.kind()).isEqualTo(Kind.CLOSED_BY_PEER);
            assertThat(failure).hasMessage("The connection was closed without close_notify.");
            stream.close();
        }
    }

    @Test
    @DisplayName("refuses altered application data and tells the server")
    void altered() throws Exception {
        try (TestServer server = new TestServer(Behaviour.with(pki.server));
                SocketTransport transport = new SocketTransport(server.port())) {
            AtomicBoolean altering = new AtomicBoolean();
            TlsStream stream =
                    driver(config(), new Altering(transport, altering), open()).handshake();
            altering.set(true);
            stream.output().write(1);
            for (int i = 0; i < 2; i++) {
                TlsFailure failure = catchThrowableOfType(
                        TlsFailure.class, () -> stream.input().read());
                assertThat(failure.kind()).isEqualTo(Kind.ALERT_SENT);
                assertThat(failure.alert()).contains(new TlsFailure.Alert(2, 20));
            }
            assertThat(server.alertReceived.get(5, TimeUnit.SECONDS)).isEqualTo(20);
            stream.close();
        }
    }

    /** Flips the last bit of what comes. */
    private record Altering(SocketTransport below, AtomicBoolean altering) implements TlsTransport {
        @Override
        public void send(Bytes bytes) throws IOException {
            below.send(bytes);
        }

        @Override
        public Bytes receive(int most, Duration limit) throws IOException {
            byte[] came = below.receive(most, limit).toArray();
            if (altering.get() && came.length > 0) {
                came[came.length - 1] ^= 1;
            }
            return Bytes.wrap(came);
        }

        @Override
        public void close() {
            below.close();
        }
    }

    @Test
    @DisplayName("an abort ends readers and writers and tells the server nothing")
    void aborts() throws Exception {
        try (TestServer server = new TestServer(Behaviour.with(pki.server));
                SocketTransport transport = new SocketTransport(server.port())) {
            TlsStream stream = driver(config(), transport, open()).handshake();
            CompletableFuture<Integer> reading = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> {
                try {
                    reading.complete(stream.input().read());
                } catch (IOException e) {
                    reading.completeExceptionally(e);
                }
            });
            int sent = transport.sent().size();
            stream.abort();
            await().until(reading::isDone);
            assertThat(reading.exceptionNow()).isInstanceOf(IOException.class);
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> stream.output().write(1));
            assertThat(transport.sent()).hasSize(sent);
            assertThat(server.over.get(10, TimeUnit.SECONDS))
                    .as("the server sees no close_notify")
                    .isNotNull();
        }
    }

    @Test
    @DisplayName("a CA file that cannot be used ends the handshake before it begins")
    void badTrust() throws Exception {
        TlsClientConfig c = config();
        TlsClientConfig config = new TlsClientConfig(
                "localhost",
                true,
                c.alpn(),
                Optional.of(directory.resolve("missing.pem")),
                c.credentials(),
                c.trustOverride(),
                LIMIT,
                LIMIT);
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SocketTransport transport = new SocketTransport(silent.getLocalPort())) {
            assertThatExceptionOfType(CredentialsException.class)
                    .isThrownBy(() -> driver(config, transport, open()).handshake())
                    .withMessageContaining("missing.pem does not exist");
            assertThat(transport.sent()).isEmpty();
        }
    }

    private static CompletableFuture<TlsStream> start(TlsClientDriver driver) {
        CompletableFuture<TlsStream> done = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                done.complete(driver.handshake());
            } catch (IOException | RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private static TlsFailure failureOf(CompletableFuture<TlsStream> done) {
        await().until(done::isDone);
        Throwable failure = done.exceptionNow();
        assertThat(failure).isInstanceOf(TlsFailure.class);
        return (TlsFailure) failure;
    }

    /** Steps until the engine waits at the stop of that number. */
    private static void stepTo(Gate gate, int number) {
        for (int i = 0; i <= number; i++) {
            await().until(() -> gate.stop().isPresent());
            Gate.Stop stop = gate.stop().orElseThrow();
            assertThat(stop.direction().word() + " " + stop.title()).isEqualTo(WHOLE_HANDSHAKE.get(i));
            if (i < number) {
                gate.step();
                await().until(() -> gate.stop().filter(s -> !s.equals(stop)).isPresent());
            }
        }
    }
}
