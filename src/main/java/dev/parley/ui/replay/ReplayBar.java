package dev.parley.ui.replay;

import dev.parley.flow.Figures;
import dev.parley.journal.Journal;
import dev.parley.session.Replay;
import dev.parley.session.Snapshot;
import dev.parley.ui.shared.Source;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Line;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * The bar that lets a recorded session happen again: play, hold, a slider over the whole session, and steps between states, findings
 * and bookmarks. All panels show what had crossed by its clock. Used on the JavaFX thread.
 */
public final class ReplayBar extends HBox {
    private static final double THUMB = 7;
    private static final double[] SPEEDS = {0.1, 0.25, 0.5, 1, 2, 5, 10, 100, 1000};

    private final Consumer<Optional<Source>> looked;
    private final FontIcon playIcon = new FontIcon(Feather.PLAY);
    private final Button play = new Button("", playIcon);
    private final ChoiceBox<Double> speed = new ChoiceBox<>();
    private final ChoiceBox<Stop.Kind> kind = new ChoiceBox<>();
    private final Button before = button(Feather.SKIP_BACK, "replay-before");
    private final Button next = button(Feather.SKIP_FORWARD, "replay-next");
    private final Slider slider = new Slider(0, 1, 1);
    private final Pane ticks = new Pane();
    private final Label where = new Label();
    private final Label time = new Label();
    private final Map<Stop.Kind, Integer> counts = new EnumMap<>(Stop.Kind.class);
    private List<Stop> stops = List.of();
    private long duration = 1;
    private @Nullable Journal recorded;
    private @Nullable Replay replay;
    private boolean drawing;
    private boolean atEnd = true;

    /** @param looked told what to look at instead of the whole recording; nothing for the whole of it */
    public ReplayBar(Consumer<Optional<Source>> looked) {
        super(6);
        this.looked = looked;
        setId("replay-bar");
        getStyleClass().addAll("replay-bar", "scrubber");
        setAlignment(Pos.CENTER_LEFT);
        setMinSize(0, 0);
        play.setId("replay-play");
        play.getStyleClass().addAll("button-icon", "flat", "header-button");
        play.setMinWidth(Region.USE_PREF_SIZE);
        play.setOnAction(event -> playOrHold());
        setUpSpeed();
        setUpKind();
        before.setOnAction(event -> jump(false));
        next.setOnAction(event -> jump(true));
        slider.setId("replay-slider");
        slider.setBlockIncrement(0.01);
        slider.valueProperty().addListener((observable, old, now) -> {
            if (!drawing) {
                seek(Math.round(now.doubleValue() * duration));
            }
        });
        ticks.setMouseTransparent(true);
        ticks.setManaged(false);
        StackPane track = new StackPane(slider);
        track.getChildren().addFirst(ticks);
        track.layoutBoundsProperty().subscribe(bounds -> place());
        track.setMinWidth(80);
        HBox.setHgrow(track, Priority.ALWAYS);
        time.getStyleClass().addAll("scrubber-time", "bytes");
        time.setMinWidth(USE_PREF_SIZE);
        where.getStyleClass().add("replay-where");
        where.setMinWidth(0);
        where.setMaxWidth(260);
        getChildren().addAll(play, speed, before, kind, next, track, time, where);
        showUp(false);
        draw();
    }

    private void setUpSpeed() {
        speed.setId("replay-speed");
        for (double factor : SPEEDS) {
            speed.getItems().add(factor);
        }
        speed.setValue(1.0);
        speed.setConverter(words(factor ->
                factor < 1 ? String.format(Locale.ROOT, "%s×", factor) : String.format(Locale.ROOT, "%.0f×", factor)));
        speed.setTooltip(new Tooltip("How many times as fast as it happened"));
        speed.setAccessibleText("Speed of the replay");
        speed.valueProperty().subscribe(factor -> {
            Replay running = replay;
            if (running != null) {
                running.speed(factor);
            }
        });
    }

    private void setUpKind() {
        kind.setId("replay-kind");
        kind.getItems().setAll(Stop.Kind.values());
        kind.setValue(Stop.Kind.STATE);
        kind.setConverter(words(it -> it.title() + " " + counts.getOrDefault(it, 0)));
        kind.setTooltip(new Tooltip("What the buttons beside it go to"));
        kind.setAccessibleText("Steps go to");
        kind.valueProperty().subscribe(it -> draw());
    }

    private interface Words<T> {
        String of(T value);
    }

    private static <T> StringConverter<T> words(Words<T> words) {
        return new StringConverter<>() {
            @Override
            public String toString(T value) {
                return value == null ? "" : words.of(value);
            }

            @Override
            public T fromString(String word) {
                throw new UnsupportedOperationException("it is chosen, not typed");
            }
        };
    }

    private static Button button(Feather icon, String id) {
        Button button = new Button("", new FontIcon(icon));
        button.setId(id);
        button.getStyleClass().addAll("button-icon", "flat", "header-button");
        button.setMinWidth(Region.USE_PREF_SIZE);
        return button;
    }

    /** Offers the replay of a recording. */
    public void open(Journal journal, Snapshot whole) {
        end();
        long memory = Runtime.getRuntime().maxMemory();
        boolean fits = Replay.fits(journal, memory);
        recorded = fits ? journal : null;
        duration = Math.max(1, journal.duration());
        stops = Stop.of(whole);
        counts.clear();
        stops.forEach(stop -> counts.merge(stop.kind(), 1, Integer::sum));
        Stop.Kind chosen = counts.containsKey(Stop.Kind.STATE) || stops.isEmpty()
                ? Stop.Kind.STATE
                : stops.getFirst().kind();
        kind.getItems().setAll(Stop.Kind.values());
        kind.setValue(chosen);
        ticks.getChildren()
                .setAll(new ArrayList<Node>(stops.stream().map(ReplayBar::tick).toList()));
        place();
        showUp(true);
        play.setDisable(!fits);
        slider.setDisable(!fits);
        where.setText(
                fits
                        ? ""
                        : "Too long to replay in the " + (memory >> 20)
                                + " MB that Java may have here; start Parley with JAVA_TOOL_OPTIONS=-Xmx4g");
        where.setTooltip(fits ? null : new Tooltip(where.getText()));
        draw();
    }

    /** True where something is there to be replayed. */
    public boolean isOffered() {
        return recorded != null;
    }

    /** No recording is looked at any more. */
    public void shut() {
        end();
        recorded = null;
        showUp(false);
    }

    private void end() {
        Replay running = replay;
        replay = null;
        atEnd = true;
        if (running != null) {
            running.close();
        }
    }

    private void showUp(boolean shown) {
        setVisible(shown);
        setManaged(shown);
    }

    /** Lets the session go on, from its beginning where it is at its end, or holds it. */
    public void playOrHold() {
        if (recorded == null) {
            return;
        }
        Replay running = begun(recorded);
        if (running.isPlaying()) {
            running.pause();
        } else {
            running.play();
        }
        look(running);
    }

    /** Goes to the next stop of the chosen kind, or to the one before. */
    public void jump(boolean forward) {
        if (recorded == null) {
            return;
        }
        Stop.next(stops, kind.getValue(), position(), forward).ifPresent(stop -> {
            seek(stop.nanos());
            where.setText(stop.title());
            where.setTooltip(new Tooltip(stop.title()));
        });
    }

    private void seek(long nanos) {
        if (recorded != null) {
            where.setText("");
            Replay running = begun(recorded);
            running.pause();
            running.seek(nanos);
            look(running);
        }
    }

    private Replay begun(Journal journal) {
        Replay running = replay;
        if (running == null) {
            running = new Replay(journal, System::nanoTime);
            running.speed(speed.getValue());
            replay = running;
        }
        return running;
    }

    /** At the end the whole recording is looked at: it knows what its end means. */
    private void look(Replay running) {
        boolean end = !running.isPlaying() && running.position() >= running.duration();
        if (end != atEnd) {
            atEnd = end;
            looked.accept(end ? Optional.empty() : Optional.of(new Happening(running)));
        }
        draw();
    }

    /** Lets the bar follow its clock; called once a pulse. */
    public void tick() {
        Replay running = replay;
        if (running != null) {
            look(running);
        }
    }

    private long position() {
        Replay running = replay;
        return running == null ? duration : running.position();
    }

    /** True where all that had happened by the bar's clock is there to be shown. */
    public boolean isSettled() {
        Replay running = replay;
        return running == null || running.isCaughtUp();
    }

    private void draw() {
        Replay running = replay;
        boolean playing = running != null && running.isPlaying();
        long position = position();
        playIcon.setIconCode(playing ? Feather.PAUSE : Feather.PLAY);
        String deed = playing ? "Hold the replay" : atEnd ? "Replay from the beginning" : "Go on with the replay";
        if (!deed.equals(play.getAccessibleText())) {
            play.setAccessibleText(deed);
            play.setTooltip(new Tooltip(deed + " (Ctrl+P)"));
        }
        Stop.Kind of = kind.getValue() == null ? Stop.Kind.STATE : kind.getValue();
        step(before, of, position, false);
        step(next, of, position, true);
        drawing = true;
        slider.setValue(position / (double) duration);
        drawing = false;
        String text = Figures.time(position) + " / " + Figures.time(duration) + " s";
        if (!text.equals(time.getText())) {
            time.setText(text);
            slider.setAccessibleText("Replayed up to " + text);
        }
    }

    private void step(Button button, Stop.Kind of, long position, boolean forward) {
        Optional<Stop> stop = Stop.next(stops, of, position, forward);
        button.setDisable(stop.isEmpty() || recorded == null);
        String words = stop.map(it -> (forward ? "To " : "Back to ") + it.title())
                        .orElse(forward ? "None follows" : "None is before")
                + (forward ? " (Alt+Page Down)" : " (Alt+Page Up)");
        if (!words.equals(button.getAccessibleText())) {
            button.setAccessibleText(words);
            button.setTooltip(new Tooltip(words));
        }
    }

    private static Line tick(Stop stop) {
        Line line = new Line();
        line.getStyleClass()
                .addAll(
                        "tick",
                        switch (stop.kind()) {
                            case STATE -> "tick-client";
                            case FINDING -> "tick-alert";
                            case BOOKMARK -> "tick-server";
                        });
        return line;
    }

    /** Findings and states stand above the track, bookmarks below. */
    private void place() {
        Region track = (Region) slider.getParent();
        if (track == null || track.getWidth() <= 2 * THUMB) {
            return;
        }
        double middle = track.getHeight() / 2;
        for (int i = 0; i < stops.size(); i++) {
            if (ticks.getChildren().get(i) instanceof Line line) {
                double x = THUMB + stops.get(i).nanos() / (double) duration * (track.getWidth() - 2 * THUMB);
                boolean above = stops.get(i).kind() != Stop.Kind.BOOKMARK;
                line.setStartX(Math.floor(x) + 0.5);
                line.setEndX(Math.floor(x) + 0.5);
                line.setStartY(above ? middle - 9 : middle + 2);
                line.setEndY(above ? middle - 2 : middle + 9);
            }
        }
    }
}
