package dev.parley.tls.mbedtls;

import dev.parley.tls.mbedtls.ConfigHeader.Option;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Which release a configuration header is for, told by options that came or went with one.
 *
 * @param version the release that is assumed: the newest known of the line
 * @param line the line in words, for example {@code 2.16 to 2.28}
 * @param exact true if the version was given and not guessed
 * @param why one sentence
 */
public record VersionGuess(MbedTlsVersion version, String line, boolean exact, String why) {
    /** In the configuration header of 2.28.10 and not in that of 2.16.12. */
    private static final Set<String> SINCE_2_17 = Set.of(
            "MBEDTLS_ECDH_LEGACY_CONTEXT",
            "MBEDTLS_PSA_CRYPTO_C",
            "MBEDTLS_PSA_CRYPTO_STORAGE_C",
            "MBEDTLS_PSA_ITS_FILE_C",
            "MBEDTLS_SSL_CONTEXT_SERIALIZATION",
            "MBEDTLS_SSL_DTLS_CONNECTION_ID",
            "MBEDTLS_SSL_DTLS_SRTP",
            "MBEDTLS_SSL_KEEP_PEER_CERTIFICATE",
            "MBEDTLS_SSL_VARIABLE_BUFFER_LENGTH",
            "MBEDTLS_USE_PSA_CRYPTO",
            "MBEDTLS_X509_TRUSTED_CERTIFICATE_CALLBACK");

    /** In that of 2.28.10 and not in that of 3.6.6. */
    private static final Set<String> UNTIL_3 = Set.of(
            "MBEDTLS_ARC4_C",
            "MBEDTLS_BLOWFISH_C",
            "MBEDTLS_CERTS_C",
            "MBEDTLS_CHECK_PARAMS",
            "MBEDTLS_ECP_MAX_BITS",
            "MBEDTLS_ENABLE_WEAK_CIPHERSUITES",
            "MBEDTLS_HAVEGE_C",
            "MBEDTLS_MD2_C",
            "MBEDTLS_MD4_C",
            "MBEDTLS_PKCS11_C",
            "MBEDTLS_REMOVE_3DES_CIPHERSUITES",
            "MBEDTLS_REMOVE_ARC4_CIPHERSUITES",
            "MBEDTLS_SHA512_NO_SHA384",
            "MBEDTLS_SSL_CBC_RECORD_SPLITTING",
            "MBEDTLS_SSL_EXPORT_KEYS",
            "MBEDTLS_SSL_FALLBACK_SCSV",
            "MBEDTLS_SSL_HW_RECORD_ACCEL",
            "MBEDTLS_SSL_MAX_CONTENT_LEN",
            "MBEDTLS_SSL_PROTO_SSL3",
            "MBEDTLS_SSL_PROTO_TLS1",
            "MBEDTLS_SSL_PROTO_TLS1_1",
            "MBEDTLS_SSL_RECORD_CHECKING",
            "MBEDTLS_SSL_TRUNCATED_HMAC",
            "MBEDTLS_TLS_DEFAULT_ALLOW_SHA1_IN_KEY_EXCHANGE",
            "MBEDTLS_X509_CHECK_EXTENDED_KEY_USAGE",
            "MBEDTLS_X509_CHECK_KEY_USAGE",
            "MBEDTLS_XTEA_C",
            "MBEDTLS_ZLIB_SUPPORT");

    /** In that of 3.6.6 and not in that of 2.28.10. */
    private static final Set<String> SINCE_3 = Set.of(
            "MBEDTLS_CONFIG_VERSION",
            "MBEDTLS_LMS_C",
            "MBEDTLS_PKCS7_C",
            "MBEDTLS_SHA224_C",
            "MBEDTLS_SHA384_C",
            "MBEDTLS_SHA3_C",
            "MBEDTLS_SSL_EARLY_DATA",
            "MBEDTLS_SSL_KEYING_MATERIAL_EXPORT",
            "MBEDTLS_SSL_PROTO_TLS1_3",
            "MBEDTLS_SSL_RECORD_SIZE_LIMIT",
            "MBEDTLS_SSL_TLS1_3_COMPATIBILITY_MODE",
            "MBEDTLS_SSL_TLS1_3_KEY_EXCHANGE_MODE_EPHEMERAL_ENABLED",
            "MBEDTLS_X509_REMOVE_INFO");

    /** In that of 4.1.0 and not in that of 3.6.6. */
    private static final Set<String> SINCE_4 =
            Set.of("MBEDTLS_SSL_NULL_CIPHERSUITES", "TF_PSA_CRYPTO_CONFIG_VERSION", "TF_PSA_CRYPTO_CONFIG_FILE");

    /** The version somebody said it is. */
    public static VersionGuess given(MbedTlsVersion version) {
        return new VersionGuess(version, version.toString(), true, "The version was given.");
    }

    /** The version the options tell. An option that is commented out tells as much: the header of that release lists it. */
    public static VersionGuess of(ConfigHeader header) {
        OptionalInt configVersion = header.number("MBEDTLS_CONFIG_VERSION");
        if (configVersion.isPresent()) {
            int major = configVersion.getAsInt() >> 24;
            return new VersionGuess(
                    major >= 4 ? MbedTlsVersion.V4 : MbedTlsVersion.V3_6,
                    major + ".x",
                    false,
                    "MBEDTLS_CONFIG_VERSION says " + major + ".");
        }
        List<String> four = named(header, SINCE_4);
        if (!four.isEmpty()) {
            return new VersionGuess(MbedTlsVersion.V4, "4.x", false, four.getFirst() + " is there since 4.0.");
        }
        List<String> three = named(header, SINCE_3);
        List<String> two = named(header, UNTIL_3);
        Optional<String> recent = named(header, SINCE_2_17).stream().findFirst();
        if (three.size() > two.size()) {
            return new VersionGuess(MbedTlsVersion.V3_6, "3.x", false, three.getFirst() + " is there since 3.0.");
        }
        if (!two.isEmpty() && recent.isPresent()) {
            return new VersionGuess(
                    MbedTlsVersion.V2_28,
                    "2.28",
                    false,
                    two.getFirst() + " is gone since 3.0, and " + recent.get() + " is not in 2.16.");
        }
        if (!two.isEmpty()) {
            return new VersionGuess(
                    MbedTlsVersion.V2_28,
                    "2.16 to 2.28",
                    false,
                    two.getFirst() + " is gone since 3.0; nothing tells 2.16 from 2.28.");
        }
        return new VersionGuess(
                MbedTlsVersion.V2_28,
                "unknown",
                false,
                "No option tells the version; it is read as 2.28. Say which it is if you know.");
    }

    private static List<String> named(ConfigHeader header, Set<String> names) {
        return header.options().stream()
                .map(Option::name)
                .filter(names::contains)
                .sorted()
                .toList();
    }
}
