package dev.parley.ui.shared;

import dev.parley.at.Exchange;
import dev.parley.session.ControllerState.Level;
import dev.parley.socket.ClosedBy;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import dev.parley.tls.TlsRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The moments of a session at which a step through it stops: where a live handshake would have waited at the same level.
 *
 * @param list in order of time, and of messages where several crossed at one time
 */
public record Moments(List<Moment> list) {
    private static final Comparator<Moment> ORDER = Comparator.comparingLong(Moment::nanos)
            .thenComparingInt(moment -> moment.message().orElse(-1))
            .thenComparingLong(moment -> moment.exchange().orElse(-1));

    public Moments {
        list = List.copyOf(list);
    }

    /**
     * The moments of what is shown: after each message, at the turn of each flight, after each record or each AT exchange, and
     * the end of the socket. Application data has none, save in records and exchanges.
     */
    public static Moments of(Shown shown, Level level) {
        List<Moment> moments = new ArrayList<>();
        Optional<TlsConversation> conversation = shown.conversation();
        if (level == Level.EXCHANGE) {
            for (Exchange exchange : shown.view().exchanges()) {
                moments.add(new Moment(
                        exchange.endNanos(),
                        conversation.map(it -> last(it, exchange.endNanos())).orElse(OptionalInt.empty()),
                        OptionalLong.of(exchange.number())));
            }
            return new Moments(moments.stream().sorted(ORDER).toList());
        }
        conversation.ifPresent(it -> {
            switch (level) {
                case RUN, MESSAGE -> said(it).forEach(message -> moments.add(after(message)));
                case FLIGHT -> moments.addAll(turns(said(it)));
                case RECORD -> moments.addAll(records(it));
                case EXCHANGE -> throw new AssertionError("exchanges stand above");
            }
            shown.socket()
                    .filter(socket -> socket.closedBy() != ClosedBy.OPEN)
                    .ifPresent(socket -> socket.closedNanos()
                            .ifPresent(nanos -> moments.add(new Moment(nanos, last(it, nanos), OptionalLong.empty()))));
        });
        return new Moments(moments.stream().sorted(ORDER).toList());
    }

    /** What is shown as it stood at {@code nanos}. */
    public static Moment at(Shown shown, long nanos) {
        return new Moment(
                nanos,
                shown.conversation().map(it -> last(it, nanos)).orElse(OptionalInt.empty()),
                OptionalLong.empty());
    }

    private static Moment after(TlsMessage message) {
        return new Moment(message.endNanos(), OptionalInt.of(message.index()), OptionalLong.empty());
    }

    private static List<TlsMessage> said(TlsConversation conversation) {
        return conversation.messages().stream()
                .filter(message -> !(message instanceof TlsMessage.ApplicationData))
                .toList();
    }

    private static List<Moment> turns(List<TlsMessage> said) {
        List<Moment> moments = new ArrayList<>();
        for (int i = 0; i < said.size(); i++) {
            boolean turns = i + 1 == said.size()
                    || said.get(i + 1).direction() != said.get(i).direction();
            if (turns) {
                moments.add(after(said.get(i)));
            }
        }
        return moments;
    }

    private static List<Moment> records(TlsConversation conversation) {
        List<Moment> moments = new ArrayList<>();
        for (TlsRecord record : conversation.records()) {
            OptionalInt message = conversation.messages().stream()
                    .filter(it -> it.records().getLast() <= record.index())
                    .mapToInt(TlsMessage::index)
                    .max();
            moments.add(new Moment(record.endNanos(), message, OptionalLong.empty()));
        }
        return moments;
    }

    private static OptionalInt last(TlsConversation conversation, long nanos) {
        return conversation.messages().stream()
                .filter(message -> message.endNanos() <= nanos)
                .mapToInt(TlsMessage::index)
                .max();
    }

    /** The moment after {@code here}; the first where nothing is held; nothing after the last. */
    public Optional<Moment> next(Optional<Moment> here) {
        return here.isEmpty()
                ? list.stream().findFirst()
                : list.stream()
                        .filter(moment -> ORDER.compare(moment, here.get()) > 0)
                        .findFirst();
    }

    /** The moment before {@code here}; the last where nothing is held; nothing before the first. */
    public Optional<Moment> previous(Optional<Moment> here) {
        return here.isEmpty()
                ? list.stream().reduce((a, b) -> b)
                : list.stream()
                        .filter(moment -> ORDER.compare(moment, here.get()) < 0)
                        .reduce((a, b) -> b);
    }
}
