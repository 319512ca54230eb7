package dev.parley.ui.flow;

import dev.parley.session.ControllerState;
import dev.parley.session.Snapshot;
import dev.parley.ui.shared.Figures;
import dev.parley.ui.shared.Shown;

/** The byte-flow chart as an SVG file; needs neither a display nor JavaFX. */
public final class FlowSvg {
    /** What a chart with all its lanes needs, in pixels. */
    static final double HIGH = 420;

    private static final double WIDE = 1280;

    private FlowSvg() {}

    /** The whole session. */
    public static String of(Snapshot snapshot) {
        FlowPicture picture = FlowPicture.of(
                new Shown(snapshot, ControllerState.idle(), snapshot.view().durationNanos(), true));
        return of(picture, FlowView.of(picture), WIDE, HIGH);
    }

    static String of(FlowPicture picture, FlowView view, double width, double height) {
        SvgPen pen = new SvgPen(
                width,
                height,
                "Byte flow from " + Figures.time(view.viewport().from()) + " s to "
                        + Figures.time(view.viewport().to()) + " s");
        if (FlowDrawing.fits(width, height)) {
            FlowDrawing.draw(pen, picture, view, width, height);
        }
        return pen.document();
    }
}
