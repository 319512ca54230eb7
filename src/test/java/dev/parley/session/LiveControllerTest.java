package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.parley.journal.Bytes;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import dev.parley.link.Link;
import dev.parley.link.LinkAddress;
import dev.parley.link.LinkException;
import dev.parley.link.LinkOpener;
import dev.parley.session.ControllerState.Level;
import dev.parley.session.ControllerState.Phase;
import dev.parley.sim.Bench;
import dev.parley.sim.Scenarios;
import dev.parley.socket.AccessMode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The controller of a real link")
@Timeout(120)
class LiveControllerTest {
    private static final LinkAddress SIM = new LinkAddress("sim", "", Map.of());
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    static Path pki;

    @Test
    @DisplayName("gives a handshake up within seconds although the modem no longer answers")
    void abortOnASilentModem() throws Exception {
        try (Bench bench = bench("modem-hangs");
                LiveController controller = controller(bench.links())) {
            CompletableFuture<Void> up = controller.connect(profile(bench), Level.RUN);
            awaitCertificate(controller);
            controller.abort();
            assertThat(failure(up, 15).kind()).isEqualTo(SessionException.Kind.ABORTED);
            assertThat(controller.state().phase()).isEqualTo(Phase.FAILED);
        }
    }

    @Test
    @DisplayName("closes within seconds although the modem no longer answers")
    void closeOnASilentModem() throws Exception {
        try (Bench bench = bench("modem-hangs")) {
            LiveController controller = controller(bench.links());
            CompletableFuture<Void> up = controller.connect(profile(bench), Level.RUN);
            awaitCertificate(controller);
            Session session = controller.session();
            CompletableFuture.runAsync(controller::close).get(15, TimeUnit.SECONDS);
            assertThat(failure(up, 1).kind()).isEqualTo(SessionException.Kind.ABORTED);
            assertThat(links(session.journal()))
                    .containsExactly(Event.LinkChange.State.OPENED, Event.LinkChange.State.CLOSED);
        }
    }

    @Test
    @DisplayName("disconnects while a handshake is parked")
    void disconnectWhileParked() throws Exception {
        try (Bench bench = bench("clean");
                LiveController controller = controller(bench.links())) {
            CompletableFuture<Void> up = controller.connect(profile(bench), Level.MESSAGE);
            awaitStop(controller);
            controller.disconnect().get(30, TimeUnit.SECONDS);
            assertThat(failure(up, 1).kind()).isEqualTo(SessionException.Kind.ABORTED);
            assertThat(controller.state().stop()).isEmpty();
            assertThat(links(controller.session().journal())).endsWith(Event.LinkChange.State.CLOSED);
        }
    }

    @Test
    @DisplayName("connects anew while a handshake is parked: the latest wish counts")
    void connectTwice() throws Exception {
        try (Bench bench = bench("clean");
                LiveController controller = controller(bench.links())) {
            CompletableFuture<Void> first = controller.connect(profile(bench), Level.MESSAGE);
            awaitStop(controller);
            controller.connect(profile(bench), Level.RUN).get(30, TimeUnit.SECONDS);
            assertThat(first).isCompletedExceptionally();
            assertThat(controller.state().phase()).isEqualTo(Phase.READY);
            assertThat(controller.state().failure()).isEmpty();
        }
    }

    @Test
    @DisplayName("takes a connection that is ready down when it is aborted, and calls that no failure")
    void abortWhenReady() throws Exception {
        try (Bench bench = bench("clean");
                LiveController controller = controller(bench.links())) {
            controller.connect(profile(bench), Level.RUN).get(30, TimeUnit.SECONDS);
            controller.abort();
            await().atMost(LIMIT).until(() -> controller.state().phase() == Phase.CLOSED);
            assertThat(controller.state().failure()).isEmpty();
            assertThat(links(controller.session().journal())).endsWith(Event.LinkChange.State.CLOSED);
        }
    }

    @Test
    @DisplayName("gives bring-up up at once where nothing answers")
    void abortInBringUp() throws Exception {
        try (LiveController controller = controller(address -> new SilentLink())) {
            CompletableFuture<Void> up = controller.connect(modemOnly(), Level.RUN);
            await().atMost(LIMIT)
                    .until(() -> controller.session().journal().bytes(dev.parley.journal.Direction.TX) > 0);
            controller.abort();
            assertThat(failure(up, 5).kind()).isEqualTo(SessionException.Kind.ABORTED);
        }
    }

    @Test
    @DisplayName("opens no link for a connection that was given up before, and lets go of one that came too late")
    void abortWhileTheLinkOpens() throws Exception {
        CountDownLatch opening = new CountDownLatch(1);
        CountDownLatch aborted = new CountDownLatch(1);
        SilentLink link = new SilentLink();
        LinkOpener slow = address -> {
            opening.countDown();
            try {
                aborted.await();
            } catch (InterruptedException e) {
                throw new LinkException("interrupted", e);
            }
            return link;
        };
        try (LiveController controller = controller(slow)) {
            CompletableFuture<Void> up = controller.connect(modemOnly(), Level.RUN);
            assertThat(opening.await(10, TimeUnit.SECONDS)).isTrue();
            controller.abort();
            aborted.countDown();
            assertThat(failure(up, 5).kind()).isEqualTo(SessionException.Kind.ABORTED);
            assertThat(link.closed.getCount()).isZero();
        }
    }

    @Test
    @DisplayName("tells that a link is lost although nothing above it noticed")
    void linkLostWhenReady() throws Exception {
        AtomicReference<Link.Listener> reader = new AtomicReference<>();
        try (Bench bench = bench("clean");
                LiveController controller =
                        controller(address -> new TappedLink(bench.links().open(address), reader))) {
            controller.connect(modemOnly(), Level.RUN).get(30, TimeUnit.SECONDS);
            reader.get().lost(new LinkException("the cable is out"));
            await().atMost(LIMIT).until(() -> controller.state().phase() == Phase.FAILED);
            assertThat(controller.state().failure()).contains("the cable is out");
        }
    }

    @Test
    @DisplayName("tells a fault of its own as a failure, not as a connection that comes up for ever")
    void internalError() {
        try (LiveController controller = controller(address -> {
            throw new IllegalStateException("a fault");
        })) {
            CompletableFuture<Void> up = controller.connect(modemOnly(), Level.RUN);
            await().atMost(LIMIT).until(up::isCompletedExceptionally);
            assertThat(controller.state().phase()).isEqualTo(Phase.FAILED);
        }
    }

    @Test
    @DisplayName("refuses what is asked of it after its end, and throws at nobody")
    void afterClose() throws Exception {
        try (Bench bench = bench("clean")) {
            LiveController controller = controller(bench.links());
            controller.connect(modemOnly(), Level.RUN).get(30, TimeUnit.SECONDS);
            controller.close();
            assertThatCode(() -> {
                        controller.close();
                        controller.abort();
                        controller.step();
                        controller.level(Level.RUN);
                    })
                    .doesNotThrowAnyException();
            assertThat(failure(controller.connect(modemOnly(), Level.RUN), 1).kind())
                    .isEqualTo(SessionException.Kind.ABORTED);
            assertThat(failure(controller.disconnect(), 1).kind()).isEqualTo(SessionException.Kind.ABORTED);
        }
    }

    private static Bench bench(String scenario) throws Exception {
        return Bench.start(Scenarios.find(scenario), pki, 1);
    }

    private static LiveController controller(LinkOpener links) {
        return new LiveController(links, JournalKeeper.inMemory(), InstantSource.system(), "test");
    }

    private static ConnectionProfile modemOnly() {
        return new ConnectionProfile(
                "test", SIM, "parley.test", "", 0, AccessMode.BUFFER, 1460, Optional.empty(), Optional.empty(), LIMIT);
    }

    private static ConnectionProfile profile(Bench bench) {
        return new ConnectionProfile(
                "test",
                SIM,
                "parley.test",
                Bench.HOST,
                Bench.PORT,
                AccessMode.BUFFER,
                1460,
                Optional.of(new ConnectionProfile.Tls(
                        Optional.of(bench.ca()),
                        Optional.of(bench.certificate()),
                        Optional.of(bench.key()),
                        "",
                        List.of(),
                        false,
                        Duration.ofMinutes(5))),
                Optional.of(new ConnectionProfile.Mqtt("test", Duration.ofSeconds(60), true)),
                Duration.ofMinutes(5));
    }

    private static void awaitCertificate(LiveController controller) {
        await().atMost(LIMIT).until(() -> controller.state().phase() == Phase.HANDSHAKING);
        assertThat(controller
                        .session()
                        .await(
                                view -> view.exchanges().stream()
                                        .anyMatch(exchange -> exchange.text().startsWith("AT+QISEND=0,877")),
                                LIMIT))
                .isPresent();
    }

    private static void awaitStop(LiveController controller) {
        await().atMost(LIMIT).until(() -> controller.state().stop().isPresent());
    }

    private static SessionException failure(CompletableFuture<Void> future, int seconds) {
        AtomicReference<SessionException> cause = new AtomicReference<>();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> future.get(seconds, TimeUnit.SECONDS))
                .satisfies(e -> cause.set((SessionException) e.getCause()));
        return cause.get();
    }

    private static List<Event.LinkChange.State> links(Journal journal) {
        return java.util.stream.LongStream.rangeClosed(1, journal.events())
                .mapToObj(journal::event)
                .filter(Event.LinkChange.class::isInstance)
                .map(event -> ((Event.LinkChange) event).state())
                .toList();
    }

    /** Takes everything and says nothing. */
    private static final class SilentLink implements Link {
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public LinkAddress address() {
            return new LinkAddress("sim", "silent", Map.of());
        }

        @Override
        public void start(Listener listener) {}

        @Override
        public void write(Bytes bytes) {}

        @Override
        public void close() {
            closed.countDown();
        }
    }

    /** A link whose reader the test can tell things. */
    private record TappedLink(Link link, AtomicReference<Link.Listener> reader) implements Link {
        @Override
        public LinkAddress address() {
            return link.address();
        }

        @Override
        public void start(Listener listener) {
            reader.set(listener);
            link.start(listener);
        }

        @Override
        public void write(Bytes bytes) throws LinkException {
            link.write(bytes);
        }

        @Override
        public void close() {
            link.close();
        }
    }
}
