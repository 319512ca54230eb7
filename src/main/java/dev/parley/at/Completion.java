package dev.parley.at;

import java.util.List;
import java.util.Optional;

/**
 * What may come next where the caret stands in a command line that is being typed.
 *
 * @param from the first character that a candidate replaces
 * @param to the character after the last one it replaces
 * @param candidates the likeliest first
 * @param hint the parameter under the caret, if the caret is among a known command's parameters
 */
public record Completion(int from, int to, List<Candidate> candidates, Optional<Hint> hint) {
    public Completion {
        candidates = List.copyOf(candidates);
    }

    /** What a candidate is. */
    public enum Kind {
        /** A command, for example {@code AT+QIOPEN}. */
        COMMAND,
        /** What can be asked of the command: {@code =}, {@code ?}, {@code =?}. */
        FORM,
        /** A value that the dictionary names, for example {@code 2} or {@code "TCP"}. */
        VALUE,
        /** A value that this session knows, for example the connectID of an open socket. */
        SESSION
    }

    /**
     * One way to go on.
     *
     * @param text what replaces the characters {@code from} to {@code to}
     * @param label short, for a list: the text, or what of it is new
     * @param about what it means, in words; may be empty
     */
    public record Candidate(String text, String label, String about, Kind kind) {}

    /**
     * What is expected where the caret stands.
     *
     * @param signature the command with all its parameters, for example
     *     {@code AT+QISEND=<connectID>[,<send_length>]}
     * @param from where the parameter under the caret begins in the signature; equal to {@code to} where it is none of them
     * @param to the character after it
     * @param name the parameter's name
     * @param about what it is and may be, in words, with its unit and what it is where it is left out
     */
    public record Hint(String signature, int from, int to, String name, String about) {}

    /** As {@link #of(String, int, Dictionary, NetworkPicture)} where nothing is known of the modem. */
    public static Completion of(String text, int caret, Dictionary dictionary) {
        return of(text, caret, dictionary, NetworkPicture.unknown());
    }

    /**
     * What may come next.
     *
     * @param text the line typed so far, without CR
     * @param caret between 0 and the text's length
     * @param network what this session knows: sockets that are open, PDP contexts
     */
    public static Completion of(String text, int caret, Dictionary dictionary, NetworkPicture network) {
        if (caret < 0 || caret > text.length()) {
            throw new IllegalArgumentException("caret " + caret + " in a line of " + text.length());
        }
        return new CompletionSearch(dictionary, network).of(text, caret);
    }
}
