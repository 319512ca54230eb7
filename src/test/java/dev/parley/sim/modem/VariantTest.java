package dev.parley.sim.modem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The modules that are simulated, where they differ. */
@DisplayName("A variant of the simulated modem")
class VariantTest {
    private static VirtualHost of(ModemVariant variant) {
        VirtualHost port = new VirtualHost(
                ModemOptions.standard().toBuilder().variant(variant).build());
        port.exchange("ATE0\r", "ATE0\r\r\nOK\r\n");
        return port;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "BG95-M3, BG95M3LAR02A03, 8, eMTC",
        "BG96, BG96MAR02A07M1G, 8, CAT-M1",
        "BG77, BG77LAR02A04, 8, eMTC",
        "EC25, EC25AFFAR07A08M4G, 7, FDD LTE"
    })
    @DisplayName("tells who it is and how it calls its network")
    void identity(String model, String revision, int technology, String network) {
        VirtualHost port = of(ModemVariant.of(model).orElseThrow());
        port.exchange("ATI\r", "\r\nQuectel\r\n" + model + "\r\nRevision: " + revision + "\r\n\r\nOK\r\n");
        port.exchange("AT+COPS?\r", "\r\n+COPS: 0,0,\"Parley Test\"," + technology + "\r\n\r\nOK\r\n");
        port.exchange("AT+QNWINFO\r", "\r\n+QNWINFO: \"" + network + "\",\"00101\",\"LTE BAND 8\",3600\r\n\r\nOK\r\n");
    }

    @Test
    @DisplayName("of the EC25's kind starts with a longer banner and knows no power saving of LTE-M")
    void ec25() {
        VirtualHost port = of(ModemVariant.EC25);
        port.write("AT+CFUN=1,1\r");
        assertThat(port.read() + port.read())
                .isEqualTo("\r\nOK\r\n\r\nPOWERED DOWN\r\n\r\nRDY\r\n\r\n+CFUN: 1\r\n\r\n+CPIN: READY"
                        + "\r\n\r\n+QUSIM: 1\r\n\r\n+QIND: SMS DONE\r\n\r\n+QIND: PB DONE\r\n");
        port.exchange("ATE0\r", "ATE0\r\r\nOK\r\n");
        port.exchange("AT+CPSMS?\r", "\r\nERROR\r\n");
        port.exchange("AT+QCFG=\"iotopmode\"\r", "\r\nERROR\r\n");
        assertThat(of(ModemVariant.BG95_M3).modem.commands()).contains("+CPSMS").doesNotContain("+QPSMS");
        assertThat(of(ModemVariant.BG96).modem.commands()).contains("+CPSMS", "+QPSMS");
    }

    @Test
    @DisplayName("of the BG96's age does not know recvind and prints the year in two digits")
    void bg96() {
        VirtualHost port = of(ModemVariant.BG96);
        port.exchange("AT+QICFG=\"recvind\"\r", "\r\nERROR\r\n");
        port.exchange("AT+QIACT=1\r", "\r\nOK\r\n");
        port.exchange("AT+QNTP=1,\"pool.example.org\"\r", "\r\nOK\r\n");
        port.modem.lookedUp(0, "203.0.113.5", port.now);
        assertThat(port.read()).matches("\r\n\\+QNTP: 0,\"26/01/01,00:00:0[0-9]\\+00\"\r\n");
    }
}
