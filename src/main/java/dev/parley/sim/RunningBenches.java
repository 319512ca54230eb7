package dev.parley.sim;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The benches whose links are open, for whoever lets faults happen on them by hand. May be used from any thread. */
public final class RunningBenches {
    private final Set<Bench> benches = ConcurrentHashMap.newKeySet();

    void started(Bench bench) {
        benches.add(bench);
    }

    void ended(Bench bench) {
        benches.remove(bench);
    }

    /** True while no bench is running: a fault would strike nothing. */
    public boolean isEmpty() {
        return benches.isEmpty();
    }

    /** Something goes wrong on each of them. */
    public void strike(HandFault fault) {
        benches.forEach(bench -> bench.strike(fault));
    }
}
