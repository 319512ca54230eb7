package dev.parley.socket;

import dev.parley.at.AtEvent;
import dev.parley.at.CommandLine;
import dev.parley.at.CommandLines;
import dev.parley.at.ResultCode;
import dev.parley.journal.Direction;
import dev.parley.journal.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Derives the modem's sockets from AT events: their bytes both ways, the ledger, and who closed.
 *
 * <ul>
 *   <li>A socket begins with {@code AT+QIOPEN} ({@code AT+QSSLOPEN}: service {@code SSL}, with ids of its own) and stands with
 *       {@code +QIOPEN: id,0} or {@code CONNECT}. Every open is a socket of its own, also one that is refused. A socket that was
 *       open before the record began appears with its first data or with {@code +QISTATE}; its host is then unknown or an address.
 *   <li>What the host writes is told when the modem has answered. {@code SEND OK}: accepted. {@code SEND FAIL}: not part of the
 *       stream. {@code ERROR} or no answer: told as not accepted, behind the accepted bytes; when the host sends again (the same
 *       bytes or others) these take its place in the stream. In transparent mode there are no answers, and all is accepted.
 *   <li>The first sign of the end decides who closed: the host's own {@code AT+QICLOSE}, {@code AT+QIDEACT}, {@code AT+CFUN} or
 *       {@code AT+QPOWD}; {@code "closed"}, state 4 in {@code +QISTATE} or {@code NO CARRIER}; {@code "pdpdeact"}; a modem that
 *       starts anew; a lost link. Bytes that are read later still belong to the socket, until its id is opened again.
 *   <li>A gap of the link ends no socket by itself: one whose counters ({@code AT+QIRD=id,0}) afterwards say that no byte is
 *       missing goes on; one that brings bytes, is opened anew or is closed without having said so ended with the link.
 * </ul>
 *
 * One owner calls {@link #accept}, {@link #linkInterrupted} and {@link #linkLost}; the pictures may be read from any thread.
 */
public final class SocketFlow {
    private final CommandLines lines = new CommandLines();
    private static final int UNKNOWN_ERROR = 550;

    private final SocketLives lives;
    private final List<Ask> asks = new ArrayList<>();

    /** The open that was refused with a bare {@code ERROR}: {@code AT+QIGETERROR} may tell why. */
    private @Nullable LiveSocket refusedOpen;

    private final SocketStreams streams;
    private final TransparentStream transparent;

    private long pushExchange = -1;
    private boolean pushIsTls;
    private Place last = new Place(Direction.RX, 0, 0);

    public SocketFlow(Consumer<SocketEvent> out) {
        lives = new SocketLives(out);
        streams = new SocketStreams(out);
        transparent = new TransparentStream(streams);
    }

    /** The sockets so far, in the order they were opened. */
    public List<ModemSocket> sockets() {
        return lives.pictures();
    }

    /** Takes in the decoder's next event. */
    public void accept(AtEvent event) {
        transparent.settle(event);
        if (event.place().direction() == Direction.RX) {
            last = event.place();
        }
        switch (event) {
            case AtEvent.Command e -> command(e);
            case AtEvent.Information e -> information(e);
            case AtEvent.Payload e -> payload(e);
            case AtEvent.FinalResult e -> result(e);
            case AtEvent.Urc e -> urc(e);
            case AtEvent.Echo _, AtEvent.Prompt _, AtEvent.Noise _ -> {}
        }
    }

    /** The link to the modem is gone, maybe for a while: whatever was under way ends here. */
    public void linkInterrupted(long nanos) {
        transparent.end();
        asks.forEach(ask -> streams.settleSend(ask, ResultCode.UNANSWERED));
        asks.clear();
        Place here = new Place(Direction.RX, last.to(), last.to());
        lives.linkInterrupted(nanos, here);
        transparent.socket(null);
        refusedOpen = null;
    }

    /** The link to the modem is gone for good. */
    public void linkLost(long nanos) {
        linkInterrupted(nanos);
        linkNotRegained();
    }

    /** Nothing more comes: what stood when the link was lost, and was not heard of again, ended then. */
    public void linkNotRegained() {
        lives.linkNotRegained();
    }

    // The host's commands

    private void command(AtEvent.Command event) {
        String text = event.text();
        if (!text.regionMatches(true, 0, "AT+Q", 0, 4)
                && !text.regionMatches(true, 0, "AT+CFUN=", 0, 8)
                && !text.regionMatches(true, 0, "ATO", 0, 3)) {
            return;
        }
        for (CommandLine.Command command : lines.of(text).commands()) {
            command(event, command);
        }
    }

    private void command(AtEvent.Command event, CommandLine.Command command) {
        boolean isTls = command.name().startsWith("+QSSL");
        boolean set = command.form() == CommandLine.Form.SET;
        switch (command.name()) {
            case "+QIOPEN", "+QSSLOPEN" -> {
                if (set) {
                    asks.add(new Ask(event, command, isTls, lives.open(event, command, isTls)));
                }
            }
            case "+QICLOSE", "+QSSLCLOSE" -> {
                LiveSocket socket = set ? lives.at(isTls, command.number(0, -1)) : null;
                asks.add(new Ask(event, command, isTls, socket));
                if (socket != null && !socket.isOver()) {
                    lives.close(socket, ClosedBy.HOST, event.nanos(), event.place());
                }
            }
            case "+QISEND", "+QSSLSEND", "+QISENDEX", "+QIRD", "+QSSLRECV", "+QISWTMD" -> {
                if (set) {
                    asks.add(new Ask(event, command, isTls, lives.at(isTls, command.number(0, -1))));
                }
            }
            case "+QIDEACT", "+CFUN", "+QPOWD", "+QISTATE", "+QIGETERROR", "ATO" ->
                asks.add(new Ask(event, command, isTls, null));
            default -> {}
        }
    }

    /** True if the socket carries datagrams: no stream, and so neither TLS nor MQTT. */
    public boolean carriesDatagrams(int ordinal) {
        return lives.get(ordinal).service.regionMatches(true, 0, "UDP", 0, 3);
    }

    // The modem's answers

    private void information(AtEvent.Information event) {
        Ask ask = ask(event.exchange());
        if (ask == null) {
            return;
        }
        List<String> values = fields(event.text());
        switch (ask.command.name()) {
            case "+QIRD", "+QSSLRECV" -> {
                if (ask.socket == null && ask.command.number(1, 1500) == 0 && values.size() >= 3) {
                    int id = ask.command.number(0, -1);
                    LiveSocket back = lives.readBack(ask.isTls, id, number(values.get(1), -1));
                    if (back != null && back.mode == AccessMode.TRANSPARENT) {
                        transparent.socket(back);
                    }
                    ask.socket = lives.at(ask.isTls, id);
                }
                readAnswer(ask, values);
            }
            case "+QISEND", "+QSSLSEND" -> {
                if (ask.socket != null && values.size() >= 3) {
                    long taken = ask.socket.takenOf(number(values.getFirst(), -1));
                    if (ask.socket.backFromGap) {
                        lives.sentBack(ask.socket, event, taken);
                    }
                    ask.socket.acknowledged(number(values.get(1), 0));
                }
            }
            case "+QISTATE" -> state(event, values);
            case "+QIGETERROR" -> {
                if (refusedOpen != null && !values.isEmpty()) {
                    refusedOpen.refuse((int) number(values.getFirst(), UNKNOWN_ERROR));
                    refusedOpen = null;
                }
            }
            default -> {}
        }
    }

    private static void readAnswer(Ask ask, List<String> values) {
        LiveSocket socket = ask.socket;
        if (socket == null || values.isEmpty()) {
            return;
        }
        if (ask.command.number(1, 1500) == 0) {
            if (values.size() >= 3) {
                long _ = socket.readOf(number(values.get(1), 0));
                socket.unread(number(values.get(2), 0));
            }
        } else if (number(values.getFirst(), 0) == 0) {
            socket.cameEmpty();
        }
    }

    /** {@code +QISTATE: id,"TCP","ip",remotePort,localPort,state,context,server,mode,"port"}. */
    private void state(AtEvent.Information event, List<String> values) {
        if (values.size() < 9 || !event.text().startsWith("+QISTATE")) {
            return;
        }
        int id = (int) number(values.getFirst(), -1);
        int state = (int) number(values.get(5), 0);
        LiveSocket socket = lives.at(false, id);
        boolean connected = state == 2
                || (state == 3
                        && values.get(1).startsWith("TCP")
                        && !values.get(1).endsWith("LISTENER"));
        if (socket == null && connected && !lives.isAway(false, id)) {
            socket = lives.found(false, id, values.get(1), values.get(2), (int) number(values.get(3), 0), false, event);
            socket.context = (int) number(values.get(6), -1);
            socket.mode = AccessMode.numbered((int) number(values.get(8), 0));
        }
        if (socket != null && state == 4 && !socket.isOver()) {
            lives.close(socket, ClosedBy.PEER, event.nanos(), event.place());
        }
    }

    private void result(AtEvent.FinalResult event) {
        for (Ask ask : List.copyOf(asks)) {
            if (ask.exchange == event.exchange()) {
                result(event, ask);
                asks.remove(ask);
            }
        }
    }

    private void result(AtEvent.FinalResult event, Ask ask) {
        switch (ask.command.name()) {
            case "+QIOPEN", "+QSSLOPEN" -> {
                LiveSocket socket = ask.socket;
                if (socket == null) {
                    return;
                }
                if (event.code() == ResultCode.CONNECT) {
                    lives.opened(socket, event.nanos(), event.place());
                    transparent.socket(socket);
                } else if (!event.code().succeeded() && event.code() != ResultCode.UNANSWERED) {
                    lives.refuse(socket, ask.isTls, UNKNOWN_ERROR);
                    refusedOpen = socket;
                }
            }
            case "+QICLOSE", "+QSSLCLOSE" -> {
                if (ask.socket != null && event.code() == ResultCode.OK) {
                    ask.socket.released = true;
                }
            }
            case "+QISENDEX" -> {
                SocketStreams.sendHex(ask);
                streams.settleSend(ask, event.code());
            }
            case "+QISEND", "+QSSLSEND" -> streams.settleSend(ask, event.code());
            case "+QISWTMD", "ATO" -> {
                if (event.code() == ResultCode.CONNECT) {
                    LiveSocket socket = ask.socket != null ? ask.socket : transparent.socket();
                    transparent.socket(socket);
                    if (socket != null) {
                        socket.switchTo(AccessMode.TRANSPARENT);
                    }
                } else if (event.code() == ResultCode.NO_CARRIER) {
                    noCarrier(event);
                } else if (event.code() == ResultCode.OK && ask.socket != null) {
                    ask.socket.switchTo(AccessMode.numbered(ask.command.number(1, 0)));
                }
            }
            case "+QIDEACT" -> {
                if (event.code() == ResultCode.OK) {
                    lives.closeAll(ask.command.number(0, -1), ClosedBy.HOST, event.nanos(), ask.place);
                }
            }
            case "+CFUN" -> {
                boolean ends = ask.command.number(0, 1) != 1 || ask.command.number(1, 0) == 1;
                if (ends && event.code() == ResultCode.OK) {
                    lives.closeAll(-1, ClosedBy.HOST, event.nanos(), ask.place);
                }
            }
            case "+QPOWD" -> {
                if (event.code() == ResultCode.OK) {
                    lives.closeAll(-1, ClosedBy.HOST, event.nanos(), ask.place);
                }
            }
            default -> {}
        }
    }

    private void urc(AtEvent.Urc event) {
        switch (event.name()) {
            case "+QIOPEN", "+QSSLOPEN" -> {
                boolean isTls = event.name().equals("+QSSLOPEN");
                LiveSocket socket = lives.at(isTls, (int) number(event.argument(0), -1));
                int error = (int) number(event.argument(1), 0);
                if (socket != null && error == 0) {
                    lives.opened(socket, event.nanos(), event.place());
                } else if (socket != null) {
                    lives.refuse(socket, isTls, error);
                }
            }
            case "+QIURC", "+QSSLURC" -> socketUrc(event, event.name().equals("+QSSLURC"));
            case "RDY", "APP RDY", "POWERED DOWN", "NORMAL POWER DOWN" -> {
                lives.closeAll(-1, ClosedBy.MODEM_RESET, event.nanos(), event.place());
                transparent.socket(null);
            }
            case "NO CARRIER" -> {
                noCarrier(event);
                transparent.socket(null);
            }
            default -> {}
        }
    }

    private void noCarrier(AtEvent event) {
        LiveSocket socket = transparent.socket();
        if (socket != null && !socket.isOver()) {
            lives.close(socket, ClosedBy.PEER, event.nanos(), event.place());
        }
    }

    private void socketUrc(AtEvent.Urc event, boolean isTls) {
        int number = (int) number(event.argument(1), -1);
        switch (event.argument(0)) {
            case "recv" -> {
                pushExchange = event.exchange();
                pushIsTls = isTls;
            }
            case "closed" -> {
                LiveSocket socket = lives.at(isTls, number);
                if (socket != null && !socket.isOver()) {
                    lives.close(socket, ClosedBy.PEER, event.nanos(), event.place());
                }
            }
            case "pdpdeact" -> lives.closeAll(number, ClosedBy.PDP, event.nanos(), event.place());
            case "incoming" -> {
                if (event.arguments().size() >= 5) {
                    LiveSocket server = lives.at(isTls, (int) number(event.argument(2), -1));
                    LiveSocket socket = lives.found(
                            isTls,
                            number,
                            "TCP INCOMING",
                            event.argument(3),
                            (int) number(event.argument(4), 0),
                            true,
                            event);
                    if (server != null) {
                        socket.mode = server.mode;
                        socket.context = server.context;
                    }
                }
            }
            default -> {}
        }
    }

    // Bytes

    private void payload(AtEvent.Payload event) {
        if (event.socket() < 0) {
            return;
        }
        Ask ask = ask(event.exchange());
        if (ask == null && event.exchange() != pushExchange) {
            transparent.accept(event);
            return;
        }
        boolean isTls = ask != null ? ask.isTls : pushIsTls;
        LiveSocket socket = lives.at(isTls, event.socket());
        if (socket == null) {
            socket = lives.found(isTls, event.socket(), isTls ? "SSL" : "TCP", "", 0, false, event);
            socket.mode = ask == null ? AccessMode.PUSH : AccessMode.BUFFER;
        }
        if (event.direction() == Direction.RX) {
            streams.data(event, socket);
        } else if (ask != null) {
            ask.socket = socket;
            ask.written.add(event);
        }
    }

    private @Nullable Ask ask(long exchange) {
        for (int i = asks.size() - 1; i >= 0; i--) {
            if (asks.get(i).exchange == exchange) {
                return asks.get(i);
            }
        }
        return null;
    }

    /** The values of an answer such as {@code +QIRD: 5,5,0}. */
    private static List<String> fields(String text) {
        return CommandLine.values(text.substring(text.indexOf(':') + 1));
    }

    private static long number(String value, long otherwise) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException _) {
            return otherwise;
        }
    }
}
