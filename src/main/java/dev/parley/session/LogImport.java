package dev.parley.session;

import dev.parley.importer.Imported;
import dev.parley.importer.Importer;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import dev.parley.journal.SessionFileException;
import dev.parley.journal.SessionHeader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Makes journals of other programs' logs. */
public final class LogImport {
    private static final String PROGRAM = "parley import";

    private LogImport() {}

    /**
     * True if {@code file} is named as a session file is or begins as one does, or cannot be read: then whoever opens it as one tells
     * what is wrong.
     */
    static boolean isSession(Path file) {
        if (file.toString().toLowerCase(Locale.ROOT).endsWith(".parley")) {
            return true;
        }
        try (InputStream in = Files.newInputStream(file)) {
            int first = in.read();
            return first < 0 || first == '{';
        } catch (IOException e) {
            return true;
        }
    }

    /** The log in {@code file} as a journal in memory. */
    static Journal journal(Path file) throws SessionFileException {
        return journal(file, header -> Journal.inMemory(header, () -> 0L));
    }

    /**
     * The log in {@code file} as a new session file at {@code target}.
     *
     * @return what was made of it, in sentences
     * @throws SessionFileException if the log cannot be read or has no traffic, or the target is there or cannot be written
     */
    public static List<String> toFile(Path file, Path target) throws SessionFileException {
        try (Journal journal = journal(file, header -> Journal.create(target, header, () -> 0L))) {
            return report(journal);
        }
    }

    /** True for the header of a session that is another program's log. */
    static boolean made(SessionHeader header) {
        return header.program().equals(PROGRAM);
    }

    /** What was made of an imported log, in sentences; nothing for a session that was recorded. */
    public static List<String> report(Journal journal) {
        return made(journal.header()) && journal.events() > 0 && journal.event(1) instanceof Event.Note note
                ? note.text().lines().toList()
                : List.of();
    }

    private static Journal journal(Path file, JournalKeeper keeper) throws SessionFileException {
        Imported log;
        Instant started;
        try {
            log = Importer.read(Files.readAllBytes(file));
            started = Files.getLastModifiedTime(file).toInstant();
        } catch (NoSuchFileException e) {
            throw new SessionFileException("there is no file " + file, e);
        } catch (IOException e) {
            throw new SessionFileException("cannot read " + file + ": " + e.getMessage(), e);
        }
        if (log.items().stream().noneMatch(Imported.Traffic.class::isInstance)) {
            throw new SessionFileException(
                    file + " is not a session file, and no AT traffic, TLS records or hex were found in"
                            + " it; known are the logs of " + String.join(", ", Importer.formats()));
        }
        Journal journal = keeper.begin(SessionHeader.of(PROGRAM, "log " + file.getFileName(), started));
        journal.importedNote(String.join("\n", sentences(log)), 0);
        for (Imported.Item item : log.items()) {
            switch (item) {
                case Imported.Traffic traffic ->
                    journal.imported(
                            traffic.direction(),
                            traffic.bytes(),
                            traffic.direction() == dev.parley.journal.Direction.TX
                                    ? Event.Origin.HOST
                                    : Event.Origin.MODEM,
                            traffic.nanos());
                case Imported.Note note -> journal.importedNote(note.text(), note.nanos());
            }
        }
        return journal;
    }

    private static List<String> sentences(Imported log) {
        Imported.Report report = log.report();
        List<String> sentences = new ArrayList<>();
        sentences.add("Imported as " + log.format() + ": " + report.lines() + " lines, " + report.recognised()
                + " pieces of traffic, " + report.notes() + " lines kept as notes.");
        if (!report.timed()) {
            sentences.add("The log has no times: only the order is known, and a line counts as a millisecond.");
        }
        sentences.addAll(report.ambiguous());
        if (!report.lost().isEmpty()) {
            sentences.add("Not in the log: " + String.join("; ", report.lost()) + ".");
        }
        return sentences;
    }
}
