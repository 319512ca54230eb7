package dev.parley.chart;

import dev.parley.link.LinkAddress;
import dev.parley.link.LinkException;
import java.util.Set;

/** What a link's UART can carry. */
final class UartSpeed {
    private static final double START_BIT = 1;

    private UartSpeed() {}

    /**
     * Bytes a second each way at the rate and the frame the address names: ten bits a byte with 8N1. 0 for a link without a UART, or one
     * whose rate the address does not tell.
     *
     * @param link an address as the session's header keeps it; what cannot be read has no rate
     */
    static double of(String link) {
        LinkAddress address;
        try {
            address = LinkAddress.parse(link);
        } catch (LinkException unknown) {
            return 0;
        }
        String usual = address.scheme().equals("serial") ? "115200" : "";
        double baud = number(address.option("baud", usual));
        double bits = START_BIT
                + number(address.option("databits", "8"))
                + (Set.of("none", "n").contains(address.option("parity", "none").toLowerCase(java.util.Locale.ROOT))
                        ? 0
                        : 1)
                + number(address.option("stopbits", "1"));
        return baud / bits;
    }

    private static double number(String text) {
        try {
            return text.isEmpty() ? 0 : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
