package dev.parley.ui.inspector;

import dev.parley.at.Exchange;
import dev.parley.doctor.CaseView;
import dev.parley.doctor.Finding;
import dev.parley.flow.Figures;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Field;
import dev.parley.journal.Place;
import dev.parley.mqtt.MqttDissector;
import dev.parley.mqtt.MqttPacket;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsDissector;
import dev.parley.tls.TlsMessage;
import dev.parley.ui.shared.Carriage;
import dev.parley.ui.shared.Focus;
import dev.parley.ui.shared.Layer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the inspector shows of the thing that is selected: its fields and its bytes. Making one may read the session file.
 *
 * @param title what it is
 * @param detail where it comes from and how large it is
 * @param fields its field tree; offsets count from the first of {@code bytes}
 */
record Specimen(Layer layer, String title, String detail, Field fields, Bytes bytes) {
    private static final int MOST_TERMS = 8;

    /**
     * The specimen of {@code focus}, or nothing where the session has no such thing.
     *
     * @param goesOn true while more may come that changes a finding
     * @param began the wall clock at nanosecond 0 of the session, or nothing
     * @param read gives the link bytes at a place
     */
    static Optional<Specimen> of(
            Focus focus,
            CaseView view,
            List<Finding> findings,
            boolean goesOn,
            Optional<Instant> began,
            Function<Place, Bytes> read) {
        return switch (focus) {
            case Focus.OnMessage message ->
                Optional.ofNullable(view.conversations().get(message.socket()))
                        .filter(conversation ->
                                message.index() < conversation.messages().size())
                        .map(conversation ->
                                message(conversation, conversation.messages().get(message.index()), began));
            case Focus.OnExchange exchange ->
                find(view.exchanges(), exchange.number()).map(found -> exchange(found, read));
            case Focus.OnPacket packet ->
                Optional.ofNullable(view.packets().get(packet.socket()))
                        .filter(packets -> packet.index() < packets.size())
                        .map(packets -> packet(packets.get(packet.index())));
            case Focus.OnFinding finding ->
                findings.stream()
                        .filter(candidate -> candidate.code().equals(finding.code()))
                        .findFirst()
                        .map(found -> finding(found, goesOn, read));
        };
    }

    /** Exchanges stand in the order of their numbers; usually the number is the index. */
    private static Optional<Exchange> find(List<Exchange> exchanges, long number) {
        if (number >= 0
                && number < exchanges.size()
                && exchanges.get((int) number).number() == number) {
            return Optional.of(exchanges.get((int) number));
        }
        return exchanges.stream()
                .filter(candidate -> candidate.number() == number)
                .findFirst();
    }

    private static Specimen message(TlsConversation conversation, TlsMessage message, Optional<Instant> began) {
        Bytes bytes = TlsDissector.run(conversation, message);
        Field fields = TlsDissector.dissect(conversation, message, began);
        int record = conversation.recordBytes(message);
        int count = message.records().size();
        String detail = (message.direction() == Direction.TX ? "client → server" : "server → client") + " · "
                + Figures.time(message.startNanos()) + " s · " + Figures.bytes(record) + " on the wire"
                + (count > 1 ? " in " + count + " records" : "");
        String sum = sum(fields);
        return new Specimen(Layer.TLS, message.title(), sum.isEmpty() ? detail : detail + "\n" + sum, fields, bytes);
    }

    /**
     * The sum of a message's parts, as {@code 877 = 5 + 4 + 3 + (3 + 862)}; empty where the parts do not make up the whole. The
     * largest part is taken apart once more.
     */
    static String sum(Field fields) {
        List<Field> parts = fields.children();
        int total = parts.stream().mapToInt(Field::length).sum();
        if (parts.size() < 2 || parts.size() > MOST_TERMS || total != fields.length()) {
            return "";
        }
        return total + " = "
                + parts.stream()
                        .map(part -> part.length() * 2 > total ? term(part) : Integer.toString(part.length()))
                        .collect(Collectors.joining(" + "));
    }

    private static String term(Field part) {
        List<Field> inner = part.children();
        boolean whole = inner.stream().mapToInt(Field::length).sum() == part.length();
        return inner.size() < 2 || inner.size() > 4 || !whole
                ? Integer.toString(part.length())
                : inner.stream()
                        .map(field -> Integer.toString(field.length()))
                        .collect(Collectors.joining(" + ", "(", ")"));
    }

    private static Specimen exchange(Exchange exchange, Function<Place, Bytes> read) {
        List<Bytes> parts = new ArrayList<>();
        List<Field> fields = new ArrayList<>();
        int at = 0;
        for (Exchange.Line line : exchange.lines()) {
            Bytes part = read.apply(line.place());
            String value = line.role() == Exchange.Role.PAYLOAD
                    ? Figures.bytesInWords(line.length())
                    : line.role() == Exchange.Role.PROMPT ? ">" : line.text();
            fields.add(Field.leaf(
                    (line.direction() == Direction.TX ? "→ " : "← ")
                            + line.role().name().toLowerCase(Locale.ROOT),
                    value,
                    at,
                    at + part.length()));
            parts.add(part);
            at += part.length();
        }
        String detail = "exchange " + exchange.number() + " · " + Figures.time(exchange.startNanos()) + " s · "
                + (exchange.isOpen() ? "still open" : Figures.span(exchange.endNanos() - exchange.startNanos()));
        return new Specimen(
                Layer.AT, exchange.text(), detail, new Field(exchange.text(), "", 0, at, fields), Bytes.concat(parts));
    }

    private static Specimen packet(MqttPacket packet) {
        String detail = (packet.direction() == Direction.TX ? "client → broker" : "broker → client") + " · "
                + Figures.time(packet.nanos()) + " s · " + Figures.bytes(packet.size());
        return new Specimen(Layer.MQTT, Carriage.title(packet), detail, MqttDissector.dissect(packet), packet.bytes());
    }

    private static Specimen finding(Finding finding, boolean goesOn, Function<Place, Bytes> read) {
        List<Bytes> parts = new ArrayList<>();
        List<Field> fields = new ArrayList<>();
        int at = 0;
        for (dev.parley.doctor.Evidence evidence : finding.evidence()) {
            int start = at;
            for (Place place : evidence.places()) {
                Bytes part = read.apply(place);
                parts.add(part);
                at += part.length();
            }
            fields.add(Field.leaf(Figures.time(evidence.nanos()) + " s", evidence.text(), start, at));
        }
        String detail = finding.title() + (goesOn ? " (the session goes on: this may still change)" : "");
        return new Specimen(
                Layer.AT,
                "Evidence: " + finding.code(),
                detail,
                new Field("evidence", "", 0, at, fields),
                Bytes.concat(parts));
    }
}
