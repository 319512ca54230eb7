package dev.parley.ui;

import dev.parley.at.Dictionary;
import dev.parley.session.ConnectionProfile;
import dev.parley.session.ControllerState;
import dev.parley.session.SessionController;
import dev.parley.session.Snapshot;
import dev.parley.tls.client.CredentialsReport;
import dev.parley.tls.client.Goodbye;
import dev.parley.ui.audit.AuditPanel;
import dev.parley.ui.breakpoints.BreakpointList;
import dev.parley.ui.breakpoints.BreakpointsPanel;
import dev.parley.ui.console.ConsolePanel;
import dev.parley.ui.doctor.DoctorLine;
import dev.parley.ui.doctor.FindingsDrawer;
import dev.parley.ui.experiments.ExperimentForm;
import dev.parley.ui.experiments.ExperimentsPanel;
import dev.parley.ui.flow.FlowPanel;
import dev.parley.ui.handshake.HandshakePanel;
import dev.parley.ui.inspector.InspectorPanel;
import dev.parley.ui.mqtt.MqttPanel;
import dev.parley.ui.network.NetworkCard;
import dev.parley.ui.shared.Carriage;
import dev.parley.ui.shared.Figures;
import dev.parley.ui.shared.FxThread;
import dev.parley.ui.shared.Layer;
import dev.parley.ui.shared.Moment;
import dev.parley.ui.shared.Moments;
import dev.parley.ui.shared.Notices;
import dev.parley.ui.shared.Panel;
import dev.parley.ui.shared.PanelFrame;
import dev.parley.ui.shared.Pulse;
import dev.parley.ui.shared.Selection;
import dev.parley.ui.shared.Selector;
import dev.parley.ui.shared.Shown;
import dev.parley.ui.shared.Source;
import dev.parley.ui.shared.Theme;
import dev.parley.ui.shared.TimeCursor;
import dev.parley.ui.sidebar.ProfileForm;
import dev.parley.ui.sidebar.SidebarPanel;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import javafx.util.Duration;
import org.controlsfx.control.NotificationPane;
import org.controlsfx.control.StatusBar;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * The window's content: all panels on one session. It pulls what is new once a pulse and acts only through the controller.
 * Made and used on the JavaFX thread.
 */
public final class ParleyWindow {
    private static final double SIDEBAR = 244;
    private static final double SMALLEST_RIGHT = 336;
    /** Tool strip, doctor's line, status bar and margins. */
    private static final double OTHER_HEIGHT = 126;

    private static final double SMALLEST_DEBUG = 240;
    private static final double DEBUG_MARGINS = 18;
    /** The handshake's header, its column heads and its slider. */
    private static final double HANDSHAKE_OTHER = 78;

    private static final int HANDSHAKE_ROWS = 20;
    private static final DateTimeFormatter STARTED =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", java.util.Locale.ROOT);

    private final SessionController controller;
    private final Viewed source;
    private final Executor background;
    private final RecordedSessions recordings;
    private final ProfileForm form;
    private final Selection selection = new Selection();
    private final Selector selector = new Selector(selection);
    private final TimeCursor cursor = new TimeCursor();
    private final BreakpointList breakpoints = new BreakpointList();
    private final ExperimentForm experiment = new ExperimentForm();
    private final Carriage carriage = new Carriage();
    private final Notices notices = new Bar();
    private final BorderPane root = new BorderPane();
    private final StackPane middle = new StackPane();
    private final NotificationPane notificationPane = new NotificationPane(middle);
    private final PauseTransition notificationEnd = new PauseTransition(Duration.seconds(8));
    private final StatusBar status = new StatusBar();
    private final Label statusRight = new Label();
    private final SplitPane columns = new SplitPane();
    private final SplitPane centre = new SplitPane();
    private final SplitPane right = new SplitPane();
    private final ToolStrip strip;
    private final HandshakePanel handshake;
    private final ConsolePanel console;
    private final NetworkCard network = new NetworkCard();
    private final FlowPanel flow;
    private final ExperimentsPanel experiments;
    private final AuditPanel audit;
    private final DebugDrawer debug;
    private final DoctorLine doctor;
    private final FindingsDrawer drawer;
    private final Map<String, PanelFrame> frames;
    private final List<Panel> panels;
    private final Pulse pulse = new Pulse(this::pull);
    private @Nullable Home maximised;
    private @Nullable Snapshot drawnSnapshot;
    private @Nullable ControllerState drawnState;
    /** True where what is drawn has to be drawn anew, though the session has not gone on. */
    private boolean stale;

    private ControllerState.Level level = ControllerState.Level.RUN;
    private Theme theme = Theme.LIGHT;

    /** Where a maximised panel came from. */
    private record Home(PanelFrame frame, SplitPane parent, int index, List<Double> dividers) {}

    /**
     * A window on {@code controller}.
     *
     * @param profile what the sidebar starts with
     * @param scenarios the bench's scenarios that can be practised, by name
     * @param source where the picture comes from; {@link Source#of} the controller, save in tests
     * @param background runs what may read a file
     */
    public ParleyWindow(
            SessionController controller,
            ConnectionProfile profile,
            List<String> scenarios,
            Source source,
            Executor background) {
        this.controller = controller;
        this.source = new Viewed(source);
        this.background = background;
        this.recordings = new RecordedSessions(background, notices, new OpenedHere());
        this.form = new ProfileForm(profile);
        strip = new ToolStrip(new Drive());
        strip.choose(level);

        SidebarPanel sidebar = new SidebarPanel(form, scenarios, controller, notices, background);
        PanelFrame connectionFrame = frame("connection-panel", "CONNECTION", "layer-none", withNetwork(sidebar));
        Title handshakeSummary = new Title();
        handshake = new HandshakePanel(selector, cursor, breakpoints, handshakeSummary);
        PanelFrame handshakeFrame =
                handshakeSummary.of(frame("handshake", "HANDSHAKE", Layer.TLS.styleClass(), handshake));
        handshakeFrame.tools(handshake.tools());
        Title consoleSummary = new Title();
        console = new ConsolePanel(
                controller,
                selector,
                notices,
                carriage,
                Dictionary.standard()::explain,
                this.source,
                background,
                consoleSummary);
        PanelFrame consoleFrame = consoleSummary.of(frame("console", "CONSOLE", Layer.AT.styleClass(), console));
        consoleFrame.tools(console.tools());
        Title flowSummary = new Title();
        flow = new FlowPanel(
                selection, nanos -> handshake.visit(nanos), this::sessionName, flowSummary, notices, background);
        PanelFrame flowFrame = flowSummary.of(frame("flow", "BYTE FLOW", Layer.SOCKET.styleClass(), flow));
        flowFrame.tools(flow.tools());
        MqttPanel mqtt = new MqttPanel(controller, selector, notices);
        PanelFrame mqttFrame = frame("mqtt", "MQTT", Layer.MQTT.styleClass(), mqtt);
        mqttFrame.tools(mqtt.tools());
        InspectorPanel inspector = new InspectorPanel(selection, this.source, background);
        PanelFrame inspectorFrame = frame("inspector", "INSPECTOR", "layer-none", inspector);
        experiments = new ExperimentsPanel(experiment, new Drive()::run);
        audit = new AuditPanel(selector, notices, this::credentials, background);
        debug = new DebugDrawer(
                Map.of(
                        DebugDrawer.Page.EXPERIMENTS,
                        experiments,
                        DebugDrawer.Page.BREAKPOINTS,
                        new BreakpointsPanel(breakpoints, notices),
                        DebugDrawer.Page.AUDIT,
                        audit),
                strip::showDebugging);
        doctor = new DoctorLine(selector, this::showDrawer);
        drawer = new FindingsDrawer(selector, () -> doctor.details(false));
        frames = Map.of(
                "connection", connectionFrame,
                "handshake", handshakeFrame,
                "console", consoleFrame,
                "flow", flowFrame,
                "mqtt", mqttFrame,
                "inspector", inspectorFrame);
        panels = List.of(
                strip, sidebar, handshake, console, flow, mqtt, inspector, experiments, audit, doctor, drawer, network);

        centre.setOrientation(Orientation.VERTICAL);
        centre.getItems().addAll(handshakeFrame, consoleFrame, flowFrame);
        right.setOrientation(Orientation.VERTICAL);
        right.getItems().addAll(mqttFrame, inspectorFrame);
        columns.getItems().addAll(connectionFrame, centre, right);
        SplitPane.setResizableWithParent(connectionFrame, false);
        SplitPane.setResizableWithParent(right, false);
        columns.getStyleClass().add("outer-split");
        centre.getStyleClass().add("outer-split");
        right.getStyleClass().add("outer-split");

        drawer.setVisible(false);
        drawer.setManaged(false);
        StackPane.setAlignment(drawer, Pos.BOTTOM_CENTER);
        StackPane.setAlignment(debug, Pos.BOTTOM_CENTER);
        debug.prefHeightProperty()
                .bind(Bindings.createDoubleBinding(
                        () -> Math.max(SMALLEST_DEBUG, middle.getHeight() - handshakeFrame.getHeight() - DEBUG_MARGINS),
                        middle.heightProperty(),
                        handshakeFrame.heightProperty()));
        middle.getChildren().addAll(columns, debug, drawer);
        middle.getStyleClass().add("middle");
        notificationPane.setShowFromTop(true);
        notificationEnd.setOnFinished(event -> notificationPane.hide());
        status.setText("");
        statusRight.getStyleClass().add("status-right");
        status.getRightItems().add(statusRight);
        root.getStyleClass().add("parley");
        root.setTop(strip);
        root.setCenter(notificationPane);
        root.setBottom(new VBox(doctor, status));
        root.setMinSize(0, 0);
        arrangeOnce();
        breakpoints.observe(active -> {
            controller.breakpoints(active);
            strip.showBreakpoints(active.size());
        });
        cursor.property().subscribe(moment -> stale = true);
        handshake.line().subscribe(line -> stale = true);
        form.link().subscribe(link -> showProfile());
        form.endpoint().subscribe(endpoint -> showProfile());
        form.keyLog().subscribe(kept -> showProfile());
        form.tls().subscribe(secure -> showProfile());
        pull();
    }

    /** What a file made of the session is called after. */
    private String sessionName() {
        return source.recording()
                .map(recording -> recording.name().replaceFirst("\\.parley$", ""))
                .orElse("session");
    }

    private PanelFrame frame(String id, String title, String layerClass, Node content) {
        return new PanelFrame(id, title, layerClass, content, this::toggleMaximised);
    }

    /** Sets the dividers for the size the window opens with; afterwards they are the operator's. */
    private void arrangeOnce() {
        root.layoutBoundsProperty().addListener(new InvalidationListener() {
            @Override
            public void invalidated(Observable observable) {
                double width = root.getWidth();
                if (width > 0 && root.getHeight() > 0) {
                    root.layoutBoundsProperty().removeListener(this);
                    double rightWide = Math.max(SMALLEST_RIGHT, width * 0.27);
                    columns.setDividerPositions(SIDEBAR / width, 1 - rightWide / width);
                    arrangeCentre(root.getHeight() - OTHER_HEIGHT);
                    right.setDividerPositions(0.42);
                }
            }
        });
    }

    private Node withNetwork(SidebarPanel sidebar) {
        BorderPane pane = new BorderPane(sidebar);
        pane.setBottom(network);
        pane.setMinSize(0, 0);
        return pane;
    }

    /** Keeps the commands that are typed into the console in {@code file}, and begins with those of earlier runs. */
    public void commandsKeptIn(Path file) {
        console.keepHistory(file);
    }

    /** The handshake gets what its rows need, the byte flow a fifth, the console the rest. */
    private void arrangeCentre(double height) {
        double handshake = Math.max(
                HANDSHAKE_ROWS * 16 + HANDSHAKE_OTHER, Math.min(HANDSHAKE_ROWS * 24 + HANDSHAKE_OTHER, height * 0.54));
        double flowHigh = Math.max(138, height * 0.2);
        centre.setDividerPositions(handshake / height, 1 - flowHigh / height);
    }

    /** The content's root, to put into a scene; {@link #dress} the scene afterwards. */
    public Parent root() {
        return root;
    }

    /** The frames by name: connection, handshake, console, flow, mqtt, inspector. */
    Map<String, PanelFrame> frames() {
        return frames;
    }

    Node doctorLine() {
        return doctor;
    }

    /** The present selection; what is selected here lights up in every panel. */
    public Selection selection() {
        return selection;
    }

    /** Opens a page of the drawer that belongs to the handshake's debugging. */
    void showDebugging(DebugDrawer.Page page) {
        debug.show(page);
    }

    BreakpointList breakpoints() {
        return breakpoints;
    }

    TimeCursor cursor() {
        return cursor;
    }

    ExperimentsPanel experiments() {
        return experiments;
    }

    AuditPanel audit() {
        return audit;
    }

    HandshakePanel handshake() {
        return handshake;
    }

    /** Opens or closes the drawer with the findings. */
    public void showFindings(boolean open) {
        doctor.details(open);
    }

    /** Shows only the handshake on the time axis of the byte flow, or the whole session. */
    public void zoomToHandshake(boolean only) {
        flow.showHandshake(only);
    }

    /** Gives the scene of this window its look and its keys. */
    public void dress(Scene scene, Theme newTheme) {
        theme = newTheme;
        newTheme.dress(scene);
        strip.showTheme(newTheme == Theme.DARK);
    }

    /** Recorded sessions are kept in {@code folder}: the newest there stand in the menu. */
    public void sessionsKeptIn(Path folder) {
        recordings.keptIn(folder);
    }

    /** Opens a recorded session in the place of the live one. It is read in the background; failures are told in the window. */
    public void openSession(Path file) {
        recordings.open(file);
    }

    /** Looks at {@code recording}, or at the live session where there is none. */
    private void look(Optional<Recording> recording) {
        Optional<Recording> before = source.recording();
        source.look(recording);
        before.filter(old -> !recording.equals(before))
                .ifPresent(old -> background.execute(() -> old.session().close()));
        drawnSnapshot = null;
        strip.showRecording(recording.map(Recording::name));
        if (root.getScene() != null && root.getScene().getWindow() instanceof Stage stage) {
            stage.setTitle(recording.map(it -> it.name() + " · Parley").orElse("Parley"));
        }
        pull();
    }

    /** What the credentials check is to look at; nothing where the connection has no TLS, or is not filled in. */
    private Optional<CredentialsReport.Subject> credentials() {
        try {
            ConnectionProfile profile = form.profile();
            return profile.tls()
                    .map(tls -> new CredentialsReport.Subject(
                            tls.ca(),
                            tls.certificate(),
                            tls.key(),
                            Optional.of(new CredentialsReport.Endpoint(
                                    profile.host(), profile.port(), tls.sni(), tls.alpn()))));
        } catch (ProfileForm.InvalidFormException e) {
            notices.failed(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** Opens the window on {@code stage} and lets it follow the session until it is closed. */
    public void open(Stage stage, double width, double height, Theme firstTheme) {
        Scene scene = new Scene(root, width, height);
        dress(scene, firstTheme);
        keys(scene);
        recordings.acceptDrops(scene);
        stage.setTitle("Parley");
        stage.setMinWidth(880);
        stage.setMinHeight(560);
        stage.setScene(scene);
        stage.setOnHidden(event -> {
            pulse.stop();
            source.recording().ifPresent(recording -> recording.session().close());
        });
        pulse.start();
        stage.show();
    }

    private void keys(Scene scene) {
        Drive drive = new Drive();
        bind(scene, new KeyCodeCombination(KeyCode.ENTER, KeyCombination.SHORTCUT_DOWN), drive::connectOrDisconnect);
        bind(scene, new KeyCodeCombination(KeyCode.F5), drive::proceed);
        bind(scene, new KeyCodeCombination(KeyCode.F10), drive::step);
        bind(scene, new KeyCodeCombination(KeyCode.F11), drive::stepInto);
        bind(scene, new KeyCodeCombination(KeyCode.F5, KeyCombination.SHIFT_DOWN), () -> drive.abort(Goodbye.ALERTS));
        bind(
                scene,
                new KeyCodeCombination(KeyCode.F5, KeyCombination.SHIFT_DOWN, KeyCombination.SHORTCUT_DOWN),
                () -> drive.abort(Goodbye.NOTHING));
        bind(scene, new KeyCodeCombination(KeyCode.LEFT, KeyCombination.ALT_DOWN), () -> handshake.step(false));
        bind(scene, new KeyCodeCombination(KeyCode.RIGHT, KeyCombination.ALT_DOWN), () -> handshake.step(true));
        bind(scene, new KeyCodeCombination(KeyCode.END, KeyCombination.ALT_DOWN), cursor::release);
        bind(scene, new KeyCodeCombination(KeyCode.B, KeyCombination.SHORTCUT_DOWN), handshake::focusByte);
        bind(
                scene,
                new KeyCodeCombination(KeyCode.E, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN),
                () -> debug.toggle(DebugDrawer.Page.EXPERIMENTS));
        bind(
                scene,
                new KeyCodeCombination(KeyCode.B, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN),
                () -> debug.toggle(DebugDrawer.Page.BREAKPOINTS));
        bind(
                scene,
                new KeyCodeCombination(KeyCode.A, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN),
                () -> debug.toggle(DebugDrawer.Page.AUDIT));
        bind(scene, new KeyCodeCombination(KeyCode.T, KeyCombination.SHORTCUT_DOWN), drive::switchTheme);
        bind(scene, new KeyCodeCombination(KeyCode.O, KeyCombination.SHORTCUT_DOWN), drive::chooseSession);
        bind(scene, new KeyCodeCombination(KeyCode.L, KeyCombination.SHORTCUT_DOWN), console::focusCommand);
        bind(scene, new KeyCodeCombination(KeyCode.F, KeyCombination.SHORTCUT_DOWN), console::focusFilter);
        bind(
                scene,
                new KeyCodeCombination(KeyCode.D, KeyCombination.SHORTCUT_DOWN),
                () -> doctor.details(!doctor.isOpen()));
        bind(scene, new KeyCodeCombination(KeyCode.E, KeyCombination.SHORTCUT_DOWN), doctor::evidence);
        scene.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                escape();
            }
        });
    }

    private static void bind(Scene scene, KeyCombination keys, Runnable deed) {
        scene.getAccelerators().put(keys, deed);
    }

    /** Closes what lies over the panels, one thing at a time; at last the selection. */
    private void escape() {
        Home home = maximised;
        if (home != null) {
            toggleMaximised(home.frame());
        } else if (doctor.isOpen()) {
            doctor.details(false);
        } else if (debug.isOpen()) {
            debug.shut();
        } else {
            selection.clear();
        }
    }

    /** Pulls what is new and draws it; where nothing is new only clocks go on. */
    void pull() {
        Snapshot snapshot = source.snapshot();
        ControllerState state = source.state();
        Snapshot before = drawnSnapshot;
        boolean fresh =
                before == null || !before.header().equals(snapshot.header()) || snapshot.revision() < before.revision();
        long now = source.now();
        if (before == null || fresh || stale || isNewer(snapshot, before) || !state.equals(drawnState)) {
            stale = false;
            if (fresh) {
                selection.clear();
                cursor.release();
            }
            Shown shown = shown(snapshot, state, now, fresh);
            carriage.follow(snapshot.view(), fresh);
            panels.forEach(panel -> panel.show(shown));
            showStatus(shown);
            drawnSnapshot = snapshot;
            drawnState = state;
        }
        panels.forEach(panel -> panel.tick(now));
    }

    private Shown shown(Snapshot snapshot, ControllerState state, long now, boolean fresh) {
        return new Shown(
                snapshot,
                state,
                now,
                fresh,
                cursor.get(),
                source.recording().isPresent(),
                handshake.line().get());
    }

    private Shown shown() {
        return shown(source.snapshot(), source.state(), source.now(), false);
    }

    /** Findings may come later than the events they are about: the doctor is asked less often. */
    private static boolean isNewer(Snapshot snapshot, Snapshot before) {
        return snapshot.revision() != before.revision()
                || !snapshot.findings().equals(before.findings())
                || !snapshot.damage().equals(before.damage());
    }

    private void showStatus(Shown shown) {
        String trouble = shown.snapshot()
                .damage()
                .orElseGet(() -> shown.isEmpty()
                        ? "Ready. Ctrl+Enter connects, F10 steps, F5 continues, Ctrl+L goes to the command line."
                        : (shown.recorded()
                                        ? "Recorded "
                                                + STARTED.format(shown.snapshot()
                                                        .header()
                                                        .started()
                                                        .atZone(ZoneId.systemDefault()))
                                                + " · "
                                        : "")
                                + "Link "
                                + shown.snapshot().header().link());
        status.setText(trouble);
        statusRight.setText(
                shown.isEmpty()
                        ? ""
                        : String.format(
                                java.util.Locale.ROOT,
                                "%,d events · session %s s",
                                shown.snapshot().revision(),
                                Figures.time(shown.view().durationNanos())));
    }

    private void showProfile() {
        strip.showProfile(
                form.isBench() ? "Built-in bench" : form.link().get(),
                form.endpoint().get(),
                form.keyLog().get() && form.tls().get());
    }

    private void showDrawer(boolean open) {
        drawer.setVisible(open);
        drawer.setManaged(open);
    }

    private void toggleMaximised(PanelFrame frame) {
        Home home = maximised;
        if (home != null) {
            middle.getChildren().remove(home.frame());
            home.parent().getItems().add(home.index(), home.frame());
            home.parent()
                    .setDividerPositions(home.dividers().stream()
                            .mapToDouble(Double::doubleValue)
                            .toArray());
            home.frame().showMaximised(false);
            columns.setVisible(true);
            maximised = null;
        } else {
            SplitPane parent = parentOf(frame);
            maximised = new Home(
                    frame,
                    parent,
                    parent.getItems().indexOf(frame),
                    Arrays.stream(parent.getDividerPositions()).boxed().toList());
            parent.getItems().remove(frame);
            columns.setVisible(false);
            middle.getChildren().add(1, frame);
            frame.showMaximised(true);
        }
    }

    private SplitPane parentOf(PanelFrame frame) {
        for (SplitPane split : List.of(centre, right)) {
            if (split.getItems().contains(frame)) {
                return split;
            }
        }
        return columns;
    }

    /** Gives a panel made before its frame the frame's summary line. */
    private static final class Title implements Consumer<String> {
        private @Nullable PanelFrame frame;

        PanelFrame of(PanelFrame its) {
            frame = its;
            return its;
        }

        @Override
        public void accept(String text) {
            if (frame != null) {
                frame.summary(text);
            }
        }
    }

    /** What the tool strip and the keys do. */
    private final class Drive implements ToolStrip.Deeds {
        void connectOrDisconnect() {
            switch (source.state().phase()) {
                case IDLE, FAILED, CLOSED -> connect();
                case READY -> disconnect();
                default -> notices.failed("A connection is under way; Shift+F5 aborts it.");
            }
        }

        @Override
        public void connect() {
            if (source.recording().isPresent()) {
                leaveRecording();
                if (isUnderWay()) {
                    return;
                }
            }
            try {
                if (form.attach().get()) {
                    notices.watch(controller.attach(form.profile()));
                    return;
                }
                ConnectionProfile profile = experiment.on(asBuilt(form.profile()));
                experiments.begin();
                notices.watch(controller.connect(profile, level));
            } catch (ProfileForm.InvalidFormException | ExperimentForm.InvalidExperimentException e) {
                notices.failed(String.valueOf(e.getMessage()));
            }
        }

        /** Connects with what the experiments say; what is up or under way gives way. */
        void run() {
            leaveRecording();
            cursor.release();
            connect();
        }

        @Override
        public void debug(DebugDrawer.Page page) {
            debug.toggle(page);
        }

        /** The profile with the ClientHello of the mbedTLS build that is audited, where there is one. */
        private ConnectionProfile asBuilt(ConnectionProfile profile) {
            return audit.build()
                    .map(build -> profile.withTls(profile.tls().map(tls -> tls.withMbedTls(build))))
                    .orElse(profile);
        }

        private boolean isUnderWay() {
            return switch (controller.state().phase()) {
                case IDLE, FAILED, CLOSED -> false;
                default -> true;
            };
        }

        @Override
        public void disconnect() {
            notices.watch(controller.disconnect());
        }

        /** Lets a parked handshake go on to its end or its next breakpoint; the chosen level stays for what follows. */
        @Override
        public void proceed() {
            if (cursor.get().isPresent()) {
                cursor.release();
            } else if (source.state().stop().isPresent()) {
                controller.level(ControllerState.Level.RUN);
            }
        }

        /** One step of the chosen level; of a message where none is chosen. Looking back, it steps through what was recorded. */
        @Override
        public void step() {
            go(level == ControllerState.Level.RUN ? ControllerState.Level.MESSAGE : level);
        }

        /** One step to the next AT exchange, whatever level is chosen. */
        @Override
        public void stepInto() {
            go(ControllerState.Level.EXCHANGE);
        }

        private void go(ControllerState.Level how) {
            if (cursor.get().isEmpty() && source.state().stop().isPresent()) {
                controller.level(how);
                controller.step();
                return;
            }
            Shown now = shown();
            Moments.of(now, how).next(cursor.get()).ifPresentOrElse(moment -> visit(now, moment), cursor::release);
        }

        private void visit(Shown now, Moment moment) {
            cursor.hold(moment);
            if (moment.exchange().isPresent()) {
                selector.select(now.view(), moment.exchange().getAsLong());
            } else {
                now.conversation()
                        .ifPresent(conversation -> moment.message()
                                .ifPresent(index -> selector.select(
                                        now.view(),
                                        conversation,
                                        conversation.messages().get(index))));
            }
        }

        @Override
        public void abort(Goodbye how) {
            controller.abort(how);
        }

        @Override
        public void level(ControllerState.Level newLevel) {
            level = newLevel;
            controller.level(newLevel);
        }

        @Override
        public void chooseSession() {
            recordings.choose(root.getScene());
        }

        @Override
        public void openSession(Path file) {
            recordings.open(file);
        }

        @Override
        public void recentSessions(Consumer<List<Path>> found) {
            recordings.recent(found);
        }

        @Override
        public void leaveRecording() {
            if (source.recording().isPresent()) {
                look(Optional.empty());
            }
        }

        @Override
        public void switchTheme() {
            Scene scene = root.getScene();
            if (scene != null) {
                dress(scene, theme.other());
            }
        }
    }

    /** What is read of a recorded session is told in the status bar, and shown when it is whole. */
    private final class OpenedHere implements RecordedSessions.Reader {
        @Override
        public void reading(String what, double done) {
            status.setProgress(done);
            status.setText(what);
        }

        @Override
        public void opened(Recording recording) {
            look(Optional.of(recording));
        }

        @Override
        public void idle() {
            status.setProgress(0);
            stale = true;
        }
    }

    /** Notices on a bar over the panels. It goes by itself and stops nobody. */
    private final class Bar implements Notices {
        @Override
        public void done(String sentence) {
            show(Feather.CHECK_CIRCLE, "mark-done", sentence);
        }

        @Override
        public void failed(String sentence) {
            show(Feather.ALERT_TRIANGLE, "mark-failed", sentence);
        }

        private void show(Feather icon, String styleClass, String sentence) {
            FxThread.run(() -> {
                Label graphic = new Label("", new FontIcon(icon));
                graphic.getStyleClass().addAll("mark", styleClass);
                notificationPane.show(sentence, graphic);
                notificationEnd.playFromStart();
            });
        }
    }
}
