package dev.parley.ui.experiments;

import dev.parley.flow.Figures;
import dev.parley.tls.Comparison;
import dev.parley.ui.compare.ComparisonView;
import dev.parley.ui.shared.DividerKeys;
import dev.parley.ui.shared.EmptyState;
import dev.parley.ui.shared.Mark;
import dev.parley.ui.shared.MarkLabel;
import dev.parley.ui.shared.Panel;
import dev.parley.ui.shared.Shown;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.property.Property;
import javafx.beans.property.StringProperty;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** What to try on the next handshake, the runs so far, and two of them side by side. */
public final class ExperimentsPanel extends SplitPane implements Panel {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final ExperimentForm form;
    private final Runnable run;
    private final RunList runs = new RunList();
    private final ListView<Run> list = new ListView<>();
    private final ComparisonView comparison = new ComparisonView(
            "Choose two runs in the list (Ctrl+click): their messages stand here beside each other, the first"
                    + " difference marked.");
    private final Label tried = new Label();
    private boolean drawing;

    /**
     * The panel of {@code form}.
     *
     * @param run connects with what the form says
     */
    public ExperimentsPanel(ExperimentForm form, Runnable run) {
        this.form = form;
        this.run = run;
        getStyleClass().add("inner-split");
        DividerKeys.on(this);
        getItems().addAll(setUpForm(), setUpRuns(), comparison);
        setDividerPositions(0.27, 0.53);
        setMinSize(0, 0);
    }

    /** The next session that begins is a run of what the form says now. */
    public void begin() {
        runs.begin(form.words());
    }

    private Node setUpForm() {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("experiment-form");
        ColumnConstraints names = new ColumnConstraints();
        names.setMinWidth(Region.USE_PREF_SIZE);
        ColumnConstraints values = new ColumnConstraints();
        values.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().addAll(names, values);
        row(grid, "Versions", choice("versions", form.versions(), List.of(Choices.Versions.values())));
        row(grid, "Suites", choice("suites", form.suites(), List.of(Choices.Suites.values())));
        row(grid, "Curves", choice("curves", form.curves(), List.of(Choices.Curves.values())));
        row(
                grid,
                "Max fragment",
                choice("fragment-length", form.fragmentLength(), List.of("not offered", "512", "1024", "2048", "4096")),
                check(
                        "disobey",
                        "ignore-fragment-length",
                        form.ignoreFragmentLength(),
                        "As mbedTLS does when it sends"));
        row(
                grid,
                "Server name",
                check("leave out", "no-server-name", form.noServerName(), "No SNI in the ClientHello"));
        row(grid, "Certificate", choice("identity", form.identity(), List.of(Choices.Identity.values())));
        TextField certificate = field("other-certificate", form.certificate(), "certificate, PEM file");
        TextField key = field("other-key", form.key(), "its key, PEM file");
        Label other = row(grid, "", certificate, key);
        form.identity().subscribe(identity -> {
            boolean shown = identity == Choices.Identity.OTHER;
            Node pair = certificate.getParent();
            pair.setVisible(shown);
            pair.setManaged(shown);
            other.setManaged(shown);
        });
        row(
                grid,
                "Re-fragment at",
                field("fragment", form.fragment(), "bytes"),
                check("one send", "one-send", form.oneSend(), "All records of a flight in one send, as OpenSSL does"));
        row(grid, "Send at most", field("chunk-tried", form.chunk(), "bytes a send"));
        row(
                grid,
                "Hold back",
                choice("delayed", form.delayed(), ExperimentForm.MESSAGES),
                field("delay", form.delay(), "ms"));
        row(
                grid,
                "One byte",
                choice("one-byte", form.oneByte(), List.of(Choices.OneByte.values())),
                choice("byte-message", form.byteMessage(), ExperimentForm.MESSAGES),
                field("byte-tried", form.byteNumber(), "n"));
        ScrollPane scroll = new ScrollPane(grid);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        Button start = new Button("Run", new FontIcon(Feather.PLAY));
        start.setId("experiment-run");
        start.getStyleClass().add("accent");
        start.setMinWidth(Region.USE_PREF_SIZE);
        start.setTooltip(new Tooltip("Connect with this (a connection that is up is ended first)"));
        start.setOnAction(event -> run.run());
        Button reset = new Button("As usual");
        reset.setId("experiment-reset");
        reset.setMinWidth(Region.USE_PREF_SIZE);
        reset.setTooltip(new Tooltip("Try nothing: put every field back"));
        reset.setOnAction(event -> form.reset());
        tried.getStyleClass().add("experiment-tried");
        tried.setMinWidth(0);
        tried.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(tried, Priority.ALWAYS);
        HBox foot = new HBox(6, tried, reset, start);
        foot.getStyleClass().add("drawer-form");
        foot.setAlignment(Pos.CENTER_LEFT);
        BorderPane pane = new BorderPane(scroll);
        pane.setBottom(foot);
        pane.setMinSize(0, 0);
        return pane;
    }

    private Label row(GridPane grid, String name, Region... values) {
        Label label = new Label(name);
        label.getStyleClass().add("form-label");
        HBox box = new HBox(4, values);
        box.setAlignment(Pos.CENTER_LEFT);
        for (Region value : values) {
            if (!(value instanceof CheckBox)) {
                HBox.setHgrow(value, Priority.ALWAYS);
            }
        }
        grid.addRow(grid.getRowCount(), label, box);
        return label;
    }

    private <T> ChoiceBox<T> choice(String id, Property<T> property, List<T> choices) {
        ChoiceBox<T> choice = new ChoiceBox<>();
        choice.setId("try-" + id);
        choice.getItems().setAll(choices);
        choice.valueProperty().bindBidirectional(property);
        choice.setMaxWidth(Double.MAX_VALUE);
        choice.setMinWidth(60);
        choice.setAccessibleText(id.replace('-', ' '));
        property.addListener((observable, before, now) -> tell());
        return choice;
    }

    private CheckBox check(String words, String id, Property<Boolean> property, String what) {
        CheckBox check = new CheckBox(words);
        check.setId("try-" + id);
        check.selectedProperty().bindBidirectional(property);
        check.setTooltip(new Tooltip(what));
        check.setMinWidth(Region.USE_PREF_SIZE);
        property.addListener((observable, before, now) -> tell());
        return check;
    }

    private TextField field(String id, StringProperty property, String prompt) {
        TextField field = new TextField();
        field.setId("try-" + id);
        field.setPromptText(prompt);
        field.setPrefColumnCount(6);
        field.setMinWidth(48);
        field.setAccessibleText(id.replace('-', ' ') + ", " + prompt);
        field.textProperty().bindBidirectional(property);
        property.addListener((observable, before, now) -> tell());
        return field;
    }

    /** What the form says, in a line. */
    private void tell() {
        List<String> words = form.words();
        tried.setText(words.isEmpty() ? "nothing is tried" : String.join(", ", words));
        tried.setTooltip(words.isEmpty() ? null : new Tooltip(tried.getText()));
    }

    private Node setUpRuns() {
        tell();
        list.setId("runs");
        list.getStyleClass().addAll("dense-list", "run-list");
        list.setFixedCellSize(36);
        list.setAccessibleText("Runs. Choose two to compare them");
        list.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        list.setPlaceholder(new EmptyState(
                Feather.LIST, "No runs yet", "Every handshake of this window stands here, with what was tried on it."));
        list.setCellFactory(view -> new Cell());
        list.getSelectionModel().getSelectedItems().addListener((ListChangeListener<Run>) change -> {
            if (!drawing) {
                compare();
            }
        });
        return list;
    }

    private void compare() {
        List<Run> chosen = list.getSelectionModel().getSelectedItems().stream()
                .sorted(java.util.Comparator.comparingInt(Run::number))
                .toList();
        if (chosen.size() != 2) {
            comparison.show(Optional.empty(), "", "");
            return;
        }
        Run first = chosen.getFirst();
        Run second = chosen.getLast();
        comparison.show(
                Optional.of(Comparison.of(first.conversation(), second.conversation())),
                "run " + first.number() + ": " + first.words(),
                "run " + second.number() + ": " + second.words());
    }

    /** Chooses the last two runs, to be compared. */
    public void compareLast() {
        int size = list.getItems().size();
        list.getSelectionModel().clearSelection();
        if (size >= 2) {
            list.getSelectionModel().selectIndices(size - 2, size - 1);
        }
    }

    @Override
    public void show(Shown shown) {
        if (!runs.follow(shown)) {
            return;
        }
        List<Run> all = runs.runs();
        drawing = true;
        List<Run> items = list.getItems();
        for (int i = 0; i < Math.min(items.size(), all.size()); i++) {
            if (!items.get(i).equals(all.get(i))) {
                items.set(i, all.get(i));
            }
        }
        if (items.size() > all.size()) {
            items.subList(all.size(), items.size()).clear();
        } else if (items.size() < all.size()) {
            items.addAll(all.subList(items.size(), all.size()));
            list.scrollTo(all.size() - 1);
        }
        drawing = false;
        compare();
    }

    /** A run: when and what was tried, and under it what came of it. */
    private static final class Cell extends ListCell<Run> {
        private final MarkLabel mark = new MarkLabel();
        private final Label words = new Label();
        private final Label bytes = new Label();
        private final Label outcome = new Label();
        private final VBox box;

        Cell() {
            words.getStyleClass().add("run-words");
            words.setMinWidth(0);
            words.setMaxWidth(Double.MAX_VALUE);
            HBox.setHgrow(words, Priority.ALWAYS);
            bytes.getStyleClass().addAll("run-bytes", "bytes");
            bytes.setMinWidth(Region.USE_PREF_SIZE);
            mark.setMinWidth(Region.USE_PREF_SIZE);
            outcome.getStyleClass().add("run-outcome");
            HBox first = new HBox(6, mark, words, bytes);
            first.setAlignment(Pos.CENTER_LEFT);
            box = new VBox(first, outcome);
            box.setAlignment(Pos.CENTER_LEFT);
            box.setMinWidth(0);
            box.setPrefWidth(0);
        }

        @Override
        protected void updateItem(@Nullable Run run, boolean empty) {
            super.updateItem(run, empty);
            getStyleClass().remove("run-failed");
            if (empty || run == null) {
                setGraphic(null);
                return;
            }
            mark.show(
                    run.failed() ? Mark.FAILED : run.outcome().startsWith("under way") ? Mark.RUNNING : Mark.DONE,
                    run.number() + " · " + CLOCK.format(run.started().atZone(ZoneId.systemDefault())));
            words.setText(run.words());
            bytes.setText("↑ " + Figures.bytes(run.sent()) + "  ↓ " + Figures.bytes(run.received()));
            outcome.setText(run.outcome());
            if (run.failed()) {
                getStyleClass().add("run-failed");
            }
            setAccessibleText("run " + run.number() + ", " + run.words() + ", " + run.outcome() + ", " + run.sent()
                    + " bytes sent, " + run.received() + " received");
            setGraphic(box);
        }
    }
}
