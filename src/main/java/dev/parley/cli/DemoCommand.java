package dev.parley.cli;

import dev.parley.export.ExportOptions;
import dev.parley.export.RedactedSession;
import dev.parley.export.Redaction;
import dev.parley.export.TextReport;
import dev.parley.link.LinkAddress;
import dev.parley.session.ConnectionProfile;
import dev.parley.session.LiveController;
import dev.parley.session.Session;
import dev.parley.session.SessionController;
import dev.parley.session.Snapshot;
import dev.parley.sim.Bench;
import dev.parley.sim.Scenario;
import dev.parley.sim.ScenarioException;
import dev.parley.sim.Scenarios;
import dev.parley.socket.AccessMode;
import dev.parley.tls.ClientOffer;
import dev.parley.tls.client.Experiments;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code parley demo}: the main job with no hardware and no display. */
@Command(
        name = "demo",
        description = "A whole session on the built-in bench: modem, TLS, MQTT; no hardware, no display.")
final class DemoCommand implements Callable<Integer> {
    private static final SessionRun.Message HELLO = new SessionRun.Message("parley/demo", "hello through the modem");
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Option(names = "--out", paramLabel = "DIR", description = "where the files go (default: a temporary folder)")
    private @Nullable Path folder;

    @Option(
            names = "--scenario",
            paramLabel = "NAME",
            defaultValue = Scenarios.STANDARD,
            description = "what happens; 'parley scenarios' lists them (default: ${DEFAULT-VALUE})")
    private String scenarioName = Scenarios.STANDARD;

    @Option(names = "--key-log", description = "keep the session's TLS secrets in its file and in the pcapng")
    private boolean keyLog;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "of everything that happens by chance (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private final Pictures pictures;

    DemoCommand(Pictures pictures) {
        this.pictures = pictures;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Scenario scenario;
        try {
            scenario = Scenarios.findOrRead(scenarioName);
        } catch (ScenarioException e) {
            throw new BadInputException(e);
        }
        OutputFolder output = folder == null ? OutputFolder.temporary() : OutputFolder.at(folder);
        out.printf("parley demo, scenario '%s'%n  %s%n%n", scenario.name(), scenario.story());
        out.flush();
        try (var _ = Interruption.begin();
                Bench bench = Benches.start(scenario, seed);
                SessionController controller =
                        LiveController.standard(bench.links(), output, Program.nameAndVersion())) {
            ConnectionProfile profile = profile(scenario, bench);
            Optional<String> failure = new SessionRun(controller, out).run(profile, plan(scenario));
            output.kept().ifPresent(out::println);
            Session session = controller.session();
            Snapshot snapshot = session.settled();
            out.println();
            out.println(
                    TextReport.of(snapshot, ExportOptions.of("session.parley").withRedaction(Redaction.off())));
            SessionRun.write(snapshot, session, output.path(), keyLog);
            String drawn = draw(snapshot, controller, profile, output.path());
            out.println("Files in " + output.path() + ": session.parley, session.pcapng, report.html" + drawn);
            if (keyLog) {
                out.println(SessionRun.SECRETS_WARNING);
            }
            failure.ifPresent(why -> out.println("The session failed: " + why));
            out.flush();
            return failure.isPresent() ? ExitCode.SESSION_FAILED : ExitCode.DONE;
        }
    }

    /** Where another host drives the modem there is nothing to do but to listen until it has come to its end. */
    private static SessionRun.Plan plan(Scenario scenario) {
        return scenario.host().isScripted()
                ? new SessionRun.Plan(List.of(), List.of(), Optional.empty(), true, true)
                : new SessionRun.Plan(List.of(HELLO.topic()), List.of(HELLO), Optional.of(HELLO), false);
    }

    /**
     * Pictures are what people send around: they are drawn of the redacted session. One that was recorded is not failed by a picture
     * that could not be drawn.
     */
    private String draw(Snapshot snapshot, SessionController controller, ConnectionProfile profile, Path target) {
        try (RedactedSession redacted =
                RedactedSession.of(snapshot, controller.session().journal(), Redaction.fresh())) {
            pictures.write(
                    redacted.session(), redacted.snapshot(), redacted.state(controller.state()), profile, target);
            return ", and a PNG of each panel";
        } catch (IOException e) {
            spec.commandLine().getErr().println("parley: " + e.getMessage());
            return "";
        }
    }

    private ConnectionProfile profile(Scenario scenario, Bench bench) {
        return new ConnectionProfile(
                "demo, " + scenario.name(),
                new LinkAddress("sim", scenario.name(), Map.of()),
                "parley.test",
                Bench.HOST,
                Bench.PORT,
                AccessMode.of(scenario.host().accessMode()).orElse(AccessMode.BUFFER),
                ConnectOptions.QISEND_LIMIT,
                Optional.of(new ConnectionProfile.Tls(
                        Optional.of(bench.ca()),
                        Optional.of(bench.certificate())
                                .filter(_ -> scenario.host().certified()),
                        Optional.of(bench.key()).filter(_ -> scenario.host().certified()),
                        "",
                        List.of(),
                        keyLog,
                        scenario.host().readTimeout(),
                        scenario.offer(ClientOffer.standard()),
                        Experiments.none())),
                Optional.of(new ConnectionProfile.Mqtt("parley-demo", Duration.ofSeconds(60), true)),
                LIMIT);
    }
}
