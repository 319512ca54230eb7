package dev.parley.ui.console;

import dev.parley.flow.Figures;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How the console tells when a row began. */
enum TimeStyle {
    /** Seconds since the session began. */
    SINCE_START("Since start", "at s"),
    /** The wall clock. */
    CLOCK("Clock", "clock"),
    /** Since the row above it. */
    DELTA("Delta", "delta");

    private static final DateTimeFormatter WALL = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

    private final String title;
    private final String head;

    TimeStyle(String title, String head) {
        this.title = title;
        this.head = head;
    }

    String title() {
        return title;
    }

    /** What stands over the column. */
    String head() {
        return head;
    }

    /**
     * The time as the column has it.
     *
     * @param nanos since the session began
     * @param before when the row above began, -1 where there is none
     * @param started when the session began
     */
    String of(long nanos, long before, Instant started, ZoneId zone) {
        return switch (this) {
            case SINCE_START -> Figures.time(nanos);
            case CLOCK -> WALL.format(started.plusNanos(nanos).atZone(zone));
            case DELTA -> before < 0 ? "" : "+" + Figures.span(Math.max(0, nanos - before));
        };
    }
}
