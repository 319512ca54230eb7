package dev.parley.export;

/**
 * What an export may hold.
 *
 * @param source the session's name as the reader knows it, usually its file's name; may be empty
 * @param redaction whether identifying values are replaced
 * @param secrets true to put the session's TLS secrets into formats that can carry them (pcapng). They are put there only if
 *     the session was also recorded with the key log asked for
 */
public record ExportOptions(String source, Redaction redaction, boolean secrets) {
    /** What leaves the house by default: redacted, without secrets. */
    public static ExportOptions of(String source) {
        return new ExportOptions(source, Redaction.fresh(), false);
    }

    public ExportOptions withRedaction(Redaction other) {
        return new ExportOptions(source, other, secrets);
    }

    public ExportOptions withSecrets(boolean yes) {
        return new ExportOptions(source, redaction, yes);
    }
}
