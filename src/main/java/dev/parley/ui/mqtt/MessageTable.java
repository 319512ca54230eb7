package dev.parley.ui.mqtt;

import dev.parley.flow.Figures;
import dev.parley.ui.shared.Shown;
import java.util.Comparator;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.transformation.FilteredList;
import javafx.collections.transformation.SortedList;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import org.jspecify.annotations.Nullable;

/**
 * The messages, or all packets, with what each cost on its way; in the order of time until a column's header is clicked. What they cost
 * is shown where there is room for it.
 */
final class MessageTable extends TableView<MqttRow> {
    private static final double ROOM_FOR_COST = 480;
    /** What there is of room beyond is theirs. */
    private static final Set<String> GROWING = Set.of("topic", "payload");

    private final WireCosts costs = new WireCosts();
    private @Nullable Shown shown;

    MessageTable(FilteredList<MqttRow> rows, InFlight inFlight, Node placeholder) {
        setId("mqtt-messages");
        setFixedCellSize(21);
        getStyleClass().addAll("dense-table");
        setAccessibleText("MQTT messages");
        setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        setPlaceholder(placeholder);
        SortedList<MqttRow> sorted = new SortedList<>(rows);
        sorted.comparatorProperty().bind(comparatorProperty());
        setItems(sorted);
        text("at s", 56, "bytes", MqttRow::time);
        text("way", 52, "", MqttRow::direction);
        text("topic", 96, "bytes", MqttRow::topic);
        text("QoS", 38, "", row -> row.qos() + inFlight.mark(row));
        TableColumn<MqttRow, Double> size =
                figure("size", 54, row -> row.packet().size(), bytes -> Figures.bytes((long) bytes.doubleValue()));
        TableColumn<MqttRow, Double> wire = figure(
                "wire",
                60,
                row -> cost(row, WireCost::link),
                bytes -> bytes == 0 ? "" : Figures.bytes((long) bytes.doubleValue()));
        TableColumn<MqttRow, Double> time = figure(
                "ms",
                44,
                row -> cost(row, WireCost::seconds),
                seconds -> seconds == 0 ? "" : String.format(Locale.ROOT, "%.0f", seconds * 1000));
        text("payload", 120, "bytes", MqttRow::payload);
        explain(size, "Bytes of the MQTT packet");
        explain(wire, "Everything that crossed the serial line for it: MQTT, TLS and AT bytes");
        explain(time, "How long that took at the rate this session had: AT command and result, and what is in between");
        widthProperty().subscribe(width -> {
            wire.setVisible(width.doubleValue() >= ROOM_FOR_COST);
            time.setVisible(width.doubleValue() >= ROOM_FOR_COST);
        });
    }

    /** From now on the costs are those of this picture of the session. */
    void see(Shown now) {
        shown = now;
    }

    /** Another session begins. */
    void forget() {
        costs.forget();
    }

    /** The newest message comes into sight, unless another order was asked for. */
    void follow() {
        if (!getItems().isEmpty() && getSortOrder().isEmpty()) {
            scrollTo(getItems().size() - 1);
        }
    }

    private double cost(MqttRow row, ToDoubleFunction<WireCost> what) {
        Shown now = shown;
        return now == null ? 0 : what.applyAsDouble(costs.of(row, now.view()));
    }

    private static void explain(TableColumn<MqttRow, Double> column, String words) {
        Label header = new Label(column.getText());
        header.setTooltip(new Tooltip(words));
        column.setGraphic(header);
        column.setText("");
    }

    private void text(String title, double width, String styleClass, Function<MqttRow, String> text) {
        TableColumn<MqttRow, String> column = new TableColumn<>(title);
        column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(text.apply(cell.getValue())));
        column.setSortable(false);
        add(column, width, styleClass, words -> words);
    }

    private TableColumn<MqttRow, Double> figure(
            String title, double width, ToDoubleFunction<MqttRow> value, Function<Double, String> words) {
        TableColumn<MqttRow, Double> column = new TableColumn<>(title);
        column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(value.applyAsDouble(cell.getValue())));
        column.setComparator(Comparator.naturalOrder());
        add(column, width, "bytes", words);
        return column;
    }

    private <T> void add(TableColumn<MqttRow, T> column, double width, String styleClass, Function<T, String> words) {
        column.setPrefWidth(width);
        column.setMinWidth(34);
        if (!GROWING.contains(column.getText())) {
            column.setMinWidth(width);
            column.setMaxWidth(width * 1.5);
        }
        column.setReorderable(false);
        column.setCellFactory(its -> {
            TableCell<MqttRow, T> cell = new TableCell<>() {
                @Override
                protected void updateItem(@Nullable T value, boolean isEmpty) {
                    super.updateItem(value, isEmpty);
                    setText(isEmpty || value == null ? null : words.apply(value));
                }
            };
            if (!styleClass.isEmpty()) {
                cell.getStyleClass().add(styleClass);
            }
            return cell;
        });
        getColumns().add(column);
    }
}
