package dev.parley.importer;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;

/**
 * Puts a TLS log, which knows no modem, on a link: a transparent socket, the plainest there is. The two AT lines around it are
 * Parley's own words, and a note says so.
 */
final class TlsEnvelope {
    private final Transcript out;
    private boolean open;

    TlsEnvelope(Transcript out) {
        this.out = out;
    }

    void record(Direction direction, Bytes bytes) {
        if (!open) {
            open = true;
            out.note("The log has TLS records and no AT commands: the AT+QIOPEN and CONNECT here stand in for a"
                    + " connection it does not show.");
            out.host(Bytes.latin1("AT+QIOPEN=1,0,\"TCP\",\"not-in-the-log\",0,0,2\r"));
            out.modem(Bytes.latin1("\r\nCONNECT\r\n"));
        }
        out.traffic(direction, bytes);
    }
}
