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
        return "+CSQ: " + (registration.hasSignal() ? modem.signal().quality() + ",99" : "99,99");
    }

    private String strength() {
        Signal.Sample signal = modem.signal();
        return registration.hasSignal()
                ? "+QCSQ: " + quoted(words().strength()) + "," + signal.rssi() + "," + signal.rsrp() + ","
                        + signal.sinrSteps() + "," + signal.rsrq()
                : "+QCSQ: \"NOSERVICE\"";
    }

    private String cell() {
        return registration.isRegistered()
                ? "+QNWINFO: " + quoted(words().network()) + "," + quoted(Registration.PLMN) + ",\"LTE BAND 8\",3600"
                : "+QNWINFO: No Service";
    }

    private ModemVariant.Words words() {
        return modem.options().variant().words();
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
        Signal.Sample signal = modem.signal();
        return Answer.information("+QENG: \"servingcell\"," + quoted(contexts.anyActive() ? "CONNECT" : "NOCONN") + ","
                + quoted(words().engineering()) + "," + quoted(words().duplex())
                + ",001,01,44F5C,267,3600,8,3,3,8," + signal.rsrp() + "," + signal.rsrq() + "," + signal.rssi() + ","
                + signal.sinr() + ",47");
    }
}
