package dev.parley.ui.console;

import dev.parley.at.Exchanges;
import dev.parley.journal.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;

/** The operator's notes and bookmarks, each at the row it is about: that of its place, else the last one that had begun. */
final class Notes {
    private static final String BARE = "bookmark";

    private final TreeMap<Integer, List<String>> byRow = new TreeMap<>();
    private int seen;

    /** Takes in what is new among a session's events. */
    void follow(List<Event> changes, Exchanges exchanges, boolean fresh) {
        if (fresh || changes.size() < seen) {
            byRow.clear();
            seen = 0;
        }
        for (; seen < changes.size(); seen++) {
            if (changes.get(seen) instanceof Event.Note note && !exchanges.isEmpty()) {
                byRow.computeIfAbsent(row(note, exchanges), row -> new ArrayList<>())
                        .add(note.text().isBlank() ? BARE : note.text());
            }
        }
    }

    private static int row(Event.Note note, Exchanges exchanges) {
        OptionalInt at = note.place().map(place -> exchanges.at(place).min()).orElse(OptionalInt.empty());
        if (at.isPresent()) {
            return at.getAsInt();
        }
        int low = 0;
        int high = exchanges.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (exchanges.get(middle).startNanos() <= note.nanos()) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return Math.max(0, low - 1);
    }

    /** What was noted at the row. */
    List<String> at(int row) {
        return byRow.getOrDefault(row, List.of());
    }

    /** The next row with a note after {@code row}, or the one before it, around the end. */
    OptionalInt next(int row, boolean forward) {
        if (byRow.isEmpty()) {
            return OptionalInt.empty();
        }
        Integer found = forward ? byRow.higherKey(row) : byRow.lowerKey(row);
        return OptionalInt.of(found != null ? found : forward ? byRow.firstKey() : byRow.lastKey());
    }
}
