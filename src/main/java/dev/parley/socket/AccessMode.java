package dev.parley.socket;

import java.util.Optional;

/** How a socket's data reaches the host: the last parameter of {@code AT+QIOPEN} (Quectel BG95 TCP/IP application note). */
public enum AccessMode {
    /** The modem says {@code "recv"} and the host asks with {@code AT+QIRD}. */
    BUFFER(0),
    /** The modem sends data with its URC. */
    PUSH(1),
    /** The port carries the socket's bytes and nothing else. */
    TRANSPARENT(2);

    private final int number;

    AccessMode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** The mode of that number; buffer access where it is none. */
    static AccessMode numbered(int number) {
        return switch (number) {
            case 1 -> PUSH;
            case 2 -> TRANSPARENT;
            default -> BUFFER;
        };
    }

    /** The word used on the command line: {@code buffer}, {@code push} or {@code transparent}. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** The mode whose {@link #word()} is {@code word}. */
    public static Optional<AccessMode> of(String word) {
        for (AccessMode mode : values()) {
            if (mode.word().equals(word)) {
                return Optional.of(mode);
            }
        }
        return Optional.empty();
    }
}
