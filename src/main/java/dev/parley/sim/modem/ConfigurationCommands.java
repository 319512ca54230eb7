package dev.parley.sim.modem;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** {@code AT+QCFG}: settings that are kept and told, most without effect here (Quectel's AT commands manual). */
final class ConfigurationCommands {
    private final Map<String, String> settings = new HashMap<>();

    private final ModemVariant variant;

    ConfigurationCommands(ModemVariant variant) {
        this.variant = variant;
        reset();
    }

    void reset() {
        settings.clear();
        settings.put("nwscanmode", "0");
        settings.put("iotopmode", "0");
        settings.put("nwscanseq", "020301");
        settings.put("band", "0xf,0x100002000000000f0e189f,0x10004200000000090e189f");
        settings.put("servicedomain", "1");
        settings.put("psm/urc", "0");
        settings.put("apready", "1,1,500");
        settings.keySet().removeIf(name -> !variant.knows(name));
    }

    void register(Map<String, SimulatedModem.Handler> handlers) {
        handlers.put("+QCFG", this::configure);
    }

    /** The setting's value; empty for one this modem does not know. */
    String get(String name) {
        return settings.getOrDefault(name, "");
    }

    private Answer configure(AtCommand command) {
        String name = command.text(0).toLowerCase(Locale.ROOT);
        if (command.form() == AtCommand.Form.TEST) {
            return Answer.OK;
        }
        if (command.form() != AtCommand.Form.SET || !settings.containsKey(name)) {
            return Answer.ERROR;
        }
        if (!command.has(1)) {
            return Answer.information("+QCFG: \"" + name + "\"," + settings.get(name));
        }
        settings.put(name, command.rest(1));
        return Answer.OK;
    }
}
