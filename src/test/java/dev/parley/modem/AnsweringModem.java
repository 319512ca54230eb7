package dev.parley.modem;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import dev.parley.journal.SessionHeader;
import dev.parley.link.MemoryLink;
import dev.parley.link.RecordedLink;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** A modem that answers any command of a bring-up and of a socket as often as it is asked, or keeps silent at one for once. */
public final class AnsweringModem implements AutoCloseable {
    static final String OK = "\r\nOK\r\n";

    private final MemoryLink cable = new MemoryLink(this::heard);
    private final Journal journal =
            Journal.inMemory(SessionHeader.of("test", "sim:memory", Instant.EPOCH), System::nanoTime);
    private final Map<Pattern, List<String>> answers = new LinkedHashMap<>();
    private final StringBuilder line = new StringBuilder();
    private final List<String> commands = new ArrayList<>();
    private String silentAt = "";
    private boolean deaf;
    private int payload;

    /** A registered BG95 without an address. */
    public static AnsweringModem bg95() {
        return new AnsweringModem()
                .on("AT\\+QIOPEN=.*,0", OK, "\r\n+QIOPEN: 0,0\r\n")
                .on("AT\\+QIRD=0,1500", "\r\n+QIRD: 0\r\n" + OK)
                .on("AT\\+QIRD=0,0", "\r\n+QIRD: 0,0,0\r\n" + OK)
                .on("AT\\+QISEND=0,0", "\r\n+QISEND: 5,5,0\r\n" + OK)
                .on("ATI", "\r\nQuectel\r\nBG95-M3\r\nRevision: BG95M3LAR02A03\r\n" + OK)
                .on("AT\\+QGMR", "\r\nBG95M3LAR02A03_01.012.01.012\r\n" + OK)
                .on("AT\\+CMEE\\?", "\r\n+CMEE: 1\r\n" + OK)
                .on("AT\\+QISDE\\?", "\r\n+QISDE: 1\r\n" + OK)
                .on("AT\\+QURCCFG=\"urcport\"", "\r\n+QURCCFG: \"urcport\",\"uart1\"\r\n" + OK)
                .on("AT\\+CPIN\\?", "\r\n+CPIN: READY\r\n" + OK)
                .on("AT\\+CSQ", "\r\n+CSQ: 20,99\r\n" + OK)
                .on("AT\\+QCSQ", "\r\n+QCSQ: \"eMTC\",-65,-93,110,-11\r\n" + OK)
                .on("AT\\+CEREG\\?", "\r\n+CEREG: 0,5\r\n" + OK)
                .on("AT\\+COPS\\?", "\r\n+COPS: 0,0,\"Example Mobile\",8\r\n" + OK)
                .on("AT\\+QICSGP=1", "\r\n+QICSGP: 1,\"\",\"\",\"\",0\r\n" + OK)
                .on("AT\\+QIACT\\?", "\r\n+QIACT: 1,1,1,\"10.1.2.3\"\r\n" + OK)
                .on("AT\\+QIGETERROR", "\r\n+QIGETERROR: 0,operate successfully\r\n" + OK)
                .on("AT\\+CFUN=1,1", OK, "\r\nRDY\r\n", "\r\nAPP RDY\r\n");
    }

    /** What a command is answered with; earlier words count before later ones, and any other command is answered OK. */
    public AnsweringModem on(String command, String... answer) {
        answers.put(Pattern.compile(command), List.of(answer));
        return this;
    }

    /** Puts an answer in front of the others. */
    public AnsweringModem instead(String command, String... answer) {
        Map<Pattern, List<String>> rest = new LinkedHashMap<>(answers);
        answers.clear();
        on(command, answer);
        answers.putAll(rest);
        return this;
    }

    /** The next time this command comes, the modem says nothing any more, to whatever, until it is woken or, if a command, only to it. */
    public synchronized void silentAt(String command) {
        silentAt = command;
    }

    public synchronized void wake() {
        deaf = false;
    }

    /** The cable to it, for whoever opens it without this class. */
    public MemoryLink cable() {
        return cable;
    }

    Modem start(ModemProfile profile) {
        return Modem.start(new RecordedLink(cable, journal), profile);
    }

    public void say(String text) {
        cable.say(Bytes.latin1(text));
    }

    private synchronized void heard(Bytes bytes) {
        String text = bytes.latin1();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (payload > 0) {
                payload = c == 0x1b ? 0 : payload - 1;
                if (payload == 0) {
                    answer("\r\nSEND OK\r\n");
                }
            } else if (c == '\r') {
                String command = line.toString();
                line.setLength(0);
                command(command);
            } else if (c != 0x1b) {
                line.append(c);
            }
        }
    }

    private void command(String command) {
        commands.add(command);
        if (!silentAt.isEmpty() && command.equals(silentAt)) {
            silentAt = "";
            deaf = true;
        }
        if (command.startsWith("AT+QISEND=0,") && !command.endsWith(",0")) {
            payload = deaf ? 0 : Integer.parseInt(command.substring(12));
            answer("\r\n> ");
            return;
        }
        List<String> answer = answers.entrySet().stream()
                .filter(entry -> entry.getKey().matcher(command).matches())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(List.of(OK));
        answer.forEach(this::answer);
    }

    private void answer(String text) {
        if (!deaf) {
            say(text);
        }
    }

    /** What the host has asked, in order. */
    public synchronized List<String> commands() {
        return List.copyOf(commands);
    }

    /** Whose bytes the host's were. */
    List<Event.Origin> origins() {
        return LongStream.rangeClosed(1, journal.events())
                .mapToObj(journal::event)
                .filter(Event.Traffic.class::isInstance)
                .map(Event.Traffic.class::cast)
                .filter(traffic -> traffic.direction() == Direction.TX)
                .map(Event.Traffic::origin)
                .toList();
    }

    @Override
    public void close() {
        cable.close();
    }
}
