package dev.parley.journal;

import java.util.List;

/**
 * A named part of a run of bytes, explained: what a field tree and a hex view show side by side.
 *
 * @param name the field's name in its standard, for example {@code cipher_suite}
 * @param value its value in words, for example {@code TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 (0xc02f)}
 * @param from first byte, counted from the start of the dissected run
 * @param to the byte after the last one
 * @param children its parts, in byte order
 */
public record Field(String name, String value, int from, int to, List<Field> children) {
    public Field {
        children = List.copyOf(children);
    }

    public static Field leaf(String name, String value, int from, int to) {
        return new Field(name, value, from, to, List.of());
    }

    public int length() {
        return to - from;
    }
}
