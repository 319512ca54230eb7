package dev.parley.ui;

import dev.parley.session.ConnectionProfile;
import dev.parley.session.SessionController;
import dev.parley.ui.shared.FxThread;
import dev.parley.ui.shared.Source;
import dev.parley.ui.shared.Theme;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Stage;

/** The desktop program: the window on a screen. */
public final class Desktop {
    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final double WIDTH = 1440;
    private static final double HEIGHT = 900;

    private Desktop() {}

    /**
     * Opens the window and returns when the operator has closed it. The controller stays open.
     *
     * @param profile what the connection sidebar starts with
     * @param scenarios the built-in bench's scenarios that can be practised, by name
     * @throws TimeoutException if the display did not answer in time
     * @throws ExecutionException if the window could not be made
     */
    public static void run(SessionController controller, ConnectionProfile profile, List<String> scenarios)
            throws TimeoutException, ExecutionException, InterruptedException {
        FxThread.startToolkit(START_LIMIT);
        CountDownLatch closed = new CountDownLatch(1);
        try (ExecutorService background = Executors.newVirtualThreadPerTaskExecutor()) {
            FxThread.call(
                    () -> {
                        Stage stage = new Stage();
                        Rectangle2D screen = Screen.getPrimary().getVisualBounds();
                        new ParleyWindow(controller, profile, scenarios, Source.of(controller), background)
                                .open(
                                        stage,
                                        Math.min(WIDTH, screen.getWidth()),
                                        Math.min(HEIGHT, screen.getHeight()),
                                        Theme.LIGHT);
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
}
