package dev.parley.modem;

import dev.parley.journal.Event;
import java.util.ArrayList;
import java.util.List;

/**
 * Connections of an earlier session: a modem outlives the program that drives it, and an id that is still taken is refused
 * (error 563 on {@code AT+QIOPEN}, result 2 on {@code AT+QMTOPEN}).
 */
final class StaleConnections {
    /**
     * A kind of connection.
     *
     * @param prefix of a line for each that is open, the id its first value
     * @param close the command that ends one, up to its id
     */
    private record Kind(String word, String query, String prefix, String close) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("socket", "AT+QISTATE?", "+QISTATE", "AT+QICLOSE="),
            new Kind("TLS socket", "AT+QSSLSTATE?", "+QSSLSTATE", "AT+QSSLCLOSE="),
            // AT+QMTOPEN? has been seen to stay without an answer.
            new Kind("MQTT client", "AT+QMTCONN?", "+QMTCONN", "AT+QMTCLOSE="));

    private final Modem modem;

    StaleConnections(Modem modem) {
        this.modem = modem;
    }

    /** Closes them all and says which there were. */
    String close() throws ModemException {
        List<String> closed = new ArrayList<>();
        for (Kind kind : KINDS) {
            for (int id : open(kind)) {
                modem.require(kind.close() + id);
                closed.add(kind.word() + " " + id);
            }
        }
        return closed.isEmpty() ? "none" : "closed " + String.join(", ", closed);
    }

    private List<Integer> open(Kind kind) throws ModemException {
        Reply reply;
        try {
            reply = modem.send(kind.query(), modem.profile().timing().usual(), Event.Origin.PARLEY);
        } catch (NoAnswerException e) {
            // Firmware without these commands may say nothing; the engine finds its step again.
            modem.link().journal().note("whether a " + kind.word() + " is open is not known: " + e.getMessage());
            return List.of();
        }
        return reply.values(kind.prefix()).stream()
                .map(line -> Modem.number(line.split(",", 2)[0], -1))
                .filter(id -> id >= 0)
                .distinct()
                .toList();
    }
}
