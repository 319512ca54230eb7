package dev.parley.ui.sidebar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.journal.Bytes;
import dev.parley.link.LinkAddress;
import dev.parley.link.LinkException;
import dev.parley.mqtt.client.MqttOptions;
import dev.parley.mqtt.client.UserProperty;
import dev.parley.session.Backoff;
import dev.parley.session.ConnectionProfile;
import dev.parley.session.Stack;
import dev.parley.socket.AccessMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The connection form")
class ProfileFormTest {
    private final ConnectionProfile base = profile();
    private final ProfileForm form = new ProfileForm(base);

    private static ConnectionProfile profile() {
        try {
            return new ConnectionProfile(
                    "bench",
                    LinkAddress.parse("sim:?baud=115200"),
                    "iot.example",
                    "broker.parley.test",
                    8883,
                    AccessMode.PUSH,
                    1460,
                    Optional.of(new ConnectionProfile.Tls(
                            Optional.of(Path.of("ca.pem")),
                            Optional.empty(),
                            Optional.empty(),
                            "sni.example",
                            List.of("x-amzn-mqtt-ca"),
                            true,
                            Duration.ofSeconds(7))),
                    Optional.of(new ConnectionProfile.Mqtt("parley-1", Duration.ofSeconds(50), false)),
                    Duration.ofSeconds(60));
        } catch (LinkException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @DisplayName("gives back the profile it began with, also what it has no field for")
    void roundTrip() throws Exception {
        assertThat(form.profile()).isEqualTo(base);
    }

    @Test
    @DisplayName("changes whose TLS and MQTT a connection takes, and nothing else")
    void stack() throws Exception {
        form.stack().set(Stack.MODEM_TLS);
        assertThat(form.profile()).isEqualTo(base.withStack(Stack.MODEM_TLS));
        assertThat(new ProfileForm(form.profile()).stack().get()).isEqualTo(Stack.MODEM_TLS);
    }

    @Test
    @DisplayName("does not take one broker's password along to another connection that is chosen")
    void passwordGoes() {
        java.util.Map<String, String> other = new java.util.TreeMap<>(form.kept());
        other.put("endpoint", "other.example:8883");
        form.mqttDraft().password.set("secret");

        form.choose(other);

        assertThat(form.endpoint().get()).isEqualTo("other.example:8883");
        assertThat(form.mqttDraft().password.get()).isEmpty();
        assertThat(form.kept()).isEqualTo(other);
    }

    @Test
    @DisplayName("has every option of CONNECT: version, keep alive, session, user, will, user properties, reconnecting")
    void mqttOptions() throws Exception {
        ConnectionProfile.Mqtt full = new ConnectionProfile.Mqtt(
                "parley-1",
                Duration.ofMinutes(2),
                false,
                Optional.of("me"),
                base.mqtt().orElseThrow().password(),
                Optional.of(new MqttOptions.Will("gone/me", Bytes.utf8("lost"), 2, true)),
                Optional.of(new MqttOptions.Five(
                        3600, 7, 5, List.of(new UserProperty("a", "1"), new UserProperty("b", "2=3")))),
                Optional.of(Backoff.standard()));
        ConnectionProfile wanted = base.withMqtt(Optional.of(full));
        assertThat(new ProfileForm(wanted).profile()).isEqualTo(wanted);

        MqttDraft draft = form.mqttDraft();
        draft.five.set(true);
        draft.expiry.set("3600");
        draft.properties.set("a=1; b = 2=3 ;");
        draft.willTopic.set("gone/me");
        draft.willText.set("lost");
        draft.willQos.set("QoS 2");
        draft.willRetain.set(true);
        draft.keepAlive.set(" 120");
        draft.user.set("me");
        draft.reconnect.set(true);
        ConnectionProfile.Mqtt made = form.profile().mqtt().orElseThrow();
        assertThat(made.will()).isEqualTo(full.will());
        assertThat(made.keepAlive()).isEqualTo(full.keepAlive());
        assertThat(made.five().orElseThrow().userProperties())
                .isEqualTo(full.five().orElseThrow().userProperties());
        assertThat(made.reconnect()).isEqualTo(full.reconnect());
        draft.password.set("secret");
        assertThat(form.kept()).containsEntry("will-topic", "gone/me").doesNotContainValue("secret");
        assertThat(draft.summary()).isEqualTo("MQTT 5, keep alive 120 s, session kept, will, reconnects");
    }

    @Test
    @DisplayName("says which option of CONNECT cannot be used")
    void wrongMqttOptions() {
        form.mqttDraft().keepAlive.set("70000");
        assertThatThrownBy(form::profile).hasMessage("Keep alive: seconds from 0 to 65535, not '70000'");
        form.mqttDraft().keepAlive.set("60");
        form.mqttDraft().willText.set("lost");
        assertThatThrownBy(form::profile).hasMessage("Will: a text needs a topic to be published to");
        form.mqttDraft().willTopic.set("gone");
        form.mqttDraft().password.set("secret");
        assertThatThrownBy(form::profile)
                .hasMessage("User: MQTT 3.1.1 has no password without a user name")
                .hasMessageNotContaining("secret");
        form.mqttDraft().five.set(true);
        form.mqttDraft().properties.set("novalue");
        assertThatThrownBy(form::profile).hasMessage("User properties: 'novalue' is not name=value");
    }

    @Test
    @DisplayName("says what the chosen stack does not take")
    void notTaken() {
        assertThat(form.notTaken()).isEmpty();
        form.stack().set(Stack.MODEM_MQTT);
        form.mqttDraft().five.set(true);
        assertThat(form.notTaken())
                .contains("there is no key log: the modem does not tell its secrets")
                .contains("MQTT 5, for the modem's client speaks 3.1.1: the connection is refused");
    }

    @Test
    @DisplayName("puts a scenario into the bench's address and leaves its options alone")
    void scenario() throws Exception {
        form.scenario("field-report");

        assertThat(form.link().get()).isEqualTo("sim:field-report?baud=115200");
        assertThat(form.scenario()).isEqualTo("field-report");
        assertThat(form.profile().link().target()).isEqualTo("field-report");
    }

    @Test
    @DisplayName("knows no scenarios on a real link")
    void noScenarioOnARealLink() {
        form.link().set("serial:/dev/ttyUSB2");
        form.scenario("field-report");

        assertThat(form.isBench()).isFalse();
        assertThat(form.link().get()).isEqualTo("serial:/dev/ttyUSB2");
        assertThat(form.scenario()).isEmpty();
    }

    @Test
    @DisplayName("says which field holds what cannot be, and what to put in")
    void complaints() {
        form.endpoint().set("broker.example.com");
        assertThatThrownBy(form::profile).hasMessageStartingWith("Endpoint: write host:port");
        form.endpoint().set("broker.example.com:88888");
        assertThatThrownBy(form::profile).hasMessage("Endpoint: the port is a number from 1 to 65535, not 88888");
        form.endpoint().set("broker.example.com:8883");
        form.chunk().set("many");
        assertThatThrownBy(form::profile)
                .hasMessage("Chunk: the number of bytes a send is a number from 1 to 1460, not 'many'");
        form.chunk().set("256");
        form.link().set("usb0");
        assertThatThrownBy(form::profile).hasMessageStartingWith("Link: 'usb0' is no link address");
        form.link().set("sim:");
        form.clientId().set(" ");
        assertThatThrownBy(form::profile).hasMessageStartingWith("Client id: ");
    }

    @Test
    @DisplayName("writes a serial port's settings into the address, and leaves out what is usual")
    void serialSettings() throws Exception {
        form.link().set("serial:/dev/ttyUSB2");
        assertThat(form.isSerial()).isTrue();
        assertThat(form.format()).isEqualTo("8N1");

        form.set("baud", "921600");
        form.format("7E1");
        form.set("flow", "rtscts");
        form.set("dtr", "off");
        assertThat(form.link().get())
                .isEqualTo("serial:/dev/ttyUSB2?baud=921600&databits=7&dtr=off&flow=rtscts&parity=even");
        assertThat(form.format()).isEqualTo("7E1");

        form.format("8N1");
        form.set("flow", "none");
        form.set("dtr", "on");
        assertThat(form.link().get()).isEqualTo("serial:/dev/ttyUSB2?baud=921600");
        assertThat(form.isAt("serial:/dev/ttyUSB2")).isTrue();
        assertThat(form.isAt("serial:/dev/ttyUSB3")).isFalse();
    }

    @Test
    @DisplayName("gives the modem's profile on")
    void modem() throws Exception {
        form.modem().set("BG96");

        assertThat(form.profile().modem()).isEqualTo("BG96");
    }

    @Test
    @DisplayName("is as it was left in the next run, but for the key log")
    void kept() throws ProfileForm.InvalidFormException {
        ProfileForm left = new ProfileForm(base);
        left.link().set("tcp://gateway.example:2001");
        left.endpoint().set("broker.example.com:443");
        left.mqtt().set(false);
        left.keyLog().set(true);
        left.accessMode().set(dev.parley.socket.AccessMode.PUSH);

        ProfileForm next = new ProfileForm(base);
        next.keyLog().set(false);
        next.take(left.kept());

        assertThat(next.profile().host()).isEqualTo("broker.example.com");
        assertThat(next.profile().port()).isEqualTo(443);
        assertThat(next.profile().link()).isEqualTo(left.profile().link());
        assertThat(next.profile().mqtt()).isEmpty();
        assertThat(next.profile().accessMode()).isEqualTo(dev.parley.socket.AccessMode.PUSH);
        assertThat(next.keyLog().get()).isFalse();
        assertThat(left.kept()).doesNotContainKey("key-log");
    }
}
