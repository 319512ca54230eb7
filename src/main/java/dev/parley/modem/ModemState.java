package dev.parley.modem;

import dev.parley.at.AtEvent;
import dev.parley.at.Dictionary;
import dev.parley.at.ResultCode;
import dev.parley.journal.Direction;
import dev.parley.socket.ClosedBy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the engine knows of its modem, and the waiting for it to change. One lock guards it all; it is held for moments only,
 * and nothing is called with it held. The journal's lock may be held when it is taken, never the other way round.
 */
final class ModemState {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final SocketTable sockets = new SocketTable();
    private final Set<Offload> offloads = new CopyOnWriteArraySet<>();
    private @Nullable PendingCommand pending;
    private @Nullable ModemException dead;
    private @Nullable ModemException interruption;
    private String startedLine = "";
    private boolean listenOnly;
    private boolean answeredOnce;
    private boolean echoes;
    private boolean outOfStep;
    private boolean promptMayBeOpen;
    private boolean mayBeOnline;
    private int gaps;
    private int straySends;
    private int straysBeforeDoubt;
    private boolean wasOnline;
    private boolean dtrLeavesData;
    private int starts;
    private int readySigns;
    private int givenUp;
    private long lastReceived = System.nanoTime();

    // Waiting

    /**
     * Waits until {@code condition}, which is looked at with the lock held.
     *
     * @param stall how long to sleep at most between two looks, where the line may have fallen silent in counted payload
     * @return false if {@code limit} is over before
     * @throws LinkLostException if the link is lost
     */
    boolean await(Duration limit, Duration stall, BooleanSupplier condition) throws ModemException {
        long end = System.nanoTime() + limit.toNanos();
        lock.lock();
        try {
            while (!condition.getAsBoolean()) {
                if (dead != null) {
                    throw dead;
                }
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                boolean mayStall = pending != null && pending.reads();
                changed.awaitNanos(mayStall ? Math.min(left, stall.toNanos()) : left);
            }
            return true;
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            lock.unlock();
        }
    }

    static ModemException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new CommandInterruptedException("waiting for the modem was interrupted", e);
    }

    /** Runs {@code change} under the lock and wakes whoever waits. */
    void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What {@code question} finds under the lock. */
    <T> T ask(Supplier<T> question) {
        lock.lock();
        try {
            return question.get();
        } finally {
            lock.unlock();
        }
    }

    /** Throws what ended the engine for good, if anything has. */
    void checkAlive() throws ModemException {
        Optional<ModemException> why = ask(() -> Optional.ofNullable(dead));
        if (why.isPresent()) {
            throw why.get();
        }
    }

    // The command in flight

    /**
     * Makes a command the one in flight.
     *
     * @param escape true for what leaves transparent mode, which no other command may do
     * @throws PortInUseException if the port is in transparent mode
     */
    PendingCommand begin(String command, boolean takesAnyResult, boolean escape) throws ModemException {
        lock.lock();
        try {
            if (dead != null) {
                throw dead;
            }
            if (interruption != null) {
                throw interruption;
            }
            Optional<ModemSocketChannel> online = sockets.transparent();
            if (online.isPresent() && !escape) {
                throw new PortInUseException("the port carries the bytes of socket "
                        + online.get().request().connectId()
                        + " (transparent mode); leave that with +++ before sending "
                        + Dictionary.standard().masked(command));
            }
            PendingCommand mine = new PendingCommand(command, takesAnyResult);
            pending = mine;
            return mine;
        } finally {
            lock.unlock();
        }
    }

    /** The command is no longer in flight; if it got no answer, the next one has to find the modem's step. */
    void end(PendingCommand mine) {
        change(() -> {
            if (mine.isAnswered()) {
                echoes = mine.echoed();
            } else if (!mine.isOver()) {
                losesStep(mine);
            }
            pending = null;
        });
    }

    private void losesStep(PendingCommand silent) {
        outOfStep = true;
        promptMayBeOpen |= silent.mayPrompt();
        mayBeOnline |= silent.mayBeOnline();
    }

    /**
     * Ends every wait for an answer now.
     *
     * @param failure what the command in flight fails with
     * @return that command, or nothing where none was in flight
     */
    Optional<PendingCommand> giveUp(Function<PendingCommand, ModemException> failure) {
        lock.lock();
        try {
            givenUp++;
            changed.signalAll();
            if (pending == null || pending.isOver()) {
                return Optional.empty();
            }
            losesStep(pending);
            pending.fail(failure.apply(pending));
            return Optional.of(pending);
        } finally {
            lock.unlock();
        }
    }

    /** How often {@link #giveUp} was called. Under the lock. */
    int givenUp() {
        return givenUp;
    }

    /** True if the answer to a reading command began and broke off: bytes were lost on the way. Under the lock. */
    boolean isStalled(PendingCommand mine, Duration stall) {
        return mine.reads() && lastReceived - mine.began() > 0 && System.nanoTime() - lastReceived >= stall.toNanos();
    }

    // Flags

    boolean isOutOfStep() {
        return ask(() -> outOfStep);
    }

    boolean mayPromptBeOpen() {
        return ask(() -> promptMayBeOpen);
    }

    /** True if the modem may take commands for payload. */
    boolean mayBeOnline() {
        return ask(() -> mayBeOnline);
    }

    void losesStep() {
        change(() -> outOfStep = true);
    }

    /** The modem answers in step, unless the link was interrupted since there were {@code gaps}. */
    void isInStep(int gaps) {
        change(() -> {
            if (this.gaps != gaps) {
                return;
            }
            outOfStep = false;
            promptMayBeOpen = false;
            mayBeOnline = false;
            wasOnline = false;
        });
    }

    /** The answer to {@code AT} decides about the step, not what came before. */
    void forgetsStep() {
        change(() -> outOfStep = false);
    }

    boolean listensOnly() {
        return ask(this::listensOnlyNow);
    }

    /** True while Parley only listens. Under the lock. */
    boolean listensOnlyNow() {
        return listenOnly;
    }

    void listenOnly(boolean on) {
        change(() -> listenOnly = on);
    }

    /** True if the last command that was answered had been echoed. */
    boolean echoes() {
        return ask(() -> echoes);
    }

    /** Which line tells that a modem has started, beside {@code RDY}. */
    void startedLine(String line) {
        change(() -> startedLine = line);
    }

    /** How often the modem said {@code RDY}. Under the lock. */
    int starts() {
        return starts;
    }

    /** How often the modem said the last line of its start. Under the lock. */
    int readySigns() {
        return readySigns;
    }

    /** {@link System#nanoTime()} when the last bytes came. Under the lock. */
    long lastReceived() {
        return lastReceived;
    }

    // Sockets

    boolean isTransparent() {
        return ask(this::isTransparentNow);
    }

    /** True while the port carries a socket's bytes. Under the lock. */
    boolean isTransparentNow() {
        return sockets.transparent().isPresent();
    }

    /** Whether a drop of DTR leaves transparent mode ({@code AT&D1}). */
    void dtrLeavesData(boolean leaves) {
        change(() -> dtrLeavesData = leaves);
    }

    /** True if the port carries a socket's bytes, and a drop of DTR ends that. */
    boolean leavesDataWithDtr() {
        return ask(() -> dtrLeavesData && isTransparentNow());
    }

    /** {@code +++} is on its way, or its end is known. */
    void escaping(boolean on) {
        change(() -> sockets.escaping(on));
    }

    void leftTransparentMode() {
        change(sockets::leavesTransparentMode);
    }

    Optional<ModemSocketChannel> socket(int id) {
        return ask(() -> sockets.get(id));
    }

    /** Gives {@code channel} its connectID; false if another has it. */
    boolean add(ModemSocketChannel channel) {
        return ask(() -> sockets.add(channel));
    }

    void forget(ModemSocketChannel channel) {
        change(() -> sockets.forget(channel));
    }

    // What the modem says

    void heard(Direction direction) {
        if (direction == Direction.RX) {
            change(() -> lastReceived = System.nanoTime());
        }
    }

    void decoded(AtEvent event) {
        change(() -> apply(event));
    }

    private void apply(AtEvent event) {
        PendingCommand mine = pending;
        if (event instanceof AtEvent.Payload payload
                && payload.direction() == Direction.RX
                && (mine == null || !mine.isOpen(payload.exchange()))) {
            sockets.arrived(payload);
            return;
        }
        if (event instanceof AtEvent.Payload payload && payload.direction() == Direction.TX) {
            return;
        }
        if (isStraySend(event)) {
            straySends++;
        }
        boolean answered = mine != null && mine.takes(event);
        if (answered && event instanceof AtEvent.FinalResult result) {
            answeredOnce = true;
            if (result.code() == ResultCode.CONNECT) {
                sockets.entersTransparentMode();
            }
        }
        if (event instanceof AtEvent.Urc urc) {
            announced(urc);
        }
    }

    /** The result of a send that the decoder knows nothing of is noise to it. */
    private static boolean isStraySend(AtEvent event) {
        return event instanceof AtEvent.Noise noise
                && List.of("SEND OK", "SEND FAIL").contains(noise.bytes().latin1());
    }

    private void announced(AtEvent.Urc urc) {
        if (urc.text().equals(startedLine)) {
            readySigns++;
        }
        sockets.heard(urc);
        switch (urc.name()) {
            case "RDY", "POWERED DOWN", "NORMAL POWER DOWN", "PSM POWER DOWN" -> {
                if (urc.name().equals("RDY")) {
                    starts++;
                }
                if (answeredOnce) {
                    startedAnew(urc.name());
                }
            }
            default -> {}
        }
    }

    /** The ids that were being opened, or closed, when the link was interrupted, and that nobody has taken since. */
    List<Integer> halfOpened() {
        return ask(sockets::halfOpened);
    }

    /** The modem has closed {@code id}. */
    void closed(int id) {
        change(() -> sockets.closed(id));
    }

    private void startedAnew(String sign) {
        ModemResetException why = new ModemResetException(
                switch (sign) {
                    case "RDY" ->
                        "the modem started anew (RDY); every socket is gone: connect again, and look at its supply"
                                + " voltage";
                    case "PSM POWER DOWN" ->
                        "the modem went to sleep (PSM POWER DOWN) and hears nothing until it wakes; wake it with"
                                + " PWRKEY or wait for its timer (T3412), then connect again";
                    default ->
                        "the modem was switched off (" + sign
                                + "); every socket is gone: switch it on, connect again, and look at its supply"
                                + " voltage";
                });
        answeredOnce = false;
        dtrLeavesData = false;
        outOfStep = false;
        promptMayBeOpen = false;
        mayBeOnline = false;
        wasOnline = false;
        if (pending != null) {
            pending.fail(why);
        }
        sockets.startedAnew(why);
    }

    /**
     * The link does not carry bytes any more: the command in flight fails with {@code why}, and so does whatever is begun until
     * {@link #regain}. What the modem said of its sockets meanwhile is not known.
     */
    void interrupt(ModemException why) {
        change(() -> {
            interruption = why;
            gaps++;
            outOfStep = true;
            if (pending != null) {
                promptMayBeOpen |= pending.mayPrompt();
                mayBeOnline |= pending.mayBeOnline();
                // ATO may have been heard: an AT would go to the peer.
                wasOnline |= pending.mayBeOnline();
                pending.fail(why);
            }
            wasOnline |= isTransparentNow();
            if (sockets.inDoubt().isEmpty() && offloads.stream().noneMatch(Offload::isInDoubt)) {
                straysBeforeDoubt = straySends;
            }
            sockets.interrupted(why);
            offloads.forEach(Offload::interrupted);
        });
    }

    void regain() {
        change(() -> interruption = null);
    }

    /** How often the link was interrupted. Under the lock. */
    int gaps() {
        return gaps;
    }

    /** True if a send was ended by something else than its payload since sockets are in doubt. Under the lock. */
    boolean filledPayload() {
        return straySends != straysBeforeDoubt;
    }

    /** True while the link is interrupted. Under the lock. */
    boolean isInterruptedNow() {
        return interruption != null;
    }

    /** True if the port may have carried a socket's bytes when the link was interrupted, and may do so until the modem is in step. */
    boolean wasOnline() {
        return ask(() -> wasOnline);
    }

    /** The sockets whose fate in a gap of the link is not known. */
    List<ModemSocketChannel> inDoubt() {
        return ask(sockets::inDoubt);
    }

    /** What runs over the modem's own TLS or MQTT, from now until {@link #forget(Offload)}. */
    void add(Offload offload) {
        offloads.add(offload);
    }

    /** What runs over the modem's own TLS and MQTT. */
    Set<Offload> offloads() {
        return Set.copyOf(offloads);
    }

    void forget(Offload offload) {
        offloads.remove(offload);
    }

    /** The connections of the modem's own TLS and MQTT whose fate in a gap of the link is not known. */
    List<Offload> offloadsInDoubt() {
        return offloads.stream().filter(Offload::isInDoubt).toList();
    }

    /** The engine is of no more use: whoever waits fails with {@code why}, and so does whoever comes later. */
    void die(ModemException why, ClosedBy by) {
        change(() -> {
            if (dead == null) {
                dead = why;
                sockets.fail(why, by);
            }
        });
        offloads.forEach(offload -> offload.fails(why));
    }
}
