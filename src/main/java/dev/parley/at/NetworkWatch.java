package dev.parley.at;

import dev.parley.journal.GrowingList;
import dev.parley.journal.Place;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the {@link NetworkPicture} up to date from AT events, at a cost that does not grow with the session.
 *
 * <p>One owner calls {@link #accept} and {@link #picture}; the pictures may be read from any thread.
 */
public final class NetworkWatch {
    /** Answers that tell something of the network, the modem or its connections. */
    private static final Set<String> TELLING = Set.of(
            "+CPIN",
            "+QCCID",
            "+CSQ",
            "+QCSQ",
            "+QENG",
            "+QNWINFO",
            "+QSPN",
            "+COPS",
            "+CREG",
            "+CGREG",
            "+CEREG",
            "+CGATT",
            "+QIACT",
            "+CGACT",
            "+CGPADDR",
            "+CGDCONT",
            "+QICSGP",
            "+QISTATE",
            "+QSSLSTATE",
            "+QMTCONN");

    private final CommandLines lines = new CommandLines();
    /** Commands that have no result yet, by exchange; a handful at most. */
    private final Map<Long, CommandLine> open = new HashMap<>();

    private final GrowingList<NetworkPicture.Signal> signals = new GrowingList<>();
    private final GrowingList<NetworkPicture.Registration> registrations = new GrowingList<>();
    private final PdpContexts contexts = new PdpContexts();
    private final SocketUses uses = new SocketUses();
    private NetworkPicture.Modem modem = NetworkPicture.unknown().modem();
    private String sim = "";
    private Optional<NetworkPicture.Operator> operator = Optional.empty();
    private NetworkPicture.Cell cell = new NetworkPicture.Cell("", "", "", "", "", "", 0);
    private Optional<Boolean> attached = Optional.empty();
    private boolean sinceStart;
    private int namelessLines;
    private @Nullable NetworkPicture picture = NetworkPicture.unknown();

    /** What everything so far has told. */
    public NetworkPicture picture() {
        NetworkPicture known = picture;
        if (known == null) {
            known = new NetworkPicture(
                    modem,
                    sim,
                    operator,
                    cell.nanos() == 0 ? Optional.empty() : Optional.of(cell),
                    signals.picture(),
                    registrations.picture(),
                    attached,
                    contexts.all(),
                    uses.sockets(),
                    uses.tlsSockets(),
                    uses.mqttClients(),
                    sinceStart);
            picture = known;
        }
        return known;
    }

    /** The signal measurements so far, in order. */
    public List<NetworkPicture.Signal> signals() {
        return signals.picture();
    }

    /** Takes in the decoder's next event. */
    public void accept(AtEvent event) {
        switch (event) {
            case AtEvent.Command e -> {
                CommandLine line = lines.of(e.text());
                open.put(e.exchange(), line);
                line.commands().forEach(uses::asked);
                namelessLines = 0;
                picture = null;
            }
            case AtEvent.Information e -> {
                CommandLine line = open.get(e.exchange());
                if (line != null) {
                    information(line, e);
                    picture = null;
                }
            }
            case AtEvent.FinalResult e -> {
                CommandLine line = open.remove(e.exchange());
                if (line != null) {
                    line.commands().forEach(command -> result(command, e.code()));
                    picture = null;
                }
            }
            case AtEvent.Urc e -> {
                urc(e);
                picture = null;
            }
            case AtEvent.Echo _, AtEvent.Prompt _, AtEvent.Payload _, AtEvent.Noise _ -> {}
        }
    }

    private void information(CommandLine line, AtEvent.Information event) {
        String name = AnswerRules.name(event.text());
        if (line.first().form() == CommandLine.Form.TEST) {
            return;
        }
        if (name.isEmpty()) {
            nameless(line.commands().getLast().name(), event.text().strip(), namelessLines++);
            return;
        }
        if (!TELLING.contains(name)) {
            return;
        }
        List<String> values = Values.split(event.text().substring(name.length() + 1));
        switch (name) {
            case "+CPIN" -> sim = at(values, 0);
            case "+QCCID" -> modem = with(modem, Identity.ICCID, at(values, 0));
            case "+CSQ" -> rssi(name, number(values, 0), event.place(), event.nanos());
            case "+QCSQ" -> quectelSignal(values, event);
            case "+QENG" -> engineering(values, event);
            case "+QNWINFO" -> networkInformation(values, event.nanos());
            case "+QSPN" -> spelled(at(values, 0), at(values, 4), event.nanos());
            case "+COPS" -> chosen(values, event.nanos());
            case "+CREG", "+CGREG", "+CEREG" ->
                registered(name, values.subList(Math.min(1, values.size()), values.size()), false, event);
            case "+CGATT" -> attached = Optional.of(number(values, 0) == 1);
            case "+QIACT" -> contexts.told(number(values, 0), number(values, 1) == 1, at(values, 3));
            case "+CGACT" -> contexts.told(number(values, 0), number(values, 1) == 1, "");
            case "+CGPADDR" -> contexts.address(number(values, 0), at(values, 1));
            case "+CGDCONT" -> contexts.apn(number(values, 0), at(values, 2));
            case "+QICSGP" -> contexts.apn(line.first().number(0, -1), at(values, 1));
            case "+QISTATE", "+QSSLSTATE", "+QMTCONN" -> uses.state(name, values);
            default -> {}
        }
    }

    /** An answer without a name of its own says what it is by the command it answers. */
    private void nameless(String command, String text, int line) {
        switch (command) {
            case "+CGSN", "+GSN" -> modem = with(modem, Identity.IMEI, text);
            case "+CIMI" -> modem = with(modem, Identity.IMSI, text);
            case "+CGMI", "+GMI" -> modem = named(text, modem.model(), modem.firmware());
            case "+CGMM", "+GMM" -> modem = named(modem.maker(), text, modem.firmware());
            case "+CGMR", "+GMR", "+QGMR" -> modem = named(modem.maker(), modem.model(), text);
            case "ATI" -> {
                String revision = "Revision:";
                if (text.startsWith(revision)) {
                    modem = named(
                            modem.maker(),
                            modem.model(),
                            text.substring(revision.length()).strip());
                } else if (line == 0) {
                    modem = named(text, modem.model(), modem.firmware());
                } else if (line == 1) {
                    modem = named(modem.maker(), text, modem.firmware());
                }
            }
            default -> {}
        }
    }

    private void result(CommandLine.Command command, ResultCode code) {
        uses.ended(command, code);
        if (!code.succeeded()) {
            return;
        }
        switch (command.name()) {
            case "+QICSGP" -> {
                if (command.arguments().size() > 2) {
                    contexts.apn(command.number(0, -1), command.argument(2));
                }
            }
            case "+CGDCONT" -> {
                if (command.arguments().size() > 2) {
                    contexts.apn(command.number(0, -1), command.argument(2));
                }
            }
            case "+QIACT" -> {
                if (command.form() == CommandLine.Form.SET) {
                    contexts.active(command.number(0, -1), true);
                } else if (command.form() == CommandLine.Form.READ) {
                    contexts.listed();
                }
            }
            case "+QIDEACT" -> contexts.active(command.number(0, -1), false);
            case "+CGACT" -> {
                if (command.form() == CommandLine.Form.SET) {
                    contexts.active(command.number(1, -1), command.number(0, 0) == 1);
                }
            }
            case "+CGATT" -> {
                if (command.form() == CommandLine.Form.SET) {
                    attached = Optional.of(command.number(0, 0) == 1);
                }
            }
            case "+CFUN" -> {
                if (command.form() == CommandLine.Form.SET && command.number(0, 1) != 1) {
                    radioOff();
                }
            }
            default -> {}
        }
    }

    private void urc(AtEvent.Urc urc) {
        uses.urc(urc);
        switch (urc.name()) {
            case "RDY" -> {
                sinceStart = true;
                radioOff();
                uses.clear();
            }
            case "+CPIN" -> sim = urc.argument(0);
            case "+CREG", "+CGREG", "+CEREG" -> registered(urc.name(), urc.arguments(), true, urc);
            case "+QIND" -> {
                if (urc.argument(0).equals("csq")) {
                    rssi(urc.name(), Values.number(urc.argument(1), -1), urc.place(), urc.nanos());
                }
            }
            case "+QIURC" -> {
                if (urc.argument(0).equals("pdpdeact")) {
                    contexts.active(Values.number(urc.argument(1), -1), false);
                }
            }
            default -> {}
        }
    }

    private void radioOff() {
        contexts.allOff();
        attached = Optional.of(false);
    }

    // Signal

    private void rssi(String source, int steps, Place place, long nanos) {
        SignalScale.dbmOfCsq(steps)
                .ifPresent(dbm -> signals.add(new NetworkPicture.Signal(
                        source, Optional.of(dbm), Optional.empty(), Optional.empty(), Optional.empty(), place, nanos)));
    }

    /** {@code "GSM",<rssi>} or {@code "eMTC",<rssi>,<rsrp>,<sinr>,<rsrq>}. */
    private void quectelSignal(List<String> values, AtEvent.Information event) {
        if (values.size() < 2) {
            return;
        }
        technology(at(values, 0), event.nanos());
        signals.add(new NetworkPicture.Signal(
                "+QCSQ",
                level(values, 1),
                level(values, 2),
                level(values, 4),
                level(values, 3).map(SignalScale::sinrOfQcsq),
                event.place(),
                event.nanos()));
    }

    /** {@code "servingcell",<state>,"eMTC"|...} with LTE's eighteen values. */
    private void engineering(List<String> values, AtEvent.Information event) {
        if (!at(values, 0).equals("servingcell") || values.size() < 3) {
            return;
        }
        cell = new NetworkPicture.Cell(
                at(values, 2), cell.band(), cell.channel(), cell.area(), cell.id(), at(values, 1), event.nanos());
        if (values.size() < 17) {
            return;
        }
        cell = new NetworkPicture.Cell(
                at(values, 2),
                "LTE BAND " + at(values, 9),
                at(values, 8),
                at(values, 12),
                at(values, 6),
                at(values, 1),
                event.nanos());
        signals.add(new NetworkPicture.Signal(
                "+QENG",
                level(values, 15),
                level(values, 13),
                level(values, 14),
                level(values, 16).map(Integer::doubleValue),
                event.place(),
                event.nanos()));
    }

    // Network

    private void networkInformation(List<String> values, long nanos) {
        if (values.size() < 4) {
            return;
        }
        cell = new NetworkPicture.Cell(
                at(values, 0), at(values, 2), at(values, 3), cell.area(), cell.id(), cell.state(), nanos);
        spelled("", at(values, 1), nanos);
    }

    private void technology(String technology, long nanos) {
        cell = new NetworkPicture.Cell(
                technology, cell.band(), cell.channel(), cell.area(), cell.id(), cell.state(), nanos);
    }

    private void spelled(String name, String plmn, long nanos) {
        String known = operator.map(NetworkPicture.Operator::name).orElse("");
        String number = operator.map(NetworkPicture.Operator::plmn).orElse("");
        if (!name.isEmpty() || !plmn.isEmpty()) {
            operator = Optional.of(
                    new NetworkPicture.Operator(name.isEmpty() ? known : name, plmn.isEmpty() ? number : plmn, nanos));
        }
    }

    /** {@code <mode>[,<format>,<oper>[,<AcT>]]}: format 2 is the number. */
    private void chosen(List<String> values, long nanos) {
        if (values.size() < 3) {
            operator = Optional.empty();
        } else if (number(values, 1) == 2) {
            spelled("", at(values, 2), nanos);
        } else {
            spelled(at(values, 2), "", nanos);
        }
    }

    /** {@code values} begin with the status. */
    private void registered(String name, List<String> values, boolean unasked, AtEvent event) {
        int status = number(values, 0);
        if (status < 0) {
            return;
        }
        registrations.add(new NetworkPicture.Registration(name, status, unasked, event.place(), event.nanos()));
        if (values.size() > 2) {
            cell = new NetworkPicture.Cell(
                    cell.technology(),
                    cell.band(),
                    cell.channel(),
                    at(values, 1),
                    at(values, 2),
                    cell.state(),
                    event.nanos());
        }
    }

    // Modem

    private enum Identity {
        IMEI,
        IMSI,
        ICCID
    }

    private static NetworkPicture.Modem with(NetworkPicture.Modem modem, Identity which, String text) {
        Optional<Sensitive> number = Optional.of(new Sensitive(text));
        return new NetworkPicture.Modem(
                modem.maker(),
                modem.model(),
                modem.firmware(),
                which == Identity.IMEI ? number : modem.imei(),
                which == Identity.IMSI ? number : modem.imsi(),
                which == Identity.ICCID ? number : modem.iccid());
    }

    private NetworkPicture.Modem named(String maker, String model, String firmware) {
        return new NetworkPicture.Modem(maker, model, firmware, modem.imei(), modem.imsi(), modem.iccid());
    }

    private static Optional<Integer> level(List<String> values, int index) {
        int level = Values.number(at(values, index), Integer.MIN_VALUE);
        return level == Integer.MIN_VALUE ? Optional.empty() : Optional.of(level);
    }

    private static String at(List<String> values, int index) {
        return index < values.size() ? values.get(index) : "";
    }

    private static int number(List<String> values, int index) {
        return Values.number(at(values, index), -1);
    }
}
