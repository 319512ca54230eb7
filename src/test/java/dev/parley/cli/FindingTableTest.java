package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.doctor.Doctor;
import dev.parley.sim.Scenario;
import dev.parley.sim.Scenarios;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The table of findings and scenarios in docs/findings.md")
class FindingTableTest {
    private static final Pattern ROW = Pattern.compile("^\\| (`[a-z0-9-]+`|none) \\| (.*) \\|$", Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("`([a-z0-9-]+)`");

    @Test
    @DisplayName("has every finding, and for each the scenarios that lead to it")
    void isTrue() throws Exception {
        String page = Files.readString(Path.of("docs/findings.md"));
        String table = page.substring(page.indexOf("## Which scenario leads to which finding"));
        Map<String, Set<String>> told = new TreeMap<>();
        Matcher rows = ROW.matcher(table);
        while (rows.find()) {
            Set<String> names = told.computeIfAbsent(rows.group(1).replace("`", ""), code -> new TreeSet<>());
            Matcher each = NAME.matcher(rows.group(2));
            while (each.find()) {
                names.add(each.group(1));
            }
        }
        Map<String, Set<String>> played = new TreeMap<>();
        Doctor.standard().codes().forEach(code -> played.put(code, new TreeSet<>()));
        for (Scenario scenario : Scenarios.all()) {
            played.computeIfAbsent(scenario.finding().orElse("none"), code -> new TreeSet<>())
                    .add(scenario.name());
        }
        assertThat(told).isEqualTo(played);
    }
}
