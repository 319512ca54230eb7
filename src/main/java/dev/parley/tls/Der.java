package dev.parley.tls;

import dev.parley.journal.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One element of DER (X.690): from its tag to its last byte. What is cut off ends with the bytes there are. */
record Der(int tag, int from, int contentFrom, int to) {
    static final int OID = 0x06;
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;

    int length() {
        return to - contentFrom;
    }

    /** The element that begins at {@code from}. */
    static Der at(Bytes der, int from) {
        if (from + 2 > der.length()) {
            return new Der(0, from, der.length(), der.length());
        }
        int first = der.u8(from + 1);
        int content = from + 2;
        long length = first;
        if (first > 0x80) {
            length = 0;
            for (int i = 0; i < (first & 0x7f) && content < der.length() && i < 4; i++) {
                length = length << 8 | der.u8(content++);
            }
        }
        int to = (int) Math.min(der.length(), content + length);
        return new Der(der.u8(from), from, content, to);
    }

    /** The elements within {@code parent}. */
    static List<Der> children(Bytes der, Der parent) {
        List<Der> children = new ArrayList<>();
        int at = parent.contentFrom();
        while (at + 2 <= parent.to()) {
            Der child = at(der, at);
            children.add(new Der(child.tag(), child.from(), child.contentFrom(), Math.min(child.to(), parent.to())));
            at = Math.max(child.to(), at + 1);
        }
        return children;
    }

    Bytes content(Bytes der) {
        return der.slice(contentFrom, to);
    }

    /** The dotted form of an object identifier. */
    String oid(Bytes der) {
        StringBuilder text = new StringBuilder();
        long value = 0;
        for (int i = contentFrom; i < to; i++) {
            value = value << 7 | (der.u8(i) & 0x7f);
            if ((der.u8(i) & 0x80) == 0) {
                if (text.isEmpty()) {
                    long first = Math.min(2, value / 40);
                    text.append(first).append('.').append(value - 40 * first);
                } else {
                    text.append('.').append(value);
                }
                value = 0;
            }
        }
        return text.toString();
    }

    /** The text of a string type; hex digits for what is none. */
    String text(Bytes der) {
        Bytes content = content(der);
        return switch (tag) {
            case 0x0c -> content.utf8();
            case 0x12, 0x13, 0x14, 0x16, 0x17, 0x18, 0x1a -> content.latin1();
            case 0x1e -> new String(content.toArray(), StandardCharsets.UTF_16BE);
            default -> content.hex();
        };
    }
}
