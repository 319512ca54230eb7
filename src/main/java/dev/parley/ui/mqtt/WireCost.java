package dev.parley.ui.mqtt;

import dev.parley.at.Exchange;
import dev.parley.flow.Figures;
import dev.parley.journal.Direction;
import dev.parley.journal.Place;
import dev.parley.mqtt.MqttPacket;
import java.util.List;
import java.util.Locale;

/**
 * What a message cost on its way: each layer's bytes, and how long it took at the rate measured in this session.
 *
 * @param payload bytes of the application message
 * @param mqtt bytes of the control packet
 * @param carried bytes of what carried it through the modem's socket: whole TLS records where there is TLS
 * @param isTls true if there is TLS
 * @param link all bytes that crossed the serial link for it, both ways: commands, prompts, results, and its share where an exchange
 *     carried more than it
 * @param seconds how long {@code carried} takes at the session's own rate in that direction, command and result included; 0 where
 *     nothing can be measured
 */
record WireCost(int payload, int mqtt, long carried, boolean isTls, long link, double seconds) {
    private static final double NANOS = 1e9;
    /** So many exchanges before and after the packet are looked at: what carried it is among them, and enough to measure the rate. */
    private static final int NEAR = 500;

    /**
     * Of one message.
     *
     * @param places where what carried it stands on the link
     */
    static WireCost of(MqttPacket packet, List<Place> places, boolean isTls, List<Exchange> exchanges) {
        long carried = places.stream().mapToLong(Place::length).sum();
        double link = 0;
        long rateBytes = 0;
        long rateNanos = 0;
        for (Exchange exchange : near(exchanges, packet.nanos())) {
            long mine = 0;
            long all = 0;
            long moved = 0;
            for (Exchange.Line line : exchange.lines()) {
                all += line.place().length();
                if (line.role() == Exchange.Role.PAYLOAD && line.direction() == packet.direction()) {
                    moved += line.place().length();
                    for (Place place : places) {
                        mine += shared(line.place(), place);
                    }
                }
            }
            if (moved > 0 && exchange.endNanos() > exchange.startNanos()) {
                rateBytes += moved;
                rateNanos += exchange.endNanos() - exchange.startNanos();
            }
            if (mine > 0) {
                link += (double) all * mine / moved;
            }
        }
        double seconds = rateBytes == 0 ? 0 : carried / (rateBytes * NANOS / rateNanos);
        return new WireCost(
                packet.payload().length(), packet.size(), carried, isTls, Math.max(carried, Math.round(link)), seconds);
    }

    /** The exchanges around a moment; they stand in the order in which they began. */
    private static List<Exchange> near(List<Exchange> exchanges, long nanos) {
        int low = 0;
        int high = exchanges.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (exchanges.get(middle).startNanos() <= nanos) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return exchanges.subList(Math.max(0, low - NEAR), Math.min(exchanges.size(), low + NEAR));
    }

    private static long shared(Place one, Place other) {
        return one.direction() != other.direction()
                ? 0
                : Math.max(0, Math.min(one.to(), other.to()) - Math.max(one.from(), other.from()));
    }

    /** In one line. */
    String words() {
        return "payload " + Figures.bytes(payload) + " · MQTT " + Figures.bytes(mqtt)
                + (isTls ? " · TLS " : " · socket ")
                + Figures.bytes(carried) + " · AT " + Figures.bytes(link)
                + (seconds > 0 ? String.format(Locale.ROOT, " · %.0f ms", seconds * 1000) : "");
    }

    /** The direction's word for a tool tip. */
    static String explained(Direction direction) {
        return "Bytes of the payload, of the MQTT packet, of what carried it through the modem's socket, and of"
                + " everything that crossed the serial line for it; and how long that takes at the rate this session "
                + (direction == Direction.TX ? "sent" : "received") + " at";
    }
}
