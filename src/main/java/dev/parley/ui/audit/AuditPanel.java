package dev.parley.ui.audit;

import dev.parley.tls.TlsConversation;
import dev.parley.tls.client.CredentialsReport;
import dev.parley.tls.mbedtls.MbedTlsAudit;
import dev.parley.tls.mbedtls.MbedTlsBuild;
import dev.parley.ui.shared.EmptyState;
import dev.parley.ui.shared.FxThread;
import dev.parley.ui.shared.MarkLabel;
import dev.parley.ui.shared.Notices;
import dev.parley.ui.shared.Panel;
import dev.parley.ui.shared.Selector;
import dev.parley.ui.shared.Shown;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * What can be checked before a byte is sent, and the audit of an mbedTLS build: its configuration from a file or the clipboard, and what in it cannot work with what the server of
 * the session sent. The ClientHello of the next handshake is what that build would offer.
 */
public final class AuditPanel extends BorderPane implements Panel {
    /** A configuration header has some thousand lines; what is much larger is something else. */
    private static final long MOST_BYTES = 4_000_000;

    private final Selector selector;
    private final Notices notices;
    private final Executor background;
    private final ObjectProperty<Optional<MbedTlsBuild>> build = new SimpleObjectProperty<>(Optional.empty());
    private final ListView<AuditRow> list = new ListView<>();
    private final Label what = new Label();
    private final Button check = new Button("Check credentials", new FontIcon(Feather.KEY));
    private List<AuditRow> credentials = List.of();
    private List<AuditRow> configuration = List.of();
    private final Button forget = new Button("Forget it");
    private @Nullable Shown shown;
    private int audited = -1;
    private int asked;

    /**
     * An empty audit.
     *
     * @param recheck has the connection's credentials checked again; the report comes by {@link #credentials}
     * @param background reads files and audits
     */
    public AuditPanel(Selector selector, Notices notices, Runnable recheck, Executor background) {
        this.selector = selector;
        this.notices = notices;
        this.background = background;
        list.setId("audit");
        list.getStyleClass().addAll("dense-list", "audit-list");
        list.setAccessibleText("What the audit found");
        list.setPlaceholder(new EmptyState(
                Feather.SHIELD,
                "Nothing is checked yet",
                "Check the connection's credentials before a byte is sent. Or open an mbedtls_config.h (or 2.x"
                    + " config.h), or paste one: what in it cannot work stands here, with the line and the bytes that"
                    + " show it. The next ClientHello is that build's."));
        list.setCellFactory(view -> new Cell());
        Button open = new Button("Open configuration…", new FontIcon(Feather.FOLDER));
        open.setId("audit-open");
        open.setOnAction(event -> choose());
        Button paste = new Button("Paste", new FontIcon(Feather.CLIPBOARD));
        paste.setId("audit-paste");
        paste.setTooltip(new Tooltip("Take the configuration from the clipboard"));
        paste.setOnAction(event -> paste());
        forget.setId("audit-forget");
        forget.setTooltip(new Tooltip("Offer what Parley offers by itself again"));
        forget.setOnAction(event -> use(Optional.empty()));
        check.setId("audit-credentials");
        check.setTooltip(
                new Tooltip("Check certificate, key, CA and endpoint of the connection, before a byte is sent"));
        check.setOnAction(event -> recheck.run());
        for (Button button : List.of(check, open, paste, forget)) {
            button.setMinWidth(Region.USE_PREF_SIZE);
        }
        what.setId("audit-build");
        what.setMinWidth(0);
        what.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(what, Priority.ALWAYS);
        HBox foot = new HBox(6, check, open, paste, forget, what);
        foot.getStyleClass().add("drawer-form");
        foot.setAlignment(Pos.CENTER_LEFT);
        setCenter(list);
        setBottom(foot);
        setMinSize(0, 0);
        describe();
    }

    /** The build whose ClientHello is offered; nothing for Parley's own. */
    public Optional<MbedTlsBuild> build() {
        return build.get();
    }

    private void choose() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("mbedTLS configuration");
        chooser.getExtensionFilters()
                .addAll(
                        new FileChooser.ExtensionFilter("C headers", "*.h"),
                        new FileChooser.ExtensionFilter("All files", "*"));
        try {
            File chosen = chooser.showOpenDialog(getScene().getWindow());
            if (chosen != null) {
                open(chosen.toPath());
            }
        } catch (UnsupportedOperationException e) {
            notices.failed("This display has no file chooser; copy the configuration and press Paste.");
        }
    }

    /** Reads a configuration in the background and audits it. */
    public void open(Path file) {
        background.execute(() -> {
            try {
                if (Files.size(file) > MOST_BYTES) {
                    notices.failed(file + " is no mbedTLS configuration: it is too large");
                    return;
                }
                read(Files.readString(file, StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                notices.failed(file + " cannot be read; check that it is there and may be read");
            }
        });
    }

    private void paste() {
        String text = Clipboard.getSystemClipboard().getString();
        if (text == null || text.isBlank()) {
            notices.failed("There is no text in the clipboard: copy the configuration first.");
        } else {
            background.execute(() -> read(text));
        }
    }

    private void read(String text) {
        MbedTlsBuild found = MbedTlsBuild.of(text);
        if (found.header().isEmpty()) {
            notices.failed("That is no mbedTLS configuration: it defines no MBEDTLS_ option.");
        } else {
            FxThread.run(() -> use(Optional.of(found)));
        }
    }

    private void use(Optional<MbedTlsBuild> next) {
        build.set(next);
        audited = -1;
        describe();
        audit();
    }

    private void describe() {
        what.setText(build.get()
                .map(it -> "mbedTLS " + it.guess().line() + ": " + it.guess().why())
                .orElse("Parley's own ClientHello is offered"));
        what.setTooltip(new Tooltip(what.getText()));
        forget.setDisable(build.get().isEmpty());
    }

    @Override
    public void show(Shown newShown) {
        shown = newShown;
        if (newShown.fresh()) {
            audited = -1;
        }
        audit();
    }

    /** Shows what was found of the connection's credentials. */
    public void credentials(CredentialsReport report) {
        credentials = AuditRow.of(report);
        fill();
    }

    /** What was checked of the credentials stands over what was audited of the configuration. */
    private void fill() {
        List<AuditRow> rows =
                Stream.concat(credentials.stream(), configuration.stream()).toList();
        if (!list.getItems().equals(rows)) {
            list.getItems().setAll(rows);
        }
    }

    /** Audits anew where there is more to go by than the last time. */
    private void audit() {
        Optional<MbedTlsBuild> its = build.get();
        if (its.isEmpty()) {
            configuration = List.of();
            fill();
            return;
        }
        Optional<TlsConversation> conversation = Optional.ofNullable(shown).flatMap(Shown::conversation);
        int messages = conversation.map(it -> it.messages().size()).orElse(0);
        if (messages == audited) {
            return;
        }
        audited = messages;
        asked++;
        int mine = asked;
        background.execute(() -> {
            MbedTlsAudit audit =
                    conversation.map(it -> MbedTlsAudit.of(its.get(), it)).orElseGet(() -> MbedTlsAudit.of(its.get()));
            List<AuditRow> rows = AuditRow.of(audit, conversation);
            FxThread.run(() -> {
                if (mine == asked) {
                    configuration = rows;
                    fill();
                }
            });
        });
    }

    private void go(AuditRow row) {
        Shown now = shown;
        if (now == null || row.message().isEmpty()) {
            return;
        }
        now.conversation()
                .filter(conversation ->
                        row.message().getAsInt() < conversation.messages().size())
                .ifPresent(conversation -> selector.select(
                        now.view(),
                        conversation,
                        conversation.messages().get(row.message().getAsInt())));
    }

    /** A finding: its severity and option, what and why, what to do, and a link to the message that shows it. */
    private final class Cell extends ListCell<AuditRow> {
        private final MarkLabel mark = new MarkLabel();
        private final Label option = new Label();
        private final Label sentence = new Label();
        private final Label change = new Label();
        private final Hyperlink evidence = new Hyperlink();
        private final VBox box;

        Cell() {
            option.getStyleClass().addAll("bytes", "audit-option");
            mark.setMinWidth(Region.USE_PREF_SIZE);
            for (Label text : List.of(sentence, change)) {
                text.setWrapText(true);
                text.setMinHeight(Region.USE_PREF_SIZE);
            }
            change.getStyleClass().add("audit-change");
            evidence.setWrapText(true);
            evidence.getStyleClass().add("finding-evidence");
            evidence.setOnAction(event -> {
                evidence.setVisited(false);
                AuditRow row = getItem();
                if (row != null) {
                    go(row);
                }
            });
            HBox first = new HBox(8, mark, option);
            first.setAlignment(Pos.CENTER_LEFT);
            box = new VBox(1, first, sentence, change, evidence);
            box.setMinWidth(0);
            box.setPrefWidth(0);
        }

        @Override
        protected void updateItem(@Nullable AuditRow row, boolean empty) {
            super.updateItem(row, empty);
            if (empty || row == null) {
                setGraphic(null);
                return;
            }
            mark.show(row.mark(), row.word());
            option.setText(row.option());
            sentence.setText(row.sentence());
            show(change, row.change());
            show(evidence, row.evidence());
            evidence.setDisable(row.message().isEmpty());
            setAccessibleText(row.spoken());
            setGraphic(box);
        }

        private static void show(javafx.scene.control.Labeled labeled, String text) {
            labeled.setText(text);
            labeled.setVisible(!text.isEmpty());
            labeled.setManaged(!text.isEmpty());
        }
    }
}
