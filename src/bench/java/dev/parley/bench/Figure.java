package dev.parley.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * One figure of a benchmark and what it was measured against in the same run: the UART, the memory, another program on the same bytes.
 *
 * @param name what was measured, unique within its benchmark
 * @param value how much it was
 * @param unit the value's unit
 * @param limit the limit in words, with its own value
 * @param ratio the value by the limit: what another machine can be compared with
 * @param better whether a larger ratio is better or a smaller one
 * @param tolerance how far the ratio may be worse than the accepted one before it counts as worse, as a part of that one
 */
public record Figure(
        String name, double value, String unit, String limit, double ratio, Better better, double tolerance) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** The file that {@link Benchmarks} reads the figures of a benchmark from; without it they are only printed. */
    private static final String FILE = "bench.figures";

    /** Which way is better. */
    public enum Better {
        HIGHER,
        LOWER
    }

    /** Speeds of code differ from run to run by this much on a machine with other work. */
    public static final double NOISY = 0.35;
    /** What a wire limits hardly differs. */
    public static final double STEADY = 0.08;

    /** A speed, and the speed of its limit. */
    public static Figure speed(String name, double value, String unit, String limit, double limitValue) {
        return of(name, value, unit, limit, limitValue, Better.HIGHER, NOISY);
    }

    /** What reached of what is allowed by a wire. */
    public static Figure share(String name, double value, String unit, String limit, double limitValue) {
        return of(name, value, unit, limit, limitValue, Better.HIGHER, STEADY);
    }

    /** A time or an amount, and what it may be or what it is compared with. */
    public static Figure cost(String name, double value, String unit, String limit, double limitValue) {
        return of(name, value, unit, limit, limitValue, Better.LOWER, NOISY);
    }

    private static Figure of(
            String name, double value, String unit, String limit, double limitValue, Better better, double tolerance) {
        return new Figure(
                name,
                value,
                unit,
                limit + ", " + rounded(limitValue) + " " + unit,
                value / limitValue,
                better,
                tolerance);
    }

    /** Three digits that count. */
    static String rounded(double value) {
        return Math.abs(value) >= 100
                ? String.format(java.util.Locale.ROOT, "%.0f", value)
                : String.format(java.util.Locale.ROOT, "%.3g", value);
    }

    /** Hands the figure to whoever runs all benchmarks. */
    public Figure tell() {
        String file = System.getProperty(FILE, "");
        if (!file.isEmpty()) {
            try {
                Files.writeString(
                        Path.of(file),
                        JSON.writeValueAsString(this) + "\n",
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException("the figure '" + name + "' cannot be written to " + file, e);
            }
        }
        return this;
    }

    /** Whether the ratio is worse than the accepted one by more than the tolerance. */
    boolean isWorseThan(double accepted) {
        return switch (better) {
            case HIGHER -> ratio < accepted * (1 - tolerance);
            case LOWER -> ratio > accepted * (1 + tolerance);
        };
    }

    static List<Figure> read(Path file) throws IOException {
        return Files.exists(file)
                ? Files.readAllLines(file).stream()
                        .map(line -> JSON.readValue(line, Figure.class))
                        .toList()
                : List.of();
    }
}
