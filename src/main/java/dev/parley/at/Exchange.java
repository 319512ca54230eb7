package dev.parley.at;

import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.Place;
import java.util.List;
import java.util.Optional;

/**
 * One AT command with its echo, information lines, prompt, payload and final result; or one URC; or a run of noise.
 *
 * @param number from 0, in the order exchanges began
 * @param text the command line, or the URC's line, or what the noise was
 * @param result the final result, empty while the command is open, for a URC and for noise
 * @param startNanos when its first byte crossed the link, since the session began
 * @param endNanos when its last byte crossed
 * @param lines everything in it, in wire order
 * @param origin who wrote the command; {@link Event.Origin#MODEM} for a URC and for noise
 */
public record Exchange(
        long number,
        Kind kind,
        String text,
        Optional<ResultCode> result,
        String resultText,
        long startNanos,
        long endNanos,
        List<Line> lines,
        Event.Origin origin) {
    public Exchange {
        lines = List.copyOf(lines);
    }

    /** An exchange of Parley's own, or of the modem. */
    public Exchange(
            long number,
            Kind kind,
            String text,
            Optional<ResultCode> result,
            String resultText,
            long startNanos,
            long endNanos,
            List<Line> lines) {
        this(
                number,
                kind,
                text,
                result,
                resultText,
                startNanos,
                endNanos,
                lines,
                kind == Kind.COMMAND ? Event.Origin.PARLEY : Event.Origin.MODEM);
    }

    /** What a row of the console is. */
    public enum Kind {
        COMMAND,
        URC,
        NOISE
    }

    /**
     * One line or one payload of an exchange.
     *
     * @param text the line without CR LF; empty for payload
     * @param socket the connectID of payload, else -1
     */
    public record Line(Role role, Direction direction, String text, int socket, Place place, long nanos) {
        public int length() {
            return (int) place.length();
        }
    }

    /** What a line is to its exchange. */
    public enum Role {
        COMMAND,
        ECHO,
        INFORMATION,
        PROMPT,
        PAYLOAD,
        RESULT,
        URC,
        NOISE
    }

    /** True while a command waits for its final result. */
    public boolean isOpen() {
        return kind == Kind.COMMAND && result.isEmpty();
    }

    /** All bytes of payload that crossed in it. */
    public int payloadBytes() {
        return lines.stream()
                .filter(line -> line.role() == Role.PAYLOAD)
                .mapToInt(Line::length)
                .sum();
    }

    public List<Place> places() {
        return lines.stream().map(Line::place).toList();
    }
}
