package dev.parley.ui.shared;

import dev.parley.at.Exchange;
import dev.parley.doctor.CaseView;
import dev.parley.doctor.Evidence;
import dev.parley.doctor.Finding;
import dev.parley.journal.Place;
import dev.parley.mqtt.MqttPacket;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import java.util.ArrayList;
import java.util.List;

/** Selects things of a session: looks up where they stand on the link and when they were. */
public final class Selector {
    private final Selection selection;

    public Selector(Selection selection) {
        this.selection = selection;
    }

    public Selection selection() {
        return selection;
    }

    public void select(CaseView view, TlsConversation conversation, TlsMessage message) {
        selection.select(
                new Focus.OnMessage(conversation.socket(), message.index()),
                view.places(conversation, message),
                message.startNanos(),
                message.endNanos());
    }

    /** Selects the AT exchange with {@code number}; nothing happens where the session has none. */
    public void select(CaseView view, long number) {
        view.exchanges().stream()
                .filter(exchange -> exchange.number() == number)
                .findFirst()
                .ifPresent(this::select);
    }

    public void select(Exchange exchange) {
        selection.select(
                new Focus.OnExchange(exchange.number()), exchange.places(), exchange.startNanos(), exchange.endNanos());
    }

    public void select(CaseView view, int socket, MqttPacket packet) {
        selection.select(
                new Focus.OnPacket(socket, packet.index()),
                view.places(socket, packet),
                packet.nanos(),
                packet.nanos());
    }

    /** Selects all places the finding rests on. */
    public void select(Finding finding) {
        List<Place> places = new ArrayList<>();
        for (Evidence evidence : finding.evidence()) {
            places.addAll(evidence.places());
        }
        selection.select(
                new Focus.OnFinding(finding.code()),
                places,
                finding.evidence().stream().mapToLong(Evidence::nanos).min().orElse(-1),
                finding.evidence().stream().mapToLong(Evidence::nanos).max().orElse(-1));
    }
}
