package dev.parley.ui.lab;

import dev.parley.sim.Scenario;
import dev.parley.sim.ScenarioException;
import dev.parley.sim.Scenarios;
import dev.parley.ui.shared.DividerKeys;
import dev.parley.ui.shared.EmptyState;
import dev.parley.ui.shared.FxThread;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The scenarios, found by word, and the chosen one's story, finding and fix. */
final class PractisePane extends SplitPane {
    private final Consumer<String> practise;
    private final TextField words = new TextField();
    private final Label count = new Label();
    private final ListView<Scenario> list = new ListView<>();
    private final VBox about = new VBox(6);
    private List<Scenario> all = List.of();

    /**
     * The scenarios of those names.
     *
     * @param practise takes the name of the one that is to be practised
     * @param background reads them
     */
    PractisePane(List<String> names, Consumer<String> practise, Executor background) {
        this.practise = practise;
        words.setId("scenario-words");
        words.setPromptText("name, story or finding");
        words.setAccessibleText("Find a scenario by words of its name, group, story or finding");
        words.textProperty().subscribe(typed -> fill());
        words.setOnAction(event -> choose());
        words.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.DOWN) {
                list.requestFocus();
                event.consume();
            }
        });
        HBox.setHgrow(words, Priority.ALWAYS);
        count.getStyleClass().add("run-outcome");
        count.setMinWidth(Region.USE_PREF_SIZE);
        HBox find = new HBox(6, new FontIcon(Feather.SEARCH), words, count);
        find.getStyleClass().add("lab-find");
        list.setId("scenarios");
        list.getStyleClass().add("dense-list");
        list.setAccessibleText("Scenarios. Enter practises one");
        list.setCellFactory(view -> new ScenarioCell());
        list.setFixedCellSize(36);
        list.setPlaceholder(new EmptyState(Feather.SEARCH, "No scenario has these words", "Try fewer, or others."));
        list.getSelectionModel().selectedItemProperty().subscribe(this::tell);
        list.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER) {
                choose();
            }
        });
        list.setOnMouseClicked(event -> {
            if (event.getClickCount() == 2) {
                choose();
            }
        });
        BorderPane left = new BorderPane(list);
        left.setTop(find);
        about.getStyleClass().add("snippet-settings");
        ScrollPane right = new ScrollPane(about);
        right.setFitToWidth(true);
        right.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        getItems().setAll(left, right);
        getStyleClass().add("inner-split");
        DividerKeys.on(this);
        setDividerPositions(0.5);
        background.execute(() -> {
            List<Scenario> read = read(names);
            FxThread.run(() -> {
                all = read;
                fill();
            });
        });
    }

    private static List<Scenario> read(List<String> names) {
        List<Scenario> read = new ArrayList<>();
        for (String name : names) {
            try {
                read.add(Scenarios.find(name));
            } catch (ScenarioException e) {
                throw new IllegalStateException("a scenario is offered that does not exist", e);
            }
        }
        return List.copyOf(read);
    }

    /** Where one types. */
    TextField words() {
        return words;
    }

    private void fill() {
        @Nullable Scenario chosen = list.getSelectionModel().getSelectedItem();
        List<Scenario> found = ScenarioSearch.find(all, words.getText());
        list.getItems().setAll(found);
        count.setText(found.size() == all.size() ? all.size() + "" : found.size() + " of " + all.size());
        if (chosen != null && found.contains(chosen)) {
            list.getSelectionModel().select(chosen);
        } else if (!found.isEmpty()) {
            list.getSelectionModel().selectFirst();
        }
    }

    /** Selects the scenario of that name, where it is among those that are found. */
    void select(String name) {
        list.getItems().stream()
                .filter(scenario -> scenario.name().equals(name))
                .findFirst()
                .ifPresent(scenario -> {
                    list.getSelectionModel().select(scenario);
                    list.scrollTo(scenario);
                });
    }

    private void choose() {
        Optional.ofNullable(list.getSelectionModel().getSelectedItem())
                .ifPresent(scenario -> practise.accept(scenario.name()));
    }

    private void tell(@Nullable Scenario scenario) {
        if (scenario == null) {
            about.getChildren().clear();
            return;
        }
        Label name = new Label(scenario.name());
        name.getStyleClass().add("inspector-title");
        Label group = words(scenario.group().title(), "finding-head");
        Label code =
                words(scenario.finding().map(it -> "Told as " + it).orElse("Told as nothing: all is well"), "lab-code");
        Button take = new Button("Practise", new FontIcon(Feather.PLAY));
        take.setId("scenario-take");
        take.setTooltip(new Tooltip("Puts it into the link; Connect then plays it (Enter in the list)"));
        take.setAccessibleText("Practise " + scenario.name());
        take.setMinWidth(Region.USE_PREF_SIZE);
        take.setOnAction(event -> choose());
        Region between = new Region();
        HBox.setHgrow(between, Priority.ALWAYS);
        HBox head = new HBox(6, name, between, take);
        head.getStyleClass().add("lab-head");
        about.getChildren()
                .setAll(
                        head,
                        group,
                        words(scenario.story(), "lab-story"),
                        code,
                        words("What puts it right", "finding-head"),
                        words(scenario.fix(), "lab-story"));
    }

    private static Label words(String text, String style) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.getStyleClass().add(style);
        return label;
    }
}
