/* A firmware in small: mbedTLS 2.x over AT+QIOPEN, AT+QISEND and AT+QIRD on a TCP port, with mbedTLS's debug log on stdout.
 *   at-client PORT HOST TLSPORT CA CERT KEY
 * It shakes hands, sends an MQTT CONNECT, reads the answer and closes in good order. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "mbedtls/ctr_drbg.h"
#include "mbedtls/debug.h"
#include "mbedtls/entropy.h"
#include "mbedtls/error.h"
#include "mbedtls/ssl.h"

#define LIMIT_MS 20000

static int uart;
static unsigned char held[8192];
static size_t count;

static void fail(const char *what)
{
    printf("client: %s\n", what);
    exit(1);
}

static void put(const void *bytes, size_t length)
{
    const char *at = bytes;
    while (length > 0) {
        ssize_t n = write(uart, at, length);
        if (n <= 0) {
            fail("the modem's port is gone");
        }
        at += n;
        length -= (size_t) n;
    }
}

static void more(void)
{
    struct pollfd port = { uart, POLLIN, 0 };
    if (count == sizeof held || poll(&port, 1, LIMIT_MS) <= 0) {
        fail("no answer from the modem");
    }
    ssize_t n = read(uart, held + count, sizeof held - count);
    if (n <= 0) {
        fail("the modem's port is gone");
    }
    count += (size_t) n;
}

static void drop(size_t length)
{
    memmove(held, held + length, count - length);
    count -= length;
}

/* Takes everything up to the end of `text`. */
static void expect(const char *text)
{
    size_t length = strlen(text);
    for (;;) {
        for (size_t i = 0; i + length <= count; i++) {
            if (memcmp(held + i, text, length) == 0) {
                drop(i + length);
                return;
            }
        }
        more();
    }
}

static void command(const char *line, const char *answer)
{
    put(line, strlen(line));
    put("\r", 1);
    expect(answer);
}

static int to_modem(void *context, const unsigned char *bytes, size_t length)
{
    char line[40];
    (void) context;
    if (length > 1460) {
        length = 1460;
    }
    snprintf(line, sizeof line, "AT+QISEND=0,%u", (unsigned) length);
    command(line, "\r\n>");
    put(bytes, length);
    expect("\r\nSEND OK\r\n");
    return (int) length;
}

static int from_modem(void *context, unsigned char *out, size_t length)
{
    (void) context;
    if (length > 1500) {
        length = 1500;
    }
    for (int tries = 0; tries < LIMIT_MS / 20; tries++) {
        char line[40];
        snprintf(line, sizeof line, "AT+QIRD=0,%u", (unsigned) length);
        command(line, "\r\n+QIRD: ");
        size_t end = 0;
        while (end + 1 >= count || held[end] != '\r') {
            if (end + 1 < count) {
                end++;
            } else {
                more();
            }
        }
        size_t n = (size_t) atoi((const char *) held);
        drop(end + 2);
        while (count < n) {
            more();
        }
        memcpy(out, held, n);
        drop(n);
        expect("\r\nOK\r\n");
        if (n > 0) {
            return (int) n;
        }
        usleep(20000);
    }
    return MBEDTLS_ERR_SSL_TIMEOUT;
}

static void debug(void *context, int level, const char *file, int line, const char *text)
{
    const char *name = strrchr(file, '/');
    (void) context;
    printf("%s:%04d: |%d| %s", name == NULL ? file : name + 1, line, level, text);
}

static int done(int result, const char *what)
{
    if (result < 0) {
        char words[120];
        mbedtls_strerror(result, words, sizeof words);
        printf("client: %s failed: -0x%04x %s\n", what, (unsigned) -result, words);
        exit(1);
    }
    return result;
}

int main(int words, char **word)
{
    static const unsigned char hello[] = { 0x10, 0x10, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 60, 0, 4, 'm', 'c', 'u', '1' };
    struct sockaddr_in address = { .sin_family = AF_INET };
    mbedtls_entropy_context entropy;
    mbedtls_ctr_drbg_context random;
    mbedtls_ssl_config config;
    mbedtls_ssl_context tls;
    mbedtls_x509_crt ca, certificate;
    mbedtls_pk_context key;
    unsigned char answer[64];
    char open[200];
    int one = 1;

    if (words != 7) {
        fail("at-client PORT HOST TLSPORT CA CERT KEY");
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    address.sin_port = htons((unsigned short) atoi(word[1]));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    uart = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(uart, (struct sockaddr *) &address, sizeof address) != 0) {
        fail("nobody listens on the modem's port");
    }
    setsockopt(uart, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);

    command("AT", "\r\nOK\r\n");
    command("AT+QICSGP=1,1,\"iot.example\"", "\r\nOK\r\n");
    command("AT+QIACT=1", "\r\nOK\r\n");
    snprintf(open, sizeof open, "AT+QIOPEN=1,0,\"TCP\",\"%s\",%s,0,0", word[2], word[3]);
    command(open, "\r\nOK\r\n");
    expect("\r\n+QIOPEN: 0,0\r\n");

    mbedtls_entropy_init(&entropy);
    mbedtls_ctr_drbg_init(&random);
    mbedtls_ssl_config_init(&config);
    mbedtls_ssl_init(&tls);
    mbedtls_x509_crt_init(&ca);
    mbedtls_x509_crt_init(&certificate);
    mbedtls_pk_init(&key);
    mbedtls_debug_set_threshold(4);
    done(mbedtls_ctr_drbg_seed(&random, mbedtls_entropy_func, &entropy, NULL, 0), "seed");
    done(mbedtls_x509_crt_parse_file(&ca, word[4]), "CA");
    done(mbedtls_x509_crt_parse_file(&certificate, word[5]), "certificate");
    done(mbedtls_pk_parse_keyfile(&key, word[6], NULL), "key");
    done(mbedtls_ssl_config_defaults(&config, MBEDTLS_SSL_IS_CLIENT, MBEDTLS_SSL_TRANSPORT_STREAM,
                                     MBEDTLS_SSL_PRESET_DEFAULT), "defaults");
    mbedtls_ssl_conf_authmode(&config, MBEDTLS_SSL_VERIFY_REQUIRED);
    mbedtls_ssl_conf_ca_chain(&config, &ca, NULL);
    mbedtls_ssl_conf_rng(&config, mbedtls_ctr_drbg_random, &random);
    mbedtls_ssl_conf_dbg(&config, debug, NULL);
    done(mbedtls_ssl_conf_own_cert(&config, &certificate, &key), "own certificate");
    done(mbedtls_ssl_setup(&tls, &config), "setup");
    done(mbedtls_ssl_set_hostname(&tls, word[2]), "name");
    mbedtls_ssl_set_bio(&tls, NULL, to_modem, from_modem, NULL);

    done(mbedtls_ssl_handshake(&tls), "handshake");
    done(mbedtls_ssl_write(&tls, hello, sizeof hello), "write");
    done(mbedtls_ssl_read(&tls, answer, sizeof answer), "read");
    done(mbedtls_ssl_close_notify(&tls), "close");
    command("AT+QICLOSE=0", "\r\nOK\r\n");
    printf("client: done\n");
    return 0;
}
