package dev.parley.at;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A command line taken apart: one or more commands after a single {@code AT} (ITU-T V.250, 5.2).
 *
 * <pre>
 * line      = "AT" command *( [";"] command )
 * command   = extended / basic
 * extended  = ( "+" / "^" / "$" / "#" / "*" / "%" ) name [ "?" / "=?" / "=" parameters ]     until ";" or the end
 * basic     = letter [number] / "&amp;" letter [number] / "S" number ( "?" / "=" value ) / "D" dial-string
 * </pre>
 *
 * Names are given in upper case, whatever the host typed; a basic command's name includes its {@code AT} ({@code ATE},
 * {@code AT&D}), and a bare {@code AT} is a command, too.
 *
 * @param text as the host wrote it, without CR
 * @param commands at least one
 */
public record CommandLine(String text, List<Command> commands) {
    public CommandLine {
        commands = List.copyOf(commands);
    }

    /** What is asked of a command. */
    public enum Form {
        /** {@code AT+CSQ}, {@code ATE0}. */
        EXECUTE,
        /** {@code AT+CEREG?}. */
        READ,
        /** {@code AT+COPS=?}. */
        TEST,
        /** {@code AT+QIRD=0,1500}. */
        SET
    }

    /**
     * One command of the line.
     *
     * @param name upper case, for example {@code +QISEND} or {@code ATE}
     * @param arguments the values after {@code =}, unquoted; a left-out one is empty text
     */
    public record Command(String name, Form form, List<String> arguments) {
        public Command {
            arguments = List.copyOf(arguments);
        }

        /** The argument at {@code index}, or empty text where there is none. */
        public String argument(int index) {
            return index < arguments.size() ? arguments.get(index) : "";
        }

        /** The argument at {@code index} as a number, or {@code otherwise} where there is none or it is no number. */
        public int number(int index, int otherwise) {
            return Values.number(argument(index), otherwise);
        }
    }

    /** The first command; the only one of nearly every line. */
    public Command first() {
        return commands.getFirst();
    }

    /** True if one of the commands is {@code name} (upper case). */
    public boolean names(String name) {
        for (Command command : commands) {
            if (command.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** The comma-separated values of {@code text}, unquoted and without blanks around them; no text, no values. */
    public static List<String> values(String text) {
        return Values.split(text);
    }

    /** Takes {@code text} apart. Never fails: what is no AT command becomes a command named after its text. */
    public static CommandLine parse(String text) {
        int end = text.length();
        int at = 0;
        while (at < end && text.charAt(at) <= ' ') {
            at++;
        }
        if (!text.regionMatches(true, at, "AT", 0, 2)) {
            return new CommandLine(
                    text, List.of(new Command(text.strip().toUpperCase(Locale.ROOT), Form.EXECUTE, List.of())));
        }
        at += 2;
        List<Command> commands = new ArrayList<>(1);
        while (at < end) {
            char c = text.charAt(at);
            if (c == ';' || c <= ' ') {
                at++;
            } else if (isBasic(c)) {
                at = basic(text, at, commands);
            } else {
                int stop = Values.unquoted(text, ';', at);
                commands.add(extended(text.substring(at, stop)));
                at = stop;
            }
        }
        if (commands.isEmpty()) {
            commands.add(new Command("AT", Form.EXECUTE, List.of()));
        }
        return new CommandLine(text, commands);
    }

    private static boolean isBasic(char c) {
        return c == '&' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    private static int basic(String text, int from, List<Command> commands) {
        int at = from;
        if (text.charAt(at) == '&' && at + 1 < text.length()) {
            at++;
        }
        at++;
        String name = "AT" + text.substring(from, at).toUpperCase(Locale.ROOT);
        if (name.equals("ATD")) {
            int stop = Values.unquoted(text, ';', at);
            commands.add(new Command(name, Form.SET, List.of(text.substring(at, stop))));
            return stop;
        }
        int digits = at;
        while (at < text.length() && Character.isDigit(text.charAt(at))) {
            at++;
        }
        String number = text.substring(digits, at);
        if (name.equals("ATS")) {
            name += number;
            number = "";
        }
        if (at < text.length() && text.charAt(at) == '?') {
            commands.add(new Command(name, Form.READ, List.of()));
            return at + 1;
        }
        if (at < text.length() && text.charAt(at) == '=') {
            int stop = Values.unquoted(text, ';', at);
            commands.add(new Command(name, Form.SET, Values.split(text.substring(at + 1, stop))));
            return stop;
        }
        commands.add(new Command(name, Form.EXECUTE, number.isEmpty() ? List.of() : List.of(number)));
        return at;
    }

    private static Command extended(String text) {
        String trimmed = text.stripTrailing();
        int stop = 0;
        while (stop < trimmed.length() && trimmed.charAt(stop) != '=' && trimmed.charAt(stop) != '?') {
            stop++;
        }
        String name = trimmed.substring(0, stop).strip().toUpperCase(Locale.ROOT);
        if (stop == trimmed.length()) {
            return new Command(name, Form.EXECUTE, List.of());
        }
        if (trimmed.charAt(stop) == '?') {
            return new Command(name, Form.READ, List.of());
        }
        String rest = trimmed.substring(stop + 1);
        if (rest.strip().equals("?")) {
            return new Command(name, Form.TEST, List.of());
        }
        return new Command(name, Form.SET, Values.split(rest));
    }
}
