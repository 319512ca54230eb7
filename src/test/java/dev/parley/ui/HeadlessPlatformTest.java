package dev.parley.ui;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** What every other test of the desktop relies on. */
@DisplayName("On a machine without a display")
@ExtendWith(ApplicationExtension.class)
class HeadlessPlatformTest {

    @Start
    void showWindow(Stage stage) {
        Button button = new Button("Connect");
        button.setOnAction(event -> button.setText("Connected"));
        stage.setScene(new Scene(new StackPane(button), 320, 200));
        stage.show();
    }

    @Test
    @DisplayName("a button in a window can be clicked")
    void clicksButton(FxRobot robot) {
        robot.clickOn("Connect");

        assertThat(robot.lookup("Connected").tryQuery()).isPresent();
    }

    @Test
    @DisplayName("a picture larger than the 1000x1000 screen can be taken of a scene without a window")
    void takesLargePicture(FxRobot robot) {
        WritableImage[] picture = new WritableImage[1];
        robot.interact(() -> {
            StackPane content = new StackPane(new Button("Connect"));
            content.setStyle("-fx-background-color: #102030");
            picture[0] = new Scene(content, 1920, 1080).snapshot(null);
        });

        assertThat(picture[0].getWidth()).isEqualTo(1920);
        assertThat(picture[0].getPixelReader().getArgb(1900, 1060)).isEqualTo(0xff102030);
    }
}
