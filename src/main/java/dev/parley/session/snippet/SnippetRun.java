package dev.parley.session.snippet;

import dev.parley.journal.Bytes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
     * @param enough told each line that comes; once it says yes, and the final result is there, no more is waited for. An error is
     *     the end in any case
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

    /** Of a run with very many repetitions so many results are kept. */
    private static final int MOST_RESULTS = 10_000;

    private final Snippet snippet;
    private final Terminal terminal;
    private final Observer observer;
    private final Variables variables;
    private final Deque<StepResult> results = new ArrayDeque<>();
    private int passed;
    private int failedOptional;
    private long nanos;

    private SnippetRun(Snippet snippet, Variables variables, Terminal terminal, Observer observer) {
        this.snippet = snippet;
        this.variables = variables;
        this.terminal = terminal;
        this.observer = observer;
    }

    /**
     * Runs {@code snippet}; blocks.
     *
     * @param given values of its variables, by name
     * @throws SnippetException if a variable is missing, is none of the snippet's, or makes a step that cannot be sent
     */
    public static Outcome run(Snippet snippet, Map<String, String> given, Terminal terminal, Observer observer)
            throws SnippetException {
        return new SnippetRun(snippet, Variables.of(snippet, given), terminal, observer).run();
    }

    private Outcome run() throws SnippetException {
        for (int round = 1; round <= snippet.repeat(); round++) {
            variables.set("round", String.valueOf(round));
            if (round > 1) {
                Optional<String> brokenOff = pause(snippet.pause());
                if (brokenOff.isPresent()) {
                    return outcome(Verdict.BROKEN_OFF, brokenOff.get());
                }
            }
            for (int step = 1; step <= snippet.steps().size(); step++) {
                Optional<Outcome> end = repeated(round, step);
                if (end.isPresent()) {
                    return end.get();
                }
            }
        }
        return outcome(
                Verdict.PASSED,
                passed + (passed == 1 ? " step" : " steps") + " passed"
                        + (failedOptional == 0 ? "" : ", " + failedOptional + " that may fail failed"));
    }

    /** All repetitions of a step; the outcome where it ends the run. */
    private Optional<Outcome> repeated(int round, int number) throws SnippetException {
        Snippet.Step step = snippet.steps().get(number - 1);
        for (int repetition = 0; repetition < step.repeat(); repetition++) {
            variables.set("i", String.valueOf(repetition));
            StepResult last = null;
            for (int attempt = 1; attempt <= step.tries(); attempt++) {
                if (repetition > 0 || attempt > 1) {
                    Optional<String> brokenOff = pause(step.pause());
                    if (brokenOff.isPresent()) {
                        return Optional.of(outcome(Verdict.BROKEN_OFF, brokenOff.get()));
                    }
                }
                last = once(step, round, number, repetition, attempt);
                if (last.verdict() == Verdict.PASSED || last.verdict() == Verdict.BROKEN_OFF) {
                    break;
                }
            }
            StepResult ended = Objects.requireNonNull(last);
            if (ended.verdict() == Verdict.PASSED) {
                passed++;
            } else if (step.optional() && ended.verdict() != Verdict.BROKEN_OFF) {
                failedOptional++;
            } else {
                return Optional.of(outcome(
                        ended.verdict(),
                        "step " + number + " of " + snippet.steps().size() + ", " + ended.title() + ": "
                                + ended.words()));
            }
        }
        return Optional.empty();
    }

    /** Lets time pass; says why where that was broken off. */
    private Optional<String> pause(Duration time) {
        try {
            if (!time.isZero()) {
                terminal.pause(time);
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private StepResult once(Snippet.Step step, int round, int number, int repetition, int attempt)
            throws SnippetException {
        String line = variables.line(step.send());
        Bytes payload = Bytes.utf8(variables.filled(step.payload()));
        Optional<Pattern> expect =
                step.expect().isEmpty() ? Optional.empty() : Optional.of(variables.pattern(step.expect()));
        List<Pattern> failOn = new ArrayList<>();
        for (String text : step.failOn()) {
            failOn.add(variables.pattern(text));
        }
        String title = step.title().isEmpty() ? step.send().isBlank() ? step.words() : line : step.title();
        observer.begins(round, number, title, line);
        Predicate<String> enough = text -> expect.isEmpty()
                || expect.get().matcher(text).find()
                || failOn.stream().anyMatch(pattern -> pattern.matcher(text).find());
        StepResult result;
        try {
            Answer answer = terminal.ask(new Question(line, payload, step.limit(), enough));
            nanos += answer.nanos();
            Judgement judgement = judge(answer, expect, failOn);
            result = new StepResult(
                    round,
                    number,
                    repetition,
                    attempt,
                    title,
                    line,
                    answer.lines(),
                    judgement.verdict(),
                    judgement.words(),
                    answer.nanos());
        } catch (IOException e) {
            result = new StepResult(
                    round,
                    number,
                    repetition,
                    attempt,
                    title,
                    line,
                    List.of(),
                    Verdict.BROKEN_OFF,
                    String.valueOf(e.getMessage()),
                    0);
        }
        if (results.size() == MOST_RESULTS) {
            results.removeFirst();
        }
        results.addLast(result);
        observer.ended(result);
        return result;
    }

    private record Judgement(Verdict verdict, String words) {}

    private Judgement judge(Answer answer, Optional<Pattern> expect, List<Pattern> failOn) {
        for (String line : answer.lines()) {
            for (Pattern pattern : failOn) {
                if (pattern.matcher(line).find()) {
                    return new Judgement(Verdict.FAILED, "the modem said '" + line + "'");
                }
            }
        }
        if (expect.isPresent()) {
            for (String line : answer.lines()) {
                Matcher matcher = expect.get().matcher(line);
                if (matcher.find()) {
                    variables.take(matcher);
                    return new Judgement(Verdict.PASSED, line);
                }
            }
        }
        String last = answer.lines().isEmpty() ? "" : answer.lines().getLast();
        return switch (answer.result()) {
            case NONE ->
                new Judgement(
                        Verdict.TIMED_OUT,
                        (expect.isEmpty() ? "no final result" : "nothing like " + expect.get() + " came") + " within "
                                + seconds(answer.nanos()));
            case ERROR -> new Judgement(Verdict.FAILED, "the modem refused it: '" + last + "'");
            case OK ->
                expect.isEmpty()
                        ? new Judgement(Verdict.PASSED, last)
                        : new Judgement(
                                Verdict.TIMED_OUT,
                                "nothing like " + expect.get() + " came within " + seconds(answer.nanos()));
        };
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
    }

    private Outcome outcome(Verdict verdict, String words) {
        return new Outcome(verdict, List.copyOf(results), variables.values(), words, nanos);
    }
}
