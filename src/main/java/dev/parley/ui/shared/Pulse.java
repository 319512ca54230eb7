package dev.parley.ui.shared;

import javafx.animation.AnimationTimer;

/** The beat at which the views pull what is new, about 30 times a second. */
public final class Pulse {
    private static final long BEAT_NANOS = 32_000_000;

    private final AnimationTimer timer;

    /** A pulse that calls {@code beat} on the JavaFX thread once it is started. */
    public Pulse(Runnable beat) {
        timer = new AnimationTimer() {
            private long last;

            @Override
            public void handle(long now) {
                if (now - last >= BEAT_NANOS) {
                    last = now;
                    beat.run();
                }
            }
        };
    }

    public void start() {
        timer.start();
    }

    public void stop() {
        timer.stop();
    }
}
