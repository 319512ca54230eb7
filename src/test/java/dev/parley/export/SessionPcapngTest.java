package dev.parley.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.socket.ClosedBy;
import dev.parley.tls.HandshakeType;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsDecoder;
import dev.parley.tls.TlsMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A session's pcapng file")
class SessionPcapngTest {
    @TempDir
    Path folder;

    private static byte[] export(SampleSession session, ExportOptions options) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SessionPcapng.write(session.snapshot(), session.journal, options, out);
        return out.toByteArray();
    }

    private Path file(SampleSession session, ExportOptions options) throws IOException {
        return Files.write(folder.resolve("session.pcapng"), export(session, options));
    }

    private static ExportOptions plain() {
        return ExportOptions.of("session.parley").withRedaction(Redaction.off());
    }

    @Test
    @DisplayName("is decoded by tshark without a malformed packet, a bad checksum or a doubt about a sequence number")
    void isSound() throws Exception {
        Tshark.orSkip();
        Path file = file(SampleSession.refused(""), plain());

        List<String> doubts = Tshark.read(
                file,
                "-o",
                "ip.check_checksum:TRUE",
                "-o",
                "tcp.check_checksum:TRUE",
                "-Y",
                "_ws.malformed || ip.checksum.status == 0 || tcp.checksum.status == 0 || tcp.analysis.flags");

        assertThat(doubts).isEmpty();
        assertThat(Tshark.read(file, "-T", "fields", "-e", "tcp.len").stream()
                        .mapToInt(Integer::parseInt)
                        .max())
                .hasValue(1460);
    }

    @Test
    @DisplayName("shows the handshake as TLS on port 8883, in the order it crossed the link")
    void showsHandshake() throws Exception {
        Tshark.orSkip();
        Path file = file(SampleSession.refused(""), plain());

        assertThat(Tshark.read(file, "-Y", "tls.handshake.type", "-T", "fields", "-e", "tls.handshake.type"))
                .containsExactly("1", "2", "11", "12", "13", "14", "11");
        assertThat(Tshark.read(file, "-Y", "tls.alert_message", "-T", "fields", "-e", "tls.alert_message.desc"))
                .containsExactly("46");
        assertThat(Tshark.read(
                        file, "-Y", "tls.handshake.type == 11 && tcp.dstport == 8883", "-T", "fields", "-e", "tcp.len"))
                .containsExactly("877");
    }

    @Test
    @DisplayName("has the real times, to the nanosecond")
    void hasRealTimes() throws Exception {
        Tshark.orSkip();
        SampleSession session = SampleSession.refused("");
        Path file = file(session, plain());
        long opened = session.snapshot().view().sockets().getFirst().openRequestedNanos();

        assertThat(Tshark.read(file, "-Y", "tcp.flags == 0x002", "-T", "fields", "-e", "frame.time_epoch"))
                .containsExactly(epoch(opened));
    }

    private static String epoch(long nanos) {
        var at = SampleSession.STARTED.plusNanos(nanos);
        return String.format("%d.%09d", at.getEpochSecond(), at.getNano());
    }

    @Test
    @DisplayName("has the AT lines as comments on the packets they made")
    void hasCommentsFromAt() throws Exception {
        Tshark.orSkip();
        Path file = file(SampleSession.refused(""), plain());

        List<String> comments = Tshark.read(file, "-Y", "frame.comment", "-T", "fields", "-e", "frame.comment");

        assertThat(comments)
                .contains("AT+QISEND=0,877 / SEND OK")
                .contains("AT+QIRD=0,1500 / +QIRD: 7 / OK")
                .anyMatch(comment -> comment.startsWith("AT+QIOPEN=1,0,\"TCP\""))
                .contains("+QIOPEN: 0,0")
                .anyMatch(comment -> comment.startsWith("+QIURC: \"closed\",0 / closed by the peer / reported at")
                        && comment.endsWith("7 bytes were still unread then"));
    }

    @Test
    @DisplayName("ends with the FIN of the one who closed: the peer's after the bytes that were read late")
    void endsAsItHappened() throws Exception {
        Tshark.orSkip();

        assertThat(ends(SampleSession.refused("")))
                .as("peer first, then the host's QICLOSE")
                .containsExactly("8883\t0x0011", "22742\t0x0011");
        SampleSession host = SampleSession.established();
        host.hostCloses();
        assertThat(ends(host)).containsExactly("22742\t0x0011");
        SampleSession pdp = SampleSession.established();
        pdp.urc("+QIURC", List.of("pdpdeact", "1"), "+QIURC: \"pdpdeact\",1");
        pdp.close(ClosedBy.PDP);
        assertThat(ends(pdp)).containsExactly("22742\t0x0014");
        assertThat(ends(SampleSession.established())).as("still open").isEmpty();
    }

    private List<String> ends(SampleSession session) throws Exception {
        return Tshark.read(
                file(session, plain()),
                "-Y",
                "tcp.flags.fin == 1 || tcp.flags.reset == 1",
                "-T",
                "fields",
                "-e",
                "tcp.srcport",
                "-e",
                "tcp.flags");
    }

    @Test
    @DisplayName("carries every byte of both streams, whatever their sizes")
    void carriesEveryByte() throws Exception {
        Tshark.orSkip();
        long seed = 20260301;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        SampleSession session = new SampleSession("echo.example.org", 7, false);
        session.open();
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        for (int i = 0; i < 60; i++) {
            byte[] bytes = new byte[1 + random.nextInt(4000)];
            random.nextBytes(bytes);
            if (random.nextInt(4) == 0) {
                sent.writeBytes(bytes);
                session.send(Bytes.copyOf(bytes));
            } else {
                received.writeBytes(bytes);
                session.receive(Bytes.copyOf(bytes));
            }
        }
        session.hostCloses();
        Path file = file(session, plain());

        assertThat(payload(file, "tcp.dstport == 7")).isEqualTo(Bytes.wrap(sent.toByteArray()));
        assertThat(payload(file, "tcp.srcport == 7")).isEqualTo(Bytes.wrap(received.toByteArray()));
        assertThat(Tshark.read(file, "-Y", "tcp.analysis.flags")).isEmpty();
    }

    private static Bytes payload(Path file, String filter) throws Exception {
        return Bytes.hex(String.join(
                "", Tshark.read(file, "-Y", filter + " && tcp.len > 0", "-T", "fields", "-e", "tcp.payload")));
    }

    @Test
    @DisplayName("uses the addresses the modem told, and synthetic ones where it is redacted")
    void hidesAddresses() throws Exception {
        Tshark.orSkip();
        String[] addresses = {"-Y", "tcp.flags == 0x002", "-T", "fields", "-e", "ip.src", "-e", "ip.dst"};

        assertThat(Tshark.read(file(SampleSession.refused(""), plain()), addresses))
                .containsExactly(SampleSession.MODEM_ADDRESS + "\t" + SampleSession.PEER_ADDRESS);
        assertThat(Tshark.read(file(SampleSession.refused(""), ExportOptions.of("")), addresses))
                .containsExactly("10.64.64.64\t198.51.100.1");
    }

    @Test
    @DisplayName("holds secrets only where the session kept them and they were asked for")
    void holdsSecretsOnlyIfAsked() throws Exception {
        for (boolean kept : new boolean[] {true, false}) {
            for (boolean asked : new boolean[] {true, false}) {
                SampleSession session = new SampleSession("example.org", 8883, kept);
                session.open();
                session.journal.secret("CLIENT_RANDOM", Bytes.wrap(new byte[32]), Bytes.wrap(new byte[48]));

                String text = new String(export(session, plain().withSecrets(asked)), StandardCharsets.ISO_8859_1);

                assertThat(text.contains("CLIENT_RANDOM")).isEqualTo(kept && asked);
                assertThat(text.contains("Holds the TLS secrets")).isEqualTo(kept && asked);
            }
        }
    }

    @Test
    @DisplayName("shows TLS messages as our decoder does, and MQTT inside where it holds the secrets")
    void showsMqttInside() throws Exception {
        Tshark.orSkip();
        SampleSession session = RealTlsSession.run();
        TlsDecoder decoder = new TlsDecoder(0, bytes -> {});
        session.forEachPiece(
                (direction, offset, bytes, nanos) -> decoder.accept(direction, offset, bytes, true, nanos));
        List<String> ours = decoder.conversation().messages().stream()
                .filter(TlsMessage.Handshake.class::isInstance)
                .map(TlsMessage.Handshake.class::cast)
                .flatMap(message -> message.type().stream())
                // Encrypted: that it is Finished follows from its place, and tshark names by content alone.
                .filter(type -> type != HandshakeType.FINISHED)
                .map(type -> Integer.toString(type.number()))
                .toList();

        Path shut = file(session, plain());
        List<String> theirs =
                Tshark.read(shut, "-Y", "tls.handshake.type", "-T", "fields", "-e", "tls.handshake.type").stream()
                        .flatMap(line -> Arrays.stream(line.split(",")))
                        .toList();
        assertThat(ours).contains("1", "2", "11", "12", "13", "14", "16", "15");
        assertThat(theirs).as("handshake types").isEqualTo(ours);
        assertThat(Tshark.read(shut, "-Y", "mqtt")).as("without secrets").isEmpty();
        assertThat(Tshark.read(shut, "-Y", "tls.app_data")).as("encrypted data").hasSize(4);

        Path open = file(session, plain().withSecrets(true));
        assertThat(Tshark.read(open, "-Y", "mqtt", "-T", "fields", "-e", "mqtt.msgtype"))
                .containsExactly("1", "2", "3", "3");
        assertThat(Tshark.read(open, "-Y", "mqtt.msgtype == 3", "-T", "fields", "-e", "mqtt.topic"))
                .containsExactly("echo", "echo");
        assertThat(Tshark.read(open, "-Y", "_ws.malformed || tcp.analysis.flags"))
                .isEmpty();
    }

    @Test
    @DisplayName(
            "shows TLS 1.3 as our decoder does: the same records and, with the secrets, the same messages and MQTT")
    void showsTls13() throws Exception {
        Tshark.orSkip();
        showsWhatWeRead(RealTlsSession.run13());
    }

    @Test
    @DisplayName("shows the records of TLS 1.2 with the lengths our decoder found")
    void showsTls12Records() throws Exception {
        Tshark.orSkip();
        showsWhatWeRead(RealTlsSession.run());
    }

    private void showsWhatWeRead(SampleSession session) throws Exception {
        TlsConversation conversation = RealTlsSession.decoded(session);
        Path shut = file(session, plain());
        for (Direction direction : Direction.values()) {
            assertThat(fields(shut, from(direction) + " && tls.record.length", "tls.record.length"))
                    .as("record lengths, %s", direction)
                    .isEqualTo(conversation.records().stream()
                            .filter(record -> record.direction() == direction)
                            .map(record -> Integer.toString(record.announced()))
                            .toList());
        }
        assertThat(Tshark.read(shut, "-Y", "mqtt")).as("without secrets").isEmpty();

        Path open = file(session, plain().withSecrets(true));
        for (Direction direction : Direction.values()) {
            assertThat(fields(open, from(direction) + " && tls.handshake.type", "tls.handshake.type"))
                    .as("handshake types, %s", direction)
                    .isEqualTo(conversation.messages().stream()
                            .filter(message -> message.direction() == direction)
                            .filter(TlsMessage.Handshake.class::isInstance)
                            .map(TlsMessage.Handshake.class::cast)
                            .map(message -> Integer.toString(
                                    message.type().orElseThrow().number()))
                            .toList());
        }
        assertThat(Tshark.read(open, "-Y", "mqtt", "-T", "fields", "-e", "mqtt.msgtype"))
                .containsExactly("1", "2", "3", "3");
    }

    private static String from(Direction direction) {
        return direction == Direction.TX ? "tcp.dstport == 8883" : "tcp.srcport == 8883";
    }

    private static List<String> fields(Path file, String filter, String field) throws Exception {
        return Tshark.read(file, "-Y", filter, "-T", "fields", "-e", field).stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .toList();
    }
}
