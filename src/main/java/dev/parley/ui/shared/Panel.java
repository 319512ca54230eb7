package dev.parley.ui.shared;

/** A part of the window that draws what one pulse pulled. All methods are called on the JavaFX thread. */
public interface Panel {
    /** Draws {@code shown}; called only where something changed. */
    void show(Shown shown);

    /** Lets clocks go on: called every pulse with the session's clock, nanoseconds since it began. */
    default void tick(long nowNanos) {}
}
