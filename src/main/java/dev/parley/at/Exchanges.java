package dev.parley.at;

import dev.parley.journal.Place;
import java.util.AbstractList;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Exchanges in the order they began, and questions about them.
 *
 * <p>An {@link ExchangeLog} hands out pictures that make an exchange when it is looked at and answer the questions from an index;
 * {@link #of} asks any other list by looking at each. Unmodifiable; may be read from any thread.
 */
public interface Exchanges extends List<Exchange>, RandomAccess {
    /** The questions for {@code list}: itself where it knows the answers. */
    static Exchanges of(List<Exchange> list) {
        return list instanceof Exchanges exchanges ? exchanges : new Listed(list);
    }

    /** The commands whose line begins with {@code prefix}, whatever its case. */
    default Stream<Exchange> commands(String prefix) {
        return commandRows(prefix).mapToObj(this::get);
    }

    /** The indices of {@link #commands}, ascending. */
    default IntStream commandRows(String prefix) {
        return IntStream.range(0, size())
                .filter(row -> get(row).kind() == Exchange.Kind.COMMAND
                        && get(row).text().regionMatches(true, 0, prefix, 0, prefix.length()));
    }

    /** The URCs with that name, for example {@code +QIURC}. */
    default Stream<AtEvent.Urc> urcs(String name) {
        return stream()
                .filter(exchange -> exchange.kind() == Exchange.Kind.URC)
                .filter(exchange -> AtEvent.Urc.name(exchange.text()).equals(name))
                .map(exchange ->
                        AtEvent.Urc.of(exchange.number(), exchange.lines().getFirst()));
    }

    /** The lines of answers and the URCs that begin with {@code name} and a colon, for example {@code +CEREG}. */
    default Stream<Exchange.Line> told(String name) {
        return stream()
                .flatMap(exchange -> exchange.lines().stream())
                .filter(line -> line.role() == Exchange.Role.INFORMATION || line.role() == Exchange.Role.URC)
                .filter(line -> AnswerRules.name(line.text()).equals(name));
    }

    /** The commands that ended with {@code code}. */
    default Stream<Exchange> ended(ResultCode code) {
        return stream()
                .filter(exchange -> exchange.result().filter(code::equals).isPresent());
    }

    /** The commands that wait for their result. */
    default Stream<Exchange> open() {
        return stream().filter(Exchange::isOpen);
    }

    /**
     * The exchanges that hold bytes a host does not look for: such as fit no rule of the grammar, and the echo of a payload.
     */
    default Stream<Exchange> disturbed() {
        return stream()
                .filter(exchange ->
                        exchange.lines().stream().anyMatch(line -> isDisturbance(line.role(), line.text())));
    }

    /** True for noise, and for the echo of a payload, which has no text. */
    static boolean isDisturbance(Exchange.Role role, String text) {
        return role == Exchange.Role.NOISE || (role == Exchange.Role.ECHO && text.isEmpty());
    }

    /** The last command that began before the exchange with this number. */
    default Optional<Exchange> commandBefore(long number) {
        return stream()
                .filter(exchange -> exchange.number() < number && exchange.kind() == Exchange.Kind.COMMAND)
                .reduce((first, second) -> second);
    }

    /** The first command that began after the exchange with this number. */
    default Optional<Exchange> commandAfter(long number) {
        return stream()
                .filter(exchange -> exchange.number() > number && exchange.kind() == Exchange.Kind.COMMAND)
                .findFirst();
    }

    /** The indices of the exchanges that have a byte in {@code place}, ascending. */
    default IntStream at(Place place) {
        return IntStream.range(0, size())
                .filter(index -> get(index).lines().stream()
                        .anyMatch(line -> line.place().overlaps(place)));
    }

    /**
     * True if one of the exchange's texts (command, answer, result, URC, what a noise was) passes {@code test}. The text is only
     * good while it is tested.
     */
    default boolean anyText(int index, Predicate<? super CharSequence> test) {
        return get(index).lines().stream().map(Exchange.Line::text).anyMatch(test);
    }

    /** A look at them, line by line. */
    default ExchangeLook look() {
        return new ExchangeLook.Listed(this);
    }

    /** True while the command at {@code index} waits for its result. */
    default boolean isOpen(int index) {
        return get(index).isOpen();
    }

    /** A list without an index. */
    final class Listed extends AbstractList<Exchange> implements Exchanges {
        private final List<Exchange> list;

        private Listed(List<Exchange> list) {
            this.list = list;
        }

        @Override
        public Exchange get(int index) {
            return list.get(index);
        }

        @Override
        public int size() {
            return list.size();
        }
    }
}
