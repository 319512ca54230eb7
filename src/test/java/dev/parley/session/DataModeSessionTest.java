package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.link.LinkAddress;
import dev.parley.mqtt.MqttPacket;
import dev.parley.mqtt.MqttPacketType;
import dev.parley.session.ControllerState.Level;
import dev.parley.session.ControllerState.Phase;
import dev.parley.sim.Bench;
import dev.parley.sim.Scenarios;
import dev.parley.socket.AccessMode;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A session in transparent mode")
@Timeout(120)
class DataModeSessionTest {
    @Test
    @DisplayName("is left with +++ for commands, carries MQTT meanwhile by AT+QISEND, and goes on with ATO")
    void leftAndTakenUp() throws Exception {
        try (Bench bench = Bench.start(Scenarios.standard(), WholeSession.certificates(), 1);
                LiveController controller = new LiveController(
                        bench.links(), JournalKeeper.inMemory(), InstantSource.system(), "parley test")) {
            controller
                    .connect(WholeSession.profile(LinkAddress.parse("sim:"), bench, AccessMode.TRANSPARENT), Level.RUN)
                    .get(60, TimeUnit.SECONDS);
            controller.subscribe("mode/#", 0).get(30, TimeUnit.SECONDS);
            echo(controller, "mode/online");

            assertThat(controller.command("+++").get(30, TimeUnit.SECONDS)).isEqualTo("OK");
            assertThat(controller.command("AT+QISTATE=1,0").get(30, TimeUnit.SECONDS))
                    .isEqualTo("OK");
            echo(controller, "mode/commands");
            assertThat(controller.command("ATO").get(30, TimeUnit.SECONDS)).isEqualTo("CONNECT");
            echo(controller, "mode/online/again");

            assertThat(controller.state().phase()).isEqualTo(Phase.READY);
            controller.disconnect().get(60, TimeUnit.SECONDS);
            Snapshot end = controller.session().settled();
            assertThat(end.view().sockets()).hasSize(1);
            assertThat(end.view().conversations().get(0).problems()).isEmpty();
            assertThat(end.findings()).isEmpty();
            List<String> commands = end.view().exchanges().stream()
                    .map(exchange -> exchange.text())
                    .toList();
            assertThat(commands).containsSubsequence("+++", "AT+QISTATE=1,0", "ATO");
            assertThat(commands.subList(commands.indexOf("AT+QISTATE=1,0"), commands.indexOf("ATO")))
                    .anyMatch(text -> text.startsWith("AT+QISEND=0,"))
                    .anyMatch(text -> text.startsWith("AT+QIRD=0,"));
        }
    }

    private static void echo(LiveController controller, String topic) throws Exception {
        controller.publish(topic, Bytes.utf8(topic), 0, false).get(30, TimeUnit.SECONDS);
        assertThat(controller
                        .session()
                        .await(
                                view -> Stream.ofNullable(view.packets().get(0))
                                        .flatMap(List::stream)
                                        .anyMatch(packet -> cameBack(packet, topic)),
                                WholeSession.LIMIT))
                .as("%s comes back", topic)
                .isPresent();
    }

    private static boolean cameBack(MqttPacket packet, String topic) {
        return packet.type() == MqttPacketType.PUBLISH
                && packet.direction() == Direction.RX
                && packet.topic().equals(topic);
    }
}
