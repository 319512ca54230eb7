/*
 * A small host for a modem that speaks Quectel's socket commands: TLS 1.2 with a client certificate by libmbedtls through
 * AT+QIOPEN, in buffer mode (AT+QISEND and AT+QIRD), push mode (the data comes with its URC) or transparent mode (the port
 * is the socket), then an MQTT CONNECT. It shares no code with Parley and is there to prove that the simulated modem serves
 * another program than the one it was written with.
 *
 *   at_tls_host PORT HOST REMOTE_PORT CA CERT KEY [MODE]     MODE 0 buffer, 1 push, 2 transparent
 */
#include <arpa/inet.h>
#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/error.h>
#include <mbedtls/ssl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define LIMIT_MS 30000
#define LARGEST_SEND 1460
enum { BUFFER, PUSH, TRANSPARENT };

static int line_fd;
static int mode;
static unsigned char kept[65536];
static int kept_at, kept_length;
static int closed_by_peer;
static int sends, reads;

static void fail(const char *what) {
    fprintf(stderr, "failed: %s\n", what);
    exit(1);
}

static int get(void) {
    struct pollfd waiting = {line_fd, POLLIN, 0};
    unsigned char byte;
    if (poll(&waiting, 1, LIMIT_MS) <= 0 || read(line_fd, &byte, 1) != 1) {
        fail("the modem says nothing");
    }
    return byte;
}

static void put(const void *bytes, size_t length) {
    const char *from = bytes;
    while (length > 0) {
        ssize_t written = write(line_fd, from, length);
        if (written <= 0) {
            fail("the line is gone");
        }
        from += written;
        length -= (size_t) written;
    }
}

/* What the modem pushes stays until it is asked for. */
static void keep(int count) {
    if (kept_at == kept_length) {
        kept_at = kept_length = 0;
    }
    if (kept_length + count > (int) sizeof kept) {
        fail("more was pushed than there is room for");
    }
    while (count-- > 0) {
        kept[kept_length++] = (unsigned char) get();
    }
}

/* One line that is not empty, without its end. A prompt counts as a line. Returns 0 for a URC on a socket, which is noted. */
static int take_line(char *line, size_t size) {
    size_t length = 0;
    for (;;) {
        int byte = get();
        if (byte == '\n' || byte == '\r') {
            if (length > 0 && byte == '\n') {
                break;
            }
            continue;
        }
        if (length == 0 && byte == ' ') {
            continue;
        }
        if (length + 1 < size) {
            line[length++] = (char) byte;
        }
        if (length == 1 && byte == '>') {
            break;
        }
    }
    line[length] = 0;
    if (strncmp(line, "+QIURC: \"closed\"", 16) == 0) {
        closed_by_peer = 1;
    } else if (mode == PUSH && strncmp(line, "+QIURC: \"recv\",0,", 17) == 0) {
        keep(atoi(line + 17));
        reads++;
    } else if (strncmp(line, "+QIURC:", 7) != 0) {
        return 1;
    }
    return 0;
}

/* As take_line, past all URCs. */
static void get_line(char *line, size_t size) {
    while (!take_line(line, size)) {
    }
}

static int is_error(const char *line) {
    return strcmp(line, "ERROR") == 0 || strncmp(line, "+CME ERROR", 10) == 0;
}

static void ask(const char *command) {
    put(command, strlen(command));
    put("\r", 1);
}

static void command(const char *text) {
    char line[256];
    ask(text);
    do {
        get_line(line, sizeof line);
        if (is_error(line)) {
            fail(text);
        }
    } while (strcmp(line, "OK") != 0);
}

static int modem_send(void *context, const unsigned char *bytes, size_t length) {
    char line[256];
    int count = length > LARGEST_SEND ? LARGEST_SEND : (int) length;
    (void) context;
    if (mode == TRANSPARENT) {
        put(bytes, length);
        sends++;
        return (int) length;
    }
    for (int tries = 0; tries < 200; tries++) {
        snprintf(line, sizeof line, "AT+QISEND=0,%d", count);
        ask(line);
        get_line(line, sizeof line);
        if (strcmp(line, ">") != 0) {
            return MBEDTLS_ERR_SSL_CONN_EOF;
        }
        put(bytes, (size_t) count);
        get_line(line, sizeof line);
        if (strcmp(line, "SEND OK") == 0) {
            sends++;
            return count;
        }
        if (strcmp(line, "SEND FAIL") != 0) {
            return MBEDTLS_ERR_SSL_CONN_EOF;
        }
        usleep(20000);
    }
    return MBEDTLS_ERR_SSL_CONN_EOF;
}

static int modem_receive(void *context, unsigned char *bytes, size_t length) {
    char line[256];
    time_t limit = time(NULL) + LIMIT_MS / 1000;
    (void) context;
    if (mode == TRANSPARENT) {
        bytes[0] = (unsigned char) get();
        reads++;
        return 1;
    }
    while (mode == PUSH && kept_at == kept_length) {
        if (closed_by_peer) {
            return MBEDTLS_ERR_SSL_CONN_EOF;
        }
        if (take_line(line, sizeof line)) {
            fail(line);
        }
    }
    while (kept_at == kept_length) {
        int over = closed_by_peer;
        ask("AT+QIRD=0,1500");
        do {
            get_line(line, sizeof line);
            if (is_error(line)) {
                return MBEDTLS_ERR_SSL_CONN_EOF;
            }
        } while (strncmp(line, "+QIRD: ", 7) != 0);
        kept_at = 0;
        kept_length = atoi(line + 7);
        for (int i = 0; i < kept_length; i++) {
            kept[i] = (unsigned char) get();
        }
        do {
            get_line(line, sizeof line);
        } while (strcmp(line, "OK") != 0);
        reads++;
        if (kept_length == 0) {
            if (over || time(NULL) > limit) {
                return MBEDTLS_ERR_SSL_CONN_EOF;
            }
            usleep(10000);
        }
    }
    int count = kept_length - kept_at;
    if (count > (int) length) {
        count = (int) length;
    }
    memcpy(bytes, kept + kept_at, (size_t) count);
    kept_at += count;
    return count;
}

static void check(int result, const char *what) {
    if (result < 0) {
        char words[128];
        mbedtls_strerror(result, words, sizeof words);
        fprintf(stderr, "%s: -0x%04x %s\n", what, -result, words);
        exit(1);
    }
}

int main(int count, char **words) {
    if (count < 7 || count > 8) {
        fail("usage: at_tls_host PORT HOST REMOTE_PORT CA CERT KEY [MODE]");
    }
    mode = count == 8 ? atoi(words[7]) : BUFFER;
    struct sockaddr_in address = {0};
    int on = 1;
    address.sin_family = AF_INET;
    address.sin_port = htons((unsigned short) atoi(words[1]));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    line_fd = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(line_fd, (struct sockaddr *) &address, sizeof address) != 0) {
        fail("no modem there");
    }
    setsockopt(line_fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);

    char line[256];
    put("ATE0\r", 5);
    do {
        get_line(line, sizeof line);
    } while (strcmp(line, "OK") != 0);
    command("AT+CMEE=1");
    command("AT+CPIN?");
    command("AT+QICSGP=1,1,\"iot.example\"");
    command("AT+QIACT=1");
    snprintf(line, sizeof line, "AT+QIOPEN=1,0,\"TCP\",\"%s\",%s,0,%d", words[2], words[3], mode);
    if (mode == TRANSPARENT) {
        ask(line);
        get_line(line, sizeof line);
        if (strcmp(line, "CONNECT") != 0) {
            fail(line);
        }
    } else {
        command(line);
        do {
            get_line(line, sizeof line);
        } while (strncmp(line, "+QIOPEN: 0,", 11) != 0);
        if (atoi(line + 11) != 0) {
            fail(line);
        }
    }

    mbedtls_entropy_context entropy;
    mbedtls_ctr_drbg_context random;
    mbedtls_ssl_context ssl;
    mbedtls_ssl_config config;
    mbedtls_x509_crt trusted, certificate;
    mbedtls_pk_context key;
    mbedtls_entropy_init(&entropy);
    mbedtls_ctr_drbg_init(&random);
    mbedtls_ssl_init(&ssl);
    mbedtls_ssl_config_init(&config);
    mbedtls_x509_crt_init(&trusted);
    mbedtls_x509_crt_init(&certificate);
    mbedtls_pk_init(&key);
    check(mbedtls_ctr_drbg_seed(&random, mbedtls_entropy_func, &entropy, NULL, 0), "random numbers");
    check(mbedtls_x509_crt_parse_file(&trusted, words[4]), words[4]);
    check(mbedtls_x509_crt_parse_file(&certificate, words[5]), words[5]);
    check(mbedtls_pk_parse_keyfile(&key, words[6], NULL), words[6]);
    check(
            mbedtls_ssl_config_defaults(
                    &config, MBEDTLS_SSL_IS_CLIENT, MBEDTLS_SSL_TRANSPORT_STREAM, MBEDTLS_SSL_PRESET_DEFAULT),
            "configuration");
    mbedtls_ssl_conf_authmode(&config, MBEDTLS_SSL_VERIFY_REQUIRED);
    mbedtls_ssl_conf_ca_chain(&config, &trusted, NULL);
    mbedtls_ssl_conf_rng(&config, mbedtls_ctr_drbg_random, &random);
    check(mbedtls_ssl_conf_own_cert(&config, &certificate, &key), "own certificate");
    check(mbedtls_ssl_setup(&ssl, &config), "set-up");
    check(mbedtls_ssl_set_hostname(&ssl, words[2]), "host name");
    mbedtls_ssl_set_bio(&ssl, NULL, modem_send, modem_receive, NULL);
    check(mbedtls_ssl_handshake(&ssl), "handshake");
    printf("handshake %s %s\n", mbedtls_ssl_get_version(&ssl), mbedtls_ssl_get_ciphersuite(&ssl));

    static const unsigned char connect_packet[] = {
        0x10, 0x11, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 60, 0, 5, 'c', 'h', 'o', 's', 't'};
    unsigned char answer[4];
    check(mbedtls_ssl_write(&ssl, connect_packet, sizeof connect_packet), "MQTT CONNECT");
    for (int got = 0; got < 4;) {
        int n = mbedtls_ssl_read(&ssl, answer + got, (size_t) (4 - got));
        check(n == 0 ? MBEDTLS_ERR_SSL_CONN_EOF : n, "MQTT CONNACK");
        got += n;
    }
    printf("connack %02x%02x%02x%02x\n", answer[0], answer[1], answer[2], answer[3]);
    if (mode == TRANSPARENT) {
        usleep(1100000);
        put("+++", 3);
        do {
            get_line(line, sizeof line);
        } while (strcmp(line, "OK") != 0);
    } else {
        mbedtls_ssl_close_notify(&ssl);
    }
    command("AT+QICLOSE=0");
    printf("done with %d sends and %d reads\n", sends, reads);
    return 0;
}
