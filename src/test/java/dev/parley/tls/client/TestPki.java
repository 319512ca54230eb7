package dev.parley.tls.client;

import dev.parley.journal.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A CA with a server and a device, made for a test. The device's certificate has as many bytes as wanted. */
public final class TestPki {
    /** The size of a usual AWS IoT device certificate. */
    public static final int DEVICE_CERTIFICATE = 862;

    public static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    /** A certificate with its key. */
    public record Identity(X509Certificate certificate, KeyPair keys) {
        public Bytes der() {
            try {
                return Bytes.wrap(certificate.getEncoded());
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** What is to stand in a certificate. */
    public record Wish(
            String subject,
            boolean ca,
            List<GeneralName> names,
            List<KeyPurposeId> purposes,
            Instant from,
            Instant to) {
        public static Wish server(String subject, GeneralName... names) {
            return new Wish(
                    subject,
                    false,
                    List.of(names),
                    List.of(KeyPurposeId.id_kp_serverAuth),
                    NOW.minus(Duration.ofDays(3000)),
                    NOW.plus(Duration.ofDays(8000)));
        }

        public static Wish authority(String subject) {
            return new Wish(
                    subject,
                    true,
                    List.of(),
                    List.of(),
                    NOW.minus(Duration.ofDays(3000)),
                    NOW.plus(Duration.ofDays(8000)));
        }

        public static Wish device(String subject) {
            return new Wish(
                    subject,
                    false,
                    List.of(),
                    List.of(),
                    NOW.minus(Duration.ofDays(3000)),
                    NOW.plus(Duration.ofDays(8000)));
        }

        public Wish valid(Instant from, Instant to) {
            return new Wish(subject, ca, names, purposes, from, to);
        }

        public Wish purposes(KeyPurposeId... purposes) {
            return new Wish(subject, ca, names, List.of(purposes), from, to);
        }
    }

    private static final KeyPair AUTHORITY_KEYS = rsa();
    private static final KeyPair SERVER_KEYS = rsa();
    private static final KeyPair DEVICE_KEYS = rsa();

    public final Identity authority = selfSigned(Wish.authority("CN=Parley Test CA"), AUTHORITY_KEYS);
    public final Identity server = issue(
            authority,
            Wish.server(
                    "CN=broker",
                    dns("localhost"),
                    dns("broker.test"),
                    new GeneralName(GeneralName.iPAddress, "127.0.0.1")),
            SERVER_KEYS);
    public final Identity device = sized(authority, DEVICE_KEYS, DEVICE_CERTIFICATE);

    public static GeneralName dns(String name) {
        return new GeneralName(GeneralName.dNSName, name);
    }

    public static KeyPair rsa() {
        return keys("RSA", 2048);
    }

    public static KeyPair keys(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public static Identity selfSigned(Wish wish, KeyPair keys) {
        return make(wish, keys, new X500Name(wish.subject()), keys);
    }

    public static Identity issue(Identity issuer, Wish wish, KeyPair keys) {
        X500Name name = X500Name.getInstance(
                issuer.certificate().getSubjectX500Principal().getEncoded());
        return make(wish, keys, name, issuer.keys());
    }

    /** A device certificate of exactly {@code size} bytes of DER: the subject is padded. */
    private static Identity sized(Identity issuer, KeyPair keys, int size) {
        UnaryOperator<String> subject = padding -> "OU=" + padding + ",CN=device";
        int bare = issue(issuer, Wish.device(subject.apply("x")), keys).der().length();
        for (int n = Math.max(1, size - bare - 4); n <= size - bare + 4; n++) {
            Identity device = issue(issuer, Wish.device(subject.apply("x".repeat(n))), keys);
            if (device.der().length() == size) {
                return device;
            }
        }
        throw new AssertionError("no subject makes a certificate of " + size + " bytes, the bare one has " + bare);
    }

    private static Identity make(Wish wish, KeyPair keys, X500Name issuer, KeyPair issuerKeys) {
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    BigInteger.ONE.shiftLeft(150).add(BigInteger.valueOf(wish.hashCode() & 0xffff)),
                    Date.from(wish.from()),
                    Date.from(wish.to()),
                    new X500Name(wish.subject()),
                    keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(wish.ca()));
            if (!wish.names().isEmpty()) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(wish.names().toArray(GeneralName[]::new)));
            }
            if (!wish.purposes().isEmpty()) {
                builder.addExtension(
                        Extension.extendedKeyUsage,
                        false,
                        new ExtendedKeyUsage(wish.purposes().toArray(KeyPurposeId[]::new)));
            }
            String algorithm =
                    issuerKeys.getPrivate().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
            byte[] der = builder.build(new JcaContentSignerBuilder(algorithm).build(issuerKeys.getPrivate()))
                    .getEncoded();
            return new Identity(
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der)),
                    keys);
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    public ClientCredentials deviceCredentials() {
        return new ClientCredentials(List.of(device.der()), device.keys().getPrivate());
    }

    public static Path certificateFile(Path directory, String name, Identity... identities) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Identity identity : identities) {
            text.append(pem("CERTIFICATE", identity.der().toArray()));
        }
        return Files.writeString(directory.resolve(name), text);
    }

    public static Path keyFile(Path directory, String name, KeyPair keys) throws IOException {
        return Files.writeString(
                directory.resolve(name), pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
    }

    public static String pem(String type, byte[] der) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + type + "-----\n";
    }
}
