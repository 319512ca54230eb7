package dev.parley.ui;

import dev.parley.session.ControllerState.Level;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

/** Chooses where a handshake waits by itself. */
final class LevelChoice extends VBox {
    private final ChoiceBox<Level> level = new ChoiceBox<>();

    /** A choice that tells {@code chosen} what the operator chose. */
    LevelChoice(Consumer<Level> chosen) {
        level.setId("level");
        level.getItems().setAll(Level.values());
        level.setConverter(new StringConverter<>() {
            @Override
            public String toString(Level value) {
                return value == null ? "" : word(value);
            }

            @Override
            public Level fromString(String word) {
                throw new UnsupportedOperationException("a level is chosen, not typed");
            }
        });
        level.setTooltip(new Tooltip("How far one step goes, and where a handshake waits by itself"));
        level.setAccessibleText("The handshake waits at");
        level.setPrefWidth(128);
        level.valueProperty().addListener((observable, before, now) -> {
            if (before != null && now != null) {
                chosen.accept(now);
            }
        });
        Label heading = new Label("waits at");
        heading.setLabelFor(level);
        heading.getStyleClass().add("shortcut");
        getChildren().addAll(heading, level);
        getStyleClass().add("strip-level");
        setAlignment(Pos.CENTER_LEFT);
        setMinWidth(USE_PREF_SIZE);
    }

    /** Shows {@code chosen} as chosen. */
    void choose(Level chosen) {
        level.setValue(chosen);
    }

    /** What a handshake waits at, in the operator's words. */
    static String word(Level level) {
        return switch (level) {
            case RUN -> "nothing";
            case FLIGHT -> "each flight";
            case MESSAGE -> "each message";
            case RECORD -> "each record";
            case EXCHANGE -> "each AT exchange";
        };
    }
}
