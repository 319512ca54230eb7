package dev.parley.journal;

/** Which way bytes crossed the link, seen from the host. */
public enum Direction {
    /** Host to modem. */
    TX("tx"),
    /** Modem to host. */
    RX("rx");

    private final String word;

    Direction(String word) {
        this.word = word;
    }

    /** The word used in session files and in JSON: {@code tx} or {@code rx}. */
    public String word() {
        return word;
    }

    public Direction opposite() {
        return this == TX ? RX : TX;
    }

    /**
     * The direction of {@code word}.
     *
     * @throws IllegalArgumentException if it is neither {@code tx} nor {@code rx}
     */
    public static Direction of(String word) {
        return switch (word) {
            case "tx" -> TX;
            case "rx" -> RX;
            default -> throw new IllegalArgumentException("direction is tx or rx, not " + word);
        };
    }
}
