package dev.parley.session;

import dev.parley.importer.Imported;
import dev.parley.importer.Importer;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import dev.parley.journal.SessionFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleConsumer;

/**
 * Another program's log before it is a session: what was recognised in it, what had to be decided, what is missing, and the other ways
 * to read it. Immutable; any thread, but reading a log anew takes as long as the first time.
 */
public final class LogDraft {
    /** A log is read whole, and what is made of it is larger still. */
    private static final long MOST_BYTES = 1_000_000_000;

    private final String name;
    private final byte[] bytes;
    private final Instant written;
    private final List<String> candidates;
    private final Imported log;
    private final boolean swapped;

    private LogDraft(
            String name, byte[] bytes, Instant written, List<String> candidates, Imported log, boolean swapped) {
        this.name = name;
        this.bytes = bytes;
        this.written = written;
        this.candidates = candidates;
        this.log = log;
        this.swapped = swapped;
    }

    /** Who a line of the preview is of. */
    public enum Side {
        HOST,
        MODEM,
        /** A line that was no traffic, or a remark about what is missing. */
        NOTE
    }

    /**
     * One thing the session will hold.
     *
     * @param nanos since the log began
     * @param text bytes that are no text stand as hex digits
     */
    public record Line(long nanos, Side side, String text) {}

    /**
     * The log in {@code file}, read as what it most likely is.
     *
     * @throws SessionFileException if it cannot be read, or is too large
     */
    public static LogDraft of(Path file) throws SessionFileException {
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
            byte[] bytes = Files.readAllBytes(file);
            if (isCapture(bytes)) {
                throw new SessionFileException(file
                        + " is a packet capture (pcap or pcapng), and no log of a modem's link; open the session file"
                        + " (.parley) it was exported from, or the capture itself in Wireshark");
            }
            return of(
                    String.valueOf(file.getFileName()),
                    bytes,
                    Files.getLastModifiedTime(file).toInstant());
        } catch (NoSuchFileException e) {
            throw new SessionFileException("there is no file " + file, e);
        } catch (IOException e) {
            throw new SessionFileException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** The magic numbers of pcapng (its block type reads the same both ways) and of pcap, in micro- and nanoseconds, both ways. */
    private static boolean isCapture(byte[] bytes) {
        return bytes.length >= 4
                && switch (ByteBuffer.wrap(bytes).getInt()) {
                    case 0x0A0D0D0A, 0xA1B2C3D4, 0xD4C3B2A1, 0xA1B23C4D, 0x4D3CB2A1 -> true;
                    default -> false;
                };
    }

    /** A log that was pasted at {@code now}. */
    public static LogDraft ofText(String text, Instant now) {
        return of("pasted text", text.getBytes(StandardCharsets.UTF_8), now);
    }

    private static LogDraft of(String name, byte[] bytes, Instant written) {
        List<String> candidates = Importer.candidates(bytes);
        return new LogDraft(
                name, bytes, written, candidates, Importer.read(bytes, candidates.getFirst(), false), false);
    }

    /** The same log read as another format, one of {@link #formats}, or with the other side for the host. */
    public LogDraft as(String format, boolean otherSide) {
        return new LogDraft(name, bytes, written, candidates, Importer.read(bytes, format, otherSide), otherSide);
    }

    /** What the log is called: its file's name without the folder. */
    public String name() {
        return name;
    }

    /** The formats it fits, the likeliest first, then all others. */
    public List<String> formats() {
        List<String> all = new ArrayList<>(candidates);
        Importer.formats().stream().filter(it -> !candidates.contains(it)).forEach(all::add);
        return all;
    }

    /** How many formats it fits at all. */
    public int fitting() {
        return candidates.size();
    }

    /** What it is read as. */
    public String format() {
        return log.format();
    }

    /** True where the side that speaks as the host was put in the place of the modem. */
    public boolean isSwapped() {
        return swapped;
    }

    /** True where the log tells two sides apart without saying which is the host. */
    public boolean isSided() {
        return log.report().sided();
    }

    /** True if anything crossed the link: without, there is no session to open. */
    public boolean hasTraffic() {
        return log.hasTraffic();
    }

    /** True where nothing but commands stands in it, or nothing at all: that is a list to send, not a record. */
    boolean isCommandsAlone() {
        return log.items().stream().noneMatch(item -> item instanceof Imported.Traffic traffic && !isCommand(traffic));
    }

    private static boolean isCommand(Imported.Traffic traffic) {
        return traffic.direction() == Direction.TX
                && traffic.bytes().latin1().stripLeading().regionMatches(true, 0, "AT", 0, 2);
    }

    /** What was recognised, in one sentence. */
    public String recognised() {
        Imported.Report report = log.report();
        return "Imported as " + log.format() + ": " + report.lines() + " lines, " + report.recognised()
                + " pieces of traffic, " + report.notes() + " lines kept as notes.";
    }

    /** What was decided without the log saying so, in sentences. */
    public List<String> decided() {
        List<String> sentences = new ArrayList<>();
        if (!log.report().timed()) {
            sentences.add("The log has no times: only the order is known, and a line counts as a millisecond.");
        }
        if (swapped) {
            sentences.add("Host and modem were put in each other's place by hand.");
        }
        sentences.addAll(log.report().ambiguous());
        return sentences;
    }

    /** What crossed the link and is not in the log, in sentences. */
    public List<String> missing() {
        return log.report().lost();
    }

    /** The first {@code most} things the session will hold. */
    public List<Line> preview(int most) {
        return log.items().stream().limit(most).map(LogDraft::line).toList();
    }

    private static Line line(Imported.Item item) {
        return switch (item) {
            case Imported.Traffic traffic ->
                new Line(
                        traffic.nanos(),
                        traffic.direction() == Direction.TX ? Side.HOST : Side.MODEM,
                        words(traffic.bytes()));
            case Imported.Note note -> new Line(note.nanos(), Side.NOTE, note.text());
        };
    }

    private static String words(Bytes bytes) {
        Bytes head = bytes.slice(0, Math.min(bytes.length(), 200));
        return head.isPlainText()
                ? head.latin1().replace("\r", "<CR>").replace("\n", "<LF>")
                : head.hex() + (head.length() < bytes.length() ? "…" : "");
    }

    /** Why there is no session in it, in one sentence. */
    public String refusal() {
        return "no AT traffic, TLS records or hex were found in " + name + "; known are the logs of "
                + String.join(", ", Importer.formats());
    }

    /**
     * The session it is, decoded whole.
     *
     * @param progress hears which part of the events is decoded, up to 1
     * @throws SessionFileException if there is no traffic in it
     */
    public Session open(DoubleConsumer progress) throws SessionFileException {
        return Session.of(journal(header -> Journal.inMemory(header, () -> 0L)), progress);
    }

    Journal journal(JournalKeeper keeper) throws SessionFileException {
        if (!hasTraffic()) {
            throw new SessionFileException(name + " is not a session file, and " + refusal());
        }
        Journal journal = keeper.begin(LogImport.header(name, written));
        journal.importedNote(String.join("\n", sentences()), 0);
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

    private List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        sentences.add(recognised());
        sentences.addAll(decided());
        if (!missing().isEmpty()) {
            sentences.add(Event.Note.NOT_IN_THE_LOG + String.join("; ", missing()) + ".");
        }
        return sentences;
    }
}
