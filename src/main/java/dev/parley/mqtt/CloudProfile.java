package dev.parley.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is special about a broker, by its host name.
 *
 * <ul>
 *   <li>AWS IoT Core: the developer guide's pages "MQTT" (its differences from the specifications, retained messages), "Device
 *       communication protocols" (ports and ALPN) and "Lifecycle events" (reasons of a disconnect); the limits as AWS's own
 *       page "AWS IoT Limits" had them (message broker and protocol limits), which the general reference's "AWS IoT Core endpoints and
 *       quotas" goes on with: look there, for AWS changes them.
 *   <li>Azure IoT Hub: "Communicate with an IoT hub using the MQTT protocol".
 * </ul>
 */
public enum CloudProfile {
    AWS_IOT("AWS IoT Core"),
    AZURE_IOT_HUB("Azure IoT Hub"),
    PLAIN("plain broker");

    /** The most that one message to AWS IoT Core may carry, in bytes. */
    public static final int AWS_LARGEST = 128 * 1024;

    /** The most that one device-to-cloud message of Azure IoT Hub may carry, in bytes. */
    public static final int AZURE_LARGEST = 256 * 1024;

    private static final String AWS_ALPN = "x-amzn-mqtt-ca";
    private static final int AWS_LONGEST_CLIENT_ID = 128;
    private static final int AWS_LONGEST_TOPIC = 256;
    private static final int AWS_MOST_SLASHES = 7;
    private static final int AWS_LONGEST_KEEP_ALIVE = 1200;
    private static final int AWS_SHORTEST_KEEP_ALIVE = 30;
    private static final int AWS_MOST_SUBSCRIPTIONS = 50;
    private static final int AWS_MOST_FILTERS = 8;
    /** Basic Ingest: this prefix and the rule's name do not count. */
    private static final Pattern AWS_RULE = Pattern.compile("^\\$aws/rules/[^/]*/");

    /** The server waits one and a half times the keep alive, and never longer than this, in seconds. */
    private static final int AZURE_LONGEST_SILENCE = 1767;

    private static final int AZURE_LONGEST_KEEP_ALIVE = 1177;
    private static final int AZURE_MOST_SUBSCRIPTIONS = 5;

    private static final Pattern AWS = Pattern.compile("[a-z0-9]+(-ats)?\\.iot\\.[a-z0-9-]+\\.amazonaws\\.com(\\.cn)?");
    private static final Pattern AZURE = Pattern.compile("[a-z0-9-]+\\.azure-devices(-provisioning)?\\.(net|cn|us)");

    /** {@code disconnectReason} of AWS IoT's lifecycle events. */
    private static final Map<String, String> AWS_REASONS = Map.ofEntries(
            Map.entry("AUTH_ERROR", "the client could not be authenticated, or may not connect"),
            Map.entry("CLIENT_INITIATED_DISCONNECT", "the client sent DISCONNECT"),
            Map.entry(
                    "CLIENT_ERROR",
                    "the client did what is not allowed, such as a second CONNECT or more than 128 KB in a message"),
            Map.entry("CONNECTION_LOST", "the connection broke without DISCONNECT, such as in a bad network"),
            Map.entry("DUPLICATE_CLIENTID", "another connection came with the same client id"),
            Map.entry("FORBIDDEN_ACCESS", "the client may not connect, such as from an address that is denied"),
            Map.entry("MQTT_KEEP_ALIVE_TIMEOUT", "nothing came for one and a half times the keep alive"),
            Map.entry("SERVER_ERROR", "something went wrong in the service"),
            Map.entry("SERVER_INITIATED_DISCONNECT", "the service ended it on purpose"),
            Map.entry("API_INITIATED_DISCONNECT", "somebody ended it by DeleteConnection"),
            Map.entry("THROTTLED", "the client exceeded a rate limit"),
            Map.entry("WEBSOCKET_TTL_EXPIRATION", "the WebSocket was open for longer than its credentials hold"),
            Map.entry("CUSTOMAUTH_TTL_EXPIRATION", "it was open for longer than the custom authorizer allows"));

    /** A filter that is often wanted, and what it brings. */
    public record Ready(String filter, String about) {}

    private final String title;

    CloudProfile(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }

    /** Whose endpoint a host is. */
    public static CloudProfile of(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return AWS.matcher(lower).matches() ? AWS_IOT : AZURE.matcher(lower).matches() ? AZURE_IOT_HUB : PLAIN;
    }

    /** What a client should know before it connects. */
    public List<String> hints(int port, List<String> alpn, String clientId, long keepAliveSeconds) {
        List<String> hints = new ArrayList<>();
        switch (this) {
            case AWS_IOT -> {
                if (port == 443 && !alpn.contains(AWS_ALPN)) {
                    hints.add("Port 443 takes MQTT with a client certificate only with the ALPN protocol " + AWS_ALPN
                            + " (mqtt with a custom authorizer).");
                }
                if (utf8Length(clientId) > AWS_LONGEST_CLIENT_ID) {
                    hints.add("A client id has at most " + AWS_LONGEST_CLIENT_ID + " bytes.");
                }
                hints.add("The policy must allow iot:Connect for client/" + clientId
                        + ", and each topic: one that it does not allow ends the connection, without a word in"
                        + " MQTT 3.1.1.");
                hints.add("A second connection with the same client id ends the first.");
                if (keepAliveSeconds > AWS_LONGEST_KEEP_ALIVE || keepAliveSeconds == 0) {
                    hints.add("The keep alive is taken for " + AWS_LONGEST_KEEP_ALIVE + " s.");
                } else if (keepAliveSeconds < AWS_SHORTEST_KEEP_ALIVE) {
                    hints.add("The keep alive is taken for " + AWS_SHORTEST_KEEP_ALIVE + " s.");
                }
                hints.add("QoS 2 is not supported; a message has at most 128 KB, a topic " + AWS_LONGEST_TOPIC
                        + " bytes and " + AWS_MOST_SLASHES + " slashes, a connection " + AWS_MOST_SUBSCRIPTIONS
                        + " subscriptions, one SUBSCRIBE " + AWS_MOST_FILTERS + " filters.");
                hints.add("A filter with wildcards gets no retained messages: those take the exact topic.");
            }
            case AZURE_IOT_HUB -> {
                hints.add("The client id is the device's name, and the user name HUB/" + clientId
                        + "/?api-version=2021-04-12 with the hub's full host name; the password is a SAS token, with a"
                        + " device certificate there is none.");
                hints.add("One connection a device: a second one ends the first.");
                hints.add("QoS 2 is not supported: a PUBLISH with it ends the connection, a subscription is granted QoS"
                        + " 1; retained messages are not kept, the flag goes along as the property mqtt-retain.");
                hints.add("A device has at most " + AZURE_MOST_SUBSCRIPTIONS + " subscriptions at a time.");
                if (keepAliveSeconds > AZURE_LONGEST_KEEP_ALIVE || keepAliveSeconds == 0) {
                    hints.add("The keep alive is at most " + AZURE_LONGEST_KEEP_ALIVE + " s: the hub ends a connection"
                            + " after " + AZURE_LONGEST_SILENCE + " s of silence in any case.");
                }
            }
            case PLAIN -> {}
        }
        return hints;
    }

    /** What will go wrong with a message, if anything is known to. */
    public Optional<String> objection(String topic, int size, int qos, boolean retain) {
        return switch (this) {
            case AWS_IOT -> {
                if (qos == 2) {
                    yield Optional.of(
                            "AWS IoT Core does not support QoS 2 and acknowledges no such message: use QoS 1.");
                }
                if (size > AWS_LARGEST) {
                    yield Optional.of("AWS IoT Core takes at most 128 KB (" + AWS_LARGEST + " bytes) a message, not "
                            + size + ": it ends the connection over more.");
                }
                if (retain && topic.startsWith("$")) {
                    yield Optional.of("AWS IoT Core takes no retained message under a reserved topic, one that begins"
                            + " with $.");
                }
                String counted = AWS_RULE.matcher(topic).replaceFirst("");
                long slashes = counted.chars().filter(c -> c == '/').count();
                yield utf8Length(counted) > AWS_LONGEST_TOPIC || slashes > AWS_MOST_SLASHES
                        ? Optional.of("AWS IoT Core takes topics of at most " + AWS_LONGEST_TOPIC + " bytes and "
                                + AWS_MOST_SLASHES + " slashes.")
                        : Optional.empty();
            }
            case AZURE_IOT_HUB -> {
                if (qos == 2) {
                    yield Optional.of(
                            "Azure IoT Hub does not support QoS 2 and ends the connection over it: use QoS 1.");
                }
                if (size > AZURE_LARGEST) {
                    yield Optional.of("Azure IoT Hub takes at most 256 KB a message, not " + size + " bytes.");
                }
                yield retain
                        ? Optional.of("Azure IoT Hub keeps no retained messages.")
                        : topic.startsWith("devices/") || topic.startsWith("$iothub/") || topic.startsWith("$dps/")
                                ? Optional.empty()
                                : Optional.of("Azure IoT Hub is no general broker: a device publishes to"
                                        + " devices/NAME/messages/events/.");
            }
            case PLAIN -> Optional.empty();
        };
    }

    /** The subscriptions that engineers ask for there; {@code clientId} stands for the thing's or device's name. */
    public List<Ready> subscriptions(String clientId) {
        String name = clientId.isEmpty() ? "+" : clientId;
        return switch (this) {
            case AWS_IOT -> {
                String thing = "$aws/things/" + name;
                yield List.of(
                        new Ready(thing + "/shadow/update/accepted", "shadow: an update was taken"),
                        new Ready(thing + "/shadow/update/rejected", "shadow: an update was refused, with the reason"),
                        new Ready(thing + "/shadow/update/delta", "shadow: desired differs from reported"),
                        new Ready(thing + "/shadow/update/documents", "shadow: before and after each update"),
                        new Ready(thing + "/shadow/get/+", "shadow: answers to a get"),
                        new Ready(
                                thing + "/shadow/name/+/update/delta", "named shadows: desired differs from reported"),
                        new Ready(thing + "/jobs/notify", "jobs: the list of pending jobs changed"),
                        new Ready(thing + "/jobs/notify-next", "jobs: the next job changed"),
                        new Ready(thing + "/jobs/+/get/+", "jobs: answers to a get"),
                        new Ready(thing + "/jobs/+/update/+", "jobs: answers to an update"),
                        new Ready(
                                "$aws/events/presence/+/" + name,
                                "lifecycle: connects and disconnects with their reason"));
            }
            case AZURE_IOT_HUB ->
                List.of(
                        new Ready("devices/" + name + "/messages/devicebound/#", "messages from the cloud"),
                        new Ready("$iothub/twin/res/#", "twin: answers"),
                        new Ready("$iothub/twin/PATCH/properties/desired/#", "twin: desired properties changed"),
                        new Ready("$iothub/methods/POST/#", "direct methods"));
            case PLAIN ->
                List.of(
                        new Ready("#", "everything but topics that begin with $"),
                        new Ready("$SYS/#", "what the broker tells of itself"));
        };
    }

    private static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** What a {@code disconnectReason} of AWS IoT's lifecycle events means; nothing where it is none. */
    public static Optional<String> awsReason(String reason) {
        return Optional.ofNullable(AWS_REASONS.get(reason));
    }

    /** The lifecycle event's reason in words, where a payload has one. */
    public static Optional<String> awsReasonIn(String payload) {
        int at = payload.indexOf("\"disconnectReason\"");
        if (at < 0) {
            return Optional.empty();
        }
        String[] parts = payload.substring(at).split("\"", -1);
        return parts.length > 3 ? awsReason(parts[3]).map(words -> parts[3] + ": " + words) : Optional.empty();
    }
}
