package dev.parley.modem;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What the engine has to know of a modem, as data.
 *
 * @param limits how long the modem may take to answer, by command name ({@code +QIACT})
 * @param usual the limit of every other command
 * @param prompt how long the prompt of a sending command may take
 * @param sync how long one {@code AT} may take while the engine looks for its step
 * @param syncAttempts how many of them it sends before it gives up
 * @param quiet how long the line has to be silent until a late answer is not to be feared any more
 * @param stall how long the line may be silent in the middle of counted payload
 * @param guard the silence before and after {@code +++}; 1 s on Quectel modules
 * @param sendFull how long a full send buffer ({@code SEND FAIL}) is borne
 * @param firstBackOff the first pause after {@code SEND FAIL}; each further one is twice as long, up to 2 s
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
        int readMost) {
    /**
     * The time limits of the Quectel BG95 AT, TCP/IP and hardware manuals; where a manual gives a range, or the field is
     * known to need more, the larger one.
     */
    public static final ModemProfile BG95_M3 = new ModemProfile(
            "Quectel BG95-M3",
            Map.ofEntries(
                    Map.entry("+CPIN", Duration.ofSeconds(5)),
                    Map.entry("+CFUN", Duration.ofSeconds(15)),
                    Map.entry("+COPS", Duration.ofSeconds(180)),
                    Map.entry("+CGATT", Duration.ofSeconds(140)),
                    Map.entry("+CGACT", Duration.ofSeconds(150)),
                    Map.entry("+QIACT", Duration.ofSeconds(150)),
                    Map.entry("+QIDEACT", Duration.ofSeconds(40)),
                    Map.entry("+QIOPEN", Duration.ofSeconds(150)),
                    Map.entry("+QISEND", Duration.ofSeconds(120)),
                    Map.entry("+QIRD", Duration.ofSeconds(50)),
                    Map.entry("+QICLOSE", Duration.ofSeconds(12)),
                    Map.entry("+QPOWD", Duration.ofSeconds(65)),
                    Map.entry("+QIDNSGIP", Duration.ofSeconds(60)),
                    Map.entry("+QNTP", Duration.ofSeconds(125)),
                    Map.entry("+QMTOPEN", Duration.ofSeconds(75))),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofMillis(500),
            10,
            Duration.ofMillis(100),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofSeconds(60),
            Duration.ofMillis(100),
            1500);

    public ModemProfile {
        limits = Map.copyOf(limits);
    }

    /** How long the modem may take to answer {@code command}, a whole command line. */
    public Duration limit(String command) {
        String name = commandName(command);
        return limits.getOrDefault(name, usual);
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
                readMost);
    }

    /** {@code +QISEND} for {@code AT+QISEND=0,877}. */
    static String commandName(String command) {
        String rest = command.strip().toUpperCase(Locale.ROOT);
        rest = rest.startsWith("AT") ? rest.substring(2) : rest;
        int end = 0;
        while (end < rest.length() && "=?;".indexOf(rest.charAt(end)) < 0) {
            end++;
        }
        return rest.substring(0, end);
    }
}
