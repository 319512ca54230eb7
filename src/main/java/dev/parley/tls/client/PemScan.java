package dev.parley.tls.client;

import dev.parley.tls.Severity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a PEM file (RFC 7468) line by line: its blocks, and the traps that make one program read it and another not.
 *
 * @param blocks in the file's order
 * @param traps in the order of their lines
 */
record PemScan(List<Block> blocks, List<Trap> traps) {
    /**
     * What stands between a BEGIN and an END line.
     *
     * @param label for example {@code CERTIFICATE}
     * @param line of BEGIN, from 1
     * @param encrypted true where the block's own headers say so (RFC 1421)
     */
    record Block(String label, int line, boolean encrypted) {
        boolean isKey() {
            return label.endsWith("PRIVATE KEY");
        }

        boolean isCertificate() {
            return label.endsWith("CERTIFICATE") && !label.startsWith("NEW ");
        }
    }

    /** Something wrong or unusual; {@code line} 0 is the whole file. */
    record Trap(Severity severity, int line, String sentence, String fix) {}

    private static final Pattern BOUNDARY = Pattern.compile("-----(BEGIN|END) ([A-Z0-9 ]+)-----");
    private static final Pattern LOOSE = Pattern.compile("[-\u2010-\u2015]{2,}\\s*(BEGIN|END)\\b.*");

    PemScan {
        blocks = List.copyOf(blocks);
        traps = List.copyOf(traps);
    }

    /** Reads a file's bytes. */
    static PemScan of(byte[] bytes) {
        Reading reading = new Reading();
        String text = reading.text(bytes);
        if (!text.isEmpty()) {
            reading.lines(text);
        }
        return new PemScan(reading.blocks, reading.traps);
    }

    /** One pass over the lines. */
    private static final class Reading {
        final List<Block> blocks = new ArrayList<>();
        final List<Trap> traps = new ArrayList<>();
        private String open = "";
        private int openLine;
        private boolean encrypted;
        private final StringBuilder base64 = new StringBuilder();
        private int outside;
        private int outsideLine;
        private boolean broken;

        String text(byte[] bytes) {
            if (bytes.length == 0 || (bytes[0] == 0x30 && bytes.length > 2 && (bytes[1] & 0x80) != 0)) {
                // Empty, or DER: the reader of the file says so.
                return "";
            }
            if (bytes.length > 1 && (((bytes[0] & 0xff) >= 0xfe && (bytes[1] & 0xff) >= 0xfe) || bytes[1] == 0)) {
                trap(
                        Severity.ERROR,
                        0,
                        "The file is UTF-16 text.",
                        "Save it as ASCII or UTF-8 without a byte order mark.");
                return "";
            }
            String text = new String(bytes, StandardCharsets.UTF_8);
            if (text.startsWith("\ufeff")) {
                trap(
                        Severity.ERROR,
                        1,
                        "The file begins with a byte order mark, so its first line is no BEGIN line.",
                        "Save it as UTF-8 without a byte order mark.");
                text = text.substring(1);
            }
            return text;
        }

        void lines(String text) {
            if (!text.contains("\n") && text.contains("\\n") && text.contains("-----BEGIN")) {
                trap(
                        Severity.ERROR,
                        1,
                        "The line ends are written as the two characters \\n, as in a JSON value or a C string.",
                        "Put a real line end in place of each \\n.");
                return;
            }
            ends(text);
            String[] lines = text.split("\r\n|\n|\r", -1);
            for (int i = 0; i < lines.length; i++) {
                line(lines[i], i + 1);
            }
            if (!open.isEmpty()) {
                trap(
                        Severity.ERROR,
                        openLine,
                        "The block " + open + " has no END line: the file is cut off.",
                        "Copy the file again, to its last line.");
            }
            if (outside > 0) {
                trap(
                        Severity.NOTE,
                        outsideLine,
                        outside + (outside == 1 ? " line of text stands" : " lines of text stand")
                                + " outside the blocks; most programs pass over it.",
                        "");
            }
            if (!text.isEmpty() && !text.endsWith("\n") && !text.endsWith("\r")) {
                trap(
                        Severity.NOTE,
                        lines.length,
                        "The last line has no line end: another file put behind this one would spoil its END line.",
                        "End the file with a line end.");
            }
        }

        private void ends(String text) {
            boolean crlf = text.contains("\r\n");
            String rest = text.replace("\r\n", "");
            if (rest.contains("\r")) {
                trap(
                        Severity.WARNING,
                        1,
                        "Lines end with a carriage return alone, which many programs take for no line end.",
                        "Convert the line ends to LF.");
            } else if (crlf && rest.contains("\n")) {
                trap(
                        Severity.WARNING,
                        1,
                        "Some lines end with CR LF and some with LF.",
                        "Convert the line ends to LF.");
            } else if (crlf) {
                trap(
                        Severity.NOTE,
                        1,
                        "Lines end with CR LF; the file is longer in a device's memory than the same file with LF.",
                        "");
            }
        }

        private void line(String line, int number) {
            Matcher boundary = BOUNDARY.matcher(line.strip());
            if (boundary.matches()) {
                if (!line.equals(line.strip()) && line.charAt(0) != '-') {
                    trap(
                            Severity.ERROR,
                            number,
                            "The " + boundary.group(1) + " line is indented, and is then no such line.",
                            "Remove the blanks before it.");
                }
                boundary(boundary.group(1).equals("BEGIN"), boundary.group(2), number);
            } else if (BOUNDARY.matcher(line).find()
                    || LOOSE.matcher(line.strip()).matches()) {
                int begin = line.indexOf("-----BEGIN");
                int end = line.indexOf("-----END");
                boolean joined = end >= 0 && begin > end;
                boolean endless = begin >= 0 && end > begin;
                trap(
                        Severity.ERROR,
                        number,
                        endless
                                ? "A whole block, from BEGIN to END, stands in one line: its line ends are missing."
                                : joined
                                        ? "An END and a BEGIN line are one line: two files were joined without a line"
                                                + " end between."
                                        : "This is no BEGIN or END line as it must be: five hyphens, the words, five"
                                                + " hyphens, nothing else.",
                        endless
                                ? "Put the BEGIN and the END line on lines of their own, and a line end after each 64"
                                        + " characters between them."
                                : joined ? "Put a line end between them." : "Write it as in the original file.");
                broken = true;
                open = "";
            } else if (open.isEmpty()) {
                if (!line.isBlank() && !broken) {
                    outside++;
                    outsideLine = outsideLine == 0 ? number : outsideLine;
                }
            } else {
                inside(line, number);
            }
        }

        private void inside(String line, int number) {
            if (line.startsWith("Proc-Type:") || line.startsWith("DEK-Info:")) {
                encrypted |= line.contains("ENCRYPTED");
            } else if (!line.strip().matches("[A-Za-z0-9+/]*={0,2}")) {
                trap(
                        Severity.ERROR,
                        number,
                        "A character in the block " + open + " is no base64.",
                        "Copy the file again; do not let a program rewrap or quote it.");
                broken = true;
            } else {
                base64.append(line.strip());
            }
        }

        private void boundary(boolean begin, String label, int number) {
            if (begin) {
                if (!open.isEmpty()) {
                    trap(
                            Severity.ERROR,
                            openLine,
                            "The block " + open + " has no END line before the next BEGIN in line " + number + ".",
                            "Copy the file again.");
                }
                open = label;
                openLine = number;
                encrypted = false;
                broken = false;
                base64.setLength(0);
                return;
            }
            if (open.isEmpty()) {
                if (!broken) {
                    trap(Severity.ERROR, number, "An END line stands without its BEGIN line.", "Copy the file again.");
                }
                return;
            }
            if (!open.equals(label)) {
                trap(
                        Severity.ERROR,
                        number,
                        "The block begins as " + open + " and ends as " + label + ".",
                        "Copy the file again.");
            } else if (!broken && !decodes()) {
                trap(
                        Severity.ERROR,
                        openLine,
                        "The block " + open + " is no whole base64: characters are missing or too many.",
                        "Copy the file again.");
            }
            blocks.add(new Block(open, openLine, encrypted || label.startsWith("ENCRYPTED")));
            open = "";
        }

        private boolean decodes() {
            try {
                // Java's decoder does without the padding; others do not.
                return base64.length() % 4 == 0 && Base64.getDecoder().decode(base64.toString()).length > 0;
            } catch (IllegalArgumentException malformed) {
                return false;
            }
        }

        private void trap(Severity severity, int line, String sentence, String fix) {
            traps.add(new Trap(severity, line, sentence, fix));
        }
    }
}
