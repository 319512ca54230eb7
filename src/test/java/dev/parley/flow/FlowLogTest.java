package dev.parley.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Direction;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The log of what crossed")
class FlowLogTest {
    private static final long SECOND = 1_000_000_000L;

    private final FlowLog log = new FlowLog();

    private ByteCurve up() {
        return log.picture().curve(FlowLayer.LINK, Direction.TX);
    }

    private void sent(double seconds, int bytes) {
        log.bytes(FlowLayer.LINK, Direction.TX, Math.round(seconds * 1e9), bytes);
    }

    @Test
    @DisplayName("knows how many bytes had crossed at any time, and never counts a byte of another layer or direction")
    void countsByTime() {
        sent(1, 10);
        sent(1, 5);
        log.bytes(FlowLayer.LINK, Direction.RX, SECOND, 100);
        log.bytes(FlowLayer.SOCKET, Direction.TX, SECOND, 1_000);
        sent(2, 1);

        assertThat(up().at(SECOND - 1)).isZero();
        assertThat(up().at(SECOND)).isEqualTo(15);
        assertThat(up().at(2 * SECOND - 1)).isEqualTo(15);
        assertThat(up().at(Long.MAX_VALUE)).isEqualTo(16).isEqualTo(up().total());
        assertThat(log.picture().curve(FlowLayer.SOCKET, Direction.TX).total()).isEqualTo(1_000);
        assertThat(log.picture().has(FlowLayer.TLS)).isFalse();
    }

    @Test
    @DisplayName("a picture keeps what it had, whatever comes afterwards")
    void picturesStay() {
        sent(1, 10);
        ByteCurve before = up();
        sent(1.5, 7);
        sent(9, 7);

        assertThat(before.total()).isEqualTo(10);
        assertThat(before.secondsBetween(0, 20 * SECOND)).isEqualTo(new MinMaxPyramid.Extremes(0, 10));
    }

    @Test
    @DisplayName("tells the quietest and the busiest second of any stretch, as counting each second does")
    void secondsAgreeWithCounting() {
        Random random = new Random(5);
        long[] counted = new long[400];
        for (int second = 0; second < counted.length - 20; second++) {
            int events = random.nextInt(4) == 0 ? 0 : random.nextInt(5);
            for (int i = 0; i < events; i++) {
                int bytes = 1 + random.nextInt(900);
                sent(second + i / 5.0, bytes);
                counted[second] += bytes;
            }
        }
        ByteCurve curve = up();

        for (int i = 0; i < 1_000; i++) {
            int from = random.nextInt(counted.length);
            int to = from + 1 + random.nextInt(counted.length - from);
            long min = Long.MAX_VALUE;
            long max = 0;
            for (int second = from; second < to; second++) {
                min = Math.min(min, counted[second]);
                max = Math.max(max, counted[second]);
            }
            assertThat(curve.secondsBetween(from * SECOND, to * SECOND))
                    .as("%d to %d", from, to)
                    .isEqualTo(new MinMaxPyramid.Extremes(min, max));
        }
    }

    @Test
    @DisplayName("tells a silence from a wait: after a wait the modem spoke, and the host had spoken before")
    void silences() {
        sent(1, 4);
        log.bytes(FlowLayer.LINK, Direction.RX, 4 * SECOND, 6);
        sent(10, 4);
        sent(10.4, 4);

        Times silences = log.picture().silences();

        assertThat(silences.size()).isEqualTo(3);
        assertThat(silences.number(0)).as("before anything was said").isEqualTo(SECOND);
        assertThat(silences.nanos(1)).isEqualTo(SECOND);
        assertThat(silences.number(1)).as("the modem was waited for").isEqualTo(-3 * SECOND);
        assertThat(silences.number(2)).as("nobody spoke").isEqualTo(6 * SECOND);
    }

    @Test
    @DisplayName("keeps of the control lines when they changed")
    void lines() {
        log.lines(1, true, false);
        log.lines(2, true, true);
        log.lines(3, false, true);

        assertThat(log.picture().cts().size()).isEqualTo(2);
        assertThat(log.picture().cts().at(2, -1)).isEqualTo(1);
        assertThat(log.picture().cts().at(3, -1)).isZero();
        assertThat(log.picture().rts().at(1, -1)).isZero();
        assertThat(log.picture().rts().at(0, -1)).as("not known yet").isEqualTo(-1);
    }

    @Test
    @DisplayName("finds marks between two moments, the first one excluded")
    void marks() {
        log.mark(FlowMark.SEND, 100, 7);
        Times sends = log.picture().marks(FlowMark.SEND);

        assertThat(sends.anyBetween(99, 100)).isTrue();
        assertThat(sends.anyBetween(100, 200)).isFalse();
        assertThat(sends.number(0)).isEqualTo(7);
        assertThat(log.picture().marks(FlowMark.URC).anyBetween(0, 1_000)).isFalse();
    }
}
