package dev.parley.ui.importing;

import dev.parley.flow.Figures;
import dev.parley.session.LogDraft;
import dev.parley.ui.shared.FxThread;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * What a log was taken for, what had to be decided, what is missing, and how its lines were read; the operator may choose otherwise
 * before it is opened. Used on the JavaFX thread.
 */
public final class ImportPane extends VBox {
    private static final int PREVIEW = 500;
    private static final double LEFT = 420;
    private static final double ROW = 24;

    private final Executor background;
    private final Consumer<LogDraft> opened;
    private final Label title = new Label();
    private final ComboBox<String> format = new ComboBox<>();
    private final Label fitting = new Label();
    private final CheckBox swap = new CheckBox("The side shown as the modem is the host");
    private final VBox facts = new VBox(6);
    private final ListView<LogDraft.Line> preview = new ListView<>();
    private final Button open = new Button("Open as a session", new FontIcon(Feather.PLAY));
    private @Nullable LogDraft draft;
    private boolean drawing;
    /** The number of what was chosen last, by the operator or for him: what is read for an earlier choice is no longer wanted. */
    private int choices;

    /**
     * A pane that is shut.
     *
     * @param background reads a log anew where the operator chooses otherwise
     * @param opened told to open what is shown
     */
    public ImportPane(Executor background, Consumer<LogDraft> opened) {
        super(8);
        this.background = background;
        this.opened = opened;
        setId("import-pane");
        getStyleClass().addAll("drawer", "import-pane");
        title.getStyleClass().add("import-title");
        Button shut = new Button("", new FontIcon(Feather.X));
        shut.setId("import-shut");
        shut.getStyleClass().addAll("button-icon", "flat");
        shut.setAccessibleText("Do not open the log");
        shut.setOnAction(event -> shut());
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox head = new HBox(8, title, gap, shut);
        head.setAlignment(Pos.CENTER_LEFT);

        format.setId("import-format");
        format.setAccessibleText("Whose log it is");
        format.setMaxWidth(Double.MAX_VALUE);
        format.valueProperty().subscribe((before, now) -> choose());
        Label what = new Label("Read as");
        what.setLabelFor(format);
        what.setMinWidth(USE_PREF_SIZE);
        HBox choice = new HBox(8, what, format);
        choice.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(format, Priority.ALWAYS);
        fitting.getStyleClass().add("form-label");
        fitting.setWrapText(true);
        swap.setId("import-swap");
        swap.setOnAction(event -> choose());
        open.setId("import-open");
        open.getStyleClass().add("accent");
        open.setDefaultButton(false);
        open.setOnAction(event -> open());
        ScrollPane told = new ScrollPane(facts);
        told.setFitToWidth(true);
        told.getStyleClass().add("edge-to-edge");
        VBox.setVgrow(told, Priority.ALWAYS);
        VBox left = new VBox(8, choice, fitting, swap, told, open);
        left.setPrefWidth(LEFT);
        left.setMinWidth(240);

        preview.setId("import-preview");
        preview.setAccessibleText("How the first lines were read");
        preview.setCellFactory(list -> new LineCell());
        preview.setFixedCellSize(ROW);
        HBox.setHgrow(preview, Priority.ALWAYS);
        HBox middle = new HBox(12, left, preview);
        VBox.setVgrow(middle, Priority.ALWAYS);
        getChildren().addAll(head, middle);
        // A filter, as the list of formats takes the key for itself.
        addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE && !format.isShowing()) {
                event.consume();
                shut();
            }
        });
        shut();
    }

    /** Shows what was made of a log, and offers to open it. */
    public void offer(LogDraft read) {
        choices++;
        draw(read);
        setVisible(true);
        setManaged(true);
        open.requestFocus();
    }

    /** Leaves the log unopened. */
    public void shut() {
        choices++;
        draft = null;
        setVisible(false);
        setManaged(false);
    }

    public boolean isOpen() {
        return isVisible();
    }

    private void open() {
        LogDraft shown = draft;
        if (shown != null && shown.hasTraffic()) {
            shut();
            opened.accept(shown);
        }
    }

    private void choose() {
        LogDraft shown = draft;
        String chosen = format.getValue();
        if (!drawing && shown != null && chosen != null) {
            boolean otherSide = swap.isSelected();
            choices++;
            int mine = choices;
            open.setDisable(true);
            background.execute(() -> {
                LogDraft anew = shown.as(chosen, otherSide);
                FxThread.run(() -> {
                    if (mine == choices) {
                        draw(anew);
                    }
                });
            });
        }
    }

    private void draw(LogDraft read) {
        drawing = true;
        draft = read;
        title.setText("Import " + read.name());
        format.getItems().setAll(read.formats());
        format.setValue(read.format());
        fitting.setText(
                read.fitting() == 1
                        ? "No other format fits it."
                        : "Fits, best first: "
                                + String.join(", ", read.formats().subList(0, read.fitting())) + ".");
        swap.setSelected(read.isSwapped());
        swap.setDisable(!read.isSided());
        facts.getChildren().clear();
        if (read.hasTraffic()) {
            tell(Feather.CHECK_CIRCLE, "mark-done", "Recognised", List.of(read.recognised()));
        } else {
            tell(
                    Feather.X_CIRCLE,
                    "mark-failed",
                    "Nothing to open",
                    List.of("Read like this, " + read.refusal() + "."));
        }
        tell(Feather.HELP_CIRCLE, "mark-parked", "Decided without the log saying so", read.decided());
        tell(
                Feather.ALERT_TRIANGLE,
                "mark-failed",
                "Crossed the link, and is not in the log: the ledger says so and goes on with what is there",
                read.missing());
        preview.getItems().setAll(read.preview(PREVIEW));
        open.setDisable(!read.hasTraffic());
        drawing = false;
    }

    private void tell(Feather icon, String style, String heading, List<String> sentences) {
        if (sentences.isEmpty()) {
            return;
        }
        FontIcon mark = new FontIcon(icon);
        Label name = new Label(heading, mark);
        name.getStyleClass().addAll("mark", style, "import-heading");
        name.setWrapText(true);
        facts.getChildren().add(name);
        for (String sentence : sentences) {
            Label label = new Label(sentence);
            label.setWrapText(true);
            label.setMinHeight(USE_PREF_SIZE);
            facts.getChildren().add(label);
        }
    }

    /** One line of the session: when, whose, what. */
    private static final class LineCell extends ListCell<LogDraft.Line> {
        private final Label time = new Label();
        private final Label side = new Label();
        private final Label text = new Label();
        private final HBox box = new HBox(8, time, side, text);

        LineCell() {
            time.getStyleClass().addAll("bytes", "import-time");
            time.setMinWidth(70);
            time.setAlignment(Pos.CENTER_RIGHT);
            side.setMinWidth(58);
            text.getStyleClass().add("bytes");
            text.setMinWidth(0);
            setPrefWidth(0);
        }

        @Override
        protected void updateItem(LogDraft.@Nullable Line line, boolean empty) {
            super.updateItem(line, empty);
            if (empty || line == null) {
                setGraphic(null);
                setAccessibleText("");
                return;
            }
            String whose =
                    switch (line.side()) {
                        case HOST -> "host →";
                        case MODEM -> "modem ←";
                        case NOTE -> "note";
                    };
            side.getStyleClass().removeAll("import-host", "import-modem", "import-note");
            side.getStyleClass()
                    .add(
                            switch (line.side()) {
                                case HOST -> "import-host";
                                case MODEM -> "import-modem";
                                case NOTE -> "import-note";
                            });
            time.setText(Figures.time(line.nanos()));
            side.setText(whose);
            text.setText(line.text());
            setAccessibleText(whose + " at " + time.getText() + " s: " + line.text());
            setGraphic(box);
        }
    }

    /** What is offered now. */
    public Optional<LogDraft> offered() {
        return Optional.ofNullable(draft);
    }
}
