package dev.parley.tls.client;

/** Hears, on the engine's thread, that a server was accepted only because the operator said so. */
@FunctionalInterface
public interface TrustListener {
    /**
     * The server did not stand the check, and the handshake goes on.
     *
     * @param why what did not hold
     * @param override the operator's words from {@link TlsClientConfig#trustOverride}
     */
    void overridden(Distrust why, String override);
}
