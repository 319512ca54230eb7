package dev.parley.modem;

import dev.parley.at.AtEvent;
import dev.parley.journal.Journal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Waits for one URC, such as the result that comes after a command's {@code OK}; begun before the command is sent. */
final class UrcWait implements AutoCloseable {
    /** How often it looks whether the wait has become pointless. */
    private static final long LOOK_MILLIS = 200;

    private final BlockingQueue<AtEvent.Urc> came = new ArrayBlockingQueue<>(16);
    private final Journal.Subscription listening;

    UrcWait(Modem modem, Predicate<AtEvent.Urc> wanted) {
        listening = modem.listen(urc -> {
            if (wanted.test(urc)) {
                boolean _ = came.offer(urc);
            }
        });
    }

    /**
     * The URC; nothing if it does not come within {@code limit}.
     *
     * @param pointless asked now and then: throws where there is nothing more to wait for
     */
    Optional<AtEvent.Urc> await(Duration limit, Check pointless) throws ModemException {
        long end = System.nanoTime() + limit.toNanos();
        try {
            while (System.nanoTime() < end) {
                AtEvent.Urc urc = came.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (urc != null) {
                    return Optional.of(urc);
                }
                pointless.check();
            }
            return Optional.empty();
        } catch (InterruptedException e) {
            throw ModemState.interrupted(e);
        }
    }

    /** Throws where there is nothing more to wait for. */
    interface Check {
        void check() throws ModemException;
    }

    @Override
    public void close() {
        listening.close();
    }
}
