package dev.parley.journal;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A recording that is killed")
@Timeout(300)
class KilledRecordingTest {
    @TempDir
    Path folder;

    @Test
    @DisplayName("has lost nothing that was recorded, whenever it was killed")
    void losesNothing() throws Exception {
        Random moments = new Random();
        for (int i = 0; i < 12; i++) {
            KilledWriter.isTornAfter(
                    1 + moments.nextInt(400), moments.nextLong(3_000_000), folder.resolve("killed-" + i + ".parley"));
        }
    }
}
