package dev.parley.ui.sidebar;

import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** Rows of a label and what is filled in. */
final class FormGrid extends GridPane {
    private static final double LABELS = 66;

    /** A grid counts only the rows that are shown just now. */
    private int rows;

    FormGrid() {
        getStyleClass().add("sidebar-form");
        ColumnConstraints labels = new ColumnConstraints();
        labels.setMinWidth(LABELS);
        ColumnConstraints fields = new ColumnConstraints();
        fields.setHgrow(Priority.ALWAYS);
        fields.setMinWidth(60);
        getColumnConstraints().addAll(labels, fields);
    }

    /** A row; gives its label. */
    Label row(String name, Node node) {
        Label label = new Label(name);
        label.setLabelFor(node);
        label.setMinWidth(Region.USE_PREF_SIZE);
        label.getStyleClass().add("form-label");
        addRow(rows++, label, node);
        return label;
    }

    /** A row over both columns. */
    void wide(Node node) {
        setColumnSpan(node, 2);
        addRow(rows++, node);
    }

    /** A field on {@code property}; its id with spaces for hyphens is what a screen reader says. */
    static TextField field(String id, StringProperty property, String prompt) {
        TextField field = new TextField();
        field.setId(id);
        field.textProperty().bindBidirectional(property);
        field.setPromptText(prompt);
        field.setAccessibleText(id.replace('-', ' '));
        field.setPrefColumnCount(8);
        field.setMinWidth(40);
        Tooltip whole = new Tooltip();
        whole.textProperty().bind(field.textProperty());
        field.textProperty().subscribe(text -> field.setTooltip(text == null || text.isEmpty() ? null : whole));
        return field;
    }

    /** A field for a file: of a path too long for it the end tells more than the beginning. */
    static TextField path(String id, StringProperty property, String prompt) {
        TextField field = field(id, property, prompt);
        field.focusedProperty().subscribe(focused -> {
            if (!focused) {
                field.end();
            }
        });
        field.widthProperty().subscribe(width -> field.end());
        return field;
    }
}
