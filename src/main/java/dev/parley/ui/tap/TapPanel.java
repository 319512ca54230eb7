package dev.parley.ui.tap;

import dev.parley.link.LinkAddress;
import dev.parley.link.LinkException;
import dev.parley.session.ControllerState;
import dev.parley.session.SessionController;
import dev.parley.session.Tapping;
import dev.parley.ui.shared.Notices;
import dev.parley.ui.shared.Panel;
import dev.parley.ui.shared.Shown;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Where the two sides of a tap are named, and where it is begun and ended; what it hears is shown as any live session is. */
public final class TapPanel extends VBox implements Panel {
    private static final double ADDRESS_WIDTH = 320;

    private final SessionController controller;
    private final Notices notices;
    private final TextField host = new TextField("listen:127.0.0.1:7001");
    private final TextField modem = new TextField("serial:/dev/ttyUSB2?baud=115200");
    private final CheckBox sniff = new CheckBox("only listen, on two receive-only adapters (Y cable)");
    private final Button start = new Button("Start the tap", new FontIcon(Feather.PLAY));
    private final Button stop = new Button("Stop", new FontIcon(Feather.SQUARE));

    /** @param controller makes the tap its session */
    public TapPanel(SessionController controller, Notices notices) {
        super(8);
        this.controller = controller;
        this.notices = notices;
        setPadding(new Insets(8));
        Label what = new Label(
                "Parley stands between an MCU and its modem, passes every byte on unchanged and shows the MCU's"
                        + " session live: handshake, ledger, byte flow, MQTT and findings.");
        what.setWrapText(true);
        what.setMinHeight(USE_PREF_SIZE);
        GridPane form = new GridPane(8, 4);
        field(form, 0, "MCU at", host, "tap-host", "a serial port, or listen:127.0.0.1:7001 where a program dials in");
        field(form, 1, "Modem at", modem, "tap-modem", "serial:/dev/ttyUSB2?baud=115200, tcp://host:port or sim:");
        sniff.setId("tap-sniff");
        form.add(sniff, 1, 2);
        start.setId("tap-start");
        start.setOnAction(event -> begin());
        stop.setId("tap-stop");
        stop.setOnAction(event -> notices.watch(controller.disconnect()));
        stop.setDisable(true);
        HBox buttons = new HBox(8, start, stop);
        buttons.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(what, form, buttons);
    }

    private static void field(GridPane form, int row, String name, TextField field, String id, String hint) {
        Label label = new Label(name);
        label.setLabelFor(field);
        label.setMinWidth(USE_PREF_SIZE);
        field.setId(id);
        field.setPrefWidth(ADDRESS_WIDTH);
        field.setAccessibleText(name + ", " + hint);
        Label help = new Label(hint);
        help.getStyleClass().add("form-label");
        GridPane.setHgrow(help, Priority.ALWAYS);
        form.addRow(row, label, field, help);
    }

    private void begin() {
        try {
            notices.watch(controller.tap(new Tapping.Plan(
                    LinkAddress.parse(host.getText().strip()),
                    LinkAddress.parse(modem.getText().strip()),
                    sniff.isSelected())));
        } catch (LinkException e) {
            notices.failed("The tap was not begun: " + e.getMessage() + ".");
        }
    }

    @Override
    public void show(Shown shown) {
        ControllerState state = shown.state();
        boolean idle = !state.phase().isUnderWay();
        boolean taps = state.steps().stream().anyMatch(step -> step.name().equals(SessionController.TAP_STEP));
        start.setDisable(!idle);
        stop.setDisable(idle || !taps);
    }
}
