package dev.parley.tls.mbedtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.journal.Bytes;
import dev.parley.tls.ClientOffer;
import dev.parley.tls.TlsNames;
import java.io.IOException;
import java.nio.file.Files;
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
    private static final Path DEBIAN_CONFIG = Path.of("/usr/include/mbedtls/config.h");

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
        assumeTrue(Files.exists(DEBIAN_CONFIG), "skipped: no libmbedtls-dev 2.x is installed");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/gcc")), "skipped: no gcc is installed");

        Bytes record = Bytes.hex(printedByClient(folder));
        MbedTlsBuild build = MbedTlsBuild.of(Files.readString(DEBIAN_CONFIG));

        assertThat(build.guess().line()).isEqualTo("2.28");
        assertThat(SentHello.of(MbedTlsProfile.of(build))).isEqualTo(SentHello.of(record));
    }

    /** Compiles and runs a client that prints its first record and stops when it has to read. */
    private static String printedByClient(Path folder) throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("hello.c"), Texts.of("hello.c"));
        Path client = folder.resolve("hello");
        run("/usr/bin/gcc", "-o", client.toString(), source.toString(), "-lmbedtls", "-lmbedx509", "-lmbedcrypto");
        return run(client.toString(), "a.example", "x-amzn-mqtt-ca").strip();
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
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
