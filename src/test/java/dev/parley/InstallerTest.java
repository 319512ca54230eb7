package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The native package")
class InstallerTest {
    @Test
    @DisplayName("passes java what every other way to start Parley passes it")
    void options() throws IOException {
        List<String> everywhere = Files.readAllLines(Path.of("src/main/launcher/lib/jvm.options")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        List<String> packaged = Files.readAllLines(Path.of("installer/image.options")).stream()
                .filter(line -> line.startsWith("--java-options "))
                .map(line -> line.substring("--java-options ".length()))
                .toList();

        assertThat(everywhere).isNotEmpty();
        assertThat(packaged).containsAll(everywhere);
        assertThat(packaged)
                .filteredOn(line -> !everywhere.contains(line))
                .containsExactly("-XX:AOTCache=$APPDIR/parley.aot");
    }
}
