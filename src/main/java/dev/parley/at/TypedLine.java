package dev.parley.at;

import java.util.Optional;

/**
 * A command line that is about to be sent: its text, and its commands with the place of each argument.
 *
 * @param text as it would be sent, without CR
 */
record TypedLine(String text, CommandLine line) {
    static TypedLine of(String text) {
        return new TypedLine(text, CommandLine.parse(text));
    }

    /** The command of that name that sets something, if the line has one. */
    Optional<CommandLine.Command> set(String name) {
        for (CommandLine.Command command : line.commands()) {
            if (command.form() == CommandLine.Form.SET && command.name().equals(name)) {
                return Optional.of(command);
            }
        }
        return Optional.empty();
    }

    Caution caution(String rule, String sentence, String advice) {
        return new Caution(rule, sentence, advice, 0, text.length());
    }

    /** A caution about the first place of {@code part} in the line; about the whole line if it is not there. */
    Caution caution(String rule, String sentence, String advice, String part) {
        int at = part.isEmpty() ? -1 : text.indexOf(part);
        return at < 0 ? caution(rule, sentence, advice) : new Caution(rule, sentence, advice, at, at + part.length());
    }
}
