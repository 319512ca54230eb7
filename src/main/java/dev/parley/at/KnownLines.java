package dev.parley.at;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was made of lines that come again and again ({@code OK}, {@code AT+QIRD=0,1500}), found by their bytes, so that each is
 * taken apart once. Holds a few hundred; a newer line takes the place of an older one.
 */
final class KnownLines<T> {
    private static final int SLOT_BITS = 9;
    private static final int SLOTS = 1 << SLOT_BITS;

    /** Longer ones are rarely the same. */
    private static final int LONGEST = 96;

    private final Function<String, T> make;
    private final byte[] @Nullable [] keys = new byte[SLOTS][];
    private final Object[] values = new Object[SLOTS];

    /** @param make takes a line apart; one character a byte */
    KnownLines(Function<String, T> make) {
        this.make = make;
    }

    /** What the whole {@code line} is, if it has been taken apart before. */
    @Nullable
    T find(LineBuffer line) {
        int length = line.length();
        if (length > LONGEST) {
            return null;
        }
        int slot = slot(line, 0, length);
        byte[] key = keys[slot];
        return key != null && line.equals(0, length, key) ? known(slot) : null;
    }

    private static int slot(LineBuffer line, int start, int end) {
        return line.hash(start, end) >>> (32 - SLOT_BITS);
    }

    /** What the bytes {@code start} to {@code end} of {@code line} are. */
    T of(LineBuffer line, int start, int end) {
        if (end - start > LONGEST) {
            return make.apply(line.text(start, end));
        }
        int slot = slot(line, start, end);
        byte[] key = keys[slot];
        if (key != null && line.equals(start, end, key)) {
            return known(slot);
        }
        T made = make.apply(line.text(start, end));
        keys[slot] = line.bytes(start, end);
        values[slot] = made;
        return made;
    }

    @SuppressWarnings("unchecked") // only of() puts values in
    private T known(int slot) {
        return (T) values[slot];
    }
}
