package dev.parley.modem;

import dev.parley.at.Dictionary;

/** A command of Parley's own was not sent, for the operator wants Parley to listen only. */
public final class ListenOnlyException extends ModemException {
    ListenOnlyException(String command) {
        super(
                Dictionary.standard().masked(command)
                        + " was not sent: Parley only listens; switch that off to let it write",
                null);
    }
}
