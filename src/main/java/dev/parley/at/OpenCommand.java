package dev.parley.at;

import dev.parley.journal.Bytes;
import java.util.ArrayList;
import java.util.List;

/** A command whose final result has not come: what it sends, what it asks for, and how far it got. */
final class OpenCommand {
    /** How a command's payload crosses the link. */
    enum Sends {
        NOTHING,
        /** So many bytes after the prompt {@code >}. */
        COUNTED,
        /** After the prompt, up to Ctrl-Z; ESC cancels. */
        UNTIL_CTRL_Z,
        /** So many bytes after {@code CONNECT}. */
        COUNTED_AFTER_CONNECT
    }

    final long exchange;
    final CommandLine line;
    final long writtenNanos;
    final Sends sends;
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
    private final List<Bytes> payload = new ArrayList<>(0);
    private int payloadKept;
    /** How many bytes of the payload the modem has echoed; -1 when no more are looked for. */
    int payloadEchoed;

    OpenCommand(long exchange, CommandLine line, long writtenNanos) {
        this.exchange = exchange;
        this.line = line;
        this.writtenNanos = writtenNanos;
        CommandLine.Command command = line.commands().getLast();
        this.sends = sends(command);
        this.declared = sends == Sends.COUNTED || sends == Sends.COUNTED_AFTER_CONNECT ? promised(command) : -1;
        this.socket = isSocketSend(command.name()) || isSocketRead(command.name()) ? command.number(0, -1) : -1;
    }

    CommandLine.Command command() {
        return line.commands().getLast();
    }

    /** True while the payload this command promised has to cross. */
    boolean wantsPayload() {
        return sends != Sends.NOTHING && !payloadOver;
    }

    /** True if the modem will say {@code >} before it takes the payload. */
    boolean wantsPrompt() {
        return (sends == Sends.COUNTED || sends == Sends.UNTIL_CTRL_Z) && !prompted;
    }

    /** True for {@code AT+QIRD=id[,length]} and its TLS sibling, unless it only asks for the counters. */
    boolean readsSocket() {
        CommandLine.Command command = command();
        return isSocketRead(command.name()) && command.form() == CommandLine.Form.SET && command.number(1, 1500) != 0;
    }

    /** True where {@code CONNECT} is not the end but the start of file or body data. */
    boolean connectsForData() {
        String name = command().name();
        return sends == Sends.COUNTED_AFTER_CONNECT || name.startsWith("+QF") || name.startsWith("+QHTTP");
    }

    /** True where {@code CONNECT} switches the port to transparent mode. */
    boolean mayGoTransparent() {
        return switch (command().name()) {
            case "+QIOPEN", "+QSSLOPEN", "+QISWTMD", "ATO", "ATD", "ATA" -> true;
            default -> false;
        };
    }

    /** True if {@code code} can be this command's final result, or {@code CONNECT} its go-ahead. */
    boolean endsWith(ResultCode code) {
        return switch (code) {
            case OK -> sends == Sends.NOTHING || prompted || early;
            case SEND_OK, SEND_FAIL -> isSocketSend(command().name());
            case CONNECT -> connectsForData() || mayGoTransparent();
            case NO_CARRIER, BUSY, NO_ANSWER, NO_DIALTONE -> mayGoTransparent();
            case ERROR, CME_ERROR, CMS_ERROR, ABORTED -> true;
            case UNANSWERED -> false;
        };
    }

    /** Keeps payload that the modem may echo. */
    void keepForEcho(Bytes bytes) {
        payload.add(bytes);
        payloadKept += bytes.length();
    }

    boolean mayEchoPayload() {
        return echoed && prompted && payloadEchoed >= 0 && payloadEchoed < payloadKept;
    }

    boolean isPayloadEchoed() {
        return payloadOver && payloadEchoed == payloadKept;
    }

    int payloadByte(int index) {
        int from = 0;
        for (Bytes part : payload) {
            if (index < from + part.length()) {
                return part.u8(index - from);
            }
            from += part.length();
        }
        return -1;
    }

    private static boolean isSocketSend(String name) {
        return name.equals("+QISEND") || name.equals("+QSSLSEND") || name.equals("+QISENDEX");
    }

    private static boolean isSocketRead(String name) {
        return name.equals("+QIRD") || name.equals("+QSSLRECV");
    }

    private static Sends sends(CommandLine.Command command) {
        if (command.form() != CommandLine.Form.SET) {
            return Sends.NOTHING;
        }
        return switch (command.name()) {
            case "+QISEND", "+QSSLSEND" ->
                command.arguments().size() < 2
                        ? Sends.UNTIL_CTRL_Z
                        : command.number(1, 0) > 0 ? Sends.COUNTED : Sends.NOTHING;
            case "+QMTPUB" ->
                command.arguments().size() < 6
                        ? Sends.UNTIL_CTRL_Z
                        : command.number(5, 0) > 0 ? Sends.COUNTED : Sends.NOTHING;
            case "+QMTPUBEX" -> command.number(5, 0) > 0 ? Sends.COUNTED : Sends.NOTHING;
            case "+CMGS", "+CMGW", "+QCMGS" -> Sends.UNTIL_CTRL_Z;
            case "+QFUPL", "+QFWRITE", "+QHTTPURL", "+QHTTPPOST" ->
                promised(command) > 0 ? Sends.COUNTED_AFTER_CONNECT : Sends.NOTHING;
            default -> Sends.NOTHING;
        };
    }

    private static int promised(CommandLine.Command command) {
        return switch (command.name()) {
            case "+QISEND", "+QSSLSEND", "+QFUPL", "+QFWRITE" -> command.number(1, 0);
            case "+QMTPUB", "+QMTPUBEX" -> command.number(5, 0);
            case "+QHTTPURL", "+QHTTPPOST" -> command.number(0, 0);
            default -> 0;
        };
    }
}
