package dev.parley.tls;

import dev.parley.journal.Direction;
import java.util.ArrayList;
import java.util.Comparator;
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
 * be in ({@link Route}). A state that is passed without its message, or that this handshake cannot have, is skipped. A ClientHello
 * after a complete handshake begins a new round: the steps are those of the latest one (renegotiation, RFC 5746).
 *
 * <p>Where the messages of TLS 1.3 cannot be read, sizes and order tell ({@link SealedContent}): the handshake counts as over once a
 * record as long as the client's Finished crossed, or the server said more to the client's flight than an alert.
 *
 * <p>One owner feeds it; not safe for threads.
 */
final class HandshakeProgress {
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

    /** The state the evidence points to, and when the evidence came. */
    private record Failure(HandshakeState state, long nanos) {}

    private static final Crossed.Seen NOTHING = new Crossed.Seen(-1, 0, 0, -1, -1);

    private final Crossed crossed = new Crossed();
    private final Route route = new Route(crossed);
    /** Records that cannot be read, by the state in which they most likely crossed. */
    private final Map<HandshakeState, Crossed.Seen> sealed = new EnumMap<>(HandshakeState.class);

    private Optional<Crossed.Seen> helloRequest = Optional.empty();
    private Optional<Failure> failure = Optional.empty();
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
            case TlsMessage.ChangeCipherSpec change ->
                crossed(MessageState.of(change, crossed, route), seen(change, records), accepted(change, records));
            case TlsMessage.Alert alert -> alert(alert);
            case TlsMessage.Protected record -> sealed(record, seen(record, records));
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
        Map<HandshakeState, Crossed.Seen> unfinished = crossed.unfinished();
        unfinished.putAll(sealed);
        for (TlsMessage message : rest) {
            if (message instanceof TlsMessage.Handshake handshake) {
                MessageState.of(handshake, crossed, route.isTls13())
                        .ifPresent(state -> unfinished.put(state, seen(handshake, records)));
            }
        }
        List<HandshakeState> flow = route.flow();
        Set<HandshakeState> left = route.leftOut();
        HandshakeState present = present();
        Optional<Failure> failed = failure;
        if (failed.isEmpty() && ended.isPresent() && !over) {
            failed = Optional.of(new Failure(present, ended.getAsLong()));
        }
        int last = lastDone(flow);
        List<HandshakeStep> steps = new ArrayList<>();
        for (HandshakeState state : route.shown()) {
            boolean isFailed = failed.isPresent() && failed.get().state() == state;
            Optional<Crossed.Seen> seen = crossed.get(state);
            if (seen.isPresent()) {
                steps.add(step(state, isFailed ? HandshakeStep.Status.FAILED : HandshakeStep.Status.DONE, seen.get()));
            } else if (state == HandshakeState.HELLO_REQUEST && !crossed.isEmpty()) {
                steps.add(step(state, HandshakeStep.Status.DONE, nothing(firstNanos, firstNanos)));
            } else if (over && WRAPUP.contains(state)) {
                steps.add(step(state, HandshakeStep.Status.DONE, nothing(lastNanos, lastNanos)));
            } else if (isFailed || (failed.isEmpty() && !over && state == present)) {
                Crossed.Seen part = unfinished.getOrDefault(state, NOTHING);
                steps.add(step(
                        state,
                        isFailed ? HandshakeStep.Status.FAILED : HandshakeStep.Status.PRESENT,
                        new Crossed.Seen(
                                part.message(),
                                part.recordBytes(),
                                part.messageBytes(),
                                sealed.containsKey(state) ? part.entered() : lastNanos,
                                isFailed ? failed.orElseThrow().nanos() : -1)));
            } else if (isHidden(state)) {
                steps.add(step(state, HandshakeStep.Status.ENCRYPTED, sealed.getOrDefault(state, NOTHING)));
            } else if (state == HandshakeState.NEW_SESSION_TICKET && ended.isEmpty()) {
                // it may come at any time while the connection lives
                steps.add(step(state, HandshakeStep.Status.AHEAD, NOTHING));
            } else {
                // nobody waits for a ChangeCipherSpec of TLS 1.3, and yet it may come
                boolean leftOut = left.contains(state) && Route.isWaitedFor(state);
                boolean passed = over || !flow.contains(state) || flow.indexOf(state) < last || leftOut;
                steps.add(step(state, passed ? HandshakeStep.Status.SKIPPED : HandshakeStep.Status.AHEAD, NOTHING));
            }
        }
        return asCrossed(steps);
    }

    /** A ChangeCipherSpec of TLS 1.3 may leave in the midst of the server's flight: it stands where it crossed. */
    private static List<HandshakeStep> asCrossed(List<HandshakeStep> steps) {
        List<HandshakeStep> ordered = new ArrayList<>(steps);
        for (HandshakeStep step : steps) {
            if (!Route.isWaitedFor(step.state()) && step.message().isPresent()) {
                ordered.remove(step);
                int at = 0;
                for (int i = 0; i < ordered.size(); i++) {
                    if (ordered.get(i).message().orElse(Integer.MAX_VALUE)
                            < step.message().getAsInt()) {
                        at = i + 1;
                    }
                }
                ordered.add(at, step);
            }
        }
        return List.copyOf(ordered);
    }

    /** Where the client stands: the first state after the last one done that this handshake can have. */
    HandshakeState present() {
        List<HandshakeState> flow = route.flow();
        Set<HandshakeState> left = route.leftOut();
        for (int i = lastDone(flow) + 1; i < flow.size(); i++) {
            if (!left.contains(flow.get(i)) && !crossed.has(flow.get(i))) {
                return flow.get(i);
            }
        }
        return HandshakeState.HANDSHAKE_OVER;
    }

    Optional<Resumption> resumption() {
        return route.resumption();
    }

    private void handshake(TlsMessage.Handshake message, List<TlsRecord> records) {
        boolean client = message.direction() == Direction.TX;
        boolean whole = message.complete() && accepted(message, records);
        Optional<HandshakeState> state = MessageState.of(message, crossed, route.isTls13());
        if (state.isEmpty()) {
            return;
        }
        switch (state.get()) {
            case HELLO_REQUEST -> {
                helloRequest = Optional.of(seen(message, records));
                return;
            }
            case CLIENT_HELLO -> {
                if (over && !route.isTls13()) {
                    newRound(message.startNanos());
                }
                route.clientHello(Hello.client(message.body()));
                helloRequest.ifPresent(request -> crossed.whole(HandshakeState.HELLO_REQUEST, request));
            }
            case HELLO_RETRY_REQUEST, SERVER_HELLO -> route.serverHello(Hello.server(message.body()));
            case CLIENT_CERTIFICATE -> route.clientCertificate(message.length() <= (route.isTls13() ? 8 : 7));
            default -> {
                // nothing later depends on what the other messages say
            }
        }
        if (crossed.has(state.get()) && REPEATED.contains(state.get())) {
            return;
        }
        crossed(state.get(), seen(message, records), whole);
        if (client && !whole) {
            return;
        }
        if (crossed.has(HandshakeState.CLIENT_FINISHED) && crossed.has(HandshakeState.SERVER_FINISHED)) {
            over = true;
        }
    }

    /** A record that no secret opens: what it most likely is decides. */
    private void sealed(TlsMessage.Protected record, Crossed.Seen seen) {
        boolean client = record.direction() == Direction.TX;
        SealedContent content = record.likely();
        serverProtected |= !client;
        Optional<HandshakeState> state = content.state(client);
        if (state.isPresent()) {
            sealed.put(state.get(), seen);
            lastNanos = seen.left();
        }
        if (content == SealedContent.ALERT && !fatal) {
            fatal = true;
            failure = Optional.of(new Failure(suspect(client), record.endNanos()));
        }
        over |= client && content == SealedContent.FINISHED;
        // it said more to the client's flight than an alert
        boolean answer =
                !client && content == SealedContent.UNTOLD && sealed.containsKey(HandshakeState.CLIENT_CERTIFICATE);
        over |= answer && !fatal;
        serverSentData |= answer;
    }

    /** The state an alert most likely speaks of that cannot be read: certificates are what is refused most. */
    private HandshakeState suspect(boolean fromClient) {
        HandshakeState certificate = fromClient ? HandshakeState.SERVER_CERTIFICATE : HandshakeState.CLIENT_CERTIFICATE;
        boolean judged = fromClient ? resumption().isEmpty() : sealed.containsKey(certificate);
        if (judged) {
            return certificate;
        }
        return sealed.containsKey(HandshakeState.CLIENT_FINISHED) ? HandshakeState.CLIENT_FINISHED : present();
    }

    private void crossed(HandshakeState state, Crossed.Seen seen, boolean whole) {
        if (!whole) {
            crossed.part(state, seen);
            return;
        }
        crossed.whole(state, seen);
        lastNanos = seen.left();
    }

    private void newRound(long nanos) {
        crossed.clear();
        route.again();
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
            if (!over || (route.isTls13() && !serverSentData)) {
                HandshakeState culprit = unopened(alert)
                        .orElseGet(() -> Culprit.of(alert, crossed, route.isEmptyClientCertificate(), present()));
                failure = Optional.of(new Failure(culprit, alert.endNanos()));
            }
        }
    }

    /**
     * The state of the client's first record that the server could not open and, with the secrets known, does not open here either: what
     * bad_record_mac (20) speaks of.
     */
    private Optional<HandshakeState> unopened(TlsMessage.Alert alert) {
        boolean known = crossed.has(HandshakeState.ENCRYPTED_EXTENSIONS);
        return known && alert.direction() == Direction.RX && alert.description() == 20
                ? CLIENT_PROTECTED.stream()
                        .filter(sealed::containsKey)
                        .min(Comparator.comparingInt(
                                state -> sealed.getOrDefault(state, NOTHING).message()))
                : Optional.empty();
    }

    /** True for a state of TLS 1.3 that is behind in records that cannot be read. */
    private boolean isHidden(HandshakeState state) {
        if (!route.isTls13() || !serverProtected) {
            return false;
        }
        if (CLIENT_PROTECTED.contains(state)) {
            // a Finished of its own was the whole flight; else one record may hold several messages
            boolean finishedAlone = sealed.containsKey(HandshakeState.CLIENT_FINISHED)
                    && !sealed.containsKey(HandshakeState.CLIENT_CERTIFICATE);
            return sealed.containsKey(state) || (over && !finishedAlone);
        }
        return switch (state) {
            case SERVER_FINISHED -> over || !sealed.isEmpty();
            case NEW_SESSION_TICKET -> over;
            default -> SERVER_PROTECTED.contains(state);
        };
    }

    private int lastDone(List<HandshakeState> flow) {
        for (int i = flow.size() - 1; i >= 0; i--) {
            HandshakeState state = flow.get(i);
            boolean isSealed = sealed.containsKey(state)
                    || (state != HandshakeState.NEW_SESSION_TICKET
                            && SERVER_PROTECTED.contains(state)
                            && isHidden(state));
            if ((crossed.has(state) && Route.isWaitedFor(state)) || isSealed) {
                return i;
            }
        }
        return -1;
    }

    private Crossed.Seen seen(TlsMessage message, List<TlsRecord> records) {
        int recordBytes = message.records().stream()
                .mapToInt(index -> records.get(index).size())
                .sum();
        int messageBytes =
                switch (message) {
                    case TlsMessage.Handshake handshake -> handshake.length();
                    case TlsMessage.Protected record -> 0;
                    default -> 1;
                };
        return new Crossed.Seen(message.index(), recordBytes, messageBytes, lastNanos, message.endNanos());
    }

    private static Crossed.Seen nothing(long entered, long left) {
        return new Crossed.Seen(-1, 0, 0, entered, left);
    }

    private static boolean accepted(TlsMessage message, List<TlsRecord> records) {
        return message.records().stream().allMatch(index -> records.get(index).accepted());
    }

    private static HandshakeStep step(HandshakeState state, HandshakeStep.Status status, Crossed.Seen seen) {
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
