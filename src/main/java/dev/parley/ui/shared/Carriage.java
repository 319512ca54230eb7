package dev.parley.ui.shared;

import dev.parley.at.Exchange;
import dev.parley.doctor.CaseView;
import dev.parley.journal.Direction;
import dev.parley.journal.LongColumn;
import dev.parley.journal.Place;
import dev.parley.mqtt.MqttPacket;
import dev.parley.mqtt.MqttPacketType;
import dev.parley.socket.ModemSocket;
import dev.parley.socket.SocketStream;
import dev.parley.tls.ApplicationStream;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import dev.parley.tls.TlsRecord;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which AT exchange carried which TLS message and MQTT packet.
 *
 * <p>It follows a session: each {@link #follow} takes in only what is new, and keeps of it a few numbers a record; what an exchange
 * carried is worked out when it is asked for. One thread follows; any thread may ask, and is told at least what had been followed.
 */
public final class Carriage {
    /**
     * What an exchange carried.
     *
     * @param title for example {@code Certificate} or {@code PUBLISH demo/hello}
     */
    public record Item(Layer layer, String title, Direction direction, Focus focus) {}

    private volatile @Nullable CaseView view;
    private volatile Map<Integer, SocketIndex> indices = new ConcurrentHashMap<>();

    /** Takes in what {@code newView} has more than the one before; {@code fresh} if it is of another session. */
    public void follow(CaseView newView, boolean fresh) {
        if (fresh) {
            indices = new ConcurrentHashMap<>();
        }
        newView.conversations().forEach((ordinal, conversation) -> {
            SocketIndex index = indices.get(ordinal);
            // A secret that comes late lets the conversation be read anew: then nothing stands where it stood.
            if (index == null || index.messages > conversation.messages().size()) {
                index = new SocketIndex();
                indices.put(ordinal, index);
            }
            index.follow(conversation);
        });
        newView.packets().forEach((ordinal, packets) -> {
            SocketIndex index = indices.computeIfAbsent(ordinal, key -> new SocketIndex());
            index.follow(packets);
        });
        view = newView;
    }

    /** What the exchange carried, in order; empty for nothing that was understood. */
    public List<Item> of(Exchange exchange) {
        CaseView now = view;
        List<Item> items = new ArrayList<>(2);
        if (now == null) {
            return items;
        }
        for (Exchange.Line line : exchange.lines()) {
            boolean inLine = line.role() == Exchange.Role.COMMAND
                    && exchange.text().regionMatches(true, 0, "AT+QISENDEX", 0, 11);
            if (line.role() == Exchange.Role.PAYLOAD || inLine) {
                find(now, line, items);
            }
        }
        return items;
    }

    /** Adds what the line carried. Of the sockets that had its id, it is that of the last one that stood by then. */
    private void find(CaseView now, Exchange.Line line, List<Item> items) {
        List<ModemSocket> sockets = now.sockets();
        for (int i = sockets.size() - 1; i >= 0; i--) {
            ModemSocket socket = sockets.get(i);
            if ((line.socket() < 0 || socket.id() == line.socket()) && socket.openRequestedNanos() <= line.nanos()) {
                SocketStream stream = socket.stream(line.direction());
                SocketIndex index = indices.get(socket.ordinal());
                if (index != null && carried(now, socket, stream, line.place(), index, items)) {
                    return;
                }
            }
        }
    }

    private static boolean carried(
            CaseView now, ModemSocket socket, SocketStream stream, Place place, SocketIndex index, List<Item> items) {
        List<SocketStream.Segment> segments = stream.segments();
        int first = firstAbove(segments.size(), i -> segments.get(i).place().to(), place.from());
        boolean found = false;
        for (int i = first; i < segments.size() && segments.get(i).place().overlaps(place); i++) {
            SocketStream.Segment segment = segments.get(i);
            index.add(now, socket.ordinal(), place.direction(), segment.offset(), segment.end(), items);
            found = true;
        }
        return found;
    }

    /** The first index whose number lies above {@code limit}; the numbers ascend. */
    private static int firstAbove(int size, IntToLongFunction numbers, long limit) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (numbers.applyAsLong(middle) > limit) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Where the records and packets of one socket stand, each direction for itself. */
    private static final class SocketIndex {
        private final Map<Direction, Ends> records = ends();
        private final Map<Direction, Ends> packets = ends();
        /** The message a record began or went on with first, plus one; 0 for none. */
        private final LongColumn messageOf = new LongColumn();

        private int messages;
        private int packetsSeen;

        private static Map<Direction, Ends> ends() {
            Map<Direction, Ends> ends = new EnumMap<>(Direction.class);
            for (Direction direction : Direction.values()) {
                ends.put(direction, new Ends());
            }
            return ends;
        }

        void follow(TlsConversation conversation) {
            List<TlsRecord> all = conversation.records();
            for (int i = messageOf.size(); i < all.size(); i++) {
                of(records, all.get(i).direction()).add(all.get(i).to(), i);
                messageOf.add(0);
            }
            List<TlsMessage> said = conversation.messages();
            // The last one may have been incomplete, and more records of it have come since.
            for (int i = Math.max(0, messages - 1); i < said.size(); i++) {
                for (int record : said.get(i).records()) {
                    if (messageOf.get(record) == 0) {
                        messageOf.set(record, i + 1L);
                    }
                }
            }
            messages = said.size();
        }

        void follow(List<MqttPacket> all) {
            for (int i = packetsSeen; i < all.size(); i++) {
                of(packets, all.get(i).direction()).add(all.get(i).to(), i);
            }
            packetsSeen = all.size();
        }

        private static Ends of(Map<Direction, Ends> ends, Direction direction) {
            return java.util.Objects.requireNonNull(ends.get(direction));
        }

        /** Adds what the stream's bytes {@code from} to {@code to} belong to. */
        void add(CaseView view, int ordinal, Direction direction, long from, long to, List<Item> items) {
            TlsConversation conversation = view.conversations().get(ordinal);
            List<MqttPacket> all = view.packets().getOrDefault(ordinal, List.of());
            if (conversation == null) {
                packets(ordinal, direction, from, to, all, items);
                return;
            }
            ApplicationStream plain = Optional.ofNullable(view.applications().get(ordinal))
                    .map(streams -> streams.get(direction))
                    .orElse(new ApplicationStream(List.of()));
            for (int record : of(records, direction).from(from)) {
                if (record >= conversation.records().size()
                        || conversation.records().get(record).from() >= to) {
                    break;
                }
                messages(ordinal, record, conversation, items);
                List<ApplicationStream.Span> spans = plain.spans();
                int span = firstAbove(spans.size(), i -> spans.get(i).record(), record - 1L);
                if (span < spans.size() && spans.get(span).record() == record) {
                    packets(
                            ordinal,
                            direction,
                            spans.get(span).offset(),
                            spans.get(span).end(),
                            all,
                            items);
                }
            }
        }

        private void messages(int ordinal, int record, TlsConversation conversation, List<Item> items) {
            List<TlsMessage> said = conversation.messages();
            for (int i = (int) messageOf.get(record) - 1; i >= 0 && i < said.size(); i++) {
                TlsMessage message = said.get(i);
                if (!message.records().contains(record)) {
                    break;
                }
                add(
                        items,
                        new Item(
                                Layer.TLS,
                                message.title(),
                                message.direction(),
                                new Focus.OnMessage(ordinal, message.index())));
            }
        }

        private void packets(
                int ordinal, Direction direction, long from, long to, List<MqttPacket> all, List<Item> items) {
            for (int number : of(packets, direction).from(from)) {
                if (number >= all.size() || all.get(number).from() >= to) {
                    break;
                }
                MqttPacket packet = all.get(number);
                add(
                        items,
                        new Item(
                                Layer.MQTT,
                                title(packet),
                                packet.direction(),
                                new Focus.OnPacket(ordinal, packet.index())));
            }
        }

        private static void add(List<Item> items, Item item) {
            if (!items.contains(item)) {
                items.add(item);
            }
        }
    }

    /** Things of one direction in stream order: where each ends, and its number. */
    private static final class Ends {
        private final LongColumn ends = new LongColumn();
        private final LongColumn numbers = new LongColumn();

        void add(long end, int number) {
            numbers.add(number);
            ends.add(end);
        }

        /** The numbers of the things that end behind {@code offset}, in order. */
        Iterable<Integer> from(long offset) {
            int size = ends.size();
            int first = firstAbove(size, ends::get, offset);
            return () -> java.util.stream.IntStream.range(first, size)
                    .map(i -> (int) numbers.get(i))
                    .iterator();
        }
    }

    /** An MQTT packet's name with its topic, for example {@code PUBLISH demo/hello}, {@code SUBSCRIBE a/#, b/+}. */
    public static String title(MqttPacket packet) {
        String topics = packet.filters().isEmpty()
                ? packet.topic()
                : packet.filters().stream().map(MqttPacket.Filter::filter).collect(Collectors.joining(", "));
        return packet.type().name() + (topics.isEmpty() ? "" : " " + topics);
    }

    /** The packets that carry application messages. */
    public static boolean isMessage(MqttPacket packet) {
        return packet.type() == MqttPacketType.PUBLISH;
    }
}
