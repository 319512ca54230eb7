package dev.parley.modem;

import dev.parley.at.Dictionary;
import java.time.Duration;

/** The modem did not answer within a command's time limit. The engine stays usable: it finds its step again by itself. */
public final class NoAnswerException extends ModemException {
    private final String command;

    /**
     * A command that was not answered.
     *
     * @param awaited what did not come, for example {@code answer} or {@code prompt}
     * @param advice what to look at; empty for nothing in particular
     */
    NoAnswerException(String awaited, String command, Duration limit, String advice) {
        super(
                "no " + awaited + " to " + Dictionary.standard().masked(command) + " for " + seconds(limit) + " s"
                        + (advice.isEmpty() ? "" : "; " + advice),
                null);
        this.command = Dictionary.standard().masked(command);
    }

    /** Without passwords and PINs. */
    public String command() {
        return command;
    }

    static String seconds(Duration limit) {
        return limit.toMillis() % 1000 == 0
                ? Long.toString(limit.toSeconds())
                : java.math.BigDecimal.valueOf(limit.toMillis(), 3)
                        .stripTrailingZeros()
                        .toPlainString();
    }
}
