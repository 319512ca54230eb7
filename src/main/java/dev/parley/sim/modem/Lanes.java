package dev.parley.sim.modem;

import dev.parley.journal.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

/** What is still to be lost or altered on the ways that bytes take. For the modem's thread. */
final class Lanes {
    /** Bytes to come that are changed. */
    private static final class Pending {
        private final ModemEffect.Change change;
        private int skip;
        private int left;

        Pending(ModemEffect.Alter alter) {
            change = alter.change();
            skip = alter.skip();
            left = alter.count();
        }
    }

    private final Map<ModemEffect.Lane, Deque<Pending>> pending = new EnumMap<>(ModemEffect.Lane.class);

    void add(ModemEffect.Alter alter) {
        pending.computeIfAbsent(alter.lane(), lane -> new ArrayDeque<>()).add(new Pending(alter));
    }

    void clear() {
        pending.clear();
    }

    /** What comes out of a lane that {@code bytes} go into. */
    Bytes through(ModemEffect.Lane lane, Bytes bytes) {
        Deque<Pending> changes = pending.get(lane);
        if (changes == null || changes.isEmpty() || bytes.isEmpty()) {
            return bytes;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < bytes.length(); i++) {
            int value = bytes.u8(i);
            Pending next = changes.peek();
            if (next == null || next.skip > 0) {
                out.write(value);
                if (next != null) {
                    next.skip--;
                }
                continue;
            }
            switch (next.change) {
                case DROP -> {}
                case FLIP -> out.write(value ^ 1);
                case DUPLICATE -> {
                    out.write(value);
                    out.write(value);
                }
            }
            next.left--;
            if (next.left == 0) {
                changes.remove();
            }
        }
        return Bytes.wrap(out.toByteArray());
    }
}
