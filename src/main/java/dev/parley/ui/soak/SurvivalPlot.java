package dev.parley.ui.soak;

import dev.parley.doctor.soak.SoakTable;
import dev.parley.doctor.soak.VariantRow;
import dev.parley.flow.Figures;
import java.util.List;
import java.util.function.Function;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.shape.Line;
import javafx.scene.shape.Polyline;

/** The share of runs that is left, by bytes sent or by age: a step curve a variant, which ends at the share that succeeded. */
final class SurvivalPlot extends Region {
    private static final double LEFT = 34;
    private static final double RIGHT = 8;
    private static final double TOP = 6;
    private static final double BOTTOM = 18;
    private static final int COLOURS = 6;

    private List<VariantRow> rows = List.of();
    private boolean byAge;

    SurvivalPlot() {
        setId("soak-survival");
        getStyleClass().add("soak-plot");
        setMinSize(120, 90);
        setPrefSize(260, 150);
    }

    void show(SoakTable table, boolean age) {
        rows = table.rows();
        byAge = age;
        setAccessibleText("Survival curves by " + (age ? "age" : "bytes sent"));
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        getChildren().clear();
        double width = getWidth() - LEFT - RIGHT;
        double height = getHeight() - TOP - BOTTOM;
        if (width < 20 || height < 20) {
            return;
        }
        Function<VariantRow, List<VariantRow.Survival>> curve = byAge ? VariantRow::byAge : VariantRow::byBytes;
        long last = Math.max(
                1,
                rows.stream()
                        .flatMap(row -> curve.apply(row).stream())
                        .mapToLong(VariantRow.Survival::at)
                        .max()
                        .orElse(1));
        double scale = width / (last * 1.08);
        for (int percent = 0; percent <= 100; percent += 50) {
            double y = TOP + height * (1 - percent / 100.0);
            Line grid = new Line(LEFT, y, LEFT + width, y);
            grid.getStyleClass().add("soak-grid");
            getChildren().add(grid);
            text(percent + " %", 0, y - 7, LEFT - 4);
        }
        text("0", LEFT, TOP + height + 2, 40);
        text(
                byAge ? Figures.span(last) : Figures.bytes(last),
                Math.max(LEFT + 20, LEFT + last * scale - 34),
                TOP + height + 2,
                76);
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).runs() > 0) {
                getChildren().add(line(curve.apply(rows.get(i)), i, scale, width, height));
            }
        }
    }

    private static Polyline line(
            List<VariantRow.Survival> curve, int variant, double scale, double width, double height) {
        Polyline line = new Polyline();
        line.getStyleClass().addAll("soak-curve", "soak-curve-" + variant % COLOURS);
        double y = TOP;
        line.getPoints().addAll(LEFT, y);
        for (VariantRow.Survival step : curve) {
            double x = LEFT + step.at() * scale;
            double below = TOP + height * (1 - step.alive());
            line.getPoints().addAll(x, y, x, below);
            y = below;
        }
        line.getPoints().addAll(LEFT + width, y);
        return line;
    }

    private void text(String words, double x, double y, double width) {
        Label label = new Label(words);
        label.getStyleClass().add("soak-axis");
        getChildren().add(label);
        label.resizeRelocate(x, y, width, 14);
    }
}
