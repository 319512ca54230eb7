package dev.parley.at;

import java.util.List;

/**
 * Why a command line cannot work, or not as it is meant, told before it is sent.
 *
 * @param rule short name of what was found, for example {@code apn-as-host}; stays the same from one version to the next
 * @param sentence what is wrong, one sentence
 * @param advice what to do, one sentence
 * @param from the first character of the line that is meant
 * @param to the character after the last one
 */
public record Caution(String rule, String sentence, String advice, int from, int to) {
    /**
     * What speaks against sending {@code line} now, the gravest first; nothing where nothing does.
     *
     * @param line as it would be sent, without CR
     * @param network what is known of the modem: cautions that need to know more than the line hold their tongue without it
     */
    public static List<Caution> of(String line, NetworkPicture network) {
        return CautionRule.examineAll(line, network);
    }
}
