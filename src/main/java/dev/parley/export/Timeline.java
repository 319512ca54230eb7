package dev.parley.export;

import dev.parley.at.Exchange;
import dev.parley.doctor.CaseView;
import dev.parley.doctor.Finding;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.mqtt.MqttPacket;
import dev.parley.session.Snapshot;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Everything derived from a session as one list in time order: what the row formats write. */
final class Timeline {
    private Timeline() {}

    /** Whose language a row speaks. */
    enum Layer {
        LINK,
        AT,
        SOCKET,
        TLS,
        MQTT,
        DOCTOR;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One row; its texts are redacted.
     *
     * @param socket the connectID, where it belongs to one
     * @param event what happened, in the layer's own word
     * @param detail what there is to say about it, without payload
     * @param result how it ended, or empty
     * @param bytes payload bytes of an exchange, a record's bytes on the wire, a packet's bytes
     * @param took nanoseconds an exchange took
     */
    record Row(
            long nanos,
            Layer layer,
            Optional<Direction> direction,
            OptionalInt socket,
            String event,
            String detail,
            String result,
            OptionalInt bytes,
            OptionalLong took) {}

    static List<Row> of(Snapshot snapshot, Redactor redactor) {
        CaseView view = snapshot.view();
        List<Row> rows = new ArrayList<>();
        for (Event change : view.changes()) {
            rows.add(change(change, redactor));
        }
        for (Exchange exchange : view.exchanges()) {
            rows.add(exchange(exchange, redactor));
        }
        for (ModemSocket socket : view.sockets()) {
            socket(socket, redactor, rows);
        }
        for (TlsConversation conversation : new TreeMap<>(view.conversations()).values()) {
            int id = view.sockets().get(conversation.socket()).id();
            for (TlsMessage message : conversation.messages()) {
                rows.add(new Row(
                        message.endNanos(),
                        Layer.TLS,
                        Optional.of(message.direction()),
                        OptionalInt.of(id),
                        message.title(),
                        "",
                        "",
                        OptionalInt.of(conversation.recordBytes(message)),
                        OptionalLong.empty()));
            }
        }
        for (Map.Entry<Integer, List<MqttPacket>> entry : new TreeMap<>(view.packets()).entrySet()) {
            int id = entry.getKey() < 0
                    ? -1 - entry.getKey()
                    : view.sockets().get(entry.getKey()).id();
            for (MqttPacket packet : entry.getValue()) {
                rows.add(packet(packet, id, redactor));
            }
        }
        rows.sort(Comparator.comparingLong(Row::nanos));
        for (Finding finding : snapshot.findings()) {
            rows.add(new Row(
                    finding.evidence().getFirst().nanos(),
                    Layer.DOCTOR,
                    Optional.empty(),
                    OptionalInt.empty(),
                    finding.code(),
                    redactor.prose(finding.title()),
                    String.format(Locale.ROOT, "%.2f", finding.confidence()),
                    OptionalInt.empty(),
                    OptionalLong.empty()));
        }
        return rows;
    }

    private static Row change(Event change, Redactor redactor) {
        String event =
                switch (change) {
                    case Event.LinkChange link -> "link " + link.state().name().toLowerCase(Locale.ROOT);
                    case Event.Action action -> action.name();
                    case Event.Note note -> "note";
                    case Event.Signals signals -> "signals";
                    case Event.Traffic traffic -> "traffic";
                    case Event.Secret secret -> "secret " + secret.label();
                };
        String detail =
                switch (change) {
                    case Event.LinkChange link -> link.detail();
                    case Event.Action action -> action.detail();
                    case Event.Note note -> note.text();
                    case Event.Signals s ->
                        "cts=" + s.cts() + " dsr=" + s.dsr() + " dcd=" + s.dcd() + " ring=" + s.ring() + " rts="
                                + s.rts() + " dtr=" + s.dtr();
                    case Event.Traffic traffic -> "";
                    case Event.Secret secret -> "";
                };
        return new Row(
                change.nanos(),
                Layer.LINK,
                Optional.empty(),
                OptionalInt.empty(),
                event,
                redactor.text(detail),
                "",
                OptionalInt.empty(),
                OptionalLong.empty());
    }

    private static Row exchange(Exchange exchange, Redactor redactor) {
        boolean command = exchange.kind() == Exchange.Kind.COMMAND;
        int payload = exchange.payloadBytes();
        return new Row(
                exchange.startNanos(),
                Layer.AT,
                Optional.of(
                        exchange.lines().isEmpty()
                                ? (command ? Direction.TX : Direction.RX)
                                : exchange.lines().getFirst().direction()),
                exchange.lines().stream()
                        .mapToInt(Exchange.Line::socket)
                        .filter(socket -> socket >= 0)
                        .findFirst(),
                redactor.text(exchange.text()),
                redactor.text(answers(exchange)),
                exchange.isOpen() ? "no answer yet" : redactor.text(exchange.resultText()),
                payload == 0 ? OptionalInt.empty() : OptionalInt.of(payload),
                command ? OptionalLong.of(exchange.endNanos() - exchange.startNanos()) : OptionalLong.empty());
    }

    /** The information lines of an exchange, put in one. */
    static String answers(Exchange exchange) {
        return exchange.lines().stream()
                .filter(line -> line.role() == Exchange.Role.INFORMATION)
                .map(Exchange.Line::text)
                .collect(Collectors.joining(" / "));
    }

    private static void socket(ModemSocket socket, Redactor redactor, List<Row> rows) {
        String endpoint = redactor.text(socket.host()) + ":" + socket.port() + " " + socket.service() + " "
                + socket.mode().word();
        rows.add(socketRow(
                socket,
                socket.openRequestedNanos(),
                "open requested",
                endpoint,
                socket.openError() == 0 ? "" : "error " + socket.openError()));
        socket.openedNanos().ifPresent(nanos -> rows.add(socketRow(socket, nanos, "opened", endpoint, "")));
        socket.closedNanos()
                .ifPresent(nanos -> rows.add(socketRow(
                        socket,
                        nanos,
                        "closed",
                        "sent " + socket.sent() + ", received " + socket.received() + ", unread at the close "
                                + socket.unreadAtClose(),
                        socket.closedBy().word())));
    }

    private static Row socketRow(ModemSocket socket, long nanos, String event, String detail, String result) {
        return new Row(
                nanos,
                Layer.SOCKET,
                Optional.empty(),
                OptionalInt.of(socket.id()),
                event,
                detail,
                result,
                OptionalInt.empty(),
                OptionalLong.empty());
    }

    private static Row packet(MqttPacket packet, int socket, Redactor redactor) {
        return new Row(
                packet.nanos(),
                Layer.MQTT,
                Optional.of(packet.direction()),
                OptionalInt.of(socket),
                packet.type().name(),
                redactor.text(packet.topic())
                        + packet.problem()
                                .map(problem -> " (" + redactor.prose(problem) + ")")
                                .orElse(""),
                packet.code().isPresent() ? "code " + packet.code().getAsInt() : "",
                OptionalInt.of(packet.size()),
                OptionalLong.empty());
    }
}
