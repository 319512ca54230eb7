package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.doctor.Doctor;
import dev.parley.sim.Scenarios;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the pages name is there: names are what goes wrong first when something is moved. */
@DisplayName("The documentation")
class DocumentationTest {
    private static final Path SOURCES = Path.of("src/main/java/dev/parley");

    @Test
    @DisplayName("sends the reader of the field guide to findings and scenarios that exist")
    void fieldGuide() throws IOException {
        Set<String> known = new HashSet<>(Scenarios.names());
        Doctor.standard().codes().forEach(known::add);

        List<String> named = words("docs/field-guide.md", "`([a-z]+(?:-[a-z]+)+)`");

        assertThat(named).hasSizeGreaterThan(30);
        assertThat(known).containsAll(named);
    }

    @Test
    @DisplayName("names classes on the architecture page that exist")
    void classes() throws IOException {
        List<String> named = words("docs/architecture.md", "`((?:[a-z]+\\.)+[A-Z]\\w+)`");

        assertThat(named).hasSizeGreaterThan(5);
        assertThat(named)
                .allSatisfy(name -> assertThat(SOURCES.resolve(name.replace('.', '/') + ".java"))
                        .exists());
    }

    private static List<String> words(String page, String pattern) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(Path.of(page)))
                .results()
                .map((MatchResult it) -> it.group(1))
                .distinct()
                .toList();
    }
}
