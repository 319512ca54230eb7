package dev.parley.tls;

/** How bad something found before or beside a handshake is. */
public enum Severity {
    /** It cannot work. */
    ERROR("error"),
    /** It fails with some peers, or costs more than it need. */
    WARNING("warning"),
    /** Good to know. */
    NOTE("note");

    private final String word;

    Severity(String word) {
        this.word = word;
    }

    /** The word used in text and JSON. */
    public String word() {
        return word;
    }
}
