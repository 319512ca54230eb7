package dev.parley.cli;

import dev.parley.doctor.soak.Outcome;
import dev.parley.doctor.soak.SoakPlan;
import dev.parley.doctor.soak.SoakTable;
import dev.parley.doctor.soak.Variant;
import dev.parley.export.SoakJson;
import dev.parley.export.SoakText;
import dev.parley.session.ConnectionProfile;
import dev.parley.session.JournalKeeper;
import dev.parley.session.LiveController;
import dev.parley.session.SessionController;
import dev.parley.session.SessionException;
import dev.parley.session.Soak;
import dev.parley.session.SoakLog;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code parley soak}. */
@Command(
        name = "soak",
        description =
                "Many handshakes, one after the other, and a table of what became of them; with --vary, which variant"
                        + " differs by more than chance.",
        footer = {
            "",
            "Ends with 0 where every run was made, whatever became of it, and with 1 where it was interrupted.",
            "With --out it goes on where it stopped when it is started again with the same options; -n may be larger"
                    + " then."
        })
final class SoakCommand implements Callable<Integer> {
    @Mixin
    private ProfileOptions options = new ProfileOptions();

    @Option(names = "-n", paramLabel = "N", required = true, description = "how many runs of each variant")
    private int runs;

    @Option(
            names = "--vary",
            paramLabel = "NAME=V,V",
            description =
                    "an option of connect and its values, for example chunk=256,877,1460, access-mode=buffer,push,"
                            + " fragment=default,261 or one-send=yes,no; or the link's baud, scenario or seed; may be"
                            + " given again")
    private List<String> vary = new ArrayList<>();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "run number K, from 0, plays the built-in modem's chances with seed N + K (default:"
                    + " ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "keep soak.jsonl there, and the session file of each run that failed")
    private @Nullable Path folder;

    @Option(names = "--keep-passed", description = "keep the session files of the others as well")
    private boolean keepPassed;

    @Option(names = "--json", description = "one JSON object, with the survival curves")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (runs < 1) {
            throw new BadInputException("-n " + runs + " is not 1 or more");
        }
        if (options.experiments().resumes() || options.connect().listenOnly()) {
            throw new BadInputException(
                    "each run of a soak is a full handshake: --resume and --listen-only have no place");
        }
        if (folder == null && (keepPassed || options.connect().keyLog())) {
            throw new BadInputException("--keep-passed and --key-log keep files: say where with --out DIR");
        }
        SoakVariants named = new SoakVariants(spec.commandLine().getParseResult(), vary);
        SoakPlan plan = SoakPlan.of(named.values(), runs);
        PrintWriter told =
                json ? new PrintWriter(Writer.nullWriter()) : spec.commandLine().getOut();
        List<ConnectionProfile> profiles = profiles(named, plan, told);
        List<Outcome> outcomes = new ArrayList<>();
        boolean complete;
        try {
            Soak soak = new Soak(plan, profiles, log(named, plan));
            outcomes.addAll(soak.before());
            if (!outcomes.isEmpty()) {
                progress().println("  goes on behind " + outcomes.size() + " runs that are over");
            }
            complete = make(soak, plan, outcomes);
        } catch (SessionException e) {
            throw new BadInputException(e);
        }
        SoakTable table = SoakTable.of(plan.variants(), outcomes);
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? SoakJson.of(table) + System.lineSeparator() : SoakText.of(table));
        out.flush();
        return complete ? ExitCode.DONE : ExitCode.SESSION_FAILED;
    }

    private List<ConnectionProfile> profiles(SoakVariants named, SoakPlan plan, PrintWriter told) {
        List<ConnectionProfile> profiles = new ArrayList<>();
        for (Variant variant : plan.variants()) {
            profiles.add(named.profile(variant, Benches.links(seed), told));
            CheckCommand.before(profiles.getLast(), profiles.size() == 1 ? told : new PrintWriter(Writer.nullWriter()));
        }
        return profiles;
    }

    private Optional<SoakLog> log(SoakVariants named, SoakPlan plan) throws SessionException {
        if (folder == null) {
            return Optional.empty();
        }
        List<String> common = new ArrayList<>(named.common());
        common.add("--seed");
        common.add(Long.toString(seed));
        return Optional.of(SoakLog.at(
                OutputFolder.at(folder).path(),
                common,
                plan.variants().stream().map(Variant::title).toList()));
    }

    /** Makes the runs that are not over; false where the operator ended it. */
    private boolean make(Soak soak, SoakPlan plan, List<Outcome> outcomes) throws SessionException {
        try (var _ = Interruption.begin()) {
            soak.run(new Runs(), outcome -> {
                outcomes.add(outcome);
                tell(plan, outcome, outcomes.size());
            });
            return true;
        } catch (InterruptedException e) {
            progress()
                    .println("  interrupted by the operator behind " + outcomes.size() + " of " + plan.size() + " runs"
                            + (folder == null ? "" : "; started again with the same options it goes on here"));
            return false;
        }
    }

    /** Each run in a folder of its own, where there is one. */
    private final class Runs implements Soak.Runs {
        @Override
        public SessionController controller(SoakPlan.Run run) {
            return LiveController.standard(
                    Benches.links(seed + run.number()),
                    output(run.number()).<JournalKeeper>map(keeper -> keeper).orElseGet(JournalKeeper::inMemory),
                    Program.nameAndVersion());
        }

        @Override
        public void over(Outcome outcome) {
            if (outcome.success() && !keepPassed) {
                output(outcome.run()).ifPresent(SoakCommand::remove);
            }
        }

        private Optional<OutputFolder> output(int run) {
            return Optional.ofNullable(folder)
                    .map(path -> OutputFolder.at(path.resolve(String.format(Locale.ROOT, "run-%05d", run))));
        }
    }

    /** What an interrupted run left there before stays, under the name it was given. */
    private static void remove(OutputFolder output) {
        try {
            Files.delete(output.sessionFile());
            try (Stream<Path> left = Files.list(output.path())) {
                if (left.findAny().isPresent()) {
                    return;
                }
            }
            Files.delete(output.path());
        } catch (IOException e) {
            throw new BadInputException("cannot remove " + output.sessionFile() + ": " + e.getMessage(), e);
        }
    }

    private void tell(SoakPlan plan, Outcome outcome, int done) {
        progress()
                .printf(
                        Locale.ROOT,
                        "  %d/%d  %-4s  %s%s%n",
                        done,
                        plan.size(),
                        outcome.success() ? "ok" : "FAIL",
                        plan.variants().get(outcome.variant()).title(),
                        outcome.success()
                                ? ""
                                : "  " + outcome.state() + ", " + outcome.sent() + " bytes sent"
                                        + (outcome.finding().isEmpty() ? "" : ", " + outcome.finding()));
        progress().flush();
    }

    /** JSON is alone on standard output. */
    private PrintWriter progress() {
        return json ? spec.commandLine().getErr() : spec.commandLine().getOut();
    }
}
