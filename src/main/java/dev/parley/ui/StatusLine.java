package dev.parley.ui;

import dev.parley.flow.Figures;
import dev.parley.journal.SessionHeader;
import dev.parley.ui.shared.Shown;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.control.Label;
import org.controlsfx.control.StatusBar;

/** The line at the window's foot: what is looked at, what is wrong with it, how long a file takes to be read. */
final class StatusLine {
    private static final DateTimeFormatter STARTED = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private final StatusBar bar = new StatusBar();
    private final Label right = new Label();

    StatusLine() {
        bar.setText("");
        bar.setFocusTraversable(false);
        right.getStyleClass().add("status-right");
        bar.getRightItems().add(right);
    }

    Node node() {
        return bar;
    }

    /** Tells how far {@code what} is, from 0 to 1; -1 where that is not known. */
    void progress(String what, double done) {
        bar.setProgress(done);
        bar.setText(what);
    }

    /** Nothing goes on any more. */
    void idle() {
        bar.setProgress(0);
    }

    void show(Shown shown) {
        bar.setText(shown.snapshot().damage().orElseGet(() -> words(shown)));
        right.setText(
                shown.isEmpty()
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "%,d events · session %s s",
                                shown.snapshot().revision(),
                                Figures.time(shown.view().durationNanos())));
    }

    private static String words(Shown shown) {
        if (shown.isEmpty()) {
            return "Ready. Ctrl+Enter connects, F10 steps, F5 continues, Ctrl+L goes to the command line.";
        }
        SessionHeader header = shown.snapshot().header();
        String recorded = shown.recorded()
                ? "Recorded " + STARTED.format(header.started().atZone(ZoneId.systemDefault())) + " · "
                : "";
        return recorded + "Link " + header.link();
    }
}
