package dev.parley.ui.console;

import dev.parley.session.ControllerState;
import dev.parley.session.SessionController;
import dev.parley.ui.shared.Notices;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Says that the modem does not answer, to what and for how long, and offers what can be done about it. */
final class SilenceBanner extends HBox {
    private final Notices notices;
    private final Label sentence = new Label();

    SilenceBanner(SessionController controller, Notices notices) {
        super(8);
        this.notices = notices;
        setId("console-silence");
        getStyleClass().add("silence-banner");
        setAlignment(Pos.CENTER_LEFT);
        sentence.setGraphic(new FontIcon(Feather.ALERT_TRIANGLE));
        sentence.setMinWidth(0);
        sentence.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(sentence, Priority.ALWAYS);
        getChildren()
                .addAll(
                        sentence,
                        button("Retry", "Sends the command again", controller::retry),
                        button("Re-sync", "Sends ESC and AT until the modem says OK", controller::resynchronise),
                        button("Reset", "Restarts the modem: sockets and contexts are lost", controller::resetModem));
    }

    private Button button(String text, String what, Supplier<CompletableFuture<Void>> deed) {
        Button button = new Button(text);
        button.getStyleClass().add("header-button");
        button.setTooltip(new Tooltip(what));
        button.setAccessibleHelp(what);
        button.setMinWidth(USE_PREF_SIZE);
        button.setOnAction(event -> notices.watch(deed.get()));
        return button;
    }

    /** Shows how it stands; false where the modem answers and there is nothing to say. */
    boolean show(ControllerState state) {
        Optional<ControllerState.Silence> silence = state.silence();
        sentence.setText(silence.map(ControllerState.Silence::sentence).orElse(""));
        sentence.setAccessibleText(sentence.getText());
        return silence.isPresent();
    }
}
