package dev.parley.socket;

/** Who ended a socket, as far as the wire shows. */
public enum ClosedBy {
    /** Nobody yet. */
    OPEN("open"),
    /** The host's own {@code AT+QICLOSE} came before any sign of a close. */
    HOST("host"),
    /** {@code +QIURC: "closed"}: the peer, or the network in its name. */
    PEER("peer"),
    /** The network took the PDP context away. */
    PDP("pdp"),
    /** The modem started anew ({@code RDY}). */
    MODEM_RESET("modem-reset"),
    /** The link to the modem was lost. */
    LINK("link");

    private final String word;

    ClosedBy(String word) {
        this.word = word;
    }

    /** The word used in JSON. */
    public String word() {
        return word;
    }
}
