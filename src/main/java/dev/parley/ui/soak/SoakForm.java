package dev.parley.ui.soak;

import dev.parley.doctor.soak.SoakPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** What is to be soaked, as the operator has it: how many runs, and what is varied. No toolkit. */
final class SoakForm {
    /** So many things can be varied at once. */
    static final int ROWS = 2;

    /** What can be varied, with an example of its values. */
    enum Varied {
        NOTHING("nothing", ""),
        CHUNK("chunk", "256,877,1460"),
        ACCESS_MODE("access-mode", "buffer,push,transparent"),
        FRAGMENT("fragment", "default,261"),
        ONE_SEND("one-send", "yes,no"),
        BAUD("baud", "115200,921600"),
        SCENARIO("scenario", "clean,field-report");

        private final String word;
        private final String example;

        Varied(String word, String example) {
            this.word = word;
            this.example = example;
        }

        /** The name on the command line. */
        String word() {
            return word;
        }

        String example() {
            return example;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /** One thing that is varied. */
    static final class Row {
        private final ObjectProperty<Varied> what = new SimpleObjectProperty<>(Varied.NOTHING);
        private final StringProperty values = new SimpleStringProperty("");

        private Row() {}

        ObjectProperty<Varied> what() {
            return what;
        }

        /** The values, with commas between them. */
        StringProperty values() {
            return values;
        }
    }

    /** What the form says cannot be done; the message is a sentence for the operator. */
    static final class InvalidSoakException extends Exception {
        InvalidSoakException(String message) {
            super(message);
        }
    }

    private final StringProperty runs = new SimpleStringProperty("20");
    private final List<Row> rows = new ArrayList<>();

    SoakForm() {
        for (int i = 0; i < ROWS; i++) {
            Row row = new Row();
            row.what().subscribe(what -> row.values().set(what.example()));
            rows.add(row);
        }
        rows.getFirst().what().set(Varied.CHUNK);
    }

    /** Runs of each variant. */
    StringProperty runs() {
        return runs;
    }

    List<Row> rows() {
        return rows;
    }

    /**
     * The plan.
     *
     * @throws InvalidSoakException if a number or a value cannot be used
     */
    SoakPlan plan() throws InvalidSoakException {
        int each;
        try {
            each = Integer.parseInt(runs.get().strip());
        } catch (NumberFormatException e) {
            throw new InvalidSoakException("Runs of each variant: '" + runs.get() + "' is no number.");
        }
        if (each < 1 || each > 100_000) {
            throw new InvalidSoakException("Runs of each variant: 1 to 100000, not " + each + ".");
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (Row row : rows) {
            if (row.what().get() == Varied.NOTHING) {
                continue;
            }
            String name = row.what().get().word();
            List<String> all = Arrays.stream(row.values().get().split(",", -1))
                    .map(String::strip)
                    .toList();
            if (all.contains("") || all.stream().distinct().count() < all.size()) {
                throw new InvalidSoakException(name + " needs values with commas between them, each once, for example "
                        + row.what().get().example() + ".");
            }
            if (values.put(name, all) != null) {
                throw new InvalidSoakException(name + " is varied twice; write all its values into one line.");
            }
        }
        return SoakPlan.of(values, each);
    }

    /** How many runs that makes, or what is wrong. */
    String summary() {
        try {
            SoakPlan plan = plan();
            int variants = plan.variants().size();
            return variants == 1
                    ? plan.size() + " runs"
                    : variants + " variants of " + plan.rounds() + " make " + plan.size() + " runs";
        } catch (InvalidSoakException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
