package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.at.AtDecoder;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.mqtt.Handshake;
import dev.parley.mqtt.Handshakes;
import dev.parley.mqtt.MqttDissector;
import dev.parley.mqtt.MqttPacket;
import dev.parley.mqtt.MqttPacketType;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What AT+QMT... tells of the modem's own MQTT")
class OffloadedMqttTest {
    private final OffloadedMqtt offloaded = new OffloadedMqtt();
    private final AtDecoder decoder = new AtDecoder(offloaded::accept);
    private long n;
    private final long[] offsets = new long[2];

    private void cross(Direction direction, String text) {
        Bytes bytes = Bytes.utf8(text);
        int side = direction == Direction.TX ? 0 : 1;
        n++;
        decoder.accept(new Event.Traffic(n, n * 1_000, direction, offsets[side], bytes, Event.Origin.PARLEY));
        offsets[side] += bytes.length();
    }

    private void host(String text) {
        cross(Direction.TX, text);
    }

    private void modem(String text) {
        cross(Direction.RX, text);
    }

    private List<MqttPacket> packets() {
        return offloaded.packets().getOrDefault(-1, List.of());
    }

    private void publish(int id, int qos) {
        host("AT+QMTPUBEX=0," + id + "," + qos + ",0,\"t\",2\r");
        modem("\r\n> ");
        host("hi");
        modem("\r\nOK\r\n\r\n+QMTPUBEX: 0," + id + ",0\r\n");
    }

    @Test
    @DisplayName(
            "the last word on a message is PUBACK with QoS 1 and PUBCOMP with QoS 2, and its handshake is over then")
    void lastWord() {
        publish(1, 1);
        publish(2, 2);
        publish(2, 1);
        assertThat(packets())
                .extracting(MqttPacket::type)
                .containsExactly(
                        MqttPacketType.PUBLISH,
                        MqttPacketType.PUBACK,
                        MqttPacketType.PUBLISH,
                        MqttPacketType.PUBCOMP,
                        MqttPacketType.PUBLISH,
                        MqttPacketType.PUBACK);
        Handshakes handshakes = new Handshakes();
        packets().forEach(handshakes::accept);
        assertThat(handshakes.all()).extracting(Handshake::state).containsOnly(Handshake.State.COMPLETE);
    }

    @Test
    @DisplayName("the last word is that of the message that has the identifier now, where an older one got none")
    void identifierGivenAnew() {
        host("AT+QMTPUBEX=0,3,2,0,\"t\",2\r");
        modem("\r\n> ");
        host("hi");
        modem("\r\nOK\r\n");
        publish(3, 1);
        assertThat(packets())
                .extracting(MqttPacket::type)
                .containsExactly(MqttPacketType.PUBLISH, MqttPacketType.PUBLISH, MqttPacketType.PUBACK);
    }

    @Test
    @DisplayName("a packet that the modem sends again, or gives up, is not acknowledged")
    void notAcknowledged() {
        host("AT+QMTSUB=0,1,\"a\",1\r");
        modem("\r\nOK\r\n\r\n+QMTSUB: 0,1,1,2\r\n");
        modem("\r\n+QMTSUB: 0,1,2\r\n");
        host("AT+QMTUNS=0,2,\"a\"\r");
        modem("\r\nOK\r\n\r\n+QMTUNS: 0,2,1\r\n");
        assertThat(packets())
                .extracting(MqttPacket::type)
                .containsExactly(MqttPacketType.SUBSCRIBE, MqttPacketType.UNSUBSCRIBE);
    }

    @Test
    @DisplayName("of several filters in one command each is known, with its QoS, and a refusal of one of them")
    void severalFilters() {
        host("AT+QMTSUB=0,7,\"a/#\",1,\"b,c\",2\r");
        modem("\r\nOK\r\n\r\n+QMTSUB: 0,7,0,1,128\r\n");
        host("AT+QMTUNS=0,8,\"a/#\",\"b,c\"\r");
        modem("\r\nOK\r\n\r\n+QMTUNS: 0,8,0\r\n");
        assertThat(packets().getFirst().filters())
                .containsExactly(
                        new MqttPacket.Filter("a/#", OptionalInt.of(1)),
                        new MqttPacket.Filter("b,c", OptionalInt.of(2)));
        assertThat(packets().get(1).code()).hasValue(128);
        assertThat(packets().get(2).filters())
                .extracting(MqttPacket.Filter::filter)
                .containsExactly("a/#", "b,c");
        List<String> shown = new ArrayList<>();
        MqttDissector.dissect(packets().getFirst())
                .children()
                .forEach(field -> shown.add(field.name() + " " + field.value()));
        assertThat(shown).containsExactly("packet_identifier 7", "topic_filter a/#, QoS 1", "topic_filter b,c, QoS 2");
    }

    @Test
    @DisplayName("topics are UTF-8, both ways")
    void utf8() {
        host("AT+QMTSUB=0,1,\"température/#\",0\r");
        modem("\r\nOK\r\n");
        host("AT+QMTPUBEX=0,0,0,0,\"température/é\",2\r");
        modem("\r\n> ");
        host("hi");
        modem("\r\nOK\r\n\r\n+QMTPUBEX: 0,0,0\r\n");
        modem("\r\n+QMTRECV: 0,0,\"température/é\",2,\"hi\"\r\n");
        assertThat(packets())
                .extracting(MqttPacket::topic)
                .containsExactly("température/#", "température/é", "température/é");
    }

    @Test
    @DisplayName("a message that the modem had kept is one when it is read out")
    void kept() {
        modem("\r\n+QMTRECV: 0,3\r\n");
        host("AT+QMTRECV=0,3\r");
        modem("\r\n+QMTRECV: 0,12,\"t\",7,\"a\r\nOK\"b\"\r\n\r\nOK\r\n");
        assertThat(packets()).singleElement().satisfies(packet -> {
            assertThat(packet.topic()).isEqualTo("t");
            assertThat(packet.packetId()).hasValue(12);
            assertThat(packet.payload()).isEqualTo(Bytes.latin1("a\r\nOK\"b"));
        });
    }
}
