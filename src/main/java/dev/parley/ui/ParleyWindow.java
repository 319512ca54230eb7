package dev.parley.ui;

import dev.parley.at.Dictionary;
import dev.parley.session.ConnectionProfile;
import dev.parley.session.ControllerState;
import dev.parley.session.LogDraft;
import dev.parley.session.SessionController;
import dev.parley.session.Snapshot;
import dev.parley.sim.RunningBenches;
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
import dev.parley.ui.help.HelpBook;
import dev.parley.ui.help.HelpPane;
import dev.parley.ui.importing.ImportPane;
import dev.parley.ui.inspector.InspectorPanel;
import dev.parley.ui.lab.LabPanel;
import dev.parley.ui.layout.Arrangement;
import dev.parley.ui.layout.Layout;
import dev.parley.ui.layout.PanelsMenu;
import dev.parley.ui.mqtt.MqttPanel;
import dev.parley.ui.network.NetworkCard;
import dev.parley.ui.palette.Command;
import dev.parley.ui.palette.CommandPalette;
import dev.parley.ui.palette.SceneCommands;
import dev.parley.ui.replay.ReplayBar;
import dev.parley.ui.shared.Carriage;
import dev.parley.ui.shared.Layer;
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
import dev.parley.ui.snippets.Entry;
import dev.parley.ui.snippets.SnippetsPanel;
import dev.parley.ui.soak.SoakPanel;
import dev.parley.ui.tap.TapPanel;
import dev.parley.ui.tour.Tour;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.beans.binding.Bindings;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.MenuItem;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/**
 * The window's content: all panels on one session. It pulls what is new once a pulse and acts only through the controller.
 * Made and used on the JavaFX thread.
 */
public final class ParleyWindow {
    private static final double LEAST_DRAWER = 240;
    private static final double DRAWER_MARGINS = 18;
    private static final double ROOMY = 1600;
    private static final Insets TOUR_MARGIN = new Insets(0, 14, 14, 0);

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
    private final BorderPane root = new BorderPane();
    private final StackPane middle = new StackPane();
    private final NoticeBar notices = new NoticeBar(middle);
    private final StatusLine status = new StatusLine();
    private final ReplayBar replay;
    private final ImportPane importing;
    private final Arrangement arrangement = new Arrangement(scene -> dress(scene));
    private final Driving driving;
    private final ToolStrip strip;
    private final WindowCommands commands;
    private final CommandPalette palette = new CommandPalette();
    private final HelpPane help = new HelpPane(HelpBook.packaged());
    private final Tour tour = new Tour(() -> toured = true);
    private final WindowCommands.Deeds named = new Named();
    private final SidebarPanel sidebar;
    private final HandshakePanel handshake;
    private final ConsolePanel console;
    private final NetworkCard network = new NetworkCard();
    private final FlowPanel flow;
    private final SnippetsPanel snippets;
    private final ExperimentsPanel experiments;
    private final AuditPanel audit;
    private final LabPanel lab;
    private final SoakPanel soak;
    private final ToolDrawer tools;
    private final DoctorLine doctor;
    private final FindingsDrawer drawer;
    private final List<Panel> panels;
    private final Pulse pulse = new Pulse(this::pull);
    private @Nullable Snapshot drawnSnapshot;
    private @Nullable ControllerState drawnState;
    /** True where what is drawn has to be drawn anew, though the session has not gone on. */
    private boolean stale;

    private Theme theme = Theme.LIGHT;
    private boolean toured;
    private Consumer<Layout> layoutKept = layout -> {};

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
        this.source = new Viewed(source);
        this.background = background;
        this.recordings = new RecordedSessions(background, notices, new OpenedHere());
        this.importing = new ImportPane(background, recordings::open);
        this.form = new ProfileForm(profile);
        this.replay = new ReplayBar(this::happening);
        driving = new Driving(controller, this.source, cursor, selector, notices, new Plan(), this::shown);
        strip = new ToolStrip(new Strip(), new PanelsMenu(arrangement, this::viewItems));
        strip.choose(driving.level());

        audit = new AuditPanel(selector, notices, () -> sidebar().checkCredentials(), background);
        lab = new LabPanel(controller, scenarios, form::practise, notices, background);
        sidebar = new SidebarPanel(
                form,
                this::searchScenario,
                controller,
                network,
                notices,
                background,
                audit::credentials,
                () -> showTool(ToolDrawer.Page.AUDIT));
        PanelFrame connectionFrame = arrangement.frame("connection", "CONNECTION", "layer-none", sidebar, false);
        Title handshakeSummary = new Title();
        handshake = new HandshakePanel(selector, cursor, breakpoints, handshakeSummary);
        PanelFrame handshakeFrame = handshakeSummary.of(
                arrangement.frame("handshake", "HANDSHAKE", Layer.TLS.styleClass(), handshake, true));
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
                consoleSummary,
                this::offer);
        PanelFrame consoleFrame =
                consoleSummary.of(arrangement.frame("console", "CONSOLE", Layer.AT.styleClass(), console, true));
        consoleFrame.tools(console.tools());
        Title flowSummary = new Title();
        flow = new FlowPanel(
                selection, nanos -> handshake.visit(nanos), this::sessionName, flowSummary, notices, background);
        PanelFrame flowFrame =
                flowSummary.of(arrangement.frame("flow", "BYTE FLOW", Layer.SOCKET.styleClass(), flow, true));
        flowFrame.tools(flow.tools());
        MqttPanel mqtt = new MqttPanel(controller, selector, notices);
        PanelFrame mqttFrame = arrangement.frame("mqtt", "MQTT", Layer.MQTT.styleClass(), mqtt, true);
        mqttFrame.tools(mqtt.tools());
        InspectorPanel inspector = new InspectorPanel(selection, this.source, background);
        PanelFrame inspectorFrame = arrangement.frame("inspector", "INSPECTOR", "layer-none", inspector, true);
        snippets = new SnippetsPanel(controller, notices, background);
        experiments = new ExperimentsPanel(experiment, driving::run);
        soak = new SoakPanel(form::profile, this::openSession, notices);
        TapPanel tap = new TapPanel(controller, notices);
        tools = new ToolDrawer(
                Map.of(
                        ToolDrawer.Page.SNIPPETS,
                        snippets,
                        ToolDrawer.Page.EXPERIMENTS,
                        experiments,
                        ToolDrawer.Page.SOAK,
                        soak,
                        ToolDrawer.Page.BREAKPOINTS,
                        new BreakpointsPanel(breakpoints, notices),
                        ToolDrawer.Page.AUDIT,
                        audit,
                        ToolDrawer.Page.TAP,
                        tap,
                        ToolDrawer.Page.LAB,
                        lab),
                strip::showTool);
        doctor = new DoctorLine(selector, this::showDrawer);
        drawer = new FindingsDrawer(
                selector, new Trials(controller, notices, driving::connect), () -> doctor.details(false));
        arrangement.place(
                connectionFrame, List.of(handshakeFrame, consoleFrame, flowFrame), List.of(mqttFrame, inspectorFrame));
        panels = List.of(
                strip,
                sidebar,
                handshake,
                console,
                flow,
                mqtt,
                inspector,
                snippets,
                experiments,
                soak,
                audit,
                tap,
                lab,
                doctor,
                drawer,
                network);

        commands = new WindowCommands(named, driving, handshake, console, doctor, cursor, tools, arrangement, replay);
        drawer.setVisible(false);
        drawer.setManaged(false);
        StackPane.setAlignment(drawer, Pos.BOTTOM_CENTER);
        StackPane.setAlignment(tools, Pos.BOTTOM_CENTER);
        StackPane.setMargin(importing, new Insets(DRAWER_MARGINS));
        tools.prefHeightProperty()
                .bind(Bindings.createDoubleBinding(
                        () -> Math.max(LEAST_DRAWER, middle.getHeight() - handshakeFrame.getHeight() - DRAWER_MARGINS),
                        middle.heightProperty(),
                        handshakeFrame.heightProperty()));
        StackPane.setAlignment(palette, Pos.TOP_CENTER);
        StackPane.setAlignment(tour, Pos.BOTTOM_RIGHT);
        StackPane.setMargin(tour, TOUR_MARGIN);
        middle.getChildren().addAll(arrangement, tools, drawer, importing, palette, tour);
        StackPane.setAlignment(help, Pos.CENTER_RIGHT);
        root.widthProperty().subscribe(width -> placeHelp(width.doubleValue() >= ROOMY));
        middle.getStyleClass().add("middle");
        root.getStyleClass().add("parley");
        root.setTop(new VBox(strip, replay));
        root.setCenter(notices.node());
        root.setBottom(new VBox(doctor, status.node()));
        root.setMinSize(0, 0);
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
        sidebar.checkCredentials();
        pull();
    }

    /** What a file made of the session is called after. */
    private String sessionName() {
        return source.recording()
                .map(recording -> recording.name().replaceFirst("\\.parley$", ""))
                .orElse("session");
    }

    /** Keeps the commands that are typed into the console in {@code file}, and begins with those of earlier runs. */
    public void commandsKeptIn(Path file) {
        console.keepHistory(file);
    }

    /** The content's root, to put into a scene; {@link #dress} the scene afterwards. */
    public Parent root() {
        return root;
    }

    /** How the panels stand. */
    Arrangement arrangement() {
        return arrangement;
    }

    private SidebarPanel sidebar() {
        return sidebar;
    }

    Node doctorLine() {
        return doctor;
    }

    /** The present selection; what is selected here lights up in every panel. */
    public Selection selection() {
        return selection;
    }

    /** Opens a page of the tool drawer. */
    void showTool(ToolDrawer.Page page) {
        tools.show(page);
    }

    /** Opens the lab to look for another scenario than {@code present}. */
    private void searchScenario(String present) {
        tools.show(ToolDrawer.Page.LAB);
        lab.search(present);
    }

    /** Faults by hand happen to {@code benches}. */
    public void faultsStrike(RunningBenches benches) {
        lab.strikes(benches);
    }

    /** Soaks are kept in {@code home}, and their runs made on {@code bench}. */
    public void soaksKeptIn(Path home, SoakPanel.Bench bench) {
        soak.soaks(home, bench);
    }

    /** The operator's snippets lie in {@code folder}. */
    public void snippetsKeptIn(Path folder) {
        snippets.keptIn(folder);
    }

    SnippetsPanel snippets() {
        return snippets;
    }

    private void offer(Entry snippet) {
        snippets.offer(snippet);
        tools.show(ToolDrawer.Page.SNIPPETS);
    }

    ReplayBar replay() {
        return replay;
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

    /** Gives the scene of this window its look and its keys. */
    public void dress(Scene scene, Theme newTheme) {
        theme = newTheme;
        newTheme.dress(scene);
        arrangement.scenes().forEach(newTheme::dress);
    }

    /** The look and the keys of a panel's own window are those of the program's. */
    private void dress(Scene scene) {
        theme.dress(scene);
        keys(scene);
    }

    /** How the window stands now. */
    Layout layout() {
        Layout panels = arrangement.standing();
        Scene scene = root.getScene();
        return new Layout(
                panels.hidden(),
                panels.folded(),
                panels.sizes(),
                Optional.of(theme),
                scene == null ? 0 : scene.getWidth(),
                scene == null ? 0 : scene.getHeight(),
                palette.recent(),
                toured,
                form.kept());
    }

    /** Puts the panels as they were left. */
    public void take(Layout layout) {
        arrangement.take(layout);
        palette.recent(layout.commands());
        toured = layout.toured();
        form.take(layout.connection());
        sidebar.checkCredentials();
    }

    /** Shows an operator who has not seen it the tour of the window. */
    public void welcome() {
        if (!toured) {
            named.tour();
        }
    }

    /** Gives {@code kept} how the window was left, once it is closed. */
    public void keepLayout(Consumer<Layout> kept) {
        layoutKept = kept;
    }

    /** Tells the operator what failed outside the window's own doing. */
    public void tell(String sentence) {
        notices.failed(sentence);
    }

    /** Recorded sessions are kept in {@code folder}: the newest there stand in the menu. */
    public void sessionsKeptIn(Path folder) {
        recordings.keptIn(folder);
    }

    /** Opens a recorded session in the place of the live one. It is read in the background; failures are told in the window. */
    public void openSession(Path file) {
        recordings.open(file);
    }

    /** Offers a session whose program died before it ended. */
    void offerUnfinished(Path file) {
        notices.offer(
                "Parley ended before the session " + file.getFileName()
                        + " did. All that crossed the link up to then is in its file.",
                "Open it",
                () -> openSession(file));
    }

    /** Looks at {@code recording}, or at the live session where there is none. */
    private void look(Optional<Recording> recording) {
        Optional<Recording> before = source.recording();
        source.look(recording);
        recording.ifPresentOrElse(it -> replay.open(it.session().journal(), it.snapshot()), replay::shut);
        before.filter(old -> !recording.equals(before))
                .ifPresent(old -> background.execute(() -> old.session().close()));
        drawnSnapshot = null;
        strip.showRecording(recording.map(Recording::name));
        if (root.getScene() != null && root.getScene().getWindow() instanceof Stage stage) {
            stage.setTitle(recording.map(it -> it.name() + " · Parley").orElse("Parley"));
        }
        pull();
    }

    /** Looks at a recording while it happens again, or at the whole of it. */
    private void happening(Optional<Source> replayed) {
        source.replay(replayed);
        drawnSnapshot = null;
    }

    /** Opens the window on {@code stage} and lets it follow the session until it is closed. */
    public void open(Stage stage, double width, double height, Theme firstTheme) {
        Scene scene = new Scene(root, width, height);
        dress(scene, firstTheme);
        keys(scene);
        recordings.acceptDrops(scene, this::openSnippet);
        stage.setTitle("Parley");
        stage.setMinWidth(880);
        stage.setMinHeight(560);
        stage.setScene(scene);
        stage.setOnHidden(event -> {
            pulse.stop();
            layoutKept.accept(layout());
            arrangement.closeWindows();
            replay.shut();
            source.recording().ifPresent(recording -> recording.session().close());
        });
        pulse.start();
        stage.show();
    }

    private void openSnippet(Path file) {
        tools.show(ToolDrawer.Page.SNIPPETS);
        snippets.open(file);
    }

    /** Opens what was dropped onto the window: a recorded session, a snippet or a list of commands; false where nothing was. */
    boolean drop(List<File> files) {
        return recordings.take(files, this::openSnippet);
    }

    private void keys(Scene scene) {
        commands.bind(scene);
        scene.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                escape();
            }
        });
    }

    /** Everything that can be done now: the window's commands, then what its buttons and menus do. */
    List<Command> commands() {
        List<Command> all = new ArrayList<>(commands.all());
        all.addAll(SceneCommands.of(middle, "Tools"));
        return all;
    }

    /** The command of that name. */
    Command command(String name) {
        return commands.all().stream()
                .filter(command -> command.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private List<MenuItem> viewItems() {
        List<MenuItem> items = new ArrayList<>();
        for (Command command : Stream.concat(commands.of("View").stream(), commands.of("Help").stream())
                .toList()) {
            MenuItem item =
                    new MenuItem(command.name() + (command.keys().isEmpty() ? "" : " (" + command.shownKeys() + ")"));
            item.setOnAction(event -> command.deed().run());
            items.add(item);
        }
        return items;
    }

    /** Where there is room the help stands beside the panels; else it lies over the right ones, and the state machine stays whole. */
    private void placeHelp(boolean beside) {
        if (beside && root.getRight() == null) {
            middle.getChildren().remove(help);
            root.setRight(help);
        } else if (!beside && !middle.getChildren().contains(help)) {
            root.setRight(null);
            middle.getChildren().add(help);
        }
    }

    /** The section of the help about what has the focus. */
    private String section() {
        Node node = root.getScene() == null ? null : root.getScene().getFocusOwner();
        for (; node != null; node = node.getParent()) {
            if (node.equals(tools)) {
                return tools.page()
                        .map(page -> page.title().toLowerCase(Locale.ROOT))
                        .orElse("");
            }
            if (node.equals(doctor) || node.equals(drawer)) {
                return "findings";
            }
            if (node instanceof PanelFrame frame) {
                return frame.title().toLowerCase(Locale.ROOT).replace(' ', '-');
            }
        }
        return "";
    }

    private void switchTheme() {
        Scene scene = root.getScene();
        if (scene != null) {
            dress(scene, theme.other());
        }
    }

    /** Takes a log out of the clipboard. */
    private void pasteLog() {
        String text = Clipboard.getSystemClipboard().getString();
        if (text == null || text.isBlank()) {
            notices.failed("There is no text in the clipboard; copy a log, a forum post or hex digits first.");
        } else {
            recordings.paste(text);
        }
    }

    /** Closes what lies over the panels, one thing at a time; at last the selection. */
    private void escape() {
        if (palette.isOpen()) {
            palette.shut();
        } else if (tour.isUnderWay()) {
            tour.end();
        } else if (importing.isOpen()) {
            importing.shut();
        } else if (doctor.isOpen()) {
            doctor.details(false);
        } else if (tools.isOpen()) {
            tools.shut();
        } else if (help.isOpen()) {
            help.shut();
        } else if (arrangement.maximised().isPresent()) {
            arrangement.maximised().ifPresent(arrangement::maximise);
        } else {
            selection.clear();
        }
    }

    /** Pulls what is new and draws it; where nothing is new only clocks go on. */
    void pull() {
        replay.tick();
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
            status.show(shown);
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

    /** What the tool strip's controls do. */
    private final class Strip implements ToolStrip.Deeds {
        @Override
        public void connect() {
            driving.connect();
        }

        @Override
        public void disconnect() {
            driving.disconnect();
        }

        @Override
        public void proceed() {
            driving.proceed();
        }

        @Override
        public void step() {
            driving.step();
        }

        @Override
        public void stepInto() {
            driving.stepInto();
        }

        @Override
        public void abort(Goodbye how) {
            driving.abort(how);
        }

        @Override
        public void level(ControllerState.Level level) {
            driving.level(level);
        }

        @Override
        public void tool(ToolDrawer.Page page) {
            tools.toggle(page);
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
            ParleyWindow.this.leaveRecording();
        }
    }

    /** What commands do that no part of the window does alone. */
    private final class Named implements WindowCommands.Deeds {
        @Override
        public void pasteLog() {
            ParleyWindow.this.pasteLog();
        }

        @Override
        public void openSession() {
            recordings.choose(root.getScene());
        }

        @Override
        public void leaveRecording() {
            ParleyWindow.this.leaveRecording();
        }

        @Override
        public void choose(ControllerState.Level level) {
            driving.level(level);
            strip.choose(level);
        }

        @Override
        public void switchTheme() {
            ParleyWindow.this.switchTheme();
        }

        @Override
        public void openPalette() {
            palette.open(commands());
        }

        @Override
        public void help() {
            help.open(section());
        }

        @Override
        public void tour() {
            tour.begin(WindowTour.stops(this, driving, form, tools, () -> doctor.details(true)));
        }
    }

    /** What the form, the experiments and the audited build make of the next connection. */
    private final class Plan implements Driving.Plan {
        @Override
        public boolean attaches() {
            return form.attach().get();
        }

        @Override
        public ConnectionProfile link() throws ProfileForm.InvalidFormException {
            return form.profile();
        }

        @Override
        public ConnectionProfile profile()
                throws ProfileForm.InvalidFormException, ExperimentForm.InvalidExperimentException {
            ConnectionProfile profile = form.profile();
            return experiment.on(audit.build()
                    .map(build -> profile.withTls(profile.tls().map(tls -> tls.withMbedTls(build))))
                    .orElse(profile));
        }

        @Override
        public void begins() {
            experiments.begin();
            sidebar.checkCredentials();
        }

        @Override
        public void leaveRecording() {
            ParleyWindow.this.leaveRecording();
        }
    }

    private void leaveRecording() {
        if (source.recording().isPresent()) {
            look(Optional.empty());
        }
    }

    /** What is read of a recorded session is told in the status bar, and shown when it is whole. */
    private final class OpenedHere implements RecordedSessions.Reader {
        @Override
        public void reading(String what, double done) {
            status.progress(what, done);
        }

        @Override
        public void opened(Recording recording) {
            look(Optional.of(recording));
        }

        @Override
        public void drafted(LogDraft draft) {
            importing.offer(draft);
        }

        @Override
        public void idle() {
            status.idle();
            stale = true;
        }
    }
}
