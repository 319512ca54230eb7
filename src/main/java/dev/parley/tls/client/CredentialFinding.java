package dev.parley.tls.client;

import dev.parley.tls.Severity;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One thing found in the files and the endpoint before a byte is sent. It never quotes a file: it may be a key.
 *
 * @param sentence what, and why it matters
 * @param fix what to do, in words; empty where nothing need be done
 * @param file the file it is in; nothing for the endpoint
 * @param line in the file, from 1, where one line shows it
 */
public record CredentialFinding(Severity severity, String sentence, String fix, Optional<Path> file, OptionalInt line) {
    /** As a line of text, with the place if there is one. */
    public String text() {
        String place = file.map(Path::toString).orElse("");
        if (line.isPresent()) {
            place += " line " + line.getAsInt();
        }
        return severity.word() + "  " + (place.isEmpty() ? "" : place + ": ") + sentence
                + (fix.isEmpty() ? "" : " " + fix);
    }
}
