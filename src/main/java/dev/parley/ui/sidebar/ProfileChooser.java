package dev.parley.ui.sidebar;

import dev.parley.ui.shared.FxThread;
import dev.parley.ui.shared.Notices;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The connections that have a name: one is chosen, what stands in the form is kept under one, one is deleted; and a change is taken back. */
final class ProfileChooser extends HBox {
    private final ProfileForm form;
    private final Notices notices;
    private final Executor background;
    private final TextField name = FormGrid.field("profile", new SimpleStringProperty(""), "a name to keep it by");
    /** Choosing is a deed of its own: a name that is only typed loads nothing over what stands in the form. */
    private final MenuButton kept = new MenuButton("", new FontIcon(Feather.FOLDER));

    private final BooleanProperty read = new SimpleBooleanProperty();
    /** One file is written at a time, with the newest book: what was kept last is what stands in it. */
    private final Object writing = new Object();

    private volatile ProfileBook book = ProfileBook.EMPTY;
    private @Nullable Path file;

    ProfileChooser(ProfileForm form, Notices notices, Executor background) {
        super(4);
        this.form = form;
        this.notices = notices;
        this.background = background;
        HBox.setHgrow(name, Priority.ALWAYS);
        kept.setId("profile-choose");
        kept.getStyleClass().addAll("flat", "small");
        kept.setAccessibleText("Choose a connection that was kept");
        kept.setTooltip(new Tooltip("Choose a connection that was kept"));
        kept.setDisable(true);
        Button keep = button(Feather.SAVE, "profile-keep", "Keep this connection by this name", this::keep);
        keep.disableProperty()
                .bind(Bindings.createBooleanBinding(() -> typed().isEmpty() || !read.get(), name.textProperty(), read));
        Button delete = button(Feather.TRASH_2, "profile-delete", "Delete the connection of this name", this::delete);
        delete.disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> book.find(typed()).isEmpty(), name.textProperty(), kept.getItems()));
        Button undo = button(
                Feather.CORNER_UP_LEFT, "profile-undo", "Take the last change of the connection back", form::undo);
        undo.disableProperty().bind(form.canUndo().not());
        getChildren().addAll(name, kept, keep, delete, undo);
    }

    private static Button button(Feather icon, String id, String what, Runnable deed) {
        Button button = new Button("", new FontIcon(icon));
        button.setId(id);
        button.getStyleClass().addAll("flat", "small");
        button.setAccessibleText(what);
        button.setTooltip(new Tooltip(what));
        button.setOnAction(event -> deed.run());
        return button;
    }

    /** The connections are kept in {@code place}, which is read in the background; nothing is kept before it was read. */
    void keptIn(Path place) {
        background.execute(() -> {
            try {
                ProfileBook found = ProfileBook.read(place);
                FxThread.run(() -> {
                    file = place;
                    read.set(true);
                    show(found, typed());
                });
            } catch (IOException e) {
                // What is there is left as it is until the operator has looked at it.
                FxThread.run(
                        () -> notices.failed("The connections kept by name cannot be read: " + e.getMessage() + "."));
            }
        });
    }

    private void choose(String chosen) {
        name.setText(chosen);
        book.find(chosen).ifPresent(form::choose);
    }

    private void keep() {
        change(book.with(typed(), form.kept()), typed(), "The connection is kept as " + typed() + ".");
    }

    private void delete() {
        change(book.without(typed()), "", typed() + " is deleted; its settings still stand in the form.");
    }

    private void change(ProfileBook next, String shown, String told) {
        Path place = file;
        show(next, shown);
        if (place == null) {
            return;
        }
        background.execute(() -> {
            try {
                synchronized (writing) {
                    book.write(place);
                }
                FxThread.run(() -> notices.done(told));
            } catch (IOException e) {
                FxThread.run(() ->
                        notices.failed("The connections cannot be kept in " + place + ": " + e.getMessage() + "."));
            }
        });
    }

    private void show(ProfileBook next, String shown) {
        book = next;
        name.setText(shown);
        kept.getItems()
                .setAll(next.profiles().keySet().stream()
                        .map(it -> {
                            MenuItem item = new MenuItem(it);
                            item.setMnemonicParsing(false);
                            item.setOnAction(event -> choose(it));
                            return item;
                        })
                        .toList());
        kept.setDisable(next.profiles().isEmpty());
    }

    private String typed() {
        String text = name.getText();
        return text == null ? "" : text.strip();
    }
}
