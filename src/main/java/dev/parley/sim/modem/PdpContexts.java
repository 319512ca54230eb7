package dev.parley.sim.modem;

import static dev.parley.sim.modem.AtCommand.quoted;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;

/** The PDP contexts: defined, activated, lost (3GPP TS 27.007 section 10.1, BG95 TCP/IP application note). */
final class PdpContexts {
    private static final int LAST = 16;
    private static final String NETWORK = "10.64.0.";
    private static final int FIRST_ADDRESS = 16;

    private record Apn(int type, String name, String user, String password, int authentication) {
        static final Apn UNSET = new Apn(1, "", "", "", 0);
    }

    private final SimulatedModem modem;
    private final Registration registration;
    private final TcpResult result;
    private final Map<Integer, Apn> contexts = new TreeMap<>();
    private final TreeSet<Integer> active = new TreeSet<>();
    private String firstDns = "10.64.0.1";
    private String secondDns = "10.64.0.2";

    PdpContexts(SimulatedModem modem, Registration registration, TcpResult result) {
        this.modem = modem;
        this.registration = registration;
        this.result = result;
        contexts.put(1, Apn.UNSET);
    }

    /** None is active; defined ones stay. */
    void reset() {
        active.clear();
    }

    void register(Map<String, SimulatedModem.Handler> handlers) {
        handlers.put("+CGDCONT", this::define);
        handlers.put("+CGACT", this::state);
        handlers.put("+CGPADDR", this::addresses);
        handlers.put("+QICSGP", this::accessPoint);
        handlers.put("+QIACT", this::activate);
        handlers.put("+QIDEACT", this::deactivate);
        handlers.put("+QIDNSCFG", this::dnsServers);
    }

    boolean isActive(int context) {
        return active.contains(context);
    }

    boolean anyActive() {
        return !active.isEmpty();
    }

    /** The radio is off: nobody says that the contexts are gone. */
    void dropAll() {
        active.clear();
    }

    /** The network takes every context away. */
    void lost() {
        List<Integer> lost = active.isEmpty() ? List.of(1) : List.copyOf(active);
        active.clear();
        lost.forEach(context -> modem.urc("+QIURC: \"pdpdeact\"," + context));
    }

    /** The modem's own address in a context. */
    static String address(int context) {
        return NETWORK + (FIRST_ADDRESS + context);
    }

    private String shownAddress(int context) {
        return quoted(isActive(context) ? address(context) : "0.0.0.0");
    }

    private Answer define(AtCommand command) {
        return switch (command.form()) {
            case READ -> {
                List<String> lines = new ArrayList<>();
                contexts.forEach((number, apn) -> lines.add("+CGDCONT: " + number + ","
                        + quoted(apn.type() == 1 ? "IP" : apn.type() == 2 ? "IPV6" : "IPV4V6") + ","
                        + quoted(apn.name()) + ",\"0.0.0.0\",0,0,0,0"));
                yield new Answer.Done(lines);
            }
            case TEST -> Answer.OK;
            case EXECUTE -> Answer.ERROR;
            case SET -> {
                OptionalInt number = command.number(0, 1, LAST);
                if (number.isEmpty() || isActive(number.getAsInt())) {
                    yield Answer.ERROR;
                }
                if (!command.has(1)) {
                    contexts.remove(number.getAsInt());
                    yield Answer.OK;
                }
                int type =
                        switch (command.text(1).toUpperCase(Locale.ROOT)) {
                            case "IP" -> 1;
                            case "IPV6" -> 2;
                            case "IPV4V6" -> 3;
                            default -> 0;
                        };
                if (type == 0) {
                    yield Answer.ERROR;
                }
                contexts.put(number.getAsInt(), new Apn(type, command.text(2), "", "", 0));
                yield Answer.OK;
            }
        };
    }

    private Answer state(AtCommand command) {
        return switch (command.form()) {
            case READ ->
                new Answer.Done(contexts.keySet().stream()
                        .map(context -> "+CGACT: " + context + "," + (isActive(context) ? 1 : 0))
                        .toList());
            case TEST -> Answer.information("+CGACT: (0,1)");
            case EXECUTE -> Answer.ERROR;
            case SET -> {
                OptionalInt wanted = command.number(0, 0, 1);
                OptionalInt context = command.number(1, 1, LAST, 1);
                if (wanted.isEmpty() || context.isEmpty() || !registration.isRegistered()) {
                    yield Answer.ERROR;
                }
                yield new Answer.Later(Duration.ofMillis(modem.random(40, 80)), () -> {
                    if (wanted.getAsInt() == 1) {
                        active.add(context.getAsInt());
                    } else if (active.remove(context.getAsInt())) {
                        modem.dropSockets(context.getAsInt());
                    }
                    return Answer.OK;
                });
            }
        };
    }

    private Answer addresses(AtCommand command) {
        OptionalInt one = command.number(0, 1, LAST, 1);
        return switch (command.form()) {
            case TEST -> Answer.information("+CGPADDR: (1-16)");
            case READ -> Answer.ERROR;
            case SET, EXECUTE ->
                one.isEmpty()
                        ? Answer.ERROR
                        : Answer.information("+CGPADDR: " + one.getAsInt() + "," + shownAddress(one.getAsInt()));
        };
    }

    private Answer accessPoint(AtCommand command) {
        if (command.form() == AtCommand.Form.TEST) {
            return Answer.information("+QICSGP: (1-16),(1-3),<APN>,<username>,<password>,(0-3)");
        }
        OptionalInt number = command.number(0, 1, LAST);
        if (command.form() != AtCommand.Form.SET || number.isEmpty()) {
            return result.failed(TcpError.INVALID_PARAMETERS);
        }
        int context = number.getAsInt();
        if (command.arguments().size() == 1) {
            Apn apn = contexts.getOrDefault(context, Apn.UNSET);
            return result.succeeded(Answer.information("+QICSGP: " + apn.type() + "," + quoted(apn.name()) + ","
                    + quoted(apn.user()) + "," + quoted(apn.password()) + "," + apn.authentication()));
        }
        OptionalInt type = command.number(1, 1, 3);
        OptionalInt authentication = command.number(5, 0, 3, 0);
        if (type.isEmpty() || command.string(2).isEmpty() || authentication.isEmpty()) {
            return result.failed(TcpError.INVALID_PARAMETERS);
        }
        contexts.put(
                context,
                new Apn(type.getAsInt(), command.text(2), command.text(3), command.text(4), authentication.getAsInt()));
        return result.succeeded(Answer.OK);
    }

    private Answer activate(AtCommand command) {
        return switch (command.form()) {
            case READ ->
                result.succeeded(new Answer.Done(active.stream()
                        .map(context -> "+QIACT: " + context + ",1,1," + shownAddress(context))
                        .toList()));
            case TEST -> Answer.information("+QIACT: (1-16)");
            case EXECUTE -> Answer.ERROR;
            case SET -> {
                OptionalInt context = command.number(0, 1, LAST);
                if (context.isEmpty()) {
                    yield result.failed(TcpError.INVALID_PARAMETERS);
                }
                if (isActive(context.getAsInt())) {
                    yield result.failed(TcpError.NOT_ALLOWED);
                }
                if (!registration.isRegistered()) {
                    yield new Answer.Later(Duration.ofSeconds(1), () -> result.failed(TcpError.PDP_OPEN_FAILED));
                }
                yield new Answer.Later(Duration.ofMillis(modem.random(40, 80)), () -> {
                    active.add(context.getAsInt());
                    return result.succeeded(Answer.OK);
                });
            }
        };
    }

    private Answer deactivate(AtCommand command) {
        if (command.form() == AtCommand.Form.TEST) {
            return Answer.information("+QIDEACT: (1-16)");
        }
        OptionalInt context = command.number(0, 1, LAST);
        if (command.form() != AtCommand.Form.SET || context.isEmpty()) {
            return result.failed(TcpError.INVALID_PARAMETERS);
        }
        return new Answer.Later(Duration.ofMillis(modem.random(20, 40)), () -> {
            if (active.remove(context.getAsInt())) {
                modem.dropSockets(context.getAsInt());
            }
            return result.succeeded(Answer.OK);
        });
    }

    private Answer dnsServers(AtCommand command) {
        OptionalInt context = command.number(0, 1, LAST);
        if (command.form() == AtCommand.Form.TEST) {
            return Answer.OK;
        }
        if (command.form() != AtCommand.Form.SET || context.isEmpty() || !isActive(context.getAsInt())) {
            return result.failed(TcpError.INVALID_PARAMETERS);
        }
        if (!command.has(1)) {
            return Answer.information(
                    "+QIDNSCFG: " + context.getAsInt() + "," + quoted(firstDns) + "," + quoted(secondDns));
        }
        firstDns = command.text(1);
        secondDns = command.has(2) ? command.text(2) : "0.0.0.0";
        return result.succeeded(Answer.OK);
    }
}
