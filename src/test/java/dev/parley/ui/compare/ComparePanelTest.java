package dev.parley.ui.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ui.PlayedSession;
import dev.parley.ui.shared.Notices;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.stage.Stage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@DisplayName("The panel of sessions held against each other")
@ExtendWith(ApplicationExtension.class)
class ComparePanelTest {
    @TempDir
    Path folder;

    private ComparePanel panel;

    @Start
    void start(Stage stage) {
        panel = new ComparePanel(file -> {}, () -> "this one", new Silent(), Runnable::run);
        stage.setScene(new Scene(panel, 900, 500));
        stage.show();
    }

    @Test
    @DisplayName("leaves chosen what is chosen and folded what is folded, while more sessions come in")
    void keepsItsPlace(FxRobot robot) throws Exception {
        add(robot, "sim:", "a");
        add(robot, "sim:field-report", "b");
        add(robot, "sim:field-report", "c");
        TreeView<?> tree = robot.lookup("#compare-sessions").queryAs(TreeView.class);
        robot.interact(() -> {
            tree.getRoot().getChildren().getFirst().setExpanded(false);
            tree.getSelectionModel().select(3);
        });
        Label verdict = robot.lookup("#comparison-verdict").queryAs(Label.class);
        assertThat(chosen(tree)).startsWith("Member[ending=Ending[name=" + folder.resolve("c.parley") + ",");
        assertThat(verdict.getText()).startsWith("First difference");

        add(robot, "sim:", "0");
        add(robot, "sim:field-report", "d");

        assertThat(chosen(tree)).startsWith("Member[ending=Ending[name=" + folder.resolve("c.parley") + ",");
        assertThat(tree.getFocusModel().getFocusedItem())
                .isSameAs(tree.getSelectionModel().getSelectedItem());
        assertThat(tree.getRoot().getChildren())
                .extracting(TreeItem::isExpanded)
                .containsExactly(false, true);
        assertThat(tree.getRoot().getChildren())
                .extracting(kind -> kind.getChildren().size())
                .containsExactly(2, 3);
        assertThat(verdict.getText()).startsWith("First difference");
    }

    private void add(FxRobot robot, String link, String name) throws Exception {
        Path file = folder.resolve(name + ".parley");
        PlayedSession.write(link, file);
        robot.interact(() -> {
            panel.add(List.of(file));
            panel.tick(0);
        });
    }

    private static String chosen(TreeView<?> tree) {
        List<String> chosen = new ArrayList<>();
        tree.getSelectionModel().getSelectedItems().forEach(item -> chosen.add(String.valueOf(item.getValue())));
        assertThat(chosen).hasSize(1);
        return chosen.getFirst();
    }

    /** Nothing is told in this test. */
    private static final class Silent implements Notices {
        @Override
        public void done(String sentence) {
            throw new AssertionError(sentence);
        }

        @Override
        public void failed(String sentence) {
            throw new AssertionError(sentence);
        }
    }
}
