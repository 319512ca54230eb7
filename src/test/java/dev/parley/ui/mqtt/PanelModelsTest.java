package dev.parley.ui.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.at.Exchange;
import dev.parley.at.ResultCode;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.Place;
import dev.parley.mqtt.MqttPacket;
import dev.parley.mqtt.MqttPacketType;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What the MQTT panel shows and does, without a window")
class PanelModelsTest {
    private static MqttRow message(int index, Direction direction, String topic, Bytes payload, long nanos) {
        return new MqttRow(
                0,
                new MqttPacket(
                        index,
                        direction,
                        MqttPacketType.PUBLISH,
                        false,
                        false,
                        topic,
                        OptionalInt.of(1),
                        OptionalInt.of(index + 1),
                        OptionalInt.empty(),
                        payload,
                        payload,
                        0,
                        payload.length() + 10L,
                        nanos,
                        Optional.empty()));
    }

    private static Bytes hex(String text) {
        return Bytes.wrap(HexFormat.of().parseHex(text));
    }

    // Examples of RFC 8949, appendix A.
    @ParameterizedTest(name = "{0} is {1}")
    @DisplayName("CBOR stands in diagnostic notation")
    @CsvSource(
            delimiter = '|',
            value = {
                "00|0",
                "1903e8|1000",
                "1bffffffffffffffff|18446744073709551615",
                "3bffffffffffffffff|-18446744073709551616",
                "3903e7|-1000",
                "f93c00|1.0",
                "f97bff|65504.0",
                "fa47c35000|100000.0",
                "fb3ff199999999999a|1.1",
                "f4|false",
                "f6|null",
                "f7|undefined",
                "c11a514b67b0|1(1363896240)",
                "4401020304|h'01020304'",
                "6161|\"a\"",
                "80|[]",
                "a0|{}",
                "5f42010243030405ff|(_ h'0102', h'030405')",
            })
    void cborItems(String bytes, String shown) {
        assertThat(Cbor.show(hex(bytes))).isEqualTo(shown);
    }

    @Test
    @DisplayName(
            "CBOR maps are recognised and laid out; where it stops being CBOR, that is said and what came before is"
                    + " kept")
    void cbor() {
        Bytes map = hex("a26174182a6175820102");
        assertThat(Cbor.isLikely(map)).isTrue();
        assertThat(PayloadFormat.of(map)).isEqualTo(PayloadFormat.CBOR);
        assertThat(PayloadFormat.CBOR.show(map, Bytes.empty()))
                .isEqualTo("{\n  \"t\": 42,\n  \"u\": [\n    1,\n    2\n  ]\n}");
        assertThat(Cbor.show(hex("8301ff"))).startsWith("[\n  1,").contains("not read from byte 3 on");
        assertThat(Cbor.isLikely(Bytes.utf8("hello"))).isFalse();
    }

    @Test
    @DisplayName(
            "CBOR made to hurt (levels, lengths, a wide array far down) is read as far as it makes sense, and is never"
                    + " endless")
    void hostileCbor() {
        for (String bomb : List.of("81", "a1", "c1", "9f", "5f", "bf00")) {
            assertThat(Cbor.show(hex(bomb.repeat(30_000)))).contains("not read from byte");
        }
        assertThat(Cbor.show(hex("5b7fffffffffffffff00"))).contains("a string of 9223372036854775807 bytes, and 1 are");
        assertThat(Cbor.show(hex("bbffffffffffffffff0000"))).startsWith("{");
        String wide = Cbor.show(hex("81".repeat(60) + "9f" + "00".repeat(64_000)));
        assertThat(wide).contains("characters are not shown").hasSizeLessThan(500_000);
    }

    @Test
    @DisplayName("a CBOR map's key 1 is another than its key \"1\", and a key may be bytes or an array")
    void cborKeys() {
        assertThat(Cbor.show(hex("a3010261310241ff03"))).isEqualTo("{\n  1: 2,\n  \"1\": 2,\n  h'ff': 3\n}");
        assertThat(Cbor.show(hex("a182010203"))).isEqualTo("{\n  [\n    1,\n    2\n  ]: 3\n}");
        assertThat(PayloadFormat.of(Bytes.utf8("{\"a\":1}"))).isEqualTo(PayloadFormat.JSON);
    }

    @Test
    @Timeout(20)
    @DisplayName("random bytes and deep nesting upset no format")
    void hostilePayloads() {
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            show(Bytes.wrap(bytes));
        }
        show(Bytes.utf8("[".repeat(60_000)));
        show(Bytes.utf8("{\"a\":".repeat(10_000)));
        show(hex("81".repeat(50_000)));
        TopicTree tree = new TopicTree();
        tree.add(message(0, Direction.RX, "/".repeat(60_000), Bytes.empty(), 0));
        int depth = 0;
        for (TopicTree.Node node = tree.root();
                !node.children().isEmpty();
                node = node.children().iterator().next()) {
            depth++;
        }
        assertThat(depth).isLessThan(64);
    }

    private static void show(Bytes payload) {
        assertThat(PayloadFormat.of(payload)).isNotNull();
        for (PayloadFormat format : PayloadFormat.values()) {
            assertThat(format.show(payload, payload)).isNotNull();
        }
        Optional<JsonTree.Node> _ = JsonTree.of(payload, payload);
        MqttRow row = message(0, Direction.RX, "t", payload, 0);
        assertThat(row.payload()).isNotNull();
        assertThat(NumberSeries.of(List.of(row), "t")).isNotNull();
    }

    @Test
    @DisplayName(
            "JSON is a tree with the kind of each value; what is new or changed since the message before is marked")
    void json() {
        JsonTree.Node tree = JsonTree.of(
                        Bytes.utf8("{\"t\":21.5,\"u\":\"C\",\"on\":true,\"list\":[1,2]}"),
                        Bytes.utf8("{\"t\":20,\"u\":\"C\",\"list\":[1]}"))
                .orElseThrow();
        assertThat(tree.children())
                .extracting(node -> node.key() + " " + node.kind() + " " + node.text() + " " + node.change())
                .containsExactly(
                        "t NUMBER 21.5 CHANGED", "u TEXT \"C\" NONE", "on WORD true NEW", "list ARRAY [2] NONE");
        assertThat(tree.children().getLast().children())
                .extracting(JsonTree.Node::path, JsonTree.Node::change)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("/list/0", JsonTree.Change.NONE),
                        org.assertj.core.groups.Tuple.tuple("/list/1", JsonTree.Change.NEW));
        assertThat(tree.isChanged()).isTrue();
        assertThat(JsonTree.of(Bytes.utf8("{\"a\":1}"), Bytes.empty())
                        .orElseThrow()
                        .isChanged())
                .as("the first message of a topic differs from nothing")
                .isFalse();
        assertThat(JsonTree.of(Bytes.utf8("21.5"), Bytes.empty())).isEmpty();
    }

    @Test
    @DisplayName("numbers of a topic's payloads become series by field, nested ones by their path")
    void numbers() {
        List<MqttRow> rows = List.of(
                message(0, Direction.RX, "a", Bytes.utf8("{\"t\":20,\"in\":{\"h\":[1,2]}}"), 5),
                message(1, Direction.RX, "b", Bytes.utf8("{\"t\":99}"), 6),
                message(2, Direction.RX, "a", Bytes.utf8("no json"), 7),
                message(3, Direction.RX, "a", Bytes.utf8("{\"t\":21.5}"), 8));
        Map<String, List<NumberSeries.Point>> series = NumberSeries.of(rows, "a");
        assertThat(series).containsOnlyKeys("t", "in.h[0]", "in.h[1]");
        assertThat(series.get("t")).containsExactly(new NumberSeries.Point(5, 20), new NumberSeries.Point(8, 21.5));
        assertThat(NumberSeries.of(List.of(message(0, Direction.RX, "n", Bytes.utf8("-3e2"), 1)), "n"))
                .containsEntry(NumberSeries.WHOLE, List.of(new NumberSeries.Point(1, -300)));
    }

    @Test
    @DisplayName("a template is filled in anew each time; what is no variable stays")
    void template() {
        Instant now = Instant.parse("2026-03-01T12:00:00.123456Z");
        Random random = new Random(1);
        assertThat(Template.fill(
                        "{\"n\":${n},\"at\":\"${iso}\",\"s\":${time},\"ms\":${millis},\"c\":\"${client}\"}",
                        7,
                        now,
                        "dev$1",
                        random))
                .isEqualTo(
                        "{\"n\":7,\"at\":\"2026-03-01T12:00:00.123Z\",\"s\":1772366400,\"ms\":1772366400123,\"c\":\"dev$1\"}");
        for (int i = 0; i < 100; i++) {
            assertThat(Integer.parseInt(Template.fill("${random:-5-9}", 1, now, "", random)))
                    .isBetween(-5, 9);
        }
        assertThat(Template.fill("${uuid}", 1, now, "", random)).matches("[0-9a-f-]{36}");
        assertThat(Template.fill("$5 ${what} ${n", 1, now, "", random)).isEqualTo("$5 ${what} ${n");
    }

    @Test
    @DisplayName(
            "subscriptions and messages are exported and read again, text as text, bytes as hex; a bad line is named")
    void files(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("messages.jsonl");
        PublishTools.write(
                file,
                List.of(new MessageFile.Wanted("a/#", 1)),
                List.of(
                        message(0, Direction.RX, "a/b", Bytes.utf8("grün \"x\""), 1_500_000_000),
                        message(1, Direction.TX, "a/c", Bytes.of(0, 255), 2_000_000_000)));
        String text = java.nio.file.Files.readString(file);
        assertThat(text.lines())
                .contains("{\"subscribe\":\"a/#\",\"qos\":1}")
                .contains("{\"t\":2.0,\"dir\":\"tx\",\"topic\":\"a/c\",\"qos\":1,\"retain\":false,\"hex\":\"00ff\"}");
        MessageFile.Content content = MessageFile.read(text);
        assertThat(content.subscriptions()).containsExactly(new MessageFile.Wanted("a/#", 1));
        assertThat(content.messages())
                .extracting(MessageFile.Message::payload)
                .containsExactly(Bytes.utf8("grün \"x\""), Bytes.of(0, 255));
        for (String bad :
                List.of("no json", "{\"a\":1}", "{\"topic\":\"t\",\"qos\":3}", "{\"topic\":\"t\",\"hex\":\"0\"}")) {
            assertThatExceptionOfType(MessageFile.BadLineException.class)
                    .isThrownBy(() -> MessageFile.read("\n" + bad))
                    .withMessageContaining("Line 2");
        }
    }

    @Test
    @DisplayName("what was published is kept across starts, the last first, each once, and not without end")
    void history(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("deep").resolve("history.jsonl");
        PublishHistory history = new PublishHistory(file);
        for (int i = 0; i < 70; i++) {
            history.add(new MessageFile.Message("t/" + i, Bytes.utf8("${n}"), 1, false));
        }
        history.add(new MessageFile.Message("t/60", Bytes.utf8("${n}"), 1, false));
        history.save();
        PublishHistory later = new PublishHistory(file);
        later.load();
        List<MessageFile.Message> again = later.messages();
        assertThat(again).hasSize(PublishHistory.MOST).doesNotHaveDuplicates();
        assertThat(again).extracting(MessageFile.Message::topic).startsWith("t/60", "t/69", "t/68");
    }

    @Test
    @DisplayName("a message's cost: payload, packet, TLS record, its share of the AT exchange, and time at the measured"
            + " rate")
    void cost() {
        Exchange exchange = new Exchange(
                0,
                Exchange.Kind.COMMAND,
                "AT+QISEND=0,100",
                Optional.of(ResultCode.SEND_OK),
                "SEND OK",
                0,
                100_000_000,
                List.of(
                        line(Exchange.Role.COMMAND, Direction.TX, 0, 16),
                        line(Exchange.Role.PROMPT, Direction.RX, 0, 4),
                        line(Exchange.Role.PAYLOAD, Direction.TX, 16, 116),
                        line(Exchange.Role.RESULT, Direction.RX, 4, 14)),
                Event.Origin.PARLEY);
        MqttPacket packet =
                message(0, Direction.TX, "t", Bytes.utf8("0123456789"), 0).packet();
        WireCost half = WireCost.of(packet, List.of(new Place(Direction.TX, 16, 66)), true, List.of(exchange));
        assertThat(half.payload()).isEqualTo(10);
        assertThat(half.mqtt()).isEqualTo(20);
        assertThat(half.carried()).isEqualTo(50);
        assertThat(half.link()).as("half of the exchange's 130 bytes").isEqualTo(65);
        assertThat(half.seconds()).as("50 of 100 bytes in 100 ms").isEqualTo(0.05);
        assertThat(half.words())
                .contains("payload 10")
                .contains("TLS 50")
                .contains("AT 65")
                .contains("50 ms");
    }

    private static Exchange.Line line(Exchange.Role role, Direction direction, int from, int to) {
        return new Exchange.Line(role, direction, "", 0, new Place(direction, from, to), 0);
    }

    @Test
    @DisplayName("a packet that is told late goes to its place: only rows from there on are drawn anew")
    void toldLate() {
        MqttRow first = message(0, Direction.TX, "a", Bytes.empty(), 10);
        MqttRow answer = message(1, Direction.RX, "b", Bytes.empty(), 30);
        MqttRow late = message(2, Direction.TX, "c", Bytes.empty(), 20);
        List<MqttRow> now = MqttRow.of(Map.of(0, List.of(first.packet(), answer.packet(), late.packet())), true);
        assertThat(now).extracting(row -> row.packet().topic()).containsExactly("a", "c", "b");
        assertThat(MqttRow.sameFrom(List.of(first, answer), now)).isEqualTo(1);
        assertThat(MqttRow.sameFrom(now, new ArrayList<>(now))).isEqualTo(3);
        assertThat(MqttRow.sameFrom(List.of(), now)).isZero();
    }

    @Test
    @DisplayName("a message of QoS 1 or 2 says whether its handshake is over")
    void inFlight() {
        InFlight inFlight = new InFlight();
        MqttRow publish = message(0, Direction.TX, "a", Bytes.empty(), 10);
        inFlight.accept(Map.of(0, List.of(publish.packet())));
        assertThat(inFlight.mark(publish)).isEqualTo(" …");
        assertThat(inFlight.words()).isEqualTo(" · 1 in flight");
        MqttPacket puback = new MqttPacket(
                1,
                Direction.RX,
                MqttPacketType.PUBACK,
                false,
                false,
                "",
                OptionalInt.empty(),
                OptionalInt.of(1),
                OptionalInt.empty(),
                Bytes.empty(),
                Bytes.empty(),
                0,
                4,
                20,
                Optional.empty());
        inFlight.accept(Map.of(0, List.of(publish.packet(), puback)));
        assertThat(inFlight.mark(publish)).isEqualTo(" ✓");
        assertThat(inFlight.words()).isEmpty();
    }
}
