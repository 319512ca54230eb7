package dev.parley.at;

import dev.parley.journal.Direction;
import dev.parley.journal.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes lines apart into explained values. */
final class FieldReading {
    private final Dictionary dictionary;

    FieldReading(Dictionary dictionary) {
        this.dictionary = dictionary;
    }

    List<ExplainedField> of(Exchange exchange) {
        List<ExplainedField> fields = new ArrayList<>();
        for (int i = 0; i < exchange.lines().size(); i++) {
            Exchange.Line line = exchange.lines().get(i);
            switch (line.role()) {
                case COMMAND, URC -> fields.addAll(of(i, line.text(), line.place()));
                case INFORMATION, RESULT, ECHO, PROMPT, PAYLOAD, NOISE -> {}
            }
        }
        return List.copyOf(fields);
    }

    List<ExplainedField> of(int index, String text, Place place) {
        List<ExplainedField> fields = new ArrayList<>();
        Optional<Dictionary.Entry> entry = dictionary.find(text);
        int start = Math.max(text.indexOf('='), text.indexOf(':')) + 1;
        if (start == 0 || entry.isEmpty()) {
            return fields;
        }
        int parameter = 0;
        int from = start;
        while (from <= text.length() && parameter < entry.get().parameters().size()) {
            int comma = Values.unquoted(text, ',', from);
            Dictionary.Parameter known = entry.get().parameters().get(parameter++);
            String raw = text.substring(from, comma);
            if (!raw.isBlank()) {
                fields.add(new ExplainedField(
                        index,
                        known.name(),
                        raw,
                        "",
                        known.values(),
                        known.standard(),
                        false,
                        place.part(from, comma)));
            }
            from = comma + 1;
        }
        return fields;
    }

    static Place typed(String text) {
        return new Place(Direction.TX, 0, text.length());
    }
}
