package dev.parley.ui.doctor;

import dev.parley.doctor.NextTest;
import dev.parley.doctor.Trial;
import dev.parley.journal.SessionHeader;
import dev.parley.ui.shared.Shown;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which test comes next in this window, which is being made, and what its answer said. No toolkit; one owner. */
final class NextTestModel {
    private final Set<String> made = new HashSet<>();
    private Optional<NextTest> proposed = Optional.empty();
    private Optional<NextTest> pending = Optional.empty();
    private Optional<NextTest> scoredTest = Optional.empty();
    private Optional<NextTest.Score> score = Optional.empty();
    private @Nullable SessionHeader madeIn;
    private @Nullable SessionHeader present;

    /** Takes in what is shown: scores the test under way, and looks for the next one. */
    void follow(Shown shown) {
        present = shown.snapshot().header();
        // Another connection is answered by another session.
        boolean answers =
                pending.isPresent() && (!(pending.get().trial() instanceof Trial.Reconnect) || !present.equals(madeIn));
        if (answers) {
            pending.flatMap(test -> test.score(shown.view())).ifPresent(found -> {
                scoredTest = pending;
                score = Optional.of(found);
                pending = Optional.empty();
            });
        }
        proposed = pending.isPresent()
                ? Optional.empty()
                : NextTest.of(shown.view(), shown.snapshot().findings(), made);
    }

    /** The test that would tell most, where none is being made. */
    Optional<NextTest> proposed() {
        return proposed;
    }

    /** The test that waits for its answer. */
    Optional<NextTest> pending() {
        return pending;
    }

    /** The last test that was answered. */
    Optional<NextTest> scoredTest() {
        return scoredTest;
    }

    /** What that answer said. */
    Optional<NextTest.Score> score() {
        return score;
    }

    /** The proposed test is being made from now on. */
    void begin() {
        proposed.ifPresent(test -> {
            made.add(test.action());
            pending = proposed;
            proposed = Optional.empty();
            madeIn = present;
            score = Optional.empty();
            scoredTest = Optional.empty();
        });
    }
}
