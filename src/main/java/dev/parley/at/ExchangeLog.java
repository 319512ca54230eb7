package dev.parley.at;

import dev.parley.journal.Direction;
import dev.parley.journal.GrowingList;
import dev.parley.journal.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * Folds AT events into exchanges: the rows of the console. A row's index is its exchange's number.
 *
 * <p>One owner calls {@link #accept}; the lists it hands out may be read from any thread. An exchange that was open in a
 * picture may show its later lines there, see {@link GrowingList}.
 */
public final class ExchangeLog {
    private final GrowingList<Exchange> rows = new GrowingList<>();
    private final GrowingList<AtEvent.Urc> urcs = new GrowingList<>();
    /** Rows that gained lines since they were last made. */
    private final LinkedHashSet<Draft> changed = new LinkedHashSet<>();

    private final List<Draft> drafts = new ArrayList<>();
    private final PlaceIndex tx = new PlaceIndex();
    private final PlaceIndex rx = new PlaceIndex();
    private final Texts texts = new Texts();

    /**
     * Takes in the decoder's next event.
     *
     * @throws IllegalArgumentException if it belongs to an exchange that neither exists nor is the next one
     */
    public void accept(AtEvent event) {
        Draft draft = draft(event);
        draft.add(line(event));
        switch (event) {
            case AtEvent.FinalResult e -> draft.end(e.code(), texts.one(e.text()));
            case AtEvent.Urc e -> urcs.add(e);
            case AtEvent.Command _, AtEvent.Echo _, AtEvent.Information _, AtEvent.Prompt _ -> {}
            case AtEvent.Payload _, AtEvent.Noise _ -> {}
        }
        changed.add(draft);
        Place place = event.place();
        if (place.length() > 0) {
            index(place.direction()).add(place.from(), (int) event.exchange());
        }
    }

    /** All exchanges so far, in the order they began. */
    public List<Exchange> exchanges() {
        makeRows();
        return rows.picture();
    }

    /** All URCs so far, in wire order. */
    public List<AtEvent.Urc> urcs() {
        return urcs.picture();
    }

    /** The exchange with this number, or nothing. */
    public Optional<Exchange> exchange(long number) {
        makeRows();
        return number >= 0 && number < rows.size() ? Optional.of(rows.get((int) number)) : Optional.empty();
    }

    /** The exchanges that have a byte in {@code place}, in order. */
    public List<Exchange> at(Place place) {
        makeRows();
        return index(place.direction()).rows(place.from(), place.to()).stream()
                .map(rows::get)
                .filter(exchange ->
                        exchange.lines().stream().anyMatch(line -> line.place().overlaps(place)))
                .toList();
    }

    private PlaceIndex index(Direction direction) {
        return direction == Direction.TX ? tx : rx;
    }

    /** The draft of the event's exchange. Few are open at a time: the newest ones. */
    private Draft draft(AtEvent event) {
        for (int i = drafts.size() - 1; i >= 0; i--) {
            if (drafts.get(i).number == event.exchange()) {
                return drafts.get(i);
            }
        }
        if (event.exchange() < rows.size()) {
            Draft again = new Draft(rows.get((int) event.exchange()));
            drafts.add(again);
            return again;
        }
        if (event.exchange() != rows.size()) {
            throw new IllegalArgumentException(
                    "exchange " + event.exchange() + " where " + rows.size() + " is the next one");
        }
        makeRows();
        drafts.removeIf(draft -> !draft.isOpen());
        Draft draft = new Draft(event, kind(event), texts.one(title(event)));
        drafts.add(draft);
        rows.add(draft.exchange());
        return draft;
    }

    private void makeRows() {
        for (Draft draft : changed) {
            rows.replace((int) draft.number, draft.exchange());
        }
        changed.clear();
    }

    private static Exchange.Kind kind(AtEvent event) {
        return switch (event) {
            case AtEvent.Urc _ -> Exchange.Kind.URC;
            case AtEvent.Noise _ -> Exchange.Kind.NOISE;
            case AtEvent.Command _, AtEvent.Echo _, AtEvent.Information _, AtEvent.Prompt _ -> Exchange.Kind.COMMAND;
            case AtEvent.Payload _, AtEvent.FinalResult _ -> Exchange.Kind.COMMAND;
        };
    }

    private static String title(AtEvent event) {
        return switch (event) {
            case AtEvent.Command e -> e.text();
            case AtEvent.Urc e -> e.text();
            case AtEvent.Noise e -> e.why();
            case AtEvent.Echo e -> e.text();
            case AtEvent.Information e -> e.text();
            case AtEvent.FinalResult e -> e.text();
            case AtEvent.Prompt _, AtEvent.Payload _ -> "";
        };
    }

    private Exchange.Line line(AtEvent event) {
        Exchange.Role role =
                switch (event) {
                    case AtEvent.Command _ -> Exchange.Role.COMMAND;
                    case AtEvent.Echo _ -> Exchange.Role.ECHO;
                    case AtEvent.Information _ -> Exchange.Role.INFORMATION;
                    case AtEvent.Prompt _ -> Exchange.Role.PROMPT;
                    case AtEvent.Payload _ -> Exchange.Role.PAYLOAD;
                    case AtEvent.FinalResult _ -> Exchange.Role.RESULT;
                    case AtEvent.Urc _ -> Exchange.Role.URC;
                    case AtEvent.Noise _ -> Exchange.Role.NOISE;
                };
        int socket = event instanceof AtEvent.Payload payload ? payload.socket() : -1;
        Place place = event.place();
        return new Exchange.Line(role, place.direction(), texts.one(title(event)), socket, place, event.nanos());
    }

    /** A row in the making. */
    private static final class Draft {
        private final long number;
        private final Exchange.Kind kind;
        private final String text;
        private final long startNanos;
        private final List<Exchange.Line> lines;
        private Optional<ResultCode> result;
        private String resultText;

        Draft(AtEvent first, Exchange.Kind kind, String text) {
            this.number = first.exchange();
            this.kind = kind;
            this.text = text;
            this.startNanos = first.nanos();
            this.lines = new ArrayList<>(4);
            this.result = Optional.empty();
            this.resultText = "";
        }

        /** A row that gains lines after its end: payload pushed behind a URC, transparent mode behind CONNECT. */
        Draft(Exchange row) {
            this.number = row.number();
            this.kind = row.kind();
            this.text = row.text();
            this.startNanos = row.startNanos();
            this.lines = new ArrayList<>(row.lines());
            this.result = row.result();
            this.resultText = row.resultText();
        }

        void add(Exchange.Line line) {
            lines.add(line);
        }

        void end(ResultCode code, String text) {
            result = Optional.of(code);
            resultText = text;
        }

        boolean isOpen() {
            return kind == Exchange.Kind.COMMAND && result.isEmpty();
        }

        Exchange exchange() {
            long end = lines.isEmpty() ? startNanos : lines.getLast().nanos();
            return new Exchange(number, kind, text, result, resultText, startNanos, end, lines);
        }
    }

    /** Which exchange the bytes from some offset on belong to; offsets only grow. */
    private static final class PlaceIndex {
        private long[] from = new long[64];
        private int[] rows = new int[64];
        private int size;

        void add(long offset, int row) {
            if (size > 0 && rows[size - 1] == row) {
                return;
            }
            if (size == from.length) {
                from = Arrays.copyOf(from, size * 2);
                rows = Arrays.copyOf(rows, size * 2);
            }
            from[size] = offset;
            rows[size++] = row;
        }

        /** The rows that may hold a byte from {@code start} to {@code end}, ascending, each once. */
        List<Integer> rows(long start, long end) {
            int found = Arrays.binarySearch(from, 0, size, start);
            int first = found >= 0 ? found : Math.max(0, -found - 2);
            List<Integer> result = new ArrayList<>();
            for (int i = first; i < size && from[i] < end; i++) {
                result.add(rows[i]);
            }
            return result.stream().sorted().distinct().toList();
        }
    }

    /** Keeps one copy of texts that come again and again ({@code OK}, {@code AT+QIRD=0,1500}). */
    private static final class Texts {
        private final String[] known = new String[4096];

        String one(String text) {
            int slot = (text.hashCode() * 0x9E3779B9) >>> 20;
            String seen = known[slot];
            if (text.equals(seen)) {
                return seen;
            }
            known[slot] = text;
            return text;
        }
    }
}
