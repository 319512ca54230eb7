package dev.parley.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A column of numbers")
class LongColumnTest {
    @Test
    @DisplayName("gives back what was appended and set, while it grows from nothing over several chunks")
    void keeps() {
        LongColumn column = new LongColumn();
        int count = 3 * 4096 + 5;
        for (int i = 0; i < count; i++) {
            assertThat(column.add(i * 7L)).isEqualTo(i);
            if (i % 100 == 0) {
                column.set(i / 2, -i);
            }
        }
        assertThat(column.size()).isEqualTo(count);
        for (int i = 0; i < count; i++) {
            boolean set = i % 50 == 0 && 2 * i < count;
            assertThat(column.get(i)).isEqualTo(set ? -2L * i : i * 7L);
        }
    }
}
