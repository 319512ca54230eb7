package dev.parley.ui.inspector;

import dev.parley.journal.Field;
import dev.parley.ui.shared.DividerKeys;
import dev.parley.ui.shared.EmptyState;
import dev.parley.ui.shared.Focus;
import dev.parley.ui.shared.FxThread;
import dev.parley.ui.shared.HexView;
import dev.parley.ui.shared.Layer;
import dev.parley.ui.shared.Panel;
import dev.parley.ui.shared.Selection;
import dev.parley.ui.shared.Shown;
import dev.parley.ui.shared.Source;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.Executor;
import javafx.geometry.Orientation;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TreeCell;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** Fields and bytes of whatever is selected, linked both ways: a field marks its bytes, a byte opens its field. */
public final class InspectorPanel extends StackPane implements Panel {
    /** From this width on, fields and bytes stand side by side. */
    private static final double SIDE_BY_SIDE = 500;

    private final Selection selection;
    private final Source source;
    private final Executor background;
    private final Label title = new Label();
    private final Label detail = new Label();
    private final TreeView<Field> tree = new TreeView<>();
    private final HexView hex = new HexView(this::pick);
    private final SplitPane split = new SplitPane(tree, hex);
    private final BorderPane filled = new BorderPane();
    private final EmptyState empty = new EmptyState(
            Feather.CROSSHAIR,
            "Nothing is selected",
            "Choose a handshake message, a console row or an MQTT message: its fields and bytes stand here.");
    private @Nullable Shown shown;
    private Layer layer = Layer.AT;

    /**
     * An empty inspector.
     *
     * @param background where specimens are made: reading bytes may read a file
     */
    public InspectorPanel(Selection selection, Source source, Executor background) {
        this.selection = selection;
        this.source = source;
        this.background = background;
        title.getStyleClass().addAll("inspector-title");
        title.setMinWidth(0);
        detail.getStyleClass().add("inspector-detail");
        detail.setWrapText(true);
        VBox head = new VBox(1, title, detail);
        head.getStyleClass().add("inspector-head");
        tree.setShowRoot(false);
        tree.setFixedCellSize(21);
        tree.getStyleClass().addAll("dense-tree");
        tree.setAccessibleText("Fields");
        tree.setId("inspector-fields");
        tree.setCellFactory(view -> new FieldCell());
        tree.getSelectionModel().selectedItemProperty().subscribe(item -> {
            if (item != null) {
                hex.mark(item.getValue().from(), item.getValue().to());
            }
        });
        split.setOrientation(Orientation.VERTICAL);
        split.setDividerPositions(0.56);
        split.getStyleClass().add("inner-split");
        DividerKeys.on(split);
        filled.setTop(head);
        filled.setCenter(split);
        filled.setVisible(false);
        getChildren().addAll(filled, empty);
        setMinSize(0, 0);
        hex.setId("inspector-bytes");
        widthProperty().subscribe(width -> arrange(width.doubleValue()));
        selection.property().subscribe(selected -> refresh());
    }

    /** Side by side where there is room for both, else the bytes below. */
    private void arrange(double width) {
        Orientation wanted = width >= SIDE_BY_SIDE ? Orientation.HORIZONTAL : Orientation.VERTICAL;
        if (split.getOrientation() != wanted) {
            split.setOrientation(wanted);
            split.setDividerPositions(wanted == Orientation.HORIZONTAL ? Math.max(0.44, 1 - 620 / width) : 0.56);
        }
    }

    @Override
    public void show(Shown newShown) {
        shown = newShown;
        if (newShown.fresh()) {
            refresh();
        }
    }

    private void refresh() {
        Shown now = shown;
        Selection.Selected selected = selection.get();
        if (now == null || selected.focus().isEmpty()) {
            put(Optional.empty());
            return;
        }
        background.execute(() -> {
            Optional<Specimen> specimen = specimen(selected.focus().get(), now);
            FxThread.run(() -> {
                // By now the operator may have gone on to something else.
                if (selection.get().equals(selected)) {
                    put(specimen);
                    specimen.ifPresent(it -> selected.byteAt().ifPresent(hex::pick));
                }
            });
        });
    }

    /** Nothing where the session's file has been closed meanwhile, for another is looked at. */
    private Optional<Specimen> specimen(Focus focus, Shown now) {
        try {
            return Specimen.of(
                    focus,
                    now.view(),
                    now.snapshot().findings(),
                    now.goesOn(),
                    now.snapshot().wallClock(),
                    source::bytes);
        } catch (UncheckedIOException closed) {
            return Optional.empty();
        }
    }

    private void put(Optional<Specimen> specimen) {
        filled.setVisible(specimen.isPresent());
        empty.setVisible(specimen.isEmpty());
        if (specimen.isEmpty()) {
            return;
        }
        Specimen it = specimen.get();
        title.getStyleClass().remove(layer.styleClass());
        layer = it.layer();
        title.getStyleClass().add(layer.styleClass());
        title.setText(it.title());
        detail.setText(it.detail());
        hex.show(it.bytes());
        tree.setShowRoot(it.fields().children().isEmpty());
        tree.setRoot(item(it.fields(), 0));
    }

    private static TreeItem<Field> item(Field field, int depth) {
        TreeItem<Field> item = new TreeItem<>(field);
        field.children().forEach(child -> item.getChildren().add(item(child, depth + 1)));
        item.setExpanded(depth < 2);
        return item;
    }

    /** Opens the innermost field that holds byte {@code offset}. */
    private void pick(int offset) {
        TreeItem<Field> item = tree.getRoot();
        TreeItem<Field> found = null;
        while (item != null) {
            item = item.getChildren().stream()
                    .filter(child -> child.getValue().from() <= offset
                            && offset < child.getValue().to())
                    .findFirst()
                    .orElse(null);
            if (item != null) {
                found = item;
            }
        }
        if (found == null) {
            hex.mark(offset, offset + 1);
            return;
        }
        for (TreeItem<Field> parent = found.getParent(); parent != null; parent = parent.getParent()) {
            parent.setExpanded(true);
        }
        tree.getSelectionModel().select(found);
        tree.scrollTo(Math.max(0, tree.getRow(found) - 2));
    }

    /** A field: its name, its value, and how many bytes it has. */
    private static final class FieldCell extends TreeCell<Field> {
        private final Label name = new Label();
        private final Label value = new Label();
        private final Label size = new Label();
        private final HBox box = new HBox(8, name, value, size);

        FieldCell() {
            name.getStyleClass().add("field-name");
            value.getStyleClass().add("field-value");
            size.getStyleClass().add("field-size");
            name.setMinWidth(Region.USE_PREF_SIZE);
            size.setMinWidth(Region.USE_PREF_SIZE);
            value.setMinWidth(0);
        }

        /** As wide as the tree and no wider: a long value is cut short rather than scrolled to. */
        @Override
        protected double computePrefWidth(double height) {
            return 0;
        }

        @Override
        protected void updateItem(@Nullable Field field, boolean isEmpty) {
            super.updateItem(field, isEmpty);
            if (isEmpty || field == null) {
                setGraphic(null);
                return;
            }
            name.setText(field.name());
            value.setText(field.value());
            size.setText(field.length() > 0 ? field.length() + " B" : "");
            setAccessibleText(field.name() + " " + field.value());
            setGraphic(box);
        }
    }
}
