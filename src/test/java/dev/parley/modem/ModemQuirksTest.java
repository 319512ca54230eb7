package dev.parley.modem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.journal.Bytes;
import dev.parley.journal.Event;
import dev.parley.socket.AccessMode;
import dev.parley.socket.ClosedBy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What modules and their firmware were seen to do")
@Timeout(60)
class ModemQuirksTest {
    private static final String OK = "\r\nOK\r\n";
    private static final String NOTHING = "\r\n+QIRD: 0\r\n\r\nOK\r\n";
    private static final Duration SOON = Duration.ofSeconds(20);

    private final FakeModem fake = FakeModem.whole();

    private ModemSocketChannel open(Modem modem, int context, int id) throws ModemException {
        fake.on(
                "AT+QIOPEN=" + context + "," + id + ",\"TCP\",\"example.org\",8883,0,0\r",
                OK,
                "\r\n+QIOPEN: " + id + ",0\r\n");
        return modem.open(new SocketRequest(context, id, "example.org", 8883, AccessMode.BUFFER, 1460));
    }

    private void aftermath(int id) {
        fake.on("AT+QIGETERROR\r", "\r\n+QIGETERROR: 0,operate successfully\r\n" + OK)
                .on("AT+QISTATE=1," + id + "\r", OK)
                .on("AT+QISEND=" + id + ",0\r", "\r\n+QISEND: 0,0,0\r\n" + OK)
                .on("AT+QICLOSE=" + id + "\r", OK);
    }

    @Test
    @DisplayName("\"closed\" of an id of two digits ends that socket, and not the one of its first digit")
    void closedOfAnIdOfTwoDigits() throws Exception {
        try (Modem modem = fake.start()) {
            ModemSocketChannel one = open(modem, 1, 1);
            ModemSocketChannel eleven = open(modem, 1, 11);
            fake.on("AT+QIRD=11,1500\r", NOTHING);
            aftermath(11);
            fake.say("\r\n+QIURC: \"closed\",11\r\n");
            assertThat(eleven.receive(1, SOON)).isEqualTo(Bytes.empty());
            assertThat(eleven.closedBy()).isEqualTo(ClosedBy.PEER);
            assertThat(one.closedBy()).isEqualTo(ClosedBy.OPEN);
        }
    }

    @Test
    @DisplayName("\"pdpdeact\" of one context ends the sockets of that context, and no other")
    void oneContextDeactivated() throws Exception {
        try (Modem modem = fake.start()) {
            ModemSocketChannel first = open(modem, 1, 0);
            ModemSocketChannel second = open(modem, 2, 5);
            fake.on("AT+QIRD=5,1500\r", "\r\nERROR\r\n");
            aftermath(5);
            fake.say("\r\n+QIURC: \"pdpdeact\",2\r\n");
            assertThat(second.receive(1, SOON)).isEqualTo(Bytes.empty());
            assertThat(second.closedBy()).isEqualTo(ClosedBy.PDP);
            assertThat(first.closedBy()).isEqualTo(ClosedBy.OPEN);
            fake.on("AT+QISEND=0,2\r", "\r\n> ").on("hi", "\r\nSEND OK\r\n");
            first.send(Bytes.latin1("hi"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n+QIURC: \"recv\",0\r\n", "\r\n+QIURC: \"recv\",0,5\r\n"})
    @DisplayName("\"recv\" of old firmware has no length, that of new firmware may have one")
    void receivedWithAndWithoutALength(String recv) throws Exception {
        try (Modem modem = fake.start()) {
            ModemSocketChannel socket = open(modem, 1, 0);
            fake.on("AT+QIRD=0,1500\r", "\r\n+QIRD: 5\r\nworld\r\n\r\nOK\r\n").on("AT+QIRD=0,1500\r", NOTHING);
            fake.say(recv);
            assertThat(socket.receive(5, SOON)).isEqualTo(Bytes.latin1("world"));
            await().atMost(SOON).untilAsserted(fake::assertAllSaid);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {NOTHING, "\r\n+QIRD: 0\r\n\r\n\r\nOK\r\n"})
    @DisplayName("an empty read has a line for its no bytes, or none")
    void emptyReads(String nothing) throws Exception {
        try (Modem modem = fake.start()) {
            ModemSocketChannel socket = open(modem, 1, 0);
            fake.on("AT+QIRD=0,1500\r", "\r\n+QIRD: 2\r\nab\r\n\r\nOK\r\n").on("AT+QIRD=0,1500\r", nothing);
            fake.say("\r\n+QIURC: \"recv\",0\r\n");
            assertThat(socket.receive(9, SOON)).isEqualTo(Bytes.latin1("ab"));
            await().atMost(SOON).untilAsserted(fake::assertAllSaid);
            fake.on("AT+CSQ\r", "\r\n+CSQ: 20,99\r\n" + OK);
            assertThat(modem.send("AT+CSQ").information()).containsExactly("+CSQ: 20,99");
        }
    }

    @Test
    @DisplayName("a \"recv\" that is said twice, or after all was read, costs a read and nothing else")
    void receivedToldTwice() throws Exception {
        try (Modem modem = fake.start()) {
            ModemSocketChannel socket = open(modem, 1, 0);
            fake.on("AT+QIRD=0,1500\r", "\r\n+QIRD: 5\r\nworld\r\n\r\nOK\r\n")
                    .on("AT+QIRD=0,1500\r", NOTHING)
                    .on("AT+QIRD=0,1500\r", NOTHING);
            fake.say("\r\n+QIURC: \"recv\",0\r\n");
            assertThat(socket.receive(5, SOON)).isEqualTo(Bytes.latin1("world"));
            await().atMost(SOON).until(() -> fake.heard().endsWith("AT+QIRD=0,1500\r".repeat(2)));
            fake.say("\r\n+QIURC: \"recv\",0\r\n");
            await().atMost(SOON).untilAsserted(fake::assertAllSaid);
            assertThat(socket.closedBy()).isEqualTo(ClosedBy.OPEN);
        }
    }

    @Test
    @DisplayName("a modem that goes to sleep (PSM POWER DOWN) fails what waits for it, and says how to wake it")
    void goesToSleep() throws Exception {
        fake.on("AT\r", OK).on("AT+CSQ\r");
        try (Modem modem = fake.start()) {
            modem.send("AT");
            ModemSocketChannel socket = open(modem, 1, 0);
            CompletableFuture<Object> asked = CompletableFuture.supplyAsync(() -> {
                try {
                    return modem.send("AT+CSQ", Duration.ofMinutes(1), Event.Origin.OPERATOR);
                } catch (ModemException e) {
                    return e;
                }
            });
            await().atMost(SOON).until(() -> fake.heard().endsWith("AT+CSQ\r"));
            fake.say("\r\nPSM POWER DOWN\r\n");
            assertThat(asked).succeedsWithin(SOON).isInstanceOf(ModemResetException.class);
            assertThatThrownBy(() -> socket.receive(1, SOON))
                    .isInstanceOf(ModemResetException.class)
                    .hasMessageContaining("went to sleep (PSM POWER DOWN)")
                    .hasMessageContaining("PWRKEY");
        }
    }
}
