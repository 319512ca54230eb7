package dev.parley.modem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.at.ResultCode;
import dev.parley.journal.Bytes;
import dev.parley.journal.Event;
import dev.parley.socket.AccessMode;
import dev.parley.socket.ClosedBy;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ModemSocketChannelTest {
    private static final String OK = "\r\nOK\r\n";
    private static final String NOTHING = "\r\n+QIRD: 0\r\n\r\nOK\r\n";
    private static final String RECV = "\r\n+QIURC: \"recv\",0\r\n";
    private static final String CLOSED = "\r\n+QIURC: \"closed\",0\r\n";
    private static final Duration SOON = Duration.ofSeconds(10);

    private static final String OPEN_BUFFER = "AT+QIOPEN=1,0,\"TCP\",\"example.org\",8883,0,0\r";
    private static final String OPEN_PUSH = "AT+QIOPEN=1,0,\"TCP\",\"example.org\",8883,0,1\r";
    private static final String OPEN_TRANSPARENT = "AT+QIOPEN=1,0,\"TCP\",\"example.org\",8883,0,2\r";

    private static SocketRequest request(AccessMode mode) {
        return SocketRequest.to("example.org", 8883, mode);
    }

    private static String data(String text) {
        return "\r\n+QIRD: " + text.length() + "\r\n" + text + "\r\n\r\nOK\r\n";
    }

    /** What is asked when a connection has ended, and the answers of a BG95. */
    private static FakeModem aftermath(FakeModem fake) {
        return fake.on("AT+QIGETERROR\r", "\r\n+QIGETERROR: 0,operate successfully\r\n\r\nOK\r\n")
                .on(
                        "AT+QISTATE=1,0\r",
                        "\r\n+QISTATE: 0,\"TCP\",\"203.0.113.7\",8883,22742,4,1,0,0,\"uart1\"\r\n\r\nOK\r\n")
                .on("AT+QISEND=0,0\r", "\r\n+QISEND: 5,5,0\r\n\r\nOK\r\n")
                .on("AT+QICLOSE=0\r", OK);
    }

    static Stream<Integer> everySplit() {
        return IntStream.rangeClosed(1, 40).boxed();
    }

    @ParameterizedTest
    @MethodSource("everySplit")
    void bufferModeTakesAWholeSessionHoweverTheAnswersAreCut(int split) throws Exception {
        FakeModem fake = new FakeModem(split)
                .on(OPEN_BUFFER, OK, "\r\n+QIOPEN: 0,0\r\n")
                .on("AT+QISEND=0,5\r", "\r\n> ")
                .on("hello", "\r\nSEND OK\r\n", RECV)
                .on("AT+QIRD=0,1500\r", data("OK\r\n\r\n+QIURC: \"closed\",0\r\n> "))
                .on("AT+QIRD=0,1500\r", data("world"))
                .on("AT+QIRD=0,1500\r", NOTHING);
        try (Modem modem = fake.start();
                ModemSocketChannel socket = modem.open(request(AccessMode.BUFFER))) {
            socket.send(Bytes.latin1("hello"));
            assertThat(read(socket, 28)).isEqualTo("OK\r\n\r\n+QIURC: \"closed\",0\r\n> ");
            assertThat(read(socket, 5)).isEqualTo("world");
            await().atMost(SOON).until(() -> fake.heard().endsWith("AT+QIRD=0,1500\r".repeat(3)));

            fake.on("AT+QICLOSE=0\r", OK);
        }
        fake.assertAllSaid();
        assertThat(fake.heard())
                .isEqualTo(OPEN_BUFFER + "AT+QISEND=0,5\rhello" + "AT+QIRD=0,1500\r".repeat(3) + "AT+QICLOSE=0\r");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n> ", "\r\n>", "\r\n>\r\n"})
    void takesThePromptWithAndWithoutItsBlank(String prompt) throws Exception {
        FakeModem fake = open().on("AT+QISEND=0,5\r", prompt).on("hello", "\r\nSEND OK\r\n");
        try (Modem modem = fake.start()) {
            ModemSocketChannel socket = modem.open(request(AccessMode.BUFFER));
            socket.send(Bytes.latin1("hello"));
            assertThat(socket.sent()).isEqualTo(5);
        }
        fake.assertAllSaid();
    }

    @Test
    void sendsInChunksOfTheAgreedSizeAndBytesAsTheyAre() throws Exception {
        Bytes certificate = Bytes.of(0x16, 0x03, 0x03, 0x1a, 0x1b, 0x00, 0x0d);
        FakeModem fake = open().on("AT+QISEND=0,4\r", "\r\n> ")
                .on(certificate.slice(0, 4), "\r\nSEND OK\r\n")
                .on("AT+QISEND=0,3\r", "\r\n> ")
                .on(certificate.slice(4, 7), "\r\nSEND OK\r\n");
        try (Modem modem = fake.start()) {
            SocketRequest small = new SocketRequest(1, 0, "example.org", 8883, AccessMode.BUFFER, 4);
            modem.open(small).send(certificate);
        }
        fake.assertAllSaid();
    }

    @Test
    void sendsAgainWhatAFullBufferDidNotTake() throws Exception {
        FakeModem fake = open();
        for (int refusals = 0; refusals < 2; refusals++) {
            fake.on("AT+QISEND=0,5\r", "\r\n> ").on("hello", "\r\nSEND FAIL\r\n");
        }
        fake.on("AT+QISEND=0,5\r", "\r\n> ").on("hello", "\r\nSEND OK\r\n");
        try (Modem modem = fake.start()) {
            ModemSocketChannel socket = modem.open(request(AccessMode.BUFFER));
            socket.send(Bytes.latin1("hello"));
            assertThat(socket.sent()).isEqualTo(5);
        }
        fake.assertAllSaid();
    }

    @Test
    void givesUpOnABufferThatStaysFull() throws Exception {
        FakeModem fake = open();
        for (int refusals = 0; refusals < 100; refusals++) {
            fake.on("AT+QISEND=0,5\r", "\r\n> ").on("hello", "\r\nSEND FAIL\r\n");
        }
        try (Modem modem = fake.start()) {
            ModemSocketChannel socket = modem.open(request(AccessMode.BUFFER));

            assertThatThrownBy(() -> socket.send(Bytes.latin1("hello")))
                    .isInstanceOf(SendFailedException.class)
                    .hasMessageContaining("stayed full for 0.5 s");
        }
    }

    @Test
    void aRefusedSendEndsTheConnectionButNotBeforeTheUnreadBytesAreRead() throws Exception {
        FakeModem fake = open().on("AT+QISEND=0,5\r", "\r\nERROR\r\n").lastError(567, "socket has been closed");
        aftermath(fake.on("AT+QIRD=0,1500\r", data("alert")).on("AT+QIRD=0,1500\r", NOTHING));
        try (Modem modem = fake.start()) {
            ModemSocketChannel socket = modem.open(request(AccessMode.BUFFER));

            assertThatThrownBy(() -> socket.send(Bytes.latin1("hello")))
                    .isInstanceOf(SocketClosedException.class)
                    .hasMessageContaining("the socket has been closed")
                    .hasRootCauseInstanceOf(CommandFailedException.class);

            assertThat(read(socket, 5)).isEqualTo("alert");
            assertThat(socket.receive(100, SOON)).isEqualTo(Bytes.empty());
            socket.close();
        }
        fake.assertAllSaid();
    }

    @Test
    void readsWhatIsLeftAndAsksWhyBeforeItClosesASocketThePeerHasClosed() throws Exception {
        FakeModem fake = open();
        aftermath(fake.on("AT+QIRD=0,1500\r", data("\u0015\u0003\u0003\u0000\u0002\u0002*"))
                .on("AT+QIRD=0,1500\r", NOTHING));
        try (Modem modem = fake.start()) {
            ModemSocketChannel socket = modem.open(request(AccessMode.BUFFER));

            fake.say(CLOSED);

            assertThat(socket.receive(100, SOON)).isEqualTo(Bytes.of(0x15, 3, 3, 0, 2, 2, 0x2a));
            assertThat(socket.receive(100, SOON)).isEqualTo(Bytes.empty());
            assertThat(socket.receive(100, SOON)).isEqualTo(Bytes.empty());
            assertThat(socket.closedBy()).isEqualTo(ClosedBy.PEER);
            assertThatThrownBy(() -> socket.send(Bytes.latin1("x"))).isInstanceOf(SocketClosedException.class);
            socket.close();
        }
        assertThat(fake.heard())
                .endsWith("AT+QIRD=0,1500\rAT+QIRD=0,1500\rAT+QIGETERROR\rAT+QISTATE=1,0\rAT+QISEND=0,0\r"
                        + "AT+QICLOSE=0\r");
        fake.assertAllSaid();
    }

    @Test
    void readsTheModemEmptyAlsoWhileNobodyAsksForBytes() throws Exception {
        FakeModem fake = open().on("AT+QIRD=0,1500\r", data("server"))
                .on("AT+QIRD=0,1500\r", data("hello"))
                .on("AT+QIRD=0,1500\r", NOTHING);
        try (Modem modem = fake.start()) {
            ModemSocketChannel socket = modem.open(request(AccessMode.BUFFER));

            fake.say(RECV);

            await().atMost(SOON).untilAsserted(fake::assertAllSaid);
            await().atMost(SOON).until(() -> socket.received() == 11);
            assertThat(read(socket, 11)).isEqualTo("serverhello");
        }
    }

    @Test
    void aStreamThatLostBytesOnTheWayFailsAndIsGivenBackToTheModem() throws Exception {
        FakeModem fake = open().on("AT+QIRD=0,1500\r", "\r\n+QIRD: 10\r\nworld\r\n\r\nOK\r\n");
        fake.on("AT\r", OK).on("AT+CMEE?\r", "\r\n+CMEE: 2\r\n" + OK).on("AT+QICLOSE=0\r", OK);
        try (Modem modem = fake.start()) {
            ModemSocketChannel socket = modem.open(request(AccessMode.BUFFER));

            fake.say(RECV);

            assertThatThrownBy(() -> socket.receive(1, SOON))
                    .isInstanceOf(NoAnswerException.class)
                    .hasMessageContaining("bytes may be lost between modem and host");
            socket.close();
        }
        fake.assertAllSaid();
    }

    @Test
    void tellsThatNothingCameInTime() throws Exception {
        try (Modem modem = open().start()) {
            ModemSocketChannel socket = modem.open(request(AccessMode.BUFFER));

            assertThatThrownBy(() -> socket.receive(1, Duration.ofMillis(50)))
                    .isInstanceOf(InterruptedIOException.class)
                    .hasMessage("no byte from example.org:8883 within 0.05 s");
        }
    }

    @Test
    void closesAnIdLeftOverFromEarlierAndTriesOnceMore() throws Exception {
        FakeModem fake = FakeModem.whole()
                .on(OPEN_BUFFER, "\r\nERROR\r\n")
                .lastError(563, "socket identity has been used")
                .on("AT+QICLOSE=0\r", OK)
                .on(OPEN_BUFFER, OK, "\r\n+QIOPEN: 0,0\r\n");
        try (Modem modem = fake.start()) {
            modem.open(request(AccessMode.BUFFER));
        }
        fake.assertAllSaid();
    }

    @Test
    void knowsTheOtherFormOfAnIdInUse() throws Exception {
        FakeModem fake = FakeModem.whole()
                .on(OPEN_BUFFER, OK, "\r\n+QIOPEN: 0,563\r\n")
                .on("AT+QICLOSE=0\r", OK)
                .on(OPEN_BUFFER, OK, "\r\n+QIOPEN: 0,0\r\n");
        try (Modem modem = fake.start()) {
            modem.open(request(AccessMode.BUFFER));
        }
        fake.assertAllSaid();
    }

    @Test
    void saysWhyAnOpenFailedAndFreesTheId() throws Exception {
        FakeModem fake = FakeModem.whole()
                // The result of another socket is not ours.
                .on(OPEN_BUFFER, OK, "\r\n+QIOPEN: 10,0\r\n", "\r\n+QIOPEN: 0,565\r\n")
                .on("AT+QICLOSE=0\r", OK)
                .on(OPEN_BUFFER, OK, "\r\n+QIOPEN: 0,566\r\n")
                .on("AT+QICLOSE=0\r", OK);
        try (Modem modem = fake.start()) {
            assertThatExceptionOfType(SocketOpenException.class)
                    .isThrownBy(() -> modem.open(request(AccessMode.BUFFER)))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(565))
                    .withMessageContaining("example.org:8883: error 565, DNS could not resolve the host")
                    .withMessageContaining("not the APN");
            assertThatExceptionOfType(SocketOpenException.class)
                    .isThrownBy(() -> modem.open(request(AccessMode.BUFFER)))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(566));
        }
        fake.assertAllSaid();
    }

    @Test
    void anOpenWithoutAResultIsToldAndFreesTheId() throws Exception {
        FakeModem fake = FakeModem.whole().on(OPEN_BUFFER, OK).on("AT+QICLOSE=0\r", OK);
        try (Modem modem = fake.start(FakeModem.QUICK.withLimit("+QIOPEN", Duration.ofMillis(100)))) {
            assertThatThrownBy(() -> modem.open(request(AccessMode.BUFFER)))
                    .isInstanceOf(NoAnswerException.class)
                    .hasMessageStartingWith("no +QIOPEN: 0 to AT+QIOPEN=1,0,");
        }
        fake.assertAllSaid();
    }

    @Test
    void aUrcMayCutIntoASend() throws Exception {
        FakeModem fake = open().on("AT+QISEND=0,5\r", RECV, "\r\n> ")
                .on("hello", "\r\nSEND OK\r\n")
                .on("AT+QIRD=0,1500\r", data("early"))
                .on("AT+QIRD=0,1500\r", NOTHING);
        try (Modem modem = fake.start()) {
            ModemSocketChannel socket = modem.open(request(AccessMode.BUFFER));
            socket.send(Bytes.latin1("hello"));
            assertThat(read(socket, 5)).isEqualTo("early");
        }
    }

    @Test
    void aModemThatStartsAnewTakesEverySocketWithIt() throws Exception {
        FakeModem fake = open();
        try (Modem modem = fake.start()) {
            ModemSocketChannel socket = modem.open(request(AccessMode.BUFFER));
            CompletableFuture<Object> reading = receiveLater(socket);

            fake.say("\r\nRDY\r\n");

            assertThat(reading).succeedsWithin(SOON).isInstanceOf(ModemResetException.class);
            assertThatThrownBy(() -> socket.send(Bytes.latin1("x"))).isInstanceOf(ModemResetException.class);
            assertThat(socket.closedBy()).isEqualTo(ClosedBy.MODEM_RESET);
            socket.close();
            fake.on(OPEN_BUFFER, OK, "\r\n+QIOPEN: 0,0\r\n");
            modem.open(request(AccessMode.BUFFER));
        }
        fake.assertAllSaid();
    }

    @Test
    void aDeactivatedContextEndsItsSockets() throws Exception {
        FakeModem fake = open();
        aftermath(fake.on("AT+QIRD=0,1500\r", "\r\nERROR\r\n"));
        try (Modem modem = fake.start()) {
            ModemSocketChannel socket = modem.open(request(AccessMode.BUFFER));

            fake.say("\r\n+QIURC: \"pdpdeact\",1\r\n");

            assertThat(socket.receive(1, SOON)).isEqualTo(Bytes.empty());
            assertThat(socket.closedBy()).isEqualTo(ClosedBy.PDP);
            socket.close();
        }
        fake.assertAllSaid();
    }

    @Test
    void closingFromAnotherThreadEndsAReceive() throws Exception {
        FakeModem fake = open().on("AT+QICLOSE=0\r", OK);
        try (Modem modem = fake.start()) {
            ModemSocketChannel socket = modem.open(request(AccessMode.BUFFER));
            CompletableFuture<Object> reading = receiveLater(socket);

            socket.close();
            socket.close();

            assertThat(reading).succeedsWithin(SOON).isInstanceOf(SocketClosedException.class);
            assertThat(socket.closedBy()).isEqualTo(ClosedBy.HOST);
        }
        fake.assertAllSaid();
    }

    @Test
    void closedWhileItOpensIsGivenBackToTheModem() throws Exception {
        FakeModem fake = FakeModem.whole().on(OPEN_BUFFER, OK).on("AT+QICLOSE=0\r", OK);
        try (Modem modem = fake.start()) {
            ModemSocketChannel socket = new ModemSocketChannel(modem, request(AccessMode.BUFFER));
            CompletableFuture<Object> opening = CompletableFuture.supplyAsync(() -> {
                try {
                    socket.open();
                    return "open";
                } catch (ModemException e) {
                    return e;
                }
            });
            await().atMost(SOON).until(() -> fake.heard().endsWith(OPEN_BUFFER));

            socket.close();

            assertThat(opening).succeedsWithin(SOON).isInstanceOf(SocketClosedException.class);
        }
        fake.assertAllSaid();
    }

    @Test
    void readsCountersBeyondTwoToTheThirtyOne() throws Exception {
        FakeModem fake = open().on("AT+QISEND=0,0\r", "\r\n+QISEND: 5000000000,4999999999,1\r\n\r\nOK\r\n");
        try (Modem modem = fake.start()) {
            assertThat(modem.open(request(AccessMode.BUFFER)).acked())
                    .isEqualTo(new SocketCounters(5_000_000_000L, 4_999_999_999L, 1));
        }
    }

    @Test
    void tellsTheModemsOwnCounters() throws Exception {
        FakeModem fake = open().on("AT+QISEND=0,0\r", "\r\n+QISEND: 877,700,177\r\n\r\nOK\r\n")
                .on("AT+QIRD=0,0\r", "\r\n+QIRD: 3000,1500,1500\r\n\r\nOK\r\n");
        try (Modem modem = fake.start()) {
            ModemSocketChannel socket = modem.open(request(AccessMode.BUFFER));
            assertThat(socket.acked()).isEqualTo(new SocketCounters(877, 700, 177));
            assertThat(socket.unread()).isEqualTo(new SocketCounters(3000, 1500, 1500));
        }
    }

    @Test
    void bytesTheOperatorReadsByHandReachTheReaderToo() throws Exception {
        FakeModem fake = open().on("AT+QIRD=0,100\r", data("typed"));
        try (Modem modem = fake.start()) {
            ModemSocketChannel socket = modem.open(request(AccessMode.BUFFER));
            modem.send("AT+QIRD=0,100", SOON, Event.Origin.OPERATOR);
            assertThat(read(socket, 5)).isEqualTo("typed");
        }
    }

    @ParameterizedTest
    @MethodSource("everySplit")
    void pushModeTakesBytesFromTheirUrcAlsoInsideAnAnswer(int split) throws Exception {
        FakeModem fake = new FakeModem(split)
                .on(OPEN_PUSH, OK, "\r\n+QIOPEN: 0,0\r\n")
                .on("AT+QISEND=0,5\r", "\r\n> ")
                .on("hello", "\r\nSEND OK\r\n", "\r\n+QIURC: \"recv\",0,8\r\nOK\r\n> \r\n\r\n")
                .on("AT+CSQ\r", "\r\n+QIURC: \"recv\",0,4\r\nabcd\r\n", "\r\n+CSQ: 20,99\r\n" + OK);
        try (Modem modem = fake.start()) {
            ModemSocketChannel socket = modem.open(request(AccessMode.PUSH));
            socket.send(Bytes.latin1("hello"));
            assertThat(modem.send("AT+CSQ").information()).containsExactly("+CSQ: 20,99");
            assertThat(read(socket, 12)).isEqualTo("OK\r\n> \r\nabcd");

            aftermath(fake);
            fake.say(CLOSED);
            assertThat(socket.receive(1, SOON)).isEqualTo(Bytes.empty());
            socket.close();
        }
        fake.assertAllSaid();
    }

    @ParameterizedTest
    @MethodSource("everySplit")
    void transparentModeCarriesRawBytesAndNoCommands(int split) throws Exception {
        FakeModem fake = new FakeModem(split)
                .on(OPEN_TRANSPARENT, "\r\nCONNECT\r\n", "raw\r\nOK\r\n> ")
                .on("OK\r\nAT+CSQ\r", "more");
        try (Modem modem = fake.start()) {
            ModemSocketChannel socket = modem.open(request(AccessMode.TRANSPARENT));
            assertThat(read(socket, 11)).isEqualTo("raw\r\nOK\r\n> ");
            assertThatThrownBy(() -> modem.send("AT+CSQ")).isInstanceOf(PortInUseException.class);
            socket.send(Bytes.latin1("OK\r\nAT+CSQ\r"));
            assertThat(read(socket, 4)).isEqualTo("more");
        }
        fake.assertAllSaid();
    }

    @Test
    void closingLeavesTransparentModeByPlusPlusPlusBetweenGuardTimes() throws Exception {
        FakeModem fake = FakeModem.whole()
                .on(OPEN_TRANSPARENT, "\r\nCONNECT\r\n")
                .onLater(Duration.ofSeconds(1), "+++", OK)
                .on("AT+QICLOSE=0\r", OK)
                .on("AT+CSQ\r", OK);
        try (Modem modem = fake.start()) {
            ModemSocketChannel socket = modem.open(request(AccessMode.TRANSPARENT));
            long before = System.nanoTime();
            socket.close();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofSeconds(2));
            modem.send("AT+CSQ");
        }
        fake.assertAllSaid();
    }

    @Test
    void leftForCommandsATransparentSocketGoesOnAsABufferedOneUntilAto() throws Exception {
        FakeModem fake = FakeModem.whole()
                .on(OPEN_TRANSPARENT, "\r\nCONNECT\r\n", "raw")
                .onLater(Duration.ofSeconds(1), "+++", OK)
                .on("AT+CSQ\r", "\r\n+CSQ: 20,99\r\n" + OK, RECV)
                .on("AT+QIRD=0,1500\r", data("world"))
                .on("AT+QIRD=0,1500\r", NOTHING)
                .on("AT+QISEND=0,5\r", "\r\n> ")
                .on("hello", "\r\nSEND OK\r\n")
                .on("ATO\r", "\r\nCONNECT\r\n", "again")
                .on("raw once more");
        try (Modem modem = fake.start()) {
            ModemSocketChannel socket = modem.open(request(AccessMode.TRANSPARENT));
            assertThat(read(socket, 3)).isEqualTo("raw");
            assertThat(modem.send("+++", SOON, Event.Origin.OPERATOR).code()).isEqualTo(ResultCode.OK);
            assertThat(modem.send("AT+CSQ").information()).containsExactly("+CSQ: 20,99");
            assertThat(read(socket, 5)).isEqualTo("world");
            await().atMost(SOON).until(() -> fake.heard().endsWith("AT+QIRD=0,1500\r".repeat(2)));
            socket.send(Bytes.latin1("hello"));
            assertThat(modem.send("ATO", SOON, Event.Origin.OPERATOR).code()).isEqualTo(ResultCode.CONNECT);
            assertThat(read(socket, 5)).isEqualTo("again");
            socket.send(Bytes.latin1("raw once more"));
        }
        fake.assertAllSaid();
    }

    /** The modem says by itself what is left; an {@code AT+QIRD} would be payload now. */
    @Test
    void anAtoBetweenTwoReadsEndsTheReading() throws Exception {
        CompletableFuture<ResultCode> goingOnline = new CompletableFuture<>();
        FakeModem fake = FakeModem.whole()
                .on(OPEN_TRANSPARENT, "\r\nCONNECT\r\n")
                .onLater(Duration.ofSeconds(1), "+++", OK + RECV)
                .on("ATO\r", "\r\nCONNECT\r\n", "again")
                .on("raw once more");
        try (Modem modem = fake.start()) {
            fake.onThen("AT+QIRD=0,1500\r", () -> {
                queue(modem, () -> goingOnline.complete(ato(modem)));
                fake.say(data("world"));
            });
            ModemSocketChannel socket = modem.open(request(AccessMode.TRANSPARENT));
            modem.send("+++", SOON, Event.Origin.OPERATOR);
            assertThat(goingOnline).succeedsWithin(SOON).isEqualTo(ResultCode.CONNECT);
            assertThat(read(socket, 5)).isEqualTo("world");
            assertThat(read(socket, 5)).isEqualTo("again");
            socket.send(Bytes.latin1("raw once more"));
            assertThat(socket.closedBy()).isEqualTo(ClosedBy.OPEN);
        }
        fake.assertAllSaid();
    }

    @Test
    void whatWaitsToBeSentDuringAnAtoIsSentRaw() throws Exception {
        FakeModem fake = FakeModem.whole()
                .on(OPEN_TRANSPARENT, "\r\nCONNECT\r\n")
                .onLater(Duration.ofSeconds(1), "+++", OK)
                .on("hello");
        try (Modem modem = fake.start()) {
            ModemSocketChannel socket = modem.open(request(AccessMode.TRANSPARENT));
            modem.send("+++", SOON, Event.Origin.OPERATOR);
            CompletableFuture<Boolean> sending = new CompletableFuture<>();
            fake.onThen("ATO\r", () -> {
                queue(modem, () -> sending.complete(sent(socket, "hello")));
                fake.say("\r\nCONNECT\r\n");
            });
            assertThat(ato(modem)).isEqualTo(ResultCode.CONNECT);
            assertThat(sending).succeedsWithin(SOON).isEqualTo(true);
            assertThat(socket.sent()).isEqualTo(5);
        }
        fake.assertAllSaid();
    }

    /** Has {@code task} begun, and returns when it waits for its turn at the modem. */
    private static void queue(Modem modem, Runnable task) {
        int before = modem.waiting();
        Thread.ofVirtual().start(task);
        await().atMost(SOON).until(() -> modem.waiting() > before);
    }

    private static ResultCode ato(Modem modem) {
        try {
            return modem.send("ATO", SOON, Event.Origin.OPERATOR).code();
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private static boolean sent(ModemSocketChannel socket, String text) {
        try {
            socket.send(Bytes.latin1(text));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDropOfDtrLeavesTransparentModeWhereTheModemWasToldSo(boolean saysOk) throws Exception {
        FakeModem fake = FakeModem.whole()
                .on("AT&D1\r", OK)
                .on(OPEN_TRANSPARENT, "\r\nCONNECT\r\n", "raw")
                .on("AT+CSQ\r", "\r\n+CSQ: 20,99\r\n" + OK, RECV)
                .on("AT+QIRD=0,1500\r", data("world"))
                .on("AT+QIRD=0,1500\r", NOTHING)
                .on("ATO\r", "\r\nCONNECT\r\n", "again");
        try (Modem modem = fake.start()) {
            modem.send("AT&D1");
            ModemSocketChannel socket = modem.open(request(AccessMode.TRANSPARENT));
            assertThat(read(socket, 3)).isEqualTo("raw");
            fake.dtr(true);
            CompletableFuture<Void> dropping = CompletableFuture.runAsync(() -> {
                try {
                    modem.lines(false, true);
                } catch (IOException e) {
                    throw new CompletionException(e);
                }
            });
            await().atMost(SOON).until(() -> fake.actions().contains("link.lines DTR off, RTS on"));
            fake.dtr(false);
            if (saysOk) {
                fake.say(OK);
            }
            assertThat(dropping).succeedsWithin(SOON);
            assertThat(modem.send("AT+CSQ").information()).containsExactly("+CSQ: 20,99");
            assertThat(read(socket, 5)).isEqualTo("world");
            await().atMost(SOON).until(() -> fake.heard().endsWith("AT+QIRD=0,1500\r".repeat(2)));
            modem.lines(true, true);
            assertThat(modem.send("ATO", SOON, Event.Origin.OPERATOR).code()).isEqualTo(ResultCode.CONNECT);
            assertThat(read(socket, 5)).isEqualTo("again");
        }
        fake.assertAllSaid();
    }

    @Test
    void aDropOfDtrIsOnlyALineWhereTheModemWasNotToldOtherwise() throws Exception {
        FakeModem fake =
                FakeModem.whole().on(OPEN_TRANSPARENT, "\r\nCONNECT\r\n").on("hello");
        try (Modem modem = fake.start()) {
            ModemSocketChannel socket = modem.open(request(AccessMode.TRANSPARENT));
            modem.lines(false, true);
            fake.dtr(true);
            fake.dtr(false);
            socket.send(Bytes.latin1("hello"));
            fake.say("\r\nOK\r\n");
            assertThat(read(socket, 6)).isEqualTo("\r\nOK\r\n");
        }
        fake.assertAllSaid();
    }

    @Test
    void closingSaysNoPlusPlusPlusWhereThePeerIsQuickerThanTheGuardTime() throws Exception {
        FakeModem fake = FakeModem.whole()
                .on(OPEN_TRANSPARENT, "\r\nCONNECT\r\n")
                .on("AT+QICLOSE=0\r", OK)
                .on("AT+CSQ\r", OK);
        try (Modem modem = fake.start()) {
            ModemSocketChannel socket = modem.open(request(AccessMode.TRANSPARENT));
            CompletableFuture<Void> closing = CompletableFuture.runAsync(socket::close);
            await().atMost(SOON).until(() -> socket.closedBy() == ClosedBy.HOST);
            fake.say("\r\nNO CARRIER\r\n");
            closing.orTimeout(SOON.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)
                    .join();
            modem.send("AT+CSQ");
        }
        fake.assertAllSaid();
    }

    @Test
    void theEndOfTransparentModeIsTheEndOfTheStream() throws Exception {
        FakeModem fake = FakeModem.whole().on(OPEN_TRANSPARENT, "\r\nCONNECT\r\n", "bye", "\r\nNO CARRIER\r\n");
        aftermath(fake);
        try (Modem modem = fake.start()) {
            ModemSocketChannel socket = modem.open(request(AccessMode.TRANSPARENT));
            assertThat(read(socket, 3)).isEqualTo("bye");
            assertThat(socket.receive(10, SOON)).isEqualTo(Bytes.empty());
            socket.close();
        }
        fake.assertAllSaid();
    }

    private static FakeModem open() {
        return FakeModem.whole().on(OPEN_BUFFER, OK + "\r\n+QIOPEN: 0,0\r\n");
    }

    private static String read(ModemSocketChannel socket, int count) throws IOException {
        Bytes read = Bytes.empty();
        while (read.length() < count) {
            Bytes more = socket.receive(count - read.length(), SOON);
            assertThat(more.isEmpty()).as("end after " + read.latin1()).isFalse();
            read = read.plus(more);
        }
        return read.latin1();
    }

    private static CompletableFuture<Object> receiveLater(ModemSocketChannel socket) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return socket.receive(1, SOON);
            } catch (ModemException e) {
                return e;
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
    }
}
