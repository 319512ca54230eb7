package dev.parley.sim.fault;

/**
 * Something that goes wrong once its moment has come.
 *
 * @param when the moment
 * @param times on how many occasions from that moment on, 1 or more
 * @param chance how likely on each of them, above 0 and up to 1
 * @param what what happens
 * @param <E> what can happen there
 */
public record Fault<E>(Trigger when, int times, double chance, E what) {
    public Fault {
        if (times < 1) {
            throw new IllegalArgumentException("a fault happens once or more, not " + times + " times");
        }
        if (!(chance > 0 && chance <= 1)) {
            throw new IllegalArgumentException("a chance is above 0 and at most 1, not " + chance);
        }
    }

    /** Once, for sure. */
    public static <E> Fault<E> once(Trigger when, E what) {
        return new Fault<>(when, 1, 1, what);
    }
}
