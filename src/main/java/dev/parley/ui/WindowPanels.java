package dev.parley.ui;

import dev.parley.at.Dictionary;
import dev.parley.session.ConnectionProfile;
import dev.parley.session.SessionController;
import dev.parley.ui.audit.AuditPanel;
import dev.parley.ui.breakpoints.BreakpointList;
import dev.parley.ui.breakpoints.BreakpointsPanel;
import dev.parley.ui.compare.ComparePanel;
import dev.parley.ui.console.ConsolePanel;
import dev.parley.ui.doctor.DoctorLine;
import dev.parley.ui.doctor.FindingsDrawer;
import dev.parley.ui.experiments.ExperimentForm;
import dev.parley.ui.experiments.ExperimentsPanel;
import dev.parley.ui.flow.FlowPanel;
import dev.parley.ui.handshake.HandshakePanel;
import dev.parley.ui.inspector.InspectorPanel;
import dev.parley.ui.lab.LabPanel;
import dev.parley.ui.layout.Arrangement;
import dev.parley.ui.mqtt.MqttPanel;
import dev.parley.ui.network.NetworkCard;
import dev.parley.ui.shared.Carriage;
import dev.parley.ui.shared.Layer;
import dev.parley.ui.shared.Notices;
import dev.parley.ui.shared.Panel;
import dev.parley.ui.shared.PanelFrame;
import dev.parley.ui.shared.Selector;
import dev.parley.ui.shared.Source;
import dev.parley.ui.shared.TimeCursor;
import dev.parley.ui.sidebar.ProfileForm;
import dev.parley.ui.sidebar.SidebarPanel;
import dev.parley.ui.snippets.Entry;
import dev.parley.ui.snippets.SnippetsPanel;
import dev.parley.ui.soak.SoakPanel;
import dev.parley.ui.tap.TapPanel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** All panels of the window, each in its place: in a frame of the arrangement, in the drawer of tools, or at the doctor's line. */
final class WindowPanels {
    /** What panels ask of the window. */
    interface Deeds {
        /** Connects with what the experiments say. */
        void run();

        /** Connects with the operator's profile, changed. */
        void connect(UnaryOperator<ConnectionProfile> change);

        /** Looks at a recorded session. */
        void openSession(Path file);

        /** What a file made of the session is called after. */
        String sessionName();

        /** The drawer of tools shows another page, or nothing. */
        void toolShown(Optional<ToolDrawer.Page> open);

        /** Opens or closes the drawer with the findings. */
        void showFindings(boolean open);
    }

    /**
     * What all panels are made from.
     *
     * @param source where bytes are read from
     * @param background runs what may read a file
     */
    record Common(
            SessionController controller,
            Selector selector,
            TimeCursor cursor,
            Notices notices,
            Source source,
            Executor background) {}

    final SidebarPanel sidebar;
    final HandshakePanel handshake;
    final ConsolePanel console;
    final SnippetsPanel snippets;
    final ExperimentsPanel experiments;
    final AuditPanel audit;
    final LabPanel lab;
    final SoakPanel soak;
    final ComparePanel compare;
    final ToolDrawer tools;
    final DoctorLine doctor;
    final FindingsDrawer findings;
    final PanelFrame handshakeFrame;
    private final List<Panel> all;

    /**
     * Panels that show nothing yet.
     *
     * @param scenarios the bench's scenarios that can be practised, by name
     */
    WindowPanels(
            Common common,
            ProfileForm form,
            ExperimentForm experiment,
            BreakpointList breakpoints,
            Carriage carriage,
            List<String> scenarios,
            Arrangement arrangement,
            Deeds deeds) {
        SessionController controller = common.controller();
        Selector selector = common.selector();
        Notices notices = common.notices();
        Source source = common.source();
        Executor background = common.background();
        audit = new AuditPanel(selector, notices, () -> sidebar().checkCredentials(), background);
        lab = new LabPanel(controller, scenarios, form::practise, notices, background);
        NetworkCard network = new NetworkCard();
        sidebar = new SidebarPanel(
                form,
                this::searchScenario,
                controller,
                network,
                notices,
                background,
                audit::credentials,
                () -> tools().show(ToolDrawer.Page.AUDIT));
        PanelFrame connectionFrame = arrangement.frame("connection", "CONNECTION", "layer-none", sidebar, false);
        Title handshakeSummary = new Title();
        handshake = new HandshakePanel(selector, common.cursor(), breakpoints, handshakeSummary);
        handshakeFrame = handshakeSummary.of(
                arrangement.frame("handshake", "HANDSHAKE", Layer.TLS.styleClass(), handshake, true));
        handshakeFrame.tools(handshake.tools());
        Title consoleSummary = new Title();
        console = new ConsolePanel(
                controller,
                selector,
                notices,
                carriage,
                Dictionary.standard()::explain,
                source,
                background,
                consoleSummary,
                this::offer);
        PanelFrame consoleFrame =
                consoleSummary.of(arrangement.frame("console", "CONSOLE", Layer.AT.styleClass(), console, true));
        consoleFrame.tools(console.tools());
        Title flowSummary = new Title();
        FlowPanel flow = new FlowPanel(
                selector.selection(),
                handshake::visit,
                source::bytes,
                deeds::sessionName,
                flowSummary,
                notices,
                background);
        PanelFrame flowFrame =
                flowSummary.of(arrangement.frame("flow", "BYTE FLOW", Layer.SOCKET.styleClass(), flow, true));
        flowFrame.tools(flow.tools());
        MqttPanel mqtt = new MqttPanel(controller, selector, notices);
        PanelFrame mqttFrame = arrangement.frame("mqtt", "MQTT", Layer.MQTT.styleClass(), mqtt, true);
        mqttFrame.tools(mqtt.tools());
        InspectorPanel inspector = new InspectorPanel(selector.selection(), source, background);
        PanelFrame inspectorFrame = arrangement.frame("inspector", "INSPECTOR", "layer-none", inspector, true);
        snippets = new SnippetsPanel(controller, notices, background);
        experiments = new ExperimentsPanel(experiment, deeds::run);
        compare = new ComparePanel(deeds::openSession, deeds::sessionName, notices, background);
        soak = new SoakPanel(form::profile, deeds::openSession, this::compare, notices);
        TapPanel tap = new TapPanel(controller, notices);
        tools = new ToolDrawer(
                Map.of(
                        ToolDrawer.Page.SNIPPETS,
                        snippets,
                        ToolDrawer.Page.EXPERIMENTS,
                        experiments,
                        ToolDrawer.Page.SOAK,
                        soak,
                        ToolDrawer.Page.COMPARE,
                        compare,
                        ToolDrawer.Page.BREAKPOINTS,
                        new BreakpointsPanel(breakpoints, notices),
                        ToolDrawer.Page.AUDIT,
                        audit,
                        ToolDrawer.Page.TAP,
                        tap,
                        ToolDrawer.Page.LAB,
                        lab),
                deeds::toolShown);
        doctor = new DoctorLine(selector, deeds::showFindings);
        findings = new FindingsDrawer(
                selector,
                new Trials(controller, notices, form::profile, deeds::connect),
                () -> doctor().details(false));
        arrangement.place(
                connectionFrame, List.of(handshakeFrame, consoleFrame, flowFrame), List.of(mqttFrame, inspectorFrame));
        all = List.of(
                sidebar,
                handshake,
                console,
                flow,
                mqtt,
                inspector,
                snippets,
                experiments,
                soak,
                compare,
                audit,
                tap,
                lab,
                doctor,
                findings,
                network);
    }

    /** Every panel, in the order in which they are drawn. */
    List<Panel> all() {
        return all;
    }

    private SidebarPanel sidebar() {
        return sidebar;
    }

    private ToolDrawer tools() {
        return tools;
    }

    private DoctorLine doctor() {
        return doctor;
    }

    /** Opens the lab to look for another scenario than {@code present}. */
    private void searchScenario(String present) {
        tools.show(ToolDrawer.Page.LAB);
        lab.search(present);
    }

    /** Holds sessions against each other. */
    private void compare(List<Path> sessions) {
        compare.add(sessions);
        tools.show(ToolDrawer.Page.COMPARE);
    }

    private void offer(Entry snippet) {
        snippets.offer(snippet);
        tools.show(ToolDrawer.Page.SNIPPETS);
    }

    /** Opens a snippet's file among the snippets. */
    void openSnippet(Path file) {
        tools.show(ToolDrawer.Page.SNIPPETS);
        snippets.open(file);
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
}
