package dev.parley.modem;

import dev.parley.at.AtDecoder;
import dev.parley.at.AtEvent;
import dev.parley.at.CommandLine;
import dev.parley.at.Dictionary;
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

    /** For waits that end with an event, the link's loss at the latest. */
    static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE / 2);

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
    private final Patience patience = new Patience(state, this::profile, this::observer);
    private final Dialogue dialogue;

    private Modem(RecordedLink link, ModemProfile profile) {
        this.link = link;
        this.profile = profile;
        this.dialogue = new Dialogue(link, state, patience, this::profile);
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
        if (command.equals(Dialogue.PLUS_PLUS_PLUS)) {
            return inTurn(() -> dialogue.escape(() -> false, origin));
        }
        return inTurn(() -> {
            Reply reply = dialogue.exchange(command, payload, limit, origin);
            tellSocket(reply);
            return reply;
        });
    }

    /**
     * Sends a command of Parley's own whose payload must not be recorded, such as a private key: the journal gets stars in its place,
     * and its length and checksum.
     */
    public Reply sendSecret(String command, Bytes payload, Duration limit) throws ModemException {
        return inTurn(() -> dialogue.exchangeSecret(command, payload, limit));
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
            case "+QIRD" -> socket.ifPresent(its -> change(() -> its.arrived(reply.payload(), reply.command())));
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
        if (dtr || !state.leavesDataWithDtr()) {
            link.lines(dtr, rts);
            return;
        }
        // In turn, or what is being written would be payload no more.
        Optional<LinkException> refused = inTurn(() -> leaveByDtr(rts));
        if (refused.isPresent()) {
            throw refused.get();
        }
    }

    private Optional<LinkException> leaveByDtr(boolean rts) throws ModemException {
        state.escaping(true);
        try {
            link.lines(false, rts);
            if (!patience.await(profile.timing().guard(), () -> !state.isTransparentNow())) {
                // Not every modem says OK to it.
                state.escaping(false);
                state.leftTransparentMode();
            }
            return Optional.empty();
        } catch (LinkException e) {
            return Optional.of(e);
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
            Reply reply = dialogue.exchange(command, Bytes.empty(), profile.limit(command), Event.Origin.PARLEY);
            if (!reply.succeeded()) {
                throw dialogue.refused(reply);
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
        patience.giveUp();
    }

    /**
     * Ends every wait for an answer and says {@code AT} until the modem answers in step again.
     *
     * @throws NoAnswerException if it does not
     */
    public void resynchronise() throws ModemException {
        giveUp();
        inTurn(() -> {
            dialogue.checkMayWrite("AT");
            if (state.isTransparent()) {
                dialogue.escape(() -> !state.isTransparentNow(), Event.Origin.PARLEY);
            }
            state.losesStep();
            dialogue.regainStep();
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
            dialogue.checkMayWrite("AT+CFUN=1,1");
            if (state.isTransparent()) {
                dialogue.escape(() -> !state.isTransparentNow(), Event.Origin.PARLEY);
            }
            int starts = ask(state::starts);
            int ready = ask(state::readySigns);
            try {
                dialogue.exchange("AT+CFUN=1,1", Bytes.empty(), profile.limit("AT+CFUN=1,1"), Event.Origin.PARLEY);
            } catch (NoAnswerException e) {
                // A modem that says nothing may still do as it is told.
                link.journal().action("modem.reset", "written without an answer: " + e.getMessage());
                dialogue.write(Dialogue.ESCAPE, Event.Origin.PARLEY);
                dialogue.write(Bytes.latin1("AT+CFUN=1,1\r"), Event.Origin.PARLEY);
            } catch (ModemResetException e) {
                link.journal().action("modem.reset", e.getMessage());
            }
            Duration start = profile.timing().start();
            if (patience.await(start, () -> state.starts() > starts)) {
                patience.await(start, () -> state.readySigns() > ready);
            }
            settings.forget();
            state.losesStep();
            dialogue.regainStep();
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
        patience.await(FOREVER, () -> !state.isInterruptedNow());
        state.checkAlive();
    }

    /** True while the link is interrupted. */
    public boolean isInterrupted() {
        return ask(state::isInterruptedNow);
    }

    /**
     * Ends a prompt that waits for more payload: with as many CR as may be missing, for ESC is payload there, and to a modem that takes
     * commands CR says nothing. The caller has its turn.
     */
    void fillPayload(int bytes) throws ModemException {
        if (bytes > 0) {
            dialogue.write(Bytes.latin1("\r".repeat(bytes)), Event.Origin.PARLEY);
        }
    }

    ModemObserver observer() {
        return observer;
    }

    /** Says {@code AT} and takes any answer; for a modem that may be starting, or at another program's prompt. */
    Reply attention() throws ModemException {
        return inTurn(() -> {
            state.forgetsStep();
            return dialogue.exchange(
                    "AT", Bytes.empty(), profile.timing().sync().multipliedBy(2), Event.Origin.PARLEY);
        });
    }

    /** Leaves whatever data mode the modem may have been left in: cancels a prompt, and escapes from transparent mode. */
    void escapeBlindly() throws ModemException {
        inTurn(() -> {
            dialogue.checkMayWrite(Dialogue.PLUS_PLUS_PLUS);
            dialogue.write(Dialogue.ESCAPE, Event.Origin.PARLEY);
            dialogue.escapeNow();
            return true;
        });
    }

    /** Lets late answers to earlier commands pass. */
    void settle() throws ModemException {
        inTurn(() -> {
            dialogue.awaitQuiet();
            return true;
        });
    }

    /** Lets time pass between two looks at something that changes by itself; fails if the link is lost. */
    void pause(Duration time) throws ModemException {
        patience.await(time, () -> false);
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

    /** What is known of the modem. */
    ModemState state() {
        return state;
    }

    /** What is said in a turn. */
    Dialogue dialogue() {
        return dialogue;
    }

    /** The waiting for what the modem does. */
    Patience patience() {
        return patience;
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

    /** How many wait for their turn. */
    int waiting() {
        return line.getQueueLength();
    }

    /** How many hear the unsolicited result codes. */
    int listeners() {
        return listeners.size();
    }

    void tellSettings() {
        observer.settings(settings.changed());
    }

    /** Runs {@code change} under the state lock and wakes whoever waits. */
    void change(Runnable change) {
        state.change(change);
    }

    /** What {@code question} finds under the state lock. */
    <T> T ask(Supplier<T> question) {
        return state.ask(question);
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
