package dev.parley.importer;

/** The text of a line of HTML, as far as a log needs it. */
final class Html {
    private static final String[] TAGS = {
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
        "!--"
    };

    private Html() {}

    /** {@code line} without tags and with its entities as characters; a {@code <CR>} of a log is no tag. */
    static String text(String line) {
        StringBuilder out = new StringBuilder(line.length());
        int i = 0;
        while (i < line.length()) {
            char c = line.charAt(i);
            int end = c == '<' ? line.indexOf('>', i) : -1;
            if (end > 0 && isTag(line.substring(i + 1, end))) {
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

    private static boolean isTag(String inside) {
        String name = inside.startsWith("/") ? inside.substring(1) : inside;
        for (String tag : TAGS) {
            if (name.regionMatches(true, 0, tag, 0, tag.length())
                    && (name.length() == tag.length() || !Character.isLetterOrDigit(name.charAt(tag.length())))) {
                return true;
            }
        }
        return false;
    }
}
