package dev.parley.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** A command that is part of the contract and is not built yet: it says so and ends with 2. */
abstract class NotYetCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Unmatched
    @SuppressWarnings("UnusedVariable") // its options are not known yet, so that they are no error either
    private List<String> anything = new ArrayList<>();

    @Override
    public Integer call() {
        throw new BadInputException("'" + spec.name() + "' is not there yet in this version");
    }

    /** {@code parley soak}. */
    @Command(name = "soak", description = "Many handshakes, a table of outcomes per variant (not yet).")
    static final class Soak extends NotYetCommand {}
}
