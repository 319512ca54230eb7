package dev.parley.modem;

import java.util.Optional;

/**
 * A connection of the modem's own TLS or MQTT. When the link is interrupted it is in doubt; when the link is back, the modem is asked
 * what became of it ({@link LinkGap}). Any thread.
 */
interface Offload {
    /** Asks the modem, in a turn that is taken already. */
    @FunctionalInterface
    interface Question {
        Reply ask(String command) throws ModemException;
    }

    /** For people, for example {@code TLS socket 0}. */
    String name();

    /** The link is interrupted: nothing goes on before {@link #goesOn} or {@link #fails}. Must not block. */
    void interrupted();

    boolean isInDoubt();

    /** Bytes written behind a prompt whose end nobody has heard of. */
    int underway();

    /**
     * Why this cannot go on, or nothing.
     *
     * @param filled true if the modem took for payload what was said to it afterwards
     */
    Optional<String> compare(Question modem, boolean filled) throws ModemException;

    /** The modem has it as it was; gives what may be lost all the same, in words. */
    Optional<String> goesOn();

    /** It is over. */
    void fails(ModemException why);

    /** Everybody else has heard of {@link #fails}. */
    default void failureIsTold(ModemException why) {}
}
