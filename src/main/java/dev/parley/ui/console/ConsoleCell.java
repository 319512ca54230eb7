package dev.parley.ui.console;

import dev.parley.at.Exchange;
import dev.parley.flow.Figures;
import dev.parley.journal.Direction;
import dev.parley.ui.shared.MarkLabel;
import dev.parley.ui.shared.StyleClasses;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * A line of the console. An exchange: layer, time, duration, status, then the command with its answer, payload and meaning; or a part
 * of one that was opened: which way it went, when, what it is, and its text or bytes.
 */
final class ConsoleCell extends ListCell<ConsoleItem> {
    private static final PseudoClass LINKED = PseudoClass.getPseudoClass("linked");
    private static final PseudoClass FOUND = PseudoClass.getPseudoClass("found");
    private static final PseudoClass PART = PseudoClass.getPseudoClass("part");

    /** What a line asks of the panel it stands in. */
    interface Face {
        ConsoleRow row(Exchange exchange);

        /** The time as the column has it. */
        String time(Exchange exchange, long before);

        boolean isWideTime();

        boolean isLinked(Exchange exchange);

        boolean isFound(int row);

        /** What the operator noted at the row. */
        List<String> notes(int row);

        /** The short form of what the exchange means, for the pointer over it. */
        String hover(Exchange exchange);

        /** The command as the view shows it. */
        String command(Exchange exchange);

        void toggle(int row);

        void fold(int row, int line);

        boolean isUnfolded(int row, int line);
    }

    private final Face face;
    private final FontIcon chevronIcon = new FontIcon(Feather.CHEVRON_RIGHT);
    private final Label chevron = new Label();
    private final Label layer = new Label();
    private final Label time = new Label();
    private final Label took = new Label();
    private final MarkLabel mark = new MarkLabel();
    private final Label command = new Label();
    private final Label writer = new Label();
    private final Label note = new Label();
    private final Label carried = new Label();
    private final Label answer = new Label();
    private final Label meaning = new Label();
    private final Columns columns;

    private final Label way = new Label();
    private final Label after = new Label();
    private final Label label = new Label();
    private final Label text = new Label();
    private final HBox part = new HBox(way, after, label, text);
    private final Tooltip tip = new Tooltip();
    private String layerClass = "";

    ConsoleCell(Face face) {
        this.face = face;
        getStyleClass().add("console-cell");
        chevron.setGraphic(chevronIcon);
        chevron.getStyleClass().add("console-chevron");
        chevron.setOnMouseClicked(event -> {
            if (getItem() instanceof ConsoleItem.Head head && event.getButton() == MouseButton.PRIMARY) {
                face.toggle(head.row());
                event.consume();
            }
        });
        layer.getStyleClass().add("layer-tag");
        time.getStyleClass().addAll("console-time", "bytes");
        took.getStyleClass().addAll("console-took", "bytes");
        command.getStyleClass().addAll("console-command", "bytes");
        writer.getStyleClass().add("console-writer");
        note.getStyleClass().add("console-note");
        note.setGraphic(new FontIcon(Feather.BOOKMARK));
        carried.getStyleClass().add("console-carried");
        answer.getStyleClass().addAll("console-answer", "bytes");
        meaning.getStyleClass().add("console-meaning");
        columns = new Columns(
                face.isWideTime(),
                chevron,
                layer,
                time,
                took,
                mark,
                new Run(command, writer, note, carried, meaning, answer));
        part.getStyleClass().add("console-part");
        part.setAlignment(Pos.CENTER_LEFT);
        part.setMinWidth(0);
        way.getStyleClass().add("part-way");
        after.getStyleClass().addAll("part-after", "bytes");
        label.getStyleClass().add("part-label");
        text.getStyleClass().add("part-text");
        for (Label fixed : List.of(way, after, label)) {
            fixed.setMinWidth(Region.USE_PREF_SIZE);
        }
        part.setOnMouseClicked(event -> {
            if (getItem() instanceof ConsoleItem.Part it && it.part().folds()) {
                face.fold(it.row(), it.part().line());
            }
        });
        tip.getStyleClass().add("console-tip");
        tip.setOnShowing(event -> {
            ConsoleItem item = getItem();
            tip.setText(item == null ? "" : face.hover(item.exchange()));
        });
    }

    @Override
    protected void updateItem(@Nullable ConsoleItem item, boolean empty) {
        super.updateItem(item, empty);
        pseudoClassStateChanged(PART, item instanceof ConsoleItem.Part);
        if (empty || item == null) {
            setGraphic(null);
            setTooltip(null);
            pseudoClassStateChanged(LINKED, false);
            pseudoClassStateChanged(FOUND, false);
            return;
        }
        switch (item) {
            case ConsoleItem.Head head -> showHead(head);
            case ConsoleItem.Part it -> showPart(it);
        }
        if (getTooltip() == null) {
            setTooltip(tip);
        }
        relink();
    }

    private void showHead(ConsoleItem.Head head) {
        Exchange exchange = head.exchange();
        ConsoleRow it = face.row(exchange);
        accent(it.layer().styleClass());
        chevronIcon.setIconCode(head.open() ? Feather.CHEVRON_DOWN : Feather.CHEVRON_RIGHT);
        layer.setText(it.layer().word());
        time.setText(face.time(exchange, head.before()));
        took.setText(it.took());
        mark.show(it.mark(), it.word());
        put(command, face.command(exchange));
        put(writer, ConsoleRow.writer(exchange));
        put(note, String.join(" · ", face.notes(head.row())));
        put(carried, it.carried());
        put(answer, it.result());
        put(meaning, it.meaning());
        setAccessibleText(time.getText() + ", " + it.text() + ", " + it.word() + " " + it.carried()
                + (note.getText().isEmpty() ? "" : ", note " + note.getText())
                + (head.open() ? ", opened" : ""));
        setGraphic(columns);
    }

    /** Colours the two labels that have a layer's colour. A new look of the whole line would cost ten times as much. */
    private void accent(String styleClass) {
        if (!styleClass.equals(layerClass)) {
            StyleClasses.replace(layer, layerClass, styleClass);
            StyleClasses.replace(carried, layerClass, styleClass);
            layerClass = styleClass;
        }
    }

    private void showPart(ConsoleItem.Part item) {
        RowPart it = item.part();
        boolean up = it.direction() == Direction.TX;
        way.setText(up ? "→" : "←");
        after.setText(it.afterNanos() < 0 ? "" : "+" + Figures.span(it.afterNanos()));
        label.setText(it.label());
        text.setText((it.folds() ? (face.isUnfolded(item.row(), it.line()) ? "▾ " : "▸ ") : "") + it.text());
        toggle(text, "bytes", it.isBytes());
        toggle(text, "part-folds", it.folds());
        setAccessibleText((up ? "sent " : "received ") + it.label() + " " + it.text());
        setGraphic(part);
    }

    private static void toggle(Label label, String styleClass, boolean on) {
        label.getStyleClass().remove(styleClass);
        if (on) {
            label.getStyleClass().add(styleClass);
        }
    }

    private static void put(Label label, String text) {
        label.setText(text);
        // Run hides what has no room, too: only what has no text is left out.
        label.setManaged(!text.isEmpty());
        if (text.isEmpty()) {
            label.setVisible(false);
        }
    }

    /** Looks at its line again, which may have changed without a row coming or going: a push, bytes in transparent mode. */
    void lookAgain() {
        int index = getIndex();
        if (!isEmpty() && index >= 0 && index < getListView().getItems().size()) {
            ConsoleItem now = getListView().getItems().get(index);
            if (!now.equals(getItem())) {
                updateItem(now, false);
            }
        }
    }

    /** Draws its line again, whose looks depend on more than the item. */
    void drawAgain() {
        if (!isEmpty()) {
            updateItem(getItem(), false);
        }
    }

    void relink() {
        ConsoleItem item = getItem();
        pseudoClassStateChanged(LINKED, item instanceof ConsoleItem.Head && face.isLinked(item.exchange()));
        pseudoClassStateChanged(FOUND, item instanceof ConsoleItem.Head && face.isFound(item.row()));
    }

    /**
     * Texts after each other, the first ones first: where the room ends the last one that began is cut short and the rest is
     * left out. The second stands in line from row to row as long as the first is short.
     */
    private static final class Run extends Region {
        private static final double GAP = 10;
        private static final double LEAST = 30;

        Run(Label... labels) {
            getChildren().addAll(labels);
            setMinSize(0, 0);
        }

        @Override
        protected double computePrefWidth(double height) {
            return 200;
        }

        @Override
        protected void layoutChildren() {
            double width = getWidth();
            double x = 0;
            boolean first = true;
            for (Node child : getManagedChildren()) {
                double wish = Math.ceil(child.prefWidth(-1));
                double room = Math.max(0, first ? Math.max(width * 0.6, width - 220) : width - x);
                boolean shown = room >= Math.min(LEAST, wish);
                child.setVisible(shown);
                if (!shown) {
                    continue;
                }
                double wide = Math.min(wish, room);
                double high = child.prefHeight(-1);
                child.resizeRelocate(x, Math.rint((getHeight() - high) / 2), wide, high);
                x += wide + GAP;
                if (first) {
                    x = Math.max(x, Math.min(150, width * 0.34));
                    first = false;
                }
            }
        }
    }

    /** The console's columns; its header uses them too. */
    static final class Columns extends Region {
        private static final double[] WIDTHS = {18, 58, 54, 58, 98, -1};
        private static final int TIME = 2;
        private static final double WIDE_TIME = 88;

        private final double[] widths = WIDTHS.clone();

        Columns(boolean wideTime, Region... cells) {
            if (wideTime) {
                widths[TIME] = WIDE_TIME;
            }
            getChildren().addAll(cells);
            setMinSize(0, 0);
        }

        @Override
        protected double computePrefWidth(double height) {
            return 400;
        }

        @Override
        protected double computePrefHeight(double width) {
            return 20;
        }

        @Override
        protected void layoutChildren() {
            double height = getHeight() - snappedTopInset() - snappedBottomInset();
            double x = snappedLeftInset();
            for (int i = 0; i < widths.length; i++) {
                double width = widths[i] < 0 ? Math.max(0, getWidth() - snappedRightInset() - x) : widths[i];
                getManagedChildren()
                        .get(i)
                        .resizeRelocate(
                                x,
                                snappedTopInset(),
                                Math.max(0, width - (widths[i] < 0 ? 0 : i == 0 ? 2 : 8)),
                                height);
                x += width;
            }
        }
    }
}
