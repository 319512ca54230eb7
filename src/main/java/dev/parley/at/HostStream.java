package dev.parley.at;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Place;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Reads what the host writes outside transparent mode: command lines and payload. */
final class HostStream {
    private static final int LF = '\n';
    private static final int CR = '\r';
    private static final int CTRL_Z = 0x1a;
    private static final int ESC = 0x1b;

    /** The dictionary's shortest time limit: a command younger than this is never overdue. */
    private static final long SHORTEST_LIMIT_NANOS = Duration.ofMillis(300).toNanos();

    private final OpenCommands commands;
    private final PortSettings settings;
    private final BooleanSupplier payloadIsMissing;
    private final LineBuffer line = new LineBuffer();
    private final KnownLines<WrittenLine> known = new KnownLines<>(WrittenLine::of);
    private CommandLine lastLine = CommandLine.parse("AT");
    private boolean lineFeedMayFollow;

    /**
     * @param payloadIsMissing asked before a command: closes payload of the modem's that lost bytes, and tells whether some is
     *     still expected
     */
    HostStream(OpenCommands commands, PortSettings settings, BooleanSupplier payloadIsMissing) {
        this.commands = commands;
        this.settings = settings;
        this.payloadIsMissing = payloadIsMissing;
    }

    /** Takes the bytes from {@code from} on, which stand at {@code base + from}. */
    void written(Bytes bytes, int from, long base) {
        int i = from;
        int end = bytes.length();
        while (i < end) {
            OpenCommand writing = commands.writing;
            if (writing != null) {
                i = payload(writing, bytes, i, base);
            } else if (line.length() > 1) {
                i = lineBytes(bytes, i, base);
            } else {
                int value = bytes.u8(i);
                OpenCommand last = commands.last();
                if (line.isEmpty() && beginsCommand(bytes, i)) {
                    lineFeedMayFollow = false;
                    i = lineBytes(bytes, i, base);
                } else if (last != null && last.wantsPayload() && !last.prompted && isEarlyPayload(value)) {
                    startEarly(last, base + i);
                } else {
                    commandByte(value, base + i);
                    i++;
                }
            }
        }
    }

    private static boolean beginsCommand(Bytes bytes, int i) {
        return i + 1 < bytes.length() && (bytes.u8(i) | 0x20) == 'a' && (bytes.u8(i + 1) | 0x20) == 't';
    }

    /** Where a single byte more can be appended. */
    Run run() {
        OpenCommand writing = commands.writing;
        if (writing == null) {
            return line.length() > 1 ? line.run() : Run.NONE;
        }
        return writing.payload == null ? Run.NONE : writing.payload.run();
    }

    /** Nothing more comes: tells what is no whole line. */
    void endLine() {
        if (!line.isEmpty()) {
            commands.noise(Direction.TX, line, "a command line without its end");
        }
    }

    /** What the host had begun to type when the modem asked for payload is no command any more. */
    void abandonTypedLine() {
        if (!line.isEmpty()) {
            commands.noise(Direction.TX, line, "bytes outside a command line");
        }
    }

    // Payload

    /** Before the prompt: true if {@code value} cannot belong to a command line. */
    private boolean isEarlyPayload(int value) {
        return switch (line.length()) {
            case 0 -> !(lineFeedMayFollow && value == LF) && value != 'A' && value != 'a' && value != ESC;
            case 1 -> value != 'T' && value != 't';
            default -> false;
        };
    }

    private void startEarly(OpenCommand command, long at) {
        command.early = true;
        commands.writing = command;
        long from = line.isEmpty() ? at : line.from();
        commands.emit(new AtEvent.Noise(
                command.exchange,
                Direction.TX,
                Bytes.empty(),
                "payload before the modem asked for it",
                new Place(Direction.TX, from, from),
                commands.now));
        if (!line.isEmpty()) {
            Bytes held = line.copy(0, line.length());
            line.clear();
            payload(command, held, 0, from);
        }
    }

    /** Takes the payload's bytes from {@code i} on; returns the index of the first byte that is none. */
    private int payload(OpenCommand command, Bytes bytes, int i, long base) {
        CountedPayload begun = command.payload;
        CountedPayload payload = begun != null ? begun : command.beginPayload(base + i, !settings.payloadEchoOff);
        int end = Math.min(bytes.length(), i + payload.room());
        boolean counted = command.declared >= 0;
        int stop = counted ? end : bytes.indexOfEither(CTRL_Z, ESC, i, end);
        payload.add(bytes, i, stop, base + i, commands.now);
        boolean ended = !counted && stop < end;
        boolean complete = ended ? bytes.u8(stop) == CTRL_Z : payload.missing() == 0;
        command.payloadOver = ended || complete;
        if (complete || (payload.held() > 0 && (ended || payload.room() == 0))) {
            commands.emit(payload.handOn(complete, commands.now));
        }
        if (command.payloadOver) {
            commands.writing = null;
            if (command.payloadEchoed > 0 && command.isPayloadEchoed()) {
                commands.payloadEcho(command, commands.readTo);
            }
        }
        return ended ? stop + 1 : stop;
    }

    // Command lines

    /** Takes the rest of a line that has begun, up to its CR; returns the index of the first byte that is not taken. */
    private int lineBytes(Bytes bytes, int i, long base) {
        int end = Math.min(bytes.length(), i + line.room());
        int stop = bytes.indexOfEither(CR, CR, i, end);
        line.addAll(bytes, i, stop, base + i);
        if (line.isFull()) {
            commands.noise(Direction.TX, line, "too long for a command line");
        } else if (stop < bytes.length()) {
            commandLine();
            lineFeedMayFollow = true;
            return stop + 1;
        }
        return stop;
    }

    private void commandByte(int value, long at) {
        if (line.isEmpty()) {
            boolean skipped = value == CR || value == LF;
            lineFeedMayFollow = false;
            if (skipped) {
                return;
            }
            if (value == CTRL_Z || value == ESC) {
                commands.noise(
                        Direction.TX, Bytes.of(value), (value == ESC ? "ESC" : "Ctrl-Z") + " outside a payload", at);
                return;
            }
        }
        if (value == CR) {
            commandLine();
            lineFeedMayFollow = true;
            return;
        }
        boolean repeats = value == '/' && line.length() == 1 && (line.first() == 'A' || line.first() == 'a');
        line.add(value, at);
        if (repeats) {
            command(0);
        }
    }

    private void commandLine() {
        WrittenLine seen = known.find(line);
        if (seen != null) {
            // A known line begins with its AT and is printable.
            command(seen, 0);
            return;
        }
        int start = commandStart(line);
        if (start != 0) {
            int length = start < 0 ? line.length() : start;
            commands.noise(Direction.TX, line.copy(0, length), "bytes outside a command line", line.from());
        }
        if (start < 0) {
            line.clear();
        } else {
            command(start);
        }
    }

    /** Where the command begins in what stands before a CR, or -1. What a payload left over has no say in it. */
    private static int commandStart(LineBuffer line) {
        int printable = line.length();
        while (printable > 0 && line.at(printable - 1) >= ' ' && line.at(printable - 1) != 0x7f) {
            printable--;
        }
        for (int i = printable; i + 1 < line.length(); i++) {
            if ((line.at(i) | 0x20) == 'a' && (line.at(i + 1) | 0x20) == 't') {
                return i;
            }
        }
        return -1;
    }

    private void command(int start) {
        command(known.of(line, start, line.length()), start);
    }

    private void command(WrittenLine written, int start) {
        Place place = new Place(Direction.TX, line.from() + start, line.to());
        line.clear();
        boolean missing = payloadIsMissing.getAsBoolean();
        OpenCommand oldest = commands.first();
        while (oldest != null && !missing && isOverdue(oldest)) {
            commands.unanswered(oldest);
            oldest = commands.first();
        }
        String text = written.line().text();
        WrittenLine meant =
                text.equalsIgnoreCase("A/") ? WrittenLine.of(new CommandLine(text, lastLine.commands())) : written;
        lastLine = meant.line();
        if (meant.setsPort()) {
            settings.written(meant.line());
        }
        commands.open(meant, place, commands.now);
    }

    private boolean isOverdue(OpenCommand command) {
        long age = commands.now - command.writtenNanos;
        return age > SHORTEST_LIMIT_NANOS
                && age > Dictionary.standard().timeLimit(command.line).toNanos();
    }
}
