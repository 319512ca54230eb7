package dev.parley.modem;

/** The steps from an open link to an address on the network, in order. */
public enum BringUpStep {
    ATTENTION("AT"),
    IDENTITY("Identity"),
    SETTINGS("Settings"),
    SIM("SIM"),
    RADIO("Radio"),
    REGISTRATION("Registration"),
    STALE_SOCKETS("Stale sockets"),
    PDP_CONTEXT("PDP context");

    private final String title;

    BringUpStep(String title) {
        this.title = title;
    }

    /** What the step is called where people read it. */
    public String title() {
        return title;
    }
}
