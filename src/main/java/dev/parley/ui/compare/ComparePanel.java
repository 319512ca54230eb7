package dev.parley.ui.compare;

import dev.parley.doctor.soak.Cluster;
import dev.parley.doctor.soak.Ending;
import dev.parley.export.ClusterReport;
import dev.parley.flow.Figures;
import dev.parley.tls.Comparison;
import dev.parley.ui.shared.DividerKeys;
import dev.parley.ui.shared.EmptyState;
import dev.parley.ui.shared.Notices;
import dev.parley.ui.shared.Panel;
import dev.parley.ui.shared.Shown;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeCell;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.input.DragEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * Sessions held against each other: on the left those that ended alike, on the right two of them message by message. A death is held
 * against a session that ended well; two that are chosen against each other.
 */
public final class ComparePanel extends SplitPane implements Panel {
    private final Gathering gathering;
    private final Consumer<Path> open;
    private final Supplier<String> sessionName;
    private final Notices notices;
    private final TreeView<Row> tree = new TreeView<>(new TreeItem<>());
    private final ComparisonView comparison = new ComparisonView(
            "Choose a session on the left to hold it against one that ended well, or two (Ctrl+click) to hold them"
                    + " against each other; the first difference is marked.");
    private final Label told = new Label();
    private final EmptyState empty = new EmptyState(
            Feather.LAYERS,
            "No sessions yet",
            "Add session files, or a folder of them as a soak leaves it, or drop them here: those that ended alike"
                    + " stand together, with where each kind first differs from one that ended well.");
    private final Button addThis =
            button("compare-this", "Add this one", Feather.PLUS, "Add the session that is shown");
    private Gathering.@Nullable State drawn;
    /** The tree is being built anew: what is chosen meanwhile is not the operator's choice. */
    private boolean building;
    /** What is held against each other, the first first. */
    private List<Ending> compared = List.of();

    private @Nullable Shown shown;

    /** A line of the tree. */
    private sealed interface Row {
        /** By what it is found again where the tree was built anew. */
        Name name();

        /** Those that ended alike. */
        record Kind(Cluster cluster) implements Row {
            @Override
            public Name name() {
                return new Name(true, cluster.example().name());
            }
        }

        /** One of them. */
        record Member(Ending ending) implements Row {
            @Override
            public Name name() {
                return new Name(false, ending.name());
            }
        }

        /** A session's, or that of the first of those that ended alike. */
        record Name(boolean kind, String session) {}
    }

    /**
     * A panel that compares nothing yet.
     *
     * @param open looks at a session file
     * @param sessionName what the session that is shown is called
     * @param background reads files
     */
    public ComparePanel(Consumer<Path> open, Supplier<String> sessionName, Notices notices, Executor background) {
        this.open = open;
        this.sessionName = sessionName;
        this.notices = notices;
        gathering = new Gathering(background);
        setId("compare");
        getStyleClass().add("inner-split");
        DividerKeys.on(this);
        getItems().addAll(setUpSessions(), comparison);
        setDividerPositions(0.46);
        setMinSize(0, 0);
        setOnDragOver(this::dragged);
        setOnDragDropped(this::dropped);
    }

    private Node setUpSessions() {
        Button files = button("compare-files", "Add files…", Feather.FILE_PLUS, "Add session files");
        files.setOnAction(event -> chooseFiles());
        Button folder = button(
                "compare-folder", "Add folder…", Feather.FOLDER_PLUS, "Add all session files in a folder and below it");
        folder.setOnAction(event -> chooseFolder());
        addThis.setOnAction(event -> addShown());
        addThis.setDisable(true);
        Button clear = button("compare-clear", "Clear", Feather.X, "Take all sessions out of this list");
        clear.setOnAction(event -> gathering.clear());
        FlowPane buttons = new FlowPane(6, 4, files, folder, addThis, clear);
        buttons.setAlignment(Pos.CENTER_LEFT);
        buttons.getStyleClass().add("drawer-form");
        told.setId("compare-told");
        told.getStyleClass().add("experiment-tried");
        told.setWrapText(true);
        told.setMinHeight(Region.USE_PREF_SIZE);
        tree.setId("compare-sessions");
        tree.setShowRoot(false);
        tree.getStyleClass().addAll("dense-list", "compare-tree");
        tree.setAccessibleText("Sessions, those that ended alike together");
        tree.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        tree.getSelectionModel().getSelectedItems().subscribe(this::compare);
        tree.setCellFactory(view -> new Cell());
        tree.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ENTER) {
                openChosen();
                event.consume();
            }
        });
        tree.setOnMouseClicked(event -> {
            if (event.getButton() == MouseButton.PRIMARY && event.getClickCount() == 2) {
                openChosen();
            }
        });
        empty.setMouseTransparent(true);
        BorderPane pane = new BorderPane(new StackPane(tree, empty));
        pane.setTop(buttons);
        pane.setBottom(told);
        pane.setMinSize(0, 0);
        return pane;
    }

    private static Button button(String id, String words, Feather icon, String what) {
        Button button = new Button(words, new FontIcon(icon));
        button.setId(id);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setTooltip(new Tooltip(what));
        return button;
    }

    /** Takes in session files, and all in folders and below them; they are read in the background. */
    public void add(List<Path> places) {
        gathering.add(places);
    }

    private void addShown() {
        Shown now = shown;
        if (now != null) {
            gathering.add(sessionName.get(), now.snapshot());
        }
    }

    private void chooseFiles() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Sessions to compare");
        chooser.getExtensionFilters()
                .add(new FileChooser.ExtensionFilter("Parley sessions", "*" + dev.parley.session.SessionFiles.ENDING));
        try {
            List<File> chosen = chooser.showOpenMultipleDialog(getScene().getWindow());
            if (chosen != null) {
                add(chosen.stream().map(File::toPath).toList());
            }
        } catch (UnsupportedOperationException e) {
            noChooser();
        }
    }

    private void chooseFolder() {
        DirectoryChooser chooser = new DirectoryChooser();
        chooser.setTitle("A folder of sessions to compare");
        try {
            File chosen = chooser.showDialog(getScene().getWindow());
            if (chosen != null) {
                add(List.of(chosen.toPath()));
            }
        } catch (UnsupportedOperationException e) {
            noChooser();
        }
    }

    private void noChooser() {
        notices.failed("This display has no file chooser; drop the files or the folder onto this list.");
    }

    private void dragged(DragEvent event) {
        if (!event.getDragboard().getFiles().isEmpty()) {
            event.acceptTransferModes(TransferMode.COPY);
            event.consume();
        }
    }

    private void dropped(DragEvent event) {
        add(event.getDragboard().getFiles().stream().map(File::toPath).toList());
        event.setDropCompleted(true);
        event.consume();
    }

    @Override
    public void show(Shown newShown) {
        shown = newShown;
        addThis.setDisable(newShown.isEmpty());
    }

    @Override
    public void tick(long nowNanos) {
        Gathering.State state = gathering.state();
        if (state.equals(drawn)) {
            return;
        }
        drawn = state;
        boolean any = !state.clusters().isEmpty() || !state.unread().isEmpty();
        empty.setVisible(!any && state.waiting() == 0);
        told.setText(any || state.waiting() > 0 ? state.words() : "");
        building = true;
        try {
            build(state.clusters());
        } finally {
            building = false;
        }
        compare();
    }

    /** Puts these into the tree and leaves folded, chosen and in focus what was. */
    private void build(List<Cluster> clusters) {
        TreeItem<Row> root = tree.getRoot();
        Set<Row.Name> folded = names(root.getChildren().stream().filter(item -> !item.isExpanded()));
        Set<Row.Name> chosen = names(tree.getSelectionModel().getSelectedItems().stream());
        Set<Row.Name> focused = names(Stream.ofNullable(tree.getFocusModel().getFocusedItem()));
        tree.getSelectionModel().clearSelection();
        root.getChildren()
                .setAll(clusters.stream().map(cluster -> item(cluster, folded)).toList());
        List<TreeItem<Row>> rows = root.getChildren().stream()
                .flatMap(kind -> Stream.concat(
                        Stream.of(kind), kind.isExpanded() ? kind.getChildren().stream() : Stream.empty()))
                .toList();
        for (TreeItem<Row> row : rows) {
            if (chosen.contains(row.getValue().name())) {
                tree.getSelectionModel().select(row);
            }
        }
        for (TreeItem<Row> row : rows) {
            if (focused.contains(row.getValue().name())) {
                tree.getFocusModel().focus(tree.getRow(row));
            }
        }
    }

    private static Set<Row.Name> names(Stream<TreeItem<Row>> items) {
        return items.filter(Objects::nonNull)
                .map(TreeItem::getValue)
                .filter(Objects::nonNull)
                .map(Row::name)
                .collect(Collectors.toSet());
    }

    private static TreeItem<Row> item(Cluster cluster, Set<Row.Name> folded) {
        Row kind = new Row.Kind(cluster);
        TreeItem<Row> item = new TreeItem<>(kind);
        item.getChildren()
                .setAll(cluster.members().stream()
                        .map(ending -> new TreeItem<Row>(new Row.Member(ending)))
                        .toList());
        item.setExpanded(!folded.contains(kind.name()));
        return item;
    }

    private List<Ending> chosen() {
        return tree.getSelectionModel().getSelectedItems().stream()
                .filter(Objects::nonNull)
                .map(TreeItem::getValue)
                .filter(Objects::nonNull)
                .map(row -> switch (row) {
                    case Row.Kind kind -> kind.cluster().example();
                    case Row.Member member -> member.ending();
                })
                .distinct()
                .toList();
    }

    private void compare() {
        if (building) {
            return;
        }
        List<Ending> pair = pair();
        if (pair.equals(compared)) {
            return;
        }
        compared = pair;
        if (pair.isEmpty()) {
            comparison.show(Optional.empty(), "", "");
        } else {
            Ending one = pair.getFirst();
            Ending other = pair.getLast();
            comparison.show(
                    one.conversation()
                            .flatMap(first -> other.conversation().map(second -> Comparison.of(first, second))),
                    brief(one),
                    brief(other));
        }
    }

    /** The two that are to be held against each other, or none. */
    private List<Ending> pair() {
        List<Ending> chosen = chosen();
        if (chosen.size() >= 2) {
            return List.copyOf(chosen.subList(0, 2));
        }
        return gathering
                .state()
                .good()
                .filter(good -> chosen.size() == 1 && !good.equals(chosen.getFirst()))
                .map(good -> List.of(good, chosen.getFirst()))
                .orElse(List.of());
    }

    private void openChosen() {
        TreeItem<Row> item = tree.getSelectionModel().getSelectedItem();
        if (item != null && item.getValue() instanceof Row.Member member) {
            Path file = Path.of(member.ending().name());
            if (file.isAbsolute() || file.getNameCount() > 1) {
                open.accept(file);
            }
        }
    }

    /** The file with its folder: a soak's sessions are all called alike. */
    private static String brief(Ending ending) {
        Path file = Path.of(ending.name());
        return file.getNameCount() < 2
                ? ending.name()
                : file.subpath(file.getNameCount() - 2, file.getNameCount()).toString();
    }

    /** Those that ended alike in words, or one of them. */
    private static final class Cell extends TreeCell<Row> {
        @Override
        protected void updateItem(@Nullable Row row, boolean isEmpty) {
            super.updateItem(row, isEmpty);
            getStyleClass().removeAll("compare-good", "compare-died");
            setTooltip(null);
            if (isEmpty || row == null) {
                setText("");
                return;
            }
            switch (row) {
                case Row.Kind(Cluster cluster) -> {
                    setText(ClusterReport.title(cluster));
                    setTooltip(new Tooltip(getText() + "\n" + ClusterReport.ranges(cluster)));
                    getStyleClass().add(cluster.isGood() ? "compare-good" : "compare-died");
                }
                case Row.Member(Ending ending) -> {
                    setText(brief(ending) + " · "
                            + Figures.bytes(ending.outcome().sent()) + " sent, "
                            + Figures.bytes(ending.outcome().received()) + " received, "
                            + Figures.span(ending.outcome().ageNanos()) + " old");
                    setTooltip(new Tooltip(ending.name()));
                }
            }
        }
    }
}
