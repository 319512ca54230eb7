package dev.parley.tls;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A line of mbedTLS versions and how it names and numbers the states of a client ({@code mbedtls_ssl_states} in its
 * {@code include/mbedtls/ssl.h}): what a device prints as "client state: 7".
 *
 * <p>2.16 and 2.28 agree and know TLS 1.2 only. In 3.x the numbers after 15 moved until 3.3; {@link #V3} has those of 3.4 to
 * 3.6, which 4.x kept. What a client has no state for has no number: it passes over a server's ChangeCipherSpec of TLS 1.3 and takes
 * a KeyUpdate, which it does not support, for an unexpected message.
 */
public enum MbedTlsLine {
    V2_16("2.16", false),
    V2_28("2.28", false),
    V3("3.x", true),
    V4("4.x", true);

    private final String label;
    private final boolean knowsTls13;

    MbedTlsLine(String label, boolean knowsTls13) {
        this.label = label;
        this.knowsTls13 = knowsTls13;
    }

    /** The line in which a conversation's states are told unless another is chosen: 2.16, or 3.x where it speaks TLS 1.3. */
    public static MbedTlsLine usual(TlsConversation conversation) {
        return conversation.isTls13() ? V3 : V2_16;
    }

    /** What the line is called, for example {@code 2.16}. */
    public String label() {
        return label;
    }

    /** The number of a client's state; nothing where this line has no such state. */
    public OptionalInt number(HandshakeState state) {
        int number = (knowsTls13 ? Numbering.V3 : Numbering.V2).indexOf(constant(state));
        return number < 0 ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /** The state's name, for example {@code MBEDTLS_SSL_CLIENT_CERTIFICATE}; nothing where this line has no such state. */
    public Optional<String> name(HandshakeState state) {
        return number(state).isPresent() ? Optional.of("MBEDTLS_SSL_" + constant(state)) : Optional.empty();
    }

    /** The number as text; empty where there is none. */
    public String figure(HandshakeState state) {
        OptionalInt number = number(state);
        return number.isPresent() ? Integer.toString(number.getAsInt()) : "";
    }

    /** The name without {@code MBEDTLS_SSL_}; Parley's own where this line has no such state. */
    public String shortName(HandshakeState state) {
        return number(state).isPresent() ? constant(state) : state.name();
    }

    /** Number and short name, for example {@code 7 CLIENT_CERTIFICATE}. */
    public String title(HandshakeState state) {
        return (figure(state) + " " + shortName(state)).strip();
    }

    /** Name and number, for example {@code MBEDTLS_SSL_CLIENT_CERTIFICATE (7)}; without one what crosses there. */
    public String words(HandshakeState state) {
        return name(state)
                .map(name -> name + " (" + number(state).getAsInt() + ")")
                .orElse(state.message());
    }

    private String constant(HandshakeState state) {
        return switch (state) {
            case SERVER_NEW_SESSION_TICKET -> knowsTls13 ? "NEW_SESSION_TICKET" : "SERVER_NEW_SESSION_TICKET";
            case NEW_SESSION_TICKET -> "TLS1_3_NEW_SESSION_TICKET";
            // a client takes a HelloRetryRequest where it waits for the ServerHello, and goes back to write a second
            // hello
            case HELLO_RETRY_REQUEST -> knowsTls13 ? "SERVER_HELLO" : "";
            case SECOND_CLIENT_HELLO -> knowsTls13 ? "CLIENT_HELLO" : "";
            case SERVER_CERTIFICATE_VERIFY -> knowsTls13 ? "CERTIFICATE_VERIFY" : "";
            case SERVER_CCS_AFTER_HELLO_RETRY_REQUEST,
                    SERVER_CCS_AFTER_SERVER_HELLO,
                    CLIENT_KEY_UPDATE,
                    SERVER_KEY_UPDATE -> "";
            default -> state.name();
        };
    }

    /** The constants in the order of the header, which gives them their numbers. */
    private static final class Numbering {
        /** What all lines begin with. */
        private static final List<String> COMMON = List.of(
                "HELLO_REQUEST",
                "CLIENT_HELLO",
                "SERVER_HELLO",
                "SERVER_CERTIFICATE",
                "SERVER_KEY_EXCHANGE",
                "CERTIFICATE_REQUEST",
                "SERVER_HELLO_DONE",
                "CLIENT_CERTIFICATE",
                "CLIENT_KEY_EXCHANGE",
                "CERTIFICATE_VERIFY",
                "CLIENT_CHANGE_CIPHER_SPEC",
                "CLIENT_FINISHED",
                "SERVER_CHANGE_CIPHER_SPEC",
                "SERVER_FINISHED",
                "FLUSH_BUFFERS",
                "HANDSHAKE_WRAPUP");

        private static final List<String> V2 =
                with("HANDSHAKE_OVER", "SERVER_NEW_SESSION_TICKET", "SERVER_HELLO_VERIFY_REQUEST_SENT");

        private static final List<String> V3 = with(
                "NEW_SESSION_TICKET",
                "SERVER_HELLO_VERIFY_REQUEST_SENT",
                "HELLO_RETRY_REQUEST",
                "ENCRYPTED_EXTENSIONS",
                "END_OF_EARLY_DATA",
                "CLIENT_CERTIFICATE_VERIFY",
                "CLIENT_CCS_AFTER_SERVER_FINISHED",
                "CLIENT_CCS_BEFORE_2ND_CLIENT_HELLO",
                "SERVER_CCS_AFTER_SERVER_HELLO",
                "CLIENT_CCS_AFTER_CLIENT_HELLO",
                "SERVER_CCS_AFTER_HELLO_RETRY_REQUEST",
                "HANDSHAKE_OVER",
                "TLS1_3_NEW_SESSION_TICKET",
                "TLS1_3_NEW_SESSION_TICKET_FLUSH");

        private static List<String> with(String... own) {
            return Stream.concat(COMMON.stream(), Stream.of(own)).toList();
        }

        private Numbering() {}
    }
}
