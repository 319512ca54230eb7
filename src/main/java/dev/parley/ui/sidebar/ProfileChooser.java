package dev.parley.ui.sidebar;

import dev.parley.ui.shared.FxThread;
import dev.parley.ui.shared.Notices;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
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
    private final ComboBox<String> name = new ComboBox<>();
    private ProfileBook book = ProfileBook.EMPTY;
    private @Nullable Path file;

    ProfileChooser(ProfileForm form, Notices notices, Executor background) {
        super(4);
        this.form = form;
        this.notices = notices;
        this.background = background;
        name.setId("profile");
        name.setEditable(true);
        name.setPromptText("a name to keep it by");
        name.setAccessibleText("connection by name");
        name.setTooltip(new Tooltip("Choose a connection that was kept, or type a name to keep this one by"));
        name.setMaxWidth(Double.MAX_VALUE);
        name.setMinWidth(60);
        HBox.setHgrow(name, Priority.ALWAYS);
        name.setOnAction(event -> choose());
        // The one that is chosen already, chosen again, is no action.
        name.setOnHidden(event -> choose());
        Button keep = button(Feather.SAVE, "profile-keep", "Keep this connection by this name", this::keep);
        keep.disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> typed().isEmpty(), name.getEditor().textProperty()));
        Button delete = button(Feather.TRASH_2, "profile-delete", "Delete the connection of this name", this::delete);
        delete.disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> !name.getItems().contains(typed()),
                        name.getEditor().textProperty(),
                        name.getItems()));
        Button undo = button(
                Feather.CORNER_UP_LEFT, "profile-undo", "Take the last change of the connection back", form::undo);
        undo.disableProperty().bind(form.canUndo().not());
        getChildren().addAll(name, keep, delete, undo);
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

    /** The connections are kept in {@code kept}, which is read in the background. */
    void keptIn(Path kept) {
        file = kept;
        background.execute(() -> {
            try {
                ProfileBook read = ProfileBook.read(kept);
                FxThread.run(() -> show(read, typed()));
            } catch (IOException e) {
                // What is there is left as it is until the operator has looked at it.
                FxThread.run(() -> {
                    file = null;
                    notices.failed("The connections kept by name cannot be read: " + e.getMessage() + ".");
                });
            }
        });
    }

    private void choose() {
        // Not what is typed: the editor follows the value, and later than this.
        Optional.ofNullable(name.getValue())
                .map(String::strip)
                .flatMap(book::find)
                .filter(kept -> !kept.equals(form.kept()))
                .ifPresent(form::choose);
    }

    private void keep() {
        Map<String, String> kept = form.kept();
        change(book.with(typed(), kept), typed(), "The connection is kept as " + typed() + ".");
    }

    private void delete() {
        change(book.without(typed()), "", typed() + " is deleted; its settings still stand in the form.");
    }

    private void change(ProfileBook next, String shown, String told) {
        Path kept = file;
        show(next, shown);
        if (kept == null) {
            notices.failed("The connections kept by name are not written anywhere in this run.");
            return;
        }
        background.execute(() -> {
            try {
                next.write(kept);
                FxThread.run(() -> notices.done(told));
            } catch (IOException e) {
                FxThread.run(() ->
                        notices.failed("The connections cannot be kept in " + kept + ": " + e.getMessage() + "."));
            }
        });
    }

    private void show(ProfileBook next, String shown) {
        book = next;
        name.getItems().setAll(next.profiles().keySet());
        name.setValue(shown.isEmpty() ? null : shown);
        name.getEditor().setText(shown);
    }

    private String typed() {
        String text = name.getEditor().getText();
        return text == null ? "" : text.strip();
    }
}
