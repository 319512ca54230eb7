package dev.parley.modem;

import dev.parley.at.CommandLine;
import dev.parley.at.Dictionary;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the engine has to know of a modem, as data.
 *
 * @param name as people choose it, for example {@code BG95-M3}
 * @param models how the names begin that such modems give ({@code ATI}, {@code AT+CGMM}), in capitals
 * @param dialect the commands it is driven with
 * @param started the last line it says by itself when it has started and takes commands
 * @param limits how long it may take to answer, by command name ({@code +QIACT}), where it is not the dictionary's
 * @param readMost the most that one {@code AT+QIRD} may ask for
 */
public record ModemProfile(
        String name,
        List<String> models,
        Dialect dialect,
        String started,
        Map<String, Duration> limits,
        Timing timing,
        int readMost) {
    /** The commands a modem is driven with. */
    public enum Dialect {
        /** Quectel's TCP/IP commands: {@code AT+QICSGP}, {@code AT+QIACT}, {@code AT+QIOPEN} and so on. */
        QUECTEL,
        /** 3GPP TS 27.007 alone: an address on the network, but no sockets. */
        TS_27_007
    }

    private static final int READ_MOST = 1500;

    /** The time limits of the Quectel BG95 manuals, as the dictionary has them. */
    public static final ModemProfile BG95_M3 = quectel("BG95-M3", "APP RDY", "BG95", "BG600L");

    public static final ModemProfile BG96 = quectel("BG96", "APP RDY", "BG96");
    public static final ModemProfile BG77 = quectel("BG77", "APP RDY", "BG77");

    /** LTE category 4; its start ends with the phone book. */
    public static final ModemProfile EC25 =
            quectel("EC25", "+QIND: PB DONE", "EC25", "EC21", "EG25", "EG21", "EG91", "EG95", "EM05");

    /** Any modem that speaks 3GPP TS 27.007. */
    public static final ModemProfile GENERIC =
            new ModemProfile("generic 3GPP", List.of(), Dialect.TS_27_007, "RDY", Map.of(), Timing.STANDARD, READ_MOST);

    private static final List<ModemProfile> KNOWN = List.of(BG95_M3, BG96, BG77, EC25, GENERIC);

    public ModemProfile {
        models = List.copyOf(models);
        limits = Map.copyOf(limits);
    }

    private static ModemProfile quectel(String name, String started, String... models) {
        return new ModemProfile(name, List.of(models), Dialect.QUECTEL, started, Map.of(), Timing.STANDARD, READ_MOST);
    }

    /** The names one can choose from. */
    public static List<String> names() {
        return KNOWN.stream().map(ModemProfile::name).toList();
    }

    /** The profile of that name, in capitals or not. */
    public static Optional<ModemProfile> named(String name) {
        return KNOWN.stream()
                .filter(profile -> profile.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /**
     * The profile for a modem that says what it is. A Quectel module that is not known by name is driven as a BG95-M3, for
     * their TCP/IP commands are the same.
     *
     * @param manufacturer for example {@code Quectel}
     * @param model for example {@code BG95-M3}
     */
    public static ModemProfile recognise(String manufacturer, String model) {
        String capitals = model.toUpperCase(Locale.ROOT);
        return KNOWN.stream()
                .filter(profile -> profile.models().stream().anyMatch(capitals::startsWith))
                .findFirst()
                .orElse(manufacturer.toUpperCase(Locale.ROOT).contains("QUECTEL") ? BG95_M3 : GENERIC);
    }

    /** How long the modem may take to answer {@code command}, a whole command line. */
    public Duration limit(String command) {
        Duration own = limits.get(commandName(command));
        if (own != null) {
            return own;
        }
        Duration known = Dictionary.standard().timeLimit(CommandLine.parse(command));
        return known.compareTo(timing.usual()) > 0 ? known : timing.usual();
    }

    /** This profile with another limit for one command, for example {@code +QIACT}. */
    public ModemProfile withLimit(String command, Duration limit) {
        Map<String, Duration> changed = new HashMap<>(limits);
        changed.put(command, limit);
        return new ModemProfile(name, models, dialect, started, changed, timing, readMost);
    }

    ModemProfile withTiming(Timing other) {
        return new ModemProfile(name, models, dialect, started, limits, other, readMost);
    }

    /** {@code +QISEND} for {@code AT+QISEND=0,877}. */
    static String commandName(String command) {
        return CommandLine.parse(command).first().name();
    }
}
