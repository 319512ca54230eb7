package dev.parley.cli;

import dev.parley.export.AnalysisJson;
import dev.parley.export.ExportOptions;
import dev.parley.export.MbedTlsText;
import dev.parley.export.Redaction;
import dev.parley.export.TextReport;
import dev.parley.journal.SessionFileException;
import dev.parley.session.LogImport;
import dev.parley.session.Session;
import dev.parley.session.Snapshot;
import dev.parley.tls.mbedtls.MbedTlsBuild;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code parley analyze}. */
@Command(name = "analyze", description = "Decode and diagnose recorded sessions.")
final class AnalyzeCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "session files (.parley) and logs of other programs")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--json", description = "one JSON object a session, a line each")
    private boolean json;

    @Mixin
    private MbedTlsOptions mbedTls = new MbedTlsOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Optional<MbedTlsBuild> build = mbedTls.build();
        int result = ExitCode.DONE;
        for (Path file : files) {
            try (Session session = Session.open(file)) {
                Snapshot snapshot = session.settled();
                LogImport.report(session.journal())
                        .forEach(sentence -> spec.commandLine().getErr().println("parley: " + sentence));
                snapshot.damage()
                        .ifPresent(damage -> spec.commandLine().getErr().println("parley: " + damage));
                out.println(
                        json
                                ? AnalysisJson.of(file.toString(), snapshot, Redaction.off(), build)
                                : TextReport.of(
                                        snapshot,
                                        ExportOptions.of(file.toString()).withRedaction(Redaction.off())));
                if (!json) {
                    build.ifPresent(one -> audit(one, snapshot, out));
                }
            } catch (SessionFileException e) {
                spec.commandLine().getErr().println("parley: " + e.getMessage());
                result = ExitCode.BAD_INPUT;
            }
        }
        out.flush();
        return result;
    }

    private static void audit(MbedTlsBuild build, Snapshot snapshot, PrintWriter out) {
        MbedTlsText.ofBuild(build).forEach(out::println);
        snapshot.view().conversations().values().stream()
                .flatMap(conversation -> MbedTlsText.ofConversation(build, conversation).stream())
                .forEach(out::println);
    }
}
