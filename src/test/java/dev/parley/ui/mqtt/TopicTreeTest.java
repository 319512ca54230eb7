package dev.parley.ui.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.mqtt.MqttPacket;
import dev.parley.mqtt.MqttPacketType;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The topic tree and the payload's formats")
class TopicTreeTest {
    private static MqttRow message(int index, String topic, Bytes payload) {
        return new MqttRow(
                0,
                new MqttPacket(
                        index,
                        Direction.RX,
                        MqttPacketType.PUBLISH,
                        false,
                        false,
                        topic,
                        OptionalInt.of(0),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        payload,
                        payload,
                        0,
                        payload.length(),
                        index,
                        Optional.empty()));
    }

    @Test
    @DisplayName("counts what came to a topic and below it, and keeps its last value")
    void tree() {
        TopicTree tree = new TopicTree();
        tree.add(message(0, "site/a", Bytes.utf8("1")));
        tree.add(message(1, "site/a", Bytes.utf8("2")));
        tree.add(message(2, "site/a/deep", Bytes.utf8("x")));
        tree.add(message(3, "/lead", Bytes.empty()));

        assertThat(tree.root().count()).isEqualTo(4);
        assertThat(tree.root().children()).extracting(TopicTree.Node::words).containsExactly("(empty)  1", "site  3");
        TopicTree.Node site =
                tree.root().children().stream().skip(1).findFirst().orElseThrow();
        TopicTree.Node a = site.children().iterator().next();
        assertThat(a.words()).isEqualTo("a  3  2");
        assertThat(a.topic()).isEqualTo("site/a");
        assertThat(a.children()).extracting(TopicTree.Node::topic).containsExactly("site/a/deep");
    }

    @Test
    @DisplayName("lays JSON out, tells what changed line by line, and shows bytes as hex and base64")
    void formats() {
        Bytes one = Bytes.utf8("{\"t\":20,\"u\":\"C\"}");
        Bytes two = Bytes.utf8("{\"t\":21,\"u\":\"C\"}");
        assertThat(PayloadFormat.of(one)).isEqualTo(PayloadFormat.JSON);
        assertThat(PayloadFormat.of(Bytes.utf8("{no"))).isEqualTo(PayloadFormat.TEXT);
        assertThat(PayloadFormat.of(Bytes.utf8("grün"))).isEqualTo(PayloadFormat.TEXT);
        assertThat(PayloadFormat.of(Bytes.of(0xff, 0))).isEqualTo(PayloadFormat.HEX);
        assertThat(PayloadFormat.JSON.show(one, Bytes.empty()).lines()).hasSize(4);
        assertThat(PayloadFormat.CHANGES.show(two, one).lines())
                .filteredOn(line -> !line.startsWith("  "))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("- ").contains("20"),
                        line -> assertThat(line).startsWith("+ ").contains("21"));
        assertThat(PayloadFormat.HEX.show(Bytes.utf8("AB\n"), Bytes.empty()))
                .isEqualTo("000000  41420a                            AB.\n");
        assertThat(PayloadFormat.BASE64.show(Bytes.utf8("AB"), Bytes.empty())).isEqualTo("QUI=");
    }

    @Test
    @DisplayName("says how much of a long payload it shows")
    void longPayload() {
        String shown = PayloadFormat.TEXT.show(Bytes.wrap(new byte[200_000]), Bytes.empty());
        assertThat(shown).endsWith("(the first 65536 of 200000 bytes)");
        assertThat(PayloadFormat.JSON.show(Bytes.wrap(new byte[200_000]), Bytes.empty()))
                .contains("200000 bytes: too long");
    }
}
