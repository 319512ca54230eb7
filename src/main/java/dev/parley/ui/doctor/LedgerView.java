package dev.parley.ui.doctor;

import dev.parley.doctor.CaseView;
import dev.parley.doctor.Ledger;
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

/** The books of the socket the window is about: were bytes lost, stranded or never sent? They are added up on a thread of their own. */
final class LedgerView extends VBox {
    private static final String[] BOOKS = {"", "declared", "on the line", "in TLS records", "modem's count", "parts at"
    };

    private final Selector selector;
    private final Label verdict = new Label();
    private final GridPane books = new GridPane();
    private long drawn = -1;
    private boolean busy;

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
        getChildren().addAll(head, verdict, books);
    }

    /** Adds the books up anew where something crossed since; called while the drawer is open. */
    void show(Shown shown) {
        Optional<ModemSocket> socket =
                shown.socket().filter(one -> one.openedNanos().isPresent());
        setVisible(socket.isPresent());
        setManaged(socket.isPresent());
        long revision = shown.snapshot().revision();
        if (socket.isEmpty() || busy || (revision == drawn && !shown.fresh())) {
            return;
        }
        busy = true;
        CaseView view = shown.view();
        Thread.ofVirtual().name("ledger").start(() -> {
            Ledger ledger = Ledger.of(view, socket.get());
            FxThread.run(() -> {
                busy = false;
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
