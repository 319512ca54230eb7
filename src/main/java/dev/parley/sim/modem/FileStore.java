package dev.parley.sim.modem;

import dev.parley.journal.Bytes;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The modem's files; those whose names begin with {@code RAM:} do not outlive a restart. For the modem's thread. */
final class FileStore {
    /** How much room there is; the BG96's file manual shows a store of about this size. */
    static final int CAPACITY = 3 << 20;

    private static final String VOLATILE = "RAM:";

    private final Map<String, Bytes> files = new TreeMap<>();

    void restart() {
        files.keySet().removeIf(name -> name.startsWith(VOLATILE));
    }

    Optional<Bytes> find(String name) {
        return Optional.ofNullable(files.get(name));
    }

    void put(String name, Bytes content) {
        files.put(name, content);
    }

    boolean delete(String name) {
        return files.remove(name) != null;
    }

    void deleteAll() {
        files.clear();
    }

    /** Names with contents, in the order of the names. */
    Map<String, Bytes> all() {
        return new TreeMap<>(files);
    }

    int used() {
        return files.values().stream().mapToInt(Bytes::length).sum();
    }

    /**
     * The checksum the modem prints: all pairs of bytes, high byte first, exclusive or; an odd last byte is a high one. Hex without
     * leading zeros, as logs show it.
     */
    static String checksum(Bytes content) {
        int sum = 0;
        for (int i = 0; i < content.length(); i++) {
            sum ^= content.u8(i) << (i % 2 == 0 ? 8 : 0);
        }
        return Integer.toHexString(sum);
    }
}
