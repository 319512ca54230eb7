package dev.parley.at;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what the modem sends, byte for byte: parts it into echoes, lines, prompts, counted payload and transparent mode. */
final class ModemStream {
    /** Silence after which missing payload is taken for lost. */
    private static final long STALL_NANOS = 2_000_000_000L;

    /** An echo this long after an older open command says that the modem is done with it. */
    private static final long OVERLAP_NANOS = 300_000_000L;

    /** So many bytes like the payload are its echo, though more should have come. */
    private static final int SURE_ECHO = 4;

    private static final int LF = '\n';
    private static final int CR = '\r';

    private final OpenCommands commands;
    private final PortSettings settings;
    private final AnswerLines lines;
    private final LineBuffer line = new LineBuffer();
    private final KnownLines<ReceivedLine> known = new KnownLines<>(ReceivedLine::of);
    private boolean blankMayFollow;
    private long lastReadNanos;

    /**
     * @param payloadAskedFor called when the modem asks for payload
     */
    ModemStream(OpenCommands commands, PortSettings settings, Runnable payloadAskedFor) {
        this.commands = commands;
        this.settings = settings;
        lines = new AnswerLines(commands, settings, payloadAskedFor);
    }

    boolean isTransparent() {
        return lines.transparent != null;
    }

    /** Transparent mode while the port is in it, else nothing. */
    @Nullable
    TransparentMode transparent() {
        return lines.transparent;
    }

    /** Where a single byte more can be appended. */
    Run run() {
        CountedPayload payload = lines.payload;
        if (payload != null) {
            return payload.run();
        }
        return lines.transparent == null ? line.run() : Run.NONE;
    }

    /** Takes note of the single bytes that were appended to {@code run}. */
    void settle(Run run) {
        if (run.length > 0) {
            lastReadNanos = Math.max(lastReadNanos, run.appendedNanos());
            CountedPayload payload = lines.payload;
            commands.readTo = payload != null ? payload.heldTo() : line.to();
        }
    }

    /** Takes all of {@code bytes}, the first of which stands at {@code base}. */
    void read(Bytes bytes, long base) {
        take(bytes, base);
        lastReadNanos = commands.now;
    }

    private void take(Bytes bytes, long base) {
        int i = 0;
        int end = bytes.length();
        while (i < end) {
            commands.readTo = base + i;
            CountedPayload payload = lines.payload;
            TransparentMode transparent = lines.transparent;
            if (payload != null) {
                i = counted(payload, bytes, i, base);
            } else if (transparent != null) {
                i = transparent.read(bytes, i, base, commands.now);
                leaveTransparentMode();
            } else if (line.isEmpty()) {
                i = lineStart(bytes, i, base);
            } else if (line.last() != CR) {
                i = lineBytes(bytes, i, base);
            } else {
                answerByte(bytes.u8(i), base + i);
                i++;
            }
        }
        commands.readTo = base + end;
    }

    /** Nothing more comes: tells what was held back, and leaves transparent mode. */
    void endPayload() {
        if (lines.payload != null) {
            giveUp(lines.payload, true);
        }
        if (lines.transparent != null) {
            lines.transparent.release(commands.readTo, commands.now);
            lines.transparent = null;
        }
    }

    /** Nothing more comes: tells what is no whole line. */
    void endLine() {
        if (!line.isEmpty()) {
            commands.noise(Direction.RX, line, "a line without its end");
        }
        lines.payload = null;
    }

    // Counted payload

    private int counted(CountedPayload payload, Bytes bytes, int i, long base) {
        int stop = Math.min(bytes.length(), i + payload.room());
        payload.add(bytes, i, stop, base + i, commands.now);
        boolean whole = payload.missing() == 0;
        if (whole) {
            lines.payload = null;
        }
        if (whole || payload.room() == 0) {
            commands.emit(payload.handOn(whole, commands.now));
        }
        return stop;
    }

    /** The host goes on: closes payload whose missing bytes will not come; true if some is still expected. */
    boolean payloadIsMissing() {
        if (lines.payload != null) {
            giveUp(lines.payload, false);
        }
        return lines.payload != null;
    }

    /**
     * Looks whether the bytes that are missing from {@code payload} will not come any more.
     *
     * @param last true if nothing at all comes any more
     */
    private void giveUp(CountedPayload payload, boolean last) {
        Bytes held = payload.heldBytes();
        int cut = ShortPayload.resultAt(held, payload.command != null);
        boolean unanswered = false;
        if (cut < 0) {
            cut = ShortPayload.readyAt(held);
            if (cut < 0 && (last || commands.now - lastReadNanos >= STALL_NANOS)) {
                cut = ShortPayload.urcAt(held);
                unanswered = true;
            }
        }
        if (cut < 0) {
            return;
        }
        lines.payload = null;
        long resume = payload.heldFrom() + cut;
        payload.cut(cut);
        long present = commands.now;
        commands.now = lastReadNanos;
        commands.emit(payload.handOn(false, commands.now));
        take(held.from(cut), resume);
        commands.now = present;
        if (unanswered && payload.command != null && commands.contains(payload.command)) {
            commands.unansweredBefore(payload.command);
            commands.unanswered(payload.command);
        }
    }

    // Bytes of lines

    /** Takes what stands before or begins a line; returns the index of the first byte that is not taken. */
    private int lineStart(Bytes bytes, int i, long base) {
        int value = bytes.u8(i);
        if (value == '>' || payloadMayBeEchoed()) {
            answerByte(value, base + i);
            return i + 1;
        }
        boolean blank = blankMayFollow && value == ' ';
        blankMayFollow = false;
        return blank || value == CR || value == LF ? i + 1 : lineBytes(bytes, i, base);
    }

    /**
     * Takes a line's bytes up to its CR or LF in one go, and the CR LF with them where both have come; returns the index of the
     * first byte that is not taken.
     */
    private int lineBytes(Bytes bytes, int i, long base) {
        int end = Math.min(bytes.length(), i + line.room());
        int stop = bytes.indexOfEither(CR, LF, i, end);
        if (stop == i) {
            answerByte(bytes.u8(i), base + i);
            return i + 1;
        }
        line.addAll(bytes, i, stop, base + i);
        noLineWhenFull();
        boolean ends = stop + 1 < bytes.length() && bytes.u8(stop) == CR && bytes.u8(stop + 1) == LF;
        if (!ends || settings.numericResults || line.isEmpty() || ReceivedMessage.isIncomplete(line)) {
            return stop;
        }
        commands.readTo = base + stop + 1;
        if (echo(0)) {
            return stop + 1;
        }
        commands.readTo = base + stop + 2;
        line();
        return stop + 2;
    }

    private void noLineWhenFull() {
        if (line.isFull()) {
            commands.noise(Direction.RX, line, "too long for a line");
        }
    }

    private void answerByte(int value, long at) {
        commands.readTo = at;
        if (line.isEmpty() && echoesPayload(value, at)) {
            return;
        }
        if (line.isEmpty()) {
            boolean blank = blankMayFollow && value == ' ';
            blankMayFollow = false;
            if (blank || value == CR || value == LF) {
                return;
            }
            if (value == '>' && prompt(at)) {
                return;
            }
            line.add(value, at);
            return;
        }
        if ((value == LF || value == CR || line.last() == CR) && ReceivedMessage.isIncomplete(line)) {
            line.add(value, at);
            noLineWhenFull();
            return;
        }
        if (value == LF) {
            if (line.last() == CR) {
                line.dropLast();
            }
            commands.readTo = at + 1;
            line();
            return;
        }
        if (line.last() == CR) {
            line.dropLast();
            lineEndingInCr();
            answerByte(value, at);
            return;
        }
        line.add(value, at);
        if (value == CR) {
            commands.readTo = at + 1;
            if (!echo(1)
                    && settings.numericResults
                    && line.length() == 2
                    && line.first() >= '0'
                    && line.first() <= '9') {
                line.dropLast();
                line();
            }
        } else {
            noLineWhenFull();
        }
    }

    private boolean prompt(long at) {
        for (OpenCommand command = commands.first(); command != null; command = command.next) {
            if (command.wantsPrompt()) {
                commands.unansweredBefore(command);
                lines.goAhead(command);
                blankMayFollow = true;
                commands.emit(new AtEvent.Prompt(command.exchange, new Place(Direction.RX, at, at + 1), commands.now));
                return true;
            }
        }
        return false;
    }

    // Echoes

    /** True if the line, without {@code tail} bytes at its end, is a command's: the modem's echo, which is told. */
    private boolean echo(int tail) {
        for (OpenCommand command = commands.first(); command != null; command = command.next) {
            if (!command.echoed && line.is(command.bytes, tail)) {
                echoed(command, line.from());
                return true;
            }
        }
        return false;
    }

    private void echoed(OpenCommand command, long from) {
        line.clear();
        for (OpenCommand older : commands.before(command)) {
            if (command.writtenNanos - older.writtenNanos < OVERLAP_NANOS) {
                break;
            }
            commands.unanswered(older);
        }
        command.echoed = true;
        String text = command.line.text();
        commands.emit(new AtEvent.Echo(
                command.exchange, text, false, new Place(Direction.RX, from, from + text.length()), commands.now));
    }

    /** A CR without LF ends echoes only: one with something before it, or of a command nobody saw. */
    private void lineEndingInCr() {
        for (OpenCommand command = commands.first(); command != null; command = command.next) {
            String text = command.line.text();
            if (!command.echoed && line.endsWith(command.bytes, 0)) {
                long from = line.from() + line.length() - text.length();
                long beforeFrom = line.from();
                ReceivedLine before = ReceivedLine.of(line.text(0, line.length() - text.length()));
                line.clear();
                if (lines.code(before) != null) {
                    lines.told(before, beforeFrom);
                } else {
                    commands.noise(Direction.RX, before.bytes(), "bytes before an echo", beforeFrom);
                }
                if (commands.contains(command)) {
                    echoed(command, from);
                }
                return;
            }
        }
        if (line.length() >= 2 && line.text(0, 2).equalsIgnoreCase("AT")) {
            commands.noise(Direction.RX, line, "the echo of a command that was not seen");
            return;
        }
        line();
    }

    private boolean payloadMayBeEchoed() {
        OpenCommand command = commands.first();
        return command != null && (command.payloadEchoed > 0 || command.echoable() != null);
    }

    /** Matches what the modem sends at a line's start after the prompt with the payload the host has written. */
    private boolean echoesPayload(int value, long at) {
        OpenCommand command = commands.first();
        if (command == null) {
            return false;
        }
        CountedPayload payload = command.echoable();
        if (payload != null && blankMayFollow && command.payloadEchoed == 0 && value == ' ') {
            return false;
        }
        if (payload != null && value == payload.u8(command.payloadEchoed)) {
            blankMayFollow = false;
            command.payloadEchoed++;
            if (command.isPayloadEchoed()) {
                commands.payloadEcho(command, at + 1);
            }
            return true;
        }
        if (command.payloadEchoed >= SURE_ECHO) {
            commands.payloadEcho(command, at);
        } else if (command.payloadEchoed > 0 && command.payload != null) {
            // A line that happens to begin like the payload.
            CountedPayload echoed = command.payload;
            int matched = command.payloadEchoed;
            command.payloadEchoed = -1;
            for (int k = 0; k < matched; k++) {
                answerByte(echoed.u8(k), at - matched + k);
            }
            command.payloadEchoed = 0;
            if (!line.isEmpty()) {
                answerByte(value, at);
                return true;
            }
        }
        return false;
    }

    // Whole lines

    private void line() {
        ReceivedLine received = known.of(line, 0, line.length());
        long from = line.from();
        line.clear();
        lines.told(received, from);
    }

    /** Goes back to lines where transparent mode has ended. */
    void leaveTransparentMode() {
        TransparentMode mode = lines.transparent;
        TransparentMode.Ending ending = mode == null ? null : mode.ending();
        if (mode == null || ending == null) {
            return;
        }
        lines.transparent = null;
        switch (ending) {
            case ESCAPED, ESCAPING -> {
                mode.release(commands.readTo, commands.now);
                WrittenLine escape = WrittenLine.of("+++");
                commands.open(escape, mode.escapePlace(), mode.escapeNanos());
                if (ending == TransparentMode.Ending.ESCAPED) {
                    lines.told(ReceivedLine.of(ending.text()), mode.endingFrom());
                }
            }
            // No command asked for this OK.
            case LEFT_BY_DTR -> {
                long from = mode.endingFrom();
                Place place = new Place(Direction.RX, from, from + ending.text().length());
                lines.urc(ending.text(), List.of(), ending.text(), place);
            }
            case LEAVING_BY_DTR -> mode.release(commands.readTo, commands.now);
            case NO_CARRIER, READY -> lines.told(ReceivedLine.of(ending.text()), mode.endingFrom());
        }
    }

    /** DTR was dropped: with {@code AT&D1} the modem leaves transparent mode (ITU-T V.250, 6.2.9). */
    void dtrDropped() {
        if (lines.transparent != null && settings.dtrLeavesData) {
            lines.transparent.dtrDropped();
        }
    }
}
