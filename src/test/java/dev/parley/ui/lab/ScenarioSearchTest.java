package dev.parley.ui.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.sim.Scenario;
import dev.parley.sim.Scenarios;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Looking for a scenario")
class ScenarioSearchTest {
    private static final List<Scenario> ALL = Scenarios.all();

    @ParameterizedTest(name = "\"{0}\" finds {1}")
    @CsvSource({
        "psm-sl,                psm-sleep",
        "load balancer,         peer-closes",
        "BALANCER   load,       peer-closes",
        "pdp-lost service,      pdp-lost-in-service",
        "max-fragment-length,   fragment-agreed",
        "Firmware behaves 1460, send-over-1460",
    })
    @DisplayName("takes words of name, story, finding and group, in any order")
    void byWord(String typed, String name) {
        assertThat(ScenarioSearch.find(ALL, typed)).extracting(Scenario::name).contains(name);
        assertThat(ScenarioSearch.find(ALL, typed)).hasSizeLessThan(ALL.size() / 4);
    }

    @Test
    @DisplayName("shows all where nothing is typed, and none where a word stands nowhere")
    void allAndNone() {
        assertThat(ScenarioSearch.find(ALL, "  ")).isEqualTo(ALL);
        assertThat(ScenarioSearch.find(ALL, "psm zeppelin")).isEmpty();
    }
}
