package dev.parley.session;

import dev.parley.doctor.CaseView;
import dev.parley.doctor.Doctor;
import dev.parley.doctor.Finding;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import dev.parley.journal.SessionFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A session: a journal and the pipeline that derives everything from it. Live, replayed and imported ones are the same.
 *
 * <p>A live session's events are decoded on a thread of its own, so that neither the link's reader nor a panel ever waits for a
 * decoder. All methods may be called from any thread.
 */
public final class Session implements AutoCloseable {
    /** How old the findings of a live session may be: rules are asked less often than panels draw. */
    private static final long FINDINGS_AGE_NANOS = 250_000_000L;

    private final Journal journal;
    private final Pipeline pipeline;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition taken = lock.newCondition();
    private final BlockingQueue<Event> queue = new LinkedBlockingQueue<>();
    private final @Nullable Thread thread;
    private boolean decoding;
    private long taking;
    private @Nullable Snapshot latest;
    private List<Finding> findings = List.of();
    private long findingsRevision = -1;
    private long findingsAt;
    /** The revision of the findings in {@link #latest}. */
    private long latestFindings = -1;

    private boolean examining;

    private Session(Journal journal, boolean live, DoubleConsumer progress) {
        this.journal = journal;
        this.pipeline = new Pipeline(journal.header(), Doctor.standard(), live);
        if (live) {
            decoding = true;
            thread = Thread.ofPlatform().daemon().name("pipeline").start(this::decode);
            journal.observe(queue::add);
        } else {
            thread = null;
            long all = Math.max(1, journal.events());
            long step = Math.max(1, all / 100);
            journal.observe(event -> {
                        take(event);
                        if (event.n() % step == 0) {
                            progress.accept(event.n() / (double) all);
                        }
                    })
                    .close();
            pipeline.end();
        }
    }

    /** A session that is being recorded. */
    public static Session live(Journal journal) {
        return new Session(journal, true, done -> {});
    }

    /**
     * A recorded session, decoded whole before this returns.
     *
     * @throws SessionFileException if the file cannot be read or is no session file
     */
    public static Session open(Path file) throws SessionFileException {
        return open(file, done -> {});
    }

    /**
     * As {@link #open(Path)}, for a reader who is watched.
     *
     * @param progress hears, on the calling thread and about a hundred times, which part of the events is decoded: up to 1
     */
    public static Session open(Path file, DoubleConsumer progress) throws SessionFileException {
        return new Session(Journal.open(file), false, progress);
    }

    public Journal journal() {
        return journal;
    }

    private void decode() {
        try {
            while (true) {
                take(queue.take());
            }
        } catch (InterruptedException e) {
            Event event = queue.poll();
            while (event != null) {
                take(event);
                event = queue.poll();
            }
        } finally {
            // Whoever waits for more than was taken in must learn that nothing follows.
            lock.lock();
            try {
                decoding = false;
                taken.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private void take(Event event) {
        lock.lock();
        try {
            pipeline.accept(event);
            taking = event.n();
            taken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Everything derived up to the last event the pipeline has taken in; cheap where nothing changed. The findings may be of a
     * little earlier: the doctor is asked four times a second, on a thread of his own.
     */
    public Snapshot snapshot() {
        lock.lock();
        try {
            if (findingsRevision != taking && !examining && System.nanoTime() - findingsAt > FINDINGS_AGE_NANOS) {
                examining = true;
                CaseView view = pipeline.view();
                long revision = taking;
                Thread.ofVirtual().name("doctor").start(() -> examine(view, revision));
            }
            Snapshot last = latest;
            return last != null && last.revision() == taking && latestFindings == findingsRevision ? last : take(false);
        } finally {
            lock.unlock();
        }
    }

    private void examine(CaseView view, long revision) {
        List<Finding> found = findings;
        try {
            found = pipeline.findings(view);
        } finally {
            lock.lock();
            try {
                examining = false;
                if (revision > findingsRevision) {
                    findings = found;
                    findingsRevision = revision;
                    findingsAt = System.nanoTime();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** Waits until the pipeline has taken in all that the journal holds now, then gives the snapshot with fresh findings. */
    public Snapshot settled() {
        long all = journal.events();
        lock.lock();
        try {
            while (taking < all && decoding) {
                taken.awaitUninterruptibly();
            }
            return take(true);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until what the pipeline has derived satisfies {@code condition}.
     *
     * @return the snapshot that satisfied it, or nothing if none did within {@code limit}
     */
    public Optional<Snapshot> await(Predicate<CaseView> condition, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        lock.lock();
        try {
            while (!condition.test(pipeline.view())) {
                long left = end - System.nanoTime();
                if (left <= 0 || !decoding) {
                    return Optional.empty();
                }
                taken.awaitNanos(left);
            }
            return Optional.of(take(true));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private Snapshot take(boolean examine) {
        if (examine) {
            findings = pipeline.findings(pipeline.view());
            findingsRevision = taking;
            findingsAt = System.nanoTime();
        }
        Snapshot snapshot = pipeline.snapshot(findings, journal.damage());
        latest = snapshot;
        latestFindings = findingsRevision;
        return snapshot;
    }

    /** Ends the recording; the session stays readable where its journal does. */
    @Override
    public void close() {
        // First the journal: what it holds then stands in the queue, and the decoder leaves only when that is empty.
        try {
            journal.close();
        } finally {
            if (thread != null) {
                thread.interrupt();
            }
        }
    }
}
