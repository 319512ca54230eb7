package dev.parley.link;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How a serial port is set: the options of a {@code serial:} address. Without options it is 115200 8N1 without flow control,
 * DTR and RTS on, which is what a Quectel module starts with (BG95 hardware and AT manuals: {@code AT+IPR}, {@code AT+ICF}).
 *
 * @param baud bits a second, 50 to 4,000,000
 * @param dataBits 5 to 8
 * @param rtsCts true for hardware flow control ({@code AT+IFC=2,2} on the modem's side)
 * @param dtr the level DTR is opened with; LOW to HIGH may leave data mode ({@code AT&D1}) or drop the call ({@code AT&D2})
 * @param rts the level RTS is opened with, where flow control does not drive it
 */
record SerialSettings(
        int baud, int dataBits, Parity parity, StopBits stopBits, boolean rtsCts, boolean dtr, boolean rts) {
    private static final Set<String> NAMES =
            new TreeSet<>(Set.of("baud", "databits", "parity", "stopbits", "flow", "dtr", "rts", "reconnect"));

    enum Parity {
        NONE,
        ODD,
        EVEN,
        MARK,
        SPACE
    }

    enum StopBits {
        ONE("1"),
        ONE_AND_A_HALF("1.5"),
        TWO("2");

        private final String text;

        StopBits(String text) {
            this.text = text;
        }
    }

    /**
     * Reads the options of an address.
     *
     * @throws LinkException if one is unknown or has no usable value; the message names what is
     */
    static SerialSettings of(LinkAddress address) throws LinkException {
        refuseUnknown(address, NAMES);
        return new SerialSettings(
                number(address, "baud", 115_200, 50, 4_000_000),
                number(address, "databits", 8, 5, 8),
                parity(address.option("parity", "none")),
                stopBits(address.option("stopbits", "1")),
                choice(address, "flow", Map.of("none", false, "rtscts", true), "none"),
                choice(address, "dtr", Map.of("on", true, "off", false), "on"),
                choice(address, "rts", Map.of("on", true, "off", false), "on"));
    }

    /** Refuses option names that are not among {@code known}. */
    static void refuseUnknown(LinkAddress address, Set<String> known) throws LinkException {
        for (String name : new TreeSet<>(address.options().keySet())) {
            if (!known.contains(name)) {
                throw new LinkException("'" + name + "' is no option of a " + address.scheme() + " link; "
                        + (known.isEmpty() ? "it has none" : "there are " + String.join(", ", new TreeSet<>(known))));
            }
        }
    }

    private static int number(LinkAddress address, String name, int otherwise, int least, int most)
            throws LinkException {
        String text = address.option(name, String.valueOf(otherwise));
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new LinkException(outOfRange(name, text, least, most), e);
        }
        throw new LinkException(outOfRange(name, text, least, most));
    }

    private static String outOfRange(String name, String text, int least, int most) {
        return name + " is a number from " + least + " to " + most + ", not '" + text + "'";
    }

    private static Parity parity(String text) throws LinkException {
        for (Parity parity : Parity.values()) {
            if (parity.name().toLowerCase(Locale.ROOT).equals(text)) {
                return parity;
            }
        }
        throw new LinkException("parity is none, odd, even, mark or space, not '" + text + "'");
    }

    private static StopBits stopBits(String text) throws LinkException {
        for (StopBits bits : StopBits.values()) {
            if (bits.text.equals(text)) {
                return bits;
            }
        }
        throw new LinkException("stopbits is 1, 1.5 or 2, not '" + text + "'");
    }

    private static boolean choice(LinkAddress address, String name, Map<String, Boolean> values, String otherwise)
            throws LinkException {
        String text = address.option(name, otherwise);
        Boolean value = values.get(text);
        if (value == null) {
            throw new LinkException(
                    name + " is " + String.join(" or ", new TreeSet<>(values.keySet())) + ", not '" + text + "'");
        }
        return value;
    }
}
