package dev.parley.modem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;
import static org.awaitility.Awaitility.await;

import dev.parley.at.ResultCode;
import dev.parley.journal.Bytes;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModemTest {
    private static final String OK = "\r\nOK\r\n";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 1000})
    void readsTheAnswerHoweverItIsCut(int split) throws Exception {
        FakeModem fake = new FakeModem(split)
                .on("AT\r", "AT\r" + OK)
                .on("ATE0\r", "ATE0\r" + OK)
                .on("AT+CPIN?\r", "\r\n+CPIN: READY\r\n" + OK)
                .on("AT+CSQ\r", "\r\n+CSQ: 20,99\r\n" + OK);
        try (Modem modem = fake.start()) {
            assertThat(modem.send("AT").code()).isEqualTo(ResultCode.OK);
            assertThat(modem.send("ATE0").succeeded()).isTrue();
            assertThat(modem.send("AT+CPIN?").value("+CPIN")).contains("READY");
            assertThat(modem.send("AT+CSQ").information()).containsExactly("+CSQ: 20,99");
        }
        fake.assertAllSaid();
    }

    @Test
    void aRefusalIsAnAnswerAndItsMeaningIsAskedForWhereItMatters() throws Exception {
        FakeModem fake = FakeModem.whole()
                .on("AT+CPIN?\r", "\r\n+CME ERROR: SIM not inserted\r\n")
                .on("AT+CPIN?\r", "\r\n+CME ERROR: 10\r\n")
                .on("AT+QIACT=1\r", "\r\nERROR\r\n")
                .lastError(561, "open PDP context failed");
        try (Modem modem = fake.start()) {
            assertThat(modem.send("AT+CPIN?").code()).isEqualTo(ResultCode.CME_ERROR);
            assertThatThrownBy(() -> modem.require("AT+CPIN?"))
                    .hasMessage("AT+CPIN? was refused: +CME ERROR: 10, SIM not inserted");
            assertThatExceptionOfType(CommandFailedException.class)
                    .isThrownBy(() -> modem.require("AT+QIACT=1"))
                    .satisfies(e -> assertThat(e.error()).isEqualTo(561))
                    .withMessage("AT+QIACT=1 was refused: ERROR, the PDP context could not be activated");
        }
        fake.assertAllSaid();
    }

    @Test
    void aUrcBetweenCommandAndAnswerIsNoAnswer() throws Exception {
        FakeModem fake = FakeModem.whole()
                .on("AT+CEREG?\r", "\r\n+CEREG: 5\r\n", "\r\n+QIND: \"csq\",20,99\r\n", "\r\n+CEREG: 1,1\r\n" + OK);
        List<String> urcs = Collections.synchronizedList(new ArrayList<>());
        try (Modem modem = fake.start()) {
            Journal.Subscription _ = modem.listen(urc -> urcs.add(urc.text()));

            assertThat(modem.send("AT+CEREG?").information()).containsExactly("+CEREG: 1,1");

            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(urcs).containsExactly("+CEREG: 5", "+QIND: \"csq\",20,99"));
        }
    }

    @Test
    void whoListensNoMoreHearsNothing() throws Exception {
        List<String> first = Collections.synchronizedList(new ArrayList<>());
        List<String> second = Collections.synchronizedList(new ArrayList<>());
        FakeModem fake = FakeModem.whole();
        try (Modem modem = fake.start()) {
            Journal.Subscription listening = modem.listen(urc -> first.add(urc.text()));
            Journal.Subscription _ = modem.listen(urc -> second.add(urc.text()));
            fake.say("\r\nRING\r\n");
            await().atMost(Duration.ofSeconds(5)).until(() -> first.size() == 1);
            listening.close();
            fake.say("\r\nRING\r\n");
            await().atMost(Duration.ofSeconds(5)).until(() -> second.size() == 2);
            assertThat(first).hasSize(1);
        }
    }

    @Test
    void aSilentModemIsToldAndTheEngineFindsItsStepAgain() throws Exception {
        FakeModem fake = FakeModem.whole()
                .on("AT+COPS=?\r")
                // The answer to the first AT is the late one of the scan.
                .on("AT\r", OK, OK)
                .on("AT+CMEE?\r", "\r\n+CMEE: 2\r\n" + OK)
                .on("AT+CSQ\r", "\r\n+CSQ: 20,99\r\n" + OK)
                .on("AT\r", OK);
        try (Modem modem = fake.start()) {
            assertThatExceptionOfType(NoAnswerException.class)
                    .isThrownBy(() -> modem.send("AT+COPS=?", Duration.ofMillis(150), Event.Origin.OPERATOR))
                    .withMessage("no answer to AT+COPS=? for 0.15 s");

            assertThat(modem.send("AT+CSQ").information()).containsExactly("+CSQ: 20,99");
            assertThat(modem.send("AT").code()).isEqualTo(ResultCode.OK);
        }
        fake.assertAllSaid();
        assertThat(fake.origins().getFirst()).isEqualTo(Event.Origin.OPERATOR);
        assertThat(fake.origins().subList(1, fake.origins().size())).containsOnly(Event.Origin.PARLEY);
    }

    @Test
    void aModemThatStaysSilentIsNamedWithEveryCommand() throws Exception {
        FakeModem fake = FakeModem.whole();
        try (Modem modem = fake.start()) {
            assertThatThrownBy(() -> modem.send("AT+CSQ", Duration.ofMillis(50), Event.Origin.PARLEY))
                    .isInstanceOf(NoAnswerException.class);
            assertThatThrownBy(() -> modem.send("AT+CSQ"))
                    .isInstanceOf(NoAnswerException.class)
                    .hasMessageStartingWith("no answer to AT for 1 s; ");
        }
        assertThat(fake.heard())
                .isEqualTo("AT+CSQ\r" + "AT\r".repeat(FakeModem.QUICK.timing().syncAttempts()));
    }

    @Test
    void leavesAPromptThatMayBeOpenAfterSilence() throws Exception {
        FakeModem fake = FakeModem.whole()
                .on("AT+QISEND=0,5\r", "\r\n> ")
                .on("hello")
                .on("\u001bAT\r", OK)
                .on("AT+CMEE?\r", "\r\n+CMEE: 2\r\n" + OK)
                .on("AT+CSQ\r", "\r\n+CSQ: 20,99\r\n" + OK);
        try (Modem modem = fake.start()) {
            assertThatThrownBy(() -> modem.send(
                            "AT+QISEND=0,5", Bytes.latin1("hello"), Duration.ofMillis(100), Event.Origin.PARLEY))
                    .isInstanceOf(NoAnswerException.class)
                    .hasMessageStartingWith("no result to AT+QISEND=0,5 for 0.1 s; ");

            assertThat(modem.send("AT+CSQ").succeeded()).isTrue();
        }
        fake.assertAllSaid();
    }

    @Test
    void cancelsAPromptThatNobodyHasBytesFor() throws Exception {
        FakeModem fake = FakeModem.whole().on("AT+QISEND=0\r", "\r\n> ").on("\u001b", OK);
        try (Modem modem = fake.start()) {
            assertThat(modem.send("AT+QISEND=0", Duration.ofSeconds(5), Event.Origin.OPERATOR)
                            .code())
                    .isEqualTo(ResultCode.OK);
        }
        fake.assertAllSaid();
    }

    @Test
    void bytesLostInsideAnAnswerAreToldWithoutWaitingForTheWholeLimit() throws Exception {
        FakeModem fake = FakeModem.whole().on("AT+QIRD=0,1500\r", "\r\n+QIRD: 10\r\nworld\r\n");
        try (Modem modem = fake.start(FakeModem.QUICK.withLimit("+QIRD", Duration.ofMinutes(1)))) {
            CompletableFuture<Object> asked = CompletableFuture.supplyAsync(() -> {
                try {
                    return modem.send("AT+QIRD=0,1500");
                } catch (ModemException e) {
                    return e;
                }
            });

            assertThat(asked)
                    .succeedsWithin(Duration.ofSeconds(20))
                    .asInstanceOf(throwable(NoAnswerException.class))
                    .hasMessage("no end of the answer to AT+QIRD=0,1500 for 0.4 s; bytes may be lost between modem and"
                            + " host; look at the baud rate and flow control");
        }
    }

    @Test
    void commandsTakeTurnsInTheOrderInWhichTheyCame() throws Exception {
        FakeModem fake = FakeModem.whole().on("AT+A\r").on("AT+B\r", OK).on("AT+C\r", OK);
        try (Modem modem = fake.start()) {
            List<String> done = Collections.synchronizedList(new ArrayList<>());
            List<Thread> callers = new ArrayList<>();
            for (String command : List.of("AT+A", "AT+B", "AT+C")) {
                Thread caller = Thread.ofVirtual().start(() -> {
                    try {
                        done.add(modem.send(command).command());
                    } catch (ModemException e) {
                        done.add(e.getMessage());
                    }
                });
                callers.add(caller);
                Thread.State waiting = Thread.State.TIMED_WAITING;
                await().atMost(Duration.ofSeconds(5)).until(() -> caller.getState() == waiting);
            }
            assertThat(fake.heard()).isEqualTo("AT+A\r");

            fake.say(OK);
            for (Thread caller : callers) {
                caller.join();
            }

            assertThat(done).hasSize(3);
            assertThat(fake.heard()).isEqualTo("AT+A\rAT+B\rAT+C\r");
        }
    }

    @Test
    void aModemThatStartsAnewFailsTheCommandInFlight() throws Exception {
        FakeModem fake = FakeModem.whole().on("AT\r", OK).on("AT+QIACT=1\r", "\r\nRDY\r\n");
        try (Modem modem = fake.start()) {
            modem.send("AT");

            assertThatThrownBy(() -> modem.send("AT+QIACT=1"))
                    .isInstanceOf(ModemResetException.class)
                    .hasMessageContaining("started anew (RDY)");
        }
    }

    @Test
    void anInterruptedLinkFailsWhatIsInFlightAndGoesOnOnceItIsRegained() throws Exception {
        FakeModem fake = FakeModem.whole()
                .on("AT+CSQ\r")
                .on("AT\r", OK)
                .on("AT+CMEE?\r", "\r\n+CMEE: 2\r\n" + OK)
                .on("AT+CSQ\r", "\r\n+CSQ: 20,99\r\n" + OK);
        try (Modem modem = fake.start()) {
            CompletableFuture<Object> waiting = CompletableFuture.supplyAsync(() -> {
                try {
                    return modem.send("AT+CSQ");
                } catch (ModemException e) {
                    return e;
                }
            });
            await().atMost(Duration.ofSeconds(5)).until(() -> fake.heard().equals("AT+CSQ\r"));
            fake.interrupt();
            assertThat(waiting)
                    .succeedsWithin(Duration.ofSeconds(5))
                    .asInstanceOf(throwable(LinkLostException.class))
                    .hasMessage("the cable is cut");
            assertThatThrownBy(() -> modem.send("AT+CSQ")).isInstanceOf(LinkLostException.class);
            fake.regain();
            assertThat(modem.send("AT+CSQ").information()).containsExactly("+CSQ: 20,99");
        }
        fake.assertAllSaid();
    }

    @Test
    void aLostLinkFailsWhoeverWaitsAndWhoeverComesLater() throws Exception {
        FakeModem fake = FakeModem.whole().on("AT+CSQ\r");
        try (Modem modem = fake.start()) {
            CompletableFuture<Object> waiting = CompletableFuture.supplyAsync(() -> {
                try {
                    return modem.send("AT+CSQ");
                } catch (ModemException e) {
                    return e;
                }
            });
            await().atMost(Duration.ofSeconds(5)).until(() -> fake.heard().equals("AT+CSQ\r"));

            fake.cut();

            assertThat(waiting).succeedsWithin(Duration.ofSeconds(5)).isInstanceOf(LinkLostException.class);
            assertThatThrownBy(() -> modem.send("AT")).isInstanceOf(LinkLostException.class);
        }
    }

    @Test
    void refusesWhatIsNoCommandLine() {
        try (Modem modem = FakeModem.whole().start()) {
            assertThatThrownBy(() -> modem.send("AT\rAT+CFUN=0")).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
