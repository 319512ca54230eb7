package dev.parley.ui;

import dev.parley.journal.Journal;
import dev.parley.journal.SessionHeader;
import dev.parley.link.LinkAddress;
import dev.parley.session.ConnectionProfile;
import dev.parley.session.DataFolder;
import dev.parley.session.LiveController;
import dev.parley.session.SessionController;
import dev.parley.session.Unfinished;
import dev.parley.sim.Bench;
import dev.parley.sim.BenchException;
import dev.parley.sim.BenchLinks;
import dev.parley.sim.RunningBenches;
import dev.parley.sim.Scenarios;
import dev.parley.socket.AccessMode;
import dev.parley.ui.layout.Layout;
import dev.parley.ui.layout.LayoutFile;
import dev.parley.ui.shared.FxThread;
import dev.parley.ui.shared.Source;
import dev.parley.ui.shared.Theme;
import dev.parley.ui.soak.SoakPanel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import javafx.animation.AnimationTimer;
import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Stage;

/** The desktop program: the window on a screen. */
public final class Desktop {
    private static final System.Logger LOG = System.getLogger(Desktop.class.getName());
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final double WIDTH = 1440;
    private static final double HEIGHT = 900;
    /** What a desktop puts around the content at most, in pixels: at both sides together, and above and below. */
    private static final double BORDERS = 24;

    private static final double TITLE_BAR = 64;
    private static final int LARGEST_CHUNK = 1460;
    private static final DateTimeFormatter FILE_NAME = DateTimeFormatter.ofPattern("yyyy-MM-dd_HH-mm-ss", Locale.ROOT);

    private Desktop() {}

    /**
     * Opens the window on the program's own controller, with the built-in bench as the profile to begin with. Sessions are kept
     * as files in the program's data folder while they happen.
     *
     * @param recorded the file of a recorded session to begin with, or nothing
     * @throws IOException if the window cannot be opened or the data folder cannot be written; the message is a sentence for the
     *     operator
     */
    public static void start(Optional<Path> recorded) throws IOException, InterruptedException {
        try {
            open(recorded);
        } catch (UnsupportedOperationException e) {
            throw new IOException(
                    "the window cannot be opened (" + e.getMessage()
                            + "); check DISPLAY and that GTK 3 is installed, or use a command: parley --help",
                    e);
        } catch (TimeoutException e) {
            throw new IOException(
                    "the window was not up within " + START_LIMIT.toSeconds()
                            + " s: the display does not answer, or the machine is too busy; try again",
                    e);
        } catch (ExecutionException | BenchException e) {
            throw new IOException("the window cannot be opened: " + e.getMessage(), e);
        }
    }

    private static void open(Optional<Path> recorded)
            throws IOException, BenchException, TimeoutException, ExecutionException, InterruptedException {
        DataFolder data = DataFolder.usual();
        BenchLinks bench = new BenchLinks(data.folder("bench"), 1);
        Path sessions = data.folder("sessions");
        String program =
                "parley " + ResourceBundle.getBundle("dev.parley.version").getString("version");
        try (SessionController controller = LiveController.standard(
                bench, header -> Journal.create(free(sessions, header), header, System::nanoTime), program)) {
            SoakPanel.Bench soaks = (number, keeper) ->
                    LiveController.standard(new BenchLinks(bench.pkiDirectory(), 1L + number), keeper, program);
            run(controller, benchProfile(bench.files()), bench.running(), soaks, data, recorded);
        }
    }

    /** A file name that tells when the session began and is not taken yet. */
    private static Path free(Path folder, SessionHeader header) {
        String name = FILE_NAME.format(header.started().atZone(ZoneId.systemDefault()));
        Path file = folder.resolve(name + ".parley");
        for (int n = 2; Files.exists(file); n++) {
            file = folder.resolve(name + "-" + n + ".parley");
        }
        return file;
    }

    private static ConnectionProfile benchProfile(BenchLinks.Files files) {
        return new ConnectionProfile(
                "built-in bench",
                new LinkAddress("sim", "", Map.of()),
                "parley.test",
                Bench.HOST,
                Bench.PORT,
                AccessMode.BUFFER,
                LARGEST_CHUNK,
                Optional.of(new ConnectionProfile.Tls(
                        Optional.of(files.ca()),
                        Optional.of(files.certificate()),
                        Optional.of(files.key()),
                        "",
                        List.of(),
                        false,
                        Duration.ofSeconds(30))),
                Optional.of(new ConnectionProfile.Mqtt("parley-desktop", Duration.ofSeconds(60), true)),
                Duration.ofSeconds(180));
    }

    /**
     * Opens the window and returns when the operator has closed it. The controller stays open.
     *
     * @param profile what the connection sidebar starts with
     * @param benches what faults by hand strike
     * @param soaks makes the controllers of a soak's runs
     * @param data where sessions, soaks, snippets, commands and the layout are kept
     * @param recorded the file of a recorded session to begin with, or nothing
     * @throws TimeoutException if the display did not answer in time
     * @throws ExecutionException if the window could not be made
     */
    private static void run(
            SessionController controller,
            ConnectionProfile profile,
            RunningBenches benches,
            SoakPanel.Bench soaks,
            DataFolder data,
            Optional<Path> recorded)
            throws IOException, TimeoutException, ExecutionException, InterruptedException {
        Path sessions = data.folder("sessions");
        Path snippets = data.folder("snippets");
        LayoutFile layout = new LayoutFile(data.path().resolve("layout.properties"));
        FxThread.startToolkit(START_LIMIT);
        CountDownLatch closed = new CountDownLatch(1);
        try (ExecutorService background = Executors.newVirtualThreadPerTaskExecutor()) {
            FxThread.call(
                    () -> {
                        Stage stage = new Stage();
                        Rectangle2D screen = Screen.getPrimary().getVisualBounds();
                        ParleyWindow window = new ParleyWindow(
                                controller, profile, Scenarios.names(), Source.of(controller), background);
                        window.faultsStrike(benches);
                        window.sessionsKeptIn(sessions);
                        window.snippetsKeptIn(snippets);
                        window.profilesKeptIn(data.path().resolve("profiles.json"));
                        window.soaksKeptIn(sessions.resolveSibling("soaks"), soaks);
                        window.commandsKeptIn(sessions.resolveSibling("commands.txt"));
                        Optional<Layout> left = left(layout, window);
                        double width = size(left.map(Layout::width), WIDTH);
                        double height = size(left.map(Layout::height), HEIGHT);
                        fit(stage, width, height, screen);
                        window.open(
                                stage,
                                Math.min(width, screen.getWidth()),
                                Math.min(height, screen.getHeight()),
                                left.flatMap(Layout::theme).orElse(Theme.LIGHT));
                        left.ifPresent(window::take);
                        window.keepLayout(it -> background.execute(() -> keep(layout, it)));
                        recorded.ifPresentOrElse(window::openSession, window::welcome);
                        tellWhenUp();
                        background.execute(
                                () -> Unfinished.newest(sessions, data.path().resolve("offered.txt"))
                                        .ifPresent(window::offerUnfinished));
                        stage.showingProperty().addListener((observable, before, showing) -> {
                            if (!showing) {
                                closed.countDown();
                            }
                        });
                        return stage;
                    },
                    START_LIMIT);
            closed.await();
        } finally {
            FxThread.stopToolkit();
        }
    }

    /** Into the log, once the window was drawn and its thread is free again: how long the operator has waited. */
    private static void tellWhenUp() {
        new AnimationTimer() {
            private int pulses;

            @Override
            public void handle(long now) {
                if (++pulses == 2) {
                    stop();
                    ProcessHandle.current()
                            .info()
                            .startInstant()
                            .ifPresent(began -> LOG.log(
                                    System.Logger.Level.INFO,
                                    "the window is up "
                                            + Duration.between(began, Instant.now())
                                                    .toMillis()
                                            + " ms after Java began"));
                }
            }
        }.start();
    }

    /** Content that, with a title bar and borders, may not fit makes a window of the screen's size, borders and all. */
    private static void fit(Stage stage, double width, double height, Rectangle2D screen) {
        if (width + BORDERS > screen.getWidth()) {
            stage.setX(screen.getMinX());
            stage.setWidth(screen.getWidth());
        }
        if (height + TITLE_BAR > screen.getHeight()) {
            stage.setY(screen.getMinY());
            stage.setHeight(screen.getHeight());
        }
    }

    /** How the window was left the last time; a file that cannot be read is told of in the window. */
    private static Optional<Layout> left(LayoutFile file, ParleyWindow window) {
        try {
            return file.read();
        } catch (IOException e) {
            window.tell("How the window was left cannot be read from " + file.path() + ": " + e.getMessage()
                    + "; it has its usual layout.");
            return Optional.empty();
        }
    }

    private static double size(Optional<Double> kept, double usual) {
        return kept.filter(size -> size > 0).orElse(usual);
    }

    private static void keep(LayoutFile file, Layout layout) {
        try {
            file.write(layout);
        } catch (IOException e) {
            // The window is gone: there is nobody left to tell but whoever looks into the log.
            LOG.log(System.Logger.Level.WARNING, "The window's layout cannot be kept in " + file.path(), e);
        }
    }
}
