package dev.parley.ui.handshake;

import dev.parley.tls.HandshakeStep;
import dev.parley.tls.MbedTlsLine;
import dev.parley.tls.Sum;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import dev.parley.ui.breakpoints.BreakpointList;
import dev.parley.ui.shared.Figures;
import dev.parley.ui.shared.Focus;
import dev.parley.ui.shared.Moment;
import dev.parley.ui.shared.Panel;
import dev.parley.ui.shared.Selection;
import dev.parley.ui.shared.Selector;
import dev.parley.ui.shared.Shown;
import dev.parley.ui.shared.TimeCursor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/**
 * The handshake as a state machine between two lanes, with a time slider under it. A row that carries a message can be selected;
 * its margin sets a breakpoint.
 */
public final class HandshakePanel extends BorderPane implements Panel {
    private static final double LOWEST_ROW = 14.5;
    private static final double TALLEST_ROW = 44;
    private static final double GATE_ROW = 31;
    /** What the style sheet's sizes are made for. */
    private static final double USUAL_ROW = 18;

    private static final double USUAL_WIDTH = 760;
    private static final double LARGEST_SCALE = 2;
    private static final double FONT = 12;
    private static final double LOWEST_LARGE = 32;
    private static final double TALLEST_LARGE = 76;

    private final Selector selector;
    private final BreakpointList breakpoints;
    private final Consumer<String> summary;
    private final ListView<HandshakeRow> list = new ListView<>();
    private final List<HandshakeCell> cells = new ArrayList<>();
    private final Scrubber scrubber;
    private final ByteQuestion byteQuestion = new ByteQuestion(this::askedFor);
    private final ChoiceBox<MbedTlsLine> lineChoice = new ChoiceBox<>();
    private final ObjectProperty<Optional<MbedTlsLine>> line = new SimpleObjectProperty<>(Optional.empty());
    private double rowHeight = LOWEST_ROW;
    private double largeHeight = LOWEST_LARGE;
    private double scale = 1;
    private final HandshakeCell.Columns header = header();
    private @Nullable Shown shown;
    private boolean drawing;

    /**
     * An empty panel.
     *
     * @param cursor the moment the window looks at; the slider moves it
     * @param breakpoints shown and switched in the margin
     * @param summary takes the line beside the panel's title
     */
    public HandshakePanel(Selector selector, TimeCursor cursor, BreakpointList breakpoints, Consumer<String> summary) {
        this.selector = selector;
        this.breakpoints = breakpoints;
        this.summary = summary;
        scrubber = new Scrubber(cursor, this::visit);
        list.getStyleClass().addAll("dense-list", "handshake-list");
        list.setId("handshake-states");
        list.setAccessibleText("Handshake states. F9 sets a breakpoint before the selected message");
        list.setCellFactory(view -> {
            HandshakeCell cell = new HandshakeCell(new Asking());
            cells.add(cell);
            return cell;
        });
        list.heightProperty().subscribe(height -> fitRows());
        list.widthProperty().subscribe(width -> fitRows());
        list.getSelectionModel().selectedItemProperty().subscribe(row -> {
            if (row != null && !drawing) {
                choose(row);
            }
        });
        list.setOnKeyPressed(event -> {
            HandshakeRow row = list.getSelectionModel().getSelectedItem();
            if (event.getCode() == KeyCode.F9 && row != null) {
                row.breakpoint().ifPresent(breakpoints::toggle);
                event.consume();
            }
        });
        selector.selection().property().subscribe(this::relink);
        breakpoints.observe(active -> cells.forEach(HandshakeCell::remargin));
        setUpTools();
        setTop(header);
        setCenter(list);
        setBottom(new VBox(byteQuestion.answer(), scrubber));
        setMinSize(0, 0);
    }

    private void setUpTools() {
        lineChoice.setId("mbedtls-line");
        lineChoice.getItems().setAll(Arrays.asList(MbedTlsLine.values()));
        lineChoice.setConverter(chosen(it -> "mbedTLS " + it.label()));
        lineChoice.setAccessibleText("Whose numbers and names the states have");
        lineChoice.setTooltip(new Tooltip("Whose numbers and names the states have"));
        lineChoice.getStyleClass().add("header-choice");
        lineChoice.setPrefWidth(112);
        lineChoice.valueProperty().addListener((observable, before, now) -> {
            if (!drawing && now != null) {
                line.set(Optional.of(now));
            }
        });
    }

    /** Words for what is chosen in a box. */
    static <T> StringConverter<T> chosen(java.util.function.Function<T, String> words) {
        return new StringConverter<>() {
            @Override
            public String toString(@Nullable T value) {
                return value == null ? "" : words.apply(value);
            }

            @Override
            public T fromString(String text) {
                throw new UnsupportedOperationException("it is chosen, not typed");
            }
        };
    }

    /** The field that finds a byte, and the choice of mbedTLS's numbering, for the panel's header. */
    public Node[] tools() {
        Node[] question = byteQuestion.tools();
        return new Node[] {question[0], question[1], lineChoice};
    }

    /** The numbering the operator chose; nothing while it is the usual one. */
    public ObjectProperty<Optional<MbedTlsLine>> line() {
        return line;
    }

    /** Puts the caret into the field that finds a byte. */
    public void focusByte() {
        byteQuestion.focus();
    }

    /** Goes to the message after or before the one that is looked at. */
    public void step(boolean forward) {
        scrubber.step(forward);
    }

    /** Goes to what the session was at {@code nanos}. */
    public void visit(long nanos) {
        scrubber.visit(nanos);
    }

    /** Asks where byte {@code number} of what was sent falls, as if it had been typed. */
    public void askByte(long number) {
        byteQuestion.ask(ByteAnswer.Way.SENT, number);
    }

    private static HandshakeCell.Columns header() {
        Label client = new Label("CLIENT · this host");
        Label server = new Label("SERVER · endpoint");
        Region between = new Region();
        HBox.setHgrow(between, Priority.ALWAYS);
        HBox lanes = new HBox(client, between, server);
        lanes.getStyleClass().add("lanes");
        HandshakeCell.Columns row = new HandshakeCell.Columns(
                new Region(),
                new Region(),
                head("status", Pos.CENTER_LEFT),
                head("no.", Pos.CENTER_RIGHT),
                head("state MBEDTLS_SSL_…", Pos.CENTER_LEFT),
                lanes,
                head("ended s", Pos.CENTER_RIGHT),
                head("took", Pos.CENTER_RIGHT));
        row.getStyleClass().addAll("column-heads", "handshake-heads");
        return row;
    }

    private static Label head(String text, Pos position) {
        Label label = new Label(text);
        label.setAlignment(position);
        return label;
    }

    @Override
    public void show(Shown newShown) {
        if (newShown.fresh()) {
            byteQuestion.clear();
        }
        shown = newShown;
        draw(newShown, newShown.nowNanos());
        scrubber.show(newShown);
        summary.accept(newShown.conversation().map(this::summaryOf).orElse(""));
    }

    @Override
    public void tick(long nowNanos) {
        if (shown != null && shown.stop().isPresent()) {
            draw(shown, nowNanos);
        }
    }

    private String summaryOf(TlsConversation conversation) {
        List<String> parts = new ArrayList<>();
        parts.add(conversation.result().word());
        List<HandshakeStep> timed = conversation.steps().stream()
                .filter(step -> step.startNanos() >= 0 && step.endNanos() >= 0)
                .toList();
        if (!timed.isEmpty()) {
            parts.add(Figures.span(timed.getLast().endNanos() - timed.getFirst().startNanos()));
        }
        if (!conversation.version().isEmpty()) {
            parts.add(conversation.version());
        }
        if (!conversation.suite().isEmpty()) {
            parts.add(Figures.suite(conversation.suite()));
        }
        conversation.resumption().ifPresent(by -> parts.add("resumed by " + by.title()));
        return String.join(" · ", parts);
    }

    /** Puts the rows in place one by one: those that did not change keep their cells and their selection. */
    private void draw(Shown now, long nowNanos) {
        List<HandshakeRow> rows = HandshakeRows.of(now, nowNanos);
        drawing = true;
        List<HandshakeRow> items = list.getItems();
        if (items.size() == rows.size()) {
            for (int i = 0; i < rows.size(); i++) {
                if (!items.get(i).equals(rows.get(i))) {
                    items.set(i, rows.get(i));
                }
            }
        } else {
            list.getItems().setAll(rows);
        }
        lineChoice.setValue(now.line());
        drawing = false;
        fitRows();
        relink(selector.selection().get());
    }

    /**
     * Shares the height out: the large row gets a tenth, the gate its two lines, the others what is left, in equal parts. Where that is
     * more than they need, everything in them grows with them.
     */
    private void fitRows() {
        long large = list.getItems().stream().filter(HandshakeRow::large).count();
        long gates = list.getItems().stream()
                .filter(row -> row.kind() == HandshakeRow.Kind.GATE)
                .count();
        long usual = Math.max(1, list.getItems().size() - large - gates);
        double height = list.getHeight() - 4;
        double newLarge = Math.clamp(Math.floor(height * 0.1), LOWEST_LARGE, TALLEST_LARGE);
        double rest = height - large * newLarge - gates * GATE_ROW;
        double newRow = Math.clamp(Math.floor(rest / usual * 2) / 2, LOWEST_ROW, TALLEST_ROW);
        double newScale = Math.clamp(Math.min(newRow / USUAL_ROW, list.getWidth() / USUAL_WIDTH), 1, LARGEST_SCALE);
        if (newRow != rowHeight || newLarge != largeHeight || newScale != scale) {
            rowHeight = newRow;
            largeHeight = newLarge;
            scale = newScale;
            list.setStyle("-fx-font-size: " + FONT * scale + "px;");
            header.scale(scale);
            list.refresh();
        }
    }

    /** Answers where a byte falls, and selects the message and the byte. */
    private ByteAnswer askedFor(ByteAnswer.Way way, String typed) {
        Shown now = shown;
        Optional<TlsConversation> conversation = now == null ? Optional.empty() : now.conversation();
        OptionalInt selected = selector.selection().get().focus().stream()
                .filter(Focus.OnMessage.class::isInstance)
                .mapToInt(focus -> ((Focus.OnMessage) focus).index())
                .findFirst();
        ByteAnswer it = ByteAnswer.of(conversation, way, selected, typed);
        if (now != null && it.message().isPresent() && conversation.isPresent()) {
            selector.select(
                    now.view(),
                    conversation.get(),
                    conversation.get().messages().get(it.message().getAsInt()));
            it.offset().ifPresent(selector.selection()::point);
        }
        return it;
    }

    /** What crossed at a moment that was gone to lights up in every panel. */
    private void visit(Moment moment) {
        Shown now = shown;
        if (now == null) {
            return;
        }
        now.conversation()
                .ifPresent(conversation -> moment.message()
                        .ifPresent(index -> selector.select(
                                now.view(),
                                conversation,
                                conversation.messages().get(index))));
    }

    private void choose(HandshakeRow row) {
        Shown now = shown;
        if (now == null || row.index().isEmpty()) {
            return;
        }
        now.conversation()
                .ifPresent(conversation -> message(conversation, row)
                        .ifPresent(found -> selector.select(now.view(), conversation, found)));
    }

    private static Optional<TlsMessage> message(TlsConversation conversation, HandshakeRow row) {
        return row.index().isPresent()
                        && row.index().getAsInt() < conversation.messages().size()
                ? Optional.of(conversation.messages().get(row.index().getAsInt()))
                : Optional.empty();
    }

    private void relink(Selection.Selected selected) {
        cells.forEach(HandshakeCell::relink);
        if (!(selected.focus().orElse(null) instanceof Focus.OnMessage)) {
            list.getSelectionModel().clearSelection();
        }
    }

    /** What the rows ask about themselves. */
    private final class Asking implements HandshakeCell.Asked {
        @Override
        public boolean isLinked(HandshakeRow row) {
            Shown now = shown;
            Selection.Selected selected = selector.selection().get();
            if (now == null || selected.isNothing() || row.index().isEmpty()) {
                return false;
            }
            return now.conversation()
                    .flatMap(conversation -> message(conversation, row)
                            .map(found -> selected.isOn(new Focus.OnMessage(conversation.socket(), found.index()))
                                    || selected.touches(now.view().places(conversation, found))))
                    .orElse(false);
        }

        @Override
        public double height(HandshakeRow row) {
            return row.large() ? largeHeight : row.kind() == HandshakeRow.Kind.GATE ? GATE_ROW : rowHeight;
        }

        @Override
        public double scale() {
            return scale;
        }

        @Override
        public Optional<Sum> sum(HandshakeRow row) {
            Shown now = shown;
            return now == null
                    ? Optional.empty()
                    : now.conversation()
                            .flatMap(conversation ->
                                    message(conversation, row).map(found -> Sum.of(conversation, found)));
        }

        @Override
        public HandshakeCell.Margin margin(HandshakeRow row) {
            boolean set = row.breakpoint().filter(breakpoints::isActive).isPresent()
                    || row.breakpointAfter().filter(breakpoints::isActive).isPresent();
            boolean off = row.breakpoint().filter(breakpoints::has).isPresent()
                    || row.breakpointAfter().filter(breakpoints::has).isPresent();
            return set ? HandshakeCell.Margin.SET : off ? HandshakeCell.Margin.SWITCHED_OFF : HandshakeCell.Margin.NONE;
        }

        @Override
        public void toggle(HandshakeRow row) {
            row.breakpoint().ifPresent(breakpoints::toggle);
        }
    }
}
