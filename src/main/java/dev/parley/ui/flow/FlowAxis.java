package dev.parley.ui.flow;

import dev.parley.chart.FlowPicture;
import dev.parley.chart.Viewport;

/**
 * Which stretch of time is looked at while the session goes on: all of it, the handshake, a stretch that stays, or one that goes along
 * with the end. Used by one thread.
 */
final class FlowAxis {
    /** What the axis follows. */
    enum Mode {
        WHOLE,
        HANDSHAKE,
        /** A stretch that was chosen; it stays where it is. */
        CHOSEN,
        /** As long a stretch as was chosen, up to the session's end. */
        ALONG
    }

    private static final double STEP = 0.1;

    private Mode mode = Mode.WHOLE;
    private Viewport chosen = Viewport.of(0, 1);

    Mode mode() {
        return mode;
    }

    /** The stretch to draw now. */
    Viewport of(FlowPicture picture) {
        return switch (mode) {
            case WHOLE -> picture.whole();
            case HANDSHAKE -> picture.handshake();
            case CHOSEN -> chosen;
            case ALONG -> Viewport.of(Math.max(0, picture.endNanos() - chosen.span()), picture.endNanos());
        };
    }

    void whole() {
        mode = Mode.WHOLE;
    }

    void handshake() {
        mode = Mode.HANDSHAKE;
    }

    /** Magnifies around a moment, which stays where it is; a factor below 1 shows less time. */
    void zoom(FlowPicture picture, long nanos, double factor) {
        choose(picture, of(picture).zoom(nanos, factor, picture.endNanos()));
    }

    /** Moves by a part of what is shown; to later times where it is positive. */
    void pan(FlowPicture picture, double part) {
        Viewport now = of(picture);
        choose(picture, now.pan(Math.round(now.span() * part), picture.endNanos()));
    }

    /** Moves by so many nanoseconds. */
    void move(FlowPicture picture, long nanos) {
        choose(picture, of(picture).pan(nanos, picture.endNanos()));
    }

    /** Moves one step of the keyboard. */
    void step(FlowPicture picture, boolean later, boolean far) {
        pan(picture, (later ? 1 : -1) * (far ? 1 - STEP : STEP));
    }

    /** Shows the stretch between two moments. */
    void between(FlowPicture picture, long one, long other) {
        choose(picture, Viewport.of(Math.max(0, Math.min(one, other)), Math.max(one, other)));
    }

    void begin(FlowPicture picture) {
        choose(picture, Viewport.of(0, of(picture).span()));
    }

    /** Goes to the session's end, and along with it. */
    void end(FlowPicture picture) {
        chosen = of(picture);
        mode = chosen.span() >= picture.endNanos() ? Mode.WHOLE : Mode.ALONG;
    }

    private void choose(FlowPicture picture, Viewport next) {
        chosen = next;
        boolean all = next.from() <= 0 && next.to() >= picture.endNanos();
        mode = all ? Mode.WHOLE : next.to() >= picture.endNanos() ? Mode.ALONG : Mode.CHOSEN;
    }
}
