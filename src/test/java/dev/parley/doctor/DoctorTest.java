package dev.parley.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.at.Exchange;
import dev.parley.at.NetworkPicture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The doctor")
class DoctorTest {
    @Test
    @DisplayName("has one rule a code, and every code stands in docs/findings.md")
    void everyCodeIsDocumented() throws IOException {
        List<String> codes = Doctor.standard().codes().toList();
        assertThat(codes).doesNotHaveDuplicates().isSorted();
        String page = Files.readString(Path.of("docs/findings.md"));
        String table = page.substring(0, page.indexOf("## Which scenario leads to which finding"));
        assertThat(codes).allSatisfy(code -> assertThat(table).contains("| `" + code + "` |"));
        assertThat(table.lines().filter(line -> line.startsWith("| `")).count()).isEqualTo(codes.size());
    }

    @Test
    @DisplayName("finds nothing where nothing happened")
    void nothingInNothing() {
        CaseView nothing = new CaseView(
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                NetworkPicture.unknown(),
                0,
                false);
        assertThat(Doctor.standard().examine(nothing)).isEmpty();
    }

    @Test
    @DisplayName("lets a live session's command take the time that the manual gives it, and no more")
    void aSlowCommandIsNoSilence() {
        assertThat(codes(waiting(true, 20))).isEmpty();
        assertThat(codes(waiting(true, 151))).containsExactly("no-answer");
        assertThat(codes(waiting(false, 20))).containsExactly("no-answer");
    }

    private static List<String> codes(CaseView session) {
        return Doctor.standard().examine(session).stream().map(Finding::code).toList();
    }

    /** A context is being activated, for which the manual gives 150 s. */
    private static CaseView waiting(boolean live, int seconds) {
        Exchange open = new Exchange(1, Exchange.Kind.COMMAND, "AT+QIACT=1", Optional.empty(), "", 0, 0, List.of());
        return new CaseView(
                List.of(open),
                List.of(),
                List.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                NetworkPicture.unknown(),
                seconds * 1_000_000_000L,
                live);
    }
}
