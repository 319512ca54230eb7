package dev.parley.at;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import org.jspecify.annotations.Nullable;

/** A command whose final result has not come: what it sends, what it asks for, and how far it got. */
final class OpenCommand {
    final long exchange;
    final CommandLine line;
    /** The line as it crossed, without CR. */
    final Bytes bytes;
    /** The line's last command, which says what payload crosses. */
    final CommandLine.Command command;
    /** It may change what later lines mean. */
    final boolean setsPort;

    final long writtenNanos;
    private final Demand demand;
    final Demand.Sends sends;
    /** The number of payload bytes the command line promises, or -1. */
    final int declared;
    /** The connectID (clientID of TLS sockets) the payload belongs to, or -1. */
    final int socket;

    /** The one that was written after it, while both are open. */
    @Nullable
    OpenCommand next;

    boolean echoed;
    boolean prompted;
    /** Payload came before the prompt. */
    boolean early;
    /** The payload is complete or was cancelled. */
    boolean payloadOver;

    /** The payload that the host writes or has written; nothing before its first byte. */
    @Nullable
    CountedPayload payload;

    private boolean payloadMayBeEchoed;
    /** How many bytes of the payload the modem has echoed; -1 when no more are looked for. */
    int payloadEchoed;

    OpenCommand(long exchange, WrittenLine written, long writtenNanos) {
        this.exchange = exchange;
        this.line = written.line();
        this.command = line.commands().getLast();
        this.bytes = written.bytes();
        this.setsPort = written.setsPort();
        this.demand = written.demand();
        this.writtenNanos = writtenNanos;
        this.sends = demand.sends();
        this.declared = demand.declared();
        this.socket = demand.socket();
    }

    /** True while the payload this command promised has to cross. */
    boolean wantsPayload() {
        return sends != Demand.Sends.NOTHING && !payloadOver;
    }

    /** True if the modem will say {@code >} before it takes the payload. */
    boolean wantsPrompt() {
        return (sends == Demand.Sends.COUNTED || sends == Demand.Sends.UNTIL_CTRL_Z) && !prompted;
    }

    /** True for {@code AT+QIRD=id[,length]} and its TLS sibling, unless it only asks for the counters. */
    boolean readsSocket() {
        return demand.readsSocket();
    }

    /** True where {@code CONNECT} is not the end but the start of file or body data. */
    boolean connectsForData() {
        return demand.connectsForData();
    }

    /** True if {@code code} can be this command's final result, or {@code CONNECT} its go-ahead. */
    boolean endsWith(ResultCode code) {
        return switch (code) {
            case OK -> sends == Demand.Sends.NOTHING || prompted || early;
            case SEND_OK, SEND_FAIL -> demand.sendsToSocket();
            case CONNECT -> connectsForData() || demand.mayGoTransparent();
            case NO_CARRIER, BUSY, NO_ANSWER, NO_DIALTONE -> demand.mayGoTransparent();
            case ERROR, CME_ERROR, CMS_ERROR, ABORTED -> true;
            case UNANSWERED -> false;
        };
    }

    /**
     * The host writes the first byte of its payload, which stands at {@code from}.
     *
     * @param echoes true if the port's settings let the modem echo payload
     */
    CountedPayload beginPayload(long from, boolean echoes) {
        payloadMayBeEchoed = echoes && echoed && sends != Demand.Sends.COUNTED_AFTER_CONNECT;
        CountedPayload begun = new CountedPayload(exchange, this, Direction.TX, socket, declared, from);
        payload = begun;
        return begun;
    }

    /** The payload, of which the modem may echo the byte behind those it has echoed, or nothing. */
    @Nullable
    CountedPayload echoable() {
        CountedPayload sent = prompted && payloadMayBeEchoed && payloadEchoed >= 0 ? payload : null;
        return sent != null && payloadEchoed < sent.atHand() ? sent : null;
    }

    boolean isPayloadEchoed() {
        return payloadOver && payload != null && payloadEchoed == payload.atHand();
    }
}
