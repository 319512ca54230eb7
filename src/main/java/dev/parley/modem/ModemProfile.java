package dev.parley.modem;

import dev.parley.at.CommandLine;
import dev.parley.at.Dictionary;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What the engine has to know of a modem, as data.
 *
 * @param limits how long the modem may take to answer, by command name ({@code +QIACT}), where it is not the dictionary's
 * @param usual the least limit of all other commands: the manuals' 0.3 s is too short for a busy modem behind a busy host
 * @param prompt how long the prompt of a sending command may take
 * @param sync how long one {@code AT} may take while the engine looks for its step
 * @param syncAttempts how many of them it sends before it gives up
 * @param quiet how long the line has to be silent until a late answer is not to be feared any more
 * @param stall how long the line may be silent in the middle of counted payload
 * @param guard the silence before and after {@code +++}; 1 s on Quectel modules
 * @param sendFull how long a full send buffer ({@code SEND FAIL}) is borne
 * @param firstBackOff the first pause after {@code SEND FAIL}; each further one is twice as long, up to 2 s
 * @param start how long a modem may take to answer its first {@code AT}, and its SIM to be ready, after it was switched on
 * @param lookAgain between two looks at something that changes by itself
 * @param readMost the most that one {@code AT+QIRD} may ask for
 */
public record ModemProfile(
        String name,
        Map<String, Duration> limits,
        Duration usual,
        Duration prompt,
        Duration sync,
        int syncAttempts,
        Duration quiet,
        Duration stall,
        Duration guard,
        Duration sendFull,
        Duration firstBackOff,
        Duration start,
        Duration lookAgain,
        int readMost) {
    /** The time limits of the Quectel BG95 manuals, as the dictionary has them; the others are the field's experience. */
    public static final ModemProfile BG95_M3 = new ModemProfile(
            "Quectel BG95-M3",
            Map.of(),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofMillis(500),
            10,
            Duration.ofMillis(100),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofSeconds(60),
            Duration.ofMillis(100),
            Duration.ofSeconds(20),
            Duration.ofSeconds(1),
            1500);

    public ModemProfile {
        limits = Map.copyOf(limits);
    }

    /** How long the modem may take to answer {@code command}, a whole command line. */
    public Duration limit(String command) {
        Duration own = limits.get(commandName(command));
        if (own != null) {
            return own;
        }
        Duration known = Dictionary.standard().timeLimit(CommandLine.parse(command));
        return known.compareTo(usual) > 0 ? known : usual;
    }

    /** This profile with another limit for one command, for example {@code +QIACT}. */
    public ModemProfile withLimit(String command, Duration limit) {
        Map<String, Duration> changed = new HashMap<>(limits);
        changed.put(command, limit);
        return new ModemProfile(
                name,
                changed,
                usual,
                prompt,
                sync,
                syncAttempts,
                quiet,
                stall,
                guard,
                sendFull,
                firstBackOff,
                start,
                lookAgain,
                readMost);
    }

    /** {@code +QISEND} for {@code AT+QISEND=0,877}. */
    static String commandName(String command) {
        return CommandLine.parse(command).first().name();
    }
}
