package dev.parley.cli;

import dev.parley.link.LinkAddress;
import dev.parley.link.LinkException;
import dev.parley.sim.Bench;
import dev.parley.sim.Scenario;
import dev.parley.sim.ScenarioException;
import dev.parley.sim.Scenarios;
import dev.parley.sim.SimServer;
import dev.parley.sim.modem.UartOptions;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code parley simulate}: the simulated modem for other programs. */
@Command(name = "simulate", description = "Serve the simulated modem, with its endpoint, to other programs.")
final class SimulateCommand implements Callable<Integer> {
    private static final int HIGHEST_BAUD = 10_000_000;

    @Option(names = "--listen", required = true, paramLabel = "tcp://127.0.0.1:PORT", description = "where to listen")
    private String listen = "";

    @Option(
            names = "--scenario",
            paramLabel = "NAME|FILE",
            defaultValue = Scenarios.STANDARD,
            description = "what happens (default: ${DEFAULT-VALUE})")
    private String scenarioName = Scenarios.STANDARD;

    @Option(names = "--baud", paramLabel = "N", defaultValue = "0", description = "pace the bytes as this UART would")
    private int baud;

    @Option(
            names = "--map",
            paramLabel = "HOST:PORT=HOST:PORT",
            description = "where connections to the first lead; may be given again")
    private List<String> map = new ArrayList<>();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (baud < 0 || baud > HIGHEST_BAUD) {
            throw new BadInputException("--baud " + baud + " is not between 0 (unpaced) and " + HIGHEST_BAUD);
        }
        PrintWriter out = spec.commandLine().getOut();
        try {
            Scenario scenario = Scenarios.findOrRead(scenarioName);
            LinkAddress address = LinkAddress.parse(listen);
            try (Bench bench = Benches.start(scenario, 1);
                    SimServer server = bench.serve(address, new UartOptions(baud), map)) {
                out.printf(
                        "A simulated BG95-M3 listens on tcp://%s:%d, scenario '%s'. Ctrl-C ends it.%n",
                        server.address().getHostString(), server.address().getPort(), scenario.name());
                out.printf(
                        "The built-in endpoint is %s; trust %s, present %s with %s.%n",
                        bench.endpoint(), bench.ca(), bench.certificate(), bench.key());
                out.flush();
                new CountDownLatch(1).await();
                return ExitCode.DONE;
            }
        } catch (ScenarioException | LinkException | IllegalArgumentException e) {
            throw new BadInputException(e);
        }
    }
}
