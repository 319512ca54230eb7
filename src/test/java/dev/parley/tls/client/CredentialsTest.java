package dev.parley.tls.client;

import static dev.parley.tls.client.TestPki.pem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.parley.tls.client.TestPki.Identity;
import dev.parley.tls.client.TestPki.Wish;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Credentials")
class CredentialsTest {
    private static final TestPki PKI = new TestPki();
    private static final Identity EC = TestPki.issue(PKI.authority, Wish.device("CN=ec"), TestPki.keys("EC", 256));

    @TempDir
    private Path directory;

    private Path certificate = Path.of("");
    private Path key = Path.of("");

    @BeforeEach
    void write() throws IOException {
        certificate = TestPki.certificateFile(directory, "device.pem", PKI.device);
        key = TestPki.keyFile(directory, "device.key", PKI.device.keys());
    }

    @Test
    @DisplayName("are read from PKCS#8, PKCS#1 and SEC1, with what else stands in the files")
    void formats() throws Exception {
        assertThat(Credentials.read(certificate, key).chain()).containsExactly(PKI.device.der());
        assertThat(Credentials.read(certificate, key).key())
                .isEqualTo(PKI.device.keys().getPrivate());

        Path pkcs1 = file("pkcs1.key", pem("RSA PRIVATE KEY", inner(PKI.device.keys())));
        assertThat(Credentials.read(certificate, pkcs1).key())
                .isEqualTo(PKI.device.keys().getPrivate());

        Path ec = TestPki.certificateFile(directory, "ec.pem", EC, PKI.authority);
        Path pkcs8 = TestPki.keyFile(directory, "ec.key", EC.keys());
        assertThat(Credentials.read(ec, pkcs8).chain()).containsExactly(EC.der(), PKI.authority.der());
        // SEC1 names the curve inside the key, PKCS#8 outside it.
        ECPrivateKey d = (ECPrivateKey) EC.keys().getPrivate();
        String sec1 = pem(
                "EC PRIVATE KEY",
                new org.bouncycastle.asn1.sec.ECPrivateKey(256, d.getS(), SECObjectIdentifiers.secp256r1).getEncoded());
        Path commented = file("sec1.key", "a comment\n" + Files.readString(ec) + sec1);
        assertThat(Credentials.read(ec, commented).key())
                .isInstanceOfSatisfying(
                        ECPrivateKey.class, read -> assertThat(read.getS()).isEqualTo(d.getS()));
    }

    @Test
    @DisplayName("do not show the key in their text")
    void text() throws Exception {
        assertThat(Credentials.read(certificate, key)).hasToString("ClientCredentials[1 certificates]");
    }

    @Test
    @DisplayName("are refused with one sentence that names the file and says what to do")
    void refused() throws Exception {
        Path missing = directory.resolve("none.pem");
        assertRefused(missing, key, "none.pem does not exist: check the path");
        assertRefused(directory, key, "is a directory");
        assertRefused(file("empty.pem", ""), key, "empty.pem is not PEM: it is empty");
        assertRefused(file("text.pem", "hello\n"), key, "text.pem is not PEM: it has no");
        Path der = Files.write(directory.resolve("device.der"), PKI.device.der().toArray());
        assertRefused(der, key, "looks like DER, convert it with openssl");
        assertRefused(
                key, certificate, "holds no certificate but a private key: were certificate and key file exchanged?");
        assertRefused(certificate, certificate, "holds no private key but a certificate");
        String pem = Files.readString(certificate);
        assertRefused(file("cut.pem", pem.substring(0, pem.length() / 2)), key, "cut.pem is");
        assertRefused(
                file("bad.pem", pem("CERTIFICATE", new byte[] {0x30, 3, 2, 1, 5})),
                key,
                "bad.pem is damaged: block 1 between its BEGIN and END lines cannot be decoded");
        assertRefused(
                certificate,
                TestPki.keyFile(directory, "other.key", PKI.server.keys()),
                "does not fit the certificate in " + certificate);
        assertRefused(certificate, TestPki.keyFile(directory, "ec.key", EC.keys()), "does not fit the certificate");
        assertRefused(
                certificate, file("two.key", Files.readString(key) + Files.readString(key)), "holds 2 private keys");
        assertRefused(
                TestPki.certificateFile(directory, "order.pem", PKI.authority, PKI.device),
                key,
                "is in the wrong order: the key fits certificate 2 in it");
        assertRefused(
                TestPki.certificateFile(directory, "gap.pem", PKI.device, PKI.server),
                key,
                "certificate 2 in it is not the issuer of certificate 1");
    }

    @Test
    @DisplayName("are refused where the key is encrypted, in both ways a PEM file can be")
    void encrypted() throws Exception {
        StringWriter pkcs8 = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(pkcs8)) {
            writer.writeObject(new JcaPKCS8Generator(
                    PKI.device.keys().getPrivate(),
                    new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_128_CBC)
                            .setProvider(new BouncyCastleProvider())
                            .setPassword("secret".toCharArray())
                            .build()));
        }
        assertRefused(certificate, file("pkcs8.key", pkcs8.toString()), "is encrypted: decrypt it first");
        StringWriter pkcs1 = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(pkcs1)) {
            writer.writeObject(
                    PKI.device.keys().getPrivate(),
                    new JcePEMEncryptorBuilder("AES-128-CBC")
                            .setProvider(new BouncyCastleProvider())
                            .setSecureRandom(new SecureRandom())
                            .build("secret".toCharArray()));
        }
        assertRefused(certificate, file("pkcs1.key", pkcs1.toString()), "is encrypted: decrypt it first");
    }

    @Test
    @DisplayName("are refused where the file may not be read")
    void notPermitted() throws Exception {
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("---------"));
        assumeThat(Files.isReadable(key))
                .as("skipped: this user may read every file")
                .isFalse();
        assertRefused(certificate, key, "may not be read: check the permissions");
    }

    @Test
    @DisplayName("and trusted CAs come from a PEM file, or from the Java runtime")
    void trust() throws Exception {
        Path ca = TestPki.certificateFile(directory, "ca.pem", PKI.authority, EC);
        assertThat(ServerTrust.read(ca)).asString().startsWith("2 CAs of " + ca);
        assertThat(ServerTrust.ofRuntime()).asString().containsPattern("[1-9]\\d+ CAs of the Java runtime's list");
        CredentialsException refused = catchThrowableOfType(CredentialsException.class, () -> ServerTrust.read(key));
        assertThat(refused).hasMessageContaining("The CA file " + key + " holds no certificate");
    }

    private void assertRefused(Path certificateFile, Path keyFile, String words) throws IOException {
        CredentialsException refused =
                catchThrowableOfType(CredentialsException.class, () -> Credentials.read(certificateFile, keyFile));
        assertThat(refused).as(words).isNotNull();
        assertThat(refused).hasMessageContaining(words);
        assertThat(refused.getMessage()).as("one sentence").matches("The [^\\n]+[.?]");
        StringWriter trace = new StringWriter();
        refused.printStackTrace(new java.io.PrintWriter(trace));
        String base64 = Files.readAllLines(key).get(3);
        assertThat(trace.toString()).as("nothing of the key").doesNotContain(base64.substring(0, 20));
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private static byte[] inner(KeyPair keys) throws IOException {
        return PrivateKeyInfo.getInstance(keys.getPrivate().getEncoded())
                .parsePrivateKey()
                .toASN1Primitive()
                .getEncoded();
    }
}
