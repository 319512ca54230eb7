package dev.parley.ui.handshake;

import dev.parley.tls.MbedTlsLine;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Tooltip;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/** Whose numbers and names the states have: those of one line of mbedTLS. */
final class LineChoice extends ChoiceBox<MbedTlsLine> {
    private final ObjectProperty<Optional<MbedTlsLine>> line = new SimpleObjectProperty<>(Optional.empty());
    private boolean showing;

    LineChoice() {
        setId("mbedtls-line");
        getItems().setAll(Arrays.asList(MbedTlsLine.values()));
        setConverter(chosen(it -> "mbedTLS " + it.label()));
        setAccessibleText("Whose numbers and names the states have");
        setTooltip(new Tooltip("Whose numbers and names the states have"));
        getStyleClass().add("header-choice");
        setPrefWidth(112);
        valueProperty().addListener((observable, before, now) -> {
            if (!showing && now != null) {
                line.set(Optional.of(now));
            }
        });
    }

    /** Words for what is chosen in a box. */
    static <T> StringConverter<T> chosen(Function<T, String> words) {
        return new StringConverter<>() {
            @Override
            public String toString(@Nullable T value) {
                return value == null ? "" : words.apply(value);
            }

            @Override
            public T fromString(String text) {
                throw new UnsupportedOperationException("it is chosen, not typed");
            }
        };
    }

    /** The numbering the operator chose; nothing while it is the usual one. */
    ObjectProperty<Optional<MbedTlsLine>> line() {
        return line;
    }

    /** Shows the numbering that the states have now. */
    void show(MbedTlsLine now) {
        showing = true;
        setValue(now);
        showing = false;
    }
}
