package dev.parley.export;

import dev.parley.chart.FlowPicture;
import dev.parley.chart.FlowSvg;
import dev.parley.chart.FlowView;
import dev.parley.chart.Ink;
import dev.parley.chart.Viewport;
import dev.parley.journal.Direction;
import dev.parley.session.Snapshot;
import dev.parley.socket.ModemSocket;
import dev.parley.socket.SocketStream;
import java.util.ArrayList;
import java.util.List;

/** A socket's byte flow as figures of a report, in the report's colours: the window's own chart. */
final class FlowFigures {
    private static final double WIDE = 996;
    private static final double HIGH = 360;

    /** A handshake that is less than this part of the socket's life is drawn by itself as well. */
    private static final double SMALL = 1 / 3.0;

    private FlowFigures() {}

    /** The socket's whole life; before it the handshake alone where it would be too small to see in the whole. */
    static List<String> of(Snapshot snapshot, ModemSocket socket) {
        FlowPicture picture = FlowPicture.of(snapshot, socket);
        Viewport life = life(picture, socket);
        Viewport handshake = picture.handshake();
        List<String> figures = new ArrayList<>();
        if (handshake.span() < life.span() * SMALL) {
            figures.add(figure(picture, handshake));
        }
        figures.add(figure(picture, life));
        return figures;
    }

    private static String figure(FlowPicture picture, Viewport viewport) {
        return FlowSvg.inPage(picture, FlowView.of(viewport), WIDE, HIGH, FlowFigures::colour);
    }

    private static Viewport life(FlowPicture picture, ModemSocket socket) {
        long from = socket.openRequestedNanos();
        long last = socket.closedNanos().orElse(from);
        for (Direction direction : Direction.values()) {
            List<SocketStream.Segment> segments = socket.stream(direction).segments();
            last = segments.isEmpty() ? last : Math.max(last, segments.getLast().nanos());
        }
        long room = Math.max(1_000_000, (last - from) / 20);
        return Viewport.of(Math.max(0, from - room), Math.min(last + room, Math.max(picture.endNanos(), last + 1)));
    }

    private static String colour(Ink ink) {
        return switch (ink) {
            case TEXT, AT -> "var(--soft)";
            case GRID -> "var(--rule)";
            case LINK -> "var(--ink)";
            case UP -> "var(--client)";
            case DOWN, MARK -> "var(--now)";
            case CLOSE -> "var(--bad)";
            case SOCKET -> "var(--good)";
            case TLS -> "var(--server)";
            case MQTT -> "var(--mqtt)";
            case PAPER -> "var(--paper)";
        };
    }
}
