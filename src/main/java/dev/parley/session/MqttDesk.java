package dev.parley.session;

import dev.parley.journal.Bytes;
import dev.parley.mqtt.client.MessageProperties;
import dev.parley.mqtt.client.Subscription;
import dev.parley.session.SessionException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What the operator asks of MQTT by hand, and how it comes up again after it was lost. */
final class MqttDesk {
    private final Supplier<Optional<Connection>> present;
    private final Threads threads;
    private final WayUp wayUp;
    /** Only spreads attempts in time; what a session does is otherwise not left to chance. */
    private final SplittableRandom random = new SplittableRandom();

    /** @param present the connection while there is one */
    MqttDesk(Supplier<Optional<Connection>> present, Threads threads, WayUp wayUp) {
        this.present = present;
        this.threads = threads;
        this.wayUp = wayUp;
    }

    private interface Call {
        void on(Connection up, Messaging client) throws IOException;
    }

    CompletableFuture<Void> subscribe(List<Subscription> subscriptions) {
        return call((up, client) -> up.mqtt().subscribe(client, subscriptions));
    }

    CompletableFuture<Void> unsubscribe(String filter) {
        return call((up, client) -> up.mqtt().unsubscribe(client, filter));
    }

    CompletableFuture<Void> publish(
            String topic, Bytes payload, int qos, boolean retain, MessageProperties properties) {
        return call((up, client) -> client.publish(topic, payload, qos, retain, properties));
    }

    private CompletableFuture<Void> call(Call call) {
        return threads.call(() -> {
            Optional<Connection> up = present.get();
            Messaging client = up.map(Connection::mqtt)
                    .flatMap(MqttStep::client)
                    .orElseThrow(() -> new SessionException(
                            Kind.FAILED, "MQTT is not connected: connect first, and wait for the MQTT step."));
            try {
                call.on(up.get(), client);
                return null;
            } catch (IOException e) {
                throw new SessionException(Kind.FAILED, e);
            }
        });
    }

    /**
     * Where MQTT is lost after it was up it is tried again, until it is up, given up, or not wanted any more.
     *
     * @param wanted asked by another thread
     */
    void keepUp(Connection up, Backoff backoff, BooleanSupplier wanted) {
        up.whenMqttIsLost(() -> again(up, backoff, wanted, 0));
    }

    private void again(Connection up, Backoff backoff, BooleanSupplier wanted, int attempt) {
        if (attempt >= backoff.attempts()) {
            up.record("mqtt.given-up", "not up again after " + attempt + " attempts");
            return;
        }
        Duration delay = backoff.delay(attempt, random);
        up.record("mqtt.reconnect", "attempt " + (attempt + 1) + " in " + delay.toMillis() + " ms");
        threads.after(delay, () -> {
            var _ = threads.inSession(() -> {
                if (wanted.getAsBoolean()) {
                    ascend(up, backoff, wanted, attempt);
                }
                return null;
            });
        });
    }

    private void ascend(Connection up, Backoff backoff, BooleanSupplier wanted, int attempt) {
        try {
            threads.watched(up.profile().limit(), up, up::ascendAgain);
        } catch (SessionException e) {
            wayUp.fail(String.valueOf(e.getMessage()));
            if (e.kind() == Kind.FAILED) {
                again(up, backoff, wanted, attempt + 1);
            }
        }
    }
}
