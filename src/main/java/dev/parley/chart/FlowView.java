package dev.parley.chart;

import dev.parley.flow.FlowLayer;
import java.util.List;
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
 * @param chunks the bytes of the link to show, in order; none where they were not read, or are too many
 */
public record FlowView(
        Viewport viewport,
        Set<FlowLayer> layers,
        boolean rate,
        long cursorNanos,
        long heldNanos,
        long selectedFrom,
        long selectedTo,
        List<Chunk> chunks) {
    public FlowView {
        layers = Set.copyOf(layers);
        chunks = List.copyOf(chunks);
    }

    /** A stretch of time with all layers, at nobody's hand. */
    public static FlowView of(Viewport viewport) {
        return new FlowView(viewport, Set.of(FlowLayer.values()), false, -1, -1, -1, -1, List.of());
    }

    /** The whole session with all layers, at nobody's hand. */
    public static FlowView of(FlowPicture picture) {
        return of(picture.whole());
    }
}
