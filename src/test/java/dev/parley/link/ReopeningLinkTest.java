package dev.parley.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.journal.Bytes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReopeningLinkTest {
    private final LinkOpener links = new StandardLinks();

    @TempDir
    Path folder;

    @Test
    void survivesACableThatIsPulledAndPluggedInAgain() throws Exception {
        try (PtyPair cable = PtyPair.open(folder);
                Link host = links.open(cable.left())) {
            Heard heard = new Heard();
            host.start(heard);

            cable.unplug();
            heard.awaitGaps(1);
            assertThatThrownBy(() -> host.write(Bytes.latin1("AT\r")))
                    .hasMessageStartingWith("the link " + cable.left() + " is lost since ");
            cable.replug();
            heard.awaitGaps(2);

            try (Link modem = SerialLink.open(cable.right())) {
                Heard atModem = new Heard();
                modem.start(atModem);
                host.write(Bytes.latin1("AT\r"));
                atModem.awaitBytes(3);
                modem.write(Bytes.latin1("\r\nOK\r\n"));
                heard.awaitBytes(6);
                assertThat(atModem.bytes()).isEqualTo(Bytes.latin1("AT\r"));
            }
            assertThat(heard.bytes()).isEqualTo(Bytes.latin1("\r\nOK\r\n"));
            assertThat(heard.losses()).isEmpty();
            assertThat(heard.gaps().getFirst())
                    .startsWith("interrupted: the port " + cable.left().target() + " is gone");
            assertThat(heard.gaps().getLast()).startsWith("regained: " + cable.left() + " after ");
        }
    }

    @Test
    void survivesMoreThanOneGap() throws Exception {
        try (PtyPair cable = PtyPair.open(folder);
                Link host = links.open(cable.left())) {
            Heard heard = new Heard();
            host.start(heard);
            for (int gap = 0; gap < 3; gap++) {
                cable.unplug();
                heard.awaitGaps(2 * gap + 1);
                cable.replug();
                heard.awaitGaps(2 * gap + 2);
            }

            assertThat(heard.losses()).isEmpty();
        }
    }

    @Test
    void reconnectsToAServerThatCameBack() throws Exception {
        Heard heard = new Heard();
        int port;
        Link host;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
            host = links.open(LinkAddress.parse("tcp://127.0.0.1:" + port + "?reconnect=20s"));
            host.start(heard);
            server.accept().close();
            heard.awaitGaps(1);
        }
        try (host;
                ServerSocket again = listening(port)) {
            Socket modem = again.accept();
            heard.awaitGaps(2);
            modem.getOutputStream().write(Bytes.latin1("\r\nRDY\r\n").toArray());
            heard.awaitBytes(7);
            host.write(Bytes.latin1("AT\r"));

            assertThat(modem.getInputStream().readNBytes(3))
                    .isEqualTo(Bytes.latin1("AT\r").toArray());
            assertThat(heard.gaps().getFirst())
                    .isEqualTo("interrupted: 127.0.0.1:" + port
                            + " closed the connection; see why the program there ended");
            assertThat(heard.losses()).isEmpty();
        }
    }

    private static ServerSocket listening(int port) throws Exception {
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return server;
    }

    @Test
    void givesUpWhenItsPatienceIsOver() throws Exception {
        Heard heard = new Heard();
        int port;
        Link host;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
            host = links.open(LinkAddress.parse("tcp://127.0.0.1:" + port + "?reconnect=1s"));
            host.start(heard);
            server.accept().close();
        }
        try (host) {
            heard.awaitLoss();

            assertThat(heard.losses())
                    .containsExactly("tcp://127.0.0.1:" + port
                            + "?reconnect=1s did not come back within 1 s: 127.0.0.1:"
                            + port + " refused the connection; start the program that serves the modem there, or check"
                            + " the port");
        }
    }

    @Test
    void triesNoMoreOnceItIsClosed() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        MemoryLink first = new MemoryLink(bytes -> {});
        ReopeningLink link = new ReopeningLink(
                first,
                () -> {
                    attempts.incrementAndGet();
                    throw new LinkException("not yet");
                },
                Patience.ENDLESS);
        Heard heard = new Heard();
        link.start(heard);
        first.lose();
        await().atMost(Duration.ofSeconds(10)).until(() -> attempts.get() > 0);

        link.close();
        int then = attempts.get();

        await().during(Duration.ofMillis(600)).atMost(Duration.ofSeconds(5)).until(() -> attempts.get() <= then + 1);
        assertThat(heard.losses()).isEmpty();
    }

    @Test
    void findsOutALossByAWriteThatFails() {
        MemoryLink first = new MemoryLink(bytes -> {});
        MemoryLink second = new MemoryLink(bytes -> {});
        ReopeningLink link = new ReopeningLink(first, () -> second, Patience.ENDLESS);
        Heard heard = new Heard();
        link.start(heard);
        first.cut();

        assertThatThrownBy(() -> link.write(Bytes.latin1("AT\r"))).hasMessage("the cable is cut");
        heard.awaitGaps(2);
        second.say(Bytes.latin1("RDY"));

        assertThat(heard.gaps().getFirst()).isEqualTo("interrupted: the cable is cut");
        assertThat(heard.bytes()).isEqualTo(Bytes.latin1("RDY"));
        link.close();
    }

    @Test
    void setsTheLinesAgainAsTheyWere() throws Exception {
        MemoryLink first = new MemoryLink(bytes -> {});
        MemoryLink second = new MemoryLink(bytes -> {});
        ReopeningLink link = new ReopeningLink(first, () -> second, Patience.ENDLESS);
        Heard heard = new Heard();
        link.start(heard);
        link.lines(false, true);

        first.lose();
        heard.awaitGaps(2);

        assertThat(second.lines()).containsExactly("DTR off, RTS on");
        link.close();
    }

    @Test
    void readsHowLongToBePatient() throws Exception {
        assertThat(Patience.of(LinkAddress.parse("tcp://h:1?reconnect=45s"), "30s")
                        .limit())
                .isEqualTo(Optional.of(Duration.ofSeconds(45)));
        assertThat(Patience.of(LinkAddress.parse("tcp://h:1"), "30s").limit())
                .isEqualTo(Optional.of(Duration.ofSeconds(30)));
        assertThat(Patience.of(LinkAddress.parse("serial:COM7?reconnect=off"), "always")
                        .isNone())
                .isTrue();
        assertThat(Patience.of(LinkAddress.parse("serial:COM7"), "always")).isEqualTo(Patience.ENDLESS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "5", "on", "-1s", "999999s", "1m"})
    void saysHowToWriteIt(String text) throws Exception {
        LinkAddress address = LinkAddress.parse("tcp://h:1?reconnect=" + text);
        assertThatThrownBy(() -> Patience.of(address, "30s"))
                .hasMessage("reconnect is off, always or a time from 1s to 86400s, not '" + text + "'");
    }

    @ParameterizedTest
    @CsvSource({"1,100", "2,200", "3,400", "4,800", "5,1600", "6,2000", "100000,2000"})
    void waitsLongerEachTimeButNeverLong(int attempt, long millis) {
        assertThat(Patience.before(attempt)).isEqualTo(Duration.ofMillis(millis));
    }
}
