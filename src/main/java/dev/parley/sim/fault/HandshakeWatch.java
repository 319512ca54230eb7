package dev.parley.sim.fault;

import dev.parley.journal.Bytes;
import dev.parley.tls.HandshakeType;
import java.util.ArrayList;
import java.util.List;

/**
 * Sees handshake messages go by in one direction of a connection, as long as they are in the clear: up to ChangeCipherSpec. The first
 * protected handshake record after that is Finished (RFC 5246 section 7.4.9).
 */
public final class HandshakeWatch {
    private static final int HEADER = 5;
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int HANDSHAKE = 22;

    private Bytes records = Bytes.empty();
    private Bytes messages = Bytes.empty();
    private boolean protectedNow;
    private boolean over;

    /** Takes the next bytes and gives the messages that have crossed whole with them. */
    public List<HandshakeType> read(Bytes bytes) {
        if (over) {
            return List.of();
        }
        List<HandshakeType> seen = new ArrayList<>();
        records = records.plus(bytes);
        int at = 0;
        while (!over && at + HEADER <= records.length() && at + HEADER + records.u16(at + 3) <= records.length()) {
            int to = at + HEADER + records.u16(at + 3);
            record(records.u8(at), records.slice(at + HEADER, to), seen);
            at = to;
        }
        records = over ? Bytes.empty() : records.from(at);
        over |= !records.isEmpty() && (records.u8(0) < CHANGE_CIPHER_SPEC || records.u8(0) > 24);
        return seen;
    }

    private void record(int type, Bytes fragment, List<HandshakeType> seen) {
        if (type == CHANGE_CIPHER_SPEC) {
            protectedNow = true;
        } else if (type == HANDSHAKE && protectedNow) {
            seen.add(HandshakeType.FINISHED);
            over = true;
        } else if (type == HANDSHAKE) {
            messages = messages.plus(fragment);
            while (messages.length() >= 4 && messages.length() >= 4 + messages.u24(1)) {
                HandshakeType.of(messages.u8(0)).ifPresent(seen::add);
                messages = messages.from(4 + messages.u24(1));
            }
        }
    }
}
