package dev.parley.sim.modem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is left when it is over. */
@DisplayName("A simulated modem that runs for long")
class SoakTest {
    @Test
    @DisplayName("keeps nothing of ten thousand sockets that were opened, used and closed in every way")
    void sockets() {
        VirtualHost port = new VirtualHost(ModemOptions.standard());
        port.ready();
        for (int connection = 0; connection < 10_000; connection++) {
            port.write("AT+QIOPEN=1,0,\"TCP\",\"example.org\",7\r");
            port.pass(Duration.ofMillis(10));
            switch (connection % 4) {
                case 0 -> port.modem.connectFailed(connection, 566, port.now);
                case 1 -> {
                    port.modem.connected(connection, "203.0.113.7", 1024, port.now);
                    port.modem.received(connection, Bytes.latin1("unread"), port.now);
                    port.modem.peerClosed(connection, port.now);
                }
                default -> port.modem.connected(connection, "203.0.113.7", 1024, port.now);
            }
            port.write("AT+QICLOSE=0\r");
            port.pass(Duration.ofMillis(10));
            for (NetworkAction action : port.actions()) {
                if (action instanceof NetworkAction.Close(var number)) {
                    port.modem.released(number, port.now);
                }
            }
            assertThat(port.output()).endsWith("\r\nOK\r\n");
        }
        assertThat(port.modem.openConnections()).isZero();
        port.pass(Duration.ofMinutes(3));
        assertThat(port.modem.due()).isEqualTo(Long.MAX_VALUE);
        port.exchange("AT+QISTATE?\r", "\r\nOK\r\n");
    }

    @Test
    @DisplayName("leaves no thread behind when it is closed, with connections open or not")
    void threads() {
        for (int i = 0; i < 50; i++) {
            RunningModem modem = RunningModem.start(ModemSetup.standard(), UartOptions.UNLIMITED, Routes.none(), i);
            modem.write(Bytes.latin1("ATE0;+QIACT=1\rAT+QIOPEN=1,0,\"TCP\",\"nobody.parley.test\",7\r"));
            modem.close();
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .filter(name -> name.equals("sim-modem"))
                        .toList()
                        .equals(List.of()));
    }
}
