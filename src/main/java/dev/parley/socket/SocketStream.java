package dev.parley.socket;

import dev.parley.journal.Place;
import java.util.ArrayList;
import java.util.List;

/**
 * One direction of a socket: which bytes of the link carried which bytes of the stream. A picture at one time.
 *
 * @param segments in stream order, without gaps
 */
public record SocketStream(List<Segment> segments) {
    /**
     * A run of stream bytes that stands in one piece on the link.
     *
     * @param offset first byte in the stream
     * @param place where it stands on the link
     * @param exchange number of the AT exchange that carried it
     */
    public record Segment(long offset, Place place, long exchange, long nanos) {
        public long end() {
            return offset + place.length();
        }
    }

    public long length() {
        return segments.isEmpty() ? 0 : segments.getLast().end();
    }

    /** Where the stream's bytes {@code from} to {@code to} (exclusive) stand on the link, in order. */
    public List<Place> places(long from, long to) {
        List<Place> places = new ArrayList<>();
        for (int i = first(from); i < segments.size() && segments.get(i).offset() < to; i++) {
            Segment segment = segments.get(i);
            long start = Math.max(from, segment.offset()) - segment.offset();
            long end = Math.min(to, segment.end()) - segment.offset();
            if (end > start) {
                places.add(segment.place().part(start, end));
            }
        }
        return places;
    }

    /** The segments that hold bytes of {@code from} to {@code to} (exclusive), in order. */
    public List<Segment> segments(long from, long to) {
        int first = first(from);
        int end = first;
        while (end < segments.size() && segments.get(end).offset() < to) {
            end++;
        }
        return segments.subList(first, end);
    }

    /** The index of the segment that holds byte {@code offset}, or of the first one after it. */
    private int first(long offset) {
        int low = 0;
        int high = segments.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (segments.get(middle).end() > offset) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
