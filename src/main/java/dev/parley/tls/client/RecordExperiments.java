package dev.parley.tls.client;

import dev.parley.journal.Bytes;
import dev.parley.tls.client.Experiments.ByteChange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Does to a handshake's outgoing records what the {@link Experiments} say: cuts them, then alters bytes. Not thread-safe. */
final class RecordExperiments {
    private final Experiments experiments;
    /** How many bytes of the present message's records were made before this one, unaltered. */
    private int crossed;

    RecordExperiments(Experiments experiments) {
        this.experiments = experiments;
    }

    /** The records that cross the wire in the place of {@code outgoing}. */
    List<Bytes> of(SteppedProtocol.Outgoing outgoing) {
        if (outgoing.begins()) {
            crossed = 0;
        }
        List<Bytes> records = new ArrayList<>();
        for (Bytes record : cut(outgoing)) {
            records.add(altered(outgoing.message(), record));
            crossed += record.length();
        }
        return records;
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
