package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import dev.parley.session.Session;
import dev.parley.tls.Hello;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsMessage;
import dev.parley.tls.mbedtls.MbedTlsBuild;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("--mbedtls-config")
@Timeout(60)
class MbedTlsConfigTest {
    @TempDir
    private static Path folder;

    private static Path config = Path.of("");
    private static CommandRun connected = new CommandRun(-1, "", "");

    private static String text(String name) throws Exception {
        try (InputStream in = MbedTlsBuild.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @BeforeAll
    static void connect() throws Exception {
        config = Files.writeString(folder.resolve("config.h"), text("bg95-aws.h"));
        connected = CommandRun.of(
                "connect",
                "--link",
                "sim:",
                "--mbedtls-config",
                config,
                "--mqtt",
                "none",
                "--out",
                folder.resolve("out"));
    }

    private static Hello sent() throws Exception {
        try (Session session = Session.open(folder.resolve("out/session.parley"))) {
            TlsConversation conversation =
                    session.settled().view().conversations().values().iterator().next();
            TlsMessage.Handshake hello =
                    (TlsMessage.Handshake) conversation.messages().getFirst();
            return Hello.client(hello.body()).orElseThrow();
        }
    }

    @Test
    @DisplayName(
            "makes connect offer the suites, curves and signature schemes of a real mbedTLS 2.28 of that configuration")
    void offersWhatTheBuildWould() throws Exception {
        assertThat(connected.exit()).as(connected.out() + connected.err()).isZero();
        Bytes record = Bytes.hex(text("client-hellos.txt")
                .lines()
                .filter(line -> line.startsWith("bg95-aws.h 2.28.10 "))
                .findFirst()
                .orElseThrow()
                .split(" ", -1)[2]);
        Hello real = Hello.client(record.from(9)).orElseThrow();

        assertThat(sent().suites()).isEqualTo(real.suites());
        assertThat(sent().extension(10)).isEqualTo(real.extension(10));
        assertThat(sent().extension(13)).isEqualTo(real.extension(13));
        assertThat(sent().has(22)).isTrue();
        assertThat(sent().has(23)).isTrue();
        assertThat(sent().has(35)).isFalse();
        assertThat(sent().has(1)).isFalse();
    }

    @Test
    @DisplayName("makes connect say what the build is, offers and leaves out, before the way up")
    void saysWhatTheBuildIs() {
        assertThat(connected.out())
                .startsWith("mbedTLS 2.16 to 2.28, read as 2.28.10: ")
                .contains("  curves      secp256r1\n")
                .contains("  key exchange record  75 bytes with secp256r1\n")
                .contains("  note  MBEDTLS_SSL_MAX_FRAGMENT_LENGTH (line 12): ")
                .containsSubsequence("  warning  MBEDTLS_HAVE_TIME_DATE: ", "  ok   Link ");
    }

    @Test
    @DisplayName("makes analyze --json add the audit, with lines and bytes")
    void analyzeJson() throws Exception {
        Path small = Files.writeString(
                folder.resolve("small.h"), Files.readString(config) + "#define MBEDTLS_SSL_IN_CONTENT_LEN 512\n");
        Path session = folder.resolve("out/session.parley");

        JsonNode with = JsonMapper.shared()
                .readTree(CommandRun.of("analyze", session, "--json", "--mbedtls-config", small)
                        .out());
        JsonNode without = JsonMapper.shared()
                .readTree(CommandRun.of("analyze", session, "--json").out());

        assertThat(without.has("mbedtls")).isFalse();
        JsonNode audit = with.get("mbedtls");
        assertThat(audit.get("line").asString()).isEqualTo("2.16 to 2.28");
        assertThat(audit.get("findings").size()).isGreaterThan(5);
        JsonNode finding = audit.get("conversations").get(0).get("findings").get(0);
        assertThat(finding.get("severity").asString()).isEqualTo("error");
        assertThat(finding.get("option").asString()).isEqualTo("MBEDTLS_SSL_IN_CONTENT_LEN");
        assertThat(finding.get("lines").get(0).asInt()).isEqualTo(48);
        JsonNode evidence = finding.get("evidence").get(0);
        assertThat(evidence.get("direction").asString()).isEqualTo("rx");
        assertThat(evidence.get("to").asLong() - evidence.get("from").asLong()).isGreaterThan(517);
    }

    @Test
    @DisplayName("makes analyze print what the conversation shows against the build")
    void analyzeText() throws Exception {
        Path other = Files.writeString(
                folder.resolve("other.h"),
                Files.readString(config)
                        .replace("MBEDTLS_ECP_DP_SECP256R1_ENABLED", "MBEDTLS_ECP_DP_SECP384R1_ENABLED"));

        assertThat(CommandRun.of("analyze", folder.resolve("out/session.parley"), "--mbedtls-config", other)
                        .out())
                .contains("  error  MBEDTLS_ECP_DP_SECP256R1_ENABLED: The server took the curve secp256r1 for the key"
                        + " exchange");
    }

    @Test
    @DisplayName("ends with 2 and one line where the file or the version is none")
    void badInput() throws Exception {
        Path prose = Files.writeString(folder.resolve("prose.txt"), "nothing here\n");
        Path empty = Files.writeString(folder.resolve("empty.h"), "#define MBEDTLS_AES_C\n");

        assertThat(CommandRun.of("connect", "--link", "sim:", "--mbedtls-config", folder.resolve("missing.h")))
                .isEqualTo(new CommandRun(
                        2, "", "parley: --mbedtls-config " + folder.resolve("missing.h") + " does not exist\n"));
        assertThat(CommandRun.of("connect", "--link", "sim:", "--mbedtls-config", prose)
                        .err())
                .isEqualTo("parley: --mbedtls-config " + prose + " defines no option of mbedTLS\n");
        assertThat(CommandRun.of("connect", "--link", "sim:", "--mbedtls-config", config, "--mbedtls-version", "new")
                        .err())
                .startsWith("parley: --mbedtls-version 'new' is no version of mbedTLS");
        CommandRun nothing = CommandRun.of("connect", "--link", "sim:", "--mbedtls-config", empty);
        assertThat(nothing.exit()).isEqualTo(2);
        assertThat(nothing.err()).contains("has nothing to offer");
    }
}
