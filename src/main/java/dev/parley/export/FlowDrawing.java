package dev.parley.export;

import dev.parley.journal.Direction;
import dev.parley.socket.ModemSocket;
import dev.parley.socket.SocketStream.Segment;
import dev.parley.tls.HandshakeState;
import dev.parley.tls.HandshakeStep;
import dev.parley.tls.MbedTlsLine;
import dev.parley.tls.TlsConversation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A socket's bytes over time as inline SVG: up and down, cumulative, with the handshake's states as bands and the close. */
final class FlowDrawing {
    private static final int WIDTH = 980;
    private static final int HEIGHT = 286;
    private static final int LEFT = 64;
    private static final int RIGHT = WIDTH - 16;
    private static final int TOP = 40;
    private static final int BOTTOM = HEIGHT - 40;

    /** More points than this cannot be told apart on paper. */
    private static final int MOST_POINTS = 1500;

    private final ModemSocket socket;
    private final Optional<TlsConversation> conversation;
    private final long from;
    private final long to;
    private final long most;
    private final Markup svg = new Markup();

    private FlowDrawing(ModemSocket socket, Optional<TlsConversation> conversation, long from, long to) {
        this.socket = socket;
        this.conversation = conversation;
        this.from = from;
        this.to = Math.max(to, from + 1_000_000);
        this.most = Math.max(1, Math.max(bytes(Direction.TX, to), bytes(Direction.RX, to)));
    }

    /**
     * The socket's whole life; before it the handshake alone where it would be too small to see in the whole.
     *
     * @param end when the session ended
     */
    static List<String> of(ModemSocket socket, Optional<TlsConversation> conversation, long end) {
        long from = socket.openRequestedNanos();
        long last = from;
        for (Direction direction : Direction.values()) {
            List<Segment> segments = socket.stream(direction).segments();
            last = segments.isEmpty() ? last : Math.max(last, segments.getLast().nanos());
        }
        last = Math.max(last, socket.closedNanos().orElse(Math.min(end, last)));
        long to = last + (last - from) / 20;
        List<String> drawings = new ArrayList<>();
        long handshake = conversation
                .map(one -> one.steps().stream()
                        .filter(step -> step.message().isPresent())
                        .mapToLong(HandshakeStep::endNanos)
                        .max()
                        .orElse(-1))
                .orElse(-1L);
        if (handshake > from && (handshake - from) * 3 < to - from) {
            drawings.add(new FlowDrawing(socket, conversation, from, handshake + (handshake - from) / 12).draw());
        }
        drawings.add(new FlowDrawing(socket, conversation, from, to).draw());
        return drawings;
    }

    private String draw() {
        bands();
        axes();
        stream(Direction.TX, "tx");
        stream(Direction.RX, "rx");
        certificate();
        socket.closedNanos().ifPresent(this::close);
        legend();
        return "<svg class=\"drawing\" viewBox=\"0 0 " + WIDTH + " " + HEIGHT + "\" role=\"img\"><title>Byte flow from "
                + Words.seconds(from) + " s to " + Words.seconds(to) + " s</title>\n" + svg + "</svg>\n";
    }

    private void bands() {
        MbedTlsLine line = conversation.map(MbedTlsLine::usual).orElse(MbedTlsLine.V2_16);
        List<HandshakeStep> steps = conversation.map(TlsConversation::steps).orElse(List.of());
        double free = LEFT;
        for (HandshakeStep step : steps) {
            if (step.startNanos() < 0 || step.endNanos() <= step.startNanos() || step.startNanos() >= to) {
                continue;
            }
            double start = x(step.startNanos());
            double width = Math.max(0.5, x(step.endNanos()) - start);
            boolean failed = step.status() == HandshakeStep.Status.FAILED;
            String style = failed ? "bad" : step.state().lane() == HandshakeState.Lane.SERVER ? "server" : "client";
            svg.tag("<g class=\"band " + style + "\"><title>")
                    .text(line.words(step.state()))
                    .tag("</title>");
            svg.tag(String.format(
                    Locale.ROOT,
                    "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>",
                    start,
                    TOP,
                    width,
                    BOTTOM - TOP));
            double middle = start + width / 2;
            if (middle - 8 >= free) {
                svg.tag(String.format(
                        Locale.ROOT,
                        "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s%s</text>",
                        middle,
                        TOP - 5,
                        line.figure(step.state()),
                        failed ? " ✕" : ""));
                free = middle + 8;
            }
            svg.tag("</g>");
        }
        svg.tag("\n");
    }

    private void axes() {
        long step = nice(most / 4.0);
        for (long value = 0; value <= most; value += step) {
            svg.tag(line(LEFT, y(value), RIGHT, y(value), "grid"));
            svg.tag(text(LEFT - 8, y(value) + 4, "end", "axis", Words.grouped(value)));
        }
        long micros = nice((to - from) / 1000.0 / 8);
        long first = Math.ceilDiv(from / 1000, micros) * micros;
        for (long value = first; value * 1000 <= to; value += micros) {
            double at = x(value * 1000);
            svg.tag(line(at, BOTTOM, at, BOTTOM + 5, "tick"));
            svg.tag(text(
                    at,
                    BOTTOM + 19,
                    "middle",
                    "axis",
                    Words.secondsNumber(value * 1000).toPlainString()));
        }
        svg.tag(line(LEFT, BOTTOM, RIGHT, BOTTOM, "tick"));
        svg.tag(text(RIGHT, BOTTOM + 34, "end", "axis", "seconds from the session's start"));
        svg.tag(text(LEFT - 8, TOP - 5, "end", "axis", "bytes"));
    }

    /** The smallest 1, 2 or 5 times a power of ten that is not below {@code value}. */
    static long nice(double value) {
        long power = 1;
        while (power * 10 <= value) {
            power *= 10;
        }
        for (int factor : new int[] {1, 2, 5}) {
            if (power * factor >= value) {
                return power * factor;
            }
        }
        return power * 10;
    }

    private void stream(Direction direction, String style) {
        List<Segment> segments = socket.stream(direction).segments();
        StringBuilder path = new StringBuilder(String.format(Locale.ROOT, "M%.1f %.1f", x(from), y(0)));
        int stride = Math.max(1, segments.size() / MOST_POINTS);
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            if (segment.nanos() > to) {
                break;
            }
            if (i % stride == 0 || i == segments.size() - 1) {
                path.append(String.format(Locale.ROOT, " H%.1f V%.1f", x(segment.nanos()), y(segment.end())));
            }
        }
        path.append(String.format(Locale.ROOT, " H%.1f", x(to)));
        svg.tag("<path class=\"flow " + style + "\" d=\"" + path + "\"/>\n");
    }

    /** The client's Certificate is what the number people report belongs to. */
    private void certificate() {
        conversation.ifPresent(one -> one.steps().stream()
                .filter(step -> step.state() == HandshakeState.CLIENT_CERTIFICATE
                        && step.message().isPresent())
                .findFirst()
                .ifPresent(step -> {
                    long at = one.messages().get(step.message().getAsInt()).endNanos();
                    if (at > to) {
                        return;
                    }
                    double px = x(at);
                    double py = y(bytes(Direction.TX, at));
                    boolean left = px > (LEFT + RIGHT) / 2.0;
                    svg.tag(String.format(
                            Locale.ROOT, "<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>", px, py));
                    svg.tag(text(
                            px + (left ? -9 : 9),
                            py - 8,
                            left ? "end" : "start",
                            "mark",
                            "Certificate, " + step.recordBytes() + " bytes"));
                }));
    }

    private void close(long nanos) {
        if (nanos > to) {
            return;
        }
        double at = x(nanos);
        boolean left = at > (LEFT + RIGHT) / 2.0;
        svg.tag(line(at, TOP, at, BOTTOM, "cut"));
        svg.tag(text(
                at + (left ? -7 : 7),
                (TOP + BOTTOM) / 2.0,
                left ? "end" : "start",
                "closed",
                "✕ " + Words.closed(socket.closedBy()) + ", " + Words.seconds(nanos) + " s"));
    }

    private void legend() {
        String sent = "sent " + Words.grouped(bytes(Direction.TX, to));
        String received = "received " + Words.grouped(bytes(Direction.RX, to));
        svg.tag("<path class=\"flow tx\" d=\"M" + LEFT + " " + (BOTTOM + 31) + " h26\"/>");
        svg.tag(text(LEFT + 32, BOTTOM + 35, "start", "legend", sent));
        svg.tag("<path class=\"flow rx\" d=\"M" + (LEFT + 170) + " " + (BOTTOM + 31) + " h26\"/>");
        svg.tag(text(LEFT + 202, BOTTOM + 35, "start", "legend", received));
    }

    /** How many bytes of the stream had crossed by then. */
    private long bytes(Direction direction, long nanos) {
        long bytes = 0;
        for (Segment segment : socket.stream(direction).segments()) {
            if (segment.nanos() > nanos) {
                break;
            }
            bytes = segment.end();
        }
        return bytes;
    }

    private double x(long nanos) {
        double part = (nanos - from) / (double) (to - from);
        return LEFT + Math.clamp(part, 0, 1) * (RIGHT - LEFT);
    }

    private double y(long bytes) {
        return BOTTOM - bytes / (most * 1.08) * (BOTTOM - TOP);
    }

    private static String text(double x, double y, String anchor, String style, String text) {
        return String.format(
                        Locale.ROOT,
                        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" class=\"%s\">",
                        x,
                        y,
                        anchor,
                        style)
                + Markup.escape(text) + "</text>";
    }

    private static String line(double x1, double y1, double x2, double y2, String style) {
        return String.format(
                Locale.ROOT,
                "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
                style,
                x1,
                y1,
                x2,
                y2);
    }
}
