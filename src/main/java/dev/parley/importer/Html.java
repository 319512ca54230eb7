package dev.parley.importer;

import java.util.Locale;
import java.util.Set;

/** The text of a line of HTML, as far as a log needs it. */
final class Html {
    private static final Set<String> TAGS = Set.of(
            "html",
            "head",
            "body",
            "title",
            "meta",
            "style",
            "pre",
            "font",
            "span",
            "div",
            "p",
            "br",
            "b",
            "i",
            "u",
            "hr",
            "table",
            "tr",
            "td",
            "!doctype",
            "!--");

    private Html() {}

    /** {@code line} without tags and with its entities as characters; a {@code <CR>} of a log is no tag. */
    static String text(String line) {
        StringBuilder out = new StringBuilder(line.length());
        int i = 0;
        while (i < line.length()) {
            char c = line.charAt(i);
            int end = c == '<' ? line.indexOf('>', i) : -1;
            if (end > i + 1 && isTag(line, i + 1, end)) {
                i = end + 1;
            } else {
                out.append(c);
                i++;
            }
        }
        return out.indexOf("&") < 0
                ? out.toString()
                : out.toString()
                        .replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&quot;", "\"")
                        .replace("&nbsp;", " ")
                        .replace("&#39;", "'")
                        .replace("&amp;", "&");
    }

    /** True if what stands between {@code <} and {@code >} begins with a tag's name. */
    private static boolean isTag(String line, int from, int to) {
        int start = line.charAt(from) == '/' ? from + 1 : from;
        int end = start;
        while (end < to && (Character.isLetterOrDigit(line.charAt(end)) || line.charAt(end) == '!')) {
            end++;
        }
        // A comment's name is followed by anything.
        return line.startsWith("!--", start)
                || (end > start && TAGS.contains(line.substring(start, end).toLowerCase(Locale.ROOT)));
    }

    /** True if {@code line} has a tag in it. */
    static boolean isMarkedUp(String line) {
        for (int at = line.indexOf('<'); at >= 0; at = line.indexOf('<', at + 1)) {
            int end = line.indexOf('>', at);
            if (end > at + 1 && isTag(line, at + 1, end)) {
                return true;
            }
        }
        return false;
    }
}
