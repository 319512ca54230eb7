package dev.parley.session;

import dev.parley.importer.Imported;
import dev.parley.importer.Importer;
import dev.parley.journal.Direction;
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

    /** A log is read whole, and what is made of it is larger still. */
    private static final long MOST_BYTES = 1_000_000_000;

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

    /**
     * True if {@code file} is a record of what crossed a link, or cannot be read; false for commands alone, which are a list to send,
     * and where nothing is found in it.
     */
    public static boolean isLog(Path file) {
        try {
            List<Imported.Traffic> traffic = read(file).items().stream()
                    .filter(Imported.Traffic.class::isInstance)
                    .map(Imported.Traffic.class::cast)
                    .toList();
            return !traffic.stream().allMatch(LogImport::isCommand);
        } catch (SessionFileException e) {
            return true;
        }
    }

    private static boolean isCommand(Imported.Traffic traffic) {
        return traffic.direction() == Direction.TX
                && traffic.bytes().latin1().stripLeading().regionMatches(true, 0, "AT", 0, 2);
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

    private static Imported read(Path file) throws SessionFileException {
        try {
            long size = Files.size(file);
            if (size > MOST_BYTES) {
                throw new SessionFileException(String.format(
                        Locale.ROOT,
                        "%s has %.1f GB, and a log is read whole, up to %d GB; cut it at a line and open the part"
                                + " that matters",
                        file,
                        size / 1e9,
                        MOST_BYTES / 1_000_000_000));
            }
            return Importer.read(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new SessionFileException("there is no file " + file, e);
        } catch (IOException e) {
            throw new SessionFileException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static Journal journal(Path file, JournalKeeper keeper) throws SessionFileException {
        Imported log = read(file);
        if (log.items().stream().noneMatch(Imported.Traffic.class::isInstance)) {
            throw new SessionFileException(
                    file + " is not a session file, and no AT traffic, TLS records or hex were found in"
                            + " it; known are the logs of " + String.join(", ", Importer.formats()));
        }
        Instant started;
        try {
            started = Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            throw new SessionFileException("cannot read when " + file + " was written: " + e.getMessage(), e);
        }
        Journal journal = keeper.begin(SessionHeader.of(PROGRAM, "log " + file.getFileName(), started));
        journal.importedNote(String.join("\n", sentences(log)), 0);
        for (Imported.Item item : log.items()) {
            switch (item) {
                case Imported.Traffic traffic ->
                    journal.imported(
                            traffic.direction(),
                            traffic.bytes(),
                            traffic.direction() == Direction.TX ? Event.Origin.HOST : Event.Origin.MODEM,
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
