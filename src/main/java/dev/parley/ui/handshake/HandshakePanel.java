package dev.parley.ui.handshake;

import dev.parley.tls.HandshakeStep;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import dev.parley.ui.shared.Figures;
import dev.parley.ui.shared.Focus;
import dev.parley.ui.shared.Panel;
import dev.parley.ui.shared.Selection;
import dev.parley.ui.shared.Selector;
import dev.parley.ui.shared.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** The handshake as a state machine between two lanes. A row that carries a message can be selected. */
public final class HandshakePanel extends BorderPane implements Panel {
    private static final double LOWEST_ROW = 15.5;
    private static final double TALLEST_ROW = 30;

    private final Selector selector;
    private final Consumer<String> summary;
    private final ListView<HandshakeRow> list = new ListView<>();
    private final List<HandshakeCell> cells = new ArrayList<>();
    private @Nullable Shown shown;
    private boolean drawing;

    /**
     * An empty panel.
     *
     * @param summary takes the line beside the panel's title
     */
    public HandshakePanel(Selector selector, Consumer<String> summary) {
        this.selector = selector;
        this.summary = summary;
        list.getStyleClass().addAll("dense-list", "handshake-list");
        list.setId("handshake-states");
        list.setAccessibleText("Handshake states");
        list.setCellFactory(view -> {
            HandshakeCell cell = new HandshakeCell(this::isLinked);
            cells.add(cell);
            return cell;
        });
        list.heightProperty().subscribe(height -> fitRows());
        list.getSelectionModel().selectedItemProperty().subscribe(row -> {
            if (row != null && !drawing) {
                choose(row);
            }
        });
        selector.selection().property().subscribe(this::relink);
        setTop(header());
        setCenter(list);
        setMinSize(0, 0);
    }

    private static Region header() {
        Label client = new Label("CLIENT · this host");
        Label server = new Label("SERVER · endpoint");
        Region between = new Region();
        HBox.setHgrow(between, Priority.ALWAYS);
        HBox lanes = new HBox(client, between, server);
        lanes.getStyleClass().add("lanes");
        Region row = new HandshakeCell.Columns(
                head("status", Pos.CENTER_LEFT),
                head("no.", Pos.CENTER_RIGHT),
                head("state MBEDTLS_SSL_…", Pos.CENTER_LEFT),
                lanes,
                head("at s", Pos.CENTER_RIGHT),
                head("took", Pos.CENTER_RIGHT));
        row.getStyleClass().add("column-heads");
        return row;
    }

    private static Label head(String text, Pos position) {
        Label label = new Label(text);
        label.setAlignment(position);
        return label;
    }

    @Override
    public void show(Shown newShown) {
        shown = newShown;
        draw(newShown, newShown.nowNanos());
        summary.accept(newShown.conversation().map(this::summaryOf).orElse(""));
    }

    @Override
    public void tick(long nowNanos) {
        if (shown != null && shown.state().stop().isPresent()) {
            draw(shown, nowNanos);
        }
    }

    private String summaryOf(TlsConversation conversation) {
        List<String> parts = new ArrayList<>();
        if (!conversation.version().isEmpty()) {
            parts.add(conversation.version());
        }
        if (!conversation.suite().isEmpty()) {
            parts.add(conversation.suite());
        }
        parts.add(conversation.result().word());
        List<HandshakeStep> timed = conversation.steps().stream()
                .filter(step -> step.startNanos() >= 0 && step.endNanos() >= 0)
                .toList();
        if (!timed.isEmpty()) {
            parts.add(Figures.span(timed.getLast().endNanos() - timed.getFirst().startNanos()));
        }
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
        fitRows();
        relink(selector.selection().get());
    }

    private void fitRows() {
        int count = Math.max(1, list.getItems().size());
        double height = Math.clamp(Math.floor((list.getHeight() - 1) / count * 2) / 2, LOWEST_ROW, TALLEST_ROW);
        if (list.getFixedCellSize() != height) {
            list.setFixedCellSize(height);
        }
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

    private boolean isLinked(HandshakeRow row) {
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

    private void relink(Selection.Selected selected) {
        cells.forEach(HandshakeCell::relink);
        if (!(selected.focus().orElse(null) instanceof Focus.OnMessage)) {
            list.getSelectionModel().clearSelection();
        }
    }
}
