package dev.parley.tls.client;

import dev.parley.journal.Bytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Reads a client's certificate chain and private key from PEM files. */
public final class Credentials {
    private static final byte[] PROBE = "does this key belong to this certificate?".getBytes(StandardCharsets.US_ASCII);

    private Credentials() {}

    /**
     * Reads both files and checks that they belong together: the key signs and the certificate verifies.
     *
     * @param certificate PEM file with the client's certificate, then those of its issuers, if any
     * @param key PEM file with the private key in PKCS#8, PKCS#1 or SEC1, not encrypted
     * @throws CredentialsException if a file cannot be read, or holds something else, or the two do not fit
     */
    public static ClientCredentials read(Path certificate, Path key) throws CredentialsException {
        List<X509Certificate> chain =
                PemFile.read(certificate, "certificate file").certificates();
        PrivateKey privateKey = PemFile.read(key, "key file").privateKey();
        if (!fits(privateKey, chain.get(0).getPublicKey())) {
            for (int i = 1; i < chain.size(); i++) {
                if (fits(privateKey, chain.get(i).getPublicKey())) {
                    throw new CredentialsException("The certificate file " + certificate
                            + " is in the wrong order: the key fits certificate " + (i + 1)
                            + " in it, and the client's own must come first.");
                }
            }
            throw new CredentialsException("The key in " + key + " does not fit the certificate in " + certificate
                    + ": they were not made together.");
        }
        for (int i = 1; i < chain.size(); i++) {
            if (!chain.get(i - 1).getIssuerX500Principal().equals(chain.get(i).getSubjectX500Principal())) {
                throw new CredentialsException("The certificate file " + certificate
                        + " is in the wrong order: certificate " + (i + 1) + " in it is not the issuer of certificate "
                        + i + ".");
            }
        }
        return new ClientCredentials(encoded(chain, certificate), privateKey);
    }

    private static List<Bytes> encoded(List<X509Certificate> chain, Path file) throws CredentialsException {
        List<Bytes> encoded = new ArrayList<>();
        for (X509Certificate certificate : chain) {
            try {
                encoded.add(Bytes.copyOf(certificate.getEncoded()));
            } catch (CertificateEncodingException e) {
                throw new CredentialsException("The certificate file " + file + " is damaged.", e);
            }
        }
        return encoded;
    }

    /** True if the two are a pair: what the one signs, the other verifies. */
    static boolean fits(PrivateKey privateKey, PublicKey publicKey) {
        String algorithm =
                switch (privateKey.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> privateKey.getAlgorithm();
                };
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(privateKey);
            signer.update(PROBE);
            byte[] signature = signer.sign();
            signer.initVerify(publicKey);
            signer.update(PROBE);
            return signer.verify(signature);
        } catch (GeneralSecurityException otherKindOfKey) {
            return false;
        }
    }
}
