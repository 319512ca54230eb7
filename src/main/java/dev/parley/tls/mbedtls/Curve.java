package dev.parley.tls.mbedtls;

import java.util.List;

/**
 * An elliptic curve mbedTLS can have: {@code ecp_supported_curves} of {@code library/ecp.c} (2.x) and
 * {@code ssl_preset_default_groups} of {@code library/ssl_tls.c} (3.x, 4.x).
 */
enum Curve {
    SECP521R1(25, "SECP521R1", "SECP_R1_521", 133),
    BP512R1(28, "BP512R1", "BRAINPOOL_P_R1_512", 129),
    SECP384R1(24, "SECP384R1", "SECP_R1_384", 97),
    BP384R1(27, "BP384R1", "BRAINPOOL_P_R1_384", 97),
    SECP256R1(23, "SECP256R1", "SECP_R1_256", 65),
    SECP256K1(22, "SECP256K1", "SECP_K1_256", 65),
    BP256R1(26, "BP256R1", "BRAINPOOL_P_R1_256", 65),
    SECP224R1(21, "SECP224R1", "SECP_R1_224", 57),
    SECP224K1(20, "SECP224K1", "SECP_K1_224", 57),
    SECP192R1(19, "SECP192R1", "SECP_R1_192", 49),
    SECP192K1(18, "SECP192K1", "SECP_K1_192", 49),
    X25519(29, "CURVE25519", "MONTGOMERY_255", 32),
    X448(30, "CURVE448", "MONTGOMERY_448", 56);

    /** The largest first; x25519 and x448 are in the list since 2.23. */
    private static final List<Curve> ORDER_2 = List.of(values());
    /** 3.x and 4.x leave out the small ones and the Koblitz curves. */
    private static final List<Curve> ORDER_3 =
            List.of(X25519, SECP256R1, SECP384R1, X448, SECP521R1, BP256R1, BP384R1, BP512R1);

    private final int number;
    private final String legacy;
    private final String psa;
    private final int pointBytes;

    Curve(int number, String legacy, String psa, int pointBytes) {
        this.number = number;
        this.legacy = "MBEDTLS_ECP_DP_" + legacy + "_ENABLED";
        this.psa = "PSA_WANT_ECC_" + psa;
        this.pointBytes = pointBytes;
    }

    /** In the order a client of that version offers them, were all compiled in. */
    static List<Curve> inOrder(MbedTlsVersion version) {
        if (version.major() >= 3) {
            return ORDER_3;
        }
        return version.isBefore(new MbedTlsVersion(2, 23, 0))
                ? ORDER_2.stream()
                        .filter(curve -> curve != X25519 && curve != X448)
                        .toList()
                : ORDER_2;
    }

    /** IANA's number of the group. */
    int number() {
        return number;
    }

    /** The size of a public key in a ClientKeyExchange: an uncompressed point, or RFC 7748's string. */
    int pointBytes() {
        return pointBytes;
    }

    boolean isTls13() {
        return this == X25519 || this == SECP256R1 || this == SECP384R1 || this == X448 || this == SECP521R1;
    }

    /** The option to define for it. */
    String option(MbedTlsVersion version) {
        return version.major() >= 4 ? psa : legacy;
    }

    List<String> options(MbedTlsVersion version, boolean psaConfig) {
        return version.major() >= 4 ? List.of(psa) : psaConfig ? List.of(legacy, psa) : List.of(legacy);
    }
}
