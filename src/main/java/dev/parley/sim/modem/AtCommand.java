package dev.parley.sim.modem;

import dev.parley.journal.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * One command of a command line as the modem reads it (ITU-T V.250 section 5, 3GPP TS 27.007).
 *
 * @param name upper case without the AT: {@code +QIOPEN}, {@code E}, {@code &F}; empty for a bare AT
 */
record AtCommand(String name, Form form, List<Argument> arguments) {
    AtCommand {
        arguments = List.copyOf(arguments);
    }

    enum Form {
        EXECUTE,
        READ,
        TEST,
        SET
    }

    /** @param text without the quotes; empty also where nothing stands between two commas */
    record Argument(String text, boolean quoted) {}

    /** A command line that is no AT grammar; the modem answers {@code ERROR}. */
    static final class SyntaxException extends Exception {
        SyntaxException(String message) {
            super(message);
        }
    }

    /**
     * Reads a command line, which begins with {@code AT} in either case.
     *
     * @throws SyntaxException if a quote is open, or something follows an extended command without a semicolon
     */
    static List<AtCommand> parse(String line) throws SyntaxException {
        String body = withoutBlanks(line.substring(2));
        List<AtCommand> commands = new ArrayList<>();
        int at = 0;
        while (at < body.length()) {
            char first = body.charAt(at);
            if (first == ';') {
                at++;
            } else if (first == '+' || first == '^' || first == '$' || first == '*') {
                int end = endOfExtended(body, at);
                commands.add(extended(body.substring(at, end)));
                at = end;
            } else {
                int end = endOfBasic(body, at);
                commands.add(basic(body.substring(at, end)));
                at = end;
            }
        }
        if (commands.isEmpty()) {
            commands.add(new AtCommand("", Form.EXECUTE, List.of()));
        }
        return List.copyOf(commands);
    }

    boolean has(int index) {
        return index < arguments.size()
                && (arguments.get(index).quoted() || !text(index).isEmpty());
    }

    String text(int index) {
        return index < arguments.size() ? arguments.get(index).text() : "";
    }

    /** The text at {@code index} where the modem takes it as UTF-8: the line is read byte for byte. */
    String utf8(int index) {
        return Bytes.latin1(text(index)).utf8();
    }

    /** The quoted string at {@code index}; nothing where there is none or it is not quoted. */
    Optional<String> string(int index) {
        return index < arguments.size() && arguments.get(index).quoted() ? Optional.of(text(index)) : Optional.empty();
    }

    /** The number at {@code index} if it lies in {@code low} to {@code high}; {@code otherwise} where it is left out. */
    OptionalInt number(int index, int low, int high, int otherwise) {
        return has(index) ? number(index, low, high) : OptionalInt.of(otherwise);
    }

    /** The number at {@code index} if it is one and lies in {@code low} to {@code high}. */
    OptionalInt number(int index, int low, int high) {
        String text = text(index);
        if (text.isEmpty() || text.length() > 9 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return OptionalInt.empty();
        }
        int value = Integer.parseInt(text);
        return value < low || value > high ? OptionalInt.empty() : OptionalInt.of(value);
    }

    /** The texts from {@code index} on, with commas between them. */
    String rest(int index) {
        return arguments.stream().skip(index).map(Argument::text).collect(Collectors.joining(","));
    }

    /** The answer of a command that is only executed: one line. */
    Answer executeOnly(Supplier<String> line) {
        return switch (form) {
            case EXECUTE -> Answer.information(line.get());
            case TEST -> Answer.OK;
            case READ, SET -> Answer.ERROR;
        };
    }

    /** {@code text} as a string on the line. */
    static String quoted(String text) {
        return "\"" + text + "\"";
    }

    private static String withoutBlanks(String text) throws SyntaxException {
        StringBuilder kept = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted ^= c == '"';
            if (quoted || c != ' ') {
                kept.append(c);
            }
        }
        if (quoted) {
            throw new SyntaxException("a quote is not closed");
        }
        return kept.toString();
    }

    private static int endOfExtended(String body, int from) {
        boolean quoted = false;
        for (int i = from; i < body.length(); i++) {
            quoted ^= body.charAt(i) == '"';
            if (!quoted && body.charAt(i) == ';') {
                return i;
            }
        }
        return body.length();
    }

    private static int endOfBasic(String body, int from) {
        int at = from + (body.charAt(from) == '&' ? 2 : 1);
        if (at > body.length()) {
            return body.length();
        }
        at = skipDigits(body, at);
        if (at < body.length() && body.charAt(at) == '?') {
            return at + 1;
        }
        return at < body.length() && body.charAt(at) == '=' ? skipDigits(body, at + 1) : at;
    }

    private static int skipDigits(String body, int from) {
        int at = from;
        while (at < body.length() && Character.isDigit(body.charAt(at))) {
            at++;
        }
        return at;
    }

    private static AtCommand basic(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        int name = upper.startsWith("&") && upper.length() > 1 ? 2 : 1;
        String number = upper.substring(name);
        if (upper.endsWith("?")) {
            return new AtCommand(upper.substring(0, upper.length() - 1), Form.READ, List.of());
        }
        int equals = upper.indexOf('=');
        if (equals > 0) {
            return new AtCommand(
                    upper.substring(0, equals), Form.SET, List.of(new Argument(upper.substring(equals + 1), false)));
        }
        return new AtCommand(
                upper.substring(0, name),
                Form.EXECUTE,
                number.isEmpty() ? List.of() : List.of(new Argument(number, false)));
    }

    private static AtCommand extended(String text) throws SyntaxException {
        int equals = text.indexOf('=');
        if (equals < 0) {
            boolean read = text.endsWith("?");
            String name = (read ? text.substring(0, text.length() - 1) : text).toUpperCase(Locale.ROOT);
            return new AtCommand(name, read ? Form.READ : Form.EXECUTE, List.of());
        }
        String name = text.substring(0, equals).toUpperCase(Locale.ROOT);
        String rest = text.substring(equals + 1);
        return rest.equals("?")
                ? new AtCommand(name, Form.TEST, List.of())
                : new AtCommand(name, Form.SET, arguments(rest));
    }

    private static List<Argument> arguments(String text) throws SyntaxException {
        List<Argument> arguments = new ArrayList<>();
        int at = 0;
        while (true) {
            boolean quoted = at < text.length() && text.charAt(at) == '"';
            int end;
            if (quoted) {
                int close = text.indexOf('"', at + 1);
                arguments.add(new Argument(text.substring(at + 1, close), true));
                end = close + 1;
                if (end < text.length() && text.charAt(end) != ',') {
                    throw new SyntaxException("something follows a closing quote");
                }
            } else {
                int comma = text.indexOf(',', at);
                end = comma < 0 ? text.length() : comma;
                arguments.add(new Argument(text.substring(at, end), false));
            }
            if (end >= text.length()) {
                return arguments;
            }
            at = end + 1;
        }
    }
}
