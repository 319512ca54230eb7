package dev.parley.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs every benchmark, each in a Java of its own, and writes {@code target/benchmarks.md}: the machine, each figure, its limit and the
 * ratio. Ends with exit code 1 when a ratio is worse than the accepted one in {@code config/benchmarks.json} by more than the
 * figure's tolerance, or when a benchmark failed; with {@code -Dbench.accept=true} this run's ratios become the accepted ones.
 * {@code -Dbench.only=} names those to run, with commas.
 */
public final class Benchmarks {
    private static final Path ACCEPTED = Path.of("config/benchmarks.json");
    private static final Path TABLE = Path.of("target/benchmarks.md");
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** A benchmark and the heap it gets: what is asked of the program is asked with that much. */
    private record Benchmark(String name, String heap) {}

    private static final List<Benchmark> ALL = List.of(
            new Benchmark("at.AtDecoderSpeed", "1g"),
            new Benchmark("tls.RecordDecodingSpeed", "1g"),
            new Benchmark("importer.ImportSpeed", "1g"),
            new Benchmark("modem.Throughput", "1g"),
            new Benchmark("session.HandshakeTime", "1g"),
            new Benchmark("mqtt.Goodput", "1g"),
            new Benchmark("session.ManySessions", "512m"),
            new Benchmark("link.TapLatency", "1g"),
            new Benchmark("doctor.RuleCost", "1g"),
            new Benchmark("doctor.LiveShare", "1g"),
            new Benchmark("ui.flow.FlowPoints", "1500m"),
            new Benchmark("ui.MillionRows", "512m"),
            new Benchmark("bench.StartUp", "256m"));

    private record Row(String benchmark, Figure figure, Double accepted) {
        String key() {
            return benchmark + ": " + figure.name();
        }

        boolean isWorse() {
            return accepted != null && figure.isWorseThan(accepted);
        }

        String line() {
            return String.format(
                    Locale.ROOT,
                    "| %s | %s | %s %s | %s | %.3f | %s |",
                    benchmark,
                    figure.name(),
                    Figure.rounded(figure.value()),
                    figure.unit(),
                    figure.limit(),
                    figure.ratio(),
                    accepted == null
                            ? "new"
                            : (isWorse() ? "**WORSE** than " : "")
                                    + String.format(Locale.ROOT, "%.3f", accepted)
                                    + (figure.better() == Figure.Better.HIGHER ? " or more" : " or less"));
        }
    }

    private Benchmarks() {}

    /**
     * Runs them.
     *
     * @throws IOException if the table cannot be written
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Map<String, Double> accepted = Files.exists(ACCEPTED)
                ? JSON.readValue(Files.readString(ACCEPTED), new TypeReference<TreeMap<String, Double>>() {})
                : new TreeMap<>();
        List<String> only = List.of(System.getProperty("bench.only", "").split(",", -1));
        double loadBefore = load();
        List<Row> rows = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        for (Benchmark benchmark : ALL) {
            if (!only.contains("") && !only.contains(benchmark.name())) {
                continue;
            }
            System.out.println("== " + benchmark.name());
            Path figures = Files.createTempFile("figures", ".jsonl");
            int code = run(benchmark, figures);
            if (code != 0) {
                failed.add(benchmark.name() + " ended with exit code " + code);
            }
            for (Figure figure : Figure.read(figures)) {
                rows.add(new Row(benchmark.name(), figure, accepted.get(benchmark.name() + ": " + figure.name())));
            }
            Files.delete(figures);
        }
        List<String> table = table(rows, loadBefore);
        Files.createDirectories(TABLE.toAbsolutePath().getParent());
        Files.write(TABLE, table);
        table.forEach(System.out::println);
        failed.forEach(System.out::println);
        if (Boolean.getBoolean("bench.accept")) {
            Map<String, Double> now = new TreeMap<>(accepted);
            rows.forEach(row -> now.put(row.key(), Math.round(row.figure().ratio() * 1e4) / 1e4));
            Files.writeString(ACCEPTED, JSON.writeValueAsString(now) + "\n");
            System.exit(failed.isEmpty() ? 0 : 1);
        }
        System.exit(failed.isEmpty() && rows.stream().noneMatch(Row::isWorse) ? 0 : 1);
    }

    /** In a Java like this one: what one benchmark leaves compiled or allocated shall not touch the next. */
    private static int run(Benchmark benchmark, Path figures) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !argument.startsWith("-Xmx") && !argument.startsWith("-Dbench."))
                .forEach(command::add);
        command.add("-Xmx" + benchmark.heap());
        command.add("-Dbench.figures=" + figures);
        command.add("--module=dev.parley/dev.parley." + benchmark.name());
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private static List<String> table(List<Row> rows, double loadBefore) {
        List<String> lines = new ArrayList<>();
        lines.add("# Benchmarks, " + LocalDate.now(ZoneId.systemDefault()));
        lines.add("");
        lines.add(machine() + String.format(Locale.ROOT, "; load %.1f before, %.1f at the end", loadBefore, load()));
        lines.add("");
        lines.add("| benchmark | figure | value | limit | ratio | accepted |");
        lines.add("|---|---|---|---|---|---|");
        rows.forEach(row -> lines.add(row.line()));
        return lines;
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static String machine() {
        return System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", " + processor() + ", "
                + Runtime.getRuntime().availableProcessors() + " cores, Java "
                + Runtime.version() + ", up "
                + Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime())
                        .toMinutes() + " min";
    }

    private static String processor() {
        Path info = Path.of("/proc/cpuinfo");
        try {
            return Files.exists(info)
                    ? Files.readAllLines(info).stream()
                            .filter(line -> line.startsWith("model name"))
                            .map(line -> line.substring(line.indexOf(':') + 2))
                            .findFirst()
                            .orElse("unknown processor")
                    : "unknown processor";
        } catch (IOException e) {
            return "unknown processor";
        }
    }
}
