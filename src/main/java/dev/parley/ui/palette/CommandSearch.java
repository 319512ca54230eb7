package dev.parley.ui.palette;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Finds commands by what is typed: every word has to occur in its name, its group or its keys. */
final class CommandSearch {
    private CommandSearch() {}

    /**
     * The commands that {@code typed} means, the likeliest first: those used last, then those of which a word begins with the first
     * word typed, then the others, each in the order they have.
     *
     * @param recent titles of the commands used last, the last one first
     */
    static List<Command> find(List<Command> commands, List<String> recent, String typed) {
        List<String> words = Stream.of(typed.strip().toLowerCase(Locale.ROOT).split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
        return commands.stream()
                .filter(command -> words.stream().allMatch(text(command)::contains))
                .sorted(Comparator.comparingInt((Command command) -> age(command, recent))
                        .thenComparingInt(command -> begins(command, words) ? 0 : 1))
                .toList();
    }

    private static String text(Command command) {
        return (command.title() + " " + command.shownKeys()).toLowerCase(Locale.ROOT);
    }

    private static int age(Command command, List<String> recent) {
        int at = recent.indexOf(command.title());
        return at < 0 ? Integer.MAX_VALUE : at;
    }

    private static boolean begins(Command command, List<String> words) {
        return words.isEmpty()
                || Stream.of(command.name().toLowerCase(Locale.ROOT).split("\\W+", -1))
                        .anyMatch(word -> word.startsWith(words.getFirst()));
    }
}
