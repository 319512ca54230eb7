package dev.parley.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("A line of traffic")
class TrafficLineTest {
    private static Event.Traffic random(Random random) {
        byte[] bytes = new byte[random.nextInt(40)];
        boolean text = random.nextBoolean();
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = text ? (byte) "AT+Q=\"\\\r\n\t/, 0>".charAt(random.nextInt(15)) : (byte) random.nextInt();
        }
        Event.Origin[] origins = Event.Origin.values();
        return new Event.Traffic(
                random.nextLong(1, 3_000_000),
                random.nextLong(0, 1L << random.nextInt(2, 53)),
                random.nextBoolean() ? Direction.TX : Direction.RX,
                0,
                Bytes.wrap(bytes),
                origins[random.nextInt(origins.length)]);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("is JSON that any reader takes for the same values")
    void isJson(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            Event.Traffic event = random(random);
            String line = TrafficLine.of(event);
            JsonNode node = JsonMapper.shared().readTree(line);
            assertThat(node.path("n").asLong()).isEqualTo(event.n());
            assertThat(node.path("t").asDecimal().movePointRight(9).longValueExact())
                    .isEqualTo(event.nanos());
            assertThat(
                            node.has("text")
                                    ? node.path("text").asString()
                                    : Bytes.hex(node.path("hex").asString()).latin1())
                    .isEqualTo(event.bytes().latin1());
            assertThat(TrafficLine.parse(line))
                    .isEqualTo(new SessionLine.Parsed.Bytes(
                            event.n(), event.nanos(), event.direction(), event.bytes(), event.origin()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"n\":1,\"t\":0.5,\"note\":\"x\"}",
                "{\"t\":0.5,\"n\":1,\"dir\":\"tx\",\"text\":\"AT\"}",
                "{\"n\":1,\"t\":5e-1,\"dir\":\"tx\",\"text\":\"AT\"}",
                "{\"n\":1,\"t\":0.5,\"dir\":\"tx\",\"text\":\"A\\u0054\"}",
                "{\"n\":1,\"t\":0.5,\"dir\":\"tx\",\"text\":\"AT\",\"more\":1}",
                "{\"n\":1,\"t\":0.5,\"dir\":\"tx\",\"text\":\"AT",
                "{\"n\":1,\"t\":0.5,\"dir\":\"tx\",\"hex\":\"1\"}",
                "{\"n\":1,\"t\":0.5,\"dir\":\"tx\",\"hex\":\"zz\"}",
                "{\"n\":1,\"t\":0.5,\"dir\":\"tx\",\"text\":\"AT\",\"by\":\"nobody\"}",
                ""
            })
    @DisplayName("that was written any other way is left to the JSON reader")
    void leavesTheRest(String line) {
        assertThat(TrafficLine.parse(line)).isNull();
    }

    @Test
    @DisplayName("is read the same by both readers, where both can")
    void bothReaders() throws SessionFileException {
        assertThat(SessionLine.parse("{\"n\":1, \"t\":0.25, \"dir\":\"rx\", \"text\":\"\\r\\nOK\\u000d\\n\"}"))
                .isEqualTo(SessionLine.parse("{\"n\":1,\"t\":0.25,\"dir\":\"rx\",\"text\":\"\\r\\nOK\\r\\n\"}"));
    }
}
