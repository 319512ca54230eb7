package dev.parley.ui.flow;

import dev.parley.at.Exchange;
import dev.parley.flow.Flow;
import dev.parley.flow.FlowLayer;
import dev.parley.flow.Times;
import dev.parley.journal.Direction;
import dev.parley.socket.ClosedBy;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.HandshakeState.Lane;
import dev.parley.tls.HandshakeStep;
import dev.parley.tls.MbedTlsLine;
import dev.parley.tls.TlsConversation;
import dev.parley.ui.shared.Figures;
import dev.parley.ui.shared.Layer;
import dev.parley.ui.shared.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * What the byte-flow chart shows, without its pixels.
 *
 * @param flow what crossed when
 * @param bands what the session was doing, in order
 * @param close the end of the socket, or nothing
 * @param endNanos the end of the time axis for the whole session
 * @param uart bytes a second that the UART can carry; 0 where the link has none or its speed is unknown
 * @param exchanges what the marks are of, by number; it may be shorter where nobody looks
 */
record FlowPicture(
        Flow flow, List<Band> bands, Optional<Close> close, long endNanos, double uart, List<Exchange> exchanges) {
    /** Without the exchanges: marks have no text. */
    FlowPicture(Flow flow, List<Band> bands, Optional<Close> close, long endNanos, double uart) {
        this(flow, bands, close, endNanos, uart, List.of());
    }

    /** The command or URC of an exchange, where it is known. */
    Optional<String> text(long exchange) {
        return exchange >= 0 && exchange < exchanges.size()
                ? Optional.of(exchanges.get((int) exchange).text())
                : Optional.empty();
    }

    /**
     * A stretch of time with a name.
     *
     * @param brief the name where there is little room, for example a state's number
     */
    record Band(long fromNanos, long toNanos, String name, String brief, Layer layer, boolean failed) {}

    /** The end of the socket. */
    record Close(long nanos, String words, boolean early) {}

    static FlowPicture of(Shown shown) {
        long end = Math.max(shown.view().durationNanos(), shown.view().live() ? shown.nowNanos() : 0);
        Optional<ModemSocket> socket = shown.socket();
        Optional<TlsConversation> conversation = shown.conversation();
        List<Band> bands = new ArrayList<>();
        Flow flow = shown.snapshot().flow();
        if (!flow.isEmpty()) {
            long opening = socket.map(ModemSocket::openRequestedNanos).orElse(end);
            bands.add(new Band(0, opening, "bring-up", "up", Layer.AT, false));
            if (socket.isPresent()) {
                long opened = socket.get().openedNanos().orElse(end);
                bands.add(new Band(
                        opening, opened, "open", "o", Layer.SOCKET, socket.get().openError() != 0));
                long closed = socket.get().closedNanos().orElse(end);
                conversation.ifPresent(it -> bands.addAll(states(it, closed)));
                long handshakeEnd = bands.getLast().toNanos();
                if (closed > handshakeEnd) {
                    bands.add(after(shown, conversation, handshakeEnd, closed));
                }
                if (end > closed) {
                    bands.add(new Band(closed, end, "after the close", "end", Layer.SOCKET, false));
                }
            }
        }
        return new FlowPicture(
                flow,
                bands,
                socket.filter(it -> it.closedBy() != ClosedBy.OPEN
                                && it.closedNanos().isPresent())
                        .map(it -> close(it, conversation)),
                end,
                UartSpeed.of(shown.snapshot().header().link()),
                shown.view().exchanges());
    }

    private static List<Band> states(TlsConversation conversation, long closedNanos) {
        MbedTlsLine line = MbedTlsLine.usual(conversation);
        List<Band> bands = new ArrayList<>();
        for (HandshakeStep step : conversation.steps()) {
            if (step.startNanos() < 0 || step.state().lane() == Lane.NONE) {
                continue;
            }
            boolean failed = step.status() == HandshakeStep.Status.FAILED;
            // A handshake that died stays in its last state until the socket is closed.
            long to = failed || step.endNanos() < 0 ? Math.max(step.startNanos(), closedNanos) : step.endNanos();
            if (to > step.startNanos() || failed) {
                bands.add(new Band(
                        step.startNanos(), to, line.title(step.state()), line.figure(step.state()), Layer.TLS, failed));
            }
        }
        return bands;
    }

    private static Band after(Shown shown, Optional<TlsConversation> conversation, long from, long to) {
        boolean mqtt = !shown.view().packets().isEmpty();
        boolean tls = conversation
                .filter(it -> it.result() == TlsConversation.Result.ESTABLISHED
                        || it.result() == TlsConversation.Result.CLOSED)
                .isPresent();
        return mqtt
                ? new Band(from, to, "MQTT", "M", Layer.MQTT, false)
                : new Band(from, to, tls ? "TLS established" : "open", "o", tls ? Layer.TLS : Layer.SOCKET, false);
    }

    private static Close close(ModemSocket socket, Optional<TlsConversation> conversation) {
        long nanos = socket.closedNanos().orElse(0);
        boolean early = conversation
                .filter(it -> it.result() == TlsConversation.Result.FAILED)
                .isPresent();
        String unread = socket.unreadAtClose() > 0 ? " · " + Figures.bytes(socket.unreadAtClose()) + " unread" : "";
        return new Close(
                nanos,
                "closed by " + socket.closedBy().word().replace('-', ' ') + " · " + Figures.time(nanos) + " s" + unread,
                early);
    }

    Optional<Band> bandAt(long nanos) {
        return bands.stream()
                .filter(band -> band.fromNanos() <= nanos && nanos < band.toNanos())
                .findFirst();
    }

    /** The whole session. */
    Viewport whole() {
        return Viewport.of(0, endNanos);
    }

    /** When something crossed the link last; 0 where nothing did. */
    long lastNanos() {
        return Math.max(
                last(flow.curve(FlowLayer.LINK, Direction.TX).totals()),
                last(flow.curve(FlowLayer.LINK, Direction.RX).totals()));
    }

    private static long last(Times times) {
        return times.size() == 0 ? 0 : times.nanos(times.size() - 1);
    }

    /** The stretch of the TLS handshake with a little room around it; the whole session where there is none. */
    Viewport handshake() {
        List<Band> tls = bands.stream()
                .filter(band -> band.layer() != Layer.AT && !band.brief().equals("end"))
                .toList();
        Optional<Band> last = tls.stream()
                .filter(band -> band.layer() == Layer.TLS && !band.brief().equals("o"))
                .reduce((a, b) -> b);
        if (tls.isEmpty() || last.isEmpty()) {
            return whole();
        }
        long from = tls.getFirst().fromNanos();
        long to = LongStream.of(
                        last.get().toNanos(),
                        close.filter(Close::early).map(Close::nanos).orElse(0L))
                .max()
                .orElse(endNanos);
        long room = Math.max(1_000_000, (to - from) / 12);
        return Viewport.of(Math.max(0, from - room), Math.min(Math.max(endNanos, 1), to + room));
    }
}
