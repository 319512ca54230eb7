package dev.parley.modem;

import dev.parley.at.Dictionary;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The engine's waiting for its modem: how long, and what its observer hears of silences. */
final class Patience {
    /** How often a wait that takes long is told anew. */
    private static final Duration TELL_AGAIN = Duration.ofSeconds(1);

    private final ModemState state;
    private final Supplier<ModemProfile> profile;
    private final Supplier<ModemObserver> observer;
    private volatile boolean silenceTold;

    Patience(ModemState state, Supplier<ModemProfile> profile, Supplier<ModemObserver> observer) {
        this.state = state;
        this.profile = profile;
        this.observer = observer;
    }

    /**
     * Waits until {@code condition}, which is looked at with the state lock held.
     *
     * @return false if {@code limit} is over before
     * @throws LinkLostException if the link is lost
     */
    boolean await(Duration limit, BooleanSupplier condition) throws ModemException {
        return state.await(limit, profile.get().timing().stall(), condition);
    }

    /** As {@link #await}, for what the modem owes: tells the observer when it takes longer than usual. */
    boolean awaitAnswer(String owed, Duration limit, BooleanSupplier condition) throws ModemException {
        long began = System.nanoTime();
        Duration next = profile.get().timing().patience();
        while (true) {
            Duration left = limit.minusNanos(System.nanoTime() - began);
            boolean last = left.compareTo(next) <= 0;
            if (await(last ? left : next, condition)) {
                return true;
            }
            if (last) {
                return false;
            }
            tell(Optional.of(Silence.waiting(owed, limit, began)));
            next = TELL_AGAIN;
        }
    }

    NoAnswerException noAnswer(PendingCommand mine, String awaited, Duration limit) {
        String advice =
                switch (mine.name()) {
                    case "+QISEND" ->
                        awaited.equals("prompt")
                                ? "look whether the socket is still open"
                                : "the bytes may or may not have left; look at coverage and flow control";
                    case "+QIRD" -> "bytes may be lost between modem and host; look at the baud rate and flow control";
                    default -> "";
                };
        return noAnswer(mine.command(), mine.began(), awaited, limit, advice);
    }

    /** What did not come is told to the observer and can be thrown. */
    NoAnswerException noAnswer(String command, long began, String awaited, Duration limit, String advice) {
        NoAnswerException silent = new NoAnswerException(awaited, command, limit, advice);
        tell(Optional.of(new Silence(command, limit, began, true, silent.getMessage())));
        return silent;
    }

    /** The modem answers again. */
    void answers() {
        if (silenceTold) {
            tell(Optional.empty());
        }
    }

    private void tell(Optional<Silence> silence) {
        silenceTold = silence.isPresent();
        observer.get().silence(silence);
    }

    /** Ends every wait for an answer at once; who waited fails with {@link NoAnswerException}. */
    void giveUp() {
        state.giveUp(silent -> new NoAnswerException(
                        "answer",
                        silent.command(),
                        Duration.ofSeconds(Duration.ofNanos(System.nanoTime() - silent.began())
                                .toSeconds()),
                        "the operator gave it up"))
                .ifPresent(silent -> tell(Optional.of(new Silence(
                        silent.command(),
                        profile.get().limit(silent.command()),
                        silent.began(),
                        true,
                        "the operator gave up waiting for "
                                + Dictionary.standard().masked(silent.command())))));
    }
}
