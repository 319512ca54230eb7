package dev.parley.sim.modem;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * When packets come through the air: pure arithmetic over the times they set out, with chance from a seed. Times are nanoseconds and
 * each direction keeps its order. For the modem's thread.
 */
final class Air {
    private static final int BITS = 8;
    private static final double NANOS = 1e9;

    /** Times in which nothing comes through, one after another. */
    private static final class Losses {
        private final AirOptions options;
        private final SplittableRandom random;
        private long starts;
        private long ends;

        Losses(AirOptions options, long seed, long now) {
            this.options = options;
            this.random = new SplittableRandom(seed);
            this.ends = now;
            next();
        }

        /** When something that sets out at {@code time} gets through; times do not go back. */
        long through(long time) {
            if (options.lossEvery().isZero()) {
                return time;
            }
            while (ends <= time) {
                next();
            }
            return time < starts ? time : ends + options.retransmission().toNanos();
        }

        private void next() {
            starts = ends + exponential(options.lossEvery());
            ends = starts + exponential(options.lossFor());
        }

        private long exponential(Duration mean) {
            return (long) (-Math.log(1 - random.nextDouble()) * (double) mean.toNanos());
        }
    }

    /** One direction. */
    private final class Way {
        private final long fixed;
        private final int bitsPerSecond;
        private final Losses losses;
        /** Its own: how much goes the other way meanwhile must not shift its luck. */
        private final SplittableRandom random;

        private long free;
        private long last;

        Way(long fixed, int bitsPerSecond, Losses losses, SplittableRandom random) {
            this.fixed = fixed;
            this.bitsPerSecond = bitsPerSecond;
            this.losses = losses;
            this.random = random;
        }

        long arrival(long now, int bytes) {
            long out = Math.max(now + wakeUp(now), free);
            free = bitsPerSecond == 0 ? out : out + (long) (bytes * BITS * NANOS / bitsPerSecond);
            long jitter = options.jitter().isZero()
                    ? 0
                    : random.nextLong(options.jitter().toNanos());
            last = Math.max(last, losses.through(free) + fixed + jitter);
            lastPacket = Math.max(lastPacket, last);
            return last;
        }
    }

    private final AirOptions options;
    private final SplittableRandom random;
    private final Way up;
    private final Way down;
    private long lastPacket;
    /** How long the network may have to wait until the modem listens again (eDRX). */
    private Duration paging = Duration.ZERO;

    Air(AirOptions options, Duration roundTrip, long seed, long now) {
        this.options = options;
        random = new SplittableRandom(seed);
        SplittableRandom luck = new SplittableRandom(seed);
        lastPacket = now;
        up = new Way(0, options.upBitsPerSecond(), new Losses(options, seed, now), luck.split());
        down = new Way(roundTrip.toNanos(), options.downBitsPerSecond(), new Losses(options, seed, now), luck.split());
    }

    /** When what the modem sends now is in the network. */
    long up(long now, int bytes) {
        return up.arrival(now, bytes);
    }

    /** When what the network sends now is in the modem; an idle one is paged first. */
    long down(long now, int bytes) {
        long heard = isIdle(now) && !paging.isZero() ? now + random.nextLong(paging.toNanos()) : now;
        return down.arrival(heard, bytes);
    }

    /** The cycle in which an idle modem listens; zero if it always does. */
    void paging(Duration cycle) {
        paging = cycle;
    }

    private boolean isIdle(long now) {
        return !options.idleAfter().isZero()
                && now - lastPacket > options.idleAfter().toNanos();
    }

    private long wakeUp(long now) {
        return isIdle(now) ? options.wakeUp().toNanos() : 0;
    }
}
