package dev.parley.modem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;
import static org.awaitility.Awaitility.await;

import dev.parley.journal.Bytes;
import dev.parley.socket.AccessMode;
import dev.parley.socket.ClosedBy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("After a gap of the link a socket")
@Timeout(60)
class LinkGapTest {
    private static final String OK = "\r\nOK\r\n";
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String OPEN = "AT+QIOPEN=1,0,\"TCP\",\"example.org\",8883,0,";
    private static final String NOTHING = "\r\n+QIRD: 0\r\n\r\nOK\r\n";

    private final FakeModem fake = FakeModem.whole().on(OPEN + "0\r", OK, "\r\n+QIOPEN: 0,0\r\n");
    private final LinkedBlockingQueue<Optional<ModemException>> regained = new LinkedBlockingQueue<>();

    @Test
    @DisplayName("goes on where the counters say that nothing is missing, also where the modem calls its state 3")
    void goesOn() throws Exception {
        try (Modem modem = start()) {
            ModemSocketChannel socket = modem.open(SocketRequest.to("example.org", 8883, AccessMode.BUFFER));
            fake.on("AT+QISEND=0,5\r", "\r\n> ").on("hello", "\r\nSEND OK\r\n");
            socket.send(Bytes.latin1("hello"));

            fake.interrupt();
            inStep().books("0,0,0", "5,5,0").state(3);
            fake.on("AT+QISEND=0,5\r", "\r\n> ").on("again", "\r\nSEND OK\r\n");
            fake.regain();
            socket.send(Bytes.latin1("again"));

            assertThat(trouble()).isEmpty();
            assertThat(socket.sent()).isEqualTo(10);
            assertThat(fake.actions()).contains("socket.kept socket 0, no byte is missing");
        }
        fake.assertAllSaid();
    }

    @Test
    @DisplayName("reads what came meanwhile, although nobody heard the \"recv\"")
    void readsWhatCameMeanwhile() throws Exception {
        try (Modem modem = start()) {
            ModemSocketChannel socket = modem.open(SocketRequest.to("example.org", 8883, AccessMode.BUFFER));
            fake.interrupt();
            inStep().books("5,0,5", "0,0,0").state(2);
            fake.on("AT+QIRD=0,1500\r", "\r\n+QIRD: 5\r\nworld\r\n\r\nOK\r\n").on("AT+QIRD=0,1500\r", NOTHING);
            fake.regain();
            assertThat(socket.receive(5, SOON)).isEqualTo(Bytes.latin1("world"));
        }
    }

    @Test
    @DisplayName("repeats a send that the modem had not taken")
    void repeatsASend() throws Exception {
        try (Modem modem = start()) {
            ModemSocketChannel socket = modem.open(SocketRequest.to("example.org", 8883, AccessMode.BUFFER));
            CompletableFuture<Object> sending = cutSend(socket);
            promptClosed().books("0,0,0", "0,0,0").state(2);
            fake.on("AT+QISEND=0,5\r", "\r\n> ").on("hello", "\r\nSEND OK\r\n");
            fake.regain();
            assertThat(sending).succeedsWithin(SOON).isEqualTo("sent");
            assertThat(socket.sent()).isEqualTo(5);
        }
        fake.assertAllSaid();
    }

    @Test
    @DisplayName("does not repeat a send of which only the answer was lost")
    void doesNotRepeatASend() throws Exception {
        try (Modem modem = start()) {
            ModemSocketChannel socket = modem.open(SocketRequest.to("example.org", 8883, AccessMode.BUFFER));
            CompletableFuture<Object> sending = cutSend(socket);
            promptClosed().books("0,0,0", "5,0,5").state(2);
            fake.regain();
            assertThat(sending).succeedsWithin(SOON).isEqualTo("sent");
            assertThat(socket.sent()).isEqualTo(5);
        }
        fake.assertAllSaid();
    }

    @Test
    @DisplayName("ends where a send was cut short and filled with what was said afterwards")
    void endsWhereAPayloadWasFilled() throws Exception {
        try (Modem modem = start()) {
            ModemSocketChannel socket = modem.open(SocketRequest.to("example.org", 8883, AccessMode.BUFFER));
            CompletableFuture<Object> sending = cutSend(socket);
            fake.on("\u001bAT\r", "\r\nSEND OK\r\n").on("AT\r", OK).on("AT+CMEE?\r", "\r\n+CMEE: 2\r\n" + OK);
            fake.on("AT+QICLOSE=0\r", OK);
            fake.regain();
            assertThat(sending)
                    .succeedsWithin(SOON)
                    .asInstanceOf(throwable(SocketClosedException.class))
                    .hasMessageContaining("took for its payload what was said afterwards");
        }
        fake.assertAllSaid();
    }

    @Test
    @DisplayName("that waited for the rest of a payload is filled up, so that the modem takes commands again")
    void fillsUpAPayload() throws Exception {
        try (Modem modem = start(FakeModem.QUICK.withTiming(FakeModem.HASTY))) {
            ModemSocketChannel socket = modem.open(SocketRequest.to("example.org", 8883, AccessMode.BUFFER));
            CompletableFuture<Object> sending = cutSend(socket);
            String unheard = "\u001b" + "AT\r".repeat(5);
            fake.on(unheard + "\r".repeat(5) + "\u001bAT\r", "\r\nSEND OK\r\n", OK)
                    .on("AT+CMEE?\r", "\r\n+CMEE: 2\r\n" + OK)
                    .on("AT+QICLOSE=0\r", OK);
            fake.regain();
            assertThat(sending).succeedsWithin(SOON).isInstanceOf(SocketClosedException.class);
        }
    }

    @Test
    @DisplayName("ends where bytes that the modem handed out did not arrive, and is given back to the modem")
    void endsWhereBytesAreMissing() throws Exception {
        endsBecause("3 bytes that the modem handed out did not arrive", "3,3,0", "0,0,0", 2);
    }

    @Test
    @DisplayName("ends where the modem has taken what was never sent")
    void endsWhereTheModemTookMore() throws Exception {
        endsBecause("the modem took 7 of 0 bytes that were on their way", "0,0,0", "7,7,0", 2);
    }

    private void endsBecause(String reason, String read, String sent, int state) throws Exception {
        try (Modem modem = start()) {
            ModemSocketChannel socket = modem.open(SocketRequest.to("example.org", 8883, AccessMode.BUFFER));
            fake.interrupt();
            inStep().books(read, sent).state(state);
            fake.on("AT+QICLOSE=0\r", OK);
            fake.regain();
            assertThat(trouble().orElseThrow())
                    .hasMessage("socket 0 did not survive the gap of the link: " + reason + "; connect again");
            assertThatThrownBy(() -> socket.receive(1, SOON)).hasMessageContaining(reason);
            assertThat(socket.closedBy()).isEqualTo(ClosedBy.LINK);
        }
        fake.assertAllSaid();
    }

    @Test
    @DisplayName("ends where the modem does not know it any more")
    void endsWhereItIsUnknown() throws Exception {
        try (Modem modem = start()) {
            modem.open(SocketRequest.to("example.org", 8883, AccessMode.BUFFER));
            fake.interrupt();
            inStep();
            fake.on("AT+QIRD=0,0\r", "\r\nERROR\r\n")
                    .on("AT+QISEND=0,0\r", "\r\nERROR\r\n")
                    .on("AT+QISTATE=1,0\r", OK)
                    .on("AT+QICLOSE=0\r", OK);
            fake.regain();
            assertThat(trouble().orElseThrow()).hasMessageContaining("the modem no longer knows it (AT+QISTATE=1,0)");
        }
        fake.assertAllSaid();
    }

    @Test
    @DisplayName("ends with the modem that started anew meanwhile: it echoes again")
    void endsWithTheModem() throws Exception {
        fake.on("AT\r", "AT\r" + OK).on("ATE0\r", "ATE0\r" + OK);
        try (Modem modem = start()) {
            modem.send("AT");
            modem.settings().echoOff();
            ModemSocketChannel socket = modem.open(SocketRequest.to("example.org", 8883, AccessMode.BUFFER));
            fake.interrupt();
            fake.on("AT\r", "AT\r" + OK).on("AT+CMEE?\r", "AT+CMEE?\r\r\n+CMEE: 1\r\n" + OK);
            fake.regain();
            assertThat(trouble().orElseThrow()).isInstanceOf(ModemResetException.class);
            assertThatThrownBy(() -> socket.receive(1, SOON)).isInstanceOf(ModemResetException.class);
            assertThat(modem.settings().changed()).isEmpty();
        }
    }

    @Test
    @DisplayName("that the peer closed meanwhile is read to its end")
    void closedByThePeerMeanwhile() throws Exception {
        try (Modem modem = start()) {
            ModemSocketChannel socket = modem.open(SocketRequest.to("example.org", 8883, AccessMode.BUFFER));
            fake.interrupt();
            inStep().books("5,0,5", "0,0,0").state(4);
            fake.on("AT+QIRD=0,1500\r", "\r\n+QIRD: 5\r\nalert\r\n\r\nOK\r\n")
                    .on("AT+QIRD=0,1500\r", NOTHING)
                    .on("AT+QIGETERROR\r", "\r\n+QIGETERROR: 0,operate successfully\r\n" + OK);
            new Answers().state(4);
            fake.on("AT+QISEND=0,0\r", "\r\n+QISEND: 0,0,0\r\n" + OK).on("AT+QICLOSE=0\r", OK);
            fake.regain();
            assertThat(socket.receive(5, SOON)).isEqualTo(Bytes.latin1("alert"));
            assertThat(socket.receive(5, SOON)).isEqualTo(Bytes.empty());
            assertThat(socket.closedBy()).isEqualTo(ClosedBy.PEER);
        }
    }

    @Test
    @DisplayName("in transparent mode is brought to commands before a word is said, and back by ATO")
    void transparent() throws Exception {
        try (Modem modem = start()) {
            fake.on(OPEN + "2\r", "\r\nCONNECT\r\n").on("hello");
            ModemSocketChannel socket = modem.open(SocketRequest.to("example.org", 8883, AccessMode.TRANSPARENT));
            socket.send(Bytes.latin1("hello"));
            await().atMost(SOON).until(() -> fake.heard().endsWith("hello"));
            fake.interrupt();
            fake.on("+++").on("AT\r", OK).on("AT+CMEE?\r", "\r\n+CMEE: 2\r\n" + OK);
            new Answers().books("0,0,0", "5,5,0").state(2);
            fake.on("ATO\r", "\r\nCONNECT\r\n").on("more");
            fake.regain();
            assertThat(trouble()).isEmpty();
            socket.send(Bytes.latin1("more"));
            assertThat(fake.heard()).contains("hello+++AT\r").endsWith("ATO\rmore");
        }
    }

    @Test
    @DisplayName("fails with a modem that stays silent, and the silence is told")
    void silentModem() throws Exception {
        try (Modem modem = start(FakeModem.QUICK.withTiming(FakeModem.HASTY))) {
            ModemSocketChannel socket = modem.open(SocketRequest.to("example.org", 8883, AccessMode.BUFFER));
            fake.interrupt();
            fake.regain();
            assertThat(trouble().orElseThrow())
                    .isInstanceOf(NoAnswerException.class)
                    .hasMessageStartingWith("no answer to AT for ");
            assertThatThrownBy(() -> socket.receive(1, SOON)).isInstanceOf(NoAnswerException.class);
        }
    }

    @Test
    @DisplayName("is left alone while Parley only listens")
    void listenOnly() throws Exception {
        try (Modem modem = start()) {
            modem.open(SocketRequest.to("example.org", 8883, AccessMode.BUFFER));
            modem.listenOnly(true);
            String before = fake.heard();
            fake.interrupt();
            fake.regain();
            assertThat(regained.poll(300, TimeUnit.MILLISECONDS)).isNull();
            assertThat(fake.heard()).isEqualTo(before);
            inStep().books("0,0,0", "0,0,0").state(2);
            modem.listenOnly(false);
            assertThat(trouble()).isEmpty();
        }
    }

    @Test
    @DisplayName("is asked for anew where the link is interrupted again as the last answer came")
    void cutAgainAtTheLastAnswer() throws Exception {
        try (Modem modem = start()) {
            ModemSocketChannel socket = modem.open(SocketRequest.to("example.org", 8883, AccessMode.BUFFER));
            fake.interrupt();
            inStep().books("0,0,0", "0,0,0").stateThen(2, this::flap);
            inStep().books("3,3,0", "0,0,0").state(2);
            fake.on("AT+QICLOSE=0\r", OK);
            fake.regain();
            assertThat(trouble().orElseThrow())
                    .hasMessageContaining("3 bytes that the modem handed out did not arrive");
            assertThatThrownBy(() -> socket.receive(1, SOON)).isInstanceOf(SocketClosedException.class);
        }
        fake.assertAllSaid();
    }

    @Test
    @DisplayName("does not repeat a send that the modem had taken, also where it is asked twice")
    void doesNotRepeatASendAfterTwoGaps() throws Exception {
        try (Modem modem = start()) {
            ModemSocketChannel socket = modem.open(SocketRequest.to("example.org", 8883, AccessMode.BUFFER));
            CompletableFuture<Object> sending = cutSend(socket);
            promptClosed().books("0,0,0", "5,0,5").stateThen(2, this::flap);
            inStep().books("0,0,0", "5,5,0").state(2);
            fake.regain();
            assertThat(trouble()).isEmpty();
            assertThat(sending).succeedsWithin(SOON).isEqualTo("sent");
            assertThat(socket.sent()).isEqualTo(5);
        }
        fake.assertAllSaid();
    }

    @Test
    @DisplayName("in transparent mode hears +++ anew where the link is interrupted in its guard time")
    void cutAgainInTheGuardTime() throws Exception {
        try (Modem modem = start()) {
            fake.on(OPEN + "2\r", "\r\nCONNECT\r\n");
            modem.open(SocketRequest.to("example.org", 8883, AccessMode.TRANSPARENT));
            fake.interrupt();
            fake.onThen("+++", this::flap).on("+++").on("AT\r", OK).on("AT+CMEE?\r", "\r\n+CMEE: 2\r\n" + OK);
            new Answers().books("0,0,0", "0,0,0").state(2);
            fake.on("ATO\r", "\r\nCONNECT\r\n");
            fake.regain();
            assertThat(trouble()).isEmpty();
            assertThat(fake.heard()).contains("++++++AT\r").endsWith("ATO\r");
        }
    }

    @Test
    @DisplayName(
            "in transparent mode is brought back by another ATO where the link is interrupted while the first is in"
                    + " flight")
    void cutAgainInAto() throws Exception {
        try (Modem modem = start()) {
            fake.on(OPEN + "2\r", "\r\nCONNECT\r\n");
            ModemSocketChannel socket = modem.open(SocketRequest.to("example.org", 8883, AccessMode.TRANSPARENT));
            fake.interrupt();
            fake.on("+++").on("AT\r", OK).on("AT+CMEE?\r", "\r\n+CMEE: 2\r\n" + OK);
            new Answers().books("0,0,0", "0,0,0").state(2);
            fake.onThen("ATO\r", this::flap);
            // It may have gone online: an AT would go to the peer.
            fake.on("+++").on("AT\r", OK).on("AT+CMEE?\r", "\r\n+CMEE: 2\r\n" + OK);
            new Answers().books("0,0,0", "0,0,0").state(2);
            fake.on("ATO\r", "\r\nCONNECT\r\n", "again").on("more");
            fake.regain();
            assertThat(trouble()).isEmpty();
            assertThat(socket.receive(5, SOON)).isEqualTo(Bytes.latin1("again"));
            socket.send(Bytes.latin1("more"));
            assertThat(fake.heard()).endsWith("ATO\rmore");
        }
    }

    @Test
    @DisplayName("that was being opened fails, and the modem closes what it may have opened meanwhile")
    void cutWhileItOpens() throws Exception {
        try (Modem modem = start()) {
            fake.onThen(OPEN + "1\r", fake::interrupt, OK);
            assertThatThrownBy(() -> modem.open(SocketRequest.to("example.org", 8883, AccessMode.PUSH)))
                    .isInstanceOf(LinkLostException.class);
            inStep();
            fake.on("AT+QICLOSE=0\r", OK);
            fake.regain();
            assertThat(trouble()).isEmpty();
            assertThat(fake.heard()).endsWith("AT+QICLOSE=0\r");
            modem.open(SocketRequest.to("example.org", 8883, AccessMode.BUFFER));
        }
    }

    @Test
    @DisplayName("that was being opened is not closed under whoever has opened its id anew before the modem was asked")
    void openedAnewAfterAGap() throws Exception {
        try (Modem modem = start()) {
            fake.onThen(OPEN + "1\r", fake::interrupt, OK);
            assertThatThrownBy(() -> modem.open(SocketRequest.to("example.org", 8883, AccessMode.PUSH)))
                    .isInstanceOf(LinkLostException.class);
            inStep();
            CompletableFuture<Object> opened = new CompletableFuture<>();
            modem.inTurn(() -> {
                fake.regain();
                await().atMost(SOON).until(() -> modem.waiting() == 1);
                opened.complete(modem.open(SocketRequest.to("example.org", 8883, AccessMode.BUFFER)));
                return true;
            });
            assertThat(opened).isCompleted();
            assertThat(trouble()).isEmpty();
            assertThat(fake.heard()).doesNotContain("QICLOSE");
        }
    }

    @Test
    @DisplayName("ends where a payload was filled with what was said in an earlier of two gaps")
    void endsWhereAPayloadWasFilledBefore() throws Exception {
        try (Modem modem = start()) {
            ModemSocketChannel socket = modem.open(SocketRequest.to("example.org", 8883, AccessMode.BUFFER));
            CompletableFuture<Object> sending = cutSend(socket);
            fake.onThen("\u001bAT\r", this::flap, "\r\nSEND OK\r\n");
            promptClosed();
            fake.on("AT+QICLOSE=0\r", OK);
            fake.regain();
            assertThat(sending)
                    .succeedsWithin(SOON)
                    .asInstanceOf(throwable(SocketClosedException.class))
                    .hasMessageContaining("took for its payload what was said afterwards");
        }
        fake.assertAllSaid();
    }

    @Test
    @DisplayName("waits where Parley is told to listen only while it asks, and goes on afterwards")
    void listenOnlyMeanwhile() throws Exception {
        try (Modem modem = start()) {
            ModemSocketChannel socket = modem.open(SocketRequest.to("example.org", 8883, AccessMode.BUFFER));
            fake.interrupt();
            fake.on("AT\r", OK).onThen("AT+CMEE?\r", () -> modem.listenOnly(true), "\r\n+CMEE: 2\r\n" + OK);
            fake.regain();
            assertThat(regained.poll(300, TimeUnit.MILLISECONDS)).isNull();
            new Answers().books("0,0,0", "0,0,0").state(2);
            modem.listenOnly(false);
            assertThat(trouble()).isEmpty();
            assertThat(socket.closedBy()).isEqualTo(ClosedBy.OPEN);
            fake.on("AT+QICLOSE=0\r", OK);
            socket.close();
        }
        fake.assertAllSaid();
    }

    /** The cable is out and in again at once. */
    private void flap() {
        fake.interrupt();
        fake.regain();
    }

    /** A send whose prompt has come, and whose answer does not. */
    private CompletableFuture<Object> cutSend(ModemSocketChannel socket) {
        fake.on("AT+QISEND=0,5\r", "\r\n> ").on("hello");
        CompletableFuture<Object> sending = CompletableFuture.supplyAsync(() -> {
            try {
                socket.send(Bytes.latin1("hello"));
                return "sent";
            } catch (IOException e) {
                return e;
            }
        });
        await().atMost(SOON).until(() -> fake.heard().endsWith("hello"));
        fake.interrupt();
        return sending;
    }

    private Answers inStep() {
        fake.on("AT\r", OK).on("AT+CMEE?\r", "\r\n+CMEE: 2\r\n" + OK);
        return new Answers();
    }

    private Answers promptClosed() {
        fake.on("\u001bAT\r", OK).on("AT+CMEE?\r", "\r\n+CMEE: 2\r\n" + OK);
        return new Answers();
    }

    /** What the modem says of its socket. */
    private final class Answers {
        Answers books(String read, String sent) {
            fake.on("AT+QIRD=0,0\r", "\r\n+QIRD: " + read + "\r\n" + OK)
                    .on("AT+QISEND=0,0\r", "\r\n+QISEND: " + sent + "\r\n" + OK);
            return this;
        }

        void state(int state) {
            stateThen(state, () -> {});
        }

        void stateThen(int state, Runnable next) {
            fake.onThen(
                    "AT+QISTATE=1,0\r",
                    next,
                    "\r\n+QISTATE: 0,\"TCP\",\"203.0.113.7\",8883,22742," + state + ",1,0,0,\"uart1\"\r\n" + OK);
        }
    }

    private Modem start() {
        return start(FakeModem.QUICK);
    }

    private Modem start(ModemProfile profile) {
        Modem modem = fake.start(profile);
        modem.observe(new ModemObserver() {
            @Override
            public void silence(Optional<Silence> silence) {}

            @Override
            public void settings(List<ChangedSetting> changed) {}

            @Override
            public void regained(Optional<ModemException> trouble) {
                regained.add(trouble);
            }
        });
        return modem;
    }

    private Optional<ModemException> trouble() throws InterruptedException {
        Optional<ModemException> told = regained.poll(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(told).as("the end of the gap is told").isNotNull();
        return told;
    }
}
