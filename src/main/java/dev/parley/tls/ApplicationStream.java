package dev.parley.tls;

import java.util.List;

/**
 * One direction of a conversation's application data: which record carried which bytes of the plaintext. A picture at one time.
 *
 * @param spans in stream order, without gaps
 */
public record ApplicationStream(List<Span> spans) {
    /**
     * The plaintext of one record.
     *
     * @param offset its first byte in the plaintext stream
     * @param end the byte after its last one
     * @param record index of the record in the conversation
     */
    public record Span(long offset, long end, int record) {}

    /** The records that carried the plaintext bytes {@code from} to {@code to} (exclusive). */
    public List<Integer> records(long from, long to) {
        int low = 0;
        int high = spans.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (spans.get(middle).end() > from) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        int end = low;
        while (end < spans.size() && spans.get(end).offset() < to) {
            end++;
        }
        return spans.subList(low, end).stream().map(Span::record).toList();
    }
}
