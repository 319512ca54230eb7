package dev.parley.ui.sidebar;

import dev.parley.session.Stack;
import dev.parley.socket.AccessMode;
import dev.parley.ui.shared.Notices;
import java.io.File;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.beans.property.StringProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.stage.FileChooser;
import javafx.util.StringConverter;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Which server, over which network, and with which credentials. */
final class ServerForm {
    private final Notices notices;
    private final FormGrid grid = new FormGrid();
    private final TextField endpoint;
    private final TextField chunk;

    ServerForm(ProfileForm form, Notices notices, Node credentials) {
        this.notices = notices;
        grid.row("APN", FormGrid.field("apn", form.apn(), "the modem's own"));
        endpoint = FormGrid.field("endpoint", form.endpoint(), "host:port");
        grid.row("Endpoint", endpoint);
        CheckBox tls = new CheckBox("TLS");
        tls.selectedProperty().bindBidirectional(form.tls());
        CheckBox keyLog = new CheckBox("key log");
        grid.row("Security", new HBox(12, tls, keyLog));
        setUpKeyLog(form, keyLog);
        grid.row("Stack", stack(form));
        grid.wide(notTaken(form));
        for (Node node : List.of(
                file("CA", "ca", form.ca(), "the runtime's own list"),
                file("Certificate", "certificate", form.certificate(), "none"),
                file("Key", "key", form.key(), "none"))) {
            node.disableProperty().bind(tls.selectedProperty().not());
        }
        grid.wide(credentials);
        chunk = FormGrid.field("chunk", form.chunk(), "1460");
        chunk.setPrefColumnCount(4);
        chunk.setMinWidth(52);
        chunk.setTooltip(new Tooltip("Bytes one AT+QISEND carries at most, 1 to 1460"));
        ComboBox<AccessMode> mode = accessMode(form);
        HBox.setHgrow(mode, Priority.ALWAYS);
        grid.row("Mode, chunk", new HBox(4, mode, chunk));
        CheckBox mqtt = new CheckBox();
        mqtt.selectedProperty().bindBidirectional(form.mqtt());
        mqtt.setAccessibleText("Go on to MQTT after the handshake");
        TextField clientId = FormGrid.field("client-id", form.clientId(), "client id");
        clientId.disableProperty().bind(mqtt.selectedProperty().not());
        HBox.setHgrow(clientId, Priority.ALWAYS);
        HBox messages = new HBox(4, mqtt, clientId);
        messages.setAlignment(Pos.CENTER_LEFT);
        grid.row("MQTT as", messages);
    }

    FormGrid grid() {
        return grid;
    }

    TextField endpoint() {
        return endpoint;
    }

    TextField chunk() {
        return chunk;
    }

    private static ComboBox<AccessMode> accessMode(ProfileForm form) {
        ComboBox<AccessMode> mode = new ComboBox<>();
        mode.getItems().addAll(AccessMode.values());
        mode.setConverter(new StringConverter<>() {
            @Override
            public String toString(AccessMode value) {
                return value == null ? "" : value.word();
            }

            @Override
            public AccessMode fromString(String word) {
                return AccessMode.valueOf(word.toUpperCase(Locale.ROOT));
            }
        });
        mode.valueProperty().bindBidirectional(form.accessMode());
        mode.setId("access-mode");
        mode.setAccessibleText("access mode");
        mode.setMaxWidth(Double.MAX_VALUE);
        mode.setTooltip(new Tooltip("How the modem hands data over: asked for with AT+QIRD, pushed with its URC, or"
                + " transparent: the line itself carries it until +++"));
        return mode;
    }

    /** The one control that asks whether the host's TLS or the network is at fault. */
    private static ComboBox<Stack> stack(ProfileForm form) {
        ComboBox<Stack> stack = new ComboBox<>();
        stack.getItems().addAll(Stack.values());
        stack.setConverter(new StringConverter<>() {
            @Override
            public String toString(Stack value) {
                return value == null ? "" : value.title();
            }

            @Override
            public Stack fromString(String word) {
                return Stack.of(word).orElse(Stack.HOST);
            }
        });
        stack.valueProperty().bindBidirectional(form.stack());
        stack.setId("stack");
        stack.setAccessibleText("Whose TLS and MQTT");
        stack.setMaxWidth(Double.MAX_VALUE);
        stack.setTooltip(new Tooltip("Is it my TLS or the network? Connect again with the modem's own TLS or MQTT and"
                + " nothing else changed. Its certificates are uploaded and set up; a private key is not recorded"));
        return stack;
    }

    /** What is set here and the chosen stack cannot do: it must not look as if it were done. */
    private static Label notTaken(ProfileForm form) {
        Label words = new Label();
        words.setId("stack-not-taken");
        words.setWrapText(true);
        words.setMinHeight(Region.USE_PREF_SIZE);
        words.getStyleClass().add("key-log-warning");
        words.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> form.notTaken().stream().collect(Collectors.joining(".\n", "Not taken: ", ".")),
                        form.stack(),
                        form.tls(),
                        form.keyLog(),
                        form.accessMode(),
                        form.mqtt(),
                        form.endpoint(),
                        form.mqttDraft().five,
                        form.mqttDraft().keepAlive));
        words.visibleProperty()
                .bind(Bindings.createBooleanBinding(() -> !form.notTaken().isEmpty(), words.textProperty()));
        words.managedProperty().bind(words.visibleProperty());
        return words;
    }

    /** The switch of the key log; what it means stands under it while it is on. */
    private void setUpKeyLog(ProfileForm form, CheckBox keyLog) {
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
        grid.wide(warning);
    }

    private Node file(String name, String id, StringProperty property, String prompt) {
        TextField field = FormGrid.path(id, property, prompt);
        HBox.setHgrow(field, Priority.ALWAYS);
        Button choose = new Button("", new FontIcon(Feather.FOLDER));
        choose.getStyleClass().addAll("button-icon", "small-button");
        choose.setAccessibleText("Choose the file for " + name);
        choose.setTooltip(new Tooltip("Choose a PEM file"));
        choose.setOnAction(event -> choose(name, property));
        HBox box = new HBox(4, field, choose);
        grid.row(name, box);
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
            File chosen = chooser.showOpenDialog(grid.getScene().getWindow());
            if (chosen != null) {
                property.set(chosen.getPath());
            }
        } catch (UnsupportedOperationException e) {
            notices.failed("This display has no file chooser; type the file's name into the field.");
        }
    }
}
