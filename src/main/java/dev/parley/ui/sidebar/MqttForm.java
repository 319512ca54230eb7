package dev.parley.ui.sidebar;

import dev.parley.session.Stack;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.StringProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** What CONNECT says besides the client identifier. What the modem's own MQTT cannot do is disabled while that is chosen. */
final class MqttForm {
    private static final String THREE = "MQTT 3.1.1";
    private static final String FIVE = "MQTT 5";

    private final FormGrid grid = new FormGrid();
    private final BooleanProperty underWay = new SimpleBooleanProperty();

    MqttForm(ProfileForm form) {
        MqttDraft draft = form.mqttDraft();
        ChoiceBox<String> version = new ChoiceBox<>();
        version.getItems().addAll(THREE, FIVE);
        version.setId("mqtt-version");
        version.setAccessibleText("MQTT version");
        version.setValue(draft.five.get() ? FIVE : THREE);
        version.valueProperty().subscribe(value -> draft.five.set(FIVE.equals(value)));
        draft.five.subscribe(on -> version.setValue(on ? FIVE : THREE));
        version.disableProperty().bind(form.stack().isEqualTo(Stack.MODEM_MQTT).and(draft.five.not()));
        TextField keepAlive = field(
                "keep-alive",
                draft.keepAlive,
                "s",
                "Seconds between pings, 0 for none: less than what the network's NAT forgets after, which is often 2"
                        + " to 5 minutes for TCP in a cellular network");
        grid.row("Version", version);
        grid.row("Keep alive", row(keepAlive, unit("s, 0 for none")));
        CheckBox clean = check("clean-session", "clean session", draft.clean);
        clean.setTooltip(new Tooltip("The broker forgets what an earlier connection of this client left (MQTT 5: clean"
                + " start); without it messages of QoS 1 and 2 wait for the client"));
        TextField expiry = field(
                "session-expiry",
                draft.expiry,
                "expiry s",
                "MQTT 5: seconds the broker keeps the session" + " after the connection; 4294967295 for ever");
        expiry.disableProperty().bind(draft.five.not());
        grid.row("Session", clean);
        grid.row("Expiry", row(expiry, unit("s, MQTT 5")));
        PasswordField password = new PasswordField();
        password.setId("mqtt-password");
        password.setAccessibleText("MQTT password");
        password.setPromptText("password");
        password.setMinWidth(40);
        password.setPrefColumnCount(8);
        password.textProperty().bindBidirectional(draft.password);
        grid.row("User", row(field("mqtt-user", draft.user, "none", "MQTT user name"), password));
        grid.row(
                "Will",
                row(
                        field(
                                "will-topic",
                                draft.willTopic,
                                "topic",
                                "Topic of the message that the broker publishes when"
                                        + " this client is gone without DISCONNECT; empty for none"),
                        field("will-text", draft.willText, "text", "What the will says")));
        ChoiceBox<String> willQos = new ChoiceBox<>();
        willQos.getItems().addAll(MqttDraft.QOS);
        willQos.setId("will-qos");
        willQos.setAccessibleText("QoS of the will");
        willQos.valueProperty().bindBidirectional(draft.willQos);
        HBox will = row(willQos, check("will-retain", "retained", draft.willRetain));
        will.disableProperty().bind(draft.willTopic.isEmpty());
        grid.row("", will);
        TextField properties = field(
                "user-properties",
                draft.properties,
                "name=value; name=value",
                "MQTT 5: user" + " properties of CONNECT, separated by semicolons");
        properties.disableProperty().bind(draft.five.not());
        grid.row("User prop.", properties);
        CheckBox reconnect = check("reconnect", "reconnect after a loss", draft.reconnect);
        reconnect.setTooltip(
                new Tooltip("After 1 s, 2 s, 4 s ... up to a minute, ten times in a row; off while one wants to"
                        + " see what ended the connection"));
        grid.wide(reconnect);
        grid.disableProperty().bind(form.mqtt().not().or(underWay));
    }

    /** Nothing can be changed while a connection is under way. */
    void underWay(boolean on) {
        underWay.set(on);
    }

    FormGrid grid() {
        return grid;
    }

    private static HBox row(Node... nodes) {
        HBox row = new HBox(4, nodes);
        row.setAlignment(Pos.CENTER_LEFT);
        List.of(nodes).stream()
                .filter(TextField.class::isInstance)
                .forEach(field -> HBox.setHgrow(field, Priority.ALWAYS));
        return row;
    }

    private static Label unit(String text) {
        Label unit = new Label(text);
        unit.getStyleClass().add("form-label");
        unit.setMinWidth(Region.USE_PREF_SIZE);
        return unit;
    }

    private static CheckBox check(String id, String text, BooleanProperty property) {
        CheckBox box = new CheckBox(text);
        box.setId(id);
        box.setMinWidth(Region.USE_PREF_SIZE);
        box.selectedProperty().bindBidirectional(property);
        return box;
    }

    private static TextField field(String id, StringProperty property, String prompt, String about) {
        TextField field = FormGrid.field(id, property, prompt);
        field.textProperty().subscribe(text -> field.setTooltip(new Tooltip(about)));
        return field;
    }
}
