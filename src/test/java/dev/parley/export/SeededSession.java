package dev.parley.export;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import dev.parley.journal.SessionHeader;
import dev.parley.tls.TlsPair;
import java.util.List;

/** A whole session, byte by byte, that is full of what identifies its owner. */
public final class SeededSession {
    private static final String CLIENT = "pump-17-of-plant-4";
    static final String ENDPOINT = "a1b2c3-ats.iot.example.org";
    private static final String MQTT_USER = "mqtt-operator";
    static final String MQTT_PASSWORD = "Tr0ub4dor&3";
    private static final String IPV6 = "2001:db8:85a3::8a2e:370:7334";
    private static final String CALLER = "+4915798765432";

    /** What must not be seen. */
    public static final List<String> SEEDS = List.of(
            SampleSession.IMEI,
            SampleSession.IMSI,
            SampleSession.ICCID,
            SampleSession.PHONE.substring(1),
            SampleSession.MODEM_ADDRESS,
            SampleSession.PEER_ADDRESS,
            SampleSession.APN_PASSWORD,
            "apn-customer",
            IPV6,
            CALLER.substring(1),
            MQTT_USER,
            MQTT_PASSWORD,
            CLIENT,
            ENDPOINT);

    private SeededSession() {}

    /** With MQTT in the clear. */
    public static Journal inTheClear() {
        Journal journal = begun();
        long[] nanos = {journal.duration()};
        send(journal, nanos, connect());
        ended(journal, nanos);
        return journal;
    }

    /** With MQTT in TLS, its secrets in the journal. */
    public static Journal sealed() {
        return sealed(connect().latin1(), " \u0002\u0000\u0000");
    }

    /** The same; the password begins in one record and ends in the next. */
    static Journal sealedInHalves() {
        String connect = connect().latin1();
        int middle = connect.indexOf(MQTT_PASSWORD) + 5;
        return sealed(connect.substring(0, middle), " \u0002", connect.substring(middle), "\u0000\u0000");
    }

    private static Journal sealed(String... texts) {
        Journal journal = begun();
        long[] nanos = {journal.duration()};
        TlsPair pair = new TlsPair().talk(texts);
        pair.secrets.forEach(line -> journal.secret(line.label(), line.clientRandom(), line.secret()));
        for (TlsPair.Piece piece : pair.pieces) {
            if (piece.direction() == Direction.TX) {
                send(journal, nanos, piece.bytes());
            } else {
                say(journal, nanos, Direction.TX, Bytes.latin1("AT+QIRD=0,1500\r"));
                say(
                        journal,
                        nanos,
                        Direction.RX,
                        Bytes.latin1("\r\n+QIRD: " + piece.bytes().length() + "\r\n")
                                .plus(piece.bytes())
                                .plus(Bytes.latin1("\r\n\r\nOK\r\n")));
            }
        }
        ended(journal, nanos);
        return journal;
    }

    private static Journal begun() {
        Journal journal = Journal.inMemory(
                SessionHeader.of("parley test", "serial:/dev/ttyUSB2", SampleSession.STARTED), () -> 0L);
        long[] nanos = new long[1];
        answer(journal, nanos, "AT+CGSN", SampleSession.IMEI);
        answer(journal, nanos, "AT+CIMI", SampleSession.IMSI);
        answer(journal, nanos, "AT+QCCID", "+QCCID: " + SampleSession.ICCID);
        answer(journal, nanos, "AT+CNUM", "+CNUM: ,\"" + SampleSession.PHONE + "\",145");
        say(journal, nanos, Direction.RX, Bytes.latin1("\r\n+CLIP: \"" + CALLER + "\",145\r\n"));
        answer(
                journal,
                nanos,
                "AT+QICSGP=1,1,\"iot.apn\",\"apn-customer\",\"" + SampleSession.APN_PASSWORD + "\",1",
                "");
        answer(journal, nanos, "AT+QIACT?", "+QIACT: 1,1,1,\"" + SampleSession.MODEM_ADDRESS + "\"");
        answer(journal, nanos, "AT+CGPADDR=2", "+CGPADDR: 2,\"" + IPV6 + "\"");
        answer(journal, nanos, "AT+QIOPEN=1,0,\"TCP\",\"" + ENDPOINT + "\",1883,0,0", "");
        say(journal, nanos, Direction.RX, Bytes.latin1("\r\n+QIOPEN: 0,0\r\n"));
        answer(
                journal,
                nanos,
                "AT+QISTATE=1,0",
                "+QISTATE: 0,\"TCP\",\"" + SampleSession.PEER_ADDRESS + "\",1883,4097,2,1,0,0,\"uart1\"");
        return journal;
    }

    private static void send(Journal journal, long[] nanos, Bytes payload) {
        say(journal, nanos, Direction.TX, Bytes.latin1("AT+QISEND=0," + payload.length() + "\r"));
        say(journal, nanos, Direction.RX, Bytes.latin1("\r\n> "));
        say(journal, nanos, Direction.TX, payload);
        say(journal, nanos, Direction.RX, Bytes.latin1("\r\nSEND OK\r\n"));
    }

    private static void ended(Journal journal, long[] nanos) {
        say(journal, nanos, Direction.RX, Bytes.latin1("\r\n+QIURC: \"closed\",0\r\n"));
        answer(journal, nanos, "AT+QICLOSE=0", "");
        journal.importedNote("told " + SampleSession.IMEI + " to " + MQTT_USER + " at " + ENDPOINT, nanos[0]);
    }

    static Bytes connect() {
        Bytes body = Bytes.of(0, 4)
                .plus(Bytes.latin1("MQTT"))
                .plus(Bytes.of(4, 0xc2, 0, 60))
                .plus(text(CLIENT))
                .plus(text(MQTT_USER))
                .plus(text(MQTT_PASSWORD));
        return Bytes.of(0x10, body.length()).plus(body);
    }

    private static Bytes text(String text) {
        return Bytes.of(0, text.length()).plus(Bytes.latin1(text));
    }

    static void answer(Journal journal, long[] nanos, String command, String line) {
        say(journal, nanos, Direction.TX, Bytes.latin1(command + "\r"));
        say(journal, nanos, Direction.RX, Bytes.latin1((line.isEmpty() ? "" : "\r\n" + line + "\r\n") + "\r\nOK\r\n"));
    }

    static void say(Journal journal, long[] nanos, Direction direction, Bytes bytes) {
        nanos[0] += 20_000_000;
        journal.imported(
                direction, bytes, direction == Direction.TX ? Event.Origin.HOST : Event.Origin.MODEM, nanos[0]);
    }
}
