package dev.parley.ui.snippets;

import dev.parley.session.SessionController;
import dev.parley.session.snippet.Snippet;
import dev.parley.session.snippet.SnippetException;
import dev.parley.ui.shared.DividerKeys;
import dev.parley.ui.shared.EmptyState;
import dev.parley.ui.shared.FxThread;
import dev.parley.ui.shared.Notices;
import dev.parley.ui.shared.Panel;
import dev.parley.ui.shared.Shown;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * Snippets: at the left those there are, in the middle the chosen one's variables, at the right its steps with what became of each. A
 * run goes on when this is shut.
 */
public final class SnippetsPanel extends BorderPane implements Panel {
    private final Executor background;
    private final Notices notices;
    private final ListView<Entry> shelf = new ListView<>();
    private final ListView<StepItem> steps = new ListView<>();
    private final VBox settings = new VBox(6);
    private final Label problem = new Label();
    private final RunBar bar;
    private Optional<Path> folder = Optional.empty();
    private List<Entry> library = List.of();
    private List<Entry> kept = List.of();
    private List<Entry> opened = List.of();
    private Optional<SnippetForm> form = Optional.empty();

    /**
     * A panel with Parley's own snippets.
     *
     * @param background reads and writes files
     */
    public SnippetsPanel(SessionController controller, Notices notices, Executor background) {
        this.background = background;
        this.notices = notices;
        bar = new RunBar(controller, () -> form);
        shelf.setId("snippets");
        shelf.getStyleClass().add("dense-list");
        shelf.setAccessibleText("Snippets");
        shelf.setCellFactory(view -> new EntryCell());
        shelf.getSelectionModel().selectedItemProperty().subscribe(entry -> {
            if (entry != null) {
                choose(entry);
            }
        });
        steps.setId("snippet-steps");
        steps.getStyleClass().add("dense-list");
        steps.setAccessibleText("Steps of the snippet");
        steps.setFixedCellSize(23);
        steps.setCellFactory(view -> new StepCell(bar.running()));
        steps.setPlaceholder(new EmptyState(
                Feather.LIST,
                "No snippet is chosen",
                "Choose one at the left, open a file, or select rows in the console and choose Make a snippet."));
        settings.getStyleClass().add("snippet-settings");
        ScrollPane middle = new ScrollPane(settings);
        middle.setFitToWidth(true);
        middle.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        problem.setId("snippet-problem");
        problem.getStyleClass().add("snippet-problem");
        problem.setWrapText(true);
        problem.setMinHeight(Region.USE_PREF_SIZE);
        say("");
        Button open = button(
                "snippet-open", "Open…", Feather.FOLDER, "Opens a snippet, or a text file with a command a line");
        open.setOnAction(event -> chooseFile());
        Button save =
                button("snippet-save", "Save as…", Feather.SAVE, "Keeps the ticked steps in a file one can share");
        save.setOnAction(event -> chooseTarget());
        HBox files = new HBox(6, open, save);
        files.getStyleClass().add("drawer-form");
        BorderPane left = new BorderPane(shelf);
        left.setBottom(files);
        BorderPane right = new BorderPane(steps);
        right.setTop(problem);
        right.setBottom(bar);
        SplitPane parts = new SplitPane(left, middle, right);
        parts.getStyleClass().add("inner-split");
        DividerKeys.on(parts);
        parts.setDividerPositions(0.24, 0.46);
        setCenter(parts);
        setMinSize(0, 0);
        background.execute(() -> {
            List<Entry> own = SnippetShelf.library();
            FxThread.run(() -> {
                library = own;
                fill();
            });
        });
    }

    private static Button button(String id, String text, Feather icon, String what) {
        Button button = new Button(text, new FontIcon(icon));
        button.setId(id);
        button.setTooltip(new Tooltip(what));
        button.setMinWidth(Region.USE_PREF_SIZE);
        return button;
    }

    /** The operator's snippets lie in {@code place}: those that are there are offered, and saving begins there. */
    public void keptIn(Path place) {
        folder = Optional.of(place);
        readFolder(place);
    }

    private void readFolder(Path place) {
        background.execute(() -> {
            try {
                List<Entry> found = SnippetShelf.in(place);
                FxThread.run(() -> {
                    kept = found;
                    fill();
                });
            } catch (IOException e) {
                FxThread.run(() -> notices.failed("The snippets in " + place + " cannot be read: " + e.getMessage()));
            }
        });
    }

    private void fill() {
        @Nullable Entry chosen = shelf.getSelectionModel().getSelectedItem();
        shelf.getItems()
                .setAll(Stream.of(opened, kept, library).flatMap(List::stream).toList());
        if (chosen != null) {
            shelf.getSelectionModel().select(chosen);
        }
    }

    /** Offers a snippet that was just made or opened, and chooses it. */
    public void offer(Entry entry) {
        opened = Stream.concat(Stream.of(entry), opened.stream().filter(other -> !other.equals(entry)))
                .toList();
        fill();
        shelf.getSelectionModel().select(entry);
        shelf.scrollTo(entry);
    }

    /** Reads a snippet's file, or a text file with a command a line, and chooses it; what is wrong with it is said in place. */
    public void open(Path file) {
        background.execute(() -> {
            try {
                Entry entry = SnippetShelf.open(file);
                FxThread.run(() -> {
                    say("");
                    offer(entry);
                });
            } catch (SnippetException e) {
                FxThread.run(() -> say(SnippetForm.sentence(String.valueOf(e.getMessage()))));
            }
        });
    }

    /** Keeps the steps that are ticked in {@code file}; the usual ending is added. */
    public void save(Path file) {
        Snippet snippet;
        try {
            snippet = form.orElseThrow(() -> new SnippetForm.IncompleteException("Choose a snippet first."))
                    .snippet();
        } catch (SnippetForm.IncompleteException e) {
            say(String.valueOf(e.getMessage()));
            return;
        }
        background.execute(() -> {
            try {
                Path written = SnippetShelf.save(snippet, file);
                FxThread.run(() -> {
                    say("");
                    notices.done("The snippet " + snippet.name() + " is kept in " + written + ".");
                    folder.ifPresent(this::readFolder);
                });
            } catch (IOException e) {
                FxThread.run(() -> say("The snippet cannot be written to " + file + ": " + e.getMessage()
                        + "; choose another place."));
            }
        });
    }

    private void choose(Entry entry) {
        if (bar.running().get() || form.filter(it -> it.entry().equals(entry)).isPresent()) {
            return;
        }
        SnippetForm its = new SnippetForm(entry);
        form = Optional.of(its);
        say("");
        bar.reset();
        steps.getItems().setAll(its.steps());
        fillSettings(its);
    }

    private void fillSettings(SnippetForm its) {
        Snippet snippet = its.entry().snippet();
        Label title = new Label(snippet.name());
        title.getStyleClass().add("inspector-title");
        Label about = new Label(
                snippet.about().isEmpty()
                        ? its.entry().origin()
                        : snippet.about() + " (" + its.entry().origin() + ")");
        about.setWrapText(true);
        about.setMinHeight(Region.USE_PREF_SIZE);
        about.getStyleClass().add("inspector-detail");
        GridPane grid = new GridPane(8, 4);
        for (Snippet.Variable variable : snippet.variables()) {
            TextField field = field("snippet-variable-" + variable.name(), variable.about());
            field.textProperty().bindBidirectional(its.variable(variable.name()));
            row(grid, variable.name(), field);
        }
        TextField times = field("snippet-repeat", "1");
        times.textProperty().bindBidirectional(its.repeat());
        times.setTooltip(new Tooltip("How often all of it is run, 1 to " + Snippet.MOST_REPETITIONS));
        row(grid, "how often", times);
        TextField name = field("snippet-name", "lower-case words with hyphens");
        name.textProperty().bindBidirectional(its.name());
        name.setTooltip(new Tooltip("What it is called when it is saved: lower-case words with hyphens"));
        row(grid, "name", name);
        settings.getChildren().setAll(title, about, grid);
    }

    private static TextField field(String id, String prompt) {
        TextField field = new TextField();
        field.setId(id);
        field.setPromptText(prompt);
        field.setAccessibleText(prompt);
        field.setMinWidth(60);
        GridPane.setHgrow(field, Priority.ALWAYS);
        return field;
    }

    private static void row(GridPane grid, String name, Node node) {
        Label label = new Label(name);
        label.setLabelFor(node);
        label.getStyleClass().add("form-label");
        label.setMinWidth(Region.USE_PREF_SIZE);
        grid.addRow(grid.getRowCount(), label, node);
    }

    private void chooseFile() {
        FileChooser chooser = chooser("Open a snippet or a list of commands");
        chooser.getExtensionFilters()
                .addAll(
                        new FileChooser.ExtensionFilter("Snippets and texts", "*.json", "*.txt", "*.log", "*.at"),
                        new FileChooser.ExtensionFilter("All files", "*"));
        try {
            File chosen = chooser.showOpenDialog(getScene().getWindow());
            if (chosen != null) {
                open(chosen.toPath());
            }
        } catch (UnsupportedOperationException e) {
            say("This display has no file chooser; drop the file onto the window.");
        }
    }

    private void chooseTarget() {
        FileChooser chooser = chooser("Save the snippet");
        chooser.setInitialFileName(form.map(it -> it.name().get()).orElse("snippet") + ".json");
        try {
            File chosen = chooser.showSaveDialog(getScene().getWindow());
            if (chosen != null) {
                save(chosen.toPath());
            }
        } catch (UnsupportedOperationException e) {
            folder.ifPresentOrElse(
                    place -> save(place.resolve(form.map(it -> it.name().get()).orElse("snippet"))),
                    () -> say("This display has no file chooser."));
        }
    }

    private FileChooser chooser(String title) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(title);
        folder.map(Path::toFile).filter(File::isDirectory).ifPresent(chooser::setInitialDirectory);
        return chooser;
    }

    private void say(String sentence) {
        problem.setText(sentence);
        problem.setVisible(!sentence.isEmpty());
        problem.setManaged(!sentence.isEmpty());
    }

    @Override
    public void show(Shown shown) {
        // It shows a run, not a session: see tick.
    }

    @Override
    public void tick(long nowNanos) {
        bar.tick();
    }

    /** A snippet by name and what it is for. */
    private static final class EntryCell extends ListCell<Entry> {
        private final Label name = new Label();
        private final Label about = new Label();
        private final VBox box = new VBox(name, about);

        EntryCell() {
            name.getStyleClass().add("run-words");
            about.getStyleClass().add("run-outcome");
            name.setMinWidth(0);
            about.setMinWidth(0);
            box.setMinWidth(0);
            box.setPrefWidth(0);
        }

        @Override
        protected void updateItem(@Nullable Entry entry, boolean empty) {
            super.updateItem(entry, empty);
            if (empty || entry == null) {
                setGraphic(null);
                setAccessibleText("");
                return;
            }
            name.setText(entry.snippet().name());
            about.setText(
                    entry.snippet().about().isEmpty()
                            ? entry.origin()
                            : entry.snippet().about());
            setAccessibleText(name.getText() + ", " + about.getText());
            setGraphic(box);
        }
    }
}
