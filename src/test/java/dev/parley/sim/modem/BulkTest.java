package dev.parley.sim.modem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Much through the modem, with everything cut anywhere: what the host writes, what the network brings, what the host sees at once. */
@DisplayName("Much through a simulated modem")
@Timeout(120)
class BulkTest {
    private static final int AMOUNT = 50_000_000;
    private static final int ECHO = 0;

    private final Random cuts = new Random(1);
    private final SimulatedModem modem = new SimulatedModem(
            ModemOptions.standard().toBuilder()
                    .latency(Duration.ZERO, Duration.ZERO)
                    .sendLatency(Duration.ZERO)
                    .build(),
            List.of(),
            1,
            0);
    private final ByteQueue onTheLine = new ByteQueue();
    private final ByteQueue echoed = new ByteQueue();
    private long now;
    private long came;

    @Test
    @DisplayName("50 MB go up and come back in buffer mode, not a byte lost or changed")
    void bufferMode() {
        open(0);
        for (long at = 0; at < AMOUNT; ) {
            int count = (int) Math.min(AMOUNT - at, 1 + cuts.nextInt(1460));
            write(Bytes.latin1("AT+QISEND=0," + count + "\r"));
            expect("\r\n> ");
            write(pattern(at, count));
            expect("\r\nSEND OK\r\n");
            at += count;
            deliver();
            for (int read = read(); read > 0; read = read()) {
                deliver();
            }
        }
        assertThat(came).isEqualTo(AMOUNT);
        write(Bytes.latin1("AT+QIRD=0,0\r"));
        expect("\r\n+QIRD: " + AMOUNT + "," + AMOUNT + ",0\r\n\r\nOK\r\n");
        write(Bytes.latin1("AT+QISEND=0,0\r"));
        expect("\r\n+QISEND: " + AMOUNT + "," + AMOUNT + ",0\r\n\r\nOK\r\n");
    }

    @Test
    @DisplayName("50 MB go up and come back in transparent mode, not a byte lost or changed")
    void transparentMode() {
        open(2);
        for (long at = 0; at < AMOUNT; ) {
            int count = (int) Math.min(AMOUNT - at, 1 + cuts.nextInt(4000));
            write(pattern(at, count));
            at += count;
            while (!echoed.isEmpty()) {
                deliver();
            }
            check(onTheLine.takeAll());
        }
        assertThat(came).isEqualTo(AMOUNT);
    }

    @Test
    @DisplayName("50 MB go up and come back in push mode, not a byte lost or changed")
    void pushMode() {
        open(1);
        for (long at = 0; at < AMOUNT; ) {
            int count = (int) Math.min(AMOUNT - at, 1 + cuts.nextInt(1460));
            write(Bytes.latin1("AT+QISEND=0," + count + "\r"));
            expect("\r\n> ");
            write(pattern(at, count));
            expect("\r\nSEND OK\r\n");
            at += count;
            deliver();
            while (!onTheLine.isEmpty()) {
                takePushed();
            }
        }
        assertThat(came).isEqualTo(AMOUNT);
        write(Bytes.latin1("AT+QIRD=0,0\r"));
        expect("\r\n+QIRD: " + AMOUNT + "," + AMOUNT + ",0\r\n\r\nOK\r\n");
    }

    private void takePushed() {
        assertThat(until("\r\n+QIURC: \"recv\",0,")).isEmpty();
        check(onTheLine.take(Integer.parseInt(until("\r\n"))));
        expect("\r\n");
    }

    private void open(int mode) {
        write(Bytes.latin1("ATE0;+QIACT=1\r"));
        pass(Duration.ofSeconds(1));
        expect("ATE0;+QIACT=1\r\r\nOK\r\n");
        write(Bytes.latin1("AT+QIOPEN=1,0,\"TCP\",\"example.org\",7,0," + mode + "\r"));
        modem.connected(ECHO, "203.0.113.7", 1024, now);
        collect();
        expect(mode == 2 ? "\r\nCONNECT\r\n" : "\r\nOK\r\n\r\n+QIOPEN: 0,0\r\n");
    }

    /** Reads what waits, and says how much it was. */
    private int read() {
        int most = 1 + cuts.nextInt(1500);
        write(Bytes.latin1("AT+QIRD=0," + most + "\r"));
        String urc = "\r\n+QIURC: \"recv\",0\r\n";
        String head = until("\r\n+QIRD: ");
        assertThat(head).isIn("", urc);
        int count = Integer.parseInt(until("\r\n"));
        check(onTheLine.take(count));
        expect(count == 0 ? "\r\nOK\r\n" : "\r\n\r\nOK\r\n");
        return count;
    }

    /** The host writes, in pieces cut anywhere. */
    private void write(Bytes bytes) {
        for (int at = 0; at < bytes.length(); ) {
            int end = Math.min(bytes.length(), at + 1 + cuts.nextInt(bytes.length()));
            modem.host(bytes.slice(at, end), now);
            at = end;
        }
        collect();
    }

    private void pass(Duration time) {
        now += time.toNanos();
        modem.advance(now);
        collect();
    }

    /** The network brings back some of what was sent, cut anywhere, as far as there is room. */
    private void deliver() {
        while (!echoed.isEmpty() && modem.hasRoom(ECHO)) {
            Bytes part = echoed.take(1 + cuts.nextInt(1460));
            modem.received(ECHO, part, now);
            modem.acknowledged(ECHO, part.length(), now);
        }
        collect();
    }

    private void collect() {
        modem.advance(now);
        for (NetworkAction action : modem.actions()) {
            if (action instanceof NetworkAction.Send(var _, var bytes)) {
                echoed.add(bytes);
            }
        }
        onTheLine.add(modem.output());
    }

    private void expect(String text) {
        assertThat(onTheLine.take(text.length()).latin1()).isEqualTo(text);
    }

    private String until(String end) {
        StringBuilder text = new StringBuilder();
        while (text.length() < end.length() || text.lastIndexOf(end) != text.length() - end.length()) {
            text.append((char) onTheLine.take());
        }
        return text.substring(0, text.length() - end.length());
    }

    private static Bytes pattern(long from, int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = at(from + i);
        }
        return Bytes.wrap(bytes);
    }

    /** A byte that depends on its place, near and far. */
    private static byte at(long place) {
        return (byte) (place * 31 ^ place >>> 7 ^ place >>> 15 ^ place >>> 23);
    }

    private void check(Bytes bytes) {
        for (int i = 0; i < bytes.length(); i++) {
            if (bytes.u8(i) != (at(came) & 0xff)) {
                throw new AssertionError("byte " + came + " is " + bytes.u8(i));
            }
            came++;
        }
    }
}
