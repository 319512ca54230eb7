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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/** The fields of an X.509 certificate in DER (RFC 5280 section 4.1): where each stands, and what it says. */
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

    private CertificateFields() {}

    /** The subject and the size, for example {@code CN=AWS IoT Certificate, 862 bytes}. */
    static String title(Bytes der) {
        return parse(der)
                .map(certificate -> subject(certificate) + ", " + der.length() + " bytes")
                .orElse("not a certificate, " + der.length() + " bytes");
    }

    /** Reads all of {@code in}, which holds {@code der}. */
    static String read(Bytes der, FieldReader in) throws CutOffException {
        Optional<X509Certificate> parsed = parse(der);
        if (parsed.isEmpty()) {
            in.skip(in.left());
            return "cannot be read as an X.509 certificate";
        }
        X509Certificate certificate = parsed.get();
        List<Der> outer = Der.children(der, Der.at(der, 0));
        if (outer.size() == 3) {
            tbs(certificate, Der.children(der, outer.get(0)), in);
            mark(in, "signatureAlgorithm", certificate.getSigAlgName(), outer.get(1));
            mark(in, "signatureValue", 8 * (outer.get(2).length() - 1) + " bits", outer.get(2));
        }
        in.skip(in.left());
        return der.length() + " bytes of DER";
    }

    // TBSCertificate: [0] version, serialNumber, signature, issuer, validity, subject, subjectPublicKeyInfo, ..., [3]
    // extensions
    private static void tbs(X509Certificate certificate, List<Der> parts, FieldReader in) {
        int first = !parts.isEmpty() && parts.getFirst().tag() == 0xa0 ? 1 : 0;
        if (parts.size() < first + 6) {
            return;
        }
        mark(in, "serialNumber", certificate.getSerialNumber().toString(16), parts.get(first));
        mark(in, "issuer", certificate.getIssuerX500Principal().getName(X500Principal.RFC2253), parts.get(first + 2));
        mark(
                in,
                "validity",
                certificate.getNotBefore().toInstant() + " to "
                        + certificate.getNotAfter().toInstant(),
                parts.get(first + 3));
        mark(in, "subject", subject(certificate), parts.get(first + 4));
        mark(in, "subjectPublicKeyInfo", key(certificate.getPublicKey()), parts.get(first + 5));
        for (Der part : parts.subList(first + 6, parts.size())) {
            if (part.tag() == 0xa3) {
                mark(in, "extensions", extensions(certificate), part);
            }
        }
    }

    private static void mark(FieldReader in, String name, String value, Der part) {
        in.mark(name, value, part.from(), part.to());
    }

    private static Optional<X509Certificate> parse(Bytes der) {
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

    private static String subject(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName(X500Principal.RFC2253);
    }

    private static String key(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa -> "RSA " + rsa.getModulus().bitLength() + " bits";
            case ECPublicKey ec -> "EC " + ec.getParams().getOrder().bitLength() + " bits";
            default -> key.getAlgorithm();
        };
    }

    private static String extensions(X509Certificate certificate) {
        List<String> words = new ArrayList<>();
        if (certificate.getBasicConstraints() >= 0) {
            words.add("a CA");
        }
        boolean[] usage = certificate.getKeyUsage();
        if (usage != null) {
            List<String> names = new ArrayList<>();
            for (int i = 0; i < Math.min(usage.length, USAGES.size()); i++) {
                if (usage[i]) {
                    names.add(USAGES.get(i));
                }
            }
            words.add("for " + String.join(", ", names));
        }
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            if (purposes != null) {
                words.add("purposes "
                        + String.join(
                                ", ",
                                purposes.stream()
                                        .map(CertificateFields::purpose)
                                        .toList()));
            }
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            if (names != null) {
                words.add("names "
                        + String.join(
                                ", ",
                                names.stream()
                                        .map(name -> String.valueOf(name.get(1)))
                                        .toList()));
            }
        } catch (CertificateParsingException malformed) {
            words.add("an extension is malformed");
        }
        return String.join("; ", words);
    }

    private static String purpose(String oid) {
        return switch (oid) {
            case "1.3.6.1.5.5.7.3.1" -> "serverAuth";
            case "1.3.6.1.5.5.7.3.2" -> "clientAuth";
            default -> oid;
        };
    }

    /** One element of DER: from its tag to its last byte. */
    private record Der(int tag, int from, int contentFrom, int to) {
        int length() {
            return to - contentFrom;
        }

        static Der at(Bytes der, int from) {
            if (from + 2 > der.length()) {
                return new Der(0, from, der.length(), der.length());
            }
            int first = der.u8(from + 1);
            int content = from + 2;
            long length = first;
            if (first > 0x80) {
                length = 0;
                for (int i = 0; i < (first & 0x7f) && content < der.length() && i < 4; i++) {
                    length = length << 8 | der.u8(content++);
                }
            }
            int to = (int) Math.min(der.length(), content + length);
            return new Der(der.u8(from), from, content, to);
        }

        static List<Der> children(Bytes der, Der parent) {
            List<Der> children = new ArrayList<>();
            int at = parent.contentFrom();
            while (at + 2 <= parent.to()) {
                Der child = at(der, at);
                children.add(
                        new Der(child.tag(), child.from(), child.contentFrom(), Math.min(child.to(), parent.to())));
                at = Math.max(child.to(), at + 1);
            }
            return children;
        }
    }
}
