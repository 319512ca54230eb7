package dev.parley.tls;

import dev.parley.journal.Bytes;
import dev.parley.journal.FieldReader;
import dev.parley.journal.FieldReader.CutOffException;
import java.io.ByteArrayInputStream;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/** The fields of an X.509 certificate in DER (RFC 5280 section 4): where each stands, and what it says. */
final class CertificateFields {
    private static final List<String> USAGES = List.of(
            "digitalSignature",
            "nonRepudiation",
            "keyEncipherment",
            "dataEncipherment",
            "keyAgreement",
            "keyCertSign",
            "cRLSign",
            "encipherOnly",
            "decipherOnly");

    /** Deeper than this nothing is looked for: real extensions nest four or five deep. */
    private static final int DEEPEST = 8;

    private final Bytes der;
    private final X509Certificate certificate;

    private final Optional<Instant> said;

    private CertificateFields(Bytes der, X509Certificate certificate, Optional<Instant> said) {
        this.der = der;
        this.certificate = certificate;
        this.said = said;
    }

    /** The subject and the size, for example {@code CN=AWS IoT Certificate, 862 bytes}. */
    static String title(Bytes der) {
        return parse(der)
                .map(certificate -> subject(certificate) + ", " + der.length() + " bytes")
                .orElse("not a certificate, " + der.length() + " bytes");
    }

    /**
     * Reads all of {@code in}, which holds {@code der}.
     *
     * @param said when the certificate was shown, by the wall clock, or nothing: its validity is held against it
     */
    static String read(Bytes der, FieldReader in, Optional<Instant> said) throws CutOffException {
        Optional<X509Certificate> parsed = parse(der);
        if (parsed.isEmpty()) {
            in.skip(in.left());
            return "cannot be read as an X.509 certificate";
        }
        new CertificateFields(der, parsed.get(), said).fields(in);
        in.skip(in.left());
        return der.length() + " bytes of DER";
    }

    /** The certificate; nothing where the bytes are none. */
    static Optional<X509Certificate> parse(Bytes der) {
        try {
            return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der.toArray()))
                            instanceof X509Certificate certificate
                    ? Optional.of(certificate)
                    : Optional.empty();
        } catch (CertificateException | RuntimeException malformed) {
            // the JDK's parser lets some unchecked exceptions through on hostile bytes
            return Optional.empty();
        }
    }

    static String subject(X509Certificate certificate) {
        return name(certificate.getSubjectX500Principal());
    }

    static String issuer(X509Certificate certificate) {
        return name(certificate.getIssuerX500Principal());
    }

    /** The key's kind and strength, for example {@code RSA 2048 bits} or {@code EC secp256r1}. */
    static String key(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa -> "RSA " + rsa.getModulus().bitLength() + " bits";
            case ECPublicKey ec -> "EC " + ec.getParams().getOrder().bitLength() + " bits";
            default -> key.getAlgorithm();
        };
    }

    /** What the key may be used for, as keyUsage says; nothing where that extension is missing. */
    static Optional<List<String>> usages(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        if (usage == null) {
            return Optional.empty();
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < Math.min(usage.length, USAGES.size()); i++) {
            if (usage[i]) {
                names.add(USAGES.get(i));
            }
        }
        return Optional.of(names);
    }

    /** What extendedKeyUsage allows; nothing where that extension is missing or malformed. */
    static Optional<List<String>> purposes(X509Certificate certificate) {
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            return purposes == null
                    ? Optional.empty()
                    : Optional.of(
                            purposes.stream().map(CertificateFields::purpose).toList());
        } catch (CertificateParsingException malformed) {
            return Optional.empty();
        }
    }

    private static String name(X500Principal principal) {
        String text = principal.getName(X500Principal.RFC2253);
        return text.isEmpty() ? "no name" : text;
    }

    private void fields(FieldReader in) {
        List<Der> outer = Der.children(der, Der.at(der, 0));
        if (outer.size() == 3) {
            tbs(Der.children(der, outer.get(0)), in);
            mark(in, "signatureAlgorithm", certificate.getSigAlgName(), outer.get(1));
            mark(in, "signatureValue", 8 * (outer.get(2).length() - 1) + " bits", outer.get(2));
        }
    }

    // TBSCertificate: [0] version, serialNumber, signature, issuer, validity, subject, subjectPublicKeyInfo, [1] [2]
    // unique ids, [3] extensions
    private void tbs(List<Der> parts, FieldReader in) {
        int first = !parts.isEmpty() && parts.getFirst().tag() == 0xa0 ? 1 : 0;
        if (parts.size() < first + 6) {
            return;
        }
        if (first == 1) {
            mark(in, "version", "v" + certificate.getVersion(), parts.getFirst());
        }
        mark(in, "serialNumber", certificate.getSerialNumber().toString(16), parts.get(first));
        mark(in, "signature", certificate.getSigAlgName(), parts.get(first + 1));
        name("issuer", issuer(certificate), parts.get(first + 2), in);
        validity(parts.get(first + 3), in);
        name("subject", subject(certificate), parts.get(first + 4), in);
        publicKey(parts.get(first + 5), in);
        for (Der part : parts.subList(first + 6, parts.size())) {
            if (part.tag() == 0xa3) {
                extensions(part, in);
            }
        }
    }

    /** RDNSequence of sets of type and value. */
    private void name(String field, String words, Der name, FieldReader in) {
        in.mark(field, words, name.from(), name.to(), inner -> {
            for (Der set : Der.children(der, name)) {
                for (Der pair : Der.children(der, set)) {
                    List<Der> parts = Der.children(der, pair);
                    if (parts.size() == 2 && parts.getFirst().tag() == Der.OID) {
                        mark(
                                inner,
                                attribute(parts.getFirst().oid(der)),
                                parts.getLast().text(der),
                                pair);
                    }
                }
            }
        });
    }

    private void validity(Der validity, FieldReader in) {
        List<Der> times = Der.children(der, validity);
        in.mark(
                "validity",
                certificate.getNotBefore().toInstant() + " to "
                        + certificate.getNotAfter().toInstant()
                        + said.map(this::standing).orElse(""),
                validity.from(),
                validity.to(),
                inner -> {
                    if (times.size() == 2) {
                        mark(
                                inner,
                                "notBefore",
                                certificate.getNotBefore().toInstant().toString(),
                                times.get(0));
                        mark(
                                inner,
                                "notAfter",
                                certificate.getNotAfter().toInstant().toString(),
                                times.get(1));
                    }
                });
    }

    /** RFC 5280 section 4.1.2.5: both ends belong to the validity. */
    private String standing(Instant when) {
        LocalDate day = LocalDate.ofInstant(when, ZoneOffset.UTC);
        if (when.isBefore(certificate.getNotBefore().toInstant())) {
            return "; not valid yet on " + day + ", the day of this session";
        }
        // A certificate's times are whole seconds.
        return when.truncatedTo(ChronoUnit.SECONDS)
                        .isAfter(certificate.getNotAfter().toInstant())
                ? "; expired by " + day + ", the day of this session"
                : "; valid on " + day + ", the day of this session";
    }

    private void publicKey(Der info, FieldReader in) {
        List<Der> parts = Der.children(der, info);
        String key = key(certificate.getPublicKey());
        in.mark("subjectPublicKeyInfo", key, info.from(), info.to(), inner -> {
            if (parts.size() == 2) {
                List<Der> algorithm = Der.children(der, parts.getFirst());
                String words = algorithm.stream()
                        .filter(part -> part.tag() == Der.OID)
                        .map(part -> algorithm(part.oid(der)))
                        .reduce((a, b) -> a + ", " + b)
                        .orElse("");
                mark(inner, "algorithm", words, parts.getFirst());
                mark(
                        inner,
                        "subjectPublicKey",
                        8 * Math.max(0, parts.getLast().length() - 1) + " bits",
                        parts.getLast());
            }
        });
    }

    // Extensions: [3] { SEQUENCE of { extnID, critical DEFAULT FALSE, extnValue OCTET STRING } }
    private void extensions(Der block, FieldReader in) {
        List<Der> list = Der.children(der, block).stream()
                .flatMap(sequence -> Der.children(der, sequence).stream())
                .toList();
        in.mark("extensions", words(), block.from(), block.to(), inner -> {
            for (Der extension : list) {
                List<Der> parts = Der.children(der, extension);
                if (parts.size() >= 2 && parts.getFirst().tag() == Der.OID) {
                    String oid = parts.getFirst().oid(der);
                    boolean critical = parts.size() == 3;
                    mark(
                            inner,
                            extension(oid),
                            value(oid, parts.getLast()) + (critical ? " (critical)" : ""),
                            extension);
                }
            }
        });
    }

    /** All extensions in short. */
    private String words() {
        List<String> words = new ArrayList<>();
        if (certificate.getBasicConstraints() >= 0) {
            words.add("a CA");
        }
        usages(certificate).ifPresent(names -> words.add("for " + String.join(", ", names)));
        purposes(certificate).ifPresent(names -> words.add("purposes " + String.join(", ", names)));
        String names = alternativeNames();
        if (!names.isEmpty()) {
            words.add("names " + names);
        }
        return String.join("; ", words);
    }

    private String alternativeNames() {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? ""
                    : String.join(
                            ", ",
                            names.stream()
                                    .map(name -> String.valueOf(name.get(1)))
                                    .toList());
        } catch (CertificateParsingException malformed) {
            return "malformed";
        }
    }

    private String value(String oid, Der octets) {
        Der inside = Der.at(der, octets.contentFrom());
        return switch (oid) {
            case "2.5.29.14" -> inside.content(der).hex();
            case "2.5.29.15" ->
                usages(certificate).map(names -> String.join(", ", names)).orElse("");
            case "2.5.29.17" -> alternativeNames();
            case "2.5.29.19" -> {
                int path = certificate.getBasicConstraints();
                yield path < 0
                        ? "no CA"
                        : path == Integer.MAX_VALUE ? "a CA" : "a CA with at most " + path + " CAs below it";
            }
            case "2.5.29.35" ->
                Der.children(der, inside).stream()
                        .filter(part -> part.tag() == 0x80)
                        .map(part -> "key " + part.content(der).hex())
                        .findFirst()
                        .orElse(octets.length() + " bytes");
            case "2.5.29.37" ->
                purposes(certificate).map(names -> String.join(", ", names)).orElse("malformed");
            case "2.5.29.31", "1.3.6.1.5.5.7.1.1" -> addresses(inside);
            case "2.5.29.32" ->
                String.join(
                        ", ",
                        Der.children(der, inside).stream()
                                .flatMap(policy ->
                                        Der.children(der, policy).stream().limit(1))
                                .filter(part -> part.tag() == Der.OID)
                                .map(part -> part.oid(der))
                                .toList());
            case "2.16.840.1.113730.1.13" -> inside.text(der);
            default -> octets.length() + " bytes";
        };
    }

    /** The uniformResourceIdentifiers in it, in order. */
    private String addresses(Der inside) {
        List<String> found = new ArrayList<>();
        collect(inside, 0, found);
        return String.join(", ", found);
    }

    private void collect(Der element, int depth, List<String> found) {
        if (element.tag() == 0x86) {
            found.add(element.content(der).latin1());
        } else if ((element.tag() & 0x20) != 0 && depth < DEEPEST) {
            Der.children(der, element).forEach(child -> collect(child, depth + 1, found));
        }
    }

    private static void mark(FieldReader in, String name, String value, Der part) {
        in.mark(name, value, part.from(), part.to());
    }

    /** RFC 4519 and RFC 5280 appendix A. */
    private static String attribute(String oid) {
        return switch (oid) {
            case "2.5.4.3" -> "commonName";
            case "2.5.4.4" -> "surname";
            case "2.5.4.5" -> "serialNumber";
            case "2.5.4.6" -> "countryName";
            case "2.5.4.7" -> "localityName";
            case "2.5.4.8" -> "stateOrProvinceName";
            case "2.5.4.9" -> "streetAddress";
            case "2.5.4.10" -> "organizationName";
            case "2.5.4.11" -> "organizationalUnitName";
            case "2.5.4.12" -> "title";
            case "2.5.4.42" -> "givenName";
            case "2.5.4.46" -> "dnQualifier";
            case "2.5.4.97" -> "organizationIdentifier";
            case "0.9.2342.19200300.100.1.1" -> "userId";
            case "0.9.2342.19200300.100.1.25" -> "domainComponent";
            case "1.2.840.113549.1.9.1" -> "emailAddress";
            default -> oid;
        };
    }

    private static String extension(String oid) {
        return switch (oid) {
            case "2.5.29.9" -> "subjectDirectoryAttributes";
            case "2.5.29.14" -> "subjectKeyIdentifier";
            case "2.5.29.15" -> "keyUsage";
            case "2.5.29.16" -> "privateKeyUsagePeriod";
            case "2.5.29.17" -> "subjectAltName";
            case "2.5.29.18" -> "issuerAltName";
            case "2.5.29.19" -> "basicConstraints";
            case "2.5.29.30" -> "nameConstraints";
            case "2.5.29.31" -> "cRLDistributionPoints";
            case "2.5.29.32" -> "certificatePolicies";
            case "2.5.29.33" -> "policyMappings";
            case "2.5.29.35" -> "authorityKeyIdentifier";
            case "2.5.29.36" -> "policyConstraints";
            case "2.5.29.37" -> "extKeyUsage";
            case "2.5.29.46" -> "freshestCRL";
            case "2.5.29.54" -> "inhibitAnyPolicy";
            case "1.3.6.1.5.5.7.1.1" -> "authorityInfoAccess";
            case "1.3.6.1.5.5.7.1.24" -> "tlsFeature";
            case "1.3.6.1.4.1.11129.2.4.2" -> "signedCertificateTimestampList";
            case "2.16.840.1.113730.1.1" -> "netscapeCertType";
            case "2.16.840.1.113730.1.13" -> "netscapeComment";
            default -> oid;
        };
    }

    /** RFC 3279, RFC 5480, RFC 8410. */
    private static String algorithm(String oid) {
        return switch (oid) {
            case "1.2.840.113549.1.1.1" -> "rsaEncryption";
            case "1.2.840.113549.1.1.10" -> "rsassaPss";
            case "1.2.840.10045.2.1" -> "ecPublicKey";
            case "1.2.840.10045.3.1.7" -> "secp256r1";
            case "1.3.132.0.34" -> "secp384r1";
            case "1.3.132.0.35" -> "secp521r1";
            case "1.3.132.0.10" -> "secp256k1";
            case "1.3.36.3.3.2.8.1.1.7" -> "brainpoolP256r1";
            case "1.3.36.3.3.2.8.1.1.11" -> "brainpoolP384r1";
            case "1.3.36.3.3.2.8.1.1.13" -> "brainpoolP512r1";
            case "1.3.101.112" -> "Ed25519";
            case "1.3.101.113" -> "Ed448";
            default -> oid;
        };
    }

    /** RFC 5280 section 4.2.1.12. */
    private static String purpose(String oid) {
        return switch (oid) {
            case "2.5.29.37.0" -> "anyExtendedKeyUsage";
            case "1.3.6.1.5.5.7.3.1" -> "serverAuth";
            case "1.3.6.1.5.5.7.3.2" -> "clientAuth";
            case "1.3.6.1.5.5.7.3.3" -> "codeSigning";
            case "1.3.6.1.5.5.7.3.4" -> "emailProtection";
            case "1.3.6.1.5.5.7.3.8" -> "timeStamping";
            case "1.3.6.1.5.5.7.3.9" -> "OCSPSigning";
            default -> oid;
        };
    }
}
