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
 * Tells from the messages that crossed the wire where a client's handshake stands, in mbedTLS's states.
 *
 * <p>A state is done when its message crossed whole and the modem took it. The present state is the next one this handshake can
 * be in, by what the hellos, the suite and the CertificateRequest say. A state that is passed without its message, or that
 * this handshake cannot have, is skipped. A ClientHello after a complete handshake begins a new round: the steps are those of the latest
 * one (renegotiation, RFC 5746).
 *
 * <p>The order of an abbreviated handshake is the server's ChangeCipherSpec and Finished before the client's (RFC 5246 section
 * 7.3). TLS 1.3 is mapped as far as its messages can be read; where they cannot, the handshake counts as over once the client
 * sent a protected record after one of the server's.
 *
 * <p>One owner feeds it; not safe for threads.
 */
final class HandshakeProgress {
    private static final List<HandshakeState> FULL = List.of(HandshakeState.values());

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

    private static final List<HandshakeState> TLS13 = List.of(
            HandshakeState.HELLO_REQUEST,
            HandshakeState.CLIENT_HELLO,
            HandshakeState.SERVER_HELLO,
            HandshakeState.CERTIFICATE_REQUEST,
            HandshakeState.SERVER_CERTIFICATE,
            HandshakeState.SERVER_FINISHED,
            HandshakeState.CLIENT_CERTIFICATE,
            HandshakeState.CERTIFICATE_VERIFY,
            HandshakeState.CLIENT_FINISHED,
            HandshakeState.FLUSH_BUFFERS,
            HandshakeState.HANDSHAKE_WRAPUP,
            HandshakeState.HANDSHAKE_OVER);

    /** Nothing crosses in these: they are done as soon as the handshake is over. */
    private static final Set<HandshakeState> WRAPUP =
            Set.of(HandshakeState.FLUSH_BUFFERS, HandshakeState.HANDSHAKE_WRAPUP, HandshakeState.HANDSHAKE_OVER);

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
                if (!isTls13()) {
                    crossed(
                            change.direction() == Direction.TX
                                    ? HandshakeState.CLIENT_CHANGE_CIPHER_SPEC
                                    : HandshakeState.SERVER_CHANGE_CIPHER_SPEC,
                            seen(change, records),
                            accepted(change, records));
                }
            }
            case TlsMessage.Alert alert -> alert(alert);
            case TlsMessage.ApplicationData data -> {
                if (isTls13() && data.bytes().isEmpty()) {
                    if (data.direction() == Direction.RX) {
                        serverProtected = true;
                    } else if (serverProtected) {
                        over = true;
                    }
                }
            }
        }
    }

    /**
     * All states in the order of {@link HandshakeState}.
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
        for (HandshakeState state : HandshakeState.values()) {
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
                if (over) {
                    newRound(message.startNanos());
                }
                clientHello = Hello.client(message.body());
                helloRequest.ifPresent(request -> done.put(HandshakeState.HELLO_REQUEST, request));
            }
            case SERVER_HELLO -> {
                Optional<Hello> hello = Hello.server(message.body());
                if (hello.isPresent() && hello.get().isRetry()) {
                    lastNanos = message.endNanos();
                    return;
                }
                serverHello = hello;
            }
            case CLIENT_CERTIFICATE -> emptyClientCertificate = message.length() <= (isTls13() ? 8 : 7);
            default -> {
                // nothing later depends on what the other messages say
            }
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
                case CLIENT_HELLO -> Optional.of(HandshakeState.CLIENT_HELLO);
                case CERTIFICATE -> Optional.of(HandshakeState.CLIENT_CERTIFICATE);
                case CLIENT_KEY_EXCHANGE -> Optional.of(HandshakeState.CLIENT_KEY_EXCHANGE);
                case CERTIFICATE_VERIFY -> Optional.of(HandshakeState.CERTIFICATE_VERIFY);
                case FINISHED -> Optional.of(HandshakeState.CLIENT_FINISHED);
                default -> Optional.empty();
            };
        }
        return switch (message.type().get()) {
            case HELLO_REQUEST -> Optional.of(HandshakeState.HELLO_REQUEST);
            case SERVER_HELLO -> Optional.of(HandshakeState.SERVER_HELLO);
            case CERTIFICATE -> Optional.of(HandshakeState.SERVER_CERTIFICATE);
            case SERVER_KEY_EXCHANGE -> Optional.of(HandshakeState.SERVER_KEY_EXCHANGE);
            case CERTIFICATE_REQUEST -> Optional.of(HandshakeState.CERTIFICATE_REQUEST);
            case SERVER_HELLO_DONE -> Optional.of(HandshakeState.SERVER_HELLO_DONE);
            case NEW_SESSION_TICKET ->
                isTls13() ? Optional.empty() : Optional.of(HandshakeState.SERVER_NEW_SESSION_TICKET);
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
        over = false;
        firstNanos = nanos;
        lastNanos = nanos;
    }

    private void alert(TlsMessage.Alert alert) {
        closeNotify |= alert.description() == 0 || (alert.description() < 0 && over);
        boolean deadly = alert.isFatal() || (!over && alert.description() <= 0);
        if (deadly && !fatal) {
            fatal = true;
            if (!over || isTls13()) {
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
     *       ServerKeyExchange. protocol_version (70), unsupported_extension (110) and no_application_protocol (120) speak of
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
            if (alert.description() == 51 && sent(HandshakeState.CERTIFICATE_VERIFY)) {
                return HandshakeState.CERTIFICATE_VERIFY;
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
                if (sent(HandshakeState.SERVER_CHANGE_CIPHER_SPEC)) {
                    yield HandshakeState.SERVER_FINISHED;
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

    private List<HandshakeState> flow() {
        if (isTls13()) {
            return TLS13;
        }
        return isResumed() ? ABBREVIATED : FULL;
    }

    private int lastDone(List<HandshakeState> flow) {
        for (int i = flow.size() - 1; i >= 0; i--) {
            if (done.containsKey(flow.get(i))) {
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
        if (isTls13() && !asked) {
            left.add(HandshakeState.CERTIFICATE_REQUEST);
        }
        if (!asked && (isTls13() || done.containsKey(HandshakeState.SERVER_HELLO_DONE))) {
            left.add(HandshakeState.CLIENT_CERTIFICATE);
            left.add(HandshakeState.CERTIFICATE_VERIFY);
        }
        if (emptyClientCertificate) {
            left.add(HandshakeState.CERTIFICATE_VERIFY);
        }
        left.removeAll(done.keySet());
        return left;
    }

    private boolean isTls13() {
        return serverHello.isPresent() && serverHello.get().selectedVersion() == 0x0304;
    }

    /** The server took up an old session: it gives the client's session id back (RFC 5246 section 7.4.1.3), or skips its Certificate. */
    private boolean isResumed() {
        if (serverHello.isEmpty() || done.containsKey(HandshakeState.SERVER_CERTIFICATE)) {
            return false;
        }
        boolean sameId = clientHello.isPresent()
                && !clientHello.get().sessionId().isEmpty()
                && clientHello.get().sessionId().equals(serverHello.get().sessionId());
        return sameId
                || (done.containsKey(HandshakeState.SERVER_CHANGE_CIPHER_SPEC)
                        && !done.containsKey(HandshakeState.CLIENT_CHANGE_CIPHER_SPEC));
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
