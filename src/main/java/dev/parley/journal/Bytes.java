package dev.parley.journal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * An immutable run of bytes. Slices share the storage; nothing hands out the array itself.
 *
 * <p>Numbers are read big-endian, the order of TLS and MQTT. Indices out of range throw {@link IndexOutOfBoundsException}.
 */
public final class Bytes {
    private static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

    /** Eight bytes of an array at once, the first one lowest. */
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long EACH_BYTE = 0x0101_0101_0101_0101L;

    private final byte[] array;
    private final int offset;
    private final int length;

    private Bytes(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    public static Bytes empty() {
        return EMPTY;
    }

    /** A copy of {@code source}. */
    public static Bytes copyOf(byte[] source) {
        return copyOf(source, 0, source.length);
    }

    /** A copy of {@code length} bytes of {@code source} from {@code offset}. */
    public static Bytes copyOf(byte[] source, int offset, int length) {
        return length == 0 ? EMPTY : new Bytes(Arrays.copyOfRange(source, offset, offset + length), 0, length);
    }

    /** {@code source} itself: the caller gives the array up and never writes to it again. */
    public static Bytes wrap(byte[] source) {
        return source.length == 0 ? EMPTY : new Bytes(source, 0, source.length);
    }

    /** Bytes given as numbers 0..255, for tests and constants. */
    public static Bytes of(int... values) {
        byte[] array = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            array[i] = (byte) values[i];
        }
        return wrap(array);
    }

    /** The ISO 8859-1 bytes of {@code text}: one byte a character, as AT lines are. */
    public static Bytes latin1(String text) {
        return wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public static Bytes utf8(String text) {
        return wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The bytes of a string of hex digits, without separators.
     *
     * @throws IllegalArgumentException if it holds anything else
     */
    public static Bytes hex(String digits) {
        return wrap(HexFormat.of().parseHex(digits));
    }

    public static Bytes concat(List<Bytes> parts) {
        int total = 0;
        for (Bytes part : parts) {
            total += part.length;
        }
        byte[] array = new byte[total];
        int at = 0;
        for (Bytes part : parts) {
            part.copyTo(array, at);
            at += part.length;
        }
        return wrap(array);
    }

    public Bytes plus(Bytes other) {
        if (length == 0) {
            return other;
        }
        return other.length == 0 ? this : concat(List.of(this, other));
    }

    public int length() {
        return length;
    }

    public boolean isEmpty() {
        return length == 0;
    }

    /** The byte at {@code index} as 0..255. */
    public int u8(int index) {
        if (index < 0 || index >= length) {
            throw new IndexOutOfBoundsException("byte " + index + " of " + length);
        }
        return array[offset + index] & 0xff;
    }

    public int u16(int index) {
        return u8(index) << 8 | u8(index + 1);
    }

    public int u24(int index) {
        return u8(index) << 16 | u16(index + 1);
    }

    public long u32(int index) {
        return (long) u16(index) << 16 | u16(index + 2);
    }

    /** The bytes {@code from} to {@code to} (exclusive), sharing this storage. */
    public Bytes slice(int from, int to) {
        if (from < 0 || to < from || to > length) {
            throw new IndexOutOfBoundsException("bytes " + from + " to " + to + " of " + length);
        }
        if (from == 0 && to == length) {
            return this;
        }
        return from == to ? EMPTY : new Bytes(array, offset + from, to - from);
    }

    public Bytes from(int from) {
        return slice(from, length);
    }

    /** The index of {@code value} at or after {@code from}, or -1. */
    public int indexOf(int value, int from) {
        for (int i = Math.max(0, from); i < length; i++) {
            if ((array[offset + i] & 0xff) == value) {
                return i;
            }
        }
        return -1;
    }

    /** The index of the first {@code one} or {@code other} from {@code from} up to {@code to}, or {@code to}. */
    public int indexOfEither(int one, int other, int from, int to) {
        if (from < 0 || to > length) {
            throw new IndexOutOfBoundsException("bytes " + from + " to " + to + " of " + length);
        }
        long ones = EACH_BYTE * one;
        long others = EACH_BYTE * other;
        int i = from;
        for (; i + Long.BYTES <= to; i += Long.BYTES) {
            long eight = (long) EIGHT.get(array, offset + i);
            long found = zeroBytes(eight ^ ones) | zeroBytes(eight ^ others);
            if (found != 0) {
                return i + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        while (i < to && array[offset + i] != (byte) one && array[offset + i] != (byte) other) {
            i++;
        }
        return i;
    }

    /** The high bit of the lowest byte of {@code eight} that is zero, and of no lower one; 0 if none is. */
    private static long zeroBytes(long eight) {
        return (eight - EACH_BYTE) & ~eight & (EACH_BYTE << 7);
    }

    /** True if {@code other} holds these bytes from {@code from} on. */
    public boolean standsIn(byte[] other, int from) {
        return from >= 0
                && from + length <= other.length
                && Arrays.equals(array, offset, offset + length, other, from, from + length);
    }

    public void copyTo(byte[] target, int at) {
        System.arraycopy(array, offset, target, at, length);
    }

    /** Copies the bytes {@code from} to {@code to} into {@code target}, the first of them to {@code at}. */
    public void copyTo(int from, int to, byte[] target, int at) {
        if (from < 0 || to < from || to > length) {
            throw new IndexOutOfBoundsException("bytes " + from + " to " + to + " of " + length);
        }
        if (to - from == 1) {
            target[at] = array[offset + from];
        } else {
            System.arraycopy(array, offset + from, target, at, to - from);
        }
    }

    /** A fresh array with these bytes. */
    public byte[] toArray() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /** Lower-case hex digits without separators. */
    public String hex() {
        return HexFormat.of().formatHex(array, offset, offset + length);
    }

    /** One character a byte (ISO 8859-1). */
    public String latin1() {
        return new String(array, offset, length, StandardCharsets.ISO_8859_1);
    }

    public String utf8() {
        return new String(array, offset, length, StandardCharsets.UTF_8);
    }

    /** True if every byte is printable ASCII, CR, LF or TAB: such bytes stand as text in a session file. */
    public boolean isPlainText() {
        for (int i = 0; i < length; i++) {
            int b = array[offset + i];
            if ((b < 0x20 || b > 0x7e) && b != '\r' && b != '\n' && b != '\t') {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes b
                && Arrays.equals(array, offset, offset + length, b.array, b.offset, b.offset + b.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + array[offset + i];
        }
        return hash;
    }

    /** Length and the first bytes in hex; never used to store anything. */
    @Override
    public String toString() {
        return length + " bytes " + slice(0, Math.min(length, 16)).hex() + (length > 16 ? "…" : "");
    }
}
