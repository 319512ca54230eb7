package dev.parley.ui.snippets;

import dev.parley.session.snippet.Snippet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** The chosen snippet as it is filled in before it is run: its name, variables, rounds, and which steps. Of the JavaFX thread. */
final class SnippetForm {
    /** Why nothing can be run; the message says what to put in. */
    static final class IncompleteException extends Exception {
        IncompleteException(String message) {
            super(message);
        }
    }

    private final Entry entry;
    private final StringProperty name = new SimpleStringProperty();
    private final StringProperty repeat = new SimpleStringProperty();
    private final Map<String, StringProperty> variables = new LinkedHashMap<>();
    private final List<StepItem> steps;

    SnippetForm(Entry entry) {
        this.entry = entry;
        Snippet snippet = entry.snippet();
        name.set(snippet.name());
        repeat.set(Integer.toString(snippet.repeat()));
        for (Snippet.Variable variable : snippet.variables()) {
            variables.put(
                    variable.name(), new SimpleStringProperty(variable.preset().orElse("")));
        }
        steps = snippet.steps().stream().map(StepItem::new).toList();
    }

    Entry entry() {
        return entry;
    }

    StringProperty name() {
        return name;
    }

    StringProperty repeat() {
        return repeat;
    }

    StringProperty variable(String of) {
        return variables.computeIfAbsent(of, it -> new SimpleStringProperty(""));
    }

    List<StepItem> steps() {
        return steps;
    }

    /** The items of the steps that are to be run, in order. */
    List<StepItem> wanted() {
        return steps.stream().filter(item -> item.wanted().get()).toList();
    }

    /** The snippet with the steps that are ticked, as it is named and repeated here. */
    Snippet snippet() throws IncompleteException {
        List<Snippet.Step> wanted = new ArrayList<>();
        wanted().forEach(item -> wanted.add(item.step()));
        if (wanted.isEmpty()) {
            throw new IncompleteException("No step is ticked: tick those that are to be run.");
        }
        int times;
        try {
            times = Integer.parseInt(repeat.get().strip());
        } catch (NumberFormatException notANumber) {
            throw new IncompleteException(
                    "How often is a number from 1 to " + Snippet.MOST_REPETITIONS + ", not '" + repeat.get() + "'.");
        }
        Snippet its = entry.snippet();
        try {
            return new Snippet(name.get().strip(), its.about(), its.variables(), wanted, times, its.pause());
        } catch (IllegalArgumentException e) {
            throw new IncompleteException(sentence(String.valueOf(e.getMessage())));
        }
    }

    /** What the variables are filled with; all of them. */
    Map<String, String> values() throws IncompleteException {
        for (Snippet.Variable variable : entry.snippet().variables()) {
            if (variable(variable.name()).get().isEmpty()
                    && variable.preset().filter(String::isEmpty).isEmpty()) {
                throw new IncompleteException("Fill in " + variable.name()
                        + (variable.about().isEmpty() ? "." : ": " + variable.about() + "."));
            }
        }
        return variables.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, it -> it.getValue().get()));
    }

    static String sentence(String message) {
        String text = message.strip();
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }
}
