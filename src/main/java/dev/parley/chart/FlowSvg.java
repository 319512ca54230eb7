package dev.parley.chart;

import dev.parley.flow.Figures;
import dev.parley.session.Snapshot;
import java.util.function.Function;

/** The byte-flow chart in SVG; needs neither a display nor JavaFX. */
public final class FlowSvg {
    /** What a chart with all its lanes needs, in pixels. */
    public static final double HIGH = 420;

    private static final double WIDE = 1280;

    private FlowSvg() {}

    /** A file with the whole session. */
    public static String of(Snapshot snapshot) {
        FlowPicture picture = FlowPicture.of(snapshot, 0);
        return of(picture, FlowView.of(picture), WIDE, HIGH);
    }

    /** A file of that size, in pixels, on white paper. */
    public static String of(FlowPicture picture, FlowView view, double width, double height) {
        return drawn(picture, view, width, height, Ink::onPaper).document();
    }

    /**
     * An element to stand in a page, drawn for that size in pixels and shown as wide as there is room.
     *
     * @param colours the page's paint for each ink, as an SVG attribute has it
     */
    public static String inPage(
            FlowPicture picture, FlowView view, double width, double height, Function<Ink, String> colours) {
        return drawn(picture, view, width, height, colours).inPage();
    }

    private static SvgPen drawn(
            FlowPicture picture, FlowView view, double width, double height, Function<Ink, String> colours) {
        SvgPen pen = new SvgPen(
                width,
                height,
                "Byte flow from " + Figures.time(view.viewport().from()) + " s to "
                        + Figures.time(view.viewport().to()) + " s",
                colours);
        if (FlowDrawing.fits(width, height)) {
            FlowDrawing.draw(pen, picture, view, width, height);
        }
        return pen;
    }
}
