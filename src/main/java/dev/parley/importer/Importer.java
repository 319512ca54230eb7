package dev.parley.importer;

import java.util.Comparator;
import java.util.List;

/** Reads logs of other programs. Stateless; any thread. */
public final class Importer {
    /** So many bytes of a log are looked at to tell whose it is. */
    static final int HEAD = 65_536;

    private static final List<LogFormat> FORMATS = List.of(
            new SocatDump(),
            new UartTable(),
            ExactLines.MODEM_MANAGER,
            ExactLines.EMBEDDED_WIRELESS,
            ExactLines.MBED_OS,
            new OpensslMessages(),
            new ZephyrLog(),
            new MbedTlsLog(),
            new DocklightLog(),
            new MarkedLog(),
            new PastedHex(),
            new TerminalLog(),
            new ForumText());

    private Importer() {}

    /** The formats that are told apart, for a message. */
    public static List<String> formats() {
        return FORMATS.stream().map(LogFormat::name).toList();
    }

    /** The formats that {@code log} may be of, the likeliest first; never empty, as the last one takes any text. */
    public static List<String> candidates(byte[] log) {
        LogText head = LogText.of(log).head(HEAD);
        return FORMATS.stream()
                .map(format -> new Fit(format, format.score(head)))
                .filter(fit -> fit.score() > 0)
                .sorted(Comparator.comparingInt(Fit::score).reversed())
                .map(fit -> fit.format().name())
                .toList();
    }

    private record Fit(LogFormat format, int score) {}

    /**
     * What {@code log} holds, as the likeliest format. It never fails: what is not understood is kept as notes, and the report says
     * what was made of it.
     *
     * @param log the whole file or paste; the caller does not change it any more
     */
    public static Imported read(byte[] log) {
        return read(log, candidates(log).getFirst(), false);
    }

    /**
     * What {@code log} holds if it is of the format with that {@code name}, one of {@link #formats}.
     *
     * @param swapped true to take the other side for the host, where the log tells two apart
     */
    public static Imported read(byte[] log, String name, boolean swapped) {
        LogFormat format = FORMATS.stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no format is called " + name));
        Transcript out = new Transcript(swapped);
        format.read(LogText.of(log), out);
        return out.end(format.name());
    }
}
