package dev.parley.cli;

import dev.parley.doctor.Finding;
import dev.parley.journal.Journal;
import dev.parley.journal.SessionFileException;
import dev.parley.journal.SessionHeader;
import dev.parley.link.LinkAddress;
import dev.parley.link.LinkException;
import dev.parley.session.Session;
import dev.parley.sim.recorded.RecordedServer;
import dev.parley.sim.recorded.Smallest;
import dev.parley.sim.recorded.Turn;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code parley shrink}: yesterday's failure without what has nothing to do with it. */
@Command(
        name = "shrink",
        description = "Leave out of a recorded session what the failure does not need, down to the smallest that still"
                + " fails.")
final class ShrinkCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "a session file, or another program's log")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path file;

    @Option(names = "--finding", paramLabel = "CODE", description = "it fails as long as the doctor has this finding")
    private @Nullable String finding;

    @Option(
            names = "--run",
            paramLabel = "COMMAND",
            description =
                    "it fails as long as this shell command does; it finds the recorded modem at PARLEY_MODEM_HOST and"
                            + " PARLEY_MODEM_PORT")
    private @Nullable String command;

    @Option(
            names = "--limit",
            paramLabel = "S",
            defaultValue = "60",
            description = "a run that takes longer has failed, too (default: ${DEFAULT-VALUE} s)")
    private int limit;

    @Option(names = "-o", required = true, paramLabel = "OUT.parley", description = "the session file to write")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path target;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private int runs;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        checkTarget();
        try {
            SessionHeader header;
            List<Turn> turns;
            List<String> found;
            try (Session session = Session.open(file)) {
                header = session.journal().header();
                turns = Turn.of(session.journal());
                found = codes(session);
            }
            Predicate<List<Turn>> fails = fails(header);
            if (!fails.test(turns)) {
                throw new BadInputException(
                        command == null
                                ? "the doctor does not find " + finding + " in what crossed the link in " + file
                                        + "; it finds " + (found.isEmpty() ? "nothing" : String.join(", ", found))
                                : "'" + command + "' succeeds with the whole of " + file
                                        + "; it must fail (exit code other than 0) to be shrunk");
            }
            List<Turn> smallest = Smallest.of(turns, fails);
            try (Journal journal = Journal.create(target, header, () -> 0L)) {
                Turn.write(smallest, journal);
            }
            out.printf(
                    Locale.ROOT,
                    "%d of %d turns still fail, after %d tries; wrote %s%n",
                    smallest.size(),
                    turns.size(),
                    runs,
                    target);
            return ExitCode.DONE;
        } catch (SessionFileException e) {
            throw new BadInputException(e);
        }
    }

    /** Shrinking may take hours: what stands in the way of writing its end is told before it. */
    private void checkTarget() {
        if (Files.exists(target)) {
            throw new BadInputException(target + " exists already; name another file or move it away");
        }
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new BadInputException("cannot write " + target + ": there is no folder " + folder);
        }
        if (!Files.isWritable(folder)) {
            throw new BadInputException("cannot write " + target + ": no permission to write in " + folder);
        }
    }

    private Predicate<List<Turn>> fails(SessionHeader header) {
        String code = finding;
        String line = command;
        if ((code == null) == (line == null)) {
            throw new BadInputException("say what a failure is: either --finding CODE or --run COMMAND");
        }
        return code != null ? turns -> finds(turns, header, code) : turns -> breaks(turns, String.valueOf(line));
    }

    private boolean finds(List<Turn> turns, SessionHeader header, String code) {
        runs++;
        try (Session session = Session.of(Turn.journal(turns, header))) {
            return codes(session).contains(code);
        }
    }

    private static List<String> codes(Session session) {
        return session.settled().findings().stream().map(Finding::code).toList();
    }

    /** True where the command fails against the modem of {@code turns}, or does not end. */
    private boolean breaks(List<Turn> turns, String line) {
        runs++;
        try (RecordedServer server =
                RecordedServer.start(LinkAddress.parse("tcp://127.0.0.1:0"), turns, sentence -> {})) {
            boolean windows = System.getProperty("os.name", "").startsWith("Windows");
            ProcessBuilder builder =
                    windows ? new ProcessBuilder("cmd.exe", "/c", line) : new ProcessBuilder("sh", "-c", line);
            builder.environment().put("PARLEY_MODEM_HOST", "127.0.0.1");
            builder.environment()
                    .put("PARLEY_MODEM_PORT", Integer.toString(server.address().getPort()));
            Process process = builder.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                return !process.waitFor(limit, TimeUnit.SECONDS) || process.exitValue() != 0;
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (LinkException e) {
            throw new BadInputException(e);
        } catch (IOException e) {
            throw new BadInputException("'" + line + "' cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BadInputException("interrupted while '" + line + "' ran; nothing was written");
        }
    }
}
