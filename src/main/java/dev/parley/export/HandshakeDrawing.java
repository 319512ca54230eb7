package dev.parley.export;

import dev.parley.journal.Direction;
import dev.parley.socket.ClosedBy;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.AlertDescription;
import dev.parley.tls.Flights;
import dev.parley.tls.HandshakeState.Lane;
import dev.parley.tls.HandshakeStep;
import dev.parley.tls.HandshakeStep.Status;
import dev.parley.tls.MbedTlsLine;
import dev.parley.tls.Sum;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The handshake's state machine as inline SVG, in the forms of the desktop's panel: a row a state with its flight, number and
 * name, the message as an arrow between the client's line and the server's, and the row where it died or stands drawn large. What a
 * colour says is said in words and by a sign as well.
 */
final class HandshakeDrawing {
    private static final int WIDTH = 980;
    private static final int BRACKET = 56;
    private static final int SIGN = 70;
    private static final int NUMBER = 184;
    private static final int NAME = 194;
    private static final int CLIENT = 404;
    private static final int SERVER = 828;
    private static final int TIME = 916;
    private static final int TOP = 34;
    private static final int ROW = 27;
    private static final int FAINT_ROW = 19;
    private static final int LARGE_ROW = 58;
    /** What fits over the wire between the two lines. */
    private static final double OVER_WIRE = SERVER - CLIENT - 28;
    /** How wide a character is: of a message's name, of its bytes, of the sum, and of a sum written small. */
    private static final double NAME_LETTER = 6.9;

    private static final double BYTES_LETTER = 7.4;
    private static final double SUM_LETTER = 6.7;
    private static final double SMALL_LETTER = 5.6;
    /** A name with more letters than this is written smaller. */
    private static final int MOST_NAME = 26;

    private final ModemSocket socket;
    private final TlsConversation conversation;
    private final MbedTlsLine line;
    private final List<Integer> flights;
    private final Markup svg = new Markup();
    private int y = TOP;
    private int flight;

    private HandshakeDrawing(ModemSocket socket, TlsConversation conversation) {
        this.socket = socket;
        this.conversation = conversation;
        this.line = MbedTlsLine.usual(conversation);
        this.flights = Flights.of(conversation.messages(), conversation.steps());
    }

    static String of(ModemSocket socket, TlsConversation conversation) {
        return new HandshakeDrawing(socket, conversation).draw();
    }

    private String draw() {
        List<HandshakeStep> steps = conversation.steps();
        Optional<HandshakeStep> last = conversation.last();
        boolean ended = false;
        for (int i = 0; i < steps.size(); i++) {
            HandshakeStep step = steps.get(i);
            step(step, flights.get(i));
            if (last.filter(step::equals).isPresent()) {
                ending();
                ended = true;
            }
        }
        if (!ended) {
            ending();
        }
        int height = y + 6;
        Markup whole = new Markup();
        whole.tag("<svg class=\"drawing handshake\" viewBox=\"0 0 " + WIDTH + " " + height + "\" role=\"img\">");
        whole.tag("<title>").text("Handshake: " + conversation.result().word()).tag("</title>\n");
        whole.tag("<defs>")
                .tag(marker("tip", "tip"))
                .tag(marker("tip-bad", "tip bad"))
                .tag("</defs>\n");
        whole.tag(text(BRACKET - 6, 18, "end", "lane", "flight"));
        whole.tag(text(NUMBER, 18, "end", "lane", "no."));
        whole.tag(text(NAME, 18, "start", "lane", "state MBEDTLS_SSL_…"));
        whole.tag(text(CLIENT, 18, "middle", "lane client", "CLIENT"));
        whole.tag(text((CLIENT + SERVER) / 2, 18, "middle", "lane", "message, bytes of its record"));
        whole.tag(text(SERVER, 18, "middle", "lane server", "SERVER"));
        whole.tag(text(TIME, 18, "end", "lane", "ended s"));
        whole.tag(text(WIDTH - 4, 18, "end", "lane", "took ms"));
        whole.tag(line(CLIENT, TOP - 6, CLIENT, height - 4, "life"));
        whole.tag(line(SERVER, TOP - 6, SERVER, height - 4, "life"));
        whole.tag(svg.toString());
        return whole.tag("</svg>\n").toString();
    }

    private static String marker(String id, String style) {
        return "<marker id=\"" + id + "\" class=\"" + style + "\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\""
                + " markerWidth=\"8\" markerHeight=\"8\" orient=\"auto\" markerUnits=\"userSpaceOnUse\">"
                + "<path d=\"M0 0 L10 5 L0 10 z\"/></marker>";
    }

    private void step(HandshakeStep step, int itsFlight) {
        Status status = step.status();
        boolean died = status == Status.FAILED;
        boolean stands = status == Status.PRESENT;
        boolean crossed = step.message().isPresent();
        boolean server = step.state().lane() == Lane.SERVER;
        boolean faint = !died && !stands && !crossed;
        int height = died || stands ? LARGE_ROW : faint ? FAINT_ROW : ROW;
        String style = died ? "bad large" : stands ? "now large" : faint ? "faint" : server ? "server" : "client";
        svg.tag("<g class=\"state " + style + "\"><title>")
                .text(line.words(step.state()))
                .tag("</title>");
        if (died || stands) {
            svg.tag("<rect x=\"0\" y=\"" + y + "\" width=\"" + WIDTH + "\" height=\"" + (height - 3) + "\" rx=\"4\"/>");
        }
        bracket(itsFlight, height, server);
        int middle = y + height / 2;
        int base = middle + 4;
        svg.tag(text(SIGN, died || stands ? base + 2 : base, "start", "sign", sign(step)));
        svg.tag(text(NUMBER, died || stands ? base + 2 : base, "end", "number", line.figure(step.state())));
        String name = line.shortName(step.state());
        String nameStyle = name.length() > MOST_NAME ? "long name" : "name";
        svg.tag(text(NAME, died || stands ? base + 2 : base, "start", nameStyle, name));
        if (crossed) {
            TlsMessage message = conversation.messages().get(step.message().getAsInt());
            arrow(
                    message,
                    step.state().message() + (message instanceof TlsMessage.Protected ? "?" : ""),
                    step.recordBytes(),
                    died ? middle + 2 : middle + 6,
                    died);
            svg.tag(text(TIME, base, "end", "time", Words.seconds(message.endNanos())));
        }
        if (step.startNanos() >= 0 && step.endNanos() >= step.startNanos() && !faint) {
            svg.tag(text(WIDTH - 4, base, "end", "time", Words.millis(step.endNanos() - step.startNanos())));
        }
        if (died || stands) {
            svg.tag(text(
                    server ? CLIENT + 12 : SERVER - 12,
                    y + height - 9,
                    server ? "start" : "end",
                    "words",
                    died
                            ? "✕ the handshake died " + (conversation.goneOn().isPresent() ? "of this message" : "here")
                            : "… the handshake waits here"));
        }
        svg.tag("</g>\n");
        y += height;
    }

    private static String sign(HandshakeStep step) {
        return switch (step.status()) {
            case DONE -> "✓ done";
            case SKIPPED -> "↷ left out";
            case ENCRYPTED -> "▪ encrypted";
            case AHEAD -> "○ not reached";
            case PRESENT -> "… now";
            case FAILED -> "✕ failed";
        };
    }

    /** The stroke of a flight beside its rows, with its name where it begins. */
    private void bracket(int itsFlight, int height, boolean server) {
        if (itsFlight == 0) {
            return;
        }
        boolean begins = itsFlight != flight;
        flight = itsFlight;
        String side = server ? "flight server" : "flight client";
        svg.tag(line(BRACKET, y + (begins ? 3 : 0), BRACKET, y + height, side));
        if (begins) {
            svg.tag(text(BRACKET - 6, y + Math.min(height / 2 + 4, 18), "end", side, "flight " + itsFlight));
        }
    }

    private void arrow(TlsMessage message, String name, int bytes, int at, boolean bad) {
        boolean fromClient = message.direction() == Direction.TX;
        int from = fromClient ? CLIENT : SERVER;
        int to = fromClient ? SERVER - 2 : CLIENT + 2;
        Sum sum = Sum.of(conversation, message);
        svg.tag("<g><title>").text(sum.text()).tag("</title>");
        svg.tag("<line class=\"arrow\" x1=\"" + from + "\" y1=\"" + at + "\" x2=\"" + to + "\" y2=\"" + at
                + "\" marker-end=\"url(#" + (bad ? "tip-bad" : "tip") + ")\"/>");
        if (bad) {
            cross(fromClient ? SERVER - 26 : CLIENT + 26, at);
        }
        String numbers = sum.numbers();
        String parts = sum.total() == bytes
                ? numbers.substring(Integer.toString(sum.total()).length())
                : "";
        double room = OVER_WIRE
                - (name.length() + 3) * NAME_LETTER
                - (Integer.toString(bytes).length() + 2) * BYTES_LETTER;
        String size = parts.length() * SUM_LETTER <= room ? "parts" : "small parts";
        if (parts.length() * SMALL_LETTER > room) {
            parts = "";
        }
        svg.tag("<text x=\"" + (fromClient ? CLIENT + 14 : SERVER - 14) + "\" y=\"" + (at - 6) + "\" text-anchor=\""
                        + (fromClient ? "start" : "end") + "\" class=\"message\">")
                .text(name + " · ")
                .tag("<tspan class=\"bytes\">" + bytes + " B</tspan><tspan class=\"" + size + "\">" + parts
                        + "</tspan>")
                .tag("</text></g>");
    }

    private void cross(int x, int at) {
        svg.tag("<path class=\"cross\" d=\"M" + (x - 7) + " " + (at - 7) + " l14 14 m0 -14 l-14 14\"/>");
    }

    /** The alert and the close, in the order in which they were seen. */
    private void ending() {
        long closed = socket.closedBy() == ClosedBy.OPEN
                ? Long.MAX_VALUE
                : socket.closedNanos().orElse(Long.MAX_VALUE);
        Optional<TlsMessage.Alert> alert = conversation.alert();
        boolean late = alert.isPresent() && alert.get().startNanos() > closed;
        alert.filter(it -> !late).ifPresent(it -> alert(it, AlertDescription.meaning(it.description())));
        if (closed != Long.MAX_VALUE) {
            close(closed);
        }
        alert.filter(it -> late).ifPresent(it -> alert(it, "read after the close"));
    }

    private void alert(TlsMessage.Alert alert, String words) {
        boolean fromClient = alert.direction() == Direction.TX;
        int middle = y + ROW / 2;
        svg.tag("<g class=\"state " + (alert.isFatal() ? "bad" : "client") + "\">");
        svg.tag(text(SIGN, middle + 4, "start", "sign", alert.isFatal() ? "✕ fatal" : "! warning"));
        svg.tag(text(NAME, middle + 4, "start", "name", "ALERT " + alert.description()));
        arrow(
                alert,
                AlertDescription.name(alert.description()) + " (" + alert.description() + ")",
                conversation.recordBytes(alert),
                middle + 6,
                false);
        svg.tag(text(TIME, middle + 4, "end", "time", Words.seconds(alert.endNanos())));
        y += ROW;
        for (String part : TextReport.wrap(words, 72)) {
            svg.tag(text(fromClient ? CLIENT + 14 : SERVER - 14, y + 10, fromClient ? "start" : "end", "words", part));
            y += 15;
        }
        svg.tag("</g>\n");
    }

    private void close(long nanos) {
        boolean bad = conversation.result() == TlsConversation.Result.FAILED
                || conversation.result() == TlsConversation.Result.HANDSHAKING;
        int middle = y + ROW / 2;
        svg.tag("<g class=\"state " + (bad ? "bad" : "faint") + "\">");
        svg.tag(text(SIGN, middle + 4, "start", "sign", bad ? "✕ closed" : "✓ closed"));
        svg.tag(text(NAME, middle + 4, "start", "name", "SOCKET " + socket.id()));
        svg.tag(line(CLIENT, middle + 6, SERVER, middle + 6, "cut"));
        String unread = socket.unreadAtClose() == 0
                ? ""
                : String.format(Locale.ROOT, ", %d bytes still unread in the modem", socket.unreadAtClose());
        svg.tag(text((CLIENT + SERVER) / 2, middle, "middle", "words", Words.closed(socket.closedBy()) + unread));
        svg.tag(text(TIME, middle + 4, "end", "time", Words.seconds(nanos)));
        svg.tag("</g>\n");
        y += ROW;
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
