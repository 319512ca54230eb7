package dev.parley.tls.mbedtls;

import dev.parley.tls.TlsNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The order in which mbedTLS offers cipher suites, and what each needs to be compiled in
 * ({@code ciphersuite_preference} and {@code ciphersuite_definitions} in {@code library/ssl_ciphersuites.c}).
 *
 * <p>The order is one and the same from 2.16 to 4.1; later lines only lost suites. EC J-PAKE is left out: without its password a
 * client does not offer it.
 *
 * @param name IANA's
 * @param number IANA's
 */
record PreferredSuite(String name, int number) {
    /** TLS 1.3, since 3.x; before all others. */
    private static final List<String> TLS_1_3 = List.of(
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_128_CCM_SHA256",
            "TLS_AES_128_CCM_8_SHA256");

    /** Up to TLS 1.2, without the prefix {@code TLS_}, as mbedTLS calls them. */
    private static final String TLS_1_2 = """
        ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256
        ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256
        DHE_RSA_WITH_CHACHA20_POLY1305_SHA256
        ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
        ECDHE_RSA_WITH_AES_256_GCM_SHA384
        DHE_RSA_WITH_AES_256_GCM_SHA384
        ECDHE_ECDSA_WITH_AES_256_CCM
        DHE_RSA_WITH_AES_256_CCM
        ECDHE_ECDSA_WITH_AES_256_CBC_SHA384
        ECDHE_RSA_WITH_AES_256_CBC_SHA384
        DHE_RSA_WITH_AES_256_CBC_SHA256
        ECDHE_ECDSA_WITH_AES_256_CBC_SHA
        ECDHE_RSA_WITH_AES_256_CBC_SHA
        DHE_RSA_WITH_AES_256_CBC_SHA
        ECDHE_ECDSA_WITH_AES_256_CCM_8
        DHE_RSA_WITH_AES_256_CCM_8
        ECDHE_ECDSA_WITH_CAMELLIA_256_GCM_SHA384
        ECDHE_RSA_WITH_CAMELLIA_256_GCM_SHA384
        DHE_RSA_WITH_CAMELLIA_256_GCM_SHA384
        ECDHE_ECDSA_WITH_CAMELLIA_256_CBC_SHA384
        ECDHE_RSA_WITH_CAMELLIA_256_CBC_SHA384
        DHE_RSA_WITH_CAMELLIA_256_CBC_SHA256
        DHE_RSA_WITH_CAMELLIA_256_CBC_SHA
        ECDHE_ECDSA_WITH_ARIA_256_GCM_SHA384
        ECDHE_RSA_WITH_ARIA_256_GCM_SHA384
        DHE_RSA_WITH_ARIA_256_GCM_SHA384
        ECDHE_ECDSA_WITH_ARIA_256_CBC_SHA384
        ECDHE_RSA_WITH_ARIA_256_CBC_SHA384
        DHE_RSA_WITH_ARIA_256_CBC_SHA384
        ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
        ECDHE_RSA_WITH_AES_128_GCM_SHA256
        DHE_RSA_WITH_AES_128_GCM_SHA256
        ECDHE_ECDSA_WITH_AES_128_CCM
        DHE_RSA_WITH_AES_128_CCM
        ECDHE_ECDSA_WITH_AES_128_CBC_SHA256
        ECDHE_RSA_WITH_AES_128_CBC_SHA256
        DHE_RSA_WITH_AES_128_CBC_SHA256
        ECDHE_ECDSA_WITH_AES_128_CBC_SHA
        ECDHE_RSA_WITH_AES_128_CBC_SHA
        DHE_RSA_WITH_AES_128_CBC_SHA
        ECDHE_ECDSA_WITH_AES_128_CCM_8
        DHE_RSA_WITH_AES_128_CCM_8
        ECDHE_ECDSA_WITH_CAMELLIA_128_GCM_SHA256
        ECDHE_RSA_WITH_CAMELLIA_128_GCM_SHA256
        DHE_RSA_WITH_CAMELLIA_128_GCM_SHA256
        ECDHE_ECDSA_WITH_CAMELLIA_128_CBC_SHA256
        ECDHE_RSA_WITH_CAMELLIA_128_CBC_SHA256
        DHE_RSA_WITH_CAMELLIA_128_CBC_SHA256
        DHE_RSA_WITH_CAMELLIA_128_CBC_SHA
        ECDHE_ECDSA_WITH_ARIA_128_GCM_SHA256
        ECDHE_RSA_WITH_ARIA_128_GCM_SHA256
        DHE_RSA_WITH_ARIA_128_GCM_SHA256
        ECDHE_ECDSA_WITH_ARIA_128_CBC_SHA256
        ECDHE_RSA_WITH_ARIA_128_CBC_SHA256
        DHE_RSA_WITH_ARIA_128_CBC_SHA256
        ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256
        DHE_PSK_WITH_CHACHA20_POLY1305_SHA256
        DHE_PSK_WITH_AES_256_GCM_SHA384
        DHE_PSK_WITH_AES_256_CCM
        ECDHE_PSK_WITH_AES_256_CBC_SHA384
        DHE_PSK_WITH_AES_256_CBC_SHA384
        ECDHE_PSK_WITH_AES_256_CBC_SHA
        DHE_PSK_WITH_AES_256_CBC_SHA
        DHE_PSK_WITH_CAMELLIA_256_GCM_SHA384
        ECDHE_PSK_WITH_CAMELLIA_256_CBC_SHA384
        DHE_PSK_WITH_CAMELLIA_256_CBC_SHA384
        DHE_PSK_WITH_AES_256_CCM_8
        DHE_PSK_WITH_ARIA_256_GCM_SHA384
        ECDHE_PSK_WITH_ARIA_256_CBC_SHA384
        DHE_PSK_WITH_ARIA_256_CBC_SHA384
        DHE_PSK_WITH_AES_128_GCM_SHA256
        DHE_PSK_WITH_AES_128_CCM
        ECDHE_PSK_WITH_AES_128_CBC_SHA256
        DHE_PSK_WITH_AES_128_CBC_SHA256
        ECDHE_PSK_WITH_AES_128_CBC_SHA
        DHE_PSK_WITH_AES_128_CBC_SHA
        DHE_PSK_WITH_CAMELLIA_128_GCM_SHA256
        DHE_PSK_WITH_CAMELLIA_128_CBC_SHA256
        ECDHE_PSK_WITH_CAMELLIA_128_CBC_SHA256
        DHE_PSK_WITH_AES_128_CCM_8
        DHE_PSK_WITH_ARIA_128_GCM_SHA256
        ECDHE_PSK_WITH_ARIA_128_CBC_SHA256
        DHE_PSK_WITH_ARIA_128_CBC_SHA256
        RSA_WITH_AES_256_GCM_SHA384
        RSA_WITH_AES_256_CCM
        RSA_WITH_AES_256_CBC_SHA256
        RSA_WITH_AES_256_CBC_SHA
        ECDH_RSA_WITH_AES_256_GCM_SHA384
        ECDH_RSA_WITH_AES_256_CBC_SHA384
        ECDH_RSA_WITH_AES_256_CBC_SHA
        ECDH_ECDSA_WITH_AES_256_GCM_SHA384
        ECDH_ECDSA_WITH_AES_256_CBC_SHA384
        ECDH_ECDSA_WITH_AES_256_CBC_SHA
        RSA_WITH_AES_256_CCM_8
        RSA_WITH_CAMELLIA_256_GCM_SHA384
        RSA_WITH_CAMELLIA_256_CBC_SHA256
        RSA_WITH_CAMELLIA_256_CBC_SHA
        ECDH_RSA_WITH_CAMELLIA_256_GCM_SHA384
        ECDH_RSA_WITH_CAMELLIA_256_CBC_SHA384
        ECDH_ECDSA_WITH_CAMELLIA_256_GCM_SHA384
        ECDH_ECDSA_WITH_CAMELLIA_256_CBC_SHA384
        ECDH_ECDSA_WITH_ARIA_256_GCM_SHA384
        ECDH_RSA_WITH_ARIA_256_GCM_SHA384
        RSA_WITH_ARIA_256_GCM_SHA384
        ECDH_ECDSA_WITH_ARIA_256_CBC_SHA384
        ECDH_RSA_WITH_ARIA_256_CBC_SHA384
        RSA_WITH_ARIA_256_CBC_SHA384
        RSA_WITH_AES_128_GCM_SHA256
        RSA_WITH_AES_128_CCM
        RSA_WITH_AES_128_CBC_SHA256
        RSA_WITH_AES_128_CBC_SHA
        ECDH_RSA_WITH_AES_128_GCM_SHA256
        ECDH_RSA_WITH_AES_128_CBC_SHA256
        ECDH_RSA_WITH_AES_128_CBC_SHA
        ECDH_ECDSA_WITH_AES_128_GCM_SHA256
        ECDH_ECDSA_WITH_AES_128_CBC_SHA256
        ECDH_ECDSA_WITH_AES_128_CBC_SHA
        RSA_WITH_AES_128_CCM_8
        RSA_WITH_CAMELLIA_128_GCM_SHA256
        RSA_WITH_CAMELLIA_128_CBC_SHA256
        RSA_WITH_CAMELLIA_128_CBC_SHA
        ECDH_RSA_WITH_CAMELLIA_128_GCM_SHA256
        ECDH_RSA_WITH_CAMELLIA_128_CBC_SHA256
        ECDH_ECDSA_WITH_CAMELLIA_128_GCM_SHA256
        ECDH_ECDSA_WITH_CAMELLIA_128_CBC_SHA256
        ECDH_ECDSA_WITH_ARIA_128_GCM_SHA256
        ECDH_RSA_WITH_ARIA_128_GCM_SHA256
        RSA_WITH_ARIA_128_GCM_SHA256
        ECDH_ECDSA_WITH_ARIA_128_CBC_SHA256
        ECDH_RSA_WITH_ARIA_128_CBC_SHA256
        RSA_WITH_ARIA_128_CBC_SHA256
        RSA_PSK_WITH_CHACHA20_POLY1305_SHA256
        RSA_PSK_WITH_AES_256_GCM_SHA384
        RSA_PSK_WITH_AES_256_CBC_SHA384
        RSA_PSK_WITH_AES_256_CBC_SHA
        RSA_PSK_WITH_CAMELLIA_256_GCM_SHA384
        RSA_PSK_WITH_CAMELLIA_256_CBC_SHA384
        RSA_PSK_WITH_ARIA_256_GCM_SHA384
        RSA_PSK_WITH_ARIA_256_CBC_SHA384
        RSA_PSK_WITH_AES_128_GCM_SHA256
        RSA_PSK_WITH_AES_128_CBC_SHA256
        RSA_PSK_WITH_AES_128_CBC_SHA
        RSA_PSK_WITH_CAMELLIA_128_GCM_SHA256
        RSA_PSK_WITH_CAMELLIA_128_CBC_SHA256
        RSA_PSK_WITH_ARIA_128_GCM_SHA256
        RSA_PSK_WITH_ARIA_128_CBC_SHA256
        PSK_WITH_CHACHA20_POLY1305_SHA256
        PSK_WITH_AES_256_GCM_SHA384
        PSK_WITH_AES_256_CCM
        PSK_WITH_AES_256_CBC_SHA384
        PSK_WITH_AES_256_CBC_SHA
        PSK_WITH_CAMELLIA_256_GCM_SHA384
        PSK_WITH_CAMELLIA_256_CBC_SHA384
        PSK_WITH_AES_256_CCM_8
        PSK_WITH_ARIA_256_GCM_SHA384
        PSK_WITH_ARIA_256_CBC_SHA384
        PSK_WITH_AES_128_GCM_SHA256
        PSK_WITH_AES_128_CCM
        PSK_WITH_AES_128_CBC_SHA256
        PSK_WITH_AES_128_CBC_SHA
        PSK_WITH_CAMELLIA_128_GCM_SHA256
        PSK_WITH_CAMELLIA_128_CBC_SHA256
        PSK_WITH_AES_128_CCM_8
        PSK_WITH_ARIA_128_GCM_SHA256
        PSK_WITH_ARIA_128_CBC_SHA256
        ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA
        ECDHE_RSA_WITH_3DES_EDE_CBC_SHA
        DHE_RSA_WITH_3DES_EDE_CBC_SHA
        ECDHE_PSK_WITH_3DES_EDE_CBC_SHA
        DHE_PSK_WITH_3DES_EDE_CBC_SHA
        RSA_WITH_3DES_EDE_CBC_SHA
        ECDH_RSA_WITH_3DES_EDE_CBC_SHA
        ECDH_ECDSA_WITH_3DES_EDE_CBC_SHA
        RSA_PSK_WITH_3DES_EDE_CBC_SHA
        PSK_WITH_3DES_EDE_CBC_SHA
        ECDHE_ECDSA_WITH_RC4_128_SHA
        ECDHE_RSA_WITH_RC4_128_SHA
        ECDHE_PSK_WITH_RC4_128_SHA
        DHE_PSK_WITH_RC4_128_SHA
        RSA_WITH_RC4_128_SHA
        RSA_WITH_RC4_128_MD5
        ECDH_RSA_WITH_RC4_128_SHA
        ECDH_ECDSA_WITH_RC4_128_SHA
        RSA_PSK_WITH_RC4_128_SHA
        PSK_WITH_RC4_128_SHA
        DHE_RSA_WITH_DES_CBC_SHA
        RSA_WITH_DES_CBC_SHA
        ECDHE_ECDSA_WITH_NULL_SHA
        ECDHE_RSA_WITH_NULL_SHA
        ECDHE_PSK_WITH_NULL_SHA384
        ECDHE_PSK_WITH_NULL_SHA256
        ECDHE_PSK_WITH_NULL_SHA
        DHE_PSK_WITH_NULL_SHA384
        DHE_PSK_WITH_NULL_SHA256
        DHE_PSK_WITH_NULL_SHA
        RSA_WITH_NULL_SHA256
        RSA_WITH_NULL_SHA
        RSA_WITH_NULL_MD5
        ECDH_RSA_WITH_NULL_SHA
        ECDH_ECDSA_WITH_NULL_SHA
        RSA_PSK_WITH_NULL_SHA384
        RSA_PSK_WITH_NULL_SHA256
        RSA_PSK_WITH_NULL_SHA
        PSK_WITH_NULL_SHA384
        PSK_WITH_NULL_SHA256
        PSK_WITH_NULL_SHA
        """;

    private static final List<PreferredSuite> ALL = all();

    private static List<PreferredSuite> all() {
        List<PreferredSuite> all = new ArrayList<>();
        TLS_1_3.forEach(name -> named(name).ifPresent(all::add));
        TLS_1_2.lines().forEach(name -> named("TLS_" + name).ifPresent(all::add));
        return List.copyOf(all);
    }

    /** All in mbedTLS's order. */
    static List<PreferredSuite> inOrder() {
        return ALL;
    }

    /** The suite of IANA's name or mbedTLS's ({@code MBEDTLS_TLS_...}, {@code MBEDTLS_TLS1_3_...}). */
    static Optional<PreferredSuite> named(String name) {
        String iana = name.replace("MBEDTLS_TLS1_3_", "TLS_").replace("MBEDTLS_", "");
        if (iana.endsWith("_CCM_8")) {
            // RFC 6655 turns the name of these two round.
            iana = iana.replace("TLS_DHE_PSK_WITH", "TLS_PSK_DHE_WITH");
        }
        String registered = iana;
        return TlsNames.suiteNumber(registered).map(number -> new PreferredSuite(registered, number));
    }

    boolean isTls13() {
        return !name.contains("_WITH_");
    }

    /** The key exchange as in {@code MBEDTLS_KEY_EXCHANGE_..._ENABLED}; empty for TLS 1.3. */
    String keyExchange() {
        return isTls13()
                ? ""
                : name.substring("TLS_".length(), name.indexOf("_WITH_")).replace("PSK_DHE", "DHE_PSK");
    }

    /** True if the client needs a key that both sides share. */
    boolean isPsk() {
        return keyExchange().endsWith("PSK");
    }

    /** True if the key exchange uses an elliptic curve. */
    boolean usesCurve() {
        return keyExchange().startsWith("ECDH");
    }

    /** True if a version before TLS 1.2 has it: the suites of CBC, RC4 or no cipher with SHA-1 or MD5. */
    boolean isOlderThanTls12() {
        return !isTls13() && (name.endsWith("_SHA") || name.endsWith("_MD5"));
    }

    /** What must be compiled in, apart from the key exchange. */
    List<Capability> needs() {
        String protection = isTls13() ? name : name.substring(name.indexOf("_WITH_") + 1);
        List<Capability> needs = new ArrayList<>();
        if (protection.contains("CHACHA20")) {
            needs.add(Capability.CHACHAPOLY);
        } else if (protection.contains("CAMELLIA")) {
            needs.add(Capability.CAMELLIA);
        } else if (protection.contains("ARIA")) {
            needs.add(Capability.ARIA);
        } else if (protection.contains("_AES_")) {
            needs.add(Capability.AES);
        } else if (protection.contains("DES_")) {
            needs.add(Capability.DES);
        } else if (protection.contains("RC4")) {
            needs.add(Capability.ARC4);
        } else {
            needs.add(Capability.NULL_CIPHER);
        }
        if (protection.contains("_GCM_")) {
            needs.add(Capability.GCM);
        } else if (protection.contains("_CCM")) {
            needs.add(Capability.CCM);
        } else if (protection.contains("_CBC_")) {
            needs.add(Capability.CBC);
        }
        hash().ifPresent(needs::add);
        return needs;
    }

    private Optional<Capability> hash() {
        if (name.endsWith("_SHA384")) {
            return Optional.of(Capability.SHA384);
        }
        if (name.endsWith("_SHA256")) {
            return Optional.of(Capability.SHA256);
        }
        if (name.endsWith("_MD5")) {
            return Optional.of(Capability.MD5);
        }
        // The definitions of the CCM suites of TLS 1.2 ask for no hash.
        return name.endsWith("_SHA") ? Optional.of(Capability.SHA1) : Optional.empty();
    }

    /** True if 2.x compiles it only with {@code MBEDTLS_ENABLE_WEAK_CIPHERSUITES}: single DES, and most without a cipher. */
    boolean isWeak() {
        return name.contains("_WITH_DES_") || (name.contains("_WITH_NULL_") && (isPsk() || !usesCurve()));
    }
}
