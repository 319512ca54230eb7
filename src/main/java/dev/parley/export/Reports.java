package dev.parley.export;

import dev.parley.at.Exchange;
import dev.parley.doctor.CaseView;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Place;
import dev.parley.mqtt.MqttPacket;
import dev.parley.session.Snapshot;
import dev.parley.socket.ClosedBy;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.ContentType;
import dev.parley.tls.HandshakeStep;
import dev.parley.tls.MbedTlsLine;
import dev.parley.tls.SealedContent;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the text report and the page say in the same words. */
final class Reports {
    /** Said of packets that nobody saw. */
    static final String DERIVED =
            "These packets were not seen: the modem speaks MQTT itself, and they are told from its AT commands"
                    + " and results (AT+QMT...). Sizes are those of the AT lines.";

    private Reports() {}

    /** What the modem's own MQTT clients did, by their number. */
    static SortedMap<Integer, List<MqttPacket>> offloaded(CaseView view) {
        SortedMap<Integer, List<MqttPacket>> clients = new TreeMap<>();
        view.packets().forEach((ordinal, packets) -> {
            if (ordinal < 0 && !packets.isEmpty()) {
                clients.put(-1 - ordinal, packets);
            }
        });
        return clients;
    }

    /** For example {@code broker.example.org:8883, TCP, buffer mode}. */
    static String endpoint(ModemSocket socket, Redactor redactor) {
        return redactor.text(socket.host()) + ":" + socket.port() + ", " + socket.service() + ", "
                + socket.mode().word() + " mode";
    }

    /** What a message is called; with {@code ?} where that is told by size and order alone. */
    static String title(TlsMessage message) {
        return switch (message) {
            case TlsMessage.Protected sealed
            when sealed.likely() != SealedContent.UNTOLD -> sealed.likely().title() + "?";
            case TlsMessage.Alert alert -> "Alert";
            default -> message.title();
        };
    }

    /** Says what of a conversation cannot be read for want of secrets, and how it could; empty where all can. */
    static String sealed(TlsConversation conversation) {
        boolean sealed = conversation.records().stream()
                .anyMatch(record -> record.type() == ContentType.APPLICATION_DATA && !record.readable());
        if (!sealed) {
            return "";
        }
        boolean secrets = conversation.records().stream().anyMatch(record -> record.encrypted() && record.readable());
        if (secrets) {
            return conversation.isGuessed()
                    ? "The secrets this session holds do not open every record: what is told of those that stay closed"
                            + " (?) rests on their sizes and their order."
                    : "";
        }
        if (conversation.isGuessed()) {
            return "TLS 1.3 encrypts all after ServerHello, and this session file holds no secrets: what is told of it"
                + " (?) rests on the sizes and the order of records. Recorded with --key-log, the handshake and what"
                + " followed it can be read."
                    + (isUnanswered(conversation)
                            ? " The server said nothing after the client's Finished but, to its goodbye, what has an"
                                    + " alert's size: whether it took the client these records do not tell."
                            : "");
        }
        return "What crossed after the handshake is encrypted, and this session file holds no secrets: record with"
                + " --key-log to read what was said there.";
    }

    /** How the session went, in a few words, from what the wire shows. */
    static String outcome(Snapshot snapshot) {
        CaseView view = snapshot.view();
        if (view.sockets().isEmpty()) {
            return view.exchanges().isEmpty() ? "nothing recognised on the link" : "no socket was opened";
        }
        ModemSocket socket = view.sockets().getLast();
        Optional<TlsConversation> tls = view.conversation(socket);
        if (tls.isPresent()) {
            TlsConversation conversation = tls.get();
            String guess = conversation.isGuessed() ? ", by the sizes of records that cannot be read" : "";
            String where = conversation
                    .present()
                    .map(HandshakeStep::state)
                    .map(state -> (conversation.isGuessed() ? ", most likely in state " : " in state ")
                            + MbedTlsLine.usual(conversation).words(state))
                    .orElse("");
            return switch (conversation.result()) {
                case HANDSHAKING -> "the handshake waits" + where;
                case ESTABLISHED -> "TLS established" + guess + packets(view, socket) + closed(socket);
                case FAILED ->
                    "the handshake failed" + where + guess
                            + conversation
                                    .goneOn()
                                    .map(step -> ", when the client had sent all up to "
                                            + MbedTlsLine.usual(conversation).words(step.state()))
                                    .orElse("")
                            + closed(socket);
                case CLOSED -> "TLS was established and ended" + guess + packets(view, socket) + closed(socket);
                case NOT_TLS -> "no TLS on this socket" + packets(view, socket) + closed(socket);
            };
        }
        if (socket.openedNanos().isEmpty()) {
            return socket.openError() == 0
                    ? "the socket did not open"
                    : "the socket did not open: error " + socket.openError();
        }
        return "the socket opened" + packets(view, socket) + closed(socket);
    }

    /** True where the client's Finished crossed, by its size, and no answer of the server's that is longer than an alert. */
    private static boolean isUnanswered(TlsConversation conversation) {
        Optional<TlsMessage.Protected> finished = conversation.sealed(Direction.TX, SealedContent.FINISHED);
        return conversation.result() == TlsConversation.Result.CLOSED
                && finished.isPresent()
                && conversation.messages().stream()
                        .skip(finished.get().index() + 1L)
                        .noneMatch(message -> message.direction() == Direction.RX
                                && conversation.recordBytes(message) > conversation.alertBytes());
    }

    /** True where the page is to say at first sight that something went wrong. */
    static boolean failed(Snapshot snapshot) {
        CaseView view = snapshot.view();
        if (view.sockets().isEmpty()) {
            return true;
        }
        ModemSocket socket = view.sockets().getLast();
        boolean tlsFailed = view.conversation(socket)
                .filter(conversation -> conversation.result() == TlsConversation.Result.FAILED)
                .isPresent();
        return tlsFailed || (socket.openedNanos().isEmpty() && !view.live());
    }

    /** Where an evidence stands on the link, for example {@code rx 4021-4028}. */
    static String places(List<Place> places) {
        return places.stream()
                .map(place -> place.direction().word() + " " + place.from() + "-" + place.to())
                .collect(Collectors.joining(", "));
    }

    private static String packets(CaseView view, ModemSocket socket) {
        int packets = view.packets().getOrDefault(socket.ordinal(), List.of()).size();
        return packets == 0 ? "" : ", " + packets + " MQTT packets";
    }

    private static String closed(ModemSocket socket) {
        return socket.closedBy() == ClosedBy.OPEN ? "" : ", " + Words.closed(socket.closedBy());
    }

    /** What was agreed, and how it stands, for example {@code TLS 1.2, TLS_ECDHE_..., SNI broker, established}. */
    static String agreed(TlsConversation conversation, Redactor redactor) {
        List<String> parts = new ArrayList<>();
        if (!conversation.version().isEmpty()) {
            parts.add(conversation.version());
        }
        if (!conversation.suite().isEmpty()) {
            parts.add(conversation.suite());
        }
        if (!conversation.sni().isEmpty()) {
            parts.add("SNI " + redactor.text(conversation.sni()));
        }
        if (!conversation.alpn().isEmpty()) {
            parts.add("ALPN " + redactor.text(conversation.alpn()));
        }
        conversation.resumption().ifPresent(by -> parts.add("resumed by " + by.title()));
        parts.add(conversation.result().word());
        return String.join(", ", parts);
    }

    /** The byte books of a socket in one line. */
    static String ledger(ModemSocket socket) {
        List<String> parts = new ArrayList<>();
        parts.add("sent " + socket.sent());
        socket.acked().ifPresent(acked -> parts.add("acknowledged by the peer " + acked));
        if (socket.refused() > 0) {
            parts.add("refused by the modem " + socket.refused());
        }
        parts.add("received " + socket.received());
        socket.unread().ifPresent(unread -> parts.add("unread in the modem " + unread));
        if (socket.unreadAtClose() > 0) {
            parts.add("unread at the close " + socket.unreadAtClose());
        }
        return String.join(", ", parts) + " bytes";
    }

    /** The exchanges before the first socket was asked for; all of them where none was. */
    static List<Exchange> bringUp(CaseView view) {
        long until = view.sockets().stream()
                .mapToLong(ModemSocket::openRequestedNanos)
                .min()
                .orElse(Long.MAX_VALUE);
        return view.exchanges().stream()
                .filter(exchange -> exchange.startNanos() < until
                        && !exchange.text().toUpperCase(java.util.Locale.ROOT).startsWith("AT+QIOPEN="))
                .toList();
    }

    /** A payload in short; where the report is redacted, its size only. */
    static String payload(Bytes payload, Redactor redactor, int most) {
        if (redactor.isOn()) {
            return "(" + payload.length() + " bytes)";
        }
        Bytes head = payload.slice(0, Math.min(payload.length(), most));
        String text = payload.isPlainText() ? head.latin1() : head.hex();
        return printable(text) + (head.length() < payload.length() ? "... (" + payload.length() + " bytes)" : "");
    }

    /** {@code text} without what a terminal would obey or a reader could not see: each control character is a {@code ?}. */
    static String printable(String text) {
        StringBuilder result = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            int type = Character.getType(c);
            boolean hidden = type == Character.CONTROL
                    || type == Character.FORMAT
                    || type == Character.SURROGATE
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR;
            boolean blank = c == '\n' || c == '\r' || c == '\t';
            result.appendCodePoint(blank ? ' ' : hidden ? '?' : c);
        });
        return result.toString();
    }
}
