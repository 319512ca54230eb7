package dev.parley.sim.modem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What takes its time, in time that costs nothing. */
@DisplayName("A simulated modem's time")
class VirtualTimeTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    @DisplayName("an open that the network does not answer fails after 150 s, not before")
    void openTimesOut() {
        VirtualHost port = new VirtualHost(ModemOptions.standard());
        port.ready();
        port.exchange("AT+QIOPEN=1,0,\"TCP\",\"example.org\",8883,0,0\r", "\r\nOK\r\n");
        port.pass(Duration.ofSeconds(145));
        assertThat(port.output()).isEmpty();
        port.pass(Duration.ofSeconds(5));
        assertThat(port.output()).isEqualTo("\r\n+QIOPEN: 0,566\r\n");
        port.exchange("AT+QIGETERROR\r", "\r\n+QIGETERROR: 566,socket connect failed\r\n\r\nOK\r\n");
    }

    @Test
    @DisplayName("an echo request without a reply fails after its time, and the sum tells how many were lost")
    void pings() {
        VirtualHost port = new VirtualHost(ModemOptions.standard());
        port.ready();
        port.modem.strike(new ModemEffect.PingLost(2), port.now);
        port.exchange("AT+QPING=1,\"example.org\",10,3\r", "\r\nOK\r\n");
        port.modem.lookedUp(0, "203.0.113.7", port.now);
        port.pass(Duration.ofMillis(9_900));
        assertThat(port.output()).isEmpty();
        port.pass(Duration.ofMillis(200));
        assertThat(port.output()).isEqualTo("\r\n+QPING: 569\r\n");
        port.pass(Duration.ofSeconds(10));
        assertThat(port.output()).isEqualTo("\r\n+QPING: 569\r\n");
        port.pass(Duration.ofSeconds(1));
        assertThat(port.output())
                .matches("\r\n\\+QPING: 0,\"203.0.113.7\",32,(\\d+),255\r\n\r\n\\+QPING: 0,3,1,2,\\1,\\1,\\1\r\n");
    }

    @Test
    @DisplayName(
            "nothing replies to an echo request while nothing crosses the air, nor where the name or the context is"
                    + " wrong")
    void pingsInVain() {
        VirtualHost port = new VirtualHost(ModemOptions.standard());
        port.exchange("ATE0\r", "ATE0\r\r\nOK\r\n");
        port.exchange("AT+QPING=1,\"example.org\"\r", "\r\nERROR\r\n");
        port.ready();
        port.exchange("AT+QPING=1,\"nowhere.example\"\r", "\r\nOK\r\n");
        port.modem.lookedUp(0, null, port.now);
        assertThat(port.read()).isEqualTo("\r\n+QPING: 565\r\n");
        port.modem.strike(new ModemEffect.RadioLost(Duration.ZERO), port.now);
        port.exchange("AT+QPING=1,\"203.0.113.7\",1,2\r", "\r\nOK\r\n");
        port.modem.lookedUp(1, "203.0.113.7", port.now);
        assertThat(port.read()).isEqualTo("\r\n+QPING: 569\r\n\r\n+QPING: 569\r\n\r\n+QPING: 0,2,0,2,0,0,0\r\n");
    }

    @Test
    @DisplayName("a close waits for the peer ten seconds, or as long as it is told")
    void closeTimesOut() {
        VirtualHost port = new VirtualHost(ModemOptions.standard());
        port.ready();
        port.open(0, 0);
        port.open(1, 0);
        port.exchange("AT+QICLOSE=0\r", "");
        port.pass(Duration.ofMillis(9_900));
        assertThat(port.output()).isEmpty();
        port.pass(Duration.ofMillis(200));
        assertThat(port.output()).isEqualTo("\r\nOK\r\n");
        port.exchange("AT+QICLOSE=1,1\r", "\r\nOK\r\n");
    }

    @Test
    @DisplayName("a command is sometimes slow, as often as it is said and no slower")
    void slowCommands() {
        ModemOptions options = ModemOptions.standard().toBuilder()
                .latency(Duration.ofMillis(10), Duration.ofMillis(40))
                .slowCommands(100, Duration.ofMillis(300))
                .build();
        SplittableRandom random = new SplittableRandom(1);
        long[] millis = LongStream.range(0, 10_000)
                .map(i -> options.latency(random).toMillis())
                .toArray();
        assertThat(LongStream.of(millis).allMatch(taken -> taken >= 10 && taken <= 300))
                .isTrue();
        assertThat(LongStream.of(millis).filter(taken -> taken >= 40).count()).isBetween(700L, 1_100L);
    }

    @Nested
    @DisplayName("The air")
    class TheAir {
        private AirOptions air(Duration jitter, int bits, Duration lossEvery, Duration idleAfter) {
            return new AirOptions(
                    jitter,
                    bits,
                    bits,
                    lossEvery,
                    Duration.ofSeconds(2),
                    Duration.ofMillis(500),
                    idleAfter,
                    Duration.ofMillis(400));
        }

        @Test
        @DisplayName("carries no more than its rate")
        void bandwidth() {
            Air air = new Air(air(Duration.ZERO, 100_000, Duration.ZERO, Duration.ZERO), Duration.ZERO, 1, 0);
            long last = 0;
            for (int i = 0; i < 10; i++) {
                last = air.down(0, 1250);
            }
            assertThat(last).isEqualTo(SECOND);
            assertThat(air.up(0, 1250)).isEqualTo(SECOND / 10);
        }

        @Test
        @DisplayName("is late by chance, never out of order, and by the same chance for the same seed")
        void jitter() {
            List<List<Long>> runs = new ArrayList<>();
            for (long seed : new long[] {1, 1, 2}) {
                Air air = new Air(
                        air(Duration.ofMillis(50), 0, Duration.ZERO, Duration.ZERO), Duration.ofMillis(100), seed, 0);
                List<Long> arrivals = new ArrayList<>();
                for (long time = 0; time < SECOND; time += SECOND / 100) {
                    arrivals.add(air.down(time, 100));
                    assertThat(arrivals.getLast() - time).isBetween(SECOND / 10, SECOND / 10 + SECOND / 20);
                }
                assertThat(arrivals).isSorted();
                runs.add(arrivals);
            }
            assertThat(runs.get(0)).isEqualTo(runs.get(1)).isNotEqualTo(runs.get(2));
        }

        @Test
        @DisplayName("is gone in bursts, and what was lost comes after them with a retransmission")
        void losses() {
            Air air = new Air(air(Duration.ZERO, 0, Duration.ofSeconds(10), Duration.ZERO), Duration.ZERO, 3, 0);
            int late = 0;
            long previous = 0;
            for (long time = 0; time < 1000 * SECOND; time += SECOND / 10) {
                long arrival = air.up(time, 10);
                assertThat(arrival).isGreaterThanOrEqualTo(time);
                late += arrival > time ? 1 : 0;
                // What sets out in a loss waits for the retransmission; what sets out after it, for its turn.
                assertThat(arrival == time || arrival == previous || arrival - time >= SECOND / 2)
                        .as("%d arrives at %d", time, arrival)
                        .isTrue();
                previous = arrival;
            }
            // Gone for 2 of 12 seconds, and half a second more for what waits behind a retransmission.
            assertThat(late).isBetween(1_000, 3_000);
        }

        @Test
        @DisplayName("has to be woken after a pause, and with eDRX the network waits for the modem to listen")
        void idle() {
            Air air = new Air(air(Duration.ZERO, 0, Duration.ZERO, Duration.ofSeconds(10)), Duration.ZERO, 1, 0);
            assertThat(air.up(5 * SECOND, 10)).isEqualTo(5 * SECOND);
            assertThat(air.down(14 * SECOND, 10)).isEqualTo(14 * SECOND);
            assertThat(air.up(30 * SECOND, 10)).isEqualTo(30 * SECOND + SECOND * 4 / 10);
            air.paging(Duration.ofMillis(20_480));
            assertThat(air.down(100 * SECOND, 10))
                    .isGreaterThan(100 * SECOND + SECOND)
                    .isLessThan(121 * SECOND);
            assertThat(air.down(122 * SECOND, 10)).isEqualTo(122 * SECOND);
        }

        @Test
        @DisplayName("makes what is sent and what comes wait, not only in arithmetic")
        void inTheModem() {
            VirtualHost port = new VirtualHost(ModemOptions.standard().toBuilder()
                    .air(air(Duration.ZERO, 8_000, Duration.ZERO, Duration.ZERO))
                    .build());
            port.ready();
            port.open(0, 0);
            port.exchange("AT+QISEND=0,1000\r", "\r\n> ");
            port.write("x".repeat(1000));
            port.pass(Duration.ofMillis(900));
            assertThat(port.output()).isEqualTo("\r\nSEND OK\r\n");
            assertThat(port.sent()).isEmpty();
            port.pass(Duration.ofMillis(200));
            assertThat(port.sent()).hasSize(1000);
            port.modem.received(0, Bytes.latin1("y".repeat(500)), port.now);
            port.pass(Duration.ofMillis(490));
            assertThat(port.output()).isEmpty();
            port.pass(Duration.ofMillis(20));
            assertThat(port.output()).isEqualTo("\r\n+QIURC: \"recv\",0\r\n");
        }
    }

    @Nested
    @DisplayName("The line")
    class TheLine {
        private final ModemOptions small =
                ModemOptions.standard().toBuilder().inputBuffer(12).build();

        @Test
        @DisplayName("loses what comes while a command is worked on and finds no room, without flow control")
        void overrun() {
            VirtualHost port = new VirtualHost(small);
            port.exchange("ATE0\r", "ATE0\r\r\nOK\r\n");
            port.write("AT+CFUN?\rAT+CGMI\rAT+CGMM\r");
            assertThat(port.read()).isEqualTo("\r\n+CFUN: 1\r\n\r\nOK\r\n\r\nQuectel\r\n\r\nOK\r\n");
            // Of the third command four bytes have found room.
            port.exchange("\r", "\r\nERROR\r\n");
            port.exchange("AT\r", "\r\nOK\r\n");
        }

        @Test
        @DisplayName("makes the host wait with flow control, and nothing is lost")
        void flowControl() {
            VirtualHost port = new VirtualHost(small);
            port.exchange("ATE0\r", "ATE0\r\r\nOK\r\n");
            port.exchange("AT+IFC=2,2\r", "\r\nOK\r\n");
            port.write("AT+CFUN?\rAT+CGMI\r");
            assertThat(port.modem.takesMore()).isTrue();
            port.write("AT+CGMM\r");
            assertThat(port.modem.takesMore()).isFalse();
            assertThat(port.read())
                    .isEqualTo("\r\n+CFUN: 1\r\n\r\nOK\r\n\r\nQuectel\r\n\r\nOK\r\n\r\nBG95-M3\r\n\r\nOK\r\n");
            assertThat(port.modem.takesMore()).isTrue();
        }

        @Test
        @DisplayName("stands while it is held up, goes on where it stood, and takes another rate")
        void held() {
            UartLane lane = new UartLane(new UartOptions(10_000));
            lane.add(Bytes.wrap(new byte[10]), 0);
            assertThat(lane.crossed(5_000_000).length()).isEqualTo(5);
            lane.hold(true, 5_000_000);
            assertThat(lane.due()).isEqualTo(Long.MAX_VALUE);
            assertThat(lane.crossed(SECOND).length()).isZero();
            lane.hold(false, SECOND);
            assertThat(lane.crossed(SECOND + 2_000_000).length()).isEqualTo(2);
            lane.setRate(new UartOptions(100_000), SECOND + 2_000_000);
            assertThat(lane.crossed(SECOND + 2_300_000).length()).isEqualTo(3);
        }
    }

    @Nested
    @DisplayName("Power saving")
    class Sleep {
        private final VirtualHost port = new VirtualHost(ModemOptions.standard());

        @Test
        @DisplayName("begins when nothing has happened for T3324, and ends after T3412")
        void powerSaving() {
            port.ready();
            port.open(0, 0);
            port.exchange("AT+QCFG=\"psm/urc\",1\r", "\r\nOK\r\n");
            port.exchange("AT+CPSMS=1,,,\"10000010\",\"00000101\"\r", "\r\nOK\r\n");
            port.exchange("AT+CPSMS?\r", "\r\n+CPSMS: 1,,,\"10000010\",\"00000101\"\r\n\r\nOK\r\n");
            port.pass(Duration.ofSeconds(5));
            port.exchange("AT\r", "\r\nOK\r\n");
            port.pass(Duration.ofMillis(9_900));
            assertThat(port.output()).isEmpty();
            port.pass(Duration.ofMillis(200));
            assertThat(port.output()).isEqualTo("\r\nPSM POWER DOWN\r\n");
            port.exchange("AT\r", "");
            port.pass(Duration.ofSeconds(50));
            assertThat(port.output()).isEmpty();
            port.pass(Duration.ofSeconds(14));
            assertThat(port.output()).isEqualTo("\r\nRDY\r\n\r\nAPP RDY\r\n");
            port.exchange("AT+QISTATE?\r", "AT+QISTATE?\r\r\nOK\r\n");
        }

        @Test
        @DisplayName("ends with the power key")
        void powerKey() {
            port.exchange(
                    "AT+CPSMS=1,,,\"00101000\",\"00000001\"\r", "AT+CPSMS=1,,,\"00101000\",\"00000001\"\r\r\nOK\r\n");
            port.pass(Duration.ofHours(1));
            port.exchange("AT\r", "");
            port.modem.powerKey(port.now);
            assertThat(port.read()).isEqualTo("\r\nRDY\r\n\r\nAPP RDY\r\n");
        }

        @Test
        @DisplayName("reads its timers as TS 24.008 writes them")
        void timers() {
            assertThat(PowerSaving.timer2("00001111")).isEqualTo(Duration.ofSeconds(30));
            assertThat(PowerSaving.timer2("00100010")).isEqualTo(Duration.ofMinutes(2));
            assertThat(PowerSaving.timer2("01000001")).isEqualTo(Duration.ofMinutes(6));
            assertThat(PowerSaving.timer3("00000100")).isEqualTo(Duration.ofMinutes(40));
            assertThat(PowerSaving.timer3("00101000")).isEqualTo(Duration.ofHours(8));
            assertThat(PowerSaving.timer3("11000001")).isEqualTo(Duration.ofHours(320));
            assertThat(PowerSaving.timer3("11100000").isNegative()).isTrue();
        }

        @Test
        @DisplayName("with eDRX tells its cycle")
        void extendedDrx() {
            port.ready();
            port.exchange("AT+CEDRXRDP\r", "\r\n+CEDRXRDP: 0\r\n\r\nOK\r\n");
            port.exchange("AT+CEDRXS=1,4,\"0010\"\r", "\r\nOK\r\n");
            port.exchange("AT+CEDRXS?\r", "\r\n+CEDRXS: 4,\"0010\"\r\n\r\nOK\r\n");
            port.exchange("AT+CEDRXRDP\r", "\r\n+CEDRXRDP: 4,\"0010\",\"0010\",\"0011\"\r\n\r\nOK\r\n");
            port.exchange("AT+CEDRXS=0\r", "\r\nOK\r\n");
            port.exchange("AT+CEDRXS?\r", "\r\nOK\r\n");
        }
    }

    @Test
    @DisplayName("the radio moves, and all that tells of it agrees")
    void signal() {
        Signal moving = new Signal(-105, 15, Duration.ofMinutes(1));
        long[] rsrp = LongStream.range(0, 60)
                .map(second -> moving.at(second * SECOND, 1).rsrp())
                .toArray();
        assertThat(LongStream.of(rsrp).max().orElseThrow()).isBetween(-92L, -88L);
        assertThat(LongStream.of(rsrp).min().orElseThrow()).isBetween(-122L, -118L);
        for (long second = 0; second < 60; second++) {
            Signal.Sample sample = moving.at(second * SECOND, 1);
            assertThat(sample.rssi()).isGreaterThan(sample.rsrp());
            assertThat(sample.quality()).isEqualTo(Math.clamp((sample.rssi() + 113) / 2, 0, 31));
        }
        assertThat(moving.at(7 * SECOND, 1)).isEqualTo(moving.at(7 * SECOND, 1));
    }
}
