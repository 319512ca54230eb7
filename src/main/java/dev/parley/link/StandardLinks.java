package dev.parley.link;

/** Opens serial ports and TCP connections. */
public final class StandardLinks implements LinkOpener {
    @Override
    public Link open(LinkAddress address) throws LinkException {
        return switch (address.scheme()) {
            case "serial" -> SerialLink.open(address);
            case "tcp" -> TcpLink.open(address);
            default ->
                throw new LinkException(address
                        + " is neither a serial port nor a TCP address; use serial:/dev/ttyUSB2 or tcp://host:port");
        };
    }
}
