package dev.parley.ui.lab;

import java.util.List;

/**
 * A fault with a button of its own.
 *
 * @param title what the button says
 * @param about what happens, in a sentence
 * @param words the fault, as {@link dev.parley.sim.HandFault} reads it
 */
record FaultChoice(Place place, String title, String about, String words) {
    /** Where it strikes. */
    enum Place {
        MODEM("Modem"),
        LINE("Line and socket"),
        NETWORK("Network"),
        SERVER("Server");

        private final String title;

        Place(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    /** All that have a button, by place. */
    static final List<FaultChoice> ALL = List.of(
            new FaultChoice(Place.MODEM, "Restart", "The modem restarts by itself: RDY follows.", "reset"),
            new FaultChoice(Place.MODEM, "Hang", "The modem says nothing any more.", "silence"),
            new FaultChoice(Place.MODEM, "Sleep", "PSM POWER DOWN, and it hears nothing more.", "sleep"),
            new FaultChoice(
                    Place.MODEM,
                    "CTS stuck 3 s",
                    "The modem does not listen for three seconds.",
                    "{\"do\": \"stall\", \"millis\": 3000}"),
            new FaultChoice(Place.MODEM, "SEND FAIL", "The next AT+QISEND is refused with SEND FAIL.", "send-fail"),
            new FaultChoice(
                    Place.MODEM,
                    "No prompt",
                    "The next AT+QISEND has no answer.",
                    "{\"atCommand\": \"+QISEND\", \"do\": \"no-answer\"}"),
            new FaultChoice(
                    Place.MODEM,
                    "Slow prompt",
                    "The next AT+QISEND has its prompt two seconds late.",
                    "{\"atCommand\": \"+QISEND\", \"do\": \"delay\", \"millis\": 2000}"),
            new FaultChoice(
                    Place.LINE,
                    "Lose 7 sent",
                    "Seven bytes of the next payload are lost on the way to the modem.",
                    "{\"do\": \"drop\", \"lane\": \"sent\", \"count\": 7}"),
            new FaultChoice(
                    Place.LINE,
                    "Lose 7 read",
                    "Seven bytes of what is read next are lost on the way to the host.",
                    "{\"do\": \"drop\", \"lane\": \"read\", \"count\": 7}"),
            new FaultChoice(
                    Place.LINE,
                    "Flip a bit",
                    "A bit of the next payload is turned on the way to the modem.",
                    "{\"do\": \"flip\", \"lane\": \"sent\"}"),
            new FaultChoice(
                    Place.LINE,
                    "Omit \"recv\"",
                    "The next \"recv\" URC is not written.",
                    "{\"do\": \"urc-omitted\", \"urc\": \"+QIURC: \\\"recv\\\"\"}"),
            new FaultChoice(
                    Place.LINE,
                    "URC storm",
                    "Fifty URCs nobody asked for.",
                    "{\"do\": \"urc-storm\", \"urc\": \"+QIND: \\\"csq\\\",20,99\"}"),
            new FaultChoice(
                    Place.LINE,
                    "Split output",
                    "From now on what the modem writes comes in pieces of up to three bytes.",
                    "{\"do\": \"split\", \"most\": 3}"),
            new FaultChoice(
                    Place.NETWORK, "PDP lost", "pdpdeact: the context is gone, sockets die silently.", "pdp-lost"),
            new FaultChoice(
                    Place.NETWORK,
                    "Deregister",
                    "The modem searches for a network: context and sockets are gone.",
                    "registration"),
            new FaultChoice(
                    Place.NETWORK,
                    "Cut connection",
                    "The connections break: \"closed\" without a word from the peer.",
                    "connection-lost"),
            new FaultChoice(
                    Place.NETWORK,
                    "Radio off 10 s",
                    "Nothing crosses the air for ten seconds.",
                    "{\"do\": \"radio-lost\", \"millis\": 10000}"),
            new FaultChoice(
                    Place.SERVER,
                    "Alert 46",
                    "certificate_unknown, fatal, on every open connection.",
                    "endpoint {\"do\": \"alert\", \"alert\": 46}"),
            new FaultChoice(
                    Place.SERVER,
                    "Alert 80",
                    "internal_error, fatal, on every open connection.",
                    "endpoint {\"do\": \"alert\", \"alert\": 80}"),
            new FaultChoice(
                    Place.SERVER,
                    "Goodbye",
                    "close_notify; the connection is left for the client to close.",
                    "endpoint {\"do\": \"close\", \"ending\": \"notify\"}"),
            new FaultChoice(Place.SERVER, "Close", "FIN, without close_notify.", "endpoint close"),
            new FaultChoice(Place.SERVER, "Reset", "TCP's RST.", "endpoint {\"do\": \"close\", \"ending\": \"rst\"}"),
            new FaultChoice(
                    Place.SERVER,
                    "Half-close",
                    "FIN; the server goes on listening.",
                    "endpoint {\"do\": \"close\", \"ending\": \"half\"}"),
            new FaultChoice(
                    Place.SERVER, "Silence", "The server takes everything and says nothing.", "endpoint silence"),
            new FaultChoice(
                    Place.SERVER,
                    "Pause 5 s",
                    "The server takes five seconds before it goes on.",
                    "endpoint {\"do\": \"pause\", \"millis\": 5000}"),
            new FaultChoice(
                    Place.SERVER, "HelloRequest", "The server asks for a new handshake.", "endpoint renegotiate"));
}
