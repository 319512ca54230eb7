package dev.parley.importer;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code openssl s_client -msg}: {@code >>> TLS 1.2, Handshake [length 0130], ClientHello} and its bytes. A record's header stands
 * before it; what is encrypted is shown in the clear, so that those records' bytes are not known.
 */
final class OpensslMessages implements LogFormat {
    private static final int HEADER = 5;

    @Override
    public String name() {
        return "openssl s_client -msg";
    }

    @Override
    public int score(LogText head) {
        return Scores.share(head, 94, OpensslMessages::isHead);
    }

    private static boolean isHead(String line) {
        return (line.startsWith(">>> ") || line.startsWith("<<< ")) && line.contains("[length ");
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
        private final List<Bytes> body = new ArrayList<>();
        private String head = "";
        private Bytes header = Bytes.empty();
        private @Nullable Direction headerDirection;
        private Bytes collected = Bytes.empty();
        private boolean txSealed;
        private boolean rxSealed;

        Reader(Transcript out) {
            this.out = out;
            this.tls = new TlsEnvelope(out);
        }

        void line(String line) {
            out.line();
            if (isHead(line)) {
                endMessage();
                head = line;
            } else if (!head.isEmpty() && line.startsWith("    ") && HexText.isPairs(line.strip(), 0)) {
                body.add(HexText.pairs(line, 0));
            } else {
                endMessage();
                out.note(line);
            }
        }

        private void endMessage() {
            if (head.isEmpty()) {
                return;
            }
            Direction direction = head.startsWith(">>>") ? Direction.TX : Direction.RX;
            Bytes bytes = Bytes.concat(body);
            if (head.contains("RecordHeader") && bytes.length() == HEADER) {
                endRecord();
                header = bytes;
                headerDirection = direction;
            } else if (!head.contains("Inner Content Type")) {
                collected = collected.plus(bytes);
            }
            body.clear();
            head = "";
        }

        private void endRecord() {
            Direction direction = headerDirection;
            if (direction == null) {
                return;
            }
            int length = header.u16(3);
            // Of a ChangeCipherSpec that was read only the header is shown; its body is always 1 (RFC 5246 section
            // 7.1).
            Bytes content = collected.isEmpty() && header.u8(0) == 20 && length == 1 ? Bytes.of(1) : collected;
            boolean sealed = direction == Direction.TX ? txSealed : rxSealed;
            if (!sealed && content.length() == length) {
                tls.record(direction, header.plus(content));
            } else {
                out.lost("an encrypted record of " + (HEADER + length) + " bytes, " + direction.word());
                txSealed |= direction == Direction.TX;
                rxSealed |= direction == Direction.RX;
            }
            headerDirection = null;
            collected = Bytes.empty();
        }

        void end() {
            endMessage();
            endRecord();
        }
    }
}
