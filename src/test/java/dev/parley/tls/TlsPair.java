package dev.parley.tls;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Vector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.ServerHello;
import org.bouncycastle.tls.ServerName;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedDecryptor;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsServerProtocol;
import org.bouncycastle.tls.TlsSession;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.TlsSecret;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedDecryptor;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * A Bouncy Castle client and server in one thread, joined in memory: real traffic, with its secrets, for what decodes it.
 *
 * <p>The certificate of each side is made once for all tests; the client's has 862 bytes, as those of AWS IoT often have.
 */
@SuppressWarnings("JdkObsolete") // Bouncy Castle speaks Vector
public final class TlsPair {
    /** A certificate with its key. */
    public record Identity(Bytes der, PrivateKey key, boolean rsa) {}

    /** Bytes that crossed. */
    public record Piece(Direction direction, Bytes bytes) {}

    /** A line of a key log. */
    public record Line(String label, Bytes clientRandom, Bytes secret) {}

    public static final Identity CLIENT = identity("RSA", 2048, "CN=AWS IoT Certificate", 862);
    public static final Identity SERVER_RSA = identity("RSA", 2048, "CN=localhost", 0);
    public static final Identity SERVER_EC = identity("EC", 256, "CN=localhost", 0);

    private final BcTlsCrypto crypto = new BcTlsCrypto(new SecureRandom());
    public final List<Piece> pieces = new ArrayList<>();
    public final List<Line> secrets = new ArrayList<>();

    private ProtocolVersion version = ProtocolVersion.TLSv12;
    private int suite = org.bouncycastle.tls.CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256;
    private Identity server = SERVER_RSA;
    private boolean askForCertificate;
    private boolean giveCertificate;
    private boolean encryptThenMac = true;
    private Optional<Short> refusal = Optional.empty();
    private Optional<TlsSession> resume = Optional.empty();
    private Optional<TlsSession> established = Optional.empty();
    private Optional<TlsSession> serverSession = Optional.empty();

    public TlsPair suite(int number) {
        suite = number;
        return this;
    }

    public TlsPair version(ProtocolVersion only) {
        version = only;
        return this;
    }

    public TlsPair server(Identity identity) {
        server = identity;
        return this;
    }

    public TlsPair mutual() {
        askForCertificate = true;
        giveCertificate = true;
        return this;
    }

    TlsPair askWithoutAnswer() {
        askForCertificate = true;
        return this;
    }

    TlsPair macThenEncrypt() {
        encryptThenMac = false;
        return this;
    }

    /** The server refuses the client's certificate with that alert. */
    public TlsPair refusing(short alert) {
        refusal = Optional.of(alert);
        return mutual();
    }

    /** The next handshake takes up the session of {@code first}. */
    TlsPair resuming(TlsPair first) {
        resume = first.established;
        serverSession = first.serverSession;
        return this;
    }

    /** Runs a handshake and then sends each text, a byte a character, one way and the other in turn, the client first, and closes. */
    public TlsPair talk(String... texts) {
        try {
            Client client = new Client();
            Server peer = new Server();
            TappedClient from = new TappedClient();
            TlsServerProtocol to = new TlsServerProtocol();
            to.accept(peer);
            from.connect(client);
            pump(from, to);
            boolean fromClient = true;
            for (String text : texts) {
                byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
                if (fromClient) {
                    from.writeApplicationData(bytes, 0, bytes.length);
                } else {
                    to.writeApplicationData(bytes, 0, bytes.length);
                }
                fromClient = !fromClient;
                pump(from, to);
            }
            if (refusal.isEmpty()) {
                from.close();
                pump(from, to);
            }
        } catch (IOException e) {
            if (refusal.isEmpty()) {
                throw new IllegalStateException(e);
            }
        }
        return this;
    }

    /** A client that has written its ClientHello, for a server elsewhere; its secrets are noted here. */
    TlsClientProtocol client() throws IOException {
        TappedClient client = new TappedClient();
        client.connect(new Client());
        return client;
    }

    /** All bytes of one direction. */
    Bytes stream(Direction direction) {
        return Bytes.concat(pieces.stream()
                .filter(piece -> piece.direction() == direction)
                .map(Piece::bytes)
                .toList());
    }

    private void pump(TlsClientProtocol from, TlsServerProtocol to) throws IOException {
        boolean moved = true;
        while (moved) {
            moved = false;
            byte[] out = new byte[from.getAvailableOutputBytes()];
            if (out.length > 0) {
                from.readOutput(out, 0, out.length);
                pieces.add(new Piece(Direction.TX, Bytes.copyOf(out)));
                moved = true;
                if (!to.isClosed()) {
                    try {
                        to.offerInput(out);
                    } catch (TlsFatalAlert refused) {
                        if (refusal.isEmpty()) {
                            throw refused;
                        }
                    }
                }
                to.readInput(new byte[to.getAvailableInputBytes()], 0, to.getAvailableInputBytes());
            }
            byte[] in = new byte[to.getAvailableOutputBytes()];
            if (in.length > 0) {
                to.readOutput(in, 0, in.length);
                pieces.add(new Piece(Direction.RX, Bytes.copyOf(in)));
                moved = true;
                if (!from.isClosed()) {
                    from.offerInput(in);
                }
                from.readInput(new byte[from.getAvailableInputBytes()], 0, from.getAvailableInputBytes());
            }
        }
    }

    /** Makes a self-signed certificate; {@code size} above 0 is its size in DER, reached by a comment in it. */
    static Identity identity(String algorithm, int bits, String name, int size) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            KeyPair keys = generator.generateKeyPair();
            boolean rsa = algorithm.equals("RSA");
            int comment = 1;
            while (true) {
                JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                        new X500Name(name),
                        BigInteger.valueOf(0x51e7_a1b2),
                        Date.from(Instant.parse("2024-01-01T00:00:00Z")),
                        Date.from(Instant.parse("2049-12-31T23:59:59Z")),
                        new X500Name(name),
                        keys.getPublic());
                builder.addExtension(
                        new ASN1ObjectIdentifier("2.16.840.1.113730.1.13"),
                        false,
                        new DERIA5String("x".repeat(comment)));
                byte[] der = builder.build(new JcaContentSignerBuilder(rsa ? "SHA256withRSA" : "SHA256withECDSA")
                                .build(keys.getPrivate()))
                        .getEncoded();
                if (size == 0 || der.length == size) {
                    return new Identity(Bytes.wrap(der), keys.getPrivate(), rsa);
                }
                // lengths in DER grow on the way: come close, then count up
                comment += Math.max(1, size - der.length - 20);
                if (der.length > size) {
                    throw new IllegalStateException("a certificate of " + size + " bytes cannot be made");
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Certificate certificate(Identity identity, byte[] context) throws IOException {
        TlsCertificate one = crypto.createCertificate(identity.der().toArray());
        return version.equals(ProtocolVersion.TLSv13)
                ? new Certificate(context, new CertificateEntry[] {new CertificateEntry(one, null)})
                : new Certificate(new TlsCertificate[] {one});
    }

    private TlsCredentialedSigner signer(Identity identity, TlsContext context, byte[] requestContext)
            throws IOException {
        boolean tls13 = version.equals(ProtocolVersion.TLSv13);
        SignatureAndHashAlgorithm algorithm = identity.rsa()
                ? tls13
                        ? SignatureAndHashAlgorithm.rsa_pss_rsae_sha256
                        : SignatureAndHashAlgorithm.getInstance((short) 4, SignatureAlgorithm.rsa)
                : SignatureAndHashAlgorithm.getInstance((short) 4, SignatureAlgorithm.ecdsa);
        return new BcDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context),
                crypto,
                PrivateKeyFactory.createKey(identity.key().getEncoded()),
                certificate(identity, requestContext),
                algorithm);
    }

    private Bytes copy(TlsSecret secret) {
        return Bytes.wrap(crypto.adoptSecret(secret).extract());
    }

    private final class TappedClient extends TlsClientProtocol {
        private boolean told;

        @Override
        protected void sendChangeCipherSpec() throws IOException {
            SecurityParameters sp = getContext().getSecurityParametersHandshake();
            if (version.equals(ProtocolVersion.TLSv12) && !told) {
                told = true;
                secrets.add(new Line("CLIENT_RANDOM", Bytes.copyOf(sp.getClientRandom()), copy(sp.getMasterSecret())));
            }
            super.sendChangeCipherSpec();
        }

        @Override
        protected void process13ServerHelloCoda(ServerHello hello, boolean afterRetry) throws IOException {
            super.process13ServerHelloCoda(hello, afterRetry);
            SecurityParameters sp = getContext().getSecurityParametersHandshake();
            traffic(sp, "HANDSHAKE_TRAFFIC_SECRET");
        }

        @Override
        protected void completeHandshake() throws IOException {
            SecurityParameters sp = getContext().getSecurityParametersHandshake();
            if (version.equals(ProtocolVersion.TLSv13)) {
                traffic(sp, "TRAFFIC_SECRET_0");
            }
            super.completeHandshake();
        }

        private void traffic(SecurityParameters sp, String label) {
            Bytes random = Bytes.copyOf(sp.getClientRandom());
            secrets.add(new Line("CLIENT_" + label, random, copy(sp.getTrafficSecretClient())));
            secrets.add(new Line("SERVER_" + label, random, copy(sp.getTrafficSecretServer())));
        }
    }

    private final class Client extends DefaultTlsClient {
        Client() {
            super(TlsPair.this.crypto);
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return version.only();
        }

        @Override
        protected int[] getSupportedCipherSuites() {
            return new int[] {suite};
        }

        @Override
        protected Vector<?> getSupportedGroups(@SuppressWarnings("rawtypes") Vector roles) {
            return new Vector<>(List.of(NamedGroup.secp256r1, NamedGroup.ffdhe2048));
        }

        @Override
        protected Vector<?> getSNIServerNames() {
            return new Vector<>(
                    List.of(new ServerName((short) 0, "broker.example".getBytes(StandardCharsets.US_ASCII))));
        }

        @Override
        protected Vector<?> getProtocolNames() {
            return new Vector<>(List.of(ProtocolName.asUtf8Encoding("x-amzn-mqtt-ca")));
        }

        @Override
        public TlsSession getSessionToResume() {
            return resume.orElse(null);
        }

        @Override
        public void notifyHandshakeComplete() throws IOException {
            super.notifyHandshakeComplete();
            established = Optional.ofNullable(context.getSession());
        }

        @Override
        public TlsAuthentication getAuthentication() {
            return new TlsAuthentication() {
                @Override
                public void notifyServerCertificate(TlsServerCertificate certificate) {
                    // any will do: both ends are this test's own
                }

                @Override
                public TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
                    return giveCertificate ? signer(CLIENT, context, request.getCertificateRequestContext()) : null;
                }
            };
        }
    }

    private final class Server extends DefaultTlsServer {
        Server() {
            super(TlsPair.this.crypto);
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return version.only();
        }

        @Override
        protected int[] getSupportedCipherSuites() {
            return new int[] {suite};
        }

        @Override
        protected boolean allowEncryptThenMAC() {
            return encryptThenMac;
        }

        @Override
        protected Vector<?> getProtocolNames() {
            return new Vector<>(List.of(ProtocolName.asUtf8Encoding("x-amzn-mqtt-ca")));
        }

        @Override
        public TlsCredentials getCredentials() throws IOException {
            return version.equals(ProtocolVersion.TLSv13)
                    ? signer(server, context, new byte[0])
                    : super.getCredentials();
        }

        @Override
        protected TlsCredentialedSigner getRSASignerCredentials() throws IOException {
            return signer(server, context, new byte[0]);
        }

        @Override
        protected TlsCredentialedSigner getECDSASignerCredentials() throws IOException {
            return signer(server, context, new byte[0]);
        }

        @Override
        protected TlsCredentialedDecryptor getRSAEncryptionCredentials() throws IOException {
            return new BcDefaultTlsCredentialedDecryptor(
                    crypto,
                    certificate(server, new byte[0]),
                    PrivateKeyFactory.createKey(server.key().getEncoded()));
        }

        @Override
        public CertificateRequest getCertificateRequest() throws IOException {
            if (!askForCertificate) {
                return null;
            }
            Vector<SignatureAndHashAlgorithm> algorithms =
                    new Vector<>(List.of(SignatureAndHashAlgorithm.getInstance((short) 4, SignatureAlgorithm.rsa)));
            if (version.equals(ProtocolVersion.TLSv13)) {
                algorithms.add(SignatureAndHashAlgorithm.rsa_pss_rsae_sha256);
                return new CertificateRequest(new byte[0], algorithms, null, null);
            }
            return new CertificateRequest(
                    new short[] {ClientCertificateType.rsa_sign},
                    algorithms,
                    new Vector<>(List.of(new X500Name("CN=Test CA"))));
        }

        @Override
        public void notifyClientCertificate(Certificate certificate) throws IOException {
            if (refusal.isPresent()) {
                throw new TlsFatalAlert(refusal.get());
            }
        }

        @Override
        public byte[] getNewSessionID() {
            return new byte[32];
        }

        @Override
        public TlsSession getSessionToResume(byte[] id) {
            return serverSession.orElse(null);
        }

        @Override
        public void notifyHandshakeComplete() throws IOException {
            super.notifyHandshakeComplete();
            serverSession = Optional.ofNullable(context.getSession());
        }
    }
}
