package dev.parley.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A short run of what {@code mvn -Pfuzz} does for hours: every input that once mattered, and some thousand mutations of them. */
@DisplayName("Whatever others wrote, reading it")
class FuzzTest {
    private static final int MUTATIONS = 2000;

    @ParameterizedTest(name = "{0}")
    @EnumSource(FuzzTarget.class)
    @DisplayName("throws nothing that was not declared")
    void throwsNothingElse(FuzzTarget target) throws IOException {
        List<byte[]> seeds = seeds(target);
        assertThat(seeds).isNotEmpty();
        Random random = new Random(target.name().hashCode());
        int mutations = target == FuzzTarget.SESSION ? MUTATIONS / 20 : MUTATIONS;
        for (byte[] seed : seeds) {
            assertThatCode(() -> target.read(seed)).doesNotThrowAnyException();
        }
        for (int i = 0; i < mutations; i++) {
            byte[] input = mutated(seeds, random);
            assertThatCode(() -> target.read(input))
                    .as(() -> HexFormat.of().formatHex(input))
                    .doesNotThrowAnyException();
        }
    }

    /** The kept inputs of a target: files whose names stand in its list. */
    private static List<byte[]> seeds(FuzzTarget target) throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        for (String name : new String(bytes(target.name() + "/list"), java.nio.charset.StandardCharsets.UTF_8)
                .lines()
                .toList()) {
            seeds.add(bytes(target.name() + "/" + name));
        }
        return seeds;
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream in = FuzzTest.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            return in.readAllBytes();
        }
    }

    /** A seed with some bytes turned, left out, doubled or put in from another one. */
    private static byte[] mutated(List<byte[]> seeds, Random random) {
        byte[] input = seeds.get(random.nextInt(seeds.size())).clone();
        for (int changes = 1 + random.nextInt(4); changes > 0 && input.length > 0; changes--) {
            int at = random.nextInt(input.length);
            int length = 1 + random.nextInt(Math.min(16, input.length - at));
            byte[] other = seeds.get(random.nextInt(seeds.size()));
            int from = random.nextInt(Math.max(1, other.length - length));
            input = switch (random.nextInt(5)) {
                case 0 -> {
                    input[at] ^= (byte) (1 << random.nextInt(8));
                    yield input;
                }
                case 1 -> {
                    input[at] = (byte) random.nextInt();
                    yield input;
                }
                case 2 -> joined(input, at, input, at + length, input.length);
                case 3 -> joined(input, at + length, input, at, input.length);
                default -> joined(input, at, other, from, other.length);
            };
        }
        return input;
    }

    private static byte[] joined(byte[] head, int to, byte[] tail, int from, int end) {
        byte[] joined = new byte[to + end - from];
        System.arraycopy(head, 0, joined, 0, to);
        System.arraycopy(tail, from, joined, to, end - from);
        return joined;
    }
}
