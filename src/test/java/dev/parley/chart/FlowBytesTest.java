package dev.parley.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.flow.FlowLayer;
import dev.parley.flow.FlowLog;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Place;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The bytes on the chart")
class FlowBytesTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Bytes READ = Bytes.latin1("\r\nOK\r\n");

    /** A byte lasts a millisecond on this UART. */
    private static FlowPicture picture(int events) {
        FlowLog log = new FlowLog();
        log.bytes(FlowLayer.LINK, Direction.TX, SECOND, 3);
        log.bytes(FlowLayer.LINK, Direction.RX, 2 * SECOND, READ.length());
        for (int i = 0; i < events; i++) {
            log.bytes(FlowLayer.LINK, Direction.RX, 2 * SECOND + 1 + i, 1);
        }
        return new FlowPicture(log.picture(), List.of(), Optional.empty(), 4 * SECOND, 1_000);
    }

    private static String drawn(FlowPicture picture, Viewport viewport, long cursor) {
        List<Chunk> chunks = FlowBytes.wanted(picture, viewport).stream()
                .map(wanted -> wanted.with(wanted.place().direction() == Direction.TX ? Bytes.latin1("AT\r") : READ))
                .toList();
        FlowView view = new FlowView(viewport, Set.of(FlowLayer.values()), false, cursor, -1, -1, -1, chunks);
        return FlowSvg.of(picture, view, 1280, FlowSvg.HIGH);
    }

    @Test
    @DisplayName("are those of the events in view, and of the one that may reach into it on either side")
    void wanted() {
        FlowPicture picture = picture(0);

        assertThat(FlowBytes.wanted(picture, Viewport.of(2 * SECOND - 5_000_000, 2 * SECOND + 5_000_000)))
                .extracting(Chunk.Wanted::place)
                .containsExactlyInAnyOrder(new Place(Direction.TX, 0, 3), new Place(Direction.RX, 0, READ.length()));
    }

    @Test
    @DisplayName("are left out where there are too many to be told apart")
    void tooMany() {
        assertThat(FlowBytes.wanted(picture(1_000), Viewport.of(0, 4 * SECOND))).isEmpty();
    }

    @Test
    @DisplayName("stand one by one where the UART must have carried them: what was read, up to the moment it was read")
    void oneByOne() {
        FlowPicture picture = picture(0);
        Viewport near = Viewport.of(2 * SECOND - 10_000_000, 2 * SECOND + 10_000_000);

        String drawing = drawn(picture, near, 2 * SECOND - 3_500_000);

        assertThat(drawing).contains(">0D CR<", ">0A LF<", ">4F O<", ">4B K<");
        assertThat(drawing).contains("byte 2 down: 4F O");
        assertThat(drawn(picture, near, 2 * SECOND + 1_000_000)).doesNotContain("down: ");
    }

    @Test
    @DisplayName("stand as text where a byte has no room of its own")
    void asText() {
        assertThat(drawn(picture(0), Viewport.of(0, 4 * SECOND), -1)).contains(">AT·<", ">··OK··<");
    }
}
