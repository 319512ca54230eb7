package dev.parley.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** JSON whose values know their line, so that what is wrong with them can be shown where it stands. */
public sealed interface JsonText {
    /** The line it begins on, from 1. */
    int line();

    record Fields(Map<String, JsonText> values, int line) implements JsonText {}

    record Items(List<JsonText> values, int line) implements JsonText {}

    record Text(String value, int line) implements JsonText {}

    record Numeral(BigDecimal value, int line) implements JsonText {}

    record Truth(boolean value, int line) implements JsonText {}

    record Nothing(int line) implements JsonText {}

    /** Text that is no JSON, or whose values are not what is wanted; the message is without its place. */
    final class MalformedException extends Exception {
        private final int line;

        public MalformedException(int line, String message) {
            super(message);
            this.line = line;
        }

        /** Where it stands, from 1. */
        public int line() {
            return line;
        }
    }

    /** Reads {@code text}, which holds one JSON value. */
    static JsonText parse(String text) throws MalformedException {
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new MalformedException(1, "there is nothing in it");
            }
            JsonText value = value(parser, first);
            if (parser.nextToken() != null) {
                throw new MalformedException(line(parser), "something follows the end");
            }
            return value;
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
            throw new MalformedException(line, "this is no JSON: " + inWords(e));
        }
    }

    /** What the parser says, without the places it puts into it: the line is told by who reads. */
    private static String inWords(JacksonException e) {
        return String.valueOf(e.getOriginalMessage())
                .replaceAll(" ?\\(?(start marker at )?\\[Source: [^\\]]*\\]\\)?", "")
                .strip();
    }

    private static JsonText value(JsonParser parser, JsonToken token) throws MalformedException {
        int line = line(parser);
        return switch (token) {
            case START_OBJECT -> {
                Map<String, JsonText> values = new LinkedHashMap<>();
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = parser.currentName();
                    int nameLine = line(parser);
                    if (values.put(name, value(parser, parser.nextToken())) != null) {
                        throw new MalformedException(nameLine, "\"" + name + "\" stands here a second time");
                    }
                }
                yield new Fields(values, line);
            }
            case START_ARRAY -> {
                List<JsonText> values = new ArrayList<>();
                for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                    values.add(value(parser, next));
                }
                yield new Items(values, line);
            }
            case VALUE_STRING -> new Text(parser.getString(), line);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Numeral(parser.getDecimalValue(), line);
            case VALUE_TRUE -> new Truth(true, line);
            case VALUE_FALSE -> new Truth(false, line);
            case VALUE_NULL -> new Nothing(line);
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw new MalformedException(line, "this is no JSON: a value is missing");
        };
    }

    private static int line(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }
}
