package dev.parley.link;

import dev.parley.journal.Bytes;
import java.util.List;

/**
 * Stars in the place of secrets, byte for byte, so that all offsets hold: what may be recorded of what crosses a link. One direction of
 * one link; one thread at a time. However the bytes are cut into pieces, the same ones become stars.
 */
final class SecretMask {
    /** What one kind of secret looks like, a byte at a time. */
    interface Part {
        /** True if this byte, the next of the stream, is part of a secret. */
        boolean hides(int value);
    }

    private final List<Part> parts;

    private SecretMask(List<Part> parts) {
        this.parts = parts;
    }

    /** For what another host says, or the modem to it: private keys are hidden. */
    static SecretMask ofKeys() {
        return new SecretMask(List.of(new KeyMask(), new DerKeyMask()));
    }

    /** For what Parley itself says: passwords, too. */
    static SecretMask ofKeysAndPasswords() {
        return new SecretMask(List.of(new KeyMask(), new DerKeyMask(), new PasswordMask()));
    }

    /** For what the modem says to Parley: passwords in its echo, and in {@code answers}. */
    static SecretMask ofKeysAndPasswords(AnswerPasswordMask answers) {
        return new SecretMask(List.of(new KeyMask(), new DerKeyMask(), new PasswordMask(), answers));
    }

    /** What may be recorded of {@code bytes}. */
    Bytes masked(Bytes bytes) {
        byte[] changed = null;
        for (int i = 0; i < bytes.length(); i++) {
            int value = bytes.u8(i);
            boolean hidden = false;
            for (Part part : parts) {
                hidden |= part.hides(value);
            }
            if (hidden) {
                if (changed == null) {
                    changed = bytes.toArray();
                }
                changed[i] = '*';
            }
        }
        return changed == null ? bytes : Bytes.wrap(changed);
    }
}
