package dev.parley.ui.mqtt;

import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.TreeCell;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;

/** A JSON payload that can be folded; what differs from the message before is marked. */
final class JsonPane extends TreeView<JsonTree.Node> {
    private static final PseudoClass CHANGED = PseudoClass.getPseudoClass("changed");
    /** Larger payloads begin folded below their first level. */
    private static final int UNFOLDED = 200;

    JsonPane() {
        setId("mqtt-json");
        setAccessibleText("JSON of the selected message; marked lines differ from the message before");
        getStyleClass().addAll("json-tree", "bytes");
        setFixedCellSize(20);
        setCellFactory(view -> new Cell());
        setMinSize(0, 0);
    }

    void show(JsonTree.Node whole) {
        boolean small = count(whole) <= UNFOLDED;
        TreeItem<JsonTree.Node> root = item(whole, small);
        root.setExpanded(true);
        setRoot(root);
    }

    private static int count(JsonTree.Node node) {
        return 1 + node.children().stream().mapToInt(JsonPane::count).sum();
    }

    private static TreeItem<JsonTree.Node> item(JsonTree.Node node, boolean unfolded) {
        TreeItem<JsonTree.Node> item = new TreeItem<>(node);
        item.setExpanded(unfolded || node.isChanged());
        node.children().forEach(child -> item.getChildren().add(item(child, unfolded)));
        return item;
    }

    private static final class Cell extends TreeCell<JsonTree.Node> {
        private final Label mark = new Label();
        private final Label key = new Label();
        private final Label value = new Label();
        private final HBox line = new HBox(4, mark, key, value);

        Cell() {
            mark.getStyleClass().add("json-mark");
            key.getStyleClass().add("json-key");
        }

        @Override
        protected void updateItem(JsonTree.@Nullable Node node, boolean isEmpty) {
            super.updateItem(node, isEmpty);
            boolean has = !isEmpty && node != null;
            pseudoClassStateChanged(CHANGED, has && node != null && node.change() != JsonTree.Change.NONE);
            if (!has || node == null) {
                setGraphic(null);
                return;
            }
            mark.setText(
                    switch (node.change()) {
                        case NONE -> "";
                        case NEW -> "+";
                        case CHANGED -> "≠";
                    });
            mark.setManaged(!mark.getText().isEmpty());
            key.setText(node.key().isEmpty() ? "" : node.key() + ":");
            key.setManaged(!node.key().isEmpty());
            value.setText(node.text());
            value.getStyleClass().setAll("label", "json-" + node.kind().name().toLowerCase(Locale.ROOT));
            setGraphic(line);
        }
    }
}
