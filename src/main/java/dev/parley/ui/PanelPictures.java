package dev.parley.ui;

import dev.parley.session.ConnectionProfile;
import dev.parley.session.ControllerState;
import dev.parley.session.Session;
import dev.parley.session.SessionController;
import dev.parley.session.Snapshot;
import dev.parley.sim.Scenarios;
import dev.parley.tls.HandshakeStep;
import dev.parley.ui.shared.FxThread;
import dev.parley.ui.shared.PanelFrame;
import dev.parley.ui.shared.Png;
import dev.parley.ui.shared.Selector;
import dev.parley.ui.shared.Shown;
import dev.parley.ui.shared.Source;
import dev.parley.ui.shared.Theme;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;

/** Pictures of the window and of each panel as PNG files, made without a window and without a display. */
public final class PanelPictures {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration DRAW_LIMIT = Duration.ofSeconds(90);

    private PanelPictures() {}

    /**
     * How the pictures are to look.
     *
     * @param width of the whole window in pixels
     * @param height of the whole window in pixels
     * @param findings true to open the drawer with the doctor's findings in the picture of the window
     */
    public record Look(int width, int height, Theme theme, boolean findings) {
        /** The usual look: light, 1440 x 900. */
        public static Look usual() {
            return new Look(1440, 900, Theme.LIGHT, false);
        }
    }

    /**
     * Draws a session that is over.
     *
     * @param snapshot what of {@code session} is to be shown
     * @param state how the controller stood at its end
     * @param directory where the pictures go; it must exist
     * @return the files: {@code window.png} first, then one a panel
     * @throws IOException if a file cannot be written, or JavaFX cannot draw; the message says which
     */
    public static List<Path> write(
            Session session,
            Snapshot snapshot,
            ControllerState state,
            ConnectionProfile profile,
            Path directory,
            Look look)
            throws IOException {
        return write(
                Source.still(snapshot, state, session.journal()::bytes),
                new Spectator(session, state),
                profile,
                directory,
                look);
    }

    /** As {@link #write(Session, Snapshot, ControllerState, ConnectionProfile, Path, Look)}, of any source. */
    static List<Path> write(
            Source source, SessionController controller, ConnectionProfile profile, Path directory, Look look)
            throws IOException {
        return write(source, controller, profile, directory, look, window -> {});
    }

    /** As above, of a window in which {@code pose} has done something first; it is called on the JavaFX thread. */
    static List<Path> write(
            Source source,
            SessionController controller,
            ConnectionProfile profile,
            Path directory,
            Look look,
            Consumer<ParleyWindow> pose)
            throws IOException {
        try {
            FxThread.startToolkit(START_LIMIT);
            Map<String, BufferedImage> pictures =
                    FxThread.call(() -> draw(source, controller, profile, look, pose), DRAW_LIMIT);
            return pictures.entrySet().parallelStream()
                    .map(picture -> save(picture.getValue(), directory.resolve(picture.getKey() + ".png")))
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (TimeoutException e) {
            throw new IOException(
                    "the pictures were not drawn within " + DRAW_LIMIT.toSeconds() + " s: the machine is too busy", e);
        } catch (ExecutionException e) {
            throw new IOException("the pictures cannot be drawn: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the pictures were drawn", e);
        }
    }

    private static Path save(BufferedImage picture, Path file) {
        try {
            Png.write(picture, file);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, BufferedImage> draw(
            Source source,
            SessionController controller,
            ConnectionProfile profile,
            Look look,
            Consumer<ParleyWindow> pose) {
        ParleyWindow window = new ParleyWindow(controller, profile, Scenarios.names(), source, Runnable::run);
        Scene scene = new Scene(window.root(), look.width(), look.height());
        window.dress(scene, look.theme());
        window.showFindings(look.findings());
        // The first pass makes the cells; what depends on their sizes is in place with the second, that of the picture.
        window.root().resize(look.width(), look.height());
        window.root().applyCss();
        window.root().layout();
        selectTelling(window, source);
        pose.accept(window);
        window.pull();
        window.root().applyCss();
        window.root().layout();
        WritableImage whole = scene.snapshot(null);
        Map<String, BufferedImage> pictures = new LinkedHashMap<>();
        pictures.put("window", Png.part(whole, 0, 0, look.width(), look.height()));
        if (!look.findings()) {
            for (String name : List.of("connection", "handshake", "console", "flow", "mqtt", "inspector")) {
                PanelFrame frame = window.arrangement().frames().get(name);
                if (frame != null) {
                    pictures.put(name, cut(whole, frame));
                }
            }
            pictures.put("doctor", cut(whole, window.doctorLine()));
        }
        return pictures;
    }

    /** Selects the message that tells most: the one the handshake died at, else the client's largest. */
    private static void selectTelling(ParleyWindow window, Source source) {
        Shown shown = new Shown(source.snapshot(), source.state(), source.now(), false);
        shown.conversation()
                .flatMap(conversation -> conversation.steps().stream()
                        .filter(step -> step.message().isPresent())
                        .filter(step -> step.status() == HandshakeStep.Status.FAILED
                                || step.state() == dev.parley.tls.HandshakeState.CLIENT_CERTIFICATE)
                        .findFirst()
                        .map(step -> conversation.messages().get(step.message().getAsInt())))
                .ifPresent(message -> new Selector(window.selection())
                        .select(shown.view(), shown.conversation().orElseThrow(), message));
    }

    private static BufferedImage cut(WritableImage whole, Node node) {
        Bounds bounds = node.localToScene(node.getBoundsInLocal());
        int x = (int) Math.max(0, Math.floor(bounds.getMinX()));
        int y = (int) Math.max(0, Math.floor(bounds.getMinY()));
        int width = (int) Math.min(whole.getWidth() - x, Math.ceil(bounds.getWidth()));
        int height = (int) Math.min(whole.getHeight() - y, Math.ceil(bounds.getHeight()));
        return Png.part(whole, x, y, Math.max(1, width), Math.max(1, height));
    }
}
