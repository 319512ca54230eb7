package dev.parley.tls.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Advice about an endpoint")
class EndpointAdviceTest {
    @ParameterizedTest(name = "{0}:{1} with {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "a1b2-ats.iot.eu-west-1.amazonaws.com | 8883 | | ",
                "a1b2-ats.iot.eu-west-1.amazonaws.com | 443 | x-amzn-mqtt-ca | ",
                "a1b2-ats.iot.eu-west-1.amazonaws.com | 443 | | error  On port 443 AWS IoT Core takes MQTT",
                "a1b2-ats.iot.eu-west-1.amazonaws.com | 443 | mqtt | error  On port 443 AWS IoT Core takes MQTT",
                "a1b2-ats.iot.eu-west-1.amazonaws.com | 8443 | | error  Port 8443 of AWS IoT Core speaks HTTPS only",
                "a1b2-ats.iot.eu-west-1.amazonaws.com | 1234 | | error  AWS IoT Core listens on 8883 and 443",
                "a1b2-ats.iot.cn-north-1.amazonaws.com.cn | 8883 | | ",
                "a1b2.iot.eu-west-1.amazonaws.com | 8883 | | is an endpoint of the old form",
                "c1.credentials.iot.eu-west-1.amazonaws.com | 443 | | is not the data endpoint",
                "iot.eu-west-1.amazonaws.com | 8883 | | is not the data endpoint",
                "mqtts://a1b2-ats.iot.eu-west-1.amazonaws.com | 8883 | | is no host name",
                "my-hub.azure-devices.net | 443 | | error  Azure IoT Hub speaks MQTT on port 8883 only",
                "my-hub.azure-devices.net | 8883 | | note  Azure IoT Hub takes the device's name as client id",
                "192.0.2.7 | 8883 | | warning  The endpoint is an address",
                "broker.example | 1883 | | warning  Port 1883 is for MQTT without TLS",
                "broker.example | 8883 | | "
            })
    @DisplayName("names what cannot work with that name, port and protocol")
    void advice(String host, int port, String alpn, String expected) {
        List<String> said = EndpointAdvice.of(host, port, "", alpn == null ? List.of() : List.of(alpn)).stream()
                .map(CredentialFinding::text)
                .toList();

        if (expected == null) {
            assertThat(said).isEmpty();
        } else {
            assertThat(said).isNotEmpty();
            assertThat(said.getFirst()).contains(expected);
        }
    }
}
