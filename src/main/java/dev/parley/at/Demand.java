package dev.parley.at;

/**
 * What a command line asks of the wire: found once a line, as lines come again and again.
 *
 * @param sends how its payload crosses
 * @param declared the number of payload bytes it promises, or -1
 * @param socket the connectID (clientID of TLS sockets) the payload belongs to, or -1
 * @param readsSocket true for {@code AT+QIRD=id[,length]} and its TLS sibling, unless it only asks for the counters
 * @param sendsToSocket true where {@code SEND OK} or {@code SEND FAIL} ends it
 * @param connectsForData true where {@code CONNECT} is not the end but the start of file or body data
 * @param mayGoTransparent true where {@code CONNECT} switches the port to transparent mode
 */
record Demand(
        Sends sends,
        int declared,
        int socket,
        boolean readsSocket,
        boolean sendsToSocket,
        boolean connectsForData,
        boolean mayGoTransparent) {
    /** How a command's payload crosses the link. */
    enum Sends {
        NOTHING,
        /** So many bytes after the prompt {@code >}. */
        COUNTED,
        /** After the prompt, up to Ctrl-Z; ESC cancels. */
        UNTIL_CTRL_Z,
        /** So many bytes after {@code CONNECT}. */
        COUNTED_AFTER_CONNECT
    }

    /** What the last command of {@code line} asks. */
    static Demand of(CommandLine line) {
        CommandLine.Command command = line.commands().getLast();
        String name = command.name();
        Sends sends = sends(command);
        return new Demand(
                sends,
                sends == Sends.COUNTED || sends == Sends.COUNTED_AFTER_CONNECT ? promised(command) : -1,
                isSocketSend(name) || isSocketRead(name) ? command.number(0, -1) : -1,
                isSocketRead(name) && command.form() == CommandLine.Form.SET && command.number(1, 1500) != 0,
                isSocketSend(name),
                sends == Sends.COUNTED_AFTER_CONNECT || name.startsWith("+QF") || name.startsWith("+QHTTP"),
                switch (name) {
                    case "+QIOPEN", "+QSSLOPEN", "+QISWTMD", "ATO", "ATD", "ATA" -> true;
                    default -> false;
                });
    }

    private static boolean isSocketSend(String name) {
        return name.equals("+QISEND") || name.equals("+QSSLSEND") || name.equals("+QISENDEX");
    }

    private static boolean isSocketRead(String name) {
        return name.equals("+QIRD") || name.equals("+QSSLRECV");
    }

    private static Sends sends(CommandLine.Command command) {
        if (command.form() != CommandLine.Form.SET) {
            return Demand.Sends.NOTHING;
        }
        return switch (command.name()) {
            case "+QISEND", "+QSSLSEND" ->
                command.arguments().size() < 2
                        ? Sends.UNTIL_CTRL_Z
                        : command.number(1, 0) > 0 ? Sends.COUNTED : Demand.Sends.NOTHING;
            case "+QMTPUB" ->
                command.arguments().size() < 6
                        ? Sends.UNTIL_CTRL_Z
                        : command.number(5, 0) > 0 ? Sends.COUNTED : Demand.Sends.NOTHING;
            case "+QMTPUBEX" -> command.number(5, 0) > 0 ? Sends.COUNTED : Demand.Sends.NOTHING;
            case "+CMGS", "+CMGW", "+QCMGS" -> Sends.UNTIL_CTRL_Z;
            case "+QFUPL", "+QFWRITE", "+QHTTPURL", "+QHTTPPOST" ->
                promised(command) > 0 ? Sends.COUNTED_AFTER_CONNECT : Demand.Sends.NOTHING;
            default -> Demand.Sends.NOTHING;
        };
    }

    private static int promised(CommandLine.Command command) {
        return switch (command.name()) {
            case "+QISEND", "+QSSLSEND", "+QFUPL", "+QFWRITE" -> command.number(1, 0);
            case "+QMTPUB", "+QMTPUBEX" -> command.number(5, 0);
            case "+QHTTPURL", "+QHTTPPOST" -> command.number(0, 0);
            default -> 0;
        };
    }
}
