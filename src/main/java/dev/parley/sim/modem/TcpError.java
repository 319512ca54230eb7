package dev.parley.sim.modem;

/** The error numbers of the TCP/IP commands with the words of {@code AT+QIGETERROR} (BG95 TCP/IP application note). */
public enum TcpError {
    SUCCESS(0, "operate successfully"),
    UNKNOWN(550, "unknown error"),
    BLOCKED(551, "operation blocked"),
    INVALID_PARAMETERS(552, "invalid parameters"),
    NO_MEMORY(553, "memory not enough"),
    CREATE_FAILED(554, "create socket failed"),
    NOT_SUPPORTED(555, "operation not supported"),
    BIND_FAILED(556, "socket bind failed"),
    LISTEN_FAILED(557, "socket listen failed"),
    WRITE_FAILED(558, "socket write failed"),
    READ_FAILED(559, "socket read failed"),
    ACCEPT_FAILED(560, "socket accept failed"),
    PDP_OPEN_FAILED(561, "open PDP context failed"),
    PDP_CLOSE_FAILED(562, "close PDP context failed"),
    IDENTITY_IN_USE(563, "socket identity has been used"),
    DNS_BUSY(564, "DNS busy"),
    DNS_FAILED(565, "DNS parse failed"),
    CONNECT_FAILED(566, "socket connect failed"),
    CLOSED(567, "socket has been closed"),
    BUSY(568, "operation busy"),
    TIMEOUT(569, "operation timeout"),
    PDP_BROKEN(570, "PDP context broken down"),
    SEND_CANCELLED(571, "cancel send"),
    NOT_ALLOWED(572, "operation not allowed"),
    APN_MISSING(573, "APN not configured"),
    PORT_BUSY(574, "port busy");

    private final int number;
    private final String text;

    TcpError(int number, String text) {
        this.number = number;
        this.text = text;
    }

    /** As {@code +QIOPEN} and {@code AT+QIGETERROR} print it. */
    public int number() {
        return number;
    }

    String text() {
        return text;
    }

    static TcpError of(int number) {
        for (TcpError error : values()) {
            if (error.number == number) {
                return error;
            }
        }
        return UNKNOWN;
    }
}
