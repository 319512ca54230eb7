package dev.parley.ui.flow;

import dev.parley.chart.Ink;
import dev.parley.chart.Pen;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.Text;
import javafx.scene.text.TextAlignment;

/** Draws the chart on a canvas, in the colours of the style sheet. */
final class CanvasPen implements Pen {
    private static final double FONT = 11;
    private static final int MOST_WIDTHS = 2_000;

    private final GraphicsContext g;
    private final Function<Ink, Color> colours;
    private final Map<String, Double> widths = new HashMap<>();
    private final Text probe = new Text();
    private Font font = Font.font(FONT);
    private Font bold = font;
    private String family = "";

    CanvasPen(GraphicsContext g, Function<Ink, Color> colours) {
        this.g = g;
        this.colours = colours;
    }

    /** Writes in the face {@code newFamily} from now on. */
    void face(String newFamily) {
        if (!newFamily.equals(family)) {
            family = newFamily;
            font = Font.font(family, FONT);
            bold = Font.font(family, FontWeight.BOLD, FONT);
            widths.clear();
        }
    }

    @Override
    public void fill(Ink ink, double opacity, double x, double y, double width, double height) {
        g.setFill(opacity == 1 ? colours.apply(ink) : colours.apply(ink).deriveColor(0, 1, 1, opacity));
        g.fillRect(x, y, width, height);
    }

    @Override
    public void line(Ink ink, double width, Stroke stroke, double[] xs, double[] ys, int count) {
        g.setStroke(colours.apply(ink));
        g.setLineWidth(width);
        switch (stroke) {
            case SOLID -> g.setLineDashes();
            case DASHED -> g.setLineDashes(6, 4);
            case DOTTED -> g.setLineDashes(1.5, 3);
        }
        if (count == 2) {
            g.strokeLine(xs[0], ys[0], xs[1], ys[1]);
        } else {
            g.strokePolyline(xs, ys, count);
        }
        g.setLineDashes();
    }

    @Override
    public void shape(Ink ink, double[] xs, double[] ys) {
        g.setFill(colours.apply(ink));
        g.fillPolygon(xs, ys, xs.length);
    }

    @Override
    public void box(Ink edge, double x, double y, double width, double height) {
        g.setFill(colours.apply(Ink.PAPER));
        g.fillRoundRect(x, y, width, height, 4, 4);
        g.setStroke(colours.apply(edge));
        g.setLineWidth(1);
        g.strokeRoundRect(x, y, width, height, 4, 4);
    }

    @Override
    public void text(Ink ink, boolean isBold, Anchor anchor, double x, double y, String words) {
        g.setFont(isBold ? bold : font);
        g.setFill(colours.apply(ink));
        g.setTextAlign(
                switch (anchor) {
                    case LEFT -> TextAlignment.LEFT;
                    case MIDDLE -> TextAlignment.CENTER;
                    case RIGHT -> TextAlignment.RIGHT;
                });
        g.setTextBaseline(VPos.CENTER);
        g.fillText(words, x, y);
    }

    @Override
    public double width(String words, boolean isBold) {
        if (widths.size() > MOST_WIDTHS) {
            widths.clear();
        }
        return widths.computeIfAbsent(isBold ? words + '\0' : words, key -> {
            probe.setFont(isBold ? bold : font);
            probe.setText(words);
            return Math.ceil(probe.getLayoutBounds().getWidth());
        });
    }
}
