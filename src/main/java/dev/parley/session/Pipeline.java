package dev.parley.session;

import dev.parley.at.AtDecoder;
import dev.parley.at.AtEvent;
import dev.parley.at.ExchangeLog;
import dev.parley.at.NetworkPicture;
import dev.parley.at.NetworkWatch;
import dev.parley.doctor.CaseView;
import dev.parley.doctor.Doctor;
import dev.parley.doctor.Finding;
import dev.parley.flow.FlowLayer;
import dev.parley.flow.FlowLog;
import dev.parley.flow.FlowMark;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.GrowingList;
import dev.parley.journal.PackedList;
import dev.parley.journal.SessionHeader;
import dev.parley.mqtt.MqttDecoder;
import dev.parley.mqtt.MqttPacket;
import dev.parley.socket.SocketEvent;
import dev.parley.socket.SocketFlow;
import dev.parley.tls.ApplicationBytes;
import dev.parley.tls.ApplicationStream;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsDecoder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The observing stack: journal events in, everything derived out.
 *
 * <p>AT decoder, socket flow, TLS decoder a socket, MQTT decoder a socket, doctor. It knows bytes and nothing else: live,
 * tapped, replayed and imported sessions go through the same one. Not thread-safe; {@link Session} guards it.
 */
final class Pipeline {
    /** MQTT's CONNECT: the first byte of a connection without TLS (MQTT 3.1.1 section 3.1.1). */
    private static final int MQTT_CONNECT = 0x10;

    private final SessionHeader header;
    private final Doctor doctor;
    private final UnaryOperator<Bytes> inClear;
    private final ExchangeLog exchanges = new ExchangeLog();
    private final NetworkWatch network = new NetworkWatch();
    private final OffloadedMqtt offloaded = new OffloadedMqtt();
    private final SocketFlow sockets = new SocketFlow(this::socket);
    private final AtDecoder at = new AtDecoder(event -> {
        exchanges.accept(event, writer());
        network.accept(event);
        mark(event);
        offloaded().accept(event);
        this.sockets().accept(event);
    });
    private final Map<Integer, Connection> connections = new HashMap<>();
    private final List<Event.Secret> secrets = new ArrayList<>();
    private final GrowingList<Event> changes = new GrowingList<>();
    private final FlowLog flow = new FlowLog();
    private Event.Origin writer = Event.Origin.PARLEY;
    private int signalsSeen;
    private long revision;
    private long lastNanos;
    private boolean live;
    private boolean ended;

    /** @param inClear gives what is shown of a TLS record that was opened, as many bytes as it has */
    Pipeline(SessionHeader header, Doctor doctor, boolean live, UnaryOperator<Bytes> inClear) {
        this.header = header;
        this.doctor = doctor;
        this.inClear = inClear;
        this.live = live;
    }

    private OffloadedMqtt offloaded() {
        return offloaded;
    }

    private SocketFlow sockets() {
        return sockets;
    }

    private Event.Origin writer() {
        return writer;
    }

    void accept(Event event) {
        revision = event.n();
        lastNanos = event.nanos();
        switch (event) {
            case Event.Traffic traffic -> {
                if (traffic.direction() == Direction.TX) {
                    writer = traffic.origin();
                }
                flow.bytes(
                        FlowLayer.LINK,
                        traffic.direction(),
                        traffic.nanos(),
                        traffic.bytes().length());
                if (!ended) {
                    at.accept(traffic);
                }
            }
            case Event.Secret secret -> {
                secrets.add(secret);
                connections.values().forEach(connection -> connection.secret(secret));
            }
            case Event.LinkChange change -> {
                changes.add(change);
                switch (change.state()) {
                    case LOST -> interrupt();
                    case CLOSED -> finish();
                    case OPENED, REGAINED -> {}
                }
            }
            case Event.Action action -> changes.add(action);
            case Event.Note note -> changes.add(note);
            case Event.Signals signals -> {
                changes.add(signals);
                if (!ended) {
                    at.accept(signals);
                }
                flow.lines(signals.nanos(), signals.cts(), signals.rts());
            }
        }
    }

    /** Marks on the time axis what an engineer looks for there. */
    private void mark(AtEvent event) {
        switch (event) {
            case AtEvent.Command command -> {
                if (command.text().regionMatches(true, 0, "AT+QISEND", 0, 9)) {
                    flow.mark(FlowMark.SEND, command.nanos(), command.exchange());
                } else if (command.text().regionMatches(true, 0, "AT+QIRD", 0, 7)) {
                    flow.mark(FlowMark.READ, command.nanos(), command.exchange());
                }
            }
            case AtEvent.Urc urc -> {
                flow.mark(FlowMark.URC, urc.nanos(), urc.exchange());
                signals();
            }
            case AtEvent.Information _ -> signals();
            case AtEvent.Echo _, AtEvent.Prompt _, AtEvent.Payload _ -> {}
            case AtEvent.FinalResult _, AtEvent.Noise _ -> {}
        }
    }

    private void signals() {
        List<NetworkPicture.Signal> told = network.signals();
        for (; signalsSeen < told.size(); signalsSeen++) {
            NetworkPicture.Signal signal = told.get(signalsSeen);
            signal.rsrp().or(signal::rssi).ifPresent(dbm -> flow.signal(signal.nanos(), dbm));
        }
    }

    /**
     * The link is gone, maybe for a while: nobody knows what the modem said meanwhile. What was under way ends here; a socket goes on
     * afterwards where the modem's counters say that nothing of it is missing.
     */
    private void interrupt() {
        if (!ended) {
            at.interrupt(lastNanos);
            sockets.linkInterrupted(lastNanos);
        }
    }

    /** The link is closed: what is incomplete stays so. */
    private void finish() {
        if (!ended) {
            end();
            sockets.linkLost(lastNanos);
        }
    }

    /** There is no more to come, whether the record tells of an end or not. Safe to call twice. */
    void end() {
        live = false;
        if (!ended) {
            ended = true;
            at.finish(lastNanos);
            sockets.linkNotRegained();
        }
    }

    private void socket(SocketEvent event) {
        switch (event) {
            case SocketEvent.Opened opened -> connections.put(opened.socket(), new Connection(opened.socket()));
            case SocketEvent.Data data -> {
                flow.bytes(
                        FlowLayer.SOCKET,
                        data.direction(),
                        data.nanos(),
                        data.bytes().length());
                connections.computeIfAbsent(data.socket(), Connection::new).accept(data);
            }
            case SocketEvent.Closed closed -> {
                Connection connection = connections.get(closed.socket());
                if (connection != null) {
                    connection.closed(closed.nanos());
                }
            }
        }
    }

    Snapshot snapshot(List<Finding> findings, Optional<String> damage) {
        return new Snapshot(revision, header, view(), flow.picture(), findings, damage);
    }

    CaseView view() {
        Map<Integer, TlsConversation> conversations = new HashMap<>();
        Map<Integer, Map<Direction, ApplicationStream>> applications = new HashMap<>();
        Map<Integer, List<MqttPacket>> packets = offloaded.packets();
        connections.forEach((ordinal, connection) -> {
            if (connection.tls != null) {
                conversations.put(ordinal, connection.tls.conversation());
                Map<Direction, ApplicationStream> streams = new EnumMap<>(Direction.class);
                connection.spans.forEach(
                        (direction, spans) -> streams.put(direction, new ApplicationStream(spans.picture())));
                applications.put(ordinal, streams);
            }
            List<MqttPacket> seen = connection.mqtt.packets();
            if (!seen.isEmpty()) {
                packets.put(ordinal, seen);
            }
        });
        return new CaseView(
                exchanges.exchanges(),
                exchanges.urcs(),
                sockets.sockets(),
                conversations,
                applications,
                packets,
                changes.picture(),
                network.picture(),
                lastNanos,
                live);
    }

    /** What the doctor finds in {@code view}; may be asked on any thread. */
    List<Finding> findings(CaseView view) {
        return doctor.examine(view);
    }

    /** What runs over one socket: TLS with MQTT inside, or MQTT in the clear; of datagrams nothing is known. */
    private final class Connection {
        private final int ordinal;
        private final boolean datagrams;
        private final MqttDecoder mqtt = new MqttDecoder();
        private final Map<Direction, PackedList<ApplicationStream.Span>> spans = new EnumMap<>(Direction.class);
        private @Nullable TlsDecoder tls;
        private boolean plain;

        Connection(int ordinal) {
            this.ordinal = ordinal;
            datagrams = sockets.carriesDatagrams(ordinal);
            for (Direction direction : Direction.values()) {
                spans.put(
                        direction,
                        new PackedList<>(
                                3,
                                (numbers, at) -> new ApplicationStream.Span(
                                        numbers.get(at), numbers.get(at + 1), (int) numbers.get(at + 2))));
            }
        }

        void accept(SocketEvent.Data data) {
            if (datagrams) {
                return;
            }
            if (tls == null && !plain) {
                plain = data.direction() == Direction.TX
                        && !data.bytes().isEmpty()
                        && data.bytes().u8(0) == MQTT_CONNECT;
            }
            if (plain) {
                mqtt.accept(data.direction(), data.bytes(), data.nanos());
                return;
            }
            TlsDecoder decoder = tls;
            if (decoder == null) {
                decoder = new TlsDecoder(ordinal, this::application, inClear);
                tls = decoder;
                for (Event.Secret secret : secrets) {
                    secret(secret);
                }
            }
            decoder.accept(data.direction(), data.offset(), data.bytes(), data.accepted(), data.nanos());
        }

        private void application(ApplicationBytes bytes) {
            if (bytes.record() == ApplicationBytes.NO_RECORD) {
                mqtt.accept(bytes.direction(), bytes.bytes(), bytes.nanos());
                return;
            }
            flow.bytes(
                    FlowLayer.TLS,
                    bytes.direction(),
                    bytes.nanos(),
                    bytes.bytes().length());
            java.util.Objects.requireNonNull(spans.get(bytes.direction()))
                    .add(bytes.offset(), bytes.offset() + bytes.bytes().length(), bytes.record());
            mqtt.accept(bytes.direction(), bytes.bytes(), bytes.nanos());
        }

        void secret(Event.Secret secret) {
            if (tls != null && !secret.secret().isEmpty()) {
                tls.secret(secret.label(), secret.clientRandom(), secret.secret());
            }
        }

        void closed(long nanos) {
            if (tls != null) {
                tls.closed(nanos);
            }
        }
    }
}
