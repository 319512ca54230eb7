package dev.parley.ui;

import dev.parley.at.Exchanges;
import dev.parley.at.ResultCode;
import dev.parley.bench.Figure;
import dev.parley.doctor.Doctor;
import dev.parley.journal.Journal;
import dev.parley.journal.SessionHeader;
import dev.parley.link.LinkAddress;
import dev.parley.session.ConnectionProfile;
import dev.parley.session.ControllerState;
import dev.parley.session.Session;
import dev.parley.socket.AccessMode;
import dev.parley.ui.shared.FxThread;
import dev.parley.ui.shared.Source;
import dev.parley.ui.shared.Theme;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import javafx.animation.AnimationTimer;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.stage.Stage;

/**
 * Measures the desktop on a session of a million console rows: how long it takes to open, what it takes of the heap, how long a
 * filter is in coming, and how evenly the window is drawn while it scrolls and 20,000 rows a second arrive.
 *
 * <p>Prints figures; it judges nothing. The session is written to a temporary file and removed.
 */
public final class MillionRows {
    private static final int ROWS = Integer.getInteger("rows", 1_000_000);
    private static final int ROWS_A_SECOND = 20_000;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final SessionHeader HEADER =
            SessionHeader.of("parley bench", "bench:", Instant.parse("2026-11-26T10:00:00Z"));

    private MillionRows() {}

    public static void main(String[] arguments) throws Exception {
        Path file = Files.createTempDirectory("parley-bench").resolve("million.parley");
        try (ExecutorService background = Executors.newVirtualThreadPerTaskExecutor()) {
            AtomicLong clock = new AtomicLong();
            long began = System.nanoTime();
            try (Journal journal = Journal.create(file, HEADER, clock::get)) {
                new BusyTraffic(journal, clock).rows(ROWS);
            }
            print("written", seconds(began) + " s, " + (Files.size(file) >> 20) + " MB on disk");
            opened(file);
            live(file, background);
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(file.resolveSibling("live.parley"));
            Files.deleteIfExists(file.getParent());
            FxThread.stopToolkit();
        }
    }

    private static void opened(Path file) throws Exception {
        long began = System.nanoTime();
        Session session = Session.open(file);
        print(
                "opened",
                seconds(began) + " s, " + session.snapshot().view().exchanges().size() + " rows");
        print("heap, session open", heap());
        Exchanges rows = Exchanges.of(session.snapshot().view().exchanges());
        began = System.nanoTime();
        Doctor.standard().examine(session.snapshot().view());
        print("doctor", seconds(began) + " s");
        began = System.nanoTime();
        long failed = rows.ended(ResultCode.ERROR).count();
        print("look-up of " + failed + " failed commands", seconds(began) + " s");
        session.close();
    }

    private static void live(Path file, ExecutorService background) throws Exception {
        FxThread.startToolkit(LIMIT);
        AtomicLong clock = new AtomicLong();
        try (Journal journal = Journal.create(file.resolveSibling("live.parley"), HEADER, clock::get);
                Session session = Session.live(journal)) {
            BusyTraffic traffic = new BusyTraffic(journal, clock);
            traffic.rows(ROWS);
            session.settled();
            Spectator spectator = new Spectator(session, ControllerState.idle());
            Stage stage = FxThread.call(
                    () -> {
                        ParleyWindow window =
                                new ParleyWindow(spectator, profile(), List.of(), Source.of(spectator), background);
                        Stage shown = new Stage();
                        window.open(shown, 990, 990, Theme.LIGHT);
                        return shown;
                    },
                    LIMIT);
            Thread.sleep(1000);
            print("heap, window on it", heap());
            if (!Boolean.getBoolean("pulsesOnly")) {
                filters(stage);
            }
            AtomicBoolean stop = new AtomicBoolean();
            Thread feeder = Thread.ofPlatform().daemon().start(() -> traffic.stream(ROWS_A_SECOND, stop));
            pulses("pulse, following", stage, Duration.ofSeconds(8), false);
            pulses("pulse, scrolling", stage, Duration.ofSeconds(8), true);
            stop.set(true);
            feeder.join();
            session.settled();
            print(
                    "rows at the end",
                    Integer.toString(session.snapshot().view().exchanges().size()));
            String heap = heap();
            print("heap at the end", heap);
            Figure.cost(
                            "heap at the end",
                            Double.parseDouble(heap.substring(0, heap.indexOf(' '))),
                            "MB",
                            "what is asked",
                            512)
                    .tell();
            FxThread.call(
                    () -> {
                        stage.hide();
                        return true;
                    },
                    LIMIT);
        }
    }

    private static ConnectionProfile profile() {
        return new ConnectionProfile(
                "bench",
                new LinkAddress("sim", "", Map.of()),
                "iot.example",
                "broker.example",
                8883,
                AccessMode.BUFFER,
                1460,
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(60));
    }

    private static void filters(Stage stage) throws Exception {
        for (String words : List.of("QIRD", "layer:socket", "taken by the modem", "/CSQ: 2[0-9]/", "the needle")) {
            ListView<?> list = (ListView<?>) stage.getScene().lookup("#console-rows");
            Label summary = (Label) stage.getScene().lookup("#console").lookup(".panel-summary");
            TextField field = (TextField) stage.getScene().lookup("#console-filter");
            long began = System.nanoTime();
            fx(() -> field.setText(words));
            double first = until(() -> !list.getItems().isEmpty(), began);
            String[] last = {""};
            long[] since = {System.nanoTime()};
            until(
                    () -> {
                        String told = summary.getText();
                        if (!told.equals(last[0])) {
                            last[0] = told;
                            since[0] = System.nanoTime();
                        }
                        return System.nanoTime() - since[0] > 1_500_000_000L;
                    },
                    began);
            Figure.cost("first rows of filter " + words, first, "ms", "what is asked", 200)
                    .tell();
            print(
                    "filter " + words,
                    String.format(
                            Locale.ROOT,
                            "first results after %.0f ms; %s after %.1f s",
                            first,
                            last[0],
                            (since[0] - began) / 1e9));
            fx(field::clear);
        }
    }

    private static double until(BooleanSupplier condition, long began) throws Exception {
        while (System.nanoTime() - began < LIMIT.toNanos()) {
            if (FxThread.call(condition::getAsBoolean, LIMIT)) {
                break;
            }
            Thread.sleep(2);
        }
        return (System.nanoTime() - began) / 1e6;
    }

    private static void fx(Runnable deed) throws Exception {
        FxThread.call(
                () -> {
                    deed.run();
                    return true;
                },
                LIMIT);
    }

    /** How long it takes from one picture to the next, with all that is done on the JavaFX thread and with the drawing. */
    private static void pulses(String name, Stage stage, Duration length, boolean scroll) throws Exception {
        double[] gaps = new double[100_000];
        double[] works = new double[gaps.length];
        int[] count = {0};
        AnimationTimer timer = FxThread.call(
                () -> {
                    javafx.scene.control.ScrollBar position =
                            (javafx.scene.control.ScrollBar) stage.getScene().lookup("#console-position");
                    if (scroll) {
                        ((javafx.scene.control.ToggleButton) stage.getScene().lookup("#console-follow"))
                                .setSelected(false);
                    }
                    AnimationTimer made = new AnimationTimer() {
                        private long before;
                        private long worked;
                        private double at = ROWS / 2.0;

                        @Override
                        public void handle(long now) {
                            long actual = System.nanoTime();
                            if (before > 0 && count[0] < gaps.length) {
                                gaps[count[0]] = (actual - before) / 1e6;
                                works[count[0]++] = (cpu() - worked) / 1e6;
                            }
                            before = actual;
                            worked = cpu();
                            if (scroll) {
                                at += 7;
                                position.setValue(at);
                            }
                        }
                    };
                    made.start();
                    return made;
                },
                LIMIT);
        Thread.sleep(length.toMillis());
        fx(timer::stop);
        double[] pictures = Arrays.copyOf(gaps, count[0]);
        print(name, percentiles(pictures));
        Figure.cost(name + ", p95", pictures[pictures.length * 95 / 100], "ms", "what is asked", 33)
                .tell();
        print("  of that, JavaFX thread's CPU", percentiles(Arrays.copyOf(works, count[0])));
    }

    /** What the JavaFX thread itself has worked: what a busy machine cannot blur. */
    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static String percentiles(double[] figures) {
        Arrays.sort(figures);
        int size = figures.length;
        return String.format(
                Locale.ROOT,
                "p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, most %.1f ms (%d pulses)",
                figures[size / 2],
                figures[size * 95 / 100],
                figures[size * 99 / 100],
                figures[size - 1],
                size);
    }

    private static String heap() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(100);
        }
        Runtime runtime = Runtime.getRuntime();
        return ((runtime.totalMemory() - runtime.freeMemory()) >> 20) + " MB of " + (runtime.maxMemory() >> 20);
    }

    private static String seconds(long began) {
        return String.format(Locale.ROOT, "%.2f", (System.nanoTime() - began) / 1e9);
    }

    private static void print(String what, String figure) {
        System.out.printf("%-32s %s%n", what, figure);
    }
}
