package dev.parley.tls;

import dev.parley.journal.Bytes;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The certificates of a Certificate message and how they hang together: which key verifies which signature, and what a peer may
 * object to (RFC 5246 section 7.4.2, RFC 8446 section 4.4.2, RFC 5280).
 *
 * @param certificates in the order of the message; the sender's own is the first
 * @param remarks what is wrong or unusual, in words; empty for a chain in good order
 */
public record CertificateChain(List<Certificate> certificates, List<String> remarks) {
    /** Signatures of more are not verified: real chains have two to four certificates. */
    private static final int MOST = 12;

    public CertificateChain {
        certificates = List.copyOf(certificates);
        remarks = List.copyOf(remarks);
    }

    /**
     * One certificate.
     *
     * @param number its place in the message, from 1
     * @param bytes its size in DER
     * @param key kind and strength of its key, for example {@code RSA 2048 bits}
     * @param ca true if it may sign others
     * @param signedBy number of the certificate in the chain whose key verifies its signature; its own for a self-signed one
     * @param words its place in the chain in words, for example {@code signed by certificate 2}
     */
    public record Certificate(
            int number,
            String subject,
            String issuer,
            int bytes,
            String key,
            boolean ca,
            Instant notBefore,
            Instant notAfter,
            OptionalInt signedBy,
            String words) {
        /** True for a root: it is signed with its own key. */
        public boolean isSelfSigned() {
            return signedBy.equals(OptionalInt.of(number));
        }
    }

    /** The chain in a Certificate message that can be read; empty where the message holds none. */
    public static CertificateChain of(TlsConversation conversation, TlsMessage.Handshake message) {
        return of(certificates(message.body(), conversation.isTls13()));
    }

    /** The place in the chain of the certificate of that number, in words; nothing for one that is not in it. */
    Optional<String> words(int number) {
        return certificates.stream()
                .filter(one -> one.number() == number)
                .map(Certificate::words)
                .findFirst();
    }

    /** The certificates in the body of a Certificate message, the sender's own first; what is malformed is left out. */
    public static List<X509Certificate> read(Bytes body, boolean tls13) {
        return certificates(body, tls13).stream()
                .map(CertificateFields::parse)
                .flatMap(Optional::stream)
                .toList();
    }

    /** The DER of each certificate in the body of a Certificate message; what is cut off is left out. */
    static List<Bytes> certificates(Bytes body, boolean tls13) {
        List<Bytes> list = new ArrayList<>();
        int at = tls13 && !body.isEmpty() ? 1 + body.u8(0) : 0;
        at += 3;
        while (at + 3 <= body.length()) {
            int to = at + 3 + body.u24(at);
            if (to > body.length()) {
                break;
            }
            list.add(body.slice(at + 3, to));
            at = tls13 ? (to + 2 <= body.length() ? to + 2 + body.u16(to) : body.length()) : to;
        }
        return list;
    }

    static CertificateChain of(List<Bytes> ders) {
        List<Optional<X509Certificate>> parsed =
                ders.stream().map(CertificateFields::parse).toList();
        List<Certificate> certificates = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        for (int i = 0; i < parsed.size(); i++) {
            if (parsed.get(i).isEmpty()) {
                remarks.add("certificate " + (i + 1) + " cannot be read as an X.509 certificate");
            } else if (i < MOST) {
                certificates.add(certificate(parsed, i, ders.get(i).length(), remarks));
            }
        }
        if (parsed.size() > MOST) {
            remarks.add(parsed.size() + " certificates are far more than any peer needs; signatures of the first "
                    + MOST + " were checked");
        }
        return new CertificateChain(certificates, remarks);
    }

    private static Certificate certificate(
            List<Optional<X509Certificate>> all, int index, int bytes, List<String> remarks) {
        X509Certificate own = all.get(index).orElseThrow();
        OptionalInt signer = signer(all, index);
        String issuer = CertificateFields.issuer(own);
        int number = index + 1;
        String words;
        if (signer.isEmpty()) {
            words = "signed by " + issuer + ", which was not sent";
            if (sameNameElsewhere(all, index)) {
                words = "its issuer's name is in the chain, but that key does not verify its signature";
                remarks.add("the signature of certificate " + number + " does not verify with the key of " + issuer
                        + " that was sent: another CA of the same name, or a corrupt certificate");
            } else if (index + 1 < all.size()) {
                remarks.add("the issuer of certificate " + number + ", " + issuer
                        + ", was not sent, although more certificates follow: an intermediate is missing, or the chain"
                        + " is not in order");
            }
        } else if (signer.getAsInt() == number) {
            words = "self-signed";
            if (all.size() > 1) {
                remarks.add("certificate " + number + " is a self-signed root: the peer has it or does not trust it, so"
                        + " its " + bytes + " bytes need not be sent");
            }
        } else {
            words = "signed by certificate " + signer.getAsInt();
            if (signer.getAsInt() != number + 1) {
                remarks.add("wrong order: certificate " + number + " is signed by certificate " + signer.getAsInt()
                        + ", but each must be followed by its issuer (RFC 5246 section 7.4.2)");
            }
            all.get(signer.getAsInt() - 1)
                    .filter(ca -> ca.getBasicConstraints() < 0)
                    .ifPresent(ca -> remarks.add("certificate " + signer.getAsInt() + " signed certificate " + number
                            + " but is no CA (basicConstraints)"));
        }
        return new Certificate(
                number,
                CertificateFields.subject(own),
                issuer,
                bytes,
                CertificateFields.key(own.getPublicKey()),
                own.getBasicConstraints() >= 0,
                own.getNotBefore().toInstant(),
                own.getNotAfter().toInstant(),
                signer,
                words);
    }

    /** The number of the certificate whose key verifies the signature: the next one is looked at first, as it should be that. */
    private static OptionalInt signer(List<Optional<X509Certificate>> all, int index) {
        X509Certificate own = all.get(index).orElseThrow();
        for (int step = 1; step <= Math.min(MOST, all.size()); step++) {
            int other = (index + step) % all.size();
            Optional<X509Certificate> candidate = all.get(other);
            if (candidate.isPresent() && verifies(candidate.get(), own)) {
                return OptionalInt.of(other + 1);
            }
        }
        return OptionalInt.empty();
    }

    private static boolean sameNameElsewhere(List<Optional<X509Certificate>> all, int index) {
        X509Certificate own = all.get(index).orElseThrow();
        return all.stream()
                .flatMap(Optional::stream)
                .anyMatch(other -> other.getSubjectX500Principal().equals(own.getIssuerX500Principal()));
    }

    private static boolean verifies(X509Certificate issuer, X509Certificate certificate) {
        if (!issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException | RuntimeException doesNot) {
            // hostile keys make some providers throw unchecked
            return false;
        }
    }
}
