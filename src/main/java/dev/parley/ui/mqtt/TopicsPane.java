package dev.parley.ui.mqtt;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import javafx.scene.control.TreeCell;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import org.jspecify.annotations.Nullable;

/** The topic tree. What is unfolded and selected stays so while it grows. */
final class TopicsPane extends TreeView<TopicTree.Node> {
    private final Map<String, TreeItem<TopicTree.Node>> items = new HashMap<>();
    private TopicTree tree = new TopicTree();

    /** A tree without topics; {@code choose} hears of the topic that is selected. */
    TopicsPane(Consumer<TopicTree.Node> choose) {
        setId("mqtt-topics");
        setShowRoot(false);
        setAccessibleText("Topics, with the number of their messages and the last value");
        setCellFactory(view -> new TreeCell<>() {
            @Override
            protected void updateItem(TopicTree.@Nullable Node node, boolean isEmpty) {
                super.updateItem(node, isEmpty);
                setText(isEmpty || node == null ? null : node.words());
            }
        });
        getSelectionModel().selectedItemProperty().subscribe(item -> {
            if (item != null) {
                choose.accept(item.getValue());
            }
        });
        clear();
    }

    void clear() {
        tree = new TopicTree();
        items.clear();
        setRoot(new TreeItem<>(tree.root()));
    }

    void add(Iterable<MqttRow> messages) {
        messages.forEach(tree::add);
        grow(getRoot());
        refresh();
    }

    private void grow(TreeItem<TopicTree.Node> parent) {
        for (TopicTree.Node child : parent.getValue().children()) {
            TreeItem<TopicTree.Node> item = items.get(child.topic());
            if (item == null) {
                item = new TreeItem<>(child);
                item.setExpanded(true);
                items.put(child.topic(), item);
                parent.getChildren().add(item);
            }
            grow(item);
        }
    }
}
