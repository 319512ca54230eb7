package dev.parley.export;

/** HTML under way: {@link #tag} takes markup as it stands in this program, {@link #text} anything else, escaped. One owner. */
final class Markup {
    private final StringBuilder out = new StringBuilder(1 << 16);

    /** Markup of this program's own; nothing that came from a session may be in it. */
    Markup tag(String markup) {
        out.append(markup);
        return this;
    }

    /** Text from anywhere. */
    Markup text(String text) {
        out.append(escape(text));
        return this;
    }

    Markup text(long number) {
        out.append(number);
        return this;
    }

    /** An element with text in it; {@code attributes} are this program's own, empty or with a blank before them. */
    Markup element(String name, String attributes, String text) {
        return tag("<" + name + attributes + ">").text(text).tag("</" + name + ">");
    }

    Markup cell(String text) {
        return element("td", "", text);
    }

    /** A cell with a number: set right, figures of one width. */
    Markup number(String text) {
        return element("td", " class=\"n\"", text);
    }

    /** A cell with something from the wire: set in the face for bytes. */
    Markup code(String text) {
        return element("td", " class=\"c\"", text);
    }

    /** {@code text} for use between tags and in quoted attributes; what could not be seen is a {@code ?}. */
    static String escape(String text) {
        StringBuilder result = new StringBuilder(text.length() + 16);
        String plain = Reports.printable(text);
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            switch (c) {
                case '&' -> result.append("&amp;");
                case '<' -> result.append("&lt;");
                case '>' -> result.append("&gt;");
                case '"' -> result.append("&quot;");
                case '\'' -> result.append("&#39;");
                default -> result.append(c);
            }
        }
        return result.toString();
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
