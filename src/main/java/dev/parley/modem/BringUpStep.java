package dev.parley.modem;

/** The steps from an open link to an address on the network, in order. */
public enum BringUpStep {
    ATTENTION("AT"),
    ECHO_OFF("Echo off"),
    ERRORS_IN_WORDS("Errors in words"),
    IDENTITY("Modem"),
    PAYLOAD_ECHO_OFF("Payload echo off"),
    SIM("SIM"),
    SIGNAL("Signal"),
    REGISTRATION("Registration"),
    OPERATOR("Operator"),
    STALE_SOCKETS("Stale sockets"),
    APN("APN"),
    PDP_CONTEXT("PDP context"),
    ADDRESS("Address");

    private final String title;

    BringUpStep(String title) {
        this.title = title;
    }

    /** What the step is called where people read it. */
    public String title() {
        return title;
    }
}
