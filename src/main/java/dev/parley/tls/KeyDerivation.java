package dev.parley.tls;

import dev.parley.journal.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Keys from secrets: the PRF of TLS 1.2 (RFC 5246 section 5) and HKDF-Expand-Label of TLS 1.3 (RFC 8446 section 7.1). */
final class KeyDerivation {
    private KeyDerivation() {}

    /** PRF(secret, label, seed), the first {@code length} bytes, with P_hash over {@code hash} ({@code SHA256}, {@code SHA384}). */
    static Bytes prf(String hash, Bytes secret, String label, Bytes seed, int length) throws GeneralSecurityException {
        Mac mac = hmac("Hmac" + hash, secret);
        byte[] labelled = Bytes.concat(List.of(Bytes.latin1(label), seed)).toArray();
        byte[] a = mac.doFinal(labelled);
        byte[] out = new byte[length];
        int at = 0;
        while (at < length) {
            mac.update(a);
            byte[] block = mac.doFinal(labelled);
            int take = Math.min(block.length, length - at);
            System.arraycopy(block, 0, out, at, take);
            at += take;
            a = mac.doFinal(a);
        }
        return Bytes.wrap(out);
    }

    /** HKDF-Expand-Label(secret, label, "", length). */
    static Bytes expandLabel(String hash, Bytes secret, String label, int length) throws GeneralSecurityException {
        byte[] name = ("tls13 " + label).getBytes(StandardCharsets.US_ASCII);
        byte[] info = new byte[2 + 1 + name.length + 1];
        info[0] = (byte) (length >> 8);
        info[1] = (byte) length;
        info[2] = (byte) name.length;
        System.arraycopy(name, 0, info, 3, name.length);
        Mac mac = hmac("Hmac" + hash, secret);
        byte[] out = new byte[length];
        byte[] block = new byte[0];
        int at = 0;
        for (int i = 1; at < length; i++) {
            mac.update(block);
            mac.update(info);
            mac.update((byte) i);
            block = mac.doFinal();
            int take = Math.min(block.length, length - at);
            System.arraycopy(block, 0, out, at, take);
            at += take;
        }
        return Bytes.wrap(out);
    }

    static Mac hmac(String algorithm, Bytes key) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(algorithm);
        // an empty key is not allowed by SecretKeySpec, and HMAC pads keys with zeros anyway (RFC 2104)
        mac.init(new SecretKeySpec(key.isEmpty() ? new byte[1] : key.toArray(), algorithm));
        return mac;
    }
}
