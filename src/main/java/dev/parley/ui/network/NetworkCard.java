package dev.parley.ui.network;

import dev.parley.at.NetworkPicture;
import dev.parley.ui.shared.Panel;
import dev.parley.ui.shared.Shown;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Polyline;

/** The modem's network in a few lines, with the signal over time; the last registrations under each other, and all of them in its tooltip. */
public final class NetworkCard extends VBox implements Panel {
    private static final double WIDE = 64;
    private static final double HIGH = 16;
    private static final int MOST_SHOWN = 6;

    private final Label operator = line("network-operator");
    private final Label signal = line("network-line");
    private final Polyline levels = new Polyline();
    private final Label registration = line("network-line");
    private final Label cell = line("network-dim");
    private final Label address = line("network-dim");
    private final Label modem = line("network-dim");
    private final Label registrations = line("network-dim");
    private final Tooltip history = new Tooltip();
    private NetworkLines drawn = NetworkLines.of(NetworkPicture.unknown());

    public NetworkCard() {
        setId("network-card");
        getStyleClass().add("network-card");
        setFocusTraversable(true);
        levels.getStyleClass().add("network-levels");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox signalRow = new HBox(6, signal, gap, levels);
        getChildren().addAll(operator, signalRow, registration, cell, address, modem, registrations);
        registrations.setId("network-registrations");
        registrations.setWrapText(true);
        registrations.setMinHeight(USE_PREF_SIZE);
        Tooltip.install(this, history);
        draw(drawn);
    }

    private static Label line(String styleClass) {
        Label label = new Label();
        label.setMinWidth(0);
        label.getStyleClass().add(styleClass);
        return label;
    }

    @Override
    public void show(Shown shown) {
        // The lines are few; the picture has every measurement of the session.
        NetworkLines lines = NetworkLines.of(shown.view().network());
        if (!lines.equals(drawn)) {
            drawn = lines;
            draw(lines);
        }
    }

    private void draw(NetworkLines lines) {
        put(operator, lines.isEmpty() ? "nothing told yet" : lines.operator());
        put(signal, lines.signal());
        put(registration, lines.registration());
        put(cell, lines.cell());
        put(address, lines.address());
        put(modem, lines.modem());
        put(
                registrations,
                lines.history().size() < 2
                        ? ""
                        : "Registrations, newest first\n"
                                + String.join(
                                        "\n",
                                        lines.history()
                                                .subList(
                                                        0,
                                                        Math.min(
                                                                MOST_SHOWN,
                                                                lines.history().size()))));
        draw(lines.levels());
        history.setText(
                lines.history().isEmpty()
                        ? "No registration was told yet"
                        : "Registrations, newest first\n" + String.join("\n", lines.history()));
        setAccessibleText("Network: " + lines.operator() + ", " + lines.signal() + ", " + lines.registration() + ", "
                + lines.address());
    }

    private static void put(Label label, String text) {
        label.setText(text);
        label.setVisible(!text.isEmpty());
        label.setManaged(!text.isEmpty());
    }

    /** The signal as a line: the card's height stands for the power from -130 to -50 dBm. */
    private void draw(List<Integer> dbm) {
        levels.getPoints().clear();
        levels.setVisible(dbm.size() > 1);
        levels.setManaged(dbm.size() > 1);
        for (int i = 0; i < dbm.size(); i++) {
            double part = Math.clamp((dbm.get(i) + 130) / 80.0, 0, 1);
            levels.getPoints().addAll(i * WIDE / Math.max(1, dbm.size() - 1), HIGH - part * HIGH);
        }
    }
}
