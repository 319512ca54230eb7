package dev.parley.journal;

import java.nio.file.Path;

/** A program of its own that asks whether a session file is being written. */
public final class MarkAsker {
    private MarkAsker() {}

    public static void main(String[] arguments) {
        System.out.println(Journal.isBeingWritten(Path.of(arguments[0])));
    }

    /** What another process is told about {@code file}. */
    static boolean ask(Path file) throws Exception {
        Process asker = KilledWriter.java(MarkAsker.class, file).start();
        return new String(asker.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII)
                .strip()
                .equals("true");
    }
}
