package dev.parley.journal;

import java.time.Instant;

/**
 * The first line of a session file.
 *
 * @param format version of the file format; this program reads and writes {@link #FORMAT}
 * @param program name and version of the program that recorded it
 * @param link the link's address as the operator gave it, for example {@code serial:/dev/ttyUSB2?baud=115200}
 * @param profile name of the connection profile, or empty
 * @param started wall clock at nanosecond 0 of the session
 * @param holdsSecrets true where the operator asked for the key log, so that {@link Event.Secret} events keep their secrets
 */
public record SessionHeader(
        int format, String program, String link, String profile, Instant started, boolean holdsSecrets) {
    /** The format this program writes. */
    public static final int FORMAT = 1;

    public static SessionHeader of(String program, String link, Instant started) {
        return new SessionHeader(FORMAT, program, link, "", started, false);
    }

    public SessionHeader withProfile(String name) {
        return new SessionHeader(format, program, link, name, started, holdsSecrets);
    }

    public SessionHeader holdingSecrets(boolean yes) {
        return new SessionHeader(format, program, link, profile, started, yes);
    }
}
