package dev.parley.sim;

import dev.parley.json.JsonSection;
import dev.parley.json.JsonText.MalformedException;
import dev.parley.sim.modem.AirOptions;
import dev.parley.sim.modem.ModemOptions;
import dev.parley.sim.modem.ModemVariant;
import dev.parley.sim.modem.Signal;
import java.time.Duration;
import java.util.Arrays;

/** Reads which module a scenario's modem is, and how its radio, the air and the line behave. */
final class AirReader {
    private static final int HIGHEST_RATE = 100_000_000;

    private AirReader() {}

    static void read(JsonSection modem, ModemOptions.Builder options) throws MalformedException {
        ModemOptions standard = ModemOptions.standard();
        String variant = modem.choice(
                "variant",
                Arrays.stream(ModemVariant.values()).map(ModemVariant::model).toArray(String[]::new));
        options.variant(ModemVariant.of(variant).orElseThrow());
        options.inputBuffer(modem.number("inputBuffer", 0, 1_000_000, standard.inputBuffer()));
        int slow = modem.number("slowPerMille", 0, 1000, 0);
        if (slow > 0) {
            options.slowCommands(slow, modem.millis("latencySlowestMillis", Duration.ofMillis(300)));
        }
        options.signal(signal(modem.section("signal")));
        options.air(air(modem.section("air")));
    }

    private static Signal signal(JsonSection signal) throws MalformedException {
        Signal fair = Signal.FAIR;
        Signal read = new Signal(
                signal.number("rsrp", -140, -44, fair.mean()),
                signal.number("swing", 0, 60, fair.swing()),
                signal.millis("periodMillis", fair.period()));
        signal.finish();
        return read;
    }

    private static AirOptions air(JsonSection air) throws MalformedException {
        AirOptions none = AirOptions.NONE;
        int line = air.line();
        AirOptions read;
        try {
            read = new AirOptions(
                    air.millis("jitterMillis", none.jitter()),
                    air.number("upBitsPerSecond", 0, HIGHEST_RATE, none.upBitsPerSecond()),
                    air.number("downBitsPerSecond", 0, HIGHEST_RATE, none.downBitsPerSecond()),
                    air.millis("lossEveryMillis", none.lossEvery()),
                    air.millis("lossForMillis", none.lossFor()),
                    air.millis("retransmissionMillis", none.retransmission()),
                    air.millis("idleAfterMillis", none.idleAfter()),
                    air.millis("wakeUpMillis", none.wakeUp()));
        } catch (IllegalArgumentException e) {
            throw FaultReader.wrong(line, e.getMessage());
        }
        air.finish();
        return read;
    }
}
