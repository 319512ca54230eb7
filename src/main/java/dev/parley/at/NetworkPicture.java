package dev.parley.at;

import dev.parley.journal.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the AT traffic of a session has told of the modem and its network, up to one moment. Immutable; times are nanoseconds
 * since the session began.
 *
 * @param modem maker, model, firmware and numbers
 * @param sim what {@code +CPIN} said last, for example {@code READY}; empty while it was not asked
 * @param operator the operator, if one was told
 * @param cell the serving cell as it was told last; values that nothing told are empty
 * @param signals signal measurements in order, those that said "unknown" left out
 * @param registrations registrations in order
 * @param attached whether the packet service is attached, if it was told
 * @param contexts the PDP contexts that were mentioned, by number
 * @param sockets TCP and UDP sockets by connectID, as far as anything was told of them
 * @param tlsSockets sockets of the modem's own TLS by clientID
 * @param mqttClients clients of the modem's own MQTT by their number
 * @param sinceStart true if the modem was seen starting: what was not told of a socket or context since is not so
 */
public record NetworkPicture(
        Modem modem,
        String sim,
        Optional<Operator> operator,
        Optional<Cell> cell,
        List<Signal> signals,
        List<Registration> registrations,
        Optional<Boolean> attached,
        List<Context> contexts,
        Map<Integer, Socket> sockets,
        Map<Integer, Socket> tlsSockets,
        Map<Integer, Socket> mqttClients,
        boolean sinceStart) {

    private static final NetworkPicture UNKNOWN = new NetworkPicture(
            new Modem("", "", "", Optional.empty(), Optional.empty(), Optional.empty()),
            "",
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            List.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            false);

    /** The picture of a session in which nothing was told yet. */
    public static NetworkPicture unknown() {
        return UNKNOWN;
    }

    /** What a socket or an MQTT client is used for at the moment. */
    public enum Use {
        /** Asked for; the result is to come. */
        OPENING,
        OPEN,
        /** Closed by the peer or the network; its number stays taken until the host closes it, too. */
        CLOSED_BY_PEER,
        /** Free. */
        CLOSED
    }

    /**
     * A socket or MQTT client by its number.
     *
     * @param host as it was opened; empty where that was not seen
     * @param port of the server; -1 where it was not seen
     */
    public record Socket(int id, Use use, String host, int port) {}

    /** Maker, model and firmware as the modem spells them, empty while not told, and the numbers that identify it. */
    public record Modem(
            String maker,
            String model,
            String firmware,
            Optional<Sensitive> imei,
            Optional<Sensitive> imsi,
            Optional<Sensitive> iccid) {}

    /**
     * The operator ({@code +COPS}, {@code +QSPN}, {@code +QNWINFO}).
     *
     * @param name as the modem spells it; empty where only the number is known
     * @param plmn country and network code, for example {@code 26201}; empty where it was not told
     */
    public record Operator(String name, String plmn, long nanos) {}

    /**
     * The serving cell ({@code +QNWINFO}, {@code +QENG}, the registration's URC).
     *
     * @param technology in the modem's words, for example {@code eMTC}
     * @param band in the modem's words, for example {@code LTE BAND 8}
     * @param channel EARFCN or ARFCN
     * @param area tracking or location area code, hex
     * @param id cell identity, hex
     * @param state what {@code +QENG} said of it, in words, for example {@code connected}
     */
    public record Cell(
            String technology, String band, String channel, String area, String id, String state, long nanos) {}

    /**
     * One measurement.
     *
     * @param source {@code +CSQ}, {@code +QCSQ}, {@code +QENG} or {@code +QIND}
     * @param rssi received power in dBm, if told
     * @param rsrp reference signal power in dBm, if told (LTE)
     * @param rsrq reference signal quality in dB, if told (LTE)
     * @param sinr signal to noise in dB, if told (LTE)
     */
    public record Signal(
            String source,
            Optional<Integer> rssi,
            Optional<Integer> rsrp,
            Optional<Integer> rsrq,
            Optional<Double> sinr,
            Place place,
            long nanos) {
        /** The power to judge it by: RSRP where there is one, else RSSI; in words with its grade. */
        public String words() {
            return SignalScale.words(this);
        }
    }

    /**
     * A registration that the modem told of itself or when asked.
     *
     * @param source {@code +CREG}, {@code +CGREG} or {@code +CEREG}
     * @param status 0 to 10, see {@link Dictionary.Table#REGISTRATION}
     * @param unasked true for a URC
     */
    public record Registration(String source, int status, boolean unasked, Place place, long nanos) {
        /** True at home and roaming (3GPP TS 27.007, 7.2; 6 and 7 are registered for SMS only). */
        public boolean isRegistered() {
            return status == 1 || status == 5;
        }
    }

    /**
     * A PDP context.
     *
     * @param apn empty where it was not told
     * @param active whether it is, if that was told
     * @param address empty where it has none or was not told
     */
    public record Context(int id, String apn, Optional<Boolean> active, String address) {}

    /** The newest signal measurement. */
    public Optional<Signal> signal() {
        return signals.isEmpty() ? Optional.empty() : Optional.of(signals.getLast());
    }

    /** The newest registration. */
    public Optional<Registration> registration() {
        return registrations.isEmpty() ? Optional.empty() : Optional.of(registrations.getLast());
    }

    /** The context with this number, if it was mentioned. */
    public Optional<Context> context(int id) {
        return contexts.stream().filter(context -> context.id() == id).findFirst();
    }

    /** The address of the first context that has one. */
    public Optional<String> address() {
        return contexts.stream()
                .map(Context::address)
                .filter(text -> !text.isEmpty())
                .findFirst();
    }

    /** True if something would be cut off if the modem left the network now. */
    public boolean isInUse() {
        return Stream.of(sockets, tlsSockets, mqttClients)
                .flatMap(all -> all.values().stream())
                .anyMatch(socket -> socket.use() == Use.OPEN);
    }
}
