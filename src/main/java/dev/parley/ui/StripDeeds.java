package dev.parley.ui;

import dev.parley.session.ControllerState;
import dev.parley.tls.client.Goodbye;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Node;

/** What the tool strip's controls do. */
final class StripDeeds implements ToolStrip.Deeds {
    private final Driving driving;
    private final ToolDrawer tools;
    private final RecordedSessions recordings;
    private final Node root;
    private final Runnable leaveRecording;

    StripDeeds(Driving driving, ToolDrawer tools, RecordedSessions recordings, Node root, Runnable leaveRecording) {
        this.driving = driving;
        this.tools = tools;
        this.recordings = recordings;
        this.root = root;
        this.leaveRecording = leaveRecording;
    }

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
        leaveRecording.run();
    }
}
