package dev.parley.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.link.Ports.Port;
import dev.parley.link.Ports.Role;
import dev.parley.link.Ports.Usb;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "0x2c7c,0x0700,0,DIAGNOSIS",
        "0x2c7c,0x0700,1,NMEA",
        "0x2c7c,0x0700,2,AT",
        "0x2c7c,0x0700,3,MODEM",
        "0x2c7c,0x0125,2,AT",
        "0x05c6,0x9215,2,AT",
        "0x2c7c,0x0700,9,UNKNOWN",
        "0x2c7c,0x6026,2,UNKNOWN",
        "0x0403,0x6011,2,ADAPTER",
        "0x10c4,0xea60,0,ADAPTER",
        "0x1234,0x5678,2,UNKNOWN",
    })
    void aQuectelCompositeDeviceTellsTheAtPortByItsInterface(String vendor, String product, int number, Role role) {
        Usb usb = new Usb(Integer.decode(vendor), Integer.decode(product), "", "", "", OptionalInt.of(number));

        assertThat(Ports.role(Optional.of(usb), "LTE Module")).isEqualTo(role);
    }

    @ParameterizedTest
    @CsvSource({
        "Quectel USB AT Port (COM7),AT",
        "Quectel USB DM Port (COM8),DIAGNOSIS",
        "Quectel USB NMEA Port (COM9),NMEA",
        "Quectel USB Modem,MODEM",
        "Communications Port (COM1),UNKNOWN",
    })
    void aWindowsDriverNamesIt(String description, Role role) {
        assertThat(Ports.role(Optional.empty(), description)).isEqualTo(role);
    }

    @Test
    void theInterfaceIsFoundAboveThePort() throws Exception {
        // /sys/class/tty/ttyUSB2/device -> .../1-2/1-2:1.2/ttyUSB2, and ttyACM0's is the interface itself.
        Path usb = Files.createDirectories(folder.resolve("devices/1-2/1-2:1.2/ttyUSB2"));
        Files.writeString(usb.getParent().resolve("bInterfaceNumber"), "02\n");
        Path acm = Files.createDirectories(folder.resolve("devices/1-3/1-3:1.10"));
        Files.writeString(acm.resolve("bInterfaceNumber"), "0a\n");
        Path ttys = folder.resolve("class");
        link(ttys.resolve("ttyUSB2"), usb);
        link(ttys.resolve("ttyACM0"), acm);
        Files.createDirectories(ttys.resolve("ttyS0"));
        UsbInterface interfaces = new UsbInterface(ttys);

        assertThat(interfaces.number("/dev/ttyUSB2")).hasValue(2);
        assertThat(interfaces.number("/dev/ttyACM0")).hasValue(10);
        assertThat(interfaces.number("/dev/ttyS0")).isEmpty();
        assertThat(interfaces.number("COM7")).isEmpty();
    }

    private static void link(Path tty, Path device) throws Exception {
        Files.createDirectories(tty);
        Files.createSymbolicLink(tty.resolve("device"), device);
    }

    @Test
    void aDeviceThatIsPluggedInAgainIsFoundUnderItsNewName() {
        Port before = port("/dev/ttyUSB2", "eed9d289", 2);
        List<Port> now = List.of(
                port("/dev/ttyUSB2", "other", 2),
                port("/dev/ttyUSB5", "eed9d289", 1),
                port("/dev/ttyUSB6", "eed9d289", 2));

        assertThat(Ports.again(before, now)).map(Port::name).contains("/dev/ttyUSB6");
    }

    @Test
    void anotherDeviceWithItsOldNameIsNotTakenForIt() {
        assertThat(Ports.again(port("/dev/ttyUSB2", "eed9d289", 2), List.of(port("/dev/ttyUSB2", "other", 2))))
                .isEmpty();
        assertThat(Ports.again(port("/dev/ttyUSB2", "", 2), List.of(port("/dev/ttyUSB3", "", 2))))
                .isEmpty();
    }

    @Test
    void aPortThatIsNotOnUsbKeepsItsName() {
        Port fixed = new Port("/dev/ttyS0", "Physical Port S0", Optional.empty(), Role.UNKNOWN);

        assertThat(Ports.again(fixed, List.of(fixed, port("/dev/ttyUSB0", "x", 0))))
                .contains(fixed);
    }

    @Test
    void isCalledByItsDeviceAndWhatItIsLikelyFor() {
        assertThat(port("/dev/ttyUSB2", "eed9d289", 2).words())
                .isEqualTo("/dev/ttyUSB2, Quectel LPWA Module: likely the AT port");
    }

    private static Port port(String name, String serial, int number) {
        Usb usb = new Usb(0x2c7c, 0x0700, serial, "Quectel", "LPWA Module", OptionalInt.of(number));
        return new Port(name, "LPWA Module", Optional.of(usb), Ports.role(Optional.of(usb), ""));
    }
}
