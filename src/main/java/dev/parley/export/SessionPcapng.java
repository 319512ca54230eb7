package dev.parley.export;

import dev.parley.at.Exchange;
import dev.parley.doctor.CaseView;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Journal;
import dev.parley.journal.Place;
import dev.parley.session.Snapshot;
import dev.parley.socket.ClosedBy;
import dev.parley.socket.ModemSocket;
import dev.parley.socket.SocketStream.Segment;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * A session's sockets as a pcapng file that Wireshark decodes with no set-up.
 *
 * <p>What is real: the payload bytes, when they crossed the link between host and modem, the order of everything, the remote
 * port, who closed. What is synthetic: Ethernet, IPv4 and TCP headers, because the modem keeps its own to itself. There are no
 * retransmissions, and acknowledgements only tell that the link had carried the bytes. A packet that the modem's answers or
 * the host's commands gave rise to has those AT lines as its comment. Payload the modem did not accept is left out; bytes that
 * are missing in a stream show as a missing segment.
 *
 * <ul>
 *   <li>Opening: SYN when {@code AT+QIOPEN} was written; SYN, ACK when the modem said that the connection stands.
 *   <li>Closed by the peer: the peer's FIN at the modem's report, or after the last byte that was read later; the host's FIN at
 *       its {@code AT+QICLOSE}.
 *   <li>Closed by the host: the host's FIN at {@code AT+QICLOSE}.
 *   <li>PDP context lost or modem restarted: a RST from the host's address, as nobody told the peer. Link lost: nothing, as
 *       nobody knows what became of the connection.
 * </ul>
 *
 * <p>Addresses are synthetic where the session is redacted or did not show them. Redaction overwrites in the payload the values that
 * AT lines or MQTT packets told, also where two sends share one; what else crossed in the clear is in the file in the clear. TLS
 * secrets are put in where they are asked for and nothing is redacted, since they would undo it. The section's comment says which of
 * this is the case.
 */
public final class SessionPcapng {
    /** Pieces of one payload that came in one go make one packet, as they did on the modem's other side. */
    private static final long ONE_GO_NANOS = 50_000_000;

    /** An acknowledgement of its own is told where one side spoke this long alone, so that no window seems full. */
    private static final long ACKNOWLEDGE_AFTER = 32_768;

    private static final int LONGEST_COMMENT = 400;
    private static final long LARGEST_STREAM = 256_000_000;

    private final Snapshot snapshot;
    private final Journal journal;
    private final ExportOptions options;
    private final Redactor redactor;
    private final SyntheticAddresses addresses;
    private final Map<OneWay, Bytes> redacted = new HashMap<>();

    private SessionPcapng(Snapshot snapshot, Journal journal, ExportOptions options) {
        this.snapshot = snapshot;
        this.journal = journal;
        this.options = options;
        this.redactor = options.redaction().of(snapshot.view());
        this.addresses =
                SyntheticAddresses.of(snapshot.view(), options.redaction().isOn());
    }

    /**
     * Writes the file to {@code out}, which stays open.
     *
     * @param journal the journal that {@code snapshot} was derived from
     */
    public static void write(Snapshot snapshot, Journal journal, ExportOptions options, OutputStream out)
            throws IOException {
        new SessionPcapng(snapshot, journal, options).write(new PcapngWriter(out));
    }

    /** True where a file made with these options holds TLS secrets. */
    static boolean holdsSecrets(Snapshot snapshot, ExportOptions options) {
        return options.secrets() && snapshot.header().holdsSecrets();
    }

    /** Secrets would undo the redaction of what is encrypted. */
    private String keyLog() {
        return holdsSecrets(snapshot, options) && !redactor.isOn() ? KeyLog.of(journal) : "";
    }

    private void write(PcapngWriter writer) throws IOException {
        String keyLog = keyLog();
        writer.section(
                snapshot.header().program(),
                "Synthetic Ethernet, IPv4 and TCP around the payload of a modem's sockets. "
                        + (redactor.isOn()
                                ? "Addresses, AT lines and known values in the payload are redacted. "
                                : "Not redacted. ")
                        + (keyLog.isEmpty() ? "Holds no TLS secrets." : "Holds the TLS secrets of this session."));
        writer.ethernet("modem", redactor.text(snapshot.header().link()));
        if (!keyLog.isEmpty()) {
            writer.secrets(keyLog);
        }
        Map<Inet4Address, String> names = new LinkedHashMap<>();
        for (ModemSocket socket : snapshot.view().sockets()) {
            String host = redactor.text(socket.host());
            if (!host.isEmpty() && !host.equals(addresses.peer(socket).getHostAddress())) {
                names.put(addresses.peer(socket), host);
            }
        }
        writer.names(names);

        List<Step> steps = new ArrayList<>();
        Map<Integer, TcpConversation> conversations = new HashMap<>();
        for (ModemSocket socket : snapshot.view().sockets()) {
            conversations.put(
                    socket.ordinal(),
                    new TcpConversation(
                            new TcpConversation.Endpoint(addresses.host(), addresses.localPort(socket)),
                            new TcpConversation.Endpoint(addresses.peer(socket), socket.port()),
                            socket.ordinal()));
            steps.addAll(steps(socket));
        }
        steps.sort(Comparator.comparingLong(Step::nanos));
        for (Step step : steps) {
            TcpConversation conversation = conversations.get(step.socket());
            if (conversation != null) {
                write(writer, conversation, step);
            }
        }
    }

    private void write(PcapngWriter writer, TcpConversation conversation, Step step) throws IOException {
        var time = snapshot.header().started().plusNanos(step.nanos());
        String comment = redactor.text(step.comment());
        switch (step) {
            case Step.Syn syn -> writer.packet(time, conversation.syn(), comment);
            case Step.Stands stands -> {
                writer.packet(time, conversation.synAck(), comment);
                writer.packet(time, conversation.ack(Direction.TX), "");
            }
            case Step.Data data -> {
                Bytes payload = payload(data);
                for (int from = 0; from < payload.length(); from += TcpConversation.SEGMENT) {
                    Bytes part = payload.slice(from, Math.min(payload.length(), from + TcpConversation.SEGMENT));
                    writer.packet(
                            time,
                            conversation.data(data.direction(), data.offset() + from, part),
                            from == 0 ? comment : "");
                }
                if (conversation.unacknowledged(data.direction()) > ACKNOWLEDGE_AFTER) {
                    writer.packet(time, conversation.ack(data.direction().opposite()), "");
                }
            }
            case Step.Fin fin -> {
                writer.packet(time, conversation.fin(fin.direction()), comment);
                writer.packet(time, conversation.ack(fin.direction().opposite()), "");
            }
            case Step.Reset reset -> writer.packet(time, conversation.reset(Direction.TX), comment);
        }
    }

    /** The bytes of a step; where the session is redacted, out of the whole stream, as a value may begin in the send before. */
    private Bytes payload(Step.Data data) {
        Bytes plain = Bytes.concat(data.places().stream().map(journal::bytes).toList());
        if (!redactor.isOn()) {
            return plain;
        }
        Bytes stream = redacted.computeIfAbsent(
                new OneWay(data.socket(), data.direction()),
                way -> redactor.payload(stream(snapshot.view().sockets().get(way.socket()), way.direction())));
        int from = (int) data.offset();
        return from + plain.length() <= stream.length()
                ? stream.slice(from, from + plain.length())
                : redactor.payload(plain);
    }

    private record OneWay(int socket, Direction direction) {}

    /** All that crossed one way; bytes that are missing are 0. Beyond what an array takes, the beginning. */
    private Bytes stream(ModemSocket socket, Direction direction) {
        List<Segment> segments = socket.stream(direction).segments();
        long end = segments.stream()
                .mapToLong(Segment::end)
                .filter(it -> it <= LARGEST_STREAM)
                .max()
                .orElse(0);
        byte[] whole = new byte[(int) end];
        for (Segment segment : segments) {
            if (segment.end() <= end && segment.place().length() > 0) {
                journal.bytes(segment.place()).copyTo(whole, (int) segment.offset());
            }
        }
        return Bytes.wrap(whole);
    }

    /** Something of a socket that becomes one packet or a few. */
    private sealed interface Step {
        int socket();

        long nanos();

        String comment();

        record Syn(int socket, long nanos, String comment) implements Step {}

        record Stands(int socket, long nanos, String comment) implements Step {}

        record Data(int socket, long nanos, Direction direction, long offset, List<Place> places, String comment)
                implements Step {}

        record Fin(int socket, long nanos, Direction direction, String comment) implements Step {}

        record Reset(int socket, long nanos, String comment) implements Step {}
    }

    /** A socket's steps in wire order; their times never run backwards. */
    private List<Step> steps(ModemSocket socket) {
        int ordinal = socket.ordinal();
        List<Step> steps = new ArrayList<>();
        List<Step.Data> data = data(socket);
        if (socket.openedNanos().isPresent() || data.isEmpty()) {
            String refused = socket.openError() == 0 ? "" : " / +QIOPEN: " + socket.id() + "," + socket.openError();
            steps.add(new Step.Syn(ordinal, socket.openRequestedNanos(), openCommand(socket) + refused));
        }
        socket.openedNanos().ifPresent(nanos -> steps.add(new Step.Stands(ordinal, nanos, openAnswer(socket, nanos))));
        steps.addAll(data);
        long last = steps.isEmpty() ? 0 : steps.getLast().nanos();
        socket.closedNanos().ifPresent(nanos -> steps.addAll(closing(socket, nanos, Math.max(last, nanos))));
        return steps;
    }

    private List<Step> closing(ModemSocket socket, long reported, long at) {
        int ordinal = socket.ordinal();
        String evidence = evidence(socket);
        return switch (socket.closedBy()) {
            case PEER -> {
                List<Step> steps = new ArrayList<>();
                String late = socket.unreadAtClose() == 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                " / reported at %s s, %d bytes were still unread then",
                                Words.seconds(reported),
                                socket.unreadAtClose());
                steps.add(new Step.Fin(ordinal, at, Direction.RX, evidence + late));
                closeCommand(socket, reported)
                        .ifPresent(nanos -> steps.add(
                                new Step.Fin(ordinal, Math.max(at, nanos), Direction.TX, "AT+QICLOSE=" + socket.id())));
                yield steps;
            }
            case HOST -> List.of(new Step.Fin(ordinal, at, Direction.TX, evidence));
            case PDP, MODEM_RESET -> List.of(new Step.Reset(ordinal, at, evidence));
            case LINK, OPEN -> List.of();
        };
    }

    /** The accepted payload of both directions in wire order, pieces of one payload that came in one go put together. */
    private List<Step.Data> data(ModemSocket socket) {
        record Piece(Direction direction, Segment segment, long event) {}
        List<Piece> pieces = new ArrayList<>();
        for (Direction direction : Direction.values()) {
            for (Segment segment : socket.stream(direction).segments()) {
                if (segment.place().length() > 0) {
                    pieces.add(new Piece(
                            direction,
                            segment,
                            journal.eventAt(direction, segment.place().to() - 1)));
                }
            }
        }
        pieces.sort(Comparator.comparingLong(Piece::event));
        List<Step.Data> data = new ArrayList<>();
        List<Place> places = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            places.add(piece.segment().place());
            bytes += piece.segment().place().length();
            boolean goesOn = i + 1 < pieces.size()
                    && pieces.get(i + 1).direction() == piece.direction()
                    && pieces.get(i + 1).segment().exchange() == piece.segment().exchange()
                    && pieces.get(i + 1).segment().offset() == piece.segment().end()
                    && pieces.get(i + 1).segment().nanos() - piece.segment().nanos() <= ONE_GO_NANOS
                    && bytes + pieces.get(i + 1).segment().place().length() <= TcpConversation.SEGMENT;
            if (!goesOn) {
                data.add(new Step.Data(
                        socket.ordinal(),
                        piece.segment().nanos(),
                        piece.direction(),
                        piece.segment().end() - bytes,
                        List.copyOf(places),
                        comment(piece.segment().exchange())));
                places.clear();
                bytes = 0;
            }
        }
        return data;
    }

    /** The AT lines of the exchange that carried payload, without the payload. */
    private String comment(long number) {
        return Words.exchange(snapshot.view(), number)
                .map(exchange -> {
                    String answers = exchange.lines().stream()
                            .filter(line ->
                                    line.role() == Exchange.Role.INFORMATION || line.role() == Exchange.Role.RESULT)
                            .map(Exchange.Line::text)
                            .filter(text -> !text.equals(exchange.text()))
                            .distinct()
                            .collect(Collectors.joining(" / "));
                    String all = answers.isEmpty() ? exchange.text() : exchange.text() + " / " + answers;
                    return all.length() > LONGEST_COMMENT ? all.substring(0, LONGEST_COMMENT) + " ..." : all;
                })
                .orElse("");
    }

    private String openCommand(ModemSocket socket) {
        return snapshot.view().exchanges().stream()
                .filter(exchange -> exchange.kind() == Exchange.Kind.COMMAND
                        && exchange.startNanos() <= socket.openRequestedNanos()
                        && exchange.endNanos() >= socket.openRequestedNanos()
                        && exchange.text().toUpperCase(Locale.ROOT).startsWith("AT+QIOPEN="))
                .map(Exchange::text)
                .findFirst()
                .orElse("");
    }

    private String openAnswer(ModemSocket socket, long nanos) {
        return snapshot.view().urcs().stream()
                .filter(urc -> urc.nanos() == nanos
                        && urc.name().equals("+QIOPEN")
                        && urc.argument(0).equals(Integer.toString(socket.id())))
                .map(urc -> urc.text())
                .findFirst()
                .orElse("");
    }

    /** The line that told the end, or what kind of end it was. */
    private String evidence(ModemSocket socket) {
        CaseView view = snapshot.view();
        String line = view.exchanges().stream()
                .flatMap(exchange -> exchange.lines().stream())
                .filter(candidate -> !candidate.text().isEmpty()
                        && socket.closeEvidence().stream().anyMatch(candidate.place()::overlaps))
                .map(Exchange.Line::text)
                .findFirst()
                .orElse("");
        String why = socket.closedBy() == ClosedBy.PDP || socket.closedBy() == ClosedBy.MODEM_RESET
                ? Words.closed(socket.closedBy()) + " (this RST is synthetic)"
                : Words.closed(socket.closedBy());
        return line.isEmpty() ? why : line + " / " + why;
    }

    /** When the host closed a socket that the peer had closed before, if it did. */
    private OptionalLong closeCommand(ModemSocket socket, long after) {
        long before = snapshot.view().sockets().stream()
                .filter(other -> other.ordinal() > socket.ordinal() && other.id() == socket.id())
                .mapToLong(ModemSocket::openRequestedNanos)
                .min()
                .orElse(Long.MAX_VALUE);
        return snapshot.view().exchanges().stream()
                .filter(exchange -> exchange.kind() == Exchange.Kind.COMMAND
                        && exchange.startNanos() >= after
                        && exchange.startNanos() < before
                        && exchange.text().matches("(?i)AT\\+QICLOSE=" + socket.id() + "(,.*)?"))
                .mapToLong(Exchange::startNanos)
                .findFirst();
    }
}
