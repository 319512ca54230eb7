package dev.parley.sim.modem;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Identity, SIM, settings of the port, clock and power (3GPP TS 27.007, Quectel's AT commands manual). */
final class GeneralCommands {
    /** Numbers that no real device or subscriber has: type allocation 001 and PLMN 001/01 are for tests. */
    static final String IMEI = "001015209012347";

    static final String IMSI = "001010000000001";
    static final String ICCID = "89001010000000000013";

    private static final String MODEL = "BG95-M3";
    private static final String REVISION = "BG95M3LAR02A03";
    private static final Set<Integer> RATES = Set.of(
            4800, 9600, 19200, 38400, 57600, 115200, 230400, 460800, 921600, 2900000, 3000000, 3200000, 3686400,
            4000000);
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("yy/MM/dd,HH:mm:ss'+00'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter NETWORK_CLOCK = DateTimeFormatter.ofPattern(
                    "yyyy/MM/dd,HH:mm:ss'+00,0'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final String PIN = "1234";

    private final SimulatedModem modem;
    private final Map<String, String> settings = new HashMap<>();
    private int errorForm;
    private int functionality;
    private boolean locked;

    GeneralCommands(SimulatedModem modem) {
        this.modem = modem;
        reset();
    }

    void reset() {
        errorForm = 1;
        functionality = 1;
        locked = modem.options().sim() == ModemOptions.Sim.PIN;
        settings.clear();
        settings.put("+IPR", "115200");
        settings.put("+IFC", "0,0");
        settings.put("+ICF", "3,3");
        settings.put("nwscanmode", "0");
        settings.put("iotopmode", "0");
        settings.put("nwscanseq", "020301");
        settings.put("band", "0xf,0x100002000000000f0e189f,0x10004200000000090e189f");
        settings.put("servicedomain", "1");
        settings.put("psm/urc", "0");
        settings.put("apready", "1,1,500");
        settings.put("urcport", "\"uart1\"");
    }

    void register(Map<String, SimulatedModem.Handler> handlers) {
        handlers.put("", c -> Answer.OK);
        handlers.put("E", this::echo);
        handlers.put("I", c -> Answer.information("Quectel", MODEL, "Revision: " + REVISION));
        handlers.put("V", c -> onlyNumber(c, 1));
        handlers.put("Q", c -> onlyNumber(c, 0));
        for (String accepted : List.of("Z", "&F", "&W", "&C", "&D", "X", "H", "+CPSMS", "+QSCLK")) {
            handlers.put(accepted, c -> Answer.OK);
        }
        handlers.put("S3", c -> readOnly(c, "013"));
        handlers.put("S4", c -> readOnly(c, "010"));
        handlers.put("S5", c -> readOnly(c, "008"));
        handlers.put("+CGMI", c -> executeOnly(c, "Quectel"));
        handlers.put("+GMI", c -> executeOnly(c, "Quectel"));
        handlers.put("+CGMM", c -> executeOnly(c, MODEL));
        handlers.put("+GMM", c -> executeOnly(c, MODEL));
        handlers.put("+CGMR", c -> executeOnly(c, REVISION));
        handlers.put("+GMR", c -> executeOnly(c, REVISION));
        handlers.put("+QGMR", c -> executeOnly(c, REVISION + "_01.012.01.012"));
        handlers.put("+CGSN", this::serialNumber);
        handlers.put("+GSN", this::serialNumber);
        handlers.put("+CIMI", c -> withSim(c, IMSI));
        handlers.put("+QCCID", c -> withSim(c, "+QCCID: " + ICCID));
        handlers.put("+CMEE", this::errorForm);
        handlers.put("+CPIN", this::pin);
        handlers.put("+CFUN", this::functionality);
        handlers.put("+IPR", this::rate);
        handlers.put("+IFC", c -> twoNumbers(c, Set.of("0", "2")));
        handlers.put("+ICF", c -> twoNumbers(c, Set.of("3")));
        handlers.put("+QURCCFG", this::urcPort);
        handlers.put("+QCFG", this::configuration);
        handlers.put("+CCLK", c -> switch (c.form()) {
            case READ -> Answer.information("+CCLK: \"" + CLOCK.format(modem.clock()) + "\"");
            case SET, TEST -> Answer.OK;
            case EXECUTE -> Answer.ERROR;
        });
        handlers.put("+QLTS", c -> Answer.information("+QLTS: \"" + NETWORK_CLOCK.format(modem.clock()) + "\""));
        handlers.put("+QPOWD", this::powerDown);
    }

    /** The time with a year of four digits, as this modem prints it after {@code AT+QNTP}. */
    static String longTime(Instant time) {
        String text = NETWORK_CLOCK.format(time);
        return text.substring(0, text.length() - 2);
    }

    private Answer echo(AtCommand command) {
        OptionalInt value = command.number(0, 0, 1, 0);
        value.ifPresent(on -> modem.setEcho(on == 1));
        return value.isPresent() ? Answer.OK : Answer.ERROR;
    }

    /** Settings this modem keeps at one value. */
    private static Answer onlyNumber(AtCommand command, int only) {
        return command.number(0, only, only, 0).equals(OptionalInt.of(only)) ? Answer.OK : Answer.ERROR;
    }

    private static Answer readOnly(AtCommand command, String text) {
        return command.form() == AtCommand.Form.READ ? Answer.information(text) : Answer.OK;
    }

    private static Answer executeOnly(AtCommand command, String text) {
        return switch (command.form()) {
            case EXECUTE -> Answer.information(text);
            case TEST -> Answer.OK;
            case READ, SET -> Answer.ERROR;
        };
    }

    private Answer serialNumber(AtCommand command) {
        return switch (command.form()) {
            case EXECUTE -> Answer.information(IMEI);
            case SET -> command.number(0, 0, 1).isPresent() ? Answer.information(IMEI) : Answer.ERROR;
            case TEST -> Answer.OK;
            case READ -> Answer.ERROR;
        };
    }

    private Answer withSim(AtCommand command, String text) {
        return simError().map(this::cme).orElseGet(() -> executeOnly(command, text));
    }

    private Optional<Integer> simError() {
        if (modem.options().sim() == ModemOptions.Sim.MISSING) {
            return Optional.of(10);
        }
        return locked ? Optional.of(11) : Optional.empty();
    }

    private Answer errorForm(AtCommand command) {
        return switch (command.form()) {
            case READ -> Answer.information("+CMEE: " + errorForm);
            case TEST -> Answer.information("+CMEE: (0-2)");
            case EXECUTE -> Answer.ERROR;
            case SET -> {
                OptionalInt form = command.number(0, 0, 2);
                form.ifPresent(value -> errorForm = value);
                yield form.isPresent() ? Answer.OK : Answer.ERROR;
            }
        };
    }

    private Answer cme(int number) {
        return switch (errorForm) {
            case 0 -> Answer.ERROR;
            case 1 -> new Answer.Final("+CME ERROR: " + number);
            default ->
                new Answer.Final("+CME ERROR: "
                        + switch (number) {
                            case 3 -> "operation not allowed";
                            case 10 -> "SIM not inserted";
                            case 11 -> "SIM PIN required";
                            case 16 -> "incorrect password";
                            default -> "unknown error";
                        });
        };
    }

    private Answer pin(AtCommand command) {
        return switch (command.form()) {
            case TEST -> Answer.OK;
            case EXECUTE -> Answer.ERROR;
            case READ -> {
                if (modem.options().sim() == ModemOptions.Sim.MISSING) {
                    yield cme(10);
                }
                yield Answer.information(locked ? "+CPIN: SIM PIN" : "+CPIN: READY");
            }
            case SET -> {
                if (!locked) {
                    yield cme(modem.options().sim() == ModemOptions.Sim.MISSING ? 10 : 3);
                }
                if (!command.text(0).equals(PIN)) {
                    yield cme(16);
                }
                locked = false;
                modem.after(Duration.ofMillis(20), () -> modem.urc("+CPIN: READY"));
                yield Answer.OK;
            }
        };
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
                        modem.urc("POWERED DOWN");
                        modem.restart();
                    });
                    yield Answer.OK;
                }
                yield new Answer.Later(Duration.ofMillis(100), () -> {
                    functionality = level.getAsInt();
                    modem.setRadio(functionality == 1);
                    return Answer.OK;
                });
            }
        };
    }

    private Answer rate(AtCommand command) {
        return switch (command.form()) {
            case READ -> Answer.information("+IPR: " + settings.get("+IPR"));
            case TEST -> Answer.OK;
            case EXECUTE -> Answer.ERROR;
            case SET -> {
                OptionalInt rate = command.number(0, 0, 4_000_000);
                if (rate.isEmpty() || !RATES.contains(rate.getAsInt())) {
                    yield Answer.ERROR;
                }
                settings.put("+IPR", String.valueOf(rate.getAsInt()));
                yield Answer.OK;
            }
        };
    }

    private Answer twoNumbers(AtCommand command, Set<String> allowed) {
        return switch (command.form()) {
            case READ -> Answer.information(command.name() + ": " + settings.get(command.name()));
            case TEST -> Answer.OK;
            case EXECUTE -> Answer.ERROR;
            case SET -> {
                String second = command.has(1) ? command.text(1) : command.text(0);
                if (!allowed.contains(command.text(0))
                        || !(allowed.contains(second) || command.name().equals("+ICF"))) {
                    yield Answer.ERROR;
                }
                settings.put(command.name(), command.text(0) + "," + second);
                yield Answer.OK;
            }
        };
    }

    private Answer urcPort(AtCommand command) {
        if (command.form() == AtCommand.Form.TEST) {
            return Answer.information("+QURCCFG: \"urcport\",(\"usbmodem\",\"uart1\",\"dam\")");
        }
        if (command.form() != AtCommand.Form.SET || !command.text(0).equalsIgnoreCase("urcport")) {
            return Answer.ERROR;
        }
        if (command.has(1)) {
            // This modem has one port: its URCs stay there.
            return command.text(1).equalsIgnoreCase("uart1") ? Answer.OK : Answer.ERROR;
        }
        return Answer.information("+QURCCFG: \"urcport\"," + settings.get("urcport"));
    }

    private Answer configuration(AtCommand command) {
        String name = command.text(0).toLowerCase(Locale.ROOT);
        if (command.form() == AtCommand.Form.TEST) {
            return Answer.OK;
        }
        if (command.form() != AtCommand.Form.SET || name.startsWith("+") || !settings.containsKey(name)) {
            return Answer.ERROR;
        }
        if (!command.has(1)) {
            return Answer.information("+QCFG: \"" + name + "\"," + settings.get(name));
        }
        settings.put(
                name,
                String.join(
                        ",",
                        command.arguments().stream()
                                .skip(1)
                                .map(AtCommand.Argument::text)
                                .toList()));
        return Answer.OK;
    }

    private Answer powerDown(AtCommand command) {
        if (command.form() == AtCommand.Form.READ || command.number(0, 0, 1, 1).isEmpty()) {
            return Answer.ERROR;
        }
        modem.after(Duration.ofMillis(300), () -> {
            modem.urc("POWERED DOWN");
            modem.switchOff();
        });
        return Answer.OK;
    }
}
