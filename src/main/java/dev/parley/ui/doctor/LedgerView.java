package dev.parley.ui.doctor;

import dev.parley.doctor.CaseView;
import dev.parley.doctor.Closing;
import dev.parley.doctor.Ledger;
import dev.parley.journal.SessionHeader;
import dev.parley.socket.ModemSocket;
import dev.parley.ui.shared.Focus;
import dev.parley.ui.shared.FxThread;
import dev.parley.ui.shared.Selector;
import dev.parley.ui.shared.Shown;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/**
 * The books of the socket the window is about: were bytes lost, stranded or never sent? Those of a long session are added up on a thread
 * of their own.
 */
final class LedgerView extends VBox {
    private static final String[] BOOKS = {"", "declared", "on the line", "in TLS records", "modem's count", "parts at"
    };

    /** So many exchanges take less than a millisecond. */
    private static final int AT_ONCE = 2_000;

    private static final int REST = 20;

    private final Selector selector;
    private final Label verdict = new Label();
    private final GridPane books = new GridPane();
    private final VBox closed = new VBox(4);
    private final Label closing = new Label();
    private final Hyperlink sign = new Hyperlink("Show the sign of it in all panels");
    private long drawn = -1;
    private Optional<SessionHeader> drawnOf = Optional.empty();
    private boolean busy;
    /** Until when ({@link System#nanoTime}) nothing is added up anew: a long session costs no more than a short one. */
    private long restsUntil = System.nanoTime();

    LedgerView(Selector selector) {
        super(4);
        this.selector = selector;
        setId("doctor-ledger");
        getStyleClass().add("finding");
        Label head = new Label("Were bytes lost, stranded or never sent?");
        head.getStyleClass().add("finding-head");
        verdict.setId("doctor-ledger-verdict");
        verdict.getStyleClass().add("finding-text");
        verdict.setWrapText(true);
        verdict.setMinHeight(Region.USE_PREF_SIZE);
        books.setHgap(18);
        books.setVgap(2);
        closing.setId("doctor-closing");
        closing.getStyleClass().add("finding-text");
        closing.setWrapText(true);
        closing.setMinHeight(Region.USE_PREF_SIZE);
        Label who = new Label("Who closed it?");
        who.getStyleClass().add("finding-head");
        closed.getChildren().addAll(who, closing, sign);
        sign.getStyleClass().add("finding-evidence");
        getChildren().addAll(head, verdict, books, closed);
    }

    /** Adds the books up anew where something crossed since; called while the drawer is open. */
    void show(Shown shown) {
        Optional<ModemSocket> socket =
                shown.socket().filter(one -> one.openedNanos().isPresent());
        setVisible(socket.isPresent());
        setManaged(socket.isPresent());
        Optional<Closing> ended = socket.flatMap(one -> Closing.of(shown.view(), one));
        closed.setVisible(ended.isPresent());
        closed.setManaged(ended.isPresent());
        ended.ifPresent(it -> {
            closing.setText(it.words());
            long at = socket.get().closedNanos().orElse(-1);
            sign.setOnAction(event -> {
                sign.setVisited(false);
                selector.selection().clear();
                selector.selection().select(new Focus.OnFinding("closing"), it.places(), at, at);
            });
        });
        long revision = shown.snapshot().revision();
        boolean same =
                revision == drawn && drawnOf.equals(Optional.of(shown.snapshot().header()));
        if (socket.isEmpty() || busy || same || System.nanoTime() - restsUntil < 0) {
            return;
        }
        drawnOf = Optional.of(shown.snapshot().header());
        CaseView view = shown.view();
        if (view.exchanges().size() <= AT_ONCE) {
            drawn = revision;
            show(Ledger.of(view, socket.get()));
            return;
        }
        busy = true;
        Thread.ofVirtual().name("ledger").start(() -> {
            long began = System.nanoTime();
            Ledger ledger = Ledger.of(view, socket.get());
            long took = System.nanoTime() - began;
            FxThread.run(() -> {
                busy = false;
                restsUntil = System.nanoTime() + REST * took;
                drawn = revision;
                show(ledger);
            });
        });
    }

    private void show(Ledger ledger) {
        verdict.setText(ledger.verdict());
        books.getChildren().clear();
        for (int column = 0; column < BOOKS.length; column++) {
            books.add(cell(BOOKS[column], "finding-head"), column, 0);
        }
        row(1, "to the modem", ledger.tx());
        row(2, "from the modem", ledger.rx());
    }

    private void row(int row, String way, Ledger.Book book) {
        Node parts = book.mismatch().<Node>map(this::link).orElseGet(() -> cell("nowhere", "finding-text"));
        books.addRow(
                row,
                cell(way, "finding-text"),
                number(book.declared()),
                number(OptionalLong.of(book.delivered())),
                number(book.consumed()),
                number(book.modem()),
                parts);
    }

    private Hyperlink link(Ledger.Mismatch mismatch) {
        Hyperlink link = new Hyperlink("byte " + mismatch.offset());
        link.getStyleClass().add("finding-evidence");
        link.setAccessibleText("The books part at byte " + mismatch.offset() + ": show it in all panels");
        link.setOnAction(event -> {
            link.setVisited(false);
            selector.selection().clear();
            selector.selection().select(new Focus.OnFinding("ledger"), mismatch.places(), -1, -1);
        });
        return link;
    }

    private static Label number(OptionalLong bytes) {
        return cell(bytes.isPresent() ? String.format(Locale.ROOT, "%,d", bytes.getAsLong()) : "–", "bytes");
    }

    private static Label cell(String text, String style) {
        Label label = new Label(text);
        label.getStyleClass().add(style);
        return label;
    }
}
