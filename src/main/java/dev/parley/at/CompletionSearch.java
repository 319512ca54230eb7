package dev.parley.at;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds what may come next in a line that is being typed. */
final class CompletionSearch {
    private final Dictionary dictionary;

    CompletionSearch(Dictionary dictionary) {
        this.dictionary = dictionary;
    }

    Completion of(String text, int caret) {
        String typed = text.substring(0, caret).toUpperCase(Locale.ROOT);
        List<Completion.Candidate> candidates = typed.isEmpty() || typed.indexOf('=') >= 0
                ? List.of()
                : dictionary.entries().stream()
                        .filter(entry -> entry.kind() == Dictionary.Kind.COMMAND)
                        .map(entry -> new Completion.Candidate(
                                entry.name().startsWith("AT") ? entry.name() : "AT" + entry.name(),
                                entry.name(),
                                entry.title(),
                                Completion.Kind.COMMAND))
                        .filter(candidate -> candidate.text().startsWith(typed))
                        .toList();
        return new Completion(0, caret, candidates, Optional.empty());
    }
}
