package dev.parley.cli;

import java.io.IOException;

/** Opens the desktop's window. */
public interface DesktopStarter {
    /** True if there is a display to open it on. */
    boolean canOpen();

    /**
     * Opens it and returns when it is closed.
     *
     * @throws IOException if it cannot be opened; the message is a sentence for the operator
     */
    void open() throws IOException, InterruptedException;
}
