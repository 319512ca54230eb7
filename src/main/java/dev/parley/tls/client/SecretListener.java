package dev.parley.tls.client;

import dev.parley.journal.Bytes;

/** Hears the session's secrets as soon as they exist, on the engine's thread. What it is given must reach no log. */
@FunctionalInterface
public interface SecretListener {
    /**
     * A secret of the connection.
     *
     * @param label the label of the NSS key log format: {@code CLIENT_RANDOM} for a TLS 1.2 master secret
     * @param clientRandom the ClientHello's random, 32 bytes
     * @param secret the secret, 48 bytes for a master secret
     */
    void secret(String label, Bytes clientRandom, Bytes secret);
}
