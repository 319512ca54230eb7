package dev.parley.sim.modem;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** The modem's clock (3GPP TS 27.007 section 8.15). */
final class ClockCommands {
    private static final DateTimeFormatter SHORT =
            DateTimeFormatter.ofPattern("yy/MM/dd,HH:mm:ss'+00'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter LONG =
            DateTimeFormatter.ofPattern("yyyy/MM/dd,HH:mm:ss'+00'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final SimulatedModem modem;

    ClockCommands(SimulatedModem modem) {
        this.modem = modem;
    }

    void register(Map<String, SimulatedModem.Handler> handlers) {
        handlers.put("+CCLK", c -> switch (c.form()) {
            case READ -> Answer.information("+CCLK: \"" + SHORT.format(modem.clock()) + "\"");
            case SET, TEST -> Answer.OK;
            case EXECUTE -> Answer.ERROR;
        });
        handlers.put("+QLTS", c -> Answer.information("+QLTS: \"" + LONG.format(modem.clock()) + ",0\""));
    }

    /** The time as {@code +QNTP} prints it: the year in as many digits as the module has it. */
    static String networkTime(Instant time, ModemVariant variant) {
        return (variant.traits().yearDigits() == 4 ? LONG : SHORT).format(time);
    }
}
