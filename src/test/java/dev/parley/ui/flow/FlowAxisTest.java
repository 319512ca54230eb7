package dev.parley.ui.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.parley.chart.FlowPicture;
import dev.parley.chart.Viewport;
import dev.parley.flow.Flow;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The chart's time axis")
class FlowAxisTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long HOUR = 3_600 * SECOND;

    private final FlowAxis axis = new FlowAxis();

    private static FlowPicture until(long end) {
        return new FlowPicture(Flow.none(), List.of(), Optional.empty(), end, 11_520);
    }

    @Test
    @DisplayName("zooms from hours to less than a byte on the wire, around the moment under the pointer")
    void zoomsFromHoursToBytes() {
        FlowPicture picture = until(5 * HOUR);
        long pointed = 2 * HOUR + 123_456_789;

        for (int i = 0; i < 60; i++) {
            double before = axis.of(picture).part(pointed);
            axis.zoom(picture, pointed, 1 / 1.5);
            assertThat(axis.of(picture).part(pointed)).isCloseTo(before, within(0.02));
        }

        assertThat(axis.of(picture).span()).isEqualTo(Viewport.LEAST_NANOS).isLessThan(86_000);
        assertThat(axis.mode()).isEqualTo(FlowAxis.Mode.CHOSEN);
    }

    @Test
    @DisplayName("zoomed out again shows the whole session, and never more")
    void zoomsOutToTheWhole() {
        FlowPicture picture = until(HOUR);
        axis.zoom(picture, HOUR / 2, 0.01);
        axis.zoom(picture, HOUR / 2, 1_000);

        assertThat(axis.of(picture)).isEqualTo(new Viewport(0, HOUR));
        assertThat(axis.mode()).isEqualTo(FlowAxis.Mode.WHOLE);
    }

    @Test
    @DisplayName("goes along with a session that goes on once it stands at the end, and else stays where it is")
    void goesAlong() {
        FlowPicture picture = until(100 * SECOND);
        axis.zoom(picture, 50 * SECOND, 0.1);
        Viewport chosen = axis.of(picture);

        assertThat(axis.of(until(200 * SECOND))).isEqualTo(chosen);
        axis.end(picture);
        assertThat(axis.of(until(200 * SECOND))).isEqualTo(new Viewport(190 * SECOND, 200 * SECOND));
        axis.step(until(200 * SECOND), false, false);
        assertThat(axis.of(until(300 * SECOND))).isEqualTo(new Viewport(189 * SECOND, 199 * SECOND));
    }

    @Test
    @DisplayName("stops at both ends of the session")
    void stopsAtTheEnds() {
        FlowPicture picture = until(100 * SECOND);
        axis.between(picture, 60 * SECOND, 40 * SECOND);

        axis.pan(picture, -50);
        assertThat(axis.of(picture)).isEqualTo(new Viewport(0, 20 * SECOND));
        axis.pan(picture, 50);
        assertThat(axis.of(picture)).isEqualTo(new Viewport(80 * SECOND, 100 * SECOND));
        axis.begin(picture);
        assertThat(axis.of(picture)).isEqualTo(new Viewport(0, 20 * SECOND));
    }
}
