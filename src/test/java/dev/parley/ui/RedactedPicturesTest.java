package dev.parley.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.export.RedactedSession;
import dev.parley.export.Redaction;
import dev.parley.export.SeededSession;
import dev.parley.journal.Bytes;
import dev.parley.journal.Journal;
import dev.parley.session.ControllerState;
import dev.parley.session.Session;
import dev.parley.session.Snapshot;
import dev.parley.ui.PanelPictures.Look;
import dev.parley.ui.shared.Selector;
import dev.parley.ui.shared.Source;
import dev.parley.ui.shared.Theme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Control;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.scene.text.Text;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What stands in a picture of the window: every text of the scene it is taken of, panel by panel. They stay in {@code target/pictures}. */
@DisplayName("Pictures of a session full of identifiers")
class RedactedPicturesTest {
    private static final List<String> PANELS =
            List.of("connection", "handshake", "console", "flow", "mqtt", "inspector");

    private static final int PIECE = 6;

    @Test
    @DisplayName("show none of them, in any panel, where they are drawn of the redacted session")
    void showNone() throws IOException {
        for (Journal journal : List.of(SeededSession.inTheClear(), SeededSession.sealed())) {
            try (Session session = Session.of(journal);
                    RedactedSession redacted = RedactedSession.of(
                            session.settled(), journal, Redaction.fresh().hidingNames())) {
                String seen = seen(redacted.session(), redacted.snapshot());
                for (String seed : SeededSession.SEEDS) {
                    assertThat(seen).doesNotContain(seed);
                    // A line of the list of bytes may end within a value.
                    for (int from = 0; from + PIECE <= seed.length(); from++) {
                        assertThat(seen).as(seed).doesNotContain(spaced(seed.substring(from, from + PIECE)));
                    }
                }
            }
        }
    }

    @Test
    @DisplayName("show most of them where nothing is redacted: else the test before would prove nothing")
    void showThem() throws IOException {
        Journal journal = SeededSession.inTheClear();
        try (Session session = Session.of(journal)) {
            String seen = seen(session, session.settled());
            assertThat(SeededSession.SEEDS).filteredOn(seen::contains).hasSizeGreaterThanOrEqualTo(10);
            assertThat(SeededSession.SEEDS)
                    .as("in the list of bytes")
                    .filteredOn(seed -> seen.contains(spaced(seed.substring(0, PIECE))))
                    .hasSizeGreaterThanOrEqualTo(2);
        }
    }

    /** The hex digits of a value as the list of bytes shows them. */
    private static String spaced(String value) {
        return Bytes.latin1(value).hex().replaceAll("(..)(?!$)", "$1 ");
    }

    /** All that is written in the pictures of every panel, each as large as the window. */
    private static String seen(Session session, Snapshot snapshot) throws IOException {
        List<String> texts = new ArrayList<>();
        Path folder = Files.createDirectories(Path.of("target", "pictures", "redacted"));
        for (String panel : PANELS) {
            var _ = PanelPictures.write(
                    Source.still(snapshot, ControllerState.idle(), session.journal()::bytes),
                    new Spectator(session, ControllerState.idle()),
                    Profiles.bench("sim:"),
                    folder,
                    new Look(1440, 900, Theme.LIGHT, false),
                    window -> {
                        window.pull();
                        window.arrangement()
                                .maximise(Objects.requireNonNull(
                                        window.arrangement().frames().get(panel)));
                        collect(window, texts);
                        if (panel.equals("inspector")) {
                            inspect(window, snapshot, texts);
                        }
                    });
        }
        return String.join("\n", texts).toLowerCase(Locale.ROOT) + "\n" + String.join("\n", texts);
    }

    /** Every command and every packet, one after the other, with its fields and its bytes. */
    private static void inspect(ParleyWindow window, Snapshot snapshot, List<String> texts) {
        Selector selector = new Selector(window.selection());
        snapshot.view().exchanges().forEach(exchange -> {
            selector.select(exchange);
            collect(window, texts);
        });
        snapshot.view()
                .packets()
                .forEach((socket, packets) -> packets.forEach(packet -> {
                    selector.select(snapshot.view(), socket, packet);
                    collect(window, texts);
                }));
    }

    private static void collect(ParleyWindow window, List<String> texts) {
        window.pull();
        window.root().applyCss();
        window.root().layout();
        collect(window.root(), texts);
    }

    private static void collect(Node node, List<String> texts) {
        texts.add(String.valueOf(node.getAccessibleText()));
        switch (node) {
            case Text text -> texts.add(text.getText());
            case Labeled labeled -> texts.add(labeled.getText());
            case TextInputControl input -> texts.add(input.getText());
            default -> {}
        }
        if (node instanceof Control control && control.getTooltip() != null) {
            texts.add(control.getTooltip().getText());
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, texts));
        }
    }
}
