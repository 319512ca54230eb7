package dev.parley.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import dev.parley.journal.Place;
import dev.parley.journal.SessionHeader;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A tap between a host and its modem")
@Timeout(120)
class TapTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final Journal journal = Journal.inMemory(SessionHeader.of("test", "tap", Instant.EPOCH), System::nanoTime);

    /** So many bytes wait in the tap without holding up who reads for it. */
    private static final int MOST_UNDER_WAY = 32_768;

    @Test
    @DisplayName("passes both ways what the other said, records it as theirs, and says nothing itself")
    void passesAndRecords() {
        ByteArrayOutputStream atModem = new ByteArrayOutputStream();
        ByteArrayOutputStream atHost = new ByteArrayOutputStream();
        MemoryLink modem = new MemoryLink(bytes -> atModem.writeBytes(bytes.toArray()));
        MemoryLink host = new MemoryLink(bytes -> atHost.writeBytes(bytes.toArray()));
        try (Tap tap = new Tap(host, modem, true, journal)) {
            tap.start();
            host.say(Bytes.latin1("AT\r"));
            await().atMost(LIMIT).until(() -> atModem.size() == 3);
            modem.say(Bytes.of(0x0d, 0x0a, 0x00, 0xff));
            await().atMost(LIMIT).until(() -> atHost.size() == 4);
        }

        assertThat(atModem.toByteArray()).isEqualTo(new byte[] {'A', 'T', '\r'});
        assertThat(atHost.toByteArray()).isEqualTo(new byte[] {0x0d, 0x0a, 0x00, (byte) 0xff});
        assertThat(traffic(journal))
                .extracting(Event.Traffic::direction, Event.Traffic::origin, Event.Traffic::bytes)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Direction.TX, Event.Origin.HOST, Bytes.latin1("AT\r")),
                        org.assertj.core.groups.Tuple.tuple(
                                Direction.RX, Event.Origin.MODEM, Bytes.of(0x0d, 0x0a, 0x00, 0xff)));
        assertThat(journal.event(1)).isInstanceOf(Event.LinkChange.class);
        assertThat(((Event.LinkChange) journal.event(journal.events())).state())
                .isEqualTo(Event.LinkChange.State.CLOSED);
    }

    @Test
    @DisplayName("hands the lines on crosswise, as a null modem cable does")
    void handsLinesOn() {
        MemoryLink modem = new MemoryLink(bytes -> {});
        MemoryLink host = new MemoryLink(bytes -> {});
        try (Tap tap = new Tap(host, modem, true, journal)) {
            tap.start();
            host.signal(new Link.LineSignals(true, false, false, false, true, true));
            modem.signal(new Link.LineSignals(false, true, true, false, true, true));

            await().atMost(LIMIT).untilAsserted(() -> assertThat(modem.lines()).containsExactly("DTR off, RTS on"));
            await().atMost(LIMIT).untilAsserted(() -> assertThat(host.lines()).containsExactly("DTR on, RTS off"));
        }
    }

    @Test
    @DisplayName("that sniffs writes to neither side")
    void sniffs() {
        List<Bytes> written = new ArrayList<>();
        MemoryLink modem = new MemoryLink(written::add);
        MemoryLink host = new MemoryLink(written::add);
        try (Tap tap = new Tap(host, modem, false, journal)) {
            tap.start();
            host.signal(new Link.LineSignals(true, true, false, false, true, true));
            host.say(Bytes.latin1("AT\r"));
            modem.say(Bytes.latin1("\r\nOK\r\n"));
        }

        assertThat(written).isEmpty();
        assertThat(modem.lines()).isEmpty();
        assertThat(traffic(journal)).hasSize(2);
    }

    @Test
    @DisplayName("holds the host up where the modem takes nothing, loses nothing, and lets go when it is closed")
    void holdsUp() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        MemoryLink modem = new MemoryLink(bytes -> awaitUninterruptibly(released));
        MemoryLink host = new MemoryLink(bytes -> {});
        Tap tap = new Tap(host, modem, true, journal);
        tap.start();
        CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 100; i++) {
                host.say(Bytes.wrap(new byte[4096]));
            }
        });

        await().during(Duration.ofMillis(200)).atMost(LIMIT).until(() -> !flood.isDone());
        tap.close();
        flood.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        released.countDown();
    }

    @Test
    @DisplayName("ends when the modem's side is gone for good, and tells of the host's coming and going")
    void tellsOfLosses() {
        MemoryLink modem = new MemoryLink(bytes -> {});
        MemoryLink host = new MemoryLink(bytes -> {});
        try (Tap tap = new Tap(host, modem, true, journal)) {
            tap.start();
            host.interrupt();
            host.regain("dialled in");
            modem.lose();

            assertThat(tap.ended()
                            .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
                            .join())
                    .isEqualTo("the modem's side ended: the cable is cut");
        }
        assertThat(all(journal))
                .filteredOn(Event.Action.class::isInstance)
                .extracting(event -> ((Event.Action) event).name())
                .containsExactly("tap.host-away", "tap.host-here");
        assertThat(all(journal))
                .filteredOn(Event.LinkChange.class::isInstance)
                .extracting(event -> ((Event.LinkChange) event).state())
                .contains(Event.LinkChange.State.LOST);
    }

    @Test
    @DisplayName("lets the host dial in, hang up and dial in again")
    void letsTheHostDialIn() throws Exception {
        ByteArrayOutputStream atModem = new ByteArrayOutputStream();
        MemoryLink modem = new MemoryLink(bytes -> atModem.writeBytes(bytes.toArray()));
        Link host = new StandardLinks().open(LinkAddress.parse("listen:127.0.0.1:0"));
        int port = Integer.parseInt(
                host.address().target().substring(host.address().target().lastIndexOf(':') + 1));
        try (Tap tap = new Tap(host, modem, true, journal)) {
            tap.start();
            for (int i = 1; i <= 2; i++) {
                int times = i;
                try (Socket mcu = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    mcu.getOutputStream().write("AT\r".getBytes(StandardCharsets.US_ASCII));
                    await().atMost(LIMIT).until(() -> atModem.size() == 3 * times);
                    modem.say(Bytes.latin1("\r\nOK\r\n"));
                    assertThat(mcu.getInputStream().readNBytes(6))
                            .isEqualTo("\r\nOK\r\n".getBytes(StandardCharsets.US_ASCII));
                }
                await().atMost(LIMIT).until(() -> actions("tap.host-away") == times + 1);
            }
        }
        assertThat(actions("tap.host-here")).isEqualTo(2);
    }

    @Test
    @DisplayName("changes not a byte of random chunks over serial ports, and has every one on disk")
    void byteExactOverSerialPorts() throws Exception {
        int size = 1 << 20;
        Path file = folder.resolve("tap.parley");
        Path hostFolder = Files.createDirectory(folder.resolve("host"));
        Path modemFolder = Files.createDirectory(folder.resolve("modem"));
        try (PtyPair hostCable = PtyPair.open(hostFolder);
                PtyPair modemCable = PtyPair.open(modemFolder);
                Journal onDisk =
                        Journal.create(file, SessionHeader.of("test", "tap", Instant.EPOCH), System::nanoTime)) {
            LinkOpener links = new StandardLinks();
            Link mcu = links.open(hostCable.left());
            Link chip = links.open(modemCable.right());
            Heard atMcu = new Heard();
            Heard atChip = new Heard();
            mcu.start(atMcu);
            chip.start(atChip);
            byte[] there = random(1, size);
            byte[] back = random(2, size);
            try (Tap tap = new Tap(links.open(hostCable.right()), links.open(modemCable.left()), true, onDisk)) {
                tap.start();
                CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> chunks(mcu, there, 3, atChip));
                CompletableFuture<Void> answering = CompletableFuture.runAsync(() -> chunks(chip, back, 4, atMcu));
                sending.join();
                answering.join();
                atChip.awaitBytes(size);
                atMcu.awaitBytes(size);
            }
            assertThat(atChip.bytes().toArray()).isEqualTo(there);
            assertThat(atMcu.bytes().toArray()).isEqualTo(back);
            mcu.close();
            chip.close();
        }
        try (Journal read = Journal.open(file)) {
            assertThat(read.bytes(new Place(Direction.TX, 0, size)).toArray()).isEqualTo(random(1, size));
            assertThat(read.bytes(new Place(Direction.RX, 0, size)).toArray()).isEqualTo(random(2, size));
            assertThat(read.damage()).isEmpty();
        }
    }

    /**
     * No more is on its way than the tap has room for. A wire is not like socat, which carries both directions in one thread and reads
     * nothing while a write of its own blocks: were both lanes of the tap full, the two socats and the tap could wait in a ring.
     */
    private static void chunks(Link link, byte[] bytes, long seed, Heard farEnd) {
        Random random = new Random(seed);
        try {
            for (int at = 0; at < bytes.length; ) {
                int n = Math.min(bytes.length - at, 1 + random.nextInt(3000));
                link.write(Bytes.copyOf(bytes, at, n));
                at += n;
                farEnd.awaitAtLeast(at - MOST_UNDER_WAY);
            }
        } catch (LinkException e) {
            throw new CompletionException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        }
    }

    private static byte[] random(long seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private long actions(String name) {
        return all(journal).stream()
                .filter(event ->
                        event instanceof Event.Action action && action.name().equals(name))
                .count();
    }

    private static List<Event.Traffic> traffic(Journal journal) {
        return all(journal).stream()
                .filter(Event.Traffic.class::isInstance)
                .map(Event.Traffic.class::cast)
                .toList();
    }

    private static List<Event> all(Journal journal) {
        List<Event> events = new ArrayList<>();
        for (long n = 1; n <= journal.events(); n++) {
            events.add(journal.event(n));
        }
        return events;
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
