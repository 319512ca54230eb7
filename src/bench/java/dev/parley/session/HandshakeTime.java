package dev.parley.session;

import dev.parley.bench.Figure;
import dev.parley.journal.Direction;
import dev.parley.link.LinkAddress;
import dev.parley.session.ControllerState.Step;
import dev.parley.sim.Bench;
import dev.parley.sim.Scenario;
import dev.parley.sim.Scenarios;
import dev.parley.sim.modem.ModemOptions;
import dev.parley.sim.modem.ModemSetup;
import dev.parley.socket.AccessMode;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How long a complete TLS 1.2 handshake with client certificate takes through the simulated modem at 115200 baud, against what the
 * UART alone needs for the bytes that have to cross it.
 *
 * <p>These are the records, each that the client writes with its {@code AT+QISEND}, prompt and result, and the server's flights in as
 * few URCs (push) or reads after one URC (buffer) as they fit in, ten bits a byte, one after the other, for a handshake waits for each.
 * The time is that of the whole TLS step: our and the server's arithmetic, the modem's answers and the network's round trips are in
 * it. Of several rounds the best counts, for a busy machine only ever takes longer.
 */
public final class HandshakeTime {
    private static final int BAUD = 115_200;
    private static final int ROUNDS = 10;

    private HandshakeTime() {}

    public static void main(String[] arguments) throws Exception {
        Path pki = Files.createTempDirectory("handshake-time");
        Scenario clean = Scenarios.standard();
        measure("no delays", "a modem and a network that take no time", atOnce(clean), pki);
        measure(
                "standard delays",
                "the standard scenario, whose modem takes 3 to 6 ms a send and whose network 15 ms a flight",
                clean,
                pki);
    }

    private static Scenario atOnce(Scenario scenario) {
        ModemOptions options = scenario.modem().options().toBuilder()
                .latency(Duration.ZERO, Duration.ZERO)
                .sendLatency(Duration.ZERO)
                .roundTrip(Duration.ZERO)
                .build();
        return scenario.withModem(new ModemSetup(options, List.of()));
    }

    private static void measure(String name, String what, Scenario scenario, Path pki) throws Exception {
        System.out.println("With " + what + ":");
        try (Bench bench = Bench.start(scenario, pki, 1)) {
            for (int round = 0; round < ROUNDS; round++) {
                run(bench, AccessMode.PUSH, "sim:");
            }
            for (AccessMode mode : new AccessMode[] {AccessMode.PUSH, AccessMode.BUFFER}) {
                Measured best = new Measured(1, Double.MAX_VALUE);
                List<Double> ratios = new ArrayList<>();
                for (int round = 0; round < ROUNDS; round++) {
                    Measured measured = run(bench, mode, "sim:?baud=" + BAUD);
                    ratios.add(measured.ratio());
                    best = measured.ratio() < best.ratio() ? measured : best;
                }
                ratios.sort(null);
                Figure.cost(mode.word() + ", " + name, best.took(), "s", "the UART for the same bytes", best.needed())
                        .tell();
                System.out.printf(
                        "%-7s %d bytes have to cross: %.3f s; the handshake took %.3f s: %.2f times (median %.2f)%n",
                        mode.word(),
                        best.bytes(),
                        best.needed(),
                        best.took(),
                        best.ratio(),
                        ratios.get(ratios.size() / 2));
            }
        }
    }

    private record Measured(int bytes, double took) {
        double needed() {
            return bytes * 10.0 / BAUD;
        }

        double ratio() {
            return took / needed();
        }
    }

    private static Measured run(Bench bench, AccessMode mode, String link) throws Exception {
        ConnectionProfile profile = new ConnectionProfile(
                "bench",
                LinkAddress.parse(link),
                "parley.test",
                Bench.HOST,
                Bench.PORT,
                mode,
                1460,
                WholeSession.profile(LinkAddress.parse(link), bench, mode).tls(),
                Optional.empty(),
                Duration.ofSeconds(60));
        try (LiveController controller =
                new LiveController(bench.links(), JournalKeeper.inMemory(), InstantSource.system(), "bench")) {
            controller.connect(profile, ControllerState.Level.RUN).get();
            long nanos = controller.state().steps().stream()
                    .filter(step -> step.name().equals("TLS"))
                    .mapToLong(Step::nanos)
                    .findFirst()
                    .orElseThrow();
            Snapshot snapshot = controller.session().snapshot();
            TlsConversation conversation = snapshot.view().conversations().get(0);
            controller.disconnect().get();
            return new Measured(mustCross(conversation.records(), mode), nanos / 1e9);
        }
    }

    private static int mustCross(List<TlsRecord> records, AccessMode mode) {
        int bytes = 0;
        int flight = 0;
        for (TlsRecord record : records) {
            if (record.direction() == Direction.RX) {
                flight += record.size();
                continue;
            }
            bytes += down(flight, mode);
            flight = 0;
            bytes += ("AT+QISEND=0," + record.size() + "\r").length()
                    + "\r\n> ".length()
                    + record.size()
                    + "\r\nSEND OK\r\n".length();
        }
        return bytes + down(flight, mode);
    }

    private static int down(int flight, AccessMode mode) {
        int bytes = flight > 0 && mode == AccessMode.BUFFER ? "\r\n+QIURC: \"recv\",0\r\n".length() : 0;
        int most = mode == AccessMode.BUFFER ? 1500 : 1460;
        for (int left = flight; left > 0; left -= most) {
            int part = Math.min(left, most);
            bytes += part
                    + (mode == AccessMode.BUFFER
                            ? ("AT+QIRD=0,1500\r" + "\r\n+QIRD: " + part + "\r\n" + "\r\n\r\nOK\r\n").length()
                            : ("\r\n+QIURC: \"recv\",0," + part + "\r\n" + "\r\n").length());
        }
        return bytes;
    }
}
