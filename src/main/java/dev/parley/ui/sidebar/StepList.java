package dev.parley.ui.sidebar;

import dev.parley.flow.Figures;
import dev.parley.session.ControllerState.Step;
import dev.parley.ui.shared.Mark;
import dev.parley.ui.shared.MarkLabel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The way up: port, AT, identity, SIM, registration, PDP, socket, TLS, MQTT, each with status, value and time. */
final class StepList extends VBox {
    private static final List<String> USUAL =
            List.of("link", "AT", "identity", "SIM", "registration", "PDP", "socket", "TLS", "MQTT");

    /** A value of so few characters stands beside the step's name, a longer one below. */
    private static final int MOST_BESIDE = 12;

    private List<Step> drawn = List.of();
    private boolean drawnOnce;

    StepList() {
        getStyleClass().add("step-rows");
        setId("way-up");
        setAccessibleText("The way up");
    }

    void show(List<Step> steps, Optional<String> failure) {
        List<Step> wanted = steps.isEmpty()
                ? USUAL.stream()
                        .map(name -> new Step(name, Step.Status.WAITING, "", -1))
                        .toList()
                : steps;
        if (drawnOnce && wanted.equals(drawn)) {
            return;
        }
        drawnOnce = true;
        drawn = List.copyOf(wanted);
        List<Region> nodes = new ArrayList<>();
        for (Step step : wanted) {
            nodes.add(row(step));
        }
        boolean told = wanted.stream()
                .anyMatch(step ->
                        step.status() == Step.Status.FAILED && !step.value().isEmpty());
        if (failure.isPresent() && !told) {
            nodes.add(wrapped(failure.get()));
        }
        getChildren().setAll(nodes);
    }

    /** Where it stands, in a few words: the step that runs or failed, else the last one done. */
    String summary() {
        return drawn.stream()
                .filter(step -> step.status() == Step.Status.RUNNING || step.status() == Step.Status.FAILED)
                .findFirst()
                .or(() -> drawn.stream()
                        .filter(step -> step.status() == Step.Status.DONE)
                        .reduce((a, b) -> b))
                .map(step -> step.name() + " " + word(step.status()))
                .orElse("");
    }

    private static Region row(Step step) {
        MarkLabel mark = new MarkLabel();
        mark.show(mark(step.status()), word(step.status()));
        mark.setPrefWidth(62);
        mark.setMinWidth(62);
        Label name = new Label(step.name());
        name.getStyleClass().add("step-name");
        name.setMinWidth(USE_PREF_SIZE);
        Label time = new Label(Figures.span(step.nanos()));
        time.getStyleClass().addAll("step-time", "bytes");
        time.setMinWidth(USE_PREF_SIZE);
        Label value = new Label(step.value());
        value.getStyleClass().add("step-value");
        value.setMinWidth(0);
        value.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(value, Priority.ALWAYS);
        HBox first = new HBox(6, mark, name);
        first.setAlignment(Pos.BASELINE_LEFT);
        BorderPane row = new BorderPane(first);
        boolean beside = step.value().length() <= MOST_BESIDE;
        if (step.status() == Step.Status.FAILED && !step.value().isEmpty()) {
            row.setBottom(wrapped(step.value()));
        } else if (beside) {
            first.getChildren().add(value);
        } else {
            value.getStyleClass().add("step-value-below");
            value.setWrapText(true);
            value.setMinHeight(USE_PREF_SIZE);
            row.setBottom(value);
        }
        if (!first.getChildren().contains(value)) {
            Region between = new Region();
            HBox.setHgrow(between, Priority.ALWAYS);
            first.getChildren().add(between);
        }
        first.getChildren().add(time);
        row.getStyleClass().addAll("step", "step-" + step.status().name().toLowerCase(java.util.Locale.ROOT));
        row.setMinWidth(0);
        row.setAccessibleText(step.name() + " " + word(step.status()) + " " + step.value());
        return row;
    }

    private static Label wrapped(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.getStyleClass().add("step-cause");
        return label;
    }

    private static Mark mark(Step.Status status) {
        return switch (status) {
            case WAITING -> Mark.WAITING;
            case RUNNING -> Mark.RUNNING;
            case DONE -> Mark.DONE;
            case FAILED -> Mark.FAILED;
            case SKIPPED -> Mark.SKIPPED;
        };
    }

    private static String word(Step.Status status) {
        return switch (status) {
            case WAITING -> "waits";
            case RUNNING -> "runs";
            case DONE -> "done";
            case FAILED -> "failed";
            case SKIPPED -> "skipped";
        };
    }
}
