package dev.parley.ui.sidebar;

import dev.parley.journal.Event;
import dev.parley.link.BaudSearch;
import dev.parley.link.LinkAddress;
import dev.parley.link.LinkException;
import dev.parley.session.SessionController;
import dev.parley.ui.shared.FxThread;
import dev.parley.ui.shared.Notices;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.function.Function;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** A serial port's settings, the lines the host drives, and lamps for those the modem drives. */
final class SerialSection extends VBox {
    private static final PseudoClass ON = PseudoClass.getPseudoClass("on");
    private static final List<String> RATES =
            List.of("9600", "19200", "38400", "57600", "115200", "230400", "460800", "921600", "3000000");
    private static final List<String> FLOWS = List.of("none", "RTS/CTS");

    private final ProfileForm form;
    private final SessionController controller;
    private final Notices notices;
    private final Executor background;
    private final ComboBox<String> baud = new ComboBox<>();
    private final ComboBox<String> format = new ComboBox<>();
    private final ComboBox<String> flow = new ComboBox<>();
    private final Button search = new Button("", new FontIcon(Feather.SEARCH));
    private final CheckBox dtr = new CheckBox("DTR");
    private final CheckBox rts = new CheckBox("RTS");
    private final List<Lamp> lamps = List.of(
            new Lamp("CTS", "Clear To Send: the modem takes bytes", Event.Signals::cts),
            new Lamp("DSR", "Data Set Ready: the modem is there", Event.Signals::dsr),
            new Lamp("DCD", "Data Carrier Detect: a data connection stands", Event.Signals::dcd),
            new Lamp("RI", "Ring Indicator: the modem has something to say", Event.Signals::ring));

    private boolean open;
    /** True while the controls are filled from the address, and must not write to it. */
    private boolean filling = true;

    private volatile boolean searching;

    /** A line of the modem's: on, off or unknown, in words, too. */
    private static final class Lamp extends Label {
        private final String name;
        private final Function<Event.Signals, Boolean> line;

        Lamp(String name, String meaning, Function<Event.Signals, Boolean> line) {
            super(name);
            this.name = name;
            this.line = line;
            getStyleClass().add("lamp");
            setMinWidth(USE_PREF_SIZE);
            setTooltip(new Tooltip(meaning));
            show(null);
        }

        void show(Event.@Nullable Signals signals) {
            boolean on = signals != null && line.apply(signals);
            pseudoClassStateChanged(ON, on);
            String words = signals == null ? "unknown" : on ? "on" : "off";
            setText(name + (signals == null ? " ?" : on ? " on" : " off"));
            setAccessibleText(name + " " + words);
        }
    }

    SerialSection(ProfileForm form, SessionController controller, Notices notices, Executor background) {
        this.form = form;
        this.controller = controller;
        this.notices = notices;
        this.background = background;
        setId("serial");
        getStyleClass().addAll("sidebar-form", "sidebar-section");
        baud.setEditable(true);
        baud.getItems().addAll(RATES);
        format.getItems().addAll(ProfileForm.FORMATS);
        flow.getItems().addAll(FLOWS);
        name(baud, "baud", "baud rate", "Bits a second; the modem's AT+IPR");
        name(format, "format", "data bits, parity, stop bits", "Data bits, parity and stop bits; the modem's AT+ICF");
        name(flow, "flow-control", "flow control", "Flow control; the modem's AT+IFC=2,2 for RTS/CTS");
        baud.setPrefWidth(104);
        format.setPrefWidth(72);
        HBox.setHgrow(baud, Priority.ALWAYS);
        HBox.setHgrow(flow, Priority.ALWAYS);
        baud.setMaxWidth(Double.MAX_VALUE);
        flow.setMaxWidth(Double.MAX_VALUE);
        search.setId("find-baud");
        search.getStyleClass().addAll("button-icon", "small-button");
        search.setAccessibleText("Find the baud rate");
        search.setTooltip(new Tooltip("Find the baud rate: says AT at each usual rate, and changes nothing"));
        search.setOnAction(event -> findBaud());
        toggle(dtr, "dtr", "Data Terminal Ready; off may end data mode or hang up (AT&D)");
        toggle(rts, "rts", "Request To Send; with RTS/CTS flow control it goes by itself");
        HBox lines = new HBox(8, dtr, rts);
        lines.setAlignment(Pos.CENTER_LEFT);
        HBox lights = new HBox(4);
        lights.getChildren().addAll(lamps);
        lights.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(row("Baud", baud, search), row("Format", format, flow), row("Lines", lines), lights);
        baud.valueProperty().subscribe(rate -> set("baud", rate == null ? "" : rate.strip()));
        format.valueProperty().subscribe(text -> {
            if (text != null && !filling) {
                form.format(text);
            }
        });
        flow.valueProperty().subscribe(text -> set("flow", FLOWS.getLast().equals(text) ? "rtscts" : ""));
        filling = false;
        form.link().subscribe(link -> fill());
    }

    private static HBox row(String text, Node... nodes) {
        Label label = new Label(text);
        label.getStyleClass().addAll("form-label", "serial-label");
        label.setLabelFor(nodes[0]);
        HBox row = new HBox(4, label);
        row.getChildren().addAll(nodes);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private static void name(ComboBox<String> box, String id, String words, String hint) {
        box.setId(id);
        box.setAccessibleText(words);
        box.setTooltip(new Tooltip(hint));
        box.setMinWidth(60);
    }

    private void toggle(CheckBox box, String name, String hint) {
        box.setId(name);
        box.setTooltip(new Tooltip(hint));
        box.selectedProperty().subscribe(on -> set(name, on ? "" : "off"));
        box.setOnAction(event -> {
            if (open) {
                notices.watch(controller.lines(dtr.isSelected(), rts.isSelected()));
            }
        });
    }

    private void set(String option, String value) {
        if (!filling && form.isSerial()) {
            form.set(option, value);
        }
    }

    /** Shows what the address says. */
    private void fill() {
        boolean serial = form.isSerial();
        setVisible(serial);
        setManaged(serial);
        if (!serial) {
            return;
        }
        filling = true;
        try {
            baud.setValue(form.option("baud", "115200"));
            format.setValue(form.format());
            flow.setValue(form.option("flow", "none").equals("rtscts") ? FLOWS.getLast() : FLOWS.getFirst());
            dtr.setSelected(form.option("dtr", "on").equals("on"));
            rts.setSelected(form.option("rts", "on").equals("on"));
        } finally {
            filling = false;
        }
    }

    private void findBaud() {
        if (searching) {
            searching = false;
            return;
        }
        LinkAddress port;
        try {
            port = LinkAddress.parse(form.link().get().strip());
        } catch (LinkException e) {
            notices.failed(e.getMessage());
            return;
        }
        searching = true;
        search.setGraphic(new FontIcon(Feather.X));
        search.setAccessibleText("Stop the search for the baud rate");
        background.execute(() -> {
            List<String> tried = new ArrayList<>();
            try {
                OptionalInt found = BaudSearch.usual()
                        .search(
                                port,
                                attempt -> {
                                    tried.add(attempt.words());
                                    FxThread.run(() -> baud.setPromptText(attempt.words()));
                                },
                                () -> searching);
                FxThread.run(() -> searched(port, found, tried));
            } catch (LinkException e) {
                FxThread.run(() -> searched(port, OptionalInt.empty(), tried));
                notices.failed(e.getMessage());
            }
        });
    }

    private void searched(LinkAddress port, OptionalInt found, List<String> tried) {
        boolean wanted = searching;
        searching = false;
        search.setGraphic(new FontIcon(Feather.SEARCH));
        search.setAccessibleText("Find the baud rate");
        if (found.isPresent()) {
            form.set("baud", String.valueOf(found.getAsInt()));
            notices.done("The modem at " + port.target() + " answers at " + found.getAsInt() + " baud.");
        } else if (wanted && !tried.isEmpty()) {
            notices.failed("No rate was answered at " + port.target() + ": " + String.join(", ", tried)
                    + ". Look whether the modem is on, and whether this is its AT port.");
        }
    }

    /** {@code under}: a connection is under way, so the port's settings are fixed, and its lines can be switched. */
    void show(LinkPicture picture, boolean under) {
        open = under && !picture.lost();
        for (Node settings : List.of(baud, format, flow, search)) {
            settings.setDisable(under);
        }
        lamps.forEach(lamp -> lamp.show(open ? picture.signals().orElse(null) : null));
    }
}
