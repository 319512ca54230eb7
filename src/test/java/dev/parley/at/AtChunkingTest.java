package dev.parley.at;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The decoder's events do not depend on the pieces in which the bytes come, and stand where their bytes stand. */
@DisplayName("AT traffic in any pieces")
class AtChunkingTest {

    static Stream<Arguments> examples() {
        return WorkedExamples.all().entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    @DisplayName("one piece cut in two, anywhere, gives the same events")
    void everyCut(String name, Transcript transcript) {
        List<String> whole = Told.of(transcript.decode());
        for (int i = 0; i < transcript.traffic().size(); i++) {
            int length = transcript.traffic().get(i).bytes().length();
            for (int at = 1; at < length; at++) {
                assertThat(Told.of(Transcript.decode(transcript.cut(i, at), transcript.nanos())))
                        .as("piece %d cut at %d", i, at)
                        .isEqualTo(whole);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    @DisplayName("single bytes and random pieces give the same events")
    void shredded(String name, Transcript transcript) {
        List<String> whole = Told.of(transcript.decode());
        for (long seed = 0; seed < 200; seed++) {
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            List<Event.Traffic> pieces = transcript.shred(random, 1 + (int) (seed % 9));
            assertThat(Told.of(Transcript.decode(pieces, transcript.nanos())))
                    .as("seed %d", seed)
                    .isEqualTo(whole);
        }
    }

    @ParameterizedTest(name = "stream {0}")
    @MethodSource("seeds")
    @DisplayName("streams made at random, noise and broken rules among them, give the same events in any pieces")
    void randomStreams(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Transcript transcript = RandomTraffic.of(random);
        List<String> whole = Told.of(transcript.decode());
        for (int most : new int[] {1, 2, 3, 7, 64}) {
            assertThat(Told.of(Transcript.decode(transcript.shred(random, most), transcript.nanos())))
                    .as("pieces of at most %d", most)
                    .isEqualTo(whole);
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 150);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    @DisplayName("a place covers its text exactly, and only framing is left over")
    void placesAreExact(String name, Transcript transcript) {
        Map<Direction, Bytes> streams =
                Map.of(Direction.TX, transcript.stream(Direction.TX), Direction.RX, transcript.stream(Direction.RX));
        Map<Direction, BitSet> covered = Map.of(Direction.TX, new BitSet(), Direction.RX, new BitSet());
        for (AtEvent event : transcript.decode()) {
            Bytes there = streams.get(event.place().direction())
                    .slice((int) event.place().from(), (int) event.place().to());
            switch (event) {
                case AtEvent.Command e -> assertThat(there.latin1()).isEqualTo(e.text());
                case AtEvent.Information e -> assertThat(there.latin1()).isEqualTo(e.text());
                case AtEvent.FinalResult e -> assertThat(there.latin1()).isEqualTo(e.text());
                case AtEvent.Urc e -> assertThat(there.latin1()).isEqualTo(e.text());
                case AtEvent.Prompt e -> assertThat(there.latin1()).isEqualTo(">");
                case AtEvent.Payload e -> assertThat(there).isEqualTo(e.bytes());
                case AtEvent.Noise e -> assertThat(there).isEqualTo(e.bytes());
                case AtEvent.Echo e -> {
                    if (!e.ofPayload()) {
                        assertThat(there.latin1()).isEqualTo(e.text());
                    }
                }
            }
            BitSet seen = covered.get(event.place().direction());
            for (long at = event.place().from(); at < event.place().to(); at++) {
                assertThat(seen.get((int) at))
                        .as("byte %d told twice, by %s", at, event)
                        .isFalse();
                seen.set((int) at);
            }
        }
        covered.forEach((direction, seen) -> {
            Bytes stream = streams.get(direction);
            for (int at = 0; at < stream.length(); at++) {
                if (!seen.get(at)) {
                    assertThat("\r\n \u001a\u001b".indexOf(stream.u8(at)))
                            .as("%s byte %d is in no event: %c", direction, at, stream.u8(at))
                            .isNotNegative();
                }
            }
        });
    }
}
