package dev.parley.at;

import dev.parley.at.NetworkPicture.Socket;
import dev.parley.at.NetworkPicture.Use;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which of the modem's numbers for sockets and MQTT clients are taken, as commands, results and URCs tell it. */
final class SocketUses {
    /** {@code <socket_state>} of {@code +QISTATE}: one BG96 was seen to say 3 for a connected socket. */
    private static final int CLOSING = 4;

    private final Map<Integer, Socket> sockets = new TreeMap<>();
    private final Map<Integer, Socket> tlsSockets = new TreeMap<>();
    private final Map<Integer, Socket> mqttClients = new TreeMap<>();
    /** The PDP context of each, where it is known; that of MQTT clients is 1 unless {@code AT+QMTCFG="pdpcid"} says otherwise. */
    private final Map<Integer, Integer> contexts = new TreeMap<>();

    private final Map<Integer, Integer> tlsContexts = new TreeMap<>();
    private final Map<Integer, Integer> mqttContexts = new TreeMap<>();

    Map<Integer, Socket> sockets() {
        return Map.copyOf(sockets);
    }

    Map<Integer, Socket> tlsSockets() {
        return Map.copyOf(tlsSockets);
    }

    Map<Integer, Socket> mqttClients() {
        return Map.copyOf(mqttClients);
    }

    /** A PDP context is gone, and with it what ran over it; one whose context is not known may be any of them. */
    private void clear(int context) {
        sockets.keySet().removeIf(id -> contexts.getOrDefault(id, context) == context);
        tlsSockets.keySet().removeIf(id -> tlsContexts.getOrDefault(id, context) == context);
        mqttClients.keySet().removeIf(id -> mqttContexts.getOrDefault(id, 1) == context);
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
            case "+QIOPEN" -> {
                opening(sockets, command, 1, 3);
                contexts.put(command.number(1, -1), command.number(0, -1));
            }
            case "+QSSLOPEN" -> {
                opening(tlsSockets, command, 2, 3);
                tlsContexts.put(command.number(2, -1), command.number(0, -1));
            }
            case "+QMTOPEN" -> opening(mqttClients, command, 0, 1);
            default -> {}
        }
    }

    /** The number stands at {@code id}, the host at {@code host} and the port behind it. */
    private static void opening(Map<Integer, Socket> uses, CommandLine.Command command, int id, int host) {
        int number = command.number(id, -1);
        if (number >= 0 && use(uses, number) == Use.CLOSED) {
            uses.put(number, new Socket(number, Use.OPENING, command.argument(host), command.number(host + 1, -1)));
        }
    }

    private static Use use(Map<Integer, Socket> uses, int id) {
        Socket socket = uses.get(id);
        return socket == null ? Use.CLOSED : socket.use();
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
            case "+QMTCFG" -> {
                if (code.succeeded()
                        && command.argument(0).equals("pdpcid")
                        && command.arguments().size() > 2) {
                    mqttContexts.put(command.number(1, -1), command.number(2, 1));
                }
            }
            case "+QIDEACT" -> {
                if (code.succeeded()) {
                    clear(command.number(0, -1));
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

    private static void opened(Map<Integer, Socket> uses, int id, ResultCode code) {
        if (code == ResultCode.CONNECT) {
            put(uses, id, Use.OPEN);
        } else if (!code.succeeded() && use(uses, id) == Use.OPENING) {
            uses.remove(id);
        }
    }

    private static void closed(Map<Integer, Socket> uses, int id, ResultCode code) {
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

    private void event(Map<Integer, Socket> uses, AtEvent.Urc urc) {
        int id = Values.number(urc.argument(1), -1);
        switch (urc.argument(0)) {
            case "closed" -> put(uses, id, Use.CLOSED_BY_PEER);
            case "incoming" -> put(uses, id, Use.OPEN);
            case "pdpdeact" -> clear(id);
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
            case "+QISTATE" -> {
                told(sockets, id, values);
                if (values.size() > 6) {
                    contexts.put(id, Values.number(values.get(6), -1));
                }
            }
            case "+QSSLSTATE" -> told(tlsSockets, id, values);
            case "+QMTCONN" -> put(mqttClients, id, Use.OPEN);
            default -> {}
        }
    }

    private static void told(Map<Integer, Socket> uses, int id, List<String> values) {
        if (values.size() > 5) {
            int state = Values.number(values.get(5), -1);
            put(uses, id, state == CLOSING ? Use.CLOSED_BY_PEER : state < 2 ? Use.OPENING : Use.OPEN);
        }
    }

    private static void put(Map<Integer, Socket> uses, int id, Use use) {
        if (id >= 0) {
            Socket known = uses.get(id);
            uses.put(id, known == null ? new Socket(id, use, "", -1) : new Socket(id, use, known.host(), known.port()));
        }
    }
}
