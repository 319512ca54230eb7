package dev.parley.sim.modem;

import static dev.parley.sim.modem.AtCommand.quoted;

import dev.parley.journal.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** {@code AT+QMT...}: MQTT clients in the modem, over TCP or TLS (BG96 MQTT application note). */
final class MqttCommands {
    private static final int LAST = 5;
    private static final int LARGEST_PAYLOAD = 4096;
    private static final int LONGEST_HOST = 100;

    /** An open client with where it leads. */
    private record Client(MqttSession session, String host, int port) {}

    private final SimulatedModem modem;
    private final PdpContexts contexts;
    private final Connections connections;
    private final TlsContexts tls;
    private final Map<Integer, MqttOptions> options = new HashMap<>();
    private final Map<Integer, MqttInbox> inboxes = new HashMap<>();
    private final Map<Integer, Client> clients = new TreeMap<>();

    MqttCommands(SimulatedModem modem, PdpContexts contexts, Connections connections, TlsContexts tls) {
        this.modem = modem;
        this.contexts = contexts;
        this.connections = connections;
        this.tls = tls;
    }

    /** Everything as after a start. */
    void reset() {
        dropAll();
        options.clear();
        inboxes.clear();
    }

    /** Every client is gone, and nobody says so. */
    void dropAll() {
        clients.values().forEach(client -> {
            if (client.session().state() != MqttSession.State.CLOSED) {
                client.session().drop();
            }
        });
        clients.clear();
    }

    void register(Map<String, SimulatedModem.Handler> handlers) {
        handlers.put("+QMTCFG", this::configure);
        handlers.put("+QMTOPEN", this::open);
        handlers.put("+QMTCLOSE", c -> with(c, (index, client) -> close(index, client)));
        handlers.put("+QMTCONN", this::connect);
        handlers.put("+QMTDISC", c -> withConnected(c, (index, client) -> disconnect(client)));
        handlers.put("+QMTSUB", c -> withConnected(c, (index, client) -> subscribe(c, client)));
        handlers.put("+QMTUNS", c -> withConnected(c, (index, client) -> unsubscribe(c, client)));
        handlers.put("+QMTPUB", c -> withConnected(c, (index, client) -> publish(c, client)));
        handlers.put("+QMTPUBEX", c -> withConnected(c, (index, client) -> publish(c, client)));
        handlers.put("+QMTRECV", this::read);
    }

    private MqttOptions options(int index) {
        return options.computeIfAbsent(index, i -> new MqttOptions());
    }

    private MqttInbox inbox(int index) {
        return inboxes.computeIfAbsent(index, i -> new MqttInbox());
    }

    private Optional<Client> client(int index) {
        return Optional.ofNullable(clients.get(index))
                .filter(client -> client.session().state() != MqttSession.State.CLOSED);
    }

    private Answer with(AtCommand command, BiFunction<Integer, Client, Answer> then) {
        if (command.form() == AtCommand.Form.TEST) {
            return Answer.OK;
        }
        OptionalInt index = command.number(0, 0, LAST);
        if (command.form() != AtCommand.Form.SET || index.isEmpty()) {
            return Answer.ERROR;
        }
        return client(index.getAsInt())
                .map(client -> then.apply(index.getAsInt(), client))
                .orElse(Answer.ERROR);
    }

    private Answer withConnected(AtCommand command, BiFunction<Integer, Client, Answer> then) {
        return with(
                command, (index, client) -> client.session().isConnected() ? then.apply(index, client) : Answer.ERROR);
    }

    private Answer configure(AtCommand command) {
        String name = command.text(0);
        OptionalInt index = command.number(1, 0, LAST);
        if (command.form() == AtCommand.Form.TEST) {
            return Answer.OK;
        }
        if (command.form() != AtCommand.Form.SET || index.isEmpty() || !MqttOptions.has(name)) {
            return Answer.ERROR;
        }
        MqttOptions of = options(index.getAsInt());
        if (!command.has(2)) {
            return Answer.information("+QMTCFG: " + quoted(name) + "," + of.told(name));
        }
        List<String> values = command.arguments().stream()
                .skip(2)
                .map(AtCommand.Argument::text)
                .toList();
        return of.set(name, values) ? Answer.OK : Answer.ERROR;
    }

    private Answer open(AtCommand command) {
        OptionalInt index = command.number(0, 0, LAST);
        Optional<String> host = command.string(1).filter(name -> !name.isEmpty() && name.length() <= LONGEST_HOST);
        OptionalInt port = command.number(2, 1, 65535);
        return switch (command.form()) {
            case TEST -> Answer.information("+QMTOPEN: (0-5),<host_name>,(1-65535)");
            case EXECUTE -> Answer.ERROR;
            case READ -> {
                List<String> lines = new ArrayList<>();
                clients.keySet()
                        .forEach(open -> client(open)
                                .ifPresent(client -> lines.add(
                                        "+QMTOPEN: " + open + "," + quoted(client.host()) + "," + client.port())));
                yield new Answer.Done(lines);
            }
            case SET ->
                index.isEmpty() || host.isEmpty() || port.isEmpty()
                        ? Answer.ERROR
                        : open(index.getAsInt(), host.get(), port.getAsInt());
        };
    }

    private Answer open(int index, String host, int port) {
        MqttOptions of = options(index);
        if (client(index).isPresent()) {
            return told("+QMTOPEN: " + index + ",2");
        }
        if (!contexts.isActive(of.context())) {
            return told("+QMTOPEN: " + index + ",3");
        }
        MqttSession session = new MqttSession(index, of, modem, inbox(index));
        clients.put(index, new Client(session, host, port));
        session.over(
                of.tls()
                        ? TlsStream.open(connections, tls.setup(of.tlsContext()), host, port, modem, session)
                        : connections.open(host, port, session));
        return Answer.OK;
    }

    /** {@code OK}, and the result a moment later. */
    private Answer told(String urc) {
        modem.after(modem.options().sendLatency(), () -> modem.urc(urc));
        return Answer.OK;
    }

    private Answer connect(AtCommand command) {
        if (command.form() == AtCommand.Form.READ) {
            List<String> lines = new ArrayList<>();
            clients.keySet()
                    .forEach(index -> client(index)
                            .map(client -> client.session().state())
                            .filter(state -> state != MqttSession.State.OPENING)
                            .ifPresent(state -> lines.add("+QMTCONN: " + index + "," + state.number())));
            return new Answer.Done(lines);
        }
        return with(command, (index, client) -> {
            Optional<String> clientId = command.string(1);
            if (clientId.isEmpty() || client.session().state() != MqttSession.State.INITIAL) {
                return Answer.ERROR;
            }
            client.session().connect(command.utf8(1), command.utf8(2), command.utf8(3));
            return Answer.OK;
        });
    }

    private Answer close(int index, Client client) {
        client.session().close();
        clients.remove(index);
        return Answer.OK;
    }

    private static Answer disconnect(Client client) {
        client.session().disconnect();
        return Answer.OK;
    }

    private static Answer subscribe(AtCommand command, Client client) {
        OptionalInt id = command.number(1, 1, 65535);
        Map<String, Integer> filters = new LinkedHashMap<>();
        for (int i = 2; i < command.arguments().size(); i += 2) {
            OptionalInt qos = command.number(i + 1, 0, 2);
            if (command.string(i).isEmpty() || qos.isEmpty()) {
                return Answer.ERROR;
            }
            filters.put(command.utf8(i), qos.getAsInt());
        }
        if (id.isEmpty() || filters.isEmpty()) {
            return Answer.ERROR;
        }
        client.session().subscribe(id.getAsInt(), filters);
        return Answer.OK;
    }

    private static Answer unsubscribe(AtCommand command, Client client) {
        OptionalInt id = command.number(1, 1, 65535);
        List<String> filters = command.arguments().stream()
                .skip(2)
                .filter(AtCommand.Argument::quoted)
                .map(argument -> Bytes.latin1(argument.text()).utf8())
                .toList();
        if (id.isEmpty() || filters.isEmpty()) {
            return Answer.ERROR;
        }
        client.session().unsubscribe(id.getAsInt(), filters);
        return Answer.OK;
    }

    private Answer publish(AtCommand command, Client client) {
        String publishExAnswer = modem.options().dialect().publishExAnswer();
        OptionalInt qos = command.number(2, 0, 2);
        OptionalInt id = command.number(1, 0, 65535);
        OptionalInt retain = command.number(3, 0, 1);
        Optional<String> topic = command.string(4);
        boolean counted = command.has(5);
        OptionalInt length = command.number(5, 1, LARGEST_PAYLOAD, LARGEST_PAYLOAD);
        if (qos.isEmpty()
                || id.isEmpty()
                || retain.isEmpty()
                || topic.isEmpty()
                || length.isEmpty()
                || (command.name().equals("+QMTPUBEX") && !counted)
                || (qos.getAsInt() == 0) != (id.getAsInt() == 0)) {
            return Answer.ERROR;
        }
        return new Answer.Prompt(
                counted ? PromptForm.exactly(length.getAsInt()) : PromptForm.untilCtrlZ(LARGEST_PAYLOAD),
                payload -> {
                    if (!client.session().isConnected()) {
                        return Answer.ERROR;
                    }
                    client.session()
                            .publish(
                                    counted && command.name().equals("+QMTPUBEX") ? publishExAnswer : command.name(),
                                    id.getAsInt(),
                                    qos.getAsInt(),
                                    retain.getAsInt() == 1,
                                    command.utf8(4),
                                    payload);
                    return Answer.OK;
                },
                () -> Answer.OK);
    }

    private Answer read(AtCommand command) {
        OptionalInt index = command.number(0, 0, LAST);
        OptionalInt place = command.number(1, 0, 4);
        return switch (command.form()) {
            case TEST -> Answer.OK;
            case EXECUTE -> Answer.ERROR;
            case READ ->
                new Answer.Done(clients.keySet().stream()
                        .map(open -> "+QMTRECV: " + open + "," + inbox(open).occupied())
                        .toList());
            case SET ->
                index.isEmpty() || place.isEmpty()
                        ? Answer.ERROR
                        : inbox(index.getAsInt())
                                .take(place.getAsInt())
                                .<Answer>map(message -> new Answer.Data(
                                        "+QMTRECV: " + message.head(),
                                        MqttSession.shown(message.payload(), true),
                                        "\r\n"))
                                .orElse(Answer.ERROR);
        };
    }
}
