package dev.parley.sim.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The bench's test PKI")
class TestPkiTest {
    @TempDir
    Path directory;

    @Test
    @DisplayName("has a device certificate of 862 bytes, RSA-2048, with a 20-byte serial whose top bit is set")
    void deviceCertificate() throws Exception {
        TestPki pki = TestPki.in(directory, Clock.systemUTC());
        X509Certificate device = certificate(pki.deviceCertificateFile());
        assertThat(device.getEncoded()).hasSize(862);
        assertThat(device.getSerialNumber().bitLength()).isEqualTo(160);
        assertThat(device.getSigAlgName()).isEqualTo("SHA256withRSA");
        device.verify(certificate(pki.caFile()).getPublicKey());
        assertThat(Files.readString(pki.deviceCertificateFile())).startsWith("-----BEGIN CERTIFICATE-----\nMIIDWjCC");
        assertThat(Files.readString(pki.deviceKeyFile())).startsWith("-----BEGIN PRIVATE KEY-----\n");
    }

    @Test
    @DisplayName("has a server certificate for the bench's name and loopback")
    void serverCertificate() throws Exception {
        assertThat(TestPki.in(directory, Clock.systemUTC())
                        .serverChain(EndpointSetup.Identity.TRUSTED, Clock.systemUTC())
                        .getFirst()
                        .getSubjectAlternativeNames())
                .map(Object::toString)
                .containsExactly("[2, broker.parley.test]", "[2, localhost]", "[7, 127.0.0.1]");
    }

    @Test
    @DisplayName("keeps its keys to its owner, and none of the CA")
    void keysAreForTheirOwner() throws Exception {
        TestPki pki = TestPki.in(directory, Clock.systemUTC());
        FileStore store = Files.getFileStore(directory);
        assumeTrue(store.supportsFileAttributeView("posix"), "no POSIX permissions here");
        for (Path key : new Path[] {pki.deviceKeyFile(), directory.resolve("server.key")}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                    .isEqualTo("rw-------");
        }
        assertThat(directory).isDirectoryNotContaining("glob:**ca.key");
    }

    @Test
    @DisplayName("is made once, and anew when it is damaged or about to expire")
    void madeOnce() throws Exception {
        byte[] first =
                Files.readAllBytes(TestPki.in(directory, Clock.systemUTC()).deviceCertificateFile());
        assertThat(TestPki.in(directory, Clock.systemUTC()).deviceCertificateFile())
                .hasBinaryContent(first);
        Clock late = Clock.offset(Clock.systemUTC(), Duration.ofDays(3630));
        byte[] renewed = Files.readAllBytes(TestPki.in(directory, late).deviceCertificateFile());
        assertThat(renewed).isNotEqualTo(first);
        Files.writeString(directory.resolve("server.key"), "rubbish");
        assertThat(Files.readAllBytes(TestPki.in(directory, Clock.systemUTC()).deviceCertificateFile()))
                .isNotEqualTo(renewed);
    }

    @Test
    @DisplayName("says what to do when it cannot be kept")
    void cannotBeKept() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThatThrownBy(() -> TestPki.in(file, Clock.systemUTC()))
                .isInstanceOf(PkiException.class)
                .hasMessageContaining("name another directory");
    }

    private static X509Certificate certificate(Path file) throws Exception {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }
}
