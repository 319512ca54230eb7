package dev.parley.ui.snippets;

import dev.parley.flow.Figures;
import dev.parley.session.snippet.Snippet;
import dev.parley.session.snippet.SnippetRun;
import dev.parley.ui.shared.Mark;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;

/** A step as it stands in the list: whether it is to be run, and what became of it. Of the JavaFX thread. */
final class StepItem {
    /**
     * What became of a step so far.
     *
     * @param word for example {@code passed}
     * @param time how long it took; empty where it was not done
     * @param words what the modem said, or why it failed
     */
    record Fate(Mark mark, String word, String time, String words) {
        static final Fate AHEAD = new Fate(Mark.WAITING, "waits", "", "");
        static final Fate LEFT_OUT = new Fate(Mark.SKIPPED, "left out", "", "");

        static Fate runs(int round) {
            return new Fate(Mark.RUNNING, "runs", "", round > 1 ? "round " + round : "");
        }

        static Fate of(SnippetRun.StepResult result, boolean optional) {
            String time = Figures.span(result.nanos());
            List<String> lines = new ArrayList<>(result.lines());
            lines.removeIf(line -> line.isEmpty() || line.equals("OK"));
            String said = String.join("  ", lines);
            return switch (result.verdict()) {
                case PASSED -> new Fate(Mark.DONE, "passed", time, said);
                case FAILED ->
                    new Fate(
                            optional ? Mark.SKIPPED : Mark.FAILED,
                            optional ? "failed, may" : "failed",
                            time,
                            result.words());
                case TIMED_OUT -> new Fate(optional ? Mark.SKIPPED : Mark.FAILED, "timed out", time, result.words());
                case BROKEN_OFF -> new Fate(Mark.FAILED, "broken off", time, result.words());
            };
        }
    }

    private final Snippet.Step step;
    private final BooleanProperty wanted = new SimpleBooleanProperty(true);
    private final ObjectProperty<Fate> fate = new SimpleObjectProperty<>(Fate.AHEAD);

    StepItem(Snippet.Step step) {
        this.step = step;
    }

    Snippet.Step step() {
        return step;
    }

    BooleanProperty wanted() {
        return wanted;
    }

    ObjectProperty<Fate> fate() {
        return fate;
    }
}
