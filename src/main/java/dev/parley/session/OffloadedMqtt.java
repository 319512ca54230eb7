package dev.parley.session;

import dev.parley.at.AtEvent;
import dev.parley.at.CommandLine;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.GrowingList;
import dev.parley.journal.Place;
import dev.parley.mqtt.MqttPacket;
import dev.parley.mqtt.MqttPacketType;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the modem's own MQTT clients do, as the AT traffic tells of it ({@code AT+QMT...}, Quectel BG96 MQTT application note): the packets
 * themselves are not seen, but what they say is. Each stands where its command or URC does: {@link MqttPacket#from} and {@link
 * MqttPacket#to} are offsets on the link, and its bytes are those of the line.
 */
final class OffloadedMqtt {
    private static final Pattern RECEIVED =
            Pattern.compile("\\+QMTRECV: (\\d+),(\\d+),\"([^\"]*)\",(?:(\\d+),)?\"(.*)\"", Pattern.DOTALL);

    /** A publish whose payload or result is to come. */
    private record Publish(int client, CommandLine.Command command) {}

    private final Map<Integer, GrowingList<MqttPacket>> packets = new HashMap<>();
    private final Map<Long, Publish> publishes = new HashMap<>();

    /** The packets by {@code -1 - client}: no socket has such a number. */
    Map<Integer, List<MqttPacket>> packets() {
        Map<Integer, List<MqttPacket>> seen = new HashMap<>();
        packets.forEach((client, list) -> seen.put(-1 - client, list.picture()));
        return seen;
    }

    void accept(AtEvent event) {
        switch (event) {
            case AtEvent.Command command when command.text().regionMatches(true, 0, "AT+QMT", 0, 6) -> command(command);
            case AtEvent.Payload payload when payload.direction() == Direction.TX -> payload(payload);
            case AtEvent.Urc urc when urc.name().startsWith("+QMT") -> urc(urc);
            default -> {}
        }
    }

    private void command(AtEvent.Command event) {
        CommandLine.Command command = CommandLine.parse(event.text()).first();
        int client = command.number(0, -1);
        if (command.form() != CommandLine.Form.SET || client < 0) {
            return;
        }
        Place place = event.place();
        Bytes line = Bytes.latin1(event.text());
        switch (command.name()) {
            case "+QMTCONN" -> add(client, new Said(MqttPacketType.CONNECT), line, place, event.nanos());
            case "+QMTSUB" ->
                add(
                        client,
                        new Said(MqttPacketType.SUBSCRIBE)
                                .topic(text(command, 2))
                                .qos(command.number(3, 0))
                                .id(command.number(1, 0)),
                        line,
                        place,
                        event.nanos());
            case "+QMTUNS" ->
                add(
                        client,
                        new Said(MqttPacketType.UNSUBSCRIBE)
                                .topic(text(command, 2))
                                .id(command.number(1, 0)),
                        line,
                        place,
                        event.nanos());
            case "+QMTDISC" -> add(client, new Said(MqttPacketType.DISCONNECT), line, place, event.nanos());
            case "+QMTPUB", "+QMTPUBEX" -> publishes.put(event.exchange(), new Publish(client, command));
            default -> {}
        }
    }

    private static String text(CommandLine.Command command, int index) {
        List<String> all = command.arguments();
        return index < all.size() ? all.get(index).replace("\"", "") : "";
    }

    private void payload(AtEvent.Payload event) {
        Publish publish = publishes.get(event.exchange());
        if (publish == null || !event.complete() || event.start() > 0) {
            return;
        }
        publishes.remove(event.exchange());
        CommandLine.Command command = publish.command();
        int qos = command.number(2, 0);
        add(
                publish.client(),
                new Said(MqttPacketType.PUBLISH)
                        .topic(text(command, 4))
                        .qos(qos)
                        .id(qos == 0 ? 0 : command.number(1, 0))
                        .retain(command.number(3, 0) == 1)
                        .payload(event.bytes()),
                event.bytes(),
                event.place(),
                event.nanos());
    }

    private void urc(AtEvent.Urc urc) {
        int client = number(urc.argument(0));
        Bytes line = Bytes.latin1(urc.text());
        switch (urc.name()) {
            case "+QMTCONN" -> {
                if (!urc.argument(2).isEmpty()) {
                    add(
                            client,
                            new Said(MqttPacketType.CONNACK).code(number(urc.argument(2))),
                            line,
                            urc.place(),
                            urc.nanos());
                }
            }
            case "+QMTSUB" ->
                add(
                        client,
                        new Said(MqttPacketType.SUBACK)
                                .id(number(urc.argument(1)))
                                .code(number(urc.argument(3))),
                        line,
                        urc.place(),
                        urc.nanos());
            case "+QMTUNS" ->
                add(
                        client,
                        new Said(MqttPacketType.UNSUBACK).id(number(urc.argument(1))),
                        line,
                        urc.place(),
                        urc.nanos());
            case "+QMTPUB", "+QMTPUBEX" -> {
                if (number(urc.argument(1)) > 0 && number(urc.argument(2)) == 0) {
                    add(
                            client,
                            new Said(MqttPacketType.PUBACK).id(number(urc.argument(1))),
                            line,
                            urc.place(),
                            urc.nanos());
                }
            }
            case "+QMTRECV" -> received(urc);
            default -> {}
        }
    }

    private void received(AtEvent.Urc urc) {
        Matcher parts = RECEIVED.matcher(urc.text());
        if (parts.matches()) {
            int id = number(parts.group(2));
            add(
                    number(parts.group(1)),
                    new Said(MqttPacketType.PUBLISH)
                            .topic(new String(
                                    parts.group(3).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
                            .id(id)
                            .payload(Bytes.latin1(parts.group(5))),
                    Bytes.latin1(urc.text()),
                    urc.place(),
                    urc.nanos());
        }
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException notANumber) {
            return -1;
        }
    }

    /** What is known of a packet. */
    private static final class Said {
        private final MqttPacketType type;
        private String topic = "";
        private boolean retain;
        private OptionalInt qos = OptionalInt.empty();
        private OptionalInt id = OptionalInt.empty();
        private OptionalInt code = OptionalInt.empty();
        private @Nullable Bytes payload;

        Said(MqttPacketType type) {
            this.type = type;
        }

        Said topic(String text) {
            topic = text;
            return this;
        }

        Said retain(boolean on) {
            retain = on;
            return this;
        }

        Said qos(int level) {
            qos = OptionalInt.of(level);
            return this;
        }

        Said id(int number) {
            id = number > 0 ? OptionalInt.of(number) : OptionalInt.empty();
            return this;
        }

        Said code(int number) {
            code = number < 0 ? OptionalInt.empty() : OptionalInt.of(number);
            return this;
        }

        Said payload(Bytes bytes) {
            payload = bytes;
            return this;
        }
    }

    private void add(int client, Said said, Bytes bytes, Place place, long nanos) {
        GrowingList<MqttPacket> list = packets.computeIfAbsent(client, its -> new GrowingList<>());
        list.add(new MqttPacket(
                list.size(),
                place.direction(),
                said.type,
                false,
                said.retain,
                said.topic,
                said.qos,
                said.id,
                said.code,
                said.payload == null ? Bytes.empty() : said.payload,
                bytes,
                place.from(),
                place.to(),
                nanos,
                Optional.empty(),
                4));
    }
}
