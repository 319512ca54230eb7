package dev.parley.ui.flow;

import dev.parley.session.Snapshot;
import dev.parley.ui.shared.EmptyState;
import dev.parley.ui.shared.Figures;
import dev.parley.ui.shared.Moment;
import dev.parley.ui.shared.Panel;
import dev.parley.ui.shared.Selection;
import dev.parley.ui.shared.Shown;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.feather.Feather;

/** The byte flow: what crossed the link both ways over time, against what the session was doing. */
public final class FlowPanel extends StackPane implements Panel {
    private final FlowChart chart = new FlowChart();
    private final EmptyState empty = new EmptyState(
            Feather.ACTIVITY,
            "No bytes yet",
            "Bytes up and down are drawn here as they cross the link, with the states as bands.");
    private final ToggleButton whole = new ToggleButton("Session");
    private final ToggleButton handshake = new ToggleButton("Handshake");
    private final Consumer<String> summary;

    /**
     * An empty chart.
     *
     * @param visit called with a moment, in nanoseconds since the session began, that was clicked on
     * @param summary takes the line beside the panel's title
     */
    public FlowPanel(Selection selection, Consumer<Long> visit, Consumer<String> summary) {
        this.summary = summary;
        chart.setOnMouseClicked(event -> {
            if (event.getButton() == MouseButton.PRIMARY && chart.cursorNanos() >= 0) {
                visit.accept(chart.cursorNanos());
            }
        });
        chart.setId("flow-chart");
        chart.setVisible(false);
        getChildren().addAll(chart, empty);
        setMinSize(0, 0);
        ToggleGroup range = new ToggleGroup();
        whole.setToggleGroup(range);
        handshake.setToggleGroup(range);
        whole.setSelected(true);
        whole.setTooltip(new Tooltip("The time axis spans the whole session"));
        handshake.setTooltip(new Tooltip("The time axis spans the socket's opening and the handshake"));
        whole.getStyleClass().addAll("left-pill", "header-button");
        handshake.getStyleClass().addAll("right-pill", "header-button");
        range.selectedToggleProperty().addListener((observable, before, now) -> {
            if (now == null && before != null) {
                range.selectToggle(before);
            } else {
                chart.whole(whole.isSelected());
            }
        });
        selection.property().subscribe(chart::select);
    }

    /** The choice of the time axis, for the panel's header. */
    public Node[] tools() {
        return new Node[] {new HBox(whole, handshake)};
    }

    /** Chooses the handshake or the whole session for the time axis. */
    public void showHandshake(boolean only) {
        (only ? handshake : whole).setSelected(true);
    }

    @Override
    public void show(Shown shown) {
        List<Snapshot.FlowPoint> flow = shown.snapshot().flow();
        chart.setVisible(!flow.isEmpty());
        empty.setVisible(flow.isEmpty());
        chart.show(FlowPicture.of(shown));
        chart.hold(shown.cursor().map(Moment::nanos).orElse(-1L));
        summary.accept(
                flow.isEmpty()
                        ? ""
                        : "link: " + Figures.bytes(flow.getLast().tx()) + " up · "
                                + Figures.bytes(flow.getLast().rx()) + " down");
    }
}
