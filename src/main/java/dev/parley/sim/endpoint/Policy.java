package dev.parley.sim.endpoint;

import java.util.List;

/**
 * What a cloud allows the clients it has let in, in the manner of AWS IoT Core: TLS stands, and the answer to a request that is not
 * allowed is the end of the connection (MQTT 3.1.1) or a reason, and then the end (MQTT 5). Patterns are text with {@code *} for any
 * part of it.
 *
 * @param certificate true if a client that showed no certificate may do nothing
 * @param clientIds who may connect
 * @param publish topics that may be published to
 * @param subscribe topic filters that may be subscribed to
 */
public record Policy(boolean certificate, List<String> clientIds, List<String> publish, List<String> subscribe) {
    public Policy {
        clientIds = List.copyOf(clientIds);
        publish = List.copyOf(publish);
        subscribe = List.copyOf(subscribe);
    }

    boolean mayConnect(String clientId, boolean showedCertificate) {
        return (showedCertificate || !certificate) && matches(clientIds, clientId);
    }

    boolean mayPublish(String topic) {
        return matches(publish, topic);
    }

    boolean maySubscribe(String filter) {
        return matches(subscribe, filter);
    }

    private static boolean matches(List<String> patterns, String text) {
        return patterns.stream().anyMatch(pattern -> matches(pattern, text));
    }

    private static boolean matches(String pattern, String text) {
        int star = pattern.indexOf('*');
        if (star < 0) {
            return pattern.equals(text);
        }
        if (!text.startsWith(pattern.substring(0, star))) {
            return false;
        }
        String rest = pattern.substring(star + 1);
        for (int at = star; at <= text.length(); at++) {
            if (matches(rest, text.substring(at))) {
                return true;
            }
        }
        return false;
    }
}
