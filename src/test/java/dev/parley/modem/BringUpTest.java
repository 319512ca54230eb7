package dev.parley.modem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.socket.AccessMode;
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
        return bringUp(fake, apn, FakeModem.QUICK, false);
    }

    private BringUp.Network bringUp(FakeModem fake, String apn, ModemProfile profile, boolean recognise)
            throws BringUpException {
        try (Modem modem = fake.start(profile)) {
            BringUp.Target target = new BringUp.Target(apn, 1, Duration.ofMillis(300), recognise);
            return new BringUp(modem, target, this::told).run();
        }
    }

    private void told(BringUpStep step, BringUp.Status status, String value, long nanos) {
        if (status != BringUp.Status.RUNNING) {
            steps.add(step.title() + ": " + value + (status == BringUp.Status.FAILED ? " (failed)" : ""));
            assertThat(nanos).isPositive();
        }
    }

    private static FakeModem identified(FakeModem fake) {
        return fake.on("AT\r", "AT\r" + OK)
                .on("ATI\r", "ATI\r\r\nQuectel\r\nBG95-M3\r\nRevision: BG95M3LAR02A03\r\n" + OK)
                .on("AT+QGMR\r", "AT+QGMR\r\r\nBG95M3LAR02A03_01.012.01.012\r\n" + OK)
                .on("ATE0\r", "ATE0\r" + OK)
                .on("AT+CMEE?\r", "\r\n+CMEE: 1\r\n" + OK)
                .on("AT+CMEE=2\r", OK)
                .on("AT+QISDE?\r", "\r\nERROR\r\n")
                .on("AT+QISDE=0\r", OK)
                .on("AT+QURCCFG=\"urcport\"\r", "\r\n+QURCCFG: \"urcport\",\"uart1\"\r\n" + OK);
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

    private static FakeModem withoutStaleConnections(FakeModem fake) {
        return fake.on("AT+QISTATE?\r", OK).on("AT+QSSLSTATE?\r", OK).on("AT+QMTCONN?\r", OK);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 1000})
    void goesFromTheFirstAtToAnAddress(int split) throws Exception {
        FakeModem fake = withoutStaleConnections(registered(new FakeModem(split)))
                .on("AT+QICSGP=1\r", "\r\n+QICSGP: 1,\"\",\"\",\"\",0\r\n" + OK)
                .on("AT+QIACT?\r", OK)
                .on("AT+QICSGP=1,1,\"iot.example\"\r", OK)
                .on("AT+QIACT?\r", OK)
                .on("AT+QIACT=1\r", OK)
                .on("AT+QIACT?\r", "\r\n+QIACT: 1,1,1,\"10.76.51.180\"\r\n" + OK);

        BringUp.Network network = bringUp(fake, "iot.example");

        fake.assertAllSaid();
        assertThat(network.address()).isEqualTo("10.76.51.180, APN iot.example");
        assertThat(steps)
                .containsExactly(
                        "AT: answers",
                        "Identity: BG95-M3 BG95M3LAR02A03_01.012.01.012, driven as quick",
                        "Settings: ATE 1 -> 0, AT+CMEE 1 -> 2, AT+QISDE 1 -> 0, URCs at uart1",
                        "SIM: ready",
                        "Radio: -73 dBm, excellent; eMTC RSRP -93 dBm, fair, SINR 2.0 dB",
                        "Registration: roaming (CEREG), AT&T 4G (eMTC)",
                        "Stale sockets: none",
                        "PDP context: 10.76.51.180, APN iot.example");
    }

    @Test
    void leavesWhatIsRightAsItIsAndClosesEveryKindOfConnectionOfAnEarlierSession() throws Exception {
        String active = "\r\n+QIACT: 1,1,1,\"10.0.0.7\"\r\n" + OK;
        FakeModem fake = registered(FakeModem.whole())
                .on(
                        "AT+QISTATE?\r",
                        "\r\n+QISTATE: 0,\"TCP\",\"203.0.113.7\",8883,22742,2,1,0,0,\"uart1\"\r\n"
                                + "+QISTATE: 11,\"TCP\",\"203.0.113.7\",8883,22743,4,1,0,0,\"uart1\"\r\n" + OK)
                .on("AT+QICLOSE=0\r", OK)
                .on("AT+QICLOSE=11\r", OK)
                .on(
                        "AT+QSSLSTATE?\r",
                        "\r\n+QSSLSTATE: 4,\"SSLClient\",\"203.0.113.7\",8883,22744,2,1,4,0,\"uart1\",1\r\n" + OK)
                .on("AT+QSSLCLOSE=4\r", OK)
                .on("AT+QMTCONN?\r", "\r\n+QMTCONN: 2,3\r\n" + OK)
                .on("AT+QMTCLOSE=2\r", OK, "\r\n+QMTCLOSE: 2,0\r\n")
                .on("AT+QICSGP=1\r", "\r\n+QICSGP: 1,\"iot.example\",\"\",\"\",0\r\n" + OK)
                .on("AT+QIACT?\r", active);

        assertThat(bringUp(fake, "iot.example").address()).isEqualTo("10.0.0.7, APN iot.example (active already)");

        fake.assertAllSaid();
        assertThat(steps).contains("Stale sockets: closed socket 0, socket 11, TLS socket 4, MQTT client 2");
    }

    @Test
    void firmwareThatDoesNotAnswerAQuestionAboutMqttIsBorne() throws Exception {
        String active = "\r\n+QIACT: 1,1,1,\"10.0.0.7\"\r\n" + OK;
        FakeModem fake = registered(FakeModem.whole())
                .on("AT+QISTATE?\r", OK)
                .on("AT+QSSLSTATE?\r", "\r\nERROR\r\n")
                .on("AT+QMTCONN?\r")
                .on("AT\r", OK)
                .on("AT+CMEE?\r", "\r\n+CMEE: 2\r\n" + OK)
                .on("AT+QICSGP=1\r", "\r\n+QICSGP: 1,\"\",\"\",\"\",0\r\n" + OK)
                .on("AT+QIACT?\r", active);
        ModemProfile impatient = FakeModem.QUICK.withTiming(FakeModem.HASTY);

        assertThat(bringUp(fake, "", impatient, false).address()).isEqualTo("10.0.0.7 (active already)");

        fake.assertAllSaid();
    }

    @Test
    void putsBackWhatItChangedLastChangeFirst() throws Exception {
        String active = "\r\n+QIACT: 1,1,1,\"10.0.0.7\"\r\n" + OK;
        FakeModem fake = withoutStaleConnections(registered(FakeModem.whole()))
                .on("AT+QICSGP=1\r", "\r\n+QICSGP: 3,\"old\",\"user\",\"secret\",1\r\n" + OK)
                .on("AT+QIACT?\r", OK)
                .on("AT+QICSGP=1,1,\"new\"\r", OK)
                .on("AT+QIACT?\r", OK)
                .on("AT+QIACT=1\r", OK)
                .on("AT+QIACT?\r", active)
                .on("AT+QIDEACT=1\r", OK)
                .on("AT+QICSGP=1,3,\"old\",\"user\",\"secret\",1\r", OK)
                .on("AT+QISDE=1\r", OK)
                .on("AT+CMEE=1\r", OK)
                .on("ATE1\r", OK);
        try (Modem modem = fake.start()) {
            new BringUp(modem, BringUp.Target.of("new"), (step, status, value, nanos) -> {}).run();
            assertThat(modem.settings().changed())
                    .containsExactly(
                            new ChangedSetting("ATE", "1", "0"),
                            new ChangedSetting("AT+CMEE", "1", "2"),
                            new ChangedSetting("AT+QISDE", "1", "0"),
                            new ChangedSetting("AT+QICSGP=1", "old", "new"));

            modem.settings().restore();

            assertThat(modem.settings().changed()).isEmpty();
        }
        fake.assertAllSaid();
        assertThat(fake.actions())
                .containsSequence("setting.changed AT+QICSGP=1 old -> new", "setting.restored AT+QICSGP=1 old")
                .contains("setting.restored ATE 1")
                .noneMatch(action -> action.contains("secret"));
    }

    /** The message goes to the journal and to the window. */
    @Test
    void aRefusalToPutBackAnApnDoesNotTellItsPassword() throws Exception {
        String undo = "AT+QICSGP=1,3,\"old\",\"user\",\"secret\",1";
        FakeModem fake = FakeModem.whole().on(undo + "\r", "\r\nERROR\r\n").lastError(552, "invalid parameters");
        try (Modem modem = fake.start()) {
            modem.settings().record(new ChangedSetting("AT+QICSGP=1", "old", "new"), List.of(undo));

            assertThatThrownBy(() -> modem.settings().restore())
                    .isInstanceOf(CommandFailedException.class)
                    .hasMessageStartingWith("AT+QICSGP=1,3,\"old\",***,***,1 was refused: ERROR");
        }
    }

    @Test
    void aSilenceDoesNotTellThePin() {
        String command = "AT+CPIN=\"1234\"";
        Duration limit = Duration.ofSeconds(5);
        assertThat(new NoAnswerException("answer", command, limit, ""))
                .hasMessage("no answer to AT+CPIN=*** for 5 s")
                .extracting(NoAnswerException::command)
                .isEqualTo("AT+CPIN=***");
        Silence silence = Silence.waiting(command, limit, System.nanoTime());
        assertThat(silence.command()).isEqualTo("AT+CPIN=***");
        assertThat(silence.sentence()).startsWith("waiting for AT+CPIN=***, ");
        assertThat(new ListenOnlyException(command)).hasMessageStartingWith("AT+CPIN=*** was not sent");
    }

    @Test
    void changesNothingThatIsRightAlready() throws Exception {
        FakeModem fake = FakeModem.whole()
                .on("AT\r", OK)
                .on("ATI\r", "\r\nQuectel\r\nBG96\r\nRevision: BG96MAR02A07M1G\r\n" + OK)
                .on("AT+QGMR\r", "\r\nBG96MAR02A07M1G_01.016.01.016\r\n" + OK)
                .on("AT+CMEE?\r", "\r\n+CMEE: 2\r\n" + OK)
                .on("AT+QISDE?\r", "\r\n+QISDE: 0\r\n" + OK)
                .on("AT+QURCCFG=\"urcport\"\r", "\r\n+QURCCFG: \"urcport\",\"usbmodem\"\r\n" + OK)
                .on("AT+CPIN?\r", "\r\n+CME ERROR: SIM failure\r\n");
        assertThatThrownBy(() -> bringUp(fake, "")).isInstanceOf(BringUpException.class);
        assertThat(steps).contains("Settings: ATE 0 already, AT+CMEE 2 already, AT+QISDE 0 already, URCs at usbmodem");
        assertThat(fake.actions()).noneMatch(action -> action.startsWith("setting"));
    }

    @ParameterizedTest
    @CsvSource({
        "BG95-M3,BG95-M3",
        "BG96,BG96",
        "BG77,BG77",
        "EC25,EC25",
        "EG25,EC25",
        "BG95-M5,BG95-M3",
        "EC200U,BG95-M3"
    })
    void knowsTheModemByWhatItSaysOfItself(String model, String profile) throws Exception {
        FakeModem fake = FakeModem.whole()
                .on("AT\r", OK)
                .on("ATI\r", "\r\nQuectel\r\n" + model + "\r\nRevision: X\r\n" + OK)
                .on("AT+QGMR\r", "\r\nX_01\r\n" + OK)
                .on("AT+CMEE?\r", "\r\n+CMEE: 2\r\n" + OK)
                .on("AT+QISDE?\r", "\r\n+QISDE: 0\r\n" + OK)
                .on("AT+QURCCFG=\"urcport\"\r", "\r\nERROR\r\n")
                .on("AT+CPIN?\r", "\r\n+CME ERROR: SIM failure\r\n");
        assertThatThrownBy(() -> bringUp(fake, "", FakeModem.QUICK, true)).isInstanceOf(BringUpException.class);
        assertThat(steps)
                .contains("Identity: " + model + " X_01" + (model.startsWith(profile) ? "" : ", driven as " + profile));
        fake.assertAllSaid();
    }

    @Test
    void aModemOfAnotherMakerIsDrivenByTheStandardAloneAndHasNoSockets() throws Exception {
        FakeModem fake = FakeModem.whole()
                .on("AT\r", OK)
                .on("ATI\r", "\r\nManufacturer: u-blox\r\nModel: SARA-R510S\r\n" + OK)
                .on("AT+CGMI\r", "\r\nu-blox\r\n" + OK)
                .on("AT+CGMM\r", "\r\nSARA-R510S\r\n" + OK)
                .on("AT+CGMR\r", "\r\n03.15\r\n" + OK)
                .on("AT+CMEE?\r", "\r\n+CMEE: 0\r\n" + OK)
                .on("AT+CMEE=2\r", OK)
                .on("AT+CPIN?\r", "\r\n+CPIN: READY\r\n" + OK)
                .on("AT+CSQ\r", "\r\n+CSQ: 20,99\r\n" + OK)
                .on("AT+CEREG?\r", "\r\n+CEREG: 0,1\r\n" + OK)
                .on("AT+COPS?\r", "\r\n+COPS: 0\r\n" + OK)
                .on("AT+CGDCONT?\r", "\r\n+CGDCONT: 1,\"IPV4V6\",\"old\",\"0.0.0.0\",0,0\r\n" + OK)
                .on("AT+CGACT?\r", "\r\n+CGACT: 1,0\r\n" + OK)
                .on("AT+CGDCONT=1,\"IP\",\"iot.example\"\r", OK)
                .on("AT+CGATT?\r", "\r\n+CGATT: 0\r\n" + OK)
                .on("AT+CGATT=1\r", OK)
                .on("AT+CGACT=1,1\r", OK)
                .on("AT+CGACT?\r", "\r\n+CGACT: 1,1\r\n" + OK)
                .on("AT+CGPADDR=1\r", "\r\n+CGPADDR: 1,\"10.0.0.9\"\r\n" + OK);
        try (Modem modem = fake.start()) {
            BringUp.Target target = BringUp.Target.of("iot.example").recognising();
            assertThat(new BringUp(modem, target, this::told).run().address()).isEqualTo("10.0.0.9, APN iot.example");
            assertThatThrownBy(() -> modem.open(SocketRequest.to("example.org", 8883, AccessMode.BUFFER)))
                    .isInstanceOf(SocketOpenException.class)
                    .hasMessageContaining("no socket commands of this modem (generic 3GPP)");
        }
        fake.assertAllSaid();
        assertThat(steps).contains("Identity: u-blox SARA-R510S 03.15, driven as generic 3GPP");
    }

    @Test
    void changesTheApnOfAnActiveContextOnlyAfterDeactivatingIt() throws Exception {
        String active = "\r\n+QIACT: 1,1,1,\"10.0.0.7\"\r\n" + OK;
        FakeModem fake = withoutStaleConnections(registered(FakeModem.whole()))
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
                .withMessageStartingWith(
                        "+CEREG: 0,3 registration denied: the SIM or the APN is not allowed on this network")
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
                .hasMessageStartingWith(
                        "no network after 0.3 s (+CEREG: 0,2 not registered, searching); check the antenna");
    }

    @Test
    void saysThatTheContextWasRefusedAndWhy() {
        FakeModem fake = withoutStaleConnections(registered(FakeModem.whole()))
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
                .on("AT\r", "AT\r" + OK)
                .on("ATI\r", "\r\nQuectel\r\nBG95-M3\r\n" + OK)
                .on("AT+QGMR\r", "\r\nX\r\n" + OK)
                .on("AT+CMEE?\r", "\r\n+CMEE: 2\r\n" + OK)
                .on("AT+QISDE?\r", "\r\n+QISDE: 0\r\n" + OK)
                .on("AT+QURCCFG=\"urcport\"\r", "\r\nERROR\r\n")
                .on("AT+CPIN?\r", "\r\n+CPIN: SIM PIN\r\n" + OK);

        assertThatThrownBy(() -> bringUp(fake, "")).hasMessageContaining("PIN");
        assertThat(steps.getFirst()).isEqualTo("AT: answers after 3 attempts");
    }

    @Test
    void refusesAnApnThatWouldBreakTheCommand() {
        assertThatThrownBy(() -> BringUp.Target.of("a\"b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no APN");
    }
}
