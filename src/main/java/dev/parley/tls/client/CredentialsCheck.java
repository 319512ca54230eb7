package dev.parley.tls.client;

import dev.parley.tls.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** One check: see {@link CredentialsReport}. */
final class CredentialsCheck {
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_PURPOSE = "2.5.29.37.0";
    private static final Duration SOON = Duration.ofDays(30);
    private static final int LEAST_RSA_BITS = 2048;
    private static final int LEAST_EC_BITS = 256;

    private final CredentialsReport.Subject subject;
    private final Instant now;
    private final List<CredentialFinding> findings = new ArrayList<>();
    private final List<Integer> sizes = new ArrayList<>();

    CredentialsCheck(CredentialsReport.Subject subject, Instant now) {
        this.subject = subject;
        this.now = now;
    }

    CredentialsReport report() {
        Optional<List<X509Certificate>> chain = subject.certificate().flatMap(this::chain);
        Optional<PrivateKey> key = subject.key().flatMap(this::key);
        if (chain.isPresent() && subject.certificate().isPresent()) {
            order(subject.certificate().get(), chain.get(), key);
            own(subject.certificate().get(), device(chain.get(), key));
        }
        subject.ca().ifPresent(file -> authorities(file, chain.map(own -> device(own, key))));
        subject.endpoint()
                .ifPresent(endpoint -> findings.addAll(
                        EndpointAdvice.of(endpoint.host(), endpoint.port(), endpoint.sni(), endpoint.alpn())));
        return new CredentialsReport(findings, sizes);
    }

    private Optional<List<X509Certificate>> chain(Path file) {
        PemScan scan = scan(file);
        for (PemScan.Block block : scan.blocks()) {
            if (block.isKey()) {
                add(
                        Severity.WARNING,
                        "A private key stands in the certificate file: whoever gets the certificate gets the key.",
                        "Keep the key in a file of its own.",
                        file,
                        block.line());
            } else if (block.label().endsWith("CERTIFICATE REQUEST")) {
                add(
                        Severity.ERROR,
                        "This is a request for a certificate (CSR), not the certificate the CA made of it.",
                        "Use the file the CA sent back.",
                        file,
                        block.line());
            } else if (block.label().endsWith("PUBLIC KEY")) {
                add(
                        Severity.ERROR,
                        "This is a public key, not a certificate.",
                        "Use the certificate.",
                        file,
                        block.line());
            }
        }
        try {
            List<X509Certificate> chain = PemFile.read(file, "certificate file").certificates();
            for (X509Certificate certificate : chain) {
                sizes.add(certificate.getEncoded().length);
            }
            return Optional.of(chain);
        } catch (CredentialsException e) {
            unreadable(e, file);
        } catch (CertificateEncodingException e) {
            add(Severity.ERROR, "A certificate is damaged.", "Copy the file again.", file, 0);
        }
        return Optional.empty();
    }

    private Optional<PrivateKey> key(Path file) {
        PemScan scan = scan(file);
        for (PemScan.Block block : scan.blocks()) {
            if (block.label().equals("OPENSSH PRIVATE KEY")) {
                add(
                        Severity.ERROR,
                        "This is a key in OpenSSH's own format.",
                        "Convert it: ssh-keygen -p -m PEM -f KEY.",
                        file,
                        block.line());
            } else if (block.isKey()) {
                add(Severity.NOTE, "The key is " + format(block) + ".", "", file, block.line());
            } else if (block.label().endsWith("PUBLIC KEY")) {
                add(
                        Severity.ERROR,
                        "This is a public key; the private one is needed.",
                        "Use the file that was made together with it, usually with 'private' in its name.",
                        file,
                        block.line());
            } else if (block.isCertificate() && scan.blocks().stream().anyMatch(PemScan.Block::isKey)) {
                add(Severity.NOTE, "A certificate stands in the key file too; it is not used.", "", file, block.line());
            }
        }
        try {
            return Optional.of(PemFile.read(file, "key file").privateKey());
        } catch (CredentialsException e) {
            unreadable(e, file);
            return Optional.empty();
        }
    }

    private static String format(PemScan.Block block) {
        String format =
                switch (block.label()) {
                    case "RSA PRIVATE KEY" -> "PKCS#1";
                    case "EC PRIVATE KEY" -> "SEC1";
                    case "PRIVATE KEY", "ENCRYPTED PRIVATE KEY" -> "PKCS#8";
                    default -> block.label();
                };
        return format + (block.encrypted() ? ", encrypted" : ", not encrypted");
    }

    private void unreadable(CredentialsException e, Path file) {
        // Where the scan has said more about the same file, with its line, the general sentence only repeats it.
        boolean said = findings.stream()
                .anyMatch(finding -> finding.severity() == Severity.ERROR
                        && finding.file().filter(file::equals).isPresent());
        if (!said) {
            findings.add(new CredentialFinding(
                    Severity.ERROR, String.valueOf(e.getMessage()), "", Optional.empty(), OptionalInt.empty()));
        }
    }

    private PemScan scan(Path file) {
        try {
            byte[] bytes = Files.isRegularFile(file) && Files.size(file) <= PemFile.MOST_BYTES
                    ? Files.readAllBytes(file)
                    : new byte[0];
            PemScan scan = PemScan.of(bytes);
            scan.traps().forEach(trap -> add(trap.severity(), trap.sentence(), trap.fix(), file, trap.line()));
            return scan;
        } catch (IOException e) {
            // The reader of the file tells of it.
            return new PemScan(List.of(), List.of());
        }
    }

    /** The certificate the key was made with, wherever it stands in the file; else the first. */
    private static X509Certificate device(List<X509Certificate> chain, Optional<PrivateKey> key) {
        return chain.stream()
                .filter(one -> key.filter(own -> Credentials.fits(own, one.getPublicKey()))
                        .isPresent())
                .findFirst()
                .orElseGet(chain::getFirst);
    }

    private void order(Path file, List<X509Certificate> chain, Optional<PrivateKey> key) {
        if (chain.size() > 1) {
            add(Severity.NOTE, chain.size() + " certificates are in the file; all are sent.", "", file, 0);
        }
        if (key.isPresent() && !Credentials.fits(key.get(), chain.getFirst().getPublicKey())) {
            for (int i = 1; i < chain.size(); i++) {
                if (Credentials.fits(key.get(), chain.get(i).getPublicKey())) {
                    add(
                            Severity.ERROR,
                            "The key fits certificate " + (i + 1) + " of the file; the client's own must come first.",
                            "Move it to the top of the file.",
                            file,
                            0);
                    return;
                }
            }
            add(
                    Severity.ERROR,
                    "The key in " + subject.key().map(Path::toString).orElse("") + " does not fit the certificate in "
                            + file + ": they were not made together.",
                    "Find the key that was made with this certificate; the certificate cannot be used without it.",
                    file,
                    0);
        }
        for (int i = 1; i < chain.size(); i++) {
            if (!issued(chain.get(i), chain.get(i - 1))) {
                add(
                        Severity.ERROR,
                        "Certificate " + (i + 1) + " of the file is not the issuer of certificate " + i + ".",
                        "Put each certificate before that of its issuer, and leave out what does not belong to the"
                                + " chain.",
                        file,
                        0);
                return;
            }
        }
        X509Certificate last = chain.getLast();
        if (chain.size() > 1 && isSelfSigned(last)) {
            add(
                    Severity.NOTE,
                    "The chain ends with its root (" + name(last) + "), which the server has anyway: " + sizes.getLast()
                            + " bytes more to send.",
                    "Leave it out.",
                    file,
                    0);
        } else if (!isSelfSigned(last)) {
            add(
                    Severity.NOTE,
                    "The server must know the issuer "
                            + last.getIssuerX500Principal().getName() + " by itself.",
                    "",
                    file,
                    0);
        }
    }

    private void own(Path file, X509Certificate certificate) {
        dates(file, certificate, "The client's certificate", Severity.ERROR);
        if (isSelfSigned(certificate)) {
            add(
                    Severity.WARNING,
                    "The client's certificate is signed by itself: a server takes it only if it knows this very"
                            + " certificate.",
                    "Have a CA sign it that the server knows, or register it there.",
                    file,
                    0);
        }
        if (certificate.getBasicConstraints() >= 0) {
            add(
                    Severity.WARNING,
                    "The client's certificate is that of a CA.",
                    "Use a certificate made for the device.",
                    file,
                    0);
        }
        strength(file, certificate, "The client's certificate");
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            if (purposes != null && !purposes.contains(CLIENT_AUTH) && !purposes.contains(ANY_PURPOSE)) {
                add(
                        Severity.WARNING,
                        "The client's certificate has purposes, and clientAuth is not among them; a strict server"
                                + " refuses it.",
                        "Ask the CA for one with extendedKeyUsage clientAuth.",
                        file,
                        0);
            }
        } catch (CertificateParsingException e) {
            add(
                    Severity.WARNING,
                    "The extended key usage is malformed.",
                    "Ask the CA for another certificate.",
                    file,
                    0);
        }
        boolean[] usage = certificate.getKeyUsage();
        if (usage != null && !usage[0]) {
            add(
                    Severity.WARNING,
                    "The client's certificate may not be used for digitalSignature, which CertificateVerify is.",
                    "Ask the CA for one with keyUsage digitalSignature.",
                    file,
                    0);
        }
    }

    /** {@code expired}: how much it weighs that it is over. */
    private void dates(Path file, X509Certificate certificate, String what, Severity expired) {
        Instant from = certificate.getNotBefore().toInstant();
        Instant to = certificate.getNotAfter().toInstant();
        if (now.isBefore(from)) {
            add(
                    Severity.WARNING,
                    what + " is valid from " + from + " only; this computer's clock says " + now + ".",
                    "Check the clock, or wait.",
                    file,
                    0);
        } else if (now.isAfter(to)) {
            add(expired, what + " expired at " + to + ".", "Have a new one issued.", file, 0);
        } else if (now.plus(SOON).isAfter(to)) {
            add(Severity.NOTE, what + " expires at " + to + ".", "Have a new one issued in time.", file, 0);
        }
    }

    private void strength(Path file, X509Certificate certificate, String what) {
        switch (certificate.getPublicKey()) {
            case RSAPublicKey rsa
            when rsa.getModulus().bitLength() < LEAST_RSA_BITS ->
                add(
                        Severity.WARNING,
                        what + " has an RSA key of " + rsa.getModulus().bitLength() + " bits; servers ask for "
                                + LEAST_RSA_BITS + ".",
                        "Make a longer key, or one on P-256.",
                        file,
                        0);
            case ECPublicKey ec
            when ec.getParams().getOrder().bitLength() < LEAST_EC_BITS ->
                add(
                        Severity.WARNING,
                        what + " has a key on a curve of "
                                + ec.getParams().getOrder().bitLength() + " bits, which TLS hardly uses.",
                        "Make a key on P-256.",
                        file,
                        0);
            default -> {}
        }
        String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        if (!isSelfSigned(certificate) && (algorithm.startsWith("SHA1") || algorithm.startsWith("MD5"))) {
            add(
                    Severity.WARNING,
                    what + " is signed with " + certificate.getSigAlgName() + ", which servers refuse.",
                    "Have it issued with SHA-256.",
                    file,
                    0);
        }
    }

    private void authorities(Path file, Optional<X509Certificate> device) {
        PemScan scan = scan(file);
        scan.blocks().stream()
                .filter(PemScan.Block::isKey)
                .findFirst()
                .ifPresent(block -> add(
                        Severity.WARNING,
                        "A private key stands in the CA file.",
                        "Remove it: the CA's certificate is all that is needed.",
                        file,
                        block.line()));
        List<X509Certificate> authorities;
        try {
            authorities = PemFile.read(file, "CA file").certificates();
        } catch (CredentialsException e) {
            unreadable(e, file);
            return;
        }
        for (X509Certificate authority : authorities) {
            String what = "CA certificate " + name(authority);
            dates(file, authority, "The " + what, Severity.WARNING);
            if (device.filter(authority::equals).isPresent()) {
                add(
                        Severity.ERROR,
                        "The CA file holds the client's own certificate.",
                        "Give the certificate of the CA that signs the server's.",
                        file,
                        0);
            } else if (authority.getBasicConstraints() < 0 && authority.getVersion() >= 3) {
                add(
                        Severity.WARNING,
                        "The " + what + " is not that of a CA; only this very certificate can be trusted by it.",
                        "Give the certificate of the CA that signs the server's.",
                        file,
                        0);
            }
        }
        known(file, authorities);
    }

    /** For endpoints whose certificate leads to known roots: whether one of them is there. */
    private void known(Path file, List<X509Certificate> authorities) {
        String host = subject.endpoint().map(CredentialsReport.Endpoint::host).orElse("");
        if (EndpointAdvice.isAmazonTrust(host) && none(authorities, "Amazon Root CA", "Starfield Services Root")) {
            add(
                    Severity.ERROR,
                    "The endpoint's certificate leads to an Amazon Root CA, and the CA file holds none of these.",
                    "Use AmazonRootCA1.pem (and CA3 for ECDSA) from Amazon Trust Services.",
                    file,
                    0);
        } else if (EndpointAdvice.isAzure(host) && none(authorities, "DigiCert Global Root G2", "Microsoft RSA Root")) {
            add(
                    Severity.WARNING,
                    "Azure IoT Hub's certificate leads to DigiCert Global Root G2, which the CA file does not hold.",
                    "Add that root to the CA file.",
                    file,
                    0);
        }
    }

    private static boolean none(List<X509Certificate> authorities, String... names) {
        return authorities.stream()
                .map(authority -> authority.getSubjectX500Principal().getName())
                .noneMatch(subject -> Stream.of(names).anyMatch(subject::contains));
    }

    private static boolean issued(X509Certificate issuer, X509Certificate certificate) {
        return certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal());
    }

    private static boolean isSelfSigned(X509Certificate certificate) {
        return issued(certificate, certificate);
    }

    private static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    private void add(Severity severity, String sentence, String fix, Path file, int line) {
        findings.add(new CredentialFinding(
                severity, sentence, fix, Optional.of(file), line > 0 ? OptionalInt.of(line) : OptionalInt.empty()));
    }
}
