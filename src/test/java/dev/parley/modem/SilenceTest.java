package dev.parley.modem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.journal.Bytes;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import dev.parley.journal.SessionHeader;
import dev.parley.link.MemoryLink;
import dev.parley.link.RecordedLink;
import dev.parley.socket.AccessMode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A modem that falls silent")
@Timeout(180)
class SilenceTest {
    private static final String OK = "\r\nOK\r\n";

    /** Longer than any of the session's calls may take with {@link FakeModem#HASTY}, and what this machine adds. */
    private static final Duration TYPED_END = Duration.ofSeconds(20);

    /** @param guard around {@code +++}: the decoder, too, believes in nothing shorter than the second of the manuals */
    private static ModemProfile hasty(Duration guard) {
        Duration limit = Duration.ofMillis(200);
        Timing t = FakeModem.HASTY;
        Timing timing = new Timing(
                t.usual(),
                t.patience(),
                t.prompt(),
                t.sync(),
                t.syncAttempts(),
                t.quiet(),
                t.stall(),
                guard,
                t.sendFull(),
                t.firstBackOff(),
                t.start(),
                t.lookAgain());
        List<String> slow = List.of(
                "+QIOPEN", "+QIACT", "+QIDEACT", "+QICLOSE", "+QSSLCLOSE", "+QISEND", "+QIRD", "+COPS", "+CFUN");
        return new ModemProfile(
                "hasty",
                List.of(),
                ModemProfile.Dialect.QUECTEL,
                "APP RDY",
                slow.stream().collect(Collectors.toMap(name -> name, name -> limit)),
                timing,
                1500);
    }

    /** Answers any command of a session, and after some bytes says nothing more until it is woken. */
    private static final class Modest implements AutoCloseable {
        private static final Pattern COUNTED = Pattern.compile("AT\\+QISEND=0,([1-9]\\d*)");
        private final MemoryLink cable = new MemoryLink(this::heard);
        private final StringBuilder line = new StringBuilder();
        private final StringBuilder held = new StringBuilder();
        private final AccessMode mode;
        private int left;
        private int payload;
        private boolean unread;
        private boolean online;
        private int said;

        Modest(AccessMode mode, int left) {
            this.mode = mode;
            this.left = left;
        }

        Modem start() {
            return Modem.start(
                    new RecordedLink(
                            cable,
                            Journal.inMemory(SessionHeader.of("test", "sim:memory", Instant.EPOCH), System::nanoTime)),
                    hasty(mode == AccessMode.TRANSPARENT ? Duration.ofSeconds(1) : Duration.ofMillis(10)));
        }

        private synchronized void heard(Bytes bytes) {
            String text = bytes.latin1();
            if (online && text.equals("+++")) {
                online = false;
                say(OK);
                return;
            }
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (online) {
                    continue;
                }
                if (payload > 0) {
                    payload = c == 0x1b && payload > 1 ? 0 : payload - 1;
                    if (payload == 0) {
                        say("\r\nSEND OK\r\n");
                        received();
                    }
                } else if (c == '\r') {
                    String command = line.toString();
                    line.setLength(0);
                    command(command);
                } else if (c >= ' ') {
                    line.append(c);
                }
            }
        }

        private void received() {
            if (mode == AccessMode.PUSH) {
                say("\r\n+QIURC: \"recv\",0,5\r\nworld\r\n");
            } else {
                unread = true;
                say("\r\n+QIURC: \"recv\",0\r\n");
            }
        }

        private void command(String command) {
            Matcher send = COUNTED.matcher(command);
            if (send.matches()) {
                payload = Integer.parseInt(send.group(1));
                say("\r\n> ");
                return;
            }
            if (command.startsWith("AT+QIRD=0,1500")) {
                say(unread ? "\r\n+QIRD: 5\r\nworld\r\n" + OK : "\r\n+QIRD: 0\r\n" + OK);
                unread = false;
                return;
            }
            if (command.startsWith("AT+QIOPEN")) {
                online = mode == AccessMode.TRANSPARENT;
                say(online ? "\r\nCONNECT\r\n" : OK);
                say(online ? "world" : "\r\n+QIOPEN: 0,0\r\n");
                return;
            }
            say(
                    switch (command) {
                        case "ATI" -> "\r\nQuectel\r\nBG95-M3\r\nRevision: X\r\n" + OK;
                        case "AT+CMEE?" -> "\r\n+CMEE: 2\r\n" + OK;
                        case "AT+CPIN?" -> "\r\n+CPIN: READY\r\n" + OK;
                        case "AT+CEREG?" -> "\r\n+CEREG: 0,1\r\n" + OK;
                        case "AT+QIACT?" -> "\r\n+QIACT: 1,1,1,\"10.0.0.7\"\r\n" + OK;
                        case "AT+QISEND=0,0" -> "\r\n+QISEND: 5,5,0\r\n" + OK;
                        default -> OK;
                    });
        }

        private void say(String text) {
            int now = Math.min(left, text.length());
            left -= now;
            said += now;
            held.append(text.substring(now));
            if (now > 0) {
                cable.say(Bytes.latin1(text.substring(0, now)));
            }
        }

        /** It speaks again, and first says all that it owes: none of it may be taken for the answer to a later command. */
        synchronized void wake() {
            left = Integer.MAX_VALUE;
            String owed = held.toString();
            held.setLength(0);
            say(owed);
        }

        synchronized int said() {
            return said;
        }

        @Override
        public void close() {
            cable.close();
        }
    }

    private interface Call {
        void make() throws IOException;
    }

    /** Everything a session asks of the engine; each call has to come back, with what it is for or with a typed failure. */
    private static List<String> session(Modem modem, AccessMode mode) {
        List<String> ends = new ArrayList<>();
        ends.add(end(
                () -> new BringUp(modem, BringUp.Target.of("iot.example"), (step, status, value, nanos) -> {}).run()));
        List<ModemSocketChannel> open = new ArrayList<>();
        ends.add(end(() -> open.add(modem.open(SocketRequest.to("example.org", 8883, mode)))));
        for (ModemSocketChannel socket : open) {
            ends.add(end(() -> socket.send(Bytes.latin1("hello"))));
            ends.add(end(() -> socket.receive(5, Duration.ofMillis(200))));
            ends.add(end(socket::acked));
            ends.add(end(socket::close));
        }
        ends.add(end(() -> modem.send("AT+CSQ")));
        return ends;
    }

    private static String end(Call call) {
        long began = System.nanoTime();
        String end = "done";
        try {
            call.make();
        } catch (ModemException | InterruptedIOException e) {
            end = e.getClass().getSimpleName();
        } catch (IOException e) {
            throw new AssertionError("an untyped end", e);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(TYPED_END);
        return end;
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("at any byte of a session leaves every caller with a typed end, and works again once it speaks")
    void everyByte(AccessMode mode) throws Exception {
        int whole;
        try (Modest healthy = new Modest(mode, Integer.MAX_VALUE);
                Modem modem = healthy.start()) {
            List<String> ends = session(modem, mode);
            assertThat(ends.subList(0, mode == AccessMode.TRANSPARENT ? 4 : 7))
                    .as("what a healthy session ends with")
                    .containsOnly("done");
            whole = healthy.said();
        }
        try (ExecutorService sessions = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<String>>> all = new ArrayList<>();
            for (int left = 0; left < whole; left++) {
                int bytes = left;
                all.add(sessions.submit(() -> {
                    try (Modest silent = new Modest(mode, bytes);
                            Modem modem = silent.start()) {
                        List<String> ends = session(modem, mode);
                        silent.wake();
                        modem.resynchronise();
                        assertThat(modem.send("AT").succeeded()).isTrue();
                        return ends;
                    } catch (AssertionError | ModemException e) {
                        throw new AssertionError("silent after " + bytes + " bytes", e);
                    }
                }));
            }
            for (Future<List<String>> one : all) {
                assertThat(one.get()).isNotEmpty();
            }
        }
    }

    @Test
    @DisplayName("is told while the wait lasts, and no more when the answer comes after all")
    void toldWhileWaiting() throws Exception {
        FakeModem fake = FakeModem.whole().on("AT+QIACT=1\r").on("AT+CSQ\r", OK);
        List<Optional<Silence>> told = new CopyOnWriteArrayList<>();
        try (Modem modem = fake.start()) {
            modem.observe(watch(told));
            CompletableFuture<Reply> waiting = later(() -> modem.send("AT+QIACT=1"));
            await().atMost(Duration.ofSeconds(10)).until(() -> !told.isEmpty());
            fake.say(OK);
            assertThat(waiting.get(10, TimeUnit.SECONDS).succeeded()).isTrue();
            modem.send("AT+CSQ");
        }
        assertThat(told.getFirst())
                .hasValueSatisfying(silence -> assertThat(silence.over()).isFalse())
                .hasValueSatisfying(
                        silence -> assertThat(silence.sentence()).matches("waiting for AT\\+QIACT=1, \\d+ s of 150 s"));
        assertThat(told.getLast()).isEmpty();
    }

    @Test
    @DisplayName("is a named state when the limit is over")
    void namedState() throws Exception {
        FakeModem fake = FakeModem.whole().on("AT+QIACT=1\r");
        List<Optional<Silence>> told = new CopyOnWriteArrayList<>();
        try (Modem modem = fake.start(FakeModem.QUICK.withLimit("+QIACT", Duration.ofMillis(150)))) {
            modem.observe(watch(told));
            assertThatThrownBy(() -> modem.send("AT+QIACT=1")).isInstanceOf(NoAnswerException.class);
        }
        assertThat(told.getLast()).hasValueSatisfying(silence -> {
            assertThat(silence.over()).isTrue();
            assertThat(silence.command()).isEqualTo("AT+QIACT=1");
            assertThat(silence.sentence()).isEqualTo("no answer to AT+QIACT=1 for 0.15 s");
        });
    }

    @Test
    @DisplayName("can be ended by the operator, who need not wait for the limit")
    void givenUp() throws Exception {
        FakeModem fake = FakeModem.whole()
                .on("AT+COPS=?\r")
                .on("AT\r", OK)
                .on("AT+CMEE?\r", "\r\n+CMEE: 2\r\n" + OK)
                .on("AT+CSQ\r", "\r\n+CSQ: 20,99\r\n" + OK);
        try (Modem modem = fake.start()) {
            CompletableFuture<Reply> waiting = later(() -> modem.send("AT+COPS=?"));
            await().atMost(Duration.ofSeconds(10)).until(() -> fake.heard().equals("AT+COPS=?\r"));

            modem.resynchronise();

            assertThat(waiting)
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableOfType(java.util.concurrent.ExecutionException.class)
                    .withMessageContaining("the operator gave it up");
            assertThat(modem.send("AT+CSQ").information()).containsExactly("+CSQ: 20,99");
        }
        fake.assertAllSaid();
    }

    @Test
    @DisplayName("is restarted with AT+CFUN=1,1, and waited for until it takes commands")
    void reset() throws Exception {
        FakeModem fake = FakeModem.whole()
                .on("AT\r", OK)
                .onLater(
                        Duration.ofMillis(50),
                        "AT+CFUN=1,1\r",
                        OK,
                        "\r\nPOWERED DOWN\r\n",
                        "\r\nRDY\r\n",
                        "\r\nAPP RDY\r\n")
                .on("AT\r", "AT\r" + OK)
                .on("AT+CMEE?\r", "AT+CMEE?\r\r\n+CMEE: 1\r\n" + OK)
                .on("AT+CSQ\r", "AT+CSQ\r\r\n+CSQ: 20,99\r\n" + OK);
        try (Modem modem = fake.start()) {
            modem.send("AT");
            modem.reset();
            assertThat(modem.send("AT+CSQ").information()).containsExactly("+CSQ: 20,99");
        }
        fake.assertAllSaid();
    }

    @Test
    @DisplayName("that does not even answer AT is restarted all the same")
    void resetWithoutAnAnswer() throws Exception {
        try (Modest silent = new Modest(AccessMode.BUFFER, 0);
                Modem modem = silent.start()) {
            CompletableFuture<Reply> reset = later(() -> {
                modem.reset();
                return null;
            });
            Journal journal = modem.link().journal();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> journal.bytes(dev.parley.journal.Direction.TX) > 0
                            && writes(journal).contains("\u001b"));
            silent.wake();
            assertThat(reset).succeedsWithin(Duration.ofSeconds(20));
            assertThat(writes(journal)).contains("AT+CFUN=1,1\r");
        }
    }

    @Test
    @DisplayName("says so of itself when Parley may only listen: nothing of Parley's own is written")
    void listenOnly() throws Exception {
        FakeModem fake = FakeModem.whole().on("AT+CSQ\r", "\r\n+CSQ: 20,99\r\n" + OK);
        try (Modem modem = fake.start()) {
            modem.listenOnly(true);
            assertThatThrownBy(() -> modem.send("AT"))
                    .isInstanceOf(ListenOnlyException.class)
                    .hasMessageContaining("Parley only listens");
            assertThatThrownBy(modem::resynchronise).isInstanceOf(ListenOnlyException.class);
            assertThatThrownBy(modem::reset).isInstanceOf(ListenOnlyException.class);
            assertThat(modem.send("AT+CSQ", Duration.ofSeconds(5), Event.Origin.OPERATOR)
                            .succeeded())
                    .isTrue();
        }
        fake.assertAllSaid();
        assertThat(fake.origins()).containsExactly(Event.Origin.OPERATOR);
    }

    private static List<String> writes(Journal journal) {
        List<String> writes = new ArrayList<>();
        for (long n = 1; n <= journal.events(); n++) {
            if (journal.event(n) instanceof Event.Traffic traffic && traffic.origin() != Event.Origin.MODEM) {
                writes.add(traffic.bytes().latin1());
            }
        }
        return writes;
    }

    private static ModemObserver watch(List<Optional<Silence>> told) {
        return new ModemObserver() {
            @Override
            public void silence(Optional<Silence> silence) {
                told.add(silence);
            }

            @Override
            public void settings(List<ChangedSetting> changed) {}
        };
    }

    private interface Asking {
        Reply ask() throws ModemException;
    }

    private static CompletableFuture<Reply> later(Asking asking) {
        CompletableFuture<Reply> future = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                future.complete(asking.ask());
            } catch (ModemException e) {
                future.completeExceptionally(e);
            }
        });
        return future;
    }
}
