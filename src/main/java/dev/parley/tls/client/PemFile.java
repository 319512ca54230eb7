package dev.parley.tls.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/** The objects of a PEM file (RFC 7468). What it throws never quotes the file: it may be a key. */
final class PemFile {
    static final long MOST_BYTES = 4 << 20;

    private final Path path;
    private final String role;
    private final List<Object> objects;

    private PemFile(Path path, String role, List<Object> objects) {
        this.path = path;
        this.role = role;
        this.objects = objects;
    }

    /**
     * Reads a file.
     *
     * @param role what it is for, for messages: {@code CA file}, {@code certificate file}, {@code key file}
     */
    static PemFile read(Path path, String role) throws CredentialsException {
        byte[] bytes = bytes(path, role);
        List<Object> objects = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(new String(bytes, StandardCharsets.ISO_8859_1)))) {
            for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
                objects.add(object);
            }
        } catch (IOException | RuntimeException e) {
            // The parser's own words may quote the file.
            throw new CredentialsException("The " + role + " " + path + " is damaged: block " + (objects.size() + 1)
                    + " between its BEGIN and END lines cannot be decoded.");
        }
        if (objects.isEmpty()) {
            boolean der = bytes.length > 2 && bytes[0] == 0x30;
            throw new CredentialsException("The " + role + " " + path + " is not PEM: "
                    + (bytes.length == 0
                            ? "it is empty."
                            : der
                                    ? "it looks like DER, convert it with openssl (-inform der -outform pem)."
                                    : "it has no \"-----BEGIN\" line that is understood."));
        }
        return new PemFile(path, role, objects);
    }

    private static byte[] bytes(Path path, String role) throws CredentialsException {
        try {
            if (Files.isDirectory(path)) {
                throw new CredentialsException("The " + role + " " + path + " is a directory: name the file in it.");
            }
            if (Files.size(path) > MOST_BYTES) {
                throw new CredentialsException("The " + role + " " + path + " is not PEM: it is larger than 4 MiB.");
            }
            return Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            throw new CredentialsException("The " + role + " " + path + " does not exist: check the path.", e);
        } catch (AccessDeniedException e) {
            throw new CredentialsException(
                    "The " + role + " " + path
                            + " may not be read: check the permissions of the file and its directory.",
                    e);
        } catch (CredentialsException e) {
            throw e;
        } catch (IOException e) {
            throw new CredentialsException("The " + role + " " + path + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** All certificates in it, in the file's order; at least one. */
    List<X509Certificate> certificates() throws CredentialsException {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Object object : objects) {
                if (object instanceof X509CertificateHolder holder) {
                    ByteArrayInputStream der = new ByteArrayInputStream(holder.getEncoded());
                    certificates.add((X509Certificate) factory.generateCertificate(der));
                }
            }
        } catch (CertificateException | IOException e) {
            throw new CredentialsException(
                    "The " + role + " " + path + " is damaged: certificate " + (certificates.size() + 1)
                            + " in it cannot be decoded.",
                    e);
        }
        if (certificates.isEmpty()) {
            boolean key = objects.stream().anyMatch(PemFile::isKey);
            throw new CredentialsException("The " + role + " " + path + " holds no certificate"
                    + (key ? " but a private key: were certificate and key file exchanged?" : "."));
        }
        return List.copyOf(certificates);
    }

    /** The one private key in it (PKCS#8, PKCS#1 or SEC1). */
    PrivateKey privateKey() throws CredentialsException {
        List<Object> keys = objects.stream().filter(PemFile::isKey).toList();
        if (keys.isEmpty()) {
            boolean certificate = objects.stream().anyMatch(X509CertificateHolder.class::isInstance);
            throw new CredentialsException("The " + role + " " + path + " holds no private key"
                    + (certificate ? " but a certificate: were certificate and key file exchanged?" : "."));
        }
        if (keys.size() > 1) {
            throw new CredentialsException(
                    "The " + role + " " + path + " holds " + keys.size() + " private keys: leave the one in it.");
        }
        return switch (keys.get(0)) {
            case PrivateKeyInfo info -> privateKey(info);
            case PEMKeyPair pair -> privateKey(pair.getPrivateKeyInfo());
            default ->
                throw new CredentialsException("The private key in the " + role + " " + path
                        + " is encrypted: decrypt it first (openssl pkey -in KEY -out PLAIN) and protect the file.");
        };
    }

    private static boolean isKey(Object object) {
        return object instanceof PrivateKeyInfo
                || object instanceof PEMKeyPair
                || object instanceof PEMEncryptedKeyPair
                || object instanceof PKCS8EncryptedPrivateKeyInfo;
    }

    private PrivateKey privateKey(PrivateKeyInfo info) throws CredentialsException {
        ASN1ObjectIdentifier algorithm = info.getPrivateKeyAlgorithm().getAlgorithm();
        try {
            return KeyFactory.getInstance(algorithmName(algorithm))
                    .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
        } catch (NoSuchAlgorithmException | InvalidKeySpecException | IOException e) {
            // No cause: it may tell of the key.
            throw new CredentialsException("The private key in the " + role + " " + path
                    + " is of a kind that is not understood: use RSA, or EC on P-256, P-384 or P-521.");
        }
    }

    private static String algorithmName(ASN1ObjectIdentifier algorithm) {
        if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            return "RSA";
        }
        if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            return "EC";
        }
        return algorithm.equals(EdECObjectIdentifiers.id_Ed25519) ? "Ed25519" : algorithm.getId();
    }
}
