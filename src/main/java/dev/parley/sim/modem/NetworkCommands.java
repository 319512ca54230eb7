package dev.parley.sim.modem;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Radio, registration, the PDP context and what asks the network something (3GPP TS 27.007, BG95 TCP/IP application
 * note). One context at a time can be active.
 */
final class NetworkCommands {
    private static final String ADDRESS = "10.64.0.17";
    private static final String OPERATOR = "Parley Test";
    private static final String PLMN = "00101";
    /** eMTC, as {@code AT+COPS?} numbers access technologies here. */
    private static final String TECHNOLOGY = "8";

    private record Apn(int type, String name, String user, String password, int authentication) {}

    private final SimulatedModem modem;
    private final Map<Integer, Apn> contexts = new TreeMap<>();
    private final Map<String, Integer> reports = new HashMap<>();
    private final Map<Integer, Consumer<@Nullable String>> lookUps = new HashMap<>();
    private String firstDns = "10.64.0.1";
    private String secondDns = "10.64.0.2";
    private int registration;
    private int active;
    private int queries;
    private TcpError lastError = TcpError.SUCCESS;

    NetworkCommands(SimulatedModem modem) {
        this.modem = modem;
        reset();
        contexts.put(1, new Apn(1, "", "", "", 0));
    }

    /** Radio and contexts as after a start; defined APNs stay. */
    void reset() {
        active = 0;
        reports.clear();
        lookUps.clear();
        registration = modem.options().sim() == ModemOptions.Sim.READY
                        || modem.options().registration() == 0
                ? modem.options().registration()
                : 0;
        lastError = TcpError.SUCCESS;
    }

    void register(Map<String, SimulatedModem.Handler> handlers) {
        handlers.put("+CSQ", c -> executed(c, () -> "+CSQ: " + (hasSignal() ? modem.random(18, 22) + ",99" : "99,99")));
        handlers.put(
                "+QCSQ",
                c -> executed(
                        c,
                        () -> hasSignal()
                                ? "+QCSQ: \"eMTC\",-" + modem.random(66, 70) + ",-" + modem.random(96, 100) + ","
                                        + modem.random(128, 140) + ",-" + modem.random(9, 12)
                                : "+QCSQ: \"NOSERVICE\""));
        for (String name : List.of("+CREG", "+CGREG", "+CEREG")) {
            handlers.put(name, this::registration);
        }
        handlers.put("+COPS", this::operator);
        handlers.put("+CGATT", this::attach);
        handlers.put("+CGDCONT", this::defineContext);
        handlers.put("+CGACT", this::activateContext);
        handlers.put(
                "+CGPADDR", c -> Answer.information("+CGPADDR: 1," + (active == 0 ? "\"0.0.0.0\"" : quoted(ADDRESS))));
        handlers.put(
                "+QNWINFO",
                c -> executed(
                        c,
                        () -> isRegistered()
                                ? "+QNWINFO: \"eMTC\"," + quoted(PLMN) + ",\"LTE BAND 8\",3600"
                                : "+QNWINFO: No Service"));
        handlers.put(
                "+QSPN",
                c -> executed(
                        c,
                        () -> isRegistered()
                                ? "+QSPN: " + quoted(OPERATOR) + "," + quoted(OPERATOR) + ",\"\",0," + quoted(PLMN)
                                : "+QSPN: \"\",\"\",\"\",0,\"\""));
        handlers.put("+QENG", this::engineering);
        handlers.put("+QICSGP", this::accessPoint);
        handlers.put("+QIACT", this::activate);
        handlers.put("+QIDEACT", this::deactivate);
        handlers.put("+QIDNSCFG", this::dnsServers);
        handlers.put("+QIDNSGIP", this::address);
        handlers.put("+QPING", this::ping);
        handlers.put("+QNTP", this::networkTime);
        handlers.put(
                "+QIGETERROR", c -> executed(c, () -> "+QIGETERROR: " + lastError.number() + "," + lastError.text()));
    }

    boolean isActive(int context) {
        return active == context;
    }

    /** Remembers how a TCP/IP command ended, and gives the answer that goes with it. */
    Answer ended(TcpError error, Answer answer) {
        lastError = error;
        return answer;
    }

    void ended(TcpError error) {
        lastError = error;
    }

    void setRadio(boolean on) {
        active = 0;
        registration = 0;
        if (on && modem.options().registration() != 0 && modem.options().sim() != ModemOptions.Sim.MISSING) {
            registered(2);
            modem.after(Duration.ofMillis(300), () -> registered(modem.options().registration()));
        } else {
            registered(0);
        }
    }

    void pdpLost() {
        int lost = active == 0 ? 1 : active;
        active = 0;
        modem.urc("+QIURC: \"pdpdeact\"," + lost);
    }

    void lookedUp(int query, @Nullable String address) {
        Consumer<@Nullable String> asked = lookUps.remove(query);
        if (asked != null) {
            asked.accept(address);
        }
    }

    private boolean isRegistered() {
        return registration == 1 || registration == 5;
    }

    private boolean hasSignal() {
        return registration != 0 && registration != 4;
    }

    private void registered(int state) {
        registration = state;
        reports.forEach((name, form) -> {
            if (form > 0) {
                modem.urc(name + ": " + state + cell(form));
            }
        });
    }

    private String cell(int form) {
        return form >= 2 && isRegistered() ? ",\"267\",\"44F5C\"," + TECHNOLOGY : "";
    }

    private Answer registration(AtCommand command) {
        int form = reports.getOrDefault(command.name(), 0);
        return switch (command.form()) {
            case READ -> Answer.information(command.name() + ": " + form + "," + registration + cell(form));
            case TEST -> Answer.information(command.name() + ": (0-2)");
            case EXECUTE -> Answer.ERROR;
            case SET -> {
                OptionalInt asked = command.number(0, 0, 2);
                asked.ifPresent(value -> reports.put(command.name(), value));
                yield asked.isPresent() ? Answer.OK : Answer.ERROR;
            }
        };
    }

    private Answer operator(AtCommand command) {
        return switch (command.form()) {
            case READ ->
                Answer.information(isRegistered() ? "+COPS: 0,0," + quoted(OPERATOR) + "," + TECHNOLOGY : "+COPS: 0");
            case TEST ->
                new Answer.Later(
                        Duration.ofSeconds(2),
                        () -> Answer.information("+COPS: (" + (isRegistered() ? 2 : 1) + "," + quoted(OPERATOR)
                                + ",\"Parley\"," + quoted(PLMN) + "," + TECHNOLOGY + "),,(0,1,2,3,4),(0,1,2)"));
            case EXECUTE -> Answer.ERROR;
            case SET -> {
                OptionalInt mode = command.number(0, 0, 4);
                if (mode.isEmpty()) {
                    yield Answer.ERROR;
                }
                if (mode.getAsInt() == 2) {
                    modem.dropSockets();
                    active = 0;
                    registered(0);
                } else if (mode.getAsInt() != 3 && !isRegistered()) {
                    setRadio(true);
                }
                yield Answer.OK;
            }
        };
    }

    private Answer attach(AtCommand command) {
        return switch (command.form()) {
            case READ -> Answer.information("+CGATT: " + (isRegistered() ? 1 : 0));
            case TEST -> Answer.information("+CGATT: (0,1)");
            case EXECUTE -> Answer.ERROR;
            case SET -> {
                OptionalInt wanted = command.number(0, 0, 1);
                if (wanted.isEmpty()) {
                    yield Answer.ERROR;
                }
                boolean on = wanted.getAsInt() == 1;
                if (on != isRegistered()) {
                    modem.setRadio(on);
                }
                yield Answer.OK;
            }
        };
    }

    private Answer defineContext(AtCommand command) {
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
                OptionalInt number = command.number(0, 1, 16);
                if (number.isEmpty() || number.getAsInt() == active) {
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

    private Answer activateContext(AtCommand command) {
        return switch (command.form()) {
            case READ -> Answer.information("+CGACT: 1," + (active == 1 ? 1 : 0));
            case TEST -> Answer.information("+CGACT: (0,1)");
            case EXECUTE -> Answer.ERROR;
            case SET -> isRegistered() ? Answer.OK : Answer.ERROR;
        };
    }

    private Answer engineering(AtCommand command) {
        if (command.form() != AtCommand.Form.SET || !command.text(0).equalsIgnoreCase("servingcell")) {
            return command.form() == AtCommand.Form.TEST ? Answer.OK : Answer.ERROR;
        }
        if (!isRegistered()) {
            return Answer.information("+QENG: \"servingcell\",\"SEARCH\"");
        }
        return Answer.information("+QENG: \"servingcell\",\"" + (active == 0 ? "NOCONN" : "CONNECT")
                + "\",\"eMTC\",\"FDD\",001,01,44F5C,267,3600,8,3,3,8,-" + modem.random(78, 84) + ",-12,-"
                + modem.random(50, 56) + "," + modem.random(9, 13) + ",47");
    }

    private Answer accessPoint(AtCommand command) {
        if (command.form() == AtCommand.Form.TEST) {
            return Answer.information("+QICSGP: (1-16),(1-3),<APN>,<username>,<password>,(0-3)");
        }
        OptionalInt number = command.number(0, 1, 16);
        if (command.form() != AtCommand.Form.SET || number.isEmpty()) {
            return ended(TcpError.INVALID_PARAMETERS, Answer.ERROR);
        }
        int context = number.getAsInt();
        if (command.arguments().size() == 1) {
            Apn apn = contexts.getOrDefault(context, new Apn(1, "", "", "", 0));
            return ended(
                    TcpError.SUCCESS,
                    Answer.information("+QICSGP: " + apn.type() + "," + quoted(apn.name()) + "," + quoted(apn.user())
                            + "," + quoted(apn.password()) + "," + apn.authentication()));
        }
        OptionalInt type = command.number(1, 1, 3);
        OptionalInt authentication = command.number(5, 0, 3, 0);
        if (type.isEmpty() || command.string(2).isEmpty() || authentication.isEmpty()) {
            return ended(TcpError.INVALID_PARAMETERS, Answer.ERROR);
        }
        contexts.put(
                context,
                new Apn(type.getAsInt(), command.text(2), command.text(3), command.text(4), authentication.getAsInt()));
        return ended(TcpError.SUCCESS, Answer.OK);
    }

    private Answer activate(AtCommand command) {
        return switch (command.form()) {
            case READ ->
                ended(
                        TcpError.SUCCESS,
                        active == 0 ? Answer.OK : Answer.information("+QIACT: " + active + ",1,1," + quoted(ADDRESS)));
            case TEST -> Answer.information("+QIACT: (1-16)");
            case EXECUTE -> Answer.ERROR;
            case SET -> {
                OptionalInt context = command.number(0, 1, 16);
                if (context.isEmpty()) {
                    yield ended(TcpError.INVALID_PARAMETERS, Answer.ERROR);
                }
                if (active != 0) {
                    yield ended(TcpError.NOT_ALLOWED, Answer.ERROR);
                }
                if (!isRegistered()) {
                    yield new Answer.Later(Duration.ofSeconds(1), () -> ended(TcpError.PDP_OPEN_FAILED, Answer.ERROR));
                }
                yield new Answer.Later(Duration.ofMillis(modem.random(40, 80)), () -> {
                    active = context.getAsInt();
                    return ended(TcpError.SUCCESS, Answer.OK);
                });
            }
        };
    }

    private Answer deactivate(AtCommand command) {
        if (command.form() == AtCommand.Form.TEST) {
            return Answer.information("+QIDEACT: (1-16)");
        }
        OptionalInt context = command.number(0, 1, 16);
        if (command.form() != AtCommand.Form.SET || context.isEmpty()) {
            return ended(TcpError.INVALID_PARAMETERS, Answer.ERROR);
        }
        return new Answer.Later(Duration.ofMillis(modem.random(20, 40)), () -> {
            if (active == context.getAsInt()) {
                modem.dropSockets();
                active = 0;
            }
            return ended(TcpError.SUCCESS, Answer.OK);
        });
    }

    private Answer dnsServers(AtCommand command) {
        OptionalInt context = command.number(0, 1, 16);
        if (command.form() != AtCommand.Form.SET || context.isEmpty() || active != context.getAsInt()) {
            return command.form() == AtCommand.Form.TEST ? Answer.OK : ended(TcpError.INVALID_PARAMETERS, Answer.ERROR);
        }
        if (!command.has(1)) {
            return Answer.information("+QIDNSCFG: " + active + "," + quoted(firstDns) + "," + quoted(secondDns));
        }
        firstDns = command.text(1);
        secondDns = command.has(2) ? command.text(2) : "0.0.0.0";
        return ended(TcpError.SUCCESS, Answer.OK);
    }

    private Answer address(AtCommand command) {
        Optional<Answer> wrong = notReady(command);
        if (wrong.isPresent()) {
            return wrong.get();
        }
        lookUp(command.text(1), address -> {
            if (address == null) {
                modem.urc("+QIURC: \"dnsgip\"," + TcpError.DNS_FAILED.number());
            } else {
                modem.urc("+QIURC: \"dnsgip\",0,1,600");
                modem.urc("+QIURC: \"dnsgip\"," + quoted(address));
            }
        });
        return Answer.OK;
    }

    private Answer ping(AtCommand command) {
        Optional<Answer> wrong = notReady(command);
        OptionalInt limit = command.number(2, 1, 255, 4);
        OptionalInt count = command.number(3, 1, 10, 4);
        if (wrong.isPresent() || limit.isEmpty() || count.isEmpty()) {
            return wrong.orElseGet(() -> ended(TcpError.INVALID_PARAMETERS, Answer.ERROR));
        }
        lookUp(command.text(1), address -> {
            if (address == null) {
                modem.urc("+QPING: " + TcpError.DNS_FAILED.number());
            } else {
                ping(address, count.getAsInt(), new ArrayList<>());
            }
        });
        return Answer.OK;
    }

    private void ping(String address, int left, List<Integer> times) {
        if (left == 0) {
            int sum = times.stream().mapToInt(Integer::intValue).sum();
            modem.urc("+QPING: 0," + times.size() + "," + times.size() + ",0,"
                    + times.stream().mapToInt(Integer::intValue).min().orElse(0) + ","
                    + times.stream().mapToInt(Integer::intValue).max().orElse(0) + ","
                    + (times.isEmpty() ? 0 : sum / times.size()));
            return;
        }
        int millis = modem.random(60, 190);
        modem.after(Duration.ofMillis(millis), () -> {
            times.add(millis);
            modem.urc("+QPING: 0," + quoted(address) + ",32," + millis + ",255");
            ping(address, left - 1, times);
        });
    }

    private Answer networkTime(AtCommand command) {
        Optional<Answer> wrong = notReady(command);
        if (wrong.isPresent()) {
            return wrong.get();
        }
        lookUp(
                command.text(1),
                address -> modem.urc(
                        address == null
                                ? "+QNTP: " + TcpError.DNS_FAILED.number()
                                : "+QNTP: 0," + quoted(GeneralCommands.longTime(modem.clock()))));
        return Answer.OK;
    }

    /** The answer of a command that names a context and a host, where they are wrong or the context is not active. */
    private Optional<Answer> notReady(AtCommand command) {
        if (command.form() == AtCommand.Form.TEST) {
            return Optional.of(Answer.OK);
        }
        OptionalInt context = command.number(0, 1, 16);
        if (command.form() != AtCommand.Form.SET
                || context.isEmpty()
                || command.string(1).isEmpty()) {
            return Optional.of(ended(TcpError.INVALID_PARAMETERS, Answer.ERROR));
        }
        if (active != context.getAsInt()) {
            return Optional.of(ended(TcpError.PDP_OPEN_FAILED, Answer.ERROR));
        }
        ended(TcpError.SUCCESS);
        return Optional.empty();
    }

    private void lookUp(String host, Consumer<@Nullable String> then) {
        int query = queries++;
        lookUps.put(query, address -> {
            ended(address == null ? TcpError.DNS_FAILED : TcpError.SUCCESS);
            then.accept(address);
        });
        modem.ask(new NetworkAction.LookUp(query, host));
    }

    private static Answer executed(AtCommand command, java.util.function.Supplier<String> line) {
        return switch (command.form()) {
            case EXECUTE -> Answer.information(line.get());
            case TEST -> Answer.OK;
            case READ, SET -> Answer.ERROR;
        };
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }
}
