package dev.parley.modem;

import dev.parley.at.AtDecoder;
import dev.parley.at.AtEvent;
import dev.parley.at.CommandLine;
import dev.parley.at.Dictionary;
import dev.parley.at.ResultCode;
import dev.parley.journal.Bytes;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import dev.parley.link.Link;
import dev.parley.link.LinkException;
import dev.parley.link.RecordedLink;
import dev.parley.socket.ClosedBy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The AT engine: writes commands one at a time and waits for their answers.
 *
 * <p>It learns what the modem says from the journal, through a decoder of its own, so it acts upon exactly what is recorded.
 * Callers may come from any thread (virtual ones, as every call blocks); they take turns in the order in which they came.
 * Unsolicited result codes are looked at before anything else and reach the sockets at once.
 *
 * <p>Everything that waits has a limit, and {@link ModemObserver} hears of waits that take longer than usual. After a
 * {@link NoAnswerException} the engine stays usable: before the next command it leaves a prompt that may be open (ESC), says
 * {@code AT} until the modem answers, and lets a late answer pass. A link that is interrupted ends the command in flight; once
 * it is regained, the engine finds the modem's step and asks what became of the sockets ({@link LinkGap}).
 *
 * <p>Locks: {@code line} is held for the length of an exchange; {@link ModemState} has one of its own, which is never held
 * while {@code line} is taken.
 */
public final class Modem implements AutoCloseable {
    /** How long a caller waits for its turn; longer than any command may take. */
    private static final Duration TURN = Duration.ofMinutes(5);

    /** How often a wait that takes long is told anew. */
    private static final Duration TELL_AGAIN = Duration.ofSeconds(1);

    /** For waits that end with an event, the link's loss at the latest. */
    static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE / 2);

    private static final Bytes ESCAPE = Bytes.of(0x1b);
    private static final String PLUS_PLUS_PLUS = "+++";

    private final RecordedLink link;
    private final ReentrantLock line = new ReentrantLock(true);
    private final ModemState state = new ModemState();
    private final ModemSettings settings = new ModemSettings(this);
    private final List<UrcListener> listeners = new CopyOnWriteArrayList<>();
    private final ExecutorService announcer = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("unsolicited results").factory());

    private Journal.Subscription watching = () -> {};
    private volatile ModemProfile profile;
    private volatile ModemObserver observer = ModemObserver.none();
    private volatile boolean silenceTold;

    private Modem(RecordedLink link, ModemProfile profile) {
        this.link = link;
        this.profile = profile;
        state.startedLine(profile.started());
    }

    /** Starts the link and an engine over it. The engine owns the link from now on. */
    public static Modem start(RecordedLink link, ModemProfile profile) {
        Modem modem = new Modem(link, profile);
        AtDecoder decoder = new AtDecoder(modem::decoded);
        modem.watching = link.journal().observe(event -> {
            switch (event) {
                case Event.Traffic traffic -> {
                    modem.state.heard(traffic.direction());
                    decoder.accept(traffic);
                }
                case Event.LinkChange change
                when change.state() == Event.LinkChange.State.LOST -> decoder.interrupt(change.nanos());
                case Event.Signals signals -> decoder.accept(signals);
                case Event.LinkChange _, Event.Action _, Event.Note _, Event.Secret _ -> {}
            }
        });
        link.start(new Link.Listener() {
            @Override
            public void received(Bytes bytes, long stamp) {
                // The journal's observer has seen them already.
            }

            @Override
            public void interrupted(LinkException why) {
                LinkLostException lost = new LinkLostException(why.getMessage(), why);
                modem.state.interrupt(lost);
                modem.observer.interrupted(lost);
            }

            @Override
            public void regained(String detail) {
                modem.state.regain();
                Thread.ofVirtual().name("after a gap").start(new LinkGap(modem, modem.ask(modem.state::gaps))::close);
            }

            @Override
            public void lost(LinkException why) {
                LinkLostException lost = new LinkLostException(why.getMessage(), why);
                modem.state.die(lost, ClosedBy.LINK);
                modem.observer.lost(lost);
            }
        });
        return modem;
    }

    /** What Parley knows of this modem; may change once, when the modem has said what it is. */
    public ModemProfile profile() {
        return profile;
    }

    void recognised(ModemProfile known) {
        profile = known;
        state.startedLine(known.started());
    }

    public RecordedLink link() {
        return link;
    }

    public ModemSettings settings() {
        return settings;
    }

    /** Calls {@code listener} with every unsolicited result code, until what is returned or the engine is closed. */
    public Journal.Subscription listen(UrcListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Tells {@code watcher} of silences and changed settings from now on, in the place of another. */
    public void observe(ModemObserver watcher) {
        observer = watcher;
    }

    // Commands

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
     * @param command without CR, for example {@code AT+CSQ}; {@code +++} leaves transparent mode, with its guard times
     * @param payload what is written after the modem's prompt; if the modem prompts and there is none, the prompt is left
     * @param limit how long the final result may take, from the moment the command (or its payload) is written
     * @throws NoAnswerException if it did not come in time
     * @throws PortInUseException if the port is in transparent mode
     * @throws ListenOnlyException if it is Parley's own and Parley only listens
     * @throws IllegalArgumentException if {@code command} holds a control character
     */
    public Reply send(String command, Bytes payload, Duration limit, Event.Origin origin) throws ModemException {
        if (command.isBlank() || command.chars().anyMatch(c -> c < ' ' || c > 0xff)) {
            throw new IllegalArgumentException("a command is one line of text, not '"
                    + Dictionary.standard().masked(command) + "'");
        }
        if (command.equals(PLUS_PLUS_PLUS)) {
            return inTurn(() -> escape(() -> false, origin));
        }
        return inTurn(() -> {
            Reply reply = exchange(command, payload, limit, origin);
            tellSocket(reply);
            return reply;
        });
    }

    /**
     * Sends a command of Parley's own whose payload must not be recorded, such as a private key: the journal gets stars in its place,
     * and its length and checksum.
     */
    public Reply sendSecret(String command, Bytes payload, Duration limit) throws ModemException {
        return inTurn(() -> exchange(command, payload, limit, Event.Origin.PARLEY, true));
    }

    /** Throws what ended the engine for good, if anything has; for waits that no command of their own ends. */
    void checkGoesOn() throws ModemException {
        state.checkAlive();
    }

    /** What an operator's command did to a socket of ours: its bytes are not lost, and its end is known. */
    private void tellSocket(Reply reply) {
        CommandLine.Command command = CommandLine.parse(reply.command()).first();
        if (reply.succeeded() && command.name().equals("AT&D")) {
            state.dtrLeavesData(command.number(0, 0) == 1);
        }
        if (!reply.succeeded() || command.form() != CommandLine.Form.SET) {
            return;
        }
        Optional<ModemSocketChannel> socket = state.socket(command.number(0, -1));
        switch (command.name()) {
            case "+QIRD" -> socket.ifPresent(its -> change(() -> its.arrived(reply.payload())));
            case "+QICLOSE" -> socket.ifPresent(ModemSocketChannel::closedByOperator);
            default -> {}
        }
    }

    /**
     * Sets the lines that the host drives. To drop DTR after {@code AT&D1} leaves transparent mode; its socket goes on as a buffered
     * one until {@code ATO}.
     *
     * @throws LinkException if the link has no such lines, or is lost
     */
    public void lines(boolean dtr, boolean rts) throws LinkException, ModemException {
        boolean leaves = !dtr && state.leavesDataWithDtr();
        if (leaves) {
            state.escaping(true);
        }
        try {
            link.lines(dtr, rts);
            if (leaves && !await(profile.timing().guard(), () -> !state.isTransparentNow())) {
                // Not every modem says OK to it.
                state.escaping(false);
                state.leftTransparentMode();
            }
        } finally {
            state.escaping(false);
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
     * @throws SocketOpenException if the modem or the peer refuses, or Parley knows no socket commands of this modem
     */
    public ModemSocketChannel open(SocketRequest request) throws ModemException {
        if (profile.dialect() != ModemProfile.Dialect.QUECTEL) {
            throw new SocketOpenException(
                    "Parley knows no socket commands of this modem (" + profile.name()
                            + "): it goes as far as an address on the network; if the modem has Quectel's, choose its"
                            + " profile",
                    -1);
        }
        ModemSocketChannel channel = new ModemSocketChannel(this, request);
        if (!state.add(channel)) {
            throw new SocketOpenException(
                    "connectID " + request.connectId() + " is in use by this program; close that socket or take"
                            + " another id",
                    563);
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

    // Out of a silence

    /** Ends every wait for an answer at once; who waited fails with {@link NoAnswerException}. */
    public void giveUp() {
        state.giveUp(silent -> new NoAnswerException(
                        "answer",
                        silent.command(),
                        Duration.ofSeconds(Duration.ofNanos(System.nanoTime() - silent.began())
                                .toSeconds()),
                        "the operator gave it up"))
                .ifPresent(silent -> tell(Optional.of(new Silence(
                        silent.command(),
                        profile.limit(silent.command()),
                        silent.began(),
                        true,
                        "the operator gave up waiting for "
                                + Dictionary.standard().masked(silent.command())))));
    }

    /**
     * Ends every wait for an answer and says {@code AT} until the modem answers in step again.
     *
     * @throws NoAnswerException if it does not
     */
    public void resynchronise() throws ModemException {
        giveUp();
        inTurn(() -> {
            checkMayWrite("AT");
            if (state.isTransparent()) {
                escape(() -> !state.isTransparentNow(), Event.Origin.PARLEY);
            }
            state.losesStep();
            regainStep();
            return true;
        });
    }

    /**
     * Restarts the modem ({@code AT+CFUN=1,1}) and waits until it takes commands again. Its sockets are gone, and it has its
     * own settings again.
     *
     * @throws NoAnswerException if it does not come back
     */
    public void reset() throws ModemException {
        giveUp();
        inTurn(() -> {
            checkMayWrite("AT+CFUN=1,1");
            if (state.isTransparent()) {
                escape(() -> !state.isTransparentNow(), Event.Origin.PARLEY);
            }
            int starts = ask(state::starts);
            int ready = ask(state::readySigns);
            try {
                exchange("AT+CFUN=1,1", Bytes.empty(), profile.limit("AT+CFUN=1,1"), Event.Origin.PARLEY);
            } catch (NoAnswerException e) {
                // A modem that says nothing may still do as it is told.
                link.journal().action("modem.reset", "written without an answer: " + e.getMessage());
                write(ESCAPE, Event.Origin.PARLEY);
                write(Bytes.latin1("AT+CFUN=1,1\r"), Event.Origin.PARLEY);
            } catch (ModemResetException e) {
                link.journal().action("modem.reset", e.getMessage());
            }
            Duration start = profile.timing().start();
            if (await(start, () -> state.starts() > starts)) {
                await(start, () -> state.readySigns() > ready);
            }
            settings.forget();
            state.losesStep();
            regainStep();
            return true;
        });
    }

    /**
     * While {@code on}, nothing of Parley's own is begun: its commands are refused with {@link ListenOnlyException}, and data
     * that waits in the modem is left there. An exchange under way is ended.
     */
    public void listenOnly(boolean on) {
        state.listenOnly(on);
    }

    /**
     * Waits until the link carries bytes; at once where it is not interrupted.
     *
     * @throws LinkLostException if it does not come back
     */
    public void awaitLink() throws ModemException {
        await(FOREVER, () -> !state.isInterruptedNow());
        state.checkAlive();
    }

    /** True while the link is interrupted. */
    public boolean isInterrupted() {
        return ask(state::isInterruptedNow);
    }

    /** How often the link was interrupted. Under the state lock. */
    int gapsNow() {
        return state.gaps();
    }

    /** True if a send was ended by something else than its payload since sockets are in doubt. Under the state lock. */
    boolean filledPayload() {
        return state.filledPayload();
    }

    /**
     * Ends a prompt that waits for more payload: with as many CR as may be missing, for ESC is payload there, and to a modem that takes
     * commands CR says nothing. The caller has its turn.
     */
    void fillPayload(int bytes) throws ModemException {
        write(Bytes.latin1("\r".repeat(bytes)), Event.Origin.PARLEY);
    }

    List<ModemSocketChannel> inDoubt() {
        return state.inDoubt();
    }

    ModemObserver observer() {
        return observer;
    }

    /** True while Parley only listens. Under the state lock. */
    boolean listensOnlyNow() {
        return state.listensOnlyNow();
    }

    private void checkMayWrite(String command) throws ModemException {
        if (state.listensOnly()) {
            throw new ListenOnlyException(command);
        }
    }

    /** Says {@code AT} and takes any answer; for a modem that may be starting, or at another program's prompt. */
    Reply attention() throws ModemException {
        return inTurn(() -> {
            state.forgetsStep();
            return exchange("AT", Bytes.empty(), profile.timing().sync().multipliedBy(2), Event.Origin.PARLEY);
        });
    }

    /** Leaves whatever data mode the modem may have been left in: cancels a prompt, and escapes from transparent mode. */
    void escapeBlindly() throws ModemException {
        inTurn(() -> {
            checkMayWrite(PLUS_PLUS_PLUS);
            write(ESCAPE, Event.Origin.PARLEY);
            escapeNow();
            return true;
        });
    }

    private void escapeNow() throws ModemException {
        int gaps = ask(state::gaps);
        silence(profile.timing().guard());
        checkNotInterrupted(gaps);
        write(Bytes.latin1(PLUS_PLUS_PLUS), Event.Origin.PARLEY);
        silence(profile.timing().guard());
        checkNotInterrupted(gaps);
    }

    /** What was said before an interruption tells nothing of the modem after it. */
    private void checkNotInterrupted(int gaps) throws ModemException {
        if (ask(state::gaps) != gaps) {
            throw new LinkLostException(
                    "the link was interrupted while Parley looked for the modem's step; it is tried again", null);
        }
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

    /** True if the modem echoed the last command that it answered. */
    boolean echoes() {
        return state.echoes();
    }

    /** Ends the engine and closes the link. Whoever waits for the modem fails at once. */
    @Override
    public void close() {
        state.die(new LinkLostException("the link " + link.address() + " was closed by Parley", null), ClosedBy.LINK);
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
            throw ModemState.interrupted(e);
        }
        try {
            return turn.take();
        } finally {
            line.unlock();
        }
    }

    /** One exchange; the caller has its turn. */
    Reply exchange(String command, Bytes payload, Duration limit, Event.Origin origin) throws ModemException {
        return exchange(command, payload, limit, origin, false);
    }

    private Reply exchange(String command, Bytes payload, Duration limit, Event.Origin origin, boolean isSecret)
            throws ModemException {
        if (origin == Event.Origin.PARLEY) {
            checkMayWrite(command);
        }
        if (!state.listensOnly()) {
            regainStep();
        }
        PendingCommand mine = state.begin(command, false, false);
        try {
            write(Bytes.latin1(command + "\r"), origin);
            if (!payload.isEmpty()) {
                Duration prompt = profile.timing().prompt();
                if (!awaitAnswer(command, prompt, () -> mine.takesPayload() || mine.isOver())) {
                    throw noAnswer(mine, "prompt", prompt);
                }
                if (ask(() -> mine.takesPayload() && !mine.isOver())) {
                    if (isSecret) {
                        writeSecret(payload);
                    } else {
                        write(payload, origin);
                    }
                }
            }
            Duration stall = profile.timing().stall();
            if (!awaitAnswer(
                    command,
                    limit,
                    () -> mine.isOver() || (payload.isEmpty() && mine.prompted()) || state.isStalled(mine, stall))) {
                throw noAnswer(mine, payload.isEmpty() ? "answer" : "result", limit);
            }
            if (ask(() -> !mine.isOver() && mine.prompted())) {
                write(ESCAPE, origin);
                if (!await(profile.timing().usual(), mine::isOver)) {
                    throw noAnswer(
                            mine,
                            "answer to the ESC that cancels",
                            profile.timing().usual());
                }
            }
            if (ask(() -> !mine.isOver())) {
                throw noAnswer(mine, "end of the answer", stall);
            }
            Reply reply = mine.reply();
            answers();
            return reply;
        } finally {
            state.end(mine);
        }
    }

    /**
     * Leaves transparent mode by {@code +++}, unless the peer is quicker: once {@code NO CARRIER} has come the modem is in command
     * mode, where {@code +++} would be the beginning of the next command. The caller has its turn.
     *
     * @param carrierLost true once {@code NO CARRIER} has come; is asked with the state lock held
     */
    Reply escape(BooleanSupplier carrierLost, Event.Origin origin) throws ModemException {
        if (origin == Event.Origin.PARLEY) {
            checkMayWrite(PLUS_PLUS_PLUS);
        }
        Duration guard = profile.timing().guard();
        Reply already = new Reply(PLUS_PLUS_PLUS, ResultCode.OK, "OK", List.of(), Bytes.empty());
        if (await(guard, carrierLost)) {
            return already;
        }
        PendingCommand mine = state.begin(PLUS_PLUS_PLUS, false, true);
        try {
            state.escaping(true);
            write(Bytes.latin1(PLUS_PLUS_PLUS), origin);
            Duration limit = guard.plus(profile.timing().usual());
            if (!awaitAnswer(PLUS_PLUS_PLUS, limit, () -> mine.isOver() || carrierLost.getAsBoolean())) {
                throw noAnswer(mine, "answer", limit);
            }
            Reply reply = ask(mine::isOver) ? mine.reply() : already;
            state.leftTransparentMode();
            answers();
            return reply;
        } finally {
            state.escaping(false);
            state.end(mine);
        }
    }

    /** Writes payload of the transparent socket; the caller has its turn. */
    void writeRaw(Bytes bytes) throws ModemException {
        checkMayWrite("payload");
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

    /** After an unanswered command: finds a state in which the next answer belongs to the next command. */
    void regainStep() throws ModemException {
        if (!state.isOutOfStep()) {
            return;
        }
        checkMayWrite("AT");
        int gaps = ask(state::gaps);
        if (state.wasOnline()) {
            // Before anything else: what is said to a modem that carries payload goes to the peer.
            escapeNow();
        }
        if (state.mayPromptBeOpen()) {
            write(ESCAPE, Event.Origin.PARLEY);
        }
        long began = System.nanoTime();
        boolean answered = false;
        int attempts = profile.timing().syncAttempts();
        for (int attempt = 0; attempt < attempts && !answered; attempt++) {
            // Twice, for the first +++ may be what brings modem and decoder to the same mode.
            if (state.mayBeOnline() && attempt > 0 && attempt % Math.ceilDiv(attempts, 3) == 0) {
                escapeNow();
            }
            answered = probe("AT", profile.timing().sync());
            checkNotInterrupted(gaps);
        }
        if (!answered) {
            throw noAnswer(
                    "AT",
                    began,
                    "answer",
                    profile.timing().sync().multipliedBy(profile.timing().syncAttempts()),
                    "the modem fell silent after an unanswered command; switch it off and on");
        }
        awaitQuiet();
        // Its answer has a name, so from here on nobody takes a bare OK for that of an older command.
        probe("AT+CMEE?", profile.timing().usual());
        state.isInStep(gaps);
        checkNotInterrupted(gaps);
        answers();
    }

    private boolean probe(String command, Duration limit) throws ModemException {
        PendingCommand mine = state.begin(command, true, false);
        try {
            write(Bytes.latin1(command + "\r"), Event.Origin.PARLEY);
            return await(limit, mine::isOver) && ask(mine::isAnswered);
        } finally {
            state.end(mine);
        }
    }

    /** Waits until nothing has come for a while, at most for ten such whiles. */
    private void awaitQuiet() throws ModemException {
        Duration quiet = profile.timing().quiet();
        long limit = System.nanoTime() + quiet.multipliedBy(10).toNanos();
        while (System.nanoTime() < limit) {
            long seen = ask(state::lastReceived);
            if (!await(quiet, () -> state.lastReceived() != seen)) {
                return;
            }
        }
    }

    private void write(Bytes bytes, Event.Origin origin) throws ModemException {
        try {
            link.write(bytes, origin);
        } catch (LinkException e) {
            // What it means for everybody else, the link has told already.
            throw new LinkLostException(e.getMessage(), e);
        }
    }

    private void writeSecret(Bytes bytes) throws ModemException {
        link.journal().action("secret.written", bytes.length() + " bytes, checksum " + ModemFiles.checksum(bytes));
        try {
            link.writeSecret(bytes);
        } catch (LinkException e) {
            throw new LinkLostException(e.getMessage(), e);
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
        return state.await(limit, profile.timing().stall(), condition);
    }

    /** As {@link #await}, for what the modem owes: tells the observer when it takes longer than usual. */
    boolean awaitAnswer(String owed, Duration limit, BooleanSupplier condition) throws ModemException {
        long began = System.nanoTime();
        Duration next = profile.timing().patience();
        while (true) {
            Duration left = limit.minusNanos(System.nanoTime() - began);
            boolean last = left.compareTo(next) <= 0;
            if (await(last ? left : next, condition)) {
                return true;
            }
            if (last) {
                return false;
            }
            tell(Optional.of(Silence.waiting(owed, limit, began)));
            next = TELL_AGAIN;
        }
    }

    private NoAnswerException noAnswer(PendingCommand mine, String awaited, Duration limit) {
        String advice =
                switch (mine.name()) {
                    case "+QISEND" ->
                        awaited.equals("prompt")
                                ? "look whether the socket is still open"
                                : "the bytes may or may not have left; look at coverage and flow control";
                    case "+QIRD" -> "bytes may be lost between modem and host; look at the baud rate and flow control";
                    default -> "";
                };
        return noAnswer(mine.command(), mine.began(), awaited, limit, advice);
    }

    /** What did not come is told to the observer and can be thrown. */
    NoAnswerException noAnswer(String command, long began, String awaited, Duration limit, String advice) {
        NoAnswerException silent = new NoAnswerException(awaited, command, limit, advice);
        tell(Optional.of(new Silence(command, limit, began, true, silent.getMessage())));
        return silent;
    }

    private void answers() {
        if (silenceTold) {
            tell(Optional.empty());
        }
    }

    private void tell(Optional<Silence> silence) {
        silenceTold = silence.isPresent();
        observer.silence(silence);
    }

    void tellSettings() {
        observer.settings(settings.changed());
    }

    /** Lets a guard time pass, without which the modem takes {@code +++} for data; ends early if the link is lost. */
    private void silence(Duration guard) throws ModemException {
        await(guard, () -> false);
    }

    /** Runs {@code change} under the state lock and wakes whoever waits. */
    void change(Runnable change) {
        state.change(change);
    }

    /** What {@code question} finds under the state lock. */
    <T> T ask(Supplier<T> question) {
        return state.ask(question);
    }

    /** How often waits were given up. Under the state lock. */
    int givenUp() {
        return state.givenUp();
    }

    /** On the reader's or the writer's thread, under the journal's lock. */
    private void decoded(AtEvent event) {
        state.decoded(event);
        if (event instanceof AtEvent.Urc urc && !listeners.isEmpty()) {
            announcer.execute(() -> listeners.forEach(listener -> listener.urc(urc)));
        }
    }

    void forget(ModemSocketChannel channel) {
        state.forget(channel);
    }

    static int number(String text, int otherwise) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
