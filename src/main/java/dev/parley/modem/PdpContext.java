package dev.parley.modem;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A PDP context: the modem's way into the network, with an APN and, once it is active, an address. It looks before it changes
 * anything: a context that is active stays so, an APN that is set already is not written again.
 */
sealed interface PdpContext {
    /** What an activated context shows: its APN (empty for the modem's own) and its address. */
    record Active(String apn, String address, boolean before) {
        String words() {
            return address + (apn.isEmpty() ? "" : ", APN " + apn) + (before ? " (active already)" : "");
        }
    }

    /**
     * Makes the context active.
     *
     * @param apn the access point name; empty to leave the modem's own
     */
    Active activate(String apn) throws ModemException;

    static PdpContext of(Modem modem, int id) {
        return switch (modem.profile().dialect()) {
            case QUECTEL -> new Quectel(modem, id);
            case TS_27_007 -> new Standard(modem, id);
        };
    }

    private static BringUpException refused(Modem modem, int id, Reply reply) throws ModemException {
        CommandFailedException why = modem.inTurn(() -> modem.dialogue().refused(reply));
        return new BringUpException(
                BringUpStep.PDP_CONTEXT,
                "the network did not give context " + id + " an address (" + why.getMessage()
                        + "); check the APN and the subscription");
    }

    private static BringUpException inactive(int id) {
        return new BringUpException(
                BringUpStep.PDP_CONTEXT,
                "context " + id + " is not active after it was activated; bring the modem up again");
    }

    /** The values of each line that begins with the context's number, without their quotes. */
    private static Optional<List<String>> line(List<String> lines, int id) {
        return lines.stream()
                .map(PdpContext::values)
                .filter(values -> Modem.number(values.getFirst(), -1) == id)
                .findFirst();
    }

    private static List<String> values(String line) {
        return Arrays.stream(line.split(",", -1))
                .map(value -> value.replace("\"", "").strip())
                .toList();
    }

    private static String value(List<String> values, int index) {
        return index < values.size() ? values.get(index) : "";
    }

    /** Quectel's {@code AT+QICSGP} and {@code AT+QIACT}, whose contexts carry its sockets. */
    record Quectel(Modem modem, int id) implements PdpContext {
        @Override
        public Active activate(String apn) throws ModemException {
            // +QICSGP: <type>,"<apn>","<user>","<password>",<auth>
            String query = "AT+QICSGP=" + id;
            List<String> set = values(modem.send(query).value("+QICSGP").orElse(""));
            String present = value(set, 1);
            Optional<String> address = address();
            if (!apn.isEmpty() && !present.equals(apn)) {
                if (address.isPresent()) {
                    modem.require("AT+QIDEACT=" + id);
                }
                modem.require(query + ",1,\"" + apn + "\"");
                String undo = query + "," + (value(set, 0).isEmpty() ? "1" : value(set, 0)) + ",\"" + present + "\",\""
                        + value(set, 2) + "\",\"" + value(set, 3) + "\","
                        + (value(set, 4).isEmpty() ? "0" : value(set, 4));
                modem.settings().record(new ChangedSetting(query, present, apn), List.of("AT+QIDEACT=" + id, undo));
                address = address();
            }
            boolean before = address.isPresent();
            if (!before) {
                Reply reply = modem.send("AT+QIACT=" + id);
                if (!reply.succeeded()) {
                    throw refused(modem, id, reply);
                }
                address = address();
            }
            return new Active(apn.isEmpty() ? present : apn, address.orElseThrow(() -> inactive(id)), before);
        }

        /** The address of the context if it is active; empty text where the modem tells none. */
        private Optional<String> address() throws ModemException {
            // +QIACT: <context>,<state>,<type>[,"<address>"]
            return line(modem.require("AT+QIACT?").values("+QIACT"), id)
                    .filter(values -> value(values, 1).equals("1"))
                    .map(values -> value(values, 3));
        }
    }

    /** 3GPP TS 27.007, 10.1: {@code +CGDCONT}, {@code +CGATT}, {@code +CGACT}, {@code +CGPADDR}. */
    record Standard(Modem modem, int id) implements PdpContext {
        @Override
        public Active activate(String apn) throws ModemException {
            // +CGDCONT: <cid>,"<type>","<apn>",...
            List<String> set =
                    line(modem.send("AT+CGDCONT?").values("+CGDCONT"), id).orElse(List.of());
            String present = value(set, 2);
            boolean before = isActive();
            if (!apn.isEmpty() && !present.equals(apn)) {
                if (before) {
                    modem.require("AT+CGACT=0," + id);
                    before = false;
                }
                String define = "AT+CGDCONT=" + id;
                modem.require(define + ",\"IP\",\"" + apn + "\"");
                modem.settings()
                        .record(
                                new ChangedSetting(define, present, apn),
                                List.of(
                                        "AT+CGACT=0," + id,
                                        set.isEmpty()
                                                ? define
                                                : define + ",\"" + value(set, 1) + "\",\"" + present + "\""));
            }
            if (!before) {
                if (!modem.send("AT+CGATT?").value("+CGATT").equals(Optional.of("1"))) {
                    modem.require("AT+CGATT=1");
                }
                Reply reply = modem.send("AT+CGACT=1," + id);
                if (!reply.succeeded()) {
                    throw refused(modem, id, reply);
                }
                if (!isActive()) {
                    throw inactive(id);
                }
            }
            // +CGPADDR: <cid>,"<address>"
            String address = line(modem.send("AT+CGPADDR=" + id).values("+CGPADDR"), id)
                    .map(values -> value(values, 1))
                    .filter(text -> !text.isEmpty())
                    .orElse("no address told");
            return new Active(apn.isEmpty() ? present : apn, address, before);
        }

        private boolean isActive() throws ModemException {
            return line(modem.send("AT+CGACT?").values("+CGACT"), id)
                    .filter(values -> value(values, 1).equals("1"))
                    .isPresent();
        }
    }
}
