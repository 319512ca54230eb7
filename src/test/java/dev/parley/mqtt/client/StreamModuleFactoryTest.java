package dev.parley.mqtt.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.internal.NetworkModule;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Streams that wait for their MQTT client")
class StreamModuleFactoryTest {
    private final StreamModuleFactory factory = new StreamModuleFactory();

    private NetworkModule module(String uri) throws MqttException {
        return factory.createNetworkModule(URI.create(uri), new MqttConnectOptions(), "dev");
    }

    @Test
    @DisplayName("are found under a URI of their own, once")
    void ownStreams() throws Exception {
        InputStream first = new ByteArrayInputStream(new byte[] {1});
        InputStream second = new ByteArrayInputStream(new byte[] {2});
        OutputStream out = OutputStream.nullOutputStream();
        String one = OpenStreams.register(first, out, out).uri();
        String two = OpenStreams.register(second, out, out).uri();

        assertThat(module(two).getInputStream().read()).isEqualTo(2);
        assertThat(module(one).getInputStream().read()).isEqualTo(1);
        assertThatExceptionOfType(MqttException.class).isThrownBy(() -> module(one));
    }

    @Test
    @DisplayName("can be forgotten")
    void forgotten() {
        OutputStream out = OutputStream.nullOutputStream();
        OpenStreams streams = OpenStreams.register(InputStream.nullInputStream(), out, out);
        String uri = streams.uri();
        streams.forget();
        assertThatExceptionOfType(MqttException.class).isThrownBy(() -> module(uri));
    }
}
