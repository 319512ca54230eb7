package dev.parley.ui.snippets;

import dev.parley.ui.shared.MarkLabel;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.geometry.Pos;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/** A step: whether it is to be run, what it sends, and what became of it. */
final class StepCell extends ListCell<StepItem> {
    private final CheckBox wanted = new CheckBox();
    private final MarkLabel mark = new MarkLabel();
    private final Label what = new Label();
    private final Label said = new Label();
    private final Label time = new Label();
    private final HBox line = new HBox(8, wanted, mark, what, said, time);
    private Subscription observed = Subscription.EMPTY;
    private @Nullable StepItem bound;

    /** A cell whose box cannot be ticked while {@code running}. */
    StepCell(ReadOnlyBooleanProperty running) {
        wanted.disableProperty().bind(running);
        mark.setMinWidth(84);
        mark.setPrefWidth(84);
        what.getStyleClass().add("bytes");
        what.setMinWidth(120);
        said.getStyleClass().add("snippet-said");
        said.setMinWidth(0);
        said.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(said, Priority.ALWAYS);
        time.getStyleClass().addAll("bytes", "step-time");
        time.setMinWidth(USE_PREF_SIZE);
        line.setAlignment(Pos.CENTER_LEFT);
        line.setMinWidth(0);
        line.setPrefWidth(0);
    }

    @Override
    protected void updateItem(@Nullable StepItem item, boolean empty) {
        super.updateItem(item, empty);
        if (item == bound && !empty) {
            return;
        }
        observed.unsubscribe();
        if (bound != null) {
            wanted.selectedProperty().unbindBidirectional(bound.wanted());
        }
        bound = empty ? null : item;
        if (bound == null) {
            observed = Subscription.EMPTY;
            setGraphic(null);
            setAccessibleText("");
            return;
        }
        wanted.selectedProperty().bindBidirectional(bound.wanted());
        wanted.setAccessibleText("Run " + bound.step().words());
        what.setText(bound.step().words());
        what.setTooltip(new Tooltip(tip(bound)));
        observed = bound.fate().subscribe(this::show);
        setGraphic(line);
    }

    private void show(StepItem.Fate fate) {
        mark.show(fate.mark(), fate.word());
        said.setText(fate.words());
        said.setTooltip(fate.words().isEmpty() ? null : new Tooltip(fate.words()));
        time.setText(fate.time());
        setAccessibleText(what.getText() + ", " + fate.word() + ", " + fate.words());
    }

    private static String tip(StepItem item) {
        StringBuilder tip = new StringBuilder(
                item.step().send().isEmpty() ? "sends nothing" : item.step().send());
        if (!item.step().payload().isEmpty()) {
            tip.append("\nthen after the prompt: ").append(item.step().payload());
        }
        if (!item.step().expect().isEmpty()) {
            tip.append("\nexpects ").append(item.step().expect());
        }
        item.step().failOn().forEach(text -> tip.append("\nfails on ").append(text));
        item.step()
                .limit()
                .ifPresent(limit ->
                        tip.append("\nwithin ").append(limit.toSeconds()).append(" s"));
        return tip.toString();
    }
}
