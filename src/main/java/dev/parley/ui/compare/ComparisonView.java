package dev.parley.ui.compare;

import dev.parley.tls.Comparison;
import dev.parley.ui.shared.EmptyState;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** Two sessions side by side, message by message; the first difference stands out and is in sight. */
public final class ComparisonView extends BorderPane {
    private final ListView<ComparisonRow> list = new ListView<>();
    private final Label verdict = new Label();
    private final Label first = new Label();
    private final Label second = new Label();

    /**
     * Nothing to compare yet.
     *
     * @param invitation what to do, where nothing is compared
     */
    public ComparisonView(String invitation) {
        list.setId("comparison");
        list.getStyleClass().addAll("dense-list", "comparison-list");
        list.setFixedCellSize(20);
        list.setAccessibleText("Two sessions, message by message");
        list.setPlaceholder(new EmptyState(Feather.COLUMNS, "Two sessions side by side", invitation));
        list.setCellFactory(view -> new Cell());
        verdict.setId("comparison-verdict");
        verdict.getStyleClass().add("comparison-verdict");
        verdict.setMaxWidth(Double.MAX_VALUE);
        Region heads = new Columns(first, second, new Label("difference"));
        heads.getStyleClass().add("column-heads");
        BorderPane top = new BorderPane(heads);
        top.setTop(verdict);
        setTop(top);
        setCenter(list);
        setMinSize(0, 0);
        show(Optional.empty(), "", "");
    }

    /** Shows a comparison, or nothing. */
    public void show(Optional<Comparison> comparison, String firstName, String secondName) {
        List<ComparisonRow> rows = comparison.map(ComparisonRow::of).orElse(List.of());
        list.getItems().setAll(rows);
        first.setText(firstName);
        second.setText(secondName);
        Optional<ComparisonRow> differs =
                rows.stream().filter(ComparisonRow::isFirst).findFirst();
        verdict.setText(
                rows.isEmpty()
                        ? ""
                        : differs.map(row -> "First difference: " + (row.first().isEmpty() ? row.second() : row.first())
                                        + ": " + row.difference())
                                .orElse("No difference but what must differ (randoms, keys, signatures)."));
        verdict.setTooltip(rows.isEmpty() ? null : new Tooltip(verdict.getText()));
        verdict.setVisible(!rows.isEmpty());
        verdict.setManaged(!rows.isEmpty());
        differs.ifPresent(row -> list.scrollTo(Math.max(0, rows.indexOf(row) - 2)));
    }

    /** Two messages and what differs. */
    private static final class Cell extends ListCell<ComparisonRow> {
        private final Label left = new Label();
        private final Label right = new Label();
        private final Label difference = new Label();
        private final Columns columns = new Columns(left, right, difference);

        Cell() {
            difference.getStyleClass().add("comparison-difference");
        }

        @Override
        protected void updateItem(@Nullable ComparisonRow row, boolean empty) {
            super.updateItem(row, empty);
            getStyleClass().removeAll("comparison-first", "comparison-differs");
            if (empty || row == null) {
                setGraphic(null);
                setTooltip(null);
                return;
            }
            left.setText(row.first());
            right.setText(row.second());
            difference.setText((row.isFirst() ? "▸ " : "") + row.difference());
            setTooltip(row.difference().isEmpty() ? null : new Tooltip(row.difference()));
            if (!row.difference().isEmpty()) {
                getStyleClass().add(row.isFirst() ? "comparison-first" : "comparison-differs");
            }
            setAccessibleText(row.spoken());
            setGraphic(columns);
        }
    }

    /** Three columns: a third each for the runs, and the rest for what differs. */
    private static final class Columns extends Region {
        Columns(Region... cells) {
            getChildren().addAll(cells);
            setMinSize(0, 0);
        }

        @Override
        protected double computePrefWidth(double height) {
            return 200;
        }

        @Override
        protected double computePrefHeight(double width) {
            return 18;
        }

        @Override
        protected void layoutChildren() {
            double room = getWidth() - snappedLeftInset() - snappedRightInset();
            double[] parts = {0.33, 0.33, 0.34};
            double x = snappedLeftInset();
            for (int i = 0; i < parts.length; i++) {
                double wide = Math.floor(room * parts[i]);
                getManagedChildren().get(i).resizeRelocate(x, 0, Math.max(0, wide - 8), getHeight());
                x += wide;
            }
        }
    }
}
