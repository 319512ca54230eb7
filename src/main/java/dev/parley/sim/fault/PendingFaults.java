package dev.parley.sim.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * The faults still to come: told what happens, it gives what goes wrong now. The same faults, seed and occurrences give the same. For one
 * thread.
 */
public final class PendingFaults<E> {
    private static final class Pending<E> {
        private final Fault<E> fault;
        /** Its own: how often another's occasion comes is a matter of how bytes arrive, and must not shift its luck. */
        private final SplittableRandom random;

        private int left;

        Pending(Fault<E> fault, SplittableRandom random) {
            this.fault = fault;
            this.random = random;
            left = fault.times();
        }
    }

    private final List<Pending<E>> pending = new ArrayList<>();
    private final SplittableRandom random;

    public PendingFaults(List<Fault<E>> faults, long seed) {
        random = new SplittableRandom(seed);
        faults.forEach(this::add);
    }

    /** One more, from now on. */
    public void add(Fault<E> fault) {
        pending.add(new Pending<>(fault, random.split()));
    }

    /** What goes wrong at {@code occurrence}, in the order the faults were given. */
    public List<E> due(Occurrence occurrence) {
        if (pending.isEmpty()) {
            return List.of();
        }
        List<E> due = new ArrayList<>();
        for (Pending<E> one : pending) {
            if (one.left > 0 && one.fault.when().fits(occurrence)) {
                one.left--;
                if (one.fault.chance() >= 1 || one.random.nextDouble() < one.fault.chance()) {
                    due.add(one.fault.what());
                }
            }
        }
        pending.removeIf(one -> one.left == 0);
        return due;
    }

    /** The ages at which something is due by the clock, in nanoseconds; the next first. */
    public OptionalLong nextTime() {
        return pending.stream()
                .map(one -> one.fault.when())
                .filter(Trigger.AfterTime.class::isInstance)
                .map(when -> ((Trigger.AfterTime) when).time())
                .mapToLong(Duration::toNanos)
                .min();
    }
}
