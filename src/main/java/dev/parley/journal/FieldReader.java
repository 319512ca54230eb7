package dev.parley.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Reads a message from its first byte to its last and makes a {@link Field} of everything it reads.
 *
 * <p>What is shorter than its length says, or longer, becomes a field that tells so: reading never fails as a whole.
 * Numbers are big-endian. One owner; not safe for threads.
 */
public final class FieldReader {
    /** Where a byte of the message stands in the run of bytes that is shown. */
    public interface Placing {
        int at(int offset);
    }

    /** The message has fewer bytes here than the field needs. */
    public static final class CutOffException extends Exception {
        private static final long serialVersionUID = 1L;

        private final int missing;

        public CutOffException(int missing) {
            super(missing + " bytes are missing");
            this.missing = missing;
        }

        int missing() {
            return missing;
        }
    }

    /** A part of a message that reads itself and tells its value in words. */
    public interface Part {
        String read(FieldReader in) throws CutOffException;
    }

    private final Bytes bytes;
    private final Placing placing;
    private final int end;
    private final List<String> problems;
    private final List<Field> fields = new ArrayList<>();
    private int at;

    /** A reader of all of {@code bytes}. */
    public FieldReader(Bytes bytes, Placing placing) {
        this(bytes, placing, 0, bytes.length(), new ArrayList<>());
    }

    private FieldReader(Bytes bytes, Placing placing, int at, int end, List<String> problems) {
        this.bytes = bytes;
        this.placing = placing;
        this.at = at;
        this.end = end;
        this.problems = problems;
    }

    /** The fields {@code part} makes of all bytes, with what it leaves over. */
    public List<Field> fields(Part part) {
        complete(part);
        return List.copyOf(fields);
    }

    /** What was too short or too long, in words; empty if all was as its lengths say. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** How many bytes are not read yet. */
    public int left() {
        return end - at;
    }

    public int u8(String name, IntFunction<String> words) throws CutOffException {
        need(1);
        int value = bytes.u8(at);
        leaf(name, words.apply(value), 1);
        return value;
    }

    public int u16(String name, IntFunction<String> words) throws CutOffException {
        need(2);
        int value = bytes.u16(at);
        leaf(name, words.apply(value), 2);
        return value;
    }

    public int u24(String name, IntFunction<String> words) throws CutOffException {
        need(3);
        int value = bytes.u24(at);
        leaf(name, words.apply(value), 3);
        return value;
    }

    public long u32(String name, Function<Long, String> words) throws CutOffException {
        need(4);
        long value = bytes.u32(at);
        leaf(name, words.apply(value), 4);
        return value;
    }

    public Bytes opaque(String name, int length, Function<Bytes, String> words) throws CutOffException {
        need(length);
        Bytes value = bytes.slice(at, at + length);
        leaf(name, words.apply(value), length);
        return value;
    }

    /** A field of {@code length} bytes with parts of its own. */
    public void group(String name, int length, Part part) throws CutOffException {
        int from = at;
        int to = Math.min(end, at + length);
        FieldReader inner = new FieldReader(bytes, placing, from, to, problems);
        String value = inner.complete(part);
        fields.add(new Field(name, value, start(from), stop(from, to), inner.fields));
        at = to;
        if (to < from + length) {
            throw new CutOffException(from + length - to);
        }
    }

    /** The next {@code length} bytes, which must be there; reading does not move. */
    public Bytes peek(int length) {
        return bytes.slice(at, at + length);
    }

    /** The two bytes at {@code offset} from the present one, which must be there; reading does not move. */
    public int peek16(int offset) {
        return bytes.u16(at + offset);
    }

    /** The next three bytes, which must be there; reading does not move. */
    public int peek24() {
        return bytes.u24(at);
    }

    /** A field that stands at {@code from} to {@code to}, counted from the present byte; reading does not move. */
    public void mark(String name, String value, int from, int to) {
        fields.add(Field.leaf(name, value, start(at + from), stop(at + from, at + to)));
    }

    /**
     * A field that stands at {@code from} to {@code to}, counted from the present byte, with parts of its own, which count from
     * the present byte, too; reading does not move.
     */
    public void mark(String name, String value, int from, int to, Consumer<FieldReader> parts) {
        FieldReader inner = new FieldReader(bytes, placing, at, end, problems);
        parts.accept(inner);
        fields.add(new Field(name, value, start(at + from), stop(at + from, at + to), inner.fields));
    }

    public void skip(int length) throws CutOffException {
        need(length);
        at += length;
    }

    private String complete(Part part) {
        String value = "";
        try {
            value = part.read(this);
        } catch (CutOffException e) {
            int kept = left();
            problems.add(e.getMessage());
            leaf("malformed", e.missing() + " bytes are missing here", kept);
            return "malformed";
        }
        if (left() > 0) {
            problems.add(left() + " bytes are more than expected");
            leaf("unexpected", left() + " bytes more than expected", left());
        }
        return value;
    }

    private void need(int length) throws CutOffException {
        if (length > left()) {
            throw new CutOffException(length - left());
        }
    }

    private void leaf(String name, String value, int length) {
        fields.add(Field.leaf(name, value, start(at), stop(at, at + length)));
        at += length;
    }

    private int start(int offset) {
        return placing.at(offset);
    }

    private int stop(int from, int to) {
        return to == from ? start(from) : start(to - 1) + 1;
    }
}
