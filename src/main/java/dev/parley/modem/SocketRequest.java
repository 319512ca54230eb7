package dev.parley.modem;

import dev.parley.socket.AccessMode;

/**
 * A TCP socket to open.
 *
 * @param contextId the PDP context, 1 to 16
 * @param connectId the modem's number for the socket, 0 to 11
 * @param host a name or an address; printable ASCII without quotes and blanks
 * @param port 1 to 65535
 * @param chunk how many bytes go to the modem at once, 1 to 1460
 */
public record SocketRequest(int contextId, int connectId, String host, int port, AccessMode mode, int chunk) {
    /** The most that {@code AT+QISEND} takes (Quectel BG95 TCP/IP application note). */
    public static final int MOST = 1460;

    public SocketRequest {
        check(contextId >= 1 && contextId <= 16, "a context is 1 to 16, not " + contextId);
        check(connectId >= 0 && connectId <= 11, "a connectID is 0 to 11, not " + connectId);
        check(isHost(host), "'" + host + "' is no host name; use printable ASCII without quotes and blanks");
        check(port >= 1 && port <= 65_535, "a port is 1 to 65535, not " + port);
        check(chunk >= 1 && chunk <= MOST, "a chunk is 1 to " + MOST + " bytes, not " + chunk);
    }

    /** Context 1, connectID 0, whole chunks. */
    public static SocketRequest to(String host, int port, AccessMode mode) {
        return new SocketRequest(1, 0, host, port, mode, MOST);
    }

    private static boolean isHost(String host) {
        return !host.isEmpty() && host.length() <= 150 && host.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"');
    }

    private static void check(boolean right, String message) {
        if (!right) {
            throw new IllegalArgumentException(message);
        }
    }
}
