package dev.parley.session;

import dev.parley.doctor.CaseView;
import dev.parley.doctor.Doctor;
import dev.parley.doctor.Finding;
import dev.parley.journal.Bytes;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import dev.parley.journal.SessionFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleConsumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
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

    /** The doctor rests this many times as long as the last examination took: a long session costs no more than a short one. */
    private static final int REST = 20;

    /** So many events are decoded between two chances to take a snapshot. */
    private static final int BATCH = 256;

    private final Journal journal;
    private final Pipeline pipeline;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition taken = lock.newCondition();
    private final BlockingQueue<Event> queue = new LinkedBlockingQueue<>();
    /** Decodes a live session; nothing where whoever lets the events happen does. */
    private @Nullable Thread thread;

    private boolean decoding;
    private long taking;
    private volatile @Nullable Snapshot latest;
    /** True where somebody was given an older snapshot, as the pipeline was at work: the next one is made by the pipeline. */
    private volatile boolean wanted;

    private List<Finding> findings = List.of();
    private long findingsRevision = -1;
    private long findingsAt;
    private long findingsTook;
    /** The revision of the findings in {@link #latest}. */
    private long latestFindings = -1;

    private boolean examining;

    private Session(Journal journal, boolean live, UnaryOperator<Bytes> inClear) {
        this.journal = journal;
        this.pipeline = new Pipeline(journal.header(), Doctor.standard(), live, inClear);
        this.decoding = live;
    }

    /** A session that is being recorded. */
    public static Session live(Journal journal) {
        Session session = new Session(journal, true, UnaryOperator.identity());
        session.thread = Thread.ofPlatform().daemon().name("pipeline").start(session::decode);
        journal.observe(session.queue::add);
        return session;
    }

    /**
     * A recorded session that happens again: {@link #happen} says what. It is decoded by whoever calls that, and keeps no event of its
     * own.
     */
    static Session again(Journal recorded) {
        return new Session(Journal.sharing(recorded), true, UnaryOperator.identity());
    }

    /** Lets the next events of the recorded session happen; all are decoded when this returns. One thread. */
    void happen(List<Event> events) {
        take(events.stream().map(journal::again).toList());
    }

    /**
     * A recorded session, decoded whole before this returns: a session file, or another program's log, whose first event is a note
     * that says what was made of it.
     *
     * @throws SessionFileException if the file cannot be read, or is no session file and no log with traffic in it
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
        return of(LogImport.isSession(file) ? Journal.open(file) : LogImport.journal(file), progress);
    }

    /** What {@code journal} holds, decoded whole before this returns. */
    public static Session of(Journal journal) {
        return of(journal, done -> {});
    }

    /**
     * As {@link #of(Journal)}, for a reader who may not see everything.
     *
     * @param inClear gives what is shown of a TLS record that was opened, as many bytes as it has
     */
    public static Session masked(Journal journal, UnaryOperator<Bytes> inClear) {
        return of(journal, inClear, done -> {});
    }

    /** As {@link #of(Journal)}, for a reader who is watched, as in {@link #open(Path, DoubleConsumer)}. */
    static Session of(Journal journal, DoubleConsumer progress) {
        return of(journal, UnaryOperator.identity(), progress);
    }

    private static Session of(Journal journal, UnaryOperator<Bytes> inClear, DoubleConsumer progress) {
        Session session = new Session(journal, false, inClear);
        long all = Math.max(1, journal.events());
        long step = Math.max(1, all / 100);
        journal.observe(event -> {
                    session.take(List.of(event));
                    if (event.n() % step == 0) {
                        progress.accept(event.n() / (double) all);
                    }
                })
                .close();
        session.pipeline.end();
        return session;
    }

    public Journal journal() {
        return journal;
    }

    private void decode() {
        List<Event> batch = new ArrayList<>(BATCH);
        try {
            while (true) {
                batch.add(queue.take());
                queue.drainTo(batch, BATCH - 1);
                take(batch);
                batch.clear();
            }
        } catch (InterruptedException e) {
            while (queue.drainTo(batch, BATCH) > 0) {
                take(batch);
                batch.clear();
            }
        } finally {
            noMore();
        }
    }

    /** Whoever waits for more than was taken in must learn that nothing follows. */
    private void noMore() {
        lock.lock();
        try {
            decoding = false;
            taken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void take(List<Event> events) {
        lock.lock();
        try {
            events.forEach(pipeline::accept);
            taking = events.getLast().n();
            if (wanted) {
                wanted = false;
                take(false);
            }
            taken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Everything derived up to the last event the pipeline has taken in; cheap where nothing changed. The findings may be of a
     * little earlier: the doctor is asked four times a second at most, on a thread of his own. While the pipeline is at work this
     * does not wait for it, but gives the snapshot before.
     */
    public Snapshot snapshot() {
        Snapshot before = latest;
        if (before == null) {
            lock.lock();
        } else if (!lock.tryLock()) {
            wanted = true;
            return before;
        }
        try {
            long age = Math.max(FINDINGS_AGE_NANOS, REST * findingsTook);
            if (findingsRevision != taking && !examining && System.nanoTime() - findingsAt > age) {
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
        long began = System.nanoTime();
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
                    findingsTook = findingsAt - began;
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
            long began = System.nanoTime();
            findings = pipeline.findings(pipeline.view());
            findingsRevision = taking;
            findingsAt = System.nanoTime();
            findingsTook = findingsAt - began;
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
            } else {
                noMore();
            }
        }
    }
}
