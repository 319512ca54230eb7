package dev.parley.ui.sidebar;

import dev.parley.session.ControllerState;
import dev.parley.session.SessionController;
import dev.parley.tls.client.CredentialsReport;
import dev.parley.ui.shared.Notices;
import dev.parley.ui.shared.Panel;
import dev.parley.ui.shared.Section;
import dev.parley.ui.shared.Shown;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.controlsfx.validation.ValidationSupport;
import org.controlsfx.validation.Validator;
import org.controlsfx.validation.decoration.StyleClassValidationDecoration;

/**
 * The connection from top to bottom: link, server, the way up with what each step found, network. Each part can be folded; where
 * they do not all fit, what cannot be changed meanwhile folds itself while a connection is under way.
 */
public final class SidebarPanel extends VBox implements Panel {
    /** From this height on everything fits while a connection is up. */
    private static final double ROOMY = 830;

    private final ProfileForm form;
    private final ValidationSupport validation = new ValidationSupport();
    private final ProfileChooser profiles;
    private final LinkForm link;
    private final ServerForm server;
    private final MqttForm mqtt;
    private final CredentialsLine credentials;
    private final StepList steps = new StepList();
    private final SerialSection serial;
    private final DriveSection drive;
    private final Section linkSection;
    private final Section serverSection;
    private final Section mqttSection;
    private final Section wayUp;
    private ControllerState.Phase phase = ControllerState.Phase.IDLE;

    /**
     * The sidebar of {@code form}.
     *
     * @param search looks for another scenario of the bench than the one it is given
     * @param controller what its live switches drive
     * @param network what is known of the modem's network
     * @param background runs what asks the operating system for ports, and reads the credentials
     * @param found takes every report on the credentials
     * @param details shows all of the last report
     */
    public SidebarPanel(
            ProfileForm form,
            Consumer<String> search,
            SessionController controller,
            Node network,
            Notices notices,
            Executor background,
            Consumer<CredentialsReport> found,
            Runnable details) {
        this.form = form;
        credentials = new CredentialsLine(form, background, found, details);
        profiles = new ProfileChooser(form, notices, background);
        link = new LinkForm(form, profiles, search, background);
        server = new ServerForm(form, notices, credentials);
        mqtt = new MqttForm(form);
        serial = new SerialSection(form, controller, notices, background);
        drive = new DriveSection(form, controller, notices);
        validation.setValidationDecorator(new StyleClassValidationDecoration("field-error", "field-warning"));
        linkSection = new Section("section-link", "LINK", new VBox(link.grid(), serial, drive));
        serverSection = new Section("section-server", "SERVER", server.grid());
        mqttSection = new Section("section-mqtt", "MQTT", mqtt.grid());
        mqttSection.openProperty().set(false);
        wayUp = new Section("section-way-up", "WAY UP", steps);
        Section networkSection = new Section("section-network", "NETWORK", network);
        ScrollPane scroll = new ScrollPane(new VBox(linkSection, serverSection, mqttSection, wayUp, networkSection));
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setId("connection-parts");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(drive.news(), scroll);
        setMinSize(0, 0);
        validate(link.link());
        validate(server.endpoint());
        validate(server.chunk());
        form.link().subscribe(linkSection::summary);
        heightProperty().subscribe(height -> fold());
    }

    /** The connections that have a name are kept in {@code file}. */
    public void profilesKeptIn(Path file) {
        profiles.keptIn(file);
    }

    /** Looks whether the credentials fit, in the background. */
    public void checkCredentials() {
        credentials.check();
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
            String label = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
            return label.startsWith(String.valueOf(field.getId()));
        }
    }

    @Override
    public void show(Shown shown) {
        ControllerState.Phase now = shown.state().phase();
        boolean under = now.isUnderWay();
        link.grid().setDisable(under);
        server.grid().setDisable(under);
        mqtt.underWay(under);
        LinkPicture picture = LinkPicture.of(shown.view().changes());
        serial.show(picture, under);
        drive.show(picture, shown.state());
        steps.show(shown.state().steps(), shown.state().failure());
        // A recording has no way up of its own: that of the live session would only confuse.
        wayUp.setVisible(!shown.recorded());
        wayUp.setManaged(!shown.recorded());
        mqttSection.summary(form.mqtt().get() ? form.mqttDraft().summary() : "off");
        wayUp.summary(steps.summary());
        serverSection.summary(form.endpoint().get() + (credentials.isWrong() ? " · credentials cannot work" : ""));
        if (now != phase) {
            phase = now;
            fold();
        }
    }

    /** Makes room for the way up, unless the operator has said what is to be open. */
    private void fold() {
        boolean rest = phase == ControllerState.Phase.IDLE || phase == ControllerState.Phase.CLOSED;
        if (!serverSection.isChosen()) {
            serverSection.openProperty().set(rest || getHeight() >= ROOMY);
        }
    }
}
