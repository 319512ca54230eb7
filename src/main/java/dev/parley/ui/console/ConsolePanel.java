package dev.parley.ui.console;

import dev.parley.at.Exchange;
import dev.parley.journal.Place;
import dev.parley.session.SessionController;
import dev.parley.ui.shared.Carriage;
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
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import javafx.css.PseudoClass;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.controlsfx.control.textfield.CustomTextField;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The AT console. It follows the session until the operator scrolls back. */
public final class ConsolePanel extends BorderPane implements Panel {
    private static final int MOST_LINES = 4_096;
    private static final PseudoClass PART = PseudoClass.getPseudoClass("part");
    private static final PseudoClass ERROR = PseudoClass.getPseudoClass("error");

    private final SessionController controller;
    private final SilenceBanner silence;
    private final ExplanationPane explanation = new ExplanationPane();
    private final BorderPane rows = new BorderPane();
    private final SplitPane middle = new SplitPane();
    private final CheckMenuItem explains = new CheckMenuItem("Explain the row (F1)");
    private final TextField note = new TextField();
    private final HBox noteBar = new HBox(6, new FontIcon(Feather.BOOKMARK), note);
    private final Selector selector;
    private final Notices notices;
    private final Source source;
    private final Executor background;
    private final Consumer<String> summary;
    private final Consumer<Entry> snippets;
    private final ConsoleModel model;
    private final LineWindow window;
    private final ListView<ConsoleItem> list;
    /** Where the window stands among all lines; in sight only where they are too many for it. */
    private final ScrollBar position = new ScrollBar();

    private final List<ConsoleCell> cells = new ArrayList<>();
    private final CommandLinePane commandLine;
    private final CustomTextField filter = new CustomTextField();
    private final ToggleButton follow = new ToggleButton("Follow");
    private final MenuButton viewMenu = new MenuButton("View");
    private final MenuButton filterMenu = new MenuButton();
    private final FindBar findBar = new FindBar(this::find, this::findNext, this::closeFind);
    private final VBox top = new VBox();
    private TimeStyle timeStyle = TimeStyle.SINCE_START;
    private Instant started = Instant.EPOCH;
    private boolean drawing;
    /** How many lines the list had when it was last laid out at its end. */
    private int sizeAtEnd = -1;

    private boolean moving;
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
        this.snippets = snippets;
        this.selector = selector;
        this.notices = notices;
        this.source = source;
        this.background = background;
        this.summary = summary;
        model = new ConsoleModel(carriage, dictionary, source::bytes, background, FxThread::run);
        model.onTrouble(notices::failed);
        window = new LineWindow(model.list(), MOST_LINES);
        list = new ListView<>(window);
        commandLine = new CommandLinePane(controller, notices, background, () -> follow.setSelected(true));
        this.controller = controller;
        silence = new SilenceBanner(controller, notices);
        silence.setVisible(false);
        setUpList();
        setUpFilter();
        setUpFollow();
        setUpViewMenu();
        setUpNote();
        closeFind();
        rows.setRight(position);
        setUpPosition();
        middle.getItems().add(rows);
        middle.getStyleClass().add("console-split");
        setCenter(middle);
        setBottom(commandLine);
        setMinSize(0, 0);
        selector.selection().property().subscribe(this::relink);
        addEventHandler(KeyEvent.KEY_PRESSED, this::keys);
    }

    /** Filter, view and follow, for the panel's header. */
    public Node[] tools() {
        return new Node[] {filter, filterMenu, viewMenu, follow};
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
            if (item != null && !drawing) {
                // Who looks at a row does not want it carried away by the next ones.
                follow.setSelected(
                        follow.isSelected() && list.getSelectionModel().getSelectedIndex() == window.size() - 1);
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
                follow.setSelected(false);
            }
        });
        list.addEventFilter(KeyEvent.KEY_PRESSED, this::listKeys);
        list.setContextMenu(rowMenu());
    }

    private void setUpPosition() {
        rows.setCenter(list);
        position.setOrientation(Orientation.VERTICAL);
        position.setAccessibleText("Position in the session");
        position.setId("console-position");
        position.setVisible(false);
        position.setManaged(false);
        position.valueProperty().addListener((observable, before, line) -> {
            if (!moving) {
                follow.setSelected(false);
                lookFrom(line.intValue());
            }
        });
    }

    /** Puts line {@code line} of all at the top. */
    private void lookFrom(int line) {
        if (window.isPart()) {
            drawing = true;
            window.show(line);
            drawing = false;
            list.scrollTo(Math.max(0, line - window.offset()));
        }
    }

    /** Lets the window go on with what is in sight, and the position tell where that is. */
    private void followSight() {
        boolean part = window.isPart();
        if (part != position.isVisible()) {
            position.setVisible(part);
            position.setManaged(part);
            list.pseudoClassStateChanged(PART, part);
        }
        if (!part || !(list.lookup(".virtual-flow") instanceof VirtualFlow<?> flow)) {
            return;
        }
        IndexedCell<?> first = flow.getFirstVisibleCell();
        if (first == null) {
            return;
        }
        int line = window.offset() + first.getIndex();
        int inSight = (int) (list.getHeight() / list.getFixedCellSize());
        if (!follow.isSelected() && !position.isPressed()) {
            lookOn(line, inSight);
        }
        moving = true;
        position.setMax(Math.max(0, model.list().size() - inSight));
        position.setVisibleAmount(inSight);
        position.setBlockIncrement(inSight);
        position.setUnitIncrement(3);
        if (!position.isPressed()) {
            position.setValue(line);
        }
        moving = false;
    }

    private void lookOn(int line, int inSight) {
        List<Integer> chosen = list.getSelectionModel().getSelectedIndices().stream()
                .map(index -> index + window.offset())
                .toList();
        drawing = true;
        if (window.show(line + inSight / 2)) {
            list.getSelectionModel().clearSelection();
            chosen.stream()
                    .map(index -> index - window.offset())
                    .filter(index -> index >= 0 && index < window.size())
                    .forEach(list.getSelectionModel()::select);
            list.scrollTo(Math.max(0, line - window.offset()));
        }
        drawing = false;
    }

    private void makeCells() {
        ConsoleCell.Face face = new Face();
        cells.clear();
        list.setCellFactory(view -> {
            ConsoleCell cell = new ConsoleCell(face);
            cells.add(cell);
            return cell;
        });
    }

    private void listKeys(KeyEvent event) {
        switch (event.getCode()) {
            case PAGE_UP, UP -> follow.setSelected(false);
            case HOME -> {
                follow.setSelected(false);
                lookFrom(0);
            }
            case END -> follow.setSelected(true);
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
                    copy(event.isShiftDown() ? CopiedRows.MARKDOWN : CopiedRows.TEXT);
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
                goTo(part.row());
            }
        }
    }

    private ContextMenu rowMenu() {
        ContextMenu menu = new ContextMenu();
        menu.getItems().add(item("Open or close (Enter)", this::toggleSelected));
        menu.getItems().add(new SeparatorMenuItem());
        for (CopiedRows form : CopiedRows.values()) {
            String keys =
                    switch (form) {
                        case TEXT -> " (Ctrl+C)";
                        case MARKDOWN -> " (Ctrl+Shift+C)";
                        case HEX -> "";
                    };
            menu.getItems().add(item(form.title() + keys, () -> copy(form)));
        }
        menu.getItems().add(new SeparatorMenuItem());
        menu.getItems().add(item("Type this command", this::typeSelected));
        menu.getItems().add(item("Make a snippet of these commands", this::makeSnippet));
        menu.getItems().add(item("Bookmark (Ctrl+B)", () -> note("")));
        menu.getItems().add(item("Note… (Ctrl+N)", this::openNote));
        return menu;
    }

    private static MenuItem item(String text, Runnable deed) {
        MenuItem item = new MenuItem(text);
        item.setOnAction(event -> deed.run());
        return item;
    }

    private void typeSelected() {
        ConsoleItem item = list.getSelectionModel().getSelectedItem();
        if (item != null && item.exchange().kind() == Exchange.Kind.COMMAND) {
            commandLine.type(item.exchange().text());
        }
    }

    private void makeSnippet() {
        List<Exchange> rows = model.exchanges(selectedRows());
        background.execute(() -> {
            Optional<Entry> made = Entry.ofRows(rows, source::bytes);
            FxThread.run(() -> made.ifPresentOrElse(
                    snippets, () -> notices.failed("No command is among the selected rows: select some first.")));
        });
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

    private void copy(CopiedRows form) {
        List<Exchange> rows = model.exchanges(selectedRows());
        if (rows.isEmpty()) {
            return;
        }
        background.execute(() -> {
            String text = form.of(rows, model::row, source::bytes);
            FxThread.run(() -> {
                ClipboardContent content = new ClipboardContent();
                content.putString(text);
                Clipboard.getSystemClipboard().setContent(content);
                notices.done(rows.size() + (rows.size() == 1 ? " row is" : " rows are") + " on the clipboard.");
            });
        });
    }

    // Filter and view

    private void setUpFilter() {
        filter.setPromptText("Filter (Ctrl+F)");
        filter.setId("console-filter");
        filter.getStyleClass().add("header-field");
        filter.setLeft(new FontIcon(Feather.FILTER));
        filter.setAccessibleText("Filter the console's rows");
        filter.setTooltip(new Tooltip("Words or /expression/, layer:tls, result:failed, socket:0, by:operator."
                + " Hides rows; the log keeps all."));
        filter.setPrefWidth(150);
        filter.textProperty().addListener((observable, before, text) -> applyFilter(text));
        filter.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE && !filter.getText().isEmpty()) {
                filter.clear();
                event.consume();
            }
        });
        filterMenu.setGraphic(new FontIcon(Feather.SLIDERS));
        filterMenu.setId("console-filter-menu");
        filterMenu.getStyleClass().addAll("flat", "header-button");
        filterMenu.setAccessibleText("Filter by layer, result, socket or writer");
        filterMenu.setTooltip(new Tooltip("Filter by layer, result or who wrote it"));
        List<String> marks = List.of(
                "layer:at",
                "layer:socket",
                "layer:tls",
                "layer:mqtt",
                "",
                "result:ok",
                "result:failed",
                "result:waits",
                "result:urc",
                "result:noise",
                "",
                "by:parley",
                "by:operator",
                "by:host");
        for (String mark : marks) {
            filterMenu.getItems().add(mark.isEmpty() ? new SeparatorMenuItem() : markItem(mark));
        }
        filterMenu.setOnShowing(event -> filterMenu.getItems().stream()
                .filter(CheckMenuItem.class::isInstance)
                .map(CheckMenuItem.class::cast)
                .forEach(check -> check.setSelected(words().anyMatch(check.getText()::equals))));
    }

    private Stream<String> words() {
        return Stream.of(filter.getText().strip().split("\\s+"));
    }

    private CheckMenuItem markItem(String mark) {
        CheckMenuItem item = new CheckMenuItem(mark);
        item.setOnAction(event -> {
            List<String> words =
                    new ArrayList<>(words().filter(word -> !word.isEmpty()).toList());
            if (!words.remove(mark)) {
                words.addFirst(mark);
            }
            filter.setText(String.join(" ", words));
        });
        return item;
    }

    private void applyFilter(String text) {
        ConsoleItem kept = list.getSelectionModel().getSelectedItem();
        drawing = true;
        list.getSelectionModel().clearSelection();
        model.filter(text);
        model.poll();
        drawing = false;
        filter.pseudoClassStateChanged(ERROR, model.filter().problem().isPresent());
        summarise();
        if (kept != null && !follow.isSelected()) {
            goTo(kept.row());
        }
        toEnd();
    }

    private void setUpFollow() {
        follow.setSelected(true);
        follow.setId("console-follow");
        follow.getStyleClass().addAll("flat", "header-button");
        follow.setGraphic(new FontIcon(Feather.CHEVRONS_DOWN));
        follow.setTooltip(new Tooltip("Keep the newest row in sight; scrolling back switches it off"));
        follow.selectedProperty().addListener((observable, before, on) -> {
            window.stay(on);
            toEnd();
        });
    }

    private void setUpViewMenu() {
        viewMenu.setId("console-view");
        viewMenu.getStyleClass().addAll("flat", "header-button");
        viewMenu.setAccessibleText("View: bytes and times");
        ToggleGroup bytes = new ToggleGroup();
        for (ByteView view : ByteView.values()) {
            viewMenu.getItems().add(choice(view.title(), bytes, view == ByteView.TEXT, () -> bytes(view)));
        }
        viewMenu.getItems().add(new SeparatorMenuItem());
        ToggleGroup times = new ToggleGroup();
        for (TimeStyle style : TimeStyle.values()) {
            viewMenu.getItems()
                    .add(choice("Time: " + style.title(), times, style == TimeStyle.SINCE_START, () -> times(style)));
        }
        viewMenu.getItems().add(new SeparatorMenuItem());
        MenuItem search = item("Find", this::openFind);
        search.setAccelerator(
                new KeyCodeCombination(KeyCode.F, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN));
        viewMenu.getItems().add(search);
        viewMenu.getItems().add(explains);
        explains.setSelected(false);
        explains.selectedProperty().addListener((observable, before, on) -> {
            if (on) {
                middle.getItems().setAll(rows, explanation);
                middle.setDividerPositions(0.66);
            } else {
                middle.getItems().setAll(rows);
            }
        });
    }

    private static RadioMenuItem choice(String text, ToggleGroup group, boolean chosen, Runnable deed) {
        RadioMenuItem item = new RadioMenuItem(text);
        item.setToggleGroup(group);
        item.setSelected(chosen);
        item.setOnAction(event -> deed.run());
        return item;
    }

    /** Shows the bytes of opened rows in another way. */
    void bytes(ByteView view) {
        model.byteView(view);
        cells.forEach(ConsoleCell::drawAgain);
    }

    /** Tells times in another way. */
    void times(TimeStyle style) {
        timeStyle = style;
        makeCells();
        header();
    }

    private void header() {
        Label time = head(timeStyle.head(), Pos.CENTER_RIGHT);
        Region row = new ConsoleCell.Columns(
                timeStyle == TimeStyle.CLOCK,
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
            case F2 -> model.notes().next(selectedRow(), !event.isShiftDown()).ifPresent(this::goTo);
            case F1 -> explains.setSelected(!explains.isSelected());
            case B, N -> {
                if (!event.isShortcutDown() || event.isShiftDown()) {
                    return;
                }
                if (event.getCode() == KeyCode.N) {
                    openNote();
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

    private void setUpNote() {
        noteBar.getStyleClass().add("find-bar");
        noteBar.setAlignment(Pos.CENTER_LEFT);
        noteBar.setVisible(false);
        HBox.setHgrow(note, Priority.ALWAYS);
        note.setId("console-note");
        note.getStyleClass().add("header-field");
        note.setPromptText("Note about the selected row, or about now  ·  Enter keeps it in the session, Esc closes");
        note.setAccessibleText("Note to keep in the session");
        note.setOnAction(event -> {
            note(note.getText().strip());
            closeNote();
        });
        note.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                closeNote();
                event.consume();
            }
        });
    }

    private void openNote() {
        noteBar.setVisible(true);
        header();
        note.requestFocus();
    }

    private void closeNote() {
        note.clear();
        noteBar.setVisible(false);
        header();
        list.requestFocus();
    }

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
            list.requestFocus();
        }
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
        row.ifPresent(this::goTo);
        showFindCount();
    }

    private int selectedRow() {
        ConsoleItem item = list.getSelectionModel().getSelectedItem();
        return item == null ? -1 : item.row();
    }

    private void showFindCount() {
        findBar.count(model.findCount(selectedRow()));
    }

    /** Selects the row and brings it into sight. */
    private void goTo(int row) {
        if (model.list().shows(row)) {
            follow.setSelected(false);
            int line = model.list().line(row);
            window.show(line);
            list.getSelectionModel().clearAndSelect(line - window.offset());
            list.scrollTo(Math.max(0, line - window.offset() - 3));
        }
    }

    // What comes

    @Override
    public void show(Shown shown) {
        started = shown.snapshot().header().started();
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
        toEnd();
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
            toEnd();
        }
        followSight();
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

    private void toEnd() {
        if (follow.isSelected() && !model.list().isEmpty()) {
            if (window.size() != sizeAtEnd) {
                // Until it is laid out, the list does not know of a row that has just come.
                list.layout();
                sizeAtEnd = window.size();
            }
            list.scrollTo(window.size() - 1);
        }
    }

    // The selection all panels share

    private boolean isLinked(Exchange exchange) {
        Selection.Selected selected = selector.selection().get();
        return selected.isOn(new Focus.OnExchange(exchange.number()))
                || exchange.lines().stream().anyMatch(line -> selected.places().touches(line.place()));
    }

    private void relink(Selection.Selected selected) {
        cells.forEach(ConsoleCell::relink);
        if (selected.isNothing() || selected.focus().orElse(null) instanceof Focus.OnExchange) {
            return;
        }
        list.getSelectionModel().clearSelection();
        firstRow(selected).ifPresent(row -> {
            follow.setSelected(false);
            int line = model.list().line(row);
            window.show(line);
            list.scrollTo(Math.max(0, line - window.offset() - 2));
        });
    }

    private OptionalInt firstRow(Selection.Selected selected) {
        return selected.places().all().stream()
                .flatMapToInt((Place place) -> model.list().exchanges().at(place))
                .filter(model.list()::shows)
                .min();
    }

    private final class Face implements ConsoleCell.Face {
        @Override
        public ConsoleRow row(Exchange exchange) {
            return model.row(exchange);
        }

        @Override
        public String time(Exchange exchange, long before) {
            return timeStyle.of(exchange.startNanos(), before, started, ZoneId.systemDefault());
        }

        @Override
        public boolean isWideTime() {
            return timeStyle == TimeStyle.CLOCK;
        }

        @Override
        public boolean isLinked(Exchange exchange) {
            return ConsolePanel.this.isLinked(exchange);
        }

        @Override
        public boolean isFound(int row) {
            return model.isFound(row);
        }

        @Override
        public List<String> notes(int row) {
            return model.notes().at(row);
        }

        @Override
        public String hover(Exchange exchange) {
            ConsoleRow row = model.row(exchange);
            return Stream.of(row.text(), row.meaning(), row.result(), row.carried())
                    .filter(Objects::nonNull)
                    .filter(text -> !text.isEmpty())
                    .reduce((a, b) -> a + "\n" + b)
                    .orElse("");
        }

        @Override
        public String command(Exchange exchange) {
            return model.byteView() == ByteView.TEXT || exchange.kind() == Exchange.Kind.NOISE
                    ? exchange.text()
                    : exchange.kind() == Exchange.Kind.URC ? "␍␊" + exchange.text() + "␍␊" : exchange.text() + "␍";
        }

        @Override
        public void toggle(int row) {
            model.toggle(row);
        }

        @Override
        public void fold(int row, int line) {
            model.fold(row, line);
        }

        @Override
        public boolean isUnfolded(int row, int line) {
            return model.isUnfolded(row, line);
        }
    }
}
