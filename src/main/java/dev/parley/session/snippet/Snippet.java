package dev.parley.session.snippet;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A sequence of AT steps that one can keep, share and run: what to send, what to expect, what to fail on, how long to wait.
 *
 * <p>In {@code send}, {@code payload}, {@code expect} and {@code failOn}, {@code ${name}} stands for a variable: one that is
 * declared here, one that an earlier step's {@code expect} took from an answer (a named group), or {@code ${i}}, the number of
 * the repetition under way, from 0.
 *
 * @param name lower-case words with hyphens, for example {@code identify-modem}
 * @param about what it is for, in a sentence
 * @param variables those that are declared, in order
 * @param steps at least one
 * @param repeat how often all steps are run, 1 to 10,000; {@code ${round}} counts them, from 1
 * @param pause how long to wait between two rounds
 */
public record Snippet(
        String name, String about, List<Variable> variables, List<Step> steps, int repeat, Duration pause) {
    /** How often a step or a snippet may be repeated at most. */
    public static final int MOST_REPETITIONS = 10_000;

    /** How a snippet is named. */
    static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    public Snippet {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a snippet's name is lower-case words with hyphens, not '" + name + "'");
        }
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("a snippet has at least one step");
        }
        checkRepetitions(repeat);
        variables = List.copyOf(variables);
        steps = List.copyOf(steps);
    }

    private static void checkRepetitions(int times) {
        if (times < 1 || times > MOST_REPETITIONS) {
            throw new IllegalArgumentException("repetitions are from 1 to " + MOST_REPETITIONS + ", not " + times);
        }
    }

    /**
     * A variable of the snippet.
     *
     * @param name a letter, then letters, digits and underscores
     * @param about what to give, for example {@code the access point name}
     * @param preset its value where none is given; nothing: one must be given
     */
    public record Variable(String name, String about, Optional<String> preset) {
        /** How a variable is named; the groups of a regular expression are named so, too, without the underscore. */
        static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

        public Variable {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "a variable's name is a letter, then letters, digits and underscores, not '" + name + "'");
            }
        }
    }

    /**
     * One step.
     *
     * @param title what it does, in a few words; empty: the line it sends
     * @param send the command line without CR; empty: only waits for what the modem says by itself
     * @param payload what follows the modem's prompt, as UTF-8; empty: nothing
     * @param expect a regular expression that one line has to contain, an information line, the final result or a URC that
     *     follows; its named groups become variables; empty: any final result but an error is well
     * @param failOn regular expressions that no line may contain
     * @param limit how long it may take; nothing: as long as the manual gives the command
     * @param repeat how often it is done; each time has to pass
     * @param tries how often it may be tried until it passes
     * @param pause how long to wait before the next repetition or try
     * @param optional true to go on where it fails
     */
    public record Step(
            String title,
            String send,
            String payload,
            String expect,
            List<String> failOn,
            Optional<Duration> limit,
            int repeat,
            int tries,
            Duration pause,
            boolean optional) {
        public Step {
            if (send.isBlank() && expect.isEmpty()) {
                throw new IllegalArgumentException("a step sends a line or expects one");
            }
            if (send.isBlank() && !payload.isEmpty()) {
                throw new IllegalArgumentException("a payload follows a line that is sent");
            }
            if (send.chars().anyMatch(c -> c < ' ' || c > 0xff)) {
                throw new IllegalArgumentException("a step sends one line of text");
            }
            checkRepetitions(repeat);
            checkRepetitions(tries);
            failOn = List.copyOf(failOn);
        }

        /** A step that sends {@code line} and is content with any final result that is no error. */
        public static Step sending(String line) {
            return new Step("", line, "", "", List.of(), Optional.empty(), 1, 1, Duration.ZERO, false);
        }

        /** What to call it: its title, or what it sends or waits for. */
        public String words() {
            if (!title.isEmpty()) {
                return title;
            }
            return send.isBlank() ? "wait for " + expect : send;
        }
    }
}
