package dev.parley.sim.modem;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where the simulated modem's connections really go: endpoints with a route lead to another address, all others are
 * looked up for real. Names below {@code .test} and {@code .invalid} exist only by a route (RFC 6761).
 */
public final class Routes {
    /** What the modem believes to be the address of every endpoint with a route (RFC 5737: for documentation). */
    public static final String ROUTED_ADDRESS = "203.0.113.7";

    private final Map<String, InetSocketAddress> routes;

    private Routes(Map<String, InetSocketAddress> routes) {
        this.routes = Map.copyOf(routes);
    }

    /** A real address, and the IP address the modem shows for it. */
    record Target(InetSocketAddress address, String shown) {}

    public static Routes none() {
        return new Routes(Map.of());
    }

    /** These routes and one more: what is opened to {@code host} and {@code port} goes to {@code target}. */
    public Routes with(String host, int port, InetSocketAddress target) {
        Map<String, InetSocketAddress> more = new HashMap<>(routes);
        more.put(key(host, port), target);
        return new Routes(more);
    }

    /**
     * These routes and one written {@code HOST:PORT=HOST:PORT}.
     *
     * @throws IllegalArgumentException if it is not of that form
     */
    public Routes with(String mapping) {
        int equals = mapping.indexOf('=');
        try {
            if (equals > 0) {
                HostPort from = HostPort.parse(mapping.substring(0, equals));
                HostPort to = HostPort.parse(mapping.substring(equals + 1));
                return with(from.host(), from.port(), new InetSocketAddress(to.host(), to.port()));
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + mapping + "' is no route: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("'" + mapping + "' is no route; write HOST:PORT=HOST:PORT");
    }

    /** Where a connection goes; nothing where the name does not exist. May ask the name service and take its time. */
    Optional<Target> target(String host, int port) {
        InetSocketAddress routed = routes.get(key(host, port));
        if (routed == null && host.equals(ROUTED_ADDRESS)) {
            routed = routes.entrySet().stream()
                    .filter(route -> route.getKey().endsWith(":" + port))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(null);
        }
        if (routed != null) {
            InetSocketAddress real =
                    routed.isUnresolved() ? new InetSocketAddress(routed.getHostString(), routed.getPort()) : routed;
            return real.isUnresolved() ? Optional.empty() : Optional.of(new Target(real, ROUTED_ADDRESS));
        }
        return lookUp(host).map(address -> new Target(new InetSocketAddress(address, port), address.getHostAddress()));
    }

    /** The IP address the modem is told for a name. */
    Optional<String> address(String host) {
        String prefix = host.toLowerCase(Locale.ROOT) + ":";
        if (routes.keySet().stream().anyMatch(key -> key.startsWith(prefix))) {
            return Optional.of(ROUTED_ADDRESS);
        }
        return lookUp(host).map(InetAddress::getHostAddress);
    }

    private static Optional<InetAddress> lookUp(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.endsWith(".test") || name.endsWith(".invalid")) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static String key(String host, int port) {
        return host.toLowerCase(Locale.ROOT) + ":" + port;
    }

    private record HostPort(String host, int port) {
        static HostPort parse(String text) {
            int colon = text.lastIndexOf(':');
            String digits = text.substring(colon + 1);
            boolean number =
                    !digits.isEmpty() && digits.length() <= 5 && digits.chars().allMatch(Character::isDigit);
            if (colon <= 0 || !number || Integer.parseInt(digits) < 1 || Integer.parseInt(digits) > 65535) {
                throw new IllegalArgumentException("'" + text + "' is not HOST:PORT with a port from 1 to 65535");
            }
            return new HostPort(text.substring(0, colon), Integer.parseInt(digits));
        }
    }
}
