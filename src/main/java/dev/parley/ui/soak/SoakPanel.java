package dev.parley.ui.soak;

import dev.parley.doctor.soak.Outcome;
import dev.parley.doctor.soak.SoakPlan;
import dev.parley.doctor.soak.Variant;
import dev.parley.flow.Figures;
import dev.parley.session.ConnectionProfile;
import dev.parley.session.JournalKeeper;
import dev.parley.session.SessionController;
import dev.parley.session.SessionException;
import dev.parley.ui.shared.DividerKeys;
import dev.parley.ui.shared.EmptyState;
import dev.parley.ui.shared.Notices;
import dev.parley.ui.shared.Panel;
import dev.parley.ui.shared.Shown;
import dev.parley.ui.soak.SoakForm.InvalidSoakException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Many handshakes: what is varied, how far it is, what became of the runs, and those that failed, to be opened. */
public final class SoakPanel extends SplitPane implements Panel {
    private static final int MOST_FAILED = 100;

    /** Makes the controller of one run of a soak. */
    public interface Bench {
        /**
         * A controller that does nothing else.
         *
         * @param run its number, by which a simulated modem's chances may go
         * @throws SessionException if there cannot be one
         */
        SessionController controller(int run, JournalKeeper keeper) throws SessionException;
    }

    private final SoakForm form = new SoakForm();
    /** What a run may take to disconnect when the window closes. */
    private static final Duration GOODBYE = Duration.ofSeconds(15);

    private final Callable<ConnectionProfile> profile;
    private final Consumer<Path> open;
    private final Consumer<List<Path>> compare;
    private final Notices notices;
    private final Button start = new Button("Start", new FontIcon(Feather.PLAY));
    private final Button cancel = new Button("Cancel", new FontIcon(Feather.SQUARE));
    private final ProgressBar progress = new ProgressBar(0);
    private final Label told = new Label();
    private final Label summary = new Label();
    private final VBox failed = new VBox(2);
    private final SoakResults results = new SoakResults(failed);
    private final EmptyState empty = new EmptyState(
            Feather.REPEAT,
            "No soak yet",
            "Start makes many handshakes, one after the other, with a session of their own. What became of them stands"
                    + " here: rates, where they died, and which variant differs by more than chance.");
    private @Nullable SoakBoard board;
    private SoakBoard.@Nullable State drawn;
    private boolean busy;

    /**
     * A panel that soaks nothing until {@link #soaks} names where.
     *
     * @param profile what the sidebar says now; what it throws is told
     * @param open opens the session file of a run that failed
     * @param compare holds the sessions of the runs that failed against each other
     */
    public SoakPanel(
            Callable<ConnectionProfile> profile, Consumer<Path> open, Consumer<List<Path>> compare, Notices notices) {
        this.profile = profile;
        this.open = open;
        this.compare = compare;
        this.notices = notices;
        setId("soak");
        getStyleClass().add("inner-split");
        DividerKeys.on(this);
        failed.setId("soak-failed");
        results.setVisible(false);
        getItems().addAll(setUpForm(), new StackPane(empty, results));
        setDividerPositions(0.24);
        setMinSize(0, 0);
    }

    /** Soaks are kept in {@code home}, and their runs made on {@code bench}. */
    public void soaks(Path home, Bench bench) {
        board = new SoakBoard(home, bench::controller);
        start.setDisable(false);
    }

    /** Ends a soak that runs, and waits until its modem is let go. Not on the JavaFX thread. */
    public void shut() {
        SoakBoard mine = board;
        if (mine != null) {
            try {
                mine.shut(GOODBYE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Node setUpForm() {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("experiment-form");
        ColumnConstraints names = new ColumnConstraints();
        names.setMinWidth(Region.USE_PREF_SIZE);
        ColumnConstraints values = new ColumnConstraints();
        values.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().addAll(names, values);
        int number = 1;
        for (SoakForm.Row row : form.rows()) {
            ChoiceBox<SoakForm.Varied> what = new ChoiceBox<>();
            what.setId("soak-vary-" + number);
            what.getItems().setAll(SoakForm.Varied.values());
            what.valueProperty().bindBidirectional(row.what());
            what.setAccessibleText("what is varied, " + number);
            what.setMaxWidth(Double.MAX_VALUE);
            TextField field = field("soak-values-" + number, "values, with commas");
            field.textProperty().bindBidirectional(row.values());
            field.disableProperty().bind(row.what().isEqualTo(SoakForm.Varied.NOTHING));
            row.values().subscribe(text -> summary.setText(form.summary()));
            grid.addRow(grid.getRowCount(), label("Vary"), what);
            grid.addRow(grid.getRowCount(), label(""), field);
            number++;
        }
        TextField runs = field("soak-runs", "runs of each variant");
        runs.textProperty().bindBidirectional(form.runs());
        form.runs().subscribe(text -> summary.setText(form.summary()));
        grid.addRow(grid.getRowCount(), label("Runs of each"), runs);
        summary.setId("soak-summary");
        for (Label label : List.of(summary, told)) {
            label.getStyleClass().add("experiment-tried");
            label.setWrapText(true);
            label.setMinHeight(Region.USE_PREF_SIZE);
        }
        told.setId("soak-told");
        progress.setId("soak-progress");
        progress.setMaxWidth(Double.MAX_VALUE);
        progress.setAccessibleText("How far the soak is");
        start.setId("soak-start");
        start.getStyleClass().add("accent");
        start.setMinWidth(Region.USE_PREF_SIZE);
        start.setDisable(true);
        start.setTooltip(
                new Tooltip("Connect again and again with the sidebar's profile; what was ended early goes on"));
        start.setOnAction(event -> start());
        cancel.setId("soak-cancel");
        cancel.setMinWidth(Region.USE_PREF_SIZE);
        cancel.setDisable(true);
        cancel.setTooltip(new Tooltip("End it; the same started again goes on behind the runs that are over"));
        cancel.setOnAction(event -> {
            if (board != null) {
                board.cancel();
            }
        });
        HBox buttons = new HBox(6, start, cancel);
        buttons.setAlignment(Pos.CENTER_LEFT);
        VBox below = new VBox(4, summary, buttons, progress, told);
        below.getStyleClass().add("drawer-form");
        ScrollPane scroll = new ScrollPane(new VBox(grid, below));
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        return scroll;
    }

    private static Label label(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("form-label");
        return label;
    }

    private static TextField field(String id, String what) {
        TextField field = new TextField();
        field.setId(id);
        field.setPromptText(what);
        field.setAccessibleText(what);
        return field;
    }

    private void start() {
        SoakBoard mine = board;
        if (mine == null) {
            return;
        }
        if (busy) {
            notices.failed("The modem is in use: disconnect first; a soak makes connections of its own.");
            return;
        }
        try {
            SoakPlan plan = form.plan();
            ConnectionProfile base = profile.call();
            List<ConnectionProfile> profiles = new ArrayList<>();
            for (Variant variant : plan.variants()) {
                profiles.add(VariedProfile.of(base, variant));
            }
            mine.start(plan, base, profiles);
        } catch (InvalidSoakException e) {
            notices.failed(String.valueOf(e.getMessage()));
        } catch (Exception e) {
            notices.failed("The soak cannot begin: " + e.getMessage());
        }
    }

    @Override
    public void show(Shown shown) {
        busy = shown.state().phase().isUnderWay() && !shown.recorded();
    }

    @Override
    public void tick(long nowNanos) {
        SoakBoard mine = board;
        if (mine == null || mine.state().equals(drawn)) {
            return;
        }
        SoakBoard.State state = mine.state();
        boolean more = drawn == null || !state.outcomes().equals(drawn.outcomes());
        drawn = state;
        boolean running = mine.isRunning();
        start.setDisable(running);
        cancel.setDisable(state.phase() != SoakBoard.Phase.RUNNING);
        progress.setProgress(state.done());
        told.setText(words(state));
        boolean any = state.phase() != SoakBoard.Phase.IDLE;
        empty.setVisible(!any);
        results.setVisible(any);
        if (any && more) {
            results.show(state.table());
            showFailed(state);
        }
    }

    private static String words(SoakBoard.State state) {
        String count = state.outcomes().size() + " of " + state.plan().size() + " runs";
        String earlier = state.earlier() == 0 ? "" : ", " + state.earlier() + " of them made earlier";
        return switch (state.phase()) {
            case IDLE -> "";
            case RUNNING -> count + earlier;
            case ENDING -> count + "; the run under way is being taken down";
            case ENDED -> count + "; ended. Start goes on behind them.";
            case COMPLETE -> "All " + count + " are made" + earlier + ".";
            case FAILED -> count + "; stopped: " + state.failure();
        };
    }

    private void showFailed(SoakBoard.State state) {
        List<Outcome> outcomes = state.failed();
        Label head = new Label(
                outcomes.isEmpty()
                        ? "No run failed so far."
                        : "Failed runs, the newest first: click to open the session");
        head.getStyleClass().add("finding-head");
        failed.getChildren().setAll(head);
        if (outcomes.size() > 1) {
            Hyperlink all = new Hyperlink("Hold them against each other");
            all.setId("soak-compare");
            all.getStyleClass().add("finding-evidence");
            all.setOnAction(event -> compare.accept(outcomes.stream()
                    .flatMap(outcome -> state.session(outcome).stream())
                    .toList()));
            failed.getChildren().add(all);
        }
        for (Outcome outcome : outcomes.stream().limit(MOST_FAILED).toList()) {
            Hyperlink link = new Hyperlink("run " + outcome.run() + "  "
                    + state.plan().variants().get(outcome.variant()).title() + "  died in " + outcome.state()
                    + " after " + Figures.bytes(outcome.sent())
                    + (outcome.finding().isEmpty() ? "" : ": " + outcome.finding()));
            link.getStyleClass().add("finding-evidence");
            link.setOnAction(event -> {
                link.setVisited(false);
                state.session(outcome).ifPresent(open);
            });
            failed.getChildren().add(link);
        }
    }
}
