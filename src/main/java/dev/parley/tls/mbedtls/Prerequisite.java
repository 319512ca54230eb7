package dev.parley.tls.mbedtls;

import java.util.ArrayList;
import java.util.List;

/**
 * What an option needs, else the build stops ({@code include/mbedtls/check_config.h} of 2.28.10 and 3.6.6,
 * {@code library/mbedtls_check_config.h} of 4.1.0).
 *
 * @param option the option
 * @param needs each of these; one with bars is any of its parts
 * @param first the first major version the rule is in
 * @param last the last one
 */
record Prerequisite(String option, List<String> needs, int first, int last) {
    /** Option, colon, needs; then the major versions. The prefix {@code MBEDTLS_} is left out. */
    private static final String TABLE = """
        KEY_EXCHANGE_ECDHE_RSA_ENABLED: ECDH_C RSA_C X509_CRT_PARSE_C PKCS1_V15 / 2 3
        KEY_EXCHANGE_ECDHE_ECDSA_ENABLED: ECDH_C ECDSA_C X509_CRT_PARSE_C / 2 3
        KEY_EXCHANGE_ECDH_RSA_ENABLED: ECDH_C RSA_C X509_CRT_PARSE_C / 2 3
        KEY_EXCHANGE_ECDH_ECDSA_ENABLED: ECDH_C ECDSA_C X509_CRT_PARSE_C / 2 3
        KEY_EXCHANGE_DHE_RSA_ENABLED: DHM_C RSA_C X509_CRT_PARSE_C PKCS1_V15 / 2 3
        KEY_EXCHANGE_RSA_ENABLED: RSA_C X509_CRT_PARSE_C PKCS1_V15 / 2 3
        KEY_EXCHANGE_ECDHE_PSK_ENABLED: ECDH_C / 2 3
        KEY_EXCHANGE_DHE_PSK_ENABLED: DHM_C / 2 3
        ECDSA_C: ECP_C ASN1_PARSE_C ASN1_WRITE_C / 2 3
        ECDH_C: ECP_C / 2 3
        ECP_C: BIGNUM_C / 2 3
        RSA_C: BIGNUM_C OID_C PKCS1_V15|PKCS1_V21 / 2 3
        DHM_C: BIGNUM_C / 2 3
        GCM_C: AES_C|CAMELLIA_C|ARIA_C / 2 3
        GCM_C: CIPHER_C / 2 2
        CCM_C: AES_C|CAMELLIA_C|ARIA_C / 2 3
        CCM_C: CIPHER_C / 2 2
        CHACHAPOLY_C: CHACHA20_C POLY1305_C / 2 3
        CTR_DRBG_C: AES_C / 2 3
        HMAC_DRBG_C: MD_C / 2 3
        ENTROPY_C: SHA256_C|SHA512_C / 2 3
        HAVE_TIME_DATE: HAVE_TIME / 2 4
        PEM_PARSE_C: BASE64_C / 2 3
        PK_C: RSA_C|ECP_C / 2 3
        PK_PARSE_C: PK_C ASN1_PARSE_C / 2 3
        PK_PARSE_C: OID_C / 3 3
        X509_USE_C: BIGNUM_C OID_C ASN1_PARSE_C PK_PARSE_C / 2 3
        X509_CRT_PARSE_C: X509_USE_C / 2 4
        X509_RSASSA_PSS_SUPPORT: RSA_C PKCS1_V21 / 2 3
        CERTS_C: X509_USE_C / 2 2
        SSL_CLI_C: SSL_TLS_C / 2 4
        SSL_TLS_C: CIPHER_C MD_C / 2 2
        SSL_TLS_C: CIPHER_C|USE_PSA_CRYPTO SHA256_C|SHA384_C / 3 3
        SSL_TLS_C: SSL_PROTO_TLS1_2|SSL_PROTO_TLS1_3 / 3 4
        SSL_TLS_C: SSL_PROTO_TLS1_2|SSL_PROTO_TLS1_1|SSL_PROTO_TLS1|SSL_PROTO_SSL3 / 2 2
        SSL_PROTO_TLS1_2: SHA1_C|SHA256_C|SHA512_C / 2 2
        SSL_PROTO_TLS1_3: SSL_KEEP_PEER_CERTIFICATE / 3 4
        SSL_PROTO_TLS1_3: PSA_CRYPTO_C|PSA_CRYPTO_CLIENT / 3 3
        SSL_RECORD_SIZE_LIMIT: SSL_PROTO_TLS1_3 / 3 3
        SSL_PROTO_DTLS: SSL_PROTO_TLS1_2|SSL_PROTO_TLS1_1 / 2 4
        SSL_ENCRYPT_THEN_MAC: SSL_PROTO_TLS1_2|SSL_PROTO_TLS1_1|SSL_PROTO_TLS1 / 2 2
        SSL_EXTENDED_MASTER_SECRET: SSL_PROTO_TLS1_2|SSL_PROTO_TLS1_1|SSL_PROTO_TLS1 / 2 2
        SSL_SERVER_NAME_INDICATION: X509_CRT_PARSE_C / 2 4
        SSL_VARIABLE_BUFFER_LENGTH: SSL_MAX_FRAGMENT_LENGTH / 2 3
        SHA512_NO_SHA384: SHA512_C / 2 2
        THREADING_ALT: THREADING_C / 2 3
        THREADING_C: THREADING_ALT|THREADING_PTHREAD / 2 3
        MEMORY_BUFFER_ALLOC_C: PLATFORM_C / 2 3
        MEMORY_BUFFER_ALLOC_C: PLATFORM_MEMORY / 2 3
        USE_PSA_CRYPTO: PSA_CRYPTO_C / 2 2
        """;

    private static final List<Prerequisite> ALL =
            TABLE.lines().map(Prerequisite::read).toList();

    Prerequisite {
        needs = List.copyOf(needs);
    }

    static List<Prerequisite> all() {
        return ALL;
    }

    private static Prerequisite read(String line) {
        int colon = line.indexOf(':');
        int slash = line.indexOf(" / ");
        return new Prerequisite(
                "MBEDTLS_" + line.substring(0, colon),
                List.of(line.substring(colon + 2, slash).split(" ")),
                line.charAt(slash + 3) - '0',
                line.charAt(slash + 5) - '0');
    }

    /** What is missing in the build, each with its alternatives; empty where the option is off or has all it needs. */
    List<List<String>> missing(MbedTlsBuild build) {
        int major = build.version().major();
        // With the cryptography chosen through PSA the release sets the options of 3.x that these rules ask for.
        boolean psa = major == 3
                && (build.header().has("MBEDTLS_PSA_CRYPTO_CONFIG")
                        || build.header().has("MBEDTLS_USE_PSA_CRYPTO"));
        if (major < first || major > last || psa || !build.header().has(option)) {
            return List.of();
        }
        List<List<String>> missing = new ArrayList<>();
        for (String need : needs) {
            List<String> any = List.of(need.split("\\|")).stream()
                    .map(name -> "MBEDTLS_" + name)
                    .toList();
            if (any.stream().noneMatch(build::has)) {
                missing.add(any);
            }
        }
        return missing;
    }
}
