package dev.parley.link;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where a modem is reached: {@code serial:/dev/ttyUSB2?baud=115200}, {@code tcp://host:port}, {@code sim:} or
 * {@code sim:field-report?baud=115200}. {@code listen:127.0.0.1:7001} waits there for the other end to dial in.
 *
 * @param scheme {@code serial}, {@code tcp}, {@code listen} or {@code sim}
 * @param target the port's name, {@code host:port}, or a scenario's name (may be empty)
 * @param options what stands after the question mark
 */
public record LinkAddress(String scheme, String target, Map<String, String> options) {
    private static final Set<String> SCHEMES = Set.of("serial", "tcp", "sim", "listen");

    public LinkAddress {
        options = Map.copyOf(options);
    }

    /**
     * Reads an address.
     *
     * @throws LinkException if it is of no known form; the message names the forms
     */
    public static LinkAddress parse(String text) throws LinkException {
        int colon = text.indexOf(':');
        String scheme = colon < 0 ? "" : text.substring(0, colon);
        if (!SCHEMES.contains(scheme)) {
            throw new LinkException(
                    "'" + text + "' is no link address; use serial:/dev/ttyUSB2?baud=115200, tcp://host:port or sim:");
        }
        String rest = text.substring(colon + 1);
        int mark = rest.indexOf('?');
        String target = mark < 0 ? rest : rest.substring(0, mark);
        Map<String, String> options = new LinkedHashMap<>();
        if (mark >= 0) {
            for (String pair : rest.substring(mark + 1).split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals <= 0) {
                    throw new LinkException("'" + pair + "' in '" + text + "' is no option; write name=value");
                }
                options.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        if (scheme.equals("tcp")) {
            if (!target.startsWith("//") || target.lastIndexOf(':') < 3) {
                throw new LinkException("'" + text + "' needs a host and a port: tcp://host:port");
            }
            target = target.substring(2);
        }
        if (scheme.equals("listen") && target.lastIndexOf(':') < 1) {
            throw new LinkException("'" + text + "' needs an address and a port to listen on: listen:127.0.0.1:7001");
        }
        if (scheme.equals("serial") && target.isEmpty()) {
            throw new LinkException("'" + text + "' names no port; 'parley ports' lists them");
        }
        return new LinkAddress(scheme, target, options);
    }

    public String option(String name, String otherwise) {
        return options.getOrDefault(name, otherwise);
    }

    /** This address with an option set, or without it where {@code value} is empty. */
    public LinkAddress withOption(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(options);
        if (value.isEmpty()) {
            changed.remove(name);
        } else {
            changed.put(name, value);
        }
        return new LinkAddress(scheme, target, changed);
    }

    /** The text form, options in alphabetical order. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(scheme).append(':');
        if (scheme.equals("tcp")) {
            text.append("//");
        }
        text.append(target);
        char separator = '?';
        for (Map.Entry<String, String> option : new TreeMap<>(options).entrySet()) {
            text.append(separator).append(option.getKey()).append('=').append(option.getValue());
            separator = '&';
        }
        return text.toString();
    }
}
