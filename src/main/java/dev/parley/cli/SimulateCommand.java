package dev.parley.cli;

import dev.parley.journal.SessionFileException;
import dev.parley.link.LinkAddress;
import dev.parley.link.LinkException;
import dev.parley.session.Session;
import dev.parley.sim.Bench;
import dev.parley.sim.ControlServer;
import dev.parley.sim.PseudoTerminal;
import dev.parley.sim.Scenario;
import dev.parley.sim.ScenarioException;
import dev.parley.sim.Scenarios;
import dev.parley.sim.SimServer;
import dev.parley.sim.modem.ModemVariant;
import dev.parley.sim.modem.UartOptions;
import dev.parley.sim.recorded.RecordedServer;
import dev.parley.sim.recorded.Turn;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code parley simulate}: the simulated modem for other programs. */
@Command(name = "simulate", description = "Serve the simulated modem, with its endpoint, to other programs.")
final class SimulateCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(SimulateCommand.class);
    private static final int HIGHEST_BAUD = 10_000_000;

    @Option(
            names = "--listen",
            paramLabel = "tcp://127.0.0.1:PORT",
            description = "where to listen; given again, each port has a modem of its own")
    private List<String> listen = new ArrayList<>();

    @Option(
            names = "--pty",
            paramLabel = "PATH",
            description = "a pseudo-terminal for a modem of its own, made by socat; may be given again")
    private List<Path> terminals = new ArrayList<>();

    @Option(
            names = "--modem",
            paramLabel = "NAME",
            description = "BG95-M3, BG96, BG77 or EC25 (default: the scenario's)")
    private String modem = "";

    @Option(
            names = "--scenario",
            paramLabel = "NAME|FILE",
            defaultValue = Scenarios.STANDARD,
            description =
                    "what happens: a scenario, or a recorded session or log, which is then answered as its modem did"
                            + " (default: ${DEFAULT-VALUE})")
    private String scenarioName = Scenarios.STANDARD;

    @Option(names = "--baud", paramLabel = "N", defaultValue = "0", description = "pace the bytes as this UART would")
    private int baud;

    @Option(
            names = "--map",
            paramLabel = "HOST:PORT=HOST:PORT",
            description = "where connections to the first lead; may be given again")
    private List<String> map = new ArrayList<>();

    @Option(
            names = "--control",
            paramLabel = "tcp://127.0.0.1:PORT",
            description =
                    "take faults by hand there, a line each: fault reset, fault endpoint close, fault {...}, help; on"
                            + " this machine only")
    private String control = "";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (baud < 0 || baud > HIGHEST_BAUD) {
            throw new BadInputException("--baud " + baud + " is not between 0 (unpaced) and " + HIGHEST_BAUD);
        }
        if (listen.isEmpty() && terminals.isEmpty()) {
            throw new BadInputException("nowhere to listen; give --listen tcp://127.0.0.1:PORT or --pty PATH");
        }
        PrintWriter out = spec.commandLine().getOut();
        // Closed in the reverse of the order they are opened in.
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        try {
            if (isRecording(scenarioName)) {
                serveRecording(out, opened);
                new CountDownLatch(1).await();
                return ExitCode.DONE;
            }
            Scenario scenario = Scenarios.findOrRead(scenarioName);
            ModemVariant variant = modem.isEmpty()
                    ? scenario.modem().options().variant()
                    : ModemVariant.of(modem)
                            .orElseThrow(() -> new BadInputException(
                                    "'" + modem + "' is not simulated; choose BG95-M3, BG96, BG77 or EC25"));
            Bench bench = Benches.start(scenario, 1);
            opened.push(bench);
            for (String address : listen) {
                SimServer server = bench.serve(LinkAddress.parse(address), new UartOptions(baud), map, variant);
                opened.push(server);
                announce(out, variant, "tcp://" + hostAndPort(server.address()), scenario);
            }
            for (Path path : terminals) {
                SimServer server =
                        bench.serve(LinkAddress.parse("tcp://127.0.0.1:0"), new UartOptions(baud), map, variant);
                opened.push(server);
                opened.push(PseudoTerminal.open(path, server.address()));
                announce(out, variant, path.toString(), scenario);
            }
            takeFaults(out, bench, opened);
            out.printf(
                    "The built-in endpoint is %s; trust %s, present %s with %s.%n",
                    bench.endpoint(), bench.ca(), bench.certificate(), bench.key());
            out.flush();
            new CountDownLatch(1).await();
            return ExitCode.DONE;
        } catch (ScenarioException | LinkException | SessionFileException | IllegalArgumentException e) {
            throw new BadInputException(e);
        } finally {
            close(opened);
        }
    }

    /** A session file, or a file that is no scenario: another program's log. */
    private static boolean isRecording(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".parley") || (!lower.endsWith(".json") && Files.isRegularFile(Path.of(name)));
    }

    private void serveRecording(PrintWriter out, Deque<AutoCloseable> opened)
            throws LinkException, SessionFileException {
        List<Turn> turns;
        try (Session session = Session.open(Path.of(scenarioName))) {
            turns = Turn.of(session.journal());
        }
        if (!modem.isEmpty() || baud != 0 || !map.isEmpty() || !control.isEmpty()) {
            throw new BadInputException(
                    "a recording answers as it did; leave out --modem, --baud, --map and --control");
        }
        for (String address : listen) {
            RecordedServer server = serve(LinkAddress.parse(address), turns, out, opened);
            announce(out, "tcp://" + hostAndPort(server.address()));
        }
        for (Path path : terminals) {
            RecordedServer server = serve(LinkAddress.parse("tcp://127.0.0.1:0"), turns, out, opened);
            opened.push(PseudoTerminal.open(path, server.address()));
            announce(out, path.toString());
        }
        out.flush();
    }

    private static RecordedServer serve(
            LinkAddress address, List<Turn> turns, PrintWriter out, Deque<AutoCloseable> opened) throws LinkException {
        RecordedServer server = RecordedServer.start(address, turns, sentence -> {
            out.println(sentence);
            out.flush();
        });
        opened.push(server);
        return server;
    }

    private void announce(PrintWriter out, String where) {
        out.printf("The modem of %s answers on %s as it did then. Ctrl-C ends it.%n", scenarioName, where);
    }

    /** All that are served get them: the modems of one bench are alike. */
    private void takeFaults(PrintWriter out, Bench bench, Deque<AutoCloseable> opened) throws LinkException {
        if (!control.isEmpty()) {
            ControlServer faults = ControlServer.start(LinkAddress.parse(control), bench::strike);
            opened.push(faults);
            out.printf("Faults are taken on tcp://%s; 'help' there tells how.%n", hostAndPort(faults.address()));
        }
    }

    private static void announce(PrintWriter out, ModemVariant variant, String where, Scenario scenario) {
        out.printf(
                "A simulated %s listens on %s, scenario '%s'. Ctrl-C ends it.%n",
                variant.model(), where, scenario.name());
    }

    private static String hostAndPort(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }

    private static void close(Deque<AutoCloseable> opened) {
        for (AutoCloseable one : opened) {
            try {
                one.close();
            } catch (Exception e) {
                LOG.debug("closing: {}", e.getMessage());
            }
        }
    }
}
