package dev.parley.ui.sidebar;

import dev.parley.session.ControllerState;
import dev.parley.session.SessionController;
import dev.parley.ui.shared.Notices;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** How far Parley meddles with the modem: only listens, puts settings back; and what became of the link. */
final class DriveSection extends VBox {
    private static final PseudoClass LOST = PseudoClass.getPseudoClass("lost");

    private final CheckBox listenOnly = new CheckBox("Listen only");
    private final Button restore = new Button("Restore settings");
    private final Tooltip before = new Tooltip();
    private final Label news = new Label();

    DriveSection(ProfileForm form, SessionController controller, Notices notices) {
        getStyleClass().addAll("sidebar-form", "sidebar-section");
        listenOnly.setId("listen-only");
        listenOnly.setTooltip(new Tooltip("Parley writes nothing of its own to the link; what you type is still sent"));
        listenOnly.setSelected(controller.state().listenOnly());
        listenOnly.setOnAction(event -> controller.listenOnly(listenOnly.isSelected()));
        CheckBox attach = new CheckBox("Console only");
        attach.setId("attach");
        attach.setTooltip(new Tooltip("Connect opens the link and goes no further: for the console and snippets"));
        attach.selectedProperty().bindBidirectional(form.attach());
        restore.setId("restore-settings");
        restore.getStyleClass().add("small-button");
        restore.setOnAction(event -> notices.watch(controller.restoreSettings()));
        restore.setTooltip(before);
        news.setId("link-news");
        news.setWrapText(true);
        news.setMinHeight(Region.USE_PREF_SIZE);
        news.getStyleClass().add("link-news");
        HBox switches = new HBox(12, attach, listenOnly);
        switches.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(switches, restore);
        changed(List.of());
        tell(LinkPicture.NONE);
    }

    /** What became of the link; to stand where it is seen. */
    Label news() {
        return news;
    }

    void show(LinkPicture picture, ControllerState state) {
        listenOnly.setSelected(state.listenOnly());
        changed(state.changedSettings());
        tell(picture);
    }

    private void tell(LinkPicture picture) {
        news.setText(picture.news().orElse(""));
        news.pseudoClassStateChanged(LOST, picture.lost());
        news.setVisible(picture.news().isPresent());
        news.setManaged(picture.news().isPresent());
    }

    /** The button is there only where there is something to put back. */
    private void changed(List<ControllerState.ChangedSetting> settings) {
        restore.setVisible(!settings.isEmpty());
        restore.setManaged(!settings.isEmpty());
        restore.setText("Restore " + settings.size() + (settings.size() == 1 ? " setting" : " settings"));
        StringBuilder words = new StringBuilder("What Parley changed, and what it was before:");
        settings.forEach(setting -> words.append('\n')
                .append(setting.name())
                .append(": ")
                .append(setting.now())
                .append(", before ")
                .append(setting.before()));
        before.setText(words.toString());
    }
}
