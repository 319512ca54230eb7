package dev.parley.journal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes a session file to any stream, event by event. One owner, one thread; the stream stays the caller's. */
public final class SessionWriter {
    private final OutputStream out;
    private final boolean keepSecrets;

    /**
     * A writer that has written the header.
     *
     * @param header where it does not say that the file holds secrets, none is written
     */
    public SessionWriter(OutputStream out, SessionHeader header) throws IOException {
        this.out = out;
        this.keepSecrets = header.holdsSecrets();
        line(SessionLine.header(header));
    }

    /** Writes an event; its number and time are its own. */
    public void add(Event event) throws IOException {
        line(SessionLine.event(event, keepSecrets));
    }

    private void line(String text) throws IOException {
        out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
