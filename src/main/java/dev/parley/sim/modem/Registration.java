package dev.parley.sim.modem;

import static dev.parley.sim.modem.AtCommand.quoted;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Where the modem is registered (3GPP TS 27.007 sections 7.2, 7.3 and 10.1.20 ff.). */
final class Registration {
    static final String OPERATOR = "Parley Test";
    static final String PLMN = "00101";

    private final SimulatedModem modem;
    private final Map<String, Integer> reports = new HashMap<>();
    private int state;

    Registration(SimulatedModem modem) {
        this.modem = modem;
        reset();
    }

    void reset() {
        reports.clear();
        int wanted = modem.options().registration();
        state = modem.options().sim() == ModemOptions.Sim.READY || wanted == 0 ? wanted : 0;
    }

    void register(Map<String, SimulatedModem.Handler> handlers) {
        for (String name : List.of("+CREG", "+CGREG", "+CEREG")) {
            handlers.put(name, this::registration);
        }
        handlers.put("+COPS", this::operator);
        handlers.put("+CGATT", this::attach);
    }

    int state() {
        return state;
    }

    boolean isRegistered() {
        return state == 1 || state == 5;
    }

    boolean hasSignal() {
        return state != 0 && state != 4;
    }

    void setRadio(boolean on) {
        if (on && modem.options().registration() != 0 && modem.options().sim() != ModemOptions.Sim.MISSING) {
            become(2);
            modem.after(Duration.ofMillis(300), () -> become(modem.options().registration()));
        } else {
            become(0);
        }
    }

    /** The network registers the modem so, or does not. */
    void become(int wanted) {
        state = wanted;
        reports.forEach((name, form) -> {
            if (form > 0) {
                modem.urc(name + ": " + state + cell(form));
            }
        });
    }

    private int technology() {
        return modem.options().variant().words().technology();
    }

    private String cell(int form) {
        return form >= 2 && isRegistered() ? ",\"267\",\"44F5C\"," + technology() : "";
    }

    private Answer registration(AtCommand command) {
        int form = reports.getOrDefault(command.name(), 0);
        return switch (command.form()) {
            case READ -> Answer.information(command.name() + ": " + form + "," + state + cell(form));
            case TEST -> Answer.information(command.name() + ": (0-2)");
            case EXECUTE -> Answer.ERROR;
            case SET -> {
                OptionalInt asked = command.number(0, 0, 2);
                asked.ifPresent(value -> reports.put(command.name(), value));
                yield asked.isPresent() ? Answer.OK : Answer.ERROR;
            }
        };
    }

    private Answer operator(AtCommand command) {
        return switch (command.form()) {
            case READ ->
                Answer.information(isRegistered() ? "+COPS: 0,0," + quoted(OPERATOR) + "," + technology() : "+COPS: 0");
            case TEST ->
                new Answer.Abortable(
                        Duration.ofSeconds(2),
                        () -> Answer.information("+COPS: (" + (isRegistered() ? 2 : 1) + "," + quoted(OPERATOR)
                                + ",\"Parley\"," + quoted(PLMN) + "," + technology() + "),,(0,1,2,3,4),(0,1,2)"),
                        new Answer.Final(modem.options().dialect().scanAborted()));
            case EXECUTE -> Answer.ERROR;
            case SET -> {
                OptionalInt mode = command.number(0, 0, 4);
                if (mode.isEmpty()) {
                    yield Answer.ERROR;
                }
                if (mode.getAsInt() == 2) {
                    modem.setRadio(false);
                } else if (mode.getAsInt() != 3 && !isRegistered()) {
                    modem.setRadio(true);
                }
                yield Answer.OK;
            }
        };
    }

    private Answer attach(AtCommand command) {
        return switch (command.form()) {
            case READ -> Answer.information("+CGATT: " + (isRegistered() ? 1 : 0));
            case TEST -> Answer.information("+CGATT: (0,1)");
            case EXECUTE -> Answer.ERROR;
            case SET -> {
                OptionalInt wanted = command.number(0, 0, 1);
                if (wanted.isEmpty()) {
                    yield Answer.ERROR;
                }
                boolean on = wanted.getAsInt() == 1;
                if (on != isRegistered()) {
                    modem.setRadio(on);
                }
                yield Answer.OK;
            }
        };
    }
}
