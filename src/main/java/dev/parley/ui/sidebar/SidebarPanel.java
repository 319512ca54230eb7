package dev.parley.ui.sidebar;

import dev.parley.link.Ports;
import dev.parley.session.ConnectionProfile;
import dev.parley.session.ControllerState;
import dev.parley.session.SessionController;
import dev.parley.socket.AccessMode;
import dev.parley.ui.shared.Notices;
import dev.parley.ui.shared.Panel;
import dev.parley.ui.shared.Shown;
import java.io.File;
import java.util.List;
import java.util.concurrent.Executor;
import javafx.beans.property.StringProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import javafx.util.StringConverter;
import org.controlsfx.validation.ValidationSupport;
import org.controlsfx.validation.Validator;
import org.controlsfx.validation.decoration.StyleClassValidationDecoration;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The connection's settings, and under them the way up with what each step found. */
public final class SidebarPanel extends VBox implements Panel {
    private final ProfileForm form;
    private final Notices notices;
    private final GridPane grid = new GridPane();
    private final ComboBox<String> scenario = new ComboBox<>();
    private final ValidationSupport validation = new ValidationSupport();
    private static final double SETTINGS_LEAST = 160;
    private static final String ANY_MODEM = "what it says it is";

    private final StepList steps = new StepList();
    private final SerialSection serial;
    private final DriveSection drive;
    private final PortChooser ports;

    /**
     * The sidebar of {@code form}.
     *
     * @param scenarios the bench's scenarios that can be practised, by name, the healthy one first
     * @param controller what its live switches drive
     * @param background runs what asks the operating system for ports
     */
    public SidebarPanel(
            ProfileForm form,
            List<String> scenarios,
            SessionController controller,
            Notices notices,
            Executor background) {
        this.form = form;
        this.notices = notices;
        serial = new SerialSection(form, controller, notices, background);
        drive = new DriveSection(form, controller, notices);
        ports = new PortChooser(form, Ports::list, background);
        validation.setValidationDecorator(new StyleClassValidationDecoration("field-error", "field-warning"));
        setUpGrid(scenarios);
        ScrollPane scroll = new ScrollPane(new VBox(grid, serial, drive));
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        // The way up keeps room for its steps; where both do not fit, the settings scroll.
        scroll.setMinHeight(SETTINGS_LEAST);
        scroll.setId("connection");
        Label wayUp = new Label("WAY UP");
        wayUp.getStyleClass().addAll("section-title");
        VBox.setVgrow(steps, Priority.ALWAYS);
        getChildren().addAll(drive.news(), scroll, wayUp, steps);
        setMinSize(0, 0);
    }

    private void setUpGrid(List<String> scenarios) {
        grid.getStyleClass().add("sidebar-form");
        ColumnConstraints labels = new ColumnConstraints();
        labels.setMinWidth(Region.USE_PREF_SIZE);
        ColumnConstraints fields = new ColumnConstraints();
        fields.setHgrow(Priority.ALWAYS);
        fields.setMinWidth(60);
        grid.getColumnConstraints().addAll(labels, fields);

        TextField link = field("link", form.link(), "sim: or serial:/dev/ttyUSB2?baud=115200 or tcp://host:port");
        row("Link", link);
        row("Port", ports);
        scenario.setId("scenario");
        scenario.getItems().addAll(scenarios);
        scenario.setMaxWidth(Double.MAX_VALUE);
        scenario.setTooltip(new Tooltip("What the built-in bench is to do wrong"));
        showScenario();
        scenario.getSelectionModel().selectedItemProperty().addListener((observable, before, name) -> {
            if (name != null
                    && !(form.scenario().isEmpty()
                            && scenario.getSelectionModel().getSelectedIndex() == 0)) {
                form.scenario(name);
            }
        });
        Label practise = row("Practise", scenario);
        form.link().subscribe(address -> {
            boolean bench = form.isBench();
            practise.setVisible(bench);
            practise.setManaged(bench);
            scenario.setVisible(bench);
            scenario.setManaged(bench);
            showScenario();
        });
        ComboBox<String> modem = new ComboBox<>();
        modem.setId("modem");
        modem.setAccessibleText("modem profile");
        modem.getItems().add(ANY_MODEM);
        modem.getItems().addAll(ConnectionProfile.modems());
        modem.setValue(form.modem().get().isEmpty() ? ANY_MODEM : form.modem().get());
        modem.valueProperty().subscribe(name -> form.modem().set(ANY_MODEM.equals(name) ? "" : name));
        modem.setMaxWidth(Double.MAX_VALUE);
        modem.setTooltip(new Tooltip("Which modem's manual its time limits and access modes are taken from"));
        row("Modem", modem);
        row("APN", field("apn", form.apn(), "the modem's own"));
        TextField endpoint = field("endpoint", form.endpoint(), "host:port");
        row("Endpoint", endpoint);
        CheckBox tls = new CheckBox("TLS");
        tls.selectedProperty().bindBidirectional(form.tls());
        CheckBox keyLog = new CheckBox("key log");
        row("Security", new HBox(12, tls, keyLog));
        setUpKeyLog(keyLog);
        for (Node node : List.of(
                file("CA", "ca", form.ca(), "the runtime's own list"),
                file("Certificate", "certificate", form.certificate(), "none"),
                file("Key", "key", form.key(), "none"))) {
            node.disableProperty().bind(tls.selectedProperty().not());
        }
        ComboBox<AccessMode> mode = new ComboBox<>();
        mode.getItems().addAll(AccessMode.BUFFER, AccessMode.PUSH);
        mode.setConverter(new StringConverter<>() {
            @Override
            public String toString(AccessMode value) {
                return value == null ? "" : value.word();
            }

            @Override
            public AccessMode fromString(String word) {
                return AccessMode.valueOf(word.toUpperCase(java.util.Locale.ROOT));
            }
        });
        mode.valueProperty().bindBidirectional(form.accessMode());
        mode.setId("access-mode");
        mode.setMaxWidth(Double.MAX_VALUE);
        mode.setTooltip(new Tooltip("How the modem hands data over: asked for with AT+QIRD, or pushed with its URC"));
        TextField chunk = field("chunk", form.chunk(), "1460");
        chunk.setPrefColumnCount(4);
        chunk.setMinWidth(52);
        chunk.setTooltip(new Tooltip("Bytes one AT+QISEND carries at most, 1 to 1460"));
        HBox.setHgrow(mode, Priority.ALWAYS);
        HBox access = new HBox(4, mode, chunk);
        row("Mode, chunk", access);
        CheckBox mqtt = new CheckBox();
        mqtt.selectedProperty().bindBidirectional(form.mqtt());
        mqtt.setAccessibleText("Go on to MQTT after the handshake");
        TextField clientId = field("client-id", form.clientId(), "client id");
        clientId.disableProperty().bind(mqtt.selectedProperty().not());
        HBox.setHgrow(clientId, Priority.ALWAYS);
        HBox messages = new HBox(4, mqtt, clientId);
        messages.setAlignment(Pos.CENTER_LEFT);
        row("MQTT as", messages);

        validate(link);
        validate(endpoint);
        validate(chunk);
    }

    /** An address without a scenario means the first one, which is healthy. */
    private void showScenario() {
        if (form.scenario().isEmpty()) {
            scenario.getSelectionModel().selectFirst();
        } else if (scenario.getItems().contains(form.scenario())) {
            scenario.getSelectionModel().select(form.scenario());
        }
    }

    /** Marks a field while the form makes no profile because of it. */
    private void validate(TextField field) {
        validation.registerValidator(
                field, false, Validator.createPredicateValidator(text -> !isWrong(field), "cannot be used"));
    }

    private boolean isWrong(TextField field) {
        try {
            form.profile();
            return false;
        } catch (ProfileForm.InvalidFormException e) {
            String label = String.valueOf(e.getMessage()).toLowerCase(java.util.Locale.ROOT);
            return label.startsWith(String.valueOf(field.getId()));
        }
    }

    private TextField field(String id, StringProperty property, String prompt) {
        TextField field = new TextField();
        field.setId(id);
        field.textProperty().bindBidirectional(property);
        field.setPromptText(prompt);
        field.setAccessibleText(id.replace('-', ' '));
        field.setPrefColumnCount(8);
        field.setMinWidth(40);
        return field;
    }

    private Label row(String name, Node node) {
        Label label = new Label(name);
        label.setLabelFor(node);
        label.getStyleClass().add("form-label");
        grid.addRow(grid.getRowCount(), label, node);
        return label;
    }

    /** The switch of the key log; what it means stands under it while it is on. */
    private void setUpKeyLog(CheckBox keyLog) {
        keyLog.setId("key-log");
        keyLog.selectedProperty().bindBidirectional(form.keyLog());
        keyLog.disableProperty().bind(form.tls().not());
        keyLog.setTooltip(new Tooltip("Keep this session's TLS secrets, so that what it carried can be read again"));
        Label warning = new Label("The session's file will hold its TLS secrets: whoever has it can read everything"
                + " that crossed. Never for a device in the field.");
        warning.setId("key-log-warning");
        warning.setWrapText(true);
        warning.setMinHeight(Region.USE_PREF_SIZE);
        warning.getStyleClass().add("key-log-warning");
        warning.visibleProperty().bind(form.keyLog().and(form.tls()));
        warning.managedProperty().bind(warning.visibleProperty());
        GridPane.setColumnSpan(warning, 2);
        grid.addRow(grid.getRowCount(), warning);
    }

    private Node file(String name, String id, StringProperty property, String prompt) {
        TextField field = field(id, property, prompt);
        HBox.setHgrow(field, Priority.ALWAYS);
        Button choose = new Button("", new FontIcon(Feather.FOLDER));
        choose.getStyleClass().addAll("button-icon", "small-button");
        choose.setAccessibleText("Choose the file for " + name);
        choose.setTooltip(new Tooltip("Choose a PEM file"));
        choose.setOnAction(event -> choose(name, property));
        HBox box = new HBox(4, field, choose);
        row(name, box);
        return box;
    }

    private void choose(String name, StringProperty property) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(name);
        chooser.getExtensionFilters()
                .addAll(
                        new FileChooser.ExtensionFilter("PEM files", "*.pem", "*.crt", "*.cer", "*.key"),
                        new FileChooser.ExtensionFilter("All files", "*"));
        File present = new File(property.get().isEmpty() ? "." : property.get())
                .getAbsoluteFile()
                .getParentFile();
        if (present != null && present.isDirectory()) {
            chooser.setInitialDirectory(present);
        }
        try {
            File chosen = chooser.showOpenDialog(getScene().getWindow());
            if (chosen != null) {
                property.set(chosen.getPath());
            }
        } catch (UnsupportedOperationException e) {
            notices.failed("This display has no file chooser; type the file's name into the field.");
        }
    }

    @Override
    public void show(Shown shown) {
        ControllerState.Phase phase = shown.state().phase();
        boolean under = phase != ControllerState.Phase.IDLE
                && phase != ControllerState.Phase.FAILED
                && phase != ControllerState.Phase.CLOSED;
        grid.setDisable(under);
        LinkPicture picture = LinkPicture.of(shown.view().changes());
        serial.show(picture, under);
        drive.show(picture, shown.state());
        steps.show(shown.state().steps(), shown.state().failure());
    }
}
