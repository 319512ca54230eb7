package dev.parley.session;

import dev.parley.session.ControllerState.ChangedSetting;
import dev.parley.session.ControllerState.Phase;
import dev.parley.session.ControllerState.Silence;
import dev.parley.session.ControllerState.Step;
import dev.parley.session.ControllerState.Stop;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The controller's state as it changes: phases, the steps of the way up, and those who watch. Any thread. */
final class WayUp {
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Consumer<ControllerState>> observers = new CopyOnWriteArrayList<>();
    private final LongSupplier nanoTime;
    private final Queue<ControllerState> untold = new ConcurrentLinkedQueue<>();
    /** How many changes nobody has told yet: whoever makes it more than none tells them all. */
    private final AtomicInteger changes = new AtomicInteger();

    private ControllerState state = ControllerState.idle();
    /** Guarded by {@link #lock}. */
    private long stepSince;

    WayUp(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    ControllerState state() {
        lock.lock();
        try {
            return state;
        } finally {
            lock.unlock();
        }
    }

    void observe(Consumer<ControllerState> observer) {
        observers.add(observer);
    }

    /** A new way up, with the steps it will have. */
    void begin(List<String> steps) {
        change(old -> ControllerState.idle()
                .withPhase(Phase.BRINGING_UP)
                .withListenOnly(old.listenOnly())
                .withSteps(steps.stream().map(WayUp::waiting).toList()));
    }

    /** The same way up once more: what was not done is still to come. */
    void again() {
        change(old -> old.withPhase(Phase.BRINGING_UP)
                .withFailure(Optional.empty())
                .withSteps(old.steps().stream()
                        .map(step -> step.status() == Step.Status.DONE ? step : waiting(step.name()))
                        .toList()));
    }

    private static Step waiting(String name) {
        return new Step(name, Step.Status.WAITING, "", -1);
    }

    void phase(Phase phase) {
        change(old -> old.withPhase(phase));
    }

    void stop(Optional<Stop> stop) {
        change(old -> old.withStop(stop));
    }

    void silence(Optional<Silence> silence) {
        change(old -> old.withSilence(silence));
    }

    void listenOnly(boolean on) {
        change(old -> old.withListenOnly(on));
    }

    void changedSettings(List<ChangedSetting> settings) {
        change(old -> old.withChangedSettings(settings));
    }

    /** The named step begins; a running one before it is left as it is. */
    void start(String name) {
        step(new Step(name, Step.Status.RUNNING, "", -1));
    }

    void done(String name, String value) {
        change(old -> with(old, new Step(name, Step.Status.DONE, value, nanoTime.getAsLong() - stepSince)));
    }

    /** Puts {@code step} in the place of the one with its name, or at the end. */
    void step(Step step) {
        change(old -> {
            boolean runs = old.steps().stream()
                    .anyMatch(present -> present.name().equals(step.name()) && present.status() == Step.Status.RUNNING);
            if (step.status() == Step.Status.RUNNING && !runs) {
                stepSince = nanoTime.getAsLong();
            }
            return with(old, step);
        });
    }

    private static ControllerState with(ControllerState old, Step step) {
        List<Step> steps = new ArrayList<>(old.steps());
        int at = -1;
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).name().equals(step.name())) {
                at = i;
            }
        }
        if (at < 0) {
            steps.add(step);
        } else {
            steps.set(at, step);
        }
        return old.withSteps(steps);
    }

    /** The way up ended here: the running step is marked with the reason. */
    void fail(String why) {
        change(old -> {
            List<Step> steps = old.steps().stream()
                    .map(step -> step.status() == Step.Status.RUNNING
                            ? new Step(step.name(), Step.Status.FAILED, why, nanoTime.getAsLong() - stepSince)
                            : step)
                    .toList();
            return old.withPhase(Phase.FAILED)
                    .withSteps(steps)
                    .withStop(Optional.empty())
                    .withFailure(Optional.of(why));
        });
    }

    private interface Change {
        ControllerState from(ControllerState old);
    }

    private void change(Change change) {
        lock.lock();
        try {
            state = change.from(state);
            untold.add(state);
        } finally {
            lock.unlock();
        }
        tell();
    }

    /** Tells the changes one after another, so that no observer is left with an old state; waits for no other thread. */
    private void tell() {
        if (changes.getAndIncrement() != 0) {
            return;
        }
        boolean told = false;
        try {
            int seen = 1;
            while (seen != 0) {
                for (ControllerState next = untold.poll(); next != null; next = untold.poll()) {
                    ControllerState now = next;
                    observers.forEach(observer -> observer.accept(now));
                }
                seen = changes.addAndGet(-seen);
            }
            told = true;
        } finally {
            if (!told) {
                changes.set(0);
            }
        }
    }
}
