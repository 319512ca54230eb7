package dev.parley.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Looking for either of two bytes")
class BytesScanTest {

    @Test
    @DisplayName("finds the first one in any array, slice and range, as a look at each byte does")
    void firstOfEither() {
        Random random = new Random(7);
        int[] likely = {0x0a, 0x0d, 0x0b, 0x8a, 0x8d, 0x00, 0x01, 0xff, 0x80, 'A'};
        for (int round = 0; round < 20_000; round++) {
            byte[] all = new byte[random.nextInt(40)];
            for (int i = 0; i < all.length; i++) {
                all[i] = (byte) likely[random.nextInt(random.nextInt(1, likely.length + 1))];
            }
            Bytes whole = Bytes.wrap(all);
            Bytes bytes = whole.from(random.nextInt(all.length + 1));
            int to = random.nextInt(bytes.length() + 1);
            int from = random.nextInt(to + 1);
            int expected = from;
            while (expected < to && bytes.u8(expected) != '\r' && bytes.u8(expected) != '\n') {
                expected++;
            }
            assertThat(bytes.indexOfEither('\r', '\n', from, to))
                    .as("%s from %d to %d", bytes.hex(), from, to)
                    .isEqualTo(expected);
        }
    }
}
