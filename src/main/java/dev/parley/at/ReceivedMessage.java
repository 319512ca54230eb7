package dev.parley.at;

import dev.parley.journal.Bytes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code +QMTRECV: client,msgid,"topic",length,"payload"}: a message whose payload may hold any byte, also line ends, where the modem
 * tells its length ({@code AT+QMTCFG="recv/mode",0,0,1}; Quectel MQTT application notes of newer firmware).
 */
final class ReceivedMessage {
    private static final Bytes NAME = Bytes.latin1("+QMTRECV: ");
    private static final Pattern HEAD = Pattern.compile("\\+QMTRECV: \\d+,\\d+,\"[^\"]*\",(\\d{1,5}),\"");
    /** A topic and what stands around it are no longer. */
    private static final int LONGEST_HEAD = 2048;

    private ReceivedMessage() {}

    /** True for the name of such a line, which may hold any byte. */
    static boolean is(String name) {
        return name.equals("+QMTRECV");
    }

    /** True while the payload that the line announces is not whole, its quote behind it included. */
    static boolean isIncomplete(LineBuffer line) {
        if (!line.startsWith(NAME)) {
            return false;
        }
        Matcher head = HEAD.matcher(line.text(0, Math.min(line.length(), LONGEST_HEAD)));
        return head.lookingAt() && line.length() < head.end() + Integer.parseInt(head.group(1)) + 1;
    }
}
