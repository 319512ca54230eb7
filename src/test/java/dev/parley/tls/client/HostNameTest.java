package dev.parley.tls.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.tls.client.TestPki.Wish;
import java.security.KeyPair;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A certificate is for a host")
class HostNameTest {
    private static final KeyPair KEYS = TestPki.keys("EC", 256);

    @ParameterizedTest(name = "{0} in the certificate, {1} wanted: {2}")
    @CsvSource({
        "broker.example.com,          broker.example.com,  true",
        "Broker.Example.COM,          broker.example.com., true",
        "broker.example.com,          other.example.com,   false",
        "broker.example.com,          x.broker.example.com,false",
        "*.iot.eu-west-1.amazonaws.com, a1b2-ats.iot.eu-west-1.amazonaws.com, true",
        "*.example.com,               a.b.example.com,     false",
        "*.example.com,               example.com,         false",
        "*.example.com,               .example.com,        false",
        "*.com,                       example.com,         false",
        "br*.example.com,             broker.example.com,  false",
        "a.*.example.com,             a.b.example.com,     false",
        "192.0.2.7,                   192.0.2.7,           false",
    })
    void names(String inCertificate, String wanted, boolean fits) throws Exception {
        assertThat(missing(wanted, new GeneralName(GeneralName.dNSName, inCertificate))
                        .isEmpty())
                .isEqualTo(fits);
    }

    @ParameterizedTest(name = "{0} in the certificate, {1} wanted: {2}")
    @CsvSource({
        "192.0.2.7,   192.0.2.7,               true",
        "192.0.2.7,   192.0.2.8,               false",
        "2001:db8::7, 2001:db8:0:0:0:0:0:7,    true",
        "192.0.2.7,   broker.example.com,      false",
    })
    void addresses(String inCertificate, String wanted, boolean fits) throws Exception {
        assertThat(missing(wanted, new GeneralName(GeneralName.iPAddress, inCertificate))
                        .isEmpty())
                .isEqualTo(fits);
    }

    @Test
    @DisplayName("by its alternative names, never by its common name")
    void neverTheCommonName() throws Exception {
        assertThat(missing("broker.example.com")).contains(List.of());
        assertThat(missing("broker.example.com", TestPki.dns("a.test"), TestPki.dns("b.test")))
                .contains(List.of("a.test", "b.test"));
    }

    private static Optional<List<String>> missing(String wanted, GeneralName... names) throws Exception {
        return HostName.of(wanted)
                .missingFrom(TestPki.selfSigned(Wish.server("CN=broker.example.com", names), KEYS)
                        .certificate());
    }
}
