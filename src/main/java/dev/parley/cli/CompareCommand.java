package dev.parley.cli;

import dev.parley.export.ComparisonJson;
import dev.parley.export.ComparisonText;
import dev.parley.journal.SessionFileException;
import dev.parley.session.Session;
import dev.parley.tls.Comparison;
import dev.parley.tls.TlsConversation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code parley compare}. */
@Command(
        name = "compare",
        description = "Lay the last handshakes of two recorded sessions side by side and mark the first difference.")
final class CompareCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "A", description = "a session file (.parley)")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path first;

    @Parameters(index = "1", paramLabel = "B", description = "another one")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path second;

    @Option(names = "--json", description = "one JSON object")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        Comparison comparison = Comparison.of(handshake(first), handshake(second));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(ComparisonJson.of(first.toString(), second.toString(), comparison));
        } else {
            out.print(ComparisonText.of(first.toString(), second.toString(), comparison));
        }
        out.flush();
        return ExitCode.DONE;
    }

    private static TlsConversation handshake(Path file) {
        try (Session session = Session.open(file)) {
            return session.settled().view().conversations().values().stream()
                    .reduce((a, b) -> a.socket() > b.socket() ? a : b)
                    .orElseThrow(() -> new BadInputException(
                            file + " holds no TLS: no socket in it carried a handshake to compare"));
        } catch (SessionFileException e) {
            throw new BadInputException(e);
        }
    }
}
