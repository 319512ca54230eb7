package dev.parley.tls.mbedtls;

import java.util.List;
import java.util.Optional;

/**
 * An option that a release no longer has, so that defining it does nothing (the configuration headers of 2.28.10, 3.6.6 and 4.1.0
 * compared, with {@code docs/3.0-migration-guide.md} and {@code docs/4.0-migration-guide.md} for the reasons).
 *
 * @param option its name, or the beginning of several names if it ends with {@code *}
 * @param since the major version that does not have it
 * @param sentence what became of it
 * @param change what to do
 */
record Departure(String option, int since, String sentence, String change) {
    private static final List<Departure> ALL = List.of(
            new Departure(
                    "MBEDTLS_SSL_MAX_CONTENT_LEN",
                    3,
                    "One length for both directions is gone, so the buffers have their default of 16384 bytes each.",
                    "Define MBEDTLS_SSL_IN_CONTENT_LEN and MBEDTLS_SSL_OUT_CONTENT_LEN."),
            new Departure(
                    "MBEDTLS_CERTS_C",
                    3,
                    "The test certificates moved out of the library; nothing brings mbedtls_test_cas_pem and its like.",
                    "Remove it, and give the application its CA certificate itself."),
            new Departure(
                    "MBEDTLS_X509_CHECK_*", 3, "Key usage and extended key usage are always checked.", "Remove it."),
            new Departure("MBEDTLS_REMOVE_*", 3, "RC4 and 3DES suites are gone altogether.", "Remove it."),
            new Departure(
                    "MBEDTLS_SHA512_NO_SHA384",
                    3,
                    "SHA-384 is an option of its own.",
                    "Remove it, and leave MBEDTLS_SHA384_C undefined for the same effect."),
            new Departure("MBEDTLS_SSL_PROTO_SSL3", 3, "SSL 3.0 is gone.", "Remove it."),
            new Departure("MBEDTLS_SSL_PROTO_TLS1", 3, "TLS 1.0 is gone.", "Define MBEDTLS_SSL_PROTO_TLS1_2."),
            new Departure("MBEDTLS_SSL_PROTO_TLS1_1", 3, "TLS 1.1 is gone.", "Define MBEDTLS_SSL_PROTO_TLS1_2."),
            new Departure("MBEDTLS_SSL_TRUNCATED_HMAC*", 3, "The extension is gone.", "Remove it."),
            new Departure("MBEDTLS_SSL_FALLBACK_SCSV", 3, "The signalling suite is gone.", "Remove it."),
            new Departure("MBEDTLS_ZLIB_SUPPORT", 3, "Compression is gone.", "Remove it."),
            new Departure("MBEDTLS_ARC4_C", 3, "RC4 is gone.", "Remove it."),
            new Departure("MBEDTLS_BLOWFISH_C", 3, "Blowfish is gone.", "Remove it."),
            new Departure("MBEDTLS_HAVEGE_C", 3, "The HAVEGE entropy source is gone.", "Add another entropy source."),
            new Departure("MBEDTLS_PKCS11_C", 3, "The PKCS#11 wrapper is gone.", "Use an opaque PSA key."),
            new Departure("MBEDTLS_CHECK_PARAMS", 3, "Checking of parameters is gone.", "Remove it."),
            new Departure("MBEDTLS_SSL_EXPORT_KEYS", 3, "Exporting keys is always there.", "Remove it."),
            new Departure("MBEDTLS_ECP_MAX_BITS", 3, "The size follows from the curves.", "Remove it."),
            new Departure(
                    "MBEDTLS_TLS_DEFAULT_ALLOW_SHA1_IN_KEY_EXCHANGE",
                    3,
                    "SHA-1 in signatures must be asked for by a call.",
                    "Use mbedtls_ssl_conf_sig_algs if you must."),
            new Departure(
                    "MBEDTLS_KEY_EXCHANGE_RSA_*",
                    4,
                    "Key exchanges that encrypt with RSA are gone.",
                    "Define MBEDTLS_KEY_EXCHANGE_ECDHE_RSA_ENABLED."),
            new Departure(
                    "MBEDTLS_KEY_EXCHANGE_DHE_*",
                    4,
                    "Key exchanges over finite fields are gone from TLS 1.2.",
                    "Define MBEDTLS_KEY_EXCHANGE_ECDHE_RSA_ENABLED."),
            new Departure(
                    "MBEDTLS_KEY_EXCHANGE_ECDH_*",
                    4,
                    "Key exchanges with fixed curves are gone.",
                    "Define MBEDTLS_KEY_EXCHANGE_ECDHE_RSA_ENABLED."));

    /** What became of an option in that version; nothing where it has it. */
    static Optional<Departure> of(String option, MbedTlsVersion version) {
        return ALL.stream()
                .filter(departure -> version.major() >= departure.since && departure.matches(option))
                .findFirst();
    }

    private boolean matches(String name) {
        return option.endsWith("*") ? name.startsWith(option.substring(0, option.length() - 1)) : name.equals(option);
    }
}
