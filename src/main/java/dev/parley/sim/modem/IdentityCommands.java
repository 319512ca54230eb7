package dev.parley.sim.modem;

import java.util.Map;

/** Who made the modem, which one it is and what runs on it (3GPP TS 27.007 section 5). */
final class IdentityCommands {
    /** A number that no real device has: type allocation 001 is for tests. */
    static final String IMEI = "001015209012347";

    private static final String MAKER = "Quectel";
    private final ModemVariant.Identity identity;

    IdentityCommands(ModemVariant variant) {
        identity = variant.identity();
    }

    void register(Map<String, SimulatedModem.Handler> handlers) {
        handlers.put("I", c -> Answer.information(MAKER, identity.model(), "Revision: " + identity.revision()));
        handlers.put("+CGMI", c -> c.executeOnly(() -> MAKER));
        handlers.put("+GMI", c -> c.executeOnly(() -> MAKER));
        handlers.put("+CGMM", c -> c.executeOnly(identity::model));
        handlers.put("+GMM", c -> c.executeOnly(identity::model));
        handlers.put("+CGMR", c -> c.executeOnly(identity::revision));
        handlers.put("+GMR", c -> c.executeOnly(identity::revision));
        handlers.put("+QGMR", c -> c.executeOnly(() -> identity.revision() + identity.build()));
        handlers.put("+CGSN", IdentityCommands::serialNumber);
        handlers.put("+GSN", IdentityCommands::serialNumber);
    }

    private static Answer serialNumber(AtCommand command) {
        return switch (command.form()) {
            case EXECUTE -> Answer.information(IMEI);
            case SET -> command.number(0, 0, 1).isPresent() ? Answer.information(IMEI) : Answer.ERROR;
            case TEST -> Answer.OK;
            case READ -> Answer.ERROR;
        };
    }
}
