package dev.parley.socket;

import dev.parley.at.AtEvent;
import dev.parley.at.ResultCode;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Place;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts payload into the streams of sockets: what is received at once, what is sent when the modem has answered. */
final class SocketStreams {
    private final Consumer<SocketEvent> out;

    SocketStreams(Consumer<SocketEvent> out) {
        this.out = out;
    }

    void data(AtEvent.Payload event, @Nullable LiveSocket socket) {
        if (socket == null || event.bytes().isEmpty()) {
            return;
        }
        long offset = socket.carried(event.direction(), event.place(), event.exchange(), event.nanos());
        out.accept(new SocketEvent.Data(
                socket.ordinal, event.direction(), offset, event.bytes(), true, event.place(), event.nanos()));
    }

    /** {@code AT+QISENDEX=id,"hex"}: the bytes stand in the command line; their place is the line's end, as long as they are. */
    static void sendHex(Ask ask) {
        String hex = ask.command.argument(1);
        int length = hex.length() / 2;
        Bytes bytes;
        try {
            bytes = Bytes.wrap(HexFormat.of().parseHex(hex));
        } catch (IllegalArgumentException _) {
            return;
        }
        Place place = new Place(Direction.TX, ask.place.to() - length, ask.place.to());
        ask.written.add(new AtEvent.Payload(
                ask.exchange, Direction.TX, ask.command.number(0, -1), 0, length, true, bytes, place, ask.nanos));
    }

    void settleSend(Ask ask, ResultCode code) {
        LiveSocket socket = ask.socket;
        if (socket == null || ask.written.isEmpty()) {
            return;
        }
        switch (code) {
            case SEND_OK -> ask.written.forEach(payload -> data(payload, socket));
            case OK -> {
                if (ask.written.getLast().complete()) {
                    ask.written.forEach(payload -> data(payload, socket));
                } else {
                    socket.refused(ask.written);
                }
            }
            case SEND_FAIL -> socket.refused(ask.written);
            case ERROR, CME_ERROR, CMS_ERROR, CONNECT, NO_CARRIER, BUSY, NO_ANSWER, NO_DIALTONE, ABORTED, UNANSWERED ->
                notAccepted(ask, socket);
        }
        ask.written.clear();
    }

    private void notAccepted(Ask ask, LiveSocket socket) {
        socket.refused(ask.written);
        long offset = socket.beginNotAccepted(
                Bytes.concat(ask.written.stream().map(AtEvent.Payload::bytes).toList()));
        for (AtEvent.Payload payload : ask.written) {
            if (payload.bytes().isEmpty()) {
                continue;
            }
            socket.notAccepted(offset, payload.place(), payload.exchange(), payload.nanos());
            out.accept(new SocketEvent.Data(
                    socket.ordinal, Direction.TX, offset, payload.bytes(), false, payload.place(), payload.nanos()));
            offset += payload.bytes().length();
        }
    }
}
