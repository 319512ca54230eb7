package dev.parley.session;

import dev.parley.doctor.Finding;
import dev.parley.export.ExportOptions;
import dev.parley.export.TextReport;
import dev.parley.sim.Scenario;
import dev.parley.sim.Scenarios;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Plays every scenario of the library in each access mode in which it can be told, with several seeds, and prints what the doctor found
 * first: a Markdown table, and what was not right. {@code -Dbench.seeds=N} (3), {@code -Dbench.only=NAME,NAME} and
 * {@code -Dbench.keep=DIR}, where the report of each run that was not right is left.
 */
final class ScenarioMatrix {
    private static final int AT_ONCE = 10;
    private static final String KEPT = System.getProperty("bench.keep", "");

    private record Cell(Scenario scenario, String mode, Future<List<Run>> runs) {}

    /** What is printed of a run; what it saw is large, and there are hundreds of them. */
    private record Run(
            boolean right, boolean hung, boolean unaccounted, boolean findsSomething, long millis, String about) {
        static Run of(ScenarioPlay.Played played) {
            return new Run(
                    played.isRight(),
                    played.hung().isPresent(),
                    !played.unaccounted().isEmpty(),
                    !played.findings().isEmpty(),
                    played.millis(),
                    ScenarioMatrix.about(played));
        }

        boolean isAsItShould() {
            return right && !hung && !unaccounted;
        }
    }

    private ScenarioMatrix() {}

    public static void main(String[] args) throws Exception {
        int seeds = Integer.getInteger("bench.seeds", 3);
        List<String> only = List.of(System.getProperty("bench.only", "").split(",", -1));
        List<String> modes = List.of(
                System.getProperty("bench.modes", "buffer,push,transparent").split(",", -1));
        Path pki = DataFolder.usual().folder("bench");
        long began = System.nanoTime();
        List<Cell> cells = new ArrayList<>();
        try (ExecutorService players = Executors.newFixedThreadPool(AT_ONCE)) {
            for (Scenario scenario : Scenarios.all()) {
                if (!only.equals(List.of("")) && !only.contains(scenario.name())) {
                    continue;
                }
                for (String mode : scenario.host().accessModes()) {
                    if (modes.contains(mode)) {
                        cells.add(new Cell(scenario, mode, players.submit(() -> play(scenario, mode, seeds, pki))));
                    }
                }
            }
            print(cells, seeds, began);
        }
        System.exit(0);
    }

    private static List<Run> play(Scenario scenario, String mode, int seeds, Path pki) throws Exception {
        List<Run> runs = new ArrayList<>();
        for (int seed = 1; seed <= seeds; seed++) {
            Snapshot[] seen = new Snapshot[1];
            Run run = Run.of(ScenarioPlay.play(scenario, mode, seed, pki, snapshot -> seen[0] = snapshot));
            if (!KEPT.isEmpty() && !run.isAsItShould()) {
                String name = scenario.name() + "-" + mode + "-" + seed + ".txt";
                Files.writeString(Path.of(KEPT, name), TextReport.of(seen[0], ExportOptions.of(name)));
            }
            runs.add(run);
        }
        return runs;
    }

    private static void print(List<Cell> cells, int seeds, long began) throws Exception {
        int runs = 0;
        int right = 0;
        int hung = 0;
        int unaccounted = 0;
        int falseAlarms = 0;
        List<String> wrong = new ArrayList<>();
        System.out.println("| scenario | must be told as | access modes | right at rank 1 | s |");
        System.out.println("|---|---|---|---|---|");
        for (Scenario scenario : cells.stream().map(Cell::scenario).distinct().toList()) {
            int own = 0;
            int ownRight = 0;
            long millis = 0;
            List<String> modes = new ArrayList<>();
            for (Cell cell : cells.stream()
                    .filter(one -> one.scenario().equals(scenario))
                    .toList()) {
                modes.add(cell.mode());
                for (Run run : cell.runs().get()) {
                    own++;
                    millis = Math.max(millis, run.millis());
                    ownRight += run.right() ? 1 : 0;
                    hung += run.hung() ? 1 : 0;
                    unaccounted += run.unaccounted() ? 1 : 0;
                    falseAlarms += scenario.finding().isEmpty() && run.findsSomething() ? 1 : 0;
                    if (!run.isAsItShould()) {
                        wrong.add("not right: " + scenario.name() + ", " + cell.mode() + ": " + run.about());
                    }
                }
            }
            runs += own;
            right += ownRight;
            System.out.printf(
                    Locale.ROOT,
                    "| `%s` | %s | %s | %d of %d | %.1f |%n",
                    scenario.name(),
                    scenario.finding().map(code -> "`" + code + "`").orElse("nothing"),
                    modes.size() == 3 ? "all" : String.join(", ", modes),
                    ownRight,
                    own,
                    millis / 1e3);
        }
        System.out.printf(
                Locale.ROOT,
                "%n%d runs (%d seeds): %d right at rank 1 (%.1f %%), %d hung, %d with bytes unaccounted for, %d false"
                        + " alarms; %d s%n",
                runs,
                seeds,
                right,
                100.0 * right / Math.max(1, runs),
                hung,
                unaccounted,
                falseAlarms,
                (System.nanoTime() - began) / 1_000_000_000);
        wrong.forEach(System.out::println);
    }

    private static String about(ScenarioPlay.Played played) {
        return played.findings().stream()
                        .map(finding -> finding.code() + " " + finding.confidence())
                        .collect(Collectors.joining(", "))
                + played.findings().stream()
                        .findFirst()
                        .map(Finding::title)
                        .map(title -> " (" + title + ")")
                        .orElse("")
                + played.failure().map(why -> "; told: " + why.getMessage()).orElse("; nothing failed")
                + played.hung().map(what -> "; hung: " + what).orElse("")
                + (played.unaccounted().isEmpty() ? "" : "; " + played.unaccounted());
    }
}
