package dev.parley.ui.shared;

import dev.parley.doctor.CaseView;
import dev.parley.journal.Direction;
import dev.parley.mqtt.MqttPacket;
import dev.parley.mqtt.MqttPacketType;
import dev.parley.socket.ModemSocket;
import dev.parley.socket.SocketStream;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import dev.parley.tls.TlsRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which AT exchange carried which TLS message and MQTT packet. It follows a session: each {@link #follow} takes in only what
 * is new. Used by one thread.
 */
public final class Carriage {
    /**
     * What an exchange carried.
     *
     * @param title for example {@code Certificate} or {@code PUBLISH demo/hello}
     */
    public record Item(Layer layer, String title, Direction direction, Focus focus) {}

    private final Map<Long, List<Item>> items = new HashMap<>();
    private final Map<Integer, Integer> messagesSeen = new HashMap<>();
    private final Map<Integer, Integer> packetsSeen = new HashMap<>();

    /** Takes in what {@code view} has more than the one before; {@code fresh} if it is of another session. */
    public void follow(CaseView view, boolean fresh) {
        if (fresh) {
            items.clear();
            messagesSeen.clear();
            packetsSeen.clear();
        }
        for (TlsConversation conversation : view.conversations().values()) {
            followMessages(view, conversation);
        }
        view.packets().forEach((socket, packets) -> followPackets(view, socket, packets));
    }

    private void followMessages(CaseView view, TlsConversation conversation) {
        List<TlsMessage> messages = conversation.messages();
        // The last one may have been incomplete, and more records of it have come since.
        int from = Math.max(0, messagesSeen.getOrDefault(conversation.socket(), 0) - 1);
        ModemSocket socket = view.sockets().get(conversation.socket());
        for (TlsMessage message : messages.subList(Math.min(from, messages.size()), messages.size())) {
            Item item = new Item(
                    Layer.TLS,
                    message.title(),
                    message.direction(),
                    new Focus.OnMessage(conversation.socket(), message.index()));
            for (int index : message.records()) {
                add(socket, conversation.records().get(index), item);
            }
        }
        messagesSeen.put(conversation.socket(), messages.size());
    }

    private void followPackets(CaseView view, int ordinal, List<MqttPacket> packets) {
        int from = packetsSeen.getOrDefault(ordinal, 0);
        ModemSocket socket = view.sockets().get(ordinal);
        TlsConversation conversation = view.conversations().get(ordinal);
        for (MqttPacket packet : packets.subList(Math.min(from, packets.size()), packets.size())) {
            Item item = new Item(
                    Layer.MQTT, title(packet), packet.direction(), new Focus.OnPacket(ordinal, packet.index()));
            if (conversation == null) {
                add(socket.stream(packet.direction()), packet.from(), packet.to(), item);
            } else {
                Optional.ofNullable(view.applications().get(ordinal))
                        .map(streams -> streams.get(packet.direction()))
                        .ifPresent(stream -> stream.records(packet.from(), packet.to())
                                .forEach(index ->
                                        add(socket, conversation.records().get(index), item)));
            }
        }
        packetsSeen.put(ordinal, packets.size());
    }

    private void add(ModemSocket socket, TlsRecord record, Item item) {
        add(socket.stream(record.direction()), record.from(), record.to(), item);
    }

    private void add(SocketStream stream, long from, long to, Item item) {
        List<SocketStream.Segment> segments = stream.segments();
        int low = 0;
        int high = segments.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (segments.get(middle).end() > from) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        for (int i = low; i < segments.size() && segments.get(i).offset() < to; i++) {
            List<Item> carried = items.computeIfAbsent(segments.get(i).exchange(), number -> new ArrayList<>(2));
            if (!carried.contains(item)) {
                carried.add(item);
            }
        }
    }

    /** What exchange {@code number} carried, in order; empty for nothing that was understood. */
    public List<Item> of(long number) {
        return items.getOrDefault(number, List.of());
    }

    /** An MQTT packet's name with its topic, for example {@code PUBLISH demo/hello}. */
    public static String title(MqttPacket packet) {
        return packet.type().name() + (packet.topic().isEmpty() ? "" : " " + packet.topic());
    }

    /** The packets that carry application messages. */
    public static boolean isMessage(MqttPacket packet) {
        return packet.type() == MqttPacketType.PUBLISH;
    }
}
