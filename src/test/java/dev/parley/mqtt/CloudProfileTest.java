package dev.parley.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What is special about a broker")
class CloudProfileTest {
    @ParameterizedTest
    @DisplayName("is known by the endpoint's form")
    @CsvSource({
        "a1b2c3d4e5f6g7-ats.iot.eu-central-1.amazonaws.com, AWS_IOT",
        "a1b2c3d4e5f6g7.iot.cn-north-1.amazonaws.com.cn, AWS_IOT",
        "A1B2C3D4ats.iot.us-east-1.amazonaws.com, AWS_IOT",
        "hub-1.azure-devices.net, AZURE_IOT_HUB",
        "hub.azure-devices-provisioning.net, AZURE_IOT_HUB",
        "broker.example.com, PLAIN",
        "iot.eu-central-1.amazonaws.com.evil.example, PLAIN",
    })
    void recognised(String host, CloudProfile expected) {
        assertThat(CloudProfile.of(host)).isEqualTo(expected);
    }

    @Test
    @DisplayName("AWS IoT Core: ALPN on 443, client id and policy, QoS 2, 128 KB, retained and topic limits")
    void aws() {
        CloudProfile aws = CloudProfile.AWS_IOT;
        assertThat(aws.hints(443, List.of(), "dev", 60)).anyMatch(hint -> hint.contains("x-amzn-mqtt-ca"));
        assertThat(aws.hints(443, List.of("x-amzn-mqtt-ca"), "dev", 60)).noneMatch(hint -> hint.contains("ALPN"));
        assertThat(aws.hints(8883, List.of(), "d".repeat(129), 60)).anyMatch(hint -> hint.contains("128 bytes"));
        assertThat(aws.hints(8883, List.of(), "dev", 60)).anyMatch(hint -> hint.contains("iot:Connect"));
        assertThat(aws.objection("a", 10, 2, false)).get().asString().contains("QoS 2");
        assertThat(aws.objection("a", 128 * 1024, 1, false)).isEmpty();
        assertThat(aws.objection("a", 128 * 1024 + 1, 1, false))
                .get()
                .asString()
                .contains("128 KB");
        assertThat(aws.objection("$aws/things/a/shadow/update", 10, 1, true))
                .get()
                .asString()
                .contains("retained");
        assertThat(aws.objection("1/2/3/4/5/6/7/8", 10, 1, false)).isEmpty();
        assertThat(aws.objection("1/2/3/4/5/6/7/8/9", 10, 1, false))
                .get()
                .asString()
                .contains("7 slashes");
        assertThat(aws.objection("$aws/rules/any/1/2/3/4/5/6/7/8", 10, 1, false))
                .isEmpty();
        assertThat(aws.objection("$aws/rules/any/1/2/3/4/5/6/7/8/9", 10, 1, false))
                .isPresent();
        assertThat(aws.objection("\u00e4".repeat(128), 10, 1, false)).isEmpty();
        assertThat(aws.objection("\u00e4".repeat(129), 10, 1, false))
                .get()
                .asString()
                .contains("256 bytes");
        assertThat(aws.subscriptions("dev"))
                .extracting(CloudProfile.Ready::filter)
                .contains("$aws/things/dev/shadow/update/delta", "$aws/things/dev/jobs/notify-next");
    }

    @Test
    @DisplayName("AWS IoT Core's reasons of a disconnect stand in words")
    void reasons() {
        assertThat(CloudProfile.awsReasonIn("{\"clientId\":\"dev\",\"eventType\":\"disconnected\",\"disconnectReason\":"
                        + " \"DUPLICATE_CLIENTID\"}"))
                .hasValue("DUPLICATE_CLIENTID: another connection came with the same client id");
        assertThat(CloudProfile.awsReason("API_INITIATED_DISCONNECT"))
                .get()
                .asString()
                .contains("DeleteConnection");
        assertThat(CloudProfile.awsReasonIn("{\"disconnectReason\"")).isEmpty();
        assertThat(CloudProfile.awsReasonIn("{\"disconnectReason\":\"NEW_ONE\"}"))
                .isEmpty();
    }

    @Test
    @DisplayName("Azure IoT Hub: user name, QoS 2, retained, its own topics; a plain broker has no objection")
    void others() {
        CloudProfile azure = CloudProfile.AZURE_IOT_HUB;
        assertThat(azure.hints(8883, List.of(), "dev", 60))
                .anyMatch(hint -> hint.contains("/dev/?api-version=2021-04-12"))
                .noneMatch(hint -> hint.contains("keep alive"));
        assertThat(azure.hints(8883, List.of(), "dev", 1177)).noneMatch(hint -> hint.contains("keep alive"));
        assertThat(azure.hints(8883, List.of(), "dev", 1178)).anyMatch(hint -> hint.contains("1767 s"));
        assertThat(azure.objection("devices/dev/messages/events/", 10, 1, false))
                .isEmpty();
        assertThat(azure.objection("devices/dev/messages/events/", 10, 2, false))
                .isPresent();
        assertThat(azure.objection("any/topic", 10, 1, false)).isPresent();
        assertThat(azure.subscriptions("dev"))
                .extracting(CloudProfile.Ready::filter)
                .contains("devices/dev/messages/devicebound/#");
        assertThat(CloudProfile.PLAIN.objection("any/topic", 1_000_000, 2, true))
                .isEmpty();
        assertThat(CloudProfile.PLAIN.hints(1883, List.of(), "dev", 60)).isEmpty();
    }
}
