package dev.parley.journal;

/**
 * A half-open range of the bytes that crossed the link one way, counted from the start of the session.
 *
 * <p>Places are what links the panels: an AT exchange, a TLS record and an MQTT packet that came from the same bytes have
 * overlapping places.
 *
 * @param direction which of the two byte streams
 * @param from first byte, from 0
 * @param to the byte after the last one
 */
public record Place(Direction direction, long from, long to) {
    public Place {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("a place from " + from + " to " + to);
        }
    }

    public long length() {
        return to - from;
    }

    public boolean overlaps(Place other) {
        return direction == other.direction && from < other.to && other.from < to;
    }

    /** The part {@code from} to {@code to} of this place, both counted from its own start. */
    public Place part(long from, long to) {
        return new Place(direction, this.from + from, Math.min(this.to, this.from + to));
    }
}
