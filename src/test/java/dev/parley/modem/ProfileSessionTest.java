package dev.parley.modem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.journal.Bytes;
import dev.parley.socket.AccessMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A whole modem session")
@Timeout(60)
class ProfileSessionTest {
    private static final String OK = AnsweringModem.OK;

    private final List<String> steps = new ArrayList<>();

    private BringUp.Network bringUp(Modem modem) throws BringUpException {
        BringUp.Target target = new BringUp.Target("iot.example", 1, Duration.ofSeconds(10), true);
        return new BringUp(modem, target, (step, status, value, nanos) -> {
                    if (status == BringUp.Status.DONE) {
                        steps.add(step.title() + ": " + value);
                    }
                })
                .run();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "BG95-M3, BG95M3LAR02A03, eMTC, 8, eMTC, APP RDY, BG95-M3",
        "BG96, BG96MAR02A07M1G, CAT-M1, 8, eMTC, APP RDY, BG96",
        "BG77, BG77LAR02A04, NBIoT, 9, NB-IoT, APP RDY, BG77",
        "EC25, EC25AFFAR07A08M4G, LTE, 7, LTE, +QIND: PB DONE, EC25",
        "EG91, EG91NAFBR05A06M4G, LTE, 7, LTE, +QIND: PB DONE, EC25",
        "BG952A-GL, BG952AGLAAR02A02, eMTC, 8, eMTC, APP RDY, BG95-M3"
    })
    @DisplayName("with each of Quectel's modules: recognised, brought up, a socket, a restart to its own last line")
    void quectel(
            String model,
            String firmware,
            String technology,
            String access,
            String words,
            String started,
            String profile)
            throws Exception {
        try (AnsweringModem answering = AnsweringModem.bg95()
                        .instead("ATI", "\r\nQuectel\r\n" + model + "\r\nRevision: " + firmware + "\r\n" + OK)
                        // Only newer firmware has the long form.
                        .instead("AT\\+QGMR", "\r\nERROR\r\n")
                        .instead("AT\\+CGMR", "\r\n" + firmware + "\r\n" + OK)
                        .instead("AT\\+QCSQ", "\r\n+QCSQ: \"" + technology + "\",50,-78,188,-14\r\n" + OK)
                        .instead("AT\\+COPS\\?", "\r\n+COPS: 0,0,\"Example Mobile\"," + access + "\r\n" + OK)
                        .instead(
                                "AT\\+CFUN=1,1",
                                OK,
                                "\r\nRDY\r\n",
                                "\r\n+CFUN: 1\r\n",
                                "\r\n+CPIN: READY\r\n",
                                "\r\n" + started + "\r\n");
                Modem modem = answering.start(ModemProfile.BG95_M3)) {
            BringUp.Network network = bringUp(modem);
            assertThat(network.model()).isEqualTo(model);
            assertThat(network.firmware()).isEqualTo(firmware);
            assertThat(modem.profile().name()).isEqualTo(profile);
            assertThat(steps)
                    .contains("Registration: roaming (CEREG), Example Mobile (" + words + ")")
                    .anyMatch(step -> step.startsWith("Radio: ")
                            && step.contains(technology + " RSRP -78 dBm, excellent, SINR 17.6 dB"));
            try (ModemSocketChannel socket = modem.open(SocketRequest.to("example.org", 8883, AccessMode.BUFFER))) {
                socket.send(Bytes.latin1("hello"));
                assertThat(socket.sent()).isEqualTo(5);
            }
            long before = System.nanoTime();
            modem.reset();
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .as("the restart is over with the line %s", started)
                    .isLessThan(ModemProfile.BG95_M3.timing().start());
            assertThat(modem.settings().changed()).isEmpty();
        }
    }

    @Test
    @DisplayName("with a modem of another maker speaks 3GPP TS 27.007 alone, and says that it has no sockets")
    void generic() throws Exception {
        try (AnsweringModem answering = AnsweringModem.bg95()
                        .instead("ATI", "\r\nManufacturer: Example\r\n" + OK)
                        .instead("AT\\+CGMI", "\r\nExample\r\n" + OK)
                        .instead("AT\\+CGMM", "\r\nEX-1\r\n" + OK)
                        .instead("AT\\+CGMR", "\r\nR1\r\n" + OK)
                        .instead("AT\\+Q.*", "\r\nERROR\r\n")
                        .instead("AT\\+CGDCONT\\?", "\r\n+CGDCONT: 1,\"IP\",\"\",\"\",0,0\r\n" + OK)
                        .instead("AT\\+CGATT\\?", "\r\n+CGATT: 1\r\n" + OK)
                        .instead("AT\\+CGACT\\?", "\r\n+CGACT: 1,1\r\n" + OK)
                        .instead("AT\\+CGPADDR=1", "\r\n+CGPADDR: 1,\"10.1.2.3\"\r\n" + OK);
                Modem modem = answering.start(ModemProfile.BG95_M3)) {
            BringUp.Network network = bringUp(modem);
            assertThat(modem.profile()).isEqualTo(ModemProfile.GENERIC);
            assertThat(network.address()).isEqualTo("10.1.2.3, APN iot.example");
            assertThat(answering.commands()).noneMatch(command -> command.startsWith("AT+Q"));
            assertThatThrownBy(() -> modem.open(SocketRequest.to("example.org", 8883, AccessMode.BUFFER)))
                    .isInstanceOf(SocketOpenException.class)
                    .hasMessageContaining("knows no socket commands of this modem (generic 3GPP)");
        }
    }
}
