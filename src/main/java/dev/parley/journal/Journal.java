package dev.parley.journal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The append-only record of a session: link bytes, line signals, operator actions, secrets.
 *
 * <p>All methods may be called from any thread. Events get their number and their time in one order; a time given by the
 * caller that lies before the last event's is raised to it. If its file can no longer be written it goes on in memory, a quarter of
 * what Java may have at most, and {@link #damage()} says so; beyond that events are handed to observers and kept no more.
 */
public final class Journal implements AutoCloseable {
    /** What an event costs beside its bytes, about. */
    private static final int EVENT_COST = 128;

    private final ReentrantLock lock = new ReentrantLock();
    private final SessionHeader header;
    private final LongSupplier nanoTime;
    private final long origin;
    private final boolean recording;
    private final List<Consumer<Event>> observers = new CopyOnWriteArrayList<>();
    private final ByteIndex index = new ByteIndex();
    private EventStore store;
    private EventStore.@org.jspecify.annotations.Nullable InMemory overflow;
    private int storedInFile;
    private int storedInMemory;
    /** How many bytes may still be kept in memory once the file cannot be written. */
    private long memoryLeft = Runtime.getRuntime().maxMemory() / 4;

    private int count;
    private long lastNanos;
    private boolean closed;
    private String damage = "";

    private Journal(SessionHeader header, EventStore store, LongSupplier nanoTime, boolean recording) {
        this.header = header;
        this.store = store;
        this.nanoTime = nanoTime;
        this.origin = nanoTime.getAsLong();
        this.recording = recording;
    }

    /** A journal on a store of any kind, with so many bytes of memory in case that fails. */
    static Journal on(EventStore store, SessionHeader header, LongSupplier nanoTime, long memory) {
        Journal journal = new Journal(header, store, nanoTime, true);
        journal.memoryLeft = memory;
        return journal;
    }

    /** A journal that keeps everything in memory. {@code nanoTime} is the clock, for example {@code System::nanoTime}. */
    public static Journal inMemory(SessionHeader header, LongSupplier nanoTime) {
        return new Journal(header, new EventStore.InMemory(), nanoTime, true);
    }

    /**
     * A journal of the events of {@code recorded} as they happen again: {@link #again} takes them one after the other, from the first
     * on. It keeps none of them, as they stand there; {@code recorded} stays open as long as this is read.
     */
    public static Journal sharing(Journal recorded) {
        return new Journal(recorded.header(), new EventStore.Shared(recorded), () -> 0L, true);
    }

    /**
     * A journal written to a new file as it happens. A file that holds secrets is readable by its owner only.
     *
     * @throws SessionFileException if the file exists already or cannot be written
     */
    public static Journal create(Path file, SessionHeader header, LongSupplier nanoTime) throws SessionFileException {
        try {
            FileChannel channel = FileChannel.open(
                    file,
                    java.util.Set.<OpenOption>of(
                            StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ),
                    file.getFileSystem().supportedFileAttributeViews().contains("posix")
                            ? new java.nio.file.attribute.FileAttribute<?>[] {
                                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(
                                        header.holdsSecrets() ? "rw-------" : "rw-r-----"))
                            }
                            : new java.nio.file.attribute.FileAttribute<?>[0]);
            byte[] first = (SessionLine.header(header) + "\n").getBytes(StandardCharsets.UTF_8);
            channel.write(ByteBuffer.wrap(first), 0);
            EventFile events = new EventFile(channel, file, header.holdsSecrets(), first.length);
            events.mark(RecordingMark.set(file));
            return new Journal(header, events, nanoTime, true);
        } catch (FileAlreadyExistsException e) {
            throw new SessionFileException(file + " exists already; name another file or move it away", e);
        } catch (IOException e) {
            throw new SessionFileException("cannot write " + file + ": " + reason(e), e);
        }
    }

    /** True while a program is recording into {@code file}; false where that cannot be told. */
    public static boolean isBeingWritten(Path file) {
        return RecordingMark.isSet(file);
    }

    /**
     * Opens a session file for reading. A torn last line is left out and told by {@link #damage()}.
     *
     * @throws SessionFileException if it cannot be read or is no session file
     */
    public static Journal open(Path file) throws SessionFileException {
        try (InputStream in = Files.newInputStream(file)) {
            FileLines lines = new FileLines(in);
            FileLines.Line first = lines.next();
            if (first == null) {
                throw new SessionFileException(file + " is empty, not a session file");
            }
            SessionHeader header;
            try {
                header = SessionLine.header(first.text());
            } catch (SessionFileException e) {
                throw new SessionFileException(file + " cannot be opened: " + e.getMessage(), e);
            }
            EventFile events = new EventFile(
                    FileChannel.open(file, StandardOpenOption.READ), file, header.holdsSecrets(), first.next());
            Journal journal = new Journal(header, events, () -> 0L, false);
            journal.index(lines, events, file);
            return journal;
        } catch (NoSuchFileException e) {
            throw new SessionFileException("there is no file " + file, e);
        } catch (SessionFileException e) {
            throw e;
        } catch (IOException e) {
            throw new SessionFileException("cannot read " + file + ": " + reason(e), e);
        }
    }

    private void index(FileLines lines, EventFile events, Path file) throws IOException {
        int number = 1;
        for (FileLines.Line line = lines.next(); line != null; line = lines.next()) {
            number++;
            SessionLine.Parsed parsed;
            try {
                parsed = SessionLine.parse(line.text());
            } catch (SessionFileException e) {
                if (!line.ended()) {
                    damage = "the last line of " + file + " is torn (" + (line.next() - line.start())
                            + " bytes); all before it is complete";
                    return;
                }
                throw new SessionFileException("line " + number + " of " + file + " is " + e.getMessage(), e);
            }
            events.found(line.start(), line.next());
            if (parsed instanceof SessionLine.Parsed.Bytes b) {
                index.add(b.direction(), b.bytes().length());
            } else {
                index.add(Direction.RX, 0);
            }
            lastNanos = parsed instanceof SessionLine.Parsed.Bytes b
                    ? b.nanos()
                    : ((SessionLine.Parsed.Whole) parsed).event().nanos();
            count++;
        }
    }

    public SessionHeader header() {
        return header;
    }

    /** How many events there are; the last one's number. */
    public long events() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** Nanoseconds from the start of the session to its last event. */
    public long duration() {
        lock.lock();
        try {
            return lastNanos;
        } finally {
            lock.unlock();
        }
    }

    /** Nanoseconds since the session began, now; for a session read from a file, its duration. */
    public long now() {
        return recording ? nanoTime.getAsLong() - origin : duration();
    }

    /** How many bytes have crossed the link that way. */
    public long bytes(Direction direction) {
        lock.lock();
        try {
            return index.total(direction);
        } finally {
            lock.unlock();
        }
    }

    /** What is wrong with the record, in one sentence, or nothing. */
    public Optional<String> damage() {
        lock.lock();
        try {
            return damage.isEmpty() ? Optional.empty() : Optional.of(damage);
        } finally {
            lock.unlock();
        }
    }

    /**
     * The event with number {@code n}, from 1.
     *
     * @throws UncheckedIOException if the session file can no longer be read
     */
    public Event event(long n) {
        lock.lock();
        try {
            return at((int) n - 1);
        } finally {
            lock.unlock();
        }
    }

    /** The bytes at {@code place}. */
    public Bytes bytes(Place place) {
        lock.lock();
        try {
            long total = index.total(place.direction());
            if (place.to() > total) {
                throw new IndexOutOfBoundsException(place + " of " + total + " bytes");
            }
            List<Bytes> parts = new ArrayList<>();
            long from = place.from();
            while (from < place.to()) {
                Event event = at(index.eventWith(place.direction(), from));
                if (!(event instanceof Event.Traffic traffic)) {
                    throw new UncheckedIOException(new IOException("the bytes at " + place + " were not kept: "
                            + "the session file could not be written and memory for it was used up"));
                }
                int start = (int) (from - traffic.offset());
                int end = (int) Math.min(traffic.bytes().length(), place.to() - traffic.offset());
                parts.add(traffic.bytes().slice(start, end));
                from = traffic.offset() + end;
            }
            return Bytes.concat(parts);
        } finally {
            lock.unlock();
        }
    }

    /** The number of the event that holds the byte {@code offset} of that direction. */
    public long eventAt(Direction direction, long offset) {
        lock.lock();
        try {
            return index.eventWith(direction, offset) + 1L;
        } finally {
            lock.unlock();
        }
    }

    /** Hands every event to {@code observer}, first those already there, then each new one on the appending thread. */
    public Subscription observe(Consumer<Event> observer) {
        lock.lock();
        try {
            for (int i = 0; i < count; i++) {
                observer.accept(at(i));
            }
            observers.add(observer);
            return () -> observers.remove(observer);
        } finally {
            lock.unlock();
        }
    }

    /** Ends an observation. */
    @FunctionalInterface
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Records bytes that crossed the link.
     *
     * @param stamp what the journal's clock said when they were read or written
     */
    public Event.Traffic traffic(Direction direction, Bytes bytes, Event.Origin origin, long stamp) {
        return append(
                stamp, (n, nanos) -> new Event.Traffic(n, nanos, direction, index.total(direction), bytes, origin));
    }

    public Event.Signals signals(
            boolean cts, boolean dsr, boolean dcd, boolean ring, boolean rts, boolean dtr, long stamp) {
        return append(stamp, (n, nanos) -> new Event.Signals(n, nanos, cts, dsr, dcd, ring, rts, dtr));
    }

    public Event.LinkChange link(Event.LinkChange.State state, String detail) {
        return append(nanoTime.getAsLong(), (n, nanos) -> new Event.LinkChange(n, nanos, state, detail));
    }

    public Event.Action action(String name, String detail) {
        return append(nanoTime.getAsLong(), (n, nanos) -> new Event.Action(n, nanos, name, detail));
    }

    public Event.Note note(String text) {
        return note(text, Optional.empty());
    }

    /** Records a remark about the bytes at {@code place}, or about this moment. */
    public Event.Note note(String text, Optional<Place> place) {
        return append(nanoTime.getAsLong(), (n, nanos) -> new Event.Note(n, nanos, text, place));
    }

    /** Makes a TLS secret known to the observers; it reaches the file only where the header allows it. */
    public Event.Secret secret(String label, Bytes clientRandom, Bytes secret) {
        return append(nanoTime.getAsLong(), (n, nanos) -> new Event.Secret(n, nanos, label, clientRandom, secret));
    }

    /** Records an event of an imported session with its own time, {@code nanos} since the session's start. */
    public Event.Traffic imported(Direction direction, Bytes bytes, Event.Origin origin, long nanos) {
        return traffic(direction, bytes, origin, this.origin + nanos);
    }

    /** Records a remark of an imported session with its own time, {@code nanos} since the session's start. */
    public Event.Note importedNote(String text, long nanos) {
        return append(origin + nanos, (n, at) -> new Event.Note(n, at, text, Optional.empty()));
    }

    /** Records an event of another session anew, with its own time since that session's start. */
    public Event again(Event event) {
        return this.<Event>append(origin + event.nanos(), (n, nanos) -> switch (event) {
            case Event.Traffic it ->
                new Event.Traffic(n, nanos, it.direction(), index.total(it.direction()), it.bytes(), it.origin());
            case Event.Signals it ->
                new Event.Signals(n, nanos, it.cts(), it.dsr(), it.dcd(), it.ring(), it.rts(), it.dtr());
            case Event.LinkChange it -> new Event.LinkChange(n, nanos, it.state(), it.detail());
            case Event.Action it -> new Event.Action(n, nanos, it.name(), it.detail());
            case Event.Note it -> new Event.Note(n, nanos, it.text(), it.place());
            case Event.Secret it -> new Event.Secret(n, nanos, it.label(), it.clientRandom(), it.secret());
        });
    }

    private interface Making<E extends Event> {
        E at(long n, long nanos);
    }

    private <E extends Event> E append(long stamp, Making<E> making) {
        lock.lock();
        try {
            if (!recording || closed) {
                throw new IllegalStateException("this session is no longer recorded");
            }
            long nanos = Math.max(lastNanos, stamp - origin);
            E event = making.at(count + 1L, nanos);
            keep(event);
            if (event instanceof Event.Traffic traffic) {
                index.add(traffic.direction(), traffic.bytes().length());
            } else {
                index.add(Direction.RX, 0);
            }
            count++;
            lastNanos = nanos;
            for (Consumer<Event> observer : observers) {
                observer.accept(event);
            }
            return event;
        } finally {
            lock.unlock();
        }
    }

    private void keep(Event event) {
        if (overflow != null) {
            remember(overflow, event);
            return;
        }
        try {
            store.add(event);
        } catch (IOException e) {
            overflow = new EventStore.InMemory();
            storedInFile = count;
            remember(overflow, event);
            damage = "the session file could not be written any further (" + reason(e) + "); from event " + event.n()
                    + " on the session is in memory only: export it before closing";
        }
    }

    /** Keeps an event in memory while there is some for it; the first that is not kept is the end of what is. */
    private void remember(EventStore.InMemory memory, Event event) {
        if (memoryLeft < 0) {
            return;
        }
        memoryLeft -= EVENT_COST
                + (event instanceof Event.Traffic traffic ? traffic.bytes().length() : 0);
        if (memoryLeft >= 0) {
            memory.add(event);
            storedInMemory++;
        } else {
            damage += "; the memory for it is used up: from event " + event.n()
                    + " on nothing is kept, so export it now and connect anew where there is room";
        }
    }

    private Event at(int number) {
        if (number < 0 || number >= count) {
            throw new IndexOutOfBoundsException("event " + (number + 1) + " of " + count);
        }
        if (overflow != null && number >= storedInFile) {
            return number - storedInFile < storedInMemory
                    ? overflow.get(number - storedInFile)
                    : new Event.Note(number + 1L, lastNanos, "This event was not kept.", Optional.empty());
        }
        try {
            Event first = store.get(number);
            // A file's line does not say where its bytes stand: that follows from those before it.
            return first instanceof Event.Traffic t && store instanceof EventFile
                    ? new Event.Traffic(
                            t.n(), t.nanos(), t.direction(), index.before(t.direction(), number), t.bytes(), t.origin())
                    : first;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read event " + (number + 1) + " back: " + reason(e), e);
        }
    }

    /** Ends the recording; what was recorded stays readable where it is in memory. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            observers.clear();
            store.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the session file: " + reason(e), e);
        } finally {
            lock.unlock();
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException a -> "no permission";
            case NoSuchFileException a -> "there is no such folder";
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }
}
