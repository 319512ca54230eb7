package dev.parley.sim.modem;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code AT+QMTCFG} for one client (BG96 MQTT application note). For the modem's thread. */
final class MqttOptions {
    private static final Map<String, String> DEFAULTS = Map.of(
            "version", "4",
            "pdpcid", "1",
            "ssl", "0",
            "keepalive", "120",
            "session", "1",
            "timeout", "5,3,0",
            "will", "0",
            "recv/mode", "0,0");

    private final Map<String, List<String>> values = new HashMap<>();

    /** True if there is such an option. */
    static boolean has(String name) {
        return DEFAULTS.containsKey(name.toLowerCase(Locale.ROOT));
    }

    /** Sets an option; false if it does not take the value. */
    boolean set(String name, List<String> wanted) {
        String key = name.toLowerCase(Locale.ROOT);
        if (!key.equals("will") && !String.join(",", wanted).matches(form(key))) {
            return false;
        }
        values.put(key, List.copyOf(wanted));
        return true;
    }

    /** The option as it is told. */
    String told(String name) {
        return String.join(",", get(name.toLowerCase(Locale.ROOT)));
    }

    int protocol() {
        return number("version", 0);
    }

    int context() {
        return number("pdpcid", 0);
    }

    boolean tls() {
        return number("ssl", 0) == 1;
    }

    int tlsContext() {
        return number("ssl", 1);
    }

    int keepAliveSeconds() {
        return number("keepalive", 0);
    }

    boolean cleanSession() {
        return number("session", 0) == 1;
    }

    int packetSeconds() {
        return number("timeout", 0);
    }

    int retries() {
        return number("timeout", 1);
    }

    boolean tellsRetries() {
        return number("timeout", 2) == 1;
    }

    boolean keepsMessages() {
        return number("recv/mode", 0) == 1;
    }

    boolean tellsLengths() {
        return number("recv/mode", 1) == 1;
    }

    /** The will: flag, QoS, retain, topic, message; only the flag where there is none. */
    List<String> will() {
        return get("will");
    }

    private List<String> get(String key) {
        return values.getOrDefault(
                key, new ArrayList<>(List.of(DEFAULTS.getOrDefault(key, "").split(",", -1))));
    }

    private int number(String key, int index) {
        List<String> value = get(key);
        return index < value.size() && !value.get(index).isEmpty() ? Integer.parseInt(value.get(index)) : 0;
    }

    private static String form(String key) {
        return switch (key) {
            case "version" -> "[34]";
            case "pdpcid" -> "[1-9]|1[0-6]";
            case "ssl" -> "0|[01],[0-5]";
            case "keepalive" -> "[0-9]{1,3}|[1-2][0-9]{3}|3[0-5][0-9]{2}|3600";
            case "session" -> "[01]";
            case "timeout" -> "([1-9]|[1-5][0-9]|60)(,([0-9]|10)(,[01])?)?";
            default -> "[01](,[01])?";
        };
    }
}
