package dev.parley.sim.modem;

import java.time.Duration;

/**
 * Words and small habits in which modules, their firmware and what is written about them differ; none changes what is possible.
 *
 * @param shutdown what a modem says before it goes off: {@code POWERED DOWN} in the manuals, {@code NORMAL POWER DOWN} in one driver
 * @param emptyReadLine true if an empty line follows {@code +QIRD: 0}, as one derives it from the manual
 * @param hexLimit how many hex digits {@code AT+QISENDEX} takes: 1024 where its "512 bytes" are bytes, 512 where they are digits
 * @param publishExAnswer the name under which the result of {@code AT+QMTPUBEX} comes
 * @param mqttOpenError true if a failed {@code AT+QMTOPEN} says {@code ERROR} behind its URC, as one log has it
 * @param scanAborted the result of an {@code AT+COPS=?} that the host ended by typing
 * @param waitUnit what {@code AT+QICFG="transwaittm"} counts: 100 ms in the BG95's note, 1 ms in the EC200U's; zero to send what comes
 *     in transparent mode at once
 * @param deactivatesAtSleep true if {@code pdpdeact} comes before the modem goes into PSM
 * @param deactivatesAtRestart true if {@code pdpdeact} comes before the modem goes off for {@code AT+CFUN=1,1}
 */
public record Dialect(
        String shutdown,
        boolean emptyReadLine,
        int hexLimit,
        String publishExAnswer,
        boolean mqttOpenError,
        String scanAborted,
        Duration waitUnit,
        boolean deactivatesAtSleep,
        boolean deactivatesAtRestart) {
    /** As the manuals have it, as far as they say. */
    public static final Dialect MANUALS =
            new Dialect("POWERED DOWN", false, 1024, "+QMTPUBEX", false, "ABORTED", Duration.ZERO, false, false);
}
