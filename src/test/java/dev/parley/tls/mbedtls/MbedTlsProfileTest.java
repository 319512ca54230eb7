package dev.parley.tls.mbedtls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import dev.parley.tls.ClientOffer;
import dev.parley.tls.TlsNames;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The profile of an mbedTLS build")
class MbedTlsProfileTest {
    static Stream<Arguments> builds() {
        return Texts.of("client-hellos.txt")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split(" "))
                .map(parts -> Arguments.of(parts[0], parts[1], parts[2]));
    }

    @ParameterizedTest(name = "{0} as {1}")
    @MethodSource("builds")
    @DisplayName("foresees suites, curves, signature schemes and extensions that the real library sends, in its order")
    void foreseesWhatTheLibrarySends(String config, String version, String record) {
        MbedTlsBuild build =
                MbedTlsBuild.of(Texts.of(config), MbedTlsVersion.parse(version).orElseThrow());

        assertThat(SentHello.of(MbedTlsProfile.of(build))).isEqualTo(SentHello.of(Bytes.hex(record)));
    }

    @Test
    @DisplayName("foresees what a client sends that is compiled here against the installed mbedTLS 2.28")
    void foreseesWhatTheInstalledLibrarySends(@TempDir Path folder) throws Exception {
        InstalledMbedTls installed = InstalledMbedTls.orSkip();
        Bytes record = installed.firstRecord(folder, "a.example", "x-amzn-mqtt-ca");
        MbedTlsBuild build = installed.build();

        assertThat(build.guess().line()).isEqualTo("2.28");
        assertThat(SentHello.of(MbedTlsProfile.of(build))).isEqualTo(SentHello.of(record));
    }

    @Test
    @DisplayName("of the published BG95 configuration in 2.x has P-256 only, eight suites, SHA-512 down to SHA-224")
    void ofThePublishedConfiguration() {
        MbedTlsProfile profile = MbedTlsProfile.of(MbedTlsBuild.of(Texts.of("bg95-aws.h")));
        ClientOffer offer = profile.offer().orElseThrow();

        assertThat(offer.versions()).containsExactly(ClientOffer.TLS_1_2);
        assertThat(offer.suites().stream().map(TlsNames::suite))
                .containsExactly(
                        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                        "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
                        "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",
                        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                        "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
                        "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256");
        assertThat(offer.groups()).containsExactly(23);
        assertThat(offer.signatureSchemes())
                .containsExactly(0x0603, 0x0601, 0x0503, 0x0501, 0x0403, 0x0401, 0x0303, 0x0301);
        assertThat(offer.maxFragmentLength()).isEmpty();
        assertThat(offer.extendedMasterSecret()).isTrue();
        assertThat(offer.encryptThenMac()).isTrue();
        assertThat(offer.sessionTicket()).isFalse();
        assertThat(offer.serverName()).isTrue();
        assertThat(profile.alpn()).isTrue();
        assertThat(profile.maxFragmentLength()).isTrue();
        assertThat(profile.inContent()).isEqualTo(16384);
        assertThat(profile.outContent()).isEqualTo(16384);
        assertThat(profile.keyExchangeBytes()).containsExactly(java.util.Map.entry("secp256r1", 75));
    }

    @Test
    @DisplayName("of the same options in 3.x lacks the SHA-384 suites: there SHA-512 no longer brings SHA-384")
    void ofTheSameOptionsInAnotherMajorVersion() {
        MbedTlsProfile profile = MbedTlsProfile.of(MbedTlsBuild.of(Texts.of("bg95-aws.h"), MbedTlsVersion.V3_6));

        assertThat(profile.offer().orElseThrow().suites()).containsExactly(0xc02b, 0xc02f, 0xc023, 0xc027);
        assertThat(profile.offer().orElseThrow().signatureSchemes()).containsExactly(0x0603, 0x0601, 0x0403, 0x0401);
    }

    @Test
    @DisplayName("keeps to a list of suites of its own, without what is not compiled in")
    void ownListOfSuites() {
        String config = Texts.of("bg95-aws.h") + """
            #define MBEDTLS_SSL_CIPHERSUITES MBEDTLS_TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, \\
                MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_128_CCM, MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
            """;

        assertThat(MbedTlsProfile.of(MbedTlsBuild.of(config))
                        .offer()
                        .orElseThrow()
                        .suites())
                .containsExactly(0xc02f, 0xc02c);
    }

    @Test
    @DisplayName("has no offer where no version or no suite is compiled in")
    void nothingToOffer() {
        List.of("#define MBEDTLS_SSL_PROTO_TLS1_2", "#define MBEDTLS_AES_C", "")
                .forEach(text -> assertThat(
                                MbedTlsProfile.of(MbedTlsBuild.of(text)).offer())
                        .isEmpty());
    }
}
