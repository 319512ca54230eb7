package dev.parley.tls;

import dev.parley.journal.Direction;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Tells from the messages that crossed the wire where a client's handshake stands.
 *
 * <p>A state is done when its message crossed whole and the modem took it. The present state is the next one this handshake can
 * be in, by what the hellos, the suite and the CertificateRequest say. A state that is passed without its message, or that
 * this handshake cannot have, is skipped. A ClientHello after a complete handshake begins a new round: the steps are those of the latest
 * one (renegotiation, RFC 5746).
 *
 * <p>The order of an abbreviated handshake is the server's ChangeCipherSpec and Finished before the client's (RFC 5246 section
 * 7.3). Where the messages of TLS 1.3 cannot be read, the handshake counts as over once the client sent a protected record after one of
 * the server's.
 *
 * <p>One owner feeds it; not safe for threads.
 */
final class HandshakeProgress {
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

    /** What the server says under protection in a handshake of TLS 1.3. */
    private static final Set<HandshakeState> SERVER_PROTECTED = EnumSet.of(
            HandshakeState.ENCRYPTED_EXTENSIONS,
            HandshakeState.CERTIFICATE_REQUEST,
            HandshakeState.SERVER_CERTIFICATE,
            HandshakeState.SERVER_CERTIFICATE_VERIFY,
            HandshakeState.SERVER_FINISHED,
            HandshakeState.NEW_SESSION_TICKET);

    /** What the client says under protection there. */
    private static final Set<HandshakeState> CLIENT_PROTECTED = EnumSet.of(
            HandshakeState.CLIENT_CERTIFICATE,
            HandshakeState.CLIENT_CERTIFICATE_VERIFY,
            HandshakeState.CLIENT_FINISHED);

    /** Nothing crosses in these: they are done as soon as the handshake is over. */
    private static final Set<HandshakeState> WRAPUP =
            EnumSet.of(HandshakeState.FLUSH_BUFFERS, HandshakeState.HANDSHAKE_WRAPUP, HandshakeState.HANDSHAKE_OVER);

    /** These may come again; their step tells of the first. */
    private static final Set<HandshakeState> REPEATED = EnumSet.of(
            HandshakeState.NEW_SESSION_TICKET, HandshakeState.CLIENT_KEY_UPDATE, HandshakeState.SERVER_KEY_UPDATE);

    /** A message that crossed in a state. */
    private record Seen(int message, int recordBytes, int messageBytes, long entered, long left) {}

    /** The state the evidence points to, and when the evidence came. */
    private record Failure(HandshakeState state, long nanos) {}

    private final Map<HandshakeState, Seen> done = new EnumMap<>(HandshakeState.class);
    private final Map<HandshakeState, Seen> begun = new EnumMap<>(HandshakeState.class);
    private Optional<Seen> helloRequest = Optional.empty();
    private Optional<Hello> clientHello = Optional.empty();
    private Optional<Hello> serverHello = Optional.empty();
    private Optional<Failure> failure = Optional.empty();
    private boolean emptyClientCertificate;
    private boolean serverProtected;
    private boolean serverSentData;
    private boolean over;
    private boolean fatal;
    private boolean closeNotify;
    private long firstNanos = -1;
    private long lastNanos = -1;

    /** The steps of a conversation whose records and messages are all there. */
    static List<HandshakeStep> steps(List<TlsRecord> records, List<TlsMessage> messages, OptionalLong ended) {
        HandshakeProgress progress = new HandshakeProgress();
        messages.forEach(message -> progress.accept(message, records));
        return progress.steps(ended, List.of(), records);
    }

    /** Both Finished messages crossed, in the first handshake or the latest one. */
    boolean isOver() {
        return over;
    }

    /** A fatal alert crossed, or a close_notify in the middle of the first handshake. */
    boolean isFatal() {
        return fatal;
    }

    boolean isCloseNotified() {
        return closeNotify;
    }

    void accept(TlsMessage message, List<TlsRecord> records) {
        if (firstNanos < 0) {
            firstNanos = message.startNanos();
            lastNanos = firstNanos;
        }
        switch (message) {
            case TlsMessage.Handshake handshake -> handshake(handshake, records);
            case TlsMessage.ChangeCipherSpec change -> {
                HandshakeState state = isTls13()
                        ? dummyChange(change.direction())
                        : change.direction() == Direction.TX
                                ? serverHello.isEmpty()
                                        ? HandshakeState.CLIENT_CCS_AFTER_CLIENT_HELLO
                                        : HandshakeState.CLIENT_CHANGE_CIPHER_SPEC
                                : HandshakeState.SERVER_CHANGE_CIPHER_SPEC;
                crossed(state, seen(change, records), accepted(change, records));
            }
            case TlsMessage.Alert alert -> alert(alert);
            case TlsMessage.Protected sealed -> {
                if (sealed.direction() == Direction.RX) {
                    serverProtected = true;
                } else if (serverProtected) {
                    over = true;
                }
            }
            case TlsMessage.ApplicationData data -> serverSentData |= data.direction() == Direction.RX;
        }
    }

    /**
     * The states in order: all of TLS 1.2; of TLS 1.3 all that every handshake may have, and the others where they were seen.
     *
     * @param ended when the socket or the session ended, if it did
     * @param rest messages that are not whole
     */
    List<HandshakeStep> steps(OptionalLong ended, List<TlsMessage> rest, List<TlsRecord> records) {
        Map<HandshakeState, Seen> unfinished = new EnumMap<>(begun);
        for (TlsMessage message : rest) {
            if (message instanceof TlsMessage.Handshake handshake) {
                state(handshake).ifPresent(state -> unfinished.put(state, seen(handshake, records)));
            }
        }
        List<HandshakeState> flow = flow();
        Set<HandshakeState> left = leftOut();
        HandshakeState present = present();
        Optional<Failure> failed = failure;
        if (failed.isEmpty() && ended.isPresent() && !over) {
            failed = Optional.of(new Failure(present, ended.getAsLong()));
        }
        int last = lastDone(flow);
        List<HandshakeStep> steps = new ArrayList<>();
        for (HandshakeState state : shown()) {
            boolean isFailed = failed.isPresent() && failed.get().state() == state;
            Seen seen = done.get(state);
            if (seen != null) {
                steps.add(step(state, isFailed ? HandshakeStep.Status.FAILED : HandshakeStep.Status.DONE, seen));
            } else if (state == HandshakeState.HELLO_REQUEST && !done.isEmpty()) {
                steps.add(step(state, HandshakeStep.Status.DONE, new Seen(-1, 0, 0, firstNanos, firstNanos)));
            } else if (over && WRAPUP.contains(state)) {
                steps.add(step(state, HandshakeStep.Status.DONE, new Seen(-1, 0, 0, lastNanos, lastNanos)));
            } else if (isFailed || (failed.isEmpty() && !over && state == present)) {
                Seen part = unfinished.getOrDefault(state, new Seen(-1, 0, 0, lastNanos, -1));
                long until = isFailed ? failed.orElseThrow().nanos() : -1;
                steps.add(step(
                        state,
                        isFailed ? HandshakeStep.Status.FAILED : HandshakeStep.Status.PRESENT,
                        new Seen(part.message(), part.recordBytes(), part.messageBytes(), lastNanos, until)));
            } else if (isHidden(state)) {
                steps.add(step(state, HandshakeStep.Status.ENCRYPTED, new Seen(-1, 0, 0, -1, -1)));
            } else if (state == HandshakeState.NEW_SESSION_TICKET && ended.isEmpty()) {
                // it may come at any time while the connection lives
                steps.add(step(state, HandshakeStep.Status.AHEAD, new Seen(-1, 0, 0, -1, -1)));
            } else {
                boolean passed = over || !flow.contains(state) || flow.indexOf(state) < last || left.contains(state);
                steps.add(step(
                        state,
                        passed ? HandshakeStep.Status.SKIPPED : HandshakeStep.Status.AHEAD,
                        new Seen(-1, 0, 0, -1, -1)));
            }
        }
        return List.copyOf(steps);
    }

    /** Where the client stands: the first state after the last one done that this handshake can have. */
    HandshakeState present() {
        List<HandshakeState> flow = flow();
        Set<HandshakeState> left = leftOut();
        for (int i = lastDone(flow) + 1; i < flow.size(); i++) {
            if (!left.contains(flow.get(i))) {
                return flow.get(i);
            }
        }
        return HandshakeState.HANDSHAKE_OVER;
    }

    private void handshake(TlsMessage.Handshake message, List<TlsRecord> records) {
        boolean client = message.direction() == Direction.TX;
        boolean whole = message.complete() && accepted(message, records);
        Optional<HandshakeState> state = state(message);
        if (state.isEmpty()) {
            return;
        }
        switch (state.get()) {
            case HELLO_REQUEST -> {
                helloRequest = Optional.of(seen(message, records));
                return;
            }
            case CLIENT_HELLO -> {
                if (over && !isTls13()) {
                    newRound(message.startNanos());
                }
                clientHello = Hello.client(message.body());
                helloRequest.ifPresent(request -> done.put(HandshakeState.HELLO_REQUEST, request));
            }
            case HELLO_RETRY_REQUEST, SERVER_HELLO -> serverHello = Hello.server(message.body());
            case CLIENT_CERTIFICATE -> emptyClientCertificate = message.length() <= (isTls13() ? 8 : 7);
            default -> {
                // nothing later depends on what the other messages say
            }
        }
        if (done.containsKey(state.get()) && REPEATED.contains(state.get())) {
            return;
        }
        crossed(state.get(), seen(message, records), whole);
        if (client && !whole) {
            return;
        }
        if (done.containsKey(HandshakeState.CLIENT_FINISHED) && done.containsKey(HandshakeState.SERVER_FINISHED)) {
            over = true;
        }
    }

    /** The state in which a handshake message crosses; nothing for one that has none. */
    private Optional<HandshakeState> state(TlsMessage.Handshake message) {
        boolean client = message.direction() == Direction.TX;
        if (message.type().isEmpty()) {
            // what is encrypted and cannot be read is Finished where it comes first after ChangeCipherSpec
            HandshakeState change =
                    client ? HandshakeState.CLIENT_CHANGE_CIPHER_SPEC : HandshakeState.SERVER_CHANGE_CIPHER_SPEC;
            HandshakeState finished = client ? HandshakeState.CLIENT_FINISHED : HandshakeState.SERVER_FINISHED;
            return message.bytes().isEmpty() && done.containsKey(change) && !done.containsKey(finished)
                    ? Optional.of(finished)
                    : Optional.empty();
        }
        if (client) {
            return switch (message.type().get()) {
                case CLIENT_HELLO ->
                    Optional.of(
                            done.containsKey(HandshakeState.HELLO_RETRY_REQUEST)
                                    ? HandshakeState.SECOND_CLIENT_HELLO
                                    : HandshakeState.CLIENT_HELLO);
                case CERTIFICATE -> Optional.of(HandshakeState.CLIENT_CERTIFICATE);
                case CLIENT_KEY_EXCHANGE -> Optional.of(HandshakeState.CLIENT_KEY_EXCHANGE);
                case CERTIFICATE_VERIFY ->
                    Optional.of(
                            isTls13() ? HandshakeState.CLIENT_CERTIFICATE_VERIFY : HandshakeState.CERTIFICATE_VERIFY);
                case FINISHED -> Optional.of(HandshakeState.CLIENT_FINISHED);
                case END_OF_EARLY_DATA -> Optional.of(HandshakeState.END_OF_EARLY_DATA);
                case KEY_UPDATE -> Optional.of(HandshakeState.CLIENT_KEY_UPDATE);
                default -> Optional.empty();
            };
        }
        return switch (message.type().get()) {
            case HELLO_REQUEST -> Optional.of(HandshakeState.HELLO_REQUEST);
            case SERVER_HELLO ->
                Optional.of(Hello.isRetry(message) ? HandshakeState.HELLO_RETRY_REQUEST : HandshakeState.SERVER_HELLO);
            case ENCRYPTED_EXTENSIONS -> Optional.of(HandshakeState.ENCRYPTED_EXTENSIONS);
            case CERTIFICATE_VERIFY -> Optional.of(HandshakeState.SERVER_CERTIFICATE_VERIFY);
            case KEY_UPDATE -> Optional.of(HandshakeState.SERVER_KEY_UPDATE);
            case CERTIFICATE -> Optional.of(HandshakeState.SERVER_CERTIFICATE);
            case SERVER_KEY_EXCHANGE -> Optional.of(HandshakeState.SERVER_KEY_EXCHANGE);
            case CERTIFICATE_REQUEST -> Optional.of(HandshakeState.CERTIFICATE_REQUEST);
            case SERVER_HELLO_DONE -> Optional.of(HandshakeState.SERVER_HELLO_DONE);
            case NEW_SESSION_TICKET ->
                Optional.of(isTls13() ? HandshakeState.NEW_SESSION_TICKET : HandshakeState.SERVER_NEW_SESSION_TICKET);
            case FINISHED -> Optional.of(HandshakeState.SERVER_FINISHED);
            default -> Optional.empty();
        };
    }

    private void crossed(HandshakeState state, Seen seen, boolean whole) {
        if (!whole) {
            begun.put(state, seen);
            return;
        }
        begun.remove(state);
        done.put(state, seen);
        lastNanos = seen.left();
    }

    private void newRound(long nanos) {
        done.clear();
        begun.clear();
        serverHello = Optional.empty();
        emptyClientCertificate = false;
        serverProtected = false;
        serverSentData = false;
        over = false;
        firstNanos = nanos;
        lastNanos = nanos;
    }

    private void alert(TlsMessage.Alert alert) {
        closeNotify |= alert.description() == 0 || (alert.description() < 0 && over);
        boolean deadly = alert.isFatal() || (!over && alert.description() <= 0);
        if (deadly && !fatal) {
            fatal = true;
            if (!over || (isTls13() && !serverSentData)) {
                failure = Optional.of(new Failure(culprit(alert), alert.endNanos()));
            }
        }
    }

    /**
     * The state an alert that ends a handshake speaks of. This is the one place for that rule.
     *
     * <p>A client does not wait after its Certificate: by the time the server's refusal is seen, ClientKeyExchange,
     * CertificateVerify, ChangeCipherSpec and Finished have often left, too. So the alert's description decides, where it names
     * its cause (RFC 5246 section 7.2.2):
     *
     * <ul>
     *   <li>From the server, after the client's Certificate: an alert about a certificate (42 to 46, 48, 49, 116) speaks of it, and so
     *       does handshake_failure (40) after an empty one.
     *   <li>From the server: decrypt_error (51) speaks of CertificateVerify where one was sent, else of the client's Finished;
     *       bad_record_mac (20) after the client's ChangeCipherSpec speaks of the client's Finished, the first protected record.
     *   <li>From the client, after the server's Certificate: an alert about a certificate speaks of that one. decrypt_error and
     *       bad_record_mac speak of the server's Finished after the server's ChangeCipherSpec, else decrypt_error speaks of
     *       ServerKeyExchange, in TLS 1.3 of the server's CertificateVerify. protocol_version (70), unsupported_extension (110) and no_application_protocol (120) speak of
     *       ServerHello.
     *   <li>Every other alert speaks of the present state.
     * </ul>
     */
    private HandshakeState culprit(TlsMessage.Alert alert) {
        boolean fromServer = alert.direction() == Direction.RX;
        boolean certificate =
                switch (alert.description()) {
                    case 42, 43, 44, 45, 46, 48, 49, 116 -> true;
                    case 40 -> fromServer && emptyClientCertificate;
                    default -> false;
                };
        HandshakeState present = present();
        if (fromServer) {
            if (certificate && sent(HandshakeState.CLIENT_CERTIFICATE)) {
                return HandshakeState.CLIENT_CERTIFICATE;
            }
            for (HandshakeState verify :
                    List.of(HandshakeState.CERTIFICATE_VERIFY, HandshakeState.CLIENT_CERTIFICATE_VERIFY)) {
                if (alert.description() == 51 && sent(verify)) {
                    return verify;
                }
            }
            if ((alert.description() == 51 || alert.description() == 20) && sent(HandshakeState.CLIENT_FINISHED)) {
                return HandshakeState.CLIENT_FINISHED;
            }
            return present;
        }
        if (certificate && sent(HandshakeState.SERVER_CERTIFICATE)) {
            return HandshakeState.SERVER_CERTIFICATE;
        }
        return switch (alert.description()) {
            case 20, 51 -> {
                if (sent(HandshakeState.SERVER_CHANGE_CIPHER_SPEC) || sent(HandshakeState.SERVER_FINISHED)) {
                    yield HandshakeState.SERVER_FINISHED;
                }
                if (alert.description() == 51 && sent(HandshakeState.SERVER_CERTIFICATE_VERIFY)) {
                    yield HandshakeState.SERVER_CERTIFICATE_VERIFY;
                }
                yield alert.description() == 51 && sent(HandshakeState.SERVER_KEY_EXCHANGE)
                        ? HandshakeState.SERVER_KEY_EXCHANGE
                        : present;
            }
            case 70, 110, 120 -> sent(HandshakeState.SERVER_HELLO) ? HandshakeState.SERVER_HELLO : present;
            default -> present;
        };
    }

    private boolean sent(HandshakeState state) {
        return done.containsKey(state) || begun.containsKey(state);
    }

    /** The states this handshake may go through, in its order. */
    private List<HandshakeState> flow() {
        if (isTls13()) {
            return HandshakeState.TLS13;
        }
        return resumption().isPresent() ? ABBREVIATED : HandshakeState.TLS12;
    }

    /** The states that have a step. */
    private List<HandshakeState> shown() {
        boolean tls13 = isTls13()
                || (serverHello.isEmpty()
                        && clientHello.filter(Hello::offersOnlyTls13).isPresent());
        if (!tls13) {
            return HandshakeState.TLS12;
        }
        return HandshakeState.TLS13.stream()
                .filter(state -> !RARE.contains(state)
                        || sent(state)
                        || (state == HandshakeState.SECOND_CLIENT_HELLO && sent(HandshakeState.HELLO_RETRY_REQUEST)))
                .toList();
    }

    /** True for a state of TLS 1.3 that is behind in records that cannot be read. */
    private boolean isHidden(HandshakeState state) {
        return isTls13()
                && serverProtected
                && (SERVER_PROTECTED.contains(state) || (over && CLIENT_PROTECTED.contains(state)));
    }

    private HandshakeState dummyChange(Direction direction) {
        boolean retried = serverHello.filter(Hello::isRetry).isPresent();
        if (direction == Direction.RX) {
            return retried
                    ? HandshakeState.SERVER_CCS_AFTER_HELLO_RETRY_REQUEST
                    : HandshakeState.SERVER_CCS_AFTER_SERVER_HELLO;
        }
        return retried && !done.containsKey(HandshakeState.SECOND_CLIENT_HELLO)
                ? HandshakeState.CLIENT_CCS_BEFORE_2ND_CLIENT_HELLO
                : HandshakeState.CLIENT_CCS_AFTER_SERVER_FINISHED;
    }

    private int lastDone(List<HandshakeState> flow) {
        for (int i = flow.size() - 1; i >= 0; i--) {
            HandshakeState state = flow.get(i);
            if ((done.containsKey(state) && !NOT_WAITED_FOR.contains(state))
                    || (state == HandshakeState.SERVER_FINISHED && isHidden(state))) {
                return i;
            }
        }
        return -1;
    }

    /** The states that this handshake goes past, as far as that is known by now. */
    private Set<HandshakeState> leftOut() {
        Set<HandshakeState> left = EnumSet.noneOf(HandshakeState.class);
        if (serverHello.isPresent()) {
            CipherSuite suite = CipherSuite.of(serverHello.get().suites().getFirst());
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
        boolean asked = done.containsKey(HandshakeState.CERTIFICATE_REQUEST);
        if (isTls13()) {
            left.addAll(NOT_WAITED_FOR);
            left.addAll(RARE);
            if (done.containsKey(HandshakeState.HELLO_RETRY_REQUEST)) {
                left.remove(HandshakeState.SECOND_CLIENT_HELLO);
            }
            if (resumption().isPresent()) {
                left.add(HandshakeState.CERTIFICATE_REQUEST);
                left.add(HandshakeState.SERVER_CERTIFICATE);
                left.add(HandshakeState.SERVER_CERTIFICATE_VERIFY);
            }
        }
        if (!asked
                && (done.containsKey(HandshakeState.SERVER_HELLO_DONE)
                        || (isTls13() && done.containsKey(HandshakeState.SERVER_FINISHED)))) {
            left.add(HandshakeState.CLIENT_CERTIFICATE);
            left.add(HandshakeState.CERTIFICATE_VERIFY);
            left.add(HandshakeState.CLIENT_CERTIFICATE_VERIFY);
        }
        if (emptyClientCertificate) {
            left.add(HandshakeState.CERTIFICATE_VERIFY);
            left.add(HandshakeState.CLIENT_CERTIFICATE_VERIFY);
        }
        left.removeAll(done.keySet());
        return left;
    }

    private boolean isTls13() {
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
        if (serverHello.isEmpty() || done.containsKey(HandshakeState.SERVER_CERTIFICATE)) {
            return Optional.empty();
        }
        boolean sameId = clientHello.isPresent()
                && !clientHello.get().sessionId().isEmpty()
                && clientHello.get().sessionId().equals(serverHello.get().sessionId());
        Seen server = done.get(HandshakeState.SERVER_CHANGE_CIPHER_SPEC);
        Seen client = done.get(HandshakeState.CLIENT_CHANGE_CIPHER_SPEC);
        boolean changesFirst = server != null && (client == null || server.message() < client.message());
        if (!sameId && !changesFirst) {
            return Optional.empty();
        }
        boolean ticket = clientHello
                .flatMap(hello -> hello.extension(Hello.SESSION_TICKET))
                .filter(data -> !data.isEmpty())
                .isPresent();
        return Optional.of(ticket ? Resumption.TICKET : Resumption.SESSION_ID);
    }

    private Seen seen(TlsMessage message, List<TlsRecord> records) {
        int recordBytes = message.records().stream()
                .mapToInt(index -> records.get(index).size())
                .sum();
        int messageBytes = message instanceof TlsMessage.Handshake handshake ? handshake.length() : 1;
        return new Seen(message.index(), recordBytes, messageBytes, lastNanos, message.endNanos());
    }

    private static boolean accepted(TlsMessage message, List<TlsRecord> records) {
        return message.records().stream().allMatch(index -> records.get(index).accepted());
    }

    private static HandshakeStep step(HandshakeState state, HandshakeStep.Status status, Seen seen) {
        return new HandshakeStep(
                state,
                status,
                seen.message() < 0 ? OptionalInt.empty() : OptionalInt.of(seen.message()),
                seen.recordBytes(),
                seen.messageBytes(),
                seen.entered(),
                seen.left());
    }
}
