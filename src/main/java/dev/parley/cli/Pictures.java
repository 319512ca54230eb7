package dev.parley.cli;

import dev.parley.session.ConnectionProfile;
import dev.parley.session.ControllerState;
import dev.parley.session.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Draws the panels of a session into files; the desktop does it. */
@FunctionalInterface
public interface Pictures {
    /**
     * Writes a PNG of the window and of each panel.
     *
     * @param state how the controller stood at the end
     * @return the files written
     * @throws IOException if one cannot be written, or nothing can be drawn here
     */
    List<Path> write(Session session, ControllerState state, ConnectionProfile profile, Path folder) throws IOException;
}
