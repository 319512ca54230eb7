package dev.parley.at;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import java.util.function.Consumer;

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
 * Not understood is {@code AT+QICFG="viewmode",1} (payload on the header's line).
 *
 * <h2>What comes out</h2>
 *
 * Events in wire order, the same however the bytes were cut into traffic events, save that what crosses in transparent mode is
 * handed on in the pieces in which it came. Payload is told when it is whole, or has come to 64 KiB, or ends. A prompt is told with its {@code >}, a result with its
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
    private final OpenCommands commands;
    private final ModemStream modem;
    private final HostStream host;
    /** What the next bytes may be appended to. */
    private Run reading = Run.NONE;

    private Run writing = Run.NONE;
    private long lastWrittenNanos = Long.MIN_VALUE / 2;
    private boolean finished;
    private boolean dtr;

    public AtDecoder(Consumer<AtEvent> out) {
        commands = new OpenCommands(out);
        PortSettings settings = new PortSettings();
        modem = new ModemStream(commands, settings, this::payloadAskedFor);
        host = new HostStream(commands, settings, modem::payloadIsMissing);
    }

    private void payloadAskedFor() {
        host.abandonTypedLine();
    }

    /**
     * Takes in the next bytes of the link.
     *
     * @throws IllegalStateException after {@link #finish}
     */
    public void accept(Event.Traffic traffic) {
        Bytes bytes = traffic.bytes();
        Run run = traffic.direction() == Direction.RX ? reading : writing;
        boolean inside =
                bytes.length() == 1 ? run.append(bytes.u8(0), traffic.nanos()) : run.append(bytes, traffic.nanos());
        if (!inside) {
            take(traffic, bytes);
        }
    }

    private void take(Event.Traffic traffic, Bytes bytes) {
        if (finished) {
            throw afterTheEnd(traffic);
        }
        if (bytes.isEmpty()) {
            return;
        }
        settle();
        commands.now = traffic.nanos();
        if (traffic.direction() == Direction.RX) {
            modem.read(bytes, traffic.offset());
        } else {
            written(bytes, traffic.offset());
            lastWrittenNanos = commands.now;
        }
        reading = modem.run();
        writing = host.run();
    }

    /** Takes note of the bytes that were appended since. */
    private void settle() {
        modem.settle(reading);
        lastWrittenNanos = Math.max(lastWrittenNanos, writing.appendedNanos());
    }

    private static IllegalStateException afterTheEnd(Event.Traffic traffic) {
        return new IllegalStateException("traffic " + traffic.n() + " after the end of the record");
    }

    /** The port's lines changed: with {@code AT&D1} a drop of DTR leaves transparent mode, and the {@code OK} to it is a URC. */
    public void accept(Event.Signals signals) {
        settle();
        commands.now = signals.nanos();
        if (dtr && !signals.dtr()) {
            modem.dtrDropped();
        }
        dtr = signals.dtr();
    }

    private void written(Bytes bytes, long base) {
        if (!modem.isTransparent()) {
            host.written(bytes, 0, base);
            return;
        }
        int from = 0;
        TransparentMode mode = modem.transparent();
        while (mode != null && from < bytes.length()) {
            from = mode.written(bytes, from, base, commands.now, lastWrittenNanos);
            modem.leaveTransparentMode();
            mode = modem.transparent();
        }
        host.written(bytes, from, base);
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
        settle();
        reading = Run.NONE;
        writing = Run.NONE;
        commands.now = nanos;
        modem.endPayload();
        host.endLine();
        modem.endLine();
        commands.allUnanswered();
        commands.writing = null;
    }
}
