package dev.parley.export;

import dev.parley.at.Exchange;
import dev.parley.doctor.CaseView;
import dev.parley.socket.ModemSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The addresses and ports that stand in for what a modem does not tell; what it does tell is used unless the export is redacted.
 *
 * <p>The host has 10.64.64.64 where {@code AT+QIACT?} told nothing; peers have 198.51.100.1 and on (RFC 5737), one address a
 * name; local ports begin at 49152 (RFC 6335), one a socket. The same session always gets the same ones.
 */
final class SyntheticAddresses {
    private static final int FIRST_DYNAMIC_PORT = 49152;
    private static final int DYNAMIC_PORTS = 65536 - FIRST_DYNAMIC_PORT;

    /** {@code +QIACT: <contextID>,<state>,<type>,"<address>"}. */
    private static final Pattern QIACT = Pattern.compile("\\+QIACT: ?\\d+,1,\\d+,\"([0-9.]+)\"");

    /** {@code +QISTATE: <connectID>,"<type>","<address>",<remote port>,<local port>,...}. */
    private static final Pattern QISTATE =
            Pattern.compile("\\+QISTATE: ?(\\d+),\"[^\"]*\",\"([^\"]*)\",(\\d+),(\\d+),.*");

    private final Inet4Address host;
    private final Map<Integer, Inet4Address> peers;
    private final Map<Integer, Integer> ports;

    private SyntheticAddresses(Inet4Address host, Map<Integer, Inet4Address> peers, Map<Integer, Integer> ports) {
        this.host = host;
        this.peers = peers;
        this.ports = ports;
    }

    static SyntheticAddresses of(CaseView view, boolean redacted) {
        Inet4Address host = address(10, 64, 64, 64);
        Map<Integer, Inet4Address> told = new HashMap<>();
        Map<Integer, Integer> ports = new HashMap<>();
        for (Exchange exchange : view.exchanges()) {
            for (Exchange.Line line : exchange.lines()) {
                if (line.role() != Exchange.Role.INFORMATION) {
                    continue;
                }
                Matcher context = QIACT.matcher(line.text());
                if (context.matches()) {
                    host = literal(context.group(1)).orElse(host);
                }
                Matcher state = QISTATE.matcher(line.text());
                if (state.matches()) {
                    socketAt(view, number(state.group(1)), line.nanos()).ifPresent(socket -> {
                        literal(state.group(2)).ifPresent(address -> told.put(socket.ordinal(), address));
                        int port = number(state.group(4));
                        if (port > 0 && port < 65536) {
                            ports.put(socket.ordinal(), port);
                        }
                    });
                }
            }
        }
        Map<Integer, Inet4Address> peers = new HashMap<>();
        Map<String, Inet4Address> byName = new LinkedHashMap<>();
        for (ModemSocket socket : view.sockets()) {
            Inet4Address synthetic =
                    byName.computeIfAbsent(socket.host(), name -> address(198, 51, 100, 1 + byName.size() % 254));
            Inet4Address known = Optional.ofNullable(told.get(socket.ordinal()))
                    .or(() -> literal(socket.host()))
                    .orElse(synthetic);
            peers.put(socket.ordinal(), redacted ? synthetic : known);
        }
        return new SyntheticAddresses(redacted ? address(10, 64, 64, 64) : host, peers, ports);
    }

    Inet4Address host() {
        return host;
    }

    Inet4Address peer(ModemSocket socket) {
        return peers.getOrDefault(socket.ordinal(), address(198, 51, 100, 1));
    }

    int localPort(ModemSocket socket) {
        return ports.getOrDefault(socket.ordinal(), FIRST_DYNAMIC_PORT + socket.ordinal() % DYNAMIC_PORTS);
    }

    /** The socket that had this connectID then: ids are used again. */
    private static Optional<ModemSocket> socketAt(CaseView view, int id, long nanos) {
        return view.sockets().stream()
                .filter(socket -> socket.id() == id && socket.openRequestedNanos() <= nanos)
                .reduce((first, later) -> later);
    }

    /** The address that {@code text} spells; never a name look-up. */
    private static Optional<Inet4Address> literal(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return Optional.empty();
        }
        int[] octets = new int[4];
        for (int i = 0; i < 4; i++) {
            octets[i] = parts[i].length() > 3 ? -1 : number(parts[i]);
            if (octets[i] < 0 || octets[i] > 255) {
                return Optional.empty();
            }
        }
        return Optional.of(address(octets[0], octets[1], octets[2], octets[3]));
    }

    /** The number that {@code digits} spells, or -1. */
    private static int number(String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static Inet4Address address(int a, int b, int c, int d) {
        try {
            return (Inet4Address) InetAddress.getByAddress(new byte[] {(byte) a, (byte) b, (byte) c, (byte) d});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
