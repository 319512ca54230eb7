package dev.parley.ui.console;

import dev.parley.at.Exchange;
import dev.parley.ui.shared.FxThread;
import dev.parley.ui.shared.Notices;
import dev.parley.ui.shared.Source;
import dev.parley.ui.snippets.Entry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;

/** What can be done with the selected rows: they are copied, become a snippet, are typed again or noted. */
final class RowMenu extends ContextMenu {
    /** What other parts of the console do. */
    interface Deeds {
        /** Opens or closes the selected row. */
        void toggle();

        /** Types the selected command into the command line. */
        void type();

        void bookmark();

        void openNote();
    }

    private final ConsoleModel model;
    private final Source source;
    private final Executor background;
    private final Notices notices;
    private final Consumer<Entry> snippets;
    private final Supplier<List<Integer>> selected;

    /**
     * A menu.
     *
     * @param source where bytes are read from, on {@code background}
     * @param snippets takes a snippet made of the selected rows
     * @param selected the selected rows, each once, in order
     */
    RowMenu(
            ConsoleModel model,
            Source source,
            Executor background,
            Notices notices,
            Consumer<Entry> snippets,
            Supplier<List<Integer>> selected,
            Deeds deeds) {
        this.model = model;
        this.source = source;
        this.background = background;
        this.notices = notices;
        this.snippets = snippets;
        this.selected = selected;
        getItems().add(item("Open or close (Enter)", deeds::toggle));
        getItems().add(new SeparatorMenuItem());
        for (CopiedRows form : CopiedRows.values()) {
            String keys =
                    switch (form) {
                        case TEXT -> " (Ctrl+C)";
                        case MARKDOWN -> " (Ctrl+Shift+C)";
                        case HEX -> "";
                    };
            getItems().add(item(form.title() + keys, () -> copy(form)));
        }
        getItems().add(new SeparatorMenuItem());
        getItems().add(item("Type this command", deeds::type));
        getItems().add(item("Make a snippet of these commands", this::makeSnippet));
        getItems().add(item("Bookmark (Ctrl+B)", deeds::bookmark));
        getItems().add(item("Note… (Ctrl+N)", deeds::openNote));
    }

    private static MenuItem item(String text, Runnable deed) {
        MenuItem item = new MenuItem(text);
        item.setOnAction(event -> deed.run());
        return item;
    }

    private void makeSnippet() {
        List<Exchange> rows = model.exchanges(selected.get());
        background.execute(() -> {
            Optional<Entry> made = Entry.ofRows(rows, source::bytes);
            FxThread.run(() -> made.ifPresentOrElse(
                    snippets, () -> notices.failed("No command is among the selected rows: select some first.")));
        });
    }

    /** Puts the selected rows on the clipboard. */
    void copy(CopiedRows form) {
        List<Exchange> rows = model.exchanges(selected.get());
        if (rows.isEmpty()) {
            return;
        }
        background.execute(() -> {
            String text = form.of(rows, model::row, source::bytes);
            FxThread.run(() -> {
                ClipboardContent content = new ClipboardContent();
                content.putString(text);
                Clipboard.getSystemClipboard().setContent(content);
                notices.done(rows.size() + (rows.size() == 1 ? " row is" : " rows are") + " on the clipboard.");
            });
        });
    }
}
