package dev.parley.ui.lab;

import dev.parley.sim.HandFault;
import dev.parley.sim.RunningBenches;
import dev.parley.sim.ScenarioException;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Faults by hand: a button each for the usual ones, and a line for any other. */
final class FaultsPane extends BorderPane {
    private RunningBenches benches = new RunningBenches();
    private final Consumer<String> struck;
    private final VBox choices = new VBox(3);
    private final TextField own = new TextField();
    private final Button strike = new Button("Strike", new FontIcon(Feather.ZAP));
    private final Label outcome = new Label();

    /**
     * Faults of no bench yet.
     *
     * @param struck told the words of each fault that was let happen
     */
    FaultsPane(Consumer<String> struck) {
        this.struck = struck;
        choices.getStyleClass().add("lab-faults");
        for (FaultChoice.Place place : FaultChoice.Place.values()) {
            Label title = new Label(place.title());
            title.getStyleClass().add("finding-head");
            FlowPane buttons = new FlowPane(4, 4);
            FaultChoice.ALL.stream()
                    .filter(choice -> choice.place() == place)
                    .forEach(choice -> buttons.getChildren().add(button(choice)));
            choices.getChildren().addAll(title, buttons);
        }
        ScrollPane scroll = new ScrollPane(choices);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        own.setId("fault-own");
        own.setPromptText("{\"atCommand\": \"+QISEND\", \"nth\": 3, \"do\": \"send-fail\"} or endpoint {…}");
        own.setAccessibleText("Any other fault, as a scenario's file says it");
        own.setOnAction(event -> strike(own.getText().strip()));
        HBox.setHgrow(own, Priority.ALWAYS);
        strike.setId("fault-strike");
        strike.setTooltip(new Tooltip("Lets the fault happen that stands in the line (Enter)"));
        strike.setMinWidth(Region.USE_PREF_SIZE);
        strike.setOnAction(event -> strike(own.getText().strip()));
        HBox line = new HBox(6, own, strike);
        line.getStyleClass().add("drawer-form");
        outcome.setId("fault-outcome");
        outcome.setWrapText(true);
        outcome.setMinHeight(Region.USE_PREF_SIZE);
        outcome.getStyleClass().add("lab-outcome");
        setCenter(scroll);
        setBottom(new VBox(outcome, line));
        setMinSize(0, 0);
        refresh();
    }

    private Button button(FaultChoice choice) {
        Button button = new Button(choice.title());
        button.getStyleClass().add("lab-fault");
        button.setTooltip(new Tooltip(choice.about()));
        button.setAccessibleText(choice.place().title() + ": " + choice.title() + ". " + choice.about());
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(event -> strike(choice.words()));
        return button;
    }

    /** From now on faults happen to {@code those}. */
    void strikes(RunningBenches those) {
        benches = those;
        refresh();
    }

    /** Faults can happen while a bench is running. */
    void refresh() {
        boolean none = benches.isEmpty();
        if (choices.isDisable() != none || outcome.getText().isEmpty()) {
            choices.setDisable(none);
            own.setDisable(none);
            strike.setDisable(none);
            say(
                    none
                            ? "Faults happen to the built-in bench: connect with a link that begins with sim:."
                            : "They happen at once, or to the next command they are about; the session notes them.",
                    false);
        }
    }

    private void strike(String words) {
        try {
            HandFault fault = HandFault.read(words);
            benches.strike(fault);
            struck.accept(words);
            say("Struck: " + words, false);
        } catch (ScenarioException e) {
            say("This is no fault: " + e.getMessage(), true);
        }
    }

    private void say(String sentence, boolean wrong) {
        outcome.setText(sentence);
        outcome.getStyleClass().remove("lab-wrong");
        if (wrong) {
            outcome.getStyleClass().add("lab-wrong");
        }
    }
}
