package dev.parley.ui.compare;

import dev.parley.doctor.soak.Cluster;
import dev.parley.doctor.soak.Ending;
import dev.parley.journal.SessionFileException;
import dev.parley.session.Session;
import dev.parley.session.SessionFiles;
import dev.parley.session.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * Sessions that are held against each other: gathered from files and folders in the background, one file open at a time, and grouped by
 * how they ended. No toolkit.
 */
final class Gathering {
    /** How often at most those that ended alike are sorted out anew while files are read: it costs more the more there are. */
    private static final long PERIOD_NANOS = 500_000_000;

    /**
     * What is gathered so far.
     *
     * @param clusters those that ended alike together
     * @param unread what could not be read, in words
     * @param waiting how many files are still to be read
     */
    record State(List<Cluster> clusters, List<String> unread, int waiting) {
        static State nothing() {
            return new State(List.of(), List.of(), 0);
        }

        int sessions() {
            return clusters.stream()
                    .mapToInt(cluster -> cluster.members().size())
                    .sum();
        }

        /** One that ended well, to hold a death against. */
        Optional<Ending> good() {
            return clusters.stream()
                    .filter(Cluster::isGood)
                    .map(Cluster::example)
                    .filter(ending -> ending.conversation().isPresent())
                    .findFirst();
        }

        /** In a sentence: {@code 12 sessions that ended in 3 ways; 2 are still to be read.} */
        String words() {
            int ways = clusters.size();
            int sessions = sessions();
            return (sessions == 1 ? "1 session" : sessions + " sessions that ended in " + ways)
                    + (sessions == 1 ? "" : ways == 1 ? " way" : " ways")
                    + (waiting == 0 ? "" : "; " + waiting + (waiting == 1 ? " is" : " are") + " still to be read")
                    + (unread.isEmpty() ? "" : "; not read: " + String.join("; ", unread))
                    + ".";
        }
    }

    /** How a session file ended. */
    interface Reader {
        Ending read(Path file) throws SessionFileException;
    }

    private final Executor background;
    private final Reader reader;
    private final LongSupplier clock;
    /** By its name, in the order they came. */
    private final Map<String, Ending> endings = new LinkedHashMap<>();

    private final List<String> unread = new ArrayList<>();
    private int waiting;
    /** What was asked for before the last {@link #clear} is no longer wanted. */
    private int round;

    private long sorted;
    private volatile State state = State.nothing();

    Gathering(Executor background) {
        this(background, Gathering::ending, System::nanoTime);
    }

    /**
     * One that is told how a file is read and what time it is.
     *
     * @param clock nanoseconds since any time
     */
    Gathering(Executor background, Reader reader, LongSupplier clock) {
        this.background = background;
        this.reader = reader;
        this.clock = clock;
        sorted = clock.getAsLong();
    }

    /** While files are read a picture that is at most half a second old, and the same one until there is a newer. */
    State state() {
        return state;
    }

    /** Forgets all, and what is still being read. */
    synchronized void clear() {
        round++;
        endings.clear();
        unread.clear();
        waiting = 0;
        state = State.nothing();
    }

    /** Takes in a session that is open already. Returns at once. */
    void add(String name, Snapshot snapshot) {
        int mine = round();
        background.execute(() -> {
            Ending ending = Ending.of(name, snapshot.view(), snapshot.findings());
            take(mine, true, () -> endings.put(name, ending));
        });
    }

    /** Takes in session files, and all in folders and below them. Returns at once. */
    void add(List<Path> places) {
        int mine = round();
        background.execute(() -> {
            List<Path> files = new ArrayList<>();
            for (Path place : places) {
                try {
                    files.addAll(Files.isDirectory(place) ? SessionFiles.below(place) : List.of(place));
                } catch (IOException e) {
                    take(mine, true, () -> unread.add("the folder " + place + " cannot be read: " + e.getMessage()));
                }
            }
            take(mine, true, () -> waiting += files.size());
            read(mine, files);
        });
    }

    private void read(int mine, List<Path> files) {
        for (Path file : files) {
            if (mine != round()) {
                return;
            }
            Runnable taking = read(file);
            take(mine, false, () -> {
                taking.run();
                waiting--;
            });
        }
    }

    /** What becomes of a file: how it ended, or why that is not known. The files behind it are read in either case. */
    private Runnable read(Path file) {
        try {
            Ending ending = reader.read(file);
            return () -> endings.put(ending.name(), ending);
        } catch (SessionFileException e) {
            return () -> unread.add(String.valueOf(e.getMessage()));
        } catch (UncheckedIOException e) {
            return () -> unread.add(file + " cannot be read: " + e.getMessage());
        } catch (RuntimeException e) {
            return () -> unread.add(
                    "internal error with " + file + ": " + e + ", please report it, with the file if you may");
        }
    }

    private static Ending ending(Path file) throws SessionFileException {
        try (Session session = Session.open(file)) {
            Snapshot snapshot = session.settled();
            return Ending.of(file.toString(), snapshot.view(), snapshot.findings());
        }
    }

    private synchronized int round() {
        return round;
    }

    /** Changes what is gathered, and shows it where that is due: at once, with the last file, or after a while. */
    private synchronized void take(int mine, boolean atOnce, Runnable change) {
        if (mine != round) {
            return;
        }
        change.run();
        long now = clock.getAsLong();
        if (atOnce || waiting == 0 || now - sorted >= PERIOD_NANOS) {
            sorted = now;
            state = new State(Cluster.of(List.copyOf(endings.values())), List.copyOf(unread), waiting);
        }
    }
}
