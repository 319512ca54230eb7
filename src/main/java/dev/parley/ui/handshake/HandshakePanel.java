package dev.parley.ui.handshake;

import dev.parley.flow.Figures;
import dev.parley.tls.HandshakeStep;
import dev.parley.tls.MbedTlsLine;
import dev.parley.tls.Sum;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import dev.parley.tls.TlsNames;
import dev.parley.ui.breakpoints.BreakpointList;
import dev.parley.ui.shared.Focus;
import dev.parley.ui.shared.Moment;
import dev.parley.ui.shared.Panel;
import dev.parley.ui.shared.Selection;
import dev.parley.ui.shared.Selector;
import dev.parley.ui.shared.Shown;
import dev.parley.ui.shared.TimeCursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * The handshake as a state machine between two lanes, with a time slider under it. A row that carries a message can be selected;
 * its margin sets a breakpoint.
 */
public final class HandshakePanel extends BorderPane implements Panel {
    private final Selector selector;
    private final BreakpointList breakpoints;
    private final Consumer<String> summary;
    private final ListView<HandshakeRow> list = new ListView<>();
    private final List<HandshakeCell> cells = new ArrayList<>();
    private final Scrubber scrubber;
    private final ByteQuestion byteQuestion = new ByteQuestion(this::askedFor);
    private final LineChoice lineChoice = new LineChoice();
    private final HandshakeCell.Columns header = header();
    private RowSizes sizes = RowSizes.LOWEST;
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
            HandshakeRow row = list.getFocusModel().getFocusedItem();
            if (event.getCode() == KeyCode.F9 && row != null) {
                row.breakpoint().ifPresent(breakpoints::toggle);
                event.consume();
            }
        });
        selector.selection().property().subscribe(this::relink);
        breakpoints.observe(active -> cells.forEach(HandshakeCell::remargin));
        setTop(header);
        setCenter(list);
        setBottom(new VBox(byteQuestion.answer(), scrubber));
        setMinSize(0, 0);
    }

    /** The field that finds a byte, and the choice of mbedTLS's numbering, for the panel's header. */
    public Node[] tools() {
        Node[] question = byteQuestion.tools();
        return new Node[] {question[0], question[1], lineChoice};
    }

    /** The numbering the operator chose; nothing while it is the usual one. */
    public ObjectProperty<Optional<MbedTlsLine>> line() {
        return lineChoice.line();
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
        // The wire may have all of it while the client still stands at the gate.
        boolean parked = shown != null && shown.stop().isPresent();
        parts.add((parked ? TlsConversation.Result.HANDSHAKING : conversation.result()).word());
        List<HandshakeStep> timed = conversation.steps().stream()
                .filter(step -> step.startNanos() >= 0 && step.endNanos() >= 0)
                .toList();
        if (!timed.isEmpty() && !parked) {
            parts.add(Figures.span(timed.getLast().endNanos() - timed.getFirst().startNanos()));
        }
        if (!conversation.version().isEmpty()) {
            parts.add(conversation.version());
        }
        if (!conversation.suite().isEmpty()) {
            parts.add(TlsNames.brief(conversation.suite()));
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
        drawing = false;
        lineChoice.show(now.line());
        fitRows();
        relink(selector.selection().get());
    }

    private void fitRows() {
        RowSizes fitting = RowSizes.of(list.getItems(), list.getWidth(), list.getHeight());
        if (!fitting.equals(sizes)) {
            sizes = fitting;
            list.setStyle(fitting.style());
            header.scale(fitting.scale());
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
        HandshakeRow row = list.getSelectionModel().getSelectedItem();
        boolean onMessage = selected.focus().orElse(null) instanceof Focus.OnMessage;
        // A row whose message has not crossed is no selection of the window's, and stays chosen for its breakpoint.
        if (!onMessage && row != null && row.index().isPresent()) {
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
            return sizes.height(row);
        }

        @Override
        public double scale() {
            return sizes.scale();
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
