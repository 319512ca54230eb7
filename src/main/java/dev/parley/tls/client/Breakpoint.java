package dev.parley.tls.client;

import dev.parley.journal.Direction;
import java.time.Duration;

/** Where a handshake stops whatever its {@link Gate.Level} is. */
public sealed interface Breakpoint {
    /** What it stops at, for example {@code before the client's Certificate}. */
    String words();

    /**
     * Before a message leaves ({@code TX}), or when it came and before it is acted upon ({@code RX}).
     *
     * @param title for example {@code Certificate}, or {@code ChangeCipherSpec}
     */
    record BeforeMessage(Direction direction, String title) implements Breakpoint {
        @Override
        public String words() {
            return "before the " + whose(direction) + title;
        }
    }

    /** After a message has left or was acted upon: before anything else happens. */
    record AfterMessage(Direction direction, String title) implements Breakpoint {
        @Override
        public String words() {
            return "after the " + whose(direction) + title;
        }
    }

    /**
     * When exactly so many bytes of TLS have been sent: a record is sent up to there; or when so many have come, before they are acted
     * upon.
     *
     * @param n counted from 1 over all records of the connection
     */
    record AtByte(Direction direction, long n) implements Breakpoint {
        /**
         * Checks the number.
         *
         * @throws IllegalArgumentException if it is below 1
         */
        public AtByte {
            if (n < 1) {
                throw new IllegalArgumentException("bytes are counted from 1, not from " + n);
            }
        }

        @Override
        public String words() {
            return "at byte " + n + (direction == Direction.TX ? " sent" : " received");
        }
    }

    /** When an alert came and before it is acted upon, or before one of the client's own leaves. */
    record OnAlert() implements Breakpoint {
        @Override
        public String words() {
            return "on an alert";
        }
    }

    /**
     * When the modem says something by itself.
     *
     * @param text how the URC begins, for example {@code +QIURC: "closed"}
     */
    record OnUrc(String text) implements Breakpoint {
        @Override
        public String words() {
            return "on the URC " + text;
        }
    }

    /** When the server's next message, or the sending of a record, takes longer than that. */
    record SlowerThan(Duration limit) implements Breakpoint {
        @Override
        public String words() {
            return "when a step takes longer than " + limit.toMillis() + " ms";
        }
    }

    private static String whose(Direction direction) {
        return direction == Direction.TX ? "client's " : "server's ";
    }
}
