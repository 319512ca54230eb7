package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.doctor.soak.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The line file of a soak")
class SoakLogTest {
    @TempDir
    private Path folder;

    private SoakLog log() throws SessionException {
        return SoakLog.at(folder, List.of("--seed 1"), List.of("usual"));
    }

    private static Outcome run(int number) {
        return new Outcome(number, 0, true, OptionalLong.empty(), 1, 2, 3, "up", "host", "");
    }

    @Test
    @DisplayName("keeps a last line that lacks only its line end, and begins the next one anew")
    void lineEndIsMissing() throws Exception {
        log().add(run(0));
        Path file = folder.resolve("soak.jsonl");
        Files.writeString(file, Files.readString(file).stripTrailing());

        log().add(run(1));

        assertThat(log().outcomes()).containsExactly(run(0), run(1));
    }
}
