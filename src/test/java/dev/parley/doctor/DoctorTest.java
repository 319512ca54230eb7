package dev.parley.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The doctor")
class DoctorTest {
    @Test
    @DisplayName("has one rule a code, and every code stands in docs/findings.md")
    void everyCodeIsDocumented() throws IOException {
        List<String> codes = Doctor.standard().codes().toList();
        assertThat(codes).doesNotHaveDuplicates().isSorted();
        String table = Files.readString(Path.of("docs/findings.md"));
        assertThat(codes).allSatisfy(code -> assertThat(table).contains("| `" + code + "` |"));
        assertThat(table.lines().filter(line -> line.startsWith("| `")).count()).isEqualTo(codes.size());
    }

    @Test
    @DisplayName("finds nothing where nothing happened")
    void nothingInNothing() {
        CaseView nothing =
                new CaseView(List.of(), List.of(), List.of(), Map.of(), Map.of(), Map.of(), List.of(), 0, false);
        assertThat(Doctor.standard().examine(nothing)).isEmpty();
    }
}
