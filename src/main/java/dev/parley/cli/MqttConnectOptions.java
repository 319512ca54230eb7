package dev.parley.cli;

import dev.parley.journal.Bytes;
import dev.parley.mqtt.client.MqttOptions;
import dev.parley.mqtt.client.Password;
import dev.parley.mqtt.client.UserProperty;
import dev.parley.session.Backoff;
import dev.parley.session.ConnectionProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What MQTT's CONNECT says, from the command line. */
final class MqttConnectOptions {
    private static final int MOST_KEEP_ALIVE = 65_535;

    @Option(
            names = "--mqtt",
            paramLabel = "VERSION",
            defaultValue = "3.1.1",
            description = "3.1.1, 5 or none (default: ${DEFAULT-VALUE})")
    private String version = "3.1.1";

    @Option(names = "--client-id", paramLabel = "ID", description = "MQTT client id; default: parley and a number")
    private String clientId = "";

    @Option(
            names = "--keep-alive",
            paramLabel = "S",
            defaultValue = "60",
            description = "seconds between pings, 0 for none (default: ${DEFAULT-VALUE}): less than what the network's"
                    + " NAT forgets after")
    private int keepAlive = 60;

    @Option(names = "--keep-session", description = "no clean session (MQTT 5: no clean start)")
    private boolean keepSession;

    @Option(
            names = "--session-expiry",
            paramLabel = "S",
            description = "MQTT 5: seconds the broker keeps the session after the connection; 4294967295 for ever")
    private @Nullable Long sessionExpiry;

    @Option(names = "--user-property", paramLabel = "NAME=VALUE", description = "MQTT 5: may be given again")
    private List<String> userProperties = new ArrayList<>();

    @Option(names = "--will", paramLabel = "TOPIC=TEXT", description = "last will")
    private @Nullable String will;

    @Option(names = "--will-qos", paramLabel = "N", defaultValue = "0", description = "0, 1 or 2")
    private int willQos;

    @Option(names = "--will-retain", description = "the broker keeps the will for later subscribers")
    private boolean willRetain;

    @Option(names = "--user", paramLabel = "NAME", description = "MQTT user name")
    private @Nullable String user;

    @Option(names = "--password-file", paramLabel = "F", description = "file whose first line is the MQTT password")
    private @Nullable Path passwordFile;

    @Option(
            names = "--reconnect",
            description = "connect again after a loss, after 1 s, 2 s, 4 s ... up to a minute; default: off")
    private boolean reconnect;

    /**
     * The MQTT part of the profile, or nothing for {@code --mqtt none}.
     *
     * @throws BadInputException if an option cannot be used
     */
    Optional<ConnectionProfile.Mqtt> profile() {
        if (version.equals("none")) {
            return Optional.empty();
        }
        boolean five = version.equals("5");
        if (!five && !version.equals("3.1.1")) {
            throw new BadInputException("--mqtt '" + version + "' is not 3.1.1, 5 or none");
        }
        if (!five && (sessionExpiry != null || !userProperties.isEmpty())) {
            throw new BadInputException("--session-expiry and --user-property need --mqtt 5");
        }
        if (keepAlive < 0 || keepAlive > MOST_KEEP_ALIVE) {
            throw new BadInputException("--keep-alive " + keepAlive + " is not between 0 and " + MOST_KEEP_ALIVE);
        }
        if (willQos < 0 || willQos > 2) {
            throw new BadInputException("--will-qos " + willQos + " is not 0, 1 or 2");
        }
        return Optional.of(new ConnectionProfile.Mqtt(
                clientId.isEmpty() ? "parley-" + ProcessHandle.current().pid() : clientId,
                Duration.ofSeconds(keepAlive),
                !keepSession,
                Optional.ofNullable(user),
                Optional.ofNullable(passwordFile).map(MqttConnectOptions::password),
                Optional.ofNullable(will).map(this::will),
                five ? Optional.of(five()) : Optional.empty(),
                reconnect ? Optional.of(Backoff.standard()) : Optional.empty()));
    }

    private MqttOptions.Five five() {
        MqttOptions.Five standard = MqttOptions.Five.standard();
        try {
            return new MqttOptions.Five(
                    sessionExpiry == null ? standard.sessionExpirySeconds() : sessionExpiry,
                    standard.receiveMaximum(),
                    standard.topicAliases(),
                    userProperties.stream()
                            .map(text -> {
                                List<String> parts = pair("--user-property", text);
                                return new UserProperty(parts.getFirst(), parts.getLast());
                            })
                            .toList());
        } catch (IllegalArgumentException e) {
            throw new BadInputException("--session-expiry cannot be used: " + e.getMessage(), e);
        }
    }

    private MqttOptions.Will will(String text) {
        List<String> parts = pair("--will", text);
        return new MqttOptions.Will(parts.getFirst(), Bytes.utf8(parts.getLast()), willQos, willRetain);
    }

    private static List<String> pair(String option, String text) {
        int sign = text.indexOf('=');
        if (sign < 1) {
            throw new BadInputException(option + " '" + text + "' has no name before a '='");
        }
        return List.of(text.substring(0, sign), text.substring(sign + 1));
    }

    private static Password password(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return Password.of((lines.isEmpty() ? "" : lines.getFirst()).toCharArray());
        } catch (IOException e) {
            throw new BadInputException("--password-file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
