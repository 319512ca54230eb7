package dev.parley.ui;

import dev.parley.session.ControllerState.Level;
import dev.parley.tls.client.Goodbye;
import dev.parley.ui.console.ConsolePanel;
import dev.parley.ui.doctor.DoctorLine;
import dev.parley.ui.handshake.HandshakePanel;
import dev.parley.ui.layout.Arrangement;
import dev.parley.ui.palette.Command;
import dev.parley.ui.replay.ReplayBar;
import dev.parley.ui.shared.PanelFrame;
import dev.parley.ui.shared.TimeCursor;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Scene;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCombination;

/** The commands of the window: the one list that its keys, its menus and its palette are made from. */
final class WindowCommands {
    /** What commands do that no part of the window does alone. */
    interface Deeds {
        void openSession();

        /** Takes another program's log out of the clipboard. */
        void pasteLog();

        void leaveRecording();

        /** Takes the last change of the connection form back. */
        void undoConnection();

        void playOrHold();

        void choose(Level level);

        void switchTheme();

        void openPalette();

        void help();

        void tour();
    }

    private final List<Command> all = new ArrayList<>();

    WindowCommands(
            Deeds deeds,
            Driving driving,
            HandshakePanel handshake,
            ConsolePanel console,
            DoctorLine doctor,
            TimeCursor cursor,
            ToolDrawer tools,
            Arrangement arrangement,
            ReplayBar replay) {
        add("Session", "Connect, or disconnect", "Shortcut+Enter", driving::connectOrDisconnect);
        add("Session", "Open a recorded session or a log…", "Shortcut+O", deeds::openSession);
        add("Session", "Paste a log", "Shortcut+Shift+V", deeds::pasteLog);
        add("Session", "Take the last change of the connection back", "Shortcut+Alt+Z", deeds::undoConnection);
        add("Session", "Back to the live session", "", deeds::leaveRecording);
        add("Debugger", "Continue", "F5", driving::proceed);
        add("Debugger", "Step", "F10", driving::step);
        add("Debugger", "Step into the AT exchanges", "F11", driving::stepInto);
        add("Debugger", "Abort, with alerts to the server", "Shift+F5", () -> driving.abort(Goodbye.ALERTS));
        add(
                "Debugger",
                "Abort, not one byte more to the server",
                "Shift+Shortcut+F5",
                () -> driving.abort(Goodbye.NOTHING));
        for (Level level : Level.values()) {
            add("Debugger", "Wait at " + LevelChoice.word(level), "", () -> deeds.choose(level));
        }
        add("Handshake", "One message back in time", "Alt+Left", () -> handshake.step(false));
        add("Handshake", "One message on in time", "Alt+Right", () -> handshake.step(true));
        add("Handshake", "Back to the present, or the recording's end", "Alt+End", cursor::release);
        add("Handshake", "Where does byte N fall?", "Shortcut+G", handshake::focusByte);
        add("Replay", "Play or hold", "Shortcut+P", deeds::playOrHold);
        add("Replay", "Back to the state, finding or bookmark before", "Alt+Page Up", () -> replay.jump(false));
        add("Replay", "On to the next state, finding or bookmark", "Alt+Page Down", () -> replay.jump(true));
        add("Console", "Type a command", "Shortcut+L", console::focusCommand);
        add("Console", "Filter the rows", "Shortcut+F", console::focusFilter);
        add("Doctor", "Findings, open or close", "Shortcut+D", () -> doctor.details(!doctor.isOpen()));
        add("Doctor", "Select the evidence", "Shortcut+E", doctor::evidence);
        for (ToolDrawer.Page page : ToolDrawer.Page.values()) {
            add("Tools", page.title(), page.keys().replace("Ctrl", "Shortcut"), () -> tools.toggle(page));
        }
        List<PanelFrame> frames = List.copyOf(arrangement.frames().values());
        for (int i = 0; i < frames.size(); i++) {
            PanelFrame frame = frames.get(i);
            String title = frame.title().toLowerCase(java.util.Locale.ROOT);
            add(
                    "Panels",
                    "Show or hide " + title,
                    "Shortcut+" + (i + 1),
                    () -> arrangement.show(frame, arrangement.isHidden(frame)));
            add("Panels", "Maximise or restore " + title, "Alt+Shift+" + (i + 1), () -> arrangement.maximise(frame));
            add("Panels", "Fold or open " + title, "", () -> arrangement.fold(frame));
            add("Panels", "Own window for " + title + ", or back", "", () -> arrangement.detach(frame));
        }
        add("Panels", "Put everything back", "Shortcut+0", arrangement::reset);
        add("View", "Light or dark", "Shortcut+T", deeds::switchTheme);
        add("View", "All commands…", "Shortcut+K", deeds::openPalette);
        add("Help", "About this panel", "F1", deeds::help);
        add("Help", "A tour of the window, on the simulator", "", deeds::tour);
    }

    private void add(String group, String name, String keys, Runnable deed) {
        all.add(new Command(group, name, keys, deed));
    }

    List<Command> all() {
        return List.copyOf(all);
    }

    /** Those of a group. */
    List<Command> of(String group) {
        return all.stream().filter(command -> command.group().equals(group)).toList();
    }

    /** The items of a menu with the commands of {@code groups}, each with its keys. */
    List<MenuItem> menu(List<String> groups) {
        return groups.stream()
                .flatMap(group -> of(group).stream())
                .map(WindowCommands::item)
                .toList();
    }

    private static MenuItem item(Command command) {
        MenuItem item =
                new MenuItem(command.name() + (command.keys().isEmpty() ? "" : " (" + command.shownKeys() + ")"));
        item.setOnAction(event -> command.deed().run());
        return item;
    }

    /** Gives {@code scene} the keys of all commands. */
    void bind(Scene scene) {
        for (Command command : all) {
            if (!command.keys().isEmpty()) {
                scene.getAccelerators().put(KeyCombination.valueOf(command.keys()), command.deed());
            }
        }
    }
}
