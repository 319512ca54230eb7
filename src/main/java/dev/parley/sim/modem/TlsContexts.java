package dev.parley.sim.modem;

import static dev.parley.sim.modem.AtCommand.quoted;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/** {@code AT+QSSLCFG}: the six TLS contexts (Quectel's SSL manual). Not saved. */
final class TlsContexts {
    static final int LAST = 5;

    /** What the modem speaks where {@code ciphersuite} says all: RFC 5246, 5288 and 5289. */
    private static final List<Integer> ALL_SUITES =
            List.of(0xC02F, 0xC028, 0xC027, 0xC014, 0xC013, 0x003D, 0x0035, 0x002F);

    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("sslversion", "4"),
            Map.entry("ciphersuite", "0XFFFF"),
            Map.entry("cacert", ""),
            Map.entry("clientcert", ""),
            Map.entry("clientkey", ""),
            Map.entry("seclevel", "0"),
            Map.entry("ignorelocaltime", "1"),
            Map.entry("negotiatetime", "300"),
            Map.entry("sni", "0"),
            Map.entry("checkhost", "0"),
            Map.entry("session_cache", "0"));

    private final FileStore files;
    private final Map<Integer, Map<String, String>> contexts = new HashMap<>();

    TlsContexts(FileStore files) {
        this.files = files;
    }

    void reset() {
        contexts.clear();
    }

    void register(Map<String, SimulatedModem.Handler> handlers) {
        handlers.put("+QSSLCFG", this::configure);
    }

    /** What a handshake in a context works with now. */
    TlsSetup setup(int context) {
        Map<String, String> settings = contexts.getOrDefault(context, DEFAULTS);
        return new TlsSetup(
                number(settings, "sslversion"),
                suites(settings.getOrDefault("ciphersuite", "")),
                number(settings, "seclevel"),
                number(settings, "ignorelocaltime") == 1,
                number(settings, "sni") == 1,
                number(settings, "checkhost") == 1,
                number(settings, "negotiatetime"),
                files.find(settings.getOrDefault("cacert", "")),
                files.find(settings.getOrDefault("clientcert", "")),
                files.find(settings.getOrDefault("clientkey", "")));
    }

    private static int number(Map<String, String> settings, String name) {
        return Integer.parseInt(settings.getOrDefault(name, "0"));
    }

    private static List<Integer> suites(String value) {
        int one = Integer.parseInt(value.substring(2), 16);
        return one == 0xFFFF ? ALL_SUITES : List.of(one);
    }

    private Answer configure(AtCommand command) {
        if (command.form() == AtCommand.Form.TEST) {
            return Answer.OK;
        }
        String name = command.text(0).toLowerCase(Locale.ROOT);
        OptionalInt context = command.number(1, 0, LAST);
        if (command.form() != AtCommand.Form.SET || context.isEmpty() || !DEFAULTS.containsKey(name)) {
            return Answer.ERROR;
        }
        if (!command.has(2)) {
            String value = contexts.getOrDefault(context.getAsInt(), DEFAULTS).getOrDefault(name, "");
            return Answer.information("+QSSLCFG: " + quoted(name) + "," + context.getAsInt() + ","
                    + (isFile(name) ? quoted(value) : value));
        }
        String value = command.text(2);
        boolean quotedValue = command.string(2).isPresent();
        if (isFile(name) != quotedValue || !value.matches(form(name))) {
            return Answer.ERROR;
        }
        contexts.computeIfAbsent(context.getAsInt(), c -> new HashMap<>(DEFAULTS))
                .put(name, name.equals("ciphersuite") ? value.toUpperCase(Locale.ROOT) : unprefixed(value));
        return Answer.OK;
    }

    private static String unprefixed(String value) {
        return value.startsWith("UFS:") ? value.substring("UFS:".length()) : value;
    }

    private static boolean isFile(String name) {
        return name.equals("cacert") || name.equals("clientcert") || name.equals("clientkey");
    }

    private static String form(String name) {
        return switch (name) {
            case "sslversion" -> "[0-4]";
            case "ciphersuite" -> "0[xX][0-9A-Fa-f]{4}";
            case "seclevel" -> "[0-2]";
            case "negotiatetime" -> "[1-9][0-9]|[12][0-9][0-9]|300";
            case "cacert", "clientcert", "clientkey" -> ".+";
            default -> "[01]";
        };
    }
}
