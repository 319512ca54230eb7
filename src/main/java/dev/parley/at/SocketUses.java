package dev.parley.at;

import dev.parley.at.NetworkPicture.Use;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which of the modem's numbers for sockets and MQTT clients are taken, as commands, results and URCs tell it. */
final class SocketUses {
    /** {@code <socket_state>} of {@code +QISTATE}: one BG96 was seen to say 3 for a connected socket. */
    private static final int CLOSING = 4;

    private final Map<Integer, Use> sockets = new TreeMap<>();
    private final Map<Integer, Use> tlsSockets = new TreeMap<>();
    private final Map<Integer, Use> mqttClients = new TreeMap<>();

    Map<Integer, Use> sockets() {
        return Map.copyOf(sockets);
    }

    Map<Integer, Use> tlsSockets() {
        return Map.copyOf(tlsSockets);
    }

    Map<Integer, Use> mqttClients() {
        return Map.copyOf(mqttClients);
    }

    void clear() {
        sockets.clear();
        tlsSockets.clear();
        mqttClients.clear();
    }

    /** The host wrote a command. */
    void asked(CommandLine.Command command) {
        if (command.form() != CommandLine.Form.SET) {
            return;
        }
        switch (command.name()) {
            case "+QIOPEN" -> opening(sockets, command.number(1, -1));
            case "+QSSLOPEN" -> opening(tlsSockets, command.number(2, -1));
            case "+QMTOPEN" -> opening(mqttClients, command.number(0, -1));
            default -> {}
        }
    }

    private static void opening(Map<Integer, Use> uses, int id) {
        if (uses.getOrDefault(id, Use.CLOSED) == Use.CLOSED) {
            put(uses, id, Use.OPENING);
        }
    }

    /** A command has its result. */
    void ended(CommandLine.Command command, ResultCode code) {
        if (command.form() != CommandLine.Form.SET) {
            return;
        }
        switch (command.name()) {
            case "+QIOPEN" -> opened(sockets, command.number(1, -1), code);
            case "+QSSLOPEN" -> opened(tlsSockets, command.number(2, -1), code);
            case "+QMTOPEN" -> opened(mqttClients, command.number(0, -1), code);
            case "+QICLOSE" -> closed(sockets, command.number(0, -1), code);
            case "+QSSLCLOSE" -> closed(tlsSockets, command.number(0, -1), code);
            case "+QIDEACT" -> {
                if (code.succeeded()) {
                    clear();
                }
            }
            case "+CFUN" -> {
                if (code.succeeded() && (command.number(0, 1) != 1 || command.number(1, 0) == 1)) {
                    clear();
                }
            }
            default -> {}
        }
    }

    private static void opened(Map<Integer, Use> uses, int id, ResultCode code) {
        if (code == ResultCode.CONNECT) {
            put(uses, id, Use.OPEN);
        } else if (!code.succeeded() && uses.get(id) == Use.OPENING) {
            uses.remove(id);
        }
    }

    private static void closed(Map<Integer, Use> uses, int id, ResultCode code) {
        if (code.succeeded()) {
            put(uses, id, Use.CLOSED);
        }
    }

    void urc(AtEvent.Urc urc) {
        int id = Values.number(urc.argument(0), -1);
        switch (urc.name()) {
            case "+QIOPEN" -> put(sockets, id, result(urc, 1));
            case "+QSSLOPEN" -> put(tlsSockets, id, result(urc, 1));
            case "+QMTOPEN" -> put(mqttClients, id, result(urc, 1));
            case "+QMTCLOSE", "+QMTSTAT" -> put(mqttClients, id, Use.CLOSED);
            case "+QIURC" -> event(sockets, urc);
            case "+QSSLURC" -> event(tlsSockets, urc);
            default -> {}
        }
    }

    private static Use result(AtEvent.Urc urc, int index) {
        return urc.argument(index).equals("0") ? Use.OPEN : Use.CLOSED;
    }

    private void event(Map<Integer, Use> uses, AtEvent.Urc urc) {
        int id = Values.number(urc.argument(1), -1);
        switch (urc.argument(0)) {
            case "closed" -> put(uses, id, Use.CLOSED_BY_PEER);
            case "incoming" -> put(uses, id, Use.OPEN);
            case "pdpdeact" -> clear();
            default -> {}
        }
    }

    /** A line of {@code +QISTATE}, {@code +QSSLSTATE} or {@code +QMTCONN}. */
    void state(String name, List<String> values) {
        if (values.isEmpty()) {
            return;
        }
        int id = Values.number(values.getFirst(), -1);
        switch (name) {
            case "+QISTATE" -> told(sockets, id, values);
            case "+QSSLSTATE" -> told(tlsSockets, id, values);
            case "+QMTCONN" -> put(mqttClients, id, Use.OPEN);
            default -> {}
        }
    }

    private static void told(Map<Integer, Use> uses, int id, List<String> values) {
        if (values.size() > 5) {
            int state = Values.number(values.get(5), -1);
            put(uses, id, state == CLOSING ? Use.CLOSED_BY_PEER : state < 2 ? Use.OPENING : Use.OPEN);
        }
    }

    private static void put(Map<Integer, Use> uses, int id, Use use) {
        if (id >= 0) {
            uses.put(id, use);
        }
    }
}
