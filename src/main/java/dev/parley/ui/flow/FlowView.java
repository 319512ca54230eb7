package dev.parley.ui.flow;

import dev.parley.flow.FlowLayer;
import java.util.Set;

/**
 * How the chart is looked at. Times are nanoseconds since the session began, -1 for none.
 *
 * @param layers whose bytes are drawn
 * @param rate true to draw bytes a second where there is no room for them beside the sums
 * @param cursorNanos where the pointer is
 * @param heldNanos the moment that the whole window looks at
 * @param selectedFrom the thing selected in any panel began
 * @param selectedTo it ended
 */
record FlowView(
        Viewport viewport,
        Set<FlowLayer> layers,
        boolean rate,
        long cursorNanos,
        long heldNanos,
        long selectedFrom,
        long selectedTo) {
    FlowView {
        layers = Set.copyOf(layers);
    }

    /** The whole session with all layers, at nobody's hand. */
    static FlowView of(FlowPicture picture) {
        return new FlowView(picture.whole(), Set.of(FlowLayer.values()), false, -1, -1, -1, -1);
    }
}
