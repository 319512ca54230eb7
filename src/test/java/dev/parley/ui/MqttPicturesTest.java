package dev.parley.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import dev.parley.session.ControllerState.Level;
import dev.parley.ui.PanelPictures.Look;
import dev.parley.ui.shared.Theme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.TreeView;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures of the MQTT panel where it has room. They stay in {@code target/pictures} to be looked at. */
@DisplayName("The pictures of the MQTT panel, maximised")
class MqttPicturesTest {
    @ParameterizedTest(name = "{0}, {1}x{2}")
    @CsvSource({"LIGHT, 1280, 800", "DARK, 1280, 800", "DARK, 1920, 1080"})
    @DisplayName("show topics, messages, the payload as a tree with its changes, a plot and the cost")
    void areDrawn(Theme theme, int width, int height) throws Exception {
        FakeController controller = new FakeController();
        var _ = controller.connect(Profiles.bench("sim:"), Level.RUN);
        var _ = controller.subscribe("site/#", 1);
        for (int i = 0; i < 12; i++) {
            controller.pass(400);
            var _ = controller.publish(
                    "site/boiler",
                    Bytes.utf8("{\"t\": " + (60 + i * i % 7) + ", \"on\": true, \"valve\": {\"open\": " + i
                            + ", \"who\": \"pid\"}}"),
                    i % 2,
                    false);
        }
        Path directory = Files.createDirectories(Path.of("target", "pictures", "mqtt-" + theme + "-" + width));
        AtomicBoolean tree = new AtomicBoolean();
        AtomicBoolean sorted = new AtomicBoolean();

        List<Path> files = PanelPictures.write(
                controller.source(),
                controller,
                Profiles.bench("sim:"),
                directory,
                new Look(width, height, theme, false),
                window -> {
                    window.pull();
                    maximise(window);
                    if (window.root().lookup("#mqtt-topics-shown") instanceof ToggleButton topics
                            && window.root().lookup("#mqtt-messages") instanceof TableView<?> messages) {
                        topics.setSelected(true);
                        messages.getSelectionModel().selectLast();
                    }
                    window.root().applyCss();
                    window.root().layout();
                    sorted.set(window.root().lookup("#mqtt-messages") instanceof TableView<?> messages
                            && sortsByCost(messages));
                    Node json = window.root().lookup("#mqtt-json");
                    tree.set(json instanceof TreeView<?> view
                            && view.getRoot() != null
                            && window.root().lookup("#mqtt-cost") instanceof Labeled cost
                            && cost.getText().contains("AT "));
                });

        assertThat(files.getFirst()).hasFileName("window.png");
        assertThat(sorted).as("the costs are shown and can be sorted by").isTrue();
        assertThat(tree).as("the payload stands as a tree, with its cost").isTrue();
    }

    @ParameterizedTest(name = "{0}, {1}x{2}")
    @CsvSource({"LIGHT, 1280, 800", "DARK, 1920, 1080"})
    @DisplayName("show the options of CONNECT, what the modem's own MQTT does not take of them, and an empty panel")
    void options(Theme theme, int width, int height) throws Exception {
        FakeController controller = new FakeController();
        Path directory = Files.createDirectories(Path.of("target", "pictures", "mqtt-options-" + theme + "-" + width));
        AtomicBoolean said = new AtomicBoolean();
        List<Path> files = PanelPictures.write(
                controller.source(),
                controller,
                Profiles.bench("sim:"),
                directory,
                new Look(width, height, theme, false),
                window -> {
                    window.pull();
                    if (window.root().lookup("#section-mqtt") instanceof ToggleButton options
                            && window.root().lookup("#section-link") instanceof ToggleButton link) {
                        options.fire();
                        link.fire();
                    }
                    if (window.root().lookup("#stack") instanceof ComboBox<?> stack) {
                        stack.getSelectionModel().select(2);
                    }
                    if (window.root().lookup("#mqtt-version") instanceof ChoiceBox<?> version) {
                        version.getSelectionModel().selectLast();
                    }
                    window.root().applyCss();
                    window.root().layout();
                    said.set(window.root().lookup("#stack-not-taken") instanceof Labeled words
                            && words.isVisible()
                            && words.getText().contains("MQTT 5"));
                });
        assertThat(files.getFirst()).hasFileName("window.png");
        assertThat(said).as("what is not taken stands under the stack").isTrue();
    }

    /** Each message has its cost, and the table can be in its order. */
    private static <T> boolean sortsByCost(TableView<T> table) {
        TableColumn<T, ?> wire = table.getColumns().get(5);
        wire.setSortType(TableColumn.SortType.DESCENDING);
        table.getSortOrder().add(wire);
        List<Double> costs = table.getItems().stream()
                .map(row -> (Double) wire.getCellData(row))
                .toList();
        table.getSortOrder().clear();
        return wire.isVisible()
                && costs.stream().allMatch(cost -> cost > 0)
                && costs.equals(costs.stream().sorted(Comparator.reverseOrder()).toList());
    }

    private static void maximise(ParleyWindow window) {
        window.root().applyCss();
        window.root().layout();
        window.root().lookupAll(".button").stream()
                .filter(node -> node instanceof Button button
                        && String.valueOf(button.getAccessibleText()).startsWith("Maximise MQTT"))
                .map(Button.class::cast)
                .forEach(Button::fire);
    }
}
