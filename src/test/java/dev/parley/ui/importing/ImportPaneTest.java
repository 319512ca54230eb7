package dev.parley.ui.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.session.LogDraft;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Scene;
import javafx.scene.control.ComboBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@DisplayName("The guided import")
@ExtendWith(ApplicationExtension.class)
class ImportPaneTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final List<Runnable> background = new ArrayList<>();
    private final List<LogDraft> opened = new ArrayList<>();
    private ImportPane pane;

    @Start
    void start(Stage stage) {
        pane = new ImportPane(background::add, opened::add);
        stage.setScene(new Scene(pane, 900, 600));
        stage.show();
    }

    private void choose(FxRobot robot, String format) {
        robot.interact(() -> {
            @SuppressWarnings("unchecked") // it holds the formats' names
            ComboBox<String> formats = robot.lookup("#import-format").queryAs(ComboBox.class);
            formats.setValue(format);
        });
    }

    private String read() {
        return pane.offered().map(LogDraft::format).orElse("");
    }

    @Test
    @DisplayName("shows the last of two quick choices, whichever of them was read first, and opens nothing before")
    void lastChoiceCounts(FxRobot robot) {
        LogDraft draft = LogDraft.ofText("AT+CSQ\n+CSQ: 20,99\nOK\n", Instant.EPOCH);
        robot.interact(() -> pane.offer(draft));
        String first = draft.formats().get(1);
        String last = draft.formats().get(2);
        assertThat(List.of(first, last)).doesNotContain(draft.format());

        choose(robot, first);
        choose(robot, last);
        assertThat(robot.lookup("#import-open").query().isDisabled()).isTrue();
        background.get(1).run();
        background.get(0).run();

        await().atMost(LIMIT).until(() -> read().equals(last));
        robot.interact(() -> {});
        assertThat(read()).isEqualTo(last);
        assertThat(opened).isEmpty();
    }
}
