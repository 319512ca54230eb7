package dev.parley.at;

import dev.parley.journal.Direction;
import dev.parley.journal.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Takes lines apart into explained values. */
final class FieldReading {
    private static final String COMMAND = "command";

    private final Dictionary dictionary;

    FieldReading(Dictionary dictionary) {
        this.dictionary = dictionary;
    }

    List<ExplainedField> of(Exchange exchange) {
        List<ExplainedField> fields = new ArrayList<>();
        TypedLine asked = TypedLine.of(exchange.text());
        int nameless = 0;
        for (int i = 0; i < exchange.lines().size(); i++) {
            Exchange.Line line = exchange.lines().get(i);
            LineFields found = new LineFields(i, line.text(), line.place());
            switch (line.role()) {
                case COMMAND -> command(asked, found);
                case URC -> urc(found);
                case INFORMATION -> {
                    String name = AnswerRules.name(line.text());
                    if (name.isEmpty()) {
                        nameless(asked, nameless++, found);
                    } else {
                        answer(asked, name, found);
                    }
                }
                case RESULT -> exchange.result().ifPresent(code -> result(code, found));
                case ECHO, PROMPT, PAYLOAD, NOISE -> {}
            }
            fields.addAll(found.fields);
        }
        return List.copyOf(fields);
    }

    List<ExplainedField> ofUrc(String text, Place place) {
        LineFields found = new LineFields(0, text, place);
        urc(found);
        return List.copyOf(found.fields);
    }

    List<ExplainedField> ofTyped(String text) {
        LineFields found = new LineFields(0, text, new Place(Direction.TX, 0, text.length()));
        command(TypedLine.of(text), found);
        return List.copyOf(found.fields);
    }

    private void command(TypedLine line, LineFields fields) {
        for (TypedLine.Part part : line.parts()) {
            Optional<Dictionary.Entry> entry = dictionary.command(part.command());
            String title = entry.map(Dictionary.Entry::title).orElse("not known here");
            fields.add(COMMAND, title(part.command(), title), part.nameFrom(), part.nameTo());
            if (entry.isPresent()) {
                fields.addAll(part.arguments(), Optional.of(entry.get().parameters()), entry.get());
            }
        }
    }

    private static String title(CommandLine.Command command, String title) {
        return switch (command.form()) {
            case TEST -> "asks what it accepts: " + title;
            case READ -> "asks: " + title;
            case SET, EXECUTE -> title;
        };
    }

    private void urc(LineFields fields) {
        Optional<Dictionary.Entry> entry = dictionary.find(fields.text);
        if (entry.isEmpty() || entry.get().kind() != Dictionary.Kind.URC) {
            return;
        }
        String name = AnswerRules.name(fields.text);
        int nameTo = name.isEmpty() ? fields.text.length() : name.length();
        fields.add("URC", entry.get().title(), 0, nameTo);
        if (!name.isEmpty()) {
            List<Values.Span> values = Values.spans(fields.text, nameTo + 1);
            fields.addAll(values, Layout.of(entry.get().says(), texts(values)), entry.get());
        }
    }

    /** A line of an answer that begins with the name of one of the line's commands. */
    private void answer(TypedLine asked, String name, LineFields fields) {
        Optional<TypedLine.Part> part = asked.parts().stream()
                .filter(one -> one.command().name().equals(name))
                .findFirst();
        Optional<Dictionary.Entry> entry = part.flatMap(one -> dictionary.command(one.command()));
        if (part.isEmpty() || entry.isEmpty()) {
            return;
        }
        List<Values.Span> values = Values.spans(fields.text, name.length() + 1);
        if (part.get().command().form() == CommandLine.Form.TEST) {
            accepted(values, entry.get(), fields);
            return;
        }
        List<Layout> layouts = entry.get().answers(part.get().command().form());
        fields.addAll(values, Layout.of(layouts, texts(values)), entry.get());
    }

    /** {@code (0-11),(0-1500)}: what each parameter may be; {@code AT+COPS=?} lists operators instead. */
    private void accepted(List<Values.Span> values, Dictionary.Entry entry, LineFields fields) {
        int parameter = 0;
        for (Values.Span value : values) {
            List<Values.Span> inner = bracketed(fields.text, value);
            if (entry.name().equals("+COPS") && inner.size() >= 4) {
                operator(inner, fields);
            } else if (!value.raw().isEmpty()) {
                Optional<Parameter> known = entry.parameters().at(parameter++);
                if (known.isPresent()) {
                    fields.add(known.get(), value, "accepts " + accepted(known.get(), inner, value));
                }
            }
        }
    }

    private static String accepted(Parameter parameter, List<Values.Span> inner, Values.Span whole) {
        if (inner.isEmpty()) {
            return whole.value();
        }
        return inner.stream()
                .map(value -> {
                    String word = parameter.words().getOrDefault(value.value(), "");
                    String text =
                            value.value().matches("\\d+-\\d+") ? value.value().replace("-", " to ") : value.value();
                    return word.isEmpty() ? text : text + " " + word;
                })
                .collect(Collectors.joining(", "));
    }

    /** {@code (2,"long","short","26201",8)}. */
    private void operator(List<Values.Span> values, LineFields fields) {
        String[] names = {"stat", "long_oper", "short_oper", "numeric_oper", "AcT"};
        String[] states = {"unknown", "available", "in use", "forbidden"};
        for (int i = 0; i < Math.min(names.length, values.size()); i++) {
            int number = Values.number(values.get(i).value(), -1);
            String meaning = "";
            if (i == 0 && number >= 0 && number < states.length) {
                meaning = states[number];
            } else if (i == 4) {
                meaning = dictionary
                        .words(Dictionary.Table.ACCESS_TECHNOLOGY, number)
                        .orElse("");
            }
            fields.add(names[i], meaning, values.get(i).from(), values.get(i).to());
        }
    }

    /** What stands in the brackets of {@code value}, each with its place; nothing where it has none. */
    private static List<Values.Span> bracketed(String text, Values.Span value) {
        boolean bracketed = value.raw().startsWith("(") && value.raw().endsWith(")");
        return bracketed ? Values.spans(text.substring(0, value.to() - 1), value.from() + 1) : List.of();
    }

    /** A line of an answer without a name: the whole line is one value, {@code CONNECT 512} apart. */
    private void nameless(TypedLine asked, int number, LineFields fields) {
        if (asked.parts().isEmpty()) {
            return;
        }
        CommandLine.Command command = asked.parts().getLast().command();
        if (fields.text.startsWith("CONNECT")) {
            fields.add("go-ahead", "the modem takes or sends bytes now", 0, "CONNECT".length());
            return;
        }
        Optional<Dictionary.Entry> entry = dictionary.command(command);
        List<Layout> layouts = entry.map(known -> known.answers(command.form())).orElse(List.of());
        if (!layouts.isEmpty()) {
            Layout layout = layouts.get(Math.min(number, layouts.size() - 1));
            layout.at(0)
                    .ifPresent(value -> fields.add(
                            value,
                            new Values.Span(fields.text, fields.text, 0, fields.text.length()),
                            value.meaning(fields.text)));
        }
    }

    private void result(ResultCode code, LineFields fields) {
        if (fields.text.isEmpty()) {
            return;
        }
        int colon = fields.text.indexOf(':');
        boolean numbered = code == ResultCode.CME_ERROR || code == ResultCode.CMS_ERROR;
        fields.add("result", code.words(), 0, numbered && colon > 0 ? colon : fields.text.length());
        if (numbered && colon > 0) {
            Dictionary.Table table = code == ResultCode.CME_ERROR ? Dictionary.Table.CME : Dictionary.Table.CMS;
            for (Values.Span value : Values.spans(fields.text, colon + 1)) {
                String words = dictionary
                        .words(table, Values.number(value.value(), -1))
                        .orElse("");
                fields.add("err", words, value.from(), value.to());
            }
        }
    }

    private static List<String> texts(List<Values.Span> values) {
        return values.stream().map(Values.Span::value).toList();
    }

    /** The fields of one line in the making. */
    private static final class LineFields {
        private final int line;
        private final String text;
        private final Place place;
        private final List<ExplainedField> fields = new ArrayList<>();

        LineFields(int line, String text, Place place) {
            this.line = line;
            this.text = text;
            this.place = place;
        }

        void addAll(List<Values.Span> values, Optional<Layout> layout, Dictionary.Entry entry) {
            for (int i = 0; i < values.size(); i++) {
                Values.Span value = values.get(i);
                Optional<Parameter> parameter =
                        layout.isPresent() ? layout.get().at(i) : Optional.empty();
                if (value.raw().isEmpty()) {
                    continue;
                }
                if (parameter.isEmpty()) {
                    add("value " + (i + 1), "", value.from(), value.to());
                } else if (!parameter.get().fixed().isEmpty()) {
                    add("name", entry.title(), value.from(), value.to());
                } else {
                    add(parameter.get(), value, meaning(parameter.get(), value.value()));
                }
            }
        }

        private static String meaning(Parameter parameter, String value) {
            return parameter.excludes(value)
                    ? "not one the manual knows: " + parameter.range().words()
                    : parameter.meaning(value);
        }

        void add(Parameter parameter, Values.Span value, String meaning) {
            fields.add(new ExplainedField(
                    line,
                    parameter.name(),
                    value.raw(),
                    meaning,
                    parameter.values(),
                    parameter.standard(),
                    parameter.sensitive(),
                    place.part(value.from(), value.to())));
        }

        void add(String name, String meaning, int from, int to) {
            if (to > from) {
                fields.add(new ExplainedField(
                        line, name, text.substring(from, to), meaning, "", "", false, place.part(from, to)));
            }
        }
    }
}
