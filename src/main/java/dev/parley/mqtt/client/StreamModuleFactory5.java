package dev.parley.mqtt.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.Set;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.internal.NetworkModule;
import org.eclipse.paho.mqttv5.client.spi.NetworkModuleFactory;
import org.eclipse.paho.mqttv5.common.MqttException;

/** Gives Paho's client for MQTT 5 streams that are already open. Paho finds it as a service. */
public final class StreamModuleFactory5 implements NetworkModuleFactory {
    /** For the service loader. */
    public StreamModuleFactory5() {}

    @Override
    public Set<String> getSupportedUriSchemes() {
        return Set.of(OpenStreams.SCHEME);
    }

    @Override
    public void validateURI(URI uri) {
        OpenStreams.check(uri);
    }

    @Override
    public NetworkModule createNetworkModule(URI uri, MqttConnectionOptions options, String clientId)
            throws MqttException {
        try {
            return new Module(OpenStreams.take(uri));
        } catch (IOException e) {
            throw new MqttException(e);
        }
    }

    private record Module(OpenStreams streams) implements NetworkModule {
        @Override
        public void start() {
            // The streams are open.
        }

        @Override
        public InputStream getInputStream() {
            return streams.in();
        }

        @Override
        public OutputStream getOutputStream() {
            return streams.out();
        }

        @Override
        public void stop() throws IOException {
            streams.stop();
        }

        @Override
        public String getServerURI() {
            return streams.uri();
        }
    }
}
