package dev.parley.sim.modem;

import dev.parley.journal.Bytes;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The five places where received messages wait for {@code AT+QMTRECV}; what finds no place is lost. For the modem's thread. */
final class MqttInbox {
    private static final int PLACES = 5;

    /** A message as it is told: what stands before its length, and its payload. */
    record Message(String head, Bytes payload) {}

    private final @Nullable Message[] places = new Message[PLACES];

    /** The place where the message waits now. */
    OptionalInt keep(String head, Bytes payload) {
        OptionalInt free =
                IntStream.range(0, PLACES).filter(i -> places[i] == null).findFirst();
        free.ifPresent(place -> places[place] = new Message(head, payload));
        return free;
    }

    /** The message of a place, taken away. */
    Optional<Message> take(int place) {
        Optional<Message> message =
                place < 0 || place >= PLACES ? Optional.empty() : Optional.ofNullable(places[place]);
        message.ifPresent(taken -> places[place] = null);
        return message;
    }

    /** A 1 for each place that is taken, else 0, with commas. */
    String occupied() {
        return IntStream.range(0, PLACES)
                .mapToObj(place -> places[place] == null ? "0" : "1")
                .collect(Collectors.joining(","));
    }
}
