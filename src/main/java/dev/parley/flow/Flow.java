package dev.parley.flow;

import dev.parley.journal.Direction;
import java.util.Map;
import java.util.Objects;

/**
 * What crossed and when: a picture of a {@link FlowLog}, for any thread. Times are nanoseconds since the session began.
 *
 * @param curves bytes up and down by layer
 * @param marks sends, reads and URCs, each with the number of its exchange
 * @param silences when a silence of the link began, with how long it lasted; negative where the modem was waited for
 * @param signals the received power, in dBm
 * @param cts clear to send as the modem set it: 0 or 1 from that moment on
 * @param rts request to send as this side set it
 */
public record Flow(
        Map<FlowLayer, Map<Direction, ByteCurve>> curves,
        Map<FlowMark, Times> marks,
        Times silences,
        Times signals,
        MinMaxPyramid levels,
        Times cts,
        Times rts) {
    /** A picture of a session in which nothing crossed yet. */
    public static Flow none() {
        return new FlowLog().picture();
    }

    /** True where nothing has crossed the link. */
    public boolean isEmpty() {
        return curve(FlowLayer.LINK, Direction.TX).isEmpty()
                && curve(FlowLayer.LINK, Direction.RX).isEmpty();
    }

    public ByteCurve curve(FlowLayer layer, Direction direction) {
        return Objects.requireNonNull(Objects.requireNonNull(curves.get(layer)).get(direction));
    }

    public Times marks(FlowMark mark) {
        return Objects.requireNonNull(marks.get(mark));
    }

    /** True if this layer carried anything. */
    public boolean has(FlowLayer layer) {
        return !curve(layer, Direction.TX).isEmpty()
                || !curve(layer, Direction.RX).isEmpty();
    }
}
