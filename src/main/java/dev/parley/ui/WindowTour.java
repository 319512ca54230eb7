package dev.parley.ui;

import dev.parley.session.ControllerState.Level;
import dev.parley.ui.sidebar.ProfileForm;
import dev.parley.ui.tour.Tour.Stop;
import java.util.List;

/** The stops of the tour: a handshake on the built-in bench, step by step, then one that dies. */
final class WindowTour {
    private WindowTour() {}

    static List<Stop> stops(
            WindowCommands.Deeds deeds, Driving driving, ProfileForm form, ToolDrawer tools, Runnable findings) {
        return List.of(
                new Stop(
                        "Nothing here can break",
                        "Parley carries a simulated modem and a real broker: sim: in the connection. This tour drives"
                                + " one handshake through them. It takes two minutes, and Skip ends it at any time.",
                        "connection",
                        "Use the simulator",
                        () -> form.practise("")),
                new Stop(
                        "Stop at each message",
                        "\"waits at\" says where a handshake parks by itself. Connect brings the modem up, opens a"
                                + " socket and begins TLS; the way up at the left shows each step.",
                        "level",
                        "Connect, stop at each message",
                        () -> {
                            deeds.choose(Level.MESSAGE);
                            driving.connectOrDisconnect();
                        }),
                new Stop(
                        "Step",
                        "F10 lets the handshake go on to its next message, F11 to its next AT exchange, F5 to its end."
                                + " The yellow row tells how long the server has been kept waiting.",
                        "handshake",
                        "Step (F10)",
                        driving::step),
                new Stop(
                        "Where it stands",
                        "The large words say where the session is, to be read from two metres. The state machine shows"
                            + " every message with its bytes: choose one, and its AT command, its bytes and its place"
                            + " in the byte flow light up.",
                        "read-out",
                        "Go on to the end (F5)",
                        driving::proceed),
                new Stop(
                        "What crossed the wire",
                        "Each row of the console is an exchange with the modem and what it means. The command line"
                                + " under it knows the commands and completes them with Tab.",
                        "console"),
                new Stop(
                        "One that dies",
                        "In the lab there are more than a hundred faults to practise with. field-report is the one that"
                                + " began it all: closed after 877 bytes.",
                        "tool-drawer",
                        "Open the lab",
                        () -> tools.show(ToolDrawer.Page.LAB)),
                new Stop(
                        "The doctor",
                        "When a session dies the doctor says why, on which bytes that rests, and what to try next, the"
                                + " cheapest first.",
                        "doctor",
                        "Show the findings",
                        findings),
                new Stop(
                        "From here on",
                        "Ctrl+K finds every command by its name. F1 opens the help at the panel you are in. This tour"
                                + " stands under View.",
                        ""));
    }
}
