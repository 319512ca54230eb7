package dev.parley.ui.mqtt;

import dev.parley.flow.Figures;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.geometry.Pos;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.shape.Circle;
import javafx.scene.shape.Polyline;

/** One numeric field of a topic's payloads over time, small. */
final class FieldPlot extends BorderPane {
    private static final double HEIGHT = 56;
    private static final double EDGE = 5;

    private final ChoiceBox<String> field = new ChoiceBox<>();
    private final Label range = new Label();
    private final Polyline line = new Polyline();
    private final Circle last = new Circle(2.5);
    private final Pane paper = new Pane(line, last);
    private Map<String, List<NumberSeries.Point>> series = Map.of();

    FieldPlot() {
        setId("mqtt-plot");
        getStyleClass().add("field-plot");
        field.setId("mqtt-plot-field");
        field.setAccessibleText("Numeric field of the payload that is plotted");
        field.setMinWidth(Region.USE_PREF_SIZE);
        field.valueProperty().subscribe(this::draw);
        line.getStyleClass().add("plot-line");
        last.getStyleClass().add("plot-last");
        range.setMinWidth(0);
        paper.setMinSize(0, HEIGHT);
        paper.setPrefHeight(HEIGHT);
        paper.widthProperty().subscribe(this::draw);
        HBox head = new HBox(6, field, range);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("mqtt-form");
        setTop(head);
        setCenter(paper);
        show(Map.of());
    }

    /** Shows these series; hides where there is none of at least two points. */
    void show(Map<String, List<NumberSeries.Point>> all) {
        List<String> names = all.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(Map.Entry::getKey)
                .toList();
        series = all;
        setVisible(!names.isEmpty());
        setManaged(!names.isEmpty());
        String chosen = field.getValue();
        if (!field.getItems().equals(names)) {
            field.getItems().setAll(names);
        }
        if (names.isEmpty()) {
            return;
        }
        field.setValue(names.contains(chosen) ? chosen : names.getFirst());
        draw();
    }

    private void draw() {
        List<NumberSeries.Point> points =
                field.getValue() == null ? List.of() : series.getOrDefault(field.getValue(), List.of());
        line.getPoints().clear();
        double width = paper.getWidth() - 2 * EDGE;
        if (points.size() < 2 || width <= 0) {
            return;
        }
        double least =
                points.stream().mapToDouble(NumberSeries.Point::value).min().orElse(0);
        double most =
                points.stream().mapToDouble(NumberSeries.Point::value).max().orElse(0);
        long from = points.getFirst().nanos();
        long to = Math.max(from + 1, points.getLast().nanos());
        double height = HEIGHT - 2 * EDGE;
        for (NumberSeries.Point point : points) {
            double x = EDGE + width * (point.nanos() - from) / (to - from);
            double y = EDGE + (most > least ? height * (most - point.value()) / (most - least) : height / 2);
            line.getPoints().addAll(x, y);
            last.setCenterX(x);
            last.setCenterY(y);
        }
        range.setText(String.format(
                Locale.ROOT,
                "%s to %s, last %s, %d values in %s",
                number(least),
                number(most),
                number(points.getLast().value()),
                points.size(),
                Figures.span(to - from)));
        paper.setAccessibleText("Plot of " + field.getValue() + ": " + range.getText());
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e12
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.4g", value);
    }
}
