package dev.parley.ui.snippets;

import dev.parley.session.snippet.Snippet;
import dev.parley.session.snippet.SnippetRun;
import java.util.List;

/** How far a run is. The thread that runs it writes, the JavaFX thread reads once a pulse. */
final class RunProgress implements SnippetRun.Observer {
    private final Snippet snippet;
    private final StepItem.Fate[] fates;
    private int round = 1;
    private int ended;
    private boolean news = true;

    RunProgress(Snippet snippet) {
        this.snippet = snippet;
        fates = new StepItem.Fate[snippet.steps().size()];
        java.util.Arrays.fill(fates, StepItem.Fate.AHEAD);
    }

    @Override
    public synchronized void begins(int newRound, int step, String title, String sent) {
        if (newRound != round) {
            round = newRound;
            ended = 0;
            java.util.Arrays.fill(fates, StepItem.Fate.AHEAD);
        }
        ended = Math.max(ended, step - 1);
        fates[step - 1] = StepItem.Fate.runs(newRound);
        news = true;
    }

    @Override
    public synchronized void ended(SnippetRun.StepResult result) {
        ended = Math.max(ended, result.step());
        fates[result.step() - 1] =
                StepItem.Fate.of(result, snippet.steps().get(result.step() - 1).optional());
        news = true;
    }

    /** True where something has changed since this was asked last. */
    synchronized boolean hasNews() {
        boolean had = news;
        news = false;
        return had;
    }

    /** What became of each step of the round under way. */
    synchronized List<StepItem.Fate> fates() {
        return List.of(fates);
    }

    /** The part that is done, from 0 to 1. */
    synchronized double done() {
        return (round - 1 + ended / (double) fates.length) / snippet.repeat();
    }

    synchronized String words() {
        String steps = "step " + Math.min(fates.length, ended + 1) + " of " + fates.length;
        return snippet.repeat() == 1 ? steps : "round " + round + " of " + snippet.repeat() + ", " + steps;
    }
}
