package dev.parley.ui.flow;

import dev.parley.bench.Figure;
import dev.parley.chart.FlowDrawing;
import dev.parley.chart.FlowPicture;
import dev.parley.chart.FlowView;
import dev.parley.chart.Ink;
import dev.parley.chart.Pen;
import dev.parley.chart.Viewport;
import dev.parley.flow.Flow;
import dev.parley.flow.FlowLayer;
import dev.parley.flow.FlowLog;
import dev.parley.flow.FlowMark;
import dev.parley.flow.MinMaxPyramid;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.ui.shared.FxThread;
import dev.parley.ui.shared.Theme;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import javafx.animation.AnimationTimer;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.stage.Stage;

/**
 * Measures the byte-flow chart on ten million points of the link, and as many of the socket and marks as belong to them: what they take
 * of the heap, how long the drawing takes at every scale, and how evenly pictures come while it zooms from hours to a byte and back.
 *
 * <p>Prints figures; it judges nothing. The drawing is also timed with a pen that draws nothing: that is the search alone.
 */
public final class FlowPoints {
    private static final int POINTS = Integer.getInteger("points", 10_000_000);
    private static final int WIDE = 980;
    private static final int HIGH = 600;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private FlowPoints() {}

    public static void main(String[] arguments) throws Exception {
        long before = used();
        long began = System.nanoTime();
        FlowLog log = filled();
        System.out.printf(
                Locale.ROOT,
                "%,d points taken in: %.0f ns each, %.1f bytes of heap each%n",
                POINTS,
                (System.nanoTime() - began) / (double) POINTS,
                (used() - before) / (double) POINTS);
        Flow flow = log.picture();
        FlowPicture picture = new FlowPicture(flow, List.of(), Optional.empty(), lastOf(flow), 11_520);
        for (double part : new double[] {1, 0.1, 0.01, 1e-4, 1e-6, 1e-9}) {
            scale(picture, part);
        }
        plain(flow);
        pulses(picture);
        FxThread.stopToolkit();
    }

    private static long lastOf(Flow flow) {
        var totals = flow.curve(FlowLayer.LINK, Direction.RX).totals();
        return totals.nanos(totals.size() - 1) + 1;
    }

    private static FlowLog filled() {
        Random random = new Random(1);
        FlowLog log = new FlowLog();
        long nanos = 0;
        for (int i = 0; i < POINTS; i += 4) {
            nanos += 1_000_000L + random.nextInt(3_000_000);
            log.mark(FlowMark.SEND, nanos, i);
            log.bytes(FlowLayer.LINK, Direction.TX, nanos, 16);
            log.bytes(FlowLayer.LINK, Direction.TX, nanos += 100_000, 60);
            log.bytes(FlowLayer.SOCKET, Direction.TX, nanos, 60);
            log.bytes(FlowLayer.LINK, Direction.RX, nanos += 500_000, 11);
            log.bytes(FlowLayer.LINK, Direction.RX, nanos += 500_000, 1 + random.nextInt(90));
        }
        return log;
    }

    /** The whole drawing by a pen that draws nothing, in the middle of the session. */
    private static void scale(FlowPicture picture, double part) {
        long span = Math.max(1_000, Math.round(picture.endNanos() * part));
        long from = (picture.endNanos() - span) / 2;
        FlowView whole = FlowView.of(picture);
        FlowView view = new FlowView(
                Viewport.of(from, from + span), whole.layers(), false, from + span / 3, -1, -1, -1, List.of());
        double best = Double.MAX_VALUE;
        for (int i = 0; i < 30; i++) {
            long began = System.nanoTime();
            FlowDrawing.draw(new Blank(), picture, view, WIDE, HIGH);
            best = Math.min(best, (System.nanoTime() - began) / 1e6);
        }
        System.out.printf(Locale.ROOT, "%14.6f s of it in view: %6.2f ms to find what to draw%n", span / 1e9, best);
    }

    /** What looking at every point would take: the limit that the pyramid is there to beat. */
    private static void plain(Flow flow) {
        var totals = flow.curve(FlowLayer.LINK, Direction.TX).totals();
        long began = System.nanoTime();
        long most = 0;
        for (int i = 1; i < totals.size(); i++) {
            most = Math.max(most, totals.number(i) - totals.number(i - 1));
        }
        double all = (System.nanoTime() - began) / 1e6;
        MinMaxPyramid pyramid = new MinMaxPyramid();
        for (int i = 1; i < totals.size(); i++) {
            pyramid.add(totals.number(i) - totals.number(i - 1));
        }
        began = System.nanoTime();
        long found = 0;
        for (int i = 0; i < 1_000; i++) {
            found = pyramid.between(i, pyramid.size() - i).max();
        }
        double one = (System.nanoTime() - began) / 1e6 / 1_000;
        Figure.cost("extremes of a span, by the pyramid", one, "ms", "looking at each point", all)
                .tell();
        System.out.printf(
                Locale.ROOT,
                "extremes of %,d points: by looking at each %.1f ms, by the pyramid %.4f ms, %.0f times as fast%s%n",
                totals.size(),
                all,
                one,
                all / one,
                found == most ? "" : " (?)");
    }

    private static void pulses(FlowPicture picture) throws Exception {
        FxThread.startToolkit(LIMIT);
        double[] gaps = new double[20_000];
        int[] count = {0};
        AnimationTimer timer = FxThread.call(
                () -> {
                    FlowChart chart = new FlowChart(nanos -> {}, place -> Bytes.empty(), Runnable::run);
                    Scene scene = new Scene(new BorderPane(chart), WIDE, HIGH);
                    Theme.LIGHT.dress(scene);
                    scene.getRoot().getStyleClass().add("parley");
                    chart.show(picture);
                    Stage stage = new Stage();
                    stage.setScene(scene);
                    stage.show();
                    AnimationTimer made = new AnimationTimer() {
                        private long before;
                        private int step;

                        @Override
                        public void handle(long now) {
                            long actual = System.nanoTime();
                            if (before > 0 && count[0] < gaps.length) {
                                gaps[count[0]++] = (actual - before) / 1e6;
                            }
                            before = actual;
                            KeyCode code = step++ % 120 < 60 ? KeyCode.PLUS : KeyCode.MINUS;
                            chart.fireEvent(
                                    new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false));
                        }
                    };
                    made.start();
                    return made;
                },
                LIMIT);
        Thread.sleep(8_000);
        FxThread.call(
                () -> {
                    timer.stop();
                    return true;
                },
                LIMIT);
        double[] all = Arrays.copyOfRange(gaps, Math.min(60, count[0] / 2), count[0]);
        Arrays.sort(all);
        Figure.cost("picture to picture, p95", all[all.length * 95 / 100], "ms", "what is asked", 33)
                .tell();
        System.out.printf(
                Locale.ROOT,
                "zooming from hours to a microsecond and back, from picture to picture: p50 %.1f ms, p95 %.1f ms, p99"
                        + " %.1f ms, most %.1f ms (%d pictures)%n",
                all[all.length / 2],
                all[all.length * 95 / 100],
                all[all.length * 99 / 100],
                all[all.length - 1],
                all.length);
    }

    private static long used() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(100);
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Draws nothing. */
    private static final class Blank implements Pen {
        @Override
        public void fill(Ink ink, double opacity, double x, double y, double width, double height) {}

        @Override
        public void line(Ink ink, double width, Stroke stroke, double[] xs, double[] ys, int count) {}

        @Override
        public void shape(Ink ink, double[] xs, double[] ys) {}

        @Override
        public void box(Ink edge, double x, double y, double width, double height) {}

        @Override
        public void text(Ink ink, boolean bold, Anchor anchor, double x, double y, String words) {}

        @Override
        public double width(String words, boolean bold) {
            return words.length() * 6.0;
        }
    }
}
