package dev.parley.link;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The password in an answer that has one: {@code +QICSGP}, {@code +CGAUTH} and {@code +QFTPCFG: "account"}. Its quotes stay. What is hidden
 * is kept in memory, so that a setting that is put back goes back whole ({@link #revealed}). One thread feeds it; any may ask.
 */
final class AnswerPasswordMask implements SecretMask.Part {
    /** Which of the answer's quoted values it is, counted from 1: the numbers in front of them differ by the form of the query. */
    private static final Map<String, Integer> PASSWORDS = Map.of("+QICSGP", 3, "+CGAUTH", 2, "+QFTPCFG", 3);

    private static final int LONGEST_NAME = 10;

    /**
     * What a password belongs to. An answer does not repeat the context it was asked for, but another context has another APN or user.
     *
     * @param name the answer's, without its plus
     * @param before what stands between the first quote and the password
     */
    private record Setting(String name, String before) {}

    private final Map<Setting, String> told = new HashMap<>();
    private final StringBuilder name = new StringBuilder();
    private final StringBuilder before = new StringBuilder();
    private final StringBuilder secret = new StringBuilder();
    /** 0 where this line has no password. */
    private int wanted;

    private boolean named;
    private int strings;
    private boolean quoted;

    @Override
    public boolean hides(int value) {
        if (value == '\r' || value == '\n') {
            name.setLength(0);
            before.setLength(0);
            secret.setLength(0);
            wanted = 0;
            named = false;
            strings = 0;
            quoted = false;
            return false;
        }
        if (!named) {
            name((char) value);
            return false;
        }
        return wanted > 0 && inValue(value);
    }

    private void name(char value) {
        if (value == ':') {
            named = true;
            wanted = PASSWORDS.getOrDefault(name.toString(), 0);
        } else if (name.length() < LONGEST_NAME) {
            name.append(value);
        } else {
            named = true;
        }
    }

    private boolean inValue(int value) {
        if (value != '"') {
            boolean hidden = quoted && strings == wanted;
            if (hidden) {
                secret.append((char) value);
            } else if (strings > 0) {
                before.append((char) value);
            }
            return hidden;
        }
        quoted = !quoted;
        if (quoted) {
            strings++;
        } else if (strings == wanted && !secret.isEmpty()) {
            keep();
        }
        before.append('"');
        return false;
    }

    private synchronized void keep() {
        told.put(new Setting(name.substring(1), before.toString()), secret.toString());
    }

    /**
     * The command line {@code line} as it was meant: where its password is the stars that stand for what the modem told, with what it told.
     */
    synchronized Optional<String> revealed(String line) {
        for (Map.Entry<Setting, String> each : told.entrySet()) {
            Setting setting = each.getKey();
            String password = each.getValue();
            int at = line.indexOf(setting.before() + "*".repeat(password.length()) + "\"");
            if (at > 0 && line.toUpperCase(Locale.ROOT).startsWith("AT+" + setting.name() + "=")) {
                int from = at + setting.before().length();
                return Optional.of(line.substring(0, from) + password + line.substring(from + password.length()));
            }
        }
        return Optional.empty();
    }
}
