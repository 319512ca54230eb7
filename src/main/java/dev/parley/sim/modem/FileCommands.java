package dev.parley.sim.modem;

import static dev.parley.sim.modem.AtCommand.quoted;

import dev.parley.journal.Bytes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Whole files to and from the modem (Quectel's file manual): upload, download, list, delete. */
final class FileCommands {
    private static final int LONGEST_NAME = 80;
    /** So many bytes of an upload are acknowledged at a time, where that was asked for. */
    private static final int ACKNOWLEDGED = 1024;

    private final FileStore files;

    FileCommands(FileStore files) {
        this.files = files;
    }

    void register(Map<String, SimulatedModem.Handler> handlers) {
        handlers.put("+QFLDS", this::room);
        handlers.put("+QFLST", this::list);
        handlers.put("+QFDEL", this::delete);
        handlers.put("+QFUPL", this::upload);
        handlers.put("+QFDWL", this::download);
    }

    /** The name at {@code index} as the store has it: without {@code UFS:}, which is where files are anyway. */
    static Optional<String> name(AtCommand command, int index) {
        return command.string(index)
                .map(name -> name.startsWith("UFS:") ? name.substring("UFS:".length()) : name)
                .filter(name -> !name.isEmpty() && name.length() <= LONGEST_NAME);
    }

    static Answer failed(CmeError error) {
        return new Answer.Failure(error);
    }

    private Answer room(AtCommand command) {
        return switch (command.form()) {
            case TEST -> Answer.OK;
            case READ -> Answer.ERROR;
            case EXECUTE ->
                Answer.information("+QFLDS: " + files.used() + "," + files.all().size());
            case SET -> Answer.information("+QFLDS: " + (FileStore.CAPACITY - files.used()) + "," + FileStore.CAPACITY);
        };
    }

    private Answer list(AtCommand command) {
        return switch (command.form()) {
            case TEST -> Answer.OK;
            case READ -> Answer.ERROR;
            case EXECUTE -> listed("*");
            case SET -> name(command, 0).map(this::listed).orElseGet(() -> failed(CmeError.INVALID_FILE_NAME));
        };
    }

    private Answer listed(String pattern) {
        boolean every = pattern.endsWith("*");
        String start = every ? pattern.substring(0, pattern.length() - 1) : pattern;
        var lines = files.all().entrySet().stream()
                .filter(file ->
                        every ? file.getKey().startsWith(start) : file.getKey().equals(start))
                .map(file -> "+QFLST: " + quoted(file.getKey()) + ","
                        + file.getValue().length())
                .toList();
        return lines.isEmpty() && !every ? failed(CmeError.FILE_NOT_FOUND) : new Answer.Done(lines);
    }

    private Answer delete(AtCommand command) {
        if (command.form() == AtCommand.Form.TEST) {
            return Answer.OK;
        }
        Optional<String> name = name(command, 0);
        if (command.form() != AtCommand.Form.SET || name.isEmpty()) {
            return failed(CmeError.INVALID_FILE_NAME);
        }
        if (name.get().equals("*")) {
            files.deleteAll();
            return Answer.OK;
        }
        return files.delete(name.get()) ? Answer.OK : failed(CmeError.FILE_NOT_FOUND);
    }

    private Answer upload(AtCommand command) {
        if (command.form() == AtCommand.Form.TEST) {
            return Answer.information("+QFUPL: <filename>,<filesize>,(1-65535),(0,1)");
        }
        Optional<String> name = name(command, 0);
        OptionalInt size = command.number(1, 1, FileStore.CAPACITY);
        OptionalInt limit = command.number(2, 1, 65535, 5);
        OptionalInt acknowledged = command.number(3, 0, 1, 0);
        if (command.form() != AtCommand.Form.SET || size.isEmpty() || limit.isEmpty() || acknowledged.isEmpty()) {
            return failed(CmeError.INVALID_INPUT);
        }
        if (name.isEmpty()) {
            return failed(CmeError.INVALID_FILE_NAME);
        }
        if (files.find(name.get()).isPresent()) {
            return failed(CmeError.FILE_EXISTS);
        }
        if (files.used() + size.getAsInt() > FileStore.CAPACITY) {
            return failed(CmeError.NO_SPACE);
        }
        return new Answer.Prompt(
                PromptForm.file(
                        size.getAsInt(), Duration.ofSeconds(limit.getAsInt()), acknowledged.getAsInt() * ACKNOWLEDGED),
                content -> {
                    files.put(name.get(), content);
                    return Answer.information("+QFUPL: " + content.length() + "," + FileStore.checksum(content));
                },
                () -> failed(CmeError.FILE_TIMEOUT));
    }

    private Answer download(AtCommand command) {
        if (command.form() == AtCommand.Form.TEST) {
            return Answer.OK;
        }
        Optional<Bytes> content = name(command, 0).flatMap(files::find);
        if (command.form() != AtCommand.Form.SET || content.isEmpty()) {
            return failed(CmeError.FILE_NOT_FOUND);
        }
        return new Answer.Data(
                "CONNECT\r\n",
                content.get(),
                "\r\n+QFDWL: " + content.get().length() + "," + FileStore.checksum(content.get()) + "\r\n");
    }
}
