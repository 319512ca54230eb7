package dev.parley.cli;

import dev.parley.sim.Scenario;
import dev.parley.sim.Scenarios;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code parley scenarios}. */
@Command(name = "scenarios", description = "List what the built-in bench can play, and what each must be told as.")
final class ScenariosCommand implements Callable<Integer> {
    private static final int WIDTH = 30;

    @Parameters(
            arity = "0..1",
            paramLabel = "WORD",
            description = "only those whose name, story or finding holds this word")
    private @Nullable String word;

    @Option(names = "--json", description = "as a JSON list")
    private boolean json;

    @Option(names = "--schema", description = "print the JSON schema of a scenario file, for your editor")
    private boolean schema;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (schema) {
            out.println(Scenarios.schema());
            return ExitCode.DONE;
        }
        List<Scenario> chosen = Scenarios.all().stream().filter(this::isMeant).toList();
        if (json) {
            out.println(JsonMapper.shared()
                    .writeValueAsString(
                            chosen.stream().map(ScenariosCommand::fields).toList()));
            return ExitCode.DONE;
        }
        for (Scenario.Group group : Scenario.Group.values()) {
            List<Scenario> own =
                    chosen.stream().filter(one -> one.group() == group).toList();
            if (!own.isEmpty()) {
                out.printf("%n%s%n", group.title());
                own.forEach(scenario -> print(out, scenario));
            }
        }
        if (chosen.isEmpty()) {
            out.println("No scenario holds '" + word + "'.");
        }
        return ExitCode.DONE;
    }

    private boolean isMeant(Scenario scenario) {
        String wanted = word == null ? "" : word.toLowerCase(Locale.ROOT);
        return (scenario.name() + " " + scenario.story() + " "
                        + scenario.finding().orElse(""))
                .toLowerCase(Locale.ROOT)
                .contains(wanted);
    }

    private static void print(PrintWriter out, Scenario scenario) {
        out.printf(
                "  %-" + WIDTH + "s %s%n", scenario.name(), scenario.finding().orElse("succeeds"));
        out.println("      " + scenario.story());
        out.println("      Fix: " + scenario.fix());
    }

    private static Map<String, Object> fields(Scenario scenario) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", scenario.name());
        fields.put("group", scenario.group().word());
        fields.put("story", scenario.story());
        fields.put("finding", scenario.finding().orElse(null));
        fields.put("fix", scenario.fix());
        fields.put("accessModes", scenario.host().accessModes());
        fields.put("scripted", scenario.host().isScripted());
        return fields;
    }
}
