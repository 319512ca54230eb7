package dev.parley.modem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import dev.parley.journal.SessionHeader;
import dev.parley.link.MemoryLink;
import dev.parley.link.RecordedLink;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A modem that knows its lines and nothing else: whenever the host has written exactly what a line waits for, it says the
 * line's answer, cut into pieces of a given size. Each line is used once; what fits no line is kept and fails the test.
 */
final class FakeModem implements AutoCloseable {
    /** BG95-M3 with limits that suit a test. */
    static final ModemProfile QUICK = new ModemProfile(
            "quick",
            List.of(),
            ModemProfile.Dialect.QUECTEL,
            "APP RDY",
            Map.of(
                    "+QIOPEN", Duration.ofSeconds(5),
                    "+QICLOSE", Duration.ofSeconds(5),
                    "+QISEND", Duration.ofSeconds(5),
                    "+QIRD", Duration.ofSeconds(5)),
            new Timing(
                    Duration.ofSeconds(5),
                    Duration.ofMillis(100),
                    Duration.ofSeconds(2),
                    Duration.ofMillis(200),
                    5,
                    Duration.ofMillis(20),
                    Duration.ofMillis(400),
                    Duration.ofSeconds(1),
                    Duration.ofMillis(500),
                    Duration.ofMillis(10),
                    Duration.ofSeconds(1),
                    Duration.ofMillis(20)),
            1500);

    /** {@link #QUICK}'s, but silence is called that after a moment. */
    static final Timing HASTY = new Timing(
            Duration.ofMillis(200),
            Duration.ofMillis(50),
            Duration.ofMillis(200),
            Duration.ofMillis(50),
            5,
            Duration.ofMillis(20),
            Duration.ofMillis(100),
            Duration.ofMillis(10),
            Duration.ofMillis(200),
            Duration.ofMillis(10),
            Duration.ofMillis(400),
            Duration.ofMillis(20));

    private record Line(Bytes cue, Duration delay, List<Bytes> answer, Runnable next) {}

    private final int split;
    private final MemoryLink cable = new MemoryLink(this::heard);
    private final Journal journal =
            Journal.inMemory(SessionHeader.of("test", "sim:memory", Instant.EPOCH), System::nanoTime);
    private final List<Line> lines = new ArrayList<>();
    private final StringBuilder heard = new StringBuilder();
    private Bytes unanswered = Bytes.empty();

    FakeModem(int split) {
        this.split = split;
    }

    static FakeModem whole() {
        return new FakeModem(Integer.MAX_VALUE);
    }

    /** When the host has written {@code cue}, the modem says the answers one after the other. */
    FakeModem on(String cue, String... answers) {
        return on(Bytes.latin1(cue), answers);
    }

    FakeModem on(Bytes cue, String... answers) {
        return add(cue, Duration.ZERO, answers);
    }

    /** As {@link #on}, but the modem takes its time. */
    FakeModem onLater(Duration delay, String cue, String... answers) {
        return add(Bytes.latin1(cue), delay, answers);
    }

    /** As {@link #on}, and {@code next} happens before the host can do anything with the answers. */
    FakeModem onThen(String cue, Runnable next, String... answers) {
        return add(Bytes.latin1(cue), Duration.ZERO, next, answers);
    }

    private FakeModem add(Bytes cue, Duration delay, String... answers) {
        return add(cue, delay, () -> {}, answers);
    }

    private synchronized FakeModem add(Bytes cue, Duration delay, Runnable next, String... answers) {
        lines.add(new Line(cue, delay, Arrays.stream(answers).map(Bytes::latin1).toList(), next));
        return this;
    }

    /** A refusal that the engine asks about. */
    FakeModem lastError(int code, String text) {
        return on("AT+QIGETERROR\r", "\r\n+QIGETERROR: " + code + "," + text + "\r\n\r\nOK\r\n");
    }

    Modem start() {
        return Modem.start(new RecordedLink(cable, journal), QUICK);
    }

    Modem start(ModemProfile profile) {
        return Modem.start(new RecordedLink(cable, journal), profile);
    }

    Journal journal() {
        return journal;
    }

    /** The host's end of the port shows DTR as it is. */
    void dtr(boolean on) {
        cable.signal(new dev.parley.link.Link.LineSignals(true, true, true, false, true, on));
    }

    /** The cable is out, and may be put in again. */
    void interrupt() {
        cable.interrupt();
    }

    void regain() {
        cable.regain("the cable is in again");
    }

    void cut() {
        cable.lose();
    }

    private void heard(Bytes bytes) {
        Line line;
        synchronized (this) {
            heard.append(bytes.latin1());
            unanswered = unanswered.plus(bytes);
            line = lines.stream()
                    .filter(candidate -> candidate.cue().equals(unanswered))
                    .findFirst()
                    .orElse(null);
            if (line == null) {
                return;
            }
            lines.remove(line);
            unanswered = Bytes.empty();
        }
        if (line.delay().isZero()) {
            line.answer().forEach(this::say);
            line.next().run();
        } else {
            CompletableFuture.delayedExecutor(line.delay().toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> line.answer().forEach(this::say));
        }
    }

    void say(String text) {
        say(Bytes.latin1(text));
    }

    void say(Bytes bytes) {
        for (int from = 0; from < bytes.length(); from += split) {
            cable.say(bytes.slice(from, (int) Math.min(bytes.length(), (long) from + split)));
            if (split == Integer.MAX_VALUE) {
                return;
            }
        }
    }

    /** Everything the host wrote, in order. */
    synchronized String heard() {
        return heard.toString();
    }

    /** The host said all that the lines wait for and nothing else. */
    synchronized void assertAllSaid() {
        assertThat(unanswered.latin1()).as("written, but not expected").isEmpty();
        assertThat(lines.stream().map(line -> line.cue().latin1()))
                .as("expected, but not written")
                .isEmpty();
    }

    /** The journal's actions, each with its detail. */
    List<String> actions() {
        List<String> actions = new ArrayList<>();
        for (long n = 1; n <= journal.events(); n++) {
            if (journal.event(n) instanceof Event.Action action) {
                actions.add(action.name() + " " + action.detail());
            }
        }
        return actions;
    }

    List<Event.Origin> origins() {
        List<Event.Origin> origins = new ArrayList<>();
        for (long n = 1; n <= journal.events(); n++) {
            if (journal.event(n) instanceof Event.Traffic traffic && traffic.origin() != Event.Origin.MODEM) {
                origins.add(traffic.origin());
            }
        }
        return origins;
    }

    @Override
    public void close() {
        cable.close();
    }
}
