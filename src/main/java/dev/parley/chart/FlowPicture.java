package dev.parley.chart;

import dev.parley.at.Exchange;
import dev.parley.doctor.CaseView;
import dev.parley.flow.Figures;
import dev.parley.flow.Flow;
import dev.parley.flow.FlowLayer;
import dev.parley.flow.Times;
import dev.parley.journal.Direction;
import dev.parley.session.Snapshot;
import dev.parley.socket.ClosedBy;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.HandshakeState;
import dev.parley.tls.HandshakeState.Lane;
import dev.parley.tls.HandshakeStep;
import dev.parley.tls.MbedTlsLine;
import dev.parley.tls.TlsConversation;
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
 * @param milestones moments of a curve that have a name, in order
 * @param endNanos the end of the time axis for the whole session
 * @param uart bytes a second that the UART can carry; 0 where the link has none or its speed is unknown
 * @param exchanges what the marks are of, by number; it may be shorter where nobody looks
 */
public record FlowPicture(
        Flow flow,
        List<Band> bands,
        Optional<Close> close,
        List<Milestone> milestones,
        long endNanos,
        double uart,
        List<Exchange> exchanges) {
    /** Without milestones and exchanges: marks have no text. */
    public FlowPicture(Flow flow, List<Band> bands, Optional<Close> close, long endNanos, double uart) {
        this(flow, bands, close, List.of(), endNanos, uart, List.of());
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
    public record Band(long fromNanos, long toNanos, String name, String brief, Ink ink, boolean failed) {}

    /** A moment of a curve that has a name. */
    public record Milestone(long nanos, FlowLayer layer, Direction direction, String words) {}

    /** The end of the socket. */
    public record Close(long nanos, String words, boolean early) {}

    /**
     * What a session shows of the socket it is about.
     *
     * @param nowNanos the session's clock, nanoseconds since it began; it counts while the session goes on
     */
    public static FlowPicture of(Snapshot snapshot, long nowNanos) {
        return of(snapshot, snapshot.view().latestSocket(), nowNanos);
    }

    /** What a session that is not looked at any more shows of {@code socket}. */
    public static FlowPicture of(Snapshot snapshot, ModemSocket socket) {
        return of(snapshot, Optional.of(socket), 0);
    }

    private static FlowPicture of(Snapshot snapshot, Optional<ModemSocket> socket, long nowNanos) {
        CaseView view = snapshot.view();
        long end = Math.max(view.durationNanos(), view.live() ? nowNanos : 0);
        Optional<TlsConversation> conversation = socket.flatMap(view::conversation);
        Flow flow = snapshot.flow();
        return new FlowPicture(
                flow,
                flow.isEmpty() ? List.of() : bands(view, socket, conversation, end),
                socket.filter(it -> it.closedBy() != ClosedBy.OPEN
                                && it.closedNanos().isPresent())
                        .map(it -> close(it, conversation)),
                conversation.flatMap(FlowPicture::certificate).stream().toList(),
                end,
                UartSpeed.of(snapshot.header().link()),
                view.exchanges());
    }

    private static List<Band> bands(
            CaseView view, Optional<ModemSocket> socket, Optional<TlsConversation> conversation, long end) {
        List<Band> bands = new ArrayList<>();
        long opening = socket.map(ModemSocket::openRequestedNanos).orElse(end);
        bands.add(new Band(0, opening, "bring-up", "up", Ink.AT, false));
        if (socket.isPresent()) {
            long opened = socket.get().openedNanos().orElse(end);
            bands.add(new Band(
                    opening, opened, "open", "o", Ink.SOCKET, socket.get().openError() != 0));
            long closed = socket.get().closedNanos().orElse(end);
            conversation.ifPresent(it -> bands.addAll(states(it, closed)));
            long handshakeEnd = bands.getLast().toNanos();
            if (closed > handshakeEnd) {
                bands.add(after(view, conversation, handshakeEnd, closed));
            }
            if (end > closed) {
                bands.add(new Band(closed, end, "after the close", "end", Ink.SOCKET, false));
            }
        }
        return bands;
    }

    /** The client's Certificate is what the number people report belongs to. */
    private static Optional<Milestone> certificate(TlsConversation conversation) {
        return conversation.steps().stream()
                .filter(step -> step.state() == HandshakeState.CLIENT_CERTIFICATE
                        && step.message().isPresent())
                .findFirst()
                .map(step -> new Milestone(
                        conversation.messages().get(step.message().getAsInt()).endNanos(),
                        FlowLayer.SOCKET,
                        Direction.TX,
                        "Certificate, " + Figures.bytesInWords(step.recordBytes())));
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
                        step.startNanos(), to, line.title(step.state()), line.figure(step.state()), Ink.TLS, failed));
            }
        }
        return bands;
    }

    private static Band after(CaseView view, Optional<TlsConversation> conversation, long from, long to) {
        boolean mqtt = !view.packets().isEmpty();
        boolean tls = conversation
                .filter(it -> it.result() == TlsConversation.Result.ESTABLISHED
                        || it.result() == TlsConversation.Result.CLOSED)
                .isPresent();
        return mqtt
                ? new Band(from, to, "MQTT", "M", Ink.MQTT, false)
                : new Band(from, to, tls ? "TLS established" : "open", "o", tls ? Ink.TLS : Ink.SOCKET, false);
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

    public Optional<Band> bandAt(long nanos) {
        return bands.stream()
                .filter(band -> band.fromNanos() <= nanos && nanos < band.toNanos())
                .findFirst();
    }

    /** The whole session. */
    public Viewport whole() {
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
    public Viewport handshake() {
        List<Band> tls = bands.stream()
                .filter(band -> band.ink() != Ink.AT && !band.brief().equals("end"))
                .toList();
        Optional<Band> last = tls.stream()
                .filter(band -> band.ink() == Ink.TLS && !band.brief().equals("o"))
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
