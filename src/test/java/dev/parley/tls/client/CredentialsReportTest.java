package dev.parley.tls.client;

import static dev.parley.tls.client.TestPki.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.tls.Severity;
import dev.parley.tls.client.CredentialsReport.Endpoint;
import dev.parley.tls.client.CredentialsReport.Subject;
import dev.parley.tls.client.TestPki.Identity;
import dev.parley.tls.client.TestPki.Wish;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A report on credentials")
class CredentialsReportTest {
    private static final TestPki PKI = new TestPki();

    @TempDir
    private Path directory;

    private Path ca = Path.of("");
    private Path certificate = Path.of("");
    private Path key = Path.of("");

    @BeforeEach
    void write() throws IOException {
        ca = TestPki.certificateFile(directory, "ca.pem", PKI.authority);
        certificate = TestPki.certificateFile(directory, "device.pem", PKI.device);
        key = TestPki.keyFile(directory, "device.key", PKI.device.keys());
    }

    private CredentialsReport report() {
        return report(Optional.empty());
    }

    private CredentialsReport report(Optional<Endpoint> endpoint) {
        return CredentialsReport.of(
                new Subject(Optional.of(ca), Optional.of(certificate), Optional.of(key), endpoint), NOW);
    }

    private List<String> said(Severity severity) {
        return report().of(severity).stream().map(CredentialFinding::text).toList();
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    @Test
    @DisplayName("has no error and no warning where all fits, and knows the record's 877 bytes")
    void allFits() {
        CredentialsReport report = report();

        assertThat(report.of(Severity.ERROR)).isEmpty();
        assertThat(report.of(Severity.WARNING)).isEmpty();
        assertThat(report.of(Severity.NOTE).stream().map(CredentialFinding::text))
                .containsExactly(
                        "note  " + key + " line 1: The key is PKCS#8, not encrypted.",
                        "note  " + certificate + ": The server must know the issuer CN=Parley Test CA by itself.");
        assertThat(report.chain()).containsExactly(862);
        assertThat(report.record()).isEqualTo("877 = 5 + 4 + 3 + 3 + 862");
    }

    @Test
    @DisplayName("finds a key of another certificate, a wrong order and a certificate that is not of the chain")
    void pairsAndOrder() throws Exception {
        key = TestPki.keyFile(directory, "other.key", PKI.server.keys());
        assertThat(said(Severity.ERROR)).singleElement().asString().contains("does not fit the certificate in");

        key = TestPki.keyFile(directory, "device.key", PKI.device.keys());
        certificate = TestPki.certificateFile(directory, "order.pem", PKI.authority, PKI.device);
        assertThat(said(Severity.ERROR).getFirst())
                .contains(
                        "The key fits certificate 2 of the file; the client's own must come first. Move it to the top");
        assertThat(said(Severity.WARNING))
                .as("what is said further is about the device's certificate, not about the CA's above it")
                .isEmpty();

        certificate = TestPki.certificateFile(directory, "gap.pem", PKI.device, PKI.server);
        assertThat(said(Severity.ERROR))
                .singleElement()
                .asString()
                .contains("Certificate 2 of the file is not the issuer of certificate 1");

        certificate = TestPki.certificateFile(directory, "chain.pem", PKI.device, PKI.authority);
        assertThat(said(Severity.ERROR)).isEmpty();
        assertThat(said(Severity.NOTE)).anySatisfy(note -> assertThat(note).contains("The chain ends with its root"));
        assertThat(report().record())
                .startsWith((12 + 6 + 862 + PKI.authority.der().length()) + " = 5 + 4 + 3 + 3 + 862 + 3 + ");
    }

    @Test
    @DisplayName(
            "finds exchanged files, requests, public keys, encrypted keys and keys in the wrong file, with the line")
    void wrongKinds() throws Exception {
        Path good = certificate;
        certificate = key;
        key = good;
        assertThat(said(Severity.ERROR))
                .anySatisfy(error -> assertThat(error).contains("were certificate and key file exchanged?"));

        key = TestPki.keyFile(directory, "device.key", PKI.device.keys());
        certificate = file("csr.pem", "\n" + Files.readString(good).replace("CERTIFICATE", "CERTIFICATE REQUEST"));
        assertThat(said(Severity.ERROR))
                .containsExactly("error  " + certificate + " line 2: This is a request for a certificate (CSR), not the"
                        + " certificate the CA made of it. Use the file the CA sent back.");

        certificate = file("both.pem", Files.readString(good) + Files.readString(key));
        assertThat(said(Severity.ERROR)).isEmpty();
        assertThat(said(Severity.WARNING))
                .singleElement()
                .asString()
                .contains("both.pem line " + (Files.readAllLines(good).size() + 1) + ": A private key stands in");

        certificate = good;
        key = file(
                "public.key",
                TestPki.pem("PUBLIC KEY", PKI.device.keys().getPublic().getEncoded()));
        assertThat(said(Severity.ERROR))
                .containsExactly(
                        "error  " + key + " line 1: This is a public key; the private one is needed. Use the file that"
                                + " was made together with it, usually with 'private' in its name.");
    }

    @Test
    @DisplayName("tells a trap once, with its line, and not again in general words")
    void trapsOnce() throws Exception {
        String pem = Files.readString(certificate);
        certificate = file("escaped.pem", pem.replace("\n", "\\n"));
        assertThat(said(Severity.ERROR))
                .singleElement()
                .asString()
                .contains("escaped.pem line 1: The line ends are written as the two characters \\n");

        certificate = file("joined.pem", pem.strip() + pem);
        assertThat(said(Severity.ERROR))
                .isNotEmpty()
                .allSatisfy(error -> assertThat(error).contains("joined.pem"));

        certificate =
                Files.write(directory.resolve("device.der"), PKI.device.der().toArray());
        assertThat(said(Severity.ERROR)).singleElement().asString().contains("it looks like DER, convert it");

        certificate = directory.resolve("missing.pem");
        assertThat(said(Severity.ERROR)).singleElement().asString().contains("missing.pem does not exist");
    }

    @Test
    @DisplayName("holds the dates against the time it is given")
    void dates() throws Exception {
        certificate = TestPki.certificateFile(
                directory,
                "expired.pem",
                TestPki.issue(
                        PKI.authority,
                        Wish.device("CN=d").valid(NOW.minus(Duration.ofDays(9)), NOW.minus(Duration.ofDays(1))),
                        PKI.device.keys()));
        assertThat(said(Severity.ERROR))
                .as("no server takes it")
                .singleElement()
                .asString()
                .contains("expired at");
        assertThat(said(Severity.WARNING)).isEmpty();
        expect(Wish.device("CN=d").valid(NOW.plus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(9))), "valid from");
        Identity soon = TestPki.issue(
                PKI.authority,
                Wish.device("CN=d").valid(NOW.minus(Duration.ofDays(9)), NOW.plus(Duration.ofDays(9))),
                PKI.device.keys());
        certificate = TestPki.certificateFile(directory, "soon.pem", soon);
        assertThat(said(Severity.WARNING)).isEmpty();
        assertThat(said(Severity.NOTE)).anySatisfy(note -> assertThat(note).contains("expires at"));
    }

    @Test
    @DisplayName("finds what a server would judge: purposes, a CA, signed by itself, a short key")
    void judgedByTheServer() throws Exception {
        expect(Wish.device("CN=d").purposes(KeyPurposeId.id_kp_serverAuth), "clientAuth is not among them");
        expect(Wish.authority("CN=d"), "is that of a CA");
        certificate = TestPki.certificateFile(
                directory, "self.pem", TestPki.selfSigned(Wish.device("CN=self"), PKI.device.keys()));
        assertThat(said(Severity.WARNING)).singleElement().asString().contains("is signed by itself");
        Identity weak = TestPki.issue(PKI.authority, Wish.device("CN=weak"), TestPki.keys("RSA", 1024));
        certificate = TestPki.certificateFile(directory, "weak.pem", weak);
        key = TestPki.keyFile(directory, "weak.key", weak.keys());
        assertThat(said(Severity.WARNING)).singleElement().asString().contains("an RSA key of 1024 bits");
    }

    private void expect(Wish wish, String sentence) throws IOException {
        certificate =
                TestPki.certificateFile(directory, "judged.pem", TestPki.issue(PKI.authority, wish, PKI.device.keys()));
        assertThat(said(Severity.ERROR)).isEmpty();
        assertThat(said(Severity.WARNING)).singleElement().asString().contains(sentence);
    }

    @Test
    @DisplayName("finds a CA file that cannot verify the server: not a CA, the client's own, not Amazon's")
    void caFile() throws Exception {
        ca = TestPki.certificateFile(directory, "leaf.pem", PKI.server);
        assertThat(said(Severity.WARNING)).singleElement().asString().contains("is not that of a CA");

        ca = certificate;
        assertThat(said(Severity.ERROR)).singleElement().asString().contains("holds the client's own certificate");

        ca = TestPki.certificateFile(directory, "ca.pem", PKI.authority);
        Optional<Endpoint> amazon =
                Optional.of(new Endpoint("a1-ats.iot.eu-west-1.amazonaws.com", 8883, "", List.of()));
        assertThat(report(amazon).of(Severity.ERROR))
                .singleElement()
                .satisfies(finding -> assertThat(finding.text()).contains("leads to an Amazon Root CA"));
        ca = TestPki.certificateFile(
                directory,
                "amazon.pem",
                TestPki.selfSigned(Wish.authority("CN=Amazon Root CA 1,O=Amazon,C=US"), PKI.server.keys()));
        assertThat(report(amazon).of(Severity.ERROR)).isEmpty();
    }
}
