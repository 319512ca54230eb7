package dev.parley.ui.console;

import dev.parley.at.Exchange;
import dev.parley.journal.Place;
import dev.parley.session.SessionController;
import dev.parley.ui.shared.Carriage;
import dev.parley.ui.shared.DividerKeys;
import dev.parley.ui.shared.EmptyState;
import dev.parley.ui.shared.Focus;
import dev.parley.ui.shared.FxThread;
import dev.parley.ui.shared.Notices;
import dev.parley.ui.shared.Panel;
import dev.parley.ui.shared.Selection;
import dev.parley.ui.shared.Selector;
import dev.parley.ui.shared.Shown;
import dev.parley.ui.shared.Source;
import dev.parley.ui.snippets.Entry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.SplitPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** The AT console. It follows the session until the operator scrolls back. */
public final class ConsolePanel extends BorderPane implements Panel {
    private static final int MOST_LINES = 4_096;

    private final SessionController controller;
    private final SilenceBanner silence;
    private final ExplanationPane explanation = new ExplanationPane();
    private final BorderPane rows = new BorderPane();
    private final SplitPane middle = new SplitPane();
    private final Selector selector;
    private final Notices notices;
    private final Consumer<String> summary;
    private final ConsoleModel model;
    private final LineWindow window;
    private final ListView<ConsoleItem> list;
    private final Sight sight;
    private final RowMenu menu;
    private final RowFace face;
    private final List<ConsoleCell> cells = new ArrayList<>();
    private final CommandLinePane commandLine;
    private final ConsoleFilter filter = new ConsoleFilter(this::applyFilter);
    private final ViewMenu viewMenu = new ViewMenu(this::bytes, this::times, this::openFind, this::explain);
    private final NoteBar noteBar = new NoteBar(this::note, this::header, this::focusRows);
    private final FindBar findBar = new FindBar(this::find, this::findNext, this::closeFind);
    private final VBox top = new VBox();
    private boolean drawing;
    private int changes;

    /**
     * An empty console.
     *
     * @param carriage tells what an exchange carried; followed by the window
     * @param dictionary explains an exchange in a few words, empty where it cannot
     * @param source where bytes are read from
     * @param background runs what may read a file or take long
     * @param summary takes the line beside the panel's title
     * @param snippets takes a snippet made of rows
     */
    public ConsolePanel(
            SessionController controller,
            Selector selector,
            Notices notices,
            Carriage carriage,
            Function<Exchange, String> dictionary,
            Source source,
            Executor background,
            Consumer<String> summary,
            Consumer<Entry> snippets) {
        this.selector = selector;
        this.notices = notices;
        this.summary = summary;
        model = new ConsoleModel(carriage, dictionary, source::bytes, background, FxThread::run);
        model.onTrouble(notices::failed);
        window = new LineWindow(model.list(), MOST_LINES);
        list = new ListView<>(window);
        face = new RowFace(model, selector);
        sight = new Sight(model, window, list);
        menu = new RowMenu(model, source, background, notices, snippets, this::selectedRows, new OnRows());
        commandLine = new CommandLinePane(controller, notices, background, () -> sight.follow(true));
        this.controller = controller;
        silence = new SilenceBanner(controller, notices);
        silence.setVisible(false);
        setUpList();
        closeFind();
        rows.setCenter(list);
        rows.setRight(sight.position());
        middle.getItems().add(rows);
        middle.getStyleClass().add("console-split");
        DividerKeys.on(middle);
        setCenter(middle);
        setBottom(commandLine);
        setMinSize(0, 0);
        selector.selection().property().subscribe(this::relink);
        addEventHandler(KeyEvent.KEY_PRESSED, this::keys);
    }

    /** Filter, view and follow, for the panel's header. */
    public Node[] tools() {
        return new Node[] {filter, filter.menu(), viewMenu, sight.button()};
    }

    /** Puts the caret into the command line. */
    public void focusCommand() {
        commandLine.focus();
    }

    /** Keeps the commands that are sent in {@code file}, and begins with those of earlier runs. */
    public void keepHistory(Path file) {
        commandLine.keepIn(file);
    }

    /** Puts the caret into the filter field. */
    public void focusFilter() {
        filter.requestFocus();
    }

    // The rows

    private void setUpList() {
        list.setFixedCellSize(21);
        list.setId("console-rows");
        list.getStyleClass().addAll("dense-list", "console-list");
        list.setAccessibleText("AT exchanges");
        list.setPlaceholder(new EmptyState(
                Feather.TERMINAL,
                "No AT traffic yet",
                "Press Connect: the built-in simulated modem needs no hardware. Every command, answer and URC"
                        + " gets a row here."));
        list.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        makeCells();
        list.getSelectionModel().selectedItemProperty().subscribe(item -> {
            if (item != null && !drawing && !sight.isShifting()) {
                // Who looks at a row does not want it carried away by the next ones.
                sight.follow(sight.follows() && list.getSelectionModel().getSelectedIndex() == window.size() - 1);
                selector.select(item.exchange());
                explanation.show(Optional.of(item.exchange()));
                showFindCount();
            }
        });
        list.setOnMouseClicked(event -> {
            if (event.getClickCount() == 2) {
                toggleSelected();
            }
        });
        list.addEventFilter(ScrollEvent.SCROLL, event -> {
            if (event.getDeltaY() > 0) {
                sight.follow(false);
            }
        });
        list.addEventFilter(KeyEvent.KEY_PRESSED, this::listKeys);
        list.setContextMenu(menu);
    }

    private void makeCells() {
        cells.clear();
        list.setCellFactory(view -> {
            ConsoleCell cell = new ConsoleCell(face);
            cells.add(cell);
            return cell;
        });
    }

    private void listKeys(KeyEvent event) {
        switch (event.getCode()) {
            case PAGE_UP, UP -> sight.follow(false);
            case HOME -> sight.toStart();
            case END -> sight.follow(true);
            case ENTER -> {
                toggleSelected();
                event.consume();
            }
            case RIGHT, LEFT -> {
                openSelected(event.getCode() == KeyCode.RIGHT);
                event.consume();
            }
            // The list would take it for the wish to edit a row.
            case F2 -> keys(event);
            case C -> {
                if (event.isShortcutDown()) {
                    menu.copy(event.isShiftDown() ? CopiedRows.MARKDOWN : CopiedRows.TEXT);
                    event.consume();
                }
            }
            default -> {}
        }
    }

    private void toggleSelected() {
        ConsoleItem item = list.getSelectionModel().getSelectedItem();
        switch (item) {
            case null -> {}
            case ConsoleItem.Head head -> model.toggle(head.row());
            case ConsoleItem.Part part -> {
                if (part.part().folds()) {
                    model.fold(part.row(), part.part().line());
                }
            }
        }
    }

    private void openSelected(boolean open) {
        ConsoleItem item = list.getSelectionModel().getSelectedItem();
        if (item instanceof ConsoleItem.Head head && head.open() != open) {
            model.toggle(head.row());
        } else if (item instanceof ConsoleItem.Part part) {
            if (part.part().folds() && model.isUnfolded(part.row(), part.part().line()) != open) {
                model.fold(part.row(), part.part().line());
            } else if (!open) {
                model.close(part.row());
                sight.goTo(part.row());
            }
        }
    }

    private void typeSelected() {
        ConsoleItem item = list.getSelectionModel().getSelectedItem();
        if (item != null && item.exchange().kind() == Exchange.Kind.COMMAND) {
            commandLine.type(item.exchange().text());
        }
    }

    /** The rows that are selected, each once, in order. */
    private List<Integer> selectedRows() {
        return list.getSelectionModel().getSelectedIndices().stream()
                .filter(index -> index >= 0 && index < window.size())
                .map(index -> window.get(index).row())
                .distinct()
                .sorted()
                .toList();
    }

    // Filter and view

    private void applyFilter(String text) {
        ConsoleItem kept = list.getSelectionModel().getSelectedItem();
        drawing = true;
        list.getSelectionModel().clearSelection();
        model.filter(text);
        model.poll();
        drawing = false;
        filter.showProblem(model.filter().problem().isPresent());
        summarise();
        if (kept != null && !sight.follows()) {
            sight.goTo(kept.row());
        }
        sight.toEnd();
    }

    private void explain(boolean on) {
        if (on) {
            middle.getItems().setAll(rows, explanation);
            middle.setDividerPositions(0.66);
        } else {
            middle.getItems().setAll(rows);
        }
    }

    /** Shows the bytes of opened rows in another way. */
    void bytes(ByteView view) {
        model.byteView(view);
        cells.forEach(ConsoleCell::drawAgain);
    }

    /** Tells times in another way. */
    void times(TimeStyle style) {
        face.times(style);
        makeCells();
        header();
    }

    private void header() {
        Label time = head(face.times().head(), Pos.CENTER_RIGHT);
        Region row = new ConsoleCell.Columns(
                face.isWideTime(),
                head("", Pos.CENTER),
                head("layer", Pos.CENTER_LEFT),
                time,
                head("took", Pos.CENTER_RIGHT),
                head("result", Pos.CENTER_LEFT),
                head("command or URC  ·  payload  ·  meaning  ·  answer", Pos.CENTER_LEFT));
        row.getStyleClass().addAll("column-heads", "console-heads");
        List<Node> nodes = new ArrayList<>();
        if (silence.isVisible()) {
            nodes.add(silence);
        }
        if (findBar.isVisible()) {
            nodes.add(findBar);
        }
        if (noteBar.isVisible()) {
            nodes.add(noteBar);
        }
        nodes.add(row);
        top.getChildren().setAll(nodes);
        setTop(top);
    }

    private static Label head(String text, Pos position) {
        Label label = new Label(text);
        label.setAlignment(position);
        return label;
    }

    // Search

    private void keys(KeyEvent event) {
        switch (event.getCode()) {
            case F3 -> findNext(!event.isShiftDown());
            case F2 -> model.notes().next(selectedRow(), !event.isShiftDown()).ifPresent(sight::goTo);
            case F1 -> {
                // Who types asks the help, as everywhere.
                if (commandLine.isUsed()) {
                    return;
                }
                viewMenu.toggleExplained();
            }
            case B, N -> {
                if (!event.isShortcutDown() || event.isShiftDown()) {
                    return;
                }
                if (event.getCode() == KeyCode.N) {
                    noteBar.open();
                } else {
                    note("");
                }
            }
            default -> {
                return;
            }
        }
        event.consume();
    }

    // Notes

    /** Notes {@code text} at the selected row; a bookmark where it is empty, about this moment where no row is selected. */
    private void note(String text) {
        ConsoleItem item = list.getSelectionModel().getSelectedItem();
        Optional<Place> place = item == null
                ? Optional.empty()
                : item.exchange().places().stream()
                        .filter(candidate -> candidate.length() > 0)
                        .findFirst();
        notices.watch(controller.note(text, place));
    }

    /** Opens the search. */
    public void openFind() {
        findBar.setVisible(true);
        header();
        findBar.focus();
    }

    private void closeFind() {
        findBar.setVisible(false);
        model.find("");
        cells.forEach(ConsoleCell::relink);
        header();
        if (getScene() != null) {
            focusRows();
        }
    }

    private void focusRows() {
        list.requestFocus();
    }

    private void find(String text) {
        model.find(text);
        model.poll();
        cells.forEach(ConsoleCell::relink);
        showFindCount();
    }

    private void findNext(boolean forward) {
        if (!findBar.isVisible()) {
            openFind();
            return;
        }
        OptionalInt row = model.next(selectedRow(), forward);
        row.ifPresent(sight::goTo);
        showFindCount();
    }

    private int selectedRow() {
        ConsoleItem item = list.getSelectionModel().getSelectedItem();
        return item == null ? -1 : item.row();
    }

    private void showFindCount() {
        findBar.count(model.findCount(selectedRow()));
    }

    // What comes

    @Override
    public void show(Shown shown) {
        face.started(shown.snapshot().header().started());
        commandLine.setDisable(shown.recorded());
        drawing = true;
        model.follow(shown.view(), shown.fresh());
        model.poll();
        drawing = false;
        cells.forEach(ConsoleCell::lookAgain);
        if (shown.view().changes().size() != changes) {
            changes = shown.view().changes().size();
            cells.forEach(ConsoleCell::drawAgain);
        }
        commandLine.know(shown.view().network());
        if (silence.show(shown.state()) != silence.isVisible()) {
            silence.setVisible(!silence.isVisible());
            header();
        }
        summarise();
        sight.toEnd();
    }

    @Override
    public void tick(long nowNanos) {
        drawing = true;
        boolean more = model.poll();
        drawing = false;
        if (more) {
            summarise();
            showFindCount();
            cells.forEach(ConsoleCell::relink);
            sight.toEnd();
        }
        sight.goOn();
    }

    private void summarise() {
        int total = model.list().total();
        int shown = model.list().rowCount();
        summary.accept(
                total == 0
                        ? ""
                        : model.filterText().isEmpty()
                                ? String.format(Locale.ROOT, "%,d exchanges", total)
                                : String.format(Locale.ROOT, "%,d of %,d pass the filter", shown, total)
                                        + (model.isFiltering() ? ", looking" : ""));
    }

    // The selection all panels share

    private void relink(Selection.Selected selected) {
        cells.forEach(ConsoleCell::relink);
        if (selected.isNothing() || selected.focus().orElse(null) instanceof Focus.OnExchange) {
            return;
        }
        list.getSelectionModel().clearSelection();
        firstRow(selected).ifPresent(sight::show);
    }

    private OptionalInt firstRow(Selection.Selected selected) {
        return selected.places().all().stream()
                .flatMapToInt((Place place) -> model.list().exchanges().at(place))
                .filter(model.list()::shows)
                .min();
    }

    /** What the menu does with rows beyond copying them. */
    private final class OnRows implements RowMenu.Deeds {
        @Override
        public void toggle() {
            toggleSelected();
        }

        @Override
        public void type() {
            typeSelected();
        }

        @Override
        public void bookmark() {
            note("");
        }

        @Override
        public void openNote() {
            noteBar.open();
        }
    }
}
