package dev.parley.at;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The PDP contexts of a modem as its answers tell them: a dozen at most. */
final class PdpContexts {
    private static final String NO_ADDRESS = "0.0.0.0";

    private final Map<Integer, NetworkPicture.Context> contexts = new TreeMap<>();
    /** Those that the answer to {@code AT+QIACT?} has named so far. */
    private final Set<Integer> named = new HashSet<>();

    List<NetworkPicture.Context> all() {
        return List.copyOf(contexts.values());
    }

    void apn(int id, String apn) {
        put(id, apn, of(id).active(), of(id).address());
    }

    void address(int id, String address) {
        put(id, of(id).apn(), of(id).active(), address.equals(NO_ADDRESS) ? "" : address);
    }

    void active(int id, boolean active) {
        put(id, of(id).apn(), Optional.of(active), active ? of(id).address() : "");
    }

    /** A line of a list of contexts. */
    void told(int id, boolean active, String address) {
        named.add(id);
        put(id, of(id).apn(), Optional.of(active), active ? (address.isEmpty() ? of(id).address() : address) : "");
    }

    /** The list of the active ones is complete: those that it does not name are not active. */
    void listed() {
        for (NetworkPicture.Context context : all()) {
            if (!named.contains(context.id())) {
                active(context.id(), false);
            }
        }
        named.clear();
    }

    void allOff() {
        all().forEach(context -> active(context.id(), false));
    }

    private NetworkPicture.Context of(int id) {
        return contexts.getOrDefault(id, new NetworkPicture.Context(id, "", Optional.empty(), ""));
    }

    private void put(int id, String apn, Optional<Boolean> active, String address) {
        if (id > 0) {
            contexts.put(id, new NetworkPicture.Context(id, apn, active, address));
        }
    }
}
