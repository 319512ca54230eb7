package dev.parley.ui.mqtt;

import dev.parley.journal.Bytes;
import dev.parley.session.SessionController;
import dev.parley.ui.shared.EmptyState;
import dev.parley.ui.shared.Focus;
import dev.parley.ui.shared.MarkLabel;
import dev.parley.ui.shared.Notices;
import dev.parley.ui.shared.Panel;
import dev.parley.ui.shared.Selection;
import dev.parley.ui.shared.Selector;
import dev.parley.ui.shared.Shown;
import java.util.List;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** MQTT: subscribe, publish, and the application messages both ways as the wire shows them. */
public final class MqttPanel extends BorderPane implements Panel {
    private static final PseudoClass LINKED = PseudoClass.getPseudoClass("linked");

    private final SessionController controller;
    private final Selector selector;
    private final Notices notices;
    private final MarkLabel status = new MarkLabel();
    private final TextField filter = new TextField("parley/#");
    private final ChoiceBox<String> filterQos = qos("QoS to ask for");
    private final Button subscribe = new Button("Subscribe");
    private final TextField topic = new TextField("parley/hello");
    private final TextField payload = new TextField("hello from Parley");
    private final ChoiceBox<String> publishQos = qos("QoS to publish with");
    private final CheckBox retain = new CheckBox("retain");
    private final Button publish = new Button("Publish");
    private final VBox form;
    private final TableView<MqttRow> table = new TableView<>();
    private final EmptyState empty = new EmptyState(Feather.MESSAGE_SQUARE, "", "");
    private @Nullable Shown shown;
    private int drawnMessages = -1;
    private boolean drawing;

    public MqttPanel(SessionController controller, Selector selector, Notices notices) {
        this.controller = controller;
        this.selector = selector;
        this.notices = notices;
        filter.setId("mqtt-filter");
        filter.setAccessibleText("Topic filter to subscribe to");
        filter.setPromptText("topic filter");
        filter.setOnAction(event -> subscribe());
        subscribe.setId("mqtt-subscribe");
        subscribe.setOnAction(event -> subscribe());
        topic.setId("mqtt-topic");
        topic.setAccessibleText("Topic to publish to");
        topic.setPromptText("topic");
        payload.setId("mqtt-payload");
        payload.setAccessibleText("Payload to publish");
        payload.setPromptText("payload");
        payload.setOnAction(event -> publish());
        publish.setId("mqtt-publish");
        publish.setOnAction(event -> publish());
        retain.setTooltip(new Tooltip("The broker keeps the message for later subscribers"));
        retain.setMinWidth(Region.USE_PREF_SIZE);
        for (TextField field : List.of(filter, topic, payload)) {
            field.getStyleClass().add("bytes");
            field.setMinWidth(40);
            field.setPrefColumnCount(8);
            HBox.setHgrow(field, Priority.ALWAYS);
        }
        for (Button button : List.of(subscribe, publish)) {
            button.setMinWidth(84);
            button.setPrefWidth(84);
        }
        form = new VBox(4, row(filter, filterQos, subscribe), row(topic, publishQos, retain), row(payload, publish));
        form.getStyleClass().add("mqtt-form");
        setUpTable();
        setTop(form);
        setCenter(table);
        setMinSize(0, 0);
        selector.selection().property().subscribe(this::relink);
        offer(false);
    }

    /** How MQTT stands, for the panel's header. */
    public Node[] tools() {
        return new Node[] {status};
    }

    private static HBox row(Node... nodes) {
        HBox row = new HBox(5, nodes);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private static ChoiceBox<String> qos(String what) {
        ChoiceBox<String> choice = new ChoiceBox<>();
        choice.getItems().addAll("QoS 0", "QoS 1", "QoS 2");
        choice.getSelectionModel().selectFirst();
        choice.setAccessibleText(what);
        choice.setMinWidth(Region.USE_PREF_SIZE);
        return choice;
    }

    private void setUpTable() {
        table.setId("mqtt-messages");
        table.setFixedCellSize(21);
        table.getStyleClass().addAll("dense-table");
        table.setAccessibleText("MQTT messages");
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.setPlaceholder(empty);
        column("at s", 52, "bytes", MqttRow::time);
        column("way", 46, "", MqttRow::direction);
        column("topic", 96, "bytes", row -> row.packet().topic());
        column("QoS", 34, "", MqttRow::qos);
        column("size", 46, "bytes", MqttRow::size);
        column("payload", 120, "bytes", MqttRow::payload);
        table.setRowFactory(view -> new MessageRow());
        table.getSelectionModel().selectedItemProperty().subscribe(row -> {
            Shown now = shown;
            if (row != null && now != null && !drawing) {
                selector.select(now.view(), row.socket(), row.packet());
            }
        });
    }

    private void column(String title, double width, String styleClass, Function<MqttRow, String> text) {
        TableColumn<MqttRow, String> column = new TableColumn<>(title);
        column.setCellValueFactory(cell -> new ReadOnlyStringWrapper(text.apply(cell.getValue())));
        column.setPrefWidth(width);
        column.setMinWidth(Math.min(width, 34));
        column.setSortable(false);
        column.setReorderable(false);
        column.setCellFactory(its -> {
            TableCell<MqttRow, String> cell = new TableCell<>() {
                @Override
                protected void updateItem(@Nullable String words, boolean isEmpty) {
                    super.updateItem(words, isEmpty);
                    setText(isEmpty ? null : words);
                }
            };
            if (!styleClass.isEmpty()) {
                cell.getStyleClass().add(styleClass);
            }
            return cell;
        });
        table.getColumns().add(column);
    }

    private void subscribe() {
        String wanted = filter.getText().strip();
        int qos = filterQos.getSelectionModel().getSelectedIndex();
        notices.watch(controller.subscribe(wanted, qos));
    }

    private void publish() {
        String wanted = topic.getText().strip();
        int qos = publishQos.getSelectionModel().getSelectedIndex();
        notices.watch(controller.publish(wanted, Bytes.utf8(payload.getText()), qos, retain.isSelected()));
    }

    @Override
    public void show(Shown newShown) {
        shown = newShown;
        MqttStatus now = MqttStatus.of(newShown);
        status.show(now.mark(), now.words());
        offer(now.ready());
        List<MqttRow> rows = MqttRow.of(newShown.view().packets());
        if (newShown.fresh() || rows.size() != drawnMessages) {
            drawing = true;
            if (newShown.fresh() || rows.size() < table.getItems().size()) {
                table.getItems().setAll(rows);
            } else {
                table.getItems().addAll(rows.subList(table.getItems().size(), rows.size()));
            }
            drawing = false;
            drawnMessages = rows.size();
            if (!rows.isEmpty()) {
                table.scrollTo(rows.size() - 1);
            }
        }
    }

    private void offer(boolean ready) {
        form.setDisable(!ready);
        if (ready) {
            empty.say(
                    "No messages yet",
                    "Subscribe to a topic filter, then publish to a topic it matches: the message goes out and comes"
                            + " back.");
        } else {
            empty.say(
                    "No MQTT messages",
                    "Press Connect: once the broker has answered CONNACK, topics can be subscribed to and published to"
                            + " here.");
        }
    }

    private void relink(Selection.Selected selected) {
        if (!(selected.focus().orElse(null) instanceof Focus.OnPacket)) {
            table.getSelectionModel().clearSelection();
        }
        table.refresh();
    }

    private boolean isLinked(MqttRow row) {
        Shown now = shown;
        Selection.Selected selected = selector.selection().get();
        return now != null
                && !selected.isNothing()
                && (selected.isOn(new Focus.OnPacket(row.socket(), row.packet().index()))
                        || selected.touches(now.view().places(row.socket(), row.packet())));
    }

    private final class MessageRow extends TableRow<MqttRow> {
        @Override
        protected void updateItem(@Nullable MqttRow row, boolean isEmpty) {
            super.updateItem(row, isEmpty);
            pseudoClassStateChanged(LINKED, !isEmpty && row != null && isLinked(row));
        }
    }
}
