package dev.parley.tls.client;

import dev.parley.journal.Bytes;
import java.io.IOException;
import java.util.Optional;

/** Cuts what came into records (RFC 5246 section 6.2.1), whatever chunks it came in. Not thread-safe. */
final class RecordReader {
    static final int HEADER = 5;

    /** Judges a record's header before its body is waited for: otherwise a peer that speaks no TLS would be waited for in vain. */
    @FunctionalInterface
    interface HeaderCheck {
        void check(Bytes header) throws IOException;
    }

    private Bytes buffer = Bytes.empty();
    private boolean checked;

    void add(Bytes bytes) {
        buffer = buffer.plus(bytes);
    }

    /** The next whole record with its header, or nothing while it is not complete. */
    Optional<Bytes> next(HeaderCheck check) throws IOException {
        if (buffer.length() < HEADER) {
            return Optional.empty();
        }
        if (!checked) {
            check.check(buffer.slice(0, HEADER));
            checked = true;
        }
        int size = HEADER + buffer.u16(3);
        if (buffer.length() < size) {
            return Optional.empty();
        }
        Bytes record = buffer.slice(0, size);
        buffer = buffer.from(size);
        checked = false;
        return Optional.of(record);
    }

    /** How many bytes are here and were not handed out. */
    int buffered() {
        return buffer.length();
    }

    /** What is here of a record that is not complete, in words; empty where nothing is. */
    String incomplete() {
        if (buffer.isEmpty()) {
            return "";
        }
        return buffer.length() < HEADER
                ? "in the middle of a record's header (" + buffer.length() + " of 5 bytes)"
                : "in the middle of a record (" + buffer.length() + " of " + (HEADER + buffer.u16(3)) + " bytes)";
    }
}
