package dev.parley.tls;

import dev.parley.journal.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * The parts of one record on the wire, in order: header, what protection puts before the content, the content, what it puts
 * after.
 *
 * @param before names and sizes after the header
 * @param content size of the content; all that is left where it cannot be read
 * @param contentName {@code content}, or {@code encrypted} where it cannot be read
 */
record RecordLayout(List<Piece> before, int content, String contentName, List<Piece> after) {
    /** A part of a record. */
    record Piece(String name, int bytes) {}

    static RecordLayout of(Negotiated negotiated, TlsRecord record) {
        int length = record.fragment().length();
        if (!record.encrypted()) {
            return new RecordLayout(List.of(), length, "content", List.of());
        }
        List<Piece> before = new ArrayList<>();
        List<Piece> after = new ArrayList<>();
        int prefix = negotiated.tls13()
                ? 0
                : negotiated.suite().map(CipherSuite::prefixBytes).orElse(0);
        boolean cbc =
                negotiated.suite().map(CipherSuite::cipher).equals(java.util.Optional.of(CipherSuite.Cipher.AES_CBC));
        prefix = Math.min(prefix, length);
        add(before, cbc ? "IV" : "explicit_nonce", prefix);
        if (!record.readable()) {
            // what authenticates the record stands at its end whether or not a key is known
            int end = Math.min(
                    cbc ? (negotiated.encryptThenMac() ? negotiated.macBytes() : 0) : tag(negotiated), length - prefix);
            add(after, cbc ? "MAC" : "tag", end);
            return new RecordLayout(before, length - prefix - end, "encrypted", after);
        }
        int content = Math.min(record.plaintext().length(), length - prefix);
        int rest = length - prefix - content;
        if (cbc) {
            int mac = Math.min(negotiated.macBytes(), rest);
            if (negotiated.encryptThenMac()) {
                add(after, "padding", rest - mac);
                add(after, "MAC", mac);
            } else {
                add(after, "MAC", mac);
                add(after, "padding", rest - mac);
            }
        } else {
            int tag = Math.min(tag(negotiated), rest);
            if (negotiated.tls13()) {
                add(after, "inner_content_type", Math.min(1, rest - tag));
                add(after, "padding", Math.max(0, rest - tag - 1));
            }
            add(after, "tag", tag);
        }
        return new RecordLayout(before, content, "content", after);
    }

    private static int tag(Negotiated negotiated) {
        return negotiated.suite().map(CipherSuite::tagBytes).orElse(0);
    }

    /** Where the content begins, counted from the record's first byte. */
    int contentFrom() {
        return RecordAssembler.HEADER + before.stream().mapToInt(Piece::bytes).sum();
    }

    /** The record's bytes as they are shown: the content in the clear where it can be read, all else as on the wire. */
    Bytes shown(TlsRecord record) {
        Bytes header = Bytes.of(
                record.type().number(),
                record.version() >> 8,
                record.version() & 0xff,
                record.announced() >> 8,
                record.announced() & 0xff);
        Bytes wire = header.plus(record.fragment());
        if (!record.encrypted() || !record.readable()) {
            return wire;
        }
        int from = contentFrom();
        return Bytes.concat(
                List.of(wire.slice(0, from), record.plaintext().slice(0, content), wire.from(from + content)));
    }

    private static void add(List<Piece> pieces, String name, int bytes) {
        if (bytes > 0) {
            pieces.add(new Piece(name, bytes));
        }
    }
}
