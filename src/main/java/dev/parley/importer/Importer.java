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

    /**
     * What {@code log} holds. It never fails: what is not understood is kept as notes, and the report says what was made of it.
     *
     * @param log the whole file or paste; the caller does not change it any more
     */
    public static Imported read(byte[] log) {
        LogText text = LogText.of(log);
        LogText head = text.head(HEAD);
        LogFormat format = FORMATS.stream()
                .max(Comparator.comparingInt(candidate -> candidate.score(head)))
                .orElseThrow();
        Transcript out = new Transcript();
        format.read(text, out);
        return out.end(format.name());
    }
}
