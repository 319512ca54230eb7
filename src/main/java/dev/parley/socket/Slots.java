package dev.parley.socket;

import org.jspecify.annotations.Nullable;

/** Who has which connectID: plain sockets, and those of the modem's own TLS, which have ids of their own. */
final class Slots {
    private static final int IDS = 12;

    private final @Nullable LiveSocket[] slots = new LiveSocket[2 * IDS];

    int size() {
        return slots.length;
    }

    /** Takes out whoever is in slot {@code number}, released or not. */
    @Nullable
    LiveSocket take(int number) {
        LiveSocket socket = slots[number];
        slots[number] = null;
        return socket;
    }

    @Nullable
    LiveSocket get(boolean isTls, int id) {
        int number = number(isTls, id);
        LiveSocket socket = number < 0 ? null : slots[number];
        return socket != null && socket.released ? null : socket;
    }

    void put(boolean isTls, int id, LiveSocket socket) {
        int number = number(isTls, id);
        if (number >= 0) {
            slots[number] = socket;
        }
    }

    /** The slot of an id, or -1 where it is none. */
    static int number(boolean isTls, int id) {
        return id < 0 || id >= IDS ? -1 : isTls ? IDS + id : id;
    }
}
