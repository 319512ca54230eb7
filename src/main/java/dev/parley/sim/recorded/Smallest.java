package dev.parley.sim.recorded;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Finds a small part of a list that still fails, by leaving out ever smaller pieces (delta debugging: A. Zeller and R. Hildebrandt,
 * "Simplifying and Isolating Failure-Inducing Input", 2002). In what is left, no single element can be left out any more.
 */
public final class Smallest {
    private Smallest() {}

    /**
     * The smallest part found.
     *
     * @param all fails as a whole
     * @param fails asked again and again, never for the same list twice in a row; it must answer the same each time
     */
    public static <T> List<T> of(List<T> all, Predicate<List<T>> fails) {
        List<T> left = List.copyOf(all);
        int pieces = 2;
        while (left.size() >= 2) {
            int size = (left.size() + pieces - 1) / pieces;
            List<T> smaller = without(left, size, fails);
            if (smaller.size() < left.size()) {
                left = smaller;
                pieces = Math.max(pieces - 1, 2);
            } else if (size == 1) {
                return left;
            } else {
                pieces = Math.min(left.size(), pieces * 2);
            }
        }
        return left.size() == 1 && fails.test(List.of()) ? List.of() : left;
    }

    /** {@code list} without the first piece of {@code size} that is not needed, or as it is. */
    private static <T> List<T> without(List<T> list, int size, Predicate<List<T>> fails) {
        for (int from = 0; from < list.size(); from += size) {
            List<T> rest = new ArrayList<>(list.subList(0, from));
            rest.addAll(list.subList(Math.min(list.size(), from + size), list.size()));
            if (!rest.isEmpty() && fails.test(rest)) {
                return rest;
            }
        }
        return list;
    }
}
