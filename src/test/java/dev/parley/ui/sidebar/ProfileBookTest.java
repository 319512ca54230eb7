package dev.parley.ui.sidebar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The connections that have a name")
class ProfileBookTest {
    @TempDir
    Path folder;

    @Test
    @DisplayName("are read again as they were kept")
    void roundTrip() throws IOException {
        Path file = folder.resolve("profiles.json");
        ProfileBook book = ProfileBook.EMPTY
                .with("lab", Map.of("link", "sim:", "apn", "iot \"x\""))
                .with("field", Map.of("link", "serial:/dev/ttyUSB2"));

        book.write(file);

        assertThat(ProfileBook.read(file)).isEqualTo(book);
        assertThat(ProfileBook.read(file).profiles().firstKey()).isEqualTo("field");
        assertThat(book.without("lab").find("lab")).isEmpty();
    }

    @Test
    @DisplayName("are none where there is no file")
    void none() throws IOException {
        assertThat(ProfileBook.read(folder.resolve("profiles.json"))).isEqualTo(ProfileBook.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"lab\": [}", "null", "{\"lab\": null}", "{\"lab\": {\"apn\": null}}"})
    @DisplayName("are not lost when their file cannot be understood: the operator is told")
    void broken(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("profiles.json"), text);

        assertThatThrownBy(() -> ProfileBook.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("profiles.json is no list of connections");
        assertThat(file).hasContent(text);
    }
}
