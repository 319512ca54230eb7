package dev.parley.tls.client;

import dev.parley.journal.Bytes;
import java.security.PrivateKey;
import java.util.List;

/**
 * A client certificate chain with its private key, checked to belong together. The key never leaves memory.
 *
 * @param chain the certificates in DER, the client's own first
 */
public record ClientCredentials(List<Bytes> chain, PrivateKey key) {
    public ClientCredentials {
        chain = List.copyOf(chain);
    }

    /** Without the key: this text may reach a log. */
    @Override
    public String toString() {
        return "ClientCredentials[" + chain.size() + " certificates]";
    }
}
