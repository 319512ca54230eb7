package dev.parley.ui.flow;

import dev.parley.session.Snapshot;
import dev.parley.ui.shared.Figures;
import dev.parley.ui.shared.Selection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import javafx.beans.value.ObservableValue;
import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.css.StyleableProperty;
import javafx.css.StyleablePropertyFactory;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.Text;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;

/** The byte-flow chart on a canvas. Its colours come from the style sheet; up is solid and down is dashed in every theme. */
final class FlowChart extends Region {
    private static final double LEFT = 56;
    private static final double RIGHT = 84;
    private static final double TOP = 20;
    private static final double BOTTOM = 22;

    private static final StyleablePropertyFactory<FlowChart> STYLES =
            new StyleablePropertyFactory<>(Region.getClassCssMetaData());

    private final Canvas canvas = new Canvas();
    private final Label face = new Label();
    private final StyleableProperty<Color> text = ink("-flow-text", chart -> chart.text);
    private final StyleableProperty<Color> faint = ink("-flow-grid", chart -> chart.faint);
    private final StyleableProperty<Color> up = ink("-flow-up", chart -> chart.up);
    private final StyleableProperty<Color> down = ink("-flow-down", chart -> chart.down);
    private final StyleableProperty<Color> close = ink("-flow-close", chart -> chart.close);
    private final StyleableProperty<Color> mark = ink("-flow-mark", chart -> chart.mark);
    private final StyleableProperty<Color> at = ink("-flow-at", chart -> chart.at);
    private final StyleableProperty<Color> socket = ink("-flow-socket", chart -> chart.socket);
    private final StyleableProperty<Color> tls = ink("-flow-tls", chart -> chart.tls);
    private final StyleableProperty<Color> mqtt = ink("-flow-mqtt", chart -> chart.mqtt);
    private final StyleableProperty<Color> paper = ink("-flow-paper", chart -> chart.paper);

    private @Nullable FlowPicture picture;
    private Selection.@Nullable Selected selected;
    private boolean wholeSession = true;
    private double cursorX = -1;
    private long heldNanos = -1;
    private long from;
    private long to = 1;
    private double most = 1;
    private Font font = Font.font(11);
    private Font bold = Font.font(11);

    FlowChart() {
        getStyleClass().add("flow-chart");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        face.setVisible(false);
        face.setManaged(false);
        face.getStyleClass().add("flow-face");
        getChildren().addAll(face, canvas);
        for (StyleableProperty<Color> ink : List.of(text, faint, up, down, close, mark, at, socket, tls, mqtt, paper)) {
            if (ink instanceof ObservableValue<?> value) {
                value.subscribe(this::draw);
            }
        }
        setMinSize(0, 0);
        setOnMouseMoved(event -> cursor(event.getX()));
        setOnMouseDragged(event -> cursor(event.getX()));
        setOnMouseExited(event -> cursor(-1));
    }

    private StyleableProperty<Color> ink(String property, Function<FlowChart, StyleableProperty<Color>> get) {
        return STYLES.createStyleableColorProperty(this, property.substring(1), property, get, Color.GRAY);
    }

    void show(FlowPicture newPicture) {
        picture = newPicture;
        draw();
    }

    void select(Selection.Selected newSelection) {
        selected = newSelection;
        draw();
    }

    /** Shows the whole session, or only the handshake. */
    void whole(boolean whole) {
        wholeSession = whole;
        draw();
    }

    /** Marks the moment that is held, nanoseconds since the session began; -1 for none. */
    void hold(long nanos) {
        heldNanos = nanos;
        draw();
    }

    /** The session's time under the cursor, or -1. */
    long cursorNanos() {
        return cursorX < LEFT || cursorX > getWidth() - RIGHT ? -1 : nanos(cursorX);
    }

    private void cursor(double x) {
        cursorX = x;
        draw();
    }

    @Override
    protected double computePrefWidth(double height) {
        return 400;
    }

    @Override
    protected double computePrefHeight(double width) {
        return 130;
    }

    @Override
    protected void layoutChildren() {
        if (canvas.getWidth() != getWidth() || canvas.getHeight() != getHeight()) {
            canvas.setWidth(getWidth());
            canvas.setHeight(getHeight());
        }
        draw();
    }

    private double x(long nanos) {
        return LEFT + (nanos - from) / (double) Math.max(1, to - from) * (getWidth() - LEFT - RIGHT);
    }

    private long nanos(double x) {
        return from + Math.round((x - LEFT) / (getWidth() - LEFT - RIGHT) * (to - from));
    }

    private double y(long bytes) {
        return getHeight() - BOTTOM - bytes / most * (getHeight() - TOP - BOTTOM);
    }

    private void draw() {
        GraphicsContext g = canvas.getGraphicsContext2D();
        g.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
        FlowPicture now = picture;
        if (now == null
                || now.points().isEmpty()
                || getWidth() < LEFT + RIGHT + 40
                || getHeight() < TOP + BOTTOM + 20) {
            return;
        }
        long[] range = wholeSession ? new long[] {0, Math.max(1, now.endNanos())} : now.handshake();
        from = range[0];
        to = range[1];
        Snapshot.FlowPoint last = now.at(to);
        most = Math.max(16, Math.max(last.tx(), last.rx())) * 1.08;
        String family = face.getFont().getFamily();
        font = Font.font(family, 11);
        bold = Font.font(family, FontWeight.BOLD, 11);
        drawBands(g, now);
        drawAxes(g);
        drawSelection(g);
        drawLine(g, now, true);
        drawLine(g, now, false);
        drawEnds(g, last);
        now.close().ifPresent(it -> drawClose(g, it));
        drawHeld(g);
        drawCursor(g, now);
        setAccessibleText(
                "Bytes over time: up " + Figures.bytesInWords(last.tx()) + ", down " + Figures.bytesInWords(last.rx())
                        + now.close().map(it -> ", " + it.words()).orElse(""));
    }

    private void drawBands(GraphicsContext g, FlowPicture now) {
        double bottom = getHeight() - BOTTOM;
        double occupied = LEFT;
        boolean odd = false;
        for (FlowPicture.Band band : now.bands()) {
            if (band.toNanos() < from || band.fromNanos() > to) {
                continue;
            }
            double x1 = Math.max(LEFT, x(band.fromNanos()));
            double x2 = Math.min(getWidth() - RIGHT, x(band.toNanos()));
            Color colour = band.failed()
                    ? close.getValue()
                    : switch (band.layer()) {
                        case AT -> at.getValue();
                        case SOCKET -> socket.getValue();
                        case TLS -> tls.getValue();
                        case MQTT -> mqtt.getValue();
                    };
            odd = !odd;
            double wide = Math.max(1, x2 - x1);
            g.setFill(fade(colour, odd ? 0.10 : 0.18));
            g.fillRect(x1, TOP, wide, bottom - TOP);
            g.setFill(colour);
            g.fillRect(x1, TOP - 3, wide, 3);
            String name = width(band.name(), font) + 6 <= x2 - x1
                    ? band.name()
                    : width(band.brief(), font) + 2 <= x2 - x1 ? band.brief() : "";
            if (!name.isEmpty() && x1 >= occupied - 1) {
                g.setFont(band.failed() ? bold : font);
                g.setFill(band.failed() ? close.getValue() : text.getValue());
                g.setTextAlign(TextAlignment.CENTER);
                g.setTextBaseline(VPos.CENTER);
                g.fillText(name, (x1 + x2) / 2, TOP / 2 - 2);
                occupied = (x1 + x2) / 2 + width(name, font) / 2;
            }
        }
    }

    private void drawAxes(GraphicsContext g) {
        double bottom = getHeight() - BOTTOM;
        double right = getWidth() - RIGHT;
        g.setFont(font);
        g.setLineWidth(1);
        g.setLineDashes();
        double byteStep = Math.max(1, FlowPicture.roundStep(most, (int) Math.max(2, (bottom - TOP) / 20)));
        g.setTextAlign(TextAlignment.RIGHT);
        g.setTextBaseline(VPos.CENTER);
        for (double value = 0; value <= most; value += byteStep) {
            double y = Math.round(y((long) value)) + 0.5;
            g.setStroke(faint.getValue());
            g.strokeLine(LEFT, y, right, y);
            g.setFill(text.getValue());
            g.fillText(String.format(Locale.ROOT, "%,d", (long) value), LEFT - 6, y);
        }
        double span = (to - from) / 1e9;
        double timeStep = FlowPicture.roundStep(span, (int) Math.max(2, (right - LEFT) / 90));
        int decimals = (int) Math.clamp(Math.ceil(-Math.log10(timeStep)), 0, 6);
        g.setTextAlign(TextAlignment.CENTER);
        for (double t = Math.ceil(from / 1e9 / timeStep) * timeStep; t <= to / 1e9 + 1e-12; t += timeStep) {
            double x = Math.round(x(Math.round(t * 1e9))) + 0.5;
            g.setStroke(faint.getValue());
            g.strokeLine(x, bottom, x, bottom + 4);
            g.setFill(text.getValue());
            g.fillText(String.format(Locale.ROOT, "%." + decimals + "f", t), x, bottom + 13);
        }
        g.setTextAlign(TextAlignment.LEFT);
        g.fillText("s", right + 18, bottom + 13);
        g.setTextAlign(TextAlignment.RIGHT);
        g.fillText("bytes", LEFT - 6, TOP / 2 - 2);
        g.setStroke(text.getValue());
        g.strokeLine(LEFT + 0.5, TOP, LEFT + 0.5, bottom);
        g.strokeLine(LEFT, bottom + 0.5, right, bottom + 0.5);
    }

    private void drawSelection(GraphicsContext g) {
        Selection.Selected now = selected;
        if (now == null || !now.hasTime() || now.toNanos() < from || now.fromNanos() > to) {
            return;
        }
        double x1 = Math.max(LEFT, x(now.fromNanos()));
        double x2 = Math.min(getWidth() - RIGHT, x(now.toNanos()));
        double bottom = getHeight() - BOTTOM;
        g.setFill(fade(mark.getValue(), 0.28));
        g.fillRect(x1 - 1.5, TOP, Math.max(3, x2 - x1 + 3), bottom - TOP);
        g.setStroke(mark.getValue());
        g.setLineWidth(1.5);
        g.setLineDashes();
        g.strokeRect(x1 - 1.5, TOP, Math.max(3, x2 - x1 + 3), bottom - TOP);
    }

    /** One point a pixel column at most: the counters never fall, so the last one in a column is all of it. */
    private void drawLine(GraphicsContext g, FlowPicture now, boolean isUp) {
        g.setStroke(isUp ? up.getValue() : down.getValue());
        g.setLineWidth(2);
        if (isUp) {
            g.setLineDashes();
        } else {
            g.setLineDashes(6, 4);
        }
        double right = Math.min(getWidth() - RIGHT, x(now.endNanos()));
        g.beginPath();
        double y = y(value(now.at(from), isUp));
        g.moveTo(LEFT, y);
        for (double x = LEFT + 1; x <= right; x++) {
            double next = y(value(now.at(nanos(x)), isUp));
            if (next != y) {
                g.lineTo(x, y);
                g.lineTo(x, next);
                y = next;
            }
        }
        g.lineTo(right, y);
        g.stroke();
        g.setLineDashes();
    }

    private static long value(Snapshot.FlowPoint point, boolean isUp) {
        return isUp ? point.tx() : point.rx();
    }

    /** Says at the right end of each line what it is and what it came to; the labels never lie on each other. */
    private void drawEnds(GraphicsContext g, Snapshot.FlowPoint last) {
        double yUp = y(last.tx());
        double yDown = y(last.rx());
        double gap = 27 - Math.abs(yUp - yDown);
        if (gap > 0) {
            double shift = gap / 2 + 0.5;
            yUp += yUp <= yDown ? -shift : shift;
            yDown += yUp <= yDown ? shift : -shift;
        }
        double lift = Math.max(0, TOP + 6 - Math.min(yUp, yDown));
        double sink = Math.max(0, Math.max(yUp, yDown) + 14 - (getHeight() - BOTTOM));
        endLabel(g, "up", last.tx(), yUp + lift - sink, up.getValue(), false);
        endLabel(g, "down", last.rx(), yDown + lift - sink, down.getValue(), true);
    }

    private void endLabel(GraphicsContext g, String name, long bytes, double y, Color colour, boolean dashed) {
        double x = getWidth() - RIGHT + 6;
        g.setStroke(colour);
        g.setLineWidth(2);
        if (dashed) {
            g.setLineDashes(6, 4);
        }
        double sample = x + width(name, font) + 6;
        g.strokeLine(sample, y - 5, sample + 26, y - 5);
        g.setLineDashes();
        g.setTextAlign(TextAlignment.LEFT);
        g.setTextBaseline(VPos.CENTER);
        g.setFill(colour);
        g.setFont(font);
        g.fillText(name, x, y - 6);
        g.setFont(bold);
        g.fillText(Figures.bytes(bytes), x, y + 7);
    }

    private void drawClose(GraphicsContext g, FlowPicture.Close it) {
        if (it.nanos() < from || it.nanos() > to) {
            return;
        }
        double x = Math.round(x(it.nanos())) + 0.5;
        double bottom = getHeight() - BOTTOM;
        Color colour = it.early() ? close.getValue() : text.getValue();
        g.setStroke(colour);
        g.setLineWidth(2);
        g.setLineDashes();
        g.strokeLine(x, TOP - 3, x, bottom);
        g.strokeLine(x - 4, bottom - 4, x + 4, bottom + 4);
        g.strokeLine(x - 4, bottom + 4, x + 4, bottom - 4);
        double wide = width(it.words(), bold) + 12;
        boolean before = x + wide + 6 > getWidth() - RIGHT;
        double boxX = before ? x - wide - 6 : x + 6;
        box(g, boxX, bottom - 26, wide, 19, colour);
        g.setFont(bold);
        g.setFill(colour);
        g.setTextAlign(TextAlignment.LEFT);
        g.setTextBaseline(VPos.CENTER);
        g.fillText(it.words(), boxX + 6, bottom - 16.5);
    }

    private void drawHeld(GraphicsContext g) {
        if (heldNanos < from || heldNanos > to) {
            return;
        }
        double x = Math.round(x(heldNanos)) + 0.5;
        g.setStroke(mark.getValue());
        g.setLineWidth(2);
        g.strokeLine(x, TOP - 4, x, getHeight() - BOTTOM);
        g.setFill(mark.getValue());
        g.fillPolygon(new double[] {x - 5, x + 5, x}, new double[] {TOP - 8, TOP - 8, TOP}, 3);
    }

    private void drawCursor(GraphicsContext g, FlowPicture now) {
        long nanos = cursorNanos();
        if (nanos < 0) {
            return;
        }
        double x = Math.round(cursorX) + 0.5;
        double bottom = getHeight() - BOTTOM;
        g.setStroke(text.getValue());
        g.setLineWidth(1);
        g.setLineDashes(2, 2);
        g.strokeLine(x, TOP, x, bottom);
        g.setLineDashes();
        Snapshot.FlowPoint point = now.at(nanos);
        String first = Figures.time(nanos) + " s"
                + now.bandAt(nanos).map(band -> "  " + band.name()).orElse("");
        String second = "up " + Figures.bytes(point.tx()) + "   down " + Figures.bytes(point.rx());
        double wide = Math.max(width(first, bold), width(second, font)) + 14;
        double boxX = x + 8 + wide > getWidth() - RIGHT ? x - 8 - wide : x + 8;
        box(g, boxX, TOP + 6, wide, 34, text.getValue());
        g.setTextAlign(TextAlignment.LEFT);
        g.setTextBaseline(VPos.CENTER);
        g.setFill(text.getValue());
        g.setFont(bold);
        g.fillText(first, boxX + 7, TOP + 15);
        g.setFont(font);
        g.fillText(second, boxX + 7, TOP + 30);
    }

    private void box(GraphicsContext g, double x, double y, double wide, double high, Color edge) {
        g.setFill(paper.getValue());
        g.fillRoundRect(x, y, wide, high, 4, 4);
        g.setStroke(edge);
        g.setLineWidth(1);
        g.strokeRoundRect(x, y, wide, high, 4, 4);
    }

    private static double width(String words, Font with) {
        Text probe = new Text(words);
        probe.setFont(with);
        return Math.ceil(probe.getLayoutBounds().getWidth());
    }

    private static Color fade(Color colour, double opacity) {
        return Color.color(colour.getRed(), colour.getGreen(), colour.getBlue(), opacity);
    }

    @Override
    public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
        return STYLES.getCssMetaData();
    }
}
