package dev.parley.link;

import dev.parley.journal.Bytes;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * One way through a tap: what one side's reader brings goes to the other side by a thread of its own, in order.
 *
 * <p>Where the other side does not take bytes as fast, the reader is held up as soon as {@value #ROOM} bytes wait, and with it,
 * through its flow control, whoever writes there: as on a wire with flow control, and nothing is dropped.
 */
final class Lane implements AutoCloseable {
    private static final int ROOM = 65_536;

    /** What the lane's thread does in turn. */
    private sealed interface Cargo {
        record Run(Bytes bytes) implements Cargo {}

        record Levels(boolean dtr, boolean rts) implements Cargo {}
    }

    private final Link to;
    private final Consumer<String> trouble;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<Cargo> waiting = new ArrayDeque<>();
    private int bytesWaiting;
    private boolean open = true;
    private boolean linesKnown = true;

    /** @param trouble hears, on the lane's thread, what could not be handed on */
    Lane(Link to, Consumer<String> trouble) {
        this.to = to;
        this.trouble = trouble;
    }

    void start() {
        Thread.ofPlatform().name("tap to " + to.address()).daemon().start(this::carry);
    }

    /** Hands {@code bytes} on; waits while too many wait already. What comes after {@link #close()} goes nowhere. */
    void pass(Bytes bytes) {
        lock.lock();
        try {
            while (open && bytesWaiting > ROOM) {
                changed.awaitUninterruptibly();
            }
            if (open) {
                waiting.add(new Cargo.Run(bytes));
                bytesWaiting += bytes.length();
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Hands on the levels of the lines that the other side's peer drives. */
    void levels(boolean dtr, boolean rts) {
        lock.lock();
        try {
            if (open && linesKnown) {
                waiting.add(new Cargo.Levels(dtr, rts));
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void carry() {
        while (true) {
            Cargo next;
            lock.lock();
            try {
                while (open && waiting.isEmpty()) {
                    changed.awaitUninterruptibly();
                }
                if (!open) {
                    return;
                }
                next = waiting.remove();
            } finally {
                lock.unlock();
            }
            carry(next);
        }
    }

    private void carry(Cargo cargo) {
        switch (cargo) {
            case Cargo.Run run -> {
                try {
                    to.pass(run.bytes());
                } catch (LinkException e) {
                    trouble.accept(run.bytes().length() + " bytes were not passed on: " + e.getMessage());
                }
                lock.lock();
                try {
                    bytesWaiting -= run.bytes().length();
                    changed.signalAll();
                } finally {
                    lock.unlock();
                }
            }
            case Cargo.Levels levels -> {
                try {
                    to.lines(levels.dtr(), levels.rts());
                } catch (LinkException e) {
                    // Told once: a pseudo-terminal or a TCP connection never has lines.
                    lock.lock();
                    try {
                        linesKnown = false;
                    } finally {
                        lock.unlock();
                    }
                    trouble.accept("line levels are not passed on: " + e.getMessage());
                }
            }
        }
    }

    /** Ends the lane and lets go of who waits for it; a pass under way ends with its link. */
    @Override
    public void close() {
        lock.lock();
        try {
            open = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
