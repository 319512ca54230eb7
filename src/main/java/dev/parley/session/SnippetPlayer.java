package dev.parley.session;

import dev.parley.journal.Bytes;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import dev.parley.modem.Modem;
import dev.parley.modem.NoAnswerException;
import dev.parley.modem.Reply;
import dev.parley.session.SessionException.Kind;
import dev.parley.session.snippet.Snippet;
import dev.parley.session.snippet.SnippetException;
import dev.parley.session.snippet.SnippetRun;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Runs one snippet on a modem and marks in the journal where it begins and ends and what became of each step. Values of variables
 * are not written there.
 */
final class SnippetPlayer implements SnippetRun.Terminal {
    /** How long a step may wait that sends nothing and names no limit. */
    private static final Duration USUAL_WAIT = Duration.ofSeconds(60);

    /** How often a wait looks whether the run was given up. */
    private static final long LOOK_MILLIS = 100;

    private final Modem modem;
    private final Journal journal;
    private final Snippet snippet;
    private final SnippetRun.Observer observer;
    /** What the modem said by itself and no step has seen. */
    private final BlockingQueue<String> unsolicited = new LinkedBlockingQueue<>();

    private final Journal.Subscription listening;
    private volatile boolean over;

    SnippetPlayer(Modem modem, Snippet snippet, SnippetRun.Observer observer) {
        this.modem = modem;
        this.journal = modem.link().journal();
        this.snippet = snippet;
        this.observer = observer;
        this.listening = modem.listen(urc -> unsolicited.add(urc.text()));
    }

    /** Gives the run up before its next step; one that is over it leaves alone. */
    void stop() {
        over = true;
        listening.close();
        unsolicited.clear();
    }

    SnippetRun.Outcome play(Map<String, String> variables) throws SessionException {
        mark("snippet.begin", snippet.name());
        try {
            SnippetRun.Outcome outcome = SnippetRun.run(snippet, variables, this, new SnippetRun.Observer() {
                @Override
                public void begins(int round, int step, String title, String sent) {
                    observer.begins(round, step, title, sent);
                }

                @Override
                public void ended(SnippetRun.StepResult result) {
                    mark("snippet.step", words(result));
                    observer.ended(result);
                }
            });
            mark("snippet.end", snippet.name() + ": " + word(outcome.verdict()) + ", " + outcome.words());
            return outcome;
        } catch (SnippetException e) {
            mark("snippet.end", snippet.name() + ": " + e.getMessage());
            throw new SessionException(Kind.INPUT, e);
        }
    }

    private String words(SnippetRun.StepResult result) {
        return String.format(
                Locale.ROOT,
                "%s %d/%d %s: %s in %.3f s%s",
                snippet.name(),
                result.step(),
                snippet.steps().size(),
                result.title(),
                word(result.verdict()),
                result.nanos() / 1e9,
                result.verdict() == SnippetRun.Verdict.PASSED ? "" : ", " + result.words());
    }

    private static String word(SnippetRun.Verdict verdict) {
        return switch (verdict) {
            case PASSED -> "passed";
            case FAILED -> "failed";
            case TIMED_OUT -> "timed out";
            case BROKEN_OFF -> "broken off";
        };
    }

    /** A run may outlive its session by a moment: what it says then is nobody's any more. */
    private void mark(String name, String detail) {
        if (!over) {
            journal.action(name, detail);
        }
    }

    @Override
    public SnippetRun.Answer ask(SnippetRun.Question question) throws IOException {
        checkWanted();
        long began = System.nanoTime();
        List<String> lines = new ArrayList<>();
        Duration limit = question.limit()
                .orElseGet(() ->
                        question.line().isEmpty() ? USUAL_WAIT : modem.profile().limit(question.line()));
        if (!question.line().isEmpty()) {
            unsolicited.clear();
            try {
                Reply reply = modem.send(question.line(), question.payload(), limit, Event.Origin.OPERATOR);
                lines.addAll(reply.information());
                if (!reply.payload().isEmpty()) {
                    lines.addAll(text(reply.payload()));
                }
                lines.add(reply.resultText());
                if (!reply.succeeded()) {
                    drain(lines);
                    return new SnippetRun.Answer(lines, SnippetRun.Answer.Result.ERROR, System.nanoTime() - began);
                }
            } catch (NoAnswerException e) {
                drain(lines);
                return new SnippetRun.Answer(lines, SnippetRun.Answer.Result.NONE, System.nanoTime() - began);
            }
        }
        listen(question, lines, began + limit.toNanos());
        return new SnippetRun.Answer(lines, SnippetRun.Answer.Result.OK, System.nanoTime() - began);
    }

    /** Takes in what the modem says by itself until it is enough or {@code end} is there. */
    private void listen(SnippetRun.Question question, List<String> lines, long end) throws IOException {
        boolean enough = lines.stream().anyMatch(question.enough());
        while (!enough) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return;
            }
            String line = next(Math.min(TimeUnit.NANOSECONDS.toMillis(left) + 1, LOOK_MILLIS));
            if (!line.isEmpty()) {
                lines.add(line);
                enough = question.enough().test(line);
            }
        }
    }

    private void drain(List<String> lines) {
        unsolicited.drainTo(lines);
    }

    private static List<String> text(Bytes payload) {
        return payload.latin1().lines().toList();
    }

    /** The next line within that time, or an empty one. */
    private String next(long millis) throws IOException {
        checkWanted();
        try {
            String line = unsolicited.poll(millis, TimeUnit.MILLISECONDS);
            return line == null ? "" : line;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the run was given up", e);
        }
    }

    private void checkWanted() throws IOException {
        if (over) {
            throw new IOException("the run was given up");
        }
    }

    @Override
    public void pause(Duration time) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        while (true) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return;
            }
            checkWanted();
            try {
                Thread.sleep(Math.min(left, LOOK_MILLIS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("the run was given up", e);
            }
        }
    }
}
