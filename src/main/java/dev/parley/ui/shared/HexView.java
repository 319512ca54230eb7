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
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;

/**
 * Bytes as offset, hex and text, eight or sixteen a line, with one marked range and one byte in it that was picked. A click or
 * the arrow keys pick a byte.
 */
public final class HexView extends Region {
    private static final double LINE_HEIGHT = 18;

    private final ListView<Integer> lines = new ListView<>();
    private final IntConsumer onPick;
    private Bytes bytes = Bytes.empty();
    private int perLine = 8;
    private int markFrom;
    private int markTo;
    private int picked = -1;

    /**
     * A view without bytes.
     *
     * @param onPick called with a byte's offset when it is picked
     */
    public HexView(IntConsumer onPick) {
        this.onPick = onPick;
        getStyleClass().add("hex-view");
        lines.setFixedCellSize(LINE_HEIGHT);
        lines.getStyleClass().addAll("bytes", "dense-list");
        lines.setAccessibleText("Bytes in hex");
        lines.setCellFactory(view -> new Line());
        lines.setPlaceholder(new Label(""));
        lines.addEventFilter(KeyEvent.KEY_PRESSED, this::walk);
        getChildren().add(lines);
        widthProperty().subscribe(width -> perLine(width.doubleValue() >= 560 ? 16 : 8));
    }

    public void show(Bytes newBytes) {
        bytes = newBytes;
        markFrom = 0;
        markTo = 0;
        picked = -1;
        refill();
    }

    /** The arrow keys go from byte to byte and from line to line. */
    private void walk(KeyEvent event) {
        int from = picked >= 0 ? picked : markFrom;
        int to =
                switch (event.getCode()) {
                    case LEFT -> from - 1;
                    case RIGHT -> picked < 0 ? from : from + 1;
                    case UP -> from - perLine;
                    case DOWN -> picked < 0 ? from : from + perLine;
                    case HOME -> 0;
                    case END -> bytes.length() - 1;
                    default -> -1;
                };
        boolean arrow =
                switch (event.getCode()) {
                    case LEFT, RIGHT, UP, DOWN, HOME, END -> true;
                    default -> false;
                };
        if (arrow && !event.isShortcutDown() && !event.isAltDown()) {
            event.consume();
            if (to >= 0 && to < bytes.length()) {
                pick(to);
            }
        }
    }

    /** Picks the byte at {@code offset}: it stands out among the marked ones. */
    public void pick(int offset) {
        picked = offset;
        onPick.accept(offset);
        lines.refresh();
        lines.scrollTo(Math.max(0, offset / perLine - 1));
        lines.setAccessibleText("Bytes in hex, byte " + offset + " picked");
    }

    /** Marks the bytes {@code from} to {@code to} (exclusive) and scrolls to them; equal numbers mark nothing. */
    public void mark(int from, int to) {
        markFrom = Math.clamp(from, 0, bytes.length());
        markTo = Math.clamp(to, markFrom, bytes.length());
        if (picked < markFrom || picked >= markTo) {
            picked = -1;
        }
        lines.refresh();
        if (markTo > markFrom && picked < 0) {
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

    /**
     * One line: offset, hex and text, each of the last two in five pieces: before the mark, in it, the picked byte, in it again,
     * behind it.
     */
    private final class Line extends ListCell<Integer> {
        private final Label offsetLabel = piece("hex-offset");
        private final Label[] hex = pieces("hex");
        private final Label[] text = pieces("hex-text");
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
                        HexView.this.pick(start + index);
                    }
                }
            });
        }

        private static Label[] pieces(String kind) {
            return new Label[] {
                piece(kind),
                piece(kind, "hex-marked"),
                piece(kind, "hex-marked", "hex-picked"),
                piece(kind, "hex-marked"),
                piece(kind)
            };
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
            int pick = picked < 0 ? to : Math.clamp(picked, from, to);
            int picksEnd = picked < 0 ? to : Math.clamp(picked + 1, from, to);
            int[] borders = {start, from, pick, picksEnd, to, end};
            offsetLabel.setText(String.format(Locale.ROOT, "%04x", start));
            for (int i = 0; i < hex.length; i++) {
                hex[i].setText(hex(borders[i], borders[i + 1]));
                text[i].setText(text(borders[i], borders[i + 1]));
            }
            hex[4].setText(hex[4].getText() + "   ".repeat(start + perLine - end));
            for (int i = 0; i < hex.length; i++) {
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
