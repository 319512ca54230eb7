package dev.parley.modem;

import dev.parley.at.ResultCode;
import dev.parley.journal.Bytes;
import dev.parley.journal.Event;
import dev.parley.socket.AccessMode;
import dev.parley.socket.ClosedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is done when an interrupted link is back.
 *
 * <p>The modem may not have noticed: its sockets stand, and what it said meanwhile was heard by nobody. So it is brought to command
 * mode and into step, and each socket is asked for its counters ({@code AT+QIRD=id,0}, {@code AT+QISEND=id,0}) and its state
 * ({@code AT+QISTATE=1,id}). A socket goes on where these agree with what crossed the link before: not a byte that the modem
 * handed out is missing, and none that it was given. Of a send whose answer was lost they tell whether it was taken. Any other
 * socket is given back to the modem, and fails with the reason. So is one that was being opened: the modem may have gone on. A connection
 * of the modem's own TLS or MQTT knows by itself what to ask ({@link Offload}).
 *
 * @param number which interruption it is; with the next one this is over
 */
record LinkGap(Modem modem, int number) {
    /** Asks until everything is known, and tells the modem's observer. */
    void close() {
        Map<Offload, ModemException> gone = new LinkedHashMap<>();
        Optional<ModemException> trouble;
        try {
            trouble = askOnceItMay(gone);
        } catch (LinkLostException e) {
            // Interrupted again: whoever hears that it is back begins anew.
            return;
        } catch (ModemException e) {
            modem.change(() -> {
                // Interrupted again, a silence says nothing of the sockets: the next round asks for them.
                if (!isOver() || e instanceof ModemResetException) {
                    modem.state().inDoubt().forEach(socket -> socket.fails(e, by(e)));
                    modem.state().offloadsInDoubt().forEach(offload -> fail(offload, e, gone));
                }
            });
            trouble = Optional.of(e);
        }
        if (!modem.ask(this::isOver)) {
            modem.observer().regained(trouble);
        }
        gone.forEach(Offload::failureIsTold);
    }

    private void fail(Offload offload, ModemException why, Map<Offload, ModemException> gone) {
        // Whoever waits for its fate is woken.
        modem.change(() -> offload.fails(why));
        gone.put(offload, why);
    }

    /** Asking is writing: waits while Parley only listens, unless there is nothing to ask for. */
    private Optional<ModemException> askOnceItMay(Map<Offload, ModemException> gone) throws ModemException {
        while (true) {
            if (modem.ask(modem.state()::listensOnlyNow)
                    && modem.state().inDoubt().isEmpty()
                    && modem.state().offloadsInDoubt().isEmpty()
                    && modem.state().halfOpened().isEmpty()) {
                return Optional.empty();
            }
            modem.patience()
                    .await(Modem.FOREVER, () -> isOver() || !modem.state().listensOnlyNow());
            try {
                return modem.inTurn(() -> ask(gone));
            } catch (ListenOnlyException e) {
                // Switched on meanwhile. The modem keeps its sockets as they are, so they can be asked for later.
            }
        }
    }

    private static ClosedBy by(ModemException e) {
        return e instanceof ModemResetException ? ClosedBy.MODEM_RESET : ClosedBy.LINK;
    }

    private boolean isOver() {
        return modem.state().gaps() != number;
    }

    private Optional<ModemException> ask(Map<Offload, ModemException> gone) throws ModemException {
        if (modem.ask(this::isOver)) {
            return Optional.empty();
        }
        findStep();
        boolean filled = modem.ask(modem.state()::filledPayload);
        if (modem.settings().wereForgotten()) {
            modem.settings().forget();
            throw new ModemResetException(
                    "the modem started anew while its link was away, for it echoes again; every socket is gone: retry");
        }
        for (int id : modem.state().halfOpened()) {
            // Whoever opened it has been told that it failed.
            exchange("AT+QICLOSE=" + id);
            modem.state().closed(id);
            modem.link().journal().action("socket.closed", "socket " + id + ", which was being opened at the gap");
        }
        Optional<ModemException> trouble = Optional.empty();
        for (ModemSocketChannel socket : modem.state().inDoubt()) {
            boolean garbled = filled && modem.ask(() -> socket.underway() > 0 && !socket.wasOnline());
            Optional<String> dead = garbled
                    ? Optional.of("a send was cut short, and the modem took for its payload what was said afterwards")
                    : ask(socket);
            if (dead.isEmpty()) {
                if (!goOn(socket)) {
                    return trouble;
                }
            } else {
                SocketClosedException why = new SocketClosedException(
                        "socket " + socket.request().connectId() + " did not survive the gap of the link: " + dead.get()
                                + "; connect again",
                        null);
                end(socket, why);
                trouble = Optional.of(why);
            }
        }
        for (Offload offload : modem.state().offloadsInDoubt()) {
            Optional<String> dead = offload.compare(this::exchange, filled);
            if (dead.isEmpty()) {
                if (!goOn(offload)) {
                    return trouble;
                }
            } else {
                SocketClosedException why = new SocketClosedException(
                        offload.name() + " did not survive the gap of the link: " + dead.get() + "; connect again",
                        null);
                fail(offload, why, gone);
                modem.link().journal().action("socket.lost", why.getMessage());
                trouble = Optional.of(why);
            }
        }
        return trouble;
    }

    /** False if the link was interrupted again, and the modem has to be asked anew. */
    private boolean goOn(Offload offload) {
        List<String> doubts = new ArrayList<>();
        modem.change(() -> {
            if (!isOver()) {
                offload.goesOn().ifPresent(doubts::add);
            }
        });
        if (offload.isInDoubt()) {
            return false;
        }
        String what = offload.name() + ", " + (doubts.isEmpty() ? "no byte is missing" : doubts.getFirst());
        modem.link().journal().action("socket.kept", what);
        if (!doubts.isEmpty()) {
            modem.observer().doubt(what);
        }
        return true;
    }

    /** A modem that lost its supply with its cable takes a while. */
    private void findStep() throws ModemException {
        long end = System.nanoTime() + modem.profile().timing().start().toNanos();
        while (true) {
            try {
                modem.dialogue().regainStep();
                return;
            } catch (NoAnswerException e) {
                if (System.nanoTime() >= end) {
                    throw e;
                }
                for (ModemSocketChannel socket : modem.state().inDoubt()) {
                    modem.fillPayload(modem.ask(socket::underway));
                }
                for (Offload offload : modem.state().offloadsInDoubt()) {
                    modem.fillPayload(offload.underway());
                }
            }
        }
    }

    /** Why {@code socket} cannot go on, or nothing. */
    private Optional<String> ask(ModemSocketChannel socket) throws ModemException {
        int id = socket.request().connectId();
        Optional<SocketCounters> read = counters("+QIRD", id);
        Optional<SocketCounters> sent = counters("+QISEND", id);
        int state = state(id);
        if (state < 0) {
            return Optional.of("the modem no longer knows it (AT+QISTATE=1," + id + ")");
        }
        if (read.isEmpty() || sent.isEmpty()) {
            return Optional.of("the modem does not tell its counters, so bytes may be missing");
        }
        return socket.compare(read.get(), sent.get(), state);
    }

    private Optional<SocketCounters> counters(String name, int id) throws ModemException {
        Reply reply = exchange("AT" + name + "=" + id + ",0");
        return reply.succeeded() ? SocketCounters.of(reply, name) : Optional.empty();
    }

    /** The state in {@code +QISTATE: id,"TCP","ip",remotePort,localPort,state,...}, or -1 where the id is not open. */
    private int state(int id) throws ModemException {
        String[] values =
                exchange("AT+QISTATE=1," + id).value("+QISTATE").orElse("").split(",", -1);
        return values.length < 6 ? -1 : Modem.number(values[5], -1);
    }

    /** False if the link was interrupted again, and the socket has to be asked for anew. */
    private boolean goOn(ModemSocketChannel socket) throws ModemException {
        if (modem.ask(socket::wasOnline) && socket.request().mode() == AccessMode.TRANSPARENT) {
            // Still in doubt: where this is interrupted, the next round takes it up again.
            Reply reply = exchange("ATO");
            if (reply.code() != ResultCode.CONNECT) {
                // It goes on as a buffered one.
                modem.link().journal().action("socket.buffered", "ATO was answered with " + reply.resultText());
            }
        }
        modem.change(() -> {
            if (!isOver()) {
                socket.goesOn();
            }
        });
        if (modem.ask(socket::isInDoubt)) {
            return false;
        }
        modem.link()
                .journal()
                .action("socket.kept", "socket " + socket.request().connectId() + ", no byte is missing");
        return true;
    }

    private void end(ModemSocketChannel socket, ModemException why) throws ModemException {
        modem.change(() -> socket.fails(why, ClosedBy.LINK));
        modem.link().journal().action("socket.lost", why.getMessage());
        exchange("AT+QICLOSE=" + socket.request().connectId());
    }

    private Reply exchange(String command) throws ModemException {
        Duration limit = modem.profile().limit(command);
        return modem.dialogue().exchange(command, Bytes.empty(), limit, Event.Origin.PARLEY);
    }
}
