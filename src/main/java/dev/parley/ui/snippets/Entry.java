package dev.parley.ui.snippets;

import dev.parley.at.Exchange;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Place;
import dev.parley.session.snippet.Snippet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A snippet that can be chosen.
 *
 * @param origin where it is from, in a few words
 */
public record Entry(Snippet snippet, String origin) {
    /** What a snippet is called that was made of console rows, until the operator names it. */
    static final String FROM_ROWS = "from-the-console";

    /**
     * A snippet of the commands among {@code rows}, in their order; nothing where there is none.
     *
     * @param read gives the bytes that followed a prompt; may read a file
     */
    public static Optional<Entry> ofRows(List<Exchange> rows, Function<Place, Bytes> read) {
        List<Snippet.Step> steps = new ArrayList<>();
        int leftOut = 0;
        for (Exchange exchange : rows) {
            if (exchange.kind() != Exchange.Kind.COMMAND || exchange.text().isBlank()) {
                continue;
            }
            Optional<String> payload = payload(exchange, read);
            if (payload.isPresent()) {
                steps.add(new Snippet.Step(
                        "",
                        exchange.text(),
                        payload.get(),
                        "",
                        List.of(),
                        Optional.empty(),
                        1,
                        1,
                        Duration.ZERO,
                        false));
            } else {
                leftOut++;
            }
        }
        if (steps.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Entry(
                new Snippet(FROM_ROWS, "", List.of(), steps, 1, Duration.ZERO),
                leftOut == 0
                        ? "made of console rows"
                        : "made of console rows; " + leftOut + " that sent bytes which are no text "
                                + (leftOut == 1 ? "is" : "are") + " left out"));
    }

    /** What was sent after the prompt; empty for nothing, nothing where it is no text and so cannot be in a snippet. */
    private static Optional<String> payload(Exchange exchange, Function<Place, Bytes> read) {
        StringBuilder sent = new StringBuilder();
        for (Exchange.Line line : exchange.lines()) {
            if (line.role() == Exchange.Role.PAYLOAD && line.direction() == Direction.TX) {
                Bytes bytes = read.apply(line.place());
                String text = bytes.utf8();
                if (!Bytes.utf8(text).equals(bytes) || text.chars().anyMatch(c -> c < ' ' && c != '\r' && c != '\n')) {
                    return Optional.empty();
                }
                sent.append(text);
            }
        }
        return Optional.of(sent.toString());
    }
}
