package dev.parley.doctor;

import dev.parley.at.AtEvent;
import dev.parley.at.Exchange;
import dev.parley.at.NetworkPicture;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.Place;
import dev.parley.mqtt.MqttPacket;
import dev.parley.socket.ModemSocket;
import dev.parley.tls.ApplicationStream;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import dev.parley.tls.TlsRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a session shows, as the doctor sees it: an immutable picture of everything derived.
 *
 * @param exchanges the AT exchanges, in order
 * @param urcs the URCs, in order
 * @param conversations TLS by socket ordinal
 * @param applications the plaintext inside TLS by socket ordinal; a socket without TLS has none
 * @param packets MQTT by socket ordinal; that of clients in the modem under -1 for the first, -2 for the second and so on
 * @param changes link changes and actions, in order
 * @param network the modem and its network, as the AT traffic tells of them
 * @param durationNanos from the session's start to its last event
 * @param live true while the session goes on
 */
public record CaseView(
        List<Exchange> exchanges,
        List<AtEvent.Urc> urcs,
        List<ModemSocket> sockets,
        Map<Integer, TlsConversation> conversations,
        Map<Integer, Map<Direction, ApplicationStream>> applications,
        Map<Integer, List<MqttPacket>> packets,
        List<Event> changes,
        NetworkPicture network,
        long durationNanos,
        boolean live) {
    /** The same with other TLS conversations, for a look back at an earlier time. */
    public CaseView withConversations(Map<Integer, TlsConversation> others) {
        return new CaseView(
                exchanges, urcs, sockets, others, applications, packets, changes, network, durationNanos, live);
    }

    public Optional<TlsConversation> conversation(ModemSocket socket) {
        return Optional.ofNullable(conversations.get(socket.ordinal()));
    }

    /** The TLS conversation a session is about: that of the last socket that has one. */
    public Optional<TlsConversation> latestConversation() {
        return conversations.values().stream().max(Comparator.comparingInt(TlsConversation::socket));
    }

    /** The socket a session is about: that of {@link #latestConversation}, else the last one. */
    public Optional<ModemSocket> latestSocket() {
        return latestConversation()
                .map(conversation -> sockets.get(conversation.socket()))
                .or(() -> sockets.stream().reduce((a, b) -> b));
    }

    /** Where a message of {@code conversation} stands on the link. */
    public List<Place> places(TlsConversation conversation, TlsMessage message) {
        return places(
                conversation,
                message.records().stream()
                        .map(index -> conversation.records().get(index))
                        .toList());
    }

    /** A message of {@code conversation} as what a finding rests on; {@code text} says what is to be seen in it. */
    public Evidence evidence(TlsConversation conversation, TlsMessage message, String text) {
        return new Evidence(text, places(conversation, message), message.startNanos());
    }

    /** Where records of {@code conversation} stand on the link. */
    public List<Place> places(TlsConversation conversation, Collection<TlsRecord> records) {
        ModemSocket socket = sockets.get(conversation.socket());
        List<Place> places = new ArrayList<>();
        for (TlsRecord record : records) {
            places.addAll(socket.stream(record.direction()).places(record.from(), record.to()));
        }
        return places;
    }

    /**
     * Where an MQTT packet of socket {@code ordinal} stands on the link: the whole TLS records that carried it; for a client in the
     * modem, whose number is below zero, its command or URC.
     */
    public List<Place> places(int ordinal, MqttPacket packet) {
        if (ordinal < 0) {
            return List.of(new Place(packet.direction(), packet.from(), packet.to()));
        }
        TlsConversation conversation = conversations.get(ordinal);
        Map<Direction, ApplicationStream> plain = applications.get(ordinal);
        if (conversation == null || plain == null) {
            return sockets.get(ordinal).stream(packet.direction()).places(packet.from(), packet.to());
        }
        ApplicationStream stream = plain.get(packet.direction());
        return stream == null
                ? List.of()
                : places(
                        conversation,
                        stream.records(packet.from(), packet.to()).stream()
                                .map(index -> conversation.records().get(index))
                                .toList());
    }
}
