package dev.parley.tls;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Which message of one conversation stands for which of another.
 *
 * <p>Messages are counterparts by direction, name and order. Where no secret opens one side's handshake of TLS 1.3, its records have no
 * names: there a record's size tells, and what is left between two records of the same size is taken in order. A record that cannot be
 * read is the counterpart of every message in the other side's record.
 */
final class Counterparts {
    /**
     * Indices of the two lists; -1 where a side has nothing.
     *
     * @param sameSize true where the records of both are of the same size in all
     */
    record Pair(int first, int second, boolean sameSize) {}

    /**
     * Messages that share their records: they can be told apart on neither side if one of them cannot be read.
     *
     * @param messages indices in the list
     * @param bytes the size of its records on the wire
     */
    private record Unit(String key, boolean sealed, List<Integer> messages, Set<Integer> records, int bytes) {
        private boolean carriesOn(TlsMessage message) {
            return message.records().stream().anyMatch(records::contains);
        }

        /** True where it and what stands before it are together no longer than {@code most}. */
        private boolean follows(Unit before, int most) {
            return sealed && key.equals(before.key) && before.bytes + bytes <= most;
        }

        private Unit with(Unit next) {
            List<Integer> all = new ArrayList<>(messages);
            all.addAll(next.messages);
            return new Unit(key, true, List.copyOf(all), records, bytes + next.bytes);
        }
    }

    private final List<Unit> left;
    private final List<Unit> right;
    private final List<Pair> pairs = new ArrayList<>();

    private Counterparts(List<Unit> left, List<Unit> right) {
        this.left = left;
        this.right = right;
    }

    /**
     * Every message of both lists at least once, in the order of both; where they disagree, what only the first has comes first.
     *
     * @param bySize true where one side's handshake of TLS 1.3 cannot be read
     */
    static List<Pair> of(
            TlsConversation first,
            List<TlsMessage> firstMessages,
            TlsConversation second,
            List<TlsMessage> secondMessages,
            boolean bySize) {
        Counterparts counterparts =
                new Counterparts(units(first, firstMessages, bySize), units(second, secondMessages, bySize));
        counterparts.pair();
        return List.copyOf(counterparts.pairs);
    }

    private static List<Unit> units(TlsConversation conversation, List<TlsMessage> messages, boolean bySize) {
        List<Unit> units = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            TlsMessage message = messages.get(i);
            boolean encrypted = message.records().stream()
                    .anyMatch(index -> conversation.records().get(index).encrypted());
            boolean sealed = bySize && encrypted && conversation.isTls13();
            String way = message.direction().word() + " ";
            if (sealed && !units.isEmpty() && units.getLast().carriesOn(message)) {
                Unit before = units.removeLast();
                units.add(unit(conversation, way, before.messages(), before.records(), message, i));
            } else if (sealed) {
                units.add(unit(conversation, way, List.of(), Set.of(), message, i));
            } else {
                String name = message instanceof TlsMessage.Alert && encrypted ? "Alert" : message.title();
                units.add(new Unit(way + name, false, List.of(i), Set.of(), 0));
            }
        }
        return units;
    }

    private static Unit unit(
            TlsConversation conversation,
            String way,
            List<Integer> before,
            Set<Integer> records,
            TlsMessage message,
            int index) {
        List<Integer> messages = new ArrayList<>(before);
        messages.add(index);
        Set<Integer> all = new TreeSet<>(records);
        all.addAll(message.records());
        int bytes = all.stream()
                .mapToInt(record -> conversation.records().get(record).size())
                .sum();
        return new Unit(way, true, List.copyOf(messages), Set.copyOf(all), bytes);
    }

    private void pair() {
        int i = 0;
        int j = 0;
        for (int[] same : Alignment.of(keys(left), keys(right))) {
            between(i, same[0], j, same[1]);
            cross(left.get(same[0]), right.get(same[1]));
            i = same[0] + 1;
            j = same[1] + 1;
        }
        between(i, left.size(), j, right.size());
    }

    private static List<String> keys(List<Unit> units) {
        return units.stream()
                .map(unit -> unit.sealed() ? unit.key() + unit.bytes() : unit.key())
                .toList();
    }

    /** What has no counterpart of its own size: sealed records in their order, the rest alone. */
    private void between(int fromLeft, int toLeft, int fromRight, int toRight) {
        int j = fromRight;
        for (int i = fromLeft; i < toLeft; i++) {
            Unit one = left.get(i);
            String way = one.key();
            int other = one.sealed()
                    ? IntStream.range(j, toRight)
                            .filter(k ->
                                    right.get(k).sealed() && right.get(k).key().equals(way))
                            .findFirst()
                            .orElse(-1)
                    : -1;
            if (other < 0) {
                one.messages().forEach(index -> pairs.add(new Pair(index, -1, false)));
                continue;
            }
            alone(j, other);
            j = other + 1;
            Unit counterpart = right.get(other);
            // a message cut into several records on one side has as many counterparts on the other
            while (i + 1 < toLeft && left.get(i + 1).follows(one, counterpart.bytes())) {
                one = one.with(left.get(++i));
            }
            while (j < toRight && right.get(j).follows(counterpart, one.bytes())) {
                counterpart = counterpart.with(right.get(j++));
            }
            cross(one, counterpart);
        }
        alone(j, toRight);
    }

    private void alone(int from, int to) {
        right.subList(from, to)
                .forEach(unit -> unit.messages().forEach(index -> pairs.add(new Pair(-1, index, false))));
    }

    /** As many messages on both sides are each other's; else one of them is a record that holds all of the other's. */
    private void cross(Unit one, Unit other) {
        int most = Math.max(one.messages().size(), other.messages().size());
        for (int k = 0; k < most; k++) {
            pairs.add(new Pair(
                    one.messages().get(Math.min(k, one.messages().size() - 1)),
                    other.messages().get(Math.min(k, other.messages().size() - 1)),
                    one.bytes() == other.bytes()));
        }
    }
}
