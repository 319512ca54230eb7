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

    /**
     * A line, then as many raw bytes as it announces, then {@code OK}: the answer of {@code AT+QIRD}.
     *
     * @param end what stands behind the bytes, before the {@code CR LF} of the result
     */
    record Data(String header, Bytes bytes, String end) implements Answer {}

    /** A final result other than {@code OK}, such as {@code SEND OK}; the rest of the command line is not executed. */
    record Final(String result) implements Answer {}

    /** An error that {@code AT+CMEE} gives its form (3GPP TS 27.007 section 9.2). */
    record Failure(CmeError error) implements Answer {}

    /** The true answer takes a while. */
    record Later(Duration delay, Supplier<Answer> then) implements Answer {}

    /** As {@link Later}, unless the host types meanwhile: then {@code aborted} is the answer at once. */
    record Abortable(Duration delay, Supplier<Answer> then, Answer aborted) implements Answer {}

    /** The true answer is given with {@link SimulatedModem#resume}. */
    record Pending() implements Answer {}

    /**
     * The prompt, then payload.
     *
     * @param form how the host is asked and what ends the payload
     * @param then takes the payload and gives the final result
     * @param cancelled gives the final result where ESC or its time ended it
     */
    record Prompt(PromptForm form, Function<Bytes, Answer> then, Supplier<Answer> cancelled) implements Answer {}

    /** {@code CONNECT}: from here the port carries a socket's bytes. */
    record Online(OnlineEnd end) implements Answer {}

    static Answer information(String... lines) {
        return new Done(List.of(lines));
    }
}
