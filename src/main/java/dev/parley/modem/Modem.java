package dev.parley.modem;

import dev.parley.at.AtDecoder;
import dev.parley.at.AtEvent;
import dev.parley.at.CommandLine;
import dev.parley.at.ResultCode;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import dev.parley.link.LinkException;
import dev.parley.link.RecordedLink;
import dev.parley.socket.AccessMode;
import dev.parley.socket.ClosedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The AT engine: writes commands one at a time and waits for their answers.
 *
 * <p>It learns what the modem says from the journal, through a decoder of its own, so it acts upon exactly what is recorded.
 * Callers may come from any thread (virtual ones, as every call blocks); they take turns in the order in which they came.
 * Unsolicited result codes are looked at before anything else and reach the sockets at once.
 *
 * <p>Everything that waits has a limit. After a {@link NoAnswerException} the engine stays usable: before the next command it
 * leaves a prompt that may be open (ESC), says {@code AT} until the modem answers, and lets a late answer pass.
 *
 * <p>Locks: {@code line} is held for the length of an exchange; {@code state} guards what the reader's thread and the
 * callers share, is held for moments only, and nothing is called with it held. The journal's lock may be held when
 * {@code state} is taken, never the other way round.
 */
public final class Modem implements AutoCloseable {
    /** How long a caller waits for its turn; longer than any command may take. */
    private static final Duration TURN = Duration.ofMinutes(5);

    /** How long a prompt that nobody has bytes for may take to be left. */
    private static final Duration CANCEL = Duration.ofSeconds(5);

    private static final Bytes ESCAPE = Bytes.of(0x1b);

    private final RecordedLink link;
    private final ModemProfile profile;
    private final ReentrantLock line = new ReentrantLock(true);
    private final ReentrantLock state = new ReentrantLock();
    private final Condition changed = state.newCondition();
    private final List<UrcListener> listeners = new CopyOnWriteArrayList<>();
    private final ExecutorService announcer = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("unsolicited results").factory());

    private Journal.Subscription watching = () -> {};

    // Guarded by state.
    private final Map<Integer, ModemSocketChannel> sockets = new TreeMap<>();
    private @Nullable Pending pending;
    private @Nullable ModemException dead;
    private @Nullable ModemSocketChannel transparent;
    private boolean listenOnly;
    private boolean answeredOnce;
    private boolean outOfStep;
    private boolean promptMayBeOpen;
    private long lastReceived = System.nanoTime();

    private Modem(RecordedLink link, ModemProfile profile) {
        this.link = link;
        this.profile = profile;
    }

    /** Starts the link and an engine over it. The engine owns the link from now on. */
    public static Modem start(RecordedLink link, ModemProfile profile) {
        Modem modem = new Modem(link, profile);
        AtDecoder decoder = new AtDecoder(modem::decoded);
        modem.watching = link.journal().observe(event -> {
            if (event instanceof Event.Traffic traffic) {
                modem.crossed(traffic, decoder);
            }
        });
        link.start(new dev.parley.link.Link.Listener() {
            @Override
            public void received(Bytes bytes, long stamp) {
                // The journal's observer has seen them already.
            }

            @Override
            public void lost(LinkException why) {
                modem.die(new LinkLostException(why.getMessage(), why), ClosedBy.LINK);
            }
        });
        return modem;
    }

    public ModemProfile profile() {
        return profile;
    }

    public RecordedLink link() {
        return link;
    }

    /** Calls {@code listener} with every unsolicited result code, until the engine is closed. */
    public void listen(UrcListener listener) {
        listeners.add(listener);
    }

    /** Sends a command of Parley's own, with the profile's time limit; see {@link #send(String, Bytes, Duration, Event.Origin)}. */
    public Reply send(String command) throws ModemException {
        return send(command, Bytes.empty(), profile.limit(command), Event.Origin.PARLEY);
    }

    public Reply send(String command, Duration limit, Event.Origin origin) throws ModemException {
        return send(command, Bytes.empty(), limit, origin);
    }

    /**
     * Sends a command line and waits for its final result. A refusal is an answer.
     *
     * @param command without CR, for example {@code AT+CSQ}
     * @param payload what is written after the modem's prompt; if the modem prompts and there is none, the prompt is left
     * @param limit how long the final result may take, from the moment the command (or its payload) is written
     * @throws NoAnswerException if it did not come in time
     * @throws PortInUseException if the port is in transparent mode
     * @throws IllegalArgumentException if {@code command} holds a control character
     */
    public Reply send(String command, Bytes payload, Duration limit, Event.Origin origin) throws ModemException {
        if (command.isBlank() || command.chars().anyMatch(c -> c < ' ' || c > 0xff)) {
            throw new IllegalArgumentException("a command is one line of text, not '" + command + "'");
        }
        Reply reply = inTurn(() -> exchange(command, payload, limit, origin));
        tellSocket(reply);
        return reply;
    }

    /** What an operator's command did to a socket of ours: its bytes are not lost, and its end is known. */
    private void tellSocket(Reply reply) {
        CommandLine.Command command = CommandLine.parse(reply.command()).first();
        if (!reply.succeeded() || command.form() != CommandLine.Form.SET) {
            return;
        }
        Optional<ModemSocketChannel> socket = socket(command.number(0, -1));
        switch (command.name()) {
            case "+QIRD" -> socket.ifPresent(its -> change(() -> its.arrived(reply.payload())));
            case "+QICLOSE" -> socket.ifPresent(ModemSocketChannel::closedByOperator);
            default -> {}
        }
    }

    /**
     * Sends a command that has to succeed.
     *
     * @throws CommandFailedException if it is refused; for a TCP/IP command with what {@code AT+QIGETERROR} says
     */
    public Reply require(String command) throws ModemException {
        return inTurn(() -> {
            Reply reply = exchange(command, Bytes.empty(), profile.limit(command), Event.Origin.PARLEY);
            if (!reply.succeeded()) {
                throw refused(reply);
            }
            return reply;
        });
    }

    /**
     * Opens a TCP socket through the modem and returns when the connection stands. An id that is still in use from
     * earlier is closed and tried once more.
     *
     * @throws SocketOpenException if the modem or the peer refuses
     */
    public ModemSocketChannel open(SocketRequest request) throws ModemException {
        ModemSocketChannel channel = new ModemSocketChannel(this, request);
        state.lock();
        try {
            if (sockets.containsKey(request.connectId())) {
                throw new SocketOpenException(
                        "connectID " + request.connectId() + " is in use by this program; close that socket or take"
                                + " another id",
                        563);
            }
            sockets.put(request.connectId(), channel);
        } finally {
            state.unlock();
        }
        boolean open = false;
        try {
            channel.open();
            open = true;
            return channel;
        } finally {
            if (!open) {
                forget(channel);
            }
        }
    }

    /** Says {@code AT} and takes any answer; for a modem that may be starting, or at another program's prompt. */
    Reply attention() throws ModemException {
        return inTurn(() -> {
            change(() -> outOfStep = false);
            return exchange("AT", Bytes.empty(), profile.timing().sync().multipliedBy(2), Event.Origin.PARLEY);
        });
    }

    /** Leaves whatever data mode the modem may have been left in: cancels a prompt, and escapes from transparent mode. */
    void escapeBlindly() throws ModemException {
        inTurn(() -> {
            write(ESCAPE, Event.Origin.PARLEY);
            silence(profile.timing().guard());
            write(Bytes.latin1("+++"), Event.Origin.PARLEY);
            silence(profile.timing().guard());
            return true;
        });
    }

    /** Says {@code AT} until the modem answers in step again. */
    public void resynchronise() throws ModemException {
        inTurn(() -> {
            change(() -> outOfStep = true);
            regainStep();
            return true;
        });
    }

    /** Restarts the modem and waits until it takes commands again; its sockets are gone. */
    public void reset() throws ModemException {
        require("AT+CFUN=1,1");
        resynchronise();
    }

    /** While {@code on}, commands of Parley's own are refused with {@link ListenOnlyException}. */
    public void listenOnly(boolean on) {
        change(() -> listenOnly = on);
    }

    /** Lets late answers to earlier commands pass. */
    void settle() throws ModemException {
        inTurn(() -> {
            awaitQuiet();
            return true;
        });
    }

    /** Lets time pass between two looks at something that changes by itself; fails if the link is lost. */
    void pause(Duration time) throws ModemException {
        await(time, () -> false);
    }

    /** Ends the engine and closes the link. Whoever waits for the modem fails at once. */
    @Override
    public void close() {
        die(new LinkLostException("the link " + link.address() + " was closed by Parley", null), ClosedBy.LINK);
        link.close();
        watching.close();
        announcer.shutdown();
    }

    // Turns

    /** Something done while no other command may be sent. */
    @FunctionalInterface
    interface Turn<T> {
        T take() throws ModemException;
    }

    <T> T inTurn(Turn<T> turn) throws ModemException {
        try {
            if (!line.tryLock(TURN.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new PortInUseException("another command has held the modem for " + TURN.toMinutes()
                        + " minutes; abort it and try again");
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        try {
            return turn.take();
        } finally {
            line.unlock();
        }
    }

    /** One exchange; the caller has its turn. */
    Reply exchange(String command, Bytes payload, Duration limit, Event.Origin origin) throws ModemException {
        if (origin == Event.Origin.PARLEY && ask(() -> listenOnly)) {
            throw new ListenOnlyException(command);
        }
        regainStep();
        Pending mine = begin(command, false);
        try {
            write(Bytes.latin1(command + "\r"), origin);
            if (!payload.isEmpty()) {
                if (!await(profile.timing().prompt(), () -> mine.prompted || mine.isOver())) {
                    throw noAnswer(mine, "prompt", profile.timing().prompt());
                }
                if (mine.prompted && !mine.isOver()) {
                    write(payload, origin);
                }
            }
            if (!await(limit, () -> mine.isOver() || (payload.isEmpty() && mine.prompted) || isStalled(mine))) {
                throw noAnswer(mine, payload.isEmpty() ? "answer" : "result", limit);
            }
            if (!mine.isOver() && mine.prompted) {
                write(ESCAPE, origin);
                if (!await(CANCEL, mine::isOver)) {
                    throw noAnswer(mine, "answer to the ESC that cancels", CANCEL);
                }
            }
            if (!mine.isOver()) {
                throw noAnswer(mine, "end of the answer", profile.timing().stall());
            }
            return mine.reply();
        } finally {
            end(mine);
        }
    }

    /**
     * Leaves transparent mode by {@code +++}, unless the peer is quicker: once {@code NO CARRIER} has come the modem is in command
     * mode, where {@code +++} would be the beginning of the next command. The caller has its turn.
     *
     * @param carrierLost true once {@code NO CARRIER} has come; is asked with the state lock held
     */
    void leaveTransparentMode(BooleanSupplier carrierLost) throws ModemException {
        if (await(profile.timing().guard(), carrierLost)) {
            return;
        }
        Pending mine = begin("+++", true);
        try {
            write(Bytes.latin1("+++"), Event.Origin.PARLEY);
            Duration limit = profile.timing().guard().plus(profile.timing().usual());
            if (!await(limit, () -> mine.isOver() || carrierLost.getAsBoolean())) {
                throw noAnswer(mine, "answer", limit);
            }
        } finally {
            end(mine);
        }
        change(() -> transparent = null);
    }

    /** Writes payload of the transparent socket; the caller has its turn. */
    void writeRaw(Bytes bytes) throws ModemException {
        write(bytes, Event.Origin.PARLEY);
    }

    /** Why a command was refused; asks the modem where it knows more. The caller has its turn. */
    CommandFailedException refused(Reply reply) throws ModemException {
        if (reply.code() == ResultCode.ERROR
                && ModemProfile.commandName(reply.command()).startsWith("+QI")) {
            Reply detail =
                    exchange("AT+QIGETERROR", Bytes.empty(), profile.timing().usual(), Event.Origin.PARLEY);
            int code = ErrorWords.tcpIpCode(detail);
            return new CommandFailedException(reply, code, ErrorWords.tcpIp(code));
        }
        return new CommandFailedException(reply, ErrorWords.cmeCode(reply), ErrorWords.cme(reply));
    }

    private Pending begin(String command, boolean escape) throws ModemException {
        state.lock();
        try {
            if (dead != null) {
                throw dead;
            }
            if (transparent != null && !escape) {
                throw new PortInUseException("the port carries the bytes of socket "
                        + transparent.request().connectId() + " (transparent mode); close the socket before sending "
                        + command);
            }
            Pending mine = new Pending(command);
            pending = mine;
            return mine;
        } finally {
            state.unlock();
        }
    }

    private void end(Pending mine) {
        change(() -> {
            if (!mine.isOver()) {
                outOfStep = true;
                promptMayBeOpen |= mine.mayPrompt();
            }
            pending = null;
        });
    }

    private NoAnswerException noAnswer(Pending mine, String awaited, Duration limit) {
        String name = ModemProfile.commandName(mine.command);
        String advice =
                switch (name) {
                    case "+QISEND" ->
                        awaited.equals("prompt")
                                ? "look whether the socket is still open"
                                : "the bytes may" + " or may not have left; look at coverage and flow control";
                    case "+QIRD" -> "bytes may be lost between modem and host; look at the baud rate and flow control";
                    default -> "";
                };
        return new NoAnswerException(awaited, mine.command, limit, advice);
    }

    /** After an unanswered command: finds a state in which the next answer belongs to the next command. */
    private void regainStep() throws ModemException {
        if (!ask(() -> outOfStep)) {
            return;
        }
        if (ask(() -> promptMayBeOpen)) {
            write(ESCAPE, Event.Origin.PARLEY);
        }
        boolean answered = false;
        for (int attempt = 0; attempt < profile.timing().syncAttempts() && !answered; attempt++) {
            answered = probe("AT", profile.timing().sync());
        }
        if (!answered) {
            throw new NoAnswerException(
                    "answer",
                    "AT",
                    profile.timing().sync().multipliedBy(profile.timing().syncAttempts()),
                    "the modem fell silent after an unanswered command; switch it off and on");
        }
        awaitQuiet();
        // Its answer has a name, so from here on nobody takes a bare OK for that of an older command.
        probe("AT+CMEE?", profile.timing().usual());
        change(() -> {
            outOfStep = false;
            promptMayBeOpen = false;
        });
    }

    private boolean probe(String command, Duration limit) throws ModemException {
        Pending mine = begin(command, false);
        mine.takesAnyResult = true;
        try {
            write(Bytes.latin1(command + "\r"), Event.Origin.PARLEY);
            return await(limit, mine::isOver);
        } finally {
            end(mine);
        }
    }

    /** Waits until nothing has come for a while, at most for ten such whiles. */
    private void awaitQuiet() throws ModemException {
        long limit =
                System.nanoTime() + profile.timing().quiet().multipliedBy(10).toNanos();
        while (System.nanoTime() < limit) {
            long seen = ask(() -> lastReceived);
            if (!await(profile.timing().quiet(), () -> lastReceived != seen)) {
                return;
            }
        }
    }

    private void write(Bytes bytes, Event.Origin origin) throws ModemException {
        try {
            link.write(bytes, origin);
        } catch (LinkException e) {
            LinkLostException lost = new LinkLostException(e.getMessage(), e);
            die(lost, ClosedBy.LINK);
            throw lost;
        }
    }

    // Waiting

    /**
     * Waits until {@code condition}, which is looked at with the state lock held.
     *
     * @return false if {@code limit} is over before
     * @throws LinkLostException if the link is lost
     */
    boolean await(Duration limit, BooleanSupplier condition) throws ModemException {
        long end = System.nanoTime() + limit.toNanos();
        state.lock();
        try {
            while (!condition.getAsBoolean()) {
                if (dead != null) {
                    throw dead;
                }
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                boolean mayStall = pending != null && pending.reads;
                changed.awaitNanos(
                        mayStall ? Math.min(left, profile.timing().stall().toNanos()) : left);
            }
            return true;
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            state.unlock();
        }
    }

    /** Lets a guard time pass, without which the modem takes {@code +++} for data; ends early if the link is lost. */
    private void silence(Duration guard) throws ModemException {
        await(guard, () -> false);
    }

    /** True if the answer to a reading command began and broke off: bytes were lost on the way. Under the state lock. */
    private boolean isStalled(Pending mine) {
        return mine.reads
                && lastReceived - mine.began > 0
                && System.nanoTime() - lastReceived >= profile.timing().stall().toNanos();
    }

    private static ModemException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new CommandInterruptedException("waiting for the modem was interrupted", e);
    }

    /** Runs {@code change} under the state lock and wakes whoever waits. */
    void change(Runnable change) {
        state.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            state.unlock();
        }
    }

    /** What {@code question} finds under the state lock. */
    <T> T ask(Supplier<T> question) {
        state.lock();
        try {
            return question.get();
        } finally {
            state.unlock();
        }
    }

    // What the modem says. On the reader's or the writer's thread, under the journal's lock.

    private void crossed(Event.Traffic traffic, AtDecoder decoder) {
        if (traffic.direction() == Direction.RX) {
            change(() -> lastReceived = System.nanoTime());
        }
        decoder.accept(traffic);
    }

    private void decoded(AtEvent event) {
        change(() -> apply(event));
        if (event instanceof AtEvent.Urc urc && !listeners.isEmpty()) {
            announcer.execute(() -> listeners.forEach(listener -> listener.urc(urc)));
        }
    }

    private void apply(AtEvent event) {
        Pending mine = pending;
        switch (event) {
            case AtEvent.Command command -> {
                if (mine != null && mine.exchange < 0 && mine.command.equals(command.text())) {
                    mine.exchange = command.exchange();
                }
            }
            case AtEvent.Information information -> {
                if (mine != null && mine.isOpen(information.exchange())) {
                    mine.information.add(information.text());
                }
            }
            case AtEvent.Prompt prompt -> {
                if (mine != null && mine.isOpen(prompt.exchange())) {
                    mine.prompted = true;
                }
            }
            case AtEvent.Payload payload -> {
                if (payload.direction() == Direction.RX) {
                    received(mine, payload);
                }
            }
            case AtEvent.FinalResult result -> {
                if (mine != null && mine.ends(result)) {
                    mine.end(result);
                    answeredOnce = true;
                    if (result.code() == ResultCode.CONNECT) {
                        transparent = sockets.values().stream()
                                .filter(socket -> socket.request().mode() == AccessMode.TRANSPARENT)
                                .findFirst()
                                .orElse(null);
                    }
                }
            }
            case AtEvent.Urc urc -> announced(urc);
            case AtEvent.Echo echo -> {}
            case AtEvent.Noise noise -> {}
        }
    }

    private void received(@Nullable Pending mine, AtEvent.Payload payload) {
        if (mine != null && mine.isOpen(payload.exchange())) {
            mine.payload.add(payload.bytes());
        } else {
            ModemSocketChannel socket = sockets.get(payload.socket());
            if (socket != null) {
                socket.arrived(payload.bytes());
            }
        }
    }

    private void announced(AtEvent.Urc urc) {
        switch (urc.name()) {
            case "+QIOPEN" -> at(urc.argument(0)).ifPresent(socket -> socket.openResult(number(urc.argument(1), 550)));
            case "+QIURC" -> {
                switch (urc.argument(0)) {
                    case "recv" -> at(urc.argument(1)).ifPresent(ModemSocketChannel::dataWaits);
                    case "closed" -> at(urc.argument(1)).ifPresent(socket -> socket.ends(ClosedBy.PEER));
                    case "pdpdeact" ->
                        sockets.values().stream()
                                .filter(socket -> socket.request().contextId() == number(urc.argument(1), -1))
                                .forEach(socket -> socket.ends(ClosedBy.PDP));
                    default -> {}
                }
            }
            case "NO CARRIER" -> {
                if (transparent != null) {
                    ModemSocketChannel socket = transparent;
                    transparent = null;
                    socket.carrierLost();
                }
            }
            case "RDY", "POWERED DOWN", "NORMAL POWER DOWN" -> {
                if (answeredOnce) {
                    startedAnew(urc.name());
                }
            }
            default -> {}
        }
    }

    private void startedAnew(String sign) {
        ModemResetException why = new ModemResetException("the modem "
                + (sign.equals("RDY") ? "started anew (RDY)" : "was switched off (" + sign + ")")
                + "; every socket is gone: connect again, and look at its supply voltage");
        answeredOnce = false;
        outOfStep = false;
        promptMayBeOpen = false;
        transparent = null;
        if (pending != null) {
            pending.failure = why;
        }
        List<ModemSocketChannel> gone = List.copyOf(sockets.values());
        sockets.clear();
        gone.forEach(socket -> socket.fails(why, ClosedBy.MODEM_RESET));
    }

    private void die(ModemException why, ClosedBy by) {
        change(() -> {
            if (dead == null) {
                dead = why;
                List<ModemSocketChannel> gone = List.copyOf(sockets.values());
                sockets.clear();
                gone.forEach(socket -> socket.fails(why, by));
            }
        });
    }

    private Optional<ModemSocketChannel> at(String id) {
        return Optional.ofNullable(sockets.get(number(id, -1)));
    }

    private Optional<ModemSocketChannel> socket(int id) {
        return ask(() -> Optional.ofNullable(sockets.get(id)));
    }

    void forget(ModemSocketChannel channel) {
        change(() -> sockets.remove(channel.request().connectId(), channel));
    }

    static int number(String text, int otherwise) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /** The command in flight. Guarded by the state lock. */
    private static final class Pending {
        private final String command;
        private final List<String> information = new ArrayList<>();
        private final List<Bytes> payload = new ArrayList<>();
        private final boolean reads;
        private final long began = System.nanoTime();
        private long exchange = -1;
        private boolean prompted;
        private boolean takesAnyResult;
        private AtEvent.@Nullable FinalResult result;
        private @Nullable ModemException failure;

        Pending(String command) {
            this.command = command;
            this.reads = List.of("+QIRD", "+QSSLRECV").contains(ModemProfile.commandName(command));
        }

        boolean isOpen(long number) {
            return !isOver() && exchange == number;
        }

        boolean isOver() {
            return result != null || failure != null;
        }

        boolean mayPrompt() {
            return ModemProfile.commandName(command).contains("SEND") || prompted;
        }

        /** The decoder's own word that a command got no result is not one: the limit decides that here. */
        boolean ends(AtEvent.FinalResult candidate) {
            return candidate.code() != ResultCode.UNANSWERED
                    && (isOpen(candidate.exchange()) || (takesAnyResult && exchange >= 0 && !isOver()));
        }

        void end(AtEvent.FinalResult last) {
            result = last;
        }

        Reply reply() throws ModemException {
            if (failure != null) {
                throw failure;
            }
            AtEvent.FinalResult last = java.util.Objects.requireNonNull(result);
            return new Reply(command, last.code(), last.text(), information, Bytes.concat(payload));
        }
    }
}
