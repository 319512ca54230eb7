package dev.parley.link;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which interface of a USB device a port belongs to, from Linux' {@code /sys}: a modem's ports differ in nothing else.
 *
 * @param ttys the folder of the ports, {@code /sys/class/tty}
 */
record UsbInterface(Path ttys) {
    static final UsbInterface STANDARD = new UsbInterface(Path.of("/sys/class/tty"));

    private static final Logger LOG = LoggerFactory.getLogger(UsbInterface.class);
    private static final int HEXADECIMAL = 16;

    /** The {@code bInterfaceNumber} of the port named, for example, {@code /dev/ttyUSB2}; nothing where it is not told. */
    OptionalInt number(String port) {
        Path name = Path.of(port).getFileName();
        if (name == null || !Files.exists(ttys.resolve(name).resolve("device"))) {
            return OptionalInt.empty();
        }
        try {
            // The port is a child of the interface (usb-serial drivers) or the interface itself (CDC ACM).
            Path place = ttys.resolve(name).resolve("device").toRealPath();
            for (Path folder = place; folder != null; folder = folder.getParent()) {
                Path number = folder.resolve("bInterfaceNumber");
                if (Files.exists(number)) {
                    return OptionalInt.of(
                            Integer.parseInt(Files.readString(number).strip(), HEXADECIMAL));
                }
            }
        } catch (IOException | NumberFormatException e) {
            // Unplugged in this moment: only makes the list less exact.
            LOG.debug("no interface number of {}", port, e);
        }
        return OptionalInt.empty();
    }
}
