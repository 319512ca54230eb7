package dev.parley.ui.sidebar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The history of the connection form")
class FormHistoryTest {
    private final Map<String, String> form = new HashMap<>(Map.of("apn", "", "endpoint", ""));
    private final FormHistory history = new FormHistory(() -> form, form::putAll);

    @Test
    @DisplayName("takes what was typed into one field back as one change")
    void typing() {
        type("apn", "iot.example");
        type("endpoint", "broker:8883");

        history.undo();
        assertThat(form).containsEntry("apn", "iot.example").containsEntry("endpoint", "");
        history.undo();
        assertThat(form).containsEntry("apn", "");
        assertThat(history.canUndo().get()).isFalse();
    }

    @Test
    @DisplayName("tells two changes of one field apart when another was changed in between")
    void inBetween() {
        type("apn", "a");
        type("endpoint", "b");
        type("apn", "ac");

        history.undo();

        assertThat(form).containsEntry("apn", "a").containsEntry("endpoint", "b");
    }

    @Test
    @DisplayName("takes a chosen profile back as one change, and what was typed before it as another")
    void chosen() {
        type("apn", "a");
        history.together(() -> {
            set("apn", "x");
            set("endpoint", "y");
        });

        history.undo();
        assertThat(form).containsEntry("apn", "a").containsEntry("endpoint", "");
        history.undo();
        assertThat(form).containsEntry("apn", "");
    }

    @Test
    @DisplayName("keeps the last hundred changes")
    void bounded() {
        for (int i = 0; i < 150; i++) {
            set(i % 2 == 0 ? "apn" : "endpoint", "v" + i);
        }

        int undone = 0;
        while (history.canUndo().get()) {
            history.undo();
            undone++;
        }

        assertThat(undone).isEqualTo(100);
    }

    private void type(String field, String text) {
        for (int i = form.get(field).length(); i < text.length(); i++) {
            set(field, text.substring(0, i + 1));
        }
    }

    private void set(String field, String text) {
        form.put(field, text);
        history.changed(field);
    }
}
