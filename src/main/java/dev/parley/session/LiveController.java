package dev.parley.session;

import dev.parley.journal.Bytes;
import dev.parley.journal.Journal;
import dev.parley.journal.Place;
import dev.parley.journal.SessionFileException;
import dev.parley.journal.SessionHeader;
import dev.parley.link.Link;
import dev.parley.link.LinkException;
import dev.parley.link.LinkOpener;
import dev.parley.link.RecordedLink;
import dev.parley.link.StandardLinks;
import dev.parley.modem.Modem;
import dev.parley.mqtt.client.MessageProperties;
import dev.parley.mqtt.client.Subscription;
import dev.parley.session.ControllerState.Phase;
import dev.parley.session.SessionException.Kind;
import dev.parley.session.snippet.Snippet;
import dev.parley.session.snippet.SnippetRun;
import dev.parley.tls.client.Breakpoint;
import dev.parley.tls.client.ClientCredentials;
import dev.parley.tls.client.Credentials;
import dev.parley.tls.client.CredentialsException;
import dev.parley.tls.client.Gate;
import dev.parley.tls.client.Goodbye;
import dev.parley.tls.client.ResumableSession;
import dev.parley.tls.client.ServerTrust;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The controller of a real link.
 *
 * <p>One session thread goes up and down; commands, publishes and subscribes each have a virtual thread that waits for the
 * modem's turn. A connection that failed above the modem leaves the modem up, so that the operator can ask it questions; the
 * next {@link #connect} or {@link #disconnect} ends it.
 */
public final class LiveController implements SessionController {
    /** How long a connection may take to end in good order: a modem waits up to 10 s for its peer's FIN. */
    private static final Duration DESCENT_LIMIT = Duration.ofSeconds(20);

    /** The same where the program ends, or the operator aborts. */
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final LinkOpener links;
    private final JournalKeeper journals;
    private final InstantSource clock;
    private final String program;
    private final WayUp wayUp = new WayUp(System::nanoTime);
    private final Threads threads = new Threads();
    private final ModemDesk desk = new ModemDesk(this::connection, threads, wayUp);
    private final MqttDesk mqtt = new MqttDesk(this::connection, threads, wayUp);
    private final ReentrantLock lock = new ReentrantLock();
    private Session session;
    private @Nullable Connection connection;
    private @Nullable Tapping tapping;
    private ControllerState.Level level = ControllerState.Level.RUN;
    private Set<Breakpoint> breakpoints = Set.of();
    private final Map<String, ResumableSession> resumable = new ConcurrentHashMap<>();
    private long wish;
    private boolean listenOnly;
    private boolean closed;

    /**
     * A controller with nothing open.
     *
     * @param program name and version, for the session file's header
     */
    public LiveController(LinkOpener links, JournalKeeper journals, InstantSource clock, String program) {
        this.links = links;
        this.journals = journals;
        this.clock = clock;
        this.program = program;
        this.session = Session.live(Journal.inMemory(SessionHeader.of(program, "", clock.instant()), System::nanoTime));
    }

    /** The controller of the program: serial ports and TCP, and {@code simulator} for {@code sim:}. */
    public static LiveController standard(LinkOpener simulator, JournalKeeper journals, String program) {
        return new LiveController(StandardLinks.with(simulator), journals, InstantSource.system(), program);
    }

    @Override
    public Session session() {
        lock.lock();
        try {
            return session;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public ControllerState state() {
        return wayUp.state();
    }

    @Override
    public void observe(Consumer<ControllerState> observer) {
        wayUp.observe(observer);
    }

    @Override
    public CompletableFuture<Void> connect(ConnectionProfile profile, ControllerState.Level first) {
        boolean listens = listens(profile);
        List<String> steps = listens ? List.of("AT") : Connection.steps(profile);
        return begin(profile, first, steps, up -> {
            if (listens || up.isDriven()) {
                wayUp.listenOnly(true);
                up.listen();
            } else {
                threads.watched(profile.limit(), up, up::ascend);
            }
        });
    }

    @Override
    public CompletableFuture<Void> attach(ConnectionProfile profile) {
        return begin(profile, ControllerState.Level.RUN, List.of(), Connection::attach);
    }

    @Override
    public CompletableFuture<Void> tap(Tapping.Plan plan) {
        long mine;
        lock.lock();
        try {
            mine = supersede();
        } finally {
            lock.unlock();
        }
        return threads.inSession(() -> {
            descend();
            wayUp.begin(List.of(TAP_STEP));
            wayUp.start(TAP_STEP);
            return climb(mine, () -> {
                Tapping begun = Tapping.start(plan, links, journals, program);
                keep(begun, mine);
                wayUp.done(TAP_STEP, plan.modem() + ", host " + begun.host());
                wayUp.phase(Phase.READY);
                var _ = begun.ended().thenAccept(why -> sideEnded(begun, why));
            });
        });
    }

    /** Makes a tap's session the present one; where nobody wants it any more it ends at once. */
    private void keep(Tapping begun, long mine) throws SessionException {
        boolean kept = false;
        lock.lock();
        try {
            checkWanted(mine);
            session.close();
            session = begun.session();
            tapping = begun;
            kept = true;
        } finally {
            lock.unlock();
            if (!kept) {
                begun.end();
                begun.session().close();
            }
        }
    }

    /** One side of the tap is gone for good; where the tap was ended on purpose there is nothing to do. */
    private void sideEnded(Tapping ended, String why) {
        lock.lock();
        try {
            if (closed || !ended.equals(tapping)) {
                return;
            }
        } finally {
            lock.unlock();
        }
        wayUp.fail(why);
        threads.inSession(this::endTap);
    }

    private void endTap() {
        Tapping last;
        lock.lock();
        try {
            last = tapping;
            tapping = null;
        } finally {
            lock.unlock();
        }
        if (last != null) {
            last.end();
        }
    }

    private interface Climb {
        void climb() throws SessionException;
    }

    /** What is done with a connection whose link is open. */
    private interface Way {
        void take(Connection up) throws SessionException;
    }

    private CompletableFuture<Void> begin(
            ConnectionProfile profile, ControllerState.Level first, List<String> steps, Way way) {
        long mine;
        lock.lock();
        try {
            level = first;
            mine = supersede();
        } finally {
            lock.unlock();
        }
        return threads.inSession(() -> {
            descend();
            wayUp.begin(Stream.concat(Stream.of("Link"), steps.stream()).toList());
            return climb(mine, () -> {
                Connection up = open(profile, mine);
                profile.mqtt()
                        .flatMap(ConnectionProfile.Mqtt::reconnect)
                        .ifPresent(backoff -> mqtt.keepUp(up, backoff, () -> isWanted(mine)));
                way.take(up);
            });
        });
    }

    /** Goes a way up that is still wanted, and tells where it failed. */
    private @Nullable Void climb(long mine, Climb way) throws SessionException {
        try {
            checkWanted(mine);
            way.climb();
            return null;
        } catch (SessionException e) {
            wayUp.fail(String.valueOf(e.getMessage()));
            throw e;
        } catch (RuntimeException e) {
            wayUp.fail("Internal error: " + e);
            throw e;
        }
    }

    /**
     * Whatever was asked for before is no longer wanted: a way up that is under way is given up, so that what is asked for now does
     * not wait for a modem that is silent, or for a handshake that is parked. Under the lock.
     *
     * @return the number of the wish that is made now
     */
    private long supersede() {
        if (connection != null && connection.isRising()) {
            connection.abort(Goodbye.NOTHING);
        }
        return ++wish;
    }

    private void checkWanted(long number) throws SessionException {
        lock.lock();
        try {
            if (closed || wish != number) {
                throw new SessionException(Kind.ABORTED, "The connection was given up before its link was open.");
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean listens(ConnectionProfile profile) {
        lock.lock();
        try {
            return listenOnly || profile.listenOnly();
        } finally {
            lock.unlock();
        }
    }

    private Connection open(ConnectionProfile profile, long number) throws SessionException {
        try {
            if (!profile.modem().isEmpty() && !ConnectionProfile.modems().contains(profile.modem())) {
                throw new SessionException(
                        Kind.INPUT,
                        "'" + profile.modem() + "' is no modem Parley knows; it knows "
                                + String.join(", ", ConnectionProfile.modems()) + ".");
            }
            Optional<ClientCredentials> credentials = credentials(profile);
            wayUp.start("Link");
            Link link = links.open(profile.link());
            SessionHeader header = SessionHeader.of(program, profile.link().toString(), clock.instant())
                    .withProfile(profile.name())
                    .holdingSecrets(
                            profile.tls().map(ConnectionProfile.Tls::keyLog).orElse(false));
            boolean owned = false;
            Connection up;
            try {
                checkWanted(number);
                Journal journal = journals.begin(header);
                Session next = Session.live(journal);
                journal.action(
                        "connect",
                        profile.host() + ":" + profile.port() + ", "
                                + profile.accessMode().word() + " mode");
                lock.lock();
                try {
                    session.close();
                    session = next;
                    checkWanted(number);
                    up = new Connection(
                            profile, credentials, new RecordedLink(link, journal), wayUp, gateLevel(level), resumable);
                    up.gate().breakpoints(breakpoints);
                    connection = up;
                    owned = true;
                } finally {
                    lock.unlock();
                }
            } finally {
                if (!owned) {
                    link.close();
                }
            }
            wayUp.done("Link", profile.link().toString());
            return up;
        } catch (LinkException | SessionFileException | CredentialsException e) {
            throw new SessionException(Kind.INPUT, e);
        }
    }

    private static Optional<ClientCredentials> credentials(ConnectionProfile profile) throws CredentialsException {
        if (profile.tls().isEmpty()) {
            return Optional.empty();
        }
        ConnectionProfile.Tls tls = profile.tls().get();
        if (tls.ca().isPresent()) {
            ServerTrust.read(tls.ca().get());
        }
        return tls.certificate().isPresent() && tls.key().isPresent()
                ? Optional.of(
                        Credentials.read(tls.certificate().get(), tls.key().get()))
                : Optional.empty();
    }

    private static Gate.Level gateLevel(ControllerState.Level level) {
        return switch (level) {
            case RUN -> Gate.Level.RUN;
            case FLIGHT -> Gate.Level.FLIGHT;
            case MESSAGE -> Gate.Level.MESSAGE;
            case RECORD -> Gate.Level.RECORD;
            case EXCHANGE -> Gate.Level.EXCHANGE;
        };
    }

    private Optional<Connection> connection() {
        lock.lock();
        try {
            return Optional.ofNullable(connection);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void step() {
        lock.lock();
        try {
            if (connection != null) {
                // Under the lock, where a connection's journal is open.
                connection.gate().stop().ifPresent(stop -> session.journal().action("gate.step", stop.title()));
                connection.gate().step();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void level(ControllerState.Level next) {
        lock.lock();
        try {
            level = next;
            if (connection != null && next == ControllerState.Level.RUN) {
                connection.gate().stop().ifPresent(_ -> session.journal().action("gate.run", "to the end"));
            }
        } finally {
            lock.unlock();
        }
        connection().ifPresent(up -> up.gate().level(gateLevel(next)));
    }

    @Override
    public void breakpoints(Set<Breakpoint> next) {
        lock.lock();
        try {
            breakpoints = Set.copyOf(next);
            if (connection != null) {
                connection.gate().breakpoints(breakpoints);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void abort(Goodbye how) {
        lock.lock();
        try {
            wish++;
            if (connection == null && tapping == null) {
                return;
            }
            session.journal().action("abort", connection != null && how == Goodbye.ALERTS ? "with alerts" : "");
            if (connection != null && wayUp.state().phase() != Phase.READY) {
                connection.abort(how);
            }
        } finally {
            lock.unlock();
        }
        CompletableFuture<Void> _ = threads.inSession(() -> {
            // On its way up it failed by itself; one that was ready is taken down.
            if (wayUp.state().phase() == Phase.READY
                    || connection().map(Connection::isAway).orElse(false)) {
                descend(CLOSE_LIMIT, how);
                wayUp.phase(Phase.CLOSED);
            }
            return null;
        });
    }

    @Override
    public CompletableFuture<String> command(String line) {
        return desk.command(line);
    }

    @Override
    public CompletableFuture<List<ModemFilesJob.StoredFile>> modemFiles(ModemFilesJob job) {
        return threads.call(() -> {
            Connection up = connection()
                    .orElseThrow(() -> new SessionException(
                            Kind.FAILED, "There is no modem whose files could be seen: connect first."));
            try {
                return ModemCredentials.perform(up.modem(), job);
            } catch (IOException e) {
                throw new SessionException(Kind.FAILED, e);
            }
        });
    }

    @Override
    public CompletableFuture<Void> resynchronise() {
        return desk.withModem("resynchronise", Modem::resynchronise);
    }

    @Override
    public CompletableFuture<Void> retry() {
        return desk.retry();
    }

    @Override
    public CompletableFuture<Void> resetModem() {
        return desk.withModem("reset", Modem::reset);
    }

    @Override
    public void listenOnly(boolean on) {
        lock.lock();
        try {
            listenOnly = on;
            if (connection != null) {
                session.journal().action("listen-only", on ? "on" : "off");
                connection.modem().listenOnly(on);
            }
        } finally {
            lock.unlock();
        }
        wayUp.listenOnly(on);
    }

    @Override
    public CompletableFuture<Void> restoreSettings() {
        return desk.withModem("put settings back on", modem -> modem.settings().restore());
    }

    @Override
    public CompletableFuture<SnippetRun.Outcome> run(
            Snippet snippet, Map<String, String> variables, SnippetRun.Observer observer) {
        return desk.run(snippet, variables, observer);
    }

    @Override
    public CompletableFuture<Void> lines(boolean dtr, boolean rts) {
        return desk.lines(dtr, rts);
    }

    @Override
    public CompletableFuture<Void> note(String text, Optional<Place> place) {
        return threads.call(() -> {
            try {
                session().journal().note(text, place);
                return null;
            } catch (IllegalStateException e) {
                throw new SessionException(
                        Kind.FAILED, "The note was not kept, for this session is over; connect to begin another.");
            }
        });
    }

    @Override
    public CompletableFuture<Void> subscribe(String filter, int qos) {
        return subscribe(List.of(Subscription.to(filter, qos)));
    }

    @Override
    public CompletableFuture<Void> subscribe(List<Subscription> subscriptions) {
        return mqtt.subscribe(subscriptions);
    }

    @Override
    public CompletableFuture<Void> unsubscribe(String filter) {
        return mqtt.unsubscribe(filter);
    }

    @Override
    public CompletableFuture<Void> publish(String topic, Bytes payload, int qos, boolean retain) {
        return publish(topic, payload, qos, retain, MessageProperties.none());
    }

    @Override
    public CompletableFuture<Void> publish(
            String topic, Bytes payload, int qos, boolean retain, MessageProperties properties) {
        return mqtt.publish(topic, payload, qos, retain, properties);
    }

    private boolean isWanted(long number) {
        lock.lock();
        try {
            return !closed && wish == number;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public CompletableFuture<Void> disconnect() {
        lock.lock();
        try {
            supersede();
        } finally {
            lock.unlock();
        }
        return threads.inSession(() -> {
            descend();
            if (wayUp.state().phase() != Phase.FAILED) {
                wayUp.phase(Phase.CLOSED);
            }
            return null;
        });
    }

    private void descend() {
        descend(DESCENT_LIMIT, Goodbye.ALERTS);
    }

    private void descend(Duration limit, Goodbye how) {
        endTap();
        connection().ifPresent(up -> {
            if (wayUp.state().phase() != Phase.FAILED) {
                wayUp.phase(Phase.CLOSING);
            }
            up.close(limit, how);
        });
        lock.lock();
        try {
            connection = null;
        } finally {
            lock.unlock();
        }
    }

    /** Ends everything within seconds, brutally where it does not end by itself. Safe to call twice. */
    @Override
    public void close() {
        Optional<Connection> up;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            supersede();
            up = Optional.ofNullable(connection);
            connection = null;
        } finally {
            lock.unlock();
        }
        up.ifPresent(last -> last.close(CLOSE_LIMIT, Goodbye.ALERTS));
        endTap();
        threads.end(CLOSE_LIMIT);
        session().close();
    }
}
