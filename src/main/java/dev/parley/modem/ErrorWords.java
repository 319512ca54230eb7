package dev.parley.modem;

import dev.parley.at.Dictionary;
import dev.parley.at.ResultCode;
import dev.parley.at.SocketError;
import java.util.stream.IntStream;

/** Error numbers of refusals, and what they mean. */
final class ErrorWords {
    private static final int LAST_CME = 1000;

    private ErrorWords() {}

    /** What a number of {@code AT+QIGETERROR} or {@code +QIOPEN} means; empty if it is not known. */
    static String tcpIp(int code) {
        return SocketError.of(code).map(SocketError::words).orElse("");
    }

    /** The number in an answer to {@code AT+QIGETERROR}, or -1. */
    static int tcpIpCode(Reply reply) {
        return reply.value("+QIGETERROR")
                .map(text -> Modem.number(text.split(",", 2)[0], -1))
                .orElse(-1);
    }

    /** The number of {@code +CME ERROR: 10} or {@code +CME ERROR: SIM not inserted} ({@code AT+CMEE=2}), or -1. */
    static int cmeCode(Reply reply) {
        if (reply.code() != ResultCode.CME_ERROR) {
            return -1;
        }
        String text = cmeText(reply);
        int number = Modem.number(text, -1);
        return number >= 0
                ? number
                : IntStream.range(0, LAST_CME)
                        .filter(code -> words(code).equalsIgnoreCase(text))
                        .findFirst()
                        .orElse(-1);
    }

    /** What a {@code +CME ERROR} means; empty if it says so itself, or if it is not known. */
    static String cme(Reply reply) {
        int code = cmeCode(reply);
        return code < 0 || words(code).equalsIgnoreCase(cmeText(reply)) ? "" : words(code);
    }

    private static String cmeText(Reply reply) {
        return reply.resultText().substring(reply.resultText().indexOf(':') + 1).strip();
    }

    private static String words(int code) {
        return Dictionary.standard().words(Dictionary.Table.CME, code).orElse("");
    }
}
