package dev.parley.at;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.Place;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Recognises AT traffic in the bytes that crossed a link, both ways, as they come.
 *
 * <h2>The grammar</h2>
 *
 * A modem and its host take turns on two byte streams (3GPP TS 27.007 and ITU-T V.250; Quectel BG95 TCP/IP application note
 * for the socket commands). Below, {@code CR} is 0D, {@code LF} is 0A.
 *
 * <pre>
 * host to modem
 *   stream      = *( command / payload / transparent )
 *   command     = "AT" ... CR [LF]                                  "A/" repeats the last one, without CR
 *   payload     = exactly as many bytes as the command promised     AT+QISEND=0,5  AT+QSSLSEND=4,16  AT+QFUPL="f",1188
 *               / *byte Ctrl-Z                                      AT+QISEND=0    ESC instead of Ctrl-Z cancels
 *
 * modem to host
 *   stream      = *( echo / line / prompt / counted / transparent )
 *   echo        = the command's bytes up to its CR, no LF           only with ATE1, which is the default
 *   line        = [CR LF] text CR LF                                an answer's lines share their CR LFs: CR LF a CR LF b CR LF
 *   prompt      = [CR LF] "&gt;" [" "]                                 asks for the payload
 *   counted     = header line, n raw bytes                          +QIRD: n   +QSSLRECV: n   +QIURC: "recv",id,n   CONNECT n
 *   transparent = raw bytes from CONNECT to CR LF "NO CARRIER" CR LF, or to the OK that answers "+++"
 * </pre>
 *
 * What a line is follows from its text and from the command that is open:
 *
 * <ul>
 *   <li>a <em>final result</em> ({@code OK}, {@code ERROR}, {@code +CME ERROR: 10}, {@code SEND OK}, ...) ends the exchange.
 *       {@code CONNECT} does so for sockets and calls, but starts the data of file commands, whose {@code OK} is still to come;
 *   <li><em>information</em> is a line named after the open command, or one without a name;
 *   <li>everything else is a <em>URC</em>, which may cut in anywhere but inside counted payload. {@code +QIOPEN: 0,0} after
 *       {@code OK} is one, and so are {@code +CEREG: 1} and {@code +CEREG: 5,"tac","ci",8} while {@code AT+CEREG?} is open,
 *       whose answer has the mode in front ({@code +CEREG: 0,1}).
 * </ul>
 *
 * Counted payload is never looked into: {@code OK}, {@code +QIURC} or {@code >} inside it are bytes. Whether
 * {@code +QIURC: "recv",0,4} has four bytes behind it (direct push) or only tells a length (buffer mode with
 * {@code AT+QICFG="recvind",1}) is known from the access mode in {@code AT+QIOPEN}, {@code AT+QISWTMD} or {@code +QISTATE}.
 * Not understood are {@code AT+QICFG="viewmode",1} (payload on the header's line) and leaving transparent mode by DTR.
 *
 * <h2>What comes out</h2>
 *
 * Events in wire order, the same however the bytes were cut into traffic events, save that payload written by the host, and
 * all of transparent mode, is handed on in the pieces in which it came. A prompt is told with its {@code >}, a result with its
 * LF, an echo with its CR. A {@link Place} covers exactly the text or payload of its event; bytes in no event's place are
 * CR, LF, the blank after {@code >}, and Ctrl-Z or ESC after a payload. Every command gets exactly one {@link
 * AtEvent.FinalResult}, which is {@link ResultCode#UNANSWERED} if the modem gave none.
 *
 * <h2>When one side breaks the rules</h2>
 *
 * <ul>
 *   <li><em>Payload before the prompt</em> is counted all the same, but an empty {@link AtEvent.Noise} that says so stands
 *       before it. It is told from an impatient next command by its first two bytes, which are not {@code AT}.
 *   <li><em>A command before the last one's result</em> waits in a queue. The older one is given up as unanswered when it has
 *       waited longer than the dictionary's time limit, when the younger one is echoed 0.3 s or more after it, and when a line
 *       comes that only the younger one can have caused.
 *   <li><em>Fewer bytes than declared</em> (lost on the UART): the rest of the answer would be taken for payload. So when the
 *       host goes on with a new command while bytes are missing, the payload held so far is looked at. It is closed as
 *       incomplete before the last {@code CR LF OK CR LF} (or {@code ERROR}, {@code SEND OK}, {@code SEND FAIL}) that only
 *       whole lines follow, or before a {@code RDY}, and what follows is read as lines. Where there is neither, and the line
 *       has been silent for 2 s, it is closed at the next URC's header, or with all of its bytes, and its command is unanswered;
 *       otherwise the host was merely early and counting goes on.
 *   <li><em>{@code RDY}</em> in mid-session is a modem that started anew: open commands are unanswered, access modes and
 *       {@code ATV0} forgotten.
 *   <li><em>Transparent mode</em>: {@code +++} counts as the escape if nothing was written for a second before it, nothing
 *       follows it for a second, and {@code OK} (or the next command) comes then; times are those of the traffic events, and
 *       0.9 s is let pass for a second. It becomes a command of its own. The CR LF in front of {@code NO CARRIER} and of that
 *       {@code OK} cannot be told from data when it comes, so it is handed on as payload.
 * </ul>
 *
 * Not safe for use by several threads; the consumer is called on the caller's.
 */
public final class AtDecoder {
    /** Silence after which missing payload is taken for lost. */
    private static final long STALL_NANOS = 2_000_000_000L;

    /** An echo this long after an older open command says that the modem is done with it. */
    private static final long OVERLAP_NANOS = 300_000_000L;

    /** So many bytes like the payload are its echo, though more should have come. */
    private static final int SURE_ECHO = 4;

    /** Longer counted payload (files) is handed on as it comes instead of being held until it is whole. */
    private static final int HOLD_LIMIT = 65_536;

    private static final int LF = '\n';
    private static final int CR = '\r';
    private static final int CTRL_Z = 0x1a;
    private static final int ESC = 0x1b;

    private static final Bytes READY = Bytes.latin1("\r\nRDY\r\n");
    private static final Bytes OK = Bytes.latin1("\r\nOK\r\n");
    private static final List<Bytes> ENDS = List.of(
            OK, Bytes.latin1("\r\nERROR\r\n"), Bytes.latin1("\r\nSEND OK\r\n"), Bytes.latin1("\r\nSEND FAIL\r\n"));
    private static final List<Bytes> URC_HEADERS =
            List.of(Bytes.latin1("\r\n+QIURC: \""), Bytes.latin1("\r\n+QSSLURC: \""));

    private final Consumer<AtEvent> out;
    private final ArrayDeque<OpenCommand> open = new ArrayDeque<>();
    private final LineBuffer txLine = new LineBuffer();
    private final LineBuffer rxLine = new LineBuffer();
    private final SocketModes sockets = new SocketModes();
    private final SocketModes tlsSockets = new SocketModes();

    private long nextExchange;
    private long noiseExchange = -1;
    private long now;
    private long rxAt;
    private long lastTxNanos = Long.MIN_VALUE / 2;
    private long lastRxNanos;

    private CommandLine lastLine = CommandLine.parse("AT");
    private boolean numericResults;
    private boolean payloadEchoOff;
    private boolean lineFeedMayFollow;
    private boolean blankMayFollow;

    /** The command whose payload the host is writing. */
    private @Nullable OpenCommand writing;

    private @Nullable CountedPayload reading;
    private @Nullable TransparentMode transparent;
    private int lastTransparentSocket = -1;
    private boolean finished;

    public AtDecoder(Consumer<AtEvent> out) {
        this.out = out;
    }

    /**
     * Takes in the next bytes of the link.
     *
     * @throws IllegalStateException after {@link #finish}
     */
    public void accept(Event.Traffic traffic) {
        if (finished) {
            throw new IllegalStateException("traffic " + traffic.n() + " after the end of the record");
        }
        now = traffic.nanos();
        if (traffic.bytes().isEmpty()) {
            return;
        }
        switch (traffic.direction()) {
            case TX -> {
                written(traffic.bytes(), traffic.offset());
                lastTxNanos = now;
            }
            case RX -> {
                read(traffic.bytes(), traffic.offset());
                lastRxNanos = now;
            }
        }
    }

    /** The record ends here: tells what was held back, and that open commands stay unanswered. */
    public void finish(long nanos) {
        if (finished) {
            return;
        }
        interrupt(nanos);
        finished = true;
    }

    /**
     * The link was lost here and may come back: what was under way ends, and what comes next begins anew. The sockets' modes are
     * kept, for the modem may not have noticed.
     */
    public void interrupt(long nanos) {
        now = nanos;
        if (reading != null) {
            giveUp(reading, true);
        }
        if (transparent != null) {
            transparent.release(rxAt, now);
            transparent = null;
        }
        if (!txLine.isEmpty()) {
            noise(Direction.TX, txLine.copy(0, txLine.length()), "a command line without its end", txLine.from());
            txLine.clear();
        }
        if (!rxLine.isEmpty()) {
            noise(Direction.RX, rxLine.copy(0, rxLine.length()), "a line without its end", rxLine.from());
            rxLine.clear();
        }
        while (!open.isEmpty()) {
            unanswered(open.getFirst());
        }
        reading = null;
        writing = null;
    }

    // Host to modem

    private void written(Bytes bytes, long base) {
        int i = 0;
        int end = bytes.length();
        while (i < end) {
            if (transparent != null) {
                i = transparent.written(bytes, i, base, now, lastTxNanos);
                leaveTransparentMode(transparent);
            } else if (writing != null) {
                i = payload(writing, bytes, i, base);
            } else {
                int value = bytes.u8(i);
                OpenCommand last = open.peekLast();
                if (last != null && last.wantsPayload() && !last.prompted && isEarlyPayload(value)) {
                    startEarly(last, base + i);
                } else {
                    commandByte(value, base + i);
                    i++;
                }
            }
        }
    }

    /** Before the prompt: true if {@code value} cannot belong to a command line. */
    private boolean isEarlyPayload(int value) {
        return switch (txLine.length()) {
            case 0 -> !(lineFeedMayFollow && value == LF) && value != 'A' && value != 'a' && value != ESC;
            case 1 -> value != 'T' && value != 't';
            default -> false;
        };
    }

    private void startEarly(OpenCommand command, long at) {
        command.early = true;
        writing = command;
        long from = txLine.isEmpty() ? at : txLine.from();
        emit(new AtEvent.Noise(
                command.exchange,
                Direction.TX,
                Bytes.empty(),
                "payload before the modem asked for it",
                new Place(Direction.TX, from, from),
                now));
        if (!txLine.isEmpty()) {
            Bytes held = txLine.copy(0, txLine.length());
            txLine.clear();
            payload(command, held, 0, from);
        }
    }

    /** Takes the payload's bytes from {@code i} on; returns the index of the first byte that is none. */
    private int payload(OpenCommand command, Bytes bytes, int i, long base) {
        int end = bytes.length();
        int stop;
        int next;
        boolean complete;
        if (command.declared >= 0) {
            stop = Math.min(end, i + command.declared - command.payloadSent);
            next = stop;
            complete = command.payloadSent + (stop - i) == command.declared;
            command.payloadOver = complete;
        } else {
            stop = i;
            while (stop < end && bytes.u8(stop) != CTRL_Z && bytes.u8(stop) != ESC) {
                stop++;
            }
            next = Math.min(end, stop + 1);
            complete = stop < end && bytes.u8(stop) == CTRL_Z;
            command.payloadOver = stop < end;
        }
        if (stop > i || complete) {
            Bytes part = bytes.slice(i, stop);
            int start = command.payloadSent;
            command.payloadSent += part.length();
            if (command.sends != OpenCommand.Sends.COUNTED_AFTER_CONNECT && command.echoed && !payloadEchoOff) {
                command.keepForEcho(part);
            }
            emit(new AtEvent.Payload(
                    command.exchange,
                    Direction.TX,
                    command.socket,
                    start,
                    command.declared,
                    complete,
                    part,
                    new Place(Direction.TX, base + i, base + stop),
                    now));
        }
        if (command.payloadOver) {
            writing = null;
            if (command.payloadEchoed > 0 && command.isPayloadEchoed()) {
                payloadEcho(command, rxAt);
            }
        }
        return next;
    }

    private void commandByte(int value, long at) {
        if (txLine.isEmpty()) {
            boolean skipped = value == CR || value == LF;
            lineFeedMayFollow = false;
            if (skipped) {
                return;
            }
            if (value == CTRL_Z || value == ESC) {
                noise(Direction.TX, Bytes.of(value), (value == ESC ? "ESC" : "Ctrl-Z") + " outside a payload", at);
                return;
            }
        }
        if (value == CR) {
            commandLine();
            lineFeedMayFollow = true;
            return;
        }
        boolean repeats = value == '/' && txLine.length() == 1 && (txLine.first() == 'A' || txLine.first() == 'a');
        txLine.add(value, at);
        if (repeats) {
            command(0);
        } else if (txLine.isFull()) {
            noise(Direction.TX, txLine.copy(0, txLine.length()), "too long for a command line", txLine.from());
            txLine.clear();
        }
    }

    private void commandLine() {
        int start = commandStart(txLine.text());
        if (start != 0) {
            int length = start < 0 ? txLine.length() : start;
            noise(Direction.TX, txLine.copy(0, length), "bytes outside a command line", txLine.from());
        }
        if (start < 0) {
            txLine.clear();
        } else {
            command(start);
        }
    }

    /** Where the command begins in what stands before a CR, or -1. What a payload left over has no say in it. */
    private static int commandStart(String text) {
        int printable = text.length();
        while (printable > 0 && text.charAt(printable - 1) >= ' ' && text.charAt(printable - 1) != 0x7f) {
            printable--;
        }
        for (int i = printable; i + 1 < text.length(); i++) {
            if (text.regionMatches(true, i, "AT", 0, 2)) {
                return i;
            }
        }
        return -1;
    }

    private void command(int start) {
        String text = txLine.text(start, txLine.length());
        Place place = new Place(Direction.TX, txLine.from() + start, txLine.from() + txLine.length());
        txLine.clear();
        if (reading != null) {
            giveUp(reading, false);
        }
        while (!open.isEmpty() && reading == null && isOverdue(open.getFirst())) {
            unanswered(open.getFirst());
        }
        CommandLine line = text.equalsIgnoreCase("A/") ? lastLine : CommandLine.parse(text);
        lastLine = line;
        for (CommandLine.Command command : line.commands()) {
            if (command.name().equals("ATV")) {
                numericResults = command.number(0, 0) == 0;
            }
        }
        OpenCommand command = new OpenCommand(nextExchange++, new CommandLine(text, line.commands()), now);
        open.addLast(command);
        emit(new AtEvent.Command(command.exchange, text, place, now));
    }

    private boolean isOverdue(OpenCommand command) {
        return now - command.writtenNanos
                > Dictionary.standard().timeLimit(command.line).toNanos();
    }

    // Modem to host

    private void read(Bytes bytes, long base) {
        int i = 0;
        int end = bytes.length();
        while (i < end) {
            rxAt = base + i;
            if (reading != null) {
                i = counted(reading, bytes, i, base);
            } else if (transparent != null) {
                i = transparent.read(bytes, i, base, now);
                leaveTransparentMode(transparent);
            } else {
                answerByte(bytes.u8(i), base + i);
                i++;
            }
        }
        rxAt = base + end;
    }

    private int counted(CountedPayload payload, Bytes bytes, int i, long base) {
        int stop = Math.min(bytes.length(), i + payload.missing());
        payload.add(bytes.slice(i, stop), base + i);
        if (payload.missing() == 0) {
            reading = null;
            emit(payload.handOn(true, now));
        } else if (payload.declared > HOLD_LIMIT) {
            emit(payload.handOn(false, now));
        }
        return stop;
    }

    private void answerByte(int value, long at) {
        rxAt = at;
        if (rxLine.isEmpty() && echoesPayload(value, at)) {
            return;
        }
        if (rxLine.isEmpty()) {
            boolean blank = blankMayFollow && value == ' ';
            blankMayFollow = false;
            if (blank || value == CR || value == LF) {
                return;
            }
            if (value == '>' && prompt(at)) {
                return;
            }
            rxLine.add(value, at);
            return;
        }
        if (value == LF) {
            if (rxLine.last() == CR) {
                rxLine.dropLast();
            }
            rxAt = at + 1;
            line();
            return;
        }
        if (rxLine.last() == CR) {
            rxLine.dropLast();
            lineEndingInCr();
            answerByte(value, at);
            return;
        }
        rxLine.add(value, at);
        if (value == CR) {
            rxAt = at + 1;
            if (!echo() && numericResults && rxLine.length() == 2 && rxLine.first() >= '0' && rxLine.first() <= '9') {
                rxLine.dropLast();
                line();
            }
        } else if (rxLine.isFull()) {
            noise(Direction.RX, rxLine.copy(0, rxLine.length()), "too long for a line", rxLine.from());
            rxLine.clear();
        }
    }

    private boolean prompt(long at) {
        for (OpenCommand command : open) {
            if (command.wantsPrompt()) {
                unansweredBefore(command);
                command.prompted = true;
                if (command.wantsPayload()) {
                    writing = command;
                    abandonTypedLine();
                }
                blankMayFollow = true;
                emit(new AtEvent.Prompt(command.exchange, new Place(Direction.RX, at, at + 1), now));
                return true;
            }
        }
        return false;
    }

    /** What the host had begun to type when the modem asked for payload is no command any more. */
    private void abandonTypedLine() {
        if (!txLine.isEmpty()) {
            noise(Direction.TX, txLine.copy(0, txLine.length()), "bytes outside a command line", txLine.from());
            txLine.clear();
        }
    }

    /** The line's bytes are a command's, with its CR: the modem's echo. */
    private boolean echo() {
        for (OpenCommand command : open) {
            if (!command.echoed && rxLine.is(command.line.text(), 1)) {
                echoed(command, rxLine.from());
                return true;
            }
        }
        return false;
    }

    private void echoed(OpenCommand command, long from) {
        rxLine.clear();
        for (OpenCommand older : List.copyOf(open)) {
            if (older == command || command.writtenNanos - older.writtenNanos < OVERLAP_NANOS) {
                break;
            }
            unanswered(older);
        }
        command.echoed = true;
        String text = command.line.text();
        emit(new AtEvent.Echo(command.exchange, text, false, new Place(Direction.RX, from, from + text.length()), now));
    }

    /** A CR without LF ends echoes only: one with something before it, or of a command nobody saw. */
    private void lineEndingInCr() {
        for (OpenCommand command : open) {
            String text = command.line.text();
            if (!command.echoed && rxLine.endsWith(text, 0)) {
                long from = rxLine.from() + rxLine.length() - text.length();
                String before = rxLine.text(0, rxLine.length() - text.length());
                Bytes beforeBytes = rxLine.copy(0, rxLine.length() - text.length());
                long beforeFrom = rxLine.from();
                rxLine.clear();
                if (resultCode(before) != null) {
                    line(before, beforeBytes, beforeFrom);
                } else {
                    noise(Direction.RX, beforeBytes, "bytes before an echo", beforeFrom);
                }
                if (open.contains(command)) {
                    echoed(command, from);
                }
                return;
            }
        }
        if (rxLine.length() >= 2 && rxLine.text(0, 2).equalsIgnoreCase("AT")) {
            noise(
                    Direction.RX,
                    rxLine.copy(0, rxLine.length()),
                    "the echo of a command that was not seen",
                    rxLine.from());
            rxLine.clear();
            return;
        }
        line();
    }

    /** Matches what the modem sends at a line's start after the prompt with the payload the host has written. */
    private boolean echoesPayload(int value, long at) {
        OpenCommand command = open.peekFirst();
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
                payloadEcho(command, at + 1);
            }
            return true;
        }
        if (command.payloadEchoed >= SURE_ECHO) {
            payloadEcho(command, at);
        } else if (command.payloadEchoed > 0) {
            // A line that happens to begin like the payload.
            int matched = command.payloadEchoed;
            command.payloadEchoed = -1;
            for (int k = 0; k < matched; k++) {
                answerByte(command.payloadByte(k), at - matched + k);
            }
            command.payloadEchoed = 0;
            if (!rxLine.isEmpty()) {
                answerByte(value, at);
                return true;
            }
        }
        return false;
    }

    private void payloadEcho(OpenCommand command, long end) {
        int length = command.payloadEchoed;
        command.payloadEchoed = -1;
        emit(new AtEvent.Echo(command.exchange, "", true, new Place(Direction.RX, end - length, end), now));
    }

    private void line() {
        String text = rxLine.text();
        Bytes bytes = isPlain(text) ? Bytes.empty() : rxLine.copy(0, rxLine.length());
        long from = rxLine.from();
        rxLine.clear();
        line(text, bytes, from);
    }

    /** {@code bytes} are the line's, needed only where it is not plain text. */
    private void line(String text, Bytes bytes, long from) {
        Place place = new Place(Direction.RX, from, from + text.length());
        ResultCode code = resultCode(text);
        if (code != null) {
            result(code, text, place);
            return;
        }
        if (AnswerRules.isBareUrc(text)) {
            urc(text, text, place);
            return;
        }
        String name = AnswerRules.name(text);
        if (!isPlain(text) && (name.isEmpty() || hasControls(text))) {
            noise(Direction.RX, bytes, "bytes that are no text", from);
        } else if (!name.isEmpty()) {
            named(name, text, place);
        } else if (!open.isEmpty()) {
            information(open.getFirst(), text, place);
        } else {
            noise(Direction.RX, Bytes.latin1(text), "a line while no command is open", from);
        }
    }

    private void named(String name, String text, Place place) {
        for (OpenCommand command : open) {
            if (AnswerRules.answers(command.line, name, text)) {
                unansweredBefore(command);
                information(command, text, place);
                return;
            }
        }
        urc(name, text, place);
    }

    private void information(OpenCommand command, String text, Place place) {
        emit(new AtEvent.Information(command.exchange, text, place, now));
        String name = AnswerRules.name(text);
        if (command.readsSocket() && name.equals(command.command().name())) {
            String values = text.substring(name.length() + 1);
            List<String> fields = Values.split(values);
            boolean counters = fields.size() > 2 && !Values.isQuoted(values, 1);
            int length = fields.isEmpty() ? 0 : Values.number(fields.getFirst(), 0);
            if (!counters && length > 0) {
                reading = new CountedPayload(command.exchange, command, command.socket, length, rxAt);
            }
        } else if (name.equals("+QISTATE")) {
            List<String> fields = Values.split(text.substring(name.length() + 1));
            if (fields.size() > 8) {
                sockets.set(Values.number(fields.getFirst(), -1), Values.number(fields.get(8), -1));
            }
        }
    }

    private void result(ResultCode code, String text, Place place) {
        OpenCommand owner = null;
        for (OpenCommand command : open) {
            if (command.endsWith(code)) {
                owner = command;
                break;
            }
        }
        if (owner == null) {
            if (code == ResultCode.NO_CARRIER || code == ResultCode.BUSY || code == ResultCode.NO_ANSWER) {
                urc(text, text, place);
            } else {
                noise(Direction.RX, Bytes.latin1(text), "a result no command waits for", place.from());
            }
            return;
        }
        unansweredBefore(owner);
        if (code == ResultCode.CONNECT && owner.connectsForData()) {
            connectForData(owner, text, place);
            return;
        }
        close(owner, code, text, place);
        if (code.succeeded()) {
            owner.line.commands().forEach(this::remember);
        }
        if (code == ResultCode.CONNECT) {
            int socket = transparentSocket(owner.command());
            boolean tls = owner.command().name().equals("+QSSLOPEN");
            lastTransparentSocket = socket;
            transparent = new TransparentMode(owner.exchange, socket, tls ? tlsSockets : sockets, this::emit);
        }
    }

    private void connectForData(OpenCommand command, String text, Place place) {
        emit(new AtEvent.Information(command.exchange, text, place, now));
        if (command.sends == OpenCommand.Sends.COUNTED_AFTER_CONNECT) {
            command.prompted = true;
            if (command.wantsPayload()) {
                writing = command;
                abandonTypedLine();
            }
        } else {
            int length = text.length() > 8 ? Values.number(text.substring(8).strip(), 0) : 0;
            if (length > 0) {
                reading = new CountedPayload(command.exchange, command, -1, length, rxAt);
            }
        }
    }

    /** What later lines mean may hang on a command that succeeded. */
    private void remember(CommandLine.Command command) {
        if (command.form() != CommandLine.Form.SET && !command.name().startsWith("AT")) {
            return;
        }
        switch (command.name()) {
            case "+QIOPEN" -> sockets.set(command.number(1, -1), command.number(6, 0));
            case "+QSSLOPEN" -> tlsSockets.set(command.number(2, -1), command.number(5, 0));
            case "+QISWTMD" -> sockets.set(command.number(0, -1), command.number(1, -1));
            case "+QISDE" -> payloadEchoOff = command.number(0, 1) == 0;
            case "+QICFG" -> {
                if (command.argument(0).equalsIgnoreCase("recvind")) {
                    sockets.tellsLengths(command.number(1, 0) == 1);
                }
            }
            case "ATZ", "AT&F" -> numericResults = false;
            default -> {}
        }
    }

    private void leaveTransparentMode(TransparentMode mode) {
        TransparentMode.Ending ending = mode.ending();
        if (ending == null) {
            return;
        }
        transparent = null;
        if (ending == TransparentMode.Ending.ESCAPED || ending == TransparentMode.Ending.ESCAPING) {
            mode.release(rxAt, now);
            CommandLine line = CommandLine.parse("+++");
            OpenCommand escape = new OpenCommand(nextExchange++, line, mode.escapeNanos());
            open.addLast(escape);
            emit(new AtEvent.Command(escape.exchange, line.text(), mode.escapePlace(), mode.escapeNanos()));
        }
        if (ending != TransparentMode.Ending.ESCAPING) {
            line(ending.text(), Bytes.empty(), mode.endingFrom());
        }
    }

    private int transparentSocket(CommandLine.Command command) {
        return switch (command.name()) {
            case "+QIOPEN" -> command.number(1, -1);
            case "+QSSLOPEN" -> command.number(2, -1);
            case "+QISWTMD" -> command.number(0, -1);
            case "ATO" -> lastTransparentSocket;
            default -> -1;
        };
    }

    private void urc(String name, String text, Place place) {
        if (name.equals("RDY")) {
            rxAt = place.from();
            modemStarted();
        }
        List<String> arguments =
                text.length() > name.length() ? Values.split(text.substring(name.length() + 1)) : List.of();
        long exchange = nextExchange++;
        emit(new AtEvent.Urc(exchange, name, arguments, text, place, now));
        if (name.equals("+QIURC") || name.equals("+QSSLURC")) {
            socketUrc(exchange, name.equals("+QIURC") ? sockets : tlsSockets, arguments);
        }
    }

    private void socketUrc(long exchange, SocketModes modes, List<String> arguments) {
        if (arguments.size() < 3) {
            return;
        }
        int id = Values.number(arguments.get(1), -1);
        int number = Values.number(arguments.get(2), -1);
        if (arguments.getFirst().equals("recv") && number > 0 && modes.pushes(id)) {
            reading = new CountedPayload(exchange, null, id, number, rxAt);
        } else if (arguments.getFirst().equals("incoming")) {
            modes.inherit(id, number);
        }
    }

    private void modemStarted() {
        while (!open.isEmpty()) {
            unanswered(open.getFirst());
        }
        sockets.clear();
        tlsSockets.clear();
        numericResults = false;
        payloadEchoOff = false;
        lastTransparentSocket = -1;
    }

    // The end of exchanges

    private void unansweredBefore(OpenCommand command) {
        while (open.getFirst() != command) {
            unanswered(open.getFirst());
        }
    }

    private void unanswered(OpenCommand command) {
        close(command, ResultCode.UNANSWERED, "", new Place(Direction.RX, rxAt, rxAt));
    }

    private void close(OpenCommand command, ResultCode code, String text, Place place) {
        if (command.payloadEchoed > 0) {
            payloadEcho(command, rxAt);
        }
        open.remove(command);
        if (writing == command) {
            writing = null;
        }
        emit(new AtEvent.FinalResult(command.exchange, code, text, place, now));
    }

    /**
     * Looks whether the bytes that are missing from {@code payload} will not come any more.
     *
     * @param last true if nothing at all comes any more
     */
    private void giveUp(CountedPayload payload, boolean last) {
        Bytes held = payload.held();
        int cut = resultAt(held, payload.command != null);
        boolean unanswered = false;
        if (cut < 0) {
            cut = indexOf(held, READY, 0);
            if (cut < 0 && (last || now - lastRxNanos >= STALL_NANOS)) {
                cut = held.length();
                for (Bytes header : URC_HEADERS) {
                    int at = indexOf(held, header, 0);
                    cut = at >= 0 ? Math.min(cut, at) : cut;
                }
                unanswered = true;
            }
        }
        if (cut < 0) {
            return;
        }
        reading = null;
        long resume = payload.heldFrom() + cut;
        payload.cut(cut);
        long present = now;
        now = lastRxNanos;
        emit(payload.handOn(false, now));
        read(held.from(cut), resume);
        now = present;
        if (unanswered && payload.command != null && open.contains(payload.command)) {
            unansweredBefore(payload.command);
            unanswered(payload.command);
        }
    }

    /** Where in {@code held} the last final result begins that only whole lines follow, or -1. */
    private static int resultAt(Bytes held, boolean answer) {
        int cut = -1;
        for (Bytes end : ENDS) {
            int at = indexOf(held, end, 0);
            while (at >= 0) {
                cut = Math.max(cut, at);
                at = indexOf(held, end, at + 1);
            }
        }
        if (cut < 0 || held.u8(held.length() - 1) != LF) {
            return -1;
        }
        for (int i = cut; i < held.length(); i++) {
            int value = held.u8(i);
            if ((value < ' ' || value > '~') && value != CR && value != LF) {
                return -1;
            }
        }
        // The payload of an answer has a CR LF of its own behind it.
        return answer && cut >= 2 && held.u8(cut - 2) == CR && held.u8(cut - 1) == LF ? cut - 2 : cut;
    }

    private static int indexOf(Bytes bytes, Bytes wanted, int from) {
        for (int i = bytes.indexOf(wanted.u8(0), from); i >= 0; i = bytes.indexOf(wanted.u8(0), i + 1)) {
            if (i + wanted.length() > bytes.length()) {
                return -1;
            }
            if (bytes.slice(i, i + wanted.length()).equals(wanted)) {
                return i;
            }
        }
        return -1;
    }

    private @Nullable ResultCode resultCode(String text) {
        if (numericResults && text.length() == 1) {
            return switch (text.charAt(0)) {
                case '0' -> ResultCode.OK;
                case '1' -> ResultCode.CONNECT;
                case '3' -> ResultCode.NO_CARRIER;
                case '4' -> ResultCode.ERROR;
                case '6' -> ResultCode.NO_DIALTONE;
                case '7' -> ResultCode.BUSY;
                case '8' -> ResultCode.NO_ANSWER;
                default -> null;
            };
        }
        return switch (text) {
            case "OK" -> ResultCode.OK;
            case "ERROR" -> ResultCode.ERROR;
            case "SEND OK" -> ResultCode.SEND_OK;
            case "SEND FAIL" -> ResultCode.SEND_FAIL;
            case "CONNECT" -> ResultCode.CONNECT;
            case "NO CARRIER" -> ResultCode.NO_CARRIER;
            case "BUSY" -> ResultCode.BUSY;
            case "NO ANSWER" -> ResultCode.NO_ANSWER;
            case "NO DIALTONE", "NO DIAL TONE" -> ResultCode.NO_DIALTONE;
            case "ABORTED" -> ResultCode.ABORTED;
            default -> {
                if (text.startsWith("+CME ERROR:")) {
                    yield ResultCode.CME_ERROR;
                }
                if (text.startsWith("+CMS ERROR:")) {
                    yield ResultCode.CMS_ERROR;
                }
                yield text.startsWith("CONNECT ") ? ResultCode.CONNECT : null;
            }
        };
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' && c != '\t') || c > '~') {
                return false;
            }
        }
        return true;
    }

    private static boolean hasControls(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                return true;
            }
        }
        return false;
    }

    private void noise(Direction direction, Bytes bytes, String why, long from) {
        OpenCommand command = open.peekFirst();
        long exchange;
        if (command != null) {
            exchange = command.exchange;
        } else if (noiseExchange >= 0) {
            exchange = noiseExchange;
        } else {
            exchange = nextExchange++;
        }
        Place place = new Place(direction, from, from + bytes.length());
        emit(new AtEvent.Noise(exchange, direction, bytes, why, place, now));
        noiseExchange = command == null ? exchange : -1;
    }

    /** Noise that only noise follows is one exchange. */
    private void emit(AtEvent event) {
        noiseExchange = -1;
        out.accept(event);
    }
}
