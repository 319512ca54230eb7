package dev.parley.session;

import dev.parley.doctor.CaseView;
import dev.parley.doctor.Finding;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.link.LinkAddress;
import dev.parley.sim.Bench;
import dev.parley.sim.HandFault;
import dev.parley.sim.Scenario;
import dev.parley.socket.AccessMode;
import dev.parley.socket.ModemSocket;
import dev.parley.socket.SocketStream;
import dev.parley.tls.ClientOffer;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsRecord;
import dev.parley.tls.client.Experiments;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Plays scenarios from end to end, as the demo does, and tells what became of them. */
public final class ScenarioPlay {
    /** What a profile allows: a modem that hangs while it owes SEND OK could otherwise be waited for for two minutes. */
    private static final Duration WAY_UP = Duration.ofSeconds(40);

    private static final Duration LIMIT = Duration.ofSeconds(100);
    private static final String TOPIC = "parley/scenario";
    private static final int CHUNK = 1460;

    /**
     * What became of a scenario.
     *
     * @param failure what the operator is told, or nothing where the way up was whole and a message came back
     * @param hung what did not come back within its time, or nothing
     * @param ended how the controller stood after the disconnect
     * @param view what the session shows at its end
     * @param unaccounted where the ledger does not add up, in words; empty where it does
     */
    public record Played(
            Scenario scenario,
            Optional<SessionException> failure,
            Optional<String> hung,
            ControllerState ended,
            CaseView view,
            List<Finding> findings,
            List<String> unaccounted,
            long millis) {
        /** The best finding's code, or a dash. */
        public String first() {
            return findings.isEmpty() ? "-" : findings.getFirst().code();
        }

        /** The codes of all findings, best first. */
        public List<String> codes() {
            return findings.stream().map(Finding::code).toList();
        }

        /** True if the best finding is the one the scenario names, and there is none where it names none. */
        public boolean isRight() {
            return first().equals(scenario.finding().orElse("-"));
        }
    }

    private ScenarioPlay() {}

    /**
     * Plays a scenario.
     *
     * @param mode {@code buffer}, {@code push} or {@code transparent}
     * @param pki where the bench's certificates are kept
     */
    public static Played play(Scenario scenario, String mode, long seed, Path pki) throws Exception {
        return play(scenario, mode, seed, pki, snapshot -> {});
    }

    /** As the other; {@code looked} sees the session when it is over. */
    public static Played play(Scenario scenario, String mode, long seed, Path pki, Consumer<Snapshot> looked)
            throws Exception {
        return play(scenario, mode, seed, pki, List.of(), looked);
    }

    /**
     * As the other; once a message has come back, these faults are raised by hand, and the session goes on until its socket is closed.
     */
    public static Played play(
            Scenario scenario, String mode, long seed, Path pki, List<HandFault> struck, Consumer<Snapshot> looked)
            throws Exception {
        long began = System.nanoTime();
        try (Bench bench = Bench.start(scenario, pki, seed);
                SessionController controller =
                        LiveController.standard(bench.links(), JournalKeeper.inMemory(), "parley test")) {
            Optional<SessionException> failure = Optional.empty();
            Optional<String> hung = Optional.empty();
            try {
                go(controller, scenario, profile(bench, scenario, mode));
                strike(bench, struck, controller.session());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof SessionException told)) {
                    throw e;
                }
                failure = Optional.of(told);
            } catch (TimeoutException e) {
                hung = Optional.of("the way up, or a message, within " + LIMIT.toSeconds() + " s");
            }
            try {
                controller.disconnect().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                hung = Optional.of("the disconnect within " + LIMIT.toSeconds() + " s");
            }
            Snapshot snapshot = controller.session().settled();
            looked.accept(snapshot);
            return new Played(
                    scenario,
                    failure,
                    hung,
                    controller.state(),
                    snapshot.view(),
                    snapshot.findings(),
                    unaccounted(snapshot.view()),
                    (System.nanoTime() - began) / 1_000_000);
        }
    }

    private static void go(SessionController controller, Scenario scenario, ConnectionProfile profile)
            throws ExecutionException, InterruptedException, TimeoutException {
        controller.connect(profile, ControllerState.Level.RUN).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (scenario.host().isScripted()) {
            boolean over = controller
                    .session()
                    .await(
                            view -> view.changes().stream()
                                    .anyMatch(event -> event instanceof dev.parley.journal.Event.LinkChange change
                                            && change.state() == dev.parley.journal.Event.LinkChange.State.LOST),
                            LIMIT)
                    .isPresent();
            if (!over) {
                throw new TimeoutException();
            }
            return;
        }
        controller.subscribe(TOPIC, 1).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        controller.publish(TOPIC, Bytes.utf8("here"), 1, false).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private static void strike(Bench bench, List<HandFault> struck, Session session)
            throws InterruptedException, TimeoutException {
        struck.forEach(bench::strike);
        if (!struck.isEmpty()
                && session.await(
                                view -> view.sockets().stream()
                                        .anyMatch(socket -> socket.closedNanos().isPresent()),
                                LIMIT)
                        .isEmpty()) {
            throw new TimeoutException();
        }
    }

    private static ConnectionProfile profile(Bench bench, Scenario scenario, String mode) {
        return new ConnectionProfile(
                scenario.name(),
                new LinkAddress("sim", scenario.name(), Map.of()),
                "parley.test",
                Bench.HOST,
                Bench.PORT,
                AccessMode.of(mode).orElseThrow(),
                CHUNK,
                Optional.of(new ConnectionProfile.Tls(
                        Optional.of(bench.ca()),
                        Optional.of(bench.certificate())
                                .filter(_ -> scenario.host().certified()),
                        Optional.of(bench.key()).filter(_ -> scenario.host().certified()),
                        "",
                        List.of(),
                        false,
                        scenario.host().readTimeout(),
                        scenario.offer(ClientOffer.standard()),
                        Experiments.none())),
                Optional.of(new ConnectionProfile.Mqtt("scenario", Duration.ofSeconds(60), true)),
                WAY_UP);
    }

    /**
     * Where bytes of a socket are in no book: its streams must be without gaps, as long as its counters say, and every byte of a TLS
     * conversation must stand in a record.
     */
    private static List<String> unaccounted(CaseView view) {
        List<String> wrong = new ArrayList<>();
        for (ModemSocket socket : view.sockets()) {
            for (Direction direction : Direction.values()) {
                SocketStream stream = socket.stream(direction);
                String name = "socket " + socket.ordinal() + " " + direction.word() + ": ";
                long at = 0;
                for (SocketStream.Segment segment : stream.segments()) {
                    if (segment.offset() != at) {
                        wrong.add(name + "a gap from " + at + " to " + segment.offset());
                    }
                    at = segment.end();
                }
                long counted = direction == Direction.TX ? socket.sent() : socket.received();
                if (at < counted) {
                    wrong.add(name + counted + " bytes counted, " + at + " in the stream");
                }
                Optional<TlsConversation> tls = view.conversation(socket);
                long inRecords = tls.stream()
                        .flatMap(one -> one.records().stream())
                        .filter(record -> record.direction() == direction && record.accepted())
                        .mapToLong(TlsRecord::to)
                        .max()
                        .orElse(0);
                boolean explained = tls.filter(one -> one.problems().isEmpty()).isEmpty();
                if (!explained && inRecords != counted) {
                    wrong.add(name + counted + " bytes counted, " + inRecords + " in TLS records");
                }
            }
        }
        return wrong;
    }
}
