package dev.parley.sim.endpoint;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The certificates and keys of the built-in endpoint and its device: a CA, a server certificate and a device certificate.
 *
 * <p>The device certificate has the shape and the size of a usual cloud one: RSA-2048, signed with SHA-256, a serial
 * number of 20 bytes whose top bit is set, 862 bytes of DER. The Certificate message with it alone is a TLS record of
 * 5 + 4 + 3 + 3 + 862 = 877 bytes (RFC 5246 sections 6.2.1, 7.4 and 7.4.2).
 *
 * <p>Made once for a directory and kept there: {@code ca.pem}, {@code device.pem}, {@code device.key},
 * {@code server.pem}, {@code server.key}, and two certificates of the server that are wrong: {@code server-expired.pem},
 * {@code server-other-name.pem}; keys are PKCS#8 and readable by their owner only. The CA's key is thrown away,
 * so nothing else can ever be signed with it.
 */
public final class TestPki {
    /** How long the device certificate is in DER. */
    public static final int DEVICE_CERTIFICATE_LENGTH = 862;

    /** The host name the server certificate is for, besides {@code localhost} and {@code 127.0.0.1}. */
    public static final String HOST = "broker.parley.test";

    /** The name in the certificate of a server that is not the one asked for. */
    static final String OTHER_HOST = "other.parley.test";

    private static final int FILLERS = 8;

    private static final Duration LIFE = Duration.ofDays(3650);
    private static final Duration RENEW_BEFORE = Duration.ofDays(30);
    private static final String SIGNATURE = "SHA256withRSA";
    private static final String CA_NAME = "CN=Parley Test CA,O=Parley";
    /** Fills the device's name until its certificate has the right length. */
    private static final String PADDING = "A test device of the Parley bench, trusted by nobody else. ".repeat(6);

    private static final int LONGEST_UNIT = 60;

    private static final Object ONE_AT_A_TIME = new Object();

    private final Path directory;
    private final X509Certificate ca;
    private final Pair server;
    private final Pair device;

    /** A certificate and its private key. Its text does not tell the key. */
    private record Pair(X509Certificate certificate, PrivateKey key) {
        @Override
        public String toString() {
            return "Pair[" + certificate.getSubjectX500Principal() + "]";
        }
    }

    private TestPki(Path directory, X509Certificate ca, Pair server, Pair device) {
        this.directory = directory;
        this.ca = ca;
        this.server = server;
        this.device = device;
    }

    /**
     * The PKI kept in {@code directory}, made new if there is none, if it is damaged or if it expires within 30 days.
     *
     * @throws PkiException if the directory cannot be written or its files cannot be read
     */
    public static TestPki in(Path directory, Clock clock) throws PkiException {
        synchronized (ONE_AT_A_TIME) {
            try {
                Files.createDirectories(directory);
                try (FileChannel lock = FileChannel.open(
                                directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock held = lock.lock()) {
                    TestPki kept = held.isValid() ? read(directory, clock.instant()) : null;
                    if (kept == null) {
                        make(directory, clock.instant());
                        kept = read(directory, clock.instant());
                    }
                    if (kept == null) {
                        throw new IOException("what was written cannot be read back");
                    }
                    return kept;
                }
            } catch (IOException e) {
                throw new PkiException(
                        "the bench's certificates cannot be kept in " + directory + " (" + e.getMessage()
                                + "); free it or name another directory",
                        e);
            } catch (GeneralSecurityException | OperatorCreationException e) {
                throw new PkiException("the bench's certificates cannot be made: " + e.getMessage(), e);
            }
        }
    }

    /** PEM file with the CA certificate a client of the endpoint has to trust. */
    public Path caFile() {
        return directory.resolve("ca.pem");
    }

    public Path deviceCertificateFile() {
        return directory.resolve("device.pem");
    }

    public Path deviceKeyFile() {
        return directory.resolve("device.key");
    }

    /** The CA certificate. */
    public X509Certificate ca() {
        return ca;
    }

    /** The device certificate. */
    public X509Certificate device() {
        return device.certificate();
    }

    /** The device's private key. */
    public PrivateKey deviceKey() {
        return device.key();
    }

    PrivateKey serverKey() {
        return server.key();
    }

    /** What a server of that identity shows, its own certificate first. All are for the same key. */
    List<X509Certificate> serverChain(EndpointSetup.Identity identity, Clock clock) throws PkiException {
        PublicKey key = server.certificate().getPublicKey();
        try {
            return switch (identity) {
                case TRUSTED -> List.of(server.certificate());
                // No client trusts a CA of the same name and another key.
                case OTHER_CA -> List.of(serverCertificate(key, HOST, rsa(), clock.instant(), LIFE));
                case SELF_SIGNED ->
                    List.of(serverCertificate(key, HOST, new KeyPair(key, server.key()), clock.instant(), LIFE));
                case EXPIRED -> List.of(certificate(directory.resolve("server-expired.pem")));
                case OTHER_NAME -> List.of(certificate(directory.resolve("server-other-name.pem")));
                case LONG_CHAIN -> longChain(clock.instant());
            };
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new PkiException("the server's certificate cannot be made: " + e.getMessage(), e);
        }
    }

    /** The server's certificate and so many that nobody asked for that they make ten kilobytes. Clients take ten at most. */
    private List<X509Certificate> longChain(Instant now)
            throws GeneralSecurityException, CertIOException, OperatorCreationException {
        KeyPair filler = rsa();
        List<X509Certificate> chain = new ArrayList<>();
        chain.add(server.certificate());
        for (int i = 0; i < FILLERS; i++) {
            chain.add(signed(builder(deviceName(250 + i), serial(), filler.getPublic(), now, LIFE), filler));
        }
        return chain;
    }

    /** What the directory holds; null if that is not a whole PKI for a month to come. */
    private static @Nullable TestPki read(Path directory, Instant now) throws IOException {
        List<String> names = List.of(
                "ca.pem",
                "device.pem",
                "device.key",
                "server.pem",
                "server.key",
                "server-expired.pem",
                "server-other-name.pem");
        if (!names.stream().allMatch(name -> Files.isRegularFile(directory.resolve(name)))) {
            return null;
        }
        try {
            X509Certificate ca = certificate(directory.resolve("ca.pem"));
            X509Certificate device = certificate(directory.resolve("device.pem"));
            X509Certificate server = certificate(directory.resolve("server.pem"));
            PrivateKey serverKey = key(directory.resolve("server.key"), server);
            PrivateKey deviceKey = key(directory.resolve("device.key"), device);
            certificate(directory.resolve("server-expired.pem")).verify(ca.getPublicKey());
            certificate(directory.resolve("server-other-name.pem")).verify(ca.getPublicKey());
            Date soon = Date.from(now.plus(RENEW_BEFORE));
            for (X509Certificate certificate : List.of(ca, device, server)) {
                certificate.checkValidity(Date.from(now));
                certificate.checkValidity(soon);
                certificate.verify(ca.getPublicKey());
            }
            return device.getEncoded().length == DEVICE_CERTIFICATE_LENGTH
                    ? new TestPki(directory, ca, new Pair(server, serverKey), new Pair(device, deviceKey))
                    : null;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return null;
        }
    }

    private static void make(Path directory, Instant now)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        KeyPair ca = rsa();
        KeyPair server = rsa();
        KeyPair device = rsa();
        X509Certificate caCertificate = caCertificate(ca, now);
        X509Certificate serverCertificate = serverCertificate(server.getPublic(), HOST, ca, now, LIFE);
        X509Certificate expired =
                serverCertificate(server.getPublic(), HOST, ca, now.minus(400, ChronoUnit.DAYS), Duration.ofDays(365));
        X509Certificate otherName = serverCertificate(server.getPublic(), OTHER_HOST, ca, now, LIFE);
        X509Certificate deviceCertificate = deviceCertificate(device.getPublic(), ca, now);
        write(
                directory.resolve("server.key"),
                "PRIVATE KEY",
                server.getPrivate().getEncoded(),
                true);
        write(directory.resolve("server.pem"), "CERTIFICATE", serverCertificate.getEncoded(), false);
        write(directory.resolve("server-expired.pem"), "CERTIFICATE", expired.getEncoded(), false);
        write(directory.resolve("server-other-name.pem"), "CERTIFICATE", otherName.getEncoded(), false);
        write(
                directory.resolve("device.key"),
                "PRIVATE KEY",
                device.getPrivate().getEncoded(),
                true);
        write(directory.resolve("device.pem"), "CERTIFICATE", deviceCertificate.getEncoded(), false);
        write(directory.resolve("ca.pem"), "CERTIFICATE", caCertificate.getEncoded(), false);
    }

    private static KeyPair rsa() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private static X509Certificate caCertificate(KeyPair ca, Instant now)
            throws GeneralSecurityException, CertIOException, OperatorCreationException {
        X509v3CertificateBuilder builder = builder(new X500Name(CA_NAME), serial(), ca.getPublic(), now, LIFE);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        return signed(builder, ca);
    }

    private static X509Certificate serverCertificate(
            PublicKey server, String host, KeyPair ca, Instant now, Duration life)
            throws GeneralSecurityException, CertIOException, OperatorCreationException {
        X509v3CertificateBuilder builder = builder(new X500Name("CN=" + host), serial(), server, now, life);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(
                Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        // The other name's certificate is for that name alone.
        GeneralName[] names = host.equals(HOST)
                ? new GeneralName[] {
                    new GeneralName(GeneralName.dNSName, HOST),
                    new GeneralName(GeneralName.dNSName, "localhost"),
                    new GeneralName(GeneralName.iPAddress, "127.0.0.1")
                }
                : new GeneralName[] {new GeneralName(GeneralName.dNSName, host)};
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        return signed(builder, ca);
    }

    private static X509Certificate deviceCertificate(PublicKey device, KeyPair ca, Instant now)
            throws GeneralSecurityException, CertIOException, OperatorCreationException {
        // Every other part has a fixed length, so the name decides. Lengths of lengths make it jump here and there.
        for (int padding = 1; padding < 300; padding++) {
            X509v3CertificateBuilder builder = builder(deviceName(padding), deviceSerial(), device, now, LIFE);
            JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
            builder.addExtension(
                    Extension.authorityKeyIdentifier, false, extensions.createAuthorityKeyIdentifier(ca.getPublic()));
            builder.addExtension(Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(device));
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            X509Certificate certificate = signed(builder, ca);
            if (certificate.getEncoded().length == DEVICE_CERTIFICATE_LENGTH) {
                return certificate;
            }
        }
        throw new CertificateException(
                "no name brings the device certificate to " + DEVICE_CERTIFICATE_LENGTH + " bytes");
    }

    private static X500Name deviceName(int padding) {
        X500NameBuilder name = new X500NameBuilder().addRDN(BCStyle.CN, "Parley Test Device");
        for (int from = 0; from < padding; from += LONGEST_UNIT) {
            name.addRDN(BCStyle.OU, PADDING.substring(from, Math.min(padding, from + LONGEST_UNIT)));
        }
        return name.build();
    }

    /** 20 bytes with the top bit set, which DER writes as 21. */
    private static BigInteger deviceSerial() {
        byte[] serial = new byte[20];
        new SecureRandom().nextBytes(serial);
        serial[0] |= (byte) 0x80;
        return new BigInteger(1, serial);
    }

    private static X509v3CertificateBuilder builder(
            X500Name subject, BigInteger serial, PublicKey key, Instant now, Duration life) {
        Instant from = now.minus(1, ChronoUnit.DAYS);
        return new JcaX509v3CertificateBuilder(
                new X500Name(CA_NAME), serial, Date.from(from), Date.from(from.plus(life)), subject, key);
    }

    private static BigInteger serial() {
        return new BigInteger(127, new SecureRandom()).setBit(126);
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, KeyPair ca)
            throws OperatorCreationException, CertificateException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(ca.getPrivate())));
    }

    private static X509Certificate certificate(Path file) throws IOException, CertificateException {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private static PrivateKey key(Path file, X509Certificate certificate) throws IOException, GeneralSecurityException {
        String pem = Files.readString(file, StandardCharsets.US_ASCII);
        String body = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        PrivateKey key = KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
        if (!((RSAKey) key).getModulus().equals(((RSAKey) certificate.getPublicKey()).getModulus())) {
            throw new GeneralSecurityException("the key does not fit the certificate");
        }
        return key;
    }

    private static void write(Path file, String label, byte[] der, boolean secret) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        String pem = "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
        // Written beside it and moved, so that nobody ever reads half a file.
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (posix) {
            Files.createFile(
                    fresh,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString(secret ? "rw-------" : "rw-r--r--")));
        } else {
            Files.createFile(fresh);
        }
        Files.writeString(fresh, pem, StandardCharsets.US_ASCII);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
