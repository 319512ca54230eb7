package dev.parley.export;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/**
 * Writes the blocks of a pcapng file (IETF draft-ietf-opsawg-pcapng), little-endian: one section, one Ethernet interface with
 * times in nanoseconds. One thread.
 *
 * <p>Call order: {@link #section}, {@link #ethernet}, then {@link #secrets} and {@link #names} where there are any, then the
 * packets: a reader meets the secrets before the first packet that needs them.
 */
public final class PcapngWriter implements Closeable {
    private static final int SECTION_HEADER = 0x0A0D0D0A;
    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int NAME_RESOLUTION = 4;
    private static final int ENHANCED_PACKET = 6;
    private static final int DECRYPTION_SECRETS = 0x0000000A;

    private static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;
    private static final int TLS_KEY_LOG = 0x544C534B;
    private static final int LINKTYPE_ETHERNET = 1;

    private static final int OPT_END = 0;
    private static final int OPT_COMMENT = 1;
    private static final int SHB_USERAPPL = 4;
    private static final int IF_NAME = 2;
    private static final int IF_DESCRIPTION = 3;
    private static final int IF_TSRESOL = 9;
    private static final int NRB_RECORD_IPV4 = 1;

    /** An option's length has 16 bits; a comment beyond this is of no use in a packet list either. */
    private static final int LONGEST_TEXT = 4096;

    private final OutputStream out;

    public PcapngWriter(OutputStream out) {
        this.out = out;
    }

    /** Begins the section. {@code program} is who writes it; an empty {@code comment} is left out. */
    public void section(String program, String comment) throws IOException {
        Block block = new Block();
        block.u32(BYTE_ORDER_MAGIC);
        block.u16(1);
        block.u16(0);
        block.u64(-1);
        block.text(OPT_COMMENT, comment);
        block.text(SHB_USERAPPL, program);
        block.endOptions();
        write(SECTION_HEADER, block);
    }

    /** Describes the one interface: Ethernet, no snapshot limit, times in units of 10^-9 s. */
    public void ethernet(String name, String description) throws IOException {
        Block block = new Block();
        block.u16(LINKTYPE_ETHERNET);
        block.u16(0);
        block.u32(0);
        block.text(IF_NAME, name);
        block.text(IF_DESCRIPTION, description);
        block.option(IF_TSRESOL, new byte[] {9});
        block.endOptions();
        write(INTERFACE_DESCRIPTION, block);
    }

    /** Adds TLS secrets as a Decryption Secrets Block; {@code keyLog} has the NSS key log format. */
    public void secrets(String keyLog) throws IOException {
        byte[] bytes = keyLog.getBytes(StandardCharsets.US_ASCII);
        Block block = new Block();
        block.u32(TLS_KEY_LOG);
        block.u32(bytes.length);
        block.padded(bytes);
        write(DECRYPTION_SECRETS, block);
    }

    /** Tells which name stands behind an address; writes nothing for an empty map. */
    public void names(Map<Inet4Address, String> names) throws IOException {
        if (names.isEmpty()) {
            return;
        }
        Block block = new Block();
        for (Map.Entry<Inet4Address, String> entry : names.entrySet()) {
            ByteArrayOutputStream record = new ByteArrayOutputStream();
            record.writeBytes(entry.getKey().getAddress());
            record.writeBytes(clipped(entry.getValue()));
            record.write(0);
            block.option(NRB_RECORD_IPV4, record.toByteArray());
        }
        block.u16(0);
        block.u16(0);
        write(NAME_RESOLUTION, block);
    }

    /** Adds one frame as it would have crossed the interface; an empty {@code comment} is left out. */
    public void packet(Instant time, byte[] frame, String comment) throws IOException {
        long nanos = Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
        Block block = new Block();
        block.u32(0);
        block.u32((int) (nanos >>> 32));
        block.u32((int) nanos);
        block.u32(frame.length);
        block.u32(frame.length);
        block.padded(frame);
        if (!comment.isEmpty()) {
            block.text(OPT_COMMENT, comment);
            block.endOptions();
        }
        write(ENHANCED_PACKET, block);
    }

    private void write(int type, Block block) throws IOException {
        byte[] body = block.toByteArray();
        ByteBuffer buffer = ByteBuffer.allocate(body.length + 12).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(type).putInt(buffer.capacity()).put(body).putInt(buffer.capacity());
        out.write(buffer.array());
    }

    private static byte[] clipped(String text) {
        String plain = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
        return plain.replace('\0', ' ').getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    /** The body of a block under way. */
    private static final class Block {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        void u16(int value) {
            out.write(value);
            out.write(value >>> 8);
        }

        void u32(int value) {
            u16(value);
            u16(value >>> 16);
        }

        void u64(long value) {
            u32((int) value);
            u32((int) (value >>> 32));
        }

        void padded(byte[] bytes) {
            out.writeBytes(bytes);
            for (int i = bytes.length; i % 4 != 0; i++) {
                out.write(0);
            }
        }

        void option(int code, byte[] value) {
            u16(code);
            u16(value.length);
            padded(value);
        }

        void text(int code, String text) {
            if (!text.isEmpty()) {
                option(code, clipped(text));
            }
        }

        void endOptions() {
            u16(OPT_END);
            u16(0);
        }

        byte[] toByteArray() {
            return out.toByteArray();
        }
    }
}
