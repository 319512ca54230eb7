package dev.parley.ui.palette;

import java.util.Locale;

/**
 * Something the window does when it is asked for it by name or by key.
 *
 * @param group what it belongs to, for example {@code Debugger}
 * @param name what it does, in a few words
 * @param keys as {@link javafx.scene.input.KeyCombination#valueOf} reads them, for example {@code Shortcut+Enter}; empty where it has
 *     no key and is reached by name alone
 */
public record Command(String group, String name, String keys, Runnable deed) {
    /** A command that has no key. */
    public Command(String group, String name, Runnable deed) {
        this(group, name, "", deed);
    }

    /** The keys as the operator knows them, for example {@code Ctrl+Enter}. */
    public String shownKeys() {
        boolean apple =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac");
        return keys.replace("Shortcut", apple ? "Cmd" : "Ctrl");
    }

    /** The name that tells it from every other, for example {@code Debugger: Step}. */
    public String title() {
        return group + ": " + name;
    }
}
