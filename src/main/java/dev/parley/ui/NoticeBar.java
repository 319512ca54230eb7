package dev.parley.ui;

import dev.parley.ui.shared.FxThread;
import dev.parley.ui.shared.Notices;
import javafx.animation.PauseTransition;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.util.Duration;
import org.controlsfx.control.NotificationPane;
import org.controlsfx.control.action.Action;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Notices on a bar over the panels. It goes by itself and stops nobody. */
final class NoticeBar implements Notices {
    private static final Duration SHOWN = Duration.seconds(8);

    private final NotificationPane pane;
    private final PauseTransition end = new PauseTransition(SHOWN);

    /** A bar over {@code content}. */
    NoticeBar(Node content) {
        pane = new NotificationPane(content);
        pane.setShowFromTop(true);
        pane.setFocusTraversable(false);
        end.setOnFinished(event -> pane.hide());
    }

    /** The content with the bar over it. */
    Node node() {
        return pane;
    }

    @Override
    public void done(String sentence) {
        show(Feather.CHECK_CIRCLE, "mark-done", sentence);
    }

    @Override
    public void failed(String sentence) {
        show(Feather.ALERT_TRIANGLE, "mark-failed", sentence);
    }

    /** Something can be done about it: the offer stays until it is taken or closed. */
    void offer(String sentence, String deed, Runnable taken) {
        FxThread.run(() -> {
            Label graphic = new Label("", new FontIcon(Feather.LIFE_BUOY));
            graphic.getStyleClass().addAll("mark", "mark-parked");
            end.stop();
            pane.getActions().setAll(new Action(deed, event -> {
                pane.hide();
                taken.run();
            }));
            pane.show(sentence, graphic);
        });
    }

    private void show(Feather icon, String styleClass, String sentence) {
        FxThread.run(() -> {
            pane.getActions().clear();
            Label graphic = new Label("", new FontIcon(icon));
            graphic.getStyleClass().addAll("mark", styleClass);
            pane.show(sentence, graphic);
            end.playFromStart();
        });
    }
}
