package dev.parley.sim.modem;

import dev.parley.journal.Bytes;
import dev.parley.sim.fault.Fault;
import dev.parley.sim.fault.Occurrence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A BG95-M3 as its serial port shows it: line discipline, echo, results and URCs, with the sockets and the PDP context
 * behind them. Sources: ITU-T V.250, 3GPP TS 27.007, Quectel's BG95 TCP/IP application note and AT commands manual.
 *
 * <p>Pure: it does no I/O, starts no thread and reads no clock. Bytes from the host, network events and the time go in;
 * {@link #output} and {@link #actions} give what the modem writes and wants. Times are nanoseconds of any one clock and
 * never go back. The same inputs at the same times give the same outputs; how the host's bytes are cut does not matter.
 *
 * <p>For one thread. It is the modem's mainboard: what a command does stands in the file of its family.
 */
public final class SimulatedModem {
    /** A command's meaning. */
    interface Handler extends Function<AtCommand, Answer> {}

    private final ModemOptions options;
    private final Faults faults;
    private final SplittableRandom random;
    private final Agenda agenda;
    private final AtPort port;
    private final Connections connections;
    private final Air air;
    private final long seed;
    private final List<NetworkAction> actions = new ArrayList<>();
    private final Map<String, Handler> handlers = new HashMap<>();

    private final PortCommands ports;
    private final SimCard sim;
    private final PowerCommands power;
    private final PowerSaving saving;
    private final ConfigurationCommands configuration;
    private final Registration registration;
    private final PdpContexts contexts;
    private final LookUps lookUps;
    private final Sockets sockets;
    private final Strikes strikes;
    private final MqttCommands mqtt;
    /** What every part does at a start of the modem. */
    private final List<Runnable> resets;

    private final long started;
    /** True between a start and {@code RDY}. */
    private boolean starting;

    /**
     * A modem that has been on for a while.
     *
     * @param now the time
     */
    public SimulatedModem(ModemOptions options, List<Fault<ModemEffect>> faults, long seed, long now) {
        this.options = options;
        this.random = new SplittableRandom(seed);
        this.started = now;
        this.seed = seed;
        this.faults = new Faults(faults, seed);
        agenda = new Agenda(now);
        TcpResult result = new TcpResult();
        air = new Air(options.air(), options.roundTrip(), seed, now);
        connections = new Connections(options, this::ask);
        ports = new PortCommands(this);
        sim = new SimCard(this);
        power = new PowerCommands(this);
        configuration = new ConfigurationCommands(options.variant());
        saving = new PowerSaving(this, configuration);
        registration = new Registration(this);
        contexts = new PdpContexts(this, registration, result);
        lookUps = new LookUps(this, contexts, result);
        FileStore files = new FileStore();
        OpenFileCommands openFiles = new OpenFileCommands(files);
        TlsContexts tls = new TlsContexts(files);
        SocketSettings settings = new SocketSettings(options, result);
        sockets = new Sockets(this, settings, result);
        SocketOpening opening = new SocketOpening(this, sockets, contexts, connections, tls, result);
        sockets.whenSomeEnd(opening);
        mqtt = new MqttCommands(this, contexts, connections, tls);
        port = new AtPort(options, agenda, random, this.faults, new AtPort.Owner() {
            @Override
            public Answer answer(AtCommand command) {
                return execute(command);
            }

            @Override
            public void payloadTaken() {
                happens(new Occurrence.Sent(sockets.mostSent()), () -> {});
            }

            @Override
            public boolean echoesPayload() {
                return settings.echoesPayload();
            }

            @Override
            public boolean holdsHostUp() {
                return ports.holdsHostUp();
            }
        });
        strikes = new Strikes(this, port, sockets, registration, connections);
        handlers.put("+QIGETERROR", result::tell);
        ports.register(handlers);
        sim.register(handlers);
        power.register(handlers);
        saving.register(handlers);
        configuration.register(handlers);
        new IdentityCommands(options.variant()).register(handlers);
        new ClockCommands(this).register(handlers);
        new FileCommands(files).register(handlers);
        openFiles.register(handlers);
        tls.register(handlers);
        registration.register(handlers);
        new RadioCommands(this, registration, contexts).register(handlers);
        contexts.register(handlers);
        lookUps.register(handlers);
        settings.register(handlers);
        opening.register(handlers);
        new SocketTransfer(this, sockets, settings, result).register(handlers);
        mqtt.register(handlers);
        new SocketStates(this, sockets, result).register(handlers);
        resets = List.of(
                result::reset,
                ports::reset,
                sim::reset,
                power::reset,
                configuration::reset,
                openFiles::reset,
                tls::reset,
                registration::reset,
                contexts::reset,
                lookUps::reset,
                settings::reset,
                sockets::reset,
                opening::reset,
                mqtt::reset);
        handlers.keySet().removeIf(name -> !options.variant().knows(name));
        strikes.watchTheClock(started);
    }

    /** The commands it knows, without {@code AT}, for example {@code +CSQ} or {@code E}. */
    Set<String> commands() {
        return Set.copyOf(handlers.keySet());
    }

    // ---- what goes in

    /** The host wrote {@code bytes}. */
    public void host(Bytes bytes, long time) {
        advance(time);
        saving.active();
        port.host(faults.lanes().through(ModemEffect.Lane.FROM_HOST, bytes));
    }

    /** Something goes wrong from now on; what changes an answer waits for the next use of its command. */
    public void strike(Fault<ModemEffect> fault, long time) {
        advance(time);
        faults.add(fault);
        strikes.watchTheClock(started);
    }

    /** Something goes wrong now. */
    public void strike(ModemEffect effect, long time) {
        advance(time);
        strikes.prepare(effect);
        strikes.strike(effect);
        advance(time);
    }

    /** Time has come to {@code time}: everything due by then happens. */
    public void advance(long time) {
        agenda.advance(time, port::read);
    }

    /** A connection was made. */
    public void connected(int connection, String remoteAddress, int localPort, long time) {
        arrive(time, () -> connections.connected(connection, remoteAddress, localPort));
    }

    /** A connection could not be made; {@code error} is 565 if the name was not found, 556 if a local port is taken, else 566. */
    public void connectFailed(int connection, int error, long time) {
        arrive(time, () -> connections.failed(connection, TcpError.of(error)));
    }

    /** The peer sent {@code bytes}. */
    public void received(int connection, Bytes bytes, long time) {
        received(connection, bytes, Optional.empty(), time);
    }

    /** A datagram came from a peer. */
    void received(int connection, Bytes bytes, Peer from, long time) {
        received(connection, bytes, Optional.of(from), time);
    }

    private void received(int connection, Bytes bytes, Optional<Peer> from, long time) {
        connections.underway(connection, bytes.length());
        arrive(time, bytes.length(), () -> connections.received(connection, bytes, from));
    }

    /** A peer has connected to a listener: the number of its connection, or nothing where the modem does not take it. */
    OptionalInt incoming(int listener, Peer peer, long time) {
        advance(time);
        return connections.incoming(listener, peer);
    }

    /** The peer closed, or the connection broke. */
    public void peerClosed(int connection, long time) {
        arrive(time, () -> connections.ended(connection));
    }

    /** The network has taken {@code count} bytes more of what was sent. */
    public void acknowledged(int connection, int count, long time) {
        arrive(time, () -> connections.acknowledged(connection, count));
    }

    /** A close that was asked for is done. */
    public void released(int connection, long time) {
        arrive(time, () -> connections.released(connection));
    }

    /** A look-up is done; {@code address} is null where the name was not found. */
    public void lookedUp(int query, @Nullable String address, long time) {
        arrive(time, () -> lookUps.lookedUp(query, address));
    }

    /** Somebody pressed the power key: a modem that is switched off or asleep starts. */
    public void powerKey(long time) {
        advance(time);
        if (port.isOff() && !starting) {
            restart();
        }
    }

    // ---- what comes out

    /** What the modem wrote since the last call. */
    public Bytes output() {
        return faults.lanes().through(ModemEffect.Lane.TO_HOST, port.output());
    }

    /** The most bytes that the output may be handed on in, 0 where it is handed on as it is. */
    public int split() {
        return faults.split();
    }

    /** What the modem asked of the network since the last call. */
    public List<NetworkAction> actions() {
        List<NetworkAction> asked = List.copyOf(actions);
        actions.clear();
        return asked;
    }

    /** When {@link #advance} will find something to do; {@link Long#MAX_VALUE} where nothing is planned. */
    public long due() {
        return agenda.due();
    }

    /** True if the connection's socket has room for what the peer sends. */
    public boolean hasRoom(int connection) {
        return connections.hasRoom(connection);
    }

    /** How many connections it has, those that the peer has ended included. */
    int openConnections() {
        return connections.open();
    }

    // ---- for the commands

    ModemOptions options() {
        return options;
    }

    Faults faults() {
        return faults;
    }

    Instant clock() {
        return options.clock().plusNanos(agenda.now() - started);
    }

    /** A number from {@code low} to {@code high}, both included, from the seed. */
    int random(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    /** Asks the network something; what has to go through the air takes its time. */
    void ask(NetworkAction action) {
        int bytes =
                switch (action) {
                    case NetworkAction.Send(var _, var sent) -> sent.length();
                    case NetworkAction.SendTo(var _, var sent, var _) -> sent.length();
                    case NetworkAction.Connect _, NetworkAction.Close _, NetworkAction.LookUp _ -> 0;
                    case NetworkAction.Abort _, NetworkAction.Bind _, NetworkAction.Listen _ -> -1;
                };
        long due = bytes < 0 ? agenda.now() : air.up(agenda.now(), bytes);
        if (due <= agenda.now()) {
            actions.add(action);
        } else {
            agenda.at(due, () -> actions.add(action));
        }
    }

    Air air() {
        return air;
    }

    /** True while nothing crosses the air. */
    boolean airIsSilent() {
        return connections.holds();
    }

    /** What the radio receives now. */
    Signal.Sample signal() {
        return options.signal().at(agenda.now() - started, seed);
    }

    // ---- for the line

    /** The rate of the line, in bits a second. */
    int rate() {
        return ports.rate();
    }

    /** False while the modem holds the host up (CTS). */
    boolean takesMore() {
        return !ports.holdsHostUp() || room() > 0;
    }

    /** How many of the host's bytes can still wait. */
    private int room() {
        return options.inputBuffer() == 0 ? Integer.MAX_VALUE : options.inputBuffer() - port.waiting();
    }

    /** Does something later, unless the modem restarts before. */
    void after(Duration delay, Runnable task) {
        agenda.after(delay, task);
    }

    /** Does something at a time, unless the modem restarts before. */
    void at(long due, Runnable task) {
        agenda.at(due, task);
    }

    long now() {
        return agenda.now();
    }

    /** Sends a URC, as soon as the port is not taken by payload. */
    void urc(String text) {
        urc(text, Bytes.empty(), "\r\n");
    }

    /** Sends a URC with data behind its text. */
    void urc(String text, Bytes data, String end) {
        ModemEffect.Urc fate =
                faults.fateOf(text).orElse(new ModemEffect.Urc("", ModemEffect.Fate.LATE, Duration.ZERO));
        switch (fate.fate()) {
            case OMITTED -> {}
            case TWICE -> {
                port.urc(text, data, end);
                port.urc(text, data, end);
            }
            case LATE -> {
                if (fate.by().isZero()) {
                    port.urc(text, data, end);
                } else {
                    after(fate.by(), () -> port.urc(text, data, end));
                }
            }
        }
    }

    AtPort port() {
        return port;
    }

    /** The answer of a command that was {@link Answer#PENDING}. */
    void resume(Answer answer) {
        port.resume(answer);
    }

    /** Restarts: everything is forgotten, {@code RDY} follows. */
    void restart() {
        switchOff();
        start();
    }

    /** Starts, from off: the banner of its kind follows. */
    void start() {
        starting = true;
        Duration due = options.boot();
        boolean first = true;
        for (ModemVariant.Banner next : options.variant().banner()) {
            due = due.plus(next.after());
            boolean listens = first;
            after(due, () -> {
                if (listens) {
                    starting = false;
                    port.switchOn();
                    saving.active();
                    saving.watch();
                }
                urc(next.line());
            });
            first = false;
        }
    }

    /** Switches off: everything is forgotten, nothing follows. */
    void switchOff() {
        agenda.forget();
        starting = false;
        port.switchOff();
        sockets.dropAll();
        resets.forEach(Runnable::run);
        strikes.watchTheClock(started);
    }

    /** Turns the radio on or off; either way sockets and context are gone. */
    void setRadio(boolean on) {
        sockets.dropAll();
        mqtt.dropAll();
        contexts.dropAll();
        registration.setRadio(on);
    }

    /** The network takes every context away. */
    void loseContexts() {
        sockets.die();
        mqtt.dropAll();
        contexts.lost();
    }

    /** Contexts and what uses them are gone, and nobody says so. */
    void forgetContexts() {
        sockets.die();
        mqtt.dropAll();
        contexts.dropAll();
    }

    /** It takes and says nothing any more, and nothing that was planned happens. */
    void hang() {
        agenda.forget();
        port.silence();
    }

    /** A PDP context is gone, and its sockets with it. */
    void dropSockets(int context) {
        sockets.dropAll(context);
        mqtt.dropAll();
    }

    // ---- inside

    /** Something happens: what belongs to it is made ready before, and what it brings about comes after. */
    void happens(Occurrence what, Runnable itself) {
        List<ModemEffect> due = faults.at(what);
        due.forEach(strikes::prepare);
        itself.run();
        due.forEach(strikes::strike);
    }

    private void arrive(long time, Runnable event) {
        arrive(time, 0, event);
    }

    /** Something with so many bytes sets out in the network, and happens here once it is through the air. */
    private void arrive(long time, int bytes, Runnable event) {
        advance(time);
        agenda.at(air.down(agenda.now(), bytes), () -> {
            saving.active();
            event.run();
        });
        advance(time);
    }

    private Answer execute(AtCommand command) {
        List<ModemEffect> due = faults.at(command);
        due.forEach(strikes::prepare);
        Duration late = Duration.ZERO;
        for (ModemEffect effect : due) {
            if (effect instanceof ModemEffect.Result(var text)) {
                return new Answer.Final(text);
            }
            if (effect instanceof ModemEffect.Delay(var time)) {
                late = late.plus(time);
            }
            strikes.strike(effect);
            if (!port.isBusy()) {
                return Answer.PENDING;
            }
        }
        Handler handler = handlers.get(command.name());
        if (handler == null) {
            return Answer.ERROR;
        }
        return late.isZero() ? handler.apply(command) : new Answer.Later(late, () -> handler.apply(command));
    }
}
