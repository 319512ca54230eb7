package dev.parley.tls;

import java.util.Optional;

/**
 * A cipher suite and what protects its records, as its registered name tells.
 *
 * @param cipher how records are encrypted; {@code OTHER} where this decoder cannot undo it
 * @param keyBytes length of an encryption key
 * @param mac the HMAC of a CBC suite as Java names it, else empty
 * @param macBytes its length
 * @param tagBytes length of an AEAD suite's tag, else 0
 * @param hash the hash of the PRF (TLS 1.2) or of HKDF (TLS 1.3): {@code SHA256} or {@code SHA384}
 */
record CipherSuite(
        int number, String name, Cipher cipher, int keyBytes, String mac, int macBytes, int tagBytes, String hash) {
    private static final int USUAL_TAG = 16;

    /** The record ciphers this decoder knows. */
    enum Cipher {
        AES_GCM,
        AES_CCM,
        AES_CBC,
        CHACHA20_POLY1305,
        OTHER
    }

    static CipherSuite of(int number) {
        String name = TlsNames.suite(number);
        String hash = name.endsWith("_SHA384") ? "SHA384" : "SHA256";
        int keyBytes = name.contains("AES_128") ? 16 : 32;
        if (name.contains("AES_128_GCM") || name.contains("AES_256_GCM")) {
            return new CipherSuite(number, name, Cipher.AES_GCM, keyBytes, "", 0, 16, hash);
        }
        if (name.contains("AES_128_CCM") || name.contains("AES_256_CCM")) {
            int tag = name.contains("CCM_8") ? 8 : 16;
            return new CipherSuite(number, name, Cipher.AES_CCM, keyBytes, "", 0, tag, hash);
        }
        if (name.contains("CHACHA20_POLY1305")) {
            return new CipherSuite(number, name, Cipher.CHACHA20_POLY1305, 32, "", 0, 16, hash);
        }
        if (name.contains("AES_128_CBC") || name.contains("AES_256_CBC")) {
            if (name.endsWith("_SHA384")) {
                return new CipherSuite(number, name, Cipher.AES_CBC, keyBytes, "HmacSHA384", 48, 0, hash);
            }
            return name.endsWith("_SHA256")
                    ? new CipherSuite(number, name, Cipher.AES_CBC, keyBytes, "HmacSHA256", 32, 0, hash)
                    : new CipherSuite(number, name, Cipher.AES_CBC, keyBytes, "HmacSHA1", 20, 0, hash);
        }
        return new CipherSuite(number, name, Cipher.OTHER, 0, "", 0, 0, hash);
    }

    /** The suite of that registered name, or nothing. */
    static Optional<CipherSuite> named(String name) {
        return TlsNames.suiteNumber(name).map(CipherSuite::of);
    }

    /** Bytes that stand before the ciphertext of a TLS 1.2 record: the explicit nonce or IV. */
    int prefixBytes() {
        return switch (cipher) {
            case AES_GCM, AES_CCM -> 8;
            case AES_CBC -> 16;
            case CHACHA20_POLY1305, OTHER -> 0;
        };
    }

    /** How long the plaintext of an encrypted TLS 1.2 record of {@code fragmentBytes} is, at most. */
    int mostPlaintext(int fragmentBytes) {
        int padding = cipher == Cipher.AES_CBC ? 1 : 0;
        return Math.max(0, fragmentBytes - prefixBytes() - tagBytes - macBytes - padding);
    }

    /**
     * How long a record of TLS 1.3 is that holds {@code content} bytes: header, content, its type and the tag (RFC 8446 section 5.2).
     * A suite that is not known has a tag of the usual length.
     */
    int protectedBytes(int content) {
        return RecordAssembler.HEADER + content + 1 + (tagBytes == 0 ? USUAL_TAG : tagBytes);
    }

    /** True if the server proves itself by a certificate. */
    boolean hasServerCertificate() {
        return !name.contains("_anon_") && (!name.contains("_PSK_") || name.contains("_RSA_PSK_"));
    }

    /** True if the server sends a ServerKeyExchange: always with ephemeral keys, never with plain RSA. */
    boolean hasServerKeyExchange() {
        return name.contains("_DHE_") || name.contains("_ECDHE_") || name.contains("_anon_") || name.contains("_SRP_");
    }
}
