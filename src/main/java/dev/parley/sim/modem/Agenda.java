package dev.parley.sim.modem;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** What is to happen at which time, in nanoseconds of any one clock that never goes back. For one thread. */
final class Agenda {
    private record Task(long due, long number, Runnable run) {}

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::due).thenComparingLong(Task::number));
    private long now;
    private long numbers;

    Agenda(long now) {
        this.now = now;
    }

    /** The time: that of the task that runs, else that of the last {@link #advance}. */
    long now() {
        return now;
    }

    void after(Duration delay, Runnable run) {
        at(now + delay.toNanos(), run);
    }

    /** At {@code due}, or at once where that is past; what is due at the same time happens in the order it was asked for. */
    void at(long due, Runnable run) {
        tasks.add(new Task(due, numbers++, run));
    }

    /** Nothing of what was planned happens. */
    void forget() {
        tasks.clear();
    }

    /** When the next thing is due; {@link Long#MAX_VALUE} where nothing is planned. */
    long due() {
        return tasks.isEmpty() ? Long.MAX_VALUE : tasks.peek().due();
    }

    /** Does what is due by {@code time}, each thing at its own time, and {@code then} after each. */
    void advance(long time, Runnable then) {
        while (due() <= time) {
            Task task = tasks.remove();
            now = Math.max(now, task.due());
            task.run().run();
            then.run();
        }
        now = Math.max(now, time);
    }
}
