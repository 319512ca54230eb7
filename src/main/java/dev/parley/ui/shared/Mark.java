package dev.parley.ui.shared;

import org.kordamp.ikonli.feather.Feather;

/** How a thing stands: an icon and a colour, always shown with a word. */
public enum Mark {
    WAITING(Feather.CIRCLE, "mark-waiting"),
    RUNNING(Feather.PLAY_CIRCLE, "mark-running"),
    PARKED(Feather.PAUSE_CIRCLE, "mark-parked"),
    DONE(Feather.CHECK, "mark-done"),
    SKIPPED(Feather.CORNER_RIGHT_DOWN, "mark-skipped"),
    FAILED(Feather.X_CIRCLE, "mark-failed"),
    NOTICE(Feather.BELL, "mark-notice"),
    WARNING(Feather.ALERT_TRIANGLE, "mark-warning");

    private final Feather icon;
    private final String styleClass;

    Mark(Feather icon, String styleClass) {
        this.icon = icon;
        this.styleClass = styleClass;
    }

    public Feather icon() {
        return icon;
    }

    public String styleClass() {
        return styleClass;
    }
}
