package dev.parley.link;

import com.fazecast.jSerialComm.SerialPort;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The serial ports of this machine. */
public final class Ports {
    /**
     * A serial port.
     *
     * @param name what a {@code serial:} address takes, for example {@code /dev/ttyUSB2} or {@code COM7}
     * @param description what the operating system calls it
     * @param usb what the USB device says of itself, or nothing for a port that is not on USB
     */
    public record Port(String name, String description, Optional<Usb> usb) {
        public LinkAddress address() {
            return new LinkAddress("serial", name, java.util.Map.of());
        }
    }

    /**
     * A USB device.
     *
     * @param vendorId for example 0x2c7c, Quectel
     * @param serial its serial number, empty where it has none
     * @param manufacturer empty where it names none
     */
    public record Usb(int vendorId, int productId, String serial, String manufacturer) {
        /** The ids as they are usually written: {@code 2c7c:0700}. */
        public String ids() {
            return String.format("%04x:%04x", vendorId, productId);
        }
    }

    private Ports() {}

    /** All serial ports there are now, by name. Asks the operating system; may take some tens of milliseconds. */
    public static List<Port> list() {
        return Arrays.stream(SerialPort.getCommPorts())
                .map(Ports::port)
                .sorted(java.util.Comparator.comparing(Port::name))
                .toList();
    }

    private static Port port(SerialPort port) {
        Optional<Usb> usb = port.getVendorID() < 0
                ? Optional.empty()
                : Optional.of(new Usb(
                        port.getVendorID(),
                        port.getProductID(),
                        known(port.getSerialNumber()),
                        known(port.getManufacturer())));
        return new Port(port.getSystemPortPath(), known(port.getPortDescription()), usb);
    }

    private static String known(String text) {
        return text.equals("Unknown") ? "" : text;
    }
}
