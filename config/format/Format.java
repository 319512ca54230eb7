import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Formats the Java sources, or checks that they are formatted: {@code Format (write|check) STAMP DIRECTORY...}.
 *
 * <p>It exists because the formatter has to run on the JDK that understands the sources, which is not the one that Maven
 * runs on. STAMP is a file that remembers which sources were found well formatted, so that a check reads only what
 * changed since.
 */
final class Format {

    private static final Formatter FORMATTER = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .build());

    private Format() {}

    public static void main(String[] args) throws IOException {
        boolean write = args[0].equals("write");
        Path stamp = Path.of(args[1]);
        Set<String> wellFormatted = Files.exists(stamp) ? Set.copyOf(Files.readAllLines(stamp)) : Set.of();

        Set<String> done = new ConcurrentSkipListSet<>();
        Set<String> complaints = new ConcurrentSkipListSet<>();
        sources(List.of(args).subList(2, args.length)).parallelStream().forEach(source -> {
            try {
                if (!wellFormatted.contains(state(source))) {
                    String before = Files.readString(source);
                    String after = FORMATTER.formatSourceAndFixImports(before);
                    if (!after.equals(before)) {
                        if (!write) {
                            complaints.add(source.toString());
                            return;
                        }
                        Files.writeString(source, after);
                    }
                }
                done.add(state(source));
            } catch (IOException | FormatterException e) {
                complaints.add(source + ": " + e.getMessage());
            }
        });

        Files.createDirectories(stamp.toAbsolutePath().getParent());
        Files.write(stamp, done);
        if (!complaints.isEmpty()) {
            System.err.println(
                    write
                            ? "These could not be read by the formatter:"
                            : "Not well formatted; `mvn -Pformat validate` puts it right:");
            complaints.forEach(complaint -> System.err.println("  " + complaint));
            System.exit(1);
        }
    }

    private static Set<Path> sources(List<String> directories) throws IOException {
        Set<Path> found = new TreeSet<>();
        for (String directory : directories) {
            try (Stream<Path> tree = Files.walk(Path.of(directory))) {
                found.addAll(
                        tree.filter(path -> path.toString().endsWith(".java")).collect(Collectors.toSet()));
            }
        }
        return found;
    }

    private static String state(Path source) throws IOException {
        return source + " " + Files.size(source) + " " + Files.getLastModifiedTime(source);
    }
}
