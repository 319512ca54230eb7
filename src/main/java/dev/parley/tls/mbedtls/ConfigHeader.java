package dev.parley.tls.mbedtls;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An mbedTLS configuration header ({@code config.h} of 2.x, {@code mbedtls_config.h} of 3.x and 4.x), or a piece of one that was
 * pasted from a forum post: which options are on, with their lines.
 *
 * <p>Conditional blocks are followed as the preprocessor does: a name that nothing defines is not defined. {@link #remarks} says
 * where that mattered, and what was not understood; nothing makes the reading fail.
 *
 * @param options every option in the text, the last word on it only, in the order of their lines
 * @param remarks what a reader should know about the reading, in the order of their lines
 */
public record ConfigHeader(List<Option> options, List<Remark> remarks) {
    /** How the text leaves an option. */
    public enum State {
        /** {@code #define}. */
        ON,
        /** {@code #undef}. */
        OFF,
        /** A {@code #define} that is commented out. */
        COMMENTED_OUT,
        /** A {@code #define} in a conditional block that is not compiled. */
        NOT_COMPILED
    }

    /**
     * One option.
     *
     * @param name for example {@code MBEDTLS_SSL_IN_CONTENT_LEN}
     * @param value what it is defined as, without comments; empty where it is only defined
     * @param line of the text, from 1
     */
    public record Option(String name, String value, int line, State state) {}

    /**
     * Something to know about the reading.
     *
     * @param line of the text, from 1
     * @param sentence one sentence
     */
    public record Remark(int line, String sentence) {}

    public ConfigHeader {
        options = List.copyOf(options);
        remarks = List.copyOf(remarks);
    }

    /** Reads any text; what is no directive is passed over. */
    public static ConfigHeader read(String text) {
        return new ConfigReader().read(text);
    }

    /** The option of that name, however the text leaves it. */
    public Optional<Option> option(String name) {
        return options.stream().filter(option -> option.name().equals(name)).findFirst();
    }

    /** True if the option is defined in the end. */
    public boolean has(String name) {
        return option(name).filter(option -> option.state() == State.ON).isPresent();
    }

    /** The value of a defined option as a number: decimal, hexadecimal, or a product of such; nothing where it is something else. */
    public OptionalInt number(String name) {
        return option(name)
                .filter(option -> option.state() == State.ON)
                .map(option -> ConfigExpression.number(option.value(), values()))
                .orElse(OptionalInt.empty());
    }

    private Map<String, String> values() {
        return options.stream()
                .filter(option -> option.state() == State.ON)
                .collect(Collectors.toMap(Option::name, Option::value));
    }

    /** The names of the defined options. */
    public Set<String> defined() {
        return Set.copyOf(values().keySet());
    }

    /** True if nothing in the text is an mbedTLS option that is defined: it is then something else. */
    public boolean isEmpty() {
        return options.stream().noneMatch(option -> option.state() == State.ON);
    }
}
