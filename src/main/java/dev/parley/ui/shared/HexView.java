package dev.parley.ui.shared;

import dev.parley.journal.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;
import javafx.geometry.Point2D;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;

/** Bytes as offset, hex and text, eight or sixteen a line, with one marked range. A click picks a byte. */
public final class HexView extends Region {
    private static final double LINE_HEIGHT = 18;

    private final ListView<Integer> lines = new ListView<>();
    private final IntConsumer onPick;
    private Bytes bytes = Bytes.empty();
    private int perLine = 8;
    private int markFrom;
    private int markTo;

    /**
     * A view without bytes.
     *
     * @param onPick called with a byte's offset when it is clicked
     */
    public HexView(IntConsumer onPick) {
        this.onPick = onPick;
        getStyleClass().add("hex-view");
        lines.setFixedCellSize(LINE_HEIGHT);
        lines.getStyleClass().addAll("bytes", "dense-list");
        lines.setAccessibleText("Bytes in hex");
        lines.setCellFactory(view -> new Line());
        lines.setPlaceholder(new Label(""));
        getChildren().add(lines);
        widthProperty().subscribe(width -> perLine(width.doubleValue() >= 560 ? 16 : 8));
    }

    public void show(Bytes newBytes) {
        bytes = newBytes;
        markFrom = 0;
        markTo = 0;
        refill();
    }

    /** Marks the bytes {@code from} to {@code to} (exclusive) and scrolls to them; equal numbers mark nothing. */
    public void mark(int from, int to) {
        markFrom = Math.clamp(from, 0, bytes.length());
        markTo = Math.clamp(to, markFrom, bytes.length());
        lines.refresh();
        if (markTo > markFrom) {
            lines.scrollTo(Math.max(0, markFrom / perLine - 1));
        }
    }

    private void perLine(int count) {
        if (count != perLine) {
            perLine = count;
            refill();
        }
    }

    private void refill() {
        List<Integer> numbers = new ArrayList<>();
        for (int offset = 0; offset < bytes.length(); offset += perLine) {
            numbers.add(offset);
        }
        lines.getItems().setAll(numbers);
    }

    @Override
    protected void layoutChildren() {
        lines.resizeRelocate(0, 0, getWidth(), getHeight());
    }

    @Override
    protected double computePrefHeight(double width) {
        return 160;
    }

    /** One line: offset, hex and text, each of the last two in three pieces so that the middle one can be marked. */
    private final class Line extends ListCell<Integer> {
        private final Label offsetLabel = piece("hex-offset");
        private final Label[] hex = {piece("hex"), piece("hex", "hex-marked"), piece("hex")};
        private final Label[] text = {piece("hex-text"), piece("hex-text", "hex-marked"), piece("hex-text")};
        private final HBox hexBox = new HBox(hex);
        private final HBox textBox = new HBox(text);
        private final HBox box = new HBox(10, offsetLabel, hexBox, textBox);

        Line() {
            box.setAlignment(Pos.CENTER_LEFT);
            setOnMouseClicked(event -> {
                Integer start = getItem();
                if (start != null) {
                    int index = byteAt(event.getSceneX(), event.getSceneY());
                    if (index >= 0) {
                        onPick.accept(start + index);
                    }
                }
            });
        }

        private static Label piece(String... classes) {
            Label label = new Label();
            label.getStyleClass().addAll(classes);
            label.setMinWidth(Region.USE_PREF_SIZE);
            return label;
        }

        @Override
        protected void updateItem(@Nullable Integer start, boolean empty) {
            super.updateItem(start, empty);
            if (empty || start == null) {
                setGraphic(null);
                return;
            }
            int end = Math.min(start + perLine, bytes.length());
            int from = Math.clamp(markFrom, start, end);
            int to = Math.clamp(markTo, start, end);
            offsetLabel.setText(String.format(Locale.ROOT, "%04x", start));
            hex[0].setText(hex(start, from));
            hex[1].setText(hex(from, to));
            hex[2].setText(hex(to, end) + "   ".repeat(start + perLine - end));
            text[0].setText(text(start, from));
            text[1].setText(text(from, to));
            text[2].setText(text(to, end));
            for (int i = 0; i < 3; i++) {
                hex[i].setManaged(!hex[i].getText().isEmpty());
                hex[i].setVisible(hex[i].isManaged());
                text[i].setManaged(!text[i].getText().isEmpty());
                text[i].setVisible(text[i].isManaged());
            }
            setGraphic(box);
        }

        /** The index in this line of the byte under a point of the scene, or -1. */
        private int byteAt(double sceneX, double sceneY) {
            Integer start = getItem();
            if (start == null) {
                return -1;
            }
            int count = Math.min(perLine, bytes.length() - start);
            Point2D inHex = hexBox.sceneToLocal(sceneX, sceneY);
            Point2D inText = textBox.sceneToLocal(sceneX, sceneY);
            double character = characterWidth();
            int index = -1;
            if (inHex.getX() >= 0 && inHex.getX() < perLine * 3 * character) {
                index = (int) (inHex.getX() / (3 * character));
            } else if (inText.getX() >= 0) {
                index = (int) (inText.getX() / character);
            }
            return index < count ? index : -1;
        }

        private double characterWidth() {
            Text probe = new Text("0000000000");
            probe.setFont(hex[0].getFont());
            return probe.getLayoutBounds().getWidth() / 10;
        }

        private String hex(int from, int to) {
            StringBuilder digits = new StringBuilder();
            for (int i = from; i < to; i++) {
                digits.append(String.format(Locale.ROOT, "%02x ", bytes.u8(i)));
            }
            return digits.toString();
        }

        private String text(int from, int to) {
            StringBuilder characters = new StringBuilder();
            for (int i = from; i < to; i++) {
                int b = bytes.u8(i);
                characters.append(b >= 0x20 && b < 0x7f ? (char) b : '·');
            }
            return characters.toString();
        }
    }
}
