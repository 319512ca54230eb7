package dev.parley.sim.modem;

import static dev.parley.sim.modem.AtCommand.quoted;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Power saving mode and extended DRX (3GPP TS 27.007 sections 7.38 and 7.40, timers of TS 24.008 section 10.5.7). What is set
 * outlives a restart. Asleep, the modem hears nothing until its time or the power key wakes it, and then starts anew.
 */
final class PowerSaving {
    private static final String DEFAULT_TAU = "00000100";
    private static final String DEFAULT_ACTIVE = "00001111";
    /** Cycles of eDRX in LTE, by the four bits (TS 24.008 table 10.5.5.32), in units of 10 ms. */
    private static final int[] CYCLES = {
        512, 1024, 2048, 4096, 6144, 8192, 10240, 12288, 14336, 16384, 32768, 65536, 131072, 262144, 524288, 1048576
    };

    private final SimulatedModem modem;
    private final ConfigurationCommands configuration;
    private boolean saves;
    private String tau = DEFAULT_TAU;
    private String active = DEFAULT_ACTIVE;
    private int edrxMode;
    private String edrxTechnology = "4";
    private String edrxCycle = "";
    private long lastActivity;

    PowerSaving(SimulatedModem modem, ConfigurationCommands configuration) {
        this.modem = modem;
        this.configuration = configuration;
    }

    void register(Map<String, SimulatedModem.Handler> handlers) {
        handlers.put("+CPSMS", this::powerSaving);
        handlers.put("+QPSMS", this::granted);
        handlers.put("+CEDRXS", this::extendedDrx);
        handlers.put("+CEDRXRDP", c -> c.executeOnly(this::drxInUse));
    }

    /** Something crossed the port or the air: sleep is put off. */
    void active() {
        lastActivity = modem.now();
    }

    /** After a start, and after a change: looks when to sleep. */
    void watch() {
        Duration awake = timer2(active);
        if (!saves || awake.isNegative()) {
            return;
        }
        long due = Math.max(modem.now(), lastActivity + awake.toNanos());
        modem.at(due, () -> {
            if (saves && modem.now() >= lastActivity + awake.toNanos()) {
                sleep();
            } else {
                watch();
            }
        });
    }

    private void sleep() {
        if (modem.options().dialect().deactivatesAtSleep()) {
            modem.loseContexts();
        }
        if (configuration.get("psm/urc").equals("1")) {
            modem.urc("PSM POWER DOWN");
        }
        modem.switchOff();
        Duration asleep = timer3(tau);
        if (!asleep.isNegative()) {
            modem.after(asleep, modem::start);
        }
    }

    private Answer powerSaving(AtCommand command) {
        return switch (command.form()) {
            case READ -> Answer.information("+CPSMS: " + (saves ? 1 : 0) + ",,," + quoted(tau) + "," + quoted(active));
            case TEST -> Answer.information("+CPSMS: (0-2),,,(\"00000000\"-\"11111111\"),(\"00000000\"-\"11111111\")");
            case EXECUTE -> Answer.ERROR;
            case SET -> {
                OptionalInt mode = command.number(0, 0, 2);
                boolean timers = isTimer(command, 3) && isTimer(command, 4);
                if (mode.isEmpty() || !timers) {
                    yield Answer.ERROR;
                }
                saves = mode.getAsInt() == 1;
                tau = mode.getAsInt() == 2 ? DEFAULT_TAU : command.has(3) ? command.text(3) : tau;
                active = mode.getAsInt() == 2 ? DEFAULT_ACTIVE : command.has(4) ? command.text(4) : active;
                active();
                watch();
                yield Answer.OK;
            }
        };
    }

    private static boolean isTimer(AtCommand command, int index) {
        return !command.has(index) || command.text(index).matches("[01]{8}");
    }

    private Answer granted(AtCommand command) {
        return switch (command.form()) {
            case READ ->
                Answer.information("+QPSMS: " + (saves ? 1 : 0) + ",,,"
                        + quoted(String.valueOf(timer3(tau).toSeconds())) + ","
                        + quoted(String.valueOf(timer2(active).toSeconds())));
            case TEST -> Answer.OK;
            case EXECUTE, SET -> Answer.ERROR;
        };
    }

    private Answer extendedDrx(AtCommand command) {
        return switch (command.form()) {
            case READ ->
                edrxCycle.isEmpty()
                        ? Answer.OK
                        : Answer.information("+CEDRXS: " + edrxTechnology + "," + quoted(edrxCycle));
            case TEST -> Answer.information("+CEDRXS: (0-3),(4,5),(\"0000\"-\"1111\")");
            case EXECUTE -> Answer.ERROR;
            case SET -> {
                OptionalInt mode = command.number(0, 0, 3);
                if (mode.isEmpty() || (command.has(2) && !command.text(2).matches("[01]{4}"))) {
                    yield Answer.ERROR;
                }
                edrxMode = mode.getAsInt();
                if (edrxMode == 0 || edrxMode == 3) {
                    edrxCycle = "";
                } else {
                    edrxTechnology = command.has(1) ? command.text(1) : edrxTechnology;
                    edrxCycle = command.has(2) ? command.text(2) : "0101";
                }
                modem.air().paging(cycle());
                yield Answer.OK;
            }
        };
    }

    private String drxInUse() {
        return edrxCycle.isEmpty()
                ? "+CEDRXRDP: 0"
                : "+CEDRXRDP: " + edrxTechnology + "," + quoted(edrxCycle) + "," + quoted(edrxCycle) + ","
                        + quoted("0011");
    }

    private Duration cycle() {
        return edrxCycle.isEmpty() ? Duration.ZERO : Duration.ofMillis(10L * CYCLES[Integer.parseInt(edrxCycle, 2)]);
    }

    /** GPRS timer 2, T3324; negative where it is off. */
    static Duration timer2(String bits) {
        int value = Integer.parseInt(bits.substring(3), 2);
        return switch (bits.substring(0, 3)) {
            case "000" -> Duration.ofSeconds(2L * value);
            case "010" -> Duration.ofMinutes(6L * value);
            case "111" -> Duration.ofSeconds(-1);
            default -> Duration.ofMinutes(value);
        };
    }

    /** GPRS timer 3, T3412 extended; negative where it is off. */
    static Duration timer3(String bits) {
        int value = Integer.parseInt(bits.substring(3), 2);
        return switch (bits.substring(0, 3)) {
            case "000" -> Duration.ofMinutes(10L * value);
            case "001" -> Duration.ofHours(value);
            case "010" -> Duration.ofHours(10L * value);
            case "011" -> Duration.ofSeconds(2L * value);
            case "100" -> Duration.ofSeconds(30L * value);
            case "101" -> Duration.ofMinutes(value);
            case "110" -> Duration.ofHours(320L * value);
            default -> Duration.ofSeconds(-1);
        };
    }
}
