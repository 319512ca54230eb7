package dev.parley.sim.host;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** What a device carries: the CA it trusts, its certificate and its private key. Its text does not tell the key. */
public record DeviceFiles(X509Certificate ca, X509Certificate certificate, PrivateKey key) {
    @Override
    public String toString() {
        return "DeviceFiles[" + certificate.getSubjectX500Principal() + "]";
    }
}
