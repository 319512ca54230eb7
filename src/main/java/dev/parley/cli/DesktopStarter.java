package dev.parley.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Opens the desktop's window. */
public interface DesktopStarter {
    /** True if there is a display to open it on. */
    boolean canOpen();

    /**
     * Opens it and returns when it is closed.
     *
     * @param session the file of a recorded session to begin with, or nothing
     * @throws IOException if it cannot be opened; the message is a sentence for the operator
     */
    void open(Optional<Path> session) throws IOException, InterruptedException;
}
