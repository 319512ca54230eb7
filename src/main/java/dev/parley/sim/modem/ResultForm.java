package dev.parley.sim.modem;

import java.util.List;
import java.util.Map;

/**
 * How answers look on the line (ITU-T V.250 section 5.7).
 *
 * @param verbose ATV1: words framed by CR LF; ATV0: information ends with CR LF, and results that have a number are that and a CR
 * @param quiet ATQ1: no final results
 * @param errors AT+CMEE: 0 plain, 1 with the number, 2 with the words
 */
record ResultForm(boolean verbose, boolean quiet, int errors) {
    /** As after a start. */
    static final ResultForm START = new ResultForm(true, false, 1);

    private static final Map<String, String> NUMBERS = Map.of(
            "OK", "0",
            "CONNECT", "1",
            "RING", "2",
            "NO CARRIER", "3",
            "ERROR", "4",
            "NO DIALTONE", "6",
            "BUSY", "7",
            "NO ANSWER", "8");

    ResultForm withVerbose(boolean value) {
        return new ResultForm(value, quiet, errors);
    }

    ResultForm withQuiet(boolean value) {
        return new ResultForm(verbose, value, errors);
    }

    ResultForm withErrors(int value) {
        return new ResultForm(verbose, quiet, value);
    }

    String information(List<String> lines) {
        return lines.isEmpty() ? "" : start() + String.join("\r\n", lines) + "\r\n";
    }

    /** A final result, or {@code CONNECT}. */
    String result(String text) {
        if (quiet) {
            return "";
        }
        String number = NUMBERS.get(text);
        return verbose || number == null ? "\r\n" + text + "\r\n" : number + "\r";
    }

    /** What stands before information. */
    String start() {
        return verbose ? "\r\n" : "";
    }
}
