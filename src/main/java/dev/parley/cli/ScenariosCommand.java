package dev.parley.cli;

import dev.parley.sim.Scenario;
import dev.parley.sim.Scenarios;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code parley scenarios}. */
@Command(name = "scenarios", description = "List what the built-in bench can play, and what each must be told as.")
final class ScenariosCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        for (Scenario scenario : Scenarios.all()) {
            out.printf("%-20s %s%n", scenario.name(), scenario.finding().orElse("succeeds"));
            out.println("    " + scenario.story());
            if (!scenario.fix().isEmpty()) {
                out.println("    Fix: " + scenario.fix());
            }
        }
        return ExitCode.DONE;
    }
}
