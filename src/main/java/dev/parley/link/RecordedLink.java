package dev.parley.link;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A link whose every byte stands in a journal, but for private keys and, where no other host drives the modem, passwords in commands,
 * echoes and answers: their bytes are stars there.
 *
 * <p>What is written is recorded just before it is handed to the operating system, stamped then: so a reply never stands
 * before its command. If the write fails, the {@code LOST} event behind it says that the bytes may not have left. What is read
 * is recorded with the reader's stamp before anybody hears of it.
 *
 * <p>The journal's clock must be {@link System#nanoTime()}, the clock of a link's stamps. May be used from any thread;
 * not from an observer of the journal, which is called in the middle of a write.
 */
public final class RecordedLink implements AutoCloseable {
    private final Link link;
    private final Journal journal;
    private final ReentrantLock writing = new ReentrantLock();
    private final SecretMask outgoing = SecretMask.ofKeysAndPasswords();
    private final AnswerPasswordMask answers = new AnswerPasswordMask();
    private final AtomicBoolean lost = new AtomicBoolean();
    private final ReentrantLock closing = new ReentrantLock();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicLong losses = new AtomicLong();
    private volatile @Nullable Recorder recording;

    public RecordedLink(Link link, Journal journal) {
        this.link = link;
        this.journal = journal;
    }

    public Journal journal() {
        return journal;
    }

    public LinkAddress address() {
        return link.address();
    }

    /** True where another host drives the modem: its bytes are recorded, and nothing can be written. */
    public boolean isDriven() {
        return link.isDriven();
    }

    /** Records that the link is open and starts to read; called once. */
    public void start(Link.Listener listener) {
        Recorder recorder = new Recorder(listener);
        recording = recorder;
        journal.link(Event.LinkChange.State.OPENED, link.address().toString());
        link.start(recorder);
    }

    /**
     * Records {@code bytes} and writes them. A command with the stars of a password that the modem told ({@code AT+QICSGP=1}) is written
     * with that password: so a setting can be put back that nobody was shown.
     *
     * @param origin {@link Event.Origin#PARLEY}, or {@link Event.Origin#OPERATOR} for what a person typed
     * @throws LinkException if the link is lost or closed, or takes the bytes not within its limit
     */
    public void write(Bytes bytes, Event.Origin origin) throws LinkException {
        Bytes meant = bytes.isPlainText()
                ? answers.revealed(bytes.latin1()).map(Bytes::latin1).orElse(bytes)
                : bytes;
        write(meant, bytes, origin);
    }

    /** A command line as it will stand in the journal: with stars for its password. */
    public static String recorded(String line) {
        return SecretMask.ofKeysAndPasswords().masked(Bytes.latin1(line)).latin1();
    }

    /** Writes a secret of Parley's own: as many stars are recorded in its place. */
    public void writeSecret(Bytes bytes) throws LinkException {
        write(bytes, Bytes.latin1("*".repeat(bytes.length())), Event.Origin.PARLEY);
    }

    private void write(Bytes bytes, Bytes recorded, Event.Origin origin) throws LinkException {
        writing.lock();
        try {
            if (closed.get()) {
                throw new LinkException("the link " + address() + " is closed; connect again");
            }
            if (lost.get()) {
                throw new LinkException("the link " + address() + " is lost; wait until it is back, or connect again");
            }
            journal.traffic(Direction.TX, outgoing.masked(recorded), origin, System.nanoTime());
            long before = losses.get();
            try {
                link.write(bytes);
            } catch (LinkException e) {
                failed(e, bytes.length(), before);
                throw e;
            }
        } finally {
            writing.unlock();
        }
    }

    /**
     * Sets the lines a host drives and records that somebody decided so; the lines' own change is recorded when it is seen.
     *
     * @throws LinkException if the link has no such lines, or is lost
     */
    public void lines(boolean dtr, boolean rts) throws LinkException {
        link.lines(dtr, rts);
        journal.action("link.lines", "DTR " + (dtr ? "on" : "off") + ", RTS " + (rts ? "on" : "off"));
    }

    /**
     * Whoever waits for an answer hears of the loss before the writer does. A link that comes back by itself has told of it already:
     * one that has not is gone.
     */
    private void failed(LinkException e, int bytes, long lossesBefore) {
        String doubt = "the last " + bytes + " bytes may not have left";
        Recorder recorder = recording;
        if (losses.get() != lossesBefore || recorder == null) {
            journal.action("link.write-failed", doubt);
        } else if (recordLost(e.getMessage() + " (" + doubt + ")")) {
            recorder.goneFor(e);
        }
    }

    private boolean recordLost(String detail) {
        if (closed.get() || !lost.compareAndSet(false, true)) {
            return false;
        }
        losses.incrementAndGet();
        journal.link(Event.LinkChange.State.LOST, detail);
        return true;
    }

    /**
     * Closes the link and records it, last of all that is recorded of the link; the journal stays open. Whoever calls while
     * another closes waits for that: the journal may be closed after any return. Safe to call twice.
     */
    @Override
    public void close() {
        closing.lock();
        try {
            if (closed.compareAndSet(false, true)) {
                link.close();
                // A write that was under way fails now, and stands before the end in the journal.
                writing.lock();
                try {
                    journal.link(Event.LinkChange.State.CLOSED, link.address().toString());
                } finally {
                    writing.unlock();
                }
            }
        } finally {
            closing.unlock();
        }
    }

    /** Writes down what the link tells, then passes it on. */
    private final class Recorder implements Link.Listener {
        private final SecretMask incoming = isDriven() ? SecretMask.ofKeys() : SecretMask.ofKeysAndPasswords(answers);
        private final SecretMask overheard = SecretMask.ofKeys();
        private final Link.Listener listener;
        private volatile boolean waiting;
        private final AtomicBoolean gone = new AtomicBoolean();

        Recorder(Link.Listener listener) {
            this.listener = listener;
        }

        @Override
        public void received(Bytes bytes, long stamp) {
            journal.traffic(Direction.RX, incoming.masked(bytes), Event.Origin.MODEM, stamp);
            listener.received(bytes, stamp);
        }

        @Override
        public void overheard(Bytes bytes, long stamp) {
            journal.traffic(Direction.TX, overheard.masked(bytes), Event.Origin.HOST, stamp);
            listener.overheard(bytes, stamp);
        }

        @Override
        public void signals(Link.LineSignals s, long stamp) {
            journal.signals(s.cts(), s.dsr(), s.dcd(), s.ring(), s.rts(), s.dtr(), stamp);
            listener.signals(s, stamp);
        }

        @Override
        public void interrupted(LinkException why) {
            waiting = true;
            boolean _ = recordLost(why.getMessage());
            listener.interrupted(why);
        }

        @Override
        public void regained(String detail) {
            waiting = false;
            if (!closed.get() && lost.compareAndSet(true, false)) {
                journal.link(Event.LinkChange.State.REGAINED, detail);
                listener.regained(detail);
            }
        }

        @Override
        public void lost(LinkException why) {
            if (!recordLost(why.getMessage()) && waiting && !closed.get()) {
                journal.action("link.given-up", why.getMessage());
            }
            goneFor(why);
        }

        /** Tells once that the link is gone for good. */
        void goneFor(LinkException why) {
            if (gone.compareAndSet(false, true)) {
                listener.lost(why);
            }
        }
    }
}
