package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.journal.Event;
import dev.parley.link.LinkAddress;
import dev.parley.modem.AnsweringModem;
import dev.parley.session.ControllerState.Level;
import dev.parley.session.ControllerState.Phase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("The modem's MQTT, taken up again")
@Timeout(60)
class ModemMqttAgainTest {
    private static final String OK = "\r\nOK\r\n";
    private static final String[] TAKEN = {OK, "\r\n+QMTSUB: 0,1,0,1\r\n"};

    private final AnsweringModem modem = AnsweringModem.bg95()
            .on("AT\\+QMTOPEN=.*", OK, "\r\n+QMTOPEN: 0,0\r\n")
            .on("AT\\+QMTCONN=.*", OK, "\r\n+QMTCONN: 0,0,0\r\n")
            .on("AT\\+QMTSUB=.*", TAKEN)
            .on("AT\\+QMTDISC=.*", OK, "\r\n+QMTDISC: 0,0\r\n")
            .on("AT\\+QMTCLOSE=.*", OK, "\r\n+QMTCLOSE: 0,0\r\n");

    @Test
    @DisplayName("is closed in the modem where what was subscribed to is refused, and its end is told once")
    void refusedAgain() throws Exception {
        try (LiveController controller = new LiveController(
                address -> modem.cable(), JournalKeeper.inMemory(), InstantSource.system(), "parley test")) {
            controller
                    .connect(
                            HostileBroker.profile()
                                    .withLink(LinkAddress.parse("serial:/dev/ttyPARLEY"))
                                    .withStack(Stack.MODEM_MQTT),
                            Level.RUN)
                    .get(30, TimeUnit.SECONDS);
            controller.subscribe("a/#", 1).get(30, TimeUnit.SECONDS);
            end(controller, 1);

            modem.instead("AT\\+QMTSUB=.*", OK, "\r\n+QMTSUB: 0,1,2\r\n");
            assertThat(controller.retry()).failsWithin(Duration.ofSeconds(30));
            assertThat(controller.state().failure().orElseThrow()).contains("the subscription to \"a/#\" failed");
            assertThat(modem.commands()).last().isEqualTo("AT+QMTCLOSE=0");

            modem.instead("AT\\+QMTSUB=.*", TAKEN);
            controller.retry().get(30, TimeUnit.SECONDS);
            end(controller, 2);
        }
    }

    /** The modem loses the broker, which is told in so many words as it happened so far. */
    private void end(LiveController controller, int times) {
        modem.say("\r\n+QMTSTAT: 0,1\r\n");
        await().atMost(WholeSession.LIMIT).until(() -> controller.state().phase() == Phase.FAILED);
        assertThat(losses(controller)).isEqualTo(times);
    }

    private static long losses(LiveController controller) {
        return controller.session().settled().view().changes().stream()
                .filter(change ->
                        change instanceof Event.Action action && action.name().equals("mqtt.lost"))
                .count();
    }
}
