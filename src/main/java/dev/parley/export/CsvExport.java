package dev.parley.export;

import dev.parley.session.Snapshot;
import java.io.IOException;
import java.util.List;

/**
 * A session as CSV (RFC 4180: comma, CR LF, quotes doubled), UTF-8, one row an exchange, message, packet or change.
 *
 * <p>A spreadsheet takes a cell that begins with {@code = + - @}, TAB or CR for a formula, and what a modem or a server sends
 * is not to be run: such a cell gets an apostrophe in front. Payload is not in the file.
 */
public final class CsvExport {
    private static final List<String> HEADER =
            List.of("time_s", "layer", "direction", "socket", "event", "detail", "result", "bytes", "took_s");

    private CsvExport() {}

    /** Writes the header row and all rows to {@code out}. */
    public static void write(Snapshot snapshot, ExportOptions options, Appendable out) throws IOException {
        row(HEADER, out);
        Redactor redactor = options.redaction().of(snapshot.view());
        for (Timeline.Row row : Timeline.of(snapshot, redactor)) {
            row(
                    List.of(
                            Words.secondsNumber(row.nanos()).toPlainString(),
                            row.layer().word(),
                            row.direction().map(direction -> direction.word()).orElse(""),
                            row.socket().isPresent()
                                    ? Integer.toString(row.socket().getAsInt())
                                    : "",
                            row.event(),
                            row.detail(),
                            row.result(),
                            row.bytes().isPresent()
                                    ? Integer.toString(row.bytes().getAsInt())
                                    : "",
                            row.took().isPresent()
                                    ? Words.secondsNumber(row.took().getAsLong())
                                            .toPlainString()
                                    : ""),
                    out);
        }
    }

    private static void row(List<String> cells, Appendable out) throws IOException {
        for (int i = 0; i < cells.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            out.append(cell(cells.get(i)));
        }
        out.append("\r\n");
    }

    /** A cell as it stands in the file. */
    static String cell(String text) {
        String safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        boolean quote = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return quote ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
