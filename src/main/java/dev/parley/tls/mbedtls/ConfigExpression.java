package dev.parley.tls.mbedtls;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The expression of an {@code #if} (C11 section 6.10.1), as far as configuration headers use it: {@code defined}, integers, names,
 * {@code ! && || == != < <= > >= + - *} and parentheses. A name that nothing defines counts as 0, as in C.
 */
final class ConfigExpression {
    /** A value and whether it rests on a name that the text does not define. */
    record Result(boolean holds, boolean assumed) {}

    private static final Pattern TOKEN =
            Pattern.compile("\\s*(0[xX][0-9a-fA-F]+|\\d+|[A-Za-z_]\\w*|&&|\\|\\||==|!=|<=|>=|[!<>()+*-])[uUlL]*");

    /** Headers nest a few deep; a hostile one must not take the stack. */
    private static final int DEEPEST = 64;

    private final List<String> tokens;
    private final Map<String, String> defined;
    private int at;
    private int depth;
    private boolean assumed;
    private boolean unknown;

    private ConfigExpression(List<String> tokens, Map<String, String> defined) {
        this.tokens = tokens;
        this.defined = defined;
    }

    /** The value of the condition; nothing where it is not understood. */
    static Optional<Result> evaluate(String text, Map<String, String> defined) {
        Optional<List<String>> tokens = tokens(text);
        if (tokens.isEmpty()) {
            return Optional.empty();
        }
        ConfigExpression expression = new ConfigExpression(tokens.get(), defined);
        OptionalLong value = expression.or();
        return value.isPresent() && expression.at == expression.tokens.size()
                ? Optional.of(new Result(value.getAsLong() != 0, expression.assumed))
                : Optional.empty();
    }

    /** An option's value as a number, for example {@code 16384}, {@code (4 * 1024)} or another option's name. */
    static OptionalInt number(String text, Map<String, String> defined) {
        return number(text, defined, 0);
    }

    private static OptionalInt number(String text, Map<String, String> defined, int depth) {
        Optional<List<String>> tokens = tokens(text);
        if (tokens.isEmpty()) {
            return OptionalInt.empty();
        }
        ConfigExpression expression = new ConfigExpression(tokens.get(), defined);
        expression.depth = depth;
        OptionalLong value = expression.sum();
        boolean whole = value.isPresent()
                && expression.at == expression.tokens.size()
                && !expression.unknown
                && value.getAsLong() == (int) value.getAsLong();
        return whole ? OptionalInt.of((int) value.getAsLong()) : OptionalInt.empty();
    }

    private static Optional<List<String>> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        int at = 0;
        while (at < text.length() && !text.substring(at).isBlank()) {
            if (!matcher.find(at) || matcher.start() != at) {
                return Optional.empty();
            }
            tokens.add(matcher.group(1));
            at = matcher.end();
        }
        return tokens.isEmpty() ? Optional.empty() : Optional.of(tokens);
    }

    private boolean take(String token) {
        if (at < tokens.size() && tokens.get(at).equals(token)) {
            at++;
            return true;
        }
        return false;
    }

    private OptionalLong or() {
        OptionalLong left = and();
        while (left.isPresent() && take("||")) {
            OptionalLong right = and();
            left = both(left, right, left.getAsLong() != 0 || right.orElse(0) != 0 ? 1 : 0);
        }
        return left;
    }

    private OptionalLong and() {
        OptionalLong left = comparison();
        while (left.isPresent() && take("&&")) {
            OptionalLong right = comparison();
            left = both(left, right, left.getAsLong() != 0 && right.orElse(0) != 0 ? 1 : 0);
        }
        return left;
    }

    private OptionalLong comparison() {
        OptionalLong left = sum();
        while (left.isPresent()
                && at < tokens.size()
                && List.of("==", "!=", "<", "<=", ">", ">=").contains(tokens.get(at))) {
            String operator = tokens.get(at++);
            OptionalLong right = sum();
            int order = Long.compare(left.getAsLong(), right.orElse(0));
            boolean holds =
                    switch (operator) {
                        case "==" -> order == 0;
                        case "!=" -> order != 0;
                        case "<" -> order < 0;
                        case "<=" -> order <= 0;
                        case ">" -> order > 0;
                        default -> order >= 0;
                    };
            left = both(left, right, holds ? 1 : 0);
        }
        return left;
    }

    private OptionalLong sum() {
        OptionalLong left = product();
        while (left.isPresent()
                && at < tokens.size()
                && (tokens.get(at).equals("+") || tokens.get(at).equals("-"))) {
            boolean plus = tokens.get(at++).equals("+");
            OptionalLong right = product();
            left = both(left, right, plus ? left.getAsLong() + right.orElse(0) : left.getAsLong() - right.orElse(0));
        }
        return left;
    }

    private OptionalLong product() {
        OptionalLong left = unary();
        while (left.isPresent() && take("*")) {
            OptionalLong right = unary();
            left = both(left, right, left.getAsLong() * right.orElse(0));
        }
        return left;
    }

    private OptionalLong unary() {
        if (depth == DEEPEST) {
            return OptionalLong.empty();
        }
        depth++;
        try {
            if (take("!")) {
                OptionalLong value = unary();
                return value.isPresent() ? OptionalLong.of(value.getAsLong() == 0 ? 1 : 0) : value;
            }
            if (take("-")) {
                OptionalLong value = unary();
                return value.isPresent() ? OptionalLong.of(-value.getAsLong()) : value;
            }
            if (take("(")) {
                OptionalLong value = or();
                return take(")") ? value : OptionalLong.empty();
            }
            return at < tokens.size() ? atom(tokens.get(at++)) : OptionalLong.empty();
        } finally {
            depth--;
        }
    }

    private OptionalLong atom(String token) {
        if (token.equals("defined")) {
            boolean bracket = take("(");
            if (at == tokens.size() || !isName(tokens.get(at))) {
                return OptionalLong.empty();
            }
            boolean is = known(tokens.get(at++));
            return bracket && !take(")") ? OptionalLong.empty() : OptionalLong.of(is ? 1 : 0);
        }
        if (isName(token)) {
            if (!known(token)) {
                return OptionalLong.of(0);
            }
            OptionalInt value = number(defined.getOrDefault(token, ""), defined, depth);
            return value.isPresent() ? OptionalLong.of(value.getAsInt()) : OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.decode(token));
        } catch (NumberFormatException tooLarge) {
            return OptionalLong.empty();
        }
    }

    private boolean known(String name) {
        boolean known = defined.containsKey(name);
        unknown |= !known;
        // What an mbedTLS option is, this text says; what a compiler or another header defines, it cannot.
        assumed |= !known && !name.startsWith("MBEDTLS_") && !name.startsWith("PSA_");
        return known;
    }

    private static boolean isName(String token) {
        return Character.isLetter(token.charAt(0)) || token.charAt(0) == '_';
    }

    private static OptionalLong both(OptionalLong left, OptionalLong right, long value) {
        return left.isPresent() && right.isPresent() ? OptionalLong.of(value) : OptionalLong.empty();
    }
}
