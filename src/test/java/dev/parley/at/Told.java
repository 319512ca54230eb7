package dev.parley.at;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Place;
import java.util.ArrayList;
import java.util.List;

/** AT events as short lines of text, so that a test reads as the console does. */
final class Told {
    private Told() {}

    /** For example {@code 3 rx 120..125 payload 0 of 5 of socket 0 complete: world}. */
    static String of(AtEvent event) {
        Place place = event.place();
        String where = event.exchange() + " " + place.direction().word() + " " + place.from() + ".." + place.to() + " ";
        return where + what(event);
    }

    /** Without exchange and place. */
    static String what(AtEvent event) {
        return switch (event) {
            case AtEvent.Command e -> "command " + e.text();
            case AtEvent.Echo e -> e.ofPayload() ? "echo of payload" : "echo " + e.text();
            case AtEvent.Information e -> "information " + e.text();
            case AtEvent.Prompt e -> "prompt";
            case AtEvent.Payload e ->
                "payload " + e.start() + " of " + e.declared() + " of socket " + e.socket()
                        + (e.complete() ? " complete: " : ": ") + e.bytes().latin1();
            case AtEvent.FinalResult e -> "result " + e.code() + (e.text().isEmpty() ? "" : " " + e.text());
            case AtEvent.Urc e -> "urc " + e.name() + " " + e.arguments();
            case AtEvent.Noise e -> "noise " + e.bytes().latin1() + " (" + e.why() + ")";
        };
    }

    static List<String> what(List<AtEvent> events) {
        return joined(events).stream().map(Told::what).toList();
    }

    static List<String> of(List<AtEvent> events) {
        return joined(events).stream().map(Told::of).toList();
    }

    /** With the pieces of transparent mode that stand one after the other put together; counted payload comes whole. */
    static List<AtEvent> joined(List<AtEvent> events) {
        List<AtEvent> result = new ArrayList<>();
        for (AtEvent event : events) {
            if (event instanceof AtEvent.Payload next
                    && !result.isEmpty()
                    && result.getLast() instanceof AtEvent.Payload last
                    && last.declared() < 0
                    && last.exchange() == next.exchange()
                    && last.direction() == next.direction()
                    && last.start() + last.bytes().length() == next.start()) {
                Direction direction = last.direction();
                Bytes bytes = last.bytes().plus(next.bytes());
                result.set(
                        result.size() - 1,
                        new AtEvent.Payload(
                                last.exchange(),
                                direction,
                                last.socket(),
                                last.start(),
                                last.declared(),
                                next.complete(),
                                bytes,
                                new Place(
                                        direction,
                                        last.place().from(),
                                        next.place().to()),
                                next.nanos()));
            } else {
                result.add(event);
            }
        }
        return result;
    }
}
