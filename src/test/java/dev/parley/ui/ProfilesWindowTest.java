package dev.parley.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ui.shared.Theme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TextField;
import javafx.stage.Stage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@DisplayName("Connections kept by name, in the window")
@ExtendWith(ApplicationExtension.class)
class ProfilesWindowTest {
    @TempDir
    private Path folder;

    private ParleyWindow window;

    @Start
    void start(Stage stage) {
        FakeController controller = new FakeController();
        window = new ParleyWindow(
                controller, Profiles.bench("sim:"), List.of("clean"), controller.source(), Runnable::run);
        window.open(stage, 990, 900, Theme.LIGHT);
    }

    private static TextField field(FxRobot robot, String id) {
        return robot.lookup(id).queryAs(TextField.class);
    }

    private static Button button(FxRobot robot, String id) {
        return robot.lookup(id).queryAs(Button.class);
    }

    private static MenuButton names(FxRobot robot) {
        return robot.lookup("#profile-choose").queryAs(MenuButton.class);
    }

    private static void choose(FxRobot robot, String name) {
        names(robot).getItems().stream()
                .filter(item -> item.getText().equals(name))
                .findFirst()
                .orElseThrow()
                .fire();
    }

    @Test
    @DisplayName("come back as they were, in this run and in the next; choosing one is taken back as one change")
    void kept(FxRobot robot) throws Exception {
        Path file = folder.resolve("profiles.json");
        robot.interact(() -> window.profilesKeptIn(file));
        assertThat(button(robot, "#profile-keep").isDisabled()).isTrue();

        robot.interact(() -> {
            field(robot, "#endpoint").setText("field.example:8883");
            field(robot, "#apn").setText("iot.field");
            field(robot, "#profile").setText("the field");
            button(robot, "#profile-keep").fire();
            field(robot, "#endpoint").setText("lab.example:443");
            field(robot, "#apn").setText("iot.lab");
            field(robot, "#profile").setText("the lab");
            button(robot, "#profile-keep").fire();
        });
        assertThat(Files.readString(file)).contains("\"the field\"", "\"the lab\"");
        robot.interact(() -> choose(robot, "the field"));

        assertThat(field(robot, "#endpoint").getText()).isEqualTo("field.example:8883");
        assertThat(field(robot, "#apn").getText()).isEqualTo("iot.field");
        robot.interact(() -> button(robot, "#profile-undo").fire());
        assertThat(field(robot, "#endpoint").getText()).isEqualTo("lab.example:443");
        assertThat(field(robot, "#apn").getText()).isEqualTo("iot.lab");
    }

    @Test
    @DisplayName("are not loaded over what stands in the form when one of their names is only typed")
    void typed(FxRobot robot) throws Exception {
        Path file = folder.resolve("profiles.json");
        robot.interact(() -> {
            window.profilesKeptIn(file);
            field(robot, "#endpoint").setText("old.example:8883");
            field(robot, "#profile").setText("the field");
            button(robot, "#profile-keep").fire();
            field(robot, "#endpoint").setText("new.example:8883");
            field(robot, "#profile").requestFocus();
            button(robot, "#profile-keep").requestFocus();
            button(robot, "#profile-keep").fire();
        });

        assertThat(field(robot, "#endpoint").getText()).isEqualTo("new.example:8883");
        assertThat(Files.readString(file)).contains("new.example:8883").doesNotContain("old.example");
    }

    @Test
    @DisplayName("are deleted by name, and what stood in the form stays")
    void deleted(FxRobot robot) throws Exception {
        Path file = folder.resolve("profiles.json");
        robot.interact(() -> {
            window.profilesKeptIn(file);
            field(robot, "#endpoint").setText("field.example:8883");
            field(robot, "#profile").setText("the field");
            button(robot, "#profile-keep").fire();
        });
        assertThat(button(robot, "#profile-delete").isDisabled()).isFalse();

        robot.interact(() -> button(robot, "#profile-delete").fire());

        assertThat(Files.readString(file)).doesNotContain("the field");
        assertThat(names(robot).getItems()).isEmpty();
        assertThat(field(robot, "#endpoint").getText()).isEqualTo("field.example:8883");
    }

    @Test
    @DisplayName("are left alone in a file that cannot be understood, and the operator is told")
    void broken(FxRobot robot) throws Exception {
        Path file = Files.writeString(folder.resolve("profiles.json"), "not JSON");

        robot.interact(() -> {
            window.profilesKeptIn(file);
            field(robot, "#profile").setText("the field");
        });

        assertThat(button(robot, "#profile-keep").isDisabled()).isTrue();
        assertThat(file).hasContent("not JSON");
        assertThat(robot.lookup(".notification-bar").tryQuery()).isPresent();
    }
}
