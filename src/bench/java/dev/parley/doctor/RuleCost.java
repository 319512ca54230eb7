package dev.parley.doctor;

import dev.parley.bench.Figure;
import dev.parley.journal.Journal;
import dev.parley.journal.SessionHeader;
import dev.parley.session.Session;
import dev.parley.ui.BusyTraffic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures what each rule of the doctor's costs on a million console rows, of a session that lost nothing and of one whose modem says
 * again and again that something was lost. The rules are asked one after the other, as the doctor asks them; the second round counts.
 */
public final class RuleCost {
    private static final int ROWS = Integer.getInteger("rows", 1_000_000);
    private static final int SHOWN = 8;
    private static final SessionHeader HEADER =
            SessionHeader.of("parley bench", "bench:", Instant.parse("2026-11-26T10:00:00Z"));

    private RuleCost() {}

    private record Cost(String code, double millis, int findings, int evidence) {}

    public static void main(String[] arguments) throws Exception {
        for (int lost : new int[] {0, 40}) {
            Path file = Files.createTempDirectory("parley-bench").resolve("million.parley");
            try {
                AtomicLong clock = new AtomicLong();
                try (Journal journal = Journal.create(file, HEADER, clock::get)) {
                    new BusyTraffic(journal, clock, lost).rows(ROWS);
                }
                try (Session session = Session.open(file)) {
                    CaseView view = session.snapshot().view();
                    double first =
                            costs(view).stream().mapToDouble(Cost::millis).sum();
                    List<Cost> costs = costs(view);
                    double sum = costs.stream().mapToDouble(Cost::millis).sum();
                    Figure.cost("all rules, " + lost + " bytes lost", sum, "ms", "what is asked", 1000)
                            .tell();
                    System.out.printf(
                            Locale.ROOT,
                            "%d bytes lost, %d rows: all %d rules %.0f ms, %.0f ms the first time%n",
                            lost,
                            view.exchanges().size(),
                            costs.size(),
                            sum,
                            first);
                    costs.stream()
                            .sorted(Comparator.comparingDouble(Cost::millis).reversed())
                            .limit(SHOWN)
                            .forEach(cost -> System.out.printf(
                                    Locale.ROOT,
                                    "  %-28s %7.1f ms, %d findings on %d pieces of evidence%n",
                                    cost.code(),
                                    cost.millis(),
                                    cost.findings(),
                                    cost.evidence()));
                }
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(file.getParent());
            }
        }
    }

    private static List<Cost> costs(CaseView view) {
        return Doctor.standard().rules().stream()
                .map(rule -> {
                    long began = System.nanoTime();
                    List<Finding> findings = rule.examine(view);
                    double millis = (System.nanoTime() - began) / 1e6;
                    int evidence = findings.stream()
                            .mapToInt(it -> it.evidence().size())
                            .sum();
                    return new Cost(rule.code(), millis, findings.size(), evidence);
                })
                .toList();
    }
}
