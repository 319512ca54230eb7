package dev.parley.ui;

import javafx.stage.Stage;
import org.junit.jupiter.api.DisplayName;
import org.testfx.framework.junit5.Start;

/** The window on a controller that plays a session written by hand. */
@DisplayName("The window")
class WindowTest extends WindowContract {
    @Start
    void start(Stage stage) throws Exception {
        open(stage);
    }

    @Override
    Subject subject() {
        FakeController controller = new FakeController();
        return new Subject(controller, controller.source(), Profiles.bench("sim:"));
    }
}
