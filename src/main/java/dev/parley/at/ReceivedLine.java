package dev.parley.at;

import dev.parley.journal.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of the modem's as far as its text alone says what it is.
 *
 * @param text one character a byte, without CR LF
 * @param code the final result it would be, or nothing
 * @param name what stands before the colon, for example {@code +QIRD}; empty where there is none
 * @param values what stands behind it, unquoted
 * @param plain true if it is printable ASCII and tabs
 * @param controls true if it holds control characters other than tabs
 * @param bareUrc true for a line without a name that nobody asks for, for example {@code RDY}
 */
record ReceivedLine(
        String text,
        @Nullable ResultCode code,
        String name,
        List<String> values,
        boolean plain,
        boolean controls,
        boolean bareUrc) {
    ReceivedLine {
        values = List.copyOf(values);
    }

    static ReceivedLine of(String text) {
        String name = AnswerRules.name(text);
        List<String> values = name.isEmpty() ? List.of() : Values.split(text.substring(name.length() + 1));
        boolean plain = true;
        boolean controls = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean control = (c < ' ' && c != '\t') || c == 0x7f;
            controls |= control;
            plain &= !control && c <= '~';
        }
        return new ReceivedLine(text, code(text), name, values, plain, controls, AnswerRules.isBareUrc(text));
    }

    /** Its bytes. */
    Bytes bytes() {
        return Bytes.latin1(text);
    }

    /** The value at {@code index} as a number, or {@code otherwise} where there is none or it is no number. */
    int number(int index, int otherwise) {
        return index < values.size() ? Values.number(values.get(index), otherwise) : otherwise;
    }

    /** The final result in words that {@code text} is, or nothing. */
    static @Nullable ResultCode code(String text) {
        return switch (text) {
            case "OK" -> ResultCode.OK;
            case "ERROR" -> ResultCode.ERROR;
            case "SEND OK" -> ResultCode.SEND_OK;
            case "SEND FAIL" -> ResultCode.SEND_FAIL;
            case "CONNECT" -> ResultCode.CONNECT;
            case "NO CARRIER" -> ResultCode.NO_CARRIER;
            case "BUSY" -> ResultCode.BUSY;
            case "NO ANSWER" -> ResultCode.NO_ANSWER;
            case "NO DIALTONE", "NO DIAL TONE" -> ResultCode.NO_DIALTONE;
            case "ABORTED" -> ResultCode.ABORTED;
            default -> {
                if (text.startsWith("+CME ERROR:")) {
                    yield ResultCode.CME_ERROR;
                }
                if (text.startsWith("+CMS ERROR:")) {
                    yield ResultCode.CMS_ERROR;
                }
                yield text.startsWith("CONNECT ") ? ResultCode.CONNECT : null;
            }
        };
    }

    /** The final result that a line of one digit is after {@code ATV0} (ITU-T V.250, 6.2.6), or nothing. */
    static @Nullable ResultCode numericCode(String text) {
        if (text.length() != 1) {
            return null;
        }
        return switch (text.charAt(0)) {
            case '0' -> ResultCode.OK;
            case '1' -> ResultCode.CONNECT;
            case '3' -> ResultCode.NO_CARRIER;
            case '4' -> ResultCode.ERROR;
            case '6' -> ResultCode.NO_DIALTONE;
            case '7' -> ResultCode.BUSY;
            case '8' -> ResultCode.NO_ANSWER;
            default -> null;
        };
    }
}
