package dev.parley.at;

import java.util.Arrays;

/** The access modes of one kind of sockets, as far as they were seen. */
final class SocketModes {
    static final int BUFFER = 0;
    private static final int PUSH = 1;
    private static final int UNKNOWN = -1;

    private final int[] modes = new int[12];
    private boolean tellsLengths;

    SocketModes() {
        clear();
    }

    void clear() {
        Arrays.fill(modes, UNKNOWN);
        tellsLengths = false;
    }

    /** {@code AT+QICFG="recvind",1}: buffer mode tells lengths, too. */
    void tellsLengths(boolean tells) {
        tellsLengths = tells;
    }

    void set(int id, int mode) {
        if (id >= 0 && id < modes.length) {
            modes[id] = mode;
        }
    }

    /** A socket that a listener accepted has the listener's mode. */
    void inherit(int id, int server) {
        set(id, of(server));
    }

    /**
     * True if a length in {@code "recv"} announces bytes. A socket that was opened before the record began is taken to push,
     * unless lengths were asked for.
     */
    boolean pushes(int id) {
        int mode = of(id);
        return mode == PUSH || (mode == UNKNOWN && !tellsLengths);
    }

    private int of(int id) {
        return id >= 0 && id < modes.length ? modes[id] : UNKNOWN;
    }
}
