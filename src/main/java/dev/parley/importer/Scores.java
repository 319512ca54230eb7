package dev.parley.importer;

import java.util.function.Predicate;

/** How much of a log's beginning looks like a format. */
final class Scores {
    private Scores() {}

    /** {@code most} where at least a twentieth of the lines that say something are {@code typical}, less where fewer, 0 for none. */
    static int share(LogText head, int most, Predicate<String> typical) {
        int[] counts = new int[2];
        head.lines(line -> {
            if (!line.isBlank()) {
                counts[0]++;
                if (typical.test(line)) {
                    counts[1]++;
                }
            }
        });
        return counts[1] == 0 ? 0 : Math.max(most / 2, Math.min(most, most * 20 * counts[1] / Math.max(1, counts[0])));
    }
}
