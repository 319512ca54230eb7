package dev.parley.sim.modem;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The modules that are simulated, and where they differ. Sources: Quectel's AT commands manuals, logs of users. */
public enum ModemVariant {
    BG95_M3(
            new Identity("BG95-M3", "BG95M3LAR02A03", "_01.012.01.012"),
            new Words(8, "eMTC", "eMTC", "eMTC", "FDD"),
            Banner.LPWA,
            new Traits("\"usbmodem\",\"uart1\",\"dam\"", 4, true),
            Set.of("+QPSMS")),
    BG96(
            new Identity("BG96", "BG96MAR02A07M1G", "_01.016.01.016"),
            new Words(8, "CAT-M1", "CAT-M1", "CAT-M", "FDD"),
            Banner.LPWA,
            new Traits("\"usbat\",\"usbmodem\",\"uart1\"", 2, false),
            Set.of()),
    BG77(
            new Identity("BG77", "BG77LAR02A04", "_01.012.01.012"),
            new Words(8, "eMTC", "eMTC", "eMTC", "FDD"),
            Banner.LPWA,
            new Traits("\"usbmodem\",\"uart1\",\"dam\"", 4, true),
            Set.of("+QPSMS")),
    EC25(
            new Identity("EC25", "EC25AFFAR07A08M4G", "_01.003.01.003"),
            new Words(7, "FDD LTE", "LTE", "LTE", "FDD"),
            Banner.LTE,
            new Traits("\"usbat\",\"usbmodem\",\"uart1\",\"uart2\",\"all\"", 2, true),
            Set.of("+CPSMS", "+QPSMS", "+CEDRXS", "+CEDRXRDP", "iotopmode", "psm/urc", "apready"));

    /** @param build what {@code AT+QGMR} adds to the revision */
    record Identity(String model, String revision, String build) {}

    /**
     * How the radio is called.
     *
     * @param technology the number of {@code AT+COPS?}
     * @param network the word of {@code AT+QNWINFO}
     * @param strength the word of {@code AT+QCSQ}
     * @param engineering the word of {@code AT+QENG}
     */
    record Words(int technology, String network, String strength, String engineering, String duplex) {}

    /** A line that a start ends with, so long after the line before it. */
    record Banner(Duration after, String line) {
        private static final List<Banner> LPWA =
                List.of(new Banner(Duration.ZERO, "RDY"), new Banner(Duration.ofMillis(500), "APP RDY"));
        private static final List<Banner> LTE = List.of(
                new Banner(Duration.ZERO, "RDY"),
                new Banner(Duration.ofMillis(300), "+CFUN: 1"),
                new Banner(Duration.ofMillis(100), "+CPIN: READY"),
                new Banner(Duration.ofMillis(200), "+QUSIM: 1"),
                new Banner(Duration.ofMillis(300), "+QIND: SMS DONE"),
                new Banner(Duration.ofMillis(100), "+QIND: PB DONE"));
    }

    /**
     * Smaller differences.
     *
     * @param urcPorts the ports of {@code AT+QURCCFG}
     * @param yearDigits how many digits the year of {@code +QNTP} has
     * @param receiveIndication true if {@code AT+QICFG} knows {@code recvind}
     */
    record Traits(String urcPorts, int yearDigits, boolean receiveIndication) {}

    private final Identity identity;
    private final Words words;
    private final List<Banner> banner;
    private final Traits traits;
    private final Set<String> missing;

    ModemVariant(Identity identity, Words words, List<Banner> banner, Traits traits, Set<String> missing) {
        this.identity = identity;
        this.words = words;
        this.banner = banner;
        this.traits = traits;
        this.missing = missing;
    }

    /** The module's name: {@code BG95-M3}. */
    public String model() {
        return identity.model();
    }

    /** The variant of that name, in any case. */
    public static Optional<ModemVariant> of(String model) {
        return Arrays.stream(values())
                .filter(variant -> variant.model().equals(model.toUpperCase(Locale.ROOT)))
                .findFirst();
    }

    Identity identity() {
        return identity;
    }

    Words words() {
        return words;
    }

    List<Banner> banner() {
        return banner;
    }

    Traits traits() {
        return traits;
    }

    /** True if it knows a command, or a setting of {@code AT+QCFG}. */
    boolean knows(String name) {
        return !missing.contains(name);
    }
}
