package dev.parley.cli;

import dev.parley.journal.Journal;
import dev.parley.journal.SessionFileException;
import dev.parley.journal.SessionHeader;
import dev.parley.session.JournalKeeper;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The folder a session's files go to. A session file that is there already is kept under another name. */
final class OutputFolder implements JournalKeeper {
    private static final String NAME = "session";
    private static final String SUFFIX = ".parley";

    private final Path path;
    private volatile String kept = "";

    private OutputFolder(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    /** What became of a session file that was there before, in one sentence, or nothing. */
    Optional<String> kept() {
        return kept.isEmpty() ? Optional.empty() : Optional.of(kept);
    }

    /**
     * The folder at {@code path}, made if it is not there.
     *
     * @throws BadInputException if it cannot be made
     */
    static OutputFolder at(Path path) {
        try {
            return new OutputFolder(Files.createDirectories(path));
        } catch (IOException e) {
            throw new BadInputException("cannot make the folder " + path + ": " + reason(e), e);
        }
    }

    /** The exceptions of a file system often say no more than a path. */
    private static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "no permission";
            case FileAlreadyExistsException file -> file.getFile() + " is a file";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> "the system does not allow it there";
        };
    }

    /** A new folder among the system's temporary ones. */
    static OutputFolder temporary() {
        try {
            return new OutputFolder(Files.createTempDirectory("parley-demo-"));
        } catch (IOException e) {
            throw new BadInputException("cannot make a temporary folder: " + e.getMessage(), e);
        }
    }

    Path sessionFile() {
        return path.resolve(NAME + SUFFIX);
    }

    @Override
    public Journal begin(SessionHeader header) throws SessionFileException {
        try {
            if (Files.exists(sessionFile())) {
                int n = 1;
                while (Files.exists(earlier(n))) {
                    n++;
                }
                Files.move(sessionFile(), earlier(n));
                kept = "The session.parley that was in " + path + " is now "
                        + earlier(n).getFileName() + ".";
            }
        } catch (IOException e) {
            throw new SessionFileException(
                    "cannot move the earlier " + sessionFile() + " out of the way: " + e.getMessage(), e);
        }
        return Journal.create(sessionFile(), header, System::nanoTime);
    }

    private Path earlier(int n) {
        return path.resolve(NAME + "-" + n + SUFFIX);
    }
}
