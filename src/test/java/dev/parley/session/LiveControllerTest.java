package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.parley.at.Exchange;
import dev.parley.doctor.CaseView;
import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import dev.parley.link.Link;
import dev.parley.link.LinkAddress;
import dev.parley.link.LinkException;
import dev.parley.link.LinkOpener;
import dev.parley.mqtt.MqttPacketType;
import dev.parley.session.ControllerState.Level;
import dev.parley.session.ControllerState.Phase;
import dev.parley.sim.Bench;
import dev.parley.sim.Scenarios;
import dev.parley.socket.AccessMode;
import dev.parley.tls.TlsMessage;
import dev.parley.tls.client.Breakpoint;
import dev.parley.tls.client.Goodbye;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The controller of a real link")
@Timeout(120)
class LiveControllerTest {
    private static final LinkAddress SIM = new LinkAddress("sim", "", Map.of());
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Tapping.Plan TAP =
            new Tapping.Plan(new LinkAddress("listen", "127.0.0.1:0", Map.of()), SIM, false);

    @TempDir
    static Path pki;

    @Test
    @DisplayName("lets go of a tap when it is aborted")
    void abortsATap() throws Exception {
        try (Bench bench = bench("clean");
                LiveController controller = controller(bench.links())) {
            controller.tap(TAP).get(LIMIT.toSeconds(), TimeUnit.SECONDS);

            controller.abort(Goodbye.ALERTS);

            await().atMost(LIMIT).until(() -> controller.state().phase() == Phase.CLOSED);
        }
    }

    @Test
    @DisplayName("keeps no tap whose sides were opened when nobody wanted it any more")
    void unwantedTap() throws Exception {
        CountDownLatch opening = new CountDownLatch(1);
        CountDownLatch unwanted = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        LinkOpener slow = address -> {
            opening.countDown();
            awaitLatch(unwanted);
            return new ClosingLink(address, closed);
        };
        try (LiveController controller = controller(slow)) {
            CompletableFuture<Void> tap = controller.tap(TAP);
            awaitLatch(opening);

            controller.abort(Goodbye.NOTHING);
            unwanted.countDown();

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> tap.get(LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .withMessageContaining("given up");
            awaitLatch(closed);
        }
    }

    @Test
    @DisplayName("tells a fault of its own while a tap begins as a failure, not as a step that runs for ever")
    void faultOfItsOwn() {
        LinkOpener broken = address -> {
            throw new IllegalStateException("a fault");
        };
        try (LiveController controller = controller(broken)) {
            CompletableFuture<Void> tap = controller.tap(TAP);

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> tap.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
            assertThat(controller.state().phase()).isEqualTo(Phase.FAILED);
        }
    }

    private static void awaitLatch(CountDownLatch latch) {
        await().atMost(LIMIT).until(() -> latch.getCount() == 0);
    }

    /** A link on which nothing happens. */
    private record ClosingLink(LinkAddress address, CountDownLatch closed) implements Link {
        @Override
        public void start(Listener listener) {}

        @Override
        public void write(Bytes bytes) {}

        @Override
        public void close() {
            closed.countDown();
        }
    }

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
    @DisplayName("parks before the AT+QISEND of a chunk, tells what is held, and reads the modem all the while")
    void parksBeforeAnExchange() throws Exception {
        try (Bench bench = bench("clean");
                LiveController controller = controller(bench.links())) {
            controller.breakpoints(Set.of(new Breakpoint.BeforeMessage(Direction.TX, "Certificate")));
            CompletableFuture<Void> up = controller.connect(smallChunks(bench, 400), Level.RUN);
            awaitStop(controller);
            controller.breakpoints(Set.of());
            ControllerState.Stop before = controller.state().stop().orElseThrow();
            assertThat(before.why()).isEqualTo("breakpoint before the client's Certificate");
            controller.level(Level.EXCHANGE);
            List<String> stops = new java.util.ArrayList<>();
            for (int i = 0; i < 3; i++) {
                ControllerState.Stop last = controller.state().stop().orElseThrow();
                controller.step();
                await().atMost(LIMIT)
                        .until(() -> controller
                                .state()
                                .stop()
                                .filter(stop -> !stop.equals(last))
                                .isPresent());
                ControllerState.Stop stop = controller.state().stop().orElseThrow();
                stops.add(stop.title() + " " + stop.bytes() + " of " + stop.beforeWire());
                assertThat(stop.serverWaits()).isLessThanOrEqualTo(stop.since());
            }
            assertThat(stops)
                    .containsExactly("Certificate 400 of 877", "Certificate 400 of 477", "Certificate 77 of 77");
            assertThat(controller.command("AT+QCSQ").get(10, TimeUnit.SECONDS))
                    .as("the modem answers while the handshake is parked")
                    .isEqualTo("OK");
            controller.level(Level.RUN);
            up.get(30, TimeUnit.SECONDS);
            assertThat(controller.session().settled().view().exchanges())
                    .as("the commands the stops named")
                    .extracting(Exchange::text)
                    .contains("AT+QISEND=0,400", "AT+QISEND=0,77");
            assertThat(actions(controller, "experiment")).containsExactly("chunks of 400 bytes");
            assertThat(actions(controller, "gate.stop"))
                    .startsWith("Certificate, 877 bytes: breakpoint before the client's Certificate")
                    .hasSize(4);
        }
    }

    @ParameterizedTest
    @EnumSource(AccessMode.class)
    @DisplayName("parks behind each exchange that brought bytes, in each access mode, and names it")
    void parksBehindAnExchange(AccessMode mode) throws Exception {
        try (Bench bench = bench("clean");
                LiveController controller = controller(bench.links())) {
            List<ControllerState.Stop> stops = new CopyOnWriteArrayList<>();
            controller.observe(state -> state.stop().ifPresent(stop -> {
                if (stops.isEmpty() || !stops.getLast().equals(stop)) {
                    stops.add(stop);
                    controller.step();
                }
            }));
            controller
                    .connect(WholeSession.profile(SIM, bench, mode), Level.EXCHANGE)
                    .get(30, TimeUnit.SECONDS);

            List<String> read = stops.stream()
                    .filter(stop -> !stop.outgoing())
                    .map(ControllerState.Stop::words)
                    .distinct()
                    .toList();
            switch (mode) {
                case BUFFER -> assertThat(read).containsExactly("after AT+QIRD=0,1500");
                case PUSH ->
                    assertThat(read).isNotEmpty().allMatch(words -> words.startsWith("after +QIURC: \"recv\",0,"));
                case TRANSPARENT -> assertThat(read).containsExactly("after a read");
            }
            assertThat(stops)
                    .as("where nothing has been looked into, none of the server's messages was acted upon")
                    .filteredOn(stop -> !stop.outgoing())
                    .first()
                    .extracting(ControllerState.Stop::taken)
                    .isEqualTo(0);
        }
    }

    @Test
    @DisplayName("stops on the modem's URC, and gives up with the alerts the operator chose")
    void abortWithAlertsOnAUrc() throws Exception {
        try (Bench bench = bench("clean");
                LiveController controller = controller(bench.links())) {
            controller.breakpoints(Set.of(new Breakpoint.OnUrc("+QIURC: \"recv\"")));
            CompletableFuture<Void> up = controller.connect(profile(bench), Level.RUN);
            awaitStop(controller);
            assertThat(controller.state().stop().map(ControllerState.Stop::why))
                    .contains("breakpoint on the URC +QIURC: \"recv\"");
            controller.abort(Goodbye.ALERTS);
            assertThat(failure(up, 15).kind()).isEqualTo(SessionException.Kind.ABORTED);
            controller.disconnect().get(30, TimeUnit.SECONDS);
            assertThat(controller
                            .session()
                            .settled()
                            .view()
                            .conversations()
                            .get(0)
                            .messages())
                    .filteredOn(message -> message.direction() == Direction.TX)
                    .extracting(TlsMessage::title)
                    .anyMatch(title -> title.contains("user_canceled"))
                    .last()
                    .asString()
                    .contains("close_notify");
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

    @ParameterizedTest
    @EnumSource(Goodbye.class)
    @DisplayName("aborts a connection that is ready with DISCONNECT and close_notify, or without a word, as it is told")
    void goodbyeWhenReady(Goodbye how) throws Exception {
        try (Bench bench = bench("clean");
                LiveController controller = controller(bench.links())) {
            controller.connect(profile(bench), Level.RUN).get(30, TimeUnit.SECONDS);
            controller.abort(how);
            await().atMost(LIMIT).until(() -> controller.state().phase() == Phase.CLOSED);

            CaseView view = controller.session().settled().view();
            boolean disconnects =
                    view.packets().get(0).stream().anyMatch(packet -> packet.type() == MqttPacketType.DISCONNECT);
            boolean closes = view.conversations().get(0).lastSent().orElseThrow() instanceof TlsMessage.Alert;
            assertThat(disconnects).isEqualTo(how == Goodbye.ALERTS);
            assertThat(closes).isEqualTo(how == Goodbye.ALERTS);
            assertThat(view.exchanges())
                    .as("no socket is left behind in the modem")
                    .anyMatch(exchange -> exchange.text().equals("AT+QICLOSE=0"));
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

    private static ConnectionProfile smallChunks(Bench bench, int chunk) {
        return profile(bench).withChunk(chunk).withMqtt(Optional.empty());
    }

    private static List<String> actions(LiveController controller, String name) {
        Journal journal = controller.session().journal();
        return java.util.stream.LongStream.rangeClosed(1, journal.events())
                .mapToObj(journal::event)
                .filter(event ->
                        event instanceof Event.Action action && action.name().equals(name))
                .map(event -> ((Event.Action) event).detail())
                .toList();
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
