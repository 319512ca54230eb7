package dev.parley.ui.lab;

import dev.parley.sim.Scenario;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** A scenario by name and finding, its story below as far as it fits. */
final class ScenarioCell extends ListCell<Scenario> {
    private final Label name = new Label();
    private final Label finding = new Label();
    private final Label story = new Label();
    private final VBox box;

    ScenarioCell() {
        name.getStyleClass().add("run-words");
        finding.getStyleClass().addAll("run-outcome", "lab-code");
        story.getStyleClass().add("run-outcome");
        name.setMinWidth(Region.USE_PREF_SIZE);
        finding.setMinWidth(0);
        story.setMinWidth(0);
        Region between = new Region();
        HBox.setHgrow(between, Priority.ALWAYS);
        HBox head = new HBox(6, name, between, finding);
        head.setAlignment(Pos.CENTER_LEFT);
        box = new VBox(head, story);
        box.setMinWidth(0);
        box.setPrefWidth(0);
    }

    @Override
    protected void updateItem(@Nullable Scenario scenario, boolean empty) {
        super.updateItem(scenario, empty);
        if (empty || scenario == null) {
            setGraphic(null);
            setAccessibleText("");
            return;
        }
        name.setText(scenario.name());
        finding.setText(ScenarioSearch.finding(scenario));
        story.setText(scenario.story());
        setAccessibleText(scenario.name() + ", " + scenario.group().title() + ", told as "
                + ScenarioSearch.finding(scenario) + ". " + scenario.story());
        setGraphic(box);
    }
}
