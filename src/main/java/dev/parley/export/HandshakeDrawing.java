package dev.parley.export;

import dev.parley.journal.Direction;
import dev.parley.socket.ClosedBy;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.AlertDescription;
import dev.parley.tls.HandshakeState;
import dev.parley.tls.HandshakeStep;
import dev.parley.tls.HandshakeStep.Status;
import dev.parley.tls.MbedTlsLine;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The handshake's state machine as inline SVG: the client's states left, the server's right, the wire between them, time going
 * down. What a colour says is said in words and by a sign as well.
 */
final class HandshakeDrawing {
    private static final int WIDTH = 980;
    private static final int TIME = 62;
    private static final int CLIENT = 76;
    private static final int LANE = 264;
    private static final int SERVER = WIDTH - 64 - LANE;
    private static final int WIRE_LEFT = CLIENT + LANE;
    private static final int WIRE_MIDDLE = (WIRE_LEFT + SERVER) / 2;
    private static final int ROW = 40;
    private static final int SMALL_ROW = 26;

    private final ModemSocket socket;
    private final TlsConversation conversation;
    private final MbedTlsLine line;
    private final Markup svg = new Markup();
    private int y = 46;
    private long before;

    private HandshakeDrawing(ModemSocket socket, TlsConversation conversation) {
        this.socket = socket;
        this.conversation = conversation;
        this.line = MbedTlsLine.usual(conversation);
        this.before = socket.openedNanos().orElse(socket.openRequestedNanos());
    }

    static String of(ModemSocket socket, TlsConversation conversation) {
        return new HandshakeDrawing(socket, conversation).draw();
    }

    /** What has a place in time, beside the states that were not reached. */
    private sealed interface Row {
        long nanos();

        record Step(long nanos, HandshakeStep step) implements Row {}

        record Alert(long nanos, TlsMessage.Alert alert) implements Row {}

        record Close(long nanos) implements Row {}
    }

    private String draw() {
        List<Row> rows = new ArrayList<>();
        List<HandshakeStep> ahead = new ArrayList<>();
        long last = before;
        for (HandshakeStep step : conversation.steps()) {
            if (step.status() == Status.AHEAD) {
                ahead.add(step);
                continue;
            }
            long at = step.message().isPresent()
                    ? conversation.messages().get(step.message().getAsInt()).endNanos()
                    : Math.max(step.startNanos(), last);
            last = Math.max(at, last);
            rows.add(new Row.Step(last, step));
        }
        for (TlsMessage message : conversation.messages()) {
            if (message instanceof TlsMessage.Alert alert) {
                rows.add(new Row.Alert(alert.endNanos(), alert));
            }
        }
        if (socket.closedBy() != ClosedBy.OPEN) {
            socket.closedNanos().ifPresent(nanos -> rows.add(new Row.Close(nanos)));
        }
        rows.sort(Comparator.comparingLong(Row::nanos));
        for (Row row : rows) {
            switch (row) {
                case Row.Step step -> step(step.step(), step.nanos());
                case Row.Alert alert -> alert(alert.alert());
                case Row.Close close -> close(close.nanos());
            }
        }
        ahead.forEach(step -> small(step, "not reached"));
        return frame();
    }

    private String frame() {
        int height = y + 6;
        Markup whole = new Markup();
        whole.tag("<svg class=\"drawing\" viewBox=\"0 0 " + WIDTH + " " + height + "\" role=\"img\">");
        whole.tag("<title>").text("Handshake: " + conversation.result().word()).tag("</title>\n");
        whole.tag("<defs>")
                .tag(marker("tip", "tip"))
                .tag(marker("tip-bad", "tip bad"))
                .tag("</defs>\n");
        whole.tag(text(TIME, 18, "end", "lane", "s"));
        whole.tag(text(CLIENT + LANE / 2, 18, "middle", "lane client", "client"));
        whole.tag(text(WIRE_MIDDLE, 18, "middle", "lane", "wire: message, bytes of its record"));
        whole.tag(text(SERVER + LANE / 2, 18, "middle", "lane server", "server"));
        whole.tag(text(WIDTH, 18, "end", "lane", "+ms"));
        whole.tag(line(WIRE_LEFT, 28, WIRE_LEFT, height - 4, "life"));
        whole.tag(line(SERVER, 28, SERVER, height - 4, "life"));
        whole.tag(svg.toString());
        return whole.tag("</svg>\n").toString();
    }

    private static String marker(String id, String style) {
        return "<marker id=\"" + id + "\" class=\"" + style + "\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\""
                + " markerWidth=\"8\" markerHeight=\"8\" orient=\"auto\"><path d=\"M0 0 L10 5 L0 10 z\"/></marker>";
    }

    private void step(HandshakeStep step, long nanos) {
        if (step.status() == Status.SKIPPED) {
            small(step, "left out");
            return;
        }
        if (step.status() == Status.ENCRYPTED) {
            small(step, "encrypted");
            return;
        }
        boolean failed = step.status() == Status.FAILED;
        boolean present = step.status() == Status.PRESENT;
        if (!failed && !present && step.message().isEmpty()) {
            small(step, "");
            return;
        }
        boolean server = step.state().lane() == HandshakeState.Lane.SERVER;
        int x = server ? SERVER : CLIENT;
        String style = failed ? "bad" : present ? "now" : server ? "server" : "client";
        svg.tag("<g class=\"state " + style + "\">");
        box(step.state(), x, y, 30);
        if (step.message().isPresent()) {
            times(nanos, y + 20);
            TlsMessage message = conversation.messages().get(step.message().getAsInt());
            arrow(
                    message.direction(),
                    y + 22,
                    step.state().message(),
                    step.recordBytes(),
                    failed,
                    message.title() + ": record " + step.recordBytes() + " bytes, message " + step.messageBytes()
                            + " bytes");
        }
        if (failed || present) {
            if (failed) {
                cross(WIRE_MIDDLE + (server ? -104 : 104), y + 22);
            }
            String words = failed ? "the handshake died here" : "the handshake waits here";
            svg.tag(text(
                    server ? CLIENT + LANE - 14 : SERVER + 14,
                    y + 20,
                    server ? "end" : "start",
                    "words",
                    (failed ? "✕ " : "… ") + words));
        }
        svg.tag("</g>\n");
        y += ROW;
    }

    /** A state in which nothing crossed the wire. */
    private void small(HandshakeStep step, String words) {
        boolean server = step.state().lane() == HandshakeState.Lane.SERVER;
        svg.tag("<g class=\"state faint\">");
        box(step.state(), server ? SERVER : CLIENT, y, 20);
        if (!words.isEmpty()) {
            svg.tag(text(server ? SERVER - 12 : WIRE_LEFT + 12, y + 14, server ? "end" : "start", "words", words));
        }
        svg.tag("</g>\n");
        y += SMALL_ROW;
    }

    private void box(HandshakeState state, int x, int top, int height) {
        svg.tag("<rect x=\"" + x + "\" y=\"" + top + "\" width=\"" + LANE + "\" height=\"" + height + "\" rx=\"5\"/>");
        int base = top + height / 2 + 4;
        svg.tag(text(x + 30, base, "end", "number", line.figure(state)));
        svg.tag(text(x + 42, base, "start", "name", line.shortName(state)));
    }

    private void times(long nanos, int base) {
        svg.tag(text(TIME, base, "end", "time", Words.seconds(nanos)));
        svg.tag(text(WIDTH, base, "end", "time", "+" + Words.millis(nanos - before)));
        before = nanos;
    }

    private void arrow(Direction direction, int at, String message, int bytes, boolean bad, String details) {
        int from = direction == Direction.TX ? WIRE_LEFT : SERVER;
        int to = direction == Direction.TX ? SERVER - 2 : WIRE_LEFT + 2;
        svg.tag("<g><title>").text(details).tag("</title>");
        svg.tag("<line class=\"arrow\" x1=\"" + from + "\" y1=\"" + at + "\" x2=\"" + to + "\" y2=\"" + at
                + "\" marker-end=\"url(#" + (bad ? "tip-bad" : "tip") + ")\"/>");
        svg.tag(text(WIRE_MIDDLE, at - 6, "middle", "message", message + " · " + bytes + " B"));
        svg.tag("</g>");
    }

    private void cross(int x, int at) {
        svg.tag("<path class=\"cross\" d=\"M" + (x - 6) + " " + (at - 6) + " l12 12 m0 -12 l-12 12\"/>");
    }

    private void alert(TlsMessage.Alert alert) {
        boolean server = alert.direction() == Direction.RX;
        boolean bad = alert.description() != AlertDescription.CLOSE_NOTIFY.number();
        int x = server ? SERVER : CLIENT;
        svg.tag("<g class=\"state " + (bad ? "bad" : "faint") + "\">");
        svg.tag("<rect x=\"" + x + "\" y=\"" + y + "\" width=\"" + LANE + "\" height=\"30\" rx=\"5\"/>");
        String name = alert.description() < 0
                ? "encrypted"
                : AlertDescription.name(alert.description()) + " (" + alert.description() + ")";
        svg.tag(text(x + 12, y + 19, "start", "name", (bad ? "ALERT " : "alert ") + name));
        times(alert.endNanos(), y + 20);
        arrow(
                alert.direction(),
                y + 22,
                alert.isFatal() ? "fatal Alert" : "Alert",
                conversation.recordBytes(alert),
                bad,
                alert.title());
        if (bad && alert.description() >= 0) {
            List<String> lines = TextReport.wrap(AlertDescription.meaning(alert.description()), 40);
            int base = y + (lines.size() > 1 ? 13 : 20);
            for (String part : lines.subList(0, Math.min(3, lines.size()))) {
                svg.tag(text(server ? CLIENT + LANE - 14 : SERVER + 14, base, server ? "end" : "start", "words", part));
                base += 14;
            }
        }
        svg.tag("</g>\n");
        y += ROW;
    }

    private void close(long nanos) {
        svg.tag("<g class=\"state bad\">");
        svg.tag(line(CLIENT, y + 10, SERVER + LANE, y + 10, "cut"));
        cross(WIRE_MIDDLE, y + 10);
        String unread = socket.unreadAtClose() == 0
                ? ""
                : String.format(Locale.ROOT, ", %d bytes still unread in the modem", socket.unreadAtClose());
        svg.tag(text(WIRE_MIDDLE, y + 30, "middle", "words", Words.closed(socket.closedBy()) + unread));
        svg.tag(text(TIME, y + 14, "end", "time", Words.seconds(nanos)));
        svg.tag("</g>\n");
        y += ROW + 2;
    }

    private static String text(int x, int at, String anchor, String style, String text) {
        return "<text x=\"" + x + "\" y=\"" + at + "\" text-anchor=\"" + anchor + "\" class=\"" + style + "\">"
                + Markup.escape(text) + "</text>";
    }

    private static String line(int x1, int y1, int x2, int y2, String style) {
        return "<line class=\"" + style + "\" x1=\"" + x1 + "\" y1=\"" + y1 + "\" x2=\"" + x2 + "\" y2=\"" + y2
                + "\"/>";
    }
}
