package dev.parley.ui.mqtt;

import dev.parley.journal.Bytes;
import java.util.HexFormat;
import java.util.Locale;

/**
 * CBOR in diagnostic notation (RFC 8949 section 8), one item a line in arrays and maps. What a library would give is the data; what is
 * wanted here is what the bytes say: tags, byte strings, lengths, and where they stop making sense. Jackson's (3.2.4) tells neither the
 * key 1 from the key "1" nor an indefinite length from a definite one, loses byte strings that are keys and refuses arrays that are: what
 * SenML and COSE are made of would be shown as something else.
 */
final class Cbor {
    private static final int MOST_DEPTH = 64;
    /** More is no help to a reader, and a text of millions of lines would hold the window up. */
    private static final int MOST_TEXT = 400_000;

    private static final int INDEFINITE = 31;
    private static final int BREAK = 0xff;

    private final Bytes bytes;
    private final StringBuilder text = new StringBuilder();
    private int at;

    private Cbor(Bytes bytes) {
        this.bytes = bytes;
    }

    /** The items of {@code bytes}, or as far as they are CBOR and why not further. */
    static String show(Bytes bytes) {
        Cbor reading = new Cbor(bytes);
        try {
            while (reading.at < bytes.length()) {
                reading.item(0);
                reading.text.append('\n');
            }
        } catch (NotCborException why) {
            reading.text
                    .append("\n(not read from byte ")
                    .append(reading.at)
                    .append(" on: ")
                    .append(why.getMessage())
                    .append(')');
        }
        return reading.text.toString().stripTrailing();
    }

    /** True if all of it is one CBOR map or array: what other bytes hardly ever look like. */
    static boolean isLikely(Bytes bytes) {
        if (bytes.length() < 2 || (bytes.u8(0) >> 5 != 4 && bytes.u8(0) >> 5 != 5)) {
            return false;
        }
        Cbor reading = new Cbor(bytes);
        try {
            reading.item(0);
            return reading.at == bytes.length();
        } catch (NotCborException no) {
            return false;
        }
    }

    private static final class NotCborException extends Exception {
        NotCborException(String message) {
            super(message);
        }
    }

    private int next() throws NotCborException {
        if (at >= bytes.length()) {
            throw new NotCborException("it ends here");
        }
        return bytes.u8(at++);
    }

    private void item(int depth) throws NotCborException {
        if (depth > MOST_DEPTH) {
            throw new NotCborException("more than " + MOST_DEPTH + " levels");
        }
        if (text.length() > MOST_TEXT) {
            throw new NotCborException("more than " + MOST_TEXT + " characters are not shown");
        }
        int first = next();
        int info = first & 31;
        switch (first >> 5) {
            case 0 -> text.append(Long.toUnsignedString(argument(info)));
            case 1 -> {
                long value = argument(info);
                text.append(
                        value >= 0
                                ? Long.toString(-1 - value)
                                : "-"
                                        + new java.math.BigInteger(Long.toUnsignedString(value))
                                                .add(java.math.BigInteger.ONE));
            }
            case 2 -> string(info, false, depth);
            case 3 -> string(info, true, depth);
            case 4 -> many(info, false, depth);
            case 5 -> many(info, true, depth);
            case 6 -> {
                text.append(Long.toUnsignedString(argument(info))).append('(');
                item(depth + 1);
                text.append(')');
            }
            default -> simple(info);
        }
    }

    private long argument(int info) throws NotCborException {
        if (info < 24) {
            return info;
        }
        if (info > 27) {
            throw new NotCborException("additional information " + info + " is reserved");
        }
        long value = 0;
        for (int left = 1 << (info - 24); left > 0; left--) {
            value = (value << 8) | next();
        }
        return value;
    }

    private void string(int info, boolean isText, int depth) throws NotCborException {
        if (info == INDEFINITE) {
            text.append("(_ ");
            String comma = "";
            while (!ends()) {
                text.append(comma);
                item(depth + 1);
                comma = ", ";
            }
            text.append(')');
            return;
        }
        long length = argument(info);
        if (length < 0 || length > bytes.length() - at) {
            throw new NotCborException("a string of " + Long.toUnsignedString(length) + " bytes, and "
                    + (bytes.length() - at) + " are left");
        }
        Bytes content = bytes.slice(at, at + (int) length);
        at += (int) length;
        if (isText) {
            text.append('"')
                    .append(content.utf8().replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
        } else {
            text.append("h'")
                    .append(HexFormat.of().formatHex(content.toArray()))
                    .append('\'');
        }
    }

    private void many(int info, boolean isMap, int depth) throws NotCborException {
        long left = info == INDEFINITE ? Long.MAX_VALUE : argument(info);
        text.append(isMap ? '{' : '[').append(info == INDEFINITE ? "_" : "");
        String indent = "\n" + "  ".repeat(depth + 1);
        boolean any = false;
        while (left > 0 && !(info == INDEFINITE && ends())) {
            text.append(any ? "," : "").append(indent);
            item(depth + 1);
            if (isMap) {
                text.append(": ");
                item(depth + 1);
            }
            any = true;
            left--;
        }
        text.append(any ? "\n" + "  ".repeat(depth) : "").append(isMap ? '}' : ']');
    }

    private boolean ends() {
        if (at < bytes.length() && bytes.u8(at) == BREAK) {
            at++;
            return true;
        }
        return false;
    }

    private void simple(int info) throws NotCborException {
        switch (info) {
            case 20 -> text.append("false");
            case 21 -> text.append("true");
            case 22 -> text.append("null");
            case 23 -> text.append("undefined");
            case 24 -> text.append("simple(").append(next()).append(')');
            case 25 -> number(Float.float16ToFloat((short) argument(info)));
            case 26 -> number(Float.intBitsToFloat((int) argument(info)));
            case 27 -> number(Double.longBitsToDouble(argument(info)));
            case 28, 29, 30 -> throw new NotCborException("additional information " + info + " is reserved");
            case INDEFINITE -> throw new NotCborException("a break without an indefinite length");
            default -> text.append("simple(").append(info).append(')');
        }
    }

    private void number(double value) {
        text.append(
                Double.isNaN(value) || Double.isInfinite(value)
                        ? Double.toString(value)
                        : value == Math.rint(value) && Math.abs(value) < 1e15
                                ? String.format(Locale.ROOT, "%.1f", value)
                                : Float.toString((float) value).equals(Double.toString(value))
                                        ? Double.toString(value)
                                        : (float) value == value
                                                ? Float.toString((float) value)
                                                : Double.toString(value));
    }
}
