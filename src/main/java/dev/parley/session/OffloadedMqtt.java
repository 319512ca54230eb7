package dev.parley.session;

import dev.parley.at.AtEvent;
import dev.parley.at.CommandLine;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.GrowingList;
import dev.parley.journal.Place;
import dev.parley.mqtt.MqttPacket;
import dev.parley.mqtt.MqttPacketType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
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

    /** Result of a packet that was sent again, and is waited for. */
    private static final int SENT_AGAIN = 1;

    /** A publish whose payload or result is to come. */
    private record Publish(int client, CommandLine.Command command) {}

    /** A message by its client and identifier. */
    private record Message(int client, int id) {}

    private final Map<Integer, GrowingList<MqttPacket>> packets = new HashMap<>();
    private final Map<Long, Publish> publishes = new HashMap<>();
    /** The messages of QoS 2 under way. */
    private final Set<Message> twice = new HashSet<>();

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
            // The answer to AT+QMTRECV=client,place: a message that the modem had kept.
            case AtEvent.Information line
            when line.text().startsWith("+QMTRECV: ") -> received(line.text(), line.place(), line.nanos());
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
            case "+QMTSUB" -> {
                Said subscribe = new Said(MqttPacketType.SUBSCRIBE).id(command.number(1, 0));
                for (int i = 2; i < command.arguments().size(); i += 2) {
                    subscribe.filter(utf8(command.argument(i)), OptionalInt.of(command.number(i + 1, 0)));
                }
                add(client, subscribe.qos(command.number(3, 0)), line, place, event.nanos());
            }
            case "+QMTUNS" -> {
                Said unsubscribe = new Said(MqttPacketType.UNSUBSCRIBE).id(command.number(1, 0));
                for (int i = 2; i < command.arguments().size(); i++) {
                    unsubscribe.filter(utf8(command.argument(i)), OptionalInt.empty());
                }
                add(client, unsubscribe, line, place, event.nanos());
            }
            case "+QMTDISC" -> add(client, new Said(MqttPacketType.DISCONNECT), line, place, event.nanos());
            case "+QMTPUB", "+QMTPUBEX" -> publishes.put(event.exchange(), new Publish(client, command));
            default -> {}
        }
    }

    /** MQTT's strings are UTF-8 (MQTT 3.1.1 section 1.5.3), an AT line is read byte for byte. */
    private static String utf8(String line) {
        return Bytes.latin1(line).utf8();
    }

    private void payload(AtEvent.Payload event) {
        Publish publish = publishes.get(event.exchange());
        if (publish == null || !event.complete() || event.start() > 0) {
            return;
        }
        publishes.remove(event.exchange());
        CommandLine.Command command = publish.command();
        int qos = command.number(2, 0);
        Message message = new Message(publish.client(), command.number(1, 0));
        if (qos == 2) {
            twice.add(message);
        } else {
            // An identifier is given anew though the last word on the message that had it never came.
            twice.remove(message);
        }
        add(
                publish.client(),
                new Said(MqttPacketType.PUBLISH)
                        .topic(utf8(command.argument(4)))
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
            case "+QMTSUB" -> {
                if (succeeded(urc)) {
                    add(
                            client,
                            new Said(MqttPacketType.SUBACK)
                                    .id(number(urc.argument(1)))
                                    .code(granted(urc)),
                            line,
                            urc.place(),
                            urc.nanos());
                }
            }
            case "+QMTUNS" -> {
                if (succeeded(urc)) {
                    add(
                            client,
                            new Said(MqttPacketType.UNSUBACK).id(number(urc.argument(1))),
                            line,
                            urc.place(),
                            urc.nanos());
                }
            }
            case "+QMTPUB", "+QMTPUBEX" -> published(client, urc, line);
            case "+QMTRECV" -> received(urc.text(), urc.place(), urc.nanos());
            default -> {}
        }
    }

    /** The last word on a message of QoS 1 or 2, which is PUBACK or PUBCOMP. */
    private void published(int client, AtEvent.Urc urc, Bytes line) {
        int id = number(urc.argument(1));
        int result = number(urc.argument(2));
        if (id <= 0 || result == SENT_AGAIN) {
            return;
        }
        boolean isOfTwo = twice.remove(new Message(client, id));
        if (result == 0) {
            MqttPacketType type = isOfTwo ? MqttPacketType.PUBCOMP : MqttPacketType.PUBACK;
            add(client, new Said(type).id(id), line, urc.place(), urc.nanos());
        }
    }

    /** Sent again is no result yet; where the broker never answers, there is no acknowledgement to show. */
    private static boolean succeeded(AtEvent.Urc urc) {
        return number(urc.argument(2)) == 0;
    }

    /** One value a filter; the first that refuses, else the first. */
    private static int granted(AtEvent.Urc urc) {
        List<Integer> values = urc.arguments().stream()
                .skip(3)
                .map(OffloadedMqtt::number)
                .filter(value -> value >= 0)
                .toList();
        return values.stream()
                .filter(value -> value >= 0x80)
                .findFirst()
                .or(() -> values.stream().findFirst())
                .orElse(-1);
    }

    private void received(String line, Place place, long nanos) {
        Matcher parts = RECEIVED.matcher(line);
        if (parts.matches()) {
            add(
                    number(parts.group(1)),
                    new Said(MqttPacketType.PUBLISH)
                            .topic(utf8(parts.group(3)))
                            .id(number(parts.group(2)))
                            .payload(Bytes.latin1(parts.group(5))),
                    Bytes.latin1(line),
                    place,
                    nanos);
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
        private final List<MqttPacket.Filter> filters = new ArrayList<>();

        Said(MqttPacketType type) {
            this.type = type;
        }

        Said topic(String text) {
            topic = text;
            return this;
        }

        Said filter(String text, OptionalInt asked) {
            filters.add(new MqttPacket.Filter(text, asked));
            if (topic.isEmpty()) {
                topic = text;
            }
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
                4,
                said.filters,
                true));
    }
}
