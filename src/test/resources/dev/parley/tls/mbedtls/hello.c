/* Prints the first record of an mbedTLS 2.x client in hexadecimal, then stops. */
#include <stdio.h>
#include <string.h>
#include "mbedtls/ssl.h"

static int fixed(void *context, unsigned char *out, size_t length)
{
    (void) context;
    memset(out, 0x5a, length);
    return 0;
}

static int print(void *context, const unsigned char *bytes, size_t length)
{
    (void) context;
    for (size_t i = 0; i < length; i++) {
        printf("%02x", bytes[i]);
    }
    return (int) length;
}

static int nothing(void *context, unsigned char *out, size_t length)
{
    (void) context;
    (void) out;
    (void) length;
    return MBEDTLS_ERR_SSL_WANT_READ;
}

int main(int count, char **words)
{
    mbedtls_ssl_config config;
    mbedtls_ssl_context tls;
    const char *protocols[] = { count > 2 ? words[2] : NULL, NULL };

    mbedtls_ssl_config_init(&config);
    mbedtls_ssl_init(&tls);
    if (mbedtls_ssl_config_defaults(&config, MBEDTLS_SSL_IS_CLIENT, MBEDTLS_SSL_TRANSPORT_STREAM,
                                    MBEDTLS_SSL_PRESET_DEFAULT) != 0) {
        return 1;
    }
    mbedtls_ssl_conf_rng(&config, fixed, NULL);
    if (count > 2) {
        mbedtls_ssl_conf_alpn_protocols(&config, protocols);
    }
    if (mbedtls_ssl_setup(&tls, &config) != 0 || (count > 1 && mbedtls_ssl_set_hostname(&tls, words[1]) != 0)) {
        return 1;
    }
    mbedtls_ssl_set_bio(&tls, NULL, print, nothing, NULL);
    return mbedtls_ssl_handshake(&tls) == MBEDTLS_ERR_SSL_WANT_READ ? 0 : 1;
}
