package dev.parley.ui;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import dev.parley.journal.Place;
import dev.parley.journal.SessionFileException;
import dev.parley.mqtt.MqttPacketType;
import dev.parley.mqtt.client.MessageProperties;
import dev.parley.mqtt.client.Subscription;
import dev.parley.session.ConnectionProfile;
import dev.parley.session.ControllerState;
import dev.parley.session.ControllerState.Level;
import dev.parley.session.ControllerState.Phase;
import dev.parley.session.ControllerState.Step;
import dev.parley.session.Session;
import dev.parley.session.SessionController;
import dev.parley.session.SessionException;
import dev.parley.session.Snapshot;
import dev.parley.session.snippet.Snippet;
import dev.parley.session.snippet.SnippetRun;
import dev.parley.tls.client.Breakpoint;
import dev.parley.tls.client.Goodbye;
import dev.parley.ui.shared.Source;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Plays a {@link CannedSession}: healthy, or with {@code field-report} in the link, the one that dies at the certificate. */
final class FakeController implements SessionController {
    /** One message of the handshake that is still to come. */
    private record Move(Direction direction, String title, Bytes bytes) {}

    private static final List<String> STEPS =
            List.of("link", "AT", "identity", "SIM", "registration", "PDP", "socket", "TLS", "MQTT");
    private static final List<String> VALUES = List.of(
            "sim: BG95-M3",
            "echo off, CMEE 2",
            "BG95-M3 BG95M3LAR02A03",
            "READY",
            "home network, eMTC −98 dBm",
            "10.76.51.180",
            "0, buffer mode",
            "TLS 1.2",
            "connected");

    final List<String> calls = new ArrayList<>();
    final List<ConnectionProfile> profiles = new ArrayList<>();
    final List<Snippet> ran = new ArrayList<>();
    /** True to leave a snippet's run to the test: {@link #runObserver} and {@link #outcome}. */
    boolean held;

    SnippetRun.Observer runObserver = result -> {};
    CompletableFuture<SnippetRun.Outcome> outcome = new CompletableFuture<>();
    Set<Breakpoint> breakpoints = Set.of();
    private final List<Consumer<ControllerState>> observers = new ArrayList<>();
    private final Deque<Move> moves = new ArrayDeque<>();
    private CannedSession canned = new CannedSession("");
    private Session session = Session.live(canned.journal());
    private volatile ControllerState state = ControllerState.idle();
    private Level level = Level.RUN;
    private boolean refused;
    private Optional<Direction> last = Optional.empty();
    private String subscribed = "";
    private CompletableFuture<Void> connecting = new CompletableFuture<>();
    private volatile Snapshot snapshot = canned.snapshot();

    /** The picture of this controller's session, for the window. */
    Source source() {
        return new Source() {
            @Override
            public Snapshot snapshot() {
                return snapshot;
            }

            @Override
            public ControllerState state() {
                return state;
            }

            @Override
            public long now() {
                return canned.now();
            }

            @Override
            public Bytes bytes(Place place) {
                return canned.journal().bytes(place);
            }
        };
    }

    /** Writes what has crossed the link so far to a new session file. */
    Path writeSession(Path file) throws SessionFileException {
        Journal from = canned.journal();
        try (Journal to = Journal.create(file, from.header(), () -> 0)) {
            for (long n = 1; n <= from.events(); n++) {
                if (from.event(n) instanceof Event.Traffic traffic) {
                    to.imported(traffic.direction(), traffic.bytes(), traffic.origin(), traffic.nanos());
                }
            }
        }
        return file;
    }

    /** Lets the session's clock go on without anything happening. */
    void pass(double milliseconds) {
        canned.pass(milliseconds);
    }

    @Override
    public Session session() {
        return session;
    }

    @Override
    public ControllerState state() {
        return state;
    }

    @Override
    public void observe(Consumer<ControllerState> observer) {
        observers.add(observer);
    }

    @Override
    public CompletableFuture<Void> connect(ConnectionProfile profile, Level atLevel) {
        calls.add("connect " + profile.link() + " " + atLevel);
        profiles.add(profile);
        refused = profile.link().target().equals("field-report");
        session.close();
        canned = new CannedSession(profile.link().toString());
        session = Session.live(canned.journal());
        level = atLevel;
        connecting = new CompletableFuture<>();
        last = Optional.empty();
        canned.pass(11);
        canned.bringUp();
        canned.open(profile.host(), profile.port());
        moves.clear();
        fill(profile.host());
        goOn();
        return connecting;
    }

    @Override
    public CompletableFuture<Void> attach(ConnectionProfile profile) {
        calls.add("attach " + profile.link());
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> tap(dev.parley.session.Tapping.Plan plan) {
        calls.add("tap " + plan.modem() + " from " + plan.host());
        return CompletableFuture.completedFuture(null);
    }

    /** The port goes away, with its lines seen before. */
    void loseLink() {
        canned.journal().signals(true, true, false, false, true, true, canned.now());
        canned.journal()
                .link(
                        Event.LinkChange.State.LOST,
                        "the port /dev/ttyUSB2 is gone (unplugged, or the modem restarted its USB); plug it in again");
        snapshot = canned.snapshot();
    }

    private void fill(String host) {
        moves.add(new Move(Direction.TX, "ClientHello", canned.clientHello(host)));
        moves.add(new Move(Direction.RX, "ServerHello", canned.serverHello()));
        moves.add(new Move(Direction.RX, "Certificate", canned.serverCertificate()));
        moves.add(new Move(Direction.RX, "ServerKeyExchange", canned.serverKeyExchange()));
        moves.add(new Move(Direction.RX, "CertificateRequest", canned.certificateRequest()));
        moves.add(new Move(Direction.RX, "ServerHelloDone", canned.serverHelloDone()));
        moves.add(new Move(Direction.TX, "Certificate", canned.clientCertificate()));
        if (refused) {
            return;
        }
        moves.add(new Move(Direction.TX, "ClientKeyExchange", canned.clientKeyExchange()));
        moves.add(new Move(Direction.TX, "CertificateVerify", canned.certificateVerify()));
        moves.add(new Move(Direction.TX, "ChangeCipherSpec", canned.changeCipherSpec()));
        moves.add(new Move(Direction.TX, "Finished", canned.finished()));
        moves.add(new Move(Direction.RX, "ChangeCipherSpec", canned.changeCipherSpec()));
        moves.add(new Move(Direction.RX, "Finished", canned.finished()));
    }

    /** Plays moves until one has to wait at the gate, or none is left. */
    private void goOn() {
        while (!moves.isEmpty()) {
            Move move = moves.getFirst();
            boolean turned = last.isEmpty() || last.get() != move.direction();
            last = Optional.of(move.direction());
            if (move.direction() == Direction.RX) {
                play(move);
            }
            if (level == Level.MESSAGE || (level == Level.FLIGHT && turned)) {
                park(move);
                return;
            }
            release(moves.removeFirst());
        }
        finish();
    }

    private void release(Move move) {
        if (move.direction() == Direction.TX) {
            play(move);
        }
    }

    private void play(Move move) {
        canned.pass(move.direction() == Direction.TX ? 14 : 38);
        if (move.direction() == Direction.TX) {
            canned.send(move.bytes());
        } else {
            canned.receive(move.bytes());
        }
    }

    private void park(Move move) {
        tell(
                Phase.HANDSHAKING,
                7,
                Step.Status.RUNNING,
                (move.direction() == Direction.TX ? "parked before " : "parked after ") + move.title(),
                Optional.of(new ControllerState.Stop(
                        ControllerState.Stop.At.MESSAGE,
                        move.direction() == Direction.TX,
                        move.title(),
                        move.direction() == Direction.TX
                                ? move.bytes().length()
                                : move.bytes().length() - 5,
                        "",
                        "level " + level,
                        canned.now(),
                        canned.now(),
                        move.direction() == Direction.TX ? move.bytes().length() : 0,
                        move.direction() == Direction.TX ? 0 : move.bytes().length(),
                        0)),
                Optional.empty());
    }

    private void finish() {
        if (refused) {
            canned.pass(212);
            canned.peerCloses();
            canned.pass(6);
            canned.read(canned.alert(46));
            canned.drained();
            canned.command("AT+QIGETERROR", 8, "+QIGETERROR: 0,operate successfully");
            canned.command("AT+QISTATE=1,0", 8, "+QISTATE: 0,\"TCP\",\"203.0.113.7\",8883,5011,4,1,0,0,\"uart1\"");
            canned.command("AT+QICLOSE=0", 24);
            canned.over();
            String why = "the server refused the device certificate in MBEDTLS_SSL_CLIENT_CERTIFICATE (7): alert"
                    + " certificate_unknown(46)";
            tell(Phase.FAILED, 7, Step.Status.FAILED, why, Optional.empty(), Optional.of(why));
            connecting.completeExceptionally(new SessionException(SessionException.Kind.FAILED, why));
            return;
        }
        canned.pass(3);
        canned.mqtt(
                Direction.TX, MqttPacketType.CONNECT, "", 0, OptionalInt.empty(), "\0\4MQTT\4\2\0<\0\6parley", false);
        canned.pass(61);
        canned.mqtt(Direction.RX, MqttPacketType.CONNACK, "", 0, OptionalInt.of(0), "\0\0", false);
        tell(Phase.READY, 9, Step.Status.DONE, "", Optional.empty(), Optional.empty());
        connecting.complete(null);
    }

    /** Tells a new state: all steps before {@code at} are done, that one has {@code status}. */
    private void tell(
            Phase phase,
            int at,
            Step.Status status,
            String value,
            Optional<ControllerState.Stop> stop,
            Optional<String> failure) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < STEPS.size(); i++) {
            if (i < at) {
                steps.add(new Step(STEPS.get(i), Step.Status.DONE, VALUES.get(i), (i * 37L + 12) * 1_000_000));
            } else if (i == at) {
                steps.add(new Step(STEPS.get(i), status, value, status == Step.Status.RUNNING ? -1 : 512_000_000));
            } else {
                steps.add(new Step(STEPS.get(i), Step.Status.WAITING, "", -1));
            }
        }
        snapshot = canned.snapshot();
        state = new ControllerState(phase, steps, stop, failure);
        observers.forEach(observer -> observer.accept(state));
    }

    @Override
    public void step() {
        calls.add("step");
        if (state.stop().isPresent() && !moves.isEmpty()) {
            release(moves.removeFirst());
            goOn();
        }
    }

    @Override
    public void level(Level newLevel) {
        calls.add("level " + newLevel);
        level = newLevel;
        if (newLevel == Level.RUN && state.stop().isPresent()) {
            release(moves.removeFirst());
            goOn();
        }
    }

    @Override
    public void breakpoints(Set<Breakpoint> breakpoints) {
        this.breakpoints = breakpoints;
    }

    @Override
    public void abort(Goodbye how) {
        calls.add("abort");
        moves.clear();
        String why = "aborted by the operator";
        tell(Phase.FAILED, 7, Step.Status.FAILED, why, Optional.empty(), Optional.of(why));
        connecting.completeExceptionally(new SessionException(SessionException.Kind.ABORTED, why));
    }

    @Override
    public CompletableFuture<String> command(String line) {
        calls.add("command " + line);
        canned.pass(300);
        canned.typed(line, 7, "+CSQ: 19,99");
        snapshot = canned.snapshot();
        return CompletableFuture.completedFuture("OK");
    }

    @Override
    public CompletableFuture<Void> resynchronise() {
        calls.add("resynchronise");
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> retry() {
        calls.add("retry");
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> resetModem() {
        calls.add("resetModem");
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void listenOnly(boolean on) {
        calls.add("listenOnly " + on);
    }

    @Override
    public CompletableFuture<Void> restoreSettings() {
        calls.add("restoreSettings");
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<SnippetRun.Outcome> run(
            Snippet snippet, Map<String, String> variables, SnippetRun.Observer observer) {
        calls.add("run " + snippet.name() + " " + new TreeMap<>(variables));
        ran.add(snippet);
        runObserver = observer;
        if (held) {
            outcome = new CompletableFuture<>();
            return outcome;
        }
        return CompletableFuture.completedFuture(
                new SnippetRun.Outcome(SnippetRun.Verdict.PASSED, List.of(), variables, "passed", 0));
    }

    @Override
    public CompletableFuture<Void> lines(boolean dtr, boolean rts) {
        calls.add("lines " + dtr + " " + rts);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> note(String text, Optional<Place> place) {
        calls.add("note " + text);
        canned.journal().note(text, place);
        snapshot = canned.snapshot();
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> subscribe(String filter, int qos) {
        calls.add("subscribe " + filter + " " + qos);
        subscribed = filter;
        canned.pass(900);
        canned.mqtt(Direction.TX, MqttPacketType.SUBSCRIBE, filter, qos, OptionalInt.empty(), "\1", false);
        canned.pass(58);
        canned.mqtt(Direction.RX, MqttPacketType.SUBACK, "", 0, OptionalInt.of(qos), "\1", false);
        snapshot = canned.snapshot();
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> subscribe(List<Subscription> subscriptions) {
        return CompletableFuture.allOf(subscriptions.stream()
                .map(one -> subscribe(one.filter(), one.qos()))
                .toArray(CompletableFuture[]::new));
    }

    @Override
    public CompletableFuture<Void> unsubscribe(String filter) {
        calls.add("unsubscribe " + filter);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> publish(
            String topic, Bytes payload, int qos, boolean retain, MessageProperties properties) {
        return publish(topic, payload, qos, retain);
    }

    @Override
    public CompletableFuture<Void> publish(String topic, Bytes payload, int qos, boolean retain) {
        calls.add("publish " + topic + " " + payload.utf8());
        canned.pass(700);
        canned.mqtt(Direction.TX, MqttPacketType.PUBLISH, topic, qos, OptionalInt.empty(), payload.utf8(), retain);
        if (!subscribed.isEmpty()) {
            canned.pass(63);
            canned.mqtt(Direction.RX, MqttPacketType.PUBLISH, topic, 0, OptionalInt.empty(), payload.utf8(), false);
        }
        snapshot = canned.snapshot();
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> disconnect() {
        calls.add("disconnect");
        canned.pass(40);
        canned.command("AT+QICLOSE=0", 24);
        canned.over();
        tell(Phase.CLOSED, 9, Step.Status.DONE, "", Optional.empty(), Optional.empty());
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {
        session.close();
        observers.clear();
    }
}
