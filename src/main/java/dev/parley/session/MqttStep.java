package dev.parley.session;

import dev.parley.journal.Bytes;
import dev.parley.journal.Journal;
import dev.parley.modem.Modem;
import dev.parley.modem.ModemMqttClient;
import dev.parley.mqtt.client.ConnectResult;
import dev.parley.mqtt.client.KeptMessages;
import dev.parley.mqtt.client.MqttClient;
import dev.parley.mqtt.client.Password;
import dev.parley.mqtt.client.Subscription;
import dev.parley.session.ControllerState.Phase;
import dev.parley.tls.client.Goodbye;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A connection's MQTT: its client, and what is taken up again after a connection that was lost. */
final class MqttStep {
    static final String NAME = "MQTT";

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    private final ConnectionProfile profile;
    private final Journal journal;
    private final WayUp wayUp;
    private final Runnable closeStream;
    private final Consumer<String> lost;
    private final KeptMessages kept = new KeptMessages();
    private final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();
    private volatile @Nullable Messaging client;

    /**
     * @param closeStream closes what MQTT goes through
     * @param lost hears why MQTT is lost after it was up
     */
    MqttStep(ConnectionProfile profile, Journal journal, WayUp wayUp, Runnable closeStream, Consumer<String> lost) {
        this.profile = profile;
        this.journal = journal;
        this.wayUp = wayUp;
        this.closeStream = closeStream;
        this.lost = lost;
    }

    /** The client while there is one. */
    Optional<Messaging> client() {
        return Optional.ofNullable(client);
    }

    /** What a connection had that is gone; what was subscribed to is kept. */
    void forget() {
        client = null;
    }

    /** Says goodbye to the broker, or nothing. */
    void close(Goodbye how) {
        Messaging present = client;
        if (present != null && how == Goodbye.ALERTS) {
            present.close();
        } else if (present != null) {
            present.abort();
        }
    }

    /** Connects through these streams, where the profile asks for MQTT. */
    void connect(InputStream in, OutputStream out) throws IOException {
        if (profile.mqtt().isEmpty()) {
            return;
        }
        ConnectionProfile.Mqtt options = profile.mqtt().get();
        wayUp.phase(Phase.CONNECTING);
        wayUp.start(NAME);
        MqttClient made = MqttClient.over(in, out, closeStream::run, new MqttClient.Listener() {
            @Override
            public void message(String topic, Bytes payload, int qos, boolean retain, boolean dup) {
                // What came is shown from the journal, not from what a library says.
            }

            @Override
            public void lost(String why) {
                lost.accept(why);
            }
        });
        Messaging messaging = new Messaging.OfHost(made);
        client = messaging;
        ConnectResult result = connected(made, options);
        wayUp.done(
                NAME,
                (options.five().isPresent() ? "MQTT 5, " : "")
                        + result.assignedClientId().orElse(options.clientId())
                        + (result.sessionPresent() ? ", session present" : ""));
        if (!result.sessionPresent()) {
            subscribeAgain(messaging, "the broker kept no session");
        }
    }

    /** Connects the modem's own client; {@code tlsContext} is set up already where the profile asks for TLS. */
    void connectInModem(Modem modem, int contextId, int tlsContext) throws IOException {
        ConnectionProfile.Mqtt options = profile.mqtt()
                .orElseThrow(() -> new IOException(
                        "The modem's MQTT (stack modem-mqtt) needs MQTT in the profile; to stop after TLS take stack"
                                + " modem-tls."));
        if (options.five().isPresent()) {
            throw new IOException("The modem's MQTT client speaks 3.1.1: choose that, or stack host or modem-tls.");
        }
        wayUp.phase(Phase.CONNECTING);
        wayUp.start(NAME);
        forget();
        ModemMqttClient made = ModemMqttClient.connect(
                modem,
                0,
                new ModemMqttClient.Request(
                        contextId,
                        profile.host(),
                        profile.port(),
                        profile.tls().map(tls -> tlsContext),
                        options.clientId(),
                        options.keepAlive(),
                        options.cleanSession(),
                        options.userName(),
                        options.password().map(Password::reveal),
                        options.will()
                                .map(will -> new ModemMqttClient.Will(
                                        will.topic(), will.payload(), will.qos(), will.retain()))),
                lost);
        Messaging messaging = new Messaging.OfModem(made);
        client = messaging;
        wayUp.done(NAME, options.clientId() + ", by the modem");
        boolean complete = false;
        try {
            subscribeAgain(messaging, "whether the broker kept the session, the modem does not tell");
            complete = true;
        } finally {
            if (!complete) {
                // Nobody asks it any more, and its end must not be told as that of the next one.
                made.abort();
                forget();
            }
        }
    }

    private ConnectResult connected(MqttClient client, ConnectionProfile.Mqtt options) throws IOException {
        try {
            return client.connect(options.options(ANSWER_LIMIT), kept);
        } catch (IllegalArgumentException e) {
            throw new IOException("MQTT cannot connect: " + e.getMessage() + ".", e);
        }
    }

    /** After a connection that was lost, where the broker may not have kept what was subscribed to. */
    private void subscribeAgain(Messaging client, String why) throws IOException {
        List<Subscription> wanted = List.copyOf(subscriptions.values());
        if (!wanted.isEmpty()) {
            client.subscribe(wanted);
            journal.action("mqtt.subscribed-again", why + ": " + String.join(", ", subscriptions.keySet()));
        }
    }

    /** What is subscribed to now is subscribed to again, if the connection is lost and taken up again. */
    void subscribe(Messaging client, List<Subscription> wanted) throws IOException {
        client.subscribe(wanted);
        wanted.forEach(one -> subscriptions.put(one.filter(), one));
    }

    void unsubscribe(Messaging client, String filter) throws IOException {
        client.unsubscribe(filter);
        subscriptions.remove(filter);
    }
}
