package dev.parley.link;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a link that broke is tried again: the option {@code reconnect} of an address.
 *
 * @param limit how long after the loss; nothing: until it is closed
 */
record Patience(Optional<Duration> limit) {
    /** For a port that a person pulls and plugs in again, maybe after lunch. */
    static final Patience ENDLESS = new Patience(Optional.empty());

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final int LONGEST_LIMIT_SECONDS = 86_400;

    /**
     * Reads {@code reconnect} of an address: {@code off}, {@code always}, or a time such as {@code 30s}.
     *
     * @throws LinkException if it is none of these; the message says so
     */
    static Patience of(LinkAddress address, String otherwise) throws LinkException {
        String text = address.option("reconnect", otherwise);
        return switch (text) {
            case "off" -> new Patience(Optional.of(Duration.ZERO));
            case "always" -> ENDLESS;
            default -> new Patience(Optional.of(seconds(text)));
        };
    }

    private static Duration seconds(String text) throws LinkException {
        String wrong =
                "reconnect is off, always or a time from 1s to " + LONGEST_LIMIT_SECONDS + "s, not '" + text + "'";
        if (!text.matches("[0-9]{1,6}s")) {
            throw new LinkException(wrong);
        }
        int seconds = Integer.parseInt(text.substring(0, text.length() - 1));
        if (seconds < 1 || seconds > LONGEST_LIMIT_SECONDS) {
            throw new LinkException(wrong);
        }
        return Duration.ofSeconds(seconds);
    }

    boolean isNone() {
        return limit.equals(Optional.of(Duration.ZERO));
    }

    /** How long to wait before attempt {@code number}, from 1: doubled each time, at most 2 s. */
    static Duration before(int number) {
        return number > 5 ? LONGEST : min(FIRST.multipliedBy(1L << (number - 1)), LONGEST);
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
