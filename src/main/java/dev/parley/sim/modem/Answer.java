package dev.parley.sim.modem;

import dev.parley.journal.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** What a command leads to. */
sealed interface Answer {
    Answer OK = new Done(List.of());
    Answer ERROR = new Final("ERROR");
    Answer PENDING = new Pending();

    /** Information lines, then {@code OK}. */
    record Done(List<String> information) implements Answer {
        public Done {
            information = List.copyOf(information);
        }
    }

    /** A line, then as many raw bytes as it announces, then {@code OK}: the answer of {@code AT+QIRD}. */
    record Data(String header, Bytes bytes) implements Answer {}

    /** A final result other than {@code OK}, such as {@code SEND OK}; the rest of the command line is not executed. */
    record Final(String result) implements Answer {}

    /** The true answer takes a while. */
    record Later(Duration delay, Supplier<Answer> then) implements Answer {}

    /** The true answer is given with {@link SimulatedModem#resume}. */
    record Pending() implements Answer {}

    /**
     * The prompt, then payload.
     *
     * @param length how many bytes end it, or 0 where Ctrl-Z does
     * @param then takes the payload and gives the final result
     * @param cancelled gives the final result where ESC ended it
     */
    record Prompt(int length, Function<Bytes, Answer> then, Supplier<Answer> cancelled) implements Answer {}

    /** {@code CONNECT}: from here the port carries a socket's bytes. */
    record Online(SimSocket socket) implements Answer {}

    static Answer information(String... lines) {
        return new Done(List.of(lines));
    }
}
