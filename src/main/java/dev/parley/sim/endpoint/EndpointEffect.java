package dev.parley.sim.endpoint;

import java.time.Duration;

/** What an endpoint does wrong, on one connection. */
public sealed interface EndpointEffect {
    /** How a connection ends. */
    enum Ending {
        /** In good order for TCP: FIN, then what the client still sends is taken for a while. TLS's close_notify is not sent. */
        FIN,
        /** With a reset. */
        RST,
        /** With a FIN, after which the endpoint listens until the client closes, too. */
        HALF,
        /** With TLS's close_notify alone (RFC 5246 section 7.2.1): the connection is left for the client to close. */
        NOTIFY
    }

    /**
     * An alert; a fatal one ends the connection.
     *
     * @param description the alert's number, RFC 5246 section 7.2 and RFC 8446 section 6
     */
    record Alert(boolean fatal, int description) implements EndpointEffect {
        public Alert {
            if (description < 0 || description > 255) {
                throw new IllegalArgumentException("an alert is 0 to 255, not " + description);
            }
        }
    }

    /** The end, without a word of the application's. */
    record Close(Ending ending) implements EndpointEffect {}

    /** From here on it takes everything and says nothing. */
    record Silence() implements EndpointEffect {}

    /** It takes its time before it goes on. */
    record Pause(Duration time) implements EndpointEffect {}

    /**
     * It asks for a new handshake (HelloRequest, RFC 5246 section 7.4.1.1); in TLS 1.2 only.
     *
     * @param insists true if it ends the connection with handshake_failure where the client will not (no_renegotiation)
     */
    record Renegotiate(boolean insists) implements EndpointEffect {}

    /** The broker answers CONNECT with this code; any but 0 ends the connection. */
    record Connack(int code) implements EndpointEffect {}

    /** The broker sends DISCONNECT with this reason (MQTT 5 section 3.14) and closes; to a client of 3.1.1 it only closes. */
    record Disconnect(int reason) implements EndpointEffect {}
}
