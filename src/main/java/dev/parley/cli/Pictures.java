package dev.parley.cli;

import dev.parley.session.ConnectionProfile;
import dev.parley.session.ControllerState;
import dev.parley.session.Session;
import dev.parley.session.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Draws the panels of a session into files; the desktop does it. */
@FunctionalInterface
public interface Pictures {
    /**
     * Writes a PNG of the window and of each panel.
     *
     * @param snapshot what of {@code session} is to be shown
     * @param state how the controller stood at the end
     * @return the files written
     * @throws IOException if one cannot be written, or nothing can be drawn here
     */
    List<Path> write(Session session, Snapshot snapshot, ControllerState state, ConnectionProfile profile, Path folder)
            throws IOException;
}
