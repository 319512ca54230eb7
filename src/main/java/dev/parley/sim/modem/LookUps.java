package dev.parley.sim.modem;

import static dev.parley.sim.modem.AtCommand.quoted;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What asks the network something: addresses, replies, the time (BG95 TCP/IP application note). */
final class LookUps {
    /**
     * An {@code AT+QPING}.
     *
     * @param limit how long each reply is waited for
     */
    private record Ping(String address, Duration limit, int count) {}

    private final SimulatedModem modem;
    private final PdpContexts contexts;
    private final TcpResult result;
    private final Map<Integer, Consumer<@Nullable String>> lookUps = new HashMap<>();
    private int queries;

    LookUps(SimulatedModem modem, PdpContexts contexts, TcpResult result) {
        this.modem = modem;
        this.contexts = contexts;
        this.result = result;
    }

    void reset() {
        lookUps.clear();
    }

    void register(Map<String, SimulatedModem.Handler> handlers) {
        handlers.put("+QIDNSGIP", this::address);
        handlers.put("+QPING", this::ping);
        handlers.put("+QNTP", this::networkTime);
    }

    void lookedUp(int query, @Nullable String address) {
        Consumer<@Nullable String> asked = lookUps.remove(query);
        if (asked != null) {
            asked.accept(address);
        }
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
            return wrong.orElseGet(() -> result.failed(TcpError.INVALID_PARAMETERS));
        }
        lookUp(command.text(1), address -> {
            if (address == null) {
                modem.urc("+QPING: " + TcpError.DNS_FAILED.number());
            } else {
                ping(new Ping(address, Duration.ofSeconds(limit.getAsInt()), count.getAsInt()), new ArrayList<>(), 0);
            }
        });
        return Answer.OK;
    }

    private void ping(Ping ping, List<Integer> times, int sent) {
        if (sent == ping.count()) {
            int sum = times.stream().mapToInt(Integer::intValue).sum();
            modem.urc("+QPING: 0," + sent + "," + times.size() + "," + (sent - times.size()) + ","
                    + times.stream().mapToInt(Integer::intValue).min().orElse(0) + ","
                    + times.stream().mapToInt(Integer::intValue).max().orElse(0) + ","
                    + (times.isEmpty() ? 0 : sum / times.size()));
            return;
        }
        int millis = modem.random(60, 190);
        if (modem.airIsSilent() || modem.faults().takePingLost()) {
            modem.after(ping.limit(), () -> {
                modem.urc("+QPING: " + TcpError.TIMEOUT.number());
                ping(ping, times, sent + 1);
            });
        } else {
            modem.after(Duration.ofMillis(millis), () -> {
                times.add(millis);
                modem.urc("+QPING: 0," + quoted(ping.address()) + ",32," + millis + ",255");
                ping(ping, times, sent + 1);
            });
        }
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
                                : "+QNTP: 0,"
                                        + quoted(ClockCommands.networkTime(
                                                modem.clock(), modem.options().variant()))));
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
            return Optional.of(result.failed(TcpError.INVALID_PARAMETERS));
        }
        if (!contexts.isActive(context.getAsInt())) {
            return Optional.of(result.failed(TcpError.PDP_OPEN_FAILED));
        }
        result.ended(TcpError.SUCCESS);
        return Optional.empty();
    }

    private void lookUp(String host, Consumer<@Nullable String> then) {
        int query = queries++;
        lookUps.put(query, address -> {
            result.ended(address == null ? TcpError.DNS_FAILED : TcpError.SUCCESS);
            then.accept(address);
        });
        modem.ask(new NetworkAction.LookUp(query, host));
    }
}
