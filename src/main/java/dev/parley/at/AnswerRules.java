package dev.parley.at;

import java.util.Set;

/**
 * Tells answers from unsolicited result codes.
 *
 * <p>A line that begins with the name of an open command is its answer, save where the modem uses the same name for both:
 * results that follow {@code OK} later ({@code +QIOPEN: 0,0}) and changes of state ({@code +CEREG: 1}).
 */
final class AnswerRules {
    /** Commands that say {@code OK} first; the line with their own name comes later, whatever else is open by then. */
    private static final Set<String> RESULT_LATER = Set.of(
            "+QIOPEN",
            "+QSSLOPEN",
            "+QMTOPEN",
            "+QMTCONN",
            "+QMTSUB",
            "+QMTUNS",
            "+QMTPUB",
            "+QMTPUBEX",
            "+QMTDISC",
            "+QMTCLOSE",
            "+QPING",
            "+QNTP",
            "+QHTTPGET",
            "+QHTTPPOST",
            "+QHTTPREAD");

    /** Their answer comes to the read form only; a set form's line of that name is news. */
    private static final Set<String> READ_ONLY =
            Set.of("+CREG", "+CGREG", "+CEREG", "+CPIN", "+CFUN", "+QSIMSTAT", "+QUSIM", "+CGEV");

    /** Lines without a name before a colon that nobody asks for. */
    private static final Set<String> BARE_URCS =
            Set.of("RDY", "APP RDY", "POWERED DOWN", "NORMAL POWER DOWN", "PSM POWER DOWN", "RING");

    private AnswerRules() {}

    static boolean isBareUrc(String text) {
        return BARE_URCS.contains(text);
    }

    /** The name before the colon of a line such as {@code +CSQ: 20,99}; empty where there is none. */
    static String name(String text) {
        if (text.isEmpty() || "+^$#*%".indexOf(text.charAt(0)) < 0) {
            return "";
        }
        int colon = text.indexOf(':');
        return colon < 0 ? "" : text.substring(0, colon);
    }

    /** True if a line with this name answers one of the commands of {@code line}. */
    static boolean answers(CommandLine line, String name, String text) {
        for (CommandLine.Command command : line.commands()) {
            if (command.name().equals(name)) {
                return answers(command, text);
            }
        }
        return false;
    }

    private static boolean answers(CommandLine.Command command, String text) {
        String name = command.name();
        if (command.form() == CommandLine.Form.TEST) {
            return true;
        }
        if (RESULT_LATER.contains(name)) {
            return command.form() == CommandLine.Form.READ && !isMqttConnectResult(name, values(name, text));
        }
        if (READ_ONLY.contains(name)) {
            return command.form() == CommandLine.Form.READ
                    && !(name.endsWith("REG") && isRegistrationUrc(values(name, text)));
        }
        return true;
    }

    private static String values(String name, String text) {
        return text.substring(name.length() + 1);
    }

    /** {@code +QMTCONN: 0,3} is a state that was asked for, {@code +QMTCONN: 0,0,0} the end of a connect. */
    private static boolean isMqttConnectResult(String name, String values) {
        return name.equals("+QMTCONN") && Values.split(values).size() > 2;
    }

    /**
     * {@code <stat>} or {@code <stat>,"<tac>","<ci>"[,<act>]} is news; an answer has the URC mode {@code <n>} in front. The
     * quotes decide, not the count: some firmware leaves the access technology out of both.
     */
    private static boolean isRegistrationUrc(String values) {
        return Values.split(values).size() == 1 || Values.isQuoted(values, 1);
    }
}
