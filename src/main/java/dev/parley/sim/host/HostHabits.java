package dev.parley.sim.host;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a host carries TLS over AT commands, and what its TLS client does.
 *
 * @param awaitsPrompt false if it writes a payload right after {@code AT+QISEND}
 * @param promises how many bytes more (or, negative, fewer) it promises than it writes
 * @param largestSend the most it puts into one send
 * @param resends true if it sends the same bytes again after {@code SEND FAIL}
 * @param takesEcho true if it takes what comes between prompt and result for data of the server's
 * @param readSize how many bytes it asks for with one {@code AT+QIRD}
 * @param forgetsUrcs true if it throws away what the modem has said before each command, {@code "recv"} included
 * @param drains true if it reads a socket to its end after {@code "closed"}
 * @param asksBooks true if it asks for the modem's counters before it gives up
 * @param patience how long it waits for the server's next bytes
 * @param thinks how long it computes before it answers the server's flight
 * @param name the name it sends as SNI and checks; empty to send none
 * @param checksName the name it holds the server's certificate against
 * @param clock what it takes the time to be, or nothing for the right one
 * @param ownKey true if it signs with its certificate's key, false if with another
 * @param suites the cipher suites it offers, as IANA numbers them; nothing for the usual two
 * @param maxFragment the max_fragment_length it offers, 512, 1024, 2048 or 4096 bytes; its own messages it never cuts
 * @param recordBuffer how many bytes of content it has room for in a record it receives; a longer one it refuses
 */
public record HostHabits(
        boolean awaitsPrompt,
        int promises,
        int largestSend,
        boolean resends,
        boolean takesEcho,
        int readSize,
        boolean forgetsUrcs,
        boolean drains,
        boolean asksBooks,
        Duration patience,
        Duration thinks,
        String name,
        String checksName,
        Optional<Instant> clock,
        boolean ownKey,
        Optional<Integer> suites,
        OptionalInt maxFragment,
        int recordBuffer) {
    /** Without a fault, for a connection without TLS. */
    static final HostHabits PLAIN = new HostHabits(
            true,
            0,
            1460,
            true,
            false,
            1500,
            false,
            true,
            true,
            Duration.ofSeconds(10),
            Duration.ZERO,
            "",
            "",
            Optional.empty(),
            true,
            Optional.empty(),
            OptionalInt.empty(),
            16_384);
}
