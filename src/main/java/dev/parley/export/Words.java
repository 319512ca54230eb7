package dev.parley.export;

import dev.parley.at.Exchange;
import dev.parley.doctor.CaseView;
import dev.parley.socket.ClosedBy;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How exports put numbers and states into words, so that all of them say the same. */
final class Words {
    private Words() {}

    /** Seconds with three decimals, for example {@code 3.412}. */
    static String seconds(long nanos) {
        return BigDecimal.valueOf(nanos, 9).setScale(3, RoundingMode.HALF_UP).toPlainString();
    }

    /** Milliseconds, with one decimal below ten, for example {@code 3.4} or {@code 250}. */
    static String millis(long nanos) {
        return BigDecimal.valueOf(nanos, 6)
                .setScale(Math.abs(nanos) < 10_000_000 ? 1 : 0, RoundingMode.HALF_UP)
                .toPlainString();
    }

    /** Seconds as a number with six decimals at most, as session files have them. */
    static BigDecimal secondsNumber(long nanos) {
        BigDecimal value =
                BigDecimal.valueOf(nanos, 9).setScale(6, RoundingMode.HALF_UP).stripTrailingZeros();
        return value.scale() < 0 ? value.setScale(0) : value;
    }

    /** A count with its thousands set apart, for example {@code 12,345}. */
    static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String capital(String sentence) {
        return sentence.isEmpty() ? "" : sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
    }

    /** Who closed, as part of a sentence. */
    static String closed(ClosedBy by) {
        return switch (by) {
            case OPEN -> "still open";
            case HOST -> "closed by the host";
            case PEER -> "closed by the peer";
            case PDP -> "closed: the PDP context was lost";
            case MODEM_RESET -> "closed: the modem restarted";
            case LINK -> "closed: the link to the modem was lost";
        };
    }

    /** The exchange with a number; exchanges stand in the order of their numbers. */
    static Optional<Exchange> exchange(CaseView view, long number) {
        List<Exchange> exchanges = view.exchanges();
        int low = 0;
        int high = exchanges.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = exchanges.get(middle).number();
            if (found == number) {
                return Optional.of(exchanges.get(middle));
            }
            if (found < number) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return Optional.empty();
    }
}
