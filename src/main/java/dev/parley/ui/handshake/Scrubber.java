package dev.parley.ui.handshake;

import dev.parley.flow.Figures;
import dev.parley.journal.Direction;
import dev.parley.session.ControllerState.Level;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import dev.parley.ui.shared.Moment;
import dev.parley.ui.shared.Moments;
import dev.parley.ui.shared.Shown;
import dev.parley.ui.shared.TimeCursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Line;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * The time slider under the state machine: from the opening of the socket to the last thing that happened in TLS. Its end
 * follows the session; anywhere else it holds the moment. Every message has a tick.
 */
final class Scrubber extends HBox {
    private static final double THUMB = 7;

    private final TimeCursor cursor;
    private final Consumer<Moment> visit;
    private final Slider slider = new Slider(0, 1, 1);
    private final Pane ticks = new Pane();
    private final Label time = new Label();
    private final ToggleButton follow = new ToggleButton("Live");
    private List<TlsMessage> ticked = List.of();
    private long from;
    private long to = 1;
    private boolean drawing;
    private Optional<Shown> shown = Optional.empty();

    /**
     * A slider that moves {@code cursor}.
     *
     * @param visit called with each moment that was gone to
     */
    Scrubber(TimeCursor cursor, Consumer<Moment> visit) {
        super(6);
        this.cursor = cursor;
        this.visit = visit;
        getStyleClass().add("scrubber");
        setAlignment(Pos.CENTER_LEFT);
        Button back = button(Feather.SKIP_BACK, "The message before (Alt+Left)", "The message before");
        back.setId("moment-before");
        back.setOnAction(event -> step(false));
        Button on = button(Feather.SKIP_FORWARD, "The next message (Alt+Right)", "The next message");
        on.setId("moment-next");
        on.setOnAction(event -> step(true));
        slider.setId("scrubber");
        slider.setAccessibleText("Time in the session");
        slider.setBlockIncrement(0.02);
        slider.valueProperty().addListener((observable, before, now) -> {
            if (!drawing) {
                slide(now.doubleValue());
            }
        });
        ticks.setMouseTransparent(true);
        ticks.setManaged(false);
        StackPane track = new StackPane(slider);
        track.getChildren().addFirst(ticks);
        track.layoutBoundsProperty().subscribe(bounds -> place());
        HBox.setHgrow(track, Priority.ALWAYS);
        time.getStyleClass().addAll("scrubber-time", "bytes");
        time.setMinWidth(USE_PREF_SIZE);
        follow.setId("follow-session");
        follow.getStyleClass().addAll("header-button", "flat");
        follow.setMinWidth(USE_PREF_SIZE);
        follow.setTooltip(new Tooltip("Show the newest moment (Alt+End)"));
        follow.setOnAction(event -> {
            if (follow.isSelected()) {
                cursor.release();
            } else {
                step(false);
                follow.setSelected(cursor.get().isEmpty());
            }
        });
        getChildren().addAll(back, on, track, time, follow);
        setMinSize(0, 0);
    }

    private static Button button(Feather icon, String what, String accessible) {
        Button button = new Button("", new FontIcon(icon));
        button.getStyleClass().addAll("button-icon", "flat", "header-button");
        button.setTooltip(new Tooltip(what));
        button.setAccessibleText(accessible);
        button.setMinWidth(Region.USE_PREF_SIZE);
        return button;
    }

    /** Goes to the message after or before; past the last one the session is followed again. */
    void step(boolean forward) {
        shown.ifPresent(it -> {
            Moments moments = Moments.of(it, Level.MESSAGE);
            Optional<Moment> next = forward ? moments.next(cursor.get()) : moments.previous(cursor.get());
            if (next.isPresent()) {
                go(next.get());
            } else if (forward) {
                cursor.release();
            }
        });
    }

    /** Goes to what the session was at {@code nanos}; after its last event it is followed again. */
    void visit(long nanos) {
        shown.ifPresent(it -> {
            if (nanos >= it.view().durationNanos()) {
                cursor.release();
            } else {
                go(Moments.at(it, nanos));
            }
        });
    }

    private void go(Moment moment) {
        cursor.hold(moment);
        visit.accept(moment);
    }

    private void slide(double value) {
        shown.ifPresent(it -> {
            if (value >= 1) {
                cursor.release();
            } else {
                go(Moments.at(it, from + Math.round(value * (to - from))));
            }
        });
    }

    void show(Shown now) {
        shown = Optional.of(now);
        List<TlsMessage> messages = now.conversation().map(TlsConversation::messages).orElse(List.of()).stream()
                .filter(message -> !(message instanceof TlsMessage.ApplicationData))
                .toList();
        setDisable(messages.isEmpty());
        from = now.socket().map(socket -> socket.openRequestedNanos()).orElse(0L);
        long last = messages.stream().mapToLong(TlsMessage::endNanos).max().orElse(from);
        long closed = now.socket().map(socket -> socket.closedNanos().orElse(0)).orElse(0L);
        to = Math.max(from + 1, Math.max(last, closed) + Math.max(1, (Math.max(last, closed) - from) / 30));
        if (!messages.equals(ticked)) {
            ticked = messages;
            ticks.getChildren()
                    .setAll(new ArrayList<Node>(
                            messages.stream().map(message -> tick(message)).toList()));
        }
        place();
        drawing = true;
        Optional<Moment> held = now.cursor();
        slider.setValue(held.map(moment -> Math.clamp((moment.nanos() - from) / (double) (to - from), 0, 0.999))
                .orElse(1.0));
        drawing = false;
        follow.setText(now.goesOn() && !now.recorded() ? "Live" : "End");
        follow.setSelected(held.isEmpty());
        time.setText(
                messages.isEmpty()
                        ? ""
                        : Figures.time(held.map(Moment::nanos).orElse(now.view().durationNanos())) + " / "
                                + Figures.time(now.view().durationNanos()) + " s");
        slider.setAccessibleText("Time in the session, " + time.getText());
    }

    private static Line tick(TlsMessage message) {
        Line line = new Line();
        line.getStyleClass()
                .addAll(
                        "tick",
                        message instanceof TlsMessage.Alert alert && alert.isFatal()
                                ? "tick-alert"
                                : message.direction() == Direction.TX ? "tick-client" : "tick-server");
        return line;
    }

    /** Puts each tick where its message is: the client's above the track, the server's below. */
    private void place() {
        Region track = (Region) slider.getParent();
        if (track == null || track.getWidth() <= 2 * THUMB) {
            return;
        }
        double middle = track.getHeight() / 2;
        for (int i = 0; i < ticked.size() && i < ticks.getChildren().size(); i++) {
            TlsMessage message = ticked.get(i);
            if (ticks.getChildren().get(i) instanceof Line line) {
                double x = THUMB + (message.endNanos() - from) / (double) (to - from) * (track.getWidth() - 2 * THUMB);
                boolean client = message.direction() == Direction.TX;
                line.setStartX(Math.floor(x) + 0.5);
                line.setEndX(Math.floor(x) + 0.5);
                line.setStartY(client ? middle - 9 : middle + 2);
                line.setEndY(client ? middle - 2 : middle + 9);
            }
        }
    }
}
