package dev.parley.sim.modem;

import dev.parley.journal.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
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
 * <p>For one thread.
 */
public final class SimulatedModem {
    /** A command's meaning. */
    interface Handler extends Function<AtCommand, Answer> {}

    private enum Mode {
        /** Reads a command line. */
        COMMAND,
        /** Works on one; what the host writes waits. */
        BUSY,
        /** Takes the payload of a send. */
        PAYLOAD,
        /** Carries a socket's bytes and nothing else. */
        ONLINE,
        /** Takes and says nothing: it restarts, is switched off or hangs. */
        OFF
    }

    private record Task(long due, long number, int life, Runnable run) {}

    private static final int LONGEST_LINE = 4096;
    private static final int BACKSPACE = 8;
    private static final int CTRL_Z = 0x1a;
    private static final int ESC = 0x1b;
    private static final int LARGEST_SEND = 1460;
    /** The silence around {@code +++}. */
    private static final Duration GUARD = Duration.ofSeconds(1);

    private final ModemOptions options;
    private final Faults faults;
    private final SplittableRandom random;
    private final Map<String, Handler> handlers = new HashMap<>();
    private final GeneralCommands general;
    private final NetworkCommands network;
    private final SocketCommands sockets;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final List<NetworkAction> actions = new ArrayList<>();
    private final PriorityQueue<Task> agenda =
            new PriorityQueue<>(Comparator.comparingLong(Task::due).thenComparingLong(Task::number));
    private final ByteQueue input = new ByteQueue();
    private final List<Bytes> heldUrcs = new ArrayList<>();
    private final StringBuilder line = new StringBuilder();

    private final long started;
    private long now;
    private long tasks;
    /** Counts restarts: what was planned before one does not happen after it. */
    private int life;

    private Mode mode = Mode.COMMAND;
    private boolean echo = true;
    private String lastLine = "AT";
    private Iterator<AtCommand> commands = List.<AtCommand>of().iterator();
    private Answer.@Nullable Prompt prompt;
    private final ByteArrayOutputStream payload = new ByteArrayOutputStream();

    private @Nullable SimSocket online;
    private long lastOnlineByte;
    private int pluses;

    /**
     * A modem that has been on for a while.
     *
     * @param now the time
     */
    public SimulatedModem(ModemOptions options, List<ModemFault> faults, long seed, long now) {
        this.options = options;
        this.random = new SplittableRandom(seed);
        this.started = now;
        this.now = now;
        this.faults = new Faults(faults);
        general = new GeneralCommands(this);
        network = new NetworkCommands(this);
        sockets = new SocketCommands(this, network);
        general.register(handlers);
        network.register(handlers);
        sockets.register(handlers);
    }

    /** The commands it knows, without {@code AT}, for example {@code +CSQ} or {@code E}. */
    Set<String> commands() {
        return Set.copyOf(handlers.keySet());
    }

    // ---- what goes in

    /** The host wrote {@code bytes}. */
    public void host(Bytes bytes, long time) {
        advance(time);
        if (mode != Mode.OFF) {
            input.add(bytes);
            read();
        }
    }

    /** Time has come to {@code time}: everything due by then happens. */
    public void advance(long time) {
        while (!agenda.isEmpty() && agenda.peek().due() <= time) {
            Task task = agenda.remove();
            now = Math.max(now, task.due());
            if (task.life() == life) {
                task.run().run();
                read();
            }
        }
        now = Math.max(now, time);
    }

    /** A connection was made. */
    public void connected(int connection, String remoteAddress, int localPort, long time) {
        arrive(time, () -> sockets.connected(connection, remoteAddress, localPort));
    }

    /** A connection could not be made; {@code error} is 565 if the name was not found, else 566. */
    public void connectFailed(int connection, int error, long time) {
        arrive(time, () -> sockets.connectFailed(connection, TcpError.of(error)));
    }

    /** The peer sent {@code bytes}. */
    public void received(int connection, Bytes bytes, long time) {
        sockets.underway(connection, bytes.length());
        arrive(time, () -> sockets.received(connection, bytes));
    }

    /** The peer closed, or the connection broke. */
    public void peerClosed(int connection, long time) {
        arrive(time, () -> sockets.peerClosed(connection));
    }

    /** The network has taken {@code count} bytes more of what was sent. */
    public void acknowledged(int connection, int count, long time) {
        arrive(time, () -> sockets.acknowledged(connection, count));
    }

    /** A close that was asked for is done. */
    public void released(int connection, long time) {
        arrive(time, () -> sockets.released(connection));
    }

    /** A look-up is done; {@code address} is null where the name was not found. */
    public void lookedUp(int query, @Nullable String address, long time) {
        arrive(time, () -> network.lookedUp(query, address));
    }

    /** Somebody pressed the power key: a modem that is switched off starts. */
    public void powerKey(long time) {
        advance(time);
        if (mode == Mode.OFF && agenda.stream().noneMatch(task -> task.life() == life)) {
            restart();
        }
    }

    // ---- what comes out

    /** What the modem wrote since the last call. */
    public Bytes output() {
        Bytes bytes = Bytes.copyOf(output.toByteArray());
        output.reset();
        return bytes;
    }

    /** What the modem asked of the network since the last call. */
    public List<NetworkAction> actions() {
        List<NetworkAction> asked = List.copyOf(actions);
        actions.clear();
        return asked;
    }

    /** When {@link #advance} will find something to do; {@link Long#MAX_VALUE} where nothing is planned. */
    public long due() {
        return agenda.isEmpty() ? Long.MAX_VALUE : agenda.peek().due();
    }

    /** True if the connection's socket has room for what the peer sends. */
    public boolean hasRoom(int connection) {
        return sockets.hasRoom(connection);
    }

    // ---- for the commands

    ModemOptions options() {
        return options;
    }

    Faults faults() {
        return faults;
    }

    Instant clock() {
        return options.clock().plusNanos(now - started);
    }

    /** A number from {@code low} to {@code high}, both included, from the seed. */
    int random(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    void ask(NetworkAction action) {
        actions.add(action);
    }

    /** Does something later, unless the modem restarts before. */
    void after(Duration delay, Runnable task) {
        agenda.add(new Task(now + delay.toNanos(), tasks++, life, task));
    }

    /** Sends a URC, as soon as the port is not taken by payload. */
    void urc(String text) {
        urc(text, Bytes.empty());
    }

    /** Sends a URC with data after its line. */
    void urc(String text, Bytes data) {
        String head = "\r\n".repeat(1 + options.urcLead()) + text + "\r\n";
        Bytes bytes = Bytes.latin1(head).plus(data.isEmpty() ? data : data.plus(Bytes.latin1("\r\n")));
        if (mode == Mode.PAYLOAD || mode == Mode.ONLINE || !heldUrcs.isEmpty()) {
            heldUrcs.add(bytes);
        } else {
            write(bytes);
        }
    }

    /** Writes a socket's bytes while it is online. */
    void writeOnline(Bytes bytes) {
        write(bytes);
    }

    boolean isOnline(SimSocket socket) {
        return mode == Mode.ONLINE && online == socket;
    }

    /** The socket that is online lost its peer: back to commands. */
    void hangUp() {
        flushPluses();
        online = null;
        mode = Mode.COMMAND;
        write("\r\nNO CARRIER\r\n");
        releaseUrcs();
    }

    /** The answer of a command that was {@link Answer#PENDING}. */
    void resume(Answer answer) {
        if (mode == Mode.BUSY && give(answer)) {
            execute();
        }
    }

    void setEcho(boolean on) {
        echo = on;
    }

    boolean echo() {
        return echo;
    }

    /** Restarts: everything is forgotten, {@code RDY} follows. */
    void restart() {
        switchOff();
        boot(options.boot());
    }

    /** Switches off: everything is forgotten, nothing follows. */
    void switchOff() {
        life++;
        mode = Mode.OFF;
        sockets.dropAll();
        input.clear();
        heldUrcs.clear();
        line.setLength(0);
        online = null;
        prompt = null;
        pluses = 0;
        general.reset();
        network.reset();
        sockets.reset();
        echo = true;
    }

    /** Says nothing any more. */
    void hang() {
        life++;
        mode = Mode.OFF;
        input.clear();
    }

    /** Turns the radio on or off; either way sockets and context are gone. */
    void setRadio(boolean on) {
        sockets.dropAll();
        network.setRadio(on);
    }

    void dropSockets() {
        sockets.dropAll();
    }

    void strike(ModemFault.Effect effect) {
        switch (effect) {
            case ModemFault.Effect.Reset() -> restart();
            case ModemFault.Effect.PdpLost() -> {
                sockets.die();
                network.pdpLost();
            }
            case ModemFault.Effect.ConnectionLost() -> sockets.breakAll();
            case ModemFault.Effect.Silence() -> hang();
            case ModemFault.Effect.NoAnswer() -> {
                commands = List.<AtCommand>of().iterator();
                mode = Mode.COMMAND;
            }
            case ModemFault.Effect.SendFail _,
                    ModemFault.Effect.Result _,
                    ModemFault.Effect.OpenError _,
                    ModemFault.Effect.OmitReceive _ -> throw new IllegalStateException("happens where it is asked for");
        }
    }

    // ---- line discipline

    private void arrive(long time, Runnable event) {
        advance(time);
        after(options.roundTrip(), () -> {
            event.run();
            faults.dueByReceived(sockets.mostReceived()).forEach(this::strike);
        });
        advance(time);
    }

    private void read() {
        while (!input.isEmpty()) {
            switch (mode) {
                case COMMAND -> typed(input.take());
                case PAYLOAD -> takePayload();
                case ONLINE -> {
                    if (!carry()) {
                        return;
                    }
                }
                case BUSY -> {
                    return;
                }
                case OFF -> input.clear();
            }
        }
    }

    private void typed(int b) {
        if (b == '\n' && line.isEmpty()) {
            // Many hosts end their lines with CR LF; the CR has ended this one already.
            return;
        }
        if (echo) {
            output.write(b);
        }
        if (b == '\r') {
            String text = line.toString();
            line.setLength(0);
            submit(text);
        } else if (b == '/' && line.toString().equalsIgnoreCase("A")) {
            line.setLength(0);
            submit(lastLine);
        } else if (b == BACKSPACE) {
            line.setLength(Math.max(0, line.length() - 1));
        } else if (line.length() < LONGEST_LINE) {
            line.append((char) b);
        }
    }

    private void submit(String text) {
        int at = text.toUpperCase(Locale.ROOT).indexOf("AT");
        if (at < 0) {
            return;
        }
        String commandLine = text.substring(at);
        lastLine = commandLine;
        mode = Mode.BUSY;
        after(latency(), () -> {
            try {
                commands = AtCommand.parse(commandLine).iterator();
                execute();
            } catch (AtCommand.SyntaxException e) {
                commands = List.<AtCommand>of().iterator();
                give(Answer.ERROR);
            }
        });
    }

    private Duration latency() {
        long low = options.latencyLow().toNanos();
        long high = options.latencyHigh().toNanos();
        return Duration.ofNanos(low == high ? low : random.nextLong(low, high));
    }

    private void execute() {
        while (commands.hasNext()) {
            if (!give(answer(commands.next()))) {
                return;
            }
        }
        finish("OK");
    }

    private Answer answer(AtCommand command) {
        for (ModemFault.Effect effect : faults.dueAt(command)) {
            switch (effect) {
                case ModemFault.Effect.Result(var text) -> {
                    return new Answer.Final(text);
                }
                case ModemFault.Effect.SendFail() -> sockets.failNextSend();
                case ModemFault.Effect.OpenError(var number) -> sockets.failNextOpen(TcpError.of(number));
                default -> {
                    strike(effect);
                    if (mode != Mode.BUSY) {
                        return Answer.PENDING;
                    }
                }
            }
        }
        Handler handler = handlers.get(command.name());
        if (handler == null) {
            return Answer.ERROR;
        }
        return handler.apply(command);
    }

    /** Gives an answer to the host; false if the command line has not gone on to its next command. */
    private boolean give(Answer answer) {
        switch (answer) {
            case Answer.Done(var information) -> {
                if (!information.isEmpty()) {
                    write("\r\n" + String.join("\r\n", information) + "\r\n");
                }
                return true;
            }
            case Answer.Data(var header, var bytes) -> {
                write("\r\n" + header + "\r\n");
                if (!bytes.isEmpty()) {
                    write(bytes);
                    write("\r\n");
                }
                return true;
            }
            case Answer.Final(var result) -> finish(result);
            case Answer.Later(var delay, var then) -> after(delay, () -> resume(then.get()));
            case Answer.Pending() -> {}
            case Answer.Prompt asked -> {
                prompt = asked;
                payload.reset();
                mode = Mode.PAYLOAD;
                write(options.promptBlank() ? "\r\n> " : "\r\n>");
            }
            case Answer.Online(var socket) -> {
                commands = List.<AtCommand>of().iterator();
                write("\r\nCONNECT\r\n");
                mode = Mode.ONLINE;
                online = socket;
                pluses = 0;
                lastOnlineByte = now - GUARD.toNanos();
                write(socket.unread.takeAll());
                if (socket.state == SimSocket.State.CLOSING) {
                    hangUp();
                }
            }
        }
        return false;
    }

    private void finish(String result) {
        commands = List.<AtCommand>of().iterator();
        write("\r\n" + result + "\r\n");
        mode = Mode.COMMAND;
        releaseUrcs();
    }

    private void releaseUrcs() {
        heldUrcs.forEach(this::write);
        heldUrcs.clear();
    }

    private void takePayload() {
        Answer.Prompt asked = prompt;
        if (asked == null) {
            throw new IllegalStateException("payload without a prompt");
        }
        boolean echoed = echo && sockets.echoesPayload();
        if (asked.length() > 0) {
            Bytes bytes = input.take(asked.length() - payload.size());
            payload.writeBytes(bytes.toArray());
            if (echoed) {
                write(bytes);
            }
            if (payload.size() == asked.length()) {
                endPayload(asked);
            }
            return;
        }
        int b = input.take();
        if (b == CTRL_Z) {
            endPayload(asked);
        } else if (b == ESC) {
            mode = Mode.BUSY;
            after(latency(), () -> resume(asked.cancelled().get()));
        } else if (payload.size() < LARGEST_SEND) {
            payload.write(b);
            if (echoed) {
                output.write(b);
            }
        }
    }

    private void endPayload(Answer.Prompt asked) {
        Bytes bytes = Bytes.copyOf(payload.toByteArray());
        prompt = null;
        mode = Mode.BUSY;
        Answer answer = asked.then().apply(bytes);
        after(options.sendLatency(), () -> {
            resume(answer);
            faults.dueBySent(sockets.mostSent()).forEach(this::strike);
        });
    }

    /** Carries the host's bytes to the socket that is online; false if it cannot take them now. */
    private boolean carry() {
        SimSocket socket = online;
        if (socket == null) {
            throw new IllegalStateException("online without a socket");
        }
        if (!sockets.canSend(socket)) {
            return false;
        }
        boolean silentBefore = pluses > 0 || now - lastOnlineByte >= GUARD.toNanos();
        lastOnlineByte = now;
        int waiting = input.length();
        if (silentBefore && pluses + waiting <= 3) {
            Bytes bytes = input.take(waiting);
            if (bytes.latin1().equals("+".repeat(waiting))) {
                pluses += waiting;
                long seen = now;
                after(GUARD, () -> afterGuard(seen));
                return true;
            }
            flushPluses();
            sockets.send(socket, bytes);
            return true;
        }
        flushPluses();
        sockets.send(socket, input.take(LARGEST_SEND));
        return true;
    }

    /** A second after a plus: three of them with silence around end the mode, others were data. */
    private void afterGuard(long seen) {
        if (mode != Mode.ONLINE || lastOnlineByte != seen || pluses == 0) {
            return;
        }
        SimSocket socket = online;
        if (pluses < 3 || socket == null) {
            flushPluses();
            return;
        }
        pluses = 0;
        online = null;
        sockets.suspend(socket);
        finish("OK");
    }

    private void flushPluses() {
        SimSocket socket = online;
        if (pluses > 0 && socket != null) {
            sockets.send(socket, Bytes.latin1("+".repeat(pluses)));
        }
        pluses = 0;
    }

    private void boot(Duration delay) {
        after(delay, () -> {
            mode = Mode.COMMAND;
            urc("RDY");
            after(Duration.ofMillis(500), () -> urc("APP RDY"));
        });
    }

    private void write(String text) {
        output.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void write(Bytes bytes) {
        output.writeBytes(bytes.toArray());
    }
}
