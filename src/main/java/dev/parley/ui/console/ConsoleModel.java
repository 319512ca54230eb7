package dev.parley.ui.console;

import dev.parley.at.Exchange;
import dev.parley.at.Exchanges;
import dev.parley.doctor.CaseView;
import dev.parley.flow.Figures;
import dev.parley.journal.Bytes;
import dev.parley.journal.Place;
import dev.parley.ui.shared.Carriage;
import dev.parley.ui.shared.Layer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the console knows, without a control: the listed rows, the filter, the search, which rows are opened. Looking through a whole
 * session is done in the background; {@link #poll} takes what was found. Used by one thread.
 */
final class ConsoleModel {
    private final ConsoleList list = new ConsoleList();
    private final Carriage carriage;
    private final Function<Exchange, String> dictionary;
    private final Function<Place, Bytes> read;
    private final Executor background;
    private final Executor foreground;

    private String filterText = "";
    private RowFilter filter = RowFilter.of("");
    private @Nullable RowScan filterScan;
    private String findText = "";
    private RowFilter find = RowFilter.of("");
    private @Nullable RowScan findScan;
    private IntList found = new IntList();
    private int findSeen;
    private ByteView byteView = ByteView.TEXT;
    private final Map<Integer, Set<Integer>> unfolded = new HashMap<>();
    /** How many lines an opened row had when it was opened. */
    private final Map<Integer, Integer> openedLines = new HashMap<>();

    private final Notes notes = new Notes();
    private Consumer<String> trouble = text -> {};

    /**
     * An empty console.
     *
     * @param read gives the link's bytes, in the background
     * @param foreground runs what changes the list: on the thread that uses this
     */
    ConsoleModel(
            Carriage carriage,
            Function<Exchange, String> dictionary,
            Function<Place, Bytes> read,
            Executor background,
            Executor foreground) {
        this.carriage = carriage;
        this.dictionary = dictionary;
        this.read = read;
        this.background = background;
        this.foreground = foreground;
    }

    /** Tells {@code told} in a sentence where something cannot be shown. */
    void onTrouble(Consumer<String> told) {
        trouble = told;
    }

    Notes notes() {
        return notes;
    }

    ConsoleList list() {
        return list;
    }

    ConsoleRow row(Exchange exchange) {
        return ConsoleRow.of(exchange, carriage.of(exchange), dictionary);
    }

    /** Takes a newer picture of the session, or the first one of another ({@code fresh}). */
    void follow(CaseView view, boolean fresh) {
        if (fresh) {
            unfolded.clear();
            openedLines.clear();
            findSeen = 0;
            found = new IntList();
        }
        list.follow(view.exchanges(), fresh);
        notes.follow(view.changes(), list.exchanges(), fresh);
        if (fresh) {
            startFilter();
            startFind();
            return;
        }
        // What is opened may have got more lines.
        for (int row : list.openedRows()) {
            int lines = list.exchanges().get(row).lines().size();
            if (openedLines.getOrDefault(row, lines) != lines) {
                open(row);
            }
        }
        if (!find.isAnything()) {
            Exchanges all = list.exchanges();
            for (int row = findSeen; row < all.size(); row++) {
                if (passes(find, all, row)) {
                    found.add(row);
                }
            }
            findSeen = all.size();
        }
    }

    // Filter: hides

    String filterText() {
        return filterText;
    }

    /** Hides what does not pass {@code typed}, see {@link RowFilter}. */
    void filter(String typed) {
        if (!typed.strip().equals(filterText)) {
            filterText = typed.strip();
            filter = RowFilter.of(filterText);
            startFilter();
            startFind();
        }
    }

    RowFilter filter() {
        return filter;
    }

    private void startFilter() {
        stop(filterScan);
        filterScan = null;
        if (filter.isAnything()) {
            list.showAll();
            return;
        }
        RowFilter wanted = filter;
        list.filter(new IntList(), row -> passes(wanted, list.exchanges(), row));
        filterScan = start(wanted);
    }

    // Search: jumps

    String findText() {
        return findText;
    }

    RowFilter find() {
        return find;
    }

    /** Looks for {@code typed} in the rows that are shown, see {@link RowFilter}. */
    void find(String typed) {
        if (!typed.strip().equals(findText)) {
            findText = typed.strip();
            find = RowFilter.of(findText);
            startFind();
        }
    }

    private void startFind() {
        stop(findScan);
        findScan = null;
        found = new IntList();
        findSeen = list.exchanges().size();
        if (!find.isAnything()) {
            findScan = start(find);
        }
    }

    /** The next row after {@code row} that was found and is shown, around the end; or the one before it. */
    OptionalInt next(int row, boolean forward) {
        int at = found.find(row);
        int size = found.size();
        int index = at >= 0 ? (forward ? at + 1 : at - 1) : forward ? -at - 1 : -at - 2;
        for (int i = 0; i < size; i++) {
            int candidate = found.get(Math.floorMod(index + (forward ? i : -i), size));
            if (list.shows(candidate)) {
                return OptionalInt.of(candidate);
            }
        }
        return OptionalInt.empty();
    }

    boolean isFound(int row) {
        return found.size() > 0 && found.find(row) >= 0;
    }

    /** How the search stands, for example {@code 3 of 1,204}; empty where nothing is looked for. */
    String findCount(int row) {
        if (find.isAnything()) {
            return "";
        }
        String more = findScan == null ? "" : " so far";
        if (found.size() == 0) {
            return findScan == null ? "not found" : "looking";
        }
        int at = found.find(row);
        String count = String.format(java.util.Locale.ROOT, "%,d", found.size());
        return (at >= 0 ? String.format(java.util.Locale.ROOT, "%,d of ", at + 1) : "")
                + count
                + (at >= 0 ? "" : " found")
                + more;
    }

    // Looking through everything

    private RowScan start(RowFilter wanted) {
        Exchanges all = list.exchanges();
        RowScan scan = new RowScan(all.size(), row -> wanted.passesAtOnce(all, row), row -> passes(wanted, all, row));
        background.execute(scan);
        return scan;
    }

    private static void stop(@Nullable RowScan scan) {
        if (scan != null) {
            scan.cancel();
        }
    }

    private boolean passes(RowFilter wanted, Exchanges all, int row) {
        if (wanted.passesAtOnce(all, row)) {
            return true;
        }
        Exchange exchange = all.get(row);
        return wanted.passes(exchange, () -> ConsoleRow.layer(exchange, carriage.of(exchange)), () -> row(exchange));
    }

    /** Takes what was found meanwhile; true if something changed. */
    boolean poll() {
        boolean changed = false;
        RowScan filtering = filterScan;
        if (filtering != null) {
            boolean over = filtering.isOver();
            int[] more = filtering.take();
            list.alsoShow(more);
            changed = over || more.length > 0;
            filterScan = over ? null : filtering;
        }
        RowScan finding = findScan;
        if (finding != null) {
            boolean over = finding.isOver();
            int[] more = finding.take();
            found = more.length == 0 ? found : IntList.merged(found, more);
            changed |= over || more.length > 0;
            findScan = over ? null : finding;
        }
        return changed;
    }

    /** True while rows are still looked through for the filter. */
    boolean isFiltering() {
        return filterScan != null;
    }

    // Opened rows

    ByteView byteView() {
        return byteView;
    }

    void byteView(ByteView view) {
        if (view != byteView) {
            byteView = view;
            list.openedRows().forEach(this::open);
        }
    }

    /** Opens the row, or closes it. */
    void toggle(int row) {
        if (list.isOpened(row)) {
            list.close(row);
        } else {
            open(row);
        }
    }

    void close(int row) {
        list.close(row);
    }

    /** Opens the row; its bytes are read in the background. */
    void open(int row) {
        Exchange exchange = list.exchanges().get(row);
        openedLines.put(row, exchange.lines().size());
        ByteView view = byteView;
        Set<Integer> lines = Set.copyOf(unfolded.getOrDefault(row, Set.of()));
        Exchanges of = list.exchanges();
        background.execute(() -> {
            try {
                List<RowPart> parts = RowPart.of(exchange, view, lines, line -> carried(exchange, line), read);
                foreground.execute(() -> {
                    if (row < list.exchanges().size()
                            && of.get(row).startNanos()
                                    == list.exchanges().get(row).startNanos()) {
                        list.open(row, parts);
                    }
                });
            } catch (RuntimeException e) {
                foreground.execute(() -> trouble.accept("the row's bytes cannot be read: " + e.getMessage()));
            }
        });
    }

    /** Shows the payload of line {@code line} of the row, or folds it again. */
    void fold(int row, int line) {
        Set<Integer> lines = unfolded.computeIfAbsent(row, key -> new HashSet<>());
        if (!lines.remove(line)) {
            lines.add(line);
        }
        open(row);
    }

    boolean isUnfolded(int row, int line) {
        return unfolded.getOrDefault(row, Set.of()).contains(line);
    }

    /** The payload in words: {@code 877 bytes: TLS Certificate, client}. */
    private String carried(Exchange exchange, Exchange.Line line) {
        List<Carriage.Item> items = carriage.of(exchange).stream()
                .filter(item -> item.direction() == line.direction())
                .toList();
        List<Carriage.Item> best = items.stream().anyMatch(item -> item.layer() == Layer.MQTT)
                ? items.stream().filter(item -> item.layer() == Layer.MQTT).toList()
                : items;
        String what = best.stream()
                .map(item -> item.layer().word() + " " + item.title()
                        + (item.layer() == Layer.TLS
                                ? item.direction() == dev.parley.journal.Direction.TX ? ", client" : ", server"
                                : ""))
                .distinct()
                .collect(Collectors.joining("; "));
        return Figures.bytesInWords(line.length()) + (what.isEmpty() ? "" : ": " + what);
    }

    /** The exchanges of these rows. */
    List<Exchange> exchanges(List<Integer> rows) {
        List<Exchange> all = new ArrayList<>();
        rows.forEach(row -> all.add(list.exchanges().get(row)));
        return all;
    }
}
