package dev.parley.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The journal")
class JournalTest {
    private static final SessionHeader HEADER =
            SessionHeader.of("parley test", "sim:", Instant.parse("2026-11-22T10:00:00Z"));

    private final AtomicLong clock = new AtomicLong(1_000_000);

    @TempDir
    private Path folder;

    @Test
    @DisplayName("writes one JSON line an event, text as text and other bytes as hex")
    void writesOneLineAnEvent() throws Exception {
        Path file = folder.resolve("s.parley");
        try (Journal journal = Journal.create(file, HEADER, clock::get)) {
            clock.addAndGet(482_113_000);
            journal.traffic(Direction.TX, Bytes.latin1("AT+QISEND=0,877\r"), Event.Origin.PARLEY, clock.get());
            journal.traffic(Direction.RX, Bytes.of(0x16, 0x03, 0x03), Event.Origin.MODEM, clock.get());
            journal.traffic(Direction.TX, Bytes.latin1("AT\r"), Event.Origin.OPERATOR, clock.get());
        }
        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "{\"parley\":1,\"program\":\"parley test\",\"link\":\"sim:\",\"profile\":\"\","
                                + "\"started\":\"2026-11-22T10:00:00Z\",\"secrets\":false}",
                        "{\"n\":1,\"t\":0.482113,\"dir\":\"tx\",\"text\":\"AT+QISEND=0,877\\r\"}",
                        "{\"n\":2,\"t\":0.482113,\"dir\":\"rx\",\"hex\":\"160303\"}",
                        "{\"n\":3,\"t\":0.482113,\"dir\":\"tx\",\"text\":\"AT\\r\",\"by\":\"operator\"}");
    }

    @Test
    @DisplayName("goes on in its file although the thread that writes or reads is interrupted")
    void anInterruptLosesNothing() throws Exception {
        Path file = folder.resolve("s.parley");
        try (Journal journal = Journal.create(file, HEADER, clock::get)) {
            Thread.currentThread().interrupt();
            journal.note("first");
            assertThat(journal.event(1)).isInstanceOf(Event.Note.class);
            assertThat(Thread.interrupted()).as("still interrupted").isTrue();
            journal.note("second");
            assertThat(journal.damage()).isEmpty();
        }
        try (Journal read = Journal.open(file)) {
            assertThat(read.events()).isEqualTo(2);
            Thread.currentThread().interrupt();
            read.event(1);
            assertThat(Thread.interrupted()).as("still interrupted").isTrue();
            read.event(2);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    @DisplayName("reads back exactly what was recorded, event by event and byte by byte")
    void roundTrip(long seed) throws Exception {
        Random random = new Random(seed);
        Path file = folder.resolve("s.parley");
        List<Event> recorded = new ArrayList<>();
        Bytes tx = Bytes.empty();
        Bytes rx = Bytes.empty();
        try (Journal journal = Journal.create(file, HEADER.holdingSecrets(true), clock::get)) {
            for (int i = 0; i < 500; i++) {
                clock.addAndGet(random.nextInt(5_000_000));
                Event event = randomEvent(journal, random);
                recorded.add(event);
                if (event instanceof Event.Traffic t) {
                    if (t.direction() == Direction.TX) {
                        tx = tx.plus(t.bytes());
                    } else {
                        rx = rx.plus(t.bytes());
                    }
                }
            }
            assertReads(journal, recorded, tx, rx, random);
        }
        try (Journal journal = Journal.open(file)) {
            assertThat(journal.header()).isEqualTo(HEADER.holdingSecrets(true));
            assertThat(journal.damage()).isEmpty();
            assertReads(journal, recorded, tx, rx, random);
        }
    }

    private static void assertReads(Journal journal, List<Event> recorded, Bytes tx, Bytes rx, Random random) {
        assertThat(journal.events()).isEqualTo(recorded.size());
        for (Event event : recorded) {
            assertThat(journal.event(event.n())).isEqualTo(event);
        }
        for (int i = 0; i < 200; i++) {
            Direction direction = random.nextBoolean() ? Direction.TX : Direction.RX;
            Bytes all = direction == Direction.TX ? tx : rx;
            int from = random.nextInt(all.length());
            int to = from + random.nextInt(all.length() - from) + 1;
            assertThat(journal.bytes(new Place(direction, from, to))).isEqualTo(all.slice(from, to));
            Event.Traffic at = (Event.Traffic) journal.event(journal.eventAt(direction, from));
            assertThat(at.direction()).isEqualTo(direction);
            assertThat(at.place().from()).isLessThanOrEqualTo(from);
            assertThat(at.place().to()).isGreaterThan(from);
        }
    }

    private static Event randomEvent(Journal journal, Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> journal.action("gate.step", "before Certificate");
            case 1 ->
                journal.note(
                        "a \"quoted\" note\nwith ümläuts and €",
                        random.nextBoolean()
                                ? Optional.empty()
                                : Optional.of(new Place(Direction.RX, random.nextInt(7), 7 + random.nextInt(7))));
            case 2 -> journal.link(Event.LinkChange.State.LOST, "unplugged");
            case 3 -> journal.secret("CLIENT_RANDOM", randomBytes(random, 32), randomBytes(random, 48));
            case 4 -> journal.signals(true, false, true, false, random.nextBoolean(), true, 0);
            default ->
                journal.traffic(
                        random.nextBoolean() ? Direction.TX : Direction.RX,
                        random.nextBoolean()
                                ? Bytes.latin1("+QIRD: " + random.nextInt() + "\r\n\t\"\\")
                                : randomBytes(random, 1 + random.nextInt(40)),
                        List.of(Event.Origin.values()).get(random.nextInt(4)),
                        0);
        };
    }

    private static Bytes randomBytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Bytes.wrap(bytes);
    }

    @Test
    @DisplayName("keeps everything before a last line that was torn anywhere, and says so")
    void tornLastLine() throws Exception {
        Path whole = folder.resolve("whole.parley");
        try (Journal journal = Journal.create(whole, HEADER, clock::get)) {
            for (int i = 0; i < 3; i++) {
                journal.traffic(Direction.RX, Bytes.latin1("\r\nOK\r\n"), Event.Origin.MODEM, clock.get());
            }
        }
        byte[] bytes = Files.readAllBytes(whole);
        int lastLine = new String(bytes, StandardCharsets.UTF_8).lastIndexOf("{\"n\":3");
        for (int cut = lastLine + 1; cut < bytes.length - 2; cut++) {
            Path torn = folder.resolve("torn" + cut + ".parley");
            Files.write(torn, java.util.Arrays.copyOf(bytes, cut));
            try (Journal journal = Journal.open(torn)) {
                assertThat(journal.events()).isEqualTo(2);
                assertThat(journal.damage().orElse("")).contains("torn");
            }
        }
    }

    @Test
    @DisplayName("refuses a file with a broken line in the middle, naming the line")
    void brokenLine() throws Exception {
        Path file = folder.resolve("s.parley");
        try (Journal journal = Journal.create(file, HEADER, clock::get)) {
            journal.note("fine");
        }
        Files.writeString(file, "{\"n\":2,oops}\n{\"n\":3,\"t\":0,\"note\":\"x\"}\n", StandardOpenOption.APPEND);
        assertThatThrownBy(() -> Journal.open(file))
                .isInstanceOf(SessionFileException.class)
                .hasMessageContaining("line 3");
    }

    @Test
    @DisplayName("says in one sentence what is wrong with a file that is none")
    void notASession() throws Exception {
        assertThatThrownBy(() -> Journal.open(folder.resolve("nothing")))
                .isInstanceOf(SessionFileException.class)
                .hasMessageContaining("there is no file");
        Path text = Files.writeString(folder.resolve("text"), "AT\nOK\n");
        assertThatThrownBy(() -> Journal.open(text)).hasMessageContaining("not a session file");
        Path newer = Files.writeString(folder.resolve("newer"), "{\"parley\":9}\n");
        assertThatThrownBy(() -> Journal.open(newer)).hasMessageContaining("format 9");
    }

    @Test
    @DisplayName("never writes a secret to a file that was not asked to hold secrets, yet observers see it")
    void secretsStayInMemory() throws Exception {
        Path file = folder.resolve("s.parley");
        Bytes secret = Bytes.hex("5ec4e7".repeat(16));
        try (Journal journal = Journal.create(file, HEADER, clock::get)) {
            List<Event> seen = new ArrayList<>();
            journal.observe(seen::add);
            journal.secret("CLIENT_RANDOM", Bytes.hex("00".repeat(32)), secret);
            assertThat(seen).hasSize(1);
            assertThat(((Event.Secret) seen.getFirst()).secret()).isEqualTo(secret);
            assertThat(seen.getFirst().toString()).doesNotContain("5ec4e7");
            assertThat(journal.event(1)).isEqualTo(seen.getFirst());
        }
        assertThat(Files.readString(file)).doesNotContain("5ec4e7").contains("CLIENT_RANDOM");
    }

    @Test
    @DisplayName("makes a file that holds secrets readable by its owner only")
    void ownerOnly() throws Exception {
        Path file = folder.resolve("s.parley");
        Journal.create(file, HEADER.holdingSecrets(true), clock::get).close();
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    @DisplayName("does not write over a file that is there")
    void noOverwriting() throws Exception {
        Path file = Files.writeString(folder.resolve("s.parley"), "precious");
        assertThatThrownBy(() -> Journal.create(file, HEADER, clock::get))
                .isInstanceOf(SessionFileException.class)
                .hasMessageContaining("exists already");
        assertThat(Files.readString(file)).isEqualTo("precious");
    }

    @Test
    @DisplayName("times never run backwards, whatever stamp a thread brings")
    void timesDoNotRunBackwards() {
        Journal journal = Journal.inMemory(HEADER, clock::get);
        journal.traffic(Direction.TX, Bytes.latin1("AT\r"), Event.Origin.PARLEY, clock.get() + 500);
        Event.Traffic late = journal.traffic(Direction.RX, Bytes.latin1("OK"), Event.Origin.MODEM, clock.get() + 100);
        assertThat(late.nanos()).isEqualTo(500);
    }

    @Test
    @DisplayName("gives an observer what was there before and then what comes, each once")
    void observers() {
        Journal journal = Journal.inMemory(HEADER, clock::get);
        journal.note("before");
        List<Event> seen = new ArrayList<>();
        try (Journal.Subscription subscription = journal.observe(seen::add)) {
            journal.note("after");
            assertThat(subscription).isNotNull();
        }
        journal.note("too late");
        assertThat(seen).extracting(Event::n).containsExactly(1L, 2L);
    }

    /** A disk with room for so many events. */
    private static EventStore disk(int room) {
        return new EventStore() {
            private final EventStore.InMemory written = new EventStore.InMemory();
            private int count;

            @Override
            public void add(Event event) throws IOException {
                if (count == room) {
                    throw new IOException("No space left on device");
                }
                count++;
                written.add(event);
            }

            @Override
            public Event get(int index) {
                return written.get(index);
            }

            @Override
            public void close() {}
        };
    }

    @Test
    @DisplayName("on a disk that gets full says so once and goes on in memory, every event readable")
    void goesOnInMemory() {
        SessionHeader header = SessionHeader.of("test", "none", Instant.EPOCH);
        try (Journal journal = Journal.on(disk(3), header, () -> 0L, 1_000_000)) {
            for (int i = 0; i < 10; i++) {
                journal.traffic(Direction.RX, Bytes.latin1("piece " + i), Event.Origin.MODEM, 0);
            }
            assertThat(journal.damage().orElse(""))
                    .isEqualTo(
                            "the session file could not be written any further (No space left on device); from event 4"
                                    + " on the session is in memory only: export it before closing");
            assertThat(journal.bytes(new Place(Direction.RX, 0, 70)).latin1())
                    .startsWith("piece 0piece 1")
                    .endsWith("piece 9");
        }
    }

    @Test
    @DisplayName(
            "on a full disk keeps as much as memory is given, says when that is used up, and goes on telling observers")
    void memoryHasALimit() throws Exception {
        SessionHeader header = SessionHeader.of("test", "none", Instant.EPOCH);
        int[] heard = new int[1];
        try (Journal journal = Journal.on(disk(1), header, () -> 0L, 1000)) {
            journal.observe(event -> heard[0]++);
            for (int i = 0; i < 100; i++) {
                journal.traffic(Direction.RX, Bytes.latin1("piece"), Event.Origin.MODEM, 0);
            }
            assertThat(heard[0]).isEqualTo(100);
            assertThat(journal.events()).isEqualTo(100);
            assertThat(journal.damage().orElse(""))
                    .contains("from event 2 on the session is in memory only")
                    .contains("from event 9 on nothing is kept");
            assertThat(journal.event(8)).isInstanceOf(Event.Traffic.class);
            assertThat(journal.event(9)).isInstanceOf(Event.Note.class);
            assertThatThrownBy(() -> journal.bytes(new Place(Direction.RX, 38, 45)))
                    .hasMessageContaining("were not kept");
        }
    }
}
