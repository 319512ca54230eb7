package dev.parley.cli;

import dev.parley.doctor.soak.Ending;
import dev.parley.export.ClusterReport;
import dev.parley.export.ComparisonJson;
import dev.parley.export.ComparisonText;
import dev.parley.journal.SessionFileException;
import dev.parley.session.Session;
import dev.parley.session.SessionFiles;
import dev.parley.session.Snapshot;
import dev.parley.tls.Comparison;
import dev.parley.tls.TlsConversation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code parley compare}. */
@Command(
        name = "compare",
        description = {
            "Lay the last handshakes of two recorded sessions side by side and mark the first difference.",
            "Of three or more, or of folders with --clusters: tell which ended alike, and where each kind first differs"
                    + " from one that ended well."
        })
final class CompareCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "session files (.parley); folders with --clusters")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--clusters",
            description =
                    "tell which ended alike, also of two; of a folder all session files below it, as a soak leaves"
                            + " them")
    private boolean clusters;

    @Option(names = "--json", description = "one JSON object")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (clusters || files.size() > 2) {
            List<Ending> endings = endings();
            out.print(json ? ClusterReport.json(endings) + System.lineSeparator() : ClusterReport.text(endings));
        } else if (files.size() < 2) {
            throw new BadInputException("compare needs two session files; with --clusters a folder of them is enough");
        } else {
            Path first = files.getFirst();
            Path second = files.getLast();
            Comparison comparison = Comparison.of(handshake(first), handshake(second));
            if (json) {
                out.println(ComparisonJson.of(first.toString(), second.toString(), comparison));
            } else {
                out.print(ComparisonText.of(first.toString(), second.toString(), comparison));
            }
        }
        out.flush();
        return ExitCode.DONE;
    }

    private List<Ending> endings() {
        List<Path> all = new ArrayList<>();
        for (Path file : files) {
            if (Files.isDirectory(file)) {
                all.addAll(below(file));
            } else {
                all.add(file);
            }
        }
        if (all.size() < 2) {
            throw new BadInputException("there are not two session files (" + SessionFiles.ENDING + ") to compare");
        }
        List<Ending> endings = new ArrayList<>();
        for (Path file : all) {
            try (Session session = Session.open(file)) {
                Snapshot snapshot = session.settled();
                endings.add(Ending.of(file.toString(), snapshot.view(), snapshot.findings()));
            } catch (SessionFileException e) {
                throw new BadInputException(e);
            }
        }
        return endings;
    }

    private static List<Path> below(Path folder) {
        try {
            return SessionFiles.below(folder);
        } catch (IOException e) {
            throw new BadInputException("cannot read the folder " + folder + ": " + e.getMessage(), e);
        }
    }

    private static TlsConversation handshake(Path file) {
        try (Session session = Session.open(file)) {
            return session.settled()
                    .view()
                    .latestConversation()
                    .orElseThrow(() -> new BadInputException(
                            file + " holds no TLS: no socket in it carried a handshake to compare"));
        } catch (SessionFileException e) {
            throw new BadInputException(e);
        }
    }
}
