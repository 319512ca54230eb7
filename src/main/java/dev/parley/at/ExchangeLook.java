package dev.parley.at;

import dev.parley.journal.Direction;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks at exchanges line by line without making them: for questions to a million of them of which a few are of interest.
 *
 * <p>{@link #on} stands on an exchange's first line, {@link #next} on the next one. A text is only good until the look moves on. Used
 * by one thread.
 */
public interface ExchangeLook {
    /** Stands on the first line of the exchange at {@code index}. */
    ExchangeLook on(int index);

    /** Stands on the exchange's next line, and is false where there is none. */
    boolean next();

    Exchange.Role role();

    Direction direction();

    /** The line's bytes on the link. */
    int length();

    long nanos();

    /** The line's text; empty for payload. */
    CharSequence text();

    /** True where the line stands for a result that never came. */
    boolean isUnanswered();

    /** A look at a list of exchanges as they are. */
    final class Listed implements ExchangeLook {
        private final List<Exchange> exchanges;
        private @Nullable Exchange exchange;
        private @Nullable Iterator<Exchange.Line> lines;
        private Exchange.@Nullable Line line;

        Listed(List<Exchange> exchanges) {
            this.exchanges = exchanges;
        }

        @Override
        public ExchangeLook on(int index) {
            exchange = exchanges.get(index);
            lines = exchange.lines().iterator();
            line = lines.next();
            return this;
        }

        @Override
        public boolean next() {
            boolean more = lines != null && lines.hasNext();
            if (more && lines != null) {
                line = lines.next();
            }
            return more;
        }

        private Exchange.Line line() {
            if (line == null) {
                throw new IllegalStateException("a look that stands on no exchange");
            }
            return line;
        }

        @Override
        public Exchange.Role role() {
            return line().role();
        }

        @Override
        public Direction direction() {
            return line().direction();
        }

        @Override
        public int length() {
            return line().length();
        }

        @Override
        public long nanos() {
            return line().nanos();
        }

        @Override
        public CharSequence text() {
            return line().text();
        }

        @Override
        public boolean isUnanswered() {
            return role() == Exchange.Role.RESULT
                    && exchange != null
                    && exchange.result().filter(ResultCode.UNANSWERED::equals).isPresent();
        }
    }
}
