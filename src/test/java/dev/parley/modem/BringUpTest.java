package dev.parley.modem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BringUpTest {
    private static final String OK = "\r\nOK\r\n";

    private final List<String> steps = new ArrayList<>();

    private BringUp.Network bringUp(FakeModem fake, String apn) throws BringUpException {
        try (Modem modem = fake.start()) {
            BringUp.Target target = new BringUp.Target(apn, 1, Duration.ofMillis(300));
            return new BringUp(modem, target, (step, status, value, nanos) -> {
                        if (status != BringUp.Status.RUNNING) {
                            steps.add(
                                    step.title() + ": " + value + (status == BringUp.Status.FAILED ? " (failed)" : ""));
                            assertThat(nanos).isPositive();
                        }
                    })
                    .run();
        }
    }

    private static FakeModem identified(FakeModem fake) {
        return fake.on("AT\r", "AT\r" + OK)
                .on("ATE0\r", "ATE0\r" + OK)
                .on("AT+CMEE=2\r", OK)
                .on("ATI\r", "\r\nQuectel\r\nBG95-M3\r\nRevision: BG95M3LAR02A03\r\n" + OK)
                .on("AT+QGMR\r", "\r\nBG95M3LAR02A03_01.012.01.012\r\n" + OK)
                .on("AT+QISDE=0\r", OK);
    }

    private static FakeModem withSim(FakeModem fake) {
        return identified(fake)
                .on("AT+CPIN?\r", "\r\n+CPIN: READY\r\n" + OK)
                .on("AT+CSQ\r", "\r\n+CSQ: 20,99\r\n" + OK)
                .on("AT+QCSQ\r", "\r\n+QCSQ: \"eMTC\",-65,-93,110,-11\r\n" + OK);
    }

    private static FakeModem registered(FakeModem fake) {
        return withSim(fake)
                .on("AT+CEREG?\r", "\r\n+CEREG: 0,5\r\n" + OK)
                .on("AT+COPS?\r", "\r\n+COPS: 0,0,\"AT&T 4G\",8\r\n" + OK);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 1000})
    void goesFromTheFirstAtToAnAddress(int split) throws Exception {
        FakeModem fake = registered(new FakeModem(split))
                .on("AT+QISTATE?\r", OK)
                .on("AT+QICSGP=1\r", "\r\n+QICSGP: 1,\"\",\"\",\"\",0\r\n" + OK)
                .on("AT+QIACT?\r", OK)
                .on("AT+QICSGP=1,1,\"iot.example\"\r", OK)
                .on("AT+QIACT?\r", OK)
                .on("AT+QIACT=1\r", OK)
                .on("AT+QIACT?\r", "\r\n+QIACT: 1,1,1,\"10.76.51.180\"\r\n" + OK);

        BringUp.Network network = bringUp(fake, "iot.example");

        fake.assertAllSaid();
        assertThat(network.address()).isEqualTo("10.76.51.180");
        assertThat(steps)
                .containsExactly(
                        "AT: answers",
                        "Echo off: OK",
                        "Errors in words: OK",
                        "Modem: BG95-M3 BG95M3LAR02A03_01.012.01.012",
                        "Payload echo off: off",
                        "SIM: ready",
                        "Signal: -73 dBm, excellent; eMTC RSRP -93 dBm, SINR 2 dB",
                        "Registration: roaming (CEREG)",
                        "Operator: AT&T 4G (eMTC)",
                        "Stale sockets: none",
                        "APN: iot.example",
                        "PDP context: activated",
                        "Address: 10.76.51.180");
    }

    @Test
    void leavesWhatIsRightAsItIsAndClosesSocketsOfAnEarlierSession() throws Exception {
        String active = "\r\n+QIACT: 1,1,1,\"10.0.0.7\"\r\n" + OK;
        FakeModem fake = registered(FakeModem.whole())
                .on(
                        "AT+QISTATE?\r",
                        "\r\n+QISTATE: 0,\"TCP\",\"203.0.113.7\",8883,22742,2,1,0,0,\"uart1\"\r\n"
                                + "+QISTATE: 11,\"TCP\",\"203.0.113.7\",8883,22743,4,1,0,0,\"uart1\"\r\n" + OK)
                .on("AT+QICLOSE=0\r", OK)
                .on("AT+QICLOSE=11\r", OK)
                .on("AT+QICSGP=1\r", "\r\n+QICSGP: 1,\"iot.example\",\"\",\"\",0\r\n" + OK)
                .on("AT+QIACT?\r", active)
                .on("AT+QIACT?\r", active);

        assertThat(bringUp(fake, "iot.example").address()).isEqualTo("10.0.0.7");

        fake.assertAllSaid();
        assertThat(steps)
                .contains(
                        "Stale sockets: closed 0, 11", "APN: iot.example (set already)", "PDP context: active already");
    }

    @Test
    void changesTheApnOfAnActiveContextOnlyAfterDeactivatingIt() throws Exception {
        String active = "\r\n+QIACT: 1,1,1,\"10.0.0.7\"\r\n" + OK;
        FakeModem fake = registered(FakeModem.whole())
                .on("AT+QISTATE?\r", OK)
                .on("AT+QICSGP=1\r", "\r\n+QICSGP: 1,\"old\",\"\",\"\",0\r\n" + OK)
                .on("AT+QIACT?\r", active)
                .on("AT+QIDEACT=1\r", OK)
                .on("AT+QICSGP=1,1,\"new\"\r", OK)
                .on("AT+QIACT?\r", OK)
                .on("AT+QIACT=1\r", OK)
                .on("AT+QIACT?\r", active);

        bringUp(fake, "new");

        fake.assertAllSaid();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "+CPIN: SIM PIN|the SIM asks for its PIN",
                "+CPIN: SIM PUK|the SIM is locked after three wrong PINs",
                "+CME ERROR: SIM not inserted|there is no SIM card in the modem",
                "+CME ERROR: 13|the modem cannot use its SIM (+CME ERROR: 13)",
            })
    void saysWhatIsWrongWithTheSim(String answer, String sentence) {
        FakeModem fake = identified(FakeModem.whole())
                .on("AT+CPIN?\r", "\r\n" + answer + "\r\n" + (answer.startsWith("+CPIN") ? OK : ""));

        assertThatExceptionOfType(BringUpException.class)
                .isThrownBy(() -> bringUp(fake, ""))
                .satisfies(e -> assertThat(e.step()).isEqualTo(BringUpStep.SIM))
                .withMessageStartingWith(sentence);
        assertThat(steps.getLast()).startsWith("SIM: " + sentence).endsWith("(failed)");
    }

    @Test
    void waitsForABusySim() throws Exception {
        FakeModem fake = identified(FakeModem.whole())
                .on("AT+CPIN?\r", "\r\n+CME ERROR: SIM busy\r\n")
                .on("AT+CPIN?\r", "\r\n+CPIN: SIM PUK\r\n" + OK);

        assertThatThrownBy(() -> bringUp(fake, "")).hasMessageStartingWith("the SIM is locked");
        fake.assertAllSaid();
    }

    @Test
    void aDenialHasToLast() {
        FakeModem fake = withSim(FakeModem.whole());
        Stream.of(3, 2, 3, 3, 3)
                .forEach(state -> fake.on("AT+CEREG?\r", "\r\n+CEREG: 0," + state + "\r\n" + OK)
                        .on("AT+CREG?\r", "\r\n+CREG: 0,0\r\n" + OK)
                        .on("AT+CGREG?\r", "\r\n+CGREG: 0,4\r\n" + OK));

        assertThatExceptionOfType(BringUpException.class)
                .isThrownBy(() -> bringUp(fake, ""))
                .withMessageStartingWith("registration denied: the SIM or the APN is not allowed on this network")
                .satisfies(e -> assertThat(e.step()).isEqualTo(BringUpStep.REGISTRATION));
        fake.assertAllSaid();
    }

    @Test
    void saysThatNoNetworkWasFoundAndHowTheModemStands() {
        FakeModem fake = withSim(FakeModem.whole());
        for (int looks = 0; looks < 200; looks++) {
            fake.on("AT+CEREG?\r", "\r\n+CEREG: 0,2\r\n" + OK)
                    .on("AT+CREG?\r", "\r\nERROR\r\n")
                    .on("AT+CGREG?\r", "\r\nERROR\r\n");
        }

        assertThatThrownBy(() -> bringUp(fake, ""))
                .hasMessageStartingWith("no network after 0.3 s (not registered, searching); check the antenna");
    }

    @Test
    void saysThatTheContextWasRefusedAndWhy() {
        FakeModem fake = registered(FakeModem.whole())
                .on("AT+QISTATE?\r", OK)
                .on("AT+QICSGP=1\r", "\r\n+QICSGP: 1,\"\",\"\",\"\",0\r\n" + OK)
                .on("AT+QIACT?\r", OK)
                .on("AT+QIACT=1\r", "\r\nERROR\r\n")
                .lastError(561, "open PDP context failed");

        assertThatThrownBy(() -> bringUp(fake, ""))
                .hasMessageContaining("did not give context 1 an address")
                .hasMessageContaining("the PDP context could not be activated");
        fake.assertAllSaid();
    }

    @Test
    void aModemThatNeverAnswersIsNamedWithItsPort() {
        assertThatExceptionOfType(BringUpException.class)
                .isThrownBy(() -> bringUp(FakeModem.whole(), ""))
                .withMessageStartingWith("the modem at sim:memory does not answer AT within 1 s; check that it is on")
                .satisfies(e -> assertThat(e.step()).isEqualTo(BringUpStep.ATTENTION));
    }

    @Test
    void waitsForAModemThatIsStarting() {
        FakeModem fake = FakeModem.whole()
                .on("AT\r")
                .on("AT\r", "\r\nRDY\r\n", "\r\nERROR\r\n")
                .on("AT\r", OK)
                .on("ATE0\r", "\r\nERROR\r\n");

        assertThatThrownBy(() -> bringUp(fake, "")).hasMessage("ATE0 was refused: ERROR");
        assertThat(steps.getFirst()).isEqualTo("AT: answers after 3 attempts");
    }

    @Test
    void refusesAnApnThatWouldBreakTheCommand() {
        assertThatThrownBy(() -> BringUp.Target.of("a\"b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no APN");
    }
}
