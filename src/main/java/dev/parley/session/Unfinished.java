package dev.parley.session;

import dev.parley.journal.Journal;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Sessions whose program ended before they did: a crash, a kill, a power cut. Their files have all up to then. */
public final class Unfinished {
    /** So much of a file's end is looked at: more than a line has. */
    private static final int TAIL = 262_144;

    private static final String LINK_CLOSED = "\"link\":\"closed\"";

    private Unfinished() {}

    /**
     * The newest session file in {@code folder} where the program died over it and it was not offered before; each is offered once.
     *
     * @param offered a file that keeps which was offered last
     */
    public static Optional<Path> newest(Path folder, Path offered) {
        Optional<Path> newest;
        try (Stream<Path> files = Files.list(folder)) {
            newest = files.filter(file -> file.toString().endsWith(".parley"))
                    .max(Comparator.comparing(Unfinished::written));
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
        return newest.filter(file -> !Journal.isBeingWritten(file) && isCutOff(file) && isNew(file, offered));
    }

    private static FileTime written(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** True if the link was not closed at its end; notes may follow that. */
    static boolean isCutOff(Path file) {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(0, in.length() - TAIL);
            byte[] tail = new byte[(int) (in.length() - from)];
            in.seek(from);
            in.readFully(tail);
            String text = new String(tail, StandardCharsets.UTF_8);
            return text.contains("\n{\"n\":") && text.lastIndexOf(LINK_CLOSED) < text.lastIndexOf("\"dir\":");
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isNew(Path file, Path offered) {
        String name = String.valueOf(file.getFileName());
        try {
            if (Files.exists(offered) && Files.readString(offered).strip().equals(name)) {
                return false;
            }
            Files.writeString(offered, name + "\n");
            return true;
        } catch (IOException e) {
            // Offered once too often is better than never.
            return true;
        }
    }
}
