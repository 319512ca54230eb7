package dev.parley.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("parley analyze --json")
class AnalysisJsonTest {
    private static JsonNode analyze(SampleSession session) {
        return new JsonMapper().readTree(AnalysisJson.of("field.parley", session.snapshot(), Redaction.off()));
    }

    private static List<String> names(JsonNode node) {
        return new ArrayList<>(node.propertyNames());
    }

    @Test
    @DisplayName("is one line with the fields of the contract, in its order")
    void hasTheContractsFields() {
        JsonNode root = analyze(SampleSession.established());

        assertThat(AnalysisJson.of("f", SampleSession.refused("\n").snapshot(), Redaction.off()))
                .doesNotContain("\n");
        assertThat(names(root))
                .containsExactly(
                        "file",
                        "events",
                        "bytesLost",
                        "at",
                        "sockets",
                        "tls",
                        "mqtt",
                        "findings",
                        "undecided",
                        "nextTest");
        assertThat(names(root.get("at"))).containsExactly("exchanges", "urcs", "errors");
        assertThat(names(root.get("sockets").get(0)))
                .containsExactly("id", "mode", "sent", "received", "acked", "unread", "closedBy", "closedAt", "ledger");
        assertThat(names(root.get("tls").get(0)))
                .containsExactly("socket", "version", "suite", "sni", "states", "result", "alert");
        assertThat(names(root.get("tls").get(0).get("states").get(0)))
                .containsExactly("number", "name", "message", "direction", "record", "bytes", "at");
        assertThat(names(root.get("mqtt").get(0)))
                .containsExactly("packet", "direction", "topic", "qos", "bytes", "at");
        assertThat(names(analyze(SampleSession.refused("")).get("findings").get(0)))
                .containsExactly("code", "confidence", "title", "evidence", "fix", "refutedBy");
    }

    @Test
    @DisplayName("tells the field report's case: state 7, record 877, message 872, closed by the peer, the alert")
    void tellsFieldReport() {
        JsonNode root = analyze(SampleSession.refused(""));

        JsonNode tls = root.get("tls").get(0);
        JsonNode last = tls.get("states").get(tls.get("states").size() - 1);
        assertThat(last.get("number").asInt()).isEqualTo(7);
        assertThat(last.get("name").asString()).isEqualTo("MBEDTLS_SSL_CLIENT_CERTIFICATE");
        assertThat(last.get("message").asString()).isEqualTo("Certificate");
        assertThat(last.get("direction").asString()).isEqualTo("tx");
        assertThat(last.get("record").asInt()).isEqualTo(877);
        assertThat(last.get("bytes").asInt()).isEqualTo(872);
        assertThat(tls.get("result").asString()).isEqualTo("failed");
        assertThat(tls.get("alert").asString()).isEqualTo("certificate_unknown");
        JsonNode socket = root.get("sockets").get(0);
        assertThat(socket.get("closedBy").asString()).isEqualTo("peer");
        assertThat(socket.get("closedAt").asDouble()).isBetween(1.2, 1.3);
        assertThat(socket.get("acked").asInt()).isEqualTo(1084);
        assertThat(socket.get("unread").isNull()).isTrue();
        assertThat(root.get("at").get("errors").asInt()).isEqualTo(1);
        assertThat(root.get("findings").get(0).get("code").asString()).isEqualTo("certificate-refused");
    }

    @Test
    @DisplayName(
            "lists every handshake message and ChangeCipherSpec in wire order, an unreadable Finished by its place")
    void listsStates() {
        JsonNode states = analyze(SampleSession.established()).get("tls").get(0).get("states");

        List<String> listed = new ArrayList<>();
        states.forEach(state -> listed.add(
                state.get("number").asInt() + " " + state.get("message").asString()));
        assertThat(listed)
                .containsExactly(
                        "1 ClientHello",
                        "2 ServerHello",
                        "3 Certificate",
                        "4 ServerKeyExchange",
                        "5 CertificateRequest",
                        "6 ServerHelloDone",
                        "7 Certificate",
                        "8 ClientKeyExchange",
                        "9 CertificateVerify",
                        "10 ChangeCipherSpec",
                        "11 Finished",
                        "12 ChangeCipherSpec",
                        "13 Finished");
    }

    @Test
    @DisplayName("lists a handshake of TLS 1.3 in its own states, numbered as mbedTLS 3.6 does")
    void listsTls13() {
        JsonNode tls = analyze(RealTlsSession.run13()).get("tls").get(0);

        assertThat(tls.get("version").asString()).isEqualTo("TLS 1.3");
        List<String> listed = new ArrayList<>();
        tls.get("states")
                .forEach(state -> listed.add(state.get("number").asString("-") + " "
                        + state.get("name").asString("-") + " "
                        + state.get("message").asString()));
        assertThat(listed)
                .containsExactly(
                        "1 MBEDTLS_SSL_CLIENT_HELLO ClientHello",
                        "2 MBEDTLS_SSL_SERVER_HELLO ServerHello",
                        "- - ChangeCipherSpec",
                        "19 MBEDTLS_SSL_ENCRYPTED_EXTENSIONS EncryptedExtensions",
                        "5 MBEDTLS_SSL_CERTIFICATE_REQUEST CertificateRequest",
                        "3 MBEDTLS_SSL_SERVER_CERTIFICATE Certificate",
                        "9 MBEDTLS_SSL_CERTIFICATE_VERIFY CertificateVerify",
                        "13 MBEDTLS_SSL_SERVER_FINISHED Finished",
                        "22 MBEDTLS_SSL_CLIENT_CCS_AFTER_SERVER_FINISHED ChangeCipherSpec",
                        "7 MBEDTLS_SSL_CLIENT_CERTIFICATE Certificate",
                        "21 MBEDTLS_SSL_CLIENT_CERTIFICATE_VERIFY CertificateVerify",
                        "11 MBEDTLS_SSL_CLIENT_FINISHED Finished");
    }
}
