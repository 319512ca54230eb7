package dev.parley.at;

/** Final results of an AT command (3GPP TS 27.007 and ITU-T V.250; {@code SEND OK} and {@code SEND FAIL} are Quectel's). */
public enum ResultCode {
    OK,
    ERROR,
    CME_ERROR,
    CMS_ERROR,
    SEND_OK,
    SEND_FAIL,
    CONNECT,
    NO_CARRIER,
    BUSY,
    NO_ANSWER,
    NO_DIALTONE,
    ABORTED,
    /**
     * No line of the modem's: the command ended without a result, because the modem started anew, the host went on, or the
     * record ends. The decoder says it so that every command has exactly one result.
     */
    UNANSWERED;

    /** What it says, in words. */
    public String words() {
        return switch (this) {
            case OK -> "done";
            case ERROR -> "refused";
            case CME_ERROR -> "refused by the modem or the network";
            case CMS_ERROR -> "refused by the message service";
            case SEND_OK -> "taken by the modem, not yet by the peer";
            case SEND_FAIL -> "the modem's send buffer is full, send again";
            case CONNECT -> "connected";
            case NO_CARRIER -> "no connection";
            case BUSY -> "busy";
            case NO_ANSWER -> "nobody answers";
            case NO_DIALTONE -> "no dial tone";
            case ABORTED -> "aborted";
            case UNANSWERED -> "no answer";
        };
    }

    /** True where the command did what was asked. */
    public boolean succeeded() {
        return this == OK || this == SEND_OK || this == CONNECT;
    }
}
