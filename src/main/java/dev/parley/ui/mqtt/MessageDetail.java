package dev.parley.ui.mqtt;

import dev.parley.journal.Bytes;
import dev.parley.mqtt.CloudProfile;
import dev.parley.mqtt.MqttPacketType;
import dev.parley.ui.shared.Shown;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** The selected message: what it cost on the wire, and its payload in a format that can be chosen. */
final class MessageDetail extends BorderPane {
    private final Label cost = new Label();
    private final ChoiceBox<PayloadFormat> format = new ChoiceBox<>();
    private final TextArea text = new TextArea();
    private final JsonPane json = new JsonPane();
    private final FieldPlot plot = new FieldPlot();
    private @Nullable MqttRow row;
    private Bytes before = Bytes.empty();

    MessageDetail() {
        format.getItems().setAll(PayloadFormat.values());
        format.setId("mqtt-format");
        format.setAccessibleText("Format of the payload");
        format.setMinWidth(Region.USE_PREF_SIZE);
        format.valueProperty().subscribe(this::draw);
        text.setId("mqtt-payload-shown");
        text.setEditable(false);
        text.setAccessibleText("Payload of the selected message");
        text.getStyleClass().add("bytes");
        text.setPrefRowCount(4);
        cost.setId("mqtt-cost");
        cost.setMinWidth(0);
        cost.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(cost, Priority.ALWAYS);
        HBox head = new HBox(5, cost, format);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("mqtt-form");
        setTop(head);
        setCenter(text);
        setBottom(plot);
        setMinSize(0, 0);
        setVisible(false);
        setManaged(false);
    }

    /**
     * Shows a message, or nothing.
     *
     * @param rows all messages, for the one before it under its topic
     */
    void show(@Nullable MqttRow next, List<MqttRow> rows, Shown shown, InFlight inFlight) {
        row = next;
        boolean message = next != null && next.packet().type() == MqttPacketType.PUBLISH;
        setVisible(message);
        setManaged(message);
        if (next == null || !message) {
            return;
        }
        before = previous(next, rows).map(one -> one.packet().payload()).orElse(Bytes.empty());
        cost.setText(cost(next, shown).words()
                + inFlight.of(next).map(it -> " · " + it.words()).orElse("")
                + CloudProfile.awsReasonIn(next.packet()
                                .payload()
                                .slice(0, Math.min(4096, next.packet().payload().length()))
                                .utf8())
                        .map(words -> " · " + words)
                        .orElse(""));
        cost.setTooltip(new Tooltip(WireCost.explained(next.packet().direction())));
        plot.show(NumberSeries.of(
                rows.stream()
                        .filter(one -> one.packet().direction() == next.packet().direction())
                        .toList(),
                next.packet().topic()));
        PayloadFormat suits = PayloadFormat.of(next.packet().payload());
        if (format.getValue() == null || format.getValue() == PayloadFormat.JSON || suits == PayloadFormat.JSON) {
            format.setValue(suits);
        }
        draw();
    }

    private static Optional<MqttRow> previous(MqttRow row, List<MqttRow> rows) {
        Optional<MqttRow> found = Optional.empty();
        for (MqttRow one : rows) {
            if (one.equals(row)) {
                return found;
            }
            if (one.packet().type() == MqttPacketType.PUBLISH
                    && one.packet().direction() == row.packet().direction()
                    && one.packet().topic().equals(row.packet().topic())) {
                found = Optional.of(one);
            }
        }
        return found;
    }

    /** What the message cost on each layer. */
    static WireCost cost(MqttRow row, Shown shown) {
        return WireCost.of(
                row.packet(),
                shown.view().places(row.socket(), row.packet()),
                shown.view().conversations().containsKey(row.socket()),
                shown.view().exchanges());
    }

    private void draw() {
        MqttRow now = row;
        PayloadFormat chosen = format.getValue();
        if (now == null || chosen == null) {
            return;
        }
        Optional<JsonTree.Node> tree =
                chosen == PayloadFormat.JSON ? JsonTree.of(now.packet().payload(), before) : Optional.empty();
        tree.ifPresent(json::show);
        if (tree.isEmpty()) {
            text.setText(chosen.show(now.packet().payload(), before));
        }
        setCenter(tree.isPresent() ? json : text);
    }
}
