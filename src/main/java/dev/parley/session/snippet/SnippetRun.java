package dev.parley.session.snippet;

import dev.parley.journal.Bytes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Runs a snippet: pure logic over a terminal that is asked one thing after another. */
public final class SnippetRun {
    /** Who is asked: a terminal with a modem behind it. Called by one thread. */
    public interface Terminal {
        /**
         * Sends a line and listens until it is answered.
         *
         * @throws IOException if there is no answer to be had: the link is lost, the run was given up; the message is a sentence
         */
        Answer ask(Question question) throws IOException;

        /** Lets time pass between two steps, listening. */
        void pause(Duration time) throws IOException;
    }

    /**
     * What a terminal is asked.
     *
     * @param line without CR; empty: nothing is sent
     * @param payload what follows the prompt; may be empty
     * @param limit nothing: as long as the manual gives the command
     * @param enough told each line that comes; once it says yes, and the final result is there, no more is waited for
     */
    public record Question(String line, Bytes payload, Optional<Duration> limit, Predicate<String> enough) {}

    /**
     * What the modem said.
     *
     * @param lines information lines, the final result and the URCs that came meanwhile, without CR LF
     * @param result how the command ended
     * @param nanos from the command to the last line, or to the end of the limit
     */
    public record Answer(List<String> lines, Result result, long nanos) {
        public Answer {
            lines = List.copyOf(lines);
        }

        /** How a command ended. */
        public enum Result {
            /** With {@code OK} or the like; also where nothing was sent. */
            OK,
            /** With {@code ERROR} or the like. */
            ERROR,
            /** Not within the limit. */
            NONE
        }
    }

    /** How a step or a run ended. */
    public enum Verdict {
        PASSED,
        FAILED,
        /** What was expected did not come within the limit. */
        TIMED_OUT,
        /** The operator gave it up, or the link was lost. */
        BROKEN_OFF
    }

    /**
     * What became of a step, each time it was done.
     *
     * @param round which run of all steps, from 1
     * @param step its number in the snippet, from 1
     * @param repetition from 0, as {@code ${i}} has it
     * @param attempt from 1
     * @param sent the line with its variables filled in; empty where nothing was sent
     * @param lines what the modem said
     * @param words why, in a sentence
     * @param nanos how long it took
     */
    public record StepResult(
            int round,
            int step,
            int repetition,
            int attempt,
            String title,
            String sent,
            List<String> lines,
            Verdict verdict,
            String words,
            long nanos) {
        public StepResult {
            lines = List.copyOf(lines);
        }
    }

    /**
     * What became of a run.
     *
     * @param results in the order in which they came; of a run with very many repetitions the last ones
     * @param variables as they stood at the end, with what was taken from answers
     * @param words what became of it, in a sentence
     */
    public record Outcome(
            Verdict verdict, List<StepResult> results, Map<String, String> variables, String words, long nanos) {
        public Outcome {
            results = List.copyOf(results);
            variables = Map.copyOf(variables);
        }
    }

    /** Watches a run; called by the thread that runs it. */
    public interface Observer {
        /** A step begins; {@code sent} is the line with its variables filled in. */
        default void begins(int round, int step, String title, String sent) {}

        void ended(StepResult result);
    }

    private SnippetRun() {}
}
