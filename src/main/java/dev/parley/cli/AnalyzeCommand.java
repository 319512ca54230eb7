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
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code parley analyze}. */
@Command(name = "analyze", description = "Decode and diagnose recorded sessions.")
final class AnalyzeCommand implements Callable<Integer> {
    /** What is looked for in a folder: names that say nothing of another kind of file. */
    private static final List<String> ENDINGS = List.of(".parley", ".log", ".txt");

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description =
                    "session files (.parley) and logs of other programs; a folder: the .parley, .log and .txt files in"
                            + " it")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--json", description = "one JSON object a session, a line each")
    private boolean json;

    @Mixin
    private MbedTlsOptions mbedTls = new MbedTlsOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** What is said of a file. */
    private record Words(String out, List<String> err, int code) {}

    @Override
    public Integer call() {
        Optional<MbedTlsBuild> build = mbedTls.build();
        List<Path> wanted = wanted();
        int result = ExitCode.DONE;
        PrintWriter out = spec.commandLine().getOut();
        try (ExecutorService pool = Executors.newFixedThreadPool(
                Math.min(wanted.size(), Runtime.getRuntime().availableProcessors()))) {
            List<Future<Words>> answers = new ArrayList<>();
            for (Path file : wanted) {
                answers.add(pool.submit(() -> words(file, build)));
            }
            for (Future<Words> answer : answers) {
                Words words = answer.get();
                words.err().forEach(line -> spec.commandLine().getErr().println("parley: " + line));
                if (!words.out().isEmpty()) {
                    out.println(words.out());
                }
                result = Math.max(result, words.code());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            result = ExitCode.SESSION_FAILED;
        }
        out.flush();
        return result;
    }

    /**
     * The files, and for a folder those in it. Each is there once: shells that know ** name the folders as well as the files in them.
     *
     * @throws BadInputException if there is none
     */
    private List<Path> wanted() {
        List<Path> wanted = new ArrayList<>();
        for (Path file : files) {
            if (Files.isDirectory(file)) {
                wanted.addAll(inFolder(file));
            } else {
                wanted.add(file);
            }
        }
        if (wanted.isEmpty()) {
            String folders = files.stream().map(Path::toString).collect(Collectors.joining(", "));
            throw new BadInputException("there is no session file and no log (" + String.join(", ", ENDINGS) + ") in "
                    + folders + "; name the files themselves");
        }
        return wanted.stream().distinct().toList();
    }

    private static List<Path> inFolder(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> ENDINGS.stream().anyMatch(file.toString().toLowerCase(Locale.ROOT)::endsWith))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new BadInputException("cannot read the folder " + folder + ": " + e.getMessage(), e);
        }
    }

    private Words words(Path file, Optional<MbedTlsBuild> build) {
        List<String> err = new ArrayList<>();
        try (Session session = Session.open(file)) {
            Snapshot snapshot = session.settled();
            err.addAll(LogImport.report(session.journal()));
            snapshot.damage().ifPresent(err::add);
            if (json) {
                return new Words(
                        AnalysisJson.of(file.toString(), snapshot, Redaction.off(), build), err, ExitCode.DONE);
            }
            StringWriter text = new StringWriter();
            PrintWriter lines = new PrintWriter(text);
            lines.print(
                    TextReport.of(snapshot, ExportOptions.of(file.toString()).withRedaction(Redaction.off())));
            build.ifPresent(one -> audit(one, snapshot, lines));
            lines.flush();
            return new Words(text.toString(), err, ExitCode.DONE);
        } catch (SessionFileException | UncheckedIOException e) {
            err.add(String.valueOf(e.getMessage()));
            return new Words("", err, ExitCode.BAD_INPUT);
        } catch (RuntimeException e) { // the other files are told all the same
            err.add("internal error with " + file + ": " + e + "; please report it, with the file if you may");
            return new Words("", err, ExitCode.INTERNAL_ERROR);
        }
    }

    private static void audit(MbedTlsBuild build, Snapshot snapshot, PrintWriter out) {
        MbedTlsText.ofBuild(build).forEach(out::println);
        snapshot.view().conversations().values().stream()
                .flatMap(conversation -> MbedTlsText.ofConversation(build, conversation).stream())
                .forEach(out::println);
    }
}
