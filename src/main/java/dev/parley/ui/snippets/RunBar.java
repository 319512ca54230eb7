package dev.parley.ui.snippets;

import dev.parley.session.SessionController;
import dev.parley.session.snippet.Snippet;
import dev.parley.session.snippet.SnippetRun;
import dev.parley.ui.shared.FxThread;
import dev.parley.ui.shared.Mark;
import dev.parley.ui.shared.MarkLabel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Runs the chosen snippet, shows how far it is, and says what became of it. One run at a time. */
final class RunBar extends HBox {
    /** A run under way. */
    private record Run(RunProgress progress, List<StepItem> items, CompletableFuture<SnippetRun.Outcome> outcome) {}

    private final SessionController controller;
    private final Supplier<Optional<SnippetForm>> chosen;
    private final MarkLabel words = new MarkLabel();
    private final ProgressBar bar = new ProgressBar(0);
    private final Button start = new Button("Run", new FontIcon(Feather.PLAY));
    private final Button stop = new Button("Stop", new FontIcon(Feather.SQUARE));
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();
    private Optional<Run> run = Optional.empty();

    /**
     * A bar at rest.
     *
     * @param chosen what Run runs
     */
    RunBar(SessionController controller, Supplier<Optional<SnippetForm>> chosen) {
        super(8);
        this.controller = controller;
        this.chosen = chosen;
        getStyleClass().add("drawer-form");
        setAlignment(Pos.CENTER_LEFT);
        start.setId("snippet-run");
        start.getStyleClass().add("accent");
        start.setTooltip(new Tooltip("Sends the ticked steps one after another"));
        start.setOnAction(event -> start());
        stop.setId("snippet-stop");
        stop.setTooltip(new Tooltip("Gives the run up before its next step"));
        stop.setOnAction(event -> run.ifPresent(it -> it.outcome().cancel(true)));
        stop.disableProperty().bind(running.not());
        start.disableProperty().bind(running);
        bar.setPrefWidth(120);
        bar.setMinWidth(60);
        bar.setAccessibleText("How far the run is");
        words.setId("snippet-outcome");
        words.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(words, Priority.ALWAYS);
        start.setMinWidth(USE_PREF_SIZE);
        stop.setMinWidth(USE_PREF_SIZE);
        getChildren().addAll(start, stop, bar, words);
        say(Mark.WAITING, "not run yet");
    }

    ReadOnlyBooleanProperty running() {
        return running.getReadOnlyProperty();
    }

    /** Another snippet was chosen: what became of the last run stands in the console. */
    void reset() {
        if (run.isEmpty()) {
            bar.setProgress(0);
            say(Mark.WAITING, "not run yet");
        }
    }

    private void start() {
        Optional<SnippetForm> form = chosen.get();
        if (form.isEmpty()) {
            say(Mark.WARNING, "Choose a snippet first.");
            return;
        }
        try {
            start(form.get(), form.get().snippet(), form.get().values());
        } catch (SnippetForm.IncompleteException e) {
            say(Mark.WARNING, String.valueOf(e.getMessage()));
        }
    }

    private void start(SnippetForm form, Snippet snippet, Map<String, String> values) {
        RunProgress progress = new RunProgress(snippet);
        List<StepItem> wanted = form.wanted();
        form.steps().forEach(item -> item.fate().set(StepItem.Fate.LEFT_OUT));
        wanted.forEach(item -> item.fate().set(StepItem.Fate.AHEAD));
        Run its = new Run(progress, wanted, controller.run(snippet, values, progress));
        run = Optional.of(its);
        running.set(true);
        say(Mark.RUNNING, progress.words());
        var _ = its.outcome()
                .whenComplete((outcome, failure) -> FxThread.run(() -> {
                    if (outcome != null) {
                        over(its, outcome.verdict() == SnippetRun.Verdict.PASSED, outcome.words());
                    } else {
                        over(its, false, why(failure));
                    }
                }));
    }

    /** Takes over what the run has done since the last pulse. */
    void tick() {
        run.filter(it -> it.progress().hasNews()).ifPresent(it -> {
            draw(it);
            say(Mark.RUNNING, it.progress().words());
        });
    }

    private void draw(Run it) {
        List<StepItem.Fate> fates = it.progress().fates();
        for (int i = 0; i < fates.size(); i++) {
            if (!it.items().get(i).fate().get().equals(fates.get(i))) {
                it.items().get(i).fate().set(fates.get(i));
            }
        }
        bar.setProgress(it.progress().done());
    }

    private void over(Run it, boolean passed, String sentence) {
        draw(it);
        it.items().stream()
                .filter(item -> item.fate().get().mark() == Mark.RUNNING)
                .forEach(item -> item.fate().set(new StepItem.Fate(Mark.FAILED, "broken off", "", "")));
        run = Optional.empty();
        running.set(false);
        if (passed) {
            bar.setProgress(1);
        }
        say(passed ? Mark.DONE : Mark.FAILED, SnippetForm.sentence(sentence));
    }

    private static String why(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof CancellationException) {
            return "the run was stopped";
        }
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    private void say(Mark mark, String text) {
        words.show(mark, text);
        words.setTooltip(new Tooltip(text));
    }
}
