package dev.parley.importer;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Anything else: a forum post, an e-mail, prose around a few commands. AT commands that stand in it are taken, also with words
 * around; all other lines are notes.
 */
final class ForumText implements LogFormat {
    private static final Pattern SIZE = Pattern.compile("\\b(\\d{3,4}) bytes");
    private static final int AROUND = 5 + 4 + 3 + 3;
    /** Device certificates have so many bytes with what is around them. */
    private static final int SMALLEST = 500;

    private static final int LARGEST = 1500;

    @Override
    public String name() {
        return "text with AT commands in it";
    }

    @Override
    public int score(LogText head) {
        return 10;
    }

    @Override
    public void read(LogText log, Transcript out) {
        Dialogue dialogue = new Dialogue(out);
        int[] commands = new int[1];
        boolean[] handshake = new boolean[1];
        Set<Integer> sizes = new TreeSet<>();
        log.lines(line -> {
            out.line();
            String text = line.strip();
            handshake[0] |= text.contains("handshak");
            Matcher size = SIZE.matcher(text);
            while (size.find()) {
                sizes.add(Integer.valueOf(size.group(1)));
            }
            int at = find(text);
            if (at >= 0) {
                String command = command(text, at);
                if (command.indexOf('=') > 0 || command.indexOf('?') > 0) {
                    commands[0]++;
                    dialogue.host(command);
                }
                if (command.length() < text.length()) {
                    out.note(line);
                }
            } else if (isAnswer(text)) {
                dialogue.modem(text);
            } else {
                out.note(line);
            }
        });
        dialogue.end();
        if (handshake[0]) {
            sizes.stream()
                    .filter(ForumText::isCertificateRecord)
                    .map(ForumText::sum)
                    .forEach(out::ambiguous);
        }
        if (commands[0] == 0) {
            out.lost("any traffic: there is no AT command in it; export the session from the program that has it");
        } else {
            out.ambiguous("Commands were picked out of text: whether and when they were sent is not known.");
        }
    }

    private static boolean isCertificateRecord(int bytes) {
        return bytes >= SMALLEST && bytes <= LARGEST;
    }

    /** RFC 5246 sections 6.2.1, 7.4 and 7.4.2: what a Certificate message of one certificate adds to it. */
    private static String sum(int bytes) {
        return "The text speaks of " + bytes
                + " bytes in a handshake: that is what one record has with a client's Certificate of "
                + (bytes - AROUND) + " bytes (" + bytes + " = 5 + 4 + 3 + 3 + " + (bytes - AROUND)
                + "), so look at what the server answers to it.";
    }

    /** Where an AT command begins in {@code text}, or -1. */
    private static int find(String text) {
        for (int at = text.indexOf("AT+"); at >= 0; at = text.indexOf("AT+", at + 1)) {
            boolean word = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
            if (word && at + 3 < text.length() && Character.isLetter(text.charAt(at + 3))) {
                return at;
            }
        }
        return -1;
    }

    /** The command at {@code from}: up to a blank outside quotes, without the full stop that ends the sentence. */
    private static String command(String text, int from) {
        boolean quoted = false;
        int end = from;
        while (end < text.length() && (quoted || !Character.isWhitespace(text.charAt(end)))) {
            quoted ^= text.charAt(end) == '"';
            end++;
        }
        while (end > from && ".,;:)".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(from, end);
    }

    private static boolean isAnswer(String text) {
        return text.equals("OK")
                || text.equals("ERROR")
                || text.equals("SEND OK")
                || text.equals("SEND FAIL")
                || text.startsWith("+Q")
                || text.startsWith("+C");
    }
}
