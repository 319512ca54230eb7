package dev.parley.ui;

import dev.parley.journal.SessionFileException;
import dev.parley.session.ControllerState.Level;
import dev.parley.ui.shared.Shown;
import dev.parley.ui.shared.Source;
import java.nio.file.Path;

/** What the window shows of sessions that were played to a certain point. */
public final class PlayedSession {
    private PlayedSession() {}

    public static Shown empty() {
        return shown(new FakeController());
    }

    /** All the way up, then a subscription and a message that comes back. */
    public static Shown healthy() {
        FakeController controller = new FakeController();
        var _ = controller.connect(Profiles.bench("sim:"), Level.RUN);
        var _ = controller.subscribe("parley/#", 1);
        var _ = controller.publish("parley/hello", dev.parley.journal.Bytes.utf8("hello"), 1, false);
        return shown(controller);
    }

    /** The field report's case. */
    public static Shown refused() {
        return connected("sim:field-report", Level.RUN);
    }

    public static Shown connected(String link, Level level) {
        FakeController controller = new FakeController();
        var _ = controller.connect(Profiles.bench(link), level);
        return shown(controller);
    }

    /** Parked after {@code steps} steps from message to message, since {@code milliseconds}. */
    public static Shown parked(int steps, double milliseconds) {
        FakeController controller = new FakeController();
        var _ = controller.connect(Profiles.bench("sim:"), Level.MESSAGE);
        for (int i = 0; i < steps; i++) {
            controller.step();
        }
        controller.pass(milliseconds);
        return shown(controller);
    }

    /** Writes a session with that link, played to its end, to a file. */
    public static void write(String link, Path file) throws SessionFileException {
        FakeController controller = new FakeController();
        var _ = controller.connect(Profiles.bench(link), Level.RUN);
        Path _ = controller.writeSession(file);
    }

    private static Shown shown(FakeController controller) {
        Source source = controller.source();
        return new Shown(source.snapshot(), source.state(), source.now(), true);
    }
}
