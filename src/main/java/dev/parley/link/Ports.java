package dev.parley.link;

import com.fazecast.jSerialComm.SerialPort;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The serial ports of this machine, and what is likely behind each. */
public final class Ports {
    /**
     * A serial port.
     *
     * @param name what a {@code serial:} address takes, for example {@code /dev/ttyUSB2} or {@code COM7}
     * @param description what the operating system calls it
     * @param usb what the USB device says of itself, or nothing for a port that is not on USB
     * @param role what the port is likely for
     */
    public record Port(String name, String description, Optional<Usb> usb, Role role) {
        public LinkAddress address() {
            return new LinkAddress("serial", name, Map.of());
        }

        /** Its name, what it is, and what it is likely for, in one line. */
        public String words() {
            String device = usb.map(Usb::words).filter(text -> !text.isEmpty()).orElse(description);
            return name + (device.isEmpty() ? "" : ", " + device) + (role == Role.UNKNOWN ? "" : ": " + role.words());
        }
    }

    /**
     * A USB device and the interface of it that the port belongs to.
     *
     * @param vendorId for example 0x2c7c, Quectel
     * @param serial its serial number, empty where it has none
     * @param manufacturer empty where it names none
     * @param product empty where it names none
     * @param interfaceNumber bInterfaceNumber; nothing where the operating system does not tell
     */
    public record Usb(
            int vendorId,
            int productId,
            String serial,
            String manufacturer,
            String product,
            OptionalInt interfaceNumber) {
        /** The ids as they are usually written: {@code 2c7c:0700}. */
        public String ids() {
            return String.format("%04x:%04x", vendorId, productId);
        }

        String words() {
            return (product.startsWith(manufacturer) ? product : (manufacturer + " " + product).strip());
        }
    }

    /** What a port is likely for. A guess from ids and names; the modem's answer to {@code AT} decides. */
    public enum Role {
        AT("likely the AT port"),
        MODEM("likely the modem port (PPP); answers AT, too"),
        NMEA("likely GNSS positions (NMEA), not AT"),
        DIAGNOSIS("likely the chip's diagnosis (DM), not AT"),
        /** A serial adapter chip: whatever is wired to it. */
        ADAPTER("a serial adapter: AT, if the modem's main UART is wired to it"),
        UNKNOWN("");

        private final String words;

        Role(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    private static final int QUECTEL = 0x2c7c;
    private static final int QUALCOMM = 0x05c6;

    /**
     * Products whose USB interfaces are 0 DM, 1 NMEA, 2 AT, 3 modem: Quectel's modules on Qualcomm chips as they come (Quectel
     * Linux USB driver user guide: EC21, EC25, EG91, EG95, BG96, AG35, Ex06, Ex12; BG95 and BG77 in the same order).
     */
    private static final Set<Integer> USUAL_LAYOUT =
            Set.of(0x0121, 0x0125, 0x0191, 0x0195, 0x0296, 0x0306, 0x0435, 0x0512, 0x0700);

    /** The same under Qualcomm's vendor id: UC15, UC20, EC20. */
    private static final Set<Integer> USUAL_LAYOUT_QUALCOMM = Set.of(0x9003, 0x9090, 0x9215);

    /** FTDI, Silicon Labs, WCH, Prolific. */
    private static final Set<Integer> ADAPTERS = Set.of(0x0403, 0x10c4, 0x1a86, 0x067b);

    private Ports() {}

    /** All serial ports there are now, by name. Asks the operating system; may take some tens of milliseconds. */
    public static List<Port> list() {
        return Arrays.stream(SerialPort.getCommPorts())
                .map(Ports::port)
                .sorted(Comparator.comparing(Port::name, Ports::byNumber))
                .toList();
    }

    /** {@code COM9} before {@code COM10}. */
    private static int byNumber(String one, String other) {
        String prefix = one.replaceFirst("[0-9]+$", "");
        if (!other.replaceFirst("[0-9]+$", "").equals(prefix) || one.length() == other.length()) {
            return one.compareTo(other);
        }
        return Integer.compare(one.length(), other.length());
    }

    private static Port port(SerialPort port) {
        String name = port.getSystemPortPath();
        String description = known(port.getPortDescription());
        Optional<Usb> usb = port.getVendorID() < 0
                ? Optional.empty()
                : Optional.of(new Usb(
                        port.getVendorID(),
                        port.getProductID(),
                        known(port.getSerialNumber()),
                        known(port.getManufacturer()),
                        description,
                        UsbInterface.STANDARD.number(name)));
        return new Port(name, description, usb, role(usb, description));
    }

    private static String known(String text) {
        return text.equals("Unknown") ? "" : text;
    }

    /**
     * Pure: the guess. Windows names Quectel's ports in {@code description} ("Quectel USB AT Port (COM7)"); elsewhere the number of
     * the USB interface tells.
     */
    static Role role(Optional<Usb> usb, String description) {
        String text = description.toLowerCase(Locale.ROOT);
        if (text.contains("at port")) {
            return Role.AT;
        }
        if (text.contains("dm port")) {
            return Role.DIAGNOSIS;
        }
        if (text.contains("nmea")) {
            return Role.NMEA;
        }
        if (text.contains("usb modem")) {
            return Role.MODEM;
        }
        if (usb.isEmpty()) {
            return Role.UNKNOWN;
        }
        Usb device = usb.get();
        boolean usual = (device.vendorId() == QUECTEL && USUAL_LAYOUT.contains(device.productId()))
                || (device.vendorId() == QUALCOMM && USUAL_LAYOUT_QUALCOMM.contains(device.productId()));
        if (usual) {
            return switch (device.interfaceNumber().orElse(-1)) {
                case 0 -> Role.DIAGNOSIS;
                case 1 -> Role.NMEA;
                case 2 -> Role.AT;
                case 3 -> Role.MODEM;
                default -> Role.UNKNOWN;
            };
        }
        return ADAPTERS.contains(device.vendorId()) ? Role.ADAPTER : Role.UNKNOWN;
    }

    /** The port of that name, if there is one. */
    static Optional<Port> named(String name, List<Port> ports) {
        return ports.stream().filter(port -> port.name().equals(name)).findFirst();
    }

    /**
     * Pure: where a device that was plugged in again is now.
     *
     * @param before the port as it was when it was opened
     * @param now the ports there are
     * @return the port with its old name if that is still the same device, else the one that is; nothing if it is not there
     */
    static Optional<Port> again(Port before, List<Port> now) {
        return now.stream()
                .filter(port -> same(before, port))
                .min(Comparator.comparing(port -> !port.name().equals(before.name())));
    }

    private static boolean same(Port before, Port now) {
        if (before.usb().isEmpty() || now.usb().isEmpty()) {
            return before.usb().equals(now.usb()) && before.name().equals(now.name());
        }
        Usb one = before.usb().get();
        Usb other = now.usb().get();
        boolean sameDevice = one.vendorId() == other.vendorId()
                && one.productId() == other.productId()
                && one.serial().equals(other.serial())
                && one.interfaceNumber().equals(other.interfaceNumber());
        // Without a serial number two devices of a kind cannot be told apart but by name.
        return sameDevice && (!one.serial().isEmpty() || before.name().equals(now.name()));
    }
}
