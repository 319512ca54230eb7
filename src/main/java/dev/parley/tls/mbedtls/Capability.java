package dev.parley.tls.mbedtls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A piece of cryptography that a build has or lacks, and the options that bring it: of 2.x and 3.x in the configuration header, of
 * 4.x (and of 3.x with {@code MBEDTLS_PSA_CRYPTO_CONFIG}) in {@code psa/crypto_config.h}
 * ({@code include/mbedtls/config_adjust_legacy_crypto.h}, {@code config_adjust_legacy_from_psa.h} of 3.6.6).
 */
enum Capability {
    MD5("MD5", "MBEDTLS_MD5_C", "PSA_WANT_ALG_MD5"),
    SHA1("SHA-1", "MBEDTLS_SHA1_C", "PSA_WANT_ALG_SHA_1"),
    /** Comes with SHA-256 in 2.x, on its own since 3.0. */
    SHA224("SHA-224", "MBEDTLS_SHA224_C", "PSA_WANT_ALG_SHA_224"),
    SHA256("SHA-256", "MBEDTLS_SHA256_C", "PSA_WANT_ALG_SHA_256"),
    /** Comes with SHA-512 in 2.x, on its own since 3.0. */
    SHA384("SHA-384", "MBEDTLS_SHA384_C", "PSA_WANT_ALG_SHA_384"),
    SHA512("SHA-512", "MBEDTLS_SHA512_C", "PSA_WANT_ALG_SHA_512"),
    AES("AES", "MBEDTLS_AES_C", "PSA_WANT_KEY_TYPE_AES"),
    CAMELLIA("Camellia", "MBEDTLS_CAMELLIA_C", "PSA_WANT_KEY_TYPE_CAMELLIA"),
    ARIA("ARIA", "MBEDTLS_ARIA_C", "PSA_WANT_KEY_TYPE_ARIA"),
    DES("DES", "MBEDTLS_DES_C", null),
    ARC4("RC4", "MBEDTLS_ARC4_C", null),
    NULL_CIPHER("suites without encryption", "MBEDTLS_CIPHER_NULL_CIPHER", "MBEDTLS_SSL_NULL_CIPHERSUITES"),
    GCM("GCM", "MBEDTLS_GCM_C", "PSA_WANT_ALG_GCM"),
    CCM("CCM", "MBEDTLS_CCM_C", "PSA_WANT_ALG_CCM"),
    CBC("CBC", "MBEDTLS_CIPHER_MODE_CBC", "PSA_WANT_ALG_CBC_NO_PADDING"),
    CHACHAPOLY("ChaCha20-Poly1305", "MBEDTLS_CHACHAPOLY_C", "PSA_WANT_ALG_CHACHA20_POLY1305"),
    RSA("RSA", "MBEDTLS_RSA_C", "PSA_WANT_KEY_TYPE_RSA_KEY_PAIR_BASIC"),
    RSA_PKCS1("RSA signatures of PKCS#1 1.5", "MBEDTLS_PKCS1_V15", "PSA_WANT_ALG_RSA_PKCS1V15_SIGN"),
    /** {@code check_config.h} of 4.x ties PSS in TLS to this one option. */
    RSA_PSS("RSA-PSS", "MBEDTLS_PKCS1_V21", "PSA_WANT_ALG_RSA_OAEP"),
    ECDSA("ECDSA", "MBEDTLS_ECDSA_C", "PSA_WANT_ALG_ECDSA"),
    ECDH("ECDH", "MBEDTLS_ECDH_C", "PSA_WANT_ALG_ECDH"),
    /** Diffie-Hellman over finite fields, which TLS 1.3 offers as groups. */
    FFDH("finite-field Diffie-Hellman", "MBEDTLS_DHM_C", "PSA_WANT_ALG_FFDH");

    private final String words;
    private final String legacy;
    private final @Nullable String psa;

    Capability(String words, String legacy, @Nullable String psa) {
        this.words = words;
        this.legacy = legacy;
        this.psa = psa;
    }

    /** As it is called. */
    String words() {
        return words;
    }

    /** The option to define for it; for several ways the usual one. */
    String option(MbedTlsVersion version) {
        if (version.major() >= 4) {
            return psa == null ? legacy : psa;
        }
        if (version.major() == 2) {
            return this == SHA224 ? SHA256.legacy : this == SHA384 ? SHA512.legacy : legacy;
        }
        return legacy;
    }

    /** All options any of which brings it in that version. */
    List<String> options(MbedTlsVersion version, boolean psaConfig) {
        if (psa == null) {
            return version.major() >= 4 ? List.of() : List.of(legacy);
        }
        if (version.major() >= 4) {
            return List.of(psa);
        }
        return psaConfig ? List.of(option(version), psa) : List.of(option(version));
    }
}
