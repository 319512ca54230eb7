package dev.parley.ui.help;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The part of Markdown that Parley's own documentation is written in: headings, paragraphs, lists, tables, indented and fenced code;
 * in a line code, bold, emphasis (shown bold) and links. Whatever else a page may hold is shown as it is written.
 *
 * <p>It is Parley's own, and not a library's, because what it makes are a window's nodes and links between its pages, not HTML: that
 * half would be to write anyway, and the other half is this.
 */
final class Markdown {
    /** A block of a page. */
    sealed interface Block {}

    /**
     * A heading.
     *
     * @param level 1 for the page's own
     */
    record Heading(int level, String text) implements Block {}

    record Paragraph(List<Span> spans) implements Block {}

    /**
     * An item of a list.
     *
     * @param depth 0 for an outer list
     * @param sign what stands before it, for example {@code •} or {@code 2.}
     */
    record Item(int depth, String sign, List<Span> spans) implements Block {}

    record Code(String text) implements Block {}

    /** A table; its first row is its head. */
    record Table(List<List<List<Span>>> rows) implements Block {}

    /**
     * A stretch of text of one kind.
     *
     * @param target where a link leads; empty in every other kind
     */
    record Span(Kind kind, String text, String target) {
        /** What a stretch of text is. */
        enum Kind {
            PLAIN,
            BOLD,
            CODE,
            LINK
        }
    }

    private static final Pattern HEADING = Pattern.compile("(#{1,6})\\s+(.*)");
    private static final Pattern ITEM = Pattern.compile("(\\s*)([-*]|\\d+\\.)\\s+(.*)");
    private static final Pattern RULE = Pattern.compile("\\|?[\\s:|-]+\\|?");
    private static final Pattern SPAN = Pattern.compile(
            "`([^`]+)`|\\*\\*([^*]+)\\*\\*|\\[([^\\]]+)\\]\\(([^)\\s]+)\\)|\\*([^*\\s](?:[^*]*[^*\\s])?)\\*");
    private static final String FENCE = "```";
    private static final String INDENT = "    ";

    private final List<String> lines;
    private final List<Block> blocks = new ArrayList<>();
    private int at;

    private Markdown(String page) {
        lines = page.lines().toList();
    }

    /** The blocks of a page, in their order. */
    static List<Block> parse(String page) {
        Markdown parser = new Markdown(page);
        while (parser.at < parser.lines.size()) {
            parser.block();
        }
        return List.copyOf(parser.blocks);
    }

    private void block() {
        String line = lines.get(at);
        Matcher heading = HEADING.matcher(line);
        if (line.isBlank()) {
            at++;
        } else if (line.startsWith(FENCE)) {
            at++;
            code(it -> !it.startsWith(FENCE), 0);
            at++;
        } else if (line.startsWith(INDENT)) {
            code(it -> it.isBlank() || it.startsWith(INDENT), INDENT.length());
        } else if (heading.matches()) {
            blocks.add(new Heading(heading.group(1).length(), plain(heading.group(2))));
            at++;
        } else if (line.startsWith("|")) {
            table();
        } else if (ITEM.matcher(line).matches()) {
            items();
        } else {
            blocks.add(new Paragraph(spans(gathered(new StringBuilder()))));
        }
    }

    private void code(java.util.function.Predicate<String> belongs, int indent) {
        List<String> text = new ArrayList<>();
        while (at < lines.size() && belongs.test(lines.get(at))) {
            String line = lines.get(at++);
            text.add(line.length() >= indent ? line.substring(indent) : "");
        }
        blocks.add(new Code(String.join("\n", text).stripTrailing()));
    }

    private void table() {
        List<List<List<Span>>> rows = new ArrayList<>();
        while (at < lines.size() && lines.get(at).startsWith("|")) {
            String line = lines.get(at++).strip();
            if (!RULE.matcher(line).matches()) {
                rows.add(cells(line));
            }
        }
        blocks.add(new Table(List.copyOf(rows)));
    }

    /** The cells of a row. A bar in code, or after a backslash, is part of its cell. */
    private static List<List<Span>> cells(String line) {
        List<List<Span>> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean code = false;
        for (int i = 1; i < line.length(); i++) {
            char it = line.charAt(i);
            if (it == '\\' && i + 1 < line.length() && line.charAt(i + 1) == '|') {
                cell.append('|');
                i++;
            } else if (it == '|' && !code) {
                cells.add(spans(cell.toString()));
                cell.setLength(0);
            } else {
                code ^= it == '`';
                cell.append(it);
            }
        }
        if (!cell.toString().isBlank()) {
            cells.add(spans(cell.toString()));
        }
        return List.copyOf(cells);
    }

    private void items() {
        Matcher item = ITEM.matcher(lines.get(at));
        while (item.matches()) {
            String sign = item.group(2);
            int depth = item.group(1).length() / 2;
            at++;
            String text = gathered(new StringBuilder(item.group(3)));
            blocks.add(new Item(depth, Character.isDigit(sign.charAt(0)) ? sign : "•", spans(text)));
            if (at >= lines.size()) {
                return;
            }
            item = ITEM.matcher(lines.get(at));
        }
    }

    /** What {@code begun} says, with the lines that go on with it. */
    private String gathered(StringBuilder begun) {
        while (at < lines.size()) {
            String line = lines.get(at);
            boolean other = line.isBlank()
                    || line.startsWith(FENCE)
                    || line.startsWith("|")
                    || HEADING.matcher(line).matches()
                    || ITEM.matcher(line).matches();
            if (other) {
                break;
            }
            begun.append(begun.isEmpty() ? "" : " ").append(line.strip());
            at++;
        }
        return begun.toString();
    }

    private static String plain(String text) {
        return String.join("", spans(text).stream().map(Span::text).toList());
    }

    /** The stretches of a line. */
    static List<Span> spans(String line) {
        List<Span> spans = new ArrayList<>();
        Matcher found = SPAN.matcher(line.strip());
        int from = 0;
        while (found.find()) {
            plainSpan(line.strip().substring(from, found.start())).forEach(spans::add);
            if (found.group(1) != null) {
                spans.add(new Span(Span.Kind.CODE, found.group(1), ""));
            } else if (found.group(2) != null) {
                spans.add(new Span(Span.Kind.BOLD, found.group(2).replace("`", ""), ""));
            } else if (found.group(5) != null) {
                spans.add(new Span(Span.Kind.BOLD, found.group(5).replace("`", ""), ""));
            } else {
                spans.add(new Span(Span.Kind.LINK, found.group(3).replace("`", ""), found.group(4)));
            }
            from = found.end();
        }
        plainSpan(line.strip().substring(from)).forEach(spans::add);
        return List.copyOf(spans);
    }

    private static Stream<Span> plainSpan(String text) {
        return text.isEmpty() ? Stream.empty() : Stream.of(new Span(Span.Kind.PLAIN, text, ""));
    }
}
