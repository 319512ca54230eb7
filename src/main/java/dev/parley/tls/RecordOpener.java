package dev.parley.tls;

import dev.parley.journal.Bytes;
import java.util.Optional;

/**
 * One direction's record protection in one reading: what opens the next record, and the number it has.
 *
 * <p>One owner; not safe for threads.
 */
final class RecordOpener {
    /** So many refused records in a row may have reached the peer all the same, or not. */
    private static final int MOST_REFUSED = 4;

    private final Runnable changed;
    private boolean encrypted;
    private Optional<RecordProtection> protection = Optional.empty();
    private Bytes trafficSecret = Bytes.empty();
    private long sequence;
    private int refused;
    private boolean unauthentic;
    private boolean fresh;
    /** True while a TLS 1.3 client may be sending early data. */
    private boolean early;

    private Optional<EarlyKeys> earlyKeys = Optional.empty();
    /** What protects the client's records after its early data. */
    private Optional<RecordProtection> afterEarly = Optional.empty();

    /**
     * A direction in the clear.
     *
     * @param changed told where other keys begin: what is left of a message before them is nothing any more
     */
    RecordOpener(Runnable changed) {
        this.changed = changed;
    }

    /** From here on records are protected, by nothing known where {@code next} is empty. */
    void protect(Optional<RecordProtection> next) {
        encrypted = true;
        protection = next;
        sequence = 0;
        refused = 0;
        unauthentic = false;
        fresh = true;
        changed.run();
    }

    /** From here on TLS 1.3's protection follows {@code secret}; where early data may still come, after that. */
    void follow(Bytes secret, Optional<RecordProtection> next) {
        trafficSecret = secret;
        if (early) {
            afterEarly = next;
        } else {
            protect(next);
        }
    }

    /** Early data may come. */
    void early(Optional<EarlyKeys> keys) {
        protect(Optional.empty());
        // What is not application data is still in the clear.
        encrypted = false;
        early = true;
        earlyKeys = keys;
    }

    void endEarly() {
        if (early) {
            early = false;
            protect(afterEarly);
        }
    }

    /** True while a TLS 1.3 client may be sending early data. */
    boolean isEarly() {
        return early;
    }

    /** True if records are protected, application data apart, which always is. */
    boolean isEncrypted() {
        return encrypted;
    }

    /** True until a record was read that came after other keys began. */
    boolean isFresh() {
        return fresh;
    }

    /** A record was read. */
    void used() {
        fresh = false;
    }

    /** True if there is nothing a record could be opened with. */
    boolean lacksKeys() {
        return early ? earlyKeys.isEmpty() : protection.isEmpty();
    }

    /** What TLS 1.3's keys were derived from; no bytes where it is not known. */
    Bytes trafficSecret() {
        return trafficSecret;
    }

    /**
     * Opens a record; nothing where it does not open.
     *
     * @param broken told of the first record that keys are there for and that does not authenticate
     */
    Optional<RecordProtection.Opened> open(RecordAssembler.Raw raw, Runnable broken) {
        if (early) {
            Optional<RecordProtection.Opened> opened = earlyKeys.flatMap(keys -> keys.open(sequence, raw));
            if (opened.isPresent()) {
                sequence += raw.accepted() ? 1 : 0;
                return opened;
            }
            boolean goesOn = afterEarly
                    .flatMap(next -> next.open(0, raw.type(), raw.version(), raw.fragment()))
                    .isEmpty();
            if (goesOn) {
                return Optional.empty();
            }
            // The server did not take the early data, or its secret is not known: the handshake's records follow.
            endEarly();
        }
        return protection.isEmpty() ? Optional.empty() : open(protection.get(), raw, broken);
    }

    private Optional<RecordProtection.Opened> open(RecordProtection keys, RecordAssembler.Raw raw, Runnable broken) {
        // bytes that the modem refused have used up a number only if they reached the peer all the same
        for (int skipped = 0; skipped <= refused; skipped++) {
            Optional<RecordProtection.Opened> opened =
                    keys.open(sequence + skipped, raw.type(), raw.version(), raw.fragment());
            if (opened.isPresent()) {
                if (raw.accepted()) {
                    sequence += skipped + 1;
                    refused = 0;
                } else {
                    refused = Math.min(MOST_REFUSED, refused + 1);
                }
                return opened;
            }
        }
        sequence++;
        if (!unauthentic) {
            unauthentic = true;
            broken.run();
        }
        return Optional.empty();
    }
}
