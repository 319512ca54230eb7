package dev.parley.link;

import java.util.List;
import java.util.Optional;

/**
 * Opens serial ports and TCP connections. Both come back by themselves after a loss, as long as the option {@code reconnect} says:
 * a serial port always (a device that was plugged in elsewhere is found by its USB serial number), a TCP connection for 30 s.
 */
public final class StandardLinks implements LinkOpener {
    /** The links of the program: these, and {@code simulator} for {@code sim:}. */
    public static LinkOpener with(LinkOpener simulator) {
        LinkOpener standard = new StandardLinks();
        return address -> (address.scheme().equals("sim") ? simulator : standard).open(address);
    }

    @Override
    public Link open(LinkAddress address) throws LinkException {
        return switch (address.scheme()) {
            case "serial" -> serial(address);
            case "tcp" -> {
                Patience patience = Patience.of(address, "30s");
                yield reopening(TcpLink.open(address), () -> TcpLink.open(address), patience);
            }
            case "listen" -> ListeningLink.open(address);
            default ->
                throw new LinkException(address
                        + " is neither a serial port nor a TCP address; use serial:/dev/ttyUSB2 or tcp://host:port");
        };
    }

    private static Link serial(LinkAddress address) throws LinkException {
        Patience patience = Patience.of(address, "always");
        Link first = SerialLink.open(address);
        if (patience.isNone()) {
            return first;
        }
        Optional<Ports.Port> port = Ports.named(address.target(), Ports.list());
        return reopening(first, () -> SerialLink.open(port.isPresent() ? now(address, port.get()) : address), patience);
    }

    /** The address of the same device, wherever it is now. */
    private static LinkAddress now(LinkAddress address, Ports.Port before) throws LinkException {
        List<Ports.Port> ports = Ports.list();
        Ports.Port port =
                Ports.again(before, ports).orElseThrow(() -> new LinkException(before.words() + " is not plugged in"));
        return new LinkAddress(address.scheme(), port.name(), address.options());
    }

    private static Link reopening(Link first, ReopeningLink.Opening opening, Patience patience) {
        return patience.isNone() ? first : new ReopeningLink(first, opening, patience);
    }
}
