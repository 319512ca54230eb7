package dev.parley.at;

/** What commands that succeeded have set, as far as later lines mean something else by it. */
final class PortSettings {
    final SocketModes sockets = new SocketModes();
    final SocketModes tlsSockets = new SocketModes();

    /** {@code ATV0}: results are numbers. */
    boolean numericResults;

    /** {@code AT+QISDE=0}: payload is not echoed. */
    boolean payloadEchoOff;

    /** {@code AT&D1}: a drop of DTR leaves transparent mode, and the connection stays. */
    boolean dtrLeavesData;

    /** The socket that {@code ATO} goes back to, or -1. */
    int lastTransparentSocket = -1;

    /** True if {@link #written} or {@link #succeeded} may change something for {@code line}. */
    static boolean areSetBy(CommandLine line) {
        for (CommandLine.Command command : line.commands()) {
            switch (command.name()) {
                case "ATV", "+QIOPEN", "+QSSLOPEN", "+QISWTMD", "+QISDE", "+QICFG", "AT&D", "ATZ", "AT&F" -> {
                    return true;
                }
                default -> {}
            }
        }
        return false;
    }

    /** The host wrote a line: {@code ATV} counts for its own result. */
    void written(CommandLine line) {
        for (CommandLine.Command command : line.commands()) {
            if (command.name().equals("ATV")) {
                numericResults = command.number(0, 0) == 0;
            }
        }
    }

    void succeeded(CommandLine.Command command) {
        if (command.form() != CommandLine.Form.SET && !command.name().startsWith("AT")) {
            return;
        }
        switch (command.name()) {
            case "+QIOPEN" -> sockets.set(command.number(1, -1), command.number(6, 0));
            case "+QSSLOPEN" -> tlsSockets.set(command.number(2, -1), command.number(5, 0));
            case "+QISWTMD" -> sockets.set(command.number(0, -1), command.number(1, -1));
            case "+QISDE" -> payloadEchoOff = command.number(0, 1) == 0;
            case "+QICFG" -> {
                if (command.argument(0).equalsIgnoreCase("recvind")) {
                    sockets.tellsLengths(command.number(1, 0) == 1);
                }
            }
            case "AT&D" -> dtrLeavesData = command.number(0, 0) == 1;
            case "ATZ", "AT&F" -> {
                numericResults = false;
                dtrLeavesData = false;
            }
            default -> {}
        }
    }

    /** The modem started anew. */
    void clear() {
        sockets.clear();
        tlsSockets.clear();
        numericResults = false;
        payloadEchoOff = false;
        dtrLeavesData = false;
        lastTransparentSocket = -1;
    }

    /** The socket whose bytes cross in transparent mode after that command, or -1. */
    int transparentSocket(CommandLine.Command command) {
        return switch (command.name()) {
            case "+QIOPEN" -> command.number(1, -1);
            case "+QSSLOPEN" -> command.number(2, -1);
            case "+QISWTMD" -> command.number(0, -1);
            case "ATO" -> lastTransparentSocket;
            default -> -1;
        };
    }
}
