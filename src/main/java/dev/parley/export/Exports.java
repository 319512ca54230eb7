package dev.parley.export;

import dev.parley.chart.FlowSvg;
import dev.parley.journal.Journal;
import dev.parley.journal.SessionHeader;
import dev.parley.journal.SessionWriter;
import dev.parley.session.Snapshot;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes sessions to files for other programs and other people. Any thread; one file a call. */
public final class Exports {
    private Exports() {}

    /**
     * Writes {@code snapshot} to {@code file}, in place of what was there. The file is there whole or not at all; one that holds
     * TLS secrets is readable by its owner only.
     *
     * @param journal the journal that {@code snapshot} was derived from
     * @throws ExportException if the file cannot be written or the session's own file can no longer be read
     */
    public static void write(ExportFormat format, Snapshot snapshot, Journal journal, Path file, ExportOptions options)
            throws ExportException {
        if (Files.isDirectory(file)) {
            throw new ExportException(
                    file + " is a folder; name a file, for example " + file.resolve("session" + format.suffix()));
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new ExportException("cannot write " + file + ": there is no folder " + folder);
        }
        boolean secret = (format == ExportFormat.PARLEY
                        || format == ExportFormat.PCAPNG
                        || format == ExportFormat.KEYLOG
                        || format == ExportFormat.CASE)
                && SessionPcapng.holdsSecrets(snapshot, options);
        try {
            Path part = Files.createTempFile(folder, ".parley", format.suffix(), readers(folder, secret));
            try {
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16)) {
                    write(format, snapshot, journal, out, options);
                }
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new ExportException("cannot write " + file + ": " + reason(e), e);
        } catch (UncheckedIOException e) {
            throw new ExportException("cannot export to " + file + ": " + e.getMessage(), e);
        }
    }

    /** True where the session kept TLS secrets, so that a key log of it is more than a remark. */
    public static boolean holdsSecrets(Journal journal) {
        return !KeyLog.of(journal).isEmpty();
    }

    /** Who may read a new file in that folder; asked of the file system, since a folder may be mounted where no list of mounts tells. */
    private static FileAttribute<?>[] readers(Path folder, boolean secret) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString(secret ? "rw-------" : "rw-r--r--"))
                }
                : new FileAttribute<?>[0];
    }

    /** Writes {@code snapshot} to {@code out}, which stays open. */
    public static void write(
            ExportFormat format, Snapshot snapshot, Journal journal, OutputStream out, ExportOptions options)
            throws IOException {
        if (format == ExportFormat.PCAPNG) {
            SessionPcapng.write(snapshot, journal, options, out);
            return;
        }
        if (format == ExportFormat.PARLEY) {
            sessionFile(snapshot, journal, options, out);
            return;
        }
        if (format == ExportFormat.CASE) {
            CaseFile.write(snapshot, journal, options, out);
            return;
        }
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        switch (format) {
            case PARLEY, PCAPNG, CASE -> throw new IllegalStateException("written above");
            case HTML -> writer.write(HtmlReport.of(snapshot, options));
            case CSV -> CsvExport.write(snapshot, options, writer);
            case TEXT -> writer.write(TextReport.of(snapshot, options));
            case JSONL -> JsonLines.write(snapshot, options, writer);
            case SVG -> writer.write(FlowSvg.of(snapshot));
            case KEYLOG -> writer.write(KeyLog.file(journal, SessionPcapng.holdsSecrets(snapshot, options)));
        }
        writer.flush();
    }

    private static void sessionFile(Snapshot snapshot, Journal journal, ExportOptions options, OutputStream out)
            throws IOException {
        if (options.redaction().isOn()) {
            RedactedSession.write(snapshot, journal, options.redaction(), out);
            return;
        }
        SessionHeader header = journal.header();
        SessionWriter writer =
                new SessionWriter(out, header.holdingSecrets(header.holdsSecrets() && options.secrets()));
        for (long n = 1; n <= journal.events(); n++) {
            writer.add(journal.event(n));
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "no permission";
            case NoSuchFileException gone -> "there is no such folder";
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }
}
