package dev.parley.sim.modem;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The SIM and what is read from it (3GPP TS 27.007 section 8.3). */
final class SimCard {
    /** Numbers that no real subscriber has: PLMN 001/01 is for tests. */
    static final String IMSI = "001010000000001";

    static final String ICCID = "89001010000000000013";

    private static final String PIN = "1234";

    private final SimulatedModem modem;
    private boolean locked;

    SimCard(SimulatedModem modem) {
        this.modem = modem;
        reset();
    }

    void reset() {
        locked = modem.options().sim() == ModemOptions.Sim.PIN;
    }

    void register(Map<String, SimulatedModem.Handler> handlers) {
        handlers.put("+CIMI", c -> read(c, IMSI));
        handlers.put("+QCCID", c -> read(c, "+QCCID: " + ICCID));
        handlers.put("+CPIN", this::pin);
        handlers.put("+QSIMSTAT", this::status);
    }

    private boolean missing() {
        return modem.options().sim() == ModemOptions.Sim.MISSING;
    }

    private Answer read(AtCommand command, String text) {
        Optional<CmeError> error = missing()
                ? Optional.of(CmeError.SIM_MISSING)
                : locked ? Optional.of(CmeError.SIM_PIN_REQUIRED) : Optional.empty();
        return error.<Answer>map(Answer.Failure::new).orElseGet(() -> command.executeOnly(() -> text));
    }

    private Answer status(AtCommand command) {
        return switch (command.form()) {
            case READ -> Answer.information("+QSIMSTAT: 0," + (missing() ? 0 : 1));
            case TEST -> Answer.information("+QSIMSTAT: (0,1)");
            case EXECUTE -> Answer.ERROR;
            case SET -> command.number(0, 0, 1).isPresent() ? Answer.OK : Answer.ERROR;
        };
    }

    private Answer pin(AtCommand command) {
        return switch (command.form()) {
            case TEST -> Answer.OK;
            case EXECUTE -> Answer.ERROR;
            case READ -> {
                if (missing()) {
                    yield new Answer.Failure(CmeError.SIM_MISSING);
                }
                yield Answer.information(locked ? "+CPIN: SIM PIN" : "+CPIN: READY");
            }
            case SET -> {
                if (!locked) {
                    yield new Answer.Failure(missing() ? CmeError.SIM_MISSING : CmeError.NOT_ALLOWED);
                }
                if (!command.text(0).equals(PIN)) {
                    yield new Answer.Failure(CmeError.WRONG_PASSWORD);
                }
                locked = false;
                modem.after(Duration.ofMillis(20), () -> modem.urc("+CPIN: READY"));
                yield Answer.OK;
            }
        };
    }
}
