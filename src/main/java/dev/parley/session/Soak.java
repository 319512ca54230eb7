package dev.parley.session;

import dev.parley.doctor.soak.Outcome;
import dev.parley.doctor.soak.SoakPlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Many runs by a plan, one after the other, each with a controller of its own. With a log it goes on behind the runs that stand there.
 * Made and run by one thread, which is interrupted to end it.
 */
public final class Soak {
    /** Where the runs come from and go to. */
    public interface Runs {
        /**
         * A controller for one run; the soak closes it.
         *
         * @throws SessionException if there cannot be one
         */
        SessionController controller(SoakPlan.Run run) throws SessionException;

        /**
         * A run is over and its journal closed.
         *
         * @throws SessionException if what is to be kept of it, or not, cannot be
         */
        void over(Outcome outcome) throws SessionException;
    }

    private final SoakPlan plan;
    private final List<ConnectionProfile> profiles;
    private final Optional<SoakLog> log;
    private final List<Outcome> before = new ArrayList<>();

    /**
     * A soak of which nothing is made yet, or as much as the log holds.
     *
     * @param profiles one for each of the plan's variants
     * @throws SessionException if the log cannot be read
     */
    public Soak(SoakPlan plan, List<ConnectionProfile> profiles, Optional<SoakLog> log) throws SessionException {
        if (profiles.size() != plan.variants().size()) {
            throw new IllegalArgumentException("a profile for each variant, not " + profiles.size());
        }
        this.plan = plan;
        this.profiles = List.copyOf(profiles);
        this.log = log;
        if (log.isPresent()) {
            log.get().outcomes().stream()
                    .filter(outcome -> outcome.run() < plan.size())
                    .forEach(before::add);
        }
    }

    /** What was made earlier. */
    public List<Outcome> before() {
        return List.copyOf(before);
    }

    /**
     * Makes the runs that are not over.
     *
     * @param told each outcome as it comes, on the calling thread
     * @throws SessionException if a run could not begin, or an outcome cannot be kept
     * @throws InterruptedException if the operator ended it: what is over stands, and it may go on later
     */
    public void run(Runs runs, Consumer<Outcome> told) throws SessionException, InterruptedException {
        Set<Integer> over = new HashSet<>();
        before.forEach(outcome -> over.add(outcome.run()));
        for (int number = 0; number < plan.size(); number++) {
            if (over.contains(number)) {
                continue;
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            SoakPlan.Run run = plan.run(number);
            Outcome outcome;
            try (SessionController controller = runs.controller(run)) {
                outcome = SoakRun.make(controller, profiles.get(run.variant()), run);
            } catch (SessionException e) {
                throw new SessionException(e.kind(), "run " + number + " could not begin: " + e.getMessage());
            }
            runs.over(outcome);
            if (log.isPresent()) {
                log.get().add(outcome);
            }
            told.accept(outcome);
        }
    }
}
