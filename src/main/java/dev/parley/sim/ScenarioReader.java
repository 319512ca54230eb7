package dev.parley.sim;

import dev.parley.json.JsonSection;
import dev.parley.json.JsonText;
import dev.parley.json.JsonText.MalformedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads scenarios from JSON and says, with the line, what is wrong with one. */
final class ScenarioReader {
    private ScenarioReader() {}

    static Scenario read(Path file) throws ScenarioException {
        try {
            return read(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new ScenarioException("the scenario file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    static Scenario read(String source, String text) throws ScenarioException {

        try {
            return scenario(JsonSection.of(JsonText.parse(text), "a scenario"));
        } catch (MalformedException e) {
            throw new ScenarioException(source + ":" + e.line() + ": " + e.getMessage());
        }
    }

    private static Scenario scenario(JsonSection scenario) throws MalformedException {
        String name = scenario.text("name");
        if (!name.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
            throw FaultReader.wrong(
                    scenario.line("name"), "\"name\" is lower-case words with hyphens, not '" + name + "'");
        }
        // The schema is for the editor that the file is written with.
        boolean _ = scenario.has("$schema");
        String group = scenario.choice(
                "group",
                Arrays.stream(Scenario.Group.values()).map(Scenario.Group::word).toArray(String[]::new));
        JsonSection endpoint = scenario.section("endpoint");
        Scenario read = new Scenario(
                name,
                Arrays.stream(Scenario.Group.values())
                        .filter(one -> one.word().equals(group))
                        .findFirst()
                        .orElseThrow(),
                scenario.text("story"),
                ModemReader.read(scenario.section("modem")),
                endpoint.truth("named", true),
                EndpointReader.read(endpoint),
                HostReader.read(scenario.section("host")),
                scenario.optionalText("finding"),
                scenario.text("fix"));
        scenario.finish();
        return read;
    }
}
