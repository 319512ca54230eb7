package dev.parley.ui.breakpoints;

import dev.parley.journal.Direction;
import dev.parley.tls.client.Breakpoint;
import java.time.Duration;
import java.util.List;

/** A breakpoint as it is typed: its kind, and what the kind needs. No toolkit. */
final class BreakpointDraft {
    /** What a breakpoint stops at. */
    enum Kind {
        BEFORE_CLIENT("before the client's", "message, for example Certificate"),
        AFTER_CLIENT("after the client's", "message, for example Certificate"),
        BEFORE_SERVER("before acting on the server's", "message, for example ServerHelloDone"),
        AFTER_SERVER("after acting on the server's", "message, for example ServerHelloDone"),
        SENT("at byte sent", "number, for example 877"),
        RECEIVED("at byte received", "number, for example 1366"),
        ALERT("on an alert", ""),
        URC("on the URC", "how it begins, for example +QIURC: \"closed\""),
        SLOW("slower than, in ms", "number of milliseconds, for example 500");

        private final String words;
        private final String needs;

        Kind(String words, String needs) {
            this.words = words;
            this.needs = needs;
        }

        /** What the choice says. */
        String words() {
            return words;
        }

        /** What has to be typed, as a prompt; empty for nothing. */
        String needs() {
            return needs;
        }

        /** What can be typed, to choose from; empty where it is free. */
        List<String> choices() {
            return switch (this) {
                case BEFORE_CLIENT, AFTER_CLIENT ->
                    List.of(
                            "ClientHello",
                            "Certificate",
                            "ClientKeyExchange",
                            "CertificateVerify",
                            "ChangeCipherSpec",
                            "Finished");
                case BEFORE_SERVER, AFTER_SERVER ->
                    List.of(
                            "ServerHello",
                            "EncryptedExtensions",
                            "Certificate",
                            "ServerKeyExchange",
                            "CertificateRequest",
                            "CertificateVerify",
                            "ServerHelloDone",
                            "NewSessionTicket",
                            "ChangeCipherSpec",
                            "Finished");
                case URC -> List.of("+QIURC: \"closed\"", "+QIURC: \"recv\"", "+QIURC: \"pdpdeact\"", "+CEREG:", "RDY");
                case SENT, RECEIVED, ALERT, SLOW -> List.of();
            };
        }
    }

    private BreakpointDraft() {}

    /**
     * The breakpoint that is meant.
     *
     * @throws IllegalArgumentException if {@code text} is not what the kind needs; the message says what to type
     */
    static Breakpoint breakpoint(Kind kind, String text) {
        String value = text.strip();
        return switch (kind) {
            case BEFORE_CLIENT -> new Breakpoint.BeforeMessage(Direction.TX, title(kind, value));
            case AFTER_CLIENT -> new Breakpoint.AfterMessage(Direction.TX, title(kind, value));
            case BEFORE_SERVER -> new Breakpoint.BeforeMessage(Direction.RX, title(kind, value));
            case AFTER_SERVER -> new Breakpoint.AfterMessage(Direction.RX, title(kind, value));
            case SENT -> new Breakpoint.AtByte(Direction.TX, number(kind, value));
            case RECEIVED -> new Breakpoint.AtByte(Direction.RX, number(kind, value));
            case ALERT -> new Breakpoint.OnAlert();
            case URC -> new Breakpoint.OnUrc(some(kind, value));
            case SLOW -> new Breakpoint.SlowerThan(Duration.ofMillis(number(kind, value)));
        };
    }

    /** A message's name, whatever its letters' case was. */
    private static String title(Kind kind, String value) {
        return kind.choices().stream()
                .filter(choice -> choice.equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("Name a message: " + String.join(", ", kind.choices())));
    }

    private static String some(Kind kind, String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("Type " + kind.needs());
        }
        return value;
    }

    private static long number(Kind kind, String value) {
        try {
            long number = Long.parseLong(value);
            if (number >= 1) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("Type a " + kind.needs(), notANumber);
        }
        throw new IllegalArgumentException("Type a " + kind.needs() + ", 1 at least");
    }
}
