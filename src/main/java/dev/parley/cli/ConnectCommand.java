package dev.parley.cli;

import dev.parley.doctor.Finding;
import dev.parley.export.HandshakeText;
import dev.parley.export.MbedTlsText;
import dev.parley.journal.Event;
import dev.parley.mqtt.CloudProfile;
import dev.parley.session.ConnectionProfile;
import dev.parley.session.JournalKeeper;
import dev.parley.session.LiveController;
import dev.parley.session.Session;
import dev.parley.session.SessionController;
import dev.parley.session.Snapshot;
import dev.parley.session.Stack;
import dev.parley.sim.BenchLinks;
import dev.parley.tls.client.Experiments;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code parley connect}. */
@Command(name = "connect", description = "One session through a modem: bring-up, socket, TLS, MQTT.")
final class ConnectCommand implements Callable<Integer> {
    @Mixin
    private ProfileOptions options = new ProfileOptions();

    @Option(names = "--subscribe", paramLabel = "TOPIC", description = "topic filter; may be given again")
    private List<String> subscribe = new ArrayList<>();

    @Option(names = "--publish", paramLabel = "TOPIC=TEXT", description = "message to publish; may be given again")
    private List<String> publish = new ArrayList<>();

    @Option(names = "--expect", paramLabel = "TOPIC=TEXT", description = "message to wait for; it must come")
    private @Nullable String expect;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "write session.parley, session.pcapng and report.html there")
    private @Nullable Path folder;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        SessionRun.Plan plan = new SessionRun.Plan(
                subscribe,
                publish.stream().map(text -> message("--publish", text)).toList(),
                Optional.ofNullable(expect).map(text -> message("--expect", text)),
                !subscribe.isEmpty() || options.connect().listenOnly());
        if (options.connect().keyLog() && folder == null) {
            throw new BadInputException("--key-log keeps secrets in files: say where with --out DIR");
        }
        BenchLinks bench = Benches.links(1);
        PrintWriter out = spec.commandLine().getOut();
        ConnectionProfile profile = options.profile(bench, out);
        CheckCommand.before(profile, out);
        tellOfTheService(profile, out);
        // The modem does not tell the secrets of its own TLS.
        boolean keyLog = options.connect().keyLog() && profile.stack() == Stack.HOST;
        Optional<OutputFolder> output = Optional.ofNullable(folder).map(OutputFolder::at);
        try (var _ = Interruption.begin();
                SessionController controller = LiveController.standard(
                        bench,
                        output.<JournalKeeper>map(keeper -> keeper).orElseGet(JournalKeeper::inMemory),
                        Program.nameAndVersion())) {
            SessionRun run = new SessionRun(controller, out);
            Optional<String> failure =
                    options.experiments().resumes() ? run.runResumed(profile, plan) : run.run(profile, plan);
            output.flatMap(OutputFolder::kept).ifPresent(out::println);
            Session session = controller.session();
            Snapshot snapshot = session.settled();
            output.ifPresent(keeper -> {
                SessionRun.write(snapshot, session, keeper.path(), keyLog);
                out.println("Files in " + keeper.path() + ": session.parley, session.pcapng, "
                        + (keyLog ? "session.keylog, " : "") + "report.html");
                if (keyLog) {
                    out.println(SessionRun.SECRETS_WARNING);
                }
            });
            snapshot.view().conversations().values().forEach(conversation -> {
                out.println();
                HandshakeText.of(snapshot.view(), conversation).forEach(out::println);
                out.println();
            });
            for (Finding finding : snapshot.findings()) {
                out.printf("  %.2f %s: %s%n", finding.confidence(), finding.code(), finding.title());
            }
            profile.tls()
                    .flatMap(ConnectionProfile.Tls::mbedTls)
                    .ifPresent(build -> snapshot.view().conversations().values().stream()
                            .flatMap(conversation -> MbedTlsText.ofConversation(build, conversation).stream())
                            .forEach(out::println));
            snapshot.view().changes().stream()
                    .filter(Event.Action.class::isInstance)
                    .map(change -> ((Event.Action) change).detail())
                    .filter(detail -> detail.startsWith(Experiments.MISSED))
                    .forEach(detail -> spec.commandLine().getErr().println("parley: the experiment " + detail));
            failure.ifPresent(why -> out.println("The session failed: " + why));
            return failure.isPresent() ? ExitCode.SESSION_FAILED : ExitCode.DONE;
        }
    }

    /** What the service at the endpoint is particular about, where it is a known one. */
    private static void tellOfTheService(ConnectionProfile profile, PrintWriter out) {
        CloudProfile service = CloudProfile.of(profile.host());
        List<String> alpn = profile.tls().map(ConnectionProfile.Tls::alpn).orElse(List.of());
        profile.mqtt()
                .map(mqtt -> service.hints(
                        profile.port(), alpn, mqtt.clientId(), mqtt.keepAlive().toSeconds()))
                .orElse(List.of())
                .forEach(hint -> out.println("  " + service.title() + ": " + hint));
    }

    private static SessionRun.Message message(String option, String text) {
        int equals = text.indexOf('=');
        if (equals <= 0) {
            throw new BadInputException(option + " '" + text + "' is not TOPIC=TEXT");
        }
        return new SessionRun.Message(text.substring(0, equals), text.substring(equals + 1));
    }
}
