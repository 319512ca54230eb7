package dev.parley.link;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Optional;

/** Why a serial port could not be opened, in one sentence that says what to do. */
final class SerialFailure {
    /**
     * What the machine says about a port that could not be opened.
     *
     * @param exists true if the operating system knows the port
     * @param permitted true if this user may read and write it
     * @param group the group that owns the device, or nothing where there are no groups
     * @param holder the program that has it open, as far as this user may see, or nothing
     * @param errorCode the operating system's number
     */
    record Symptoms(
            String port,
            boolean exists,
            boolean permitted,
            Optional<String> group,
            Optional<String> holder,
            int errorCode) {}

    private static final int NO_SUCH_DEVICE = 6;
    private static final int WINDOWS_FILE_NOT_FOUND = 2;

    private SerialFailure() {}

    static LinkException noSuchPort(String port, Throwable cause) {
        return new LinkException(noSuchPort(port), cause);
    }

    private static String noSuchPort(String port) {
        return "there is no port " + port + "; 'parley ports' lists those there are";
    }

    /** Pure: the sentence for the symptoms. */
    static String sentence(Symptoms seen) {
        if (!seen.exists()) {
            return noSuchPort(seen.port());
        }
        if (!seen.permitted()) {
            return "no permission to open " + seen.port()
                    + seen.group()
                            .map(group -> "; add yourself to group " + group + " ('sudo usermod -aG " + group
                                    + " $USER') and log in again")
                            .orElse("; ask the owner of this machine for access to the device");
        }
        if (seen.holder().isPresent()) {
            return seen.port() + " is busy: " + seen.holder().get() + " has it open; close that program and try again";
        }
        if (seen.errorCode() == NO_SUCH_DEVICE) {
            return seen.port() + " has no device behind it; plug the modem in again and look at 'parley ports'";
        }
        return seen.port() + " is busy: another program has it open (error " + seen.errorCode()
                + "); close terminals and modem services such as ModemManager and try again";
    }

    /** Looks at the machine and explains why {@code port}, whose device is {@code path}, could not be opened. */
    static LinkException explain(String port, String path, int errorCode) {
        if (System.getProperty("os.name").startsWith("Windows")) {
            // There is nothing to look at beforehand, and a port in use is "access denied" (5) there.
            return new LinkException(sentence(new Symptoms(
                    port, errorCode != WINDOWS_FILE_NOT_FOUND, true, Optional.empty(), Optional.empty(), errorCode)));
        }
        Path device = Path.of(path);
        return new LinkException(sentence(new Symptoms(
                port,
                Files.exists(device),
                Files.isReadable(device) && Files.isWritable(device),
                group(device),
                holder(device),
                errorCode)));
    }

    private static Optional<String> group(Path device) {
        try {
            return Optional.of(Files.readAttributes(device, PosixFileAttributes.class)
                    .group()
                    .getName());
        } catch (IOException | UnsupportedOperationException e) {
            // Only makes the sentence less exact.
            return Optional.empty();
        }
    }

    /** The program that has the device open, from Linux' {@code /proc}; the processes of others are often hidden. */
    private static Optional<String> holder(Path device) {
        Path proc = Path.of("/proc");
        if (!Files.isDirectory(proc)) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            Path real = device.toRealPath();
            for (Path process : processes) {
                if (holds(process, real)) {
                    String pid = process.getFileName().toString();
                    return Optional.of(
                            Long.parseLong(pid) == ProcessHandle.current().pid()
                                    ? "Parley itself"
                                    : name(process) + " (process " + pid + ")");
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            // Only makes the sentence less exact.
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static boolean holds(Path process, Path device) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path file : files) {
                if (Files.isSymbolicLink(file) && Files.readSymbolicLink(file).equals(device)) {
                    return true;
                }
            }
            return false;
        } catch (AccessDeniedException | NoSuchFileException e) {
            // Somebody else's process, or one that has ended meanwhile.
            return false;
        }
    }

    private static String name(Path process) {
        try {
            return Files.exists(process, LinkOption.NOFOLLOW_LINKS)
                    ? Files.readString(process.resolve("comm")).strip()
                    : "a program";
        } catch (IOException e) {
            return "a program";
        }
    }
}
