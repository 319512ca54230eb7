package dev.parley.tls.mbedtls;

import dev.parley.journal.Bytes;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** The certificates of a Certificate message (RFC 5246 section 7.4.2, RFC 8446 section 4.4.2), as far as they can be read. */
final class CertificateMessage {
    private CertificateMessage() {}

    /** The chain, the sender's own first; what is malformed is left out. */
    static List<X509Certificate> read(Bytes body, boolean tls13) {
        List<X509Certificate> chain = new ArrayList<>();
        int at = tls13 && !body.isEmpty() ? 1 + body.u8(0) : 0;
        if (at + 3 > body.length()) {
            return chain;
        }
        int end = Math.min(body.length(), at + 3 + body.u24(at));
        at += 3;
        while (at + 3 <= end && at + 3 + body.u24(at) <= end) {
            int next = at + 3 + body.u24(at);
            parse(body.slice(at + 3, next), chain);
            at = next;
            if (tls13) {
                at = at + 2 <= end ? at + 2 + body.u16(at) : end;
            }
        }
        return chain;
    }

    private static void parse(Bytes der, List<X509Certificate> chain) {
        try {
            chain.add((X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der.toArray())));
        } catch (CertificateException | RuntimeException malformed) {
            // The decoder tells of a malformed certificate; here it says nothing about the build.
            return;
        }
    }
}
