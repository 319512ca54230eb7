package dev.parley.cli;

import dev.parley.journal.SessionFileException;
import dev.parley.session.LogImport;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code parley import}. */
@Command(name = "import", description = "Turn another program's log into a session file, and say what was made of it.")
final class ImportCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FILE",
            description = "the log: of a terminal, a firmware, a logic analyser, mbedTLS, or hex")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path file;

    @Option(names = "-o", required = true, paramLabel = "OUT.parley", description = "the session file to write")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path target;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        try {
            LogImport.toFile(file, target).forEach(spec.commandLine().getOut()::println);
            spec.commandLine().getOut().println("wrote " + target);
            return ExitCode.DONE;
        } catch (SessionFileException e) {
            throw new BadInputException(e);
        }
    }
}
