package dev.parley.modem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import dev.parley.journal.Journal;
import dev.parley.journal.SessionHeader;
import dev.parley.link.Link;
import dev.parley.link.LinkAddress;
import dev.parley.link.LinkException;
import dev.parley.link.RecordedLink;
import dev.parley.sim.SimLinks;
import dev.parley.sim.fault.Fault;
import dev.parley.sim.fault.Trigger;
import dev.parley.sim.modem.ModemEffect;
import dev.parley.sim.modem.ModemOptions;
import dev.parley.sim.modem.ModemSetup;
import dev.parley.sim.modem.Routes;
import dev.parley.socket.AccessMode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The engine, the simulated modem and a real TCP connection, and everything that can be torn is torn. */
@DisplayName("Fifty megabytes through the engine and the simulated modem")
@Timeout(300)
class TornBulkTest {
    private static final long AMOUNT = 50_000_000;
    private static final int MOST_PIECE = 400;

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(AccessMode.class)
    @DisplayName(
            "go up and come back as they were, where the host's bytes, the modem's and the server's come in pieces cut"
                    + " anywhere")
    void asTheyWere(AccessMode mode) throws Exception {
        ModemSetup setup = new ModemSetup(
                ModemOptions.standard().toBuilder()
                        .latency(Duration.ZERO, Duration.ZERO)
                        .sendLatency(Duration.ZERO)
                        .build(),
                List.of(Fault.once(new Trigger.AtCommand("+QIOPEN", 1), new ModemEffect.Split(MOST_PIECE))));
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Journal journal = Journal.create(
                        directory.resolve("bulk.parley"),
                        SessionHeader.of("test", "sim:", Instant.EPOCH),
                        System::nanoTime)) {
            Thread.ofVirtual().start(() -> echo(server));
            Routes routes = Routes.none()
                    .with("echo.example", 7, new InetSocketAddress(server.getInetAddress(), server.getLocalPort()));
            Link link = new TornLink(new SimLinks(setup, routes, 1).open(LinkAddress.parse("sim:")));
            try (Modem modem = Modem.start(new RecordedLink(link, journal), ModemProfile.BG95_M3)) {
                new BringUp(modem, BringUp.Target.of("iot.example"), (step, status, value, nanos) -> {}).run();
                try (ModemSocketChannel socket = modem.open(SocketRequest.to("echo.example", 7, mode))) {
                    CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(socket));
                    assertThat(firstWrong(socket))
                            .as("the first byte that is not as it was sent")
                            .isEqualTo(-1);
                    sending.join();
                    if (mode != AccessMode.TRANSPARENT) {
                        assertThat(socket.unread()).isEqualTo(new SocketCounters(AMOUNT, AMOUNT, 0));
                        assertThat(socket.acked().total()).isEqualTo(AMOUNT);
                    }
                }
            }
        }
    }

    /** The byte at that place of the stream: no two stretches are alike. */
    private static byte pattern(long at) {
        long mixed = at * 0x9E3779B97F4A7C15L;
        return (byte) (mixed >>> 40 ^ mixed >>> 17);
    }

    private static Bytes pattern(long at, int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = pattern(at + i);
        }
        return Bytes.wrap(bytes);
    }

    private static void send(ModemSocketChannel socket) {
        SplittableRandom cuts = new SplittableRandom(2);
        try {
            for (long at = 0; at < AMOUNT; ) {
                int count = (int) Math.min(AMOUNT - at, 1 + cuts.nextInt(20_000));
                socket.send(pattern(at, count));
                at += count;
            }
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private static long firstWrong(ModemSocketChannel socket) throws IOException {
        SplittableRandom cuts = new SplittableRandom(3);
        for (long at = 0; at < AMOUNT; ) {
            Bytes more = socket.receive((int) Math.min(AMOUNT - at, 1 + cuts.nextInt(5_000)), Duration.ofSeconds(20));
            assertThat(more.isEmpty()).as("nothing more after " + at + " bytes").isFalse();
            for (int i = 0; i < more.length(); i++) {
                if (more.u8(i) != (pattern(at + i) & 0xff)) {
                    return at + i;
                }
            }
            at += more.length();
        }
        return -1;
    }

    private static void echo(ServerSocket server) {
        SplittableRandom cuts = new SplittableRandom(4);
        try (Socket peer = server.accept()) {
            InputStream in = peer.getInputStream();
            OutputStream out = peer.getOutputStream();
            byte[] buffer = new byte[8_000];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                for (int at = 0; at < count; ) {
                    int piece = Math.min(count - at, 1 + cuts.nextInt(3_000));
                    out.write(buffer, at, piece);
                    at += piece;
                }
            }
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    /** Writes in pieces. */
    private static final class TornLink implements Link {
        private final Link whole;
        private final SplittableRandom cuts = new SplittableRandom(5);

        TornLink(Link whole) {
            this.whole = whole;
        }

        @Override
        public LinkAddress address() {
            return whole.address();
        }

        @Override
        public void start(Listener listener) {
            whole.start(listener);
        }

        @Override
        public void write(Bytes bytes) throws LinkException {
            for (int at = 0; at < bytes.length(); ) {
                int end = Math.min(bytes.length(), at + 1 + cuts.nextInt(MOST_PIECE));
                whole.write(bytes.slice(at, end));
                at = end;
            }
        }

        @Override
        public void close() {
            whole.close();
        }
    }
}
