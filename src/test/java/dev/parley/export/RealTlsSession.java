package dev.parley.export;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.Vector;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsProtocol;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsServerProtocol;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/** A real TLS 1.2 session with a client certificate and MQTT in it, both ends in this process, told as a modem's session. */
final class RealTlsSession {
    private static final Bytes CONNECT = Bytes.hex("10100004")
            .plus(Bytes.latin1("MQTT"))
            .plus(Bytes.hex("0402003c0004"))
            .plus(Bytes.latin1("demo"));
    private static final Bytes CONNACK = Bytes.hex("20020000");
    private static final Bytes PUBLISH =
            Bytes.hex("300b0004").plus(Bytes.latin1("echo")).plus(Bytes.latin1("hello"));

    private final BcTlsCrypto crypto = new BcTlsCrypto(new SecureRandom());
    private final SampleSession session = new SampleSession("broker.example.org", 8883, true);
    private final TlsClientProtocol client = new TlsClientProtocol();
    private final TlsServerProtocol server = new TlsServerProtocol();
    private final AsymmetricKeyParameter key;
    private final Certificate chain;

    private RealTlsSession() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        X500Name name = new X500Name("CN=broker.example.org");
        byte[] der = new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.TEN,
                        Date.from(Instant.parse("2026-01-01T00:00:00Z")),
                        Date.from(Instant.parse("2036-01-01T00:00:00Z")),
                        name,
                        pair.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
                .getEncoded();
        key = PrivateKeyFactory.createKey(pair.getPrivate().getEncoded());
        chain = new Certificate(new TlsCertificate[] {crypto.createCertificate(der)});
    }

    /** The session from {@code AT+QIOPEN} to {@code AT+QICLOSE}, its secret in the journal. */
    static SampleSession run() throws Exception {
        RealTlsSession real = new RealTlsSession();
        real.session.open();
        real.server.accept(real.new Server());
        real.client.connect(real.new Client());
        real.pump();
        real.speak(real.client, CONNECT);
        real.speak(real.server, CONNACK);
        real.speak(real.client, PUBLISH);
        real.speak(real.server, PUBLISH);
        real.session.hostCloses();
        return real.session;
    }

    private void speak(TlsProtocol from, Bytes bytes) throws IOException {
        from.writeApplicationData(bytes.toArray(), 0, bytes.length());
        pump();
    }

    /** Carries what both ends have to say until neither has anything more. */
    private void pump() throws IOException {
        boolean any = true;
        while (any) {
            any = carry(client, server, Direction.TX);
            any |= carry(server, client, Direction.RX);
        }
    }

    private boolean carry(TlsProtocol from, TlsProtocol to, Direction direction) throws IOException {
        byte[] bytes = new byte[from.getAvailableOutputBytes()];
        if (bytes.length == 0) {
            return false;
        }
        from.readOutput(bytes, 0, bytes.length);
        session.carry(direction, Bytes.copyOf(bytes));
        to.offerInput(bytes);
        return true;
    }

    private TlsCredentialedSigner signer(TlsCryptoParameters parameters) {
        return new BcDefaultTlsCredentialedSigner(
                parameters,
                crypto,
                key,
                chain,
                SignatureAndHashAlgorithm.getInstance(
                        org.bouncycastle.tls.HashAlgorithm.sha256, org.bouncycastle.tls.SignatureAlgorithm.ecdsa));
    }

    private final class Client extends DefaultTlsClient {
        Client() {
            super(crypto);
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return ProtocolVersion.TLSv12.only();
        }

        @Override
        protected int[] getSupportedCipherSuites() {
            return new int[] {CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256};
        }

        @Override
        public void notifyHandshakeComplete() throws IOException {
            super.notifyHandshakeComplete();
            var parameters = context.getSecurityParametersConnection();
            session.journal.secret(
                    "CLIENT_RANDOM",
                    Bytes.copyOf(parameters.getClientRandom()),
                    Bytes.copyOf(
                            crypto.adoptSecret(parameters.getMasterSecret()).extract()));
        }

        @Override
        public TlsAuthentication getAuthentication() {
            return new TlsAuthentication() {
                @Override
                public void notifyServerCertificate(TlsServerCertificate certificate) throws IOException {
                    if (certificate.getCertificate().isEmpty()) {
                        throw new TlsFatalAlert(AlertDescription.bad_certificate);
                    }
                }

                @Override
                public TlsCredentials getClientCredentials(CertificateRequest request) {
                    return signer(new TlsCryptoParameters(context));
                }
            };
        }
    }

    private final class Server extends DefaultTlsServer {
        Server() {
            super(crypto);
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return ProtocolVersion.TLSv12.only();
        }

        @Override
        protected int[] getSupportedCipherSuites() {
            return new int[] {CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256};
        }

        @Override
        protected TlsCredentialedSigner getECDSASignerCredentials() {
            return signer(new TlsCryptoParameters(context));
        }

        @Override
        public CertificateRequest getCertificateRequest() {
            Vector<?> algorithms = TlsUtils.getDefaultSupportedSignatureAlgorithms(context);
            return new CertificateRequest(new short[] {ClientCertificateType.ecdsa_sign}, algorithms, null);
        }

        @Override
        public void notifyClientCertificate(Certificate certificate) throws IOException {
            if (certificate.isEmpty()) {
                throw new TlsFatalAlert(AlertDescription.certificate_required);
            }
        }
    }
}
