package dev.parley.doctor;

import dev.parley.socket.ModemSocket;

/** The evidence of an {@code AT+QIOPEN} that failed. */
final class OpenFailure {
    private OpenFailure() {}

    static Evidence evidence(CaseView session, ModemSocket socket) {
        return Facts.urcs(session, "+QIOPEN")
                .filter(urc -> urc.nanos() >= socket.openRequestedNanos()
                        && urc.argument(0).equals(Integer.toString(socket.id()))
                        && urc.argument(1).equals(Integer.toString(socket.openError())))
                .findFirst()
                .map(urc -> Facts.evidence(
                        urc,
                        "the modem's answer to AT+QIOPEN for " + socket.host() + ":" + socket.port() + ", "
                                + Facts.time(urc.nanos() - socket.openRequestedNanos()) + " after the command"))
                .or(() -> Facts.commands(session, "AT+QIOPEN")
                        .filter(exchange -> exchange.startNanos() >= socket.openRequestedNanos())
                        .findFirst()
                        .map(Facts::evidence))
                .orElseGet(() -> new Evidence(
                        "AT+QIOPEN for " + socket.host() + " ended with error " + socket.openError(),
                        socket.closeEvidence(),
                        socket.openRequestedNanos()));
    }
}
