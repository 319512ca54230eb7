package dev.parley.sim.modem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import java.time.Duration;
import java.util.List;

/** The host's end of a simulated modem, in virtual time; the network is played by whoever uses it. */
final class VirtualHost {
    final SimulatedModem modem;
    long now = 5_000;

    VirtualHost(ModemOptions options) {
        modem = new SimulatedModem(options, List.of(), 1, now);
    }

    void write(String text) {
        modem.host(Bytes.latin1(text), now);
    }

    /** Everything the modem writes in the next four seconds, which pass only as far as it has something to do. */
    String read() {
        long horizon = now + 4_000_000_000L;
        while (modem.due() <= horizon) {
            now = Math.max(now, modem.due());
            modem.advance(now);
        }
        return modem.output().latin1();
    }

    /** What the modem has written by now. */
    String output() {
        return modem.output().latin1();
    }

    void exchange(String written, String answer) {
        write(written);
        assertThat(read()).as("the answer to %s", written).isEqualTo(answer);
    }

    void pass(Duration time) {
        now += time.toNanos();
        modem.advance(now);
    }

    List<NetworkAction> actions() {
        return modem.actions();
    }

    /** What went to the network since the last look. */
    String sent() {
        StringBuilder sent = new StringBuilder();
        for (NetworkAction action : modem.actions()) {
            if (action instanceof NetworkAction.Send(var _, var bytes)) {
                sent.append(bytes.latin1());
            }
        }
        return sent.toString();
    }

    /** Echo off, context 1 active. */
    void ready() {
        write("ATE0\r");
        read();
        exchange("AT+QIACT=1\r", "\r\nOK\r\n");
    }

    void open(int id, int mode) {
        open(id, mode, "\r\n+QIOPEN: " + id + ",0\r\n");
    }

    void open(int id, int mode, String result) {
        write("AT+QIOPEN=1," + id + ",\"TCP\",\"example.org\",7,0," + mode + "\r");
        read();
        for (NetworkAction action : actions()) {
            if (action instanceof NetworkAction.Connect(var connection, var _, var _)) {
                modem.connected(connection, "203.0.113.7", 1024, now);
            }
        }
        assertThat(read()).isEqualTo(result);
    }
}
