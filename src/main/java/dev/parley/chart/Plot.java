package dev.parley.chart;

import java.util.Locale;

/**
 * A rectangle of the chart with its time axis, pixels from the upper left corner.
 *
 * @param viewport the time it shows from {@code left} to {@code right}
 */
public record Plot(Viewport viewport, double left, double right, double top, double bottom) {
    public double width() {
        return right - left;
    }

    public double height() {
        return bottom - top;
    }

    /** Where a moment stands; inside the plot, however far away it is. */
    public double x(long nanos) {
        return Math.clamp(left + viewport.part(nanos) * width(), left, right);
    }

    /** The moment at a pixel. */
    public long nanos(double x) {
        return viewport.from() + Math.round((x - left) / width() * viewport.span());
    }

    /** Where a value stands of {@code most}. */
    public double y(double value, double most) {
        return bottom - value / most * height();
    }

    public boolean shows(long nanos) {
        return viewport.shows(nanos, nanos);
    }

    /** The same time in another stretch of height. */
    public Plot at(double newTop, double newBottom) {
        return new Plot(viewport, left, right, newTop, newBottom);
    }

    /** A round number of the form 1, 2 or 5 times a power of ten, so that {@code span} has about {@code count} of them. */
    public static double roundStep(double span, int count) {
        double raw = Math.max(span, 1e-9) / Math.max(1, count);
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double fraction = raw / power;
        return power * (fraction <= 1 ? 1 : fraction <= 2 ? 2 : fraction <= 5 ? 5 : 10);
    }

    /** The round step of a time axis in seconds, with minutes and hours where it comes to that. */
    public static double timeStep(double seconds, int count) {
        double raw = seconds / Math.max(1, count);
        for (double step : new double[] {60, 120, 300, 600, 1200, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400}) {
            if (raw <= step && raw > 20) {
                return step;
            }
        }
        return roundStep(seconds, count);
    }

    /** A moment on the axis: seconds with as many digits as the step needs, or hours and minutes: {@code 1:30 h}. */
    public static String moment(double seconds, double step) {
        if (step >= 60) {
            long minutes = Math.round(seconds / 60);
            return String.format(Locale.ROOT, "%d:%02d h", minutes / 60, minutes % 60);
        }
        int decimals = (int) Math.clamp(Math.ceil(-Math.log10(step) - 1e-9), 0, 9);
        return String.format(Locale.ROOT, "%." + decimals + "f s", seconds);
    }
}
