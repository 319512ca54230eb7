package dev.parley.ui;

import dev.parley.session.ControllerState;
import dev.parley.session.ControllerState.Level;
import dev.parley.tls.client.Goodbye;
import dev.parley.ui.shared.Panel;
import dev.parley.ui.shared.Shown;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Separator;
import javafx.scene.control.SplitMenuButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The bar over the panels: what is looked at, the drive controls, and the large read-out of where the session stands. */
final class ToolStrip extends HBox implements Panel {
    /** What the strip's controls do. */
    interface Deeds {
        void connect();

        void disconnect();

        void proceed();

        void step();

        /** One step into the AT exchanges. */
        void stepInto();

        /** Gives up what is under way; {@code how} says what the server is still told. */
        void abort(Goodbye how);

        void level(Level level);

        /** Opens a page of the tool drawer, or shuts it. */
        void tool(ToolDrawer.Page page);

        /** Lets the operator choose a recorded session. */
        void chooseSession();

        void openSession(Path file);

        /** Finds the sessions that were kept last; the answer comes on the JavaFX thread. */
        void recentSessions(Consumer<List<Path>> found);

        /** Looks at the live session again. */
        void leaveRecording();
    }

    private static final double USUAL_WHAT = 140;
    private static final double WIDE_WHAT = 186;

    private final Deeds deeds;
    private final VBox what = new VBox();
    private final Label profile = new Label();
    private final Label endpoint = new Label();
    private final Button replay = new Button("REPLAY", new FontIcon(Feather.X));
    private final Label keyLog = new Label("KEY LOG", new FontIcon(Feather.KEY));
    private final Button connect = new Button();
    private final FontIcon connectIcon = new FontIcon(Feather.PLAY);
    private final Button proceed = button("Continue", "F5", Feather.FAST_FORWARD);
    private final Button step = button("Step", "F10", Feather.SKIP_FORWARD);
    private final Button stepInto = button("Step AT", "F11", Feather.CORNER_RIGHT_DOWN);
    private final SplitMenuButton abort = new SplitMenuButton();
    private final LevelChoice level;
    private final ToolsMenu tools;
    private final ReadOutBox readOut = new ReadOutBox();
    private Optional<String> recording = Optional.empty();
    private String profileName = "";
    private String profileEndpoint = "";
    private boolean secretsWillBeKept;
    private boolean secretsAreKept;
    private boolean connected;

    /** A strip that does {@code deeds}, with the menu of what is seen. */
    ToolStrip(Deeds deeds, MenuButton view) {
        super(5);
        this.deeds = deeds;
        level = new LevelChoice(deeds::level);
        tools = new ToolsMenu(deeds::tool);
        HBox.setHgrow(readOut, Priority.ALWAYS);
        getStyleClass().add("tool-strip");
        setAlignment(Pos.CENTER_LEFT);
        getChildren()
                .addAll(
                        what(),
                        setUpConnect(),
                        new SessionsMenu(deeds::chooseSession, deeds::openSession, deeds::recentSessions),
                        separator(),
                        proceed,
                        step,
                        stepInto,
                        abort,
                        level,
                        tools,
                        view,
                        readOut);
        proceed.setId("continue");
        proceed.setOnAction(event -> deeds.proceed());
        step.setId("step");
        step.setOnAction(event -> deeds.step());
        stepInto.setId("step-at");
        stepInto.setOnAction(event -> deeds.stepInto());
        abort.setId("abort");
        abort.setOnAction(event -> deeds.abort(Goodbye.ALERTS));
        abort.getItems().setAll(setUpAborts());
    }

    private Region what() {
        profile.getStyleClass().add("profile-name");
        endpoint.getStyleClass().addAll("profile-endpoint");
        replay.setId("replay");
        replay.getStyleClass().addAll("chip", "chip-replay");
        replay.setContentDisplay(javafx.scene.control.ContentDisplay.RIGHT);
        replay.setTooltip(new Tooltip("A recorded session is shown; back to the live one"));
        replay.setAccessibleText("A recorded session is shown. Back to the live one");
        replay.setOnAction(event -> deeds.leaveRecording());
        replay.setMinWidth(USE_PREF_SIZE);
        keyLog.setId("key-log-chip");
        keyLog.getStyleClass().addAll("chip", "chip-warning");
        keyLog.setMinWidth(USE_PREF_SIZE);
        keyLog.setTooltip(
                new Tooltip("TLS secrets are kept in the session's file: whoever has it can read everything in it"));
        keyLog.setAccessibleText("Key log is on: TLS secrets are kept in the session's file");
        HBox name = new HBox(6, replay, keyLog, profile);
        name.setAlignment(Pos.CENTER_LEFT);
        what.getChildren().setAll(name, endpoint);
        what.setAlignment(Pos.CENTER_LEFT);
        showWhat();
        return what;
    }

    private Button setUpConnect() {
        connect.setId("connect");
        connect.setGraphic(connectIcon);
        connect.getStyleClass().add("accent");
        connect.setMinWidth(104);
        connect.setOnAction(event -> {
            if (connected) {
                deeds.disconnect();
            } else {
                deeds.connect();
            }
        });
        return connect;
    }

    private List<MenuItem> setUpAborts() {
        abort.setGraphic(content("Abort", "⇧F5", Feather.SQUARE));
        abort.getStyleClass().addAll("strip-button", "flat");
        abort.setAccessibleText("Abort");
        abort.setMinWidth(USE_PREF_SIZE);
        MenuItem polite = new MenuItem("Abort, with alerts to the server");
        polite.setAccelerator(new KeyCodeCombination(KeyCode.F5, KeyCombination.SHIFT_DOWN));
        polite.setOnAction(event -> deeds.abort(Goodbye.ALERTS));
        MenuItem brutal = new MenuItem("Abort, not one byte more to the server");
        brutal.setAccelerator(
                new KeyCodeCombination(KeyCode.F5, KeyCombination.SHIFT_DOWN, KeyCombination.SHORTCUT_DOWN));
        brutal.setOnAction(event -> deeds.abort(Goodbye.NOTHING));
        return List.of(polite, brutal);
    }

    private static Separator separator() {
        Separator separator = new Separator(Orientation.VERTICAL);
        separator.getStyleClass().add("strip-separator");
        return separator;
    }

    private static Button button(String name, String key, Feather icon) {
        Button button = new Button("", content(name, key, icon));
        button.getStyleClass().addAll("strip-button", "flat");
        button.setAccessibleText(name);
        button.setMinWidth(Region.USE_PREF_SIZE);
        return button;
    }

    private static VBox content(String name, String key, Feather icon) {
        Label words = new Label(name);
        Label shortcut = new Label(key, new FontIcon(icon));
        shortcut.getStyleClass().add("shortcut");
        VBox text = new VBox(-1, words, shortcut);
        text.setAlignment(Pos.CENTER_LEFT);
        return text;
    }

    /** Shows {@code chosen} as chosen. */
    void choose(Level chosen) {
        level.choose(chosen);
    }

    void showProfile(String name, String where, boolean secretsKept) {
        profileName = name;
        profileEndpoint = where;
        secretsWillBeKept = secretsKept;
        showWhat();
    }

    /** Names the recording that is looked at, or, where there is none, what a connection would be made to. */
    void showRecording(Optional<String> name) {
        recording = name;
        showWhat();
    }

    private void showWhat() {
        replay.setVisible(recording.isPresent());
        replay.setManaged(recording.isPresent());
        boolean marked = secretsAreKept || (secretsWillBeKept && recording.isEmpty());
        keyLog.setVisible(marked);
        keyLog.setManaged(marked);
        what.setPrefWidth(marked ? WIDE_WHAT : USUAL_WHAT);
        what.setMinWidth(USE_PREF_SIZE);
        profile.setText(recording.isPresent() ? "" : profileName);
        endpoint.setText(recording.orElse(profileEndpoint));
        endpoint.setTooltip(new Tooltip(endpoint.getText()));
    }

    /** Shows which page of the tool drawer is open. */
    void showTool(Optional<ToolDrawer.Page> open) {
        tools.show(open);
    }

    /** Shows how many breakpoints are set. */
    void showBreakpoints(int count) {
        tools.showBreakpoints(count);
    }

    @Override
    public void show(Shown shown) {
        ControllerState state = shown.state();
        boolean parked = state.stop().isPresent();
        boolean kept = shown.snapshot().header().holdsSecrets();
        if (kept != secretsAreKept) {
            secretsAreKept = kept;
            showWhat();
        }
        boolean idle = !state.phase().isUnderWay();
        connected = state.phase() == ControllerState.Phase.READY;
        connect.setText(connected ? "Disconnect" : "Connect");
        connectIcon.setIconCode(connected ? Feather.LOG_OUT : Feather.PLAY);
        tell(
                connect,
                connected
                        ? "Close in good order: MQTT, TLS, socket, link (Ctrl+Enter)"
                        : "Go all the way up (Ctrl+Enter)");
        connect.setDisable(!idle && !connected);
        boolean looksBack = shown.cursor().isPresent();
        boolean walks = !parked && !shown.snapshot().flow().isEmpty() && (idle || looksBack);
        proceed.setDisable(!parked && !walks);
        step.setDisable(!parked && !walks);
        stepInto.setDisable(!parked && !walks);
        abort.setDisable(idle);
        tell(proceed, walks ? "Back to the session's end (F5)" : "Let the handshake go on (F5)");
        tell(
                step,
                walks
                        ? "Look at the next message of the recording (F10)"
                        : "Let the handshake go on to its next stop (F10)");
        tell(stepInto, "Step through the AT exchanges (F11)");
        tell(abort, "Give up what is under way and close (Shift+F5)");
        readOut.show(ReadOut.of(shown));
    }

    private static void tell(Control button, String what) {
        if (button.getTooltip() == null || !button.getTooltip().getText().equals(what)) {
            button.setTooltip(new Tooltip(what));
        }
    }
}
