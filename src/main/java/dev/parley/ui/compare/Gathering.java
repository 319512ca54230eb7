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

/**
 * Sessions that are held against each other: gathered from files and folders in the background, one file open at a time, and grouped by
 * how they ended. No toolkit.
 */
final class Gathering {
    /**
     * What is gathered so far.
     *
     * @param endings how each session ended, by its name, in the order they came
     * @param unread what could not be read, in words
     * @param waiting how many files are still to be read
     */
    record State(Map<String, Ending> endings, List<String> unread, int waiting) {
        static State nothing() {
            return new State(Map.of(), List.of(), 0);
        }

        List<Cluster> clusters() {
            return Cluster.of(List.copyOf(endings.values()));
        }

        /** One that ended well, to hold a death against. */
        Optional<Ending> good() {
            return clusters().stream()
                    .filter(Cluster::isGood)
                    .map(Cluster::example)
                    .filter(ending -> ending.conversation().isPresent())
                    .findFirst();
        }

        /** In a sentence: {@code 12 sessions that ended in 3 ways; 2 are still to be read.} */
        String words() {
            int ways = clusters().size();
            return (endings.size() == 1 ? "1 session" : endings.size() + " sessions that ended in " + ways)
                    + (endings.size() == 1 ? "" : ways == 1 ? " way" : " ways")
                    + (waiting == 0 ? "" : "; " + waiting + (waiting == 1 ? " is" : " are") + " still to be read")
                    + (unread.isEmpty() ? "" : "; not read: " + String.join("; ", unread))
                    + ".";
        }
    }

    private final Executor background;
    private State state = State.nothing();
    /** What was asked for before the last {@link #clear} is no longer wanted. */
    private int round;

    Gathering(Executor background) {
        this.background = background;
    }

    synchronized State state() {
        return state;
    }

    /** Forgets all, and what is still being read. */
    synchronized void clear() {
        round++;
        state = State.nothing();
    }

    /** Takes in a session that is open already. */
    void add(String name, Snapshot snapshot) {
        int mine = round();
        ending(mine, name, Ending.of(name, snapshot.view(), snapshot.findings()));
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
                    unread(mine, "the folder " + place + " cannot be read: " + e.getMessage());
                }
            }
            waiting(mine, files.size());
            read(mine, files);
        });
    }

    private void read(int mine, List<Path> files) {
        for (Path file : files) {
            if (mine != round()) {
                return;
            }
            try (Session session = Session.open(file)) {
                Snapshot snapshot = session.settled();
                ending(mine, file.toString(), Ending.of(file.toString(), snapshot.view(), snapshot.findings()));
            } catch (SessionFileException e) {
                unread(mine, String.valueOf(e.getMessage()));
            } catch (UncheckedIOException e) {
                unread(mine, file + " cannot be read: " + e.getMessage());
            }
            waiting(mine, -1);
        }
    }

    private synchronized int round() {
        return round;
    }

    private synchronized void waiting(int mine, int more) {
        if (mine == round) {
            state = new State(state.endings(), state.unread(), state.waiting() + more);
        }
    }

    private synchronized void ending(int mine, String name, Ending ending) {
        if (mine == round) {
            Map<String, Ending> all = new LinkedHashMap<>(state.endings());
            all.put(name, ending);
            state = new State(all, state.unread(), state.waiting());
        }
    }

    private synchronized void unread(int mine, String why) {
        if (mine == round) {
            List<String> all = new ArrayList<>(state.unread());
            all.add(why);
            state = new State(state.endings(), List.copyOf(all), state.waiting());
        }
    }
}
