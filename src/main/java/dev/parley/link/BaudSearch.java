package dev.parley.link;

import dev.parley.journal.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Finds the speed of a modem: says {@code AT} at each usual rate until something legible comes back.
 *
 * <p>Nothing is written but {@code AT} and CR, so the modem is left as it is; the port is opened once, so that DTR does not drop in
 * between, and closed again.
 */
public final class BaudSearch {
    /** Rates of {@code AT+IPR}, the likeliest first (115200 is what a Quectel module comes with). */
    public static final List<Integer> USUAL =
            List.of(115_200, 9_600, 921_600, 460_800, 230_400, 57_600, 38_400, 19_200, 3_000_000, 4_800);

    /** What came back at a rate. */
    public enum Heard {
        /** {@code OK} or {@code ERROR}: this is the rate. */
        ANSWER,
        /** Bytes that make no line: likely another rate. */
        GARBAGE,
        NOTHING
    }

    /**
     * What became of a rate.
     *
     * @param baud bits a second
     * @param bytes how many bytes came back
     */
    public record Attempt(int baud, Heard heard, int bytes) {
        /** In words, for example {@code 9600: nothing}. */
        public String words() {
            return baud + ": "
                    + switch (heard) {
                        case ANSWER -> "the modem answers";
                        case GARBAGE -> bytes + (bytes == 1 ? " byte" : " bytes") + " that make no answer";
                        case NOTHING -> "nothing";
                    };
        }
    }

    /** A modem that finds the rate by itself ({@code AT+IPR=0}) may swallow the first one; and noise may spoil it. */
    private static final int ASKS = 2;

    private static final Bytes ASK = Bytes.latin1("AT\r");

    private final List<Integer> rates;
    private final Duration wait;

    /**
     * A search.
     *
     * @param rates bits a second, in the order in which they are tried
     * @param wait how long an answer may take; a modem that is up answers within 300 ms
     */
    public BaudSearch(List<Integer> rates, Duration wait) {
        this.rates = List.copyOf(rates);
        this.wait = wait;
    }

    /** The usual rates, with 400 ms for each answer: at most 8 s in all. */
    public static BaudSearch usual() {
        return new BaudSearch(USUAL, Duration.ofMillis(400));
    }

    /**
     * Searches; blocks.
     *
     * @param port a {@code serial:} address; all of its options but the rate are kept
     * @param told hears of each rate tried
     * @param wanted asked before each rate; false ends the search
     * @return the rate, or nothing if no rate was answered
     * @throws LinkException if {@code port} is no serial port, cannot be opened or is lost
     */
    public OptionalInt search(LinkAddress port, Consumer<Attempt> told, BooleanSupplier wanted) throws LinkException {
        if (!port.scheme().equals("serial")) {
            throw new LinkException(port + " has no baud rate; only a serial port has one");
        }
        try (SerialLink link = SerialLink.open(port)) {
            Ear ear = new Ear();
            link.start(ear);
            for (int rate : rates) {
                if (!wanted.getAsBoolean()) {
                    return OptionalInt.empty();
                }
                Attempt attempt = attempt(link, ear, rate);
                told.accept(attempt);
                if (attempt.heard() == Heard.ANSWER) {
                    return OptionalInt.of(rate);
                }
            }
            return OptionalInt.empty();
        }
    }

    private Attempt attempt(SerialLink link, Ear ear, int rate) throws LinkException {
        link.baud(rate);
        ear.forget();
        Attempt last = new Attempt(rate, Heard.NOTHING, 0);
        for (int ask = 0; ask < ASKS; ask++) {
            link.write(ASK);
            if (ear.hears(wait)) {
                return new Attempt(rate, Heard.ANSWER, ear.count());
            }
            last = new Attempt(rate, ear.count() == 0 ? Heard.NOTHING : Heard.GARBAGE, ear.count());
        }
        return last;
    }

    /** What came at the present rate. */
    private static final class Ear implements Link.Listener {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition came = lock.newCondition();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean gone;
        private String why = "";

        @Override
        public void received(Bytes read, long stamp) {
            lock.lock();
            try {
                bytes.writeBytes(read.toArray());
                came.signalAll();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void lost(LinkException e) {
            lock.lock();
            try {
                gone = true;
                why = e.getMessage();
                came.signalAll();
            } finally {
                lock.unlock();
            }
        }

        void forget() {
            lock.lock();
            try {
                bytes.reset();
            } finally {
                lock.unlock();
            }
        }

        int count() {
            lock.lock();
            try {
                return bytes.size();
            } finally {
                lock.unlock();
            }
        }

        /** Waits for a final result: verbose ({@code OK}), or as a number after {@code ATV0}. */
        boolean hears(Duration limit) throws LinkException {
            long end = System.nanoTime() + limit.toNanos();
            lock.lock();
            try {
                while (true) {
                    String text = bytes.toString(StandardCharsets.ISO_8859_1);
                    if (text.contains("\r\nOK\r\n") || text.contains("\r\nERROR\r\n") || text.endsWith("AT\r0\r")) {
                        return true;
                    }
                    if (gone) {
                        throw new LinkException(why);
                    }
                    long left = end - System.nanoTime();
                    if (left <= 0) {
                        return false;
                    }
                    boolean _ = came.await(left, TimeUnit.NANOSECONDS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LinkException("the search for the baud rate was given up", e);
            } finally {
                lock.unlock();
            }
        }
    }
}
