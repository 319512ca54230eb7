package dev.parley.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ui.shared.Mark;
import dev.parley.ui.shared.Theme;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@DisplayName("The read-out on the tool strip")
@ExtendWith(ApplicationExtension.class)
class ReadOutBoxTest {
    private ReadOutBox box;
    private HBox strip;

    @Start
    void start(Stage stage) {
        box = new ReadOutBox();
        strip = new HBox(box);
        HBox.setHgrow(box, Priority.ALWAYS);
        Scene scene = new Scene(strip, 900, 60);
        Theme.LIGHT.dress(scene);
        stage.setScene(scene);
        stage.show();
    }

    @ParameterizedTest(name = "in {0} pixels, the bytes beside it: {1}")
    @CsvSource({"900, true", "480, true", "350, false", "320, false"})
    @DisplayName("writes the state in letters that are read from afar, and never cuts it short")
    void fits(int width, boolean bytesBeside, FxRobot robot) {
        robot.interact(() -> {
            box.setMaxWidth(width);
            box.show(new ReadOut(Mark.FAILED, "7 CLIENT_CERTIFICATE · 877 B", "died here: closed by peer at 1.602 s"));
            strip.applyCss();
            strip.layout();
            strip.layout();
        });

        Label state = robot.lookup("#read-out").queryAs(Label.class);
        Text drawn = (Text) state.lookup(".text");
        assertThat(drawn.getText()).isEqualTo(bytesBeside ? "7 CLIENT_CERTIFICATE · 877 B" : "7 CLIENT_CERTIFICATE");
        assertThat(state.getFont().getSize()).isGreaterThanOrEqualTo(20);
        Label caption = robot.lookup(".read-out-caption").queryAs(Label.class);
        assertThat(caption.getText())
                .isEqualTo((bytesBeside ? "" : "877 B · ") + "died here: closed by peer at 1.602 s");
        assertThat(state.getAccessibleText()).contains("877 B");
    }
}
