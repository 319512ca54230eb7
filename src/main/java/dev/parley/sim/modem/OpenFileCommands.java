package dev.parley.sim.modem;

import static dev.parley.sim.modem.AtCommand.quoted;

import dev.parley.journal.Bytes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;

/** Files that are open, read, written and moved in (Quectel's file manual). */
final class OpenFileCommands {
    private static final int LARGEST_BLOCK = 10_240;
    private static final int FIRST_HANDLE = 1;

    /** An open file; {@code mode} 0 and 1 write, 2 only reads. */
    private static final class Open {
        private final String name;
        private final int mode;
        private int at;

        Open(String name, int mode) {
            this.name = name;
            this.mode = mode;
        }
    }

    private final FileStore files;
    private final Map<Integer, Open> handles = new TreeMap<>();
    private int next = FIRST_HANDLE;

    OpenFileCommands(FileStore files) {
        this.files = files;
    }

    void reset() {
        handles.clear();
        next = FIRST_HANDLE;
        files.restart();
    }

    void register(Map<String, SimulatedModem.Handler> handlers) {
        handlers.put("+QFOPEN", this::open);
        handlers.put("+QFREAD", c -> with(c, open -> read(c, open)));
        handlers.put("+QFWRITE", c -> with(c, open -> write(c, open)));
        handlers.put("+QFSEEK", c -> with(c, open -> seek(c, open)));
        handlers.put("+QFPOSITION", c -> with(c, open -> Answer.information("+QFPOSITION: " + open.at)));
        handlers.put("+QFTUCAT", c -> with(c, this::truncate));
        handlers.put(
                "+QFCLOSE",
                c -> with(c, open -> {
                    handles.values().remove(open);
                    return Answer.OK;
                }));
    }

    private Answer open(AtCommand command) {
        Optional<String> name = FileCommands.name(command, 0);
        OptionalInt mode = command.number(1, 0, 2, 0);
        return switch (command.form()) {
            case TEST -> Answer.information("+QFOPEN: <filename>,(0-2)");
            case EXECUTE -> Answer.ERROR;
            case READ ->
                new Answer.Done(handles.entrySet().stream()
                        .map(open -> "+QFOPEN: " + quoted(open.getValue().name) + "," + open.getKey() + ","
                                + open.getValue().mode)
                        .toList());
            case SET -> {
                if (name.isEmpty() || mode.isEmpty()) {
                    yield FileCommands.failed(CmeError.INVALID_INPUT);
                }
                boolean there = files.find(name.get()).isPresent();
                if (!there && mode.getAsInt() == 2) {
                    yield FileCommands.failed(CmeError.FILE_NOT_FOUND);
                }
                if (handles.values().stream().anyMatch(open -> open.name.equals(name.get()))) {
                    yield FileCommands.failed(CmeError.FILE_OPENED);
                }
                if (!there || mode.getAsInt() == 1) {
                    files.put(name.get(), Bytes.empty());
                }
                int handle = next++;
                handles.put(handle, new Open(name.get(), mode.getAsInt()));
                yield Answer.information("+QFOPEN: " + handle);
            }
        };
    }

    private Answer with(AtCommand command, Function<Open, Answer> then) {
        if (command.form() == AtCommand.Form.TEST) {
            return Answer.OK;
        }
        OptionalInt handle = command.number(0, 0, Integer.MAX_VALUE);
        Open open = handle.isEmpty() ? null : handles.get(handle.getAsInt());
        if (command.form() != AtCommand.Form.SET || open == null) {
            return FileCommands.failed(CmeError.INVALID_FILE_HANDLE);
        }
        return then.apply(open);
    }

    private Bytes content(Open open) {
        return files.find(open.name).orElse(Bytes.empty());
    }

    private Answer read(AtCommand command, Open open) {
        Bytes content = content(open);
        OptionalInt length = command.number(1, 1, FileStore.CAPACITY, FileStore.CAPACITY);
        if (length.isEmpty()) {
            return FileCommands.failed(CmeError.INVALID_INPUT);
        }
        int start = Math.min(open.at, content.length());
        Bytes read = content.slice(start, Math.min(content.length(), start + length.getAsInt()));
        open.at = start + read.length();
        return new Answer.Data("CONNECT " + read.length() + "\r\n", read, "");
    }

    private Answer write(AtCommand command, Open open) {
        OptionalInt length = command.number(1, 1, LARGEST_BLOCK);
        OptionalInt limit = command.number(2, 1, 65535, 5);
        if (length.isEmpty() || limit.isEmpty() || open.mode == 2) {
            return FileCommands.failed(CmeError.INVALID_INPUT);
        }
        if (files.used() + length.getAsInt() > FileStore.CAPACITY) {
            return FileCommands.failed(CmeError.NO_SPACE);
        }
        return new Answer.Prompt(
                PromptForm.file(length.getAsInt(), Duration.ofSeconds(limit.getAsInt())),
                written -> {
                    Bytes old = content(open);
                    Bytes before = old.slice(0, Math.min(open.at, old.length()));
                    open.at = before.length() + written.length();
                    Bytes after = old.length() > open.at ? old.from(open.at) : Bytes.empty();
                    Bytes whole = before.plus(written).plus(after);
                    files.put(open.name, whole);
                    return Answer.information("+QFWRITE: " + written.length() + "," + whole.length());
                },
                () -> FileCommands.failed(CmeError.FILE_TIMEOUT));
    }

    private Answer seek(AtCommand command, Open open) {
        OptionalInt offset = command.number(1, 0, FileStore.CAPACITY);
        OptionalInt from = command.number(2, 0, 2, 0);
        if (offset.isEmpty() || from.isEmpty()) {
            return FileCommands.failed(CmeError.INVALID_INPUT);
        }
        int length = content(open).length();
        int start =
                switch (from.getAsInt()) {
                    case 0 -> 0;
                    case 1 -> open.at;
                    default -> length;
                };
        open.at = Math.min(length, start + offset.getAsInt());
        return Answer.OK;
    }

    private Answer truncate(Open open) {
        files.put(
                open.name,
                content(open).slice(0, Math.min(open.at, content(open).length())));
        return Answer.OK;
    }
}
