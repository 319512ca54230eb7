package dev.parley.modem;

import dev.parley.at.ResultCode;
import dev.parley.journal.Bytes;
import dev.parley.journal.Event;
import dev.parley.link.LinkException;
import dev.parley.link.RecordedLink;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What host and modem say to each other, one exchange at a time: whoever calls has its turn ({@link Modem#inTurn}).
 *
 * <p>After a command without an answer it finds the modem's step again before the next one.
 */
final class Dialogue {
    static final String PLUS_PLUS_PLUS = "+++";
    static final Bytes ESCAPE = Bytes.of(0x1b);

    private final RecordedLink link;
    private final ModemState state;
    private final Patience patience;
    private final Supplier<ModemProfile> profile;

    Dialogue(RecordedLink link, ModemState state, Patience patience, Supplier<ModemProfile> profile) {
        this.link = link;
        this.state = state;
        this.patience = patience;
        this.profile = profile;
    }

    /** Throws where Parley only listens. */
    void checkMayWrite(String command) throws ModemException {
        if (state.listensOnly()) {
            throw new ListenOnlyException(command);
        }
    }

    /** One exchange; the caller has its turn. */
    Reply exchange(String command, Bytes payload, Duration limit, Event.Origin origin) throws ModemException {
        return exchange(command, payload, limit, origin, false);
    }

    /** One exchange of Parley's own whose payload is not recorded; the caller has its turn. */
    Reply exchangeSecret(String command, Bytes payload, Duration limit) throws ModemException {
        return exchange(command, payload, limit, Event.Origin.PARLEY, true);
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
                Duration prompt = profile.get().timing().prompt();
                if (!patience.awaitAnswer(command, prompt, () -> mine.takesPayload() || mine.isOver())) {
                    throw patience.noAnswer(mine, "prompt", prompt);
                }
                if (state.ask(() -> mine.takesPayload() && !mine.isOver())) {
                    if (isSecret) {
                        writeSecret(payload);
                    } else {
                        write(payload, origin);
                    }
                }
            }
            Duration stall = profile.get().timing().stall();
            if (!patience.awaitAnswer(
                    command,
                    limit,
                    () -> mine.isOver() || (payload.isEmpty() && mine.prompted()) || state.isStalled(mine, stall))) {
                throw patience.noAnswer(mine, payload.isEmpty() ? "answer" : "result", limit);
            }
            if (state.ask(() -> !mine.isOver() && mine.prompted())) {
                write(ESCAPE, origin);
                if (!patience.await(profile.get().timing().usual(), mine::isOver)) {
                    throw patience.noAnswer(
                            mine,
                            "answer to the ESC that cancels",
                            profile.get().timing().usual());
                }
            }
            if (state.ask(() -> !mine.isOver())) {
                throw patience.noAnswer(mine, "end of the answer", stall);
            }
            Reply reply = mine.reply();
            patience.answers();
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
        Duration guard = profile.get().timing().guard();
        Reply already = new Reply(PLUS_PLUS_PLUS, ResultCode.OK, "OK", List.of(), Bytes.empty());
        if (patience.await(guard, carrierLost)) {
            return already;
        }
        PendingCommand mine = state.begin(PLUS_PLUS_PLUS, false, true);
        try {
            state.escaping(true);
            write(Bytes.latin1(PLUS_PLUS_PLUS), origin);
            Duration limit = guard.plus(profile.get().timing().usual());
            if (!patience.awaitAnswer(PLUS_PLUS_PLUS, limit, () -> mine.isOver() || carrierLost.getAsBoolean())) {
                throw patience.noAnswer(mine, "answer", limit);
            }
            Reply reply = state.ask(mine::isOver) ? mine.reply() : already;
            state.leftTransparentMode();
            patience.answers();
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
            Reply detail = exchange(
                    "AT+QIGETERROR", Bytes.empty(), profile.get().timing().usual(), Event.Origin.PARLEY);
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
        int gaps = state.ask(state::gaps);
        if (state.wasOnline()) {
            // Before anything else: what is said to a modem that carries payload goes to the peer.
            escapeNow();
        }
        if (state.mayPromptBeOpen()) {
            write(ESCAPE, Event.Origin.PARLEY);
        }
        long began = System.nanoTime();
        boolean answered = false;
        int attempts = profile.get().timing().syncAttempts();
        for (int attempt = 0; attempt < attempts && !answered; attempt++) {
            // Twice, for the first +++ may be what brings modem and decoder to the same mode.
            if (state.mayBeOnline() && attempt > 0 && attempt % Math.ceilDiv(attempts, 3) == 0) {
                escapeNow();
            }
            answered = probe("AT", profile.get().timing().sync());
            checkNotInterrupted(gaps);
        }
        if (!answered) {
            throw patience.noAnswer(
                    "AT",
                    began,
                    "answer",
                    profile.get()
                            .timing()
                            .sync()
                            .multipliedBy(profile.get().timing().syncAttempts()),
                    "the modem fell silent after an unanswered command; switch it off and on");
        }
        awaitQuiet();
        // Its answer has a name, so from here on nobody takes a bare OK for that of an older command.
        probe("AT+CMEE?", profile.get().timing().usual());
        state.isInStep(gaps);
        checkNotInterrupted(gaps);
        patience.answers();
    }

    private boolean probe(String command, Duration limit) throws ModemException {
        PendingCommand mine = state.begin(command, true, false);
        try {
            write(Bytes.latin1(command + "\r"), Event.Origin.PARLEY);
            return patience.await(limit, mine::isOver) && state.ask(mine::isAnswered);
        } finally {
            state.end(mine);
        }
    }

    /** Waits until nothing has come for a while, at most for ten such whiles. */
    void awaitQuiet() throws ModemException {
        Duration quiet = profile.get().timing().quiet();
        long limit = System.nanoTime() + quiet.multipliedBy(10).toNanos();
        while (System.nanoTime() < limit) {
            long seen = state.ask(state::lastReceived);
            if (!patience.await(quiet, () -> state.lastReceived() != seen)) {
                return;
            }
        }
    }

    void write(Bytes bytes, Event.Origin origin) throws ModemException {
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

    /** Says {@code +++} between guard times, whatever mode the modem is in. */
    void escapeNow() throws ModemException {
        int gaps = state.ask(state::gaps);
        silence(profile.get().timing().guard());
        checkNotInterrupted(gaps);
        write(Bytes.latin1(PLUS_PLUS_PLUS), Event.Origin.PARLEY);
        silence(profile.get().timing().guard());
        checkNotInterrupted(gaps);
    }

    /** What was said before an interruption tells nothing of the modem after it. */
    private void checkNotInterrupted(int gaps) throws ModemException {
        if (state.ask(state::gaps) != gaps) {
            throw new LinkLostException(
                    "the link was interrupted while Parley looked for the modem's step; it is tried again", null);
        }
    }

    /** Lets a guard time pass, without which the modem takes {@code +++} for data; ends early if the link is lost. */
    private void silence(Duration guard) throws ModemException {
        patience.await(guard, () -> false);
    }
}
