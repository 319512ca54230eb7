package dev.parley;

import dev.parley.cli.DesktopStarter;
import dev.parley.cli.ParleyCommand;
import dev.parley.cli.Pictures;
import dev.parley.cli.Program;
import dev.parley.session.ConnectionProfile;
import dev.parley.session.ControllerState;
import dev.parley.session.Session;
import dev.parley.session.Snapshot;
import dev.parley.ui.Desktop;
import dev.parley.ui.PanelPictures;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The one entry point: the desktop when called without a command, the command line otherwise. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        if (Program.isVersionAsked(args)) {
            System.out.println(Program.nameAndVersion());
            return;
        }
        int code = run(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                args);
        // The toolkit and the built-in broker have threads that would keep the program alive.
        System.exit(code);
    }

    /** Runs one command line to its end; returns the exit code. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        return ParleyCommand.run(new Screen(hasDisplay()), new Drawn(), out, err, args);
    }

    /** The desktop on the display of this machine. */
    private record Screen(boolean canOpen) implements DesktopStarter {
        @Override
        public void open(Optional<Path> session) throws IOException, InterruptedException {
            Desktop.start(session);
        }
    }

    /** What the desktop draws, without a display. */
    private record Drawn() implements Pictures {
        @Override
        public List<Path> write(
                Session session, Snapshot snapshot, ControllerState state, ConnectionProfile profile, Path folder)
                throws IOException {
            renderWithoutDisplay();
            return PanelPictures.write(session, snapshot, state, profile, folder, PanelPictures.Look.usual());
        }
    }

    private static boolean hasDisplay() {
        boolean linux = System.getProperty("os.name", "").startsWith("Linux");
        return !linux || isSet("DISPLAY") || isSet("WAYLAND_DISPLAY");
    }

    /**
     * Switches JavaFX to its off-screen platform: only the desktop needs a display, the pictures of {@code demo} do not. It has
     * to happen before the first use of JavaFX, and here rather than in the launchers, so that every way to start Parley has it.
     */
    private static void renderWithoutDisplay() {
        System.setProperty("glass.platform", "Headless");
        System.setProperty("prism.order", "sw");
        System.setProperty("java.awt.headless", "true");
    }

    private static boolean isSet(String environmentVariable) {
        String value = System.getenv(environmentVariable);
        return value != null && !value.isEmpty();
    }
}
