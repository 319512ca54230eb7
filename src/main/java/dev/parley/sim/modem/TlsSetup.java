package dev.parley.sim.modem;

import dev.parley.journal.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * What the TLS client in the modem works with.
 *
 * @param version {@code sslversion}: 0 SSL 3.0, 1 TLS 1.0, 2 TLS 1.1, 3 TLS 1.2, 4 all of them
 * @param suites the cipher suites it offers
 * @param security {@code seclevel}: 0 nobody proves who they are, 1 the server, 2 both
 * @param ignoresTime certificates may be out of date
 * @param sendsName SNI goes out
 * @param checksName the server's certificate has to be for the name
 * @param limitSeconds how long the handshake may take
 * @param ca PEM, the certificates to trust
 * @param certificate PEM, the client's chain
 * @param key PEM, the client's key; never shown
 */
record TlsSetup(
        int version,
        List<Integer> suites,
        int security,
        boolean ignoresTime,
        boolean sendsName,
        boolean checksName,
        int limitSeconds,
        Optional<Bytes> ca,
        Optional<Bytes> certificate,
        Optional<Bytes> key) {
    TlsSetup {
        suites = List.copyOf(suites);
    }

    @Override
    public String toString() {
        return "TLS version " + version + ", security " + security;
    }
}
