package dev.parley.tls;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which states a handshake goes through and which it goes past, by what the hellos, the suite and the CertificateRequest say.
 *
 * <p>The order of an abbreviated handshake is the server's ChangeCipherSpec and Finished before the client's (RFC 5246 section
 * 7.3). One owner; not safe for threads.
 */
final class Route {
    private static final List<HandshakeState> ABBREVIATED = List.of(
            HandshakeState.HELLO_REQUEST,
            HandshakeState.CLIENT_HELLO,
            HandshakeState.SERVER_HELLO,
            HandshakeState.SERVER_NEW_SESSION_TICKET,
            HandshakeState.SERVER_CHANGE_CIPHER_SPEC,
            HandshakeState.SERVER_FINISHED,
            HandshakeState.CLIENT_CHANGE_CIPHER_SPEC,
            HandshakeState.CLIENT_FINISHED,
            HandshakeState.FLUSH_BUFFERS,
            HandshakeState.HANDSHAKE_WRAPUP,
            HandshakeState.HANDSHAKE_OVER);

    /** The same in order, with the states between that it goes past. */
    private static final List<HandshakeState> WITH_LEFT_OUT = Stream.of(
                    ABBREVIATED.subList(0, 3),
                    HandshakeState.TLS12.stream()
                            .filter(state -> !ABBREVIATED.contains(state))
                            .toList(),
                    ABBREVIATED.subList(3, ABBREVIATED.size()))
            .flatMap(List::stream)
            .toList();

    /** States of TLS 1.3 that are shown where their message was seen: few handshakes have them. */
    private static final Set<HandshakeState> RARE = EnumSet.of(
            HandshakeState.CLIENT_CCS_AFTER_CLIENT_HELLO,
            HandshakeState.HELLO_RETRY_REQUEST,
            HandshakeState.SERVER_CCS_AFTER_HELLO_RETRY_REQUEST,
            HandshakeState.CLIENT_CCS_BEFORE_2ND_CLIENT_HELLO,
            HandshakeState.SECOND_CLIENT_HELLO,
            HandshakeState.SERVER_CCS_AFTER_SERVER_HELLO,
            HandshakeState.END_OF_EARLY_DATA,
            HandshakeState.CLIENT_KEY_UPDATE,
            HandshakeState.SERVER_KEY_UPDATE);

    /** ChangeCipherSpec in TLS 1.3 changes nothing, and nobody waits for it (RFC 8446 appendix D.4). */
    private static final Set<HandshakeState> NOT_WAITED_FOR = EnumSet.of(
            HandshakeState.CLIENT_CCS_AFTER_CLIENT_HELLO,
            HandshakeState.SERVER_CCS_AFTER_HELLO_RETRY_REQUEST,
            HandshakeState.CLIENT_CCS_BEFORE_2ND_CLIENT_HELLO,
            HandshakeState.SERVER_CCS_AFTER_SERVER_HELLO,
            HandshakeState.CLIENT_CCS_AFTER_SERVER_FINISHED);

    private final Crossed crossed;
    private Optional<Hello> clientHello = Optional.empty();
    private Optional<Hello> serverHello = Optional.empty();
    private boolean emptyClientCertificate;

    Route(Crossed crossed) {
        this.crossed = crossed;
    }

    void clientHello(Optional<Hello> hello) {
        clientHello = hello;
    }

    void serverHello(Optional<Hello> hello) {
        serverHello = hello;
    }

    /** The client had no certificate to send, or had one. */
    void clientCertificate(boolean empty) {
        emptyClientCertificate = empty;
    }

    boolean isEmptyClientCertificate() {
        return emptyClientCertificate;
    }

    /** Another handshake begins on the same connection. */
    void again() {
        serverHello = Optional.empty();
        emptyClientCertificate = false;
    }

    /** False until there is a ServerHello that could be read. */
    boolean isAnswered() {
        return serverHello.isPresent();
    }

    boolean isRetried() {
        return serverHello.filter(Hello::isRetry).isPresent();
    }

    CipherSuite suite() {
        return CipherSuite.of(serverHello.orElseThrow().suites().getFirst());
    }

    /** ChangeCipherSpec of TLS 1.3: nobody waits for it. */
    static boolean isWaitedFor(HandshakeState state) {
        return !NOT_WAITED_FOR.contains(state);
    }

    /** The states this handshake may go through, in its order. */
    List<HandshakeState> flow() {
        if (willBeTls13()) {
            return HandshakeState.TLS13;
        }
        return resumption().isPresent() ? ABBREVIATED : HandshakeState.TLS12;
    }

    /** The states that have a step. */
    List<HandshakeState> shown() {
        if (!willBeTls13()) {
            return resumption().isPresent() ? WITH_LEFT_OUT : HandshakeState.TLS12;
        }
        return HandshakeState.TLS13.stream()
                .filter(state -> !RARE.contains(state)
                        || crossed.sent(state)
                        || (state == HandshakeState.SECOND_CLIENT_HELLO
                                && crossed.sent(HandshakeState.HELLO_RETRY_REQUEST)))
                .toList();
    }

    /** The states that this handshake goes past, as far as that is known by now. */
    Set<HandshakeState> leftOut() {
        Set<HandshakeState> left = EnumSet.noneOf(HandshakeState.class);
        if (serverHello.isPresent()) {
            CipherSuite suite = suite();
            if (!isTls13() && !suite.hasServerCertificate()) {
                left.add(HandshakeState.SERVER_CERTIFICATE);
            }
            if (!isTls13() && !suite.hasServerKeyExchange()) {
                left.add(HandshakeState.SERVER_KEY_EXCHANGE);
            }
            if (!serverHello.get().has(Hello.SESSION_TICKET)) {
                left.add(HandshakeState.SERVER_NEW_SESSION_TICKET);
            }
        }
        boolean asked = crossed.has(HandshakeState.CERTIFICATE_REQUEST);
        if (willBeTls13()) {
            left.addAll(NOT_WAITED_FOR);
            left.addAll(RARE);
            if (crossed.has(HandshakeState.HELLO_RETRY_REQUEST)) {
                left.remove(HandshakeState.SECOND_CLIENT_HELLO);
            }
            if (resumption().isPresent()) {
                left.add(HandshakeState.CERTIFICATE_REQUEST);
                left.add(HandshakeState.SERVER_CERTIFICATE);
                left.add(HandshakeState.SERVER_CERTIFICATE_VERIFY);
            }
        }
        if (!asked
                && (crossed.has(HandshakeState.SERVER_HELLO_DONE)
                        || (isTls13() && crossed.has(HandshakeState.SERVER_FINISHED)))) {
            left.add(HandshakeState.CLIENT_CERTIFICATE);
            left.add(HandshakeState.CERTIFICATE_VERIFY);
            left.add(HandshakeState.CLIENT_CERTIFICATE_VERIFY);
        }
        if (emptyClientCertificate) {
            left.add(HandshakeState.CERTIFICATE_VERIFY);
            left.add(HandshakeState.CLIENT_CERTIFICATE_VERIFY);
        }
        left.removeAll(crossed.states());
        return left;
    }

    /** It is TLS 1.3, or the client offered nothing else and has no answer yet. */
    private boolean willBeTls13() {
        return isTls13()
                || (serverHello.isEmpty()
                        && clientHello.filter(Hello::offersOnlyTls13).isPresent());
    }

    boolean isTls13() {
        return serverHello.isPresent() && serverHello.get().selectedVersion() == Hellos.TLS13;
    }

    /**
     * The server took up an old session: it gives the client's session id back (RFC 5246 section 7.4.1.3), or skips its
     * Certificate; in TLS 1.3 it chooses a pre-shared key (RFC 8446 section 4.2.11). A server that is shown a ticket does not look
     * at the id (RFC 5077 section 3.4).
     */
    Optional<Resumption> resumption() {
        if (isTls13()) {
            return serverHello.filter(hello -> hello.has(Hello.PRE_SHARED_KEY)).map(hello -> Resumption.PRE_SHARED_KEY);
        }
        if (serverHello.isEmpty() || crossed.has(HandshakeState.SERVER_CERTIFICATE)) {
            return Optional.empty();
        }
        boolean sameId = clientHello.isPresent()
                && !clientHello.get().sessionId().isEmpty()
                && clientHello.get().sessionId().equals(serverHello.get().sessionId());
        Optional<Crossed.Seen> server = crossed.get(HandshakeState.SERVER_CHANGE_CIPHER_SPEC);
        Optional<Crossed.Seen> client = crossed.get(HandshakeState.CLIENT_CHANGE_CIPHER_SPEC);
        boolean changesFirst = server.isPresent()
                && (client.isEmpty() || server.get().message() < client.get().message());
        if (!sameId && !changesFirst) {
            return Optional.empty();
        }
        boolean ticket = clientHello
                .flatMap(hello -> hello.extension(Hello.SESSION_TICKET))
                .filter(data -> !data.isEmpty())
                .isPresent();
        return Optional.of(ticket ? Resumption.TICKET : Resumption.SESSION_ID);
    }
}
