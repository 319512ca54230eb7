package dev.parley.export;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import java.net.Inet4Address;
import java.nio.ByteBuffer;

/**
 * One TCP connection, retold as Ethernet frames (RFC 791, RFC 9293): addresses, sequence and acknowledgement numbers, checksums.
 *
 * <p>{@code TX} is host to peer. Every frame acknowledges all that was told of the other direction before it. Stream offsets
 * set the sequence numbers, so bytes that were left out show as a missing segment. One thread.
 */
final class TcpConversation {
    /** The most payload one frame carries: an Ethernet MTU of 1500 less 20 bytes of IPv4 and 20 of TCP header. */
    static final int SEGMENT = 1460;

    private static final int FIN = 0x01;
    private static final int SYN = 0x02;
    private static final int RST = 0x04;
    private static final int PSH = 0x08;
    private static final int ACK = 0x10;

    private static final int WINDOW = 0xffff;
    private static final byte[] MSS_OPTION = {2, 4, (byte) (SEGMENT >>> 8), (byte) SEGMENT};

    /** Locally administered addresses: they belong to no maker. */
    private static final byte[] HOST_MAC = {2, 0, 0, 0, 0, 1};

    private static final byte[] PEER_MAC = {2, 0, 0, 0, 0, 2};

    /**
     * One end of the connection.
     *
     * @param port 0 to 65535
     */
    record Endpoint(Inet4Address address, int port) {}

    private final Side host;
    private final Side peer;

    TcpConversation(Endpoint host, Endpoint peer, int ordinal) {
        this.host = new Side(host, HOST_MAC, 0x10000000 + ordinal);
        this.peer = new Side(peer, PEER_MAC, 0x50000000 + ordinal);
    }

    /** The host asks for a connection. */
    byte[] syn() {
        host.started = true;
        return frame(Direction.TX, SYN, host.isn, MSS_OPTION, Bytes.empty());
    }

    /** The peer takes the connection. */
    byte[] synAck() {
        peer.started = true;
        return frame(Direction.RX, SYN | ACK, peer.isn, MSS_OPTION, Bytes.empty());
    }

    /** An acknowledgement of everything told so far, sent in {@code direction}. */
    byte[] ack(Direction direction) {
        return frame(direction, ACK, side(direction).sequence(), new byte[0], Bytes.empty());
    }

    /** Payload of at most {@link #SEGMENT} bytes that stands at {@code offset} of its direction's stream. */
    byte[] data(Direction direction, long offset, Bytes payload) {
        Side side = side(direction);
        side.started = true;
        side.other(this).started = true;
        side.told = Math.max(side.told, offset + payload.length());
        return frame(direction, PSH | ACK, side.isn + 1 + (int) offset, new byte[0], payload);
    }

    /** How many bytes of {@code direction} were told since the other side last sent anything. */
    long unacknowledged(Direction direction) {
        return side(direction).told - side(direction).acknowledged;
    }

    byte[] fin(Direction direction) {
        Side side = side(direction);
        int sequence = side.sequence();
        side.finished = true;
        return frame(direction, FIN | ACK, sequence, new byte[0], Bytes.empty());
    }

    byte[] reset(Direction direction) {
        return frame(direction, RST | ACK, side(direction).sequence(), new byte[0], Bytes.empty());
    }

    private Side side(Direction direction) {
        return direction == Direction.TX ? host : peer;
    }

    private byte[] frame(Direction direction, int flags, int sequence, byte[] options, Bytes payload) {
        Side from = side(direction);
        Side to = from.other(this);
        int acknowledge = to.started ? to.sequence() : 0;
        to.acknowledged = to.told;

        int tcpLength = 20 + options.length + payload.length();
        ByteBuffer frame = ByteBuffer.allocate(14 + 20 + tcpLength);
        frame.put(to.mac).put(from.mac).putShort((short) 0x0800);

        // IPv4 header: version and length, length, identification, don't fragment, time to live, protocol, checksum.
        frame.putShort((short) 0x4500).putShort((short) (20 + tcpLength));
        frame.putShort((short) from.identification++).putShort((short) 0x4000);
        frame.put((byte) 64).put((byte) 6).putShort((short) 0);
        frame.put(from.endpoint.address().getAddress())
                .put(to.endpoint.address().getAddress());
        frame.putShort(14 + 10, checksum(frame, 14, 20, 0));

        // TCP header: ports, sequence, acknowledgement, header length and flags, window, checksum, urgent pointer.
        frame.putShort((short) from.endpoint.port()).putShort((short) to.endpoint.port());
        frame.putInt(sequence).putInt((flags & ACK) == 0 ? 0 : acknowledge);
        frame.putShort((short) ((((20 + options.length) / 4) << 12) | flags)).putShort((short) WINDOW);
        frame.putShort((short) 0).putShort((short) 0);
        frame.put(options).put(payload.toArray());

        // The pseudo header: both addresses (12 bytes into the IPv4 header), the protocol and the length.
        int pseudo = sum(frame, 14 + 12, 8) + 6 + tcpLength;
        frame.putShort(34 + 16, checksum(frame, 34, tcpLength, pseudo));
        return frame.array();
    }

    /** The Internet checksum (RFC 1071). */
    private static short checksum(ByteBuffer buffer, int offset, int length, int start) {
        int sum = start + sum(buffer, offset, length);
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (short) ~sum;
    }

    private static int sum(ByteBuffer buffer, int offset, int length) {
        int sum = 0;
        for (int i = 0; i < length; i++) {
            int value = buffer.get(offset + i) & 0xff;
            sum += i % 2 == 0 ? value << 8 : value;
        }
        return sum;
    }

    /** What one end has told so far. */
    private static final class Side {
        final Endpoint endpoint;
        final byte[] mac;
        final int isn;
        boolean started;
        boolean finished;
        long told;
        long acknowledged;
        int identification;

        Side(Endpoint endpoint, byte[] mac, int isn) {
            this.endpoint = endpoint;
            this.mac = mac;
            this.isn = isn;
        }

        /** The sequence number of the next new byte: SYN and FIN count as one each. */
        int sequence() {
            return isn + 1 + (int) told + (finished ? 1 : 0);
        }

        Side other(TcpConversation conversation) {
            return this == conversation.host ? conversation.peer : conversation.host;
        }
    }
}
