package dev.parley.ui.layout;

import dev.parley.ui.shared.DividerKeys;
import dev.parley.ui.shared.PanelFrame;
import dev.parley.ui.shared.WindowIcon;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.SplitPane;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

/**
 * The panels in three columns: one at the left, a stack in the middle and one at the right. Each can be folded to its header, hidden,
 * maximised and given a window of its own. Until the operator changes something the sizes follow the window's.
 */
public final class Arrangement extends StackPane implements PanelFrame.Deeds {
    private static final double LEFT = 256;
    private static final double LEAST_RIGHT = 318;
    private static final double RIGHT_PART = 0.25;
    /** What the first panel of the middle needs to show all its rows, and what it likes best. */
    private static final double LEAST_FIRST = 398;

    private static final double BEST_FIRST = 558;
    private static final double FIRST_PART = 0.54;
    private static final double LEAST_SECOND = 190;
    private static final double LEAST_THIRD = 150;
    private static final double THIRD_PART = 0.2;
    private static final double UPPER_RIGHT_PART = 0.38;
    private static final double GAPS = 12;

    private final SplitPane columns = new SplitPane();
    private final SplitPane middle = new SplitPane();
    private final SplitPane right = new SplitPane();
    private final Map<String, PanelFrame> frames = new LinkedHashMap<>();
    private final Map<PanelFrame, SplitPane> homes = new HashMap<>();
    /** Sizes along their split, in pixels, as they were seen last. */
    private final Map<Node, Double> sizes = new HashMap<>();

    private final Set<PanelFrame> hidden = new HashSet<>();
    private final Map<PanelFrame, Stage> windows = new HashMap<>();
    private final Consumer<Scene> dress;
    private Optional<PanelFrame> maximised = Optional.empty();
    /** True once the operator has changed something. */
    private boolean touched;

    /**
     * An empty arrangement.
     *
     * @param dress gives the scene of a panel's own window its look and its keys
     */
    public Arrangement(Consumer<Scene> dress) {
        this.dress = dress;
        middle.setOrientation(Orientation.VERTICAL);
        right.setOrientation(Orientation.VERTICAL);
        for (SplitPane split : List.of(columns, middle, right)) {
            split.getStyleClass().add("outer-split");
            split.setMinSize(0, 0);
            split.addEventFilter(MouseEvent.MOUSE_RELEASED, event -> {
                if (event.getTarget() instanceof Node node
                        && node.getStyleClass().contains("split-pane-divider")) {
                    touched = true;
                    see();
                }
            });
            DividerKeys.on(split, () -> {
                touched = true;
                see();
            });
        }
        SplitPane.setResizableWithParent(right, false);
        getChildren().add(columns);
        setMinSize(0, 0);
        layoutBoundsProperty().addListener((observable, before, now) -> {
            if (!touched || before.getHeight() == 0) {
                shareOut();
            }
        });
    }

    /** Makes a panel's frame; {@link #place} puts it where it belongs. */
    public PanelFrame frame(String id, String title, String layerClass, Node content, boolean foldable) {
        return new PanelFrame(id, title, layerClass, content, foldable, this);
    }

    /** Puts the panels in place: one at the left, three under each other, two at the right. */
    public void place(PanelFrame atLeft, List<PanelFrame> inTheMiddle, List<PanelFrame> atRight) {
        home(columns, List.of(atLeft));
        home(middle, inTheMiddle);
        home(right, atRight);
        SplitPane.setResizableWithParent(atLeft, false);
        fill();
    }

    private void home(SplitPane split, List<PanelFrame> all) {
        all.forEach(frame -> {
            frames.put(frame.getId(), frame);
            homes.put(frame, split);
        });
    }

    /** The frames by their names, in their order. */
    public Map<String, PanelFrame> frames() {
        return frames;
    }

    public boolean isHidden(PanelFrame frame) {
        return hidden.contains(frame);
    }

    public boolean isDetached(PanelFrame frame) {
        return windows.containsKey(frame);
    }

    public Optional<PanelFrame> maximised() {
        return maximised;
    }

    /** The scenes of the panels that have a window of their own. */
    public List<Scene> scenes() {
        return windows.values().stream().map(Stage::getScene).toList();
    }

    @Override
    public void maximise(PanelFrame frame) {
        Optional<PanelFrame> before = maximised;
        see();
        before.ifPresent(this::restore);
        if (before.isEmpty() || !before.get().equals(frame)) {
            show(frame, true);
            maximised = Optional.of(frame);
            fill();
            columns.setVisible(false);
            frame.showMaximised(true);
            getChildren().add(frame);
        } else {
            fill();
        }
    }

    private void restore(PanelFrame frame) {
        maximised = Optional.empty();
        getChildren().remove(frame);
        frame.showMaximised(false);
        columns.setVisible(true);
    }

    @Override
    public void fold(PanelFrame frame) {
        touched = true;
        see();
        frame.showFolded(!frame.isFolded());
        shareOut();
    }

    @Override
    public void hide(PanelFrame frame) {
        show(frame, false);
    }

    /** Shows or hides a panel. */
    public void show(PanelFrame frame, boolean wanted) {
        if (wanted ? hidden.contains(frame) : !hidden.contains(frame)) {
            touched = true;
            see();
            maximised.ifPresent(this::restore);
            takeBack(frame);
            if (wanted) {
                hidden.remove(frame);
            } else {
                hidden.add(frame);
            }
            fill();
        }
    }

    @Override
    public void detach(PanelFrame frame) {
        touched = true;
        see();
        if (windows.containsKey(frame)) {
            takeBack(frame);
            fill();
            return;
        }
        maximised.ifPresent(this::restore);
        hidden.remove(frame);
        double width = Math.max(560, frame.getWidth());
        double height = Math.max(360, frame.getHeight());
        Stage stage = new Stage();
        WindowIcon.on(stage);
        windows.put(frame, stage);
        fill();
        frame.showMaximised(true);
        StackPane holder = new StackPane(frame);
        holder.getStyleClass().addAll("parley", "middle");
        Scene scene = new Scene(holder, width, height);
        dress.accept(scene);
        stage.setTitle(frame.title() + " · Parley");
        stage.setScene(scene);
        stage.setOnHidden(event -> {
            if (windows.containsValue(stage)) {
                takeBack(frame);
                fill();
            }
        });
        stage.show();
    }

    private void takeBack(PanelFrame frame) {
        Stage stage = windows.remove(frame);
        if (stage != null) {
            ((StackPane) stage.getScene().getRoot()).getChildren().clear();
            frame.showMaximised(false);
            stage.close();
        }
    }

    /** Puts every panel into its place in its usual size. */
    public void reset() {
        maximised.ifPresent(this::restore);
        List.copyOf(windows.keySet()).forEach(this::takeBack);
        hidden.clear();
        sizes.clear();
        frames.values().forEach(frame -> frame.showFolded(false));
        touched = false;
        fill();
    }

    /** Closes the windows of panels that have one: the program's own was closed. */
    public void closeWindows() {
        List.copyOf(windows.keySet()).forEach(this::takeBack);
    }

    /** Arranges the panels as they were left. */
    public void take(Layout layout) {
        touched = !layout.sizes().isEmpty();
        frames.forEach((name, frame) -> {
            frame.showFolded(layout.folded().contains(name) && !columns.equals(homes.get(frame)));
            if (layout.hidden().contains(name)) {
                hidden.add(frame);
            }
        });
        layout.sizes().forEach((name, size) -> node(name).ifPresent(node -> sizes.put(node, size)));
        fill();
    }

    /** How the panels stand now; without sizes where the operator has changed nothing. */
    public Layout standing() {
        see();
        Map<String, Double> kept = new HashMap<>();
        if (touched) {
            sizes.forEach((node, size) -> kept.put(node.equals(right) ? "right" : node.getId(), size));
        }
        return new Layout(
                names(hidden.stream()),
                names(touched ? frames.values().stream().filter(PanelFrame::isFolded) : Stream.of()),
                kept,
                Optional.empty(),
                0,
                0,
                List.of(),
                false,
                Map.of());
    }

    private static Set<String> names(Stream<PanelFrame> some) {
        return some.map(PanelFrame::getId).collect(Collectors.toSet());
    }

    private Optional<Node> node(String name) {
        return name.equals("right") ? Optional.of(right) : Optional.ofNullable(frames.get(name));
    }

    // The room

    /** Remembers the sizes as the operator made them. */
    private void see() {
        if (!touched || maximised.isPresent()) {
            return;
        }
        for (SplitPane split : List.of(middle, right)) {
            List<PanelFrame> open = split.getItems().stream()
                    .map(PanelFrame.class::cast)
                    .filter(frame -> !frame.isFolded() && frame.getHeight() > 0)
                    .toList();
            // What a hidden or folded neighbour left them is not theirs: their sum stays.
            double seen = open.stream().mapToDouble(PanelFrame::getHeight).sum();
            double had = open.stream()
                    .mapToDouble(frame -> sizes.getOrDefault(frame, frame.getHeight()))
                    .sum();
            open.forEach(frame -> sizes.put(frame, frame.getHeight() * had / seen));
        }
        columns.getItems().stream()
                .filter(item -> !item.equals(middle) && item.getLayoutBounds().getWidth() > 0)
                .forEach(item -> sizes.put(item, item.getLayoutBounds().getWidth()));
    }

    private void fill() {
        fill(middle);
        fill(right);
        List<Node> wanted = new ArrayList<>(inPlace(columns));
        Stream.of(middle, right).filter(split -> !split.getItems().isEmpty()).forEach(wanted::add);
        if (!columns.getItems().equals(wanted)) {
            columns.getItems().setAll(wanted);
        }
        shareOut();
    }

    private void fill(SplitPane split) {
        List<PanelFrame> wanted = inPlace(split);
        if (!split.getItems().equals(wanted)) {
            split.getItems().setAll(wanted);
        }
    }

    private List<PanelFrame> inPlace(SplitPane split) {
        return frames.values().stream()
                .filter(frame -> split.equals(homes.get(frame))
                        && !hidden.contains(frame)
                        && !windows.containsKey(frame)
                        && maximised.filter(frame::equals).isEmpty())
                .toList();
    }

    private void shareOut() {
        double width = getWidth();
        double height = getHeight();
        if (width <= 0 || height <= 0) {
            return;
        }
        if (!touched) {
            usual(width, height - GAPS);
        }
        double share = columns.getItems().stream()
                .filter(item -> item.equals(middle))
                .mapToDouble(item -> width)
                .findFirst()
                .orElse(0);
        columns.setDividerPositions(Shares.dividers(
                columns.getItems().stream()
                        .map(item -> item.equals(middle)
                                ? new Shares.Part(share, false)
                                : new Shares.Part(sizes.getOrDefault(item, LEFT), true))
                        .toList(),
                width));
        for (SplitPane split : List.of(middle, right)) {
            split.getItems().forEach(item -> SplitPane.setResizableWithParent(item, !((PanelFrame) item).isFolded()));
            split.setDividerPositions(Shares.dividers(
                    split.getItems().stream()
                            .map(item -> ((PanelFrame) item).isFolded()
                                    ? new Shares.Part(PanelFrame.HEADER, true)
                                    : new Shares.Part(sizes.getOrDefault(item, LEAST_SECOND), false))
                            .toList(),
                    height));
        }
    }

    /**
     * The sizes for a window that nobody has changed: the first panel of the middle gets what its rows need, the third a fifth, or its
     * header where the second would have too little.
     */
    private void usual(double width, double height) {
        sizes.put(right, Math.max(LEAST_RIGHT, width * RIGHT_PART));
        List<PanelFrame> stack = frames.values().stream()
                .filter(frame -> middle.equals(homes.get(frame)))
                .toList();
        double first = Math.clamp(height * FIRST_PART, LEAST_FIRST, BEST_FIRST);
        boolean tight = height - first < LEAST_SECOND + LEAST_THIRD;
        double third = tight ? PanelFrame.HEADER : Math.max(LEAST_THIRD, height * THIRD_PART);
        if (stack.size() == 3) {
            stack.getLast().showFolded(tight);
            sizes.put(stack.get(0), first);
            sizes.put(stack.get(1), Math.max(1, height - first - third));
            sizes.put(stack.get(2), Math.max(LEAST_THIRD, third));
        }
        List<PanelFrame> beside = frames.values().stream()
                .filter(frame -> right.equals(homes.get(frame)))
                .toList();
        for (int i = 0; i < beside.size(); i++) {
            sizes.put(beside.get(i), height * (i == 0 ? UPPER_RIGHT_PART : 1 - UPPER_RIGHT_PART));
        }
    }
}
