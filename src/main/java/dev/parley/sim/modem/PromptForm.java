package dev.parley.sim.modem;

import java.time.Duration;

/**
 * How the host is asked for payload, and what ends it.
 *
 * @param connect true for {@code CONNECT}, which asks for a file's bytes, false for the prompt
 * @param length how many bytes end it, or 0 where Ctrl-Z does
 * @param most how many bytes are kept where Ctrl-Z ends it; more are lost
 * @param limit how long the host may pause; zero for ever
 * @param acknowledges after how many bytes each the modem says {@code A}; 0 for never
 */
record PromptForm(boolean connect, int length, int most, Duration limit, int acknowledges) {
    /** The prompt for as many bytes. */
    static PromptForm exactly(int length) {
        return new PromptForm(false, length, length, Duration.ZERO, 0);
    }

    /** The prompt for bytes up to Ctrl-Z. */
    static PromptForm untilCtrlZ(int most) {
        return new PromptForm(false, 0, most, Duration.ZERO, 0);
    }

    /** {@code CONNECT} for a file's bytes, which are never echoed. */
    static PromptForm file(int length, Duration limit) {
        return file(length, limit, 0);
    }

    /** As the other; the modem says {@code A} after so many bytes each, and the host is to wait for it. */
    static PromptForm file(int length, Duration limit, int acknowledges) {
        return new PromptForm(true, length, length, limit, acknowledges);
    }
}
