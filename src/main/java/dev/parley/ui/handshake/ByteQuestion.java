package dev.parley.ui.handshake;

import java.util.function.BiFunction;
import javafx.scene.Node;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;

/** "Where does byte N fall?": the field, what the bytes are counted in, and the answer. */
final class ByteQuestion {
    private static final int MOST_SENTENCES = 3;

    private final BiFunction<ByteAnswer.Way, String, ByteAnswer> asked;
    private final TextField number = new TextField();
    private final ChoiceBox<ByteAnswer.Way> way = new ChoiceBox<>();
    private final Label answer = new Label();

    /**
     * A question that is not asked yet.
     *
     * @param asked answers what was typed, and shows where it is
     */
    ByteQuestion(BiFunction<ByteAnswer.Way, String, ByteAnswer> asked) {
        this.asked = asked;
        number.setId("byte-number");
        number.getStyleClass().addAll("header-field", "bytes");
        number.setPromptText("byte N");
        number.setPrefColumnCount(5);
        number.setMinWidth(56);
        number.setTooltip(new Tooltip("Where does byte N fall? Type a number of bytes and press Enter (Ctrl+G)"));
        number.setAccessibleText("Where does byte N fall: a number of bytes");
        number.setOnAction(event -> ask());
        number.textProperty().subscribe(text -> {
            if (text.isEmpty()) {
                show("");
            }
        });
        way.setId("byte-way");
        way.getItems().setAll(ByteAnswer.Way.values());
        way.setValue(ByteAnswer.Way.SENT);
        way.setConverter(LineChoice.chosen(ByteAnswer.Way::word));
        way.setAccessibleText("Bytes sent, received, or of the selected message");
        way.setTooltip(new Tooltip("Bytes sent or received by TLS, or those of the selected message"));
        way.getStyleClass().add("header-choice");
        way.setPrefWidth(88);
        way.valueProperty().addListener((observable, before, now) -> ask());
        answer.setId("byte-answer");
        answer.getStyleClass().add("byte-answer");
        answer.setMaxWidth(Double.MAX_VALUE);
        answer.setMinWidth(0);
        show("");
    }

    /** The field and the choice, for the panel's header. */
    Node[] tools() {
        return new Node[] {number, way};
    }

    /** The answer; not there while nothing is asked. */
    Label answer() {
        return answer;
    }

    void focus() {
        number.requestFocus();
        number.selectAll();
    }

    void clear() {
        number.clear();
    }

    /** Asks as if it had been typed. */
    void ask(ByteAnswer.Way in, long count) {
        way.setValue(in);
        number.setText(Long.toString(count));
        ask();
    }

    private void ask() {
        if (!number.getText().isBlank()) {
            show(String.join(
                    "\n",
                    asked.apply(way.getValue(), number.getText()).sentences().stream()
                            .limit(MOST_SENTENCES)
                            .toList()));
        }
    }

    private void show(String text) {
        answer.setText(text);
        answer.setVisible(!text.isEmpty());
        answer.setManaged(!text.isEmpty());
        answer.setTooltip(text.isEmpty() ? null : new Tooltip(text));
    }
}
