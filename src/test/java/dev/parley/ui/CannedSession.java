package dev.parley.ui;

import dev.parley.at.AtDecoder;
import dev.parley.at.AtEvent;
import dev.parley.at.ExchangeLog;
import dev.parley.at.NetworkWatch;
import dev.parley.doctor.CaseView;
import dev.parley.doctor.Doctor;
import dev.parley.flow.FlowLayer;
import dev.parley.flow.FlowLog;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import dev.parley.journal.SessionHeader;
import dev.parley.mqtt.MqttPacket;
import dev.parley.mqtt.MqttPacketType;
import dev.parley.session.Snapshot;
import dev.parley.sim.endpoint.PkiException;
import dev.parley.sim.endpoint.TestPki;
import dev.parley.socket.ClosedBy;
import dev.parley.socket.SocketEvent;
import dev.parley.socket.SocketFlow;
import dev.parley.tls.ApplicationStream;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/**
 * A session written by hand, one call a thing that crosses the link, and decoded by the real decoders. Its encrypted records
 * hold noise: what they carried is told beside them.
 */
final class CannedSession {
    private static final long MILLISECOND = 1_000_000;
    private static final Credentials CREDENTIALS = Credentials.make();

    /** Certificates in DER, of the sizes that matter: the device's has 862 bytes. */
    private record Credentials(Bytes device, Bytes server) {
        static Credentials make() {
            try {
                Path directory = Files.createTempDirectory("canned-session");
                TestPki pki = TestPki.in(directory, Clock.systemUTC());
                return new Credentials(der(pki.deviceCertificateFile()), der(pki.caFile()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (PkiException e) {
                throw new IllegalStateException(e);
            }
        }

        private static Bytes der(Path pem) throws IOException {
            String text = Files.readString(pem, StandardCharsets.US_ASCII);
            int from = text.indexOf("-----BEGIN CERTIFICATE-----") + 27;
            String body = text.substring(from, text.indexOf("-----END", from)).replaceAll("\\s", "");
            return Bytes.wrap(Base64.getDecoder().decode(body));
        }
    }

    private final Random random = new Random(877);
    private final Journal journal;
    private final ExchangeLog exchanges = new ExchangeLog();
    private final NetworkWatch network = new NetworkWatch();
    private final SocketFlow flow = new SocketFlow(this::onSocket);
    private final AtDecoder at = new AtDecoder(this::onAt);
    private final TlsDecoder tls = new TlsDecoder(0, bytes -> {});
    private final FlowLog points = new FlowLog();
    private final List<MqttPacket> packets = new ArrayList<>();
    /** What happened besides the traffic: notes, signals, the link's changes. */
    private final List<Event> changes = new ArrayList<>();

    private final Map<Direction, List<ApplicationStream.Span>> spans = new EnumMap<>(Direction.class);
    private Event.Origin writer = Event.Origin.PARLEY;
    private long now;
    private boolean live = true;
    private boolean tlsStarted;

    CannedSession(String link) {
        journal = Journal.inMemory(
                SessionHeader.of("Parley test", link, Instant.parse("2026-03-01T09:30:00Z")), () -> now);
        journal.observe(event -> {
            if (event instanceof Event.Traffic traffic) {
                at.accept(traffic);
                points.bytes(
                        FlowLayer.LINK,
                        traffic.direction(),
                        traffic.nanos(),
                        traffic.bytes().length());
            } else {
                changes.add(event);
            }
        });
    }

    private void onAt(AtEvent event) {
        exchanges.accept(event, writer);
        network.accept(event);
        flow.accept(event);
    }

    private void onSocket(SocketEvent event) {
        switch (event) {
            case SocketEvent.Opened opened -> tlsStarted = true;
            case SocketEvent.Data data -> {
                points.bytes(
                        FlowLayer.SOCKET,
                        data.direction(),
                        data.nanos(),
                        data.bytes().length());
                tls.accept(data.direction(), data.offset(), data.bytes(), data.accepted(), data.nanos());
            }
            case SocketEvent.Closed closed -> {
                if (closed.by() != ClosedBy.PEER) {
                    tls.closed(closed.nanos());
                }
            }
        }
    }

    Journal journal() {
        return journal;
    }

    void pass(double milliseconds) {
        now += (long) (milliseconds * MILLISECOND);
    }

    private void cross(Direction direction, Bytes bytes) {
        Event.Origin origin = direction == Direction.TX ? writer : Event.Origin.MODEM;
        journal.traffic(direction, bytes, origin, now);
        // What the UART needs for it at 115200 baud, 8N1.
        pass(bytes.length() * 10_000.0 / 115_200);
    }

    private void tx(String text) {
        cross(Direction.TX, Bytes.latin1(text));
    }

    private void rx(String text) {
        cross(Direction.RX, Bytes.latin1(text));
    }

    /** As {@link #command}, typed by the operator. */
    void typed(String line, double milliseconds, String... lines) {
        writer = Event.Origin.OPERATOR;
        command(line, milliseconds, lines);
        writer = Event.Origin.PARLEY;
    }

    /** A command that is answered with {@code lines} and OK after {@code milliseconds}. */
    void command(String line, double milliseconds, String... lines) {
        tx(line + "\r");
        pass(milliseconds);
        for (String information : lines) {
            rx("\r\n" + information + "\r\n");
        }
        rx("\r\nOK\r\n");
        pass(2);
    }

    void urc(String line) {
        rx("\r\n" + line + "\r\n");
        pass(1);
    }

    void bringUp() {
        command("AT", 6);
        command("ATE0", 5);
        command("AT+CMEE=2", 5);
        command("ATI", 8, "Quectel", "BG95-M3", "Revision: BG95M3LAR02A03");
        command("AT+CPIN?", 9, "+CPIN: READY");
        command("AT+CSQ", 7, "+CSQ: 20,99");
        command("AT+CEREG?", 7, "+CEREG: 0,1");
        command("AT+QCSQ", 7, "+QCSQ: \"eMTC\",-68,-98,115,-12");
        command("AT+QICSGP=1,1,\"iot.example\",\"\",\"\",0", 12);
        command("AT+QIACT=1", 410);
        command("AT+QIACT?", 8, "+QIACT: 1,1,1,\"10.76.51.180\"");
    }

    void open(String host, int port) {
        command("AT+QIOPEN=1,0,\"TCP\",\"" + host + "\"," + port + ",0,0", 9);
        pass(182);
        urc("+QIOPEN: 0,0");
    }

    /** Bytes of the socket's stream to the server, in one send. */
    void send(Bytes bytes) {
        tx("AT+QISEND=0," + bytes.length() + "\r");
        pass(4);
        rx("\r\n> ");
        cross(Direction.TX, bytes);
        pass(9);
        rx("\r\nSEND OK\r\n");
        pass(3);
    }

    /** Bytes of the socket's stream from the server, announced and read in pieces of at most 1500. */
    void receive(Bytes bytes) {
        urc("+QIURC: \"recv\",0");
        read(bytes);
    }

    /** Reads without having been told that there is something to read. */
    void read(Bytes bytes) {
        for (int from = 0; from < bytes.length(); from += 1500) {
            Bytes part = bytes.slice(from, Math.min(bytes.length(), from + 1500));
            tx("AT+QIRD=0,1500\r");
            pass(4);
            rx("\r\n+QIRD: " + part.length() + "\r\n");
            cross(Direction.RX, part);
            rx("\r\n\r\nOK\r\n");
            pass(3);
        }
        tx("AT+QIRD=0,1500\r");
        pass(4);
        rx("\r\n+QIRD: 0\r\n\r\nOK\r\n");
        pass(2);
    }

    void peerCloses() {
        urc("+QIURC: \"closed\",0");
    }

    /** What TLS is told once the drain after a close is over. */
    void drained() {
        tls.closed(now);
    }

    void over() {
        live = false;
    }

    // TLS

    private Bytes noise(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Bytes.wrap(bytes);
    }

    static Bytes record(int type, Bytes fragment) {
        int length = fragment.length();
        return Bytes.of(type, 3, 3, length >> 8, length & 0xff).plus(fragment);
    }

    static Bytes handshake(int type, Bytes body) {
        int length = body.length();
        return record(
                22,
                Bytes.of(type, length >> 16, length >> 8 & 0xff, length & 0xff).plus(body));
    }

    private static Bytes u16(int value) {
        return Bytes.of(value >> 8, value & 0xff);
    }

    private static Bytes u24(int value) {
        return Bytes.of(value >> 16, value >> 8 & 0xff, value & 0xff);
    }

    private static Bytes sized(Bytes content) {
        return u16(content.length()).plus(content);
    }

    private static Bytes extension(int type, Bytes content) {
        return u16(type).plus(sized(content));
    }

    Bytes clientHello(String host) {
        Bytes name = Bytes.latin1(host);
        Bytes extensions = Bytes.concat(List.of(
                extension(0, sized(Bytes.of(0).plus(sized(name)))),
                extension(10, sized(u16(23))),
                extension(11, Bytes.of(1, 0)),
                extension(13, sized(Bytes.hex("040305030401"))),
                extension(16, sized(Bytes.of(14).plus(Bytes.latin1("x-amzn-mqtt-ca")))),
                extension(22, Bytes.empty()),
                extension(23, Bytes.empty())));
        return handshake(
                1,
                Bytes.concat(List.of(
                        Bytes.of(3, 3),
                        noise(32),
                        Bytes.of(0),
                        sized(Bytes.hex("c02bc02fc023c02700ff")),
                        Bytes.of(1, 0),
                        sized(extensions))));
    }

    Bytes serverHello() {
        return handshake(
                2,
                Bytes.concat(List.of(
                        Bytes.of(3, 3),
                        noise(32),
                        Bytes.of(0),
                        u16(0xc02f),
                        Bytes.of(0),
                        sized(extension(23, Bytes.empty()).plus(extension(11, Bytes.of(1, 0)))))));
    }

    private static Bytes certificates(Bytes... chain) {
        Bytes list = Bytes.empty();
        for (Bytes certificate : chain) {
            list = list.plus(u24(certificate.length())).plus(certificate);
        }
        return handshake(11, u24(list.length()).plus(list));
    }

    Bytes serverCertificate() {
        return certificates(CREDENTIALS.server(), CREDENTIALS.device());
    }

    Bytes serverKeyExchange() {
        return handshake(
                12,
                Bytes.concat(
                        List.of(Bytes.of(3), u16(23), Bytes.of(65, 4), noise(64), u16(0x0401), sized(noise(256)))));
    }

    Bytes certificateRequest() {
        return handshake(13, Bytes.of(1, 1).plus(sized(Bytes.hex("04030401"))).plus(u16(0)));
    }

    Bytes serverHelloDone() {
        return handshake(14, Bytes.empty());
    }

    Bytes clientCertificate() {
        return certificates(CREDENTIALS.device());
    }

    Bytes clientKeyExchange() {
        return handshake(16, Bytes.of(65, 4).plus(noise(64)));
    }

    Bytes certificateVerify() {
        return handshake(15, u16(0x0403).plus(sized(noise(71))));
    }

    Bytes changeCipherSpec() {
        return record(20, Bytes.of(1));
    }

    Bytes finished() {
        return record(22, noise(40));
    }

    Bytes alert(int description) {
        return record(21, Bytes.of(2, description));
    }

    // MQTT

    private Bytes protect(Direction direction, Bytes plain) {
        List<ApplicationStream.Span> line = spans.computeIfAbsent(direction, key -> new ArrayList<>());
        long from = line.isEmpty() ? 0 : line.getLast().end();
        line.add(new ApplicationStream.Span(
                from, from + plain.length(), tls.conversation().records().size()));
        return record(23, noise(plain.length() + 24));
    }

    /** A packet inside a record of its own. */
    void mqtt(
            Direction direction,
            MqttPacketType type,
            String topic,
            int qos,
            OptionalInt code,
            String payload,
            boolean retain) {
        Bytes body = Bytes.empty();
        if (!topic.isEmpty()) {
            body = body.plus(sized(Bytes.utf8(topic)));
        }
        body = body.plus(Bytes.utf8(payload));
        Bytes packet = Bytes.of(type.number() << 4 | qos << 1 | (retain ? 1 : 0), body.length())
                .plus(body);
        long from = spans.getOrDefault(direction, List.of()).stream()
                .mapToLong(ApplicationStream.Span::end)
                .max()
                .orElse(0);
        Bytes record = protect(direction, packet);
        long begin = now;
        if (direction == Direction.TX) {
            send(record);
        } else {
            receive(record);
        }
        packets.add(new MqttPacket(
                packets.size(),
                direction,
                type,
                false,
                retain,
                topic,
                topic.isEmpty() ? OptionalInt.empty() : OptionalInt.of(qos),
                OptionalInt.empty(),
                code,
                type == MqttPacketType.PUBLISH ? Bytes.utf8(payload) : Bytes.empty(),
                packet,
                from,
                from + packet.length(),
                begin,
                Optional.empty()));
    }

    Snapshot snapshot() {
        TlsConversation conversation = tls.conversation();
        Map<Direction, ApplicationStream> applications = new EnumMap<>(Direction.class);
        spans.forEach((direction, line) -> applications.put(direction, new ApplicationStream(List.copyOf(line))));
        CaseView view = new CaseView(
                exchanges.exchanges(),
                exchanges.urcs(),
                flow.sockets(),
                tlsStarted ? Map.of(0, conversation) : Map.of(),
                tlsStarted ? Map.of(0, applications) : Map.of(),
                packets.isEmpty() ? Map.of() : Map.of(0, List.copyOf(packets)),
                List.copyOf(changes),
                network.picture(),
                Math.max(now, journal.duration()),
                live);
        return new Snapshot(
                journal.events(),
                journal.header(),
                view,
                points.picture(),
                Doctor.standard().examine(view),
                Optional.empty());
    }

    long now() {
        return now;
    }
}
