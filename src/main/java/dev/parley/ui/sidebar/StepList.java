package dev.parley.ui.sidebar;

import dev.parley.session.ControllerState.Step;
import dev.parley.ui.shared.Figures;
import dev.parley.ui.shared.Mark;
import dev.parley.ui.shared.MarkLabel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The way up: port, AT, identity, SIM, registration, PDP, socket, TLS, MQTT, each with status, value and time. */
final class StepList extends ScrollPane {
    private static final List<String> USUAL =
            List.of("link", "AT", "identity", "SIM", "registration", "PDP", "socket", "TLS", "MQTT");

    private final VBox rows = new VBox(1);
    private List<Step> drawn = List.of();
    private boolean drawnOnce;

    StepList() {
        rows.getStyleClass().add("step-rows");
        setContent(rows);
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        setId("way-up");
        setMinHeight(0);
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
        rows.getChildren().setAll(nodes);
    }

    private static Region row(Step step) {
        MarkLabel mark = new MarkLabel();
        mark.show(mark(step.status()), word(step.status()));
        mark.setPrefWidth(70);
        mark.setMinWidth(70);
        Label name = new Label(step.name());
        name.getStyleClass().add("step-name");
        name.setMinWidth(Region.USE_PREF_SIZE);
        Label time = new Label(Figures.span(step.nanos()));
        time.getStyleClass().addAll("step-time", "bytes");
        time.setMinWidth(Region.USE_PREF_SIZE);
        Region between = new Region();
        HBox.setHgrow(between, Priority.ALWAYS);
        boolean failed = step.status() == Step.Status.FAILED;
        BorderPane row = new BorderPane(new HBox(6, mark, name, between, time));
        row.getStyleClass().addAll("step", "step-" + step.status().name().toLowerCase(java.util.Locale.ROOT));
        if (failed && !step.value().isEmpty()) {
            row.setBottom(wrapped(step.value()));
        } else if (!step.value().isEmpty()) {
            Label value = new Label(step.value());
            value.getStyleClass().add("step-value");
            value.setMinWidth(0);
            value.setTooltip(new Tooltip(step.value()));
            row.setBottom(value);
        }
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
