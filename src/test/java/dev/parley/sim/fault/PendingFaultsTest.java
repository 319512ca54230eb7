package dev.parley.sim.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.tls.HandshakeType;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Faults")
class PendingFaultsTest {
    @Test
    @DisplayName("come at their moment or the first that is past it, once, and in their order")
    void onceAtTheirMoment() {
        PendingFaults<String> faults = new PendingFaults<>(
                List.of(
                        Fault.once(new Trigger.AfterSent(600), "reset"),
                        Fault.once(new Trigger.AfterSent(500), "silence"),
                        Fault.once(new Trigger.AtMessage(HandshakeType.CERTIFICATE), "close"),
                        Fault.once(new Trigger.AfterTime(Duration.ofSeconds(2)), "late")),
                1);
        assertThat(faults.nextTime()).hasValue(2_000_000_000L);
        assertThat(faults.due(new Occurrence.Sent(499))).isEmpty();
        assertThat(faults.due(new Occurrence.Received(10_000))).isEmpty();
        assertThat(faults.due(new Occurrence.Sent(877))).containsExactly("reset", "silence");
        assertThat(faults.due(new Occurrence.Sent(900))).isEmpty();
        assertThat(faults.due(new Occurrence.Message(HandshakeType.FINISHED))).isEmpty();
        assertThat(faults.due(new Occurrence.Message(HandshakeType.CERTIFICATE)))
                .containsExactly("close");
        assertThat(faults.due(new Occurrence.Time(Duration.ofSeconds(3)))).containsExactly("late");
        assertThat(faults.nextTime()).isEmpty();
    }

    @Test
    @DisplayName("may come several times, from the use of a command on that they name")
    void severalTimes() {
        PendingFaults<String> faults =
                new PendingFaults<>(List.of(new Fault<>(new Trigger.AtCommand("+QISEND", 2), 2, 1, "fail")), 1);
        assertThat(IntStream.rangeClosed(1, 5)
                        .mapToObj(use -> faults.due(new Occurrence.Command("+QISEND", use))
                                .size()))
                .containsExactly(0, 1, 1, 0, 0);
    }

    @Test
    @DisplayName("happen with their chance, the same for the same seed")
    void byChance() {
        List<Integer> first = drawn(7);
        assertThat(first).hasSizeBetween(230, 370).isEqualTo(drawn(7)).isNotEqualTo(drawn(8));
    }

    @Test
    @DisplayName("have luck of their own, however often another's occasion comes")
    void ownLuck() {
        assertThat(beside(1)).isEqualTo(beside(5)).hasSizeBetween(15, 45);
    }

    /** At which of a hundred sends something went wrong, where each send brought so many pieces back. */
    private static List<Integer> beside(int pieces) {
        PendingFaults<String> faults = new PendingFaults<>(
                List.of(
                        new Fault<>(new Trigger.AfterReceived(1), 1000, 0.5, "late"),
                        new Fault<>(new Trigger.AtCommand("+QISEND", 1), 100, 0.3, "fail")),
                3);
        return IntStream.rangeClosed(1, 100)
                .filter(use -> {
                    for (int i = 0; i < pieces; i++) {
                        List<String> _ = faults.due(new Occurrence.Received(100L * use + i));
                    }
                    return !faults.due(new Occurrence.Command("+QISEND", use)).isEmpty();
                })
                .boxed()
                .toList();
    }

    private static List<Integer> drawn(long seed) {
        PendingFaults<String> faults =
                new PendingFaults<>(List.of(new Fault<>(new Trigger.AtCommand("+QIRD", 1), 1000, 0.3, "drop")), seed);
        return IntStream.rangeClosed(1, 1000)
                .filter(use -> !faults.due(new Occurrence.Command("+QIRD", use)).isEmpty())
                .boxed()
                .toList();
    }

    @Test
    @DisplayName("never or more than surely there are none")
    void impossible() {
        assertThatThrownBy(() -> new Fault<>(new Trigger.AfterSent(1), 0, 1, "x"))
                .hasMessage("a fault happens once or more, not 0 times");
        assertThatThrownBy(() -> new Fault<>(new Trigger.AfterSent(1), 1, 0, "x"))
                .hasMessage("a chance is above 0 and at most 1, not 0.0");
        assertThatThrownBy(() -> new Trigger.AtCommand("+QISEND", 0)).hasMessageContaining("count from 1");
    }
}
