package dev.parley.modem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("The MQTT client in the modem")
@Timeout(60)
class ModemMqttClientTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final AnsweringModem answering = AnsweringModem.bg95()
            .on("AT\\+QMTOPEN=.*", AnsweringModem.OK, "\r\n+QMTOPEN: 0,0\r\n")
            .on("AT\\+QMTCONN=.*", AnsweringModem.OK, "\r\n+QMTCONN: 0,0,0\r\n")
            .on("AT\\+QMTDISC=.*", AnsweringModem.OK, "\r\n+QMTDISC: 0,0\r\n")
            .on("AT\\+QMTCLOSE=.*", AnsweringModem.OK, "\r\n+QMTCLOSE: 0,0\r\n");
    private final List<String> losses = new CopyOnWriteArrayList<>();

    private ModemMqttClient connect(Modem modem, String clientId) throws ModemException {
        return ModemMqttClient.connect(
                modem,
                0,
                new ModemMqttClient.Request(
                        1,
                        "example.org",
                        1883,
                        Optional.empty(),
                        clientId,
                        Duration.ofSeconds(60),
                        true,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                why -> losses.add(clientId));
    }

    private static void assertNothingLeft(Modem modem) {
        assertThat(modem.listeners()).as("listeners").isZero();
        assertThat(modem.state().offloads())
                .as("what a gap of the link asks for")
                .isEmpty();
    }

    @Test
    @DisplayName("that is lost leaves nothing behind, and what is said of the next one is not its own")
    void lost() throws Exception {
        try (Modem modem = answering.start(FakeModem.QUICK)) {
            for (String clientId : List.of("first", "second", "third")) {
                ModemMqttClient _ = connect(modem, clientId);
                assertThat(modem.state().offloads()).hasSize(1);
                answering.say("\r\n+QMTSTAT: 0,1\r\n");
                await().atMost(LIMIT).until(() -> losses.contains(clientId));
                assertNothingLeft(modem);
            }
            assertThat(losses).containsExactly("first", "second", "third");
        }
    }

    @Test
    @DisplayName("that is closed or aborted leaves nothing behind, and its end is told to nobody")
    void ended() throws Exception {
        try (Modem modem = answering.start(FakeModem.QUICK)) {
            connect(modem, "closed").close();
            assertNothingLeft(modem);
            answering.instead("AT\\+QMTCLOSE=.*", AnsweringModem.OK, "\r\n+QMTSTAT: 0,5\r\n", "\r\n+QMTCLOSE: 0,0\r\n");
            connect(modem, "aborted").abort();
            assertNothingLeft(modem);
            assertThat(losses).isEmpty();
        }
    }
}
