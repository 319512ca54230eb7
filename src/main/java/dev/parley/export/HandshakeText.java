package dev.parley.export;

import dev.parley.doctor.CaseView;
import dev.parley.doctor.Experiment;
import dev.parley.journal.Direction;
import dev.parley.mqtt.MqttPacketType;
import dev.parley.socket.ClosedBy;
import dev.parley.socket.ModemSocket;
import dev.parley.socket.SocketStream;
import dev.parley.tls.AlertDescription;
import dev.parley.tls.HandshakeState;
import dev.parley.tls.HandshakeStep;
import dev.parley.tls.MbedTlsLine;
import dev.parley.tls.Sum;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import dev.parley.tls.TlsRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A handshake as a table to read: a line a message, what was tried on it, where it died. */
public final class HandshakeText {
    /** Encrypted records of TLS 1.3 that are listed: enough for both flights of a handshake. */
    private static final int MOST_SEALED = 12;

    /** RFC 5246 section 7.2.1. */
    private static final int CLOSE_NOTIFY = 0;

    /** What was offered and is listed; an mbedTLS build offers dozens of suites, and its ClientHello tells them all. */
    private static final int MOST_OFFERED = 6;

    /** As long as mbedTLS's longest name of a client's state, that of the ChangeCipherSpec before a second ClientHello. */
    private static final int LONGEST_STATE = 46;

    /** Sends of one message that are listed. */
    private static final int MOST_SENDS = 8;

    private final CaseView view;
    private final ModemSocket socket;
    private final TlsConversation conversation;
    private final Redactor redactor;
    private final MbedTlsLine line;
    private final List<String> lines = new ArrayList<>();

    private HandshakeText(CaseView view, TlsConversation conversation, Redactor redactor) {
        this.view = view;
        this.socket = view.sockets().get(conversation.socket());
        this.conversation = conversation;
        this.redactor = redactor;
        this.line = MbedTlsLine.usual(conversation);
    }

    /** The handshake of {@code conversation} as lines of at most {@value TextReport#WIDTH} characters, not redacted. */
    public static List<String> of(CaseView view, TlsConversation conversation) {
        return of(view, conversation, Redactor.off());
    }

    static List<String> of(CaseView view, TlsConversation conversation, Redactor redactor) {
        HandshakeText text = new HandshakeText(view, conversation, redactor);
        text.write();
        return text.lines.stream()
                .map(Reports::printable)
                .map(String::stripTrailing)
                .toList();
    }

    private void write() {
        wrapped("  ", Reports.agreed(conversation, redactor));
        for (Experiment experiment : Experiment.of(view, socket)) {
            wrapped("  experiment: ", redactor.prose(brief(experiment.words()) + experiment.ineffective(conversation)));
        }
        lines.add("   # mbedTLS state                                  wire  message              record bytes"
                + "  ended s    +ms");
        Map<Integer, StateLog.Entry> entries = new HashMap<>();
        StateLog.of(conversation).forEach(entry -> entries.put(entry.message().index(), entry));
        long before = socket.openedNanos().orElse(socket.openRequestedNanos());
        boolean closeTold = socket.closedNanos().isEmpty();
        int sealed = 0;
        for (TlsMessage message : conversation.messages()) {
            if (message instanceof TlsMessage.ApplicationData
                    || (message instanceof TlsMessage.Protected && sealed++ >= MOST_SEALED)) {
                continue;
            }
            if (!closeTold && socket.closedNanos().orElse(0) <= message.endNanos()) {
                close();
                closeTold = true;
            }
            row(message, Optional.ofNullable(entries.get(message.index())), before);
            before = message.endNanos();
        }
        if (sealed > MOST_SEALED) {
            lines.add("        and " + (sealed - MOST_SEALED) + " more encrypted records");
        }
        if (!closeTold && conversation.result() != TlsConversation.Result.ESTABLISHED) {
            close();
        }
        conversation
                .present()
                .filter(step -> step.message().isEmpty())
                .ifPresent(step -> lines.add("     "
                        + (step.status() == HandshakeStep.Status.FAILED ? "X  died" : "...  waits") + likely()
                        + " in state " + line.words(step.state()) + ", before "
                        + step.state().message()));
        conversation.problems().forEach(problem -> wrapped("     !  ", redactor.prose(problem)));
        wrapped("  ", Reports.sealed(conversation));
    }

    private static String brief(String words) {
        List<String> items = List.of(words.split(", ", -1));
        return items.size() <= MOST_OFFERED + 1
                ? words
                : String.join(", ", items.subList(0, MOST_OFFERED)) + " and " + (items.size() - MOST_OFFERED) + " more";
    }

    private void row(TlsMessage message, Optional<StateLog.Entry> entry, long before) {
        Optional<HandshakeStep> step = conversation.steps().stream()
                .filter(one -> one.message().orElse(-1) == message.index())
                .findFirst();
        boolean died =
                step.filter(one -> one.status() == HandshakeStep.Status.FAILED).isPresent();
        Optional<HandshakeState> state = entry.flatMap(StateLog.Entry::state).or(() -> step.map(HandshakeStep::state));
        lines.add(String.format(
                "%4s %-46s %s  %-20s %6d %5s %8s %6s%s",
                state.map(line::figure).orElse(""),
                TextReport.clip(state.map(this::name).orElseGet(() -> stateless(message)), LONGEST_STATE),
                message.direction() == Direction.TX ? "--->" : "<---",
                TextReport.clip(Reports.title(message), 20),
                conversation.recordBytes(message),
                entry.map(one -> Integer.toString(one.bytes())).orElse(""),
                Words.seconds(message.endNanos()),
                Words.millis(message.endNanos() - before),
                died ? "  X" : ""));
        if (died) {
            Optional<HandshakeStep> on = conversation.goneOn();
            lines.add("     X " + likely() + " the handshake died "
                    + (on.isPresent() ? "of this message" : "in this state"));
            on.ifPresent(last -> wrapped(
                    "        ", "the client had gone on by then: it had sent all up to " + line.words(last.state())));
        }
        if (message.direction() == Direction.TX) {
            sends(
                    message,
                    state.filter(HandshakeState.CLIENT_CERTIFICATE::equals).isPresent());
        }
        if (conversation.clientCertificate().filter(message::equals).isPresent()) {
            Sum sum = Sum.of(conversation, message);
            lines.add("        " + sum.numbers() + " bytes:");
            wrapped("        ", sum.words());
        }
        if (message instanceof TlsMessage.Alert alert && alert.description() >= 0) {
            wrapped("        ", AlertDescription.meaning(alert.description()));
            List<String> causes = AlertDescription.causes(alert.description());
            if (alert.description() > 0 && !causes.isEmpty()) {
                wrapped("        ", "usually " + String.join("; or ", causes));
            }
        }
    }

    private String name(HandshakeState state) {
        return line.name(state).orElse("");
    }

    /** What stands in the place of the state of a message that has none. */
    private static String stateless(TlsMessage message) {
        return switch (message) {
            case TlsMessage.Alert alert -> alert.title();
            case TlsMessage.Protected sealed -> "(no known secret opens it)";
            default -> "";
        };
    }

    private String likely() {
        return conversation.isGuessed() ? " most likely" : "";
    }

    /** The sends that carried a message of the client: of the Certificate always, of the others where there were several. */
    private void sends(TlsMessage message, boolean always) {
        List<String> sends = new ArrayList<>();
        SocketStream stream = socket.stream(Direction.TX);
        for (TlsRecord record : message.records().stream()
                .map(index -> conversation.records().get(index))
                .toList()) {
            for (SocketStream.Segment segment : stream.segments(record.from(), record.to())) {
                long bytes = Math.min(record.to(), segment.end()) - Math.max(record.from(), segment.offset());
                Words.exchange(view, segment.exchange())
                        .filter(exchange ->
                                exchange.text().toUpperCase(Locale.ROOT).startsWith("AT+QISEND="))
                        .ifPresent(exchange -> sends.add(bytes + " in " + exchange.text() + " at "
                                + Words.seconds(segment.nanos()) + " s ("
                                + Reports.places(stream.places(
                                        Math.max(record.from(), segment.offset()),
                                        Math.min(record.to(), segment.end())))
                                + ")"));
            }
        }
        if (sends.size() > 1 || (always && !sends.isEmpty())) {
            int more = sends.size() - MOST_SENDS;
            wrapped(
                    "        ",
                    "sent as " + String.join(", ", sends.subList(0, Math.min(MOST_SENDS, sends.size())))
                            + (more > 0 ? " and " + more + " more" : ""));
        }
    }

    private void close() {
        String what = Words.closed(socket.closedBy()).toUpperCase(Locale.ROOT)
                + (socket.unreadAtClose() > 0 && socket.closedBy() == ClosedBy.PEER
                        ? ", " + socket.unreadAtClose() + " bytes still unread in the modem"
                        : "");
        boolean inOrder = conversation.result() == TlsConversation.Result.CLOSED
                && (socket.closedBy() == ClosedBy.HOST || (socket.closedBy() == ClosedBy.PEER && saidGoodbye()));
        lines.add(String.format(
                "     %s  %-84s%8s",
                inOrder ? "." : "X", what, Words.seconds(socket.closedNanos().orElse(0))));
    }

    /** The client had ended the session itself, by MQTT's DISCONNECT or close_notify: a peer that closes then does as it was told. */
    private boolean saidGoodbye() {
        long closed = socket.closedNanos().orElse(Long.MAX_VALUE);
        return view.packets().getOrDefault(socket.ordinal(), List.of()).stream()
                        .anyMatch(packet -> packet.type() == MqttPacketType.DISCONNECT
                                && packet.direction() == Direction.TX
                                && packet.nanos() <= closed)
                || conversation.messages().stream()
                        .anyMatch(message -> message.direction() == Direction.TX
                                && message.startNanos() <= closed
                                && message instanceof TlsMessage.Alert alert
                                && alert.description() == CLOSE_NOTIFY);
    }

    private void wrapped(String first, String text) {
        if (!text.isEmpty()) {
            lines.addAll(TextReport.wrapLines(first, Reports.printable(text)));
        }
    }
}
