package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Direction;
import dev.parley.link.LinkAddress;
import dev.parley.session.ControllerState.Level;
import dev.parley.session.ControllerState.Stop;
import dev.parley.sim.Bench;
import dev.parley.sim.Scenario;
import dev.parley.sim.Scenarios;
import dev.parley.sim.endpoint.EndpointSetup;
import dev.parley.socket.AccessMode;
import dev.parley.tls.ClientOffer;
import dev.parley.tls.Flights;
import dev.parley.tls.HandshakeState;
import dev.parley.tls.HandshakeStep;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.client.Breakpoint;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A session of TLS 1.3 over sim:")
@Timeout(120)
class Tls13SessionTest {
    private static final long SECONDS = 30;
    /** The only group that the endpoint takes here, so that others lead to HelloRetryRequest or to an alert. */
    private static final int SECP256R1 = 0x0017;

    private static final ClientOffer OFFER = ClientOffer.standard(List.of(ClientOffer.TLS_1_3));

    private static Bench bench;

    @BeforeAll
    static void startBench() throws Exception {
        Scenario standard = Scenarios.standard();
        EndpointSetup.Taken one =
                new EndpointSetup.Taken(EndpointSetup.Taken.USUAL.versions(), List.of(), List.of(SECP256R1));
        bench = Bench.start(standard.withEndpoint(standard.endpoint().withTaken(one)), WholeSession.certificates(), 1);
    }

    @AfterAll
    static void endBench() {
        bench.close();
    }

    /** A handshake in which every stop is released at once, and what was derived from it. */
    private record Walked(List<Stop> stops, TlsConversation conversation) {
        List<String> titles() {
            return stops.stream()
                    .map(stop -> (stop.outgoing() ? "tx " : "rx ") + stop.title() + " " + stop.bytes())
                    .toList();
        }
    }

    private static ConnectionProfile profile(ClientOffer offer, int chunk) throws Exception {
        ConnectionProfile whole = WholeSession.profile(LinkAddress.parse("sim:"), bench, AccessMode.BUFFER);
        return whole.withChunk(chunk)
                .withTls(whole.tls().map(tls -> tls.withOffer(offer)))
                .withMqtt(Optional.empty());
    }

    private static Walked walk(Level level, int chunk, Breakpoint... breakpoints) throws Exception {
        return walk(OFFER, level, chunk, breakpoints);
    }

    private static Walked walk(ClientOffer offer, Level level, int chunk, Breakpoint... breakpoints) throws Exception {
        List<Stop> stops = new CopyOnWriteArrayList<>();
        try (LiveController controller =
                new LiveController(bench.links(), JournalKeeper.inMemory(), InstantSource.system(), "test")) {
            controller.breakpoints(Set.of(breakpoints));
            controller.observe(state -> state.stop().ifPresent(stop -> {
                if (stops.isEmpty() || !stops.getLast().equals(stop)) {
                    stops.add(stop);
                    controller.step();
                }
            }));
            CompletableFuture<Void> up = controller.connect(profile(offer, chunk), level);
            // Where it fails, the conversation tells how.
            up.handle((done, failure) -> failure).get(SECONDS, TimeUnit.SECONDS);
            controller.disconnect().get(SECONDS, TimeUnit.SECONDS);
            return new Walked(
                    List.copyOf(stops),
                    controller.session().settled().view().conversations().get(0));
        }
    }

    @Test
    @DisplayName("passes every state of TLS 1.3 with a client certificate, in three flights")
    void states() throws Exception {
        TlsConversation conversation = walk(Level.RUN, 1460).conversation();

        assertThat(conversation.version()).isEqualTo("TLS 1.3");
        assertThat(conversation.problems()).isEmpty();
        assertThat(conversation.result()).isEqualTo(TlsConversation.Result.CLOSED);
        // The client's own dummy ChangeCipherSpec may leave in the midst of the server's flight (RFC 8446 appendix
        // D.4).
        List<HandshakeState> states =
                conversation.steps().stream().map(HandshakeStep::state).toList();
        int change = states.indexOf(HandshakeState.CLIENT_CCS_AFTER_SERVER_FINISHED);
        assertThat(change)
                .isGreaterThan(states.indexOf(HandshakeState.SERVER_HELLO))
                .isLessThan(states.indexOf(HandshakeState.CLIENT_CERTIFICATE));
        assertThat(states)
                .filteredOn(state -> state != HandshakeState.CLIENT_CCS_AFTER_SERVER_FINISHED)
                .containsExactly(
                        HandshakeState.HELLO_REQUEST,
                        HandshakeState.CLIENT_HELLO,
                        HandshakeState.SERVER_HELLO,
                        HandshakeState.SERVER_CCS_AFTER_SERVER_HELLO,
                        HandshakeState.ENCRYPTED_EXTENSIONS,
                        HandshakeState.CERTIFICATE_REQUEST,
                        HandshakeState.SERVER_CERTIFICATE,
                        HandshakeState.SERVER_CERTIFICATE_VERIFY,
                        HandshakeState.SERVER_FINISHED,
                        HandshakeState.CLIENT_CERTIFICATE,
                        HandshakeState.CLIENT_CERTIFICATE_VERIFY,
                        HandshakeState.CLIENT_FINISHED,
                        HandshakeState.FLUSH_BUFFERS,
                        HandshakeState.HANDSHAKE_WRAPUP,
                        HandshakeState.HANDSHAKE_OVER,
                        HandshakeState.NEW_SESSION_TICKET);
        assertThat(conversation.steps())
                .filteredOn(step -> step.state() != HandshakeState.NEW_SESSION_TICKET)
                .extracting(HandshakeStep::status)
                .containsOnly(HandshakeStep.Status.DONE);
        List<Integer> flights = new ArrayList<>(Flights.of(conversation.messages(), conversation.steps()));
        flights.remove(/* index */ change);
        assertThat(flights)
                .as("wherever the client's ChangeCipherSpec left")
                .startsWith(0, 1, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 0, 0, 0);
        assertThat(conversation.messages())
                .filteredOn(message -> message.direction() == Direction.TX)
                .extracting(message -> message.title() + " " + conversation.recordBytes(message))
                .as("the Certificate: 5 + 4 + 1 + 3 + 3 + 862 + 2, one byte for the type inside and 16 for the tag")
                .containsExactly(
                        "ClientHello 235",
                        "ChangeCipherSpec 6",
                        "Certificate 897",
                        "CertificateVerify 286",
                        "Finished 58",
                        "Alert warning close_notify(0) 24");
    }

    @Test
    @DisplayName("stops before each message")
    void byMessage() throws Exception {
        assertThat(walk(Level.MESSAGE, 1460).titles())
                .containsExactly(
                        "tx ClientHello 235",
                        "rx ServerHello 155",
                        "tx ChangeCipherSpec 6",
                        "rx ChangeCipherSpec 1",
                        "rx EncryptedExtensions 6",
                        "rx CertificateRequest 117",
                        "rx Certificate 839",
                        "rx CertificateVerify 264",
                        "rx Finished 36",
                        "tx Certificate 897",
                        "tx CertificateVerify 286",
                        "tx Finished 58");
    }

    @Test
    @DisplayName("stops where the direction turns, and not at the ChangeCipherSpec that changes nothing")
    void byFlight() throws Exception {
        assertThat(walk(Level.FLIGHT, 1460).titles())
                .containsExactly("tx ClientHello 235", "rx ServerHello 155", "tx Certificate 897");
    }

    @Test
    @DisplayName("stops before each record, of which the protected ones do not say what they hold")
    void byRecord() throws Exception {
        assertThat(walk(Level.RECORD, 1460).titles())
                .containsExactly(
                        "tx ClientHello 235",
                        "rx record from ServerHello on 160",
                        "tx ChangeCipherSpec 6",
                        "rx record of type change_cipher_spec 6",
                        "rx record of type application_data 28",
                        "rx record of type application_data 139",
                        "rx record of type application_data 861",
                        "rx record of type application_data 286",
                        "rx record of type application_data 58",
                        "tx Certificate 897",
                        "tx CertificateVerify 286",
                        "tx Finished 58");
    }

    @Test
    @DisplayName("stops before each AT+QISEND, and after each AT+QIRD that brought bytes")
    void byExchange() throws Exception {
        Walked walked = walk(Level.EXCHANGE, 400);

        assertThat(walked.stops()).extracting(Stop::at).containsOnly(Stop.At.EXCHANGE);
        assertThat(walked.stops())
                .extracting(Stop::words)
                .containsSubsequence(
                        "before AT+QISEND=0,235: ClientHello",
                        "after AT+QIRD=0,1500",
                        "before AT+QISEND=0,400: Certificate",
                        "before AT+QISEND=0,400: Certificate",
                        "before AT+QISEND=0,97: Certificate",
                        "before AT+QISEND=0,286: CertificateVerify",
                        "before AT+QISEND=0,58: Finished");
        assertThat(walked.stops())
                .filteredOn(stop -> !stop.outgoing())
                .as("all that came up to the server's Finished")
                .extracting(Stop::bytes)
                .satisfies(sizes -> assertThat(
                                sizes.stream().mapToInt(size -> size).sum())
                        .isEqualTo(160 + 6 + 28 + 139 + 861 + 286 + 58));
        assertThat(walked.stops())
                .filteredOn(stop -> stop.title().equals("Certificate") && stop.outgoing())
                .extracting(Stop::beforeWire)
                .containsExactly(897L, 497L, 97L);
    }

    @Test
    @DisplayName("stops at its breakpoints alone where it runs, the one after the last message included")
    void breakpoints() throws Exception {
        Walked walked = walk(
                Level.RUN,
                1460,
                new Breakpoint.BeforeMessage(Direction.RX, "EncryptedExtensions"),
                new Breakpoint.AfterMessage(Direction.RX, "CertificateRequest"),
                new Breakpoint.BeforeMessage(Direction.TX, "Certificate"),
                new Breakpoint.AtByte(Direction.TX, 235 + 6 + 100),
                new Breakpoint.AfterMessage(Direction.TX, "Finished"));

        assertThat(walked.stops())
                .extracting(stop -> stop.why() + (stop.outgoing() ? ": " + stop.title() + " " + stop.bytes() : ""))
                .containsExactly(
                        "breakpoint before the server's EncryptedExtensions",
                        "breakpoint after the server's CertificateRequest",
                        "breakpoint before the client's Certificate: Certificate 897",
                        "breakpoint at byte 341 sent: Certificate 797",
                        "breakpoint after the client's Finished: the handshake 0");
    }

    @Test
    @DisplayName("stops at a byte received, on the modem's URC and where the server takes its time")
    void breakpointsOfTheWay() throws Exception {
        assertThat(walk(Level.RUN, 1460, new Breakpoint.AtByte(Direction.RX, 5)).stops())
                .extracting(Stop::why)
                .containsExactly("breakpoint at byte 5 received");
        assertThat(walk(Level.RUN, 1460, new Breakpoint.OnUrc("+QIURC: \"recv\""))
                        .stops())
                .isNotEmpty()
                .extracting(Stop::why)
                .containsOnly("breakpoint on the URC +QIURC: \"recv\"");
        assertThat(walk(Level.RUN, 1460, new Breakpoint.SlowerThan(Duration.ofMillis(2)))
                        .stops())
                .isNotEmpty()
                .extracting(Stop::why)
                .containsOnly("breakpoint when a step takes longer than 2 ms");
    }

    @Test
    @DisplayName("stops on the server's alert where it can agree on no curve")
    void onAlert() throws Exception {
        ClientOffer strange = OFFER.withGroups(List.of(0x0018));
        Walked walked = walk(strange, Level.RUN, 1460, new Breakpoint.OnAlert());

        assertThat(walked.titles()).containsExactly("rx fatal handshake_failure (40) 2");
        assertThat(walked.conversation().result()).isEqualTo(TlsConversation.Result.FAILED);
    }

    @Test
    @DisplayName("tries again with the curve the server wants: HelloRetryRequest and a second ClientHello")
    void helloRetryRequest() throws Exception {
        Walked walked = walk(OFFER.withGroups(List.of(0x001d, 0x0017)), Level.MESSAGE, 1460);

        assertThat(walked.titles())
                .as("the server's ChangeCipherSpec comes while the client makes its second ClientHello, or after")
                .filteredOn(title -> !title.startsWith("rx ChangeCipherSpec"))
                .startsWith(
                        "tx ClientHello 202",
                        "rx HelloRetryRequest 110",
                        "tx ChangeCipherSpec 6",
                        "tx ClientHello 257",
                        "rx ServerHello 155",
                        "rx EncryptedExtensions 6");
        assertThat(walked.titles()).containsOnlyOnce("rx ChangeCipherSpec 1");
        assertThat(walk(
                                OFFER.withGroups(List.of(0x001d, 0x0017)),
                                Level.RUN,
                                1460,
                                new Breakpoint.BeforeMessage(Direction.RX, "HelloRetryRequest"))
                        .titles())
                .containsExactly("rx HelloRetryRequest 110");
        assertThat(walked.conversation().steps())
                .filteredOn(step -> step.status() == HandshakeStep.Status.DONE)
                .extracting(HandshakeStep::state)
                .contains(
                        HandshakeState.HELLO_RETRY_REQUEST,
                        HandshakeState.CLIENT_CCS_BEFORE_2ND_CLIENT_HELLO,
                        HandshakeState.SECOND_CLIENT_HELLO,
                        HandshakeState.HANDSHAKE_OVER);
        assertThat(walked.conversation().result()).isEqualTo(TlsConversation.Result.CLOSED);
    }
}
