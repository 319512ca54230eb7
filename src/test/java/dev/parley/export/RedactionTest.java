package dev.parley.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.journal.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Redaction")
class RedactionTest {
    private static final Redaction SALTED = Redaction.salted(Bytes.latin1("a salt for tests"));
    private final Redactor redactor =
            SALTED.of(SampleSession.refused("").snapshot().view());

    @ParameterizedTest
    @EnumSource(ExportFormat.class)
    @DisplayName("leaves none of the session's identifying values in any format")
    void leavesNothing(ExportFormat format) throws Exception {
        for (SampleSession session :
                List.of(SampleSession.refused(" via 52.29.11.77 as s3cr3t-word"), SampleSession.established())) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Exports.write(format, session.snapshot(), session.journal, out, ExportOptions.of("case"));

            assertThat(out.toString(StandardCharsets.ISO_8859_1))
                    .doesNotContain(SampleSession.IMEI)
                    .doesNotContain(SampleSession.IMSI)
                    .doesNotContain(SampleSession.ICCID)
                    .doesNotContain(SampleSession.PHONE.substring(1))
                    .doesNotContain(SampleSession.MODEM_ADDRESS)
                    .doesNotContain(SampleSession.PEER_ADDRESS)
                    .doesNotContain(SampleSession.APN_PASSWORD)
                    .doesNotContain("21.5");
        }
    }

    @Test
    @DisplayName("gives the same value the same pseudonym, also in another session, and another value another")
    void isConsistent() {
        Redactor other = SALTED.of(SampleSession.established().snapshot().view());

        assertThat(redactor.text(SampleSession.IMEI))
                .isEqualTo(other.text(SampleSession.IMEI))
                .matches("id-[0-9a-f]{8}")
                .isNotEqualTo(redactor.text(SampleSession.IMSI));
        assertThat(Redaction.fresh()
                        .of(SampleSession.refused("").snapshot().view())
                        .text(SampleSession.IMEI))
                .as("with another salt")
                .isNotEqualTo(redactor.text(SampleSession.IMEI));
    }

    @Test
    @DisplayName("knows a phone number with and without its plus as the same one")
    void knowsPhoneNumbers() {
        assertThat(redactor.text("call " + SampleSession.PHONE))
                .isEqualTo("call " + redactor.text(SampleSession.PHONE.substring(1)))
                .matches("call phone-[0-9a-f]{8}");
    }

    @Test
    @DisplayName("replaces user names, passwords and PINs in their commands, however short")
    void replacesCredentials() {
        assertThat(redactor.text("AT+QICSGP=1,1,\"iot.apn\",\"me\",\"pw\",1"))
                .matches("AT\\+QICSGP=1,1,\"iot\\.apn\",\"credential-\\w{8}\",\"credential-\\w{8}\",1");
        assertThat(redactor.text("+QICSGP: 1,\"iot.apn\",\"me\",\"pw\",1"))
                .matches("\\+QICSGP: 1,\"iot\\.apn\",\"credential-\\w{8}\",\"credential-\\w{8}\",1");
        assertThat(redactor.text("AT+CMEE=2;+CPIN=1234;+CSQ")).matches("AT\\+CMEE=2;\\+CPIN=credential-\\w{8};\\+CSQ");
        assertThat(redactor.text("at+cpin=\"0000\"")).matches("at\\+cpin=\"credential-\\w{8}\"");
        assertThat(redactor.text("AT+QMTCONN=0,\"client\",\"u\",\"p\""))
                .matches("AT\\+QMTCONN=0,\"client\",\"credential-\\w{8}\",\"credential-\\w{8}\"");
        assertThat(redactor.text("the password s3cr3t-word was refused"))
                .matches("the password credential-\\w{8} was refused");
        assertThat(redactor.text("+CPIN: READY")).isEqualTo("+CPIN: READY");
    }

    @Test
    @DisplayName("takes a word for a word in our own sentences, even if it is a user name in this session")
    void knowsWords() {
        assertThat(redactor.prose("The server refused the device certificate"))
                .isEqualTo("The server refused the device certificate");
        assertThat(redactor.prose("it answered s3cr3t-word to AT+QICSGP=1,1,\"iot.apn\",\"device\",\"pw\",1"))
                .doesNotContain("s3cr3t-word")
                .doesNotContain("device");
        assertThat(redactor.text("+USER: device")).doesNotContain("device");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.76.51.180",
                "2001:db8::17",
                "2001:db8:0:0:0:0:0:17",
                "32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.23",
                "89490200001234567890F"
            })
    @DisplayName("replaces addresses and card numbers in whatever form the modem writes them")
    void replacesForms(String value) {
        assertThat(redactor.text("x \"" + value + "\" y")).matches("x \"(ip|id)-[0-9a-f]{8}\" y");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BG95M3LAR02A03_01.012.01.012",
                "127.0.0.1",
                "12:34:56",
                "+QISEND: 1084,1084,0",
                "877 = 5 + 4 + 3 + 3 + 862",
                "26/03/01,09:30:00+04",
                "TLS 1.2",
                "certificate_unknown (46)"
            })
    @DisplayName("leaves alone what only looks a little like it")
    void leavesAlone(String value) {
        assertThat(redactor.text(value)).isEqualTo(value);
    }

    @Test
    @DisplayName("is off only where it was switched off, and never shows its salt")
    void staysOn() {
        assertThat(ExportOptions.of("").redaction().isOn()).isTrue();
        assertThat(Redaction.off()
                        .of(SampleSession.refused("").snapshot().view())
                        .text(SampleSession.IMEI))
                .isEqualTo(SampleSession.IMEI);
        assertThat(SALTED.toString()).doesNotContain("salt");
        assertThatThrownBy(() -> Redaction.salted(Bytes.empty())).isInstanceOf(IllegalArgumentException.class);
    }
}
