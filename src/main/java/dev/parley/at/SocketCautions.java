package dev.parley.at;

import dev.parley.at.NetworkPicture.Socket;
import dev.parley.at.NetworkPicture.Use;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What speaks against a command of sockets and PDP contexts. */
final class SocketCautions {
    /** The most bytes of one AT+QISEND and one AT+QIRD (Quectel BG95 TCP/IP application note). */
    private static final int MOST_SENT = 1460;

    private static final int MOST_READ = 1500;

    /** Where a command has the host, and the PDP context in front of it. */
    private static final Map<String, Integer> HOSTS =
            Map.of("+QIOPEN", 3, "+QSSLOPEN", 3, "+QMTOPEN", 1, "+QPING", 1, "+QNTP", 1, "+QIDNSGIP", 1);

    private static final List<String> OF_CONTEXT = List.of("+QIOPEN", "+QSSLOPEN", "+QPING", "+QNTP", "+QIDNSGIP");

    /** Two labels or more (RFC 1123 section 2.1), or an IPv4 address; underscores cross DNS as well, though no host should have them. */
    private static final Pattern NAME = Pattern.compile("\\w([\\w-]{0,61}\\w)?(\\.\\w([\\w-]{0,61}\\w)?)+\\.?");

    private static final Pattern ADDRESS_6 = Pattern.compile("(?=.*:.*:)[0-9A-Fa-f:.]+");

    private static final Set<Integer> TLS_PORTS = Set.of(443, 8443, 8883);

    private SocketCautions() {}

    static Optional<Caution> apnAsHost(TypedLine line, NetworkPicture network) {
        return host(line)
                .filter(host -> network.contexts().stream()
                        .anyMatch(context ->
                                !context.apn().isEmpty() && context.apn().equalsIgnoreCase(host.value())))
                .map(host -> CautionRule.about(
                        host,
                        "apn-as-host",
                        "The host " + host.value() + " is the APN of a PDP context, not a server.",
                        "Put the server's name or address here; the APN belongs into AT+QICSGP."));
    }

    static Optional<Caution> hostWithoutName(TypedLine line, NetworkPicture network) {
        return host(line)
                .filter(host -> looksLikeApn(host.value()))
                .filter(host -> apnAsHost(line, network).isEmpty())
                .map(host -> CautionRule.about(
                        host,
                        "host-looks-like-apn",
                        "The host " + host.value()
                                + " looks like an APN or a placeholder: it is no address and no name of a" + " server.",
                        "Put the server's full name or address here; the APN belongs into AT+QICSGP."));
    }

    /**
     * A server that a modem finds by DNS has a name of two labels or more, whose last is no word of APNs; a placeholder that nobody
     * filled in has signs that no name has. An empty field is a missing parameter and none of this rule's.
     */
    private static boolean looksLikeApn(String host) {
        if (host.isBlank() || ADDRESS_6.matcher(host).matches()) {
            return false;
        }
        String last = host.substring(host.lastIndexOf('.') + 1);
        return !NAME.matcher(host).matches() || last.equalsIgnoreCase("apn") || last.equalsIgnoreCase("gprs");
    }

    private static Optional<Values.Span> host(TypedLine line) {
        for (TypedLine.Part part : line.parts()) {
            Integer index = HOSTS.get(part.command().name());
            if (index != null && part.command().form() == CommandLine.Form.SET) {
                return part.argument(index);
            }
        }
        return Optional.empty();
    }

    static Optional<Caution> contextNotActive(TypedLine line, NetworkPicture network) {
        for (String name : OF_CONTEXT) {
            Optional<Values.Span> id =
                    line.set(name).filter(part -> part.arguments().size() > 1).flatMap(part -> part.argument(0));
            if (id.isPresent()
                    && isKnownInactive(network, Values.number(id.get().value(), -1))) {
                return Optional.of(CautionRule.about(
                        id.get(),
                        "context-not-active",
                        "PDP context " + id.get().value() + " is not active.",
                        "Send AT+QIACT=" + id.get().value() + " first, or activate it in the bring-up."));
            }
        }
        return Optional.empty();
    }

    private static boolean isKnownInactive(NetworkPicture network, int id) {
        Optional<Boolean> active = network.context(id).flatMap(NetworkPicture.Context::active);
        return id > 0 && (active.isPresent() ? !active.get() : network.sinceStart());
    }

    static Optional<Caution> contextActiveAlready(TypedLine line, NetworkPicture network) {
        return line.set("+QIACT")
                .flatMap(part -> part.argument(0))
                .filter(id -> network.context(Values.number(id.value(), -1))
                        .flatMap(NetworkPicture.Context::active)
                        .orElse(false))
                .map(id -> CautionRule.about(
                        id,
                        "context-active-already",
                        "PDP context " + id.value() + " is active already; activating it again is answered by ERROR.",
                        "Use it, or send AT+QIDEACT=" + id.value() + " first."));
    }

    static Optional<Caution> numberInUse(TypedLine line, NetworkPicture network) {
        return inUse(line.set("+QIOPEN"), 1, network.sockets(), "Socket", "AT+QICLOSE=")
                .or(() -> inUse(line.set("+QSSLOPEN"), 2, network.tlsSockets(), "TLS socket", "AT+QSSLCLOSE="))
                .or(() -> inUse(line.set("+QMTOPEN"), 0, network.mqttClients(), "MQTT client", "AT+QMTCLOSE="));
    }

    private static Optional<Caution> inUse(
            Optional<TypedLine.Part> part, int index, Map<Integer, Socket> sockets, String what, String close) {
        return part.filter(opening -> opening.arguments().size() > index + 1)
                .flatMap(opening -> opening.argument(index))
                .filter(id -> {
                    Socket socket = sockets.get(Values.number(id.value(), -1));
                    return socket != null && socket.use() != Use.CLOSED;
                })
                .map(id -> CautionRule.about(
                        id,
                        "number-in-use",
                        what + " " + id.value() + " is in use, also where the peer has closed it (error 563).",
                        "Send " + close + id.value() + " first, or take another number."));
    }

    static Optional<Caution> notOpen(TypedLine line, NetworkPicture network) {
        return notOpen(line, List.of("+QISEND", "+QISENDEX", "+QIRD", "+QISWTMD"), network.sockets(), network)
                .or(() -> notOpen(line, List.of("+QSSLSEND", "+QSSLRECV"), network.tlsSockets(), network));
    }

    private static Optional<Caution> notOpen(
            TypedLine line, List<String> names, Map<Integer, Socket> sockets, NetworkPicture network) {
        for (String name : names) {
            Optional<Values.Span> id = line.set(name).flatMap(part -> part.argument(0));
            if (id.isEmpty()) {
                continue;
            }
            Socket socket = sockets.get(Values.number(id.get().value(), -1));
            boolean writes = name.contains("SEND");
            if (socket == null ? network.sinceStart() : socket.use() == Use.CLOSED) {
                return Optional.of(CautionRule.about(
                        id.get(),
                        "socket-not-open",
                        "Socket " + id.get().value() + " is not open.",
                        "Open it first, or take the number of an open one" + open(sockets) + "."));
            }
            if (writes && socket != null && socket.use() == Use.CLOSED_BY_PEER) {
                return Optional.of(CautionRule.about(
                        id.get(),
                        "closed-by-peer",
                        "Socket " + id.get().value() + " was closed by the peer: what is written to it is refused.",
                        "Read what it still holds, close it and open it anew."));
            }
        }
        return Optional.empty();
    }

    private static String open(Map<Integer, Socket> sockets) {
        List<String> open = sockets.values().stream()
                .filter(socket -> socket.use() == Use.OPEN)
                .map(socket -> String.valueOf(socket.id()))
                .sorted()
                .toList();
        return open.isEmpty() ? "" : ": " + String.join(", ", open);
    }

    static Optional<Caution> tooLong(TypedLine line, NetworkPicture network) {
        return tooLong(line, List.of("+QISEND", "+QSSLSEND"), MOST_SENT, "sends")
                .or(() -> tooLong(line, List.of("+QIRD", "+QSSLRECV"), MOST_READ, "reads"));
    }

    private static Optional<Caution> tooLong(TypedLine line, List<String> names, int most, String verb) {
        for (String name : names) {
            Optional<Caution> found = line.set(name)
                    .flatMap(part -> part.argument(1))
                    .filter(length -> Values.number(length.value(), 0) > most)
                    .map(length -> CautionRule.about(
                            length,
                            "too-long",
                            "AT" + name + " " + verb + " " + most + " bytes at most; more is answered by ERROR.",
                            "Take it in pieces of up to " + most + " bytes."));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    static Optional<Caution> controlCharactersInTls(TypedLine line, NetworkPicture network) {
        return line.set("+QISEND")
                .filter(part -> part.arguments().size() == 1)
                .flatMap(part -> part.argument(0))
                .filter(id -> {
                    Socket socket = network.sockets().get(Values.number(id.value(), -1));
                    return socket != null && TLS_PORTS.contains(socket.port());
                })
                .map(id -> CautionRule.about(
                        id,
                        "ctrl-z-in-tls",
                        "Without a length the bytes 1A and 1B end or cancel the payload, and TLS contains both.",
                        "Give the length: AT+QISEND=" + id.value() + ",<bytes>."));
    }

    static Optional<Caution> hexDigits(TypedLine line, NetworkPicture network) {
        return line.set("+QISENDEX")
                .flatMap(part -> part.argument(1))
                .filter(hex -> hex.value().length() % 2 != 0
                        || !hex.value().chars().allMatch(c -> c < 0x80 && Character.digit(c, 16) >= 0))
                .map(hex -> CautionRule.about(
                        hex,
                        "not-hex",
                        "AT+QISENDEX takes pairs of hex digits, and this is something else.",
                        "Write two hex digits a byte, or use AT+QISEND."));
    }

    static Optional<Caution> twoDigitNumber(TypedLine line, NetworkPicture network) {
        return line.set("+QIOPEN")
                .filter(part -> part.arguments().size() > 4)
                .flatMap(part -> part.argument(1))
                .filter(id -> id.value().equals("10") || id.value().equals("11"))
                .map(id -> CautionRule.about(
                        id,
                        "two-digit-number",
                        "Socket numbers of two digits are read as one digit by some host software.",
                        "Take 0 to 9 unless you know that the device's own software copes."));
    }
}
