package dev.parley.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.session.ControllerState;
import dev.parley.session.ControllerState.Level;
import dev.parley.session.ControllerState.Silence;
import dev.parley.ui.shared.FxThread;
import dev.parley.ui.shared.Source;
import dev.parley.ui.shared.Theme;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TextField;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures of the console as it is worked with. They stay in {@code target/pictures} to be looked at. */
@DisplayName("The pictures of the console")
class ConsolePicturesTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @ParameterizedTest(name = "{0}, {1}, {2}x{3}, alone {4}")
    @CsvSource({
        "opened,     DARK,  1280,  800, true",
        "filtered,   LIGHT, 1280,  800, true",
        "searched,   DARK,  1920, 1080, false",
        "silent,     LIGHT, 1280,  800, false",
        "completing, LIGHT, 1280,  800, true",
        "cautioned,  LIGHT, 1280,  800, true",
        "explained,  DARK,  1280,  800, true",
        "empty,      LIGHT, 1280,  800, true",
        "hex,        LIGHT, 1280,  800, true",
        "mixed,      DARK,  1920, 1080, true",
        "delta,      LIGHT, 1920, 1080, false",
        "clock,      DARK,  1280,  800, true",
        "history,    LIGHT, 1280,  800, true",
    })
    @DisplayName("are drawn of every state it can be in")
    void areDrawn(String state, Theme theme, int width, int height, boolean alone) throws Exception {
        FakeController controller = new FakeController();
        if (!state.equals("empty")) {
            var _ = controller.connect(Profiles.bench("sim:"), Level.RUN);
            var _ = controller.subscribe("parley/#", 1);
        }
        Source played = controller.source();
        ControllerState still = state.equals("silent") ? silent(played.state()) : played.state();
        Source source = Source.still(played.snapshot(), still, played::bytes);

        FxThread.startToolkit(LIMIT);
        BufferedImage picture =
                FxThread.call(() -> draw(controller, source, state, theme, width, height, alone), LIMIT);

        Path folder = Files.createDirectories(Path.of("target", "pictures", "console"));
        save(picture, folder.resolve(state + "-" + theme + "-" + width + (alone ? "-alone" : "") + ".png"));
        assertThat(picture.getWidth()).isEqualTo(width);
    }

    private static ControllerState silent(ControllerState state) {
        return new ControllerState(
                state.phase(),
                state.steps(),
                state.stop(),
                state.failure(),
                Optional.of(new Silence(
                        "AT+QIACT=1", Duration.ofSeconds(150), 0, true, "no answer to AT+QIACT=1 for 150 s")),
                false,
                List.of());
    }

    private static BufferedImage draw(
            FakeController controller, Source source, String state, Theme theme, int width, int height, boolean alone) {
        ParleyWindow window = new ParleyWindow(controller, Profiles.bench("sim:"), List.of(), source, Runnable::run);
        Scene scene = new Scene(window.root(), width, height);
        window.dress(scene, theme);
        layOut(window, width, height);
        Node console = window.arrangement().frames().get("console");
        if (alone) {
            window.arrangement().frames().get("console").lookupAll(".header-button").stream()
                    .filter(node -> String.valueOf(node.getAccessibleText()).startsWith("Maximise"))
                    .findFirst()
                    .ifPresent(node -> ((javafx.scene.control.Button) node).fire());
            layOut(window, width, height);
        }
        ListView<?> rows = (ListView<?>) console.lookup("#console-rows");
        TextField command = (TextField) console.lookup("#console-command");
        switch (state) {
            case "opened" -> {
                int row = row(rows, "QISEND=0,877");
                rows.getSelectionModel().clearAndSelect(row);
                press(rows, KeyCode.ENTER);
                layOut(window, width, height);
                rows.getSelectionModel().clearAndSelect(row + 3);
                press(rows, KeyCode.ENTER);
                rows.scrollTo(Math.max(0, row - 2));
            }
            case "filtered" -> ((TextField) console.lookup("#console-filter")).setText("layer:tls");
            case "searched" -> {
                press(rows, KeyCode.F3);
                ((TextField) console.lookup("#console-find")).setText("/QI(RD|URC)/");
                press(rows, KeyCode.F3);
            }
            case "completing" -> {
                command.requestFocus();
                command.setText("AT+QISEND=");
                command.end();
            }
            case "cautioned" -> {
                command.setText("AT+QISEND=0,2000");
                command.fireEvent(new javafx.event.ActionEvent());
            }
            case "explained" -> {
                press(rows, KeyCode.F1);
                rows.getSelectionModel().clearAndSelect(row(rows, "AT+CEREG?"));
            }
            case "hex", "mixed" -> {
                choose(console, state.equals("hex") ? "Hex" : "Mixed");
                int row = row(rows, "QISEND=0,877");
                rows.getSelectionModel().clearAndSelect(row);
                press(rows, KeyCode.ENTER);
                layOut(window, width, height);
                for (int part = 4; part > 0; part--) {
                    rows.getSelectionModel().clearAndSelect(row + part);
                    press(rows, KeyCode.RIGHT);
                }
                rows.scrollTo(Math.max(0, row - 2));
            }
            case "delta", "clock" -> choose(console, "Time: " + (state.equals("delta") ? "delta" : "clock"));
            case "history" -> {
                command.requestFocus();
                for (String sent : List.of("AT+CSQ", "AT+QIRD=0,0", "AT+CEREG?")) {
                    command.setText(sent);
                    command.fireEvent(new javafx.event.ActionEvent());
                }
                command.setText("QI");
                Event.fireEvent(
                        command, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.R, false, true, false, false));
            }
            default -> {}
        }
        layOut(window, width, height);
        layOut(window, width, height);
        WritableImage image = scene.snapshot(null);
        int[] pixels = new int[width * height];
        image.getPixelReader().getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(0, 0, width, height, pixels, 0, width);
        return picture;
    }

    private static void choose(Node console, String words) {
        ((MenuButton) console.lookup("#console-view"))
                .getItems().stream()
                        .filter(item -> String.valueOf(item.getText())
                                .toLowerCase(Locale.ROOT)
                                .startsWith(words.toLowerCase(Locale.ROOT)))
                        .findFirst()
                        .orElseThrow()
                        .fire();
    }

    private static void layOut(ParleyWindow window, int width, int height) {
        window.root().resize(width, height);
        window.root().applyCss();
        window.root().layout();
    }

    private static int row(ListView<?> rows, String words) {
        for (int i = 0; i < rows.getItems().size(); i++) {
            if (rows.getItems().get(i).toString().contains(words)) {
                return i;
            }
        }
        throw new AssertionError("no row says " + words);
    }

    private static void press(Node node, KeyCode key) {
        Event.fireEvent(node, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", key, false, false, false, false));
    }

    private static void save(BufferedImage picture, Path file) throws IOException {
        ImageIO.write(picture, "png", file.toFile());
    }
}
