package dev.parley.doctor;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** How a test is made, as far as Parley can make it. Pure: it says what to do, and reads what came of it. */
public sealed interface Trial {
    /**
     * Questions to the modem. In a command {@code {id}} is the connectID of the last socket, {@code {host}} its host.
     *
     * @param needs what must stand for the answer to mean what the test says
     * @param answer which of the test's outcomes a session shows; nothing where it has not been asked, or not been answered
     */
    record Ask(List<String> commands, Needs needs, Function<CaseView, Optional<String>> answer) implements Trial {
        public Ask {
            commands = List.copyOf(commands);
        }
    }

    /**
     * Another connection.
     *
     * @param commands what the modem is told before
     * @param change what is different in the profile
     * @param good the outcome where the connection stands
     * @param bad the outcome where it fails
     */
    record Reconnect(List<String> commands, Change change, String good, String bad) implements Trial {
        public Reconnect {
            commands = List.copyOf(commands);
        }
    }

    /** Not with this machine. */
    record Elsewhere() implements Trial {}

    /** What a question is about. */
    enum Needs {
        /** The modem itself: it answers as soon as its link is open. */
        MODEM,
        /** Its PDP context, which is up while a connection is. */
        CONTEXT,
        /** The connection, before it is forgotten. */
        CONNECTION
    }

    /** What of a profile is changed. */
    enum Change {
        NOTHING,
        /** The endpoint's name is sent as SNI. */
        SERVER_NAME,
        /** MQTT's client identifier is another one. */
        CLIENT_ID
    }
}
