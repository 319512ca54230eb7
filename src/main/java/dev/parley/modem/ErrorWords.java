package dev.parley.modem;

import dev.parley.at.ResultCode;
import java.util.Map;

/** Error numbers in words. */
final class ErrorWords {
    /** Quectel TCP/IP application note, summary of result codes. */
    private static final Map<Integer, String> TCP_IP = Map.ofEntries(
            Map.entry(550, "unknown error"),
            Map.entry(551, "operation blocked"),
            Map.entry(552, "invalid parameters"),
            Map.entry(553, "memory not enough"),
            Map.entry(554, "the socket could not be created"),
            Map.entry(555, "operation not supported"),
            Map.entry(556, "the socket could not be bound"),
            Map.entry(557, "the socket could not listen"),
            Map.entry(558, "write failed"),
            Map.entry(559, "read failed"),
            Map.entry(560, "accept failed"),
            Map.entry(561, "the PDP context could not be opened"),
            Map.entry(562, "the PDP context could not be closed"),
            Map.entry(563, "the connectID is in use already"),
            Map.entry(564, "DNS is busy"),
            Map.entry(565, "the host name was not resolved"),
            Map.entry(566, "the connection was refused, or the host cannot be reached"),
            Map.entry(567, "the socket has been closed"),
            Map.entry(568, "operation busy"),
            Map.entry(569, "operation timed out"),
            Map.entry(570, "the PDP context broke down"),
            Map.entry(571, "sending was cancelled"),
            Map.entry(572, "operation not allowed"),
            Map.entry(573, "no APN is configured"),
            Map.entry(574, "the port is busy"));

    /** 3GPP TS 27.007, clause 9.2. */
    private static final Map<Integer, String> CME = Map.ofEntries(
            Map.entry(3, "operation not allowed"),
            Map.entry(4, "operation not supported"),
            Map.entry(10, "there is no SIM card in the modem"),
            Map.entry(11, "the SIM asks for its PIN"),
            Map.entry(12, "the SIM is locked and asks for its PUK"),
            Map.entry(13, "the SIM card does not work"),
            Map.entry(14, "the SIM is busy"),
            Map.entry(15, "the SIM card is the wrong one"),
            Map.entry(16, "wrong PIN"),
            Map.entry(30, "no network service"),
            Map.entry(31, "the network did not answer in time"),
            Map.entry(32, "emergency calls only"));

    /** The texts of {@code AT+CMEE=2}. */
    private static final Map<String, Integer> CME_TEXTS = Map.of(
            "operation not allowed", 3,
            "operation not supported", 4,
            "SIM not inserted", 10,
            "SIM PIN required", 11,
            "SIM PUK required", 12,
            "SIM failure", 13,
            "SIM busy", 14,
            "SIM wrong", 15,
            "incorrect password", 16);

    private ErrorWords() {}

    /** What a number of {@code AT+QIGETERROR} or {@code +QIOPEN} means; empty if it is not known. */
    static String tcpIp(int code) {
        return TCP_IP.getOrDefault(code, "");
    }

    /** The number in an answer to {@code AT+QIGETERROR}, or -1. */
    static int tcpIpCode(Reply reply) {
        return reply.value("+QIGETERROR")
                .map(text -> Modem.number(text.split(",", 2)[0], -1))
                .orElse(-1);
    }

    /** The number of {@code +CME ERROR: 10} or {@code +CME ERROR: SIM not inserted}, or -1. */
    static int cmeCode(Reply reply) {
        if (reply.code() != ResultCode.CME_ERROR) {
            return -1;
        }
        String text = reply.resultText()
                .substring(reply.resultText().indexOf(':') + 1)
                .strip();
        return CME_TEXTS.getOrDefault(text, Modem.number(text, -1));
    }

    /** What a {@code +CME ERROR} means; empty if it is not known. */
    static String cme(Reply reply) {
        return CME.getOrDefault(cmeCode(reply), "");
    }
}
