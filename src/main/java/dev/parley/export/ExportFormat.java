package dev.parley.export;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a session can be exported to. */
public enum ExportFormat {
    /** A session file; redacted, length for length, where that is asked for, see {@link RedactedSession}. */
    PARLEY(".parley"),
    /** For Wireshark: the sockets as synthetic TCP, see {@link SessionPcapng}. */
    PCAPNG(".pcapng"),
    /** One self-contained page, see {@link HtmlReport}. */
    HTML(".html"),
    /** One row an event, see {@link CsvExport}. */
    CSV(".csv"),
    /** A time line to read, see {@link TextReport}. */
    TEXT(".txt"),
    /** One JSON object an event, see {@link JsonLines}. */
    JSONL(".jsonl"),
    /** The byte flow of the whole session, drawn, see {@link dev.parley.chart.FlowSvg}. */
    SVG(".svg"),
    /** The TLS secrets the session holds, see {@link KeyLog}. */
    KEYLOG(".keylog"),
    /** All of these but the key log in one zip file with a manifest, see {@link CaseFile}. */
    CASE(".zip");

    private final String suffix;

    ExportFormat(String suffix) {
        this.suffix = suffix;
    }

    /** The usual file suffix, with its full stop. */
    public String suffix() {
        return suffix;
    }

    /** The word of {@code parley export --to}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The format that {@link #word} names, in any case of letters. */
    public static Optional<ExportFormat> of(String word) {
        return Arrays.stream(values())
                .filter(format -> format.word().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** All words, for a message: {@code parley, pcapng, html, csv, text, jsonl, svg, keylog, case}. */
    public static String words() {
        return Arrays.stream(values()).map(ExportFormat::word).collect(Collectors.joining(", "));
    }
}
