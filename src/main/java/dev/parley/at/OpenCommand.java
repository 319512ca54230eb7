package dev.parley.at;

import dev.parley.journal.Bytes;
import java.util.Arrays;

/** A command whose final result has not come: what it sends, what it asks for, and how far it got. */
final class OpenCommand {
    final long exchange;
    final CommandLine line;
    final long writtenNanos;
    private final Demand demand;
    final Demand.Sends sends;
    /** The number of payload bytes the command line promises, or -1. */
    final int declared;
    /** The connectID (clientID of TLS sockets) the payload belongs to, or -1. */
    final int socket;

    boolean echoed;
    boolean prompted;
    /** Payload came before the prompt. */
    boolean early;
    /** The payload is complete or was cancelled. */
    boolean payloadOver;

    int payloadSent;
    private byte[] payload = {};
    private int payloadKept;
    /** How many bytes of the payload the modem has echoed; -1 when no more are looked for. */
    int payloadEchoed;

    OpenCommand(long exchange, CommandLine line, Demand demand, long writtenNanos) {
        this.exchange = exchange;
        this.line = line;
        this.demand = demand;
        this.writtenNanos = writtenNanos;
        this.sends = demand.sends();
        this.declared = demand.declared();
        this.socket = demand.socket();
    }

    CommandLine.Command command() {
        return line.commands().getLast();
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

    /** Keeps payload that the modem may echo. */
    void keepForEcho(Bytes bytes) {
        if (payloadKept + bytes.length() > payload.length) {
            payload = Arrays.copyOf(payload, Math.max(payloadKept + bytes.length(), 2 * payload.length));
        }
        bytes.copyTo(0, bytes.length(), payload, payloadKept);
        payloadKept += bytes.length();
    }

    boolean mayEchoPayload() {
        return echoed && prompted && payloadEchoed >= 0 && payloadEchoed < payloadKept;
    }

    boolean isPayloadEchoed() {
        return payloadOver && payloadEchoed == payloadKept;
    }

    int payloadByte(int index) {
        return payload[index] & 0xff;
    }
}
