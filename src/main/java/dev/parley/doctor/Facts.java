package dev.parley.doctor;

import dev.parley.at.AtEvent;
import dev.parley.at.Exchange;
import dev.parley.at.Exchanges;
import dev.parley.at.ResultCode;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Place;
import dev.parley.mqtt.MqttPacket;
import dev.parley.mqtt.MqttPacketType;
import dev.parley.socket.ClosedBy;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.CertificateChain;
import dev.parley.tls.HandshakeState;
import dev.parley.tls.HandshakeType;
import dev.parley.tls.Hello;
import dev.parley.tls.MbedTlsLine;
import dev.parley.tls.Sum;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import java.security.cert.X509Certificate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Questions that several rules ask of a session. */
final class Facts {
    private static final int MAX_FRAGMENT_LENGTH = 1;

    private Facts() {}

    /** The session's exchanges, to be asked: a session has a million of them, and a dozen rules look for a few. */
    static Exchanges exchanges(CaseView session) {
        return Exchanges.of(session.exchanges());
    }

    /** The commands whose line begins with {@code prefix}, whatever its case. */
    static Stream<Exchange> commands(CaseView session, String prefix) {
        return exchanges(session).commands(prefix);
    }

    /** The commands that have no final result of the modem's, in order. */
    static Stream<Exchange> unanswered(CaseView session) {
        return Stream.concat(
                        exchanges(session).ended(ResultCode.UNANSWERED),
                        exchanges(session).open())
                .sorted(Comparator.comparingLong(Exchange::number));
    }

    /** The time while a socket had its id, from {@code from} on, before {@code to}. */
    record Held(long from, long to) {
        boolean has(long nanos) {
            return nanos >= from && nanos < to;
        }
    }

    /** What began while the socket had its id. */
    static Predicate<Exchange> ofSocket(CaseView session, ModemSocket socket) {
        Held held = held(session, socket);
        return exchange -> held.has(exchange.startNanos());
    }

    /** While the socket had its id: ids are used again. A refused open leaves the id to whom it was. */
    static Held held(CaseView session, ModemSocket socket) {
        long begin = socket.openSeen() ? socket.openRequestedNanos() : freeFrom(session, socket);
        long end = session.sockets().stream()
                .skip(socket.ordinal() + 1L)
                .filter(later -> later.id() == socket.id() && later.openError() == 0 && isTls(later) == isTls(socket))
                .mapToLong(ModemSocket::openRequestedNanos)
                .findFirst()
                .orElse(Long.MAX_VALUE);
        return new Held(begin, end);
    }

    /** When the id was last free, for a socket whose open was not seen: its first exchange began before its first byte. */
    private static long freeFrom(CaseView session, ModemSocket socket) {
        return session.sockets().stream()
                .limit(socket.ordinal())
                .filter(earlier -> earlier.id() == socket.id() && isTls(earlier) == isTls(socket))
                .mapToLong(earlier -> earlier.closedNanos().orElse(socket.openRequestedNanos()))
                .max()
                .orElse(0);
    }

    /** The modem's TLS sockets have ids of their own. */
    private static boolean isTls(ModemSocket socket) {
        return socket.service().equals("SSL");
    }

    static Stream<AtEvent.Urc> urcs(CaseView session, String name) {
        return exchanges(session).urcs(name);
    }

    /** The first handshake message of that type that went that way. */
    static Optional<TlsMessage.Handshake> handshake(TlsConversation tls, Direction direction, HandshakeType type) {
        return tls.messages().stream()
                .filter(TlsMessage.Handshake.class::isInstance)
                .map(TlsMessage.Handshake.class::cast)
                .filter(message -> message.direction() == direction
                        && message.type().filter(type::equals).isPresent())
                .findFirst();
    }

    /** The first fatal alert that went that way. */
    static Optional<TlsMessage.Alert> fatalAlert(TlsConversation tls, Direction direction) {
        return tls.messages().stream()
                .filter(TlsMessage.Alert.class::isInstance)
                .map(TlsMessage.Alert.class::cast)
                .filter(alert -> alert.isFatal() && alert.direction() == direction)
                .findFirst();
    }

    /** True if both Finished messages crossed, whatever came afterwards. */
    static boolean established(TlsConversation tls) {
        return tls.result() == TlsConversation.Result.ESTABLISHED || tls.result() == TlsConversation.Result.CLOSED;
    }

    /** True if the socket's TLS handshake came to its end, or its broker answered CONNECT: what was lost was not lost there. */
    static boolean served(CaseView session, ModemSocket socket) {
        return session.conversation(socket).filter(Facts::established).isPresent()
                || packet(session, socket, MqttPacketType.CONNACK).isPresent();
    }

    static Optional<Hello> clientHello(TlsConversation tls) {
        return handshake(tls, Direction.TX, HandshakeType.CLIENT_HELLO)
                .flatMap(message -> Hello.client(message.body()));
    }

    /** True if the client answered a CertificateRequest with an empty list, seen in the clear or decrypted. */
    static boolean showedNoCertificate(TlsConversation tls) {
        // TLS 1.2 has the length of the list alone; TLS 1.3 has a context before it, empty in a handshake.
        return handshake(tls, Direction.TX, HandshakeType.CERTIFICATE)
                .filter(certificate ->
                        certificate.complete() && certificate.body().length() <= 4)
                .isPresent();
    }

    /** The length both sides agreed on with max_fragment_length (RFC 6066 section 4), in bytes; nothing where they did not. */
    static OptionalInt agreedFragment(TlsConversation tls) {
        Optional<Bytes> agreed = handshake(tls, Direction.RX, HandshakeType.SERVER_HELLO)
                .flatMap(message -> Hello.server(message.body()))
                .flatMap(hello -> hello.extension(MAX_FRAGMENT_LENGTH))
                .filter(data -> data.length() == 1 && data.u8(0) >= 1 && data.u8(0) <= 4);
        return agreed.isPresent() ? OptionalInt.of(256 << agreed.get().u8(0)) : OptionalInt.empty();
    }

    /** The certificates a Certificate message holds, the sender's own first; none where it is encrypted. */
    static List<X509Certificate> certificates(TlsConversation tls, TlsMessage.Handshake message) {
        return CertificateChain.read(message.body(), tls.isTls13());
    }

    /** The conversation of a socket that {@code by} ended in mid-handshake, and that has no alert to say why, as far as can be told. */
    static Optional<TlsConversation> cutOff(CaseView session, ModemSocket socket, ClosedBy by) {
        return session.conversation(socket)
                .filter(tls -> socket.closedBy() == by && socket.closedNanos().isPresent())
                .filter(tls -> !established(tls) && tls.alert().isEmpty())
                .filter(tls -> SealedDeath.alert(tls, Direction.TX).isEmpty()
                        && SealedDeath.alert(tls, Direction.RX).isEmpty());
    }

    /** The state where the handshake stands or died, in words: {@code MBEDTLS_SSL_CLIENT_CERTIFICATE (7)}. */
    static String where(TlsConversation tls) {
        return tls.present().map(step -> name(tls, step.state())).orElse("after the handshake");
    }

    /** The same behind {@code in}, for the middle of a sentence; empty where there was no handshake. */
    static String in(TlsConversation tls) {
        return tls.present().map(step -> " in " + name(tls, step.state())).orElse("");
    }

    static String name(TlsConversation tls, HandshakeState state) {
        return MbedTlsLine.usual(tls).words(state);
    }

    /**
     * The size of the client's Certificate record and its sum, for example {@code 877 = 5 + 4 + 3 + 3 + 862}: record header,
     * handshake header, list length, certificate length, certificate (RFC 5246 sections 6.2.1, 7.4 and 7.4.2).
     */
    static String certificateSum(TlsConversation tls, TlsMessage.Handshake certificate) {
        return Sum.of(tls, certificate).numbers();
    }

    static List<MqttPacket> packets(CaseView session, ModemSocket socket) {
        return session.packets().getOrDefault(socket.ordinal(), List.of());
    }

    static Optional<MqttPacket> packet(CaseView session, ModemSocket socket, MqttPacketType type) {
        return packets(session, socket).stream()
                .filter(packet -> packet.type() == type)
                .findFirst();
    }

    /**
     * How the peer ended a conversation.
     *
     * @param nanos when
     * @param said its close_notify, which came before the connection's end; nothing where it said none
     */
    record PeerEnd(long nanos, Optional<TlsMessage.Alert> said) {
        /** The end as evidence, that long after something. */
        Evidence evidence(CaseView session, ModemSocket socket, String when) {
            return said.map(alert -> session.evidence(
                            session.conversation(socket).orElseThrow(),
                            alert,
                            "The server's close_notify came " + when
                                    + (socket.closedBy() == ClosedBy.HOST
                                            ? "; AT+QICLOSE was the host's answer to it"
                                            : "")))
                    .orElseGet(() -> close(socket, "The close came " + when));
        }
    }

    /**
     * When the peer ended the conversation, or nothing where the host did. A peer that says close_notify has ended it (RFC 5246 section
     * 7.2.1): which of the two then closes the connection first is chance.
     */
    static Optional<PeerEnd> endedByPeer(CaseView session, ModemSocket socket) {
        Optional<TlsMessage.Alert> said = session.conversation(socket).flatMap(Facts::peersGoodbye);
        if (said.isPresent()) {
            boolean answers = goodbye(session, socket)
                    .filter(goodbye -> goodbye.nanos() <= said.get().endNanos())
                    .isPresent();
            return answers
                    ? Optional.empty()
                    : Optional.of(new PeerEnd(said.get().endNanos(), said));
        }
        return socket.closedBy() == ClosedBy.PEER && socket.closedNanos().isPresent()
                ? Optional.of(new PeerEnd(socket.closedNanos().getAsLong(), Optional.empty()))
                : Optional.empty();
    }

    private static Optional<TlsMessage.Alert> peersGoodbye(TlsConversation tls) {
        return tls.messages().stream()
                .filter(TlsMessage.Alert.class::isInstance)
                .map(TlsMessage.Alert.class::cast)
                .filter(alert -> alert.direction() == Direction.RX && alert.description() == 0)
                .findFirst();
    }

    /**
     * The last thing a host said where it ended the conversation itself and in good order.
     *
     * @param nanos when it began to say it
     * @param bytes of the socket's stream
     */
    record Goodbye(long nanos, int bytes) {}

    /**
     * TLS's close_notify, or MQTT's DISCONNECT where there is no TLS, if the host said nothing after it. A last alert after the
     * handshake that cannot be read is taken for close_notify.
     */
    static Optional<Goodbye> goodbye(CaseView session, ModemSocket socket) {
        Optional<TlsConversation> tls = session.conversation(socket);
        if (tls.isEmpty()) {
            return packets(session, socket).stream()
                    .filter(packet -> packet.direction() == Direction.TX)
                    .reduce((first, last) -> last)
                    .filter(last -> last.type() == MqttPacketType.DISCONNECT)
                    .map(last -> new Goodbye(last.nanos(), last.size()));
        }
        return tls.get()
                .lastSent()
                .filter(last -> last instanceof TlsMessage.Alert alert
                        && (alert.description() == 0 || (alert.description() < 0 && established(tls.get()))))
                .map(last -> new Goodbye(last.startNanos(), tls.get().recordBytes(last)));
    }

    /** The exchange's command and result as evidence. */
    static Evidence evidence(Exchange exchange) {
        String outcome = exchange.result().isEmpty() ? "no answer" : exchange.resultText();
        return new Evidence(exchange.text() + " → " + outcome, exchange.places(), exchange.startNanos());
    }

    static Evidence evidence(AtEvent.Urc urc, String what) {
        return new Evidence(urc.text() + ": " + what, List.of(urc.place()), urc.nanos());
    }

    /** How and when a socket ended, as evidence. */
    static Evidence close(ModemSocket socket, String what) {
        return new Evidence(what, socket.closeEvidence(), socket.closedNanos().orElse(0));
    }

    /** The last byte of the socket's stream that went that way, or nothing. */
    static Optional<Place> lastByte(ModemSocket socket, Direction direction) {
        long length = socket.stream(direction).length();
        return length == 0
                ? Optional.empty()
                : socket.stream(direction).places(length - 1, length).stream().findFirst();
    }

    /** When the last byte of the socket crossed, either way; its opening where none did. */
    static long lastDataNanos(ModemSocket socket) {
        long last = socket.openedNanos().orElse(socket.openRequestedNanos());
        for (Direction direction : Direction.values()) {
            var segments = socket.stream(direction).segments();
            if (!segments.isEmpty()) {
                last = Math.max(last, segments.getLast().nanos());
            }
        }
        return last;
    }

    /** Nanoseconds in words: {@code 877 ms}, {@code 12.3 s}. */
    static String time(long nanos) {
        double seconds = nanos / 1e9;
        return seconds < 1
                ? String.format(Locale.ROOT, "%.0f ms", seconds * 1000)
                : String.format(Locale.ROOT, "%.1f s", seconds);
    }
}
