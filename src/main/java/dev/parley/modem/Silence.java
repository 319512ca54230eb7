package dev.parley.modem;

import dev.parley.at.Dictionary;
import java.time.Duration;

/**
 * A command that waits longer than usual for its answer, or has waited in vain.
 *
 * @param command as it was sent, but without passwords and PINs, or the URC that is due, for example {@code +QIOPEN: 0}
 * @param limit how long the modem may take
 * @param since {@link System#nanoTime()} when the wait began
 * @param over true once nobody waits any more; false while the answer may still come
 * @param sentence for people, for example {@code waiting for AT+QIACT=1, 12 s of 150 s}
 */
public record Silence(String command, Duration limit, long since, boolean over, String sentence) {
    public Silence {
        command = Dictionary.standard().masked(command);
    }

    static Silence waiting(String command, Duration limit, long since) {
        long seconds = Duration.ofNanos(System.nanoTime() - since).toSeconds();
        return new Silence(
                command,
                limit,
                since,
                false,
                "waiting for " + Dictionary.standard().masked(command) + ", " + seconds + " s of "
                        + NoAnswerException.seconds(limit) + " s");
    }
}
