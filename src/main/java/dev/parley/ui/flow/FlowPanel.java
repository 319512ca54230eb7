package dev.parley.ui.flow;

import dev.parley.chart.FlowPicture;
import dev.parley.flow.Figures;
import dev.parley.flow.Flow;
import dev.parley.flow.FlowLayer;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Place;
import dev.parley.ui.shared.EmptyState;
import dev.parley.ui.shared.FxThread;
import dev.parley.ui.shared.Moment;
import dev.parley.ui.shared.Notices;
import dev.parley.ui.shared.Panel;
import dev.parley.ui.shared.Png;
import dev.parley.ui.shared.Selection;
import dev.parley.ui.shared.Shown;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The byte flow: what crossed each layer both ways over time, against what the session was doing. */
public final class FlowPanel extends StackPane implements Panel {
    /** A chart of a session that goes on is drawn so often at most. */
    private static final long DRAWING_NANOS = 100_000_000L;

    /** A clock that goes on without bytes is drawn so often. */
    private static final long WAITING_NANOS = 250_000_000L;

    private final FlowChart chart;
    private final EmptyState empty = new EmptyState(
            Feather.ACTIVITY,
            "No bytes yet",
            "Bytes up and down are drawn here as they cross the link, with the states as bands.");
    private final ToggleButton whole = new ToggleButton("Session");
    private final ToggleButton handshake = new ToggleButton("Handshake");
    private final MenuButton layers = new MenuButton("Layers");
    private final MenuButton save = new MenuButton();
    private final Supplier<String> name;
    private final Consumer<String> summary;
    private final Notices notices;
    private final Executor background;
    private @Nullable Shown shown;
    private long drawnNanos = -WAITING_NANOS;
    private boolean pending;

    /**
     * An empty chart.
     *
     * @param visit called with a moment, in nanoseconds since the session began, that was clicked on
     * @param bytes reads the bytes of the link, in the background
     * @param name what a file made of the chart is called after
     * @param summary takes the line beside the panel's title
     * @param background reads bytes and writes files
     */
    public FlowPanel(
            Selection selection,
            Consumer<Long> visit,
            Function<Place, Bytes> bytes,
            Supplier<String> name,
            Consumer<String> summary,
            Notices notices,
            Executor background) {
        this.name = name;
        this.summary = summary;
        this.notices = notices;
        this.background = background;
        chart = new FlowChart(visit::accept, bytes, background);
        chart.setId("flow-chart");
        chart.setVisible(false);
        getChildren().addAll(chart, empty);
        setMinSize(0, 0);
        setUpAxis();
        setUpLayers();
        setUpSave();
        selection.property().subscribe(chart::select);
    }

    private void setUpAxis() {
        whole.setTooltip(new Tooltip("The time axis spans the whole session (0)"));
        handshake.setTooltip(new Tooltip("The time axis spans the socket's opening and the handshake (H)"));
        whole.getStyleClass().addAll("left-pill", "header-button");
        handshake.getStyleClass().addAll("right-pill", "header-button");
        whole.setOnAction(event -> chart.whole(true));
        handshake.setOnAction(event -> chart.whole(false));
        chart.onAxis(this::showAxis);
        showAxis();
    }

    /** Neither is chosen while a stretch of its own is looked at. */
    private void showAxis() {
        whole.setSelected(chart.mode() == FlowAxis.Mode.WHOLE);
        handshake.setSelected(chart.mode() == FlowAxis.Mode.HANDSHAKE);
    }

    private void setUpLayers() {
        layers.setId("flow-layers");
        layers.getStyleClass().addAll("flat", "header-button");
        layers.setTooltip(new Tooltip("Whose bytes are drawn"));
        for (FlowLayer layer : FlowLayer.values()) {
            CheckMenuItem item = new CheckMenuItem(
                    switch (layer) {
                        case LINK -> "Link: all bytes of the UART";
                        case SOCKET -> "Socket: the streams of the modem's sockets";
                        case TLS -> "TLS: what it carried, in the clear";
                    });
            item.setSelected(true);
            item.selectedProperty().subscribe(on -> chart.layer(layer, on));
            layers.getItems().add(item);
        }
        CheckMenuItem rate = new CheckMenuItem("Bytes a second, where only one has room");
        rate.selectedProperty().subscribe(chart::rate);
        layers.getItems().addAll(new SeparatorMenuItem(), rate);
    }

    private void setUpSave() {
        save.setId("flow-save");
        save.setGraphic(new FontIcon(Feather.DOWNLOAD));
        save.getStyleClass().addAll("flat", "header-button");
        save.setTooltip(new Tooltip("Save the chart as it is seen"));
        save.setAccessibleText("Save the chart");
        MenuItem png = new MenuItem("Save as PNG…");
        png.setOnAction(event -> choose("png").ifPresent(this::savePng));
        MenuItem svg = new MenuItem("Save as SVG…");
        svg.setOnAction(event -> choose("svg").ifPresent(this::saveSvg));
        save.getItems().addAll(png, svg);
    }

    private java.util.Optional<Path> choose(String suffix) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Save the byte flow");
        chooser.setInitialFileName(name.get() + "-flow." + suffix);
        chooser.getExtensionFilters()
                .add(new FileChooser.ExtensionFilter(suffix.toUpperCase(java.util.Locale.ROOT), "*." + suffix));
        return java.util.Optional.ofNullable(chooser.showSaveDialog(getScene().getWindow()))
                .map(File::toPath);
    }

    /** Writes the chart as it is seen to a PNG file, in the background. */
    void savePng(Path file) {
        BufferedImage picture = Png.whole(chart.image());
        write(file, () -> Png.write(picture, file));
    }

    /** Writes the chart as it is seen to an SVG file, in the background. */
    void saveSvg(Path file) {
        String drawing = chart.svg();
        write(file, () -> Files.writeString(file, drawing));
    }

    private interface Writing {
        void run() throws IOException;
    }

    private void write(Path file, Writing writing) {
        background.execute(() -> {
            try {
                writing.run();
                FxThread.run(() -> notices.done("The chart is in " + file + "."));
            } catch (IOException e) {
                FxThread.run(() -> notices.failed(
                        "The chart cannot be written to " + file + ": " + e.getMessage() + ". Choose another place."));
            }
        });
    }

    /** What the panel's header has: the time axis, the layers, saving. */
    public Node[] tools() {
        HBox axis = new HBox(whole, handshake);
        axis.setAlignment(Pos.CENTER);
        return new Node[] {axis, layers, save};
    }

    @Override
    public void show(Shown newShown) {
        shown = newShown;
        Flow flow = newShown.snapshot().flow();
        if (newShown.fresh()) {
            chart.forget();
        }
        chart.setVisible(!flow.isEmpty());
        empty.setVisible(flow.isEmpty());
        summary.accept(
                flow.isEmpty()
                        ? ""
                        : "link: "
                                + Figures.bytes(
                                        flow.curve(FlowLayer.LINK, Direction.TX).total()) + " up · "
                                + Figures.bytes(
                                        flow.curve(FlowLayer.LINK, Direction.RX).total()) + " down");
        chart.hold(newShown.cursor().map(Moment::nanos).orElse(-1L));
        pending = true;
        if (newShown.fresh() || !newShown.view().live() || newShown.recorded()) {
            draw(newShown);
        } else {
            drawIfDue(newShown, DRAWING_NANOS);
        }
    }

    @Override
    public void tick(long nowNanos) {
        Shown last = shown;
        if (last != null && last.view().live() && !last.snapshot().flow().isEmpty()) {
            drawIfDue(
                    new Shown(
                            last.snapshot(),
                            last.state(),
                            nowNanos,
                            false,
                            last.cursor(),
                            last.recorded(),
                            last.numbering()),
                    pending ? DRAWING_NANOS : WAITING_NANOS);
        }
    }

    private void drawIfDue(Shown now, long age) {
        if (now.nowNanos() - drawnNanos >= age || now.nowNanos() < drawnNanos) {
            draw(now);
        }
    }

    private void draw(Shown now) {
        pending = false;
        drawnNanos = now.nowNanos();
        chart.show(FlowPicture.of(now.snapshot(), now.nowNanos()));
    }
}
