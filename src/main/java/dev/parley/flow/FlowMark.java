package dev.parley.flow;

/** What the AT traffic is marked for on a time axis. */
public enum FlowMark {
    SEND("AT+QISEND"),
    READ("AT+QIRD"),
    URC("URC");

    private final String word;

    FlowMark(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
