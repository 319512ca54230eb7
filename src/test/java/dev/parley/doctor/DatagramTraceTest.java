package dev.parley.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Direction;
import dev.parley.session.Snapshot;
import dev.parley.socket.ModemSocket;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Datagrams of a UDP SERVICE")
class DatagramTraceTest {
    @Test
    @DisplayName("are counted by their headers, which name the peer, and give no finding")
    void service() throws Exception {
        try (Told told = new Told()) {
            told.host("AT+QIOPEN=1,3,\"UDP SERVICE\",\"127.0.0.1\",0,7350,0\r");
            told.modem("\r\nOK\r\n\r\n+QIOPEN: 3,0\r\n");
            told.modem("\r\n+QIURC: \"recv\",3\r\n");
            told.host("AT+QIRD=3\r");
            told.modem("\r\n+QIRD: 12,\"192.0.2.7\",4711\r\n\r\nERROR\r\n+CM\r\n\r\nOK\r\n");
            told.host("AT+QISEND=3,4,\"192.0.2.7\",4711\r");
            told.modem("\r\n> ");
            told.host("pong");
            told.modem("\r\nSEND OK\r\n");
            told.host("AT+QICLOSE=3\r");
            told.modem("\r\nOK\r\n");
            Snapshot snapshot = told.end();
            List<ModemSocket> sockets = snapshot.view().sockets();
            assertThat(sockets).hasSize(1);
            ModemSocket socket = sockets.getFirst();
            assertThat(socket.service()).isEqualTo("UDP SERVICE");
            assertThat(socket.received()).isEqualTo(12);
            assertThat(socket.sent()).isEqualTo(4);
            assertThat(socket.stream(Direction.RX).segments()).hasSize(1);
            assertThat(snapshot.findings()).isEmpty();
        }
    }
}
