package dev.parley.socket;

import dev.parley.journal.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sockets that stood when the link was lost: whether they still do, the modem tells when it can be asked again. */
final class AwaySockets {
    /**
     * One of them.
     *
     * @param nanos when the link was lost
     * @param place behind the last byte that came before
     */
    record Away(LiveSocket socket, long nanos, Place place) {}

    private final Map<Integer, Away> bySlot = new TreeMap<>();

    void add(int slot, LiveSocket socket, long nanos, Place place) {
        bySlot.put(slot, new Away(socket, nanos, place));
    }

    boolean has(int slot) {
        return bySlot.containsKey(slot);
    }

    boolean contains(LiveSocket socket) {
        return bySlot.values().stream().anyMatch(gone -> gone.socket().ordinal == socket.ordinal);
    }

    /** Takes one out, or nothing where there is none. */
    @Nullable
    Away take(int slot) {
        return bySlot.remove(slot);
    }

    /** Takes them all out. */
    List<Away> all() {
        List<Away> all = new ArrayList<>(bySlot.values());
        bySlot.clear();
        return all;
    }
}
