package dev.parley.at;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts an exchange into one short sentence. */
final class Explanation {
    private final Dictionary dictionary;

    Explanation(Dictionary dictionary) {
        this.dictionary = dictionary;
    }

    String of(Exchange exchange) {
        return switch (exchange.kind()) {
            case COMMAND -> command(exchange);
            case URC -> urc(exchange);
            case NOISE -> exchange.text();
        };
    }

    // Commands

    private String command(Exchange exchange) {
        CommandLine line = CommandLine.parse(exchange.text());
        String asked = line.commands().stream().map(this::asked).collect(Collectors.joining(", then "));
        String found = information(exchange).stream()
                .map(text -> answer(line, text))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("; "));
        String outcome = outcome(exchange, line);
        StringBuilder sentence = new StringBuilder(asked);
        if (!found.isEmpty()) {
            sentence.append(": ").append(found);
        }
        if (!outcome.isEmpty()) {
            sentence.append(found.isEmpty() ? ": " : "; ").append(outcome);
        }
        return sentence.toString();
    }

    private String asked(CommandLine.Command command) {
        String id = command.argument(0);
        boolean set = command.form() == CommandLine.Form.SET;
        if (command.form() == CommandLine.Form.TEST) {
            return "asks what " + command.name() + " accepts";
        }
        switch (command.name()) {
            case "+QISEND", "+QSSLSEND" -> {
                if (set && command.arguments().size() < 2) {
                    return "writes to socket " + id + " up to Ctrl-Z";
                }
                int length = command.number(1, 0);
                return length == 0
                        ? "asks how many bytes the peer has acknowledged on socket " + id
                        : "writes " + bytes(length) + " to socket " + id;
            }
            case "+QIRD", "+QSSLRECV" -> {
                int length = command.number(1, 1500);
                return length == 0
                        ? "asks how many bytes of socket " + id + " are unread"
                        : "reads up to " + bytes(length) + " from socket " + id;
            }
            case "+QIOPEN" -> {
                if (set) {
                    return "opens " + command.argument(2) + " socket " + command.argument(1) + " to "
                            + command.argument(3) + ":" + command.argument(4) + mode(command.number(6, 0));
                }
            }
            case "+QSSLOPEN" -> {
                if (set) {
                    return "opens TLS socket " + command.argument(2) + " to " + command.argument(3) + ":"
                            + command.argument(4) + mode(command.number(5, 0));
                }
            }
            case "+QICLOSE", "+QSSLCLOSE" -> {
                return "closes socket " + id;
            }
            case "+QIACT" -> {
                return set ? "activates PDP context " + id : "lists the active PDP contexts";
            }
            case "+QFUPL" -> {
                return "writes " + bytes(command.number(1, 0)) + " to the file " + id;
            }
            case "ATE" -> {
                return command.number(0, 0) == 0 ? "switches echo off" : "switches echo on";
            }
            case "+CFUN" -> {
                if (set) {
                    return switch (command.number(0, -1)) {
                        case 0 -> "switches radio and SIM off";
                        case 1 -> command.number(1, 0) == 1 ? "restarts the modem" : "switches everything on";
                        case 4 -> "switches the radio off";
                        default -> "sets how much of the modem works";
                    };
                }
                return "asks how much of the modem works";
            }
            case "+CPIN" -> {
                return set ? "gives the SIM's PIN" : "asks for the SIM's state";
            }
            case "+CGATT" -> {
                return !set
                        ? "asks for the packet attachment"
                        : command.number(0, 0) == 1
                                ? "attaches to the packet service"
                                : "detaches from the packet service";
            }
            case "+COPS" -> {
                return set ? "chooses the operator" : "asks for the operator";
            }
            case "+CREG", "+CGREG", "+CEREG" -> {
                return set ? "chooses the registration's URC" : "asks for the registration";
            }
            case "+QISTATE" -> {
                return "asks for the state of "
                        + (command.number(0, 0) == 1 ? "socket " + command.argument(1) : "sockets");
            }
            default -> {}
        }
        return dictionary.command(command).map(Dictionary.Entry::title).orElse("a command that is not known here");
    }

    private static List<String> information(Exchange exchange) {
        List<String> texts = new ArrayList<>();
        for (Exchange.Line line : exchange.lines()) {
            if (line.role() == Exchange.Role.INFORMATION && texts.size() < 3) {
                texts.add(line.text());
            }
        }
        return texts;
    }

    private Optional<String> answer(CommandLine line, String text) {
        String name = AnswerRules.name(text);
        if (name.isEmpty()) {
            return text.startsWith("CONNECT") ? Optional.empty() : Optional.of(text);
        }
        List<String> values = Values.split(text.substring(name.length() + 1));
        boolean test = line.first().form() == CommandLine.Form.TEST;
        return Optional.of(test ? text.substring(name.length() + 1).strip() : value(name, values));
    }

    private String value(String name, List<String> values) {
        return switch (name) {
            case "+CSQ" -> "+CSQ " + at(values, 0) + " = " + signal(number(values, 0));
            case "+CREG", "+CGREG", "+CEREG" ->
                name + ": " + String.join(",", values.subList(0, Math.min(2, values.size()))) + " "
                        + word(Dictionary.Table.REGISTRATION, number(values, 1));
            case "+QISEND", "+QSSLSEND" ->
                at(values, 1) + " of " + bytes(number(values, 0)) + ", " + at(values, 2) + " not yet";
            case "+QIRD", "+QSSLRECV" -> readAnswer(values);
            case "+QISTATE" ->
                "socket " + at(values, 0) + " to " + at(values, 2) + ":" + at(values, 3) + " is "
                        + word(Dictionary.Table.SOCKET_STATE, number(values, 5));
            case "+QIGETERROR" -> number(values, 0) == 0 ? "no error" : SocketError.describe(number(values, 0));
            case "+QMTCONN" ->
                "client " + at(values, 0) + " is " + word(Dictionary.Table.MQTT_STATE, number(values, 1));
            case "+CGATT" -> number(values, 0) == 1 ? "attached" : "not attached";
            case "+CFUN" ->
                switch (number(values, 0)) {
                    case 0 -> "minimum (0)";
                    case 1 -> "everything (1)";
                    case 4 -> "all but the radio (4)";
                    default -> at(values, 0);
                };
            case "+COPS" -> values.size() > 2 ? at(values, 2) : "none";
            case "+QIACT" -> "context " + at(values, 0) + " has " + at(values, 3);
            default -> String.join(", ", values);
        };
    }

    private static String readAnswer(List<String> values) {
        if (values.size() >= 3) {
            return at(values, 2) + " unread of " + bytes(number(values, 0)) + " received";
        }
        int count = number(values, 0);
        return count == 0 ? "nothing is waiting" : bytes(count);
    }

    private String outcome(Exchange exchange, CommandLine line) {
        if (exchange.result().isEmpty()) {
            return "";
        }
        return switch (exchange.result().get()) {
            case OK, CONNECT -> "";
            case SEND_OK -> "taken by the modem";
            case SEND_FAIL -> "the modem's send buffer is full, send again";
            case ERROR -> line.first().name().equals("+QISEND") ? "refused, the socket is not open" : "refused";
            case CME_ERROR -> error(Dictionary.Table.CME, exchange.resultText());
            case CMS_ERROR -> error(Dictionary.Table.CMS, exchange.resultText());
            case UNANSWERED -> "no answer";
            case NO_CARRIER -> "no connection";
            case BUSY -> "busy";
            case NO_ANSWER -> "nobody answers";
            case NO_DIALTONE -> "no dial tone";
            case ABORTED -> "aborted";
        };
    }

    private String error(Dictionary.Table table, String text) {
        String value = text.substring(text.indexOf(':') + 1).strip();
        int code = Values.number(value, -1);
        return code < 0
                ? value
                : dictionary
                        .words(table, code)
                        .map(words -> words + " (" + code + ")")
                        .orElse("error " + code);
    }

    // URCs

    private String urc(Exchange exchange) {
        String text = exchange.text();
        String name = AnswerRules.name(text);
        List<String> values = name.isEmpty() ? List.of() : Values.split(text.substring(name.length() + 1));
        return switch (name) {
            case "+QIOPEN", "+QSSLOPEN" ->
                number(values, 1) == 0
                        ? "socket " + at(values, 0) + " is open"
                        : "socket " + at(values, 0) + " could not be opened: "
                                + SocketError.describe(number(values, 1));
            case "+QIURC", "+QSSLURC" -> socketUrc(text, values);
            case "+CREG", "+CGREG", "+CEREG" ->
                "registration changed: " + word(Dictionary.Table.REGISTRATION, number(values, 0)) + " (" + at(values, 0)
                        + ")";
            case "+CPIN" -> "SIM: " + at(values, 0);
            case "+QMTOPEN" -> mqtt("connection", values, Dictionary.Table.MQTT_OPEN, 1);
            case "+QMTCONN" ->
                values.size() > 2
                        ? mqtt("CONNECT", values, Dictionary.Table.MQTT_CONNACK, 2)
                        : mqtt("CONNECT", values, Dictionary.Table.MQTT_RESULT, 1);
            case "+QMTSUB" -> mqtt("SUBSCRIBE", values, Dictionary.Table.MQTT_RESULT, 2);
            case "+QMTUNS" -> mqtt("UNSUBSCRIBE", values, Dictionary.Table.MQTT_RESULT, 2);
            case "+QMTPUB", "+QMTPUBEX" -> mqtt("PUBLISH", values, Dictionary.Table.MQTT_RESULT, 2);
            case "+QMTDISC" -> mqtt("DISCONNECT", values, Dictionary.Table.MQTT_RESULT, 1);
            case "+QMTCLOSE" -> mqtt("close", values, Dictionary.Table.MQTT_RESULT, 1);
            case "+QMTSTAT" -> mqtt("connection lost", values, Dictionary.Table.MQTT_STATUS, 1);
            case "+QIND" ->
                at(values, 0).equals("csq") ? "signal: " + signal(number(values, 1)) : String.join(", ", values);
            case "+QPING" ->
                number(values, 0) != 0
                        ? "ping: " + SocketError.describe(number(values, 0))
                        : values.size() == 5
                                ? "ping: " + at(values, 1) + " answered after " + at(values, 3) + " ms"
                                : "ping: " + at(values, 2) + " of " + at(values, 1) + " answered";
            default -> dictionary.find(text).map(Dictionary.Entry::title).orElse("a URC that is not known here");
        };
    }

    private String socketUrc(String text, List<String> values) {
        String id = at(values, 1);
        return switch (at(values, 0)) {
            case "recv" ->
                values.size() > 2
                        ? bytes(number(values, 2)) + " for socket " + id
                        : "socket " + id + " has bytes to read";
            case "closed" -> "socket " + id + " was closed by the peer or the network";
            case "pdpdeact" -> "the network took PDP context " + id + " away";
            case "dnsgip" ->
                values.size() > 2 && number(values, 1) != 0
                        ? SocketError.describe(number(values, 1))
                        : "DNS answered: "
                                + String.join(", ", values.subList(Math.min(1, values.size()), values.size()));
            default -> dictionary.find(text).map(Dictionary.Entry::title).orElse("something happened to a socket");
        };
    }

    private String mqtt(String what, List<String> values, Dictionary.Table table, int index) {
        return "MQTT client " + at(values, 0) + ", " + what + ": " + word(table, number(values, index)) + " ("
                + at(values, index) + ")";
    }

    private String word(Dictionary.Table table, int code) {
        return dictionary.words(table, code).orElse("code " + code);
    }

    private static String mode(int mode) {
        return switch (mode) {
            case 1 -> " in push mode";
            case 2 -> " in transparent mode";
            default -> "";
        };
    }

    /** 3GPP TS 27.007, 8.5: 0 is -113 dBm or less, then 2 dB a step up to 31; 99 is unknown. */
    private static String signal(int rssi) {
        return switch (rssi) {
            case 0 -> "-113 dBm or less";
            case 31 -> "-51 dBm or more";
            default -> rssi > 0 && rssi < 31 ? (2 * rssi - 113) + " dBm" : "unknown";
        };
    }

    private static String bytes(int count) {
        return count == 1 ? "1 byte" : String.format(Locale.ROOT, "%d bytes", count);
    }

    private static String at(List<String> values, int index) {
        return index < values.size() ? values.get(index) : "";
    }

    private static int number(List<String> values, int index) {
        return Values.number(at(values, index), -1);
    }
}
