package dev.parley.ui.flow;

import dev.parley.chart.FlowDrawing;
import dev.parley.chart.FlowPicture;
import dev.parley.chart.FlowSvg;
import dev.parley.chart.FlowView;
import dev.parley.chart.Ink;
import dev.parley.chart.Plot;
import dev.parley.chart.Viewport;
import dev.parley.flow.Figures;
import dev.parley.flow.FlowLayer;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Place;
import dev.parley.ui.shared.Selection;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongConsumer;
import javafx.beans.value.ObservableValue;
import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.css.StyleableProperty;
import javafx.css.StyleablePropertyFactory;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.SnapshotParameters;
import javafx.scene.canvas.Canvas;
import javafx.scene.control.Label;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import org.jspecify.annotations.Nullable;

/**
 * The byte-flow chart on a canvas, drawn once a pulse at most and only where something changed. Wheel and plus/minus zoom, dragging and
 * the arrow keys move, Shift and dragging chooses a stretch; a click looks at that moment in every panel.
 */
final class FlowChart extends Region {
    private static final double WHEEL = 1.0018;
    private static final double KEY_ZOOM = 1.5;
    private static final double LEAST_DRAG = 4;
    private static final double FINE = 2;

    private static final StyleablePropertyFactory<FlowChart> STYLES =
            new StyleablePropertyFactory<>(Region.getClassCssMetaData());

    private final Canvas canvas = new Canvas();
    private final Label face = new Label();
    private final Map<Ink, StyleableProperty<Color>> inks = new EnumMap<>(Ink.class);
    private final CanvasPen pen = new CanvasPen(canvas.getGraphicsContext2D(), this::colour);
    private final FlowAxis axis = new FlowAxis();
    private final Set<FlowLayer> layers = EnumSet.allOf(FlowLayer.class);
    private final LongConsumer visit;
    private final LinkBytes bytes;
    private Runnable onAxis = () -> {};
    private @Nullable FlowPicture picture;
    private Selection.@Nullable Selected selected;
    private boolean rate;
    private double cursorX = -1;
    private long heldNanos = -1;
    private double pressedX;
    private boolean choosing;
    private boolean dragged;
    private @Nullable Viewport pressedOn;
    private boolean stale;

    /**
     * An empty chart.
     *
     * @param visit called with the moment that was clicked on, nanoseconds since the session began
     * @param bytes reads the bytes of the link
     * @param background where they are read
     */
    FlowChart(LongConsumer visit, Function<Place, Bytes> bytes, Executor background) {
        this.visit = visit;
        this.bytes = new LinkBytes(bytes, background, this::redraw);
        getStyleClass().add("flow-chart");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setFocusTraversable(true);
        face.setVisible(false);
        face.setManaged(false);
        face.getStyleClass().add("flow-face");
        getChildren().addAll(face, canvas);
        for (Ink ink : Ink.values()) {
            String property = "-flow-" + ink.name().toLowerCase(java.util.Locale.ROOT);
            StyleableProperty<Color> styled = STYLES.createStyleableColorProperty(
                    this, property.substring(1), property, chart -> chart.inkProperty(ink), Color.GRAY);
            inks.put(ink, styled);
            if (styled instanceof ObservableValue<?> value) {
                value.subscribe(this::redraw);
            }
        }
        setMinSize(0, 0);
        setOnMouseMoved(event -> cursor(event.getX()));
        setOnMouseExited(event -> cursor(-1));
        setOnMousePressed(this::press);
        setOnMouseDragged(this::drag);
        setOnMouseReleased(this::release);
        setOnScroll(this::scroll);
        setOnZoom(event -> zoom(event.getX(), 1 / event.getZoomFactor()));
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    }

    private StyleableProperty<Color> inkProperty(Ink ink) {
        return java.util.Objects.requireNonNull(inks.get(ink));
    }

    private Color colour(Ink ink) {
        return inkProperty(ink).getValue();
    }

    /** Calls {@code changed} when another stretch of time was chosen. */
    void onAxis(Runnable changed) {
        onAxis = changed;
    }

    FlowAxis.Mode mode() {
        return axis.mode();
    }

    void show(FlowPicture newPicture) {
        picture = newPicture;
        redraw();
    }

    /** Another session is looked at. */
    void forget() {
        bytes.forget();
    }

    void select(Selection.Selected newSelection) {
        selected = newSelection;
        redraw();
    }

    /** Shows the whole session, or only the handshake. */
    void whole(boolean whole) {
        if (whole) {
            axis.whole();
        } else {
            axis.handshake();
        }
        moved();
    }

    /** Marks the moment that is held, nanoseconds since the session began; -1 for none. */
    void hold(long nanos) {
        if (nanos != heldNanos) {
            heldNanos = nanos;
            redraw();
        }
    }

    void layer(FlowLayer layer, boolean shown) {
        if (shown ? layers.add(layer) : layers.remove(layer)) {
            redraw();
        }
    }

    /** Draws bytes a second where there is no room for them beside the sums. */
    void rate(boolean wanted) {
        rate = wanted;
        redraw();
    }

    // The pointer and the keys

    private void cursor(double x) {
        cursorX = x;
        redraw();
    }

    private Plot plot(FlowPicture of) {
        return FlowDrawing.plot(axis.of(of), getWidth(), getHeight());
    }

    private long nanosAt(FlowPicture of, double x) {
        Plot plot = plot(of);
        return x < plot.left() || x > plot.right() ? -1 : plot.nanos(x);
    }

    private void press(MouseEvent event) {
        requestFocus();
        FlowPicture now = picture;
        if (now != null && event.getButton() == MouseButton.PRIMARY) {
            pressedX = event.getX();
            pressedOn = axis.of(now);
            choosing = event.isShiftDown();
            dragged = false;
        }
    }

    private void drag(MouseEvent event) {
        FlowPicture now = picture;
        Viewport before = pressedOn;
        cursorX = event.getX();
        dragged |= Math.abs(event.getX() - pressedX) >= LEAST_DRAG;
        if (now != null && before != null && dragged && !choosing) {
            setCursor(Cursor.MOVE);
            Plot plot = plot(now);
            long to = before.from() + Math.round((pressedX - event.getX()) / plot.width() * before.span());
            axis.move(now, to - axis.of(now).from());
            moved();
        }
        redraw();
    }

    private void release(MouseEvent event) {
        FlowPicture now = picture;
        Viewport before = pressedOn;
        pressedOn = null;
        setCursor(Cursor.DEFAULT);
        if (now == null || before == null || event.getButton() != MouseButton.PRIMARY) {
            return;
        }
        if (choosing && dragged) {
            Plot plot = plot(now);
            axis.between(
                    now,
                    plot.nanos(Math.clamp(pressedX, plot.left(), plot.right())),
                    plot.nanos(Math.clamp(event.getX(), plot.left(), plot.right())));
            moved();
        } else if (!dragged && nanosAt(now, event.getX()) >= 0) {
            visit.accept(nanosAt(now, event.getX()));
        }
        redraw();
    }

    private void scroll(ScrollEvent event) {
        FlowPicture now = picture;
        if (now == null) {
            return;
        }
        double sideways = event.getDeltaX() != 0 ? event.getDeltaX() : event.isShiftDown() ? event.getDeltaY() : 0;
        if (sideways != 0) {
            axis.pan(now, -sideways / Math.max(1, plot(now).width()));
            moved();
        } else if (event.getDeltaY() != 0) {
            zoom(event.getX(), Math.pow(WHEEL, -event.getDeltaY() * 2));
        }
        event.consume();
    }

    private void zoom(double x, double factor) {
        FlowPicture now = picture;
        if (now != null) {
            Plot plot = plot(now);
            axis.zoom(now, plot.nanos(Math.clamp(x, plot.left(), plot.right())), factor);
            moved();
        }
    }

    private void key(KeyEvent event) {
        FlowPicture now = picture;
        if (now == null || event.isShortcutDown() || event.isAltDown()) {
            return;
        }
        double middle = cursorX < 0 ? getWidth() / 2 : cursorX;
        switch (event.getCode()) {
            case PLUS, ADD, EQUALS, UP -> zoom(middle, 1 / KEY_ZOOM);
            case MINUS, SUBTRACT, DOWN -> zoom(middle, KEY_ZOOM);
            case LEFT, RIGHT ->
                axis.step(now, event.getCode() == javafx.scene.input.KeyCode.RIGHT, event.isShiftDown());
            case HOME -> axis.begin(now);
            case END -> axis.end(now);
            case DIGIT0, NUMPAD0 -> axis.whole();
            case H -> axis.handshake();
            case ENTER -> visit.accept(Math.max(0, nanosAt(now, middle)));
            default -> {
                return;
            }
        }
        event.consume();
        moved();
    }

    private void moved() {
        redraw();
        onAxis.run();
    }

    // Drawing

    private void redraw() {
        stale = true;
        requestLayout();
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
            stale = true;
        }
        if (stale) {
            stale = false;
            draw();
        }
    }

    private void draw() {
        canvas.getGraphicsContext2D().clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
        FlowPicture now = picture;
        if (now == null || now.flow().isEmpty() || !FlowDrawing.fits(getWidth(), getHeight())) {
            return;
        }
        pen.face(face.getFont().getFamily());
        FlowDrawing.draw(pen, now, view(now), getWidth(), getHeight());
        long to = axis.of(now).to();
        setAccessibleText("Bytes over time: up "
                + Figures.bytesInWords(
                        now.flow().curve(FlowLayer.LINK, Direction.TX).at(to))
                + ", down "
                + Figures.bytesInWords(
                        now.flow().curve(FlowLayer.LINK, Direction.RX).at(to))
                + now.close().map(it -> ", " + it.words()).orElse("")
                + ". Plus and minus zoom, arrows move, 0 shows all");
    }

    private FlowView view(FlowPicture now) {
        Selection.Selected thing = selected;
        long from = thing == null ? -1 : thing.fromNanos();
        long to = thing == null ? -1 : thing.toNanos();
        if (choosing && dragged && pressedOn != null) {
            Plot plot = plot(now);
            long one = plot.nanos(Math.clamp(pressedX, plot.left(), plot.right()));
            long other = plot.nanos(Math.clamp(cursorX, plot.left(), plot.right()));
            from = Math.max(0, Math.min(one, other));
            to = Math.max(one, other);
        }
        Viewport viewport = axis.of(now);
        return new FlowView(
                viewport, layers, rate, nanosAt(now, cursorX), heldNanos, from, to, bytes.in(now, viewport));
    }

    // Files

    /** The chart as it is seen, twice as fine. */
    WritableImage image() {
        Canvas fine = new Canvas(getWidth() * FINE, getHeight() * FINE);
        fine.getGraphicsContext2D().setFill(colour(Ink.PAPER));
        fine.getGraphicsContext2D().fillRect(0, 0, fine.getWidth(), fine.getHeight());
        fine.getGraphicsContext2D().scale(FINE, FINE);
        FlowPicture now = picture;
        if (now != null && FlowDrawing.fits(getWidth(), getHeight())) {
            CanvasPen other = new CanvasPen(fine.getGraphicsContext2D(), this::colour);
            other.face(face.getFont().getFamily());
            FlowDrawing.draw(other, now, view(now), getWidth(), getHeight());
        }
        return fine.snapshot(new SnapshotParameters(), null);
    }

    /** The chart as it is seen as an SVG file, on white paper. */
    String svg() {
        FlowPicture now = picture;
        return now == null ? "" : FlowSvg.of(now, view(now), getWidth(), Math.max(getHeight(), FlowSvg.HIGH));
    }

    @Override
    public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
        return new ArrayList<>(STYLES.getCssMetaData());
    }
}
