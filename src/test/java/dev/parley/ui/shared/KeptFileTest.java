package dev.parley.ui.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A file that the window keeps")
class KeptFileTest {
    @TempDir
    Path folder;

    @Test
    @DisplayName("takes the place of the old one, is its owner's alone, and leaves nothing beside it")
    void replaces() throws IOException {
        Path file = Files.writeString(folder.resolve("history"), "old");

        KeptFile.write(file, "new ü\n");

        assertThat(file).hasContent("new ü\n");
        assertThat(folder.toFile().list()).containsExactly("history");
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    @DisplayName("leaves nothing beside it where it cannot be put in its place")
    void failed() throws IOException {
        Path inTheWay = Files.createDirectories(folder.resolve("history").resolve("full"));

        assertThatThrownBy(() -> KeptFile.write(inTheWay.getParent(), "new")).isInstanceOf(IOException.class);

        assertThat(folder.toFile().list()).containsExactly("history");
    }
}
