package dev.parley.export;

import dev.parley.at.Exchange;
import dev.parley.doctor.CaseView;
import dev.parley.doctor.Evidence;
import dev.parley.doctor.Finding;
import dev.parley.doctor.Ledger;
import dev.parley.doctor.NextTest;
import dev.parley.doctor.Undecided;
import dev.parley.journal.Place;
import dev.parley.mqtt.MqttPacket;
import dev.parley.session.Snapshot;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.AlertDescription;
import dev.parley.tls.MbedTlsLine;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import dev.parley.tls.mbedtls.AuditEvidence;
import dev.parley.tls.mbedtls.AuditFinding;
import dev.parley.tls.mbedtls.MbedTlsAudit;
import dev.parley.tls.mbedtls.MbedTlsBuild;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code parley analyze --json} prints: one JSON object a session, on one line.
 *
 * <p>Times are seconds since the session began. What is not known is {@code null}; lists are there even if empty. {@code socket}
 * is the connectID, as in {@code sockets[].id}; conversations stand in the order of their sockets. {@code alert} is the alert's
 * name in RFC 5246. An evidence has its {@code text}, {@code at} and the {@code places} on the link it rests on: half-open
 * ranges of the bytes that crossed it one way. A socket's {@code ledger} has the books of {@link Ledger}; {@code undecided} is an {@link Undecided}; {@code nextTest} is a
 * {@link NextTest}. An evidence of {@code mbedtls} has the half-open range {@code from} to {@code to} in the
 * socket's stream of its direction.
 */
public final class AnalysisJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    /** A line that tells how many bytes of payload follow: {@code +QIRD: 5}, {@code +QIURC: "recv",0,5}. */
    private static final Pattern DECLARED =
            Pattern.compile("\\+QIRD: ?(\\d+)|\\+QIURC: ?\"recv\",\\d+,(\\d+)|AT\\+QISEND=\\d+,(\\d+)");

    private AnalysisJson() {}

    /**
     * The object, without a line end.
     *
     * @param file the session's name as the caller gave it
     */
    public static String of(String file, Snapshot snapshot, Redaction redaction) {
        return of(file, snapshot, redaction, Optional.empty());
    }

    /**
     * The object, with the audit of an mbedTLS build under the key {@code mbedtls} where one is given.
     *
     * @param file the session's name as the caller gave it
     */
    public static String of(String file, Snapshot snapshot, Redaction redaction, Optional<MbedTlsBuild> build) {
        Redactor redactor = redaction.of(snapshot.view());
        ObjectNode root = object(file, snapshot, redactor);
        build.ifPresent(one -> mbedTls(one, snapshot.view(), redactor, root.putObject("mbedtls")));
        return MAPPER.writeValueAsString(root);
    }

    private static void mbedTls(MbedTlsBuild build, CaseView view, Redactor redactor, ObjectNode node) {
        node.put("version", build.version().toString());
        node.put("line", build.guess().line());
        node.put("exact", build.guess().exact());
        ArrayNode remarks = node.putArray("remarks");
        build.header()
                .remarks()
                .forEach(
                        remark -> remarks.addObject().put("line", remark.line()).put("text", remark.sentence()));
        audit(MbedTlsAudit.of(build).findings(), redactor, node.putArray("findings"));
        ArrayNode conversations = node.putArray("conversations");
        for (TlsConversation conversation : new TreeMap<>(view.conversations()).values()) {
            ObjectNode one = conversations.addObject();
            one.put("socket", view.sockets().get(conversation.socket()).id());
            audit(MbedTlsAudit.of(build, conversation).withEvidence(), redactor, one.putArray("findings"));
        }
    }

    private static void audit(List<AuditFinding> findings, Redactor redactor, ArrayNode nodes) {
        for (AuditFinding finding : findings) {
            ObjectNode node = nodes.addObject();
            node.put("severity", finding.severity().word());
            node.put("option", finding.option());
            ArrayNode lines = node.putArray("lines");
            finding.lines().forEach(lines::add);
            node.put("text", redactor.prose(finding.sentence()));
            text(node, "change", redactor.prose(finding.change()));
            ArrayNode evidence = node.putArray("evidence");
            for (AuditEvidence one : finding.evidence()) {
                evidence.addObject()
                        .put("text", redactor.prose(one.text()))
                        .put("direction", one.direction().word())
                        .put("from", one.from())
                        .put("to", one.to())
                        .put("at", Words.secondsNumber(one.nanos()));
            }
        }
    }

    private static ObjectNode object(String file, Snapshot snapshot, Redactor redactor) {
        CaseView view = snapshot.view();
        ObjectNode root = MAPPER.createObjectNode();
        root.put("file", file);
        root.put("events", snapshot.revision());
        root.put("bytesLost", bytesLost(view));
        at(view, root.putObject("at"));
        ArrayNode sockets = root.putArray("sockets");
        view.sockets().forEach(socket -> socket(view, socket, sockets.addObject()));
        ArrayNode tls = root.putArray("tls");
        for (TlsConversation conversation : new TreeMap<>(view.conversations()).values()) {
            conversation(view, conversation, redactor, tls.addObject());
        }
        ArrayNode mqtt = root.putArray("mqtt");
        for (Map.Entry<Integer, List<MqttPacket>> entry : new TreeMap<>(view.packets()).entrySet()) {
            entry.getValue().forEach(packet -> packet(packet, redactor, mqtt.addObject()));
        }
        ArrayNode findings = root.putArray("findings");
        snapshot.findings().forEach(finding -> finding(finding, redactor, findings.addObject()));
        Undecided.of(snapshot.view(), snapshot.findings())
                .ifPresentOrElse(
                        open -> root.putObject("undecided")
                                .put("why", redactor.prose(open.why()))
                                .put("test", redactor.prose(open.test())),
                        () -> root.putNull("undecided"));
        NextTest.of(snapshot.view(), snapshot.findings())
                .ifPresentOrElse(test -> nextTest(test, root.putObject("nextTest")), () -> root.putNull("nextTest"));
        return root;
    }

    private static void nextTest(NextTest test, ObjectNode node) {
        node.put("action", test.action());
        ArrayNode outcomes = node.putArray("outcomes");
        for (NextTest.Outcome outcome : test.outcomes()) {
            ObjectNode one = outcomes.addObject().put("seen", outcome.seen());
            outcome.codes().forEach(one.putArray("codes")::add);
        }
    }

    private static void at(CaseView view, ObjectNode at) {
        at.put("exchanges", commands(view).count());
        at.put("urcs", view.urcs().size());
        at.put(
                "errors",
                commands(view)
                        .filter(exchange -> exchange.result()
                                .filter(code -> !code.succeeded())
                                .isPresent())
                        .count());
    }

    private static java.util.stream.Stream<Exchange> commands(CaseView view) {
        return view.exchanges().stream().filter(exchange -> exchange.kind() == Exchange.Kind.COMMAND);
    }

    /**
     * How many bytes of payload a length field promised and the link never carried, in exchanges that are over and did carry
     * payload.
     */
    static long bytesLost(CaseView view) {
        long lost = 0;
        for (Exchange exchange : view.exchanges()) {
            int payload = exchange.payloadBytes();
            if (payload == 0 || exchange.isOpen()) {
                continue;
            }
            long declared = 0;
            for (Exchange.Line line : exchange.lines()) {
                if (line.role() == Exchange.Role.ECHO) {
                    continue;
                }
                Matcher matcher =
                        DECLARED.matcher(line.text().toUpperCase(Locale.ROOT).replace("\"RECV\"", "\"recv\""));
                if (matcher.matches()) {
                    for (int group = 1; group <= matcher.groupCount(); group++) {
                        declared += matcher.group(group) == null ? 0 : Long.parseLong(matcher.group(group));
                    }
                }
            }
            lost += Math.max(0, declared - payload);
        }
        return lost;
    }

    private static void socket(CaseView view, ModemSocket socket, ObjectNode node) {
        node.put("id", socket.id());
        node.put("mode", socket.mode().word());
        node.put("sent", socket.sent());
        node.put("received", socket.received());
        number(node, "acked", socket.acked());
        number(node, "unread", socket.unread());
        node.put("closedBy", socket.closedBy().word());
        if (socket.closedNanos().isPresent()) {
            node.put("closedAt", Words.secondsNumber(socket.closedNanos().getAsLong()));
        } else {
            node.putNull("closedAt");
        }
        Ledger books = Ledger.of(view, socket);
        ObjectNode ledger = node.putObject("ledger");
        book(books.tx(), ledger.putObject("tx"));
        book(books.rx(), ledger.putObject("rx"));
        ledger.put("verdict", books.verdict());
    }

    private static void book(Ledger.Book book, ObjectNode node) {
        number(node, "declared", book.declared());
        node.put("delivered", book.delivered());
        number(node, "consumed", book.consumed());
        number(node, "modem", book.modem());
        if (book.mismatch().isEmpty()) {
            node.putNull("mismatch");
            return;
        }
        Ledger.Mismatch mismatch = book.mismatch().get();
        ObjectNode found = node.putObject("mismatch").put("offset", mismatch.offset());
        found.put("missing", mismatch.missing());
        number(found, "missingAtMost", mismatch.most());
        found.put("text", mismatch.text());
        places(mismatch.places(), found.putArray("places"));
    }

    private static void places(List<Place> places, ArrayNode nodes) {
        for (Place place : places) {
            nodes.addObject()
                    .put("direction", place.direction().word())
                    .put("from", place.from())
                    .put("to", place.to());
        }
    }

    private static void number(ObjectNode node, String name, OptionalLong value) {
        if (value.isPresent()) {
            node.put(name, value.getAsLong());
        } else {
            node.putNull(name);
        }
    }

    private static void conversation(CaseView view, TlsConversation conversation, Redactor redactor, ObjectNode node) {
        node.put("socket", view.sockets().get(conversation.socket()).id());
        text(node, "version", conversation.version());
        text(node, "suite", conversation.suite());
        text(node, "sni", redactor.text(conversation.sni()));
        MbedTlsLine line = MbedTlsLine.usual(conversation);
        ArrayNode states = node.putArray("states");
        for (StateLog.Entry entry : StateLog.of(conversation)) {
            ObjectNode state = states.addObject();
            OptionalInt number = entry.state().map(line::number).orElse(OptionalInt.empty());
            if (number.isPresent()) {
                state.put("number", number.getAsInt());
            } else {
                state.putNull("number");
            }
            text(state, "name", entry.state().flatMap(line::name).orElse(""));
            state.put("message", entry.name());
            state.put("direction", entry.direction().word());
            state.put("record", entry.recordBytes());
            state.put("bytes", entry.bytes());
            state.put("at", Words.secondsNumber(entry.nanos()));
        }
        node.put("result", conversation.result().word());
        text(node, "alert", conversation.alert().map(AnalysisJson::name).orElse(""));
    }

    private static String name(TlsMessage.Alert alert) {
        String name = AlertDescription.name(alert.description());
        return name.equals("unknown") ? name + "(" + alert.description() + ")" : name;
    }

    private static void packet(MqttPacket packet, Redactor redactor, ObjectNode node) {
        node.put("packet", packet.type().name());
        node.put("direction", packet.direction().word());
        text(node, "topic", redactor.text(packet.topic()));
        if (packet.qos().isPresent()) {
            node.put("qos", packet.qos().getAsInt());
        } else {
            node.putNull("qos");
        }
        node.put("bytes", packet.size());
        node.put("at", Words.secondsNumber(packet.nanos()));
    }

    private static void finding(Finding finding, Redactor redactor, ObjectNode node) {
        node.put("code", finding.code());
        node.put("confidence", finding.confidence());
        node.put("title", redactor.prose(finding.title()));
        ArrayNode evidence = node.putArray("evidence");
        for (Evidence one : finding.evidence()) {
            ObjectNode item = evidence.addObject();
            item.put("text", redactor.prose(one.text()));
            item.put("at", Words.secondsNumber(one.nanos()));
            places(one.places(), item.putArray("places"));
        }
        node.put("fix", redactor.prose(String.join("\n", finding.fix())));
        node.put("refutedBy", redactor.prose(finding.refutedBy()));
    }

    /** Empty text is what is not known. */
    private static void text(ObjectNode node, String name, String value) {
        if (value.isEmpty()) {
            node.putNull(name);
        } else {
            node.put(name, value);
        }
    }
}
