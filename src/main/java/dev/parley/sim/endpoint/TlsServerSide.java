package dev.parley.sim.endpoint;

import dev.parley.tls.HandshakeType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Arrays;
import java.util.Date;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import java.util.Vector;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.AlertLevel;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.HandshakeMessageInput;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsServerProtocol;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/** The TLS server of the endpoint (RFC 5246, RFC 8446): it demands a client certificate by the test CA. */
final class TlsServerSide {
    /**
     * A connection's decrypted streams.
     *
     * @param certified true if the client showed a certificate
     */
    record Plaintext(InputStream input, OutputStream output, boolean certified) {}

    /** What is done with a connection once it is secured. */
    interface Application {
        void serve(Plaintext streams) throws IOException;
    }

    private static final byte[] HELLO_REQUEST = {0, 0, 0, 0};

    private static final int[] CIPHER_SUITES = {
        CipherSuite.TLS_AES_128_GCM_SHA256,
        CipherSuite.TLS_AES_256_GCM_SHA384,
        CipherSuite.TLS_CHACHA20_POLY1305_SHA256,
        CipherSuite.TLS_AES_128_CCM_SHA256,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256
    };

    private static final int[] GROUPS = {
        NamedGroup.secp256r1, NamedGroup.x25519, NamedGroup.secp384r1, NamedGroup.secp521r1, NamedGroup.x448
    };

    /** What an RSA key signs a TLS 1.3 handshake with (RFC 8446 section 4.2.3). */
    private static final int[] RSA_SCHEMES_13 = {
        SignatureScheme.rsa_pss_rsae_sha256, SignatureScheme.rsa_pss_rsae_sha384, SignatureScheme.rsa_pss_rsae_sha512
    };

    private final EndpointSetup setup;
    private final X509Certificate ca;
    private final List<X509Certificate> certificates;
    private final PrivateKey key;
    private final Clock clock;

    private TlsServerSide(
            EndpointSetup setup, X509Certificate ca, List<X509Certificate> certificates, PrivateKey key, Clock clock) {
        this.setup = setup;
        this.ca = ca;
        this.certificates = List.copyOf(certificates);
        this.key = key;
        this.clock = clock;
    }

    static TlsServerSide of(EndpointSetup setup, TestPki pki, Clock clock) throws PkiException {
        List<X509Certificate> shown = pki.serverChain(setup.identity(), clock);
        return new TlsServerSide(setup, pki.ca(), shown, pki.serverKey(), clock);
    }

    /**
     * Serves one connection to its end.
     *
     * @throws FaultyStream.CutException if a fault cuts it
     * @throws IOException if the handshake or the connection fails
     */
    void serve(FaultyStream stream, Application application) throws IOException {
        Protocol protocol = new Protocol(stream, setup);
        stream.whenInBetween(protocol::strikeInBetween);
        Server server = new Server();
        try {
            protocol.accept(server);
            application.serve(new Plaintext(protocol.getInputStream(), protocol.getOutputStream(), server.certified));
            protocol.close();
        } catch (IOException e) {
            if (protocol.cut.isPresent()) {
                throw protocol.cut.get();
            }
            if (e instanceof TlsFatalAlert) {
                // The alert is on its way; the client gets the time to read it.
                stream.endInGoodOrder();
            }
            throw e;
        }
    }

    private static final class Protocol extends TlsServerProtocol {
        private final FaultyStream stream;
        private final EndpointSetup.Fragments fragments;
        private Optional<FaultyStream.CutException> cut = Optional.empty();
        private boolean insists;
        /** True once it has said anything. */
        private boolean answered;

        Protocol(FaultyStream stream, EndpointSetup setup) {
            super(
                    stream.input(),
                    setup.framing().isPlain() ? stream.output() : new RecordFraming(stream.output(), setup.framing()));
            this.stream = stream;
            fragments = setup.fragments();
        }

        @Override
        protected void applyMaxFragmentLengthExtension(short agreed) throws IOException {
            if (fragments != EndpointSetup.Fragments.BREAKS) {
                super.applyMaxFragmentLengthExtension(agreed);
            }
        }

        /** Strikes come from the thread that reads, while another may be writing. */
        @Override
        protected synchronized void safeWriteRecord(short type, byte[] buffer, int offset, int length)
                throws IOException {
            if (answered || type != ContentType.alert) {
                answered = true;
                super.safeWriteRecord(type, buffer, offset, length);
            } else {
                sayFirst(buffer[offset], buffer[offset + 1]);
            }
        }

        /** Before it has chosen a version the library keeps quiet, and other servers do not. */
        private void sayFirst(int level, int description) throws IOException {
            OutputStream out = stream.output();
            out.write(new byte[] {ContentType.alert, 3, 3, 0, 2, (byte) level, (byte) description});
            out.flush();
        }

        @Override
        protected void handleHandshakeMessage(short type, HandshakeMessageInput message) throws IOException {
            Optional<HandshakeType> known = HandshakeType.of(type);
            List<EndpointEffect> effects = known.isPresent() ? stream.read(known.get()) : List.of();
            for (EndpointEffect effect : effects) {
                strike(effect);
            }
            super.handleHandshakeMessage(type, message);
            for (EndpointEffect effect : effects) {
                askForHandshake(effect);
            }
        }

        /** What comes between the client's messages. */
        private void strikeInBetween(EndpointEffect effect) throws IOException {
            if (effect instanceof EndpointEffect.Alert(var fatal, var description) && fatal) {
                handleException(
                        (short) description, "as the scenario wants it", new TlsFatalAlert((short) description));
            }
            strike(effect);
            askForHandshake(effect);
        }

        private void askForHandshake(EndpointEffect effect) throws IOException {
            if (effect instanceof EndpointEffect.Renegotiate(var its)) {
                insists = its;
                safeWriteRecord(ContentType.handshake, HELLO_REQUEST, 0, HELLO_REQUEST.length);
            }
        }

        @Override
        protected void handleAlertWarningMessage(short description) throws IOException {
            if (description != AlertDescription.no_renegotiation || insists) {
                super.handleAlertWarningMessage(description);
            }
        }

        private void strike(EndpointEffect effect) throws IOException {
            if (effect instanceof EndpointEffect.Alert(var fatal, var description)) {
                if (fatal) {
                    if (!answered) {
                        sayFirst(AlertLevel.fatal, description);
                    }
                    throw new TlsFatalAlert((short) description);
                }
                raiseAlertWarning((short) description, null);
            } else if (effect instanceof EndpointEffect.Close) {
                raiseAlertWarning(AlertDescription.close_notify, null);
                throw stream.cut(effect);
            }
        }

        @Override
        protected void handleException(short alert, String message, Throwable cause) throws IOException {
            // The library wraps what it catches on its way out.
            if (cause instanceof FaultyStream.CutException meant) {
                cut = Optional.of(meant);
            }
            super.handleException(alert, message, cause);
        }
    }

    @SuppressWarnings("JdkObsolete") // Bouncy Castle's interfaces want Vector and Hashtable.
    private final class Server extends DefaultTlsServer {
        private boolean certified;

        Server() {
            super(new BcTlsCrypto(new SecureRandom()));
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return setup.taken().versions().stream()
                    .map(version -> ProtocolVersion.get(version >> 8, version & 0xff))
                    .toArray(ProtocolVersion[]::new);
        }

        /**
         * By the endpoint's own order. Where that is an older version than both sides know, the endpoint is from here on one
         * that knows no newer, and does not mark its random as downgraded (RFC 8446 section 4.1.3): the client would take that
         * for an attack.
         */
        @Override
        public ProtocolVersion getServerVersion() throws IOException {
            for (ProtocolVersion version : protocolVersions) {
                if (ProtocolVersion.contains(context.getClientSupportedVersions(), version)) {
                    protocolVersions = version.only();
                    return version;
                }
            }
            throw new TlsFatalAlert(AlertDescription.protocol_version);
        }

        @Override
        protected int[] getSupportedCipherSuites() {
            return TlsUtils.getSupportedCipherSuites(
                    getCrypto(), stated(setup.taken().suites(), CIPHER_SUITES));
        }

        @Override
        public int[] getSupportedGroups() {
            return stated(setup.taken().groups(), GROUPS);
        }

        @Override
        public boolean preferLocalSupportedGroups() {
            return !setup.taken().groups().isEmpty();
        }

        /** The library would take any curve it knows in TLS 1.2. */
        @Override
        protected int getMaximumNegotiableCurveBits() {
            return commonCurves().map(NamedGroup::getCurveBits).max().orElse(0);
        }

        @Override
        protected int selectECDH(int minimumCurveBits) {
            return commonCurves()
                    .filter(curve -> NamedGroup.getCurveBits(curve) >= minimumCurveBits)
                    .findFirst()
                    .orElse(-1);
        }

        /** The curves of both sides, the preferred one first; the endpoint's own where the client names none (RFC 4492 section 4). */
        private IntStream commonCurves() {
            int[] own = getSupportedGroups();
            int[] offered = context.getSecurityParametersHandshake().getClientSupportedGroups();
            int[] first = offered == null || preferLocalSupportedGroups() ? own : offered;
            return Arrays.stream(first)
                    .filter(curve -> contains(own, curve) && (offered == null || contains(offered, curve)))
                    .filter(curve -> NamedGroup.getCurveBits(curve) > 0);
        }

        private static boolean contains(int[] numbers, int wanted) {
            return Arrays.stream(numbers).anyMatch(number -> number == wanted);
        }

        private static int[] stated(List<Integer> numbers, int[] usual) {
            return numbers.isEmpty()
                    ? usual
                    : numbers.stream().mapToInt(Integer::intValue).toArray();
        }

        @Override
        protected Vector<ProtocolName> getProtocolNames() {
            Vector<ProtocolName> names = new Vector<>();
            names.add(ProtocolName.asUtf8Encoding("x-amzn-mqtt-ca"));
            return names;
        }

        @Override
        @SuppressWarnings("rawtypes")
        public void processClientExtensions(Hashtable extensions) throws IOException {
            if (setup.fragments() == EndpointSetup.Fragments.IGNORES && extensions != null) {
                extensions.remove(TlsExtensionsUtils.EXT_max_fragment_length);
            }
            super.processClientExtensions(extensions);
            if (setup.requiresName() && TlsExtensionsUtils.getServerNameExtensionClient(extensions) == null) {
                throw new TlsFatalAlert(AlertDescription.unrecognized_name);
            }
        }

        @Override
        public @Nullable CertificateRequest getCertificateRequest() throws IOException {
            if (setup.demand() == EndpointSetup.Demand.NONE) {
                return null;
            }
            Vector<X500Name> authorities = new Vector<>();
            authorities.add(X500Name.getInstance(ca.getSubjectX500Principal().getEncoded()));
            Vector<?> algorithms = TlsUtils.getDefaultSupportedSignatureAlgorithms(context);
            return TlsUtils.isTLSv13(context)
                    ? new CertificateRequest(TlsUtils.EMPTY_BYTES, algorithms, null, authorities)
                    : new CertificateRequest(
                            new short[] {ClientCertificateType.rsa_sign, ClientCertificateType.ecdsa_sign},
                            algorithms,
                            authorities);
        }

        @Override
        public void notifyClientCertificate(Certificate chain) throws IOException {
            if (chain.isEmpty()) {
                if (setup.demand() == EndpointSetup.Demand.WANTED) {
                    return;
                }
                throw new TlsFatalAlert(
                        TlsUtils.isTLSv13(context)
                                ? AlertDescription.certificate_required
                                : AlertDescription.handshake_failure);
            }
            try {
                X509Certificate client = (X509Certificate) CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(
                                chain.getCertificateAt(0).getEncoded()));
                client.checkValidity(Date.from(clock.instant()));
                client.verify(ca.getPublicKey());
                certified = true;
            } catch (CertificateExpiredException | CertificateNotYetValidException e) {
                throw new TlsFatalAlert(AlertDescription.certificate_expired, e);
            } catch (CertificateException e) {
                throw new TlsFatalAlert(AlertDescription.bad_certificate, e);
            } catch (GeneralSecurityException e) {
                throw new TlsFatalAlert(AlertDescription.unknown_ca, e);
            }
        }

        @Override
        public TlsCredentials getCredentials() throws IOException {
            return TlsUtils.isTLSv13(context) ? signer(algorithm13()) : super.getCredentials();
        }

        @Override
        protected TlsCredentialedSigner getRSASignerCredentials() throws IOException {
            return signer(TlsUtils.chooseSignatureAndHashAlgorithm(
                    context, context.getSecurityParametersHandshake().getClientSigAlgs(), SignatureAlgorithm.rsa));
        }

        private SignatureAndHashAlgorithm algorithm13() throws IOException {
            Vector<?> offered = context.getSecurityParametersHandshake().getClientSigAlgs();
            for (int scheme : RSA_SCHEMES_13) {
                SignatureAndHashAlgorithm algorithm = SignatureScheme.getSignatureAndHashAlgorithm(scheme);
                if (offered.contains(algorithm)) {
                    return algorithm;
                }
            }
            throw new TlsFatalAlert(AlertDescription.handshake_failure);
        }

        private TlsCredentialedSigner signer(SignatureAndHashAlgorithm algorithm) throws IOException {
            BcTlsCrypto crypto = (BcTlsCrypto) getCrypto();
            AsymmetricKeyParameter signingKey = PrivateKeyFactory.createKey(key.getEncoded());
            return new BcDefaultTlsCredentialedSigner(
                    new TlsCryptoParameters(context), crypto, signingKey, chain(crypto), algorithm);
        }

        private Certificate chain(BcTlsCrypto crypto) throws IOException {
            try {
                boolean tls13 = TlsUtils.isTLSv13(context);
                TlsCertificate[] shown = new TlsCertificate[certificates.size()];
                CertificateEntry[] entries = new CertificateEntry[certificates.size()];
                for (int i = 0; i < shown.length; i++) {
                    shown[i] = crypto.createCertificate(certificates.get(i).getEncoded());
                    entries[i] = new CertificateEntry(shown[i], null);
                }
                return tls13 ? new Certificate(TlsUtils.EMPTY_BYTES, entries) : new Certificate(shown);
            } catch (CertificateEncodingException e) {
                throw new TlsFatalAlert(AlertDescription.internal_error, e);
            }
        }
    }
}
