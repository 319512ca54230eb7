package dev.parley.sim.modem;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;

/** Radio on and off, restart, power down and sleep (3GPP TS 27.007 section 8.2, Quectel's AT commands manual). */
final class PowerCommands {
    private final SimulatedModem modem;
    private int functionality;

    PowerCommands(SimulatedModem modem) {
        this.modem = modem;
        reset();
    }

    void reset() {
        functionality = 1;
    }

    void register(Map<String, SimulatedModem.Handler> handlers) {
        handlers.put("+CFUN", this::functionality);
        handlers.put("+QPOWD", this::powerDown);
        handlers.put("+QSCLK", c -> Answer.OK);
    }

    private Answer functionality(AtCommand command) {
        return switch (command.form()) {
            case READ -> Answer.information("+CFUN: " + functionality);
            case TEST -> Answer.information("+CFUN: (0,1,4),(0,1)");
            case EXECUTE -> Answer.ERROR;
            case SET -> {
                OptionalInt level = command.number(0, 0, 4);
                OptionalInt reset = command.number(1, 0, 1, 0);
                if (level.isEmpty() || reset.isEmpty() || level.getAsInt() == 2 || level.getAsInt() == 3) {
                    yield Answer.ERROR;
                }
                if (reset.getAsInt() == 1) {
                    modem.after(Duration.ofMillis(50), () -> {
                        if (modem.options().dialect().deactivatesAtRestart()) {
                            modem.loseContexts();
                        }
                        modem.urc(modem.options().dialect().shutdown());
                        modem.restart();
                    });
                    yield Answer.OK;
                }
                yield new Answer.Later(Duration.ofMillis(100), () -> {
                    // The level it has is no change: hosts send AT+CFUN=1 to be sure, and keep their contexts.
                    if (functionality != level.getAsInt()) {
                        functionality = level.getAsInt();
                        modem.setRadio(functionality == 1);
                    }
                    return Answer.OK;
                });
            }
        };
    }

    private Answer powerDown(AtCommand command) {
        if (command.form() == AtCommand.Form.READ || command.number(0, 0, 1, 1).isEmpty()) {
            return Answer.ERROR;
        }
        modem.after(Duration.ofMillis(300), () -> {
            modem.urc(modem.options().dialect().shutdown());
            modem.switchOff();
        });
        return Answer.OK;
    }
}
