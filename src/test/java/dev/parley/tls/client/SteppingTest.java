package dev.parley.tls.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.tls.ClientOffer;
import dev.parley.tls.client.Breakpoint.AfterMessage;
import dev.parley.tls.client.Breakpoint.AtByte;
import dev.parley.tls.client.Breakpoint.BeforeMessage;
import dev.parley.tls.client.Breakpoint.OnAlert;
import dev.parley.tls.client.Breakpoint.OnUrc;
import dev.parley.tls.client.Breakpoint.SlowerThan;
import dev.parley.tls.client.Experiments.ByteChange;
import dev.parley.tls.client.Experiments.Change;
import dev.parley.tls.client.Gate.Level;
import dev.parley.tls.client.Gate.Stop;
import dev.parley.tls.client.TestServer.Behaviour;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.bouncycastle.tls.AlertDescription;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A handshake in steps")
@Timeout(60)
class SteppingTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    static Path directory;

    private static final TestPki PKI = new TestPki();
    private static TlsClientConfig config = config(Path.of(""));

    @BeforeAll
    static void writeTrust() throws IOException {
        config = config(TestPki.certificateFile(directory, "ca.pem", PKI.authority));
    }

    private static TlsClientConfig config(Path trusted) {
        return new TlsClientConfig(
                "localhost",
                true,
                List.of(),
                Optional.of(trusted),
                Optional.of(PKI.deviceCredentials()),
                Optional.empty(),
                LIMIT,
                LIMIT);
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(LIMIT).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2));
    }

    private static TlsClientDriver driver(TlsClientConfig config, TlsTransport transport, Gate gate) {
        return new TlsClientDriver(
                config,
                transport,
                gate,
                (label, clientRandom, secret) -> {},
                (why, override) -> {},
                Clock.fixed(TestPki.NOW, ZoneOffset.UTC),
                new SecureRandom());
    }

    /** A stop, and how many bytes had been sent then. */
    private record Seen(Stop stop, long sent) {
        String words() {
            return stop.direction().word() + " " + stop.title() + " " + stop.bytes();
        }
    }

    /** A whole handshake in which each stop is released at once. */
    private record Run(
            List<Seen> stops, List<Bytes> sent, long received, Optional<TlsFailure> failure, Duration parked) {
        static Run of(Behaviour behaviour, TlsClientConfig config, int most, Level level, Breakpoint... breakpoints)
                throws Exception {
            try (TestServer server = new TestServer(behaviour);
                    SocketTransport socket = new SocketTransport(server.port())) {
                List<Seen> stops = new ArrayList<>();
                AtomicReference<Gate> itself = new AtomicReference<>();
                Gate gate = new Gate(
                        level,
                        stop -> stop.ifPresent(here -> {
                            stops.add(new Seen(
                                    here,
                                    socket.sizes().stream()
                                            .mapToInt(size -> size)
                                            .sum()));
                            itself.get().step();
                        }));
                itself.set(gate);
                gate.breakpoints(Set.of(breakpoints));
                Cut cut = new Cut(socket, most, new AtomicLong());
                Optional<TlsFailure> failure = Optional.empty();
                try {
                    driver(config, cut, gate).handshake();
                } catch (TlsFailure e) {
                    failure = Optional.of(e);
                }
                return new Run(stops, List.copyOf(socket.sent()), cut.brought.get(), failure, gate.parked());
            }
        }

        List<String> words() {
            return stops.stream().map(Seen::words).toList();
        }

        List<Integer> sizes() {
            return sent.stream().map(Bytes::length).toList();
        }
    }

    /** A transport whose sends carry no more than so many bytes. */
    private record Cut(SocketTransport below, int most, AtomicLong brought) implements TlsTransport {
        @Override
        public void send(Bytes bytes) throws IOException {
            assertThat(bytes.length()).isLessThanOrEqualTo(most);
            below.send(bytes);
        }

        @Override
        public Bytes receive(int limit, Duration time) throws IOException {
            Bytes came = below.receive(limit, time);
            brought.addAndGet(came.length());
            return came;
        }

        @Override
        public void close() {
            below.close();
        }
    }

    private static Run run(TlsClientConfig config, Level level, Breakpoint... breakpoints) throws Exception {
        return Run.of(Behaviour.with(PKI.server), config, Integer.MAX_VALUE, level, breakpoints);
    }

    private static TlsClientConfig trying(Experiments experiments) {
        return config.withExperiments(experiments);
    }

    @Test
    @DisplayName("stops before each record where a message takes several, and once for the message at the level above")
    void records() throws Exception {
        TlsClientConfig cut = trying(Experiments.none().withFragmentAt(OptionalInt.of(261)));

        Run byRecord = run(cut, Level.RECORD);
        assertThat(byRecord.words())
                .containsSubsequence(
                        "tx Certificate 266", "tx Certificate 266", "tx Certificate 266", "tx Certificate 94");
        assertThat(byRecord.sizes()).containsSubsequence(266, 266, 266, 94, 75);
        assertThat(byRecord.stops()).allMatch(seen -> seen.stop().why().equals("step by record"));
        assertThat(run(cut, Level.MESSAGE).words())
                .filteredOn(words -> words.startsWith("tx Certificate "))
                .containsExactly("tx Certificate 877");
    }

    @Test
    @DisplayName(
            "stops before each send of the transport's size at level EXCHANGE, after each read, and not at records or"
                    + " messages")
    void exchanges() throws Exception {
        Run run = Run.of(Behaviour.with(PKI.server), config, 400, Level.EXCHANGE);
        long came = run.stops().stream()
                .map(Seen::stop)
                .filter(stop -> stop.direction() == Direction.RX)
                .mapToLong(Stop::bytes)
                .sum();

        assertThat(run.words())
                .containsSubsequence(
                        "tx Certificate 400", "tx Certificate 400", "tx Certificate 77", "tx ClientKeyExchange 75");
        assertThat(run.sizes()).containsSubsequence(400, 400, 77, 75, 269, 6, 45);
        assertThat(run.stops()).extracting(seen -> seen.stop().unit()).containsOnly(Gate.Unit.EXCHANGE);
        assertThat(run.stops())
                .map(Seen::stop)
                .filteredOn(stop -> stop.direction() == Direction.RX)
                .isNotEmpty()
                .allSatisfy(stop -> assertThat(stop.beforeClient())
                        .as("nothing of it has been acted upon")
                        .isGreaterThanOrEqualTo(stop.bytes()));
        assertThat(came).isEqualTo(run.received());
        assertThat(run.stops())
                .map(Seen::stop)
                .filteredOn(stop -> stop.title().equals("Certificate") && stop.direction() == Direction.TX)
                .extracting(Stop::beforeClient)
                .as("all of the server's flight was acted upon")
                .containsOnly(0L);
        assertThat(run.failure()).isEmpty();
    }

    @Test
    @DisplayName("steps through the messages of a server's flight that comes in one record, as AWS sends it")
    void coalescedServerFlight() throws Exception {
        try (TestServer server = new TestServer(Behaviour.with(PKI.server));
                SocketTransport socket = new SocketTransport(server.port())) {
            List<String> stops = new ArrayList<>();
            AtomicReference<Gate> itself = new AtomicReference<>();
            Gate gate = new Gate(
                    Level.MESSAGE,
                    stop -> stop.ifPresent(here -> {
                        stops.add(here.direction().word() + " " + here.title());
                        itself.get().step();
                    }));
            itself.set(gate);
            driver(config, new Coalesced(socket), gate).handshake();

            assertThat(stops)
                    .containsSubsequence(
                            "rx ServerHello",
                            "rx Certificate",
                            "rx ServerKeyExchange",
                            "rx CertificateRequest",
                            "rx ServerHelloDone",
                            "tx Certificate",
                            "tx ClientKeyExchange");
            assertThat(socket.sizes()).endsWith(877, 75, 269, 6, 45);
        }
    }

    /** Puts the messages of the server's first flight into one record (RFC 5246 section 6.2.1 allows it). */
    private static final class Coalesced implements TlsTransport {
        private static final Bytes HELLO_DONE = Bytes.hex("0e000000");

        private final SocketTransport below;
        private boolean done;

        Coalesced(SocketTransport below) {
            this.below = below;
        }

        @Override
        public void send(Bytes bytes) throws IOException {
            below.send(bytes);
        }

        @Override
        public Bytes receive(int most, Duration limit) throws IOException {
            if (done) {
                return below.receive(most, limit);
            }
            Bytes came = Bytes.empty();
            while (came.length() < 4 || !came.from(came.length() - 4).equals(HELLO_DONE)) {
                came = came.plus(below.receive(most, limit));
            }
            done = true;
            Bytes messages = Bytes.empty();
            for (int at = 0; at < came.length(); at += RecordReader.HEADER + came.u16(at + 3)) {
                int from = at + RecordReader.HEADER;
                messages = messages.plus(came.slice(from, from + came.u16(at + 3)));
            }
            int length = messages.length();
            return Bytes.of(22, 3, 3, length >> 8, length & 0xff).plus(messages);
        }

        @Override
        public void close() {
            below.close();
        }
    }

    @Test
    @DisplayName("stops at its breakpoints alone where it runs, and says which one it was")
    void breakpoints() throws Exception {
        Run run = run(
                config,
                Level.RUN,
                new BeforeMessage(Direction.TX, "Certificate"),
                new BeforeMessage(Direction.RX, "ServerHelloDone"),
                new AfterMessage(Direction.TX, "ClientKeyExchange"),
                new AfterMessage(Direction.RX, "CertificateRequest"));

        assertThat(run.stops())
                .extracting(seen -> seen.stop().why())
                .first()
                .as("what stands behind the CertificateRequest is there already, or is not yet")
                .isEqualTo("breakpoint after the server's CertificateRequest");
        assertThat(run.stops().subList(1, run.stops().size()))
                .extracting(seen -> seen.words() + ": " + seen.stop().why())
                .containsExactly(
                        "rx ServerHelloDone 4: breakpoint before the server's ServerHelloDone",
                        "tx Certificate 877: breakpoint before the client's Certificate",
                        "tx CertificateVerify 269: breakpoint after the client's ClientKeyExchange");
        assertThat(run.failure()).isEmpty();
    }

    @Test
    @DisplayName("stops when exactly so many bytes have been sent, in the middle of a record, and goes on from there")
    void atByteSent() throws Exception {
        int hello = run(config, Level.RUN).sizes().getFirst();
        Run run = run(config, Level.RUN, new AtByte(Direction.TX, hello + 100));

        assertThat(run.stops()).hasSize(1);
        assertThat(run.stops().getFirst().sent()).isEqualTo(hello + 100);
        assertThat(run.stops().getFirst().words()).isEqualTo("tx Certificate 777");
        assertThat(run.stops().getFirst().stop().beforeWire()).isEqualTo(777);
        assertThat(run.sizes()).startsWith(hello, 100, 777, 75);
        assertThat(run.failure()).isEmpty();
    }

    @Test
    @DisplayName("stops when so many bytes have come, before they are acted upon")
    void atByteReceived() throws Exception {
        Run run = run(config, Level.RUN, new AtByte(Direction.RX, 5));

        assertThat(run.stops()).hasSize(1);
        assertThat(run.stops().getFirst().stop().why()).isEqualTo("breakpoint at byte 5 received");
        assertThat(run.stops().getFirst().stop().beforeClient()).isGreaterThanOrEqualTo(5);
        assertThat(run.sizes()).hasSize(6);
    }

    @Test
    @DisplayName("stops on the server's alert before it acts upon it, and on its own before it leaves")
    void onAlert() throws Exception {
        Run refused = Run.of(
                Behaviour.with(PKI.server).refusing(AlertDescription.certificate_unknown),
                trying(Experiments.none().withOneSend(true)),
                Integer.MAX_VALUE,
                Level.RUN,
                new OnAlert());
        assertThat(refused.words()).containsExactly("rx fatal certificate_unknown (46) 2");
        assertThat(refused.failure().map(TlsFailure::kind)).contains(TlsFailure.Kind.ALERT_RECEIVED);

        TestPki.Identity stranger =
                TestPki.selfSigned(TestPki.Wish.server("CN=x", TestPki.dns("localhost")), PKI.server.keys());
        Run refusing = Run.of(Behaviour.with(stranger), config, Integer.MAX_VALUE, Level.RUN, new OnAlert());
        assertThat(refusing.words()).containsExactly("tx fatal unknown_ca (48) 7");
        assertThat(refusing.sizes().getLast()).isEqualTo(7);
        assertThat(refusing.stops().getFirst().sent())
                .as("the alert had not left")
                .isEqualTo(refusing.sizes().getFirst().longValue());
    }

    @Test
    @DisplayName("stops on a URC while it waits for the server, and when the server takes longer than it may")
    void whileWaiting() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (Breakpoint breakpoint :
                    List.of(new OnUrc("+QIURC: \"closed\""), new SlowerThan(Duration.ofMillis(50)))) {
                try (SocketTransport transport = new SocketTransport(silent.getLocalPort())) {
                    Gate gate = new Gate(Level.RUN, stop -> {});
                    gate.breakpoints(Set.of(breakpoint));
                    CompletableFuture<TlsFailure> failure = failing(driver(config, transport, gate));
                    await().until(() -> transport.sent().size() == 1);
                    gate.urc("+QIURC: \"recv\",0");
                    gate.urc("+QIURC: \"closed\",0");

                    await().until(() -> gate.stop().isPresent());
                    Stop stop = gate.stop().orElseThrow();
                    assertThat(stop.why()).isEqualTo("breakpoint " + breakpoint.words());
                    assertThat(stop.title()).isEqualTo("ServerHello");
                    gate.abort();
                    assertThat(failure.get(10, TimeUnit.SECONDS).kind()).isEqualTo(TlsFailure.Kind.ABORTED);
                }
            }
        }
    }

    @Test
    @DisplayName("tells what both queues hold, and since when the server has heard nothing")
    void queues() throws Exception {
        Run run = run(config, Level.MESSAGE);

        assertThat(run.stops()).allSatisfy(seen -> {
            Stop stop = seen.stop();
            assertThat(stop.lastByteNanos()).isLessThanOrEqualTo(stop.sinceNanos());
            assertThat(stop.beforeWire()).isEqualTo(stop.direction() == Direction.TX ? stop.bytes() : 0);
        });
        Stop last = run.stops().getLast().stop();
        assertThat(last.title()).isEqualTo("Finished");
        assertThat(last.beforeClient()).as("the server's Finished record").isEqualTo(45);
        List<Stop> flight = run.stops().stream()
                .map(Seen::stop)
                .filter(stop ->
                        stop.direction() == Direction.TX && !stop.title().equals("ClientHello"))
                .toList();
        for (int i = 1; i < flight.size(); i++) {
            assertThat(flight.get(i).lastByteNanos())
                    .as(
                            "the record before %s is the last the server heard",
                            flight.get(i).title())
                    .isGreaterThanOrEqualTo(flight.get(i - 1).sinceNanos());
        }
    }

    @Test
    @DisplayName("holds the flight back whole where it is to leave in one send, and tells what it holds")
    void oneSend() throws Exception {
        Run run = run(trying(Experiments.none().withOneSend(true)), Level.MESSAGE);

        assertThat(run.sizes()).hasSize(2).endsWith(877 + 75 + 269 + 6 + 45);
        assertThat(run.stops())
                .filteredOn(seen -> seen.words().equals("tx CertificateVerify 269"))
                .extracting(seen -> seen.stop().beforeWire())
                .containsExactly(877L + 75 + 269);
        assertThat(run.failure()).isEmpty();
    }

    @Test
    @DisplayName("holds a message back as long as it is to, and that counts as parked, not against the limit")
    void delays() throws Exception {
        TlsClientConfig delayed = trying(Experiments.none().withDelays(Map.of("Certificate", Duration.ofMillis(120))));

        Run run = run(delayed, Level.RUN);
        assertThat(run.failure()).isEmpty();
        assertThat(run.parked()).isGreaterThanOrEqualTo(Duration.ofMillis(120));

        try (TestServer server = new TestServer(Behaviour.with(PKI.server));
                SocketTransport transport = new SocketTransport(server.port())) {
            Gate gate = new Gate(Level.RUN, stop -> {});
            CompletableFuture<TlsFailure> failure = failing(driver(
                    trying(Experiments.none().withDelays(Map.of("ClientHello", Duration.ofHours(1)))),
                    transport,
                    gate));
            gate.abort();
            assertThat(failure.get(10, TimeUnit.SECONDS).kind()).isEqualTo(TlsFailure.Kind.ABORTED);
            assertThat(transport.sent()).isEmpty();
        }
    }

    @Test
    @DisplayName("flips a byte of a message, or drops it as a UART does: the header still counts it")
    void changes() throws Exception {
        Bytes der = PKI.device.der();
        Run flipped = run(
                trying(Experiments.none().withChanges(List.of(new ByteChange("Certificate", 877, Change.FLIP)))),
                Level.RUN);
        Bytes certificate = flipped.sent().get(1);
        assertThat(certificate.length()).isEqualTo(877);
        assertThat(certificate.u8(876)).isEqualTo(~der.u8(861) & 0xff);
        assertThat(certificate.slice(15, 876)).isEqualTo(der.slice(0, 861));
        assertThat(flipped.failure()).isPresent();

        Run dropped = run(
                trying(Experiments.none().withChanges(List.of(new ByteChange("Certificate", 16, Change.DROP)))),
                Level.RUN);
        Bytes shorter = dropped.sent().get(1);
        assertThat(shorter.length()).isEqualTo(876);
        assertThat(shorter.u16(3)).isEqualTo(872);
        assertThat(shorter.from(15)).isEqualTo(der.from(1));
        assertThat(dropped.failure()).isPresent();
    }

    @Test
    @DisplayName("says no alert after half a record: the server could not read it")
    void abortInTheMiddleOfARecord() throws Exception {
        int hello = run(config, Level.RUN).sizes().getFirst();
        try (TestServer server = new TestServer(Behaviour.with(PKI.server));
                SocketTransport transport = new SocketTransport(server.port())) {
            Gate gate = new Gate(Level.RUN, stop -> {});
            gate.breakpoints(Set.of(new AtByte(Direction.TX, hello + 10)));
            TlsClientDriver driver = driver(config, transport, gate);
            CompletableFuture<TlsFailure> failure = failing(driver);
            await().until(() -> gate.stop().isPresent());
            driver.abort(Goodbye.ALERTS);
            assertThat(failure.get(10, TimeUnit.SECONDS).kind()).isEqualTo(TlsFailure.Kind.ABORTED);
            assertThat(transport.sizes()).containsExactly(hello, 10);
        }
    }

    @Test
    @DisplayName("leaves the bytes that came as they came: Bouncy Castle decrypts in the caller's array")
    void inPlaceDecryption() throws Exception {
        List<Bytes> came = new CopyOnWriteArrayList<>();
        List<String> copies = new CopyOnWriteArrayList<>();
        try (TestServer server = new TestServer(Behaviour.with(PKI.server));
                SocketTransport transport = new SocketTransport(server.port())) {
            TlsTransport keeping = new TlsTransport() {
                @Override
                public void send(Bytes bytes) throws IOException {
                    transport.send(bytes);
                }

                @Override
                public Bytes receive(int most, Duration limit) throws IOException {
                    Bytes bytes = transport.receive(most, limit);
                    came.add(bytes);
                    copies.add(bytes.hex());
                    return bytes;
                }

                @Override
                @SuppressWarnings("try") // it passes on what it is told
                public void close() {
                    transport.close();
                }
            };
            TlsStream stream =
                    driver(config, keeping, new Gate(Level.RUN, stop -> {})).handshake();
            stream.output().write(new byte[] {1, 2, 3});
            assertThat(stream.input().readNBytes(3)).containsExactly(1, 2, 3);
            stream.close();
        }
        assertThat(came.stream().map(Bytes::hex).toList()).isEqualTo(copies);
    }

    @Test
    @DisplayName("offers what it is to offer, byte for byte the same each time but for the random")
    void clientHello() throws Exception {
        ClientOffer offer = ClientOffer.standard()
                .withSuites(List.of(0xc02f, 0xc030))
                .withGroups(List.of(0x18, 0x17))
                .withMaxFragmentLength(OptionalInt.of(2048))
                .withSessionTicket(true);
        List<String> hellos = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Bytes hello = run(config.withOffer(offer), Level.RUN).sent().getFirst();
            hellos.add(hello.slice(0, 11).hex() + hello.from(43).hex());
        }
        assertThat(hellos.get(0)).isEqualTo(hellos.get(1));
        assertThat(hellos.get(0))
                .as("no session id, two suites and the renegotiation one, no compression")
                .contains("00" + "0006" + "c02fc03000ff" + "0100")
                .as("the name first, as mbedTLS 2.x writes it")
                .contains("0100004f" + "0000000e000c000009" + "6c6f63616c686f7374" + "000d0018")
                .as("groups in their order, point formats, max_fragment_length 2048, then what is empty")
                .endsWith(
                        "000a0006000400180017" + "000b00020100" + "0001000103" + "00160000" + "00170000" + "00230000");
    }

    private static CompletableFuture<TlsFailure> failing(TlsClientDriver driver) {
        CompletableFuture<TlsFailure> done = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> done.complete(catchThrowableOfType(TlsFailure.class, driver::handshake)));
        return done;
    }
}
