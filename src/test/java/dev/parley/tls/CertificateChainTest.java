package dev.parley.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.journal.Field;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;

/** What verifies what in a chain of certificates, and what a peer may object to in it. */
class CertificateChainTest {
    private record Issued(String name, KeyPair keys, Bytes der) {}

    private static final Issued ROOT = issue("CN=Root", Optional.empty(), true);
    private static final Issued INTERMEDIATE = issue("CN=Intermediate", Optional.of(ROOT), true);
    private static final Issued LEAF = issue("CN=broker.example,O=Parley", Optional.of(INTERMEDIATE), false);

    private static Issued issue(String name, Optional<Issued> issuer, boolean ca) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            KeyPair keys = generator.generateKeyPair();
            KeyPair signer = issuer.map(Issued::keys).orElse(keys);
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    new X500Name(issuer.map(Issued::name).orElse(name)),
                    BigInteger.valueOf(0x1234),
                    Date.from(Instant.parse("2024-01-01T00:00:00Z")),
                    Date.from(Instant.parse("2034-01-01T00:00:00Z")),
                    new X500Name(name),
                    keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
            if (!ca) {
                builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
                builder.addExtension(
                        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.dNSName, "broker.example")));
            }
            return new Issued(
                    name,
                    keys,
                    Bytes.wrap(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate()))
                            .getEncoded()));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static CertificateChain chain(Issued... certificates) {
        return CertificateChain.of(
                List.of(certificates).stream().map(Issued::der).toList());
    }

    @Test
    void aChainInOrderSaysWhatVerifiesWhat() {
        CertificateChain chain = chain(LEAF, INTERMEDIATE);

        assertThat(chain.remarks()).isEmpty();
        assertThat(chain.certificates())
                .extracting(CertificateChain.Certificate::words)
                .containsExactly("signed by certificate 2", "signed by CN=Root, which was not sent");
        CertificateChain.Certificate leaf = chain.certificates().getFirst();
        assertThat(leaf.subject()).isEqualTo("O=Parley,CN=broker.example");
        assertThat(leaf.bytes()).isEqualTo(LEAF.der().length());
        assertThat(leaf.signedBy()).isEqualTo(OptionalInt.of(2));
        assertThat(leaf.key()).isEqualTo("EC 256 bits");
        assertThat(leaf.notAfter()).isEqualTo(Instant.parse("2034-01-01T00:00:00Z"));
    }

    @Test
    void aRootThatIsSentIsToldToBeNeedless() {
        assertThat(chain(LEAF, INTERMEDIATE, ROOT).remarks())
                .containsExactly("certificate 3 is a self-signed root: the peer has it or does not trust it, so its "
                        + ROOT.der().length() + " bytes need not be sent");
        assertThat(chain(ROOT).remarks()).as("a self-signed certificate alone").isEmpty();
    }

    @Test
    void aWrongOrderIsTold() {
        assertThat(chain(LEAF, ROOT, INTERMEDIATE).remarks())
                .contains("wrong order: certificate 1 is signed by certificate 3, but each must be followed by its"
                        + " issuer (RFC 5246 section 7.4.2)");
    }

    @Test
    void aMissingIntermediateIsTold() {
        assertThat(chain(LEAF, ROOT).remarks())
                .contains("the issuer of certificate 1, CN=Intermediate, was not sent, although more certificates"
                        + " follow: an intermediate is missing, or the chain is not in order");
    }

    @Test
    void aNamesakeThatDidNotSignIsTold() {
        Issued other = issue("CN=Intermediate", Optional.of(ROOT), true);

        assertThat(chain(LEAF, other).remarks())
                .containsExactly("the signature of certificate 1 does not verify with the key of CN=Intermediate that"
                        + " was sent: another CA of the same name, or a corrupt certificate");
    }

    @Test
    void anIssuerThatIsNoCaIsTold() {
        Issued odd = issue("CN=odd", Optional.of(LEAF), false);

        assertThat(chain(odd, LEAF).remarks())
                .contains("certificate 2 signed certificate 1 but is no CA (basicConstraints)");
    }

    @Test
    void bytesThatAreNoCertificateAreTold() {
        Bytes broken = Bytes.copyOf(LEAF.der().slice(0, 100).toArray());

        assertThat(CertificateChain.of(List.of(broken, ROOT.der())).remarks())
                .contains("certificate 1 cannot be read as an X.509 certificate");
    }

    @Test
    void theFieldsOfACertificateSayWhatItIsFor() {
        Bytes message = TlsDissectorTest.certificate(LEAF.der());
        TlsConversation conversation = new TlsDecoderTest.Reading()
                .feed(Direction.RX, TlsDissectorTest.record(22, message))
                .conversation();
        Field tree = conversation.dissect(conversation.messages().getFirst());

        assertThat(TlsDissectorTest.named(tree, "certificate_1").value())
                .isEqualTo("O=Parley,CN=broker.example, " + LEAF.der().length()
                        + " bytes; signed by CN=Intermediate, which was not sent");
        assertThat(TlsDissectorTest.named(tree, "basicConstraints").value()).isEqualTo("no CA (critical)");
        assertThat(TlsDissectorTest.named(tree, "keyUsage").value()).isEqualTo("digitalSignature (critical)");
        assertThat(TlsDissectorTest.named(tree, "extKeyUsage").value()).isEqualTo("serverAuth");
        assertThat(TlsDissectorTest.named(tree, "subjectAltName").value()).isEqualTo("broker.example");
        assertThat(TlsDissectorTest.named(tree, "algorithm").value()).isEqualTo("ecPublicKey, secp256r1");
        assertThat(TlsDissectorTest.named(tree, "subject").children())
                .extracting(Field::name, Field::value)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("commonName", "broker.example"),
                        org.assertj.core.groups.Tuple.tuple("organizationName", "Parley"));
        Field serial = TlsDissectorTest.named(tree, "serialNumber");
        assertThat(TlsDissector.run(conversation, conversation.messages().getFirst())
                        .slice(serial.from(), serial.to()))
                .isEqualTo(Bytes.hex("02021234"));
    }
}
