package dev.parley.mqtt;

import dev.parley.bench.Figure;
import dev.parley.journal.Bytes;
import dev.parley.journal.Journal;
import dev.parley.link.LinkAddress;
import dev.parley.session.ConnectionProfile;
import dev.parley.session.ControllerState;
import dev.parley.session.LiveController;
import dev.parley.session.SessionController;
import dev.parley.sim.Bench;
import dev.parley.sim.Scenarios;
import dev.parley.socket.AccessMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * How much of a serial line at 115200 baud the payload of published messages gets, through the simulated modem in push mode, TLS 1.2 and
 * MQTT.
 *
 * <p>What the wire allows is the payload in all the bytes that have to cross for it, ten bits each: the MQTT header, the TLS record
 * (header 5, explicit nonce 8, tag 16), and for each send the command, the prompt and the result, which wait for each other. With QoS 1
 * the PUBACKs cross the other way at the same time. Of several rounds the best counts, for a busy machine only ever takes longer.
 */
public final class Goodput {
    private static final int BAUD = 115_200;
    private static final int SEND = 1460;
    private static final int RECORD = 5 + 8 + 16;
    private static final int MESSAGES = 20;
    private static final int ROUNDS = 2;
    private static final String TOPIC = "parley/goodput";

    private Goodput() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("goodput");
        try (Bench bench = Bench.start(Scenarios.standard(), folder, 1);
                SessionController controller = LiveController.standard(
                        bench.links(), header -> Journal.inMemory(header, System::nanoTime), "parley bench")) {
            controller.connect(profile(bench), ControllerState.Level.RUN).get(60, TimeUnit.SECONDS);
            for (int qos = 0; qos <= 1; qos++) {
                for (int size : new int[] {1400, 4000}) {
                    double best = Double.MAX_VALUE;
                    for (int round = 0; round < ROUNDS; round++) {
                        best = Math.min(best, round(controller, size, qos));
                    }
                    double allowed = size / seconds(size, qos);
                    double reached = size / best;
                    Figure.share(
                                    "QoS " + qos + ", " + size + " bytes a message",
                                    reached,
                                    "B/s",
                                    "the UART at 115200 baud",
                                    allowed)
                            .tell();
                    System.out.printf(
                            "QoS %d, %4d bytes a message: %5.0f payload bytes/s of %5.0f that the UART allows: %3.0f"
                                    + " %%%n",
                            qos, size, reached, allowed, 100 * reached / allowed);
                }
            }
            controller.disconnect().get(60, TimeUnit.SECONDS);
        }
    }

    /** Seconds that one message needs on the wire at least. */
    private static double seconds(int size, int qos) {
        int remaining = 2 + TOPIC.length() + (qos > 0 ? 2 : 0) + size;
        int packet = 1 + (remaining < 128 ? 1 : remaining < 16_384 ? 2 : 3) + remaining;
        int carried = packet + RECORD;
        int bytes = 0;
        for (int left = carried; left > 0; left -= SEND) {
            int chunk = Math.min(left, SEND);
            bytes += ("AT+QISEND=0," + chunk + "\r").length() + "\r\n> ".length() + chunk + "\r\nSEND OK\r\n".length();
        }
        return bytes * 10.0 / BAUD;
    }

    /** Seconds that one message took. */
    private static double round(SessionController controller, int size, int qos) throws Exception {
        byte[] payload = new byte[size];
        new Random(1).nextBytes(payload);
        List<Future<Void>> published = new ArrayList<>();
        long began = System.nanoTime();
        for (int i = 0; i < MESSAGES; i++) {
            published.add(controller.publish(TOPIC, Bytes.copyOf(payload), qos, false));
        }
        for (Future<Void> one : published) {
            one.get(120, TimeUnit.SECONDS);
        }
        return (System.nanoTime() - began) / 1e9 / MESSAGES;
    }

    private static ConnectionProfile profile(Bench bench) throws Exception {
        return new ConnectionProfile(
                "goodput",
                LinkAddress.parse("sim:?baud=" + BAUD),
                "parley.test",
                Bench.HOST,
                Bench.PORT,
                AccessMode.PUSH,
                SEND,
                Optional.of(new ConnectionProfile.Tls(
                        Optional.of(bench.ca()),
                        Optional.of(bench.certificate()),
                        Optional.of(bench.key()),
                        "",
                        List.of(),
                        false,
                        Duration.ofSeconds(30))),
                Optional.of(new ConnectionProfile.Mqtt("goodput", Duration.ofSeconds(60), true)),
                Duration.ofSeconds(60));
    }
}
