package dev.parley.session;

import dev.parley.journal.Journal;
import dev.parley.link.RecordedLink;
import dev.parley.modem.BringUp;
import dev.parley.modem.BringUpStep;
import dev.parley.modem.LinkLostException;
import dev.parley.modem.Modem;
import dev.parley.modem.ModemException;
import dev.parley.modem.ModemProfile;
import dev.parley.modem.ModemSocketChannel;
import dev.parley.modem.ModemTlsChannel;
import dev.parley.modem.SocketRequest;
import dev.parley.session.ControllerState.Phase;
import dev.parley.session.ControllerState.Step;
import dev.parley.tls.client.ClientCredentials;
import dev.parley.tls.client.Gate;
import dev.parley.tls.client.Goodbye;
import dev.parley.tls.client.ResumableSession;
import dev.parley.tls.client.TlsStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One connection on its way up and down: modem, socket, TLS, MQTT, over a link that is open.
 *
 * <p>{@link #ascend} runs on one thread; the rest may be called from any.
 */
final class Connection {
    /** How long an aborted handshake may take to close its socket. */
    private static final int GRACE_SECONDS = 5;

    private static final String LINK = "Link";
    private static final String SOCKET = "Socket";

    private static final int CONTEXT_ID = 1;
    private static final int CONNECT_ID = 0;

    private final ConnectionProfile profile;
    private final Journal journal;
    private final boolean driven;
    private final WayUp wayUp;
    private final Gate gate;
    private final Modem modem;
    private final TlsStep tls;
    private final MqttStep mqtt;
    private final OffloadStep offload;

    private volatile @Nullable ModemSocketChannel socket;
    private volatile Runnable whenMqttIsLost = () -> {};
    private volatile @Nullable Duration expired;
    private volatile boolean aborted;
    private volatile Goodbye goodbye = Goodbye.ALERTS;
    private volatile CountDownLatch ascended = new CountDownLatch(1);
    private final ReentrantLock closing = new ReentrantLock();
    /** Guards what follows, and that the last word on the way up is said once. */
    private final ReentrantLock ending = new ReentrantLock();

    private boolean over;
    private boolean away;
    private @Nullable String lost;

    Connection(
            ConnectionProfile profile,
            Optional<ClientCredentials> credentials,
            RecordedLink link,
            WayUp wayUp,
            Gate.Level level,
            Map<String, ResumableSession> resumable) {
        this.profile = profile;
        this.journal = link.journal();
        this.driven = link.isDriven();
        this.wayUp = wayUp;
        this.gate = new Gate(level, new GateNews(journal, wayUp));
        this.modem = Modem.start(link, ModemProfile.named(profile.modem()).orElse(ModemProfile.BG95_M3));
        this.tls = new TlsStep(profile, credentials, modem, wayUp, gate, resumable);
        this.mqtt = new MqttStep(profile, journal, wayUp, this::closeStream, this::mqttLost);
        this.offload = new OffloadStep(profile, modem, wayUp);
        modem.observe(new ModemWatch(wayUp, journal, new LinkNews()));
    }

    /** What becomes of the link, as the way up shows it. */
    private final class LinkNews implements ModemWatch.LinkWatch {
        private volatile String doubt = "";

        /** The session is kept: the link is tried again, and the modem asked what became of the socket. */
        @Override
        public void interrupted(String why) {
            ending.lock();
            try {
                if (over || aborted) {
                    return;
                }
                away |= wayUp.state().phase() == Phase.READY;
                wayUp.step(new Step(LINK, Step.Status.RUNNING, why + "; it is tried again", -1));
                if (away) {
                    wayUp.phase(Phase.BRINGING_UP);
                }
            } finally {
                ending.unlock();
            }
        }

        @Override
        public void doubt(String what) {
            doubt = what;
        }

        @Override
        public void regained(Optional<String> trouble) {
            ending.lock();
            try {
                if (over || aborted) {
                    return;
                }
                String after = doubt.isEmpty() ? "" : ": " + doubt;
                doubt = "";
                wayUp.done(LINK, profile.link() + ", back after a gap" + after);
                if (!away) {
                    return;
                }
                away = false;
                if (trouble.isEmpty()) {
                    wayUp.phase(Phase.READY);
                } else {
                    lost = trouble.get();
                    wayUp.start(inTrouble());
                    wayUp.fail(trouble.get());
                }
            } finally {
                ending.unlock();
            }
        }

        @Override
        public void lost(String why) {
            Connection.this.lost(why);
        }
    }

    /** The step that trouble after a gap of the link belongs to. */
    private String inTrouble() {
        return switch (profile.stack()) {
            case HOST -> socket == null ? BringUpStep.ATTENTION.title() : SOCKET;
            case MODEM_TLS -> OffloadStep.TLS;
            case MODEM_MQTT -> MqttStep.NAME;
        };
    }

    /** True while a session that was ready waits for its link. */
    boolean isAway() {
        ending.lock();
        try {
            return away;
        } finally {
            ending.unlock();
        }
    }

    /** True until {@link #ascend} is over, well or badly. */
    boolean isRising() {
        return ascended.getCount() > 0;
    }

    ConnectionProfile profile() {
        return profile;
    }

    Gate gate() {
        return gate;
    }

    Modem modem() {
        return modem;
    }

    MqttStep mqtt() {
        return mqtt;
    }

    /**
     * Goes up as far as the profile says.
     *
     * @throws SessionException if a layer fails; what is below it stays up, so that the operator can look around
     */
    void ascend() throws SessionException {
        try {
            if (profile.stack() != Stack.HOST && !profile.host().isEmpty()) {
                ascendInModem();
                ready();
                return;
            }
            Optional<ModemSocketChannel> opened = reach();
            if (opened.isEmpty()) {
                ready();
                return;
            }
            ModemSocketChannel channel = opened.get();
            if (profile.tls().isPresent()) {
                TlsStream stream = tls.handshake(channel, profile.tls().get());
                mqtt.connect(stream.input(), stream.output());
            } else {
                mqtt.connect(new ChannelInput(channel), new ChannelOutput(channel));
            }
            ready();
        } catch (IOException e) {
            throw failure(e);
        } finally {
            ascended.countDown();
        }
    }

    /** The modem's own TLS, and maybe its own MQTT. */
    private void ascendInModem() throws IOException, SessionException {
        offload.tellWhatIsNotTaken();
        if (profile.stack() == Stack.MODEM_MQTT) {
            boolean _ = outlivingGaps(() -> {
                bringUp();
                offload.certificates();
                mqtt.connectInModem(modem, CONTEXT_ID, ModemCredentials.TLS_CONTEXT);
                return true;
            });
            return;
        }
        ModemTlsChannel channel = outlivingGaps(() -> {
            bringUp();
            offload.certificates();
            return offload.open(socketRequest());
        });
        mqtt.connect(channel.input(), channel.output());
    }

    /** Modem and socket. */
    private Optional<ModemSocketChannel> reach() throws IOException, SessionException {
        return outlivingGaps(() -> {
            bringUp();
            return profile.host().isEmpty() ? Optional.empty() : Optional.of(openSocket());
        });
    }

    private void bringUp() throws ModemException, SessionException {
        wayUp.phase(Phase.BRINGING_UP);
        new BringUp(modem, target(), this::bringUp).run();
    }

    /** A part of the way up. */
    private interface Rise<T> {
        T rise() throws IOException, SessionException;
    }

    /** From the beginning where a gap of the link came between, for what the modem had told may not hold any more. */
    private <T> T outlivingGaps(Rise<T> part) throws IOException, SessionException {
        while (true) {
            try {
                return part.rise();
            } catch (IOException e) {
                if (!(e instanceof LinkLostException) && !(e.getCause() instanceof LinkLostException)) {
                    throw e;
                }
                modem.awaitLink();
                wayUp.again();
            }
        }
    }

    /** Goes no further than the link. */
    void attach() throws SessionException {
        try {
            ready();
        } finally {
            ascended.countDown();
        }
    }

    /** The names of the steps {@link #ascend} takes with this profile, after the link is open. */
    static List<String> steps(ConnectionProfile profile) {
        List<String> names = new ArrayList<>();
        for (BringUpStep step : BringUpStep.values()) {
            names.add(step.title());
        }
        if (!profile.host().isEmpty()) {
            if (profile.stack() == Stack.HOST) {
                names.add(SOCKET);
                profile.tls().ifPresent(tls -> names.add("TLS"));
            } else {
                names.addAll(OffloadStep.steps(profile));
            }
            profile.mqtt().ifPresent(mqtt -> names.add(MqttStep.NAME));
        }
        return names;
    }

    /**
     * Goes up once more after {@link #ascend} failed, over the same link.
     *
     * @throws SessionException if it fails again, or the connection has ended for good
     */
    void ascendAgain() throws SessionException {
        ending.lock();
        try {
            if (aborted || over) {
                throw new SessionException(SessionException.Kind.FAILED, "This connection has ended: connect anew.");
            }
            lost = null;
            away = false;
            socket = null;
            offload.forget();
            tls.forget();
            mqtt.forget();
            ascended = new CountDownLatch(1);
        } finally {
            ending.unlock();
        }
        wayUp.again();
        ascend();
    }

    /** True where another host drives the modem, and there is nothing to do but to listen. */
    boolean isDriven() {
        return driven;
    }

    /** Ready without a word of Parley's own. */
    void listen() throws SessionException {
        modem.listenOnly(true);
        wayUp.step(new Step(
                "AT", Step.Status.SKIPPED, driven ? "Another host drives the modem" : "Parley only listens", 0));
        try {
            ready();
        } finally {
            ascended.countDown();
        }
    }

    /** What ended the connection may have come before this, and must not be overwritten. */
    private void ready() throws SessionException {
        ending.lock();
        try {
            if (lost != null) {
                throw new SessionException(SessionException.Kind.FAILED, lost);
            }
            if (aborted) {
                throw new SessionException(
                        SessionException.Kind.ABORTED, "The connection was given up by the operator.");
            }
            wayUp.phase(Phase.READY);
            ascended.countDown();
        } finally {
            ending.unlock();
        }
    }

    /** The connection ended by itself: told once, and not where it is ended from here or still on its way up. */
    void lost(String why) {
        ending.lock();
        try {
            if (over || aborted || lost != null) {
                return;
            }
            lost = why;
            if (ascended.getCount() == 0 && (away || wayUp.state().phase() == Phase.READY)) {
                away = false;
                wayUp.fail(why);
            }
        } finally {
            ending.unlock();
        }
    }

    private BringUp.Target target() throws SessionException {
        try {
            BringUp.Target target = BringUp.Target.of(profile.apn());
            return profile.modem().isEmpty() ? target.recognising() : target;
        } catch (IllegalArgumentException e) {
            throw new SessionException(SessionException.Kind.INPUT, e);
        }
    }

    private SocketRequest socketRequest() throws SessionException {
        try {
            return new SocketRequest(
                    CONTEXT_ID, CONNECT_ID, profile.host(), profile.port(), profile.accessMode(), profile.chunk());
        } catch (IllegalArgumentException e) {
            throw new SessionException(SessionException.Kind.INPUT, e);
        }
    }

    private SessionException failure(IOException e) {
        Duration limit = expired;
        if (limit != null) {
            return new SessionException(
                    SessionException.Kind.FAILED,
                    "The connection was not up within " + limit.toSeconds() + " s: " + e.getMessage());
        }
        return new SessionException(aborted ? SessionException.Kind.ABORTED : SessionException.Kind.FAILED, e);
    }

    private void bringUp(BringUpStep step, BringUp.Status status, String value, long nanos) {
        wayUp.step(
                switch (status) {
                    case RUNNING -> new Step(step.title(), Step.Status.RUNNING, value, -1);
                    case DONE -> new Step(step.title(), Step.Status.DONE, value, nanos);
                    case FAILED -> new Step(step.title(), Step.Status.FAILED, value, nanos);
                });
    }

    private ModemSocketChannel openSocket() throws ModemException, SessionException {
        wayUp.phase(Phase.OPENING);
        wayUp.start(SOCKET);
        ModemSocketChannel channel = modem.open(socketRequest());
        socket = channel;
        wayUp.done(
                SOCKET,
                profile.host() + ":" + profile.port() + ", "
                        + profile.accessMode().word() + " mode");
        return channel;
    }

    /** What to do where MQTT is lost after it was up; called on a thread that must not be held up. */
    void whenMqttIsLost(Runnable action) {
        whenMqttIsLost = action;
    }

    void record(String kind, String text) {
        journal.action(kind, text);
    }

    private void mqttLost(String why) {
        ending.lock();
        try {
            if (!over) {
                journal.action("mqtt.lost", why);
            }
        } finally {
            ending.unlock();
        }
        lost(why);
        ending.lock();
        try {
            if (over || aborted || ascended.getCount() > 0) {
                return;
            }
        } finally {
            ending.unlock();
        }
        whenMqttIsLost.run();
    }

    /**
     * Gives up what is under way, wherever it is; returns at once, and the thread in {@link #ascend} fails soon after. A handshake
     * may close its socket in good order, for {@value #GRACE_SECONDS} s, and leaves the modem up. Elsewhere there is nothing to be
     * gained from the modem any more, so its link is closed.
     */
    void abort(Goodbye how) {
        aborted = true;
        boolean handshaking = tls.abort(how);
        gate.abort();
        Thread.ofVirtual().name("abort").start(() -> {
            if (!handshaking || !isUpOrFailedWithin(Duration.ofSeconds(GRACE_SECONDS))) {
                modem.close();
            }
        });
    }

    private boolean isUpOrFailedWithin(Duration limit) {
        try {
            return ascended.await(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Gives up because {@code limit} is over, if it is still on its way up. */
    void expire(Duration limit) {
        ending.lock();
        try {
            if (over || aborted || ascended.getCount() == 0) {
                return;
            }
            expired = limit;
            journal.action("expire", "not up within " + limit.toSeconds() + " s");
            abort(Goodbye.NOTHING);
        } finally {
            ending.unlock();
        }
    }

    /**
     * Goes down in good order: MQTT, TLS, socket, and the modem with its link. Where that takes longer than {@code limit}, for the
     * modem is silent, the link is closed under it. Nothing here throws; the journal shows it, and nothing of this connection is
     * written to it afterwards but what an {@link #ascend} under way still says.
     *
     * @param how what the peer is told; where that is nothing, the socket is closed in the modem all the same
     */
    void close(Duration limit, Goodbye how) {
        goodbye = how;
        ending.lock();
        try {
            over = true;
        } finally {
            ending.unlock();
        }
        if (modem.isInterrupted()) {
            // Nobody is there to whom good order would mean anything.
            modem.close();
        }
        CountDownLatch down = new CountDownLatch(1);
        Thread.ofVirtual().name("close-limit").start(() -> {
            try {
                if (!down.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                    modem.close();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            mqtt.close(how);
            closeStream();
            offload.removeKey();
            restoreSettings();
        } finally {
            down.countDown();
            modem.close();
        }
    }

    private void restoreSettings() {
        if (profile.restoreSettings()) {
            try {
                modem.settings().restore();
            } catch (ModemException e) {
                journal.action("settings.not-restored", e.getMessage());
            }
        }
    }

    /** Paho calls this, too; whoever comes second waits for the first, or the link would be closed under it. */
    private void closeStream() {
        closing.lock();
        try {
            Optional<TlsStream> stream = tls.stream();
            ModemSocketChannel channel = socket;
            if (stream.isPresent() && goodbye == Goodbye.NOTHING) {
                stream.get().abort();
            } else if (stream.isPresent()) {
                stream.get().close();
            } else if (channel != null) {
                channel.close();
            }
            offload.close();
        } finally {
            closing.unlock();
        }
    }
}
