package dev.parley.chart;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Place;

/**
 * Bytes of the link that crossed with one event.
 *
 * @param nanos when the event was stamped: as the first byte was written, or as the last one was read
 * @param beforeNanos when the event of the same direction before it was stamped; 0 for the first one
 * @param offset the first byte's place on the link
 */
public record Chunk(Direction direction, long nanos, long beforeNanos, long offset, Bytes bytes) {
    /**
     * A chunk whose bytes were not read yet.
     *
     * @param place where its bytes stand on the link
     */
    public record Wanted(Place place, long nanos, long beforeNanos) {
        /** The same with its bytes. */
        public Chunk with(Bytes bytes) {
            return new Chunk(place.direction(), nanos, beforeNanos, place.from(), bytes);
        }
    }
}
