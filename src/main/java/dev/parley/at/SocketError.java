package dev.parley.at;

import java.util.Optional;

/**
 * Why a TCP/IP command of the modem's failed: the codes of {@code AT+QIGETERROR}, {@code +QIOPEN}, {@code +QPING} and
 * {@code +QIURC: "dnsgip"} (Quectel BG95 TCP/IP application note, summary of error codes).
 */
public enum SocketError {
    UNKNOWN(550, "unknown error"),
    OPERATION_BLOCKED(551, "operation blocked"),
    INVALID_PARAMETERS(552, "invalid parameters"),
    MEMORY_NOT_ENOUGH(553, "the modem's memory is not enough"),
    CREATE_SOCKET_FAILED(554, "the socket could not be created"),
    OPERATION_NOT_SUPPORTED(555, "operation not supported"),
    BIND_FAILED(556, "the local port could not be bound"),
    LISTEN_FAILED(557, "listening failed"),
    WRITE_FAILED(558, "writing to the socket failed"),
    READ_FAILED(559, "reading from the socket failed"),
    ACCEPT_FAILED(560, "accepting a connection failed"),
    PDP_OPEN_FAILED(561, "the PDP context could not be activated"),
    PDP_CLOSE_FAILED(562, "the PDP context could not be deactivated"),
    IDENTITY_IN_USE(563, "the connectID is in use"),
    DNS_BUSY(564, "DNS is busy"),
    DNS_FAILED(565, "DNS could not resolve the host"),
    CONNECT_FAILED(566, "the connection was refused or the host not reached"),
    SOCKET_CLOSED(567, "the socket has been closed"),
    OPERATION_BUSY(568, "another operation is under way"),
    TIMEOUT(569, "the operation timed out"),
    PDP_BROKEN(570, "the PDP context broke down"),
    SEND_CANCELLED(571, "sending was cancelled"),
    OPERATION_NOT_ALLOWED(572, "operation not allowed"),
    APN_NOT_CONFIGURED(573, "no APN is configured"),
    PORT_BUSY(574, "the port is busy"),
    /** In one of the manuals only. */
    OPTION_NOT_SET(575, "a socket option could not be set");

    private final int code;
    private final String words;

    SocketError(int code, String words) {
        this.code = code;
        this.words = words;
    }

    public int code() {
        return code;
    }

    /** What happened, in lower case, to stand behind a colon or in front of the code in brackets. */
    public String words() {
        return words;
    }

    public static Optional<SocketError> of(int code) {
        int index = code - UNKNOWN.code;
        return index >= 0 && index < values().length ? Optional.of(values()[index]) : Optional.empty();
    }

    /** For example {@code DNS could not resolve the host (565)}; a code that is not known is told as a number. */
    public static String describe(int code) {
        return of(code).map(error -> error.words + " (" + code + ")").orElse("error " + code);
    }
}
