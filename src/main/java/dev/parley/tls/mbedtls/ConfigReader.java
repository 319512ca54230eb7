package dev.parley.tls.mbedtls;

import dev.parley.tls.mbedtls.ConfigHeader.Option;
import dev.parley.tls.mbedtls.ConfigHeader.Remark;
import dev.parley.tls.mbedtls.ConfigHeader.State;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one text for {@link ConfigHeader}: comments, continued lines, conditional blocks, and the damage a forum does to code. */
final class ConfigReader {
    private static final String OPTION = "(?:MBEDTLS|PSA|TF_PSA|POLARSSL)_[A-Z0-9_a-z]+";
    private static final Pattern DIRECTIVE = Pattern.compile("\\s*#\\s*([a-z]+)\\b\\s*(.*)", Pattern.DOTALL);
    private static final Pattern DEFINE = Pattern.compile("([A-Za-z_]\\w*)(\\([^)]*\\))?\\s*(.*)", Pattern.DOTALL);
    private static final Pattern COMMENTED = Pattern.compile("#\\s*define\\s+(" + OPTION + ")[ \\t]*([^\\n]*)");
    private static final Pattern NAMES_OPTION = Pattern.compile("\\b" + OPTION + "\\b");
    private static final Pattern LOST_HASH = Pattern.compile("\\s*define\\s+(" + OPTION + ")(\\s.*)?", Pattern.DOTALL);

    /** What quoting, lists, code fences and line numbers put before a directive. */
    private static final Pattern BEFORE_HASH = Pattern.compile("^[\\s>*•·`\\d:|.+-]+(?=#\\s*[a-z])");

    private final Map<String, Option> options = new HashMap<>();
    private final Map<String, String> macros = new HashMap<>();
    private final List<Remark> remarks = new ArrayList<>();
    private final Deque<Block> blocks = new ArrayDeque<>();
    private int mended;
    private int mendedLine;
    private int named;
    private int namedLine;

    /** A conditional block that is open. */
    private static final class Block {
        final int line;
        final String condition;
        final boolean parent;
        boolean active;
        boolean taken;
        boolean assumed;
        boolean decides;

        Block(int line, String condition, boolean parent, boolean holds, boolean assumed) {
            this.line = line;
            this.condition = condition;
            this.parent = parent;
            this.active = parent && holds;
            this.taken = holds;
            this.assumed = assumed;
        }
    }

    ConfigHeader read(String text) {
        String[] lines = text.split("\\R", -1);
        boolean comment = false;
        int commentLine = 0;
        StringBuilder logical = new StringBuilder();
        int logicalLine = 0;
        for (int i = 0; i < lines.length; i++) {
            int number = i + 1;
            String line = mend(lines[i], number);
            StringBuilder code = new StringBuilder();
            StringBuilder remark = new StringBuilder();
            boolean before = comment;
            comment = split(line, comment, code, remark);
            if (comment && (!before || remark.indexOf("\u0000") >= 0)) {
                commentLine = number;
            }
            commentedOut(remark.toString(), number);
            if (logical.isEmpty()) {
                logicalLine = number;
            }
            String rest = code.toString().stripTrailing();
            if (rest.endsWith("\\") && !comment && i + 1 < lines.length) {
                logical.append(rest, 0, rest.length() - 1).append(' ');
                continue;
            }
            logical.append(rest);
            line(logical.toString(), logicalLine);
            logical.setLength(0);
        }
        if (comment) {
            remark(commentLine, "The comment that begins here is never closed, so everything after it is comment.");
        }
        blocks.forEach(block ->
                remark(block.line, "The block that begins with " + block.condition + " has no #endif in this text."));
        summaries();
        List<Option> all = new ArrayList<>(options.values());
        all.sort(Comparator.comparingInt(Option::line).thenComparing(Option::name));
        remarks.sort(Comparator.comparingInt(Remark::line));
        return new ConfigHeader(all, remarks);
    }

    private void summaries() {
        if (mended > 0) {
            remark(
                    mendedLine,
                    mended + (mended == 1 ? " line was" : " lines were")
                            + " mended: quoting, typographic characters or escapes around a directive.");
        }
        if (named > 0) {
            remark(
                    namedLine,
                    named
                            + (named == 1
                                    ? " line holds a name of mbedTLS's outside of #define, #undef and #if, as code and"
                                            + " logs do: it was"
                                    : " lines hold names of mbedTLS's outside of #define, #undef and #if, as code and"
                                            + " logs do: they were")
                            + " read as text, and no option was taken from there.");
        }
    }

    /** Undoes what word processors, mail and forums do to code. */
    private String mend(String raw, int number) {
        String line = raw.replace("\ufeff", "")
                .replaceAll("[\\u00a0\\u2000-\\u200a\\u202f\\u3000]", " ")
                .replaceAll("[\\u200b-\\u200d\\u2060]", "")
                .replace('\uff03', '#')
                .replaceAll("[\\u2018\\u2019]", "'")
                .replaceAll("[\\u201c\\u201d]", "\"")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&")
                .replace("\\_", "_")
                .replace("\\#", "#");
        line = BEFORE_HASH.matcher(line).replaceFirst("");
        if (line.startsWith("#") && line.endsWith("`")) {
            line = line.replaceAll("`+$", "");
        }
        Matcher lost = LOST_HASH.matcher(line);
        if (lost.matches()) {
            remark(number, "The # before 'define " + lost.group(1) + "' is missing; it is taken as #define.");
            return "#" + line.strip();
        }
        if (!line.strip().equals(raw.strip()) && line.contains("#")) {
            mended++;
            mendedLine = mendedLine == 0 ? number : mendedLine;
        }
        return line;
    }

    /** Splits a line into code and comment; a NUL in the comment marks that one begins there. */
    private static boolean split(String line, boolean inside, StringBuilder code, StringBuilder comment) {
        boolean block = inside;
        boolean string = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            boolean two = i + 1 < line.length();
            if (block) {
                if (c == '*' && two && line.charAt(i + 1) == '/') {
                    block = false;
                    code.append(' ');
                    i++;
                } else {
                    comment.append(c);
                }
            } else if (string) {
                code.append(c);
                string = c != '"';
            } else if (c == '/' && two && line.charAt(i + 1) == '*') {
                block = true;
                comment.append('\u0000');
                i++;
            } else if (c == '/' && two && line.charAt(i + 1) == '/') {
                comment.append(line, i + 2, line.length());
                return false;
            } else {
                string = c == '"' && line.indexOf('"', i + 1) > 0;
                code.append(c);
            }
        }
        return block;
    }

    private void commentedOut(String comment, int number) {
        Matcher matcher = COMMENTED.matcher(comment);
        while (matcher.find()) {
            String value = matcher.group(2).replaceAll("/[*/].*", "").strip();
            options.putIfAbsent(matcher.group(1), new Option(matcher.group(1), value, number, State.COMMENTED_OUT));
        }
    }

    private void line(String code, int number) {
        Matcher directive = DIRECTIVE.matcher(code);
        if (!directive.matches()) {
            if (NAMES_OPTION.matcher(code).find()) {
                named++;
                namedLine = namedLine == 0 ? number : namedLine;
            }
            return;
        }
        String rest = directive.group(2).strip();
        boolean active = blocks.isEmpty() || blocks.peek().active;
        switch (directive.group(1)) {
            case "define" -> define(rest, number, active);
            case "undef" -> undefine(rest, number, active);
            case "ifdef" -> open(number, "#ifdef " + rest, "defined(" + rest + ")", active);
            case "ifndef" -> open(number, "#ifndef " + rest, "!defined(" + rest + ")", active);
            case "if" -> open(number, "#if " + rest, rest, active);
            case "elif" -> otherwise(number, rest);
            case "else" -> otherwise(number, null);
            case "endif" -> close(number);
            case "include" -> include(rest, number, active);
            case "error" -> {
                if (active) {
                    remark(number, "This #error stops the build: " + rest);
                }
            }
            case "warning", "pragma", "line" -> {}
            default -> {
                if (NAMES_OPTION.matcher(rest).find()) {
                    remark(number, "#" + directive.group(1) + " is no directive of C; the line is passed over.");
                }
            }
        }
    }

    private void define(String rest, int number, boolean active) {
        Matcher matcher = DEFINE.matcher(rest);
        if (!matcher.matches()) {
            remark(number, "This #define names nothing that can be defined.");
            return;
        }
        String name = matcher.group(1);
        String value = matcher.group(3).strip();
        if (active) {
            macros.put(name, value);
            // An include guard defines the name it asks for.
            Optional.ofNullable(blocks.peek())
                    .filter(block -> block.condition.equals("#ifndef " + name))
                    .ifPresent(block -> block.assumed = false);
        }
        if (!name.matches(OPTION)) {
            return;
        }
        blocks.forEach(block -> block.decides = true);
        Optional<Option> before = Optional.ofNullable(options.get(name));
        if (!active) {
            if (before.filter(option -> option.state() != State.COMMENTED_OUT).isEmpty()) {
                options.put(name, new Option(name, value, number, State.NOT_COMPILED));
            }
            return;
        }
        before.filter(option -> option.state() == State.ON)
                .ifPresent(option -> remark(
                        number,
                        name + " is defined again (first in line " + option.line() + ")"
                                + (option.value().equals(value) ? "." : " with another value; this one counts.")));
        options.put(name, new Option(name, value, number, State.ON));
    }

    private void undefine(String rest, int number, boolean active) {
        String name = rest.split("\\s", 2)[0];
        blocks.forEach(block -> block.decides |= name.matches(OPTION));
        if (active) {
            macros.remove(name);
            if (name.matches(OPTION)) {
                options.put(name, new Option(name, "", number, State.OFF));
            }
        }
    }

    private void open(int number, String words, String condition, boolean parent) {
        Optional<ConfigExpression.Result> result = ConfigExpression.evaluate(condition, macros);
        if (result.isEmpty() && parent) {
            remark(number, words + " is not understood; its block is left out.");
        }
        blocks.push(new Block(
                number,
                words,
                parent,
                result.map(ConfigExpression.Result::holds).orElse(false),
                result.map(ConfigExpression.Result::assumed).orElse(false)));
    }

    private void otherwise(int number, @Nullable String condition) {
        Block block = blocks.peek();
        if (block == null) {
            remark(number, (condition == null ? "#else" : "#elif") + " without an #if before it in this text.");
            return;
        }
        boolean holds = !block.taken;
        if (condition != null && holds) {
            Optional<ConfigExpression.Result> result = ConfigExpression.evaluate(condition, macros);
            holds = result.map(ConfigExpression.Result::holds).orElse(false);
            block.assumed |= result.map(ConfigExpression.Result::assumed).orElse(false);
        }
        block.active = block.parent && holds;
        block.taken |= holds;
    }

    private void close(int number) {
        Block block = blocks.poll();
        if (block == null) {
            remark(number, "#endif without an #if before it in this text.");
        } else if (block.parent && block.assumed && block.decides) {
            remark(
                    block.line,
                    block.condition
                            + " rests on a name that this text does not define; it counts as not defined (block to"
                            + " line " + number + ").");
        }
    }

    private void include(String rest, int number, boolean active) {
        boolean known = (rest.startsWith("<") && !rest.contains("mbedtls") && !rest.contains("psa"))
                || rest.contains("check_config.h")
                || rest.contains("build_info.h");
        if (active && !known) {
            remark(number, "What " + rest + " defines is not known: add that file's text if it sets options.");
        }
    }

    private void remark(int number, String sentence) {
        remarks.add(new Remark(number, sentence));
    }
}
