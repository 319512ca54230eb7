package dev.parley.export;

import dev.parley.at.Exchange;
import dev.parley.doctor.CaseView;
import dev.parley.doctor.Closing;
import dev.parley.doctor.Evidence;
import dev.parley.doctor.Finding;
import dev.parley.doctor.Ledger;
import dev.parley.doctor.NextTest;
import dev.parley.doctor.Undecided;
import dev.parley.journal.Direction;
import dev.parley.mqtt.MqttPacket;
import dev.parley.session.Snapshot;
import dev.parley.socket.ModemSocket;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A session as a time line to read: what {@code parley demo} prints and {@code parley export --to text} writes.
 *
 * <p>Lines have at most {@value #WIDTH} characters; what Parley itself draws is ASCII, so that any terminal shows it. Control
 * characters in what the modem or the peer sent are shown as {@code ?}: a terminal must not obey them.
 */
public final class TextReport {
    /** The widest line. */
    public static final int WIDTH = 110;

    private static final int MOST_ROWS = 400;
    private static final int MOST_SOCKETS = 20;

    private final Snapshot snapshot;
    private final CaseView view;
    private final ExportOptions options;
    private final Redactor redactor;
    private final StringBuilder out = new StringBuilder();

    private TextReport(Snapshot snapshot, ExportOptions options) {
        this.snapshot = snapshot;
        this.view = snapshot.view();
        this.options = options;
        this.redactor = options.redaction().of(snapshot.view());
    }

    /** The whole report; every line ends with LF. */
    public static String of(Snapshot snapshot, ExportOptions options) {
        TextReport report = new TextReport(snapshot, options);
        report.write();
        return report.out.toString();
    }

    private void write() {
        header();
        bringUp();
        view.sockets().stream().limit(MOST_SOCKETS).forEach(this::socket);
        if (view.sockets().size() > MOST_SOCKETS) {
            line("");
            line("... and " + (view.sockets().size() - MOST_SOCKETS) + " more sockets");
        }
        Reports.offloaded(view).forEach((client, packets) -> {
            heading("MQTT CLIENT " + client + " OF THE MODEM");
            wrapped("  ", Reports.DERIVED);
            mqttRows(packets);
        });
        findings();
    }

    private void header() {
        line("=".repeat(WIDTH));
        String title = "PARLEY SESSION" + (options.source().isEmpty() ? "" : "  " + options.source());
        String started = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .format(snapshot.header().started());
        line(title + " ".repeat(Math.max(2, WIDTH - title.length() - started.length())) + started);
        line("=".repeat(WIDTH));
        fact("link", redactor.text(snapshot.header().link()));
        view.sockets().reversed().stream()
                .findFirst()
                .ifPresent(socket -> fact("endpoint", Reports.endpoint(socket, redactor)));
        fact(
                "lasted",
                Words.seconds(view.durationNanos()) + " s, " + snapshot.revision() + " events"
                        + (view.live() ? ", still running" : ""));
        fact("outcome", Reports.outcome(snapshot));
        snapshot.findings().stream().findFirst().ifPresent(finding -> {
            fact("finding", finding.code() + String.format(Locale.ROOT, " (%.2f)", finding.confidence()));
            wrapped("            ", redactor.prose(finding.title()));
        });
        snapshot.damage().ifPresent(damage -> wrapped("  damage    ", redactor.prose(damage)));
        if (redactor.isOn()) {
            fact("redacted", "identifying values are replaced by pseudonyms");
        }
    }

    private void fact(String name, String value) {
        wrapped(String.format("  %-9s ", name), value);
    }

    private void bringUp() {
        List<Exchange> exchanges = Reports.bringUp(view);
        if (exchanges.isEmpty()) {
            return;
        }
        heading("BRING-UP");
        line("      at s  command                          answer                                           result "
                + "     ms");
        for (Exchange exchange : exchanges.stream().limit(MOST_ROWS).toList()) {
            boolean command = exchange.kind() == Exchange.Kind.COMMAND;
            line(String.format(
                    "%10s  %-32s %-48s %-8s %5s",
                    Words.seconds(exchange.startNanos()),
                    clip(command ? redactor.text(exchange.text()) : "", 32),
                    clip(redactor.text(command ? Timeline.answers(exchange) : exchange.text()), 48),
                    clip(exchange.isOpen() ? "..." : exchange.resultText(), 8),
                    command ? Words.millis(exchange.endNanos() - exchange.startNanos()) : ""));
        }
        if (exchanges.size() > MOST_ROWS) {
            line("            ... and " + (exchanges.size() - MOST_ROWS) + " more");
        }
    }

    private void socket(ModemSocket socket) {
        heading("SOCKET " + socket.id() + "  " + Reports.endpoint(socket, redactor));
        line(moment(
                socket.openRequestedNanos(),
                "AT+QIOPEN written" + (socket.openError() == 0 ? "" : ", refused with error " + socket.openError())));
        socket.openedNanos()
                .ifPresent(nanos -> line(
                        moment(nanos, "open, after " + Words.millis(nanos - socket.openRequestedNanos()) + " ms")));
        socket.closedNanos()
                .ifPresent(nanos -> line(moment(
                        nanos,
                        Words.closed(socket.closedBy())
                                + (socket.unreadAtClose() == 0
                                        ? ""
                                        : ", " + socket.unreadAtClose() + " bytes still unread"))));
        line("            " + Reports.ledger(socket));
        if (socket.openedNanos().isPresent()) {
            Ledger ledger = Ledger.of(view, socket);
            line("            to the modem: " + ledger.tx().words());
            line("            from it: " + ledger.rx().words());
            wrapped("            ", ledger.verdict());
            Closing.of(view, socket).ifPresent(closing -> wrapped("            ", closing.words()));
        }
        view.conversation(socket).ifPresent(conversation -> {
            heading("TLS HANDSHAKE");
            HandshakeText.of(view, conversation, redactor).forEach(this::line);
        });
        List<MqttPacket> packets = view.packets().getOrDefault(socket.ordinal(), List.of());
        if (!packets.isEmpty()) {
            mqtt(packets);
        }
    }

    private String moment(long nanos, String what) {
        return String.format("%10s  %s", Words.seconds(nanos), what);
    }

    private void mqtt(List<MqttPacket> packets) {
        heading("MQTT");
        mqttRows(packets);
    }

    private void mqttRows(List<MqttPacket> packets) {
        line("      at s  wire  packet       qos  bytes  topic");
        for (MqttPacket packet : packets.stream().limit(MOST_ROWS).toList()) {
            String payload = payload(packet);
            line(String.format(
                            "%10s  %s  %-11s  %3s  %5d  %s",
                            Words.seconds(packet.nanos()),
                            packet.direction() == Direction.TX ? "--->" : "<---",
                            packet.type(),
                            packet.qos().isPresent()
                                    ? Integer.toString(packet.qos().getAsInt())
                                    : "",
                            packet.size(),
                            redactor.text(packet.topic())
                                    + (packet.code().isPresent()
                                            ? "code " + packet.code().getAsInt()
                                            : "")
                                    + payload)
                    .stripTrailing());
            packet.problem().ifPresent(problem -> wrapped("            !  ", redactor.prose(problem)));
        }
        if (packets.size() > MOST_ROWS) {
            line("            ... and " + (packets.size() - MOST_ROWS) + " more");
        }
    }

    /** The application message in short; redacted reports say its size only. */
    private String payload(MqttPacket packet) {
        if (packet.payload().isEmpty()) {
            return "";
        }
        return "  " + Reports.payload(packet.payload(), redactor, 48);
    }

    private void findings() {
        Optional<Undecided> undecided = Undecided.of(snapshot.view(), snapshot.findings());
        if (snapshot.findings().isEmpty() && undecided.isEmpty()) {
            return;
        }
        heading("FINDINGS");
        undecided.ifPresent(open -> {
            wrapped("  ", redactor.prose(open.why()) + ".");
            wrapped("    try        ", redactor.prose(open.test()));
            line("");
        });
        int number = 1;
        for (Finding finding : snapshot.findings()) {
            line(String.format(Locale.ROOT, "%2d. %s  %.2f", number++, finding.code(), finding.confidence()));
            wrapped("    ", redactor.prose(finding.title()));
            wrapped("    ", redactor.prose(finding.meaning()));
            for (Evidence evidence : finding.evidence()) {
                wrapped("    evidence   ", Words.seconds(evidence.nanos()) + " s  " + redactor.prose(evidence.text()));
            }
            for (String fix : finding.fix()) {
                wrapped("    try        ", redactor.prose(fix));
            }
            if (!finding.refutedBy().isEmpty()) {
                wrapped("    refuted by ", redactor.prose(finding.refutedBy()));
            }
            line("");
        }
        NextTest.of(snapshot.view(), snapshot.findings()).ifPresent(this::nextTest);
    }

    private void nextTest(NextTest test) {
        heading("NEXT: WHAT TELLS THEM APART MOST CHEAPLY");
        wrapped("  ", test.action());
        for (NextTest.Outcome outcome : test.outcomes()) {
            wrapped("    if ", outcome.seen() + ": " + String.join(", ", outcome.codes()));
        }
    }

    private void heading(String text) {
        line("");
        line(clip(text, WIDTH));
        line("-".repeat(WIDTH));
    }

    /** Wraps {@code text} at blanks; {@code first} stands before the first line, blanks of its length before the others. */
    private void wrapped(String first, String text) {
        if (text.isEmpty()) {
            return;
        }
        wrapLines(first, Reports.printable(text)).forEach(this::line);
    }

    /** {@code text} in lines of at most {@value #WIDTH} characters; {@code first} stands before the first, blanks before the others. */
    static List<String> wrapLines(String first, String text) {
        List<String> lines = new ArrayList<>();
        String indent = first;
        for (String part : wrap(text, WIDTH - first.length())) {
            lines.add(indent + part);
            indent = " ".repeat(first.length());
        }
        return lines;
    }

    static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            String rest = word;
            if (!current.isEmpty() && current.length() + 1 + rest.length() > width) {
                lines.add(current.toString());
                current.setLength(0);
            }
            while (rest.length() > width) {
                lines.add(rest.substring(0, width));
                rest = rest.substring(width);
            }
            if (!current.isEmpty()) {
                current.append(' ');
            }
            current.append(rest);
        }
        lines.add(current.toString());
        return lines;
    }

    static String clip(String text, int width) {
        String plain = Reports.printable(text);
        return plain.length() <= width ? plain : plain.substring(0, width - 3) + "...";
    }

    private void line(String text) {
        out.append(Reports.printable(text).stripTrailing()).append('\n');
    }
}
