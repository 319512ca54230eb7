package dev.parley.sim.modem;

import static dev.parley.sim.modem.AtCommand.quoted;

import java.util.Map;

/** What the radio says of its cell (3GPP TS 27.007 section 8.5, Quectel's AT commands manual). */
final class RadioCommands {
    private final SimulatedModem modem;
    private final Registration registration;
    private final PdpContexts contexts;

    RadioCommands(SimulatedModem modem, Registration registration, PdpContexts contexts) {
        this.modem = modem;
        this.registration = registration;
        this.contexts = contexts;
    }

    void register(Map<String, SimulatedModem.Handler> handlers) {
        handlers.put("+CSQ", c -> c.executeOnly(this::quality));
        handlers.put("+QCSQ", c -> c.executeOnly(this::strength));
        handlers.put("+QNWINFO", c -> c.executeOnly(this::cell));
        handlers.put("+QSPN", c -> c.executeOnly(this::operator));
        handlers.put("+QENG", this::engineering);
    }

    private String quality() {
        return "+CSQ: " + (registration.hasSignal() ? modem.random(18, 22) + ",99" : "99,99");
    }

    private String strength() {
        return registration.hasSignal()
                ? "+QCSQ: \"eMTC\",-" + modem.random(66, 70) + ",-" + modem.random(96, 100) + ","
                        + modem.random(128, 140) + ",-" + modem.random(9, 12)
                : "+QCSQ: \"NOSERVICE\"";
    }

    private String cell() {
        return registration.isRegistered()
                ? "+QNWINFO: \"eMTC\"," + quoted(Registration.PLMN) + ",\"LTE BAND 8\",3600"
                : "+QNWINFO: No Service";
    }

    private String operator() {
        return registration.isRegistered()
                ? "+QSPN: " + quoted(Registration.OPERATOR) + "," + quoted(Registration.OPERATOR) + ",\"\",0,"
                        + quoted(Registration.PLMN)
                : "+QSPN: \"\",\"\",\"\",0,\"\"";
    }

    private Answer engineering(AtCommand command) {
        if (command.form() != AtCommand.Form.SET || !command.text(0).equalsIgnoreCase("servingcell")) {
            return command.form() == AtCommand.Form.TEST ? Answer.OK : Answer.ERROR;
        }
        if (!registration.isRegistered()) {
            return Answer.information("+QENG: \"servingcell\",\"SEARCH\"");
        }
        return Answer.information("+QENG: \"servingcell\",\"" + (contexts.anyActive() ? "CONNECT" : "NOCONN")
                + "\",\"eMTC\",\"FDD\",001,01,44F5C,267,3600,8,3,3,8,-" + modem.random(78, 84) + ",-12,-"
                + modem.random(50, 56) + "," + modem.random(9, 13) + ",47");
    }
}
