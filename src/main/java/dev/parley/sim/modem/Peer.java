package dev.parley.sim.modem;

/**
 * Who is at the other end.
 *
 * @param address a name or an IP address
 * @param port from 0 to 65535
 */
record Peer(String address, int port) {
    /** As URCs and headers show it: {@code "203.0.113.7",4711}. */
    String quoted() {
        return "\"" + address + "\"," + port;
    }
}
