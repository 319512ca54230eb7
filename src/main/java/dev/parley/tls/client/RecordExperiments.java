package dev.parley.tls.client;

import dev.parley.journal.Bytes;
import dev.parley.tls.client.Experiments.ByteChange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Does to a handshake's outgoing records what the {@link Experiments} say: cuts them, then alters bytes. Not thread-safe. */
final class RecordExperiments {
    private final Experiments experiments;
    /** How many bytes of the present message's records were made before this one, unaltered. */
    private int crossed;

    private int records;
    private final Set<ByteChange> told = new HashSet<>();
    private Consumer<String> journal = words -> {};

    RecordExperiments(Experiments experiments) {
        this.experiments = experiments;
    }

    /** Who hears of each change of a byte when it is made, or that it was not. */
    void tell(Consumer<String> listener) {
        journal = listener;
    }

    /** No message leaves any more: what was to be changed and did not come has not happened. */
    void over() {
        for (ByteChange change : experiments.changes()) {
            missed(change, "no such byte of " + change.message() + " left");
        }
    }

    private void missed(ByteChange change, String why) {
        if (told.add(change)) {
            journal.accept(Experiments.MISSED + change.words() + "; " + why);
        }
    }

    /** The records that cross the wire in the place of {@code outgoing}. */
    List<Bytes> of(SteppedProtocol.Outgoing outgoing) {
        if (outgoing.begins()) {
            crossed = 0;
            records = 0;
        }
        List<Bytes> leaving = new ArrayList<>();
        for (Bytes record : cut(outgoing)) {
            leaving.add(altered(outgoing.message(), record));
            crossed += record.length();
            records++;
        }
        if (outgoing.ends()) {
            experiments.changes().stream()
                    .filter(change -> change.message().equals(outgoing.message()) && change.index() > crossed)
                    .forEach(change -> missed(
                            change,
                            change.message()
                                    + (records == 1 ? "'s record has " : "'s " + records + " records have ")
                                    + crossed + " bytes"));
        }
        return leaving;
    }

    /** A handshake message in the clear may be spread over records at will (RFC 5246 section 6.2.1). */
    private List<Bytes> cut(SteppedProtocol.Outgoing outgoing) {
        Bytes record = outgoing.record();
        if (experiments.fragmentAt().isEmpty()
                || outgoing.kind() != SteppedProtocol.Kind.HANDSHAKE
                || outgoing.encrypted()) {
            return List.of(record);
        }
        int most = experiments.fragmentAt().getAsInt();
        List<Bytes> pieces = new ArrayList<>();
        for (int from = RecordReader.HEADER; from < record.length(); from += most) {
            Bytes content = record.slice(from, Math.min(record.length(), from + most));
            byte[] length = {(byte) (content.length() >> 8), (byte) content.length()};
            pieces.add(record.slice(0, 3).plus(Bytes.wrap(length)).plus(content));
        }
        return pieces;
    }

    private Bytes altered(String message, Bytes record) {
        List<ByteChange> changes = experiments.changes().stream()
                .filter(change -> change.message().equals(message)
                        && change.index() > crossed
                        && change.index() <= crossed + record.length())
                .sorted(Comparator.comparingInt(ByteChange::index).reversed())
                .toList();
        Bytes result = record;
        for (ByteChange change : changes) {
            if (told.add(change)) {
                journal.accept(change.words());
            }
            int at = change.index() - crossed - 1;
            Bytes rest = result.from(at + 1);
            result = switch (change.change()) {
                case FLIP ->
                    result.slice(0, at)
                            .plus(Bytes.wrap(new byte[] {(byte) ~result.u8(at)}))
                            .plus(rest);
                case DROP -> result.slice(0, at).plus(rest);
            };
        }
        return result;
    }
}
