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
    ABORTED;

    /** True where the command did what was asked. */
    public boolean succeeded() {
        return this == OK || this == SEND_OK || this == CONNECT;
    }
}
