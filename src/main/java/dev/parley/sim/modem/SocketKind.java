package dev.parley.sim.modem;

/** A family of sockets with connectIDs of its own, by the words its commands and URCs are made of. */
enum SocketKind {
    /** {@code AT+QIOPEN} and its like. */
    TCP("+QI", "+QIURC", "+QIRD"),
    /** {@code AT+QSSLOPEN} and its like: TLS in the modem. */
    TLS("+QSSL", "+QSSLURC", "+QSSLRECV");

    private final String prefix;
    private final String urc;
    private final String read;

    SocketKind(String prefix, String urc, String read) {
        this.prefix = prefix;
        this.urc = urc;
        this.read = read;
    }

    /** The command whose name ends in {@code word}: {@code OPEN}. */
    String command(String word) {
        return prefix + word;
    }

    /** The command that reads. */
    String read() {
        return read;
    }

    /** A URC on a socket: {@code "closed"}. */
    String urc(String what, int id) {
        return urc + ": \"" + what + "\"," + id;
    }
}
