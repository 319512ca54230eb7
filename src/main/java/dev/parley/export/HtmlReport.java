package dev.parley.export;

import dev.parley.at.Exchange;
import dev.parley.doctor.CaseView;
import dev.parley.doctor.Closing;
import dev.parley.doctor.Evidence;
import dev.parley.doctor.Finding;
import dev.parley.doctor.Ledger;
import dev.parley.doctor.Undecided;
import dev.parley.journal.Direction;
import dev.parley.mqtt.MqttPacket;
import dev.parley.session.Snapshot;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.Sum;
import dev.parley.tls.TlsConversation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * A session as one page for a ticket or for paper: the verdict first, then the handshake, the byte flow, the ledger, the findings
 * with their evidence, MQTT and AT.
 *
 * <p>The page is one file. It holds no script and fetches nothing, and its own policy forbids both; every text that came from
 * the session is escaped.
 */
public final class HtmlReport {
    private static final int MOST_ROWS = 500;
    private static final int MOST_SOCKETS = 12;
    /** An endpoint of more letters may be broken, behind a dot or a hyphen of its name. */
    private static final int MOST_HOST = 40;

    private final Snapshot snapshot;
    private final CaseView view;
    private final ExportOptions options;
    private final Redactor redactor;
    private final Markup page = new Markup();

    private HtmlReport(Snapshot snapshot, ExportOptions options) {
        this.snapshot = snapshot;
        this.view = snapshot.view();
        this.options = options;
        this.redactor = options.redaction().of(snapshot.view());
    }

    /** The whole page. */
    public static String of(Snapshot snapshot, ExportOptions options) {
        HtmlReport report = new HtmlReport(snapshot, options);
        report.write();
        return report.page.toString();
    }

    private void write() {
        String title = options.source().isEmpty() ? "Parley session" : options.source();
        page.tag("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .tag("<meta name=\"viewport\" content=\"width=device-width\">\n")
                .tag("<meta name=\"color-scheme\" content=\"light dark\">\n")
                .tag("<meta http-equiv=\"Content-Security-Policy\"")
                .tag(" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
                .element("title", "", title)
                .tag("\n<style>\n")
                .tag(style())
                .tag("</style>\n</head>\n<body>\n<main>\n");
        head(title);
        verdict();
        List<ModemSocket> sockets = view.sockets();
        for (ModemSocket socket : sockets.stream().limit(MOST_SOCKETS).toList()) {
            view.conversation(socket).ifPresent(conversation -> handshake(socket, conversation));
            if (socket.sent() + socket.received() > 0) {
                flow(socket);
            }
        }
        if (sockets.size() > MOST_SOCKETS) {
            page.element(
                    "p",
                    " class=\"note\"",
                    "Handshakes and byte flow of the first " + MOST_SOCKETS + " sockets are drawn; the ledger has all "
                            + sockets.size() + ".");
        }
        ledger();
        findings();
        mqtt();
        exchanges();
        foot();
        page.tag("</main>\n</body>\n</html>\n");
    }

    private static String style() {
        try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
            if (in == null) {
                throw new IllegalStateException("report.css is part of this program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the report's style sheet: " + e.getMessage(), e);
        }
    }

    private void head(String title) {
        page.tag("<header>\n<p class=\"mark\">Parley session report</p>\n").element("h1", "", title);
        page.tag("\n<dl class=\"facts\">\n");
        fact(
                "Started",
                DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS 'UTC'", Locale.ROOT)
                        .withZone(ZoneOffset.UTC)
                        .format(snapshot.header().started()));
        fact("Lasted", Words.seconds(view.durationNanos()) + " s" + (view.live() ? ", still running" : ""));
        fact("Link", redactor.text(snapshot.header().link()));
        view.sockets().reversed().stream()
                .findFirst()
                .ifPresent(socket -> fact("Endpoint", Reports.endpoint(socket, redactor)));
        view.conversations().values().stream()
                .findFirst()
                .filter(conversation -> !conversation.version().isEmpty())
                .ifPresent(conversation -> fact(
                        "TLS",
                        conversation.version() + ", " + conversation.suite()
                                + conversation
                                        .resumption()
                                        .map(by -> ", resumed by " + by.title())
                                        .orElse("")));
        fact("Journal", Words.grouped(snapshot.revision()) + " events");
        page.tag("</dl>\n</header>\n");
    }

    private void fact(String name, String value) {
        page.tag("<div>").element("dt", "", name).element("dd", "", value).tag("</div>\n");
    }

    private void verdict() {
        boolean bad = Reports.failed(snapshot);
        page.tag("<section class=\"verdict " + (bad ? "bad" : "good") + "\">\n");
        page.tag("<p class=\"outcome\"><span class=\"sign\">")
                .tag(bad ? "&#10005;" : "&#10003;")
                .tag("</span> ");
        page.text(Words.capital(Reports.outcome(snapshot))).tag("</p>\n");
        Undecided.of(view, snapshot.findings())
                .ifPresent(open -> page.element("p", " class=\"warn\"", redactor.prose(open.why()) + ".")
                        .tag("\n<p><b>Try next:</b> ")
                        .text(redactor.prose(open.test()))
                        .tag("</p>\n"));
        snapshot.findings().stream().findFirst().ifPresent(finding -> {
            page.element("h2", "", redactor.prose(finding.title()));
            if (!finding.meaning().isEmpty()) {
                page.element("p", "", redactor.prose(finding.meaning()));
            }
            page.tag("<p class=\"code\"><code>").text(finding.code()).tag("</code> confidence ");
            page.text(confidence(finding)).tag("</p>\n");
            if (!finding.fix().isEmpty()) {
                page.tag("<p><b>Try next:</b> ")
                        .text(redactor.prose(finding.fix().getFirst()))
                        .tag("</p>\n");
            }
        });
        view.conversations().values().stream()
                .flatMap(conversation ->
                        conversation.clientCertificate().map(sent -> Sum.of(conversation, sent)).stream())
                .findFirst()
                .ifPresent(this::sum);
        snapshot.damage()
                .ifPresent(damage -> page.tag("<p class=\"warn\"><b>The record is incomplete:</b> ")
                        .text(redactor.prose(damage))
                        .tag("</p>\n"));
        page.tag("</section>\n");
    }

    private void sum(Sum sum) {
        page.tag("<div class=\"sum\">\n<p>The client&#39;s Certificate took <b>" + sum.total() + " bytes</b>: ");
        page.tag("<code>" + sum.numbers() + "</code></p>\n<div class=\"terms\">");
        page.tag("<div class=\"term total\"><b>" + sum.total() + "</b><span>on the wire</span></div>");
        String sign = "=";
        for (Sum.Part part : sum.parts()) {
            page.tag("<i>" + sign + "</i><div class=\"term\"><b>" + part.bytes() + "</b>");
            page.element("span", "", part.what()).tag("</div>");
            sign = "+";
        }
        page.tag("</div>\n</div>\n");
    }

    private static String confidence(Finding finding) {
        return String.format(Locale.ROOT, "%.2f", finding.confidence());
    }

    private void handshake(ModemSocket socket, TlsConversation conversation) {
        page.tag("<section class=\"drawn\">\n");
        page.element("h2", "", "Handshake" + (view.sockets().size() > 1 ? " on socket " + socket.id() : ""));
        page.element(
                "p",
                " class=\"note\"",
                Reports.agreed(conversation, redactor)
                        + ". States carry mbedTLS's names and numbers; times are seconds from the session's start.");
        page.tag(HandshakeDrawing.of(socket, conversation));
        String sealed = Reports.sealed(conversation);
        if (!sealed.isEmpty()) {
            page.element("p", " class=\"note\"", sealed);
        }
        if (!conversation.problems().isEmpty()) {
            page.tag("<ul class=\"problems\">");
            conversation.problems().forEach(problem -> page.element("li", "", redactor.prose(problem)));
            page.tag("</ul>\n");
        }
        page.tag("</section>\n");
    }

    private void flow(ModemSocket socket) {
        page.tag("<section class=\"drawn\">\n")
                .element("h2", "", "Byte flow" + (view.sockets().size() > 1 ? " of socket " + socket.id() : ""));
        page.element(
                "p",
                " class=\"note\"",
                "What crossed since the left edge, and bytes a second below it: all bytes of the link to the modem,"
                    + " those of the sockets' streams, and what TLS carried in the clear. Up is drawn through, down is"
                    + " dashed. Bands are handshake states, by their numbers; marks are the commands that send and"
                    + " read, and URCs.");
        FlowFigures.of(snapshot, socket).forEach(page::tag);
        page.tag("</section>\n");
    }

    private void ledger() {
        if (view.sockets().isEmpty()) {
            return;
        }
        table(
                "Ledger",
                "Socket",
                "Endpoint",
                "Mode",
                "#Opened s",
                "#Closed s",
                "Closed by",
                "#Sent",
                "#Refused",
                "#Acked",
                "#Received",
                "#Unread",
                "#Unread at close");
        for (ModemSocket socket : view.sockets().stream().limit(MOST_ROWS).toList()) {
            page.tag("<tr>").number(Integer.toString(socket.id()));
            String endpoint = redactor.text(socket.host()) + ":" + socket.port();
            boolean broken = endpoint.length() > MOST_HOST;
            page.tag(broken ? "<td class=\"c long host\">" : "<td class=\"c host\">")
                    .tag(Markup.escape(endpoint).replace(".", broken ? ".<wbr>" : "."))
                    .tag("</td>");
            page.cell(socket.mode().word());
            page.number(socket.openError() == 0 ? seconds(socket.openedNanos()) : "error " + socket.openError());
            page.number(seconds(socket.closedNanos())).cell(socket.closedBy().word());
            page.number(Words.grouped(socket.sent())).number(Words.grouped(socket.refused()));
            page.number(grouped(socket.acked())).number(Words.grouped(socket.received()));
            page.number(grouped(socket.unread())).number(Words.grouped(socket.unreadAtClose()));
            page.tag("</tr>\n");
        }
        page.tag("</tbody></table></div>\n");
        more(view.sockets().size(), "sockets");
        page.element(
                "p",
                " class=\"note\"",
                "Sent: accepted by the modem. Acked: the peer's acknowledgement, as AT+QISEND=id,0 told it last."
                        + " Unread: what AT+QIRD=id,0 told last. A dash: never asked or not yet.");
        page.tag("</section>\n");
        List<ModemSocket> opened = view.sockets().stream()
                .filter(socket -> socket.openedNanos().isPresent())
                .limit(MOST_SOCKETS)
                .toList();
        if (!opened.isEmpty()) {
            books(opened);
        }
    }

    private void books(List<ModemSocket> sockets) {
        table(
                "Were bytes lost, stranded or never sent?",
                "Socket",
                "Way",
                "#Declared",
                "#On the line",
                "#In TLS records",
                "#Modem's count",
                "First mismatch");
        List<String> verdicts = new ArrayList<>();
        for (ModemSocket socket : sockets) {
            Ledger ledger = Ledger.of(view, socket);
            book(socket, "to the modem", ledger.tx());
            book(socket, "from the modem", ledger.rx());
            verdicts.add("Socket " + socket.id() + ": " + ledger.verdict()
                    + Closing.of(view, socket)
                            .map(closing -> " " + closing.words())
                            .orElse(""));
        }
        page.tag("</tbody></table></div>\n");
        verdicts.forEach(verdict -> page.element("p", "", verdict));
        page.tag("</section>\n");
    }

    private void book(ModemSocket socket, String way, Ledger.Book book) {
        page.tag("<tr>").number(Integer.toString(socket.id())).cell(way);
        page.number(grouped(book.declared())).number(Words.grouped(book.delivered()));
        page.number(grouped(book.consumed())).number(grouped(book.modem()));
        page.cell(book.mismatch()
                .map(found -> "byte " + Words.grouped(found.offset()))
                .orElse("none"));
        page.tag("</tr>\n");
    }

    private static String seconds(OptionalLong nanos) {
        return nanos.isPresent() ? Words.seconds(nanos.getAsLong()) : "–";
    }

    private static String grouped(OptionalLong number) {
        return number.isPresent() ? Words.grouped(number.getAsLong()) : "–";
    }

    private void findings() {
        if (snapshot.findings().isEmpty()) {
            return;
        }
        page.tag("<section>\n<h2>Findings</h2>\n");
        for (Finding finding : snapshot.findings()) {
            page.tag("<article class=\"finding\">\n<h3>")
                    .text(redactor.prose(finding.title()))
                    .tag("</h3>\n");
            page.tag("<p class=\"code\"><code>").text(finding.code()).tag("</code> confidence ");
            page.text(confidence(finding)).tag("</p>\n");
            if (!finding.meaning().isEmpty()) {
                page.element("p", "", redactor.prose(finding.meaning()));
            }
            page.tag("<h4>Evidence</h4>\n<table class=\"evidence\"><tbody>\n");
            for (Evidence evidence : finding.evidence()) {
                page.tag("<tr>").number(Words.seconds(evidence.nanos()) + " s").cell(redactor.prose(evidence.text()));
                page.code(Reports.places(evidence.places())).tag("</tr>\n");
            }
            page.tag("</tbody></table>\n");
            if (!finding.fix().isEmpty()) {
                page.tag("<h4>What to try, cheapest first</h4>\n<ol>\n");
                finding.fix()
                        .forEach(fix ->
                                page.element("li", "", redactor.prose(fix)).tag("\n"));
                page.tag("</ol>\n");
            }
            if (!finding.refutedBy().isEmpty()) {
                page.tag("<p><b>It would be refuted by:</b> ")
                        .text(redactor.prose(finding.refutedBy()))
                        .tag("</p>\n");
            }
            page.tag("</article>\n");
        }
        page.tag("</section>\n");
    }

    private void mqtt() {
        List<MqttPacket> packets = new ArrayList<>();
        view.sockets().forEach(socket -> packets.addAll(view.packets().getOrDefault(socket.ordinal(), List.of())));
        mqtt("MQTT packets", "", packets);
        Reports.offloaded(view)
                .forEach((client, told) -> mqtt("MQTT client " + client + " of the modem", Reports.DERIVED, told));
    }

    private void mqtt(String title, String about, List<MqttPacket> packets) {
        if (packets.isEmpty()) {
            return;
        }
        table(title, "#At s", "Way", "Packet", "Topic", "#QoS", "#Code", "#Bytes", "Message");
        for (MqttPacket packet : packets.stream().limit(MOST_ROWS).toList()) {
            page.tag("<tr>").number(Words.seconds(packet.nanos())).cell(way(packet.direction()));
            page.cell(packet.type().name()).code(redactor.text(packet.topic()));
            page.number(packet.qos().isPresent() ? Integer.toString(packet.qos().getAsInt()) : "");
            page.number(
                    packet.code().isPresent() ? Integer.toString(packet.code().getAsInt()) : "");
            page.number(Integer.toString(packet.size()));
            page.code(packet.problem()
                    .map(redactor::prose)
                    .orElse(packet.payload().isEmpty() ? "" : Reports.payload(packet.payload(), redactor, 80)));
            page.tag("</tr>\n");
        }
        page.tag("</tbody></table></div>\n");
        more(packets.size(), "packets");
        if (!about.isEmpty()) {
            page.element("p", " class=\"note\"", about);
        }
        page.tag("</section>\n");
    }

    private static String way(Direction direction) {
        return direction == Direction.TX ? "→ tx" : "← rx";
    }

    private void exchanges() {
        if (view.exchanges().isEmpty()) {
            return;
        }
        table("AT exchanges", "#At s", "Line", "Answer", "#Payload", "Result", "#Took ms");
        for (Exchange exchange : view.exchanges().stream().limit(MOST_ROWS).toList()) {
            boolean command = exchange.kind() == Exchange.Kind.COMMAND;
            boolean error = exchange.result().filter(code -> !code.succeeded()).isPresent();
            page.tag(error ? "<tr class=\"error\">" : command ? "<tr>" : "<tr class=\"urc\">");
            page.number(Words.seconds(exchange.startNanos()));
            page.code(redactor.text(exchange.text())).code(redactor.text(Timeline.answers(exchange)));
            int payload = exchange.payloadBytes();
            page.number(payload == 0 ? "" : Words.grouped(payload) + " B");
            page.cell(
                    switch (exchange.kind()) {
                        case COMMAND -> exchange.isOpen() ? "no answer yet" : redactor.text(exchange.resultText());
                        case URC -> "URC";
                        case NOISE -> "noise";
                    });
            page.number(command ? Words.millis(exchange.endNanos() - exchange.startNanos()) : "");
            page.tag("</tr>\n");
        }
        page.tag("</tbody></table></div>\n");
        more(view.exchanges().size(), "exchanges");
        page.tag("</section>\n");
    }

    /** Opens a section with a table; a column whose name begins with # holds numbers. */
    private void table(String title, String... columns) {
        page.tag("<section>\n").element("h2", "", title).tag("\n<div class=\"scroll\"><table>\n<thead><tr>");
        for (String column : columns) {
            boolean number = column.startsWith("#");
            page.element("th", number ? " class=\"n\"" : "", number ? column.substring(1) : column);
        }
        page.tag("</tr></thead>\n<tbody>\n");
    }

    private void more(int all, String what) {
        if (all > MOST_ROWS) {
            page.element(
                    "p",
                    " class=\"note\"",
                    "The first " + MOST_ROWS + " of " + Words.grouped(all) + " " + what
                            + " are shown; the session file has all.");
        }
    }

    private void foot() {
        page.tag("<footer>\n<p>Made by ").text(snapshot.header().program());
        page.tag(" from the bytes that crossed the link. ");
        page.text(
                redactor.isOn()
                        ? "Redacted: IMEI, IMSI, ICCID, phone numbers, IP addresses, user names, passwords and PINs"
                                + " are replaced by pseudonyms, the same for the same value; payload is left out. Host"
                                + " names, topics and names in certificates are as they were."
                        : "Not redacted: identifying values are as they were.");
        page.tag("</p>\n</footer>\n");
    }
}
