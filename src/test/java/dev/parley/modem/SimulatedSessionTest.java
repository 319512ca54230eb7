package dev.parley.modem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Journal;
import dev.parley.journal.Place;
import dev.parley.journal.SessionHeader;
import dev.parley.link.LinkAddress;
import dev.parley.link.RecordedLink;
import dev.parley.sim.SimLinks;
import dev.parley.sim.modem.ModemSetup;
import dev.parley.sim.modem.Routes;
import dev.parley.socket.AccessMode;
import dev.parley.socket.ClosedBy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The engine and the simulated modem share no code but the dictionary: what one says, the other has to understand. */
@Timeout(120)
class SimulatedSessionTest {
    private static final int COUNT = 200_000;
    private static final long SEED = 20_240_817;

    @ParameterizedTest
    @EnumSource(AccessMode.class)
    void bytesComeBackFromAnEchoServerAsTheyWereSent(AccessMode mode) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Journal journal = Journal.inMemory(SessionHeader.of("test", "sim:", Instant.EPOCH), System::nanoTime)) {
            Thread.ofVirtual().start(() -> echo(server));
            Routes routes = Routes.none()
                    .with("echo.example", 7, new InetSocketAddress(server.getInetAddress(), server.getLocalPort()));
            SimLinks links = new SimLinks(ModemSetup.standard(), routes, SEED);
            Bytes sent = random();
            Bytes received;
            try (Modem modem = Modem.start(
                    new RecordedLink(links.open(LinkAddress.parse("sim:")), journal), ModemProfile.BG95_M3)) {
                BringUp.Network network =
                        new BringUp(modem, BringUp.Target.of("iot.example"), (step, status, value, nanos) -> {}).run();
                assertThat(network.model()).isEqualTo("BG95-M3");
                assertThat(network.address()).matches("[0-9.]+, APN iot.example");

                try (ModemSocketChannel socket = modem.open(SocketRequest.to("echo.example", 7, mode))) {
                    CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(socket, sent));
                    received = receive(socket, COUNT);
                    sending.join();
                    if (mode == AccessMode.BUFFER) {
                        assertThat(socket.unread()).isEqualTo(new SocketCounters(COUNT, COUNT, 0));
                    }
                    if (mode != AccessMode.TRANSPARENT) {
                        assertThat(socket.acked().total()).isEqualTo(COUNT);
                    }
                    assertThat(socket.closedBy()).isEqualTo(ClosedBy.OPEN);
                }
                assertThat(modem.send("AT").succeeded()).isTrue();
            }
            assertThat(received).as("bytes made with seed " + SEED).isEqualTo(sent);
            assertThat(said(journal)).endsWith("AT+QICLOSE=0\rAT\r");
        }
    }

    private static String said(Journal journal) {
        long end = journal.bytes(Direction.TX);
        return journal.bytes(new Place(Direction.TX, end - 16, end)).latin1();
    }

    private static Bytes random() {
        byte[] bytes = new byte[COUNT];
        new Random(SEED).nextBytes(bytes);
        return Bytes.wrap(bytes);
    }

    private static void send(ModemSocketChannel socket, Bytes bytes) {
        try {
            socket.send(bytes);
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private static Bytes receive(ModemSocketChannel socket, int count) throws IOException {
        byte[] all = new byte[count];
        int read = 0;
        while (read < count) {
            Bytes more = socket.receive(count - read, Duration.ofSeconds(20));
            assertThat(more.isEmpty()).as("end after " + read + " bytes").isFalse();
            more.copyTo(all, read);
            read += more.length();
        }
        return Bytes.wrap(all);
    }

    private static void echo(ServerSocket server) {
        try (Socket peer = server.accept()) {
            peer.getInputStream().transferTo(peer.getOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
