package dev.parley.cli;

import dev.parley.session.DataFolder;
import dev.parley.sim.Bench;
import dev.parley.sim.BenchException;
import dev.parley.sim.BenchLinks;
import dev.parley.sim.Scenario;
import java.io.IOException;

/** Starts the built-in bench with the certificates of this installation. */
final class Benches {
    private static final String FOLDER = "bench";

    private Benches() {}

    /**
     * Starts a bench.
     *
     * @throws BadInputException if its certificates cannot be kept or its endpoint cannot listen
     */
    static Bench start(Scenario scenario, long seed) {
        try {
            return Bench.start(scenario, DataFolder.usual().folder(FOLDER), seed);
        } catch (BenchException | IOException e) {
            throw new BadInputException(e);
        }
    }

    /**
     * Opens {@code sim:} addresses, a bench for each.
     *
     * @throws BadInputException if the certificates cannot be kept
     */
    static BenchLinks links(long seed) {
        try {
            return new BenchLinks(DataFolder.usual().folder(FOLDER), seed);
        } catch (IOException e) {
            throw new BadInputException(e);
        }
    }
}
