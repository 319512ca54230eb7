package dev.parley.ui.console;

import dev.parley.at.CommandLine;
import dev.parley.at.Dictionary;
import dev.parley.at.Exchange;
import dev.parley.at.ExplainedField;
import dev.parley.flow.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;

/** Explains the selected exchange: what the command does, how long it may take, and every value of command and answer. */
final class ExplanationPane extends ScrollPane {
    private final Dictionary dictionary = Dictionary.standard();
    private final VBox content = new VBox();

    ExplanationPane() {
        setId("console-explanation");
        getStyleClass().add("explanation");
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        setAccessibleText("Explanation of the selected exchange");
        content.getStyleClass().add("explanation-content");
        setContent(content);
        setMinWidth(0);
        show(Optional.empty());
    }

    void show(Optional<Exchange> exchange) {
        List<Node> nodes = new ArrayList<>();
        exchange.ifPresentOrElse(
                it -> explain(it, nodes),
                () -> nodes.add(label("Select a row: each value of its command and answer is explained here.", "dim")));
        content.getChildren().setAll(nodes);
        setVvalue(0);
    }

    private void explain(Exchange exchange, List<Node> nodes) {
        nodes.add(label(exchange.text(), "explanation-title", "bytes"));
        nodes.add(label(dictionary.explain(exchange), "explanation-meaning"));
        dictionary.find(exchange.text()).ifPresent(entry -> {
            if (exchange.kind() == Exchange.Kind.COMMAND) {
                String limit = Figures.span(
                        dictionary.timeLimit(CommandLine.parse(exchange.text())).toNanos());
                nodes.add(label(
                        "may take " + limit + ", took "
                                + (exchange.isOpen()
                                        ? "no end yet"
                                        : Figures.span(exchange.endNanos() - exchange.startNanos())),
                        "dim"));
            }
            nodes.add(label(entry.source() + (entry.doubt().isEmpty() ? "" : " · " + entry.doubt()), "dim"));
        });
        int line = -1;
        for (ExplainedField field : dictionary.fields(exchange)) {
            if (field.line() != line && field.line() < exchange.lines().size()) {
                line = field.line();
                nodes.add(label(exchange.lines().get(line).text(), "explanation-line", "bytes"));
            }
            nodes.add(field(field));
        }
    }

    private static Node field(ExplainedField field) {
        VBox box = new VBox();
        box.getStyleClass().add("explanation-field");
        String raw = field.sensitive() ? "(kept back)" : field.raw();
        Label head = label(field.name() + " = " + raw, "explanation-name");
        box.getChildren().add(head);
        if (!field.meaning().isEmpty() && !field.sensitive()) {
            box.getChildren().add(label(field.meaning(), "explanation-value"));
        }
        if (!field.accepts().isEmpty()) {
            String standard = field.standard().isEmpty() ? "" : "; left out: " + field.standard();
            box.getChildren().add(label("may be " + field.accepts() + standard, "dim"));
        }
        return box;
    }

    private static Label label(String text, String... classes) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.getStyleClass().addAll(classes);
        return label;
    }
}
