package dev.parley.at;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what the modem sends: echoes, lines, prompts, counted payload, transparent mode. */
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
    private final Runnable payloadAskedFor;
    private final LineBuffer line = new LineBuffer();
    private final KnownLines<ReceivedLine> known = new KnownLines<>(ReceivedLine::of);
    private boolean blankMayFollow;
    private long lastReadNanos;
    private @Nullable CountedPayload reading;
    private @Nullable TransparentMode transparent;

    /**
     * @param payloadAskedFor called when the modem asks for payload
     */
    ModemStream(OpenCommands commands, PortSettings settings, Runnable payloadAskedFor) {
        this.commands = commands;
        this.settings = settings;
        this.payloadAskedFor = payloadAskedFor;
    }

    boolean isTransparent() {
        return transparent != null;
    }

    /** Transparent mode while the port is in it, else nothing. */
    @Nullable
    TransparentMode transparent() {
        return transparent;
    }

    /** Takes all of {@code bytes}, the first of which stands at {@code base}. */
    void read(Bytes bytes, long base) {
        if (bytes.length() == 1 && appended(bytes.u8(0), base)) {
            lastReadNanos = commands.now;
        } else if (!bytes.isEmpty()) {
            take(bytes, base);
            lastReadNanos = commands.now;
        }
    }

    /** A single byte inside a payload or a line, where nothing follows from it: true if it was one, and is taken. */
    private boolean appended(int value, long at) {
        CountedPayload payload = reading;
        boolean inside = payload != null
                ? payload.append(value)
                : value != CR && value != LF && transparent == null && line.append(value);
        commands.readTo = at + 1;
        return inside;
    }

    private void take(Bytes bytes, long base) {
        int i = 0;
        int end = bytes.length();
        while (i < end) {
            commands.readTo = base + i;
            if (reading != null) {
                i = counted(reading, bytes, i, base);
            } else if (transparent != null) {
                i = transparent.read(bytes, i, base, commands.now);
                leaveTransparentMode();
            } else if (!line.isEmpty() && line.last() != CR) {
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
        if (reading != null) {
            giveUp(reading, true);
        }
        if (transparent != null) {
            transparent.release(commands.readTo, commands.now);
            transparent = null;
        }
    }

    /** Nothing more comes: tells what is no whole line. */
    void endLine() {
        if (!line.isEmpty()) {
            commands.noise(Direction.RX, line, "a line without its end");
        }
        reading = null;
    }

    // Counted payload

    private int counted(CountedPayload payload, Bytes bytes, int i, long base) {
        int stop = Math.min(bytes.length(), i + payload.missing());
        payload.add(bytes, i, stop, base + i);
        if (payload.missing() == 0) {
            reading = null;
            commands.emit(payload.handOn(true, commands.now));
        } else if (payload.declared > AtDecoder.HOLD_LIMIT) {
            commands.emit(payload.handOn(false, commands.now));
        }
        return stop;
    }

    /** The host goes on: closes payload whose missing bytes will not come; true if some is still expected. */
    boolean payloadIsMissing() {
        if (reading != null) {
            giveUp(reading, false);
        }
        return reading != null;
    }

    /**
     * Looks whether the bytes that are missing from {@code payload} will not come any more.
     *
     * @param last true if nothing at all comes any more
     */
    private void giveUp(CountedPayload payload, boolean last) {
        Bytes held = payload.held();
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
        reading = null;
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

    /** Takes a line's bytes up to its CR or LF in one go; returns the index of the first byte that is not taken. */
    private int lineBytes(Bytes bytes, int i, long base) {
        int end = Math.min(bytes.length(), i + line.room());
        int stop = i;
        while (stop < end && bytes.u8(stop) != CR && bytes.u8(stop) != LF) {
            stop++;
        }
        if (stop == i) {
            answerByte(bytes.u8(i), base + i);
            return i + 1;
        }
        line.addAll(bytes, i, stop, base + i);
        noLineWhenFull();
        return stop;
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
            if (!echo()
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
        for (OpenCommand command : commands.all()) {
            if (command.wantsPrompt()) {
                commands.unansweredBefore(command);
                goAhead(command);
                blankMayFollow = true;
                commands.emit(new AtEvent.Prompt(command.exchange, new Place(Direction.RX, at, at + 1), commands.now));
                return true;
            }
        }
        return false;
    }

    /** The modem asked for the command's payload. */
    private void goAhead(OpenCommand command) {
        command.prompted = true;
        if (command.wantsPayload()) {
            commands.writing = command;
            payloadAskedFor.run();
        }
    }

    // Echoes

    /** The line's bytes are a command's, with its CR: the modem's echo. */
    private boolean echo() {
        for (OpenCommand command : commands.all()) {
            if (!command.echoed && line.is(command.line.text(), 1)) {
                echoed(command, line.from());
                return true;
            }
        }
        return false;
    }

    private void echoed(OpenCommand command, long from) {
        line.clear();
        for (OpenCommand older : commands.picture()) {
            if (older == command || command.writtenNanos - older.writtenNanos < OVERLAP_NANOS) {
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
        for (OpenCommand command : commands.all()) {
            String text = command.line.text();
            if (!command.echoed && line.endsWith(text, 0)) {
                long from = line.from() + line.length() - text.length();
                long beforeFrom = line.from();
                ReceivedLine before = ReceivedLine.of(line.text(0, line.length() - text.length()));
                line.clear();
                if (code(before) != null) {
                    line(before, beforeFrom);
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

    /** Matches what the modem sends at a line's start after the prompt with the payload the host has written. */
    private boolean echoesPayload(int value, long at) {
        OpenCommand command = commands.first();
        if (command == null) {
            return false;
        }
        boolean waiting = command.mayEchoPayload();
        if (waiting && blankMayFollow && command.payloadEchoed == 0 && value == ' ') {
            return false;
        }
        if (waiting && value == command.payloadByte(command.payloadEchoed)) {
            blankMayFollow = false;
            command.payloadEchoed++;
            if (command.isPayloadEchoed()) {
                commands.payloadEcho(command, at + 1);
            }
            return true;
        }
        if (command.payloadEchoed >= SURE_ECHO) {
            commands.payloadEcho(command, at);
        } else if (command.payloadEchoed > 0) {
            // A line that happens to begin like the payload.
            int matched = command.payloadEchoed;
            command.payloadEchoed = -1;
            for (int k = 0; k < matched; k++) {
                answerByte(command.payloadByte(k), at - matched + k);
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
        line(received, from);
    }

    private @Nullable ResultCode code(ReceivedLine received) {
        return settings.numericResults && received.text().length() == 1
                ? ReceivedLine.numericCode(received.text())
                : received.code();
    }

    private void line(ReceivedLine received, long from) {
        String text = received.text();
        Place place = new Place(Direction.RX, from, from + text.length());
        ResultCode code = code(received);
        if (code != null) {
            result(code, text, place);
        } else if (received.bareUrc()) {
            urc(text, List.of(), text, place);
        } else if (!received.plain()
                && (received.name().isEmpty() || (received.controls() && !ReceivedMessage.is(received.name())))) {
            commands.noise(Direction.RX, received.bytes(), "bytes that are no text", from);
        } else if (!received.name().isEmpty()) {
            named(received, place);
        } else {
            OpenCommand first = commands.first();
            if (first != null) {
                commands.emit(new AtEvent.Information(first.exchange, text, place, commands.now));
            } else {
                commands.noise(Direction.RX, received.bytes(), "a line while no command is open", from);
            }
        }
    }

    private void named(ReceivedLine received, Place place) {
        for (OpenCommand command : commands.all()) {
            if (AnswerRules.answers(command.line, received.name(), received.text())) {
                commands.unansweredBefore(command);
                information(command, received, place);
                return;
            }
        }
        urc(received.name(), received.values(), received.text(), place);
    }

    private void information(OpenCommand command, ReceivedLine received, Place place) {
        commands.emit(new AtEvent.Information(command.exchange, received.text(), place, commands.now));
        if (command.readsSocket() && received.name().equals(command.command().name())) {
            boolean counters = received.values().size() > 2
                    && !Values.isQuoted(
                            received.text().substring(received.name().length() + 1), 1);
            int length = received.number(0, 0);
            if (!counters && length > 0) {
                reading = new CountedPayload(command.exchange, command, command.socket, length, commands.readTo);
            }
        } else if (received.name().equals("+QISTATE") && received.values().size() > 8) {
            settings.sockets.set(received.number(0, -1), received.number(8, -1));
        }
    }

    private void result(ResultCode code, String text, Place place) {
        OpenCommand owner = null;
        for (OpenCommand command : commands.all()) {
            if (command.endsWith(code)) {
                owner = command;
                break;
            }
        }
        if (owner == null) {
            if (code == ResultCode.NO_CARRIER || code == ResultCode.BUSY || code == ResultCode.NO_ANSWER) {
                urc(text, List.of(), text, place);
            } else {
                commands.noise(Direction.RX, Bytes.latin1(text), "a result no command waits for", place.from());
            }
            return;
        }
        commands.unansweredBefore(owner);
        if (code == ResultCode.CONNECT && owner.connectsForData()) {
            connectForData(owner, text, place);
            return;
        }
        commands.close(owner, code, text, place);
        if (code.succeeded()) {
            owner.line.commands().forEach(settings::succeeded);
        }
        if (code == ResultCode.CONNECT) {
            int socket = settings.transparentSocket(owner.command());
            boolean tls = owner.command().name().equals("+QSSLOPEN");
            settings.lastTransparentSocket = socket;
            SocketModes modes = tls ? settings.tlsSockets : settings.sockets;
            transparent = new TransparentMode(owner.exchange, socket, modes, commands::emit);
        }
    }

    private void connectForData(OpenCommand command, String text, Place place) {
        commands.emit(new AtEvent.Information(command.exchange, text, place, commands.now));
        if (command.sends == Demand.Sends.COUNTED_AFTER_CONNECT) {
            goAhead(command);
        } else {
            int length = text.length() > 8 ? Values.number(text.substring(8).strip(), 0) : 0;
            if (length > 0) {
                reading = new CountedPayload(command.exchange, command, -1, length, commands.readTo);
            }
        }
    }

    /** Goes back to lines where transparent mode has ended. */
    void leaveTransparentMode() {
        TransparentMode mode = transparent;
        TransparentMode.Ending ending = mode == null ? null : mode.ending();
        if (mode == null || ending == null) {
            return;
        }
        transparent = null;
        switch (ending) {
            case ESCAPED, ESCAPING -> {
                mode.release(commands.readTo, commands.now);
                CommandLine escape = CommandLine.parse("+++");
                commands.open(escape, Demand.of(escape), mode.escapePlace(), mode.escapeNanos());
                if (ending == TransparentMode.Ending.ESCAPED) {
                    line(ReceivedLine.of(ending.text()), mode.endingFrom());
                }
            }
            // No command asked for this OK.
            case LEFT_BY_DTR -> {
                long from = mode.endingFrom();
                Place place = new Place(Direction.RX, from, from + ending.text().length());
                urc(ending.text(), List.of(), ending.text(), place);
            }
            case LEAVING_BY_DTR -> mode.release(commands.readTo, commands.now);
            case NO_CARRIER, READY -> line(ReceivedLine.of(ending.text()), mode.endingFrom());
        }
    }

    /** DTR was dropped: with {@code AT&D1} the modem leaves transparent mode (ITU-T V.250, 6.2.9). */
    void dtrDropped() {
        if (transparent != null && settings.dtrLeavesData) {
            transparent.dtrDropped();
        }
    }

    // URCs

    private void urc(String name, List<String> arguments, String text, Place place) {
        if (name.equals("RDY")) {
            commands.readTo = place.from();
            commands.allUnanswered();
            settings.clear();
        }
        long exchange = commands.newExchange();
        commands.emit(new AtEvent.Urc(exchange, name, arguments, text, place, commands.now));
        if (name.equals("+QIURC") || name.equals("+QSSLURC")) {
            socketUrc(exchange, name.equals("+QIURC") ? settings.sockets : settings.tlsSockets, arguments);
        }
    }

    private void socketUrc(long exchange, SocketModes modes, List<String> arguments) {
        if (arguments.size() < 3) {
            return;
        }
        int id = Values.number(arguments.get(1), -1);
        int number = Values.number(arguments.get(2), -1);
        if (arguments.getFirst().equals("recv") && number > 0 && modes.pushes(id)) {
            reading = new CountedPayload(exchange, null, id, number, commands.readTo);
        } else if (arguments.getFirst().equals("incoming")) {
            modes.inherit(id, number);
        }
    }
}
