package dev.parley.tls.mbedtls;

/**
 * What a call of mbedTLS returns where it gives up. The codes were sorted anew with 3.0 and some became PSA's with 4.0
 * ({@code include/mbedtls/ssl.h} of 2.28.10, 3.6.6 and 4.0.0; {@code psa/crypto_values.h} for PSA's).
 *
 * @param number as the call returns it, for example {@code -0x7500}
 * @param name the macro's
 */
record MbedTlsError(String number, String name) {
    private static final MbedTlsError INVALID_RECORD = new MbedTlsError("-0x7200", "MBEDTLS_ERR_SSL_INVALID_RECORD");
    private static final MbedTlsError BAD_SERVER_KEY_EXCHANGE =
            new MbedTlsError("-0x7B00", "MBEDTLS_ERR_SSL_BAD_HS_SERVER_KEY_EXCHANGE");

    /** A handshake message in more than one record, where they are not put together ({@code mbedtls_ssl_prepare_handshake_record}). */
    static final MbedTlsError FRAGMENTED = new MbedTlsError("-0x7080", "MBEDTLS_ERR_SSL_FEATURE_UNAVAILABLE");

    /** The own Certificate does not fit the buffer ({@code mbedtls_ssl_write_certificate}). */
    static MbedTlsError certificateTooLong(MbedTlsVersion version) {
        return switch (version.major()) {
            case 2 -> new MbedTlsError("-0x7500", "MBEDTLS_ERR_SSL_CERTIFICATE_TOO_LARGE");
            case 3 -> new MbedTlsError("-0x6A00", "MBEDTLS_ERR_SSL_BUFFER_TOO_SMALL");
            default -> new MbedTlsError("-138", "PSA_ERROR_BUFFER_TOO_SMALL");
        };
    }

    /** A received record whose length or plaintext exceeds what the build takes ({@code ssl_parse_record_header}). */
    static MbedTlsError recordTooLong() {
        return INVALID_RECORD;
    }

    /** A received record that exceeds even the buffer ({@code mbedtls_ssl_fetch_input}); 2.16 has looked at its length before. */
    static MbedTlsError recordBeyondBuffer(MbedTlsVersion version) {
        if (version.isBefore(new MbedTlsVersion(2, 17, 0))) {
            return INVALID_RECORD;
        }
        return version.major() < 4
                ? new MbedTlsError("-0x7100", "MBEDTLS_ERR_SSL_BAD_INPUT_DATA")
                : new MbedTlsError("-135", "PSA_ERROR_INVALID_ARGUMENT");
    }

    /** A curve in the ServerKeyExchange that was not offered ({@code ssl_parse_server_ecdh_params}). */
    static MbedTlsError curveNotOffered(MbedTlsVersion version) {
        return version.major() == 2
                ? BAD_SERVER_KEY_EXCHANGE
                : new MbedTlsError("-0x6E00", "MBEDTLS_ERR_SSL_HANDSHAKE_FAILURE");
    }

    /** A signature under the ServerKeyExchange that was not offered ({@code ssl_parse_server_key_exchange}). */
    static MbedTlsError signatureNotOffered(MbedTlsVersion version) {
        return version.major() == 2
                ? BAD_SERVER_KEY_EXCHANGE
                : new MbedTlsError("-0x6600", "MBEDTLS_ERR_SSL_ILLEGAL_PARAMETER");
    }

    @Override
    public String toString() {
        return number + " (" + name + ")";
    }
}
