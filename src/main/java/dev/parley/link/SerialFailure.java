package dev.parley.link;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a serial port could not be opened, in one sentence that says what to do. */
final class SerialFailure {
    /** The operating systems, as far as they differ here. Only Linux was seen to behave as written. */
    enum Os {
        LINUX,
        MACOS,
        WINDOWS;

        static Os here() {
            String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
            if (name.startsWith("windows")) {
                return WINDOWS;
            }
            return name.startsWith("mac") ? MACOS : LINUX;
        }
    }

    /**
     * What the machine says about a port that could not be opened.
     *
     * @param exists true if the operating system knows the port
     * @param permitted true if this user may read and write it
     * @param group the group that owns the device, or nothing where there are no groups
     * @param member true if this user is in that group already, though this login does not know it yet
     * @param holder the program that has it open, as far as this user may see, or nothing
     * @param service a service that runs here and is known to take modems' ports, or nothing
     * @param errorCode the operating system's number
     */
    record Symptoms(
            String port,
            Os system,
            boolean exists,
            boolean permitted,
            Optional<String> group,
            boolean member,
            Optional<String> holder,
            Optional<String> service,
            int errorCode) {}

    private static final int NO_SUCH_DEVICE = 6;
    private static final int WINDOWS_FILE_NOT_FOUND = 2;
    private static final int WINDOWS_PATH_NOT_FOUND = 3;
    private static final String MODEM_MANAGER = "ModemManager";
    private static final Pattern TTY = Pattern.compile("^/dev/tty\\.(.+)$");

    /** Services that open every modem they find; the kernel cuts a program's name to 15 characters. */
    private static final List<String> SERVICES = List.of(MODEM_MANAGER, "ofonod", "brltty", "gpsd");

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
            Matcher dialIn = TTY.matcher(seen.port());
            return seen.system() == Os.MACOS && dialIn.matches()
                    ? "there is no port " + seen.port() + "; on macOS a modem is at /dev/cu." + dialIn.group(1)
                            + ", and 'parley ports' lists those there are"
                    : noSuchPort(seen.port());
        }
        if (!seen.permitted()) {
            return "no permission to open " + seen.port() + "; " + permission(seen);
        }
        if (seen.holder().isPresent()) {
            return seen.port() + " is busy: " + seen.holder().get() + " has it open; "
                    + letGo(seen.holder().get());
        }
        if (seen.errorCode() == NO_SUCH_DEVICE && seen.system() != Os.WINDOWS) {
            return seen.port() + " has no device behind it; plug the modem in again and look at 'parley ports'";
        }
        String other = seen.port() + " is busy: another program has it open (error " + seen.errorCode() + "); ";
        if (seen.service().isPresent()) {
            return other + seen.service().get() + " runs on this machine and takes modems' ports: "
                    + letGo(seen.service().get());
        }
        return other
                + switch (seen.system()) {
                    case LINUX ->
                        "'sudo fuser -v " + seen.port() + "' tells which; close terminals and modem services such as "
                                + MODEM_MANAGER + " and try again";
                    case MACOS -> "'lsof " + seen.port() + "' tells which; close it and try again";
                    case WINDOWS -> "close terminals and the modem's own tools, or plug it in again, and try again";
                };
    }

    private static String permission(Symptoms seen) {
        if (seen.group().isEmpty()) {
            return "ask the owner of this machine for access to the device";
        }
        String group = seen.group().get();
        if (group.equals("root") || group.equals("wheel")) {
            return "the device is root's alone: a udev rule such as 'SUBSYSTEM==\"tty\", GROUP=\"dialout\","
                    + " MODE=\"0660\"' in /etc/udev/rules.d opens it for group dialout after it is plugged in again";
        }
        return seen.member()
                ? "you are in group " + group + ", but this login does not know it yet: log in again"
                : "add yourself to group " + group + " ('sudo usermod -aG " + group + " $USER') and log in again";
    }

    private static String letGo(String holder) {
        if (holder.startsWith(MODEM_MANAGER)) {
            return "stop it with 'sudo systemctl stop ModemManager', or keep it off this modem for good with the udev"
                    + " property ID_MM_DEVICE_IGNORE=1, and try again";
        }
        return holder.startsWith("Parley itself")
                ? "disconnect the other session and try again"
                : "close that program and try again";
    }

    /** Looks at the machine and explains why {@code port}, whose device is {@code path}, could not be opened. */
    static LinkException explain(String port, String path, int errorCode) {
        Os system = Os.here();
        if (system == Os.WINDOWS) {
            // There is nothing to look at beforehand, and a port in use is "access denied" (5) there.
            boolean exists = errorCode != WINDOWS_FILE_NOT_FOUND && errorCode != WINDOWS_PATH_NOT_FOUND;
            return new LinkException(sentence(new Symptoms(
                    port,
                    system,
                    exists,
                    true,
                    Optional.empty(),
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    errorCode)));
        }
        Path device = Path.of(path);
        Optional<String> group = group(device);
        return new LinkException(sentence(new Symptoms(
                port,
                system,
                Files.exists(device),
                Files.isReadable(device) && Files.isWritable(device),
                group,
                group.map(SerialFailure::isMember).orElse(false),
                holder(device),
                service(),
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

    private static boolean isMember(String group) {
        try {
            return isMember(Files.readString(Path.of("/etc/group")), group, System.getProperty("user.name", ""));
        } catch (IOException e) {
            return false;
        }
    }

    /** Pure: whether {@code user} is in {@code group} by the text of {@code /etc/group}. */
    static boolean isMember(String groups, String group, String user) {
        return groups.lines()
                .map(line -> line.split(":", -1))
                .filter(fields -> fields.length == 4 && fields[0].equals(group))
                .anyMatch(fields -> List.of(fields[3].split(",", -1)).contains(user));
    }

    /** The program that has the device open, from Linux' {@code /proc} or a lock file; the processes of others are often hidden. */
    private static Optional<String> holder(Path device) {
        Path proc = Path.of("/proc");
        if (!Files.isDirectory(proc)) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            Path real = device.toRealPath();
            for (Path process : processes) {
                if (holds(process, real)) {
                    return Optional.of(words(process));
                }
            }
            return locker(proc, Path.of("/var/lock"), real);
        } catch (IOException | DirectoryIteratorException e) {
            // Only makes the sentence less exact.
            return Optional.empty();
        }
    }

    /** Who wrote the lock file that terminals leave ({@code LCK..ttyUSB2} with a process number in it), if that one still runs. */
    static Optional<String> locker(Path proc, Path locks, Path device) throws IOException {
        Path lock = locks.resolve("LCK.." + device.getFileName());
        if (!Files.isReadable(lock)) {
            return Optional.empty();
        }
        String pid = Files.readString(lock).strip().split("\\s", 2)[0];
        Path process = proc.resolve(pid);
        return pid.matches("[0-9]+") && Files.isDirectory(process) ? Optional.of(words(process)) : Optional.empty();
    }

    private static String words(Path process) {
        String pid = String.valueOf(process.getFileName());
        return pid.equals(String.valueOf(ProcessHandle.current().pid()))
                ? "Parley itself"
                : name(process) + " (process " + pid + ")";
    }

    private static Optional<String> service() {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                String name = name(process);
                if (SERVICES.contains(name)) {
                    return Optional.of(name);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
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
        } catch (AccessDeniedException | NoSuchFileException | NotLinkException e) {
            // Somebody else's process, or one that has ended meanwhile.
            return false;
        }
    }

    private static String name(Path process) {
        try {
            return Files.readString(process.resolve("comm")).strip();
        } catch (IOException e) {
            return "a program";
        }
    }
}
