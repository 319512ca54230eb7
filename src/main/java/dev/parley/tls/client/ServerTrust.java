package dev.parley.tls.client;

import dev.parley.tls.client.Distrust.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyStore;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which servers to trust: those whose certificate chain leads to a trusted CA (RFC 5280 section 6) and whose certificate is for
 * the host (RFC 6125). Revocation is not looked up: behind a modem there is one connection, this one.
 *
 * <p>Immutable; any thread.
 */
public final class ServerTrust {
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String ANY_PURPOSE = "2.5.29.37.0";

    private final List<X509Certificate> authorities;
    private final String source;

    private ServerTrust(List<X509Certificate> authorities, String source) {
        this.authorities = List.copyOf(authorities);
        this.source = source;
    }

    /**
     * Trusts the certificates of a PEM file.
     *
     * @throws CredentialsException if it cannot be read or holds none
     */
    public static ServerTrust read(Path file) throws CredentialsException {
        return new ServerTrust(PemFile.read(file, "CA file").certificates(), file.toString());
    }

    /**
     * Trusts the CAs the Java runtime trusts.
     *
     * @throws CredentialsException if the runtime's list cannot be read
     */
    public static ServerTrust ofRuntime() throws CredentialsException {
        Path file = Path.of(System.getProperty("java.home"), "lib", "security", "cacerts");
        try {
            // Certificates are no secret: the list is read without its password, as the runtime itself does.
            KeyStore store = KeyStore.getInstance(file.toFile(), (char @Nullable []) null);
            List<X509Certificate> all = new ArrayList<>();
            for (String alias : Collections.list(store.aliases())) {
                if (store.getCertificate(alias) instanceof X509Certificate certificate) {
                    all.add(certificate);
                }
            }
            return new ServerTrust(all, "the Java runtime's list");
        } catch (IOException | GeneralSecurityException e) {
            throw new CredentialsException(
                    "The Java runtime's list of CAs " + file + " cannot be read (" + e.getMessage()
                            + "): give a CA file.",
                    e);
        }
    }

    static ServerTrust of(Optional<Path> file) throws CredentialsException {
        return file.isPresent() ? read(file.get()) : ofRuntime();
    }

    /**
     * Checks a server.
     *
     * @param chain what it sent, its own certificate first; not empty
     * @param serverName host name or IP address the client wants
     * @param now the time to judge validity by
     * @return what does not hold, or nothing if it is to be trusted
     */
    public Optional<Distrust> check(List<X509Certificate> chain, String serverName, Instant now) {
        try {
            Optional<Distrust> doubt = checkChain(chain, now);
            return doubt.isPresent() ? doubt : checkLeaf(chain.get(0), serverName);
        } catch (IOException | GeneralSecurityException e) {
            return Optional.of(new Distrust(
                    Reason.BAD_CERTIFICATE,
                    0,
                    "The server's certificate " + name(chain.get(0)) + " cannot be checked: " + e.getMessage() + "."));
        }
    }

    private Optional<Distrust> checkChain(List<X509Certificate> chain, Instant now)
            throws IOException, GeneralSecurityException {
        List<X509Certificate> path = new ArrayList<>(List.of(chain.get(0)));
        Optional<X509Certificate> anchor = anchorOf(chain.get(0));
        while (anchor.isEmpty()) {
            X509Certificate last = path.getLast();
            Optional<X509Certificate> issuer = chain.stream()
                    .filter(c -> !path.contains(c))
                    .filter(c -> c.getSubjectX500Principal().equals(last.getIssuerX500Principal()))
                    .findFirst();
            if (issuer.isEmpty()) {
                return Optional.of(new Distrust(Reason.UNKNOWN_CA, chain.indexOf(last), unknownIssuer(last)));
            }
            if (!signed(issuer.get(), last)) {
                return Optional.of(new Distrust(
                        Reason.BAD_CERTIFICATE,
                        chain.indexOf(last),
                        "The signature of certificate " + name(last)
                                + " does not verify with the key of its issuer, which the server sent along."));
            }
            path.add(issuer.get());
            anchor = anchorOf(issuer.get());
        }
        List<X509Certificate> dated = new ArrayList<>(path);
        if (!dated.contains(anchor.get())) {
            dated.add(anchor.get());
        }
        for (X509Certificate certificate : dated) {
            int index = certificate.equals(anchor.get()) ? chain.size() : chain.indexOf(certificate);
            if (now.isAfter(certificate.getNotAfter().toInstant())) {
                return Optional.of(new Distrust(
                        Reason.EXPIRED,
                        index,
                        "The certificate " + name(certificate) + " expired at "
                                + certificate.getNotAfter().toInstant() + " and it is " + now
                                + ": renew it, or set this computer's clock."));
            }
            if (now.isBefore(certificate.getNotBefore().toInstant())) {
                return Optional.of(new Distrust(
                        Reason.NOT_YET_VALID,
                        index,
                        "The certificate " + name(certificate) + " is not valid before "
                                + certificate.getNotBefore().toInstant() + " and it is " + now
                                + ": set this computer's clock, or look at the issuer's."));
            }
        }
        path.remove(anchor.get());
        return path.isEmpty() ? Optional.empty() : validate(path, anchor.get(), chain, now);
    }

    private static Optional<Distrust> validate(
            List<X509Certificate> path, X509Certificate anchor, List<X509Certificate> chain, Instant now)
            throws GeneralSecurityException {
        try {
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
            return Optional.empty();
        } catch (InvalidAlgorithmParameterException e) {
            throw e;
        } catch (CertPathValidatorException e) {
            int index = Math.max(0, e.getIndex());
            X509Certificate certificate = path.get(Math.min(index, path.size() - 1));
            Reason reason = e.getReason() == BasicReason.EXPIRED
                    ? Reason.EXPIRED
                    : e.getReason() == BasicReason.NOT_YET_VALID ? Reason.NOT_YET_VALID : Reason.BAD_CERTIFICATE;
            return Optional.of(new Distrust(
                    reason,
                    chain.indexOf(certificate),
                    "The certificate " + name(certificate) + " does not stand the path check: " + e.getMessage()
                            + "."));
        }
    }

    private static Optional<Distrust> checkLeaf(X509Certificate leaf, String serverName)
            throws CertificateParsingException {
        @Nullable List<String> purposes = leaf.getExtendedKeyUsage();
        if (purposes != null && !purposes.contains(SERVER_AUTH) && !purposes.contains(ANY_PURPOSE)) {
            return Optional.of(new Distrust(
                    Reason.PURPOSE,
                    0,
                    "The server's certificate " + name(leaf)
                            + " is not for a TLS server: its extended key usage lacks serverAuth."));
        }
        return HostName.of(serverName)
                .missingFrom(leaf)
                .map(names -> new Distrust(
                        Reason.NAME,
                        0,
                        "The server's certificate " + name(leaf) + " is not for \"" + serverName + "\": it "
                                + (names.isEmpty()
                                        ? "names no host (it has no subject alternative name)."
                                        : "is for " + String.join(", ", names) + ".")));
    }

    /** The trusted certificate that {@code certificate} is, or that signed it. */
    private Optional<X509Certificate> anchorOf(X509Certificate certificate) {
        return authorities.stream()
                .filter(a -> a.equals(certificate))
                .findFirst()
                .or(() -> authorities.stream()
                        .filter(a -> a.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()))
                        .filter(a -> signed(a, certificate))
                        .findFirst());
    }

    private static boolean signed(X509Certificate issuer, X509Certificate certificate) {
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException doesNotVerify) {
            return false;
        }
    }

    private String unknownIssuer(X509Certificate certificate) {
        if (certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
            return "The certificate " + name(certificate) + " is signed by itself and is not among the trusted CAs ("
                    + source + ").";
        }
        boolean namesake = authorities.stream()
                .anyMatch(a -> a.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()));
        String issuer = "\"" + certificate.getIssuerX500Principal() + "\"";
        return "The certificate " + name(certificate) + " was issued by " + issuer
                + (namesake
                        ? ", and the trusted CA of that name has another key ("
                        : ", which is not among the trusted CAs (")
                + source + ").";
    }

    private static String name(X509Certificate certificate) {
        return "\"" + certificate.getSubjectX500Principal() + "\"";
    }

    /** How many CAs are trusted and where they come from. */
    @Override
    public String toString() {
        return authorities.stream()
                .map(ServerTrust::name)
                .limit(3)
                .collect(Collectors.joining(", ", authorities.size() + " CAs of " + source + ": ", ""));
    }
}
