package dev.parley.cli;

import dev.parley.link.LinkAddress;
import dev.parley.link.LinkException;
import dev.parley.session.ConnectionProfile;
import dev.parley.session.JournalKeeper;
import dev.parley.session.LiveController;
import dev.parley.session.SessionController;
import dev.parley.session.SessionException;
import dev.parley.session.snippet.Snippet;
import dev.parley.session.snippet.SnippetException;
import dev.parley.session.snippet.SnippetFile;
import dev.parley.session.snippet.SnippetRun;
import dev.parley.socket.AccessMode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code parley run}. */
@Command(name = "run", description = "Run a snippet of AT steps on a modem; without a name, list those there are.")
final class RunCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "SNIPPET",
            description = "a name of the library, a .json file, or a text file with a command a line")
    private @Nullable String what;

    @Option(
            names = "--link",
            paramLabel = "ADDR",
            description = "serial:/dev/ttyUSB2?baud=115200, tcp://host:port or sim:")
    private @Nullable String link;

    @Option(names = "-D", paramLabel = "NAME=VALUE", description = "value of a variable; may be given again")
    private Map<String, String> variables = new LinkedHashMap<>();

    @Option(names = "--out", paramLabel = "DIR", description = "write session.parley there")
    private @Nullable Path folder;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (what == null) {
            list(out);
            return ExitCode.DONE;
        }
        Snippet snippet = snippet(what);
        if (link == null) {
            throw new BadInputException("--link says where the modem is, for example --link serial:/dev/ttyUSB2");
        }
        Optional<OutputFolder> output = Optional.ofNullable(folder).map(OutputFolder::at);
        try (var _ = Interruption.begin();
                SessionController controller = LiveController.standard(
                        Benches.links(1),
                        output.<JournalKeeper>map(keeper -> keeper).orElseGet(JournalKeeper::inMemory),
                        Program.nameAndVersion())) {
            controller.attach(profile(link)).get();
            SnippetRun.Outcome outcome = controller
                    .run(snippet, variables, result -> tell(out, snippet, result))
                    .get();
            output.flatMap(OutputFolder::kept).ifPresent(out::println);
            out.println(snippet.name() + ": " + outcome.words());
            return outcome.verdict() == SnippetRun.Verdict.PASSED ? ExitCode.DONE : ExitCode.SESSION_FAILED;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SessionException failure) {
                if (failure.kind() == SessionException.Kind.INPUT) {
                    throw new BadInputException(failure);
                }
                out.println(failure.getMessage());
                return ExitCode.SESSION_FAILED;
            }
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            out.println("Interrupted by the operator.");
            return ExitCode.SESSION_FAILED;
        }
    }

    private static void list(PrintWriter out) {
        for (String name : SnippetFile.library()) {
            Snippet snippet = library(name);
            out.printf("%-24s %s%n", name, snippet.about());
            for (Snippet.Variable variable : snippet.variables()) {
                out.printf(
                        "%-24s   -D %s=%s  %s%n",
                        "", variable.name(), variable.preset().orElse("..."), variable.about());
            }
        }
    }

    private static Snippet snippet(String what) {
        try {
            return what.contains(".") || what.contains("/") || what.contains("\\")
                    ? SnippetFile.read(Path.of(what))
                    : SnippetFile.ofLibrary(what);
        } catch (SnippetException e) {
            throw new BadInputException(e);
        }
    }

    private static Snippet library(String name) {
        try {
            return SnippetFile.ofLibrary(name);
        } catch (SnippetException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ConnectionProfile profile(String link) {
        try {
            return new ConnectionProfile(
                    "run",
                    LinkAddress.parse(link),
                    "",
                    "",
                    0,
                    AccessMode.BUFFER,
                    ConnectOptions.QISEND_LIMIT,
                    Optional.empty(),
                    Optional.empty(),
                    Duration.ofMinutes(3));
        } catch (LinkException e) {
            throw new BadInputException(e);
        }
    }

    private static void tell(PrintWriter out, Snippet snippet, SnippetRun.StepResult result) {
        boolean passed = result.verdict() == SnippetRun.Verdict.PASSED;
        boolean mayFail = snippet.steps().get(result.step() - 1).optional();
        out.printf(
                Locale.ROOT,
                "  %-4s %-28s %7.3f s%s%n",
                passed ? "ok" : mayFail ? "skip" : "FAIL",
                result.title(),
                result.nanos() / 1e9,
                passed ? "" : "  " + result.words());
        for (String line : result.lines()) {
            if (!line.isEmpty() && !line.equals("OK")) {
                out.println("         " + line);
            }
        }
        out.flush();
    }
}
