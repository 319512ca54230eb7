package dev.parley.link;

import java.util.Locale;
import java.util.Map;

/**
 * The password in a command that has one: {@code AT+QMTCONN}, {@code AT+QICSGP}, {@code AT+CGAUTH} and {@code AT+QFTPCFG="account"}. The
 * same for a command and for its echo, so that both still fit each other. Its quotes stay.
 */
final class PasswordMask implements SecretMask.Part {
    /** Which argument it is, counted from 0. */
    private static final Map<String, Integer> PASSWORDS = Map.of("QMTCONN", 3, "QICSGP", 4, "CGAUTH", 3, "QFTPCFG", 2);

    private static final int LONGEST_NAME = 10;

    private final StringBuilder last = new StringBuilder();
    private int wanted = -1;
    private int argument;
    private boolean quoted;

    @Override
    public boolean hides(int value) {
        if (value == '\r' || value == '\n') {
            wanted = -1;
            last.setLength(0);
            return false;
        }
        if (wanted < 0) {
            name((char) value);
            return false;
        }
        return inArgument(value);
    }

    private boolean inArgument(int value) {
        if (value == '"') {
            quoted = !quoted;
        } else if (!quoted && value == ',') {
            argument++;
        } else if (!quoted && value == ';') {
            wanted = -1;
            last.append(';');
        } else {
            return argument == wanted;
        }
        return false;
    }

    private void name(char value) {
        if (value != '=') {
            if (last.length() == LONGEST_NAME) {
                last.deleteCharAt(0);
            }
            last.append(Character.toUpperCase(value));
            return;
        }
        String text = last.toString().toUpperCase(Locale.ROOT);
        int plus = text.lastIndexOf('+');
        boolean command = plus > 0 && (text.charAt(plus - 1) == 'T' || text.charAt(plus - 1) == ';');
        wanted = command ? PASSWORDS.getOrDefault(text.substring(plus + 1), -1) : -1;
        argument = 0;
        quoted = false;
        last.setLength(0);
    }
}
