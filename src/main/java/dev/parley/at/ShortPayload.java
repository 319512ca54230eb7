package dev.parley.at;

import dev.parley.journal.Bytes;
import java.util.List;

/** Finds where counted payload ends that lost bytes on the way, in what was held as payload and is more than that. */
final class ShortPayload {
    private static final Bytes READY = Bytes.latin1("\r\nRDY\r\n");
    private static final List<Bytes> ENDS = List.of(
            Bytes.latin1("\r\nOK\r\n"),
            Bytes.latin1("\r\nERROR\r\n"),
            Bytes.latin1("\r\nSEND OK\r\n"),
            Bytes.latin1("\r\nSEND FAIL\r\n"));
    private static final List<Bytes> URC_HEADERS =
            List.of(Bytes.latin1("\r\n+QIURC: \""), Bytes.latin1("\r\n+QSSLURC: \""));

    private static final int LF = '\n';
    private static final int CR = '\r';

    private ShortPayload() {}

    /**
     * Where the last final result begins that only whole lines follow, or -1.
     *
     * @param answer true where a command asked for the payload: an answer's payload has a CR LF of its own behind it
     */
    static int resultAt(Bytes held, boolean answer) {
        int cut = -1;
        for (Bytes end : ENDS) {
            int at = indexOf(held, end, 0);
            while (at >= 0) {
                cut = Math.max(cut, at);
                at = indexOf(held, end, at + 1);
            }
        }
        if (cut < 0 || held.u8(held.length() - 1) != LF) {
            return -1;
        }
        for (int i = cut; i < held.length(); i++) {
            int value = held.u8(i);
            if ((value < ' ' || value > '~') && value != CR && value != LF) {
                return -1;
            }
        }
        return answer && cut >= 2 && held.u8(cut - 2) == CR && held.u8(cut - 1) == LF ? cut - 2 : cut;
    }

    /** Where {@code RDY} says that the modem started anew, or -1. */
    static int readyAt(Bytes held) {
        return indexOf(held, READY, 0);
    }

    /** Where the first socket URC begins, or the length of what is held. */
    static int urcAt(Bytes held) {
        int cut = held.length();
        for (Bytes header : URC_HEADERS) {
            int at = indexOf(held, header, 0);
            cut = at >= 0 ? Math.min(cut, at) : cut;
        }
        return cut;
    }

    private static int indexOf(Bytes bytes, Bytes wanted, int from) {
        for (int i = bytes.indexOf(wanted.u8(0), from); i >= 0; i = bytes.indexOf(wanted.u8(0), i + 1)) {
            if (i + wanted.length() > bytes.length()) {
                return -1;
            }
            if (bytes.slice(i, i + wanted.length()).equals(wanted)) {
                return i;
            }
        }
        return -1;
    }
}
