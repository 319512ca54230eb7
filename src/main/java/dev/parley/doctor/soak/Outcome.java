package dev.parley.doctor.soak;

import dev.parley.doctor.CaseView;
import dev.parley.doctor.Finding;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.HandshakeType;
import dev.parley.tls.MbedTlsLine;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What became of one run.
 *
 * @param run its number in the plan
 * @param variant index of its variant
 * @param success true if it came to where it was to come
 * @param handshakeNanos from the first byte of ClientHello to the last of Finished; nothing where the handshake did not end well
 * @param ageNanos how old the connection became, from {@code AT+QIOPEN} on; 0 where there was none
 * @param sent bytes of the socket's stream that the host had sent
 * @param received bytes of it that the host had got
 * @param state where the handshake stood when it died, in mbedTLS's words; empty where it did not die
 * @param closedBy who ended the connection, as {@code ClosedBy} has it in words; empty where there was none
 * @param finding the code of the doctor's first finding; empty for none
 */
public record Outcome(
        int run,
        int variant,
        boolean success,
        OptionalLong handshakeNanos,
        long ageNanos,
        long sent,
        long received,
        String state,
        String closedBy,
        String finding) {
    /** What a session shows of it: of its last connection, where it has several. */
    public static Outcome of(SoakPlan.Run run, boolean success, CaseView view, List<Finding> findings) {
        Optional<ModemSocket> socket = view.sockets().isEmpty()
                ? Optional.empty()
                : Optional.of(view.sockets().getLast());
        Optional<TlsConversation> tls = socket.flatMap(view::conversation);
        return new Outcome(
                run.number(),
                run.variant(),
                success,
                tls.map(Outcome::handshake).orElse(OptionalLong.empty()),
                socket.map(one -> age(one, view)).orElse(0L),
                socket.map(one -> one.tx().length()).orElse(0L),
                socket.map(ModemSocket::received).orElse(0L),
                success ? "" : state(socket, tls),
                socket.map(one -> one.closedBy().word()).orElse(""),
                findings.isEmpty() ? "" : findings.getFirst().code());
    }

    private static long age(ModemSocket socket, CaseView view) {
        return socket.closedNanos().orElse(view.durationNanos()) - socket.openRequestedNanos();
    }

    private static OptionalLong handshake(TlsConversation tls) {
        boolean stood =
                tls.result() == TlsConversation.Result.ESTABLISHED || tls.result() == TlsConversation.Result.CLOSED;
        if (!stood) {
            return OptionalLong.empty();
        }
        long start = tls.messages().getFirst().startNanos();
        OptionalLong end = tls.messages().stream()
                .filter(message -> message instanceof TlsMessage.Handshake handshake && belongs(handshake))
                .mapToLong(TlsMessage::endNanos)
                .max();
        return end.isPresent() ? OptionalLong.of(end.getAsLong() - start) : end;
    }

    /** False for what may come any time after Finished (RFC 8446 section 4.6). */
    private static boolean belongs(TlsMessage.Handshake message) {
        return message.type()
                .filter(type -> type == HandshakeType.NEW_SESSION_TICKET || type == HandshakeType.KEY_UPDATE)
                .isEmpty();
    }

    private static String state(Optional<ModemSocket> socket, Optional<TlsConversation> tls) {
        if (socket.isEmpty()) {
            return "before the socket";
        }
        if (socket.get().openError() != 0) {
            return "AT+QIOPEN refused with " + socket.get().openError();
        }
        if (socket.get().openedNanos().isEmpty()) {
            return "AT+QIOPEN without an answer";
        }
        if (tls.isEmpty()) {
            return "connected, without TLS";
        }
        return tls.get()
                .present()
                .map(step -> MbedTlsLine.usual(tls.get()).words(step.state()))
                .orElse(
                        tls.get().result() == TlsConversation.Result.NOT_TLS
                                ? "connected, without TLS"
                                : "after the handshake");
    }
}
