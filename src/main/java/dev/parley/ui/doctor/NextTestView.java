package dev.parley.ui.doctor;

import dev.parley.doctor.NextTest;
import dev.parley.doctor.Trial;
import dev.parley.session.ControllerState;
import dev.parley.ui.shared.Shown;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The one test that tells the open findings apart most cheaply: made with a click, then scored. */
final class NextTestView extends VBox {
    private final NextTestModel model = new NextTestModel();
    private final FindingsDrawer.Trials trials;
    private final Label action = text("next-test-action", "finding-title");
    private final VBox outcomes = new VBox(2);
    private final Label scored = text("next-test-score", "finding-text");
    private final Button make = new Button("Make this test", new FontIcon(Feather.PLAY));
    private final Tooltip why = new Tooltip();

    NextTestView(FindingsDrawer.Trials trials) {
        super(6);
        this.trials = trials;
        setId("next-test");
        getStyleClass().add("finding");
        make.setId("next-test-make");
        make.getStyleClass().add("accent");
        make.setMinWidth(Region.USE_PREF_SIZE);
        make.setOnAction(event -> make());
        HBox.setHgrow(action, Priority.ALWAYS);
        action.setMaxWidth(Double.MAX_VALUE);
        HBox row = new HBox(12, action, make);
        row.setAlignment(Pos.TOP_LEFT);
        Tooltip.install(row, why);
        getChildren().addAll(row, outcomes, scored);
    }

    private void make() {
        model.proposed().ifPresent(test -> {
            model.begin();
            switch (test.trial()) {
                case Trial.Ask ask -> trials.ask(ask.commands());
                case Trial.Reconnect again -> trials.reconnect(again.commands(), again.change());
                case Trial.Elsewhere _ -> {}
            }
            draw(false, "");
        });
    }

    void show(Shown shown) {
        model.follow(shown);
        String reason = cannot(shown);
        draw(reason.isEmpty(), reason.isEmpty() ? deed(shown) : reason);
    }

    /** Why the test cannot be made now; empty where it can. */
    private String cannot(Shown shown) {
        Trial trial = model.proposed().map(NextTest::trial).orElseGet(Trial.Elsewhere::new);
        if (trial instanceof Trial.Elsewhere) {
            return "This test is made with another machine.";
        }
        if (shown.recorded()) {
            return "A recorded session is looked at: go back to the live one.";
        }
        if (shown.state().phase() == ControllerState.Phase.READY) {
            return "";
        }
        if (!isDown(shown)) {
            return "Wait until the link is up or down: the modem is at something else.";
        }
        return trial instanceof Trial.Ask ask
                ? switch (ask.needs()) {
                    case MODEM -> "";
                    case CONTEXT -> "Connect first: the test asks for the PDP context, which went down with the link.";
                    case CONNECTION ->
                        "Connect first, and make it before the link is closed: the connection it asks for is gone with"
                                + " the link.";
                }
                : "";
    }

    private static boolean isDown(Shown shown) {
        return switch (shown.state().phase()) {
            case IDLE, FAILED, CLOSED -> true;
            default -> false;
        };
    }

    /** What the click does. */
    private String deed(Shown shown) {
        boolean opens = isDown(shown);
        return switch (model.proposed().map(NextTest::trial).orElseGet(Trial.Elsewhere::new)) {
            case Trial.Ask _ ->
                opens
                        ? "Opens the link, asks the modem and closes the link again"
                        : "Asks the modem, with the link as it is";
            case Trial.Reconnect again ->
                (again.commands().isEmpty()
                                ? ""
                                : (opens ? "Opens the link, tells" : "Tells") + " the modem "
                                        + String.join(", ", again.commands()) + ", and then: ")
                        + (again.change() == Trial.Change.NOTHING
                                ? "connects as before"
                                : "connects with that one thing changed");
            case Trial.Elsewhere _ -> "";
        };
    }

    /** @param reason why it cannot be made, or what the click does */
    private void draw(boolean possible, String reason) {
        make.setDisable(!possible);
        why.setText(reason.isEmpty() ? "Parley makes it and says what the answer leaves" : reason);
        outcomes.getChildren().clear();
        model.pending()
                .or(model::proposed)
                .ifPresentOrElse(
                        test -> {
                            action.setText(test.action());
                            test.outcomes()
                                    .forEach(outcome -> outcomes.getChildren()
                                            .add(text(
                                                    "",
                                                    "finding-text",
                                                    "If " + outcome.seen() + ": "
                                                            + String.join(", ", outcome.codes()))));
                            if (!reason.isEmpty()) {
                                outcomes.getChildren().add(text("", "finding-head", reason));
                            }
                        },
                        () -> action.setText(
                                "No test is needed: fewer than two findings are open, or none that is known tells them"
                                        + " apart."));
        make.setVisible(model.proposed().isPresent());
        scored.setText(
                model.pending().isPresent()
                        ? "Being made: waiting for the answer."
                        : model.score()
                                .map(score -> "Answered: " + score.seen() + ". It leaves " + words(score.left())
                                        + (score.ruledOut().isEmpty()
                                                ? "."
                                                : " and rules out " + words(score.ruledOut()) + "."))
                                .orElse(""));
        scored.setManaged(!scored.getText().isEmpty());
    }

    private static String words(List<String> codes) {
        return codes.isEmpty() ? "none of the findings" : String.join(", ", codes);
    }

    private static Label text(String id, String style) {
        return text(id, style, "");
    }

    private static Label text(String id, String style, String words) {
        Label label = new Label(words);
        if (!id.isEmpty()) {
            label.setId(id);
        }
        label.getStyleClass().add(style);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }
}
