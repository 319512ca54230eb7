package dev.parley.ui.soak;

import dev.parley.doctor.soak.Outcome;
import dev.parley.doctor.soak.SoakPlan;
import dev.parley.doctor.soak.SoakTable;
import dev.parley.doctor.soak.Variant;
import dev.parley.journal.Journal;
import dev.parley.session.ConnectionProfile;
import dev.parley.session.JournalKeeper;
import dev.parley.session.SessionController;
import dev.parley.session.SessionException;
import dev.parley.session.Soak;
import dev.parley.session.SoakLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A soak that is under way or over, on a thread of its own: what the panel shows. Each soak has a folder with its log and the session of
 * every run that failed; one that was ended early goes on there when the same is started again. Safe for any thread; no toolkit.
 */
final class SoakBoard {
    /** Makes the controller of a run, whose session is kept as the keeper says. */
    interface Bench {
        SessionController controller(int run, JournalKeeper keeper) throws SessionException;
    }

    /** How it stands. */
    enum Phase {
        /** Nothing was soaked yet. */
        IDLE,
        RUNNING,
        /** Ended by the operator; the run under way is being taken down. */
        ENDING,
        /** Ended before its last run. */
        ENDED,
        /** Every run is made. */
        COMPLETE,
        /** A run could not begin. */
        FAILED
    }

    /**
     * How it stands.
     *
     * @param outcomes of the runs that are over, in their order
     * @param earlier how many of them were made before it was started again
     * @param failure why it stopped, where it failed
     * @param folder where it is kept
     */
    record State(
            Phase phase, SoakPlan plan, List<Outcome> outcomes, int earlier, String failure, Optional<Path> folder) {
        /** How far it is, 0 to 1. */
        double done() {
            return phase == Phase.IDLE ? 0 : (double) outcomes.size() / plan.size();
        }

        SoakTable table() {
            return SoakTable.of(plan.variants(), outcomes);
        }

        /** The runs that failed, the newest first. */
        List<Outcome> failed() {
            return outcomes.stream()
                    .filter(outcome -> !outcome.success())
                    .sorted(Comparator.comparingInt(Outcome::run).reversed())
                    .toList();
        }

        /** The session of a run that failed. */
        Optional<Path> session(Outcome outcome) {
            return folder.map(path -> session(path, outcome.run()));
        }

        private static Path session(Path folder, int run) {
            return folder.resolve(String.format(Locale.ROOT, "run-%05d", run)).resolve("session.parley");
        }
    }

    private static final State NOTHING =
            new State(Phase.IDLE, new SoakPlan(List.of(new Variant(List.of())), 1), List.of(), 0, "", Optional.empty());

    private final Path home;
    private final Bench bench;
    private volatile State state = NOTHING;
    private @Nullable Thread thread;

    /**
     * A board without a soak.
     *
     * @param home where the folders of soaks are
     */
    SoakBoard(Path home, Bench bench) {
        this.home = home;
        this.bench = bench;
    }

    State state() {
        return state;
    }

    boolean isRunning() {
        return state.phase() == Phase.RUNNING || state.phase() == Phase.ENDING;
    }

    /**
     * Begins, or goes on where the same was ended early. Returns at once: its folder is looked for by the soak's own thread, and one
     * that cannot be read or written ends it as {@link Phase#FAILED}.
     *
     * @param profiles one for each variant
     */
    synchronized void start(SoakPlan plan, ConnectionProfile base, List<ConnectionProfile> profiles) {
        if (isRunning()) {
            return;
        }
        List<String> options = options(base);
        state = new State(Phase.RUNNING, plan, List.of(), 0, "", Optional.empty());
        thread = Thread.ofVirtual().name("soak").start(() -> run(plan, profiles, options));
    }

    /** What a soak is known by: one that was ended early goes on where all of it is the same. */
    private static List<String> options(ConnectionProfile base) {
        return List.of(
                "link " + base.link(),
                "endpoint " + base.host() + ":" + base.port(),
                "chunk " + base.chunk(),
                "access mode " + base.accessMode().word(),
                "tls "
                        + base.tls()
                                .map(tls -> tls.experiments().words().toString())
                                .orElse("off"),
                "apn " + base.apn(),
                "certificate "
                        + base.tls()
                                .flatMap(ConnectionProfile.Tls::certificate)
                                .map(Path::toString)
                                .orElse("none"),
                "tls offers "
                        + base.tls()
                                .map(tls -> tls.offer() + ", " + tls.alpn() + ", to '" + tls.sni() + "', waits "
                                        + tls.readTimeout())
                                .orElse("nothing"),
                "ca "
                        + base.tls()
                                .flatMap(ConnectionProfile.Tls::ca)
                                .map(Path::toString)
                                .orElse("none"),
                "mqtt " + base.mqtt().map(ConnectionProfile.Mqtt::toString).orElse("off"),
                "modem " + base.modem(),
                "stack " + base.stack(),
                "limit " + base.limit());
    }

    /** The folder where the same soak was ended early, or a new one. */
    private Path folder(SoakPlan plan, List<String> options, List<String> variants) throws SessionException {
        try {
            Files.createDirectories(home);
            List<Path> all;
            try (Stream<Path> list = Files.list(home)) {
                all = list.sorted().toList();
            }
            for (Path one : all.reversed()) {
                if (SoakLog.isOf(one, options, variants)
                        && SoakLog.at(one, options, variants).outcomes().size() < plan.size()) {
                    return one;
                }
            }
            int number = all.size() + 1;
            Path next = home.resolve(String.format(Locale.ROOT, "soak-%04d", number));
            while (Files.exists(next)) {
                number++;
                next = home.resolve(String.format(Locale.ROOT, "soak-%04d", number));
            }
            return Files.createDirectories(next);
        } catch (IOException e) {
            throw new SessionException(
                    SessionException.Kind.INPUT, "the soak cannot be kept in " + home + ": " + e.getMessage());
        }
    }

    private void run(SoakPlan plan, List<ConnectionProfile> profiles, List<String> options) {
        try {
            List<String> variants = plan.variants().stream().map(Variant::title).toList();
            Path folder = folder(plan, options, variants);
            Soak soak = new Soak(plan, profiles, Optional.of(SoakLog.at(folder, options, variants)));
            found(folder, soak.before());
            soak.run(new Kept(folder), this::add);
            end(Phase.COMPLETE, "");
        } catch (InterruptedException e) {
            end(Phase.ENDED, "");
        } catch (SessionException e) {
            end(Phase.FAILED, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            end(Phase.FAILED, "The soak ended by an internal error, please report it: " + e);
        }
    }

    private synchronized void found(Path folder, List<Outcome> before) {
        state = new State(state.phase(), state.plan(), before, before.size(), "", Optional.of(folder));
    }

    private synchronized void add(Outcome outcome) {
        List<Outcome> all = new ArrayList<>(state.outcomes());
        all.add(outcome);
        state = new State(
                state.phase(), state.plan(), List.copyOf(all), state.earlier(), state.failure(), state.folder());
    }

    private synchronized void end(Phase phase, String failure) {
        state = new State(phase, state.plan(), state.outcomes(), state.earlier(), failure, state.folder());
        thread = null;
    }

    /** Ends it: what is over stands, and it can go on later. */
    synchronized void cancel() {
        if (thread != null) {
            state = new State(Phase.ENDING, state.plan(), state.outcomes(), state.earlier(), "", state.folder());
            thread.interrupt();
        }
    }

    /**
     * Ends it as {@link #cancel} does and waits until the run under way has let the modem go.
     *
     * @param most so long at most
     */
    void shut(Duration most) throws InterruptedException {
        Thread running;
        synchronized (this) {
            cancel();
            running = thread;
        }
        if (running != null) {
            running.join(most);
        }
    }

    /** Each run in a folder of its own; what succeeded is not kept. */
    private final class Kept implements Soak.Runs {
        private final Path folder;

        Kept(Path folder) {
            this.folder = folder;
        }

        @Override
        public SessionController controller(SoakPlan.Run run) throws SessionException {
            Path file = State.session(folder, run.number());
            try {
                Files.createDirectories(file.getParent());
                // Of a run that was ended early: it is made again.
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw cannotKeep(file, e);
            }
            return bench.controller(run.number(), header -> Journal.create(file, header, System::nanoTime));
        }

        @Override
        public void over(Outcome outcome) throws SessionException {
            if (outcome.success()) {
                Path file = State.session(folder, outcome.run());
                try {
                    Files.deleteIfExists(file);
                    Files.deleteIfExists(file.getParent());
                } catch (IOException e) {
                    throw cannotKeep(file, e);
                }
            }
        }

        private static SessionException cannotKeep(Path file, IOException e) {
            return new SessionException(
                    SessionException.Kind.INPUT, "the run's session cannot be kept in " + file + ": " + e.getMessage());
        }
    }
}
