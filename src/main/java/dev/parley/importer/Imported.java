package dev.parley.importer;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import java.util.List;

/**
 * A log as a session: what crossed the link, in order, and what is to be said about it.
 *
 * @param format whose log it was taken for
 * @param items what the session holds; their times never run backwards
 * @param report what was made of the log
 */
public record Imported(String format, List<Item> items, Report report) {
    /** True if anything crossed the link. */
    public boolean hasTraffic() {
        return items.stream().anyMatch(Traffic.class::isInstance);
    }

    /** One thing of the log. */
    public sealed interface Item {
        /** Nanoseconds since the log began. */
        long nanos();
    }

    /** Bytes that crossed the link. */
    public record Traffic(long nanos, Direction direction, Bytes bytes) implements Item {}

    /** A line that is no traffic, or a remark about what is missing. */
    public record Note(long nanos, String text) implements Item {}

    /**
     * What was made of a log.
     *
     * @param lines lines of the log, or bytes where it has none
     * @param recognised how many of them became traffic
     * @param notes how many were kept as notes
     * @param sided true where the log says which of two sides spoke, so that the other one may have been the host
     * @param timed true where the log has time stamps; without, only the order is known
     * @param ambiguous what was decided without the log saying so, in sentences
     * @param lost what the log does not have, in sentences
     */
    public record Report(
            long lines,
            long recognised,
            long notes,
            boolean sided,
            boolean timed,
            List<String> ambiguous,
            List<String> lost) {
        public Report {
            ambiguous = List.copyOf(ambiguous);
            lost = List.copyOf(lost);
        }
    }
}
