package dev.parley.sim.modem;

import dev.parley.journal.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.jspecify.annotations.Nullable;

/** The modem's PEM files as certificates and keys, and what it holds of a server's (RFC 5280). */
final class TlsCertificates {
    private static final int DNS_NAME = 2;

    private TlsCertificates() {}

    /** The certificates of a PEM file, in DER. */
    static List<byte[]> chain(Bytes pem) throws IOException {
        List<byte[]> chain = new ArrayList<>();
        for (Object object : objects(pem)) {
            if (object instanceof X509CertificateHolder certificate) {
                chain.add(certificate.getEncoded());
            }
        }
        if (chain.isEmpty()) {
            throw new IOException("the file holds no certificate");
        }
        return chain;
    }

    /** The private key of a PEM file, PKCS#8, PKCS#1 or SEC 1. */
    static AsymmetricKeyParameter key(Bytes pem) throws IOException {
        for (Object object : objects(pem)) {
            if (object instanceof PEMKeyPair pair) {
                return PrivateKeyFactory.createKey(pair.getPrivateKeyInfo());
            }
            if (object instanceof PrivateKeyInfo info) {
                return PrivateKeyFactory.createKey(info);
            }
        }
        throw new IOException("the file holds no private key");
    }

    /**
     * Checks a server's chain.
     *
     * @param now the time to check at, or null where dates do not count
     * @throws GeneralSecurityException if no certificate of {@code trusted} vouches for it
     */
    static void check(List<byte[]> chain, List<byte[]> trusted, @Nullable Instant now) throws GeneralSecurityException {
        Set<TrustAnchor> anchors = certificates(trusted).stream()
                .map(certificate -> new TrustAnchor(certificate, null))
                .collect(Collectors.toSet());
        List<X509Certificate> path = new ArrayList<>(certificates(chain));
        // An anchor is no part of the path, even if the server sends it.
        path.removeIf(certificate ->
                anchors.stream().anyMatch(anchor -> certificate.equals(anchor.getTrustedCert())) && path.size() > 1);
        PKIXParameters parameters = new PKIXParameters(anchors);
        parameters.setRevocationEnabled(false);
        parameters.setDate(now != null ? Date.from(now) : commonDate(path));
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
    }

    /** True if a certificate is for a host, by its names or, where it has none, its common name (RFC 6125). */
    static boolean isFor(byte[] der, String host) throws GeneralSecurityException {
        X509Certificate certificate = certificates(List.of(der)).getFirst();
        List<String> names = names(certificate);
        String wanted = host.toLowerCase(Locale.ROOT);
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).anyMatch(name -> matches(name, wanted));
    }

    private static boolean matches(String name, String host) {
        int dot = host.indexOf('.');
        return name.equals(host)
                || (name.startsWith("*.") && dot > 0 && name.substring(1).equals(host.substring(dot)));
    }

    private static List<String> names(X509Certificate certificate) throws CertificateParsingException {
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        if (alternatives == null) {
            String subject = certificate.getSubjectX500Principal().getName();
            int at = subject.indexOf("CN=");
            int end = subject.indexOf(',', Math.max(0, at));
            return at < 0 ? List.of() : List.of(subject.substring(at + 3, end < 0 ? subject.length() : end));
        }
        return alternatives.stream()
                .filter(name -> name.get(0).equals(DNS_NAME))
                .map(name -> String.valueOf(name.get(1)))
                .toList();
    }

    /** A date at which all of a path is valid, if there is one. */
    private static Date commonDate(List<X509Certificate> path) {
        return Date.from(path.stream()
                .map(certificate -> certificate.getNotBefore().toInstant())
                .max(Comparator.naturalOrder())
                .orElseThrow());
    }

    private static List<X509Certificate> certificates(List<byte[]> der) throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> certificates = new ArrayList<>();
        for (byte[] one : der) {
            certificates.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(one)));
        }
        return certificates;
    }

    private static List<Object> objects(Bytes pem) throws IOException {
        List<Object> objects = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(pem.latin1()))) {
            for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
                objects.add(object);
            }
        }
        return objects;
    }
}
