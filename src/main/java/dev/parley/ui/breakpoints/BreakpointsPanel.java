package dev.parley.ui.breakpoints;

import dev.parley.ui.breakpoints.BreakpointDraft.Kind;
import dev.parley.ui.shared.EmptyState;
import dev.parley.ui.shared.Notices;
import java.util.Arrays;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The editor of the breakpoints: the list with a switch each, and a line to add one. */
public final class BreakpointsPanel extends BorderPane {
    private final BreakpointList breakpoints;
    private final Notices notices;
    private final ChoiceBox<Kind> kind = new ChoiceBox<>();
    private final ComboBox<String> what = new ComboBox<>();
    private final ListView<BreakpointList.Entry> list;

    /** An editor of {@code breakpoints}; what cannot be one is told by {@code notices}. */
    public BreakpointsPanel(BreakpointList breakpoints, Notices notices) {
        this.breakpoints = breakpoints;
        this.notices = notices;
        list = new ListView<>(breakpoints.entries());
        list.setId("breakpoints");
        list.getStyleClass().addAll("dense-list", "breakpoint-list");
        list.setFixedCellSize(24);
        list.setAccessibleText("Breakpoints. Space switches one, Delete takes it away");
        list.setPlaceholder(new EmptyState(
                Feather.STOP_CIRCLE,
                "No breakpoints",
                "Click into the margin of a state (or press F9 on it), or add one below: a handshake stops there at"
                        + " every level."));
        list.setCellFactory(view -> new Cell());
        list.setOnKeyPressed(event -> {
            BreakpointList.Entry entry = list.getSelectionModel().getSelectedItem();
            if (entry != null && event.getCode() == KeyCode.DELETE) {
                breakpoints.remove(entry.breakpoint());
            } else if (entry != null && event.getCode() == KeyCode.SPACE) {
                breakpoints.enable(entry.breakpoint(), !entry.enabled());
            }
        });
        setCenter(list);
        setBottom(adding());
        setMinSize(0, 0);
    }

    private Region adding() {
        kind.setId("breakpoint-kind");
        kind.getItems().setAll(Arrays.asList(Kind.values()));
        kind.setAccessibleText("What the breakpoint stops at");
        kind.setConverter(new StringConverter<>() {
            @Override
            public String toString(Kind value) {
                return value == null ? "" : value.words();
            }

            @Override
            public Kind fromString(String words) {
                throw new UnsupportedOperationException("a kind is chosen, not typed");
            }
        });
        what.setId("breakpoint-what");
        what.setEditable(true);
        what.setMaxWidth(Double.MAX_VALUE);
        what.setAccessibleText("Where exactly");
        HBox.setHgrow(what, Priority.ALWAYS);
        kind.valueProperty().subscribe(value -> {
            if (value != null) {
                what.getItems().setAll(value.choices());
                what.getEditor().clear();
                what.setPromptText(value.needs());
                what.setDisable(value.needs().isEmpty());
            }
        });
        kind.setValue(Kind.BEFORE_CLIENT);
        what.getEditor().setOnAction(event -> add());
        Button add = new Button("Add", new FontIcon(Feather.PLUS));
        add.setId("breakpoint-add");
        add.setOnAction(event -> add());
        add.setMinWidth(Region.USE_PREF_SIZE);
        HBox line = new HBox(6, kind, what, add);
        line.getStyleClass().add("drawer-form");
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private void add() {
        try {
            breakpoints.add(
                    BreakpointDraft.breakpoint(kind.getValue(), what.getEditor().getText()));
            what.getEditor().clear();
        } catch (IllegalArgumentException e) {
            notices.failed(String.valueOf(e.getMessage()));
        }
    }

    /** A breakpoint with its switch, and a button that takes it away. */
    private final class Cell extends ListCell<BreakpointList.Entry> {
        private final CheckBox enabled = new CheckBox();
        private final FontIcon dot = new FontIcon(Feather.STOP_CIRCLE);
        private final Label words = new Label();
        private final Button remove = new Button("", new FontIcon(Feather.X));
        private final HBox box;

        Cell() {
            dot.getStyleClass().add("breakpoint-icon");
            remove.getStyleClass().addAll("button-icon", "flat", "header-button");
            remove.setTooltip(new Tooltip("Take this breakpoint away (Delete)"));
            remove.setAccessibleText("Take this breakpoint away");
            Region between = new Region();
            HBox.setHgrow(between, Priority.ALWAYS);
            box = new HBox(6, enabled, dot, words, between, remove);
            box.setAlignment(Pos.CENTER_LEFT);
            enabled.setOnAction(event -> {
                BreakpointList.Entry entry = getItem();
                if (entry != null) {
                    breakpoints.enable(entry.breakpoint(), enabled.isSelected());
                }
            });
            remove.setOnAction(event -> {
                BreakpointList.Entry entry = getItem();
                if (entry != null) {
                    breakpoints.remove(entry.breakpoint());
                }
            });
        }

        @Override
        protected void updateItem(BreakpointList.@Nullable Entry entry, boolean empty) {
            super.updateItem(entry, empty);
            if (empty || entry == null) {
                setGraphic(null);
                return;
            }
            enabled.setSelected(entry.enabled());
            enabled.setAccessibleText(entry.breakpoint().words());
            words.setText(entry.breakpoint().words());
            setAccessibleText(entry.breakpoint().words() + (entry.enabled() ? "" : ", switched off"));
            setGraphic(box);
        }
    }
}
