package dev.parley.ui.sidebar;

import dev.parley.ui.shared.FxThread;
import dev.parley.ui.shared.Notices;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
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
    private final MenuButton menu = new MenuButton("", new FontIcon(Feather.FOLDER));

    private final MenuItem delete = new MenuItem("Delete the one of this name");
    private final List<MenuItem> fixed;

    private final BooleanProperty read = new SimpleBooleanProperty();
    /** One file is written at a time, with the newest book: what was kept last is what stands in it. */
    private final Object writing = new Object();

    private volatile ProfileBook book = ProfileBook.EMPTY;
    private @Nullable Path file;

    ProfileChooser(ProfileForm form, Notices notices, Executor background) {
        super(2);
        this.form = form;
        this.notices = notices;
        this.background = background;
        HBox.setHgrow(name, Priority.ALWAYS);
        menu.setId("profile-choose");
        menu.getStyleClass().add("profile-menu");
        menu.setAccessibleText("Connections that were kept");
        menu.setTooltip(new Tooltip("Choose a connection that was kept, delete one, take a change back"));
        Button keep = button(Feather.SAVE, "profile-keep", "Keep this connection by this name", this::keep);
        keep.disableProperty()
                .bind(Bindings.createBooleanBinding(() -> typed().isEmpty() || !read.get(), name.textProperty(), read));
        delete.setId("profile-delete");
        delete.setOnAction(event -> delete());
        delete.disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> book.find(typed()).isEmpty(), name.textProperty(), menu.getItems()));
        MenuItem undo = new MenuItem("Take the last change back");
        undo.setId("profile-undo");
        undo.setOnAction(event -> form.undo());
        undo.disableProperty().bind(form.canUndo().not());
        fixed = List.of(new SeparatorMenuItem(), delete, undo);
        menu.getItems().setAll(fixed);
        getChildren().addAll(name, keep, menu);
    }

    private static Button button(Feather icon, String id, String what, Runnable deed) {
        Button button = new Button("", new FontIcon(icon));
        button.setId(id);

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
        List<MenuItem> items = new ArrayList<>();
        for (String kept : next.profiles().keySet()) {
            MenuItem item = new MenuItem(kept);
            item.setMnemonicParsing(false);
            item.setOnAction(event -> choose(kept));
            items.add(item);
        }
        items.addAll(fixed);
        menu.getItems().setAll(items);
    }

    private String typed() {
        String text = name.getText();
        return text == null ? "" : text.strip();
    }
}
