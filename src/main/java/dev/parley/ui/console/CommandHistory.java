package dev.parley.ui.console;

import java.util.ArrayList;
import java.util.List;

/** The commands that were sent, to go back and forth in. What was being typed comes back at the end. */
final class CommandHistory {
    private static final int MOST = 500;

    private final List<String> lines = new ArrayList<>();
    private int at;
    private String draft = "";

    void add(String line) {
        if (lines.isEmpty() || !lines.getLast().equals(line)) {
            lines.add(line);
            if (lines.size() > MOST) {
                lines.removeFirst();
            }
        }
        at = lines.size();
        draft = "";
    }

    /** The line before the one shown; {@code present} where there is none. */
    String older(String present) {
        if (at == lines.size()) {
            draft = present;
        }
        if (at == 0) {
            return present;
        }
        at--;
        return lines.get(at);
    }

    /** The line after the one shown; after the last one, what was being typed. */
    String newer(String present) {
        if (at >= lines.size()) {
            return present;
        }
        at++;
        return at == lines.size() ? draft : lines.get(at);
    }
}
