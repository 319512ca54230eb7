package dev.parley.ui.sidebar;

import dev.parley.journal.Bytes;
import dev.parley.mqtt.client.MqttOptions;
import dev.parley.mqtt.client.Password;
import dev.parley.mqtt.client.UserProperty;
import dev.parley.session.Backoff;
import dev.parley.session.ConnectionProfile;
import dev.parley.ui.sidebar.ProfileForm.InvalidFormException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** What CONNECT is to say, as it stands in the form's fields. For the JavaFX thread. */
final class MqttDraft {
    static final List<String> QOS = List.of("QoS 0", "QoS 1", "QoS 2");

    final BooleanProperty five = new SimpleBooleanProperty();
    final StringProperty keepAlive = new SimpleStringProperty();
    final BooleanProperty clean = new SimpleBooleanProperty();
    final StringProperty expiry = new SimpleStringProperty();
    final StringProperty user = new SimpleStringProperty();
    final StringProperty password = new SimpleStringProperty();
    final StringProperty willTopic = new SimpleStringProperty();
    final StringProperty willText = new SimpleStringProperty();
    final StringProperty willQos = new SimpleStringProperty();
    final BooleanProperty willRetain = new SimpleBooleanProperty();
    final StringProperty properties = new SimpleStringProperty();
    final BooleanProperty reconnect = new SimpleBooleanProperty();
    private final Optional<Backoff> backoff;
    private final MqttOptions.Five before;

    MqttDraft(Optional<ConnectionProfile.Mqtt> base) {
        ConnectionProfile.Mqtt from =
                base.orElseGet(() -> new ConnectionProfile.Mqtt("", Duration.ofSeconds(60), true));
        before = from.five().orElseGet(MqttOptions.Five::standard);
        backoff = from.reconnect();
        five.set(from.five().isPresent());
        keepAlive.set(Long.toString(from.keepAlive().toSeconds()));
        clean.set(from.cleanSession());
        expiry.set(Long.toString(before.sessionExpirySeconds()));
        user.set(from.userName().orElse(""));
        password.set(from.password().map(Password::reveal).orElse(""));
        willTopic.set(from.will().map(MqttOptions.Will::topic).orElse(""));
        willText.set(from.will().map(will -> will.payload().utf8()).orElse(""));
        willQos.set(QOS.get(from.will().map(MqttOptions.Will::qos).orElse(0)));
        willRetain.set(from.will().map(MqttOptions.Will::retain).orElse(false));
        properties.set(before.userProperties().stream()
                .map(one -> one.name() + "=" + one.value())
                .collect(Collectors.joining("; ")));
        reconnect.set(backoff.isPresent());
    }

    /** The fields of text by their names; the password is not among them, for these are kept in a file. */
    Map<String, StringProperty> texts() {
        return Map.of(
                "keep-alive", keepAlive,
                "session-expiry", expiry,
                "mqtt-user", user,
                "will-topic", willTopic,
                "will-text", willText,
                "will-qos", willQos,
                "user-properties", properties);
    }

    /** The switches by their names. */
    Map<String, BooleanProperty> switches() {
        return Map.of("mqtt-5", five, "clean-session", clean, "will-retain", willRetain, "reconnect", reconnect);
    }

    /** In a few words, for a folded form. */
    String summary() {
        List<String> words = new ArrayList<>();
        words.add(five.get() ? "MQTT 5" : "MQTT 3.1.1");
        words.add("keep alive " + keepAlive.get().strip() + " s");
        if (!clean.get()) {
            words.add("session kept");
        }
        if (!willTopic.get().isBlank()) {
            words.add("will");
        }
        if (reconnect.get()) {
            words.add("reconnects");
        }
        return String.join(", ", words);
    }

    /**
     * What the fields say.
     *
     * @throws InvalidFormException if one cannot be used; the message says which and what to put in
     */
    ConnectionProfile.Mqtt mqtt(String clientId) throws InvalidFormException {
        Optional<MqttOptions.Five> extra = Optional.empty();
        if (five.get()) {
            extra = Optional.of(new MqttOptions.Five(
                    number("Session expiry", expiry.get(), 0xffff_ffffL),
                    before.receiveMaximum(),
                    before.topicAliases(),
                    userProperties()));
        }
        if (willTopic.get().isBlank() && !willText.get().isEmpty()) {
            throw new InvalidFormException("Will: a text needs a topic to be published to");
        }
        if (user.get().isEmpty() && !password.get().isEmpty() && !five.get()) {
            throw new InvalidFormException("User: MQTT 3.1.1 has no password without a user name");
        }
        return new ConnectionProfile.Mqtt(
                clientId,
                Duration.ofSeconds(number("Keep alive", keepAlive.get(), 65_535)),
                clean.get(),
                Optional.of(user.get()).filter(name -> !name.isEmpty()),
                Optional.of(password.get())
                        .filter(secret -> !secret.isEmpty())
                        .map(secret -> Password.of(secret.toCharArray())),
                willTopic.get().isBlank()
                        ? Optional.empty()
                        : Optional.of(new MqttOptions.Will(
                                willTopic.get().strip(),
                                Bytes.utf8(willText.get()),
                                Math.max(0, QOS.indexOf(willQos.get())),
                                willRetain.get())),
                extra,
                reconnect.get() ? backoff.or(() -> Optional.of(Backoff.standard())) : Optional.empty());
    }

    private List<UserProperty> userProperties() throws InvalidFormException {
        List<UserProperty> all = new ArrayList<>();
        for (String part : properties.get().split(";", -1)) {
            String one = part.strip();
            int sign = one.indexOf('=');
            if (!one.isEmpty() && sign < 1) {
                throw new InvalidFormException("User properties: '" + one + "' is not name=value");
            }
            if (!one.isEmpty()) {
                all.add(new UserProperty(
                        one.substring(0, sign).strip(), one.substring(sign + 1).strip()));
            }
        }
        return all;
    }

    private static long number(String what, String text, long most) throws InvalidFormException {
        try {
            long value = Long.parseLong(text.strip());
            if (value >= 0 && value <= most) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // Told below.
        }
        throw new InvalidFormException(what + ": seconds from 0 to " + most + ", not '" + text.strip() + "'");
    }
}
