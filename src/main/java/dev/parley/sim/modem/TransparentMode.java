package dev.parley.sim.modem;

import dev.parley.journal.Bytes;
import java.time.Duration;

/**
 * The port in transparent access mode: everything is payload but {@code +++} with a second of silence before and after it
 * (BG95 TCP/IP application note). For the modem's thread.
 */
final class TransparentMode {
    private static final Duration GUARD = Duration.ofSeconds(1);
    private static final int LARGEST_SEND = 1460;

    /** What waits for more to share its packet. */
    private final ByteQueue packet = new ByteQueue();

    private final OnlineEnd end;
    private final Agenda agenda;
    private final Runnable escaped;
    private long lastByte;
    private int pluses;
    private boolean over;

    /** @param escaped called when the host has left the mode with {@code +++} */
    TransparentMode(OnlineEnd end, Agenda agenda, Runnable escaped) {
        this.end = end;
        this.agenda = agenda;
        this.escaped = escaped;
        lastByte = agenda.now() - GUARD.toNanos();
    }

    OnlineEnd end() {
        return end;
    }

    /** Carries some of the host's bytes; false if they cannot be taken now. */
    boolean carry(ByteQueue input) {
        if (!end.canSend()) {
            return false;
        }
        boolean silentBefore = pluses > 0 || agenda.now() - lastByte >= GUARD.toNanos();
        lastByte = agenda.now();
        int waiting = input.length();
        if (silentBefore && pluses + waiting <= 3) {
            Bytes bytes = input.take(waiting);
            if (bytes.latin1().equals("+".repeat(waiting))) {
                pluses += waiting;
                long seen = lastByte;
                agenda.after(GUARD, () -> afterGuard(seen));
                return true;
            }
            flush();
            pack(bytes);
            return true;
        }
        flush();
        pack(input.take(LARGEST_SEND));
        return true;
    }

    /** Sends what is a packet, and the rest when no more has come for a while. */
    private void pack(Bytes bytes) {
        OnlineEnd.Packing packing = end.packing();
        if (packing.patience().isZero()) {
            sendPacket();
            end.send(bytes);
            return;
        }
        packet.add(bytes);
        while (packet.length() >= packing.most()) {
            end.send(packet.take(packing.most()));
        }
        long seen = lastByte;
        agenda.after(packing.patience(), () -> {
            if (!over && lastByte == seen) {
                sendPacket();
            }
        });
    }

    private void sendPacket() {
        if (!packet.isEmpty()) {
            end.send(packet.takeAll());
        }
    }

    /** The mode is over: pluses that led nowhere were data. */
    void finish() {
        flush();
        sendPacket();
        over = true;
    }

    /** A second after a plus: three of them with silence around end the mode, others were data. */
    private void afterGuard(long seen) {
        if (over || lastByte != seen || pluses == 0) {
            return;
        }
        if (pluses < 3) {
            flush();
            return;
        }
        pluses = 0;
        sendPacket();
        over = true;
        end.suspended();
        escaped.run();
    }

    private void flush() {
        if (pluses > 0) {
            pack(Bytes.latin1("+".repeat(pluses)));
        }
        pluses = 0;
    }
}
