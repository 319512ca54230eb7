package dev.parley.tls;

import dev.parley.journal.Direction;
import dev.parley.journal.Field;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What was said over one socket in TLS so far: a picture at one time. Its lists are unmodifiable.
 *
 * @param socket the socket's ordinal in the session
 * @param records every record, in wire order
 * @param messages every message, in wire order
 * @param steps the states of a handshake of the negotiated version in order, those of TLS 1.2 until it is known; the present or failed
 *     one tells where it stands
 * @param version the negotiated version in words, for example {@code TLS 1.2}; empty until ServerHello
 * @param suite the negotiated cipher suite's name; empty until ServerHello
 * @param sni the name in the ClientHello; empty if none
 * @param alpn the application protocol agreed on; empty if none
 * @param resumption by what the server took up an earlier session, or nothing: a full handshake, or not known yet
 * @param result how it stands
 * @param ended when the socket or the session ended, since the session began; nothing while it goes on
 * @param problems bytes that are no TLS, records that did not authenticate, in words
 */
public record TlsConversation(
        int socket,
        List<TlsRecord> records,
        List<TlsMessage> messages,
        List<HandshakeStep> steps,
        String version,
        String suite,
        String sni,
        String alpn,
        Optional<Resumption> resumption,
        Result result,
        OptionalLong ended,
        List<String> problems) {
    /** How a conversation stands. */
    public enum Result {
        /** The handshake goes on. */
        HANDSHAKING("handshaking"),
        /** Both Finished messages crossed. */
        ESTABLISHED("established"),
        /** A fatal alert, or the socket ended before both Finished messages. */
        FAILED("failed"),
        /** It was established and ended. */
        CLOSED("closed"),
        /** The bytes are no TLS. */
        NOT_TLS("not-tls");

        private final String word;

        Result(String word) {
            this.word = word;
        }

        /** The word used in JSON. */
        public String word() {
            return word;
        }
    }

    /** True if TLS 1.3 was negotiated. */
    public boolean isTls13() {
        return version.equals("TLS 1.3");
    }

    /**
     * True where records of TLS 1.3's handshake are there that no known secret opens: what is told of it then rests on their sizes and
     * their order.
     */
    public boolean isGuessed() {
        return sealed().anyMatch(record -> record.likely() != SealedContent.UNTOLD)
                || (isTls13()
                        && result != Result.ESTABLISHED
                        && result != Result.CLOSED
                        && sealed().findAny().isPresent());
    }

    /** The first record that went that way and most likely holds {@code content}, where no known secret opens it. */
    public Optional<TlsMessage.Protected> sealed(Direction direction, SealedContent content) {
        return sealed().filter(record -> record.direction() == direction && record.likely() == content)
                .findFirst();
    }

    private Stream<TlsMessage.Protected> sealed() {
        return messages.stream().filter(TlsMessage.Protected.class::isInstance).map(TlsMessage.Protected.class::cast);
    }

    /**
     * The picture as it was at a time: what had crossed whole by then, and where the handshake stood. It is read with the secrets
     * known now, which a live view of that time may not have had. Problems are told from when all of it had come.
     *
     * @param nanos since the session began
     */
    public TlsConversation at(long nanos) {
        return at(nanos, messages.size());
    }

    /**
     * The picture as it was at a time, in the midst of what crossed then: several messages may have come in one read, at one time.
     *
     * @param nanos since the session began
     * @param most how many messages had been taken in by then, at most
     */
    public TlsConversation at(long nanos, int most) {
        boolean allCame = records.stream().allMatch(record -> record.endNanos() <= nanos);
        if (ended.orElse(Long.MIN_VALUE) <= nanos && allCame && most >= messages.size()) {
            return this;
        }
        // what is whole came in the order of time; what is not, a conversation has only once it has ended
        List<TlsRecord> then = records.stream()
                .takeWhile(record -> record.isWhole() && record.endNanos() <= nanos)
                .toList();
        List<TlsMessage> said = messages.stream()
                .takeWhile(message -> message.isComplete() && message.endNanos() <= nanos)
                .toList();
        boolean inTheMidst = most < said.size();
        List<TlsMessage> taken = inTheMidst ? said.subList(0, most) : said;
        Course course = new Course();
        taken.forEach(message -> course.accept(message, then));
        return course.picture(
                socket,
                then,
                taken,
                List.of(),
                result == Result.NOT_TLS,
                !inTheMidst && ended.isPresent() && ended.getAsLong() <= nanos ? ended : OptionalLong.empty(),
                List.of());
    }

    /** The step where the handshake stands or died; nothing once it is over. */
    public Optional<HandshakeStep> present() {
        if (result == Result.NOT_TLS || (result == Result.FAILED && messages.isEmpty() && records.isEmpty())) {
            return Optional.empty();
        }
        return steps.stream()
                .filter(step ->
                        step.status() == HandshakeStep.Status.PRESENT || step.status() == HandshakeStep.Status.FAILED)
                .findFirst();
    }

    /**
     * Where a client really stood when what it died of was refused: the last state in which it sent something after the refused message,
     * for it does not wait after its Certificate. Nothing where it had sent nothing more, or did not die.
     */
    public Optional<HandshakeStep> goneOn() {
        return present()
                .filter(step -> step.status() == HandshakeStep.Status.FAILED
                        && step.message().isPresent())
                .flatMap(died -> steps.stream()
                        .filter(step -> step.state().lane() == HandshakeState.Lane.CLIENT
                                && step.message().orElse(-1) > died.message().getAsInt())
                        .max(Comparator.comparingInt(step -> step.message().orElse(-1))));
    }

    /** The step behind which the end is drawn: the last that crossed before it, or the one that never came; nothing while there is none. */
    public Optional<HandshakeStep> last() {
        return goneOn().or(() -> present().filter(step -> step.status() == HandshakeStep.Status.FAILED));
    }

    /** The first fatal alert, else the first alert that is not close_notify. */
    public Optional<TlsMessage.Alert> alert() {
        List<TlsMessage.Alert> alerts = messages.stream()
                .filter(TlsMessage.Alert.class::isInstance)
                .map(TlsMessage.Alert.class::cast)
                .toList();
        return alerts.stream()
                .filter(TlsMessage.Alert::isFatal)
                .findFirst()
                .or(() ->
                        alerts.stream().filter(alert -> alert.description() > 0).findFirst());
    }

    /** The last message the client sent, alerts included: where a connection was cut, this is what it was cut after. */
    public Optional<TlsMessage> lastSent() {
        return last(Direction.TX);
    }

    /** The last message the server sent, alerts included. */
    public Optional<TlsMessage> lastReceived() {
        return last(Direction.RX);
    }

    private Optional<TlsMessage> last(Direction direction) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i).direction() == direction) {
                return Optional.of(messages.get(i));
            }
        }
        return Optional.empty();
    }

    /** The first Certificate that the client sent, if it can be read: what a server judges it by. */
    public Optional<TlsMessage.Handshake> clientCertificate() {
        return messages.stream()
                .filter(TlsMessage.Handshake.class::isInstance)
                .map(TlsMessage.Handshake.class::cast)
                .filter(message -> message.direction() == Direction.TX && message.complete())
                .filter(message ->
                        message.type().filter(HandshakeType.CERTIFICATE::equals).isPresent())
                .findFirst();
    }

    /** The size of a message's record or records on the wire. */
    public int recordBytes(TlsMessage message) {
        return message.records().stream()
                .mapToInt(index -> records.get(index).size())
                .sum();
    }

    /** How long the record of an alert is that the server sends to the client's flight: in the clear, or protected in TLS 1.3. */
    public int alertBytes() {
        return isTls13()
                ? CipherSuite.named(suite).orElse(CipherSuite.of(0)).protectedBytes(TlsMessage.Alert.BYTES)
                : RecordAssembler.HEADER + TlsMessage.Alert.BYTES;
    }

    /** The field tree of a message: see {@link TlsDissector}. */
    public Field dissect(TlsMessage message) {
        return TlsDissector.dissect(this, message);
    }
}
