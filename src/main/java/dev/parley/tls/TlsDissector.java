package dev.parley.tls;

import dev.parley.journal.Field;

/** Explains the bytes of a TLS message field by field. */
public final class TlsDissector {
    private TlsDissector() {}

    /** The field tree of {@code message}; offsets count from the message's first byte (its handshake header). */
    public static Field dissect(TlsConversation conversation, TlsMessage message) {
        return Field.leaf(message.title(), "", 0, conversation.recordBytes(message));
    }
}
