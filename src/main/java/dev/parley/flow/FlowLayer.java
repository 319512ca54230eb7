package dev.parley.flow;

/** Whose bytes are counted. */
public enum FlowLayer {
    /** All bytes of the link to the modem: commands, answers and payload. */
    LINK("link"),
    /** The streams of the modem's sockets. */
    SOCKET("socket"),
    /** What TLS carried for its user, in the clear. */
    TLS("TLS");

    private final String word;

    FlowLayer(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
