package dev.parley.at;

import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.LongColumn;
import dev.parley.journal.Place;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Folds AT events into exchanges: the rows of the console. A row's index is its exchange's number.
 *
 * <p>A row is not kept as objects. Its lines are kept as numbers, 24 bytes a line (where it stands on the link, when it crossed,
 * which text), the texts once each, and the payload not at all: that stays in the journal. {@link Exchange} and {@link
 * AtEvent.Urc} are made when somebody looks. A million rows take less than 100 MB so.
 *
 * <p>One owner calls {@link #accept}; the lists it hands out never change and may be read from any thread.
 */
public final class ExchangeLog {
    private static final long LOW = 0xffff_ffffL;

    private final LineStore lines = new LineStore();
    /** A row's first and last line. */
    private final LongColumn rows = new LongColumn();

    private final LongColumn urcRows = new LongColumn();
    /** Rows that hold a command and URC rows, by the name they begin with. */
    private final Map<String, LongColumn> byName = new ConcurrentHashMap<>();
    /** Lines of answers and URCs, by the name before their colon. */
    private final Map<String, LongColumn> byTold = new ConcurrentHashMap<>();
    /** Rows with a result other than OK, by its code. */
    private final Map<ResultCode, LongColumn> byCode = new ConcurrentHashMap<>();
    /** Lines that make a row a disturbed one. */
    private final LongColumn disturbances = new LongColumn();
    /** No row before this one is open. */
    private int firstOpen;

    /** Takes in the decoder's next event; commands are taken for Parley's own. */
    public void accept(AtEvent event) {
        accept(event, Event.Origin.PARLEY);
    }

    /**
     * Takes in the decoder's next event.
     *
     * @param writer who wrote to the link last
     * @throws IllegalArgumentException if it belongs to an exchange that neither exists nor is the next one
     */
    public void accept(AtEvent event, Event.Origin writer) {
        if (event.exchange() > rows.size()) {
            throw new IllegalArgumentException(
                    "exchange " + event.exchange() + " where " + rows.size() + " is the next one");
        }
        int row = (int) event.exchange();
        String title = title(event);
        Exchange.Role role = role(event);
        Event.Origin origin = kind(role) == Exchange.Kind.COMMAND ? writer : Event.Origin.MODEM;
        int line = lines.add(event, role, title, origin);
        if (row == rows.size()) {
            rows.add((long) line << 32 | line);
            begin(event, row, title);
        } else {
            append(row, line);
        }
        if (role == Exchange.Role.INFORMATION || role == Exchange.Role.URC) {
            String name = AnswerRules.name(title);
            if (!name.isEmpty()) {
                list(byTold, name).add(line);
            }
        }
        if (Exchanges.isDisturbance(role, title)) {
            disturbances.add(line);
        }
        if (event instanceof AtEvent.FinalResult result && result.code() != ResultCode.OK) {
            list(byCode, result.code()).add(row);
        }
    }

    private void begin(AtEvent event, int row, String title) {
        switch (kind(role(event))) {
            case COMMAND -> list(byName, commandName(title)).add(row);
            case URC -> {
                urcRows.add(row);
                list(byName, AtEvent.Urc.name(title)).add(row);
            }
            case NOISE -> {}
        }
    }

    private void append(int row, int line) {
        long ends = rows.get(row);
        lines.link((int) ends, line);
        rows.set(row, (ends & ~LOW) | line);
    }

    private static <K> LongColumn list(Map<K, LongColumn> lists, K key) {
        LongColumn present = lists.get(key);
        if (present == null) {
            present = new LongColumn();
            lists.put(key, present);
        }
        return present;
    }

    /** What stands before a command's {@code =}, {@code ?} or {@code ;}, in upper case. */
    private static String commandName(String line) {
        int end = 0;
        while (end < line.length() && "=?;".indexOf(line.charAt(end)) < 0) {
            end++;
        }
        return line.substring(0, end).toUpperCase(Locale.ROOT);
    }

    /** All exchanges so far, in the order they began. */
    public Exchanges exchanges() {
        Picture picture = new Picture(rows.size(), lines.size(), firstOpen);
        firstOpen = picture.firstOpen;
        return picture;
    }

    /** All URCs so far, in wire order. */
    public List<AtEvent.Urc> urcs() {
        return new Urcs(new Picture(rows.size(), lines.size(), rows.size()), urcRows.size());
    }

    private static Exchange.Kind kind(Exchange.Role first) {
        return switch (first) {
            case URC -> Exchange.Kind.URC;
            case NOISE -> Exchange.Kind.NOISE;
            case COMMAND, ECHO, INFORMATION, PROMPT, PAYLOAD, RESULT -> Exchange.Kind.COMMAND;
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

    private static Exchange.Role role(AtEvent event) {
        return switch (event) {
            case AtEvent.Command _ -> Exchange.Role.COMMAND;
            case AtEvent.Echo _ -> Exchange.Role.ECHO;
            case AtEvent.Information _ -> Exchange.Role.INFORMATION;
            case AtEvent.Prompt _ -> Exchange.Role.PROMPT;
            case AtEvent.Payload _ -> Exchange.Role.PAYLOAD;
            case AtEvent.FinalResult _ -> Exchange.Role.RESULT;
            case AtEvent.Urc _ -> Exchange.Role.URC;
            case AtEvent.Noise _ -> Exchange.Role.NOISE;
        };
    }

    /** The log as it was: as many rows, each with the lines it had. */
    private final class Picture extends AbstractList<Exchange> implements Exchanges, RandomAccess {
        private final int size;
        private final int lineLimit;
        private final int firstOpen;

        Picture(int size, int lineLimit, int noneOpenBefore) {
            this.size = size;
            this.lineLimit = lineLimit;
            int open = noneOpenBefore;
            while (open < size && !isOpen(open)) {
                open++;
            }
            firstOpen = open;
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public Exchange get(int index) {
            int line = first(index);
            Exchange.Kind kind = kind(lines.role(line));
            String text = lines.text(line);
            long start = lines.nanos(line);
            long end = start;
            Optional<ResultCode> result = Optional.empty();
            String resultText = "";
            List<Exchange.Line> made = new ArrayList<>(4);
            for (int at = line; at >= 0; at = next(at)) {
                Exchange.Line one = lines.line(at);
                made.add(one);
                end = one.nanos();
                if (one.role() == Exchange.Role.RESULT) {
                    result = Optional.of(lines.code(at));
                    resultText = one.text();
                }
            }
            return new Exchange(index, kind, text, result, resultText, start, end, made, lines.origin(line));
        }

        private int first(int index) {
            if (index < 0 || index >= size) {
                throw new IndexOutOfBoundsException(index + " of " + size);
            }
            return (int) (rows.get(index) >> 32);
        }

        /** The row's next line in this picture, or -1. */
        private int next(int line) {
            return lines.next(line, lineLimit);
        }

        /** The row a line belongs to: the last one that began before it, or one before that, if that one cut in. */
        private int row(int line) {
            int low = 0;
            int high = size;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (first(middle) <= line) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            for (int row = low - 1; row > 0; row--) {
                if (has(row, line)) {
                    return row;
                }
            }
            return 0;
        }

        private boolean has(int row, int line) {
            int at = first(row);
            while (at >= 0 && at < line) {
                at = next(at);
            }
            return at == line;
        }

        @Override
        public IntStream commandRows(String prefix) {
            String name = commandName(prefix);
            boolean whole = name.length() < prefix.length();
            return rows(byName, known -> whole ? known.equals(name) : known.startsWith(name))
                    .filter(row ->
                            kind(lines.role(first(row))) == Exchange.Kind.COMMAND && startsWith(first(row), prefix));
        }

        private boolean startsWith(int line, String prefix) {
            CharSequence text = lines.window().on(lines.textNumber(line));
            if (text.length() < prefix.length()) {
                return false;
            }
            for (int i = 0; i < prefix.length(); i++) {
                if (Character.toUpperCase(text.charAt(i)) != Character.toUpperCase(prefix.charAt(i))) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public Stream<AtEvent.Urc> urcs(String name) {
            return rows(byName, name::equals)
                    .filter(row -> lines.role(first(row)) == Exchange.Role.URC)
                    .mapToObj(this::urc);
        }

        private AtEvent.Urc urc(int row) {
            return AtEvent.Urc.of(row, lines.line(first(row)));
        }

        @Override
        public Stream<Exchange.Line> told(String name) {
            LongColumn list = byTold.get(name);
            return list == null ? Stream.empty() : upTo(list, lineLimit).mapToObj(lines::line);
        }

        @Override
        public Stream<Exchange> ended(ResultCode code) {
            if (code == ResultCode.OK) {
                return Exchanges.super.ended(code);
            }
            LongColumn list = byCode.get(code);
            return list == null
                    ? Stream.empty()
                    : upTo(list, size)
                            .mapToObj(this::get)
                            .filter(exchange ->
                                    exchange.result().filter(code::equals).isPresent());
        }

        @Override
        public Stream<Exchange> open() {
            return IntStream.range(firstOpen, size).filter(this::isOpen).mapToObj(this::get);
        }

        @Override
        public boolean isOpen(int index) {
            int line = first(index);
            if (kind(lines.role(line)) != Exchange.Kind.COMMAND) {
                return false;
            }
            for (int at = line; at >= 0; at = next(at)) {
                if (lines.role(at) == Exchange.Role.RESULT) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public Stream<Exchange> disturbed() {
            return upTo(disturbances, lineLimit)
                    .map(this::row)
                    .sorted()
                    .distinct()
                    .mapToObj(this::get);
        }

        @Override
        public Optional<Exchange> commandBefore(long number) {
            for (int row = (int) Math.min(number, size) - 1; row >= 0; row--) {
                if (kind(lines.role(first(row))) == Exchange.Kind.COMMAND) {
                    return Optional.of(get(row));
                }
            }
            return Optional.empty();
        }

        @Override
        public Optional<Exchange> commandAfter(long number) {
            for (int row = (int) number + 1; row < size; row++) {
                if (kind(lines.role(first(row))) == Exchange.Kind.COMMAND) {
                    return Optional.of(get(row));
                }
            }
            return Optional.empty();
        }

        /** Rows of the lists whose key passes, ascending. */
        private IntStream rows(Map<String, LongColumn> lists, Predicate<String> key) {
            List<LongColumn> found = lists.entrySet().stream()
                    .filter(entry -> key.test(entry.getKey()))
                    .map(Map.Entry::getValue)
                    .toList();
            return found.size() == 1
                    ? upTo(found.getFirst(), size)
                    : found.stream().flatMapToInt(list -> upTo(list, size)).sorted();
        }

        /** The list's numbers below {@code limit}. What the owner adds meanwhile is not below it, or not yet there. */
        private static IntStream upTo(LongColumn list, int limit) {
            int low = 0;
            int high = list.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (list.get(middle) < limit) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return IntStream.range(0, low).map(index -> (int) list.get(index));
        }

        @Override
        public IntStream at(Place place) {
            return lines.at(place, lineLimit).map(this::row).sorted().distinct();
        }

        @Override
        public ExchangeLook look() {
            return new Look(this);
        }

        @Override
        public boolean anyText(int index, Predicate<? super CharSequence> test) {
            TextPool.Window window = lines.window();
            for (int line = first(index); line >= 0; line = next(line)) {
                int text = lines.textNumber(line);
                if (text != 0 && test.test(window.on(text))) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Stands on a line of a picture's. */
    private final class Look implements ExchangeLook {
        private final Picture picture;
        private final TextPool.Window window = lines.window();
        private int line;

        Look(Picture picture) {
            this.picture = picture;
        }

        @Override
        public ExchangeLook on(int index) {
            line = picture.first(index);
            return this;
        }

        @Override
        public boolean next() {
            int next = picture.next(line);
            line = next < 0 ? line : next;
            return next >= 0;
        }

        @Override
        public Exchange.Role role() {
            return lines.role(line);
        }

        @Override
        public Direction direction() {
            return lines.direction(line);
        }

        @Override
        public int length() {
            return lines.length(line);
        }

        @Override
        public long nanos() {
            return lines.nanos(line);
        }

        @Override
        public CharSequence text() {
            return window.on(lines.textNumber(line));
        }

        @Override
        public boolean isUnanswered() {
            return role() == Exchange.Role.RESULT && lines.code(line) == ResultCode.UNANSWERED;
        }
    }

    /** The URCs of a picture. */
    private final class Urcs extends AbstractList<AtEvent.Urc> implements RandomAccess {
        private final Picture picture;
        private final int size;

        Urcs(Picture picture, int size) {
            this.picture = picture;
            this.size = size;
        }

        @Override
        public AtEvent.Urc get(int index) {
            if (index < 0 || index >= size) {
                throw new IndexOutOfBoundsException(index + " of " + size);
            }
            return picture.urc((int) urcRows.get(index));
        }

        @Override
        public int size() {
            return size;
        }
    }
}
