package dev.parley.ui;

import dev.parley.session.ControllerState;
import dev.parley.ui.shared.Panel;
import dev.parley.ui.shared.Shown;
import java.util.EnumMap;
import java.util.Map;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Separator;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.Text;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The bar over the panels: what is connected, the drive controls, and the large read-out of where the session stands. */
final class ToolStrip extends HBox implements Panel {
    /** What the strip's controls do. */
    interface Deeds {
        void connect();

        void disconnect();

        void proceed();

        void step();

        void abort();

        void level(ControllerState.Level level);

        void switchTheme();
    }

    private static final int LARGEST_READ_OUT = 30;
    private static final int SMALLEST_READ_OUT = 14;

    private final Label profile = new Label();
    private final Label endpoint = new Label();
    private final Button connect = new Button();
    private final FontIcon connectIcon = new FontIcon(Feather.PLAY);
    private final Button proceed = button("Continue", "F5", Feather.FAST_FORWARD, "Let the handshake go on to its end");
    private final Button step =
            button("Step", "F10", Feather.SKIP_FORWARD, "Let one stop's worth of the handshake go on");
    private final Button stepInto =
            button("Step AT", "F11", Feather.CORNER_RIGHT_DOWN, "comes with the handshake debugger");
    private final Button abort = button("Abort", "⇧F5", Feather.SQUARE, "Give up what is under way and close");
    private final Button theme = new Button("", new FontIcon(Feather.MOON));
    private final Map<ControllerState.Level, ToggleButton> levels = new EnumMap<>(ControllerState.Level.class);
    private final FontIcon readOutIcon = new FontIcon(Feather.CIRCLE);
    private final Label readOut = new Label();
    private final Label caption = new Label();
    private final VBox readOutBox = new VBox(readOut, caption);
    private boolean connected;
    private String readOutClass = "";

    ToolStrip(Deeds deeds) {
        super(6);
        getStyleClass().add("tool-strip");
        setAlignment(Pos.CENTER_LEFT);
        profile.getStyleClass().add("profile-name");
        endpoint.getStyleClass().addAll("profile-endpoint");
        VBox what = new VBox(profile, endpoint);
        what.setAlignment(Pos.CENTER_LEFT);
        what.setMinWidth(60);
        what.setPrefWidth(150);
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
        proceed.setId("continue");
        proceed.setOnAction(event -> deeds.proceed());
        step.setId("step");
        step.setOnAction(event -> deeds.step());
        stepInto.setId("step-at");
        abort.setId("abort");
        abort.setOnAction(event -> deeds.abort());
        theme.setId("theme");
        theme.getStyleClass().addAll("button-icon", "flat");
        theme.setTooltip(new Tooltip("Light or dark (Ctrl+T)"));
        theme.setAccessibleText("Switch between the light and the dark theme");
        theme.setOnAction(event -> deeds.switchTheme());
        // A disabled control shows no tooltip; the box around it does.
        HBox stepIntoBox = new HBox(stepInto);
        stepIntoBox.setAlignment(Pos.CENTER);
        Tooltip.install(stepIntoBox, new Tooltip("Step AT (F11) comes with the handshake debugger"));
        stepInto.setDisable(true);

        readOut.setId("read-out");
        readOut.getStyleClass().add("read-out");
        readOut.setMinWidth(0);
        readOut.textProperty().subscribe(text -> fitReadOut());
        readOutIcon.getStyleClass().add("read-out-icon");
        caption.getStyleClass().add("read-out-caption");
        caption.setMinWidth(0);
        readOutBox.setAlignment(Pos.CENTER_RIGHT);
        readOutBox.setMinWidth(0);
        HBox state = new HBox(10, readOutIcon, readOutBox);
        state.getStyleClass().add("read-out-box");
        state.setAlignment(Pos.CENTER_RIGHT);
        state.setMinWidth(120);
        HBox.setHgrow(state, Priority.ALWAYS);
        state.widthProperty().subscribe(width -> fitReadOut());
        getChildren()
                .addAll(
                        what,
                        connect,
                        separator(),
                        proceed,
                        step,
                        stepIntoBox,
                        abort,
                        separator(),
                        levels(deeds),
                        theme,
                        state);
    }

    /** The largest size in which the whole read-out fits: it is never cut short. */
    private void fitReadOut() {
        if (!(readOutBox.getParent() instanceof Region box) || box.getWidth() == 0) {
            return;
        }
        double room = box.getWidth() - 48;
        Text probe = new Text(readOut.getText());
        int size = LARGEST_READ_OUT;
        do {
            probe.setFont(Font.font(readOut.getFont().getFamily(), FontWeight.BOLD, size));
            size--;
        } while (size >= SMALLEST_READ_OUT && probe.getLayoutBounds().getWidth() > room);
        readOut.setStyle("-fx-font-size: " + (size + 1) + "px;");
    }

    private static Separator separator() {
        Separator separator = new Separator(javafx.geometry.Orientation.VERTICAL);
        separator.getStyleClass().add("strip-separator");
        return separator;
    }

    private static Button button(String name, String key, Feather icon, String what) {
        Label words = new Label(name);
        Label shortcut = new Label(key);
        shortcut.getStyleClass().add("shortcut");
        VBox text = new VBox(-1, words, shortcut);
        text.setAlignment(Pos.CENTER_LEFT);
        HBox content = new HBox(7, new FontIcon(icon), text);
        content.setAlignment(Pos.CENTER_LEFT);
        Button button = new Button("", content);
        button.getStyleClass().add("strip-button");
        button.setTooltip(new Tooltip(what + " (" + key + ")"));
        button.setAccessibleText(name);
        button.setMinWidth(Region.USE_PREF_SIZE);
        return button;
    }

    private HBox levels(Deeds deeds) {
        ToggleGroup group = new ToggleGroup();
        HBox box = new HBox();
        box.setAlignment(Pos.CENTER);
        for (ControllerState.Level level : ControllerState.Level.values()) {
            String word = level.name().charAt(0) + level.name().substring(1).toLowerCase(java.util.Locale.ROOT);
            ToggleButton button = new ToggleButton(word);
            button.setId("level-" + level.name().toLowerCase(java.util.Locale.ROOT));
            button.setToggleGroup(group);
            button.setMinWidth(Region.USE_PREF_SIZE);
            button.setUserData(level);
            button.getStyleClass()
                    .addAll(
                            "strip-button",
                            level == ControllerState.Level.RUN
                                    ? "left-pill"
                                    : level == ControllerState.Level.EXCHANGE ? "right-pill" : "center-pill");
            button.setTooltip(new Tooltip(
                    switch (level) {
                        case RUN -> "Never wait";
                        case FLIGHT -> "Wait where the direction turns";
                        case MESSAGE -> "Wait before every handshake message";
                        case RECORD -> "Wait before every record";
                        case EXCHANGE -> "Wait before every AT+QISEND";
                    }));
            levels.put(level, button);
            box.getChildren().add(button);
        }
        group.selectedToggleProperty().addListener((observable, before, now) -> {
            if (now == null && before != null) {
                group.selectToggle(before);
            } else if (now != null && before != null) {
                deeds.level((ControllerState.Level) now.getUserData());
            }
        });
        return box;
    }

    /** Shows {@code level} as chosen. */
    void choose(ControllerState.Level level) {
        ToggleButton button = levels.get(level);
        if (button != null) {
            button.setSelected(true);
        }
    }

    void showProfile(String name, String where) {
        profile.setText(name);
        endpoint.setText(where);
        endpoint.setTooltip(new Tooltip(where));
    }

    void showTheme(boolean dark) {
        ((FontIcon) theme.getGraphic()).setIconCode(dark ? Feather.SUN : Feather.MOON);
    }

    @Override
    public void show(Shown shown) {
        ControllerState state = shown.state();
        boolean parked = state.stop().isPresent();
        boolean idle =
                switch (state.phase()) {
                    case IDLE, FAILED, CLOSED -> true;
                    default -> false;
                };
        connected = state.phase() == ControllerState.Phase.READY;
        connect.setText(connected ? "Disconnect" : "Connect");
        connectIcon.setIconCode(connected ? Feather.LOG_OUT : Feather.PLAY);
        connect.setTooltip(new Tooltip(
                connected
                        ? "Close in good order: MQTT, TLS, socket, link (Ctrl+Enter)"
                        : "Go all the way up (Ctrl+Enter)"));
        connect.setDisable(!idle && !connected);
        proceed.setDisable(!parked);
        step.setDisable(!parked);
        abort.setDisable(idle);
        ReadOut it = ReadOut.of(shown);
        readOut.setText(it.text());
        caption.setText(it.caption());
        readOutIcon.setIconCode(it.mark().icon());
        readOutBox.getParent().getStyleClass().remove(readOutClass);
        readOutClass = it.mark().styleClass();
        readOutBox.getParent().getStyleClass().add(readOutClass);
        readOut.setAccessibleText("State " + it.text() + ", " + it.caption());
    }
}
