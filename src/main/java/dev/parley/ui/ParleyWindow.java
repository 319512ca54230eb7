package dev.parley.ui;

import dev.parley.session.ConnectionProfile;
import dev.parley.session.ControllerState;
import dev.parley.session.LogDraft;
import dev.parley.session.SessionController;
import dev.parley.sim.RunningBenches;
import dev.parley.ui.audit.AuditPanel;
import dev.parley.ui.breakpoints.BreakpointList;
import dev.parley.ui.experiments.ExperimentForm;
import dev.parley.ui.experiments.ExperimentsPanel;
import dev.parley.ui.handshake.HandshakePanel;
import dev.parley.ui.importing.ImportPane;
import dev.parley.ui.layout.Arrangement;
import dev.parley.ui.layout.Layout;
import dev.parley.ui.layout.PanelsMenu;
import dev.parley.ui.palette.Command;
import dev.parley.ui.palette.CommandPalette;
import dev.parley.ui.palette.SceneCommands;
import dev.parley.ui.replay.ReplayBar;
import dev.parley.ui.shared.Carriage;
import dev.parley.ui.shared.Pulse;
import dev.parley.ui.shared.Selection;
import dev.parley.ui.shared.Selector;
import dev.parley.ui.shared.Shown;
import dev.parley.ui.shared.Source;
import dev.parley.ui.shared.Theme;
import dev.parley.ui.shared.TimeCursor;
import dev.parley.ui.shared.WindowIcon;
import dev.parley.ui.sidebar.ProfileForm;
import dev.parley.ui.snippets.SnippetsPanel;
import dev.parley.ui.soak.SoakPanel;
import dev.parley.ui.tour.Tour;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;

/**
 * The window's content: all panels on one session. It pulls what is new once a pulse and acts only through the controller.
 * Made and used on the JavaFX thread.
 */
public final class ParleyWindow {
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
    private final Replaying replaying;
    private final ImportPane importing;
    private final Arrangement arrangement = new Arrangement(scene -> dress(scene));
    private final CommandPalette palette = new CommandPalette();
    private final Tour tour = new Tour(() -> toured = true);
    private final WindowCommands.Deeds named = new Named();
    private final WindowPanels panels;
    private final Driving driving;
    private final ToolStrip strip;
    private final WindowCommands commands;
    private final Overlays overlays;
    private final Picture picture;
    private final Pulse pulse = new Pulse(this::pull);

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
        this.replaying = new Replaying(controller, this.source, replay, notices);
        panels = new WindowPanels(
                new WindowPanels.Common(controller, selector, cursor, notices, this.source, background),
                form,
                experiment,
                breakpoints,
                carriage,
                scenarios,
                arrangement,
                new Asked());
        driving = new Driving(
                controller,
                this.source,
                cursor,
                selector,
                notices,
                new PlannedConnection(form, experiment, panels, this::leaveRecording),
                this::shown);
        strip = new ToolStrip(
                new StripDeeds(driving, panels.tools, recordings, root, this::leaveRecording),
                new PanelsMenu(arrangement, this::viewItems));
        strip.choose(driving.level());
        commands = new WindowCommands(
                named,
                driving,
                panels.handshake,
                panels.console,
                panels.doctor,
                cursor,
                panels.tools,
                arrangement,
                replay);
        overlays = new Overlays(root, middle, arrangement, panels, importing, palette, tour);
        picture = new Picture(
                this.source,
                selection,
                cursor,
                carriage,
                replay,
                panels.handshake.line()::get,
                Stream.concat(Stream.of(strip), panels.all().stream()).toList(),
                status);
        middle.getStyleClass().add("middle");
        root.getStyleClass().add("parley");
        root.setTop(new VBox(strip, replay));
        root.setCenter(notices.node());
        root.setBottom(new VBox(panels.doctor, status.node()));
        root.setMinSize(0, 0);
        breakpoints.observe(active -> {
            controller.breakpoints(active);
            strip.showBreakpoints(active.size());
        });
        cursor.property().subscribe(moment -> picture.touch());
        panels.handshake.line().subscribe(line -> picture.touch());
        form.link().subscribe(link -> showProfile());
        form.endpoint().subscribe(endpoint -> showProfile());
        form.keyLog().subscribe(kept -> showProfile());
        form.tls().subscribe(secure -> showProfile());
        panels.sidebar.checkCredentials();
        pull();
    }

    /** Keeps the commands that are typed into the console in {@code file}, and begins with those of earlier runs. */
    public void commandsKeptIn(Path file) {
        panels.console.keepHistory(file);
    }

    /** The content's root, to put into a scene; {@link #dress} the scene afterwards. */
    public Parent root() {
        return root;
    }

    /** How the panels stand. */
    Arrangement arrangement() {
        return arrangement;
    }

    Node doctorLine() {
        return panels.doctor;
    }

    /** The present selection; what is selected here lights up in every panel. */
    public Selection selection() {
        return selection;
    }

    /** Opens a page of the tool drawer. */
    void showTool(ToolDrawer.Page page) {
        panels.tools.show(page);
    }

    /** Faults by hand happen to {@code benches}. */
    public void faultsStrike(RunningBenches benches) {
        panels.lab.strikes(benches);
    }

    /** Soaks are kept in {@code home}, and their runs made on {@code bench}. */
    public void soaksKeptIn(Path home, SoakPanel.Bench bench) {
        panels.soak.soaks(home, bench);
    }

    /** The connections that have a name are kept in {@code file}. */
    public void profilesKeptIn(Path file) {
        panels.sidebar.profilesKeptIn(file);
    }

    /** The operator's snippets lie in {@code folder}. */
    public void snippetsKeptIn(Path folder) {
        panels.snippets.keptIn(folder);
    }

    SnippetsPanel snippets() {
        return panels.snippets;
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
        return panels.experiments;
    }

    AuditPanel audit() {
        return panels.audit;
    }

    HandshakePanel handshake() {
        return panels.handshake;
    }

    /** Opens or closes the drawer with the findings. */
    public void showFindings(boolean open) {
        panels.doctor.details(open);
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
        Layout stands = arrangement.standing();
        Scene scene = root.getScene();
        return new Layout(
                stands.hidden(),
                stands.folded(),
                stands.sizes(),
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
        panels.sidebar.checkCredentials();
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
        picture.begin();
        strip.showRecording(recording.map(Recording::name));
        if (root.getScene() != null && root.getScene().getWindow() instanceof Stage stage) {
            stage.setTitle(recording.map(it -> it.name() + " · Parley").orElse("Parley"));
        }
        pull();
    }

    /** Looks at a recording while it happens again, or at the whole of it. */
    private void happening(Optional<Source> replayed) {
        source.replay(replayed);
        picture.begin();
    }

    /** Opens the window on {@code stage} and lets it follow the session until it is closed. */
    public void open(Stage stage, double width, double height, Theme firstTheme) {
        Scene scene = new Scene(root, width, height);
        dress(scene, firstTheme);
        keys(scene);
        recordings.acceptDrops(scene, panels::openSnippet);
        stage.setTitle("Parley");
        WindowIcon.on(stage);
        stage.setMinWidth(880);
        stage.setMinHeight(560);
        stage.setScene(scene);
        stage.setOnHidden(event -> {
            pulse.stop();
            layoutKept.accept(layout());
            arrangement.closeWindows();
            replay.shut();
            background.execute(panels.soak::shut);
            source.recording().ifPresent(recording -> recording.session().close());
        });
        pulse.start();
        stage.show();
    }

    /** Opens what was dropped onto the window: a recorded session, a snippet or a list of commands; false where nothing was. */
    boolean drop(List<File> files) {
        return recordings.take(files, panels::openSnippet);
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
        return commands.menu(List.of("View", "Help"));
    }

    private void switchTheme() {
        Scene scene = root.getScene();
        if (scene != null) {
            dress(scene, theme.other());
        }
    }

    /** Closes what lies over the panels, one thing at a time; at last the selection. */
    private void escape() {
        if (!overlays.shutOne()) {
            selection.clear();
        }
    }

    /** Pulls what is new and draws it; where nothing is new only clocks go on. */
    void pull() {
        picture.pull();
    }

    private Shown shown() {
        return picture.shown();
    }

    private void showProfile() {
        strip.showProfile(
                form.isBench() ? "Built-in bench" : form.link().get(),
                form.endpoint().get(),
                form.keyLog().get() && form.tls().get());
    }

    /** What the panels ask of the window. */
    private final class Asked implements WindowPanels.Deeds {
        @Override
        public void run() {
            driving.run();
        }

        @Override
        public void connect(UnaryOperator<ConnectionProfile> change) {
            driving.connect(change);
        }

        @Override
        public void openSession(Path file) {
            recordings.open(file);
        }

        @Override
        public String sessionName() {
            return source.recording()
                    .map(recording -> recording.name().replaceFirst("\\.parley$", ""))
                    .orElse("session");
        }

        @Override
        public void toolShown(Optional<ToolDrawer.Page> open) {
            strip.showTool(open);
        }

        @Override
        public void showFindings(boolean open) {
            overlays.showFindings(open);
        }
    }

    /** What commands do that no part of the window does alone. */
    private final class Named implements WindowCommands.Deeds {
        @Override
        public void pasteLog() {
            recordings.paste();
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
        public void undoConnection() {
            form.undo();
        }

        @Override
        public void playOrHold() {
            replaying.playOrHold();
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
            overlays.help();
        }

        @Override
        public void tour() {
            tour.begin(WindowTour.stops(this, driving, form, panels.tools, () -> panels.doctor.details(true)));
        }
    }

    private void leaveRecording() {
        replaying.end();
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
            picture.touch();
        }
    }
}
