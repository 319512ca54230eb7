package dev.parley.sim.modem;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** The settings of the port: echo, form of results, rate, flow control (ITU-T V.250, Quectel's AT commands manual). */
final class PortCommands {
    private static final Set<Integer> RATES = Set.of(
            4800, 9600, 19200, 38400, 57600, 115200, 230400, 460800, 921600, 2900000, 3000000, 3200000, 3686400,
            4000000);

    /** What {@code AT&W} keeps over a restart. */
    private record Profile(boolean echo, boolean verbose, boolean quiet, int rate, String flow) {
        static final Profile FACTORY = new Profile(true, true, false, 115_200, "0,0");
    }

    private final SimulatedModem modem;
    private final Map<String, String> settings = new HashMap<>();
    private Profile stored = Profile.FACTORY;
    private int rate;
    private String flow = "";

    PortCommands(SimulatedModem modem) {
        this.modem = modem;
        begin();
    }

    /** As after a start: what was stored holds. */
    void reset() {
        begin();
        modem.port().setForm(ResultForm.START);
        load(stored);
    }

    private void begin() {
        rate = stored.rate();
        flow = stored.flow();
        settings.clear();
        settings.put("+ICF", "3,3");
        settings.put("urcport", "\"uart1\"");
    }

    void register(Map<String, SimulatedModem.Handler> handlers) {
        handlers.put("", c -> Answer.OK);
        handlers.put("E", c -> flag(c, modem.port()::setEcho));
        handlers.put(
                "V", c -> flag(c, on -> modem.port().setForm(modem.port().form().withVerbose(on))));
        handlers.put(
                "Q", c -> flag(c, on -> modem.port().setForm(modem.port().form().withQuiet(on))));
        for (String accepted : List.of("&C", "&D", "X", "H")) {
            handlers.put(accepted, c -> Answer.OK);
        }
        handlers.put("&W", c -> store());
        handlers.put("Z", c -> load(stored));
        handlers.put("&F", c -> load(new Profile(true, true, false, rate, Profile.FACTORY.flow())));
        handlers.put("S3", c -> readOnly(c, "013"));
        handlers.put("S4", c -> readOnly(c, "010"));
        handlers.put("S5", c -> readOnly(c, "008"));
        handlers.put("+CMEE", this::errorForm);
        handlers.put("+IPR", this::rate);
        handlers.put("+IFC", this::flow);
        handlers.put("+ICF", this::format);
        handlers.put("+QURCCFG", this::urcPort);
    }

    /** The rate of the line, in bits a second. */
    int rate() {
        return rate;
    }

    /** True if the modem holds the host up while it has no room (CTS). */
    boolean holdsHostUp() {
        return flow.endsWith(",2");
    }

    private Answer store() {
        ResultForm form = modem.port().form();
        stored = new Profile(modem.port().echo(), form.verbose(), form.quiet(), rate, flow);
        return Answer.OK;
    }

    private Answer load(Profile profile) {
        modem.port().setEcho(profile.echo());
        modem.port().setForm(modem.port().form().withVerbose(profile.verbose()).withQuiet(profile.quiet()));
        rate = profile.rate();
        flow = profile.flow();
        return Answer.OK;
    }

    private interface Setting {
        void set(boolean on);
    }

    private static Answer flag(AtCommand command, Setting setting) {
        OptionalInt value = command.number(0, 0, 1, 0);
        value.ifPresent(on -> setting.set(on == 1));
        return value.isPresent() ? Answer.OK : Answer.ERROR;
    }

    private static Answer readOnly(AtCommand command, String text) {
        return command.form() == AtCommand.Form.READ ? Answer.information(text) : Answer.OK;
    }

    private Answer errorForm(AtCommand command) {
        ResultForm form = modem.port().form();
        return switch (command.form()) {
            case READ -> Answer.information("+CMEE: " + form.errors());
            case TEST -> Answer.information("+CMEE: (0-2)");
            case EXECUTE -> Answer.ERROR;
            case SET -> {
                OptionalInt wanted = command.number(0, 0, 2);
                wanted.ifPresent(value -> modem.port().setForm(form.withErrors(value)));
                yield wanted.isPresent() ? Answer.OK : Answer.ERROR;
            }
        };
    }

    private Answer rate(AtCommand command) {
        return switch (command.form()) {
            case READ -> Answer.information("+IPR: " + rate);
            case TEST -> Answer.OK;
            case EXECUTE -> Answer.ERROR;
            case SET -> {
                OptionalInt wanted = command.number(0, 0, 4_000_000);
                if (wanted.isEmpty() || !RATES.contains(wanted.getAsInt())) {
                    yield Answer.ERROR;
                }
                rate = wanted.getAsInt();
                yield Answer.OK;
            }
        };
    }

    private Answer flow(AtCommand command) {
        return switch (command.form()) {
            case READ -> Answer.information("+IFC: " + flow);
            case TEST -> Answer.information("+IFC: (0,2),(0,2)");
            case EXECUTE -> Answer.ERROR;
            case SET -> {
                String first = command.text(0);
                String second = command.has(1) ? command.text(1) : first;
                if (!Set.of("0", "2").containsAll(List.of(first, second))) {
                    yield Answer.ERROR;
                }
                flow = first + "," + second;
                yield Answer.OK;
            }
        };
    }

    private Answer format(AtCommand command) {
        return switch (command.form()) {
            case READ -> Answer.information("+ICF: " + settings.get("+ICF"));
            case TEST -> Answer.OK;
            case EXECUTE -> Answer.ERROR;
            case SET -> {
                if (!command.text(0).equals("3")) {
                    yield Answer.ERROR;
                }
                settings.put("+ICF", "3," + (command.has(1) ? command.text(1) : "3"));
                yield Answer.OK;
            }
        };
    }

    private Answer urcPort(AtCommand command) {
        if (command.form() == AtCommand.Form.TEST) {
            return Answer.information("+QURCCFG: \"urcport\",("
                    + modem.options().variant().traits().urcPorts() + ")");
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
}
