package dev.parley.tls.mbedtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.tls.Severity;
import dev.parley.tls.TlsConversation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The audit of an mbedTLS build")
class MbedTlsAuditTest {
    private static final Path DEBIAN_CONFIG = Path.of("/usr/include/mbedtls/config.h");
    private static final int TLS_1_2 = 0x0303;
    private static final int ECDHE_RSA_AES_128_GCM = 0xc02f;
    private static final Bytes SERVER = Spoken.certificate("RSA 2048", "SHA256withRSA");

    private static MbedTlsBuild bg95(String... more) {
        return MbedTlsBuild.of(Texts.of("bg95-aws.h") + String.join("\n", more) + "\n");
    }

    private static Spoken handshake() {
        return new Spoken().clientHello(0).serverHello(TLS_1_2, ECDHE_RSA_AES_128_GCM);
    }

    private static List<String> errors(MbedTlsBuild build, TlsConversation conversation) {
        return MbedTlsAudit.of(build, conversation).of(Severity.ERROR).stream()
                .map(finding -> finding.option() + ": " + finding.sentence())
                .toList();
    }

    @Nested
    @DisplayName("by itself")
    class ByItself {
        @Test
        @DisplayName("finds in the published BG95 configuration no error, and says what it leaves out")
        void publishedConfiguration() {
            MbedTlsAudit audit = MbedTlsAudit.of(bg95());

            assertThat(audit.of(Severity.ERROR)).isEmpty();
            assertThat(audit.of(Severity.WARNING).stream().map(AuditFinding::option))
                    .containsExactly("mbedTLS 2.16 to 2.28", "MBEDTLS_HAVE_TIME_DATE", "MBEDTLS_NO_PLATFORM_ENTROPY");
            assertThat(audit.of(Severity.NOTE).stream().map(AuditFinding::option))
                    .containsExactly(
                            "MBEDTLS_SSL_PROTO_TLS1_2",
                            "MBEDTLS_ECP_DP_SECP256R1_ENABLED",
                            "MBEDTLS_SHA1_C",
                            "MBEDTLS_PKCS1_V21",
                            "MBEDTLS_SSL_IN_CONTENT_LEN",
                            "MBEDTLS_SSL_MAX_FRAGMENT_LENGTH",
                            "MBEDTLS_SSL_SESSION_TICKETS",
                            "MBEDTLS_FS_IO",
                            "MBEDTLS_THREADING_ALT",
                            "MBEDTLS_DEBUG_C",
                            "MBEDTLS_ERROR_C");
            assertThat(audit.findings().stream()
                            .filter(finding -> finding.option().equals("MBEDTLS_ECP_DP_SECP256R1_ENABLED"))
                            .findFirst()
                            .orElseThrow())
                    .isEqualTo(new AuditFinding(
                            Severity.NOTE,
                            "MBEDTLS_ECP_DP_SECP256R1_ENABLED",
                            List.of(6),
                            "secp256r1 is the only curve: for the key exchange, for the server's chain and for an own"
                                    + " ECDSA key.",
                            "",
                            List.of()));
        }

        @Test
        @DisplayName("finds in the same options for 3.x what does nothing there, and that SHA-384 is gone")
        void otherMajorVersion() {
            MbedTlsAudit audit = MbedTlsAudit.of(MbedTlsBuild.of(Texts.of("bg95-aws.h"), new MbedTlsVersion(3, 6, 6)));

            assertThat(audit.of(Severity.ERROR)).isEmpty();
            assertThat(audit.of(Severity.WARNING).stream().map(AuditFinding::option))
                    .containsExactly(
                            "MBEDTLS_REMOVE_ARC4_CIPHERSUITES",
                            "MBEDTLS_X509_CHECK_KEY_USAGE",
                            "MBEDTLS_X509_CHECK_EXTENDED_KEY_USAGE",
                            "MBEDTLS_CERTS_C",
                            "MBEDTLS_SHA512_C",
                            "MBEDTLS_SHA384_C",
                            "MBEDTLS_HAVE_TIME_DATE",
                            "MBEDTLS_NO_PLATFORM_ENTROPY");
        }

        @ParameterizedTest
        @ValueSource(strings = {"default-2.16.12.h", "default-2.28.10.h", "default-3.6.6.h", "default-4.0.0.h"})
        @DisplayName("finds no error in a release's own configuration")
        void ownConfigurations(String config) {
            assertThat(MbedTlsAudit.of(MbedTlsBuild.of(Texts.of(config))).of(Severity.ERROR))
                    .isEmpty();
        }

        @Test
        @DisplayName("names what an option lacks, with its line")
        void missingPrerequisites() {
            MbedTlsBuild build = MbedTlsBuild.of(Texts.of("bg95-aws.h").replace("#define MBEDTLS_ASN1_WRITE_C\n", ""));

            assertThat(MbedTlsAudit.of(build).of(Severity.ERROR))
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.option()).isEqualTo("MBEDTLS_ECDSA_C");
                        assertThat(finding.lines()).hasSize(1);
                        assertThat(finding.sentence())
                                .isEqualTo("The build stops: MBEDTLS_ECDSA_C needs MBEDTLS_ASN1_WRITE_C.");
                    });
        }

        @Test
        @DisplayName("calls an error what the installed library's own check refuses to compile, rule by rule")
        void agreesWithTheCompiler(@TempDir Path folder) throws Exception {
            assumeTrue(Files.exists(DEBIAN_CONFIG), "skipped: no libmbedtls-dev 2.x is installed");
            assumeTrue(Files.isExecutable(Path.of("/usr/bin/gcc")), "skipped: no gcc is installed");
            Set<String> all = ConfigHeader.read(Texts.of("default-2.28.10.h")).defined();
            List<String> disagreements = new ArrayList<>();
            int compared = 0;
            for (Prerequisite rule : Prerequisite.all()) {
                for (String need : rule.first() == 2 ? rule.needs() : List.<String>of()) {
                    Set<String> options = new TreeSet<>(all);
                    options.add(rule.option());
                    if (rule.option().equals("MBEDTLS_THREADING_ALT")) {
                        options.remove("MBEDTLS_THREADING_PTHREAD");
                    }
                    for (String part : need.split("\\|", -1)) {
                        options.remove("MBEDTLS_" + part);
                    }
                    String text = text(options);
                    boolean error = !MbedTlsAudit.of(MbedTlsBuild.of(text, MbedTlsVersion.V2_28))
                            .of(Severity.ERROR)
                            .isEmpty();
                    boolean refused = !compiles(folder, text);
                    compared++;
                    if (!error || !refused) {
                        disagreements.add(
                                rule.option() + " without " + need + ": audit " + error + ", compiler " + refused);
                    }
                }
            }
            assertThat(disagreements).isEmpty();
            assertThat(compared).isGreaterThan(50);
            assertThat(compiles(folder, text(all))).isTrue();
        }

        private static String text(Set<String> options) {
            StringBuilder text = new StringBuilder();
            options.forEach(option -> text.append("#define ").append(option).append('\n'));
            return text.toString();
        }

        private static boolean compiles(Path folder, String options) throws Exception {
            Path source =
                    Files.writeString(folder.resolve("check.c"), options + "#include \"mbedtls/check_config.h\"\n");
            Process process = new ProcessBuilder("/usr/bin/gcc", "-E", "-w", "-o", "/dev/null", source.toString())
                    .redirectErrorStream(true)
                    .start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        }

        @Test
        @DisplayName("warns of a content length below TLS's own, with the line that sets it")
        void shortContentLength() {
            MbedTlsAudit audit = MbedTlsAudit.of(bg95("#define MBEDTLS_SSL_MAX_CONTENT_LEN 4096"));

            assertThat(audit.of(Severity.WARNING).stream()
                            .filter(finding -> finding.option().equals("MBEDTLS_SSL_MAX_CONTENT_LEN")))
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.lines()).containsExactly(48);
                        assertThat(finding.sentence())
                                .startsWith("A received record may carry 4096 bytes; TLS allows a server 16384");
                    });
        }

        @Test
        @DisplayName("has an error where there is no client, no version, no suite or no curve")
        void nothingLeft() {
            for (String gone : List.of(
                    "MBEDTLS_SSL_CLI_C",
                    "MBEDTLS_SSL_PROTO_TLS1_2",
                    "MBEDTLS_AES_C",
                    "MBEDTLS_ECP_DP_SECP256R1_ENABLED",
                    "MBEDTLS_SHA256_C")) {
                assertThat(MbedTlsAudit.of(bg95("#undef " + gone)).of(Severity.ERROR))
                        .as(gone)
                        .isNotEmpty();
            }
        }
    }

    @Nested
    @DisplayName("with a conversation")
    class WithAConversation {
        @Test
        @DisplayName("finds no error where the server took what the build has")
        void nothingToFind() {
            TlsConversation conversation = handshake()
                    .certificates(Direction.RX, SERVER)
                    .serverKeyExchange(23, 0x0401)
                    .certificateRequest(0x0401, 0x0403)
                    .conversation();

            assertThat(MbedTlsAudit.of(bg95(), conversation).withEvidence()).isEmpty();
        }

        @Test
        @DisplayName("shows the record that is larger than the build receives")
        void recordTooLarge() {
            TlsConversation conversation =
                    handshake().certificates(Direction.RX, SERVER, SERVER).conversation();
            int message = 4 + 3 + 2 * (3 + SERVER.length());

            assertThat(MbedTlsAudit.of(bg95("#define MBEDTLS_SSL_IN_CONTENT_LEN 1024"), conversation)
                            .of(Severity.ERROR))
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.option()).isEqualTo("MBEDTLS_SSL_IN_CONTENT_LEN");
                        assertThat(finding.lines()).containsExactly(48);
                        assertThat(finding.sentence())
                                .isEqualTo("The server sent a record of " + message
                                        + " bytes, and this build receives 1024 at most: it ends with -0x7200"
                                        + " (MBEDTLS_ERR_SSL_INVALID_RECORD), or -0x7100"
                                        + " (MBEDTLS_ERR_SSL_BAD_INPUT_DATA) where it does not fit the buffer.");
                        AuditEvidence evidence = finding.evidence().getFirst();
                        assertThat(evidence.direction()).isEqualTo(Direction.RX);
                        assertThat(evidence.to() - evidence.from()).isEqualTo(5 + message);
                        assertThat(evidence.records()).containsExactly(2);
                    });
        }

        @Test
        @DisplayName("shows the own Certificate that the build cannot send")
        void ownCertificateTooLarge() {
            TlsConversation conversation =
                    handshake().certificates(Direction.TX, SERVER).conversation();

            assertThat(errors(bg95("#define MBEDTLS_SSL_OUT_CONTENT_LEN 512"), conversation))
                    .singleElement()
                    .asString()
                    .startsWith("MBEDTLS_SSL_OUT_CONTENT_LEN: The client's Certificate has " + (10 + SERVER.length())
                            + " bytes, and this build sends 512 at most: it ends with -0x7500");
        }

        @Test
        @DisplayName("shows the message cut over records that versions before 3.6.3 do not put together")
        void cutMessage() {
            TlsConversation conversation =
                    handshake().certificatesCut(300, SERVER).conversation();

            assertThat(errors(bg95(), conversation))
                    .singleElement()
                    .asString()
                    .startsWith("mbedTLS 2.16 to 2.28: The server cut its Certificate over 3 records; this version does"
                            + " not put it together and ends with -0x7080");
            for (String version : List.of("3.6.3", "3.6.6", "4.0.0")) {
                MbedTlsBuild build = MbedTlsBuild.of(
                        Texts.of("default-3.6.6.h"),
                        MbedTlsVersion.parse(version).orElseThrow());
                assertThat(MbedTlsAudit.of(build, conversation).withEvidence())
                        .as(version)
                        .noneMatch(finding -> finding.sentence().contains("cut its"));
            }
            assertThat(errors(MbedTlsBuild.of(Texts.of("default-3.6.6.h"), new MbedTlsVersion(3, 6, 2)), conversation))
                    .hasSize(1);
        }

        @Test
        @DisplayName("shows an agreed fragment length that the own Certificate does not keep to")
        void maxFragmentLength() {
            TlsConversation conversation = new Spoken()
                    .clientHello(1)
                    .serverHello(TLS_1_2, ECDHE_RSA_AES_128_GCM, 0, 1, 0, 1, 1)
                    .certificates(Direction.TX, SERVER)
                    .alert(22)
                    .conversation();

            assertThat(errors(bg95(), conversation))
                    .singleElement()
                    .asString()
                    .startsWith("MBEDTLS_SSL_MAX_FRAGMENT_LENGTH: Records of 512 bytes were agreed, and the client's"
                            + " Certificate has " + (10 + SERVER.length()) + ";");
        }

        @Test
        @DisplayName("names the options a chosen suite lacks")
        void suiteNotCompiledIn() {
            TlsConversation conversation =
                    new Spoken().clientHello(0).serverHello(TLS_1_2, 0xcca8).conversation();

            assertThat(errors(bg95(), conversation))
                    .containsExactly(
                            "MBEDTLS_CHACHAPOLY_C: The server chose TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, which"
                                    + " this build does not offer: it lacks MBEDTLS_CHACHAPOLY_C.");
        }

        @Test
        @DisplayName("names the curve and the signature of the key exchange that are not compiled in")
        void keyExchangeNotCompiledIn() {
            TlsConversation conversation =
                    handshake().serverKeyExchange(24, 0x0804).conversation();

            assertThat(errors(bg95(), conversation))
                    .containsExactly(
                            "MBEDTLS_ECP_DP_SECP384R1_ENABLED: The server took the curve secp384r1 for the key"
                                    + " exchange, which this build does not have: it ends with -0x7B00"
                                    + " (MBEDTLS_ERR_SSL_BAD_HS_SERVER_KEY_EXCHANGE).",
                            "MBEDTLS_PKCS1_V21: The server signed its key with rsa_pss_rsae_sha256, which this build"
                                    + " does not offer: it ends with -0x7B00"
                                    + " (MBEDTLS_ERR_SSL_BAD_HS_SERVER_KEY_EXCHANGE).");
        }

        @ParameterizedTest(name = "{0}: {1}, {2}, {3}")
        @CsvSource({
            "2.28.10, -0x7500 (MBEDTLS_ERR_SSL_CERTIFICATE_TOO_LARGE), -0x7B00, -0x7B00",
            "3.6.6, -0x6A00 (MBEDTLS_ERR_SSL_BUFFER_TOO_SMALL), -0x6E00, -0x6600",
            "4.0.0, -138 (PSA_ERROR_BUFFER_TOO_SMALL), -0x6E00, -0x6600"
        })
        @DisplayName("names the error code of the build's own version, since 3.0 and 4.0 sorted them anew")
        void codesOfTheVersion(String version, String certificate, String curve, String signature) {
            MbedTlsBuild build =
                    MbedTlsBuild.of("""
                        #define MBEDTLS_SSL_CLI_C
                        #define MBEDTLS_SSL_TLS_C
                        #define MBEDTLS_SSL_PROTO_TLS1_2
                        #define MBEDTLS_SSL_OUT_CONTENT_LEN 512
                        """, MbedTlsVersion.parse(version).orElseThrow());
            TlsConversation conversation = handshake()
                    .serverKeyExchange(256, 0x0402)
                    .certificates(Direction.TX, SERVER)
                    .conversation();

            assertThat(errors(build, conversation))
                    .anyMatch(error -> error.contains("has " + (10 + SERVER.length())) && error.contains(certificate))
                    .anyMatch(error -> error.contains("key exchange") && error.contains("ends with " + curve))
                    .anyMatch(error -> error.contains("signed its key") && error.contains("ends with " + signature));
        }

        @Test
        @DisplayName("names what the server's chain needs: hash, curve, PSS, a longer key, a key usage, a purpose")
        void chain() {
            MbedTlsBuild noSha384 = MbedTlsBuild.of(Texts.of("bg95-aws.h"), MbedTlsVersion.V3_6);
            assertThat(errors(noSha384, chain(Spoken.certificate("RSA 2048", "SHA384withRSA"))))
                    .containsExactly(
                            "MBEDTLS_SHA384_C: Certificate 1 of the server's chain (CN=server.example) is signed with"
                                    + " SHA384withRSA, and this build has no SHA-384: the chain cannot be verified.");
            assertThat(errors(bg95(), chain(Spoken.certificate("RSA 2048", "SHA384withRSA"))))
                    .isEmpty();
            assertThat(errors(bg95(), chain(Spoken.certificate("EC secp384r1", "SHA256withRSA"))))
                    .singleElement()
                    .asString()
                    .startsWith("MBEDTLS_ECP_DP_SECP384R1_ENABLED: Certificate 1");
            assertThat(errors(bg95(), chain(Spoken.certificate("RSA 2048", "SHA256withRSAandMGF1"))))
                    .singleElement()
                    .asString()
                    .startsWith("MBEDTLS_PKCS1_V21: Certificate 1");
            assertThat(errors(bg95(), chain(Spoken.certificate("RSA 2048", "SHA1withRSA"))))
                    .singleElement()
                    .asString()
                    .startsWith("MBEDTLS_SHA1_C: Certificate 1");
            assertThat(errors(bg95(), chain(Spoken.certificate("RSA 1024", "SHA256withRSA"))))
                    .singleElement()
                    .asString()
                    .contains("an RSA key of 1024 bits");
            assertThat(errors(
                            bg95(),
                            chain(Spoken.certificate(
                                    "RSA 2048",
                                    "SHA256withRSA",
                                    KeyPurposeId.id_kp_clientAuth,
                                    KeyUsage.keyEncipherment))))
                    .satisfiesExactly(
                            usage -> assertThat(usage).contains("may not be used for digitalSignature"),
                            purpose -> assertThat(purpose).contains("is not for serverAuth"));
        }

        private static TlsConversation chain(Bytes certificate) {
            return handshake().certificates(Direction.RX, certificate).conversation();
        }

        @Test
        @DisplayName("tells that 2.x signs with the hash of the suite, whatever the server asked for")
        void certificateVerify() {
            TlsConversation conversation =
                    handshake().certificateRequest(0x0501, 0x0601).conversation();

            assertThat(errors(bg95(), conversation))
                    .singleElement()
                    .asString()
                    .contains("signs CertificateVerify with the hash of the suite, here SHA-256");
        }

        @Test
        @DisplayName("explains an alert by the options that bear on it")
        void alerts() {
            assertThat(errors(bg95(), new Spoken().clientHello(0).alert(70).conversation()))
                    .containsExactly(
                            "MBEDTLS_SSL_PROTO_TLS1_3: The server takes none of the versions offered; this build has"
                                    + " TLS 1.2 and no TLS 1.3.");
            assertThat(errors(
                            bg95("#undef MBEDTLS_SSL_ALPN"),
                            new Spoken().clientHello(0).alert(120).conversation()))
                    .containsExactly("MBEDTLS_SSL_ALPN: The server insists on ALPN, which this build does not have.");
            assertThat(MbedTlsAudit.of(
                                    bg95(),
                                    new Spoken().clientHello(0).alert(40).conversation())
                            .withEvidence())
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.sentence())
                            .endsWith("This build offers 8 suites and the curves [secp256r1]."));
        }

        @Test
        @DisplayName("is done whatever the bytes are")
        void hostileBytes() {
            Bytes other = Spoken.certificate("EC secp384r1", "SHA256withRSA");
            Random random = new Random(11);
            MbedTlsBuild build = bg95();
            int found = 0;
            for (int round = 0; round < 300; round++) {
                TlsConversation conversation = new Spoken()
                        .clientHello(1)
                        .spoiltBy(random)
                        .serverHello(TLS_1_2, ECDHE_RSA_AES_128_GCM, 0, 1, 0, 1, 1)
                        .certificates(Direction.RX, SERVER, other)
                        .serverKeyExchange(24, 0x0804)
                        .certificateRequest(0x0501)
                        .certificates(Direction.TX, SERVER)
                        .conversation();
                found += MbedTlsAudit.of(build, conversation).withEvidence().size();
            }
            assertThat(found).isGreaterThan(300);
        }

        @Test
        @DisplayName("tells of a version the server chose that the build does not have")
        void versionNotCompiledIn() {
            TlsConversation conversation = new Spoken()
                    .clientHello(0)
                    .serverHello(TLS_1_2, 0x1301, 0, 43, 0, 2, 3, 4)
                    .conversation();

            assertThat(errors(bg95(), conversation))
                    .singleElement()
                    .asString()
                    .startsWith("MBEDTLS_SSL_PROTO_TLS1_3: The server chose TLS 1.3, which this build does not have");
        }
    }
}
