package dev.parley.ui.console;

import dev.parley.at.Dictionary;
import dev.parley.at.ExplainedField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The commands that were sent, to go back and forth in. What was being typed comes back at the end. A line that holds a PIN or a
 * password can be gone back to while the program runs, and is not among those to be kept.
 */
final class CommandHistory {
    private static final int MOST = 500;

    private final List<String> lines = new ArrayList<>();
    private int at;
    private String draft = "";

    /** Begins with what was kept, oldest first. */
    void begin(List<String> kept) {
        lines.addAll(0, kept);
        while (lines.size() > MOST) {
            lines.removeFirst();
        }
        at = lines.size();
    }

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

    /** The newest line before the one shown that holds {@code words}, whatever the case. */
    Optional<String> find(String words) {
        String lower = words.toLowerCase(Locale.ROOT);
        for (int i = Math.min(at, lines.size()) - 1; i >= 0; i--) {
            if (lines.get(i).toLowerCase(Locale.ROOT).contains(lower)) {
                at = i;
                return Optional.of(lines.get(i));
            }
        }
        return Optional.empty();
    }

    /** Begins the next search at the newest line. */
    void fromTheEnd() {
        at = lines.size();
    }

    /** What may be written to a file, oldest first. */
    List<String> toKeep() {
        return lines.stream().filter(CommandHistory::mayBeKept).toList();
    }

    /** False for a line with a PIN, a password or the like. */
    static boolean mayBeKept(String line) {
        String upper = line.toUpperCase(Locale.ROOT);
        return !upper.contains("PIN=")
                && !upper.contains("PWD=")
                && !upper.contains("PASS")
                && Dictionary.standard().fields(line).stream().noneMatch(ExplainedField::sensitive);
    }
}
