package dev.parley.export;

import dev.parley.at.AtEvent;
import dev.parley.at.Exchange;
import dev.parley.at.Exchange.Kind;
import dev.parley.at.Exchange.Line;
import dev.parley.at.Exchange.Role;
import dev.parley.at.NetworkPicture;
import dev.parley.at.ResultCode;
import dev.parley.doctor.CaseView;
import dev.parley.doctor.Evidence;
import dev.parley.doctor.Finding;
import dev.parley.flow.FlowLayer;
import dev.parley.flow.FlowLog;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import dev.parley.journal.Place;
import dev.parley.journal.SessionHeader;
import dev.parley.mqtt.MqttPacket;
import dev.parley.mqtt.MqttPacketType;
import dev.parley.session.Snapshot;
import dev.parley.socket.AccessMode;
import dev.parley.socket.ClosedBy;
import dev.parley.socket.ModemSocket;
import dev.parley.socket.SocketStream;
import dev.parley.socket.SocketStream.Segment;
import dev.parley.tls.ContentType;
import dev.parley.tls.HandshakeState;
import dev.parley.tls.HandshakeStep;
import dev.parley.tls.HandshakeType;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import dev.parley.tls.TlsRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** A session made by hand, one call a thing that happens; what the exporters get is known to the byte. */
final class SampleSession {
    static final Instant STARTED = Instant.parse("2026-03-01T09:30:00.123456789Z");
    static final String IMEI = "866425031234567";
    static final String IMSI = "262011234567890";
    static final String ICCID = "89490200001234567890";
    static final String PHONE = "+4915112345678";
    static final String MODEM_ADDRESS = "10.76.51.180";
    static final String PEER_ADDRESS = "52.29.11.77";
    static final String APN_PASSWORD = "s3cr3t-word";

    final Journal journal;
    private final SessionHeader header;
    private final List<Exchange> exchanges = new ArrayList<>();
    private final List<AtEvent.Urc> urcs = new ArrayList<>();
    private final List<Segment> tx = new ArrayList<>();
    private final List<Segment> rx = new ArrayList<>();
    private final FlowLog flow = new FlowLog();
    private final List<TlsRecord> records = new ArrayList<>();
    private final List<TlsMessage> messages = new ArrayList<>();
    private final List<HandshakeStep> steps = new ArrayList<>();
    private final List<MqttPacket> packets = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final String host;
    private final int port;
    private long now;
    private long requested;
    private OptionalLong opened = OptionalLong.empty();
    /** What a decoder made of the bytes, in place of what this session tells by hand. */
    Optional<TlsConversation> decoded = Optional.empty();

    private ClosedBy closedBy = ClosedBy.OPEN;
    private OptionalLong closed = OptionalLong.empty();
    private List<Place> closeEvidence = List.of();
    private long unreadAtClose;
    private OptionalLong acked = OptionalLong.empty();
    private TlsConversation.Result result = TlsConversation.Result.HANDSHAKING;

    SampleSession(String host, int port, boolean holdsSecrets) {
        header = SessionHeader.of("Parley 1.0", "sim:", STARTED).holdingSecrets(holdsSecrets);
        journal = Journal.inMemory(header, () -> now);
        this.host = host;
        this.port = port;
    }

    /** The field report's case, hostile strings included where {@code hostile} is given. */
    static SampleSession refused(String hostile) {
        SampleSession session = new SampleSession("a1b2c3-ats.iot.eu-central-1.amazonaws.com" + hostile, 8883, false);
        session.bringUp();
        session.open();
        session.wait(12);
        session.handshake(Direction.TX, HandshakeState.CLIENT_HELLO, HandshakeType.CLIENT_HELLO, 198);
        session.wait(140);
        session.handshake(Direction.RX, HandshakeState.SERVER_HELLO, HandshakeType.SERVER_HELLO, 66);
        session.wait(61);
        session.handshake(Direction.RX, HandshakeState.SERVER_CERTIFICATE, HandshakeType.CERTIFICATE, 2530);
        session.wait(33);
        session.handshake(Direction.RX, HandshakeState.SERVER_KEY_EXCHANGE, HandshakeType.SERVER_KEY_EXCHANGE, 329);
        session.handshake(Direction.RX, HandshakeState.CERTIFICATE_REQUEST, HandshakeType.CERTIFICATE_REQUEST, 59);
        session.handshake(Direction.RX, HandshakeState.SERVER_HELLO_DONE, HandshakeType.SERVER_HELLO_DONE, 0);
        session.wait(25);
        session.certificate();
        session.wait(190);
        session.peerCloses();
        session.wait(15);
        session.alert(Direction.RX, 46);
        session.unreadAtClose = 7;
        session.acked = OptionalLong.of(session.length(Direction.TX));
        session.wait(20);
        session.command("AT+QICLOSE=0", List.of(), ResultCode.OK);
        session.fail(HandshakeState.CLIENT_CERTIFICATE);
        session.findings.add(new Finding(
                "certificate-refused",
                0.92,
                "The server refused the device certificate: alert certificate_unknown (46) lay unread in the modem"
                        + hostile,
                "The whole Certificate record reached the server, which answered with a fatal alert and closed. The"
                        + " modem reports the close before the host has read the alert, so the firmware never sees it.",
                List.of(
                        new Evidence(
                                "877 bytes went out in state MBEDTLS_SSL_CLIENT_CERTIFICATE (7) and the peer has"
                                        + " acknowledged them all",
                                List.of(session.tx.getLast().place()),
                                session.tx.getLast().nanos()),
                        new Evidence(
                                "7 bytes were unread at the close: Alert fatal certificate_unknown (46)" + hostile,
                                List.of(session.rx.getLast().place()),
                                session.rx.getLast().nanos())),
                List.of(
                        "Check that the certificate is registered and ACTIVE in the account of this endpoint",
                        "openssl s_client -connect a1b2c3-ats.iot.eu-central-1.amazonaws.com:8883 -cert device.pem -key"
                                + " device.key",
                        "Read AT+QIRD=0,1500 until it is empty before AT+QICLOSE"),
                "The same certificate and key connect over Ethernet"));
        session.findings.add(new Finding(
                "alert-unread",
                0.6,
                "The modem told the close before the alert was read",
                "",
                List.of(new Evidence(
                        "+QIURC: \"closed\",0 came first", session.closeEvidence, session.closed.orElse(0))),
                List.of(),
                "No bytes are unread at the close"));
        return session;
    }

    /** A handshake that ends well, then MQTT. */
    static SampleSession established() {
        SampleSession session = new SampleSession("broker.example.org", 8883, true);
        session.bringUp();
        session.open();
        session.handshake(Direction.TX, HandshakeState.CLIENT_HELLO, HandshakeType.CLIENT_HELLO, 198);
        session.wait(80);
        session.handshake(Direction.RX, HandshakeState.SERVER_HELLO, HandshakeType.SERVER_HELLO, 66);
        session.handshake(Direction.RX, HandshakeState.SERVER_CERTIFICATE, HandshakeType.CERTIFICATE, 900);
        session.handshake(Direction.RX, HandshakeState.SERVER_KEY_EXCHANGE, HandshakeType.SERVER_KEY_EXCHANGE, 329);
        session.handshake(Direction.RX, HandshakeState.CERTIFICATE_REQUEST, HandshakeType.CERTIFICATE_REQUEST, 59);
        session.handshake(Direction.RX, HandshakeState.SERVER_HELLO_DONE, HandshakeType.SERVER_HELLO_DONE, 0);
        session.certificate();
        session.handshake(Direction.TX, HandshakeState.CLIENT_KEY_EXCHANGE, HandshakeType.CLIENT_KEY_EXCHANGE, 66);
        session.handshake(Direction.TX, HandshakeState.CERTIFICATE_VERIFY, HandshakeType.CERTIFICATE_VERIFY, 260);
        session.changeCipherSpec(Direction.TX, HandshakeState.CLIENT_CHANGE_CIPHER_SPEC);
        session.encrypted(Direction.TX, HandshakeState.CLIENT_FINISHED);
        session.wait(90);
        session.changeCipherSpec(Direction.RX, HandshakeState.SERVER_CHANGE_CIPHER_SPEC);
        session.encrypted(Direction.RX, HandshakeState.SERVER_FINISHED);
        session.result = TlsConversation.Result.ESTABLISHED;
        session.mqtt(Direction.TX, MqttPacketType.CONNECT, "", OptionalInt.empty(), "");
        session.wait(70);
        session.mqtt(Direction.RX, MqttPacketType.CONNACK, "", OptionalInt.empty(), "");
        session.mqtt(Direction.TX, MqttPacketType.SUBSCRIBE, "demo/echo", OptionalInt.of(1), "");
        session.wait(70);
        session.mqtt(Direction.RX, MqttPacketType.SUBACK, "", OptionalInt.of(1), "");
        session.mqtt(Direction.TX, MqttPacketType.PUBLISH, "demo/echo", OptionalInt.of(0), "{\"temperature\": 21.5}");
        session.wait(70);
        session.mqtt(Direction.RX, MqttPacketType.PUBLISH, "demo/echo", OptionalInt.of(0), "{\"temperature\": 21.5}");
        return session;
    }

    void wait(int millis) {
        now += millis * 1_000_000L;
    }

    void bringUp() {
        command("AT", List.of(), ResultCode.OK);
        command("ATI", List.of("Quectel", "BG95-M3", "Revision: BG95M3LAR02A03"), ResultCode.OK);
        command("AT+CGSN", List.of(IMEI), ResultCode.OK);
        command("AT+CIMI", List.of(IMSI), ResultCode.OK);
        command("AT+QCCID", List.of("+QCCID: " + ICCID), ResultCode.OK);
        command("AT+CNUM", List.of("+CNUM: ,\"" + PHONE + "\",145"), ResultCode.OK);
        command("AT+CEREG?", List.of("+CEREG: 0,1"), ResultCode.OK);
        command("AT+QICSGP=1,1,\"iot.apn\",\"device\",\"" + APN_PASSWORD + "\",1", List.of(), ResultCode.OK);
        command("AT+QIACT=1", List.of(), ResultCode.OK);
        command("AT+QIACT?", List.of("+QIACT: 1,1,1,\"" + MODEM_ADDRESS + "\""), ResultCode.OK);
        command("AT+QNOSUCH", List.of(), ResultCode.ERROR);
    }

    void open() {
        wait(30);
        requested = now;
        command("AT+QIOPEN=1,0,\"TCP\",\"" + host + "\"," + port + ",0,0", List.of(), ResultCode.OK);
        wait(250);
        urc("+QIOPEN", List.of("0", "0"), "+QIOPEN: 0,0");
        opened = OptionalLong.of(now);
        command(
                "AT+QISTATE=1,0",
                List.of("+QISTATE: 0,\"TCP\",\"" + PEER_ADDRESS + "\"," + port + ",22742,2,1,0,0,\"uart1\""),
                ResultCode.OK);
    }

    private Place cross(Direction direction, Bytes bytes) {
        now += 400_000 + bytes.length() * 86_000L;
        Event.Origin origin = direction == Direction.TX ? Event.Origin.PARLEY : Event.Origin.MODEM;
        Place place = journal.traffic(direction, bytes, origin, now).place();
        flow.bytes(FlowLayer.LINK, direction, now, bytes.length());
        return place;
    }

    private Line line(Role role, Direction direction, String text, String wire) {
        return new Line(role, direction, text, -1, cross(direction, Bytes.latin1(wire)), now);
    }

    void command(String text, List<String> answers, ResultCode code) {
        long start = now;
        List<Line> lines = new ArrayList<>();
        lines.add(line(Role.COMMAND, Direction.TX, text, text + "\r"));
        wait(3);
        for (String answer : answers) {
            lines.add(line(Role.INFORMATION, Direction.RX, answer, "\r\n" + answer + "\r\n"));
        }
        lines.add(line(Role.RESULT, Direction.RX, code.name(), "\r\n" + code.name() + "\r\n"));
        exchanges.add(
                new Exchange(exchanges.size(), Kind.COMMAND, text, Optional.of(code), code.name(), start, now, lines));
    }

    void urc(String name, List<String> arguments, String text) {
        long start = now;
        Line line = line(Role.URC, Direction.RX, text, "\r\n" + text + "\r\n");
        urcs.add(new AtEvent.Urc(exchanges.size(), name, arguments, text, line.place(), now));
        exchanges.add(new Exchange(exchanges.size(), Kind.URC, text, Optional.empty(), "", start, now, List.of(line)));
    }

    /** The host sends through the socket: {@code AT+QISEND}, prompt, payload, {@code SEND OK}. */
    void send(Bytes payload) {
        for (int from = 0; from < payload.length(); from += 1460) {
            Bytes part = payload.slice(from, Math.min(payload.length(), from + 1460));
            long start = now;
            String text = "AT+QISEND=0," + part.length();
            List<Line> lines = new ArrayList<>();
            lines.add(line(Role.COMMAND, Direction.TX, text, text + "\r"));
            lines.add(line(Role.PROMPT, Direction.RX, ">", "\r\n> "));
            Place place = cross(Direction.TX, part);
            lines.add(new Line(Role.PAYLOAD, Direction.TX, "", 0, place, now));
            flow.bytes(FlowLayer.SOCKET, Direction.TX, now, part.length());
            tx.add(new Segment(length(Direction.TX), place, exchanges.size(), now));
            lines.add(line(Role.RESULT, Direction.RX, "SEND OK", "\r\nSEND OK\r\n"));
            exchanges.add(new Exchange(
                    exchanges.size(),
                    Kind.COMMAND,
                    text,
                    Optional.of(ResultCode.SEND_OK),
                    "SEND OK",
                    start,
                    now,
                    lines));
        }
    }

    /** The host reads from the socket: {@code AT+QIRD}. */
    void receive(Bytes payload) {
        for (int from = 0; from < payload.length(); from += 1500) {
            Bytes part = payload.slice(from, Math.min(payload.length(), from + 1500));
            long start = now;
            List<Line> lines = new ArrayList<>();
            lines.add(line(Role.COMMAND, Direction.TX, "AT+QIRD=0,1500", "AT+QIRD=0,1500\r"));
            String answer = "+QIRD: " + part.length();
            lines.add(line(Role.INFORMATION, Direction.RX, answer, "\r\n" + answer + "\r\n"));
            Place place = cross(Direction.RX, part);
            lines.add(new Line(Role.PAYLOAD, Direction.RX, "", 0, place, now));
            flow.bytes(FlowLayer.SOCKET, Direction.RX, now, part.length());
            rx.add(new Segment(length(Direction.RX), place, exchanges.size(), now));
            lines.add(line(Role.RESULT, Direction.RX, "OK", "\r\n\r\nOK\r\n"));
            exchanges.add(new Exchange(
                    exchanges.size(),
                    Kind.COMMAND,
                    "AT+QIRD=0,1500",
                    Optional.of(ResultCode.OK),
                    "OK",
                    start,
                    now,
                    lines));
        }
    }

    void carry(Direction direction, Bytes payload) {
        if (direction == Direction.TX) {
            send(payload);
        } else {
            receive(payload);
        }
    }

    /** Takes a piece of the socket's streams. */
    interface PieceConsumer {
        void accept(Direction direction, long offset, Bytes bytes, long nanos);
    }

    /** All pieces of both streams in wire order. */
    void forEachPiece(PieceConsumer consumer) {
        Stream.concat(tx.stream(), rx.stream())
                .sorted(Comparator.comparingLong(Segment::nanos))
                .forEach(segment -> consumer.accept(
                        segment.place().direction(),
                        segment.offset(),
                        journal.bytes(segment.place()),
                        segment.nanos()));
    }

    void peerCloses() {
        urc("+QIURC", List.of("closed", "0"), "+QIURC: \"closed\",0");
        close(ClosedBy.PEER);
    }

    void hostCloses() {
        command("AT+QICLOSE=0", List.of(), ResultCode.OK);
        close(ClosedBy.HOST);
    }

    void close(ClosedBy by) {
        closedBy = by;
        closed = OptionalLong.of(exchanges.getLast().startNanos());
        closeEvidence = exchanges.getLast().places();
    }

    long length(Direction direction) {
        return new SocketStream(direction == Direction.TX ? tx : rx).length();
    }

    private TlsRecord record(Direction direction, ContentType type, Bytes fragment, boolean encrypted) {
        long from = length(direction);
        long start = now;
        Bytes header = Bytes.of(type.number(), 3, 3, fragment.length() >>> 8, fragment.length() & 0xff);
        carry(direction, header.plus(fragment));
        TlsRecord made = new TlsRecord(
                records.size(),
                direction,
                type,
                0x0303,
                from,
                length(direction),
                fragment,
                encrypted,
                encrypted ? Bytes.empty() : fragment,
                !encrypted,
                true,
                start,
                now);
        records.add(made);
        return made;
    }

    void handshake(Direction direction, HandshakeState state, HandshakeType type, int body) {
        byte[] bytes = new byte[4 + body];
        bytes[0] = (byte) type.number();
        bytes[2] = (byte) (body >>> 8);
        bytes[3] = (byte) body;
        message(direction, state, type, Bytes.wrap(bytes));
    }

    /** The client's Certificate with one device certificate of 862 bytes: 877 on the wire. */
    void certificate() {
        byte[] bytes = new byte[872];
        bytes[0] = 11;
        put24(bytes, 1, 868);
        put24(bytes, 4, 865);
        put24(bytes, 7, 862);
        bytes[10] = 0x30;
        bytes[11] = (byte) 0x82;
        message(Direction.TX, HandshakeState.CLIENT_CERTIFICATE, HandshakeType.CERTIFICATE, Bytes.wrap(bytes));
    }

    private static void put24(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >>> 16);
        bytes[at + 1] = (byte) (value >>> 8);
        bytes[at + 2] = (byte) value;
    }

    private void message(Direction direction, HandshakeState state, HandshakeType type, Bytes bytes) {
        TlsRecord record = record(direction, ContentType.HANDSHAKE, bytes, false);
        TlsMessage made = new TlsMessage.Handshake(
                messages.size(),
                direction,
                Optional.of(type),
                bytes,
                bytes.length(),
                true,
                List.of(record.index()),
                record.startNanos(),
                record.endNanos());
        done(state, made, bytes.length());
    }

    void changeCipherSpec(Direction direction, HandshakeState state) {
        TlsRecord record = record(direction, ContentType.CHANGE_CIPHER_SPEC, Bytes.of(1), false);
        done(
                state,
                new TlsMessage.ChangeCipherSpec(
                        messages.size(), direction, List.of(record.index()), record.startNanos(), record.endNanos()),
                1);
    }

    /** A Finished that cannot be read. */
    void encrypted(Direction direction, HandshakeState state) {
        TlsRecord record = record(direction, ContentType.HANDSHAKE, Bytes.wrap(new byte[40]), true);
        done(
                state,
                new TlsMessage.Handshake(
                        messages.size(),
                        direction,
                        Optional.of(HandshakeType.FINISHED),
                        Bytes.empty(),
                        16,
                        true,
                        List.of(record.index()),
                        record.startNanos(),
                        record.endNanos()),
                16);
    }

    void alert(Direction direction, int description) {
        TlsRecord record = record(direction, ContentType.ALERT, Bytes.of(2, description), false);
        messages.add(new TlsMessage.Alert(
                messages.size(),
                direction,
                2,
                description,
                List.of(record.index()),
                record.startNanos(),
                record.endNanos()));
    }

    private void done(HandshakeState state, TlsMessage message, int bytes) {
        messages.add(message);
        int record = message.records().stream()
                .mapToInt(index -> records.get(index).size())
                .sum();
        long start = steps.isEmpty() ? opened.orElse(0) : steps.getLast().endNanos();
        steps.add(new HandshakeStep(
                state,
                HandshakeStep.Status.DONE,
                OptionalInt.of(message.index()),
                record,
                bytes,
                start,
                message.endNanos()));
    }

    void fail(HandshakeState at) {
        result = TlsConversation.Result.FAILED;
        steps.replaceAll(step -> step.state() == at
                ? new HandshakeStep(
                        step.state(),
                        HandshakeStep.Status.FAILED,
                        step.message(),
                        step.recordBytes(),
                        step.messageBytes(),
                        step.startNanos(),
                        closed.orElse(now))
                : step);
    }

    void mqtt(Direction direction, MqttPacketType type, String topic, OptionalInt qos, String payload) {
        Bytes bytes = Bytes.of(type.number() << 4, 2 + topic.length() + payload.length())
                .plus(Bytes.of(0, topic.length()))
                .plus(Bytes.utf8(topic))
                .plus(Bytes.utf8(payload));
        TlsRecord record =
                record(direction, ContentType.APPLICATION_DATA, Bytes.wrap(new byte[bytes.length() + 24]), true);
        messages.add(new TlsMessage.ApplicationData(
                messages.size(), direction, bytes, List.of(record.index()), record.startNanos(), record.endNanos()));
        packets.add(new MqttPacket(
                packets.size(),
                direction,
                type,
                false,
                false,
                topic,
                qos,
                OptionalInt.empty(),
                type == MqttPacketType.CONNACK ? OptionalInt.of(0) : OptionalInt.empty(),
                Bytes.utf8(payload),
                bytes,
                0,
                bytes.length(),
                now,
                Optional.empty()));
    }

    Snapshot snapshot() {
        ModemSocket socket = new ModemSocket(
                0,
                0,
                "TCP",
                host,
                port,
                AccessMode.BUFFER,
                requested,
                true,
                opened,
                0,
                closedBy,
                closed,
                closeEvidence,
                length(Direction.TX),
                length(Direction.RX),
                0,
                acked,
                OptionalLong.empty(),
                unreadAtClose,
                closed.isPresent(),
                new SocketStream(List.copyOf(tx)),
                new SocketStream(List.copyOf(rx)));
        List<HandshakeStep> all = new ArrayList<>();
        for (HandshakeState state : HandshakeState.TLS12) {
            all.add(steps.stream()
                    .filter(step -> step.state() == state)
                    .findFirst()
                    .orElse(new HandshakeStep(
                            state,
                            result == TlsConversation.Result.ESTABLISHED
                                    ? (state.isOptional() ? HandshakeStep.Status.SKIPPED : HandshakeStep.Status.DONE)
                                    : state == HandshakeState.HELLO_REQUEST
                                            ? HandshakeStep.Status.DONE
                                            : HandshakeStep.Status.AHEAD,
                            OptionalInt.empty(),
                            0,
                            0,
                            -1,
                            -1)));
        }
        TlsConversation conversation = decoded.orElseGet(() -> new TlsConversation(
                0,
                List.copyOf(records),
                List.copyOf(messages),
                all,
                messages.size() > 1 ? "TLS 1.2" : "",
                messages.size() > 1 ? "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256" : "",
                host,
                "",
                Optional.empty(),
                result,
                closed,
                List.of()));
        CaseView view = new CaseView(
                List.copyOf(exchanges),
                List.copyOf(urcs),
                requested == 0 ? List.of() : List.of(socket),
                messages.isEmpty() && decoded.isEmpty() ? Map.of() : Map.of(0, conversation),
                Map.of(),
                packets.isEmpty() ? Map.of() : Map.of(0, List.copyOf(packets)),
                List.of(),
                NetworkPicture.unknown(),
                journal.duration(),
                false);
        return new Snapshot(journal.events(), header, view, flow.picture(), List.copyOf(findings), Optional.empty());
    }
}
