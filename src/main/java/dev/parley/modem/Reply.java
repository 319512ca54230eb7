package dev.parley.modem;

import dev.parley.at.ResultCode;
import dev.parley.journal.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * The answer to a command, whatever it says: an {@code ERROR} is an answer, too.
 *
 * @param command as it was sent, without CR
 * @param resultText the line of the final result, for example {@code +CME ERROR: SIM not inserted}
 * @param information the lines before it, without CR LF
 * @param payload counted bytes of the answer ({@code AT+QIRD}), else empty
 */
public record Reply(String command, ResultCode code, String resultText, List<String> information, Bytes payload) {
    public Reply {
        information = List.copyOf(information);
    }

    public boolean succeeded() {
        return code.succeeded();
    }

    /** What follows {@code prefix} and its colon in the first information line that begins so, trimmed. */
    public Optional<String> value(String prefix) {
        return values(prefix).stream().findFirst();
    }

    /** What follows {@code prefix} and its colon in each information line that begins so, trimmed. */
    public List<String> values(String prefix) {
        return information.stream()
                .filter(line -> line.startsWith(prefix + ":"))
                .map(line -> line.substring(prefix.length() + 1).strip())
                .toList();
    }
}
