package dev.parley.tls.mbedtls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.tls.mbedtls.ConfigHeader.Option;
import dev.parley.tls.mbedtls.ConfigHeader.Remark;
import dev.parley.tls.mbedtls.ConfigHeader.State;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A configuration header")
class ConfigHeaderTest {
    @Test
    @DisplayName("tells each option's state, value and line")
    void statesValuesLines() {
        ConfigHeader header = ConfigHeader.read("""
            #ifndef MY_CONFIG_H
            #define MY_CONFIG_H
            #define MBEDTLS_AES_C
            //#define MBEDTLS_DES_C
            /* #define MBEDTLS_MD5_C */
            #define MBEDTLS_SSL_IN_CONTENT_LEN (4 * 1024) /* bytes */
            #define MBEDTLS_SSL_OUT_CONTENT_LEN MBEDTLS_SSL_IN_CONTENT_LEN // the same
            #define MBEDTLS_GCM_C
            #undef MBEDTLS_GCM_C
            #endif
            """);

        assertThat(header.options())
                .containsExactly(
                        new Option("MBEDTLS_AES_C", "", 3, State.ON),
                        new Option("MBEDTLS_DES_C", "", 4, State.COMMENTED_OUT),
                        new Option("MBEDTLS_MD5_C", "", 5, State.COMMENTED_OUT),
                        new Option("MBEDTLS_SSL_IN_CONTENT_LEN", "(4 * 1024)", 6, State.ON),
                        new Option("MBEDTLS_SSL_OUT_CONTENT_LEN", "MBEDTLS_SSL_IN_CONTENT_LEN", 7, State.ON),
                        new Option("MBEDTLS_GCM_C", "", 9, State.OFF));
        assertThat(header.number("MBEDTLS_SSL_IN_CONTENT_LEN")).hasValue(4096);
        assertThat(header.number("MBEDTLS_SSL_OUT_CONTENT_LEN")).hasValue(4096);
        assertThat(header.number("MBEDTLS_AES_C")).isEmpty();
        assertThat(header.remarks()).isEmpty();
    }

    @Test
    @DisplayName("follows conditional blocks, and says where one rests on what it does not define")
    void conditionalBlocks() {
        ConfigHeader header = ConfigHeader.read("""
            #define MBEDTLS_AES_C
            #if defined(MBEDTLS_AES_C) && !defined(MBEDTLS_DES_C)
            #define MBEDTLS_GCM_C
            #else
            #define MBEDTLS_CCM_C
            #endif
            #ifdef BOARD_HAS_CLOCK
            #define MBEDTLS_HAVE_TIME
            #endif
            #if 0
            #define MBEDTLS_SHA1_C
            #elif MBEDTLS_LEVEL >= 2
            #define MBEDTLS_SHA512_C
            #endif
            """);

        assertThat(header.has("MBEDTLS_GCM_C")).isTrue();
        assertThat(header.option("MBEDTLS_CCM_C").orElseThrow().state()).isEqualTo(State.NOT_COMPILED);
        assertThat(header.has("MBEDTLS_HAVE_TIME")).isFalse();
        assertThat(header.has("MBEDTLS_SHA1_C")).isFalse();
        assertThat(header.has("MBEDTLS_SHA512_C")).isFalse();
        assertThat(header.remarks())
                .containsExactly(new Remark(
                        7,
                        "#ifdef BOARD_HAS_CLOCK rests on a name that this text does not define; it counts as not"
                                + " defined (block to line 9)."));
    }

    @Test
    @DisplayName("takes the last of two definitions and says so")
    void definedTwice() {
        ConfigHeader header = ConfigHeader.read("""
            #define MBEDTLS_SSL_MAX_CONTENT_LEN 16384
            #define MBEDTLS_SSL_MAX_CONTENT_LEN 4096
            """);

        assertThat(header.number("MBEDTLS_SSL_MAX_CONTENT_LEN")).hasValue(4096);
        assertThat(header.remarks())
                .containsExactly(new Remark(
                        2,
                        "MBEDTLS_SSL_MAX_CONTENT_LEN is defined again (first in line 1) with another value;"
                                + " this one counts."));
    }

    @Test
    @DisplayName("is read out of a forum post: quoted, listed, escaped, with prose and code around it")
    void forumPost() {
        ConfigHeader header = ConfigHeader.read("""
            Hello all, here is my setup. MBEDTLS_SSL_ALPN is on, I think.
            case MBEDTLS_SSL_CLIENT_HELLO:
            > #define MBEDTLS_AES_C
            - `#define MBEDTLS_GCM_C`
            \u00a0#define\u00a0MBEDTLS\\_SHA256\\_C
            12: # define MBEDTLS_RSA_C
            define MBEDTLS_PKCS1_V15
            #define MBEDTLS_SSL_CIPHERSUITES MBEDTLS_TLS_RSA_WITH_AES_128_GCM_SHA256, \\
               MBEDTLS_TLS_RSA_WITH_AES_128_CBC_SHA256
            #if defined(MBEDTLS_SSL_SESSION_TICKETS)
            case MBEDTLS_SSL_SERVER_NEW_SESSION_TICKET:
            #endif
            Thanks!\
            """);

        assertThat(header.defined())
                .containsExactlyInAnyOrder(
                        "MBEDTLS_AES_C",
                        "MBEDTLS_GCM_C",
                        "MBEDTLS_SHA256_C",
                        "MBEDTLS_RSA_C",
                        "MBEDTLS_PKCS1_V15",
                        "MBEDTLS_SSL_CIPHERSUITES");
        assertThat(header.option("MBEDTLS_SSL_CIPHERSUITES").orElseThrow().value())
                .startsWith("MBEDTLS_TLS_RSA_WITH_AES_128_GCM_SHA256,")
                .endsWith("MBEDTLS_TLS_RSA_WITH_AES_128_CBC_SHA256");
        assertThat(header.remarks())
                .containsExactly(
                        new Remark(
                                1,
                                "3 lines hold names of mbedTLS's outside of #define, #undef and #if, as code and logs"
                                        + " do: they were read as text, and no option was taken from there."),
                        new Remark(
                                3,
                                "4 lines were mended: quoting, typographic characters or escapes around a directive."),
                        new Remark(7, "The # before 'define MBEDTLS_PKCS1_V15' is missing; it is taken as #define."));
    }

    @Test
    @DisplayName("says what it does not understand, and where a comment or block is left open")
    void whatIsNotUnderstood() {
        ConfigHeader header = ConfigHeader.read("""
            #defin MBEDTLS_AES_C
            #include "my_board.h"
            #if MBEDTLS_X ? 1 : 0
            #define MBEDTLS_GCM_C
            #endif
            #else
            #ifdef MBEDTLS_AES_C
            /* the rest
            #define MBEDTLS_RSA_C
            """);

        assertThat(header.remarks().stream().map(Remark::line)).containsExactly(1, 2, 3, 6, 7, 8);
        assertThat(header.has("MBEDTLS_GCM_C")).isFalse();
        assertThat(header.option("MBEDTLS_RSA_C").orElseThrow().state()).isEqualTo(State.COMMENTED_OUT);
        assertThat(header.isEmpty()).isTrue();
    }

    @Test
    @DisplayName("is read whatever the text is")
    void anyText() {
        Random random = new Random(7);
        String[] pieces = {
            "#",
            "define ",
            "if ",
            "endif",
            "(",
            ")",
            "!",
            "&&",
            "\n",
            "\\\n",
            "/*",
            "*/",
            "//",
            "MBEDTLS_A",
            "1",
            "\"",
            "defined",
            "else\n",
            "\u0000",
            " ",
            "undef ",
            "elif "
        };
        for (int round = 0; round < 3000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            ConfigHeader header = ConfigHeader.read(text.toString());
            assertThat(header.options()).as(text.toString()).allMatch(option -> option.line() >= 1);
        }
        assertThat(ConfigHeader.read("#if " + "(".repeat(100_000)).options()).isEmpty();
    }
}
