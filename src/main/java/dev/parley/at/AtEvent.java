package dev.parley.at;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Place;
import java.util.List;

/**
 * One thing recognised in the AT byte streams, in wire order.
 *
 * <p>Every event names the exchange it belongs to: a command opens one that lasts until its final result; a URC is an
 * exchange of its own, also where it cuts into a command's answer. Times are nanoseconds since the session began, those of
 * the traffic event that completed the thing.
 */
public sealed interface AtEvent {
    /** Number of the exchange, from 0, in the order they began. */
    long exchange();

    /** Where it stands on the link. */
    Place place();

    long nanos();

    /** A command line as the host wrote it, without its CR, for example {@code AT+QISEND=0,877}. */
    record Command(long exchange, String text, Place place, long nanos) implements AtEvent {}

    /** The modem's echo of a command line, or of payload ({@code ofPayload}). */
    record Echo(long exchange, String text, boolean ofPayload, Place place, long nanos) implements AtEvent {}

    /** A line of the answer before the final result, without CR LF. */
    record Information(long exchange, String text, Place place, long nanos) implements AtEvent {}

    /** The prompt {@code >} that asks for payload. */
    record Prompt(long exchange, Place place, long nanos) implements AtEvent {}

    /**
     * Counted payload, or bytes of transparent mode: never scanned for results. Long payload may come in several events.
     *
     * @param socket the connectID it belongs to, or -1 if to none (a file)
     * @param start how many bytes of this payload came before
     * @param declared how many bytes the length field promised for the whole payload; -1 where nothing did
     * @param complete true with the last byte of the payload
     */
    record Payload(
            long exchange,
            Direction direction,
            int socket,
            int start,
            int declared,
            boolean complete,
            Bytes bytes,
            Place place,
            long nanos)
            implements AtEvent {}

    /** The line that ends an exchange. */
    record FinalResult(long exchange, ResultCode code, String text, Place place, long nanos) implements AtEvent {}

    /**
     * An unsolicited result code.
     *
     * @param name what stands before the colon, for example {@code +QIURC}; the whole line where there is no colon
     * @param arguments the values after the colon, unquoted
     */
    record Urc(long exchange, String name, List<String> arguments, String text, Place place, long nanos)
            implements AtEvent {
        public Urc {
            arguments = List.copyOf(arguments);
        }

        /** The URC that stands in {@code line} as an exchange of its own. */
        static Urc of(long exchange, Exchange.Line line) {
            return of(exchange, line.text(), line.place(), line.nanos());
        }

        /** The URC with that text. */
        static Urc of(long exchange, String text, Place place, long nanos) {
            String name = name(text);
            List<String> arguments =
                    text.length() > name.length() ? Values.split(text.substring(name.length() + 1)) : List.of();
            return new Urc(exchange, name, arguments, text, place, nanos);
        }

        /** What stands before a URC's colon; the whole text where there is none. */
        static String name(String text) {
            String name = AnswerRules.name(text);
            return name.isEmpty() ? text : name;
        }

        /** The argument at {@code index}, or empty text where there is none. */
        public String argument(int index) {
            return index < arguments.size() ? arguments.get(index) : "";
        }
    }

    /** Bytes that fit no rule of the grammar: line noise, a baud mismatch, an answer nobody asked for. */
    record Noise(long exchange, Direction direction, Bytes bytes, String why, Place place, long nanos)
            implements AtEvent {}
}
