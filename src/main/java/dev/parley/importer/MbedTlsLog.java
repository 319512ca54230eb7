package dev.parley.importer;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * mbedTLS's debug log (2.x to 4.x), also with another program's words in front: from level 4 on it has every record, dumped as
 * {@code output record sent to network} and {@code input record from network}. Its states and functions become notes; dumps of
 * anything else (secrets are among them) are left out. Without dumps only the sizes of records are known.
 */
final class MbedTlsLog implements LogFormat {
    private static final String SENT = "dumping 'output record sent to network'";
    private static final String RECEIVED = "dumping 'input record from network'";
    private static final String DUMPING = "dumping '";

    @Override
    public String name() {
        return "mbedTLS debug log";
    }

    @Override
    public int score(LogText head) {
        return Scores.share(
                head,
                93,
                line -> line.contains("client state: ")
                        || line.contains("=> write record")
                        || line.contains("=> fetch input")
                        || line.contains("=> handshake"));
    }

    @Override
    public void read(LogText log, Transcript out) {
        Reader reader = new Reader(out);
        log.lines(reader::line);
        reader.end();
    }

    private static final class Reader {
        private final Transcript out;
        private final TlsEnvelope tls;
        private final List<Bytes> dump = new ArrayList<>();
        private @Nullable Direction direction;
        private int left;
        private boolean recordsDumped;
        private boolean sizesOnly;

        Reader(Transcript out) {
            this.out = out;
            this.tls = new TlsEnvelope(out);
        }

        void line(String line) {
            out.line();
            Stamp stamp = Stamp.of(line);
            if (stamp != null && stamp.nanos() >= 0) {
                out.at(stamp);
            }
            int dumping = line.indexOf(DUMPING);
            if (dumping >= 0) {
                endDump();
                left = size(line);
                direction = line.startsWith(SENT, dumping)
                        ? Direction.TX
                        : line.startsWith(RECEIVED, dumping) ? Direction.RX : null;
                recordsDumped |= direction != null;
            } else if (left > 0 && isDump(line)) {
                Bytes bytes = HexText.pairs(line, dumpStart(line));
                left -= bytes.length();
                if (direction != null) {
                    dump.add(bytes);
                }
                if (left <= 0) {
                    endDump();
                }
            } else {
                endDump();
                text(line);
            }
        }

        /** States, and what functions returned; the rest of the chatter is not kept. */
        private void text(String line) {
            int record = Math.max(line.indexOf("output record: msgtype"), line.indexOf("input record: msgtype"));
            if (record >= 0) {
                sizesOnly = true;
                if (!recordsDumped) {
                    out.note(line.substring(record));
                }
            } else if (line.contains("client state: ")
                    || line.contains("returned -")
                    || line.contains("alert")
                    || line.contains("client:")
                    || line.contains("handshake: done")
                    || line.contains("<= handshake")) {
                out.note(line);
            }
        }

        private void endDump() {
            Direction known = direction;
            if (known != null && !dump.isEmpty()) {
                Bytes record = Bytes.concat(dump);
                tls.record(known, record);
                if (left > 0) {
                    out.lost(left + " bytes at the end of a record that was dumped");
                }
            }
            dump.clear();
            direction = null;
            left = 0;
        }

        void end() {
            endDump();
            if (sizesOnly && !recordsDumped) {
                out.lost("the records' bytes: mbedTLS writes them from debug level 4 on"
                        + " (mbedtls_debug_set_threshold(4))");
            }
        }

        /** {@code (309 bytes)}. */
        private static int size(String line) {
            int bracket = line.lastIndexOf('(');
            int size = 0;
            for (int i = bracket + 1;
                    i > 0 && i < line.length() && Character.isDigit(line.charAt(i)) && size < 100_000;
                    i++) {
                size = size * 10 + line.charAt(i) - '0';
            }
            return size;
        }

        private static boolean isDump(String line) {
            return dumpStart(line) > 0;
        }

        /** Where the digits begin behind the last {@code 0010:}; 0 where there is none. */
        private static int dumpStart(String line) {
            for (int colon = line.indexOf(":  "); colon >= 0; colon = line.indexOf(":  ", colon + 1)) {
                if (colon >= 4 && HexText.isPairs(line.substring(colon - 4, colon), 0)) {
                    return colon + 1;
                }
            }
            return 0;
        }
    }
}
