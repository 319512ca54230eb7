package dev.parley.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import java.io.ByteArrayOutputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The pcapng writer")
class PcapngWriterTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final PcapngWriter writer = new PcapngWriter(out);

    private static Inet4Address address(int... octets) throws Exception {
        return (Inet4Address) InetAddress.getByAddress(Bytes.of(octets).toArray());
    }

    private String written() {
        return Bytes.wrap(out.toByteArray()).hex();
    }

    @Test
    @DisplayName("writes a section header with comment and program")
    void writesSection() throws Exception {
        writer.section("Parley 1", "note");

        assertThat(written())
                .isEqualTo("0a0d0d0a" + "34000000" + "4d3c2b1a" + "01000000" + "ffffffffffffffff" + "01000400"
                        + "6e6f7465" + "04000800" + "5061726c65792031" + "00000000" + "34000000");
    }

    @Test
    @DisplayName("describes an Ethernet interface with times in nanoseconds")
    void writesInterface() throws Exception {
        writer.ethernet("modem", "");

        assertThat(written())
                .isEqualTo("01000000" + "2c000000" + "01000000" + "00000000" + "02000500" + "6d6f64656d000000"
                        + "09000100" + "09000000" + "00000000" + "2c000000");
    }

    @Test
    @DisplayName("writes TLS secrets as a Decryption Secrets Block")
    void writesSecrets() throws Exception {
        writer.secrets("A B C\n");

        assertThat(written())
                .isEqualTo("0a000000" + "1c000000" + "4b534c54" + "06000000" + "41204220430a0000" + "1c000000");
    }

    @Test
    @DisplayName("writes names, and nothing where there are none")
    void writesNames() throws Exception {
        writer.names(Map.of());
        assertThat(written()).isEmpty();

        writer.names(Map.of(address(198, 51, 100, 1), "abc"));
        assertThat(written())
                .isEqualTo("04000000" + "1c000000" + "01000800" + "c6336401" + "61626300" + "00000000" + "1c000000");
    }

    @Test
    @DisplayName("writes a SYN byte for byte: time, frame, checksums, comment")
    void writesPacket() throws Exception {
        TcpConversation conversation = new TcpConversation(
                new TcpConversation.Endpoint(address(10, 64, 64, 64), 49152),
                new TcpConversation.Endpoint(address(198, 51, 100, 1), 8883),
                0);

        writer.packet(Instant.parse("2026-03-01T09:30:00.000000001Z"), conversation.syn(), "AT");

        assertThat(written())
                .isEqualTo("06000000" + "68000000" + "00000000" + "aaad981801f0083a" + "3a000000" + "3a000000"
                        + "020000000002" + "020000000001" + "0800"
                        + "4500002c" + "00004000" + "4006" + "c617" + "0a404040" + "c6336401"
                        + "c00022b3" + "10000000" + "00000000" + "6002ffff" + "30be" + "0000" + "020405b4" + "0000"
                        + "01000200" + "41540000" + "00000000" + "68000000");
    }

    @Test
    @DisplayName("numbers payload by its place in the stream, so that missing bytes show as a gap")
    void showsGaps() throws Exception {
        TcpConversation conversation = new TcpConversation(
                new TcpConversation.Endpoint(address(10, 0, 0, 1), 1),
                new TcpConversation.Endpoint(address(10, 0, 0, 2), 2),
                0);
        conversation.syn();
        conversation.synAck();

        assertThat(sequence(conversation.data(Direction.TX, 0, Bytes.latin1("abc"))))
                .isEqualTo(0x10000001L);
        assertThat(sequence(conversation.data(Direction.TX, 10, Bytes.latin1("abc"))))
                .isEqualTo(0x1000000bL);
        byte[] answer = conversation.data(Direction.RX, 0, Bytes.latin1("x"));
        assertThat(sequence(answer)).isEqualTo(0x50000001L);
        assertThat(Bytes.wrap(answer).u32(34 + 8)).as("acknowledges").isEqualTo(0x1000000eL);
    }

    private static long sequence(byte[] frame) {
        return Bytes.wrap(frame).u32(34 + 4);
    }
}
