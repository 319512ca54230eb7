package dev.parley.ui.handshake;

import dev.parley.tls.HandshakeState.Lane;
import dev.parley.ui.shared.Mark;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.shape.Circle;
import javafx.scene.shape.Line;
import javafx.scene.shape.Polygon;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.Text;

/** The stretch between the client's life line and the server's in one row: an arrow with what it carries, or nothing. */
final class Wire extends Region {
    private static final double INSET = 10;
    private static final String TIGHT = "-fx-font-size: 0.86em; -fx-padding: 0 1 0 1;";
    private static final double LARGEST_WORDS = 15;
    private static final double SMALLEST_WORDS = 11;
    private static final double BYTES_TO_WORDS = 17.0 / 15;
    /** What the two labels have around their text. */
    private static final double PADDINGS = 24;

    private final Line client = line("life-line");
    private final Line server = line("life-line");
    private final Line shaft = line("arrow-shaft");
    private final Polygon head = new Polygon();
    private final Circle tail = new Circle(2.5);
    private final Line cross1 = line("arrow-cross");
    private final Line cross2 = line("arrow-cross");
    private final Label message = new Label();
    private final Label bytes = new Label();
    private final Label sum = new Label();
    private final Label note = new Label();
    private Lane lane = Lane.NONE;
    private boolean broken;
    private boolean arrow;
    private boolean large;
    private double scale = 1;

    Wire() {
        getStyleClass().add("wire");
        head.getStyleClass().add("arrow-head");
        tail.getStyleClass().add("arrow-tail");
        message.getStyleClass().add("wire-message");
        bytes.getStyleClass().addAll("wire-bytes", "bytes");
        sum.getStyleClass().addAll("wire-sum", "bytes");
        sum.setVisible(false);
        note.getStyleClass().add("wire-note");
        getChildren().addAll(client, server, shaft, head, tail, cross1, cross2, note, message, bytes, sum);
        setMinSize(0, 0);
    }

    private static Line line(String styleClass) {
        Line line = new Line();
        line.getStyleClass().add(styleClass);
        return line;
    }

    void show(HandshakeRow row, double factor) {
        scale = factor;
        lane = row.lane();
        arrow = !row.message().isEmpty();
        large = row.large();
        broken = row.kind() == HandshakeRow.Kind.STATE && row.mark() == Mark.FAILED;
        message.setText(row.message());
        bytes.setText(row.bytes());
        note.setText(row.note());
        boolean textOnly = !arrow && !row.note().isEmpty();
        server.setVisible(row.kind() != HandshakeRow.Kind.GATE);
        shaft.setVisible(arrow);
        head.setVisible(arrow && !broken);
        tail.setVisible(arrow);
        cross1.setVisible(arrow && broken);
        cross2.setVisible(arrow && broken);
        message.setVisible(arrow);
        bytes.setVisible(arrow && !row.bytes().isEmpty());
        note.setVisible(!row.note().isEmpty());
        note.getStyleClass().remove("wire-text");
        if (textOnly) {
            note.getStyleClass().add("wire-text");
        }
        requestLayout();
    }

    /** Shows the sum that makes up the bytes, for example {@code = 5 + 4 + 3 + 3 + 862}, in the place of the note. */
    void sum(String text) {
        sum.setText(text);
        sum.setVisible(!text.isEmpty());
        note.setVisible(text.isEmpty() && !note.getText().isEmpty());
        requestLayout();
    }

    @Override
    protected double computePrefWidth(double height) {
        return 300;
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double height = getHeight();
        // A large row has room for its note under the arrow.
        boolean lifted = large && arrow && note.isVisible();
        double y = Math.round(lifted ? height * 0.36 : height / 2) + 0.5;
        double left = INSET + 0.5;
        double right = Math.floor(width - INSET) + 0.5;
        place(client, left, 0, left, height);
        place(server, right, 0, right, height);
        if (!arrow) {
            double wide = Math.min(note.prefWidth(-1), right - left - 12);
            note.resizeRelocate(
                    lane == Lane.SERVER ? right - 6 - wide : left + 6,
                    centred(note.prefHeight(-1)),
                    wide,
                    note.prefHeight(-1));
            return;
        }
        boolean fromClient = lane == Lane.CLIENT;
        double start = fromClient ? left : right;
        double end = fromClient ? right : left;
        double way = fromClient ? 1 : -1;
        double tip = broken ? end - way * (large ? 18 : 14) : end - way;
        place(shaft, start, y, tip - way * (broken ? 0 : 6), y);
        tail.setCenterX(start);
        tail.setCenterY(y);
        double half = large ? 7 : 4.5;
        head.getPoints().setAll(tip, y, tip - way * half * 1.8, y - half, tip - way * half * 1.8, y + half);
        double arm = large ? 8 : 5;
        place(cross1, tip - arm, y - arm, tip + arm, y + arm);
        place(cross2, tip - arm, y + arm, tip + arm, y - arm);

        double room = right - left - 44;
        fit(room);
        double messageWide = Math.ceil(message.prefWidth(-1));
        double bytesWide = bytes.isVisible() ? Math.ceil(bytes.prefWidth(-1)) : 0;
        messageWide = Math.min(messageWide, Math.max(20, room - bytesWide));
        double messageX = fromClient ? left + 16 : right - 16 - messageWide;
        double bytesX = fromClient ? messageX + messageWide + 6 : messageX - 6 - bytesWide;
        message.resizeRelocate(messageX, centred(message.prefHeight(-1), y), messageWide, message.prefHeight(-1));
        bytes.resizeRelocate(bytesX, centred(bytes.prefHeight(-1), y), bytesWide, bytes.prefHeight(-1));
        double used = 16 + messageWide + 6 + bytesWide + 8;
        double noteWide = Math.max(0, Math.min(Math.ceil(note.prefWidth(-1)), right - left - used - 26));
        if (lifted) {
            noteWide = Math.min(Math.ceil(note.prefWidth(-1)), right - left - 40);
            double underTip = fromClient ? right - 24 - noteWide : left + 24;
            note.resizeRelocate(underTip, y + 7, noteWide, note.prefHeight(-1));
        } else {
            double noteX = fromClient ? left + used : right - used - noteWide;
            note.resizeRelocate(noteX, centred(note.prefHeight(-1), y), noteWide, note.prefHeight(-1));
        }
        double sumWide = Math.max(0, Math.min(Math.ceil(sum.prefWidth(-1)), right - left - used - 12));
        double sumX = fromClient ? left + used - 10 : right - used + 10 - sumWide;
        sum.resizeRelocate(sumX, centred(sum.prefHeight(-1), y), sumWide, sum.prefHeight(-1));
    }

    /** A large row's message and bytes are as large as they fit beside each other; others give in a little where they do not fit. */
    private void fit(double room) {
        if (!large) {
            size(message, "");
            size(bytes, "");
            if (message.prefWidth(-1) + (bytes.isVisible() ? bytes.prefWidth(-1) : 0) > room) {
                size(message, TIGHT);
            }
            return;
        }
        Text words = new Text(message.getText());
        Text figure = new Text(bytes.getText());
        double size = LARGEST_WORDS * scale;
        double wide;
        do {
            words.setFont(Font.font(message.getFont().getFamily(), FontWeight.BOLD, size));
            figure.setFont(Font.font(bytes.getFont().getFamily(), FontWeight.BOLD, size * BYTES_TO_WORDS));
            wide = words.getLayoutBounds().getWidth() + figure.getLayoutBounds().getWidth() + PADDINGS;
            size--;
        } while (wide > room && size >= SMALLEST_WORDS);
        size(message, "-fx-font-size: " + Math.round(size + 1) + "px;");
        size(bytes, "-fx-font-size: " + Math.round((size + 1) * BYTES_TO_WORDS) + "px;");
    }

    private static void size(Label label, String style) {
        if (!style.equals(label.getStyle())) {
            label.setStyle(style);
            label.applyCss();
        }
    }

    private double centred(double labelHeight) {
        return centred(labelHeight, getHeight() / 2);
    }

    private static double centred(double labelHeight, double middle) {
        return Math.rint(middle - labelHeight / 2);
    }

    private static void place(Line line, double x1, double y1, double x2, double y2) {
        line.setStartX(x1);
        line.setStartY(y1);
        line.setEndX(x2);
        line.setEndY(y2);
    }
}
