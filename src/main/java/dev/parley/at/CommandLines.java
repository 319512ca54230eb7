package dev.parley.at;

import org.jspecify.annotations.Nullable;

/**
 * Command lines taken apart, each once, as a session says the same few again and again. Holds some hundred; a newer one takes the
 * place of an older one. Used by one thread.
 */
public final class CommandLines {
    private static final int BITS = 8;

    private final @Nullable CommandLine[] known = new CommandLine[1 << BITS];

    /** {@link CommandLine#parse} of {@code text}. */
    public CommandLine of(String text) {
        int slot = (text.hashCode() * 0x9E3779B9) >>> (32 - BITS);
        CommandLine seen = known[slot];
        if (seen != null && seen.text().equals(text)) {
            return seen;
        }
        CommandLine parsed = CommandLine.parse(text);
        known[slot] = parsed;
        return parsed;
    }
}
