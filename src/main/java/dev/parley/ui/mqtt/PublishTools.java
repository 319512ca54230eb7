package dev.parley.ui.mqtt;

import dev.parley.journal.Bytes;
import dev.parley.mqtt.CloudProfile;
import dev.parley.session.DataFolder;
import dev.parley.ui.shared.FxThread;
import dev.parley.ui.shared.Notices;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import javafx.stage.FileChooser;

/** The menu beside Publish: ready-made subscriptions, what was published before, a file as payload, export and import. */
final class PublishTools {
    /** Larger files are no MQTT messages in practice. */
    private static final long LARGEST_FILE = 16L * 1024 * 1024;

    private static final int LONGEST_LABEL = 60;

    /** What the panel does for the menu. */
    interface Actions {
        void subscribe(String filter, int qos);

        void publish(Bytes payload);

        void fillIn(MessageFile.Message message);

        List<MqttRow> messages();

        List<MessageFile.Wanted> subscriptions();
    }

    private final MenuButton button = new MenuButton("More");
    private final Actions actions;
    private final Notices notices;
    private final PublishHistory history;

    PublishTools(Actions actions, Notices notices, Supplier<List<CloudProfile.Ready>> ready) {
        this.actions = actions;
        this.notices = notices;
        this.history = new PublishHistory(DataFolder.usual().path().resolve("mqtt-history.jsonl"));
        away(history::load);
        button.setId("mqtt-more");
        button.setAccessibleText("More about publishing and subscribing");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setTooltip(new Tooltip("Ready-made subscriptions, published before, a file as payload, export, import"));
        button.setOnShowing(event -> fill(ready.get()));
        fill(List.of());
    }

    MenuButton button() {
        return button;
    }

    /** Keeps what was published. */
    void published(MessageFile.Message message) {
        history.add(message);
        away(history::save);
    }

    private void fill(List<CloudProfile.Ready> ready) {
        Menu subscriptions = new Menu("Subscribe to");
        ready.forEach(one -> subscriptions
                .getItems()
                .add(item(one.filter() + "   " + one.about(), () -> actions.subscribe(one.filter(), 1))));
        subscriptions.setDisable(ready.isEmpty());
        Menu before = new Menu("Published before");
        history.messages().stream()
                .limit(20)
                .forEach(message -> before.getItems().add(item(label(message), () -> actions.fillIn(message))));
        before.setDisable(before.getItems().isEmpty());
        button.getItems()
                .setAll(
                        subscriptions,
                        before,
                        item("Publish a file…", this::publishFile),
                        new SeparatorMenuItem(),
                        item("Export subscriptions and messages…", this::export),
                        item("Import subscriptions and messages…", this::importFile));
    }

    private static MenuItem item(String words, Runnable action) {
        MenuItem item = new MenuItem(words);
        item.setMnemonicParsing(false);
        item.setOnAction(event -> action.run());
        return item;
    }

    private static String label(MessageFile.Message message) {
        String text = message.topic() + "   " + message.payload().utf8().replaceAll("\\s+", " ");
        return text.length() > LONGEST_LABEL ? text.substring(0, LONGEST_LABEL) + "…" : text;
    }

    private void publishFile() {
        choose("Payload to publish", false, file -> away(() -> publish(file)));
    }

    /** Publishes a file's bytes as they are; not on the JavaFX thread. */
    void publish(Path file) throws IOException {
        if (Files.size(file) > LARGEST_FILE) {
            throw new IOException(file.getFileName() + " has more than 16 MB; that is no MQTT message");
        }
        Bytes payload = Bytes.wrap(Files.readAllBytes(file));
        FxThread.run(() -> actions.publish(payload));
    }

    private void export() {
        choose("Export subscriptions and messages", true, file -> {
            List<MqttRow> rows = actions.messages();
            List<MessageFile.Wanted> wanted = actions.subscriptions();
            away(() -> {
                write(file, wanted, rows);
                FxThread.run(() -> notices.done(
                        rows.size() + " messages and " + wanted.size() + " subscriptions are in " + file + "."));
            });
        });
    }

    static void write(Path file, List<MessageFile.Wanted> wanted, List<MqttRow> rows) throws IOException {
        StringBuilder text = new StringBuilder();
        wanted.forEach(one -> text.append(MessageFile.line(one)).append('\n'));
        rows.forEach(row -> text.append(MessageFile.line(row)).append('\n'));
        Files.writeString(file, text);
    }

    private void importFile() {
        choose("Import subscriptions and messages", false, file -> away(() -> take(file)));
    }

    /** Subscribes to a file's filters, and keeps its messages to be published; not on the JavaFX thread. */
    void take(Path file) throws IOException {
        MessageFile.Content content;
        try {
            content = MessageFile.read(Files.readString(file));
        } catch (MessageFile.BadLineException e) {
            throw new IOException(file.getFileName() + ": " + e.getMessage(), e);
        }
        history.addAll(content.messages());
        history.save();
        FxThread.run(() -> {
            content.subscriptions().forEach(one -> actions.subscribe(one.filter(), one.qos()));
            notices.done(content.subscriptions().size() + " subscriptions and "
                    + content.messages().size() + " messages from " + file.getFileName()
                    + "; the messages are under Published before.");
        });
    }

    private interface Work {
        void run() throws IOException;
    }

    private void away(Work work) {
        Thread.ofVirtual().name("mqtt-files").start(() -> {
            try {
                work.run();
            } catch (IOException e) {
                FxThread.run(() -> notices.failed("The file could not be used: " + e.getMessage() + "."));
            }
        });
    }

    private void choose(String title, boolean saves, Consumer<Path> then) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(title);
        try {
            File chosen = saves
                    ? chooser.showSaveDialog(button.getScene().getWindow())
                    : chooser.showOpenDialog(button.getScene().getWindow());
            if (chosen != null) {
                then.accept(chosen.toPath());
            }
        } catch (UnsupportedOperationException e) {
            notices.failed("This display has no file chooser.");
        }
    }
}
