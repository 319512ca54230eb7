package dev.parley.tls.client;

import dev.parley.journal.Bytes;
import dev.parley.tls.ClientOffer;
import dev.parley.tls.client.TlsFailure.Alert;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Vector;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.tls.AbstractTlsClient;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CertificateStatusRequest;
import org.bouncycastle.tls.ExtensionType;
import org.bouncycastle.tls.NameType;
import org.bouncycastle.tls.NewSessionTicket;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.ServerName;
import org.bouncycastle.tls.SessionParameters;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsSession;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/**
 * What the client offers and whom it trusts, in Bouncy Castle's terms. What the {@link ClientOffer} does not name is not offered:
 * no OCSP, for example, for mbedTLS knows none.
 */
@SuppressWarnings("JdkObsolete") // Bouncy Castle's interfaces are made of Vector and Hashtable.
final class ClientPeer extends AbstractTlsClient implements TlsAuthentication {
    private static final int[] RSA_SCHEMES = {
        SignatureScheme.rsa_pkcs1_sha256,
        SignatureScheme.rsa_pkcs1_sha384,
        SignatureScheme.rsa_pkcs1_sha512,
        SignatureScheme.rsa_pss_rsae_sha256,
        SignatureScheme.rsa_pss_rsae_sha384,
        SignatureScheme.rsa_pss_rsae_sha512,
        SignatureScheme.rsa_pkcs1_sha1,
    };
    /** TLS 1.3 signs with nothing else (RFC 8446 section 4.4.3). */
    private static final int[] RSA_SCHEMES_13 = {
        SignatureScheme.rsa_pss_rsae_sha256, SignatureScheme.rsa_pss_rsae_sha384, SignatureScheme.rsa_pss_rsae_sha512,
    };
    /** TLS 1.2's pairs of hash and signature; the curve is the key's. */
    private static final int[] EC_SCHEMES = {
        SignatureScheme.ecdsa_secp256r1_sha256,
        SignatureScheme.ecdsa_secp384r1_sha384,
        SignatureScheme.ecdsa_secp521r1_sha512,
        SignatureScheme.ecdsa_sha1,
    };

    private final TlsClientConfig config;
    private final BcTlsCrypto bcCrypto;
    private final ServerTrust trust;
    private final Clock clock;
    private final TrustListener trustListener;
    private final Runnable complete;
    private @Nullable Distrust distrust;
    private @Nullable String alpn;
    private @Nullable ResumableSession resumable;
    /** What the server gave in this handshake to be brought back. */
    private Bytes ticket = Bytes.empty();

    ClientPeer(
            TlsClientConfig config,
            BcTlsCrypto crypto,
            ServerTrust trust,
            Clock clock,
            TrustListener trustListener,
            Runnable complete) {
        super(crypto);
        this.config = config;
        this.bcCrypto = crypto;
        this.trust = trust;
        this.clock = clock;
        this.trustListener = trustListener;
        this.complete = complete;
    }

    /** What did not hold about the server, whether that ended the handshake or was overridden. */
    Optional<Distrust> distrust() {
        return Optional.ofNullable(distrust);
    }

    Optional<String> alpn() {
        return Optional.ofNullable(alpn);
    }

    Optional<ResumableSession> resumable() {
        return Optional.ofNullable(resumable);
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return config.offer().versions().stream()
                .map(version -> ProtocolVersion.get(version >> 8, version & 0xff))
                .toArray(ProtocolVersion[]::new);
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return config.offer().suites().stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    @SuppressWarnings("rawtypes")
    protected Vector<Integer> getSupportedGroups(Vector namedGroupRoles) {
        return new Vector<>(config.offer().groups());
    }

    /** One key share, as mbedTLS sends it: for the group it likes best. */
    @Override
    public @Nullable Vector<Integer> getEarlyKeyShareGroups() {
        return config.offer().groups().isEmpty()
                ? null
                : new Vector<>(config.offer().groups().subList(0, 1));
    }

    @Override
    protected Vector<SignatureAndHashAlgorithm> getSupportedSignatureAlgorithms() {
        return new Vector<>(config.offer().signatureSchemes().stream()
                .map(SignatureScheme::getSignatureAndHashAlgorithm)
                .toList());
    }

    @Override
    public boolean shouldUseExtendedMasterSecret() {
        return config.offer().extendedMasterSecret();
    }

    /** A session that was made without the extended master secret can only be resumed so (RFC 7627 section 5.4). */
    @Override
    public boolean allowLegacyResumption() {
        return !config.offer().extendedMasterSecret();
    }

    @Override
    public @Nullable TlsSession getSessionToResume() {
        return resuming().map(ResumableSession::session).orElse(null);
    }

    /** The session to take up. One that has a ticket cannot be taken up without. */
    private Optional<ResumableSession> resuming() {
        ClientOffer offer = config.offer();
        return config.resumable()
                .filter(known -> offer.resume() && (known.ticket().isEmpty() || offer.sessionTicket()));
    }

    @Override
    public void notifyNewSessionTicket(NewSessionTicket given) throws IOException {
        super.notifyNewSessionTicket(given);
        ticket = Bytes.copyOf(given.getTicket());
    }

    @Override
    public Hashtable<Integer, byte[]> getClientExtensions() throws IOException {
        Hashtable<Integer, byte[]> extensions = new Hashtable<>();
        for (Object entry : super.getClientExtensions().entrySet()) {
            Map.Entry<?, ?> extension = (Map.Entry<?, ?>) entry;
            extensions.put((Integer) extension.getKey(), (byte[]) extension.getValue());
        }
        ClientOffer offer = config.offer();
        if (!offer.encryptThenMac()) {
            extensions.remove(TlsExtensionsUtils.EXT_encrypt_then_mac);
        }
        if (offer.maxFragmentLength().isPresent()) {
            int code = 1
                    + ClientOffer.MAX_FRAGMENT_LENGTHS.indexOf(
                            offer.maxFragmentLength().getAsInt());
            TlsExtensionsUtils.addMaxFragmentLengthExtension(extensions, (short) code);
        }
        if (offer.sessionTicket()) {
            extensions.put(
                    ExtensionType.session_ticket,
                    resuming()
                            .map(ResumableSession::ticket)
                            .orElse(Bytes.empty())
                            .toArray());
        }
        if (!offer.pskModes().isEmpty()) {
            short[] modes = new short[offer.pskModes().size()];
            for (int i = 0; i < modes.length; i++) {
                modes[i] = offer.pskModes().get(i).shortValue();
            }
            TlsExtensionsUtils.addPSKKeyExchangeModesExtension(extensions, modes);
        }
        return extensions;
    }

    @Override
    protected @Nullable CertificateStatusRequest getCertificateStatusRequest() {
        return null;
    }

    @Override
    protected @Nullable Vector<ServerName> getSNIServerNames() {
        if (!config.offer().serverName() || !HostName.of(config.serverName()).isName()) {
            return null;
        }
        byte[] name = config.serverName().getBytes(StandardCharsets.US_ASCII);
        return new Vector<>(List.of(new ServerName(NameType.host_name, name)));
    }

    @Override
    protected @Nullable Vector<ProtocolName> getProtocolNames() {
        return config.alpn().isEmpty()
                ? null
                : new Vector<>(
                        config.alpn().stream().map(ProtocolName::asUtf8Encoding).toList());
    }

    /** The path check judges signatures by the Java runtime's rules, and an override must reach these too. */
    @Override
    public boolean shouldCheckSigAlgOfPeerCerts() {
        return false;
    }

    @Override
    public TlsAuthentication getAuthentication() {
        return this;
    }

    @Override
    public void notifyServerCertificate(TlsServerCertificate sent) throws IOException {
        Optional<Distrust> doubt = judge(sent.getCertificate().getCertificateList());
        if (doubt.isEmpty()) {
            return;
        }
        distrust = doubt.get();
        if (config.trustOverride().isPresent()) {
            trustListener.overridden(doubt.get(), config.trustOverride().get());
            return;
        }
        throw new TlsFatalAlert(
                (short) doubt.get().reason().alert().number(), doubt.get().message());
    }

    private Optional<Distrust> judge(TlsCertificate[] sent) throws IOException {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (TlsCertificate certificate : sent) {
                ByteArrayInputStream der = new ByteArrayInputStream(certificate.getEncoded());
                chain.add((X509Certificate) factory.generateCertificate(der));
            }
        } catch (CertificateException e) {
            return Optional.of(new Distrust(
                    Distrust.Reason.BAD_CERTIFICATE,
                    chain.size(),
                    "Certificate " + (chain.size() + 1) + " of the server's chain cannot be decoded: " + e.getMessage()
                            + "."));
        }
        return trust.check(chain, config.serverName(), clock.instant());
    }

    /** The certificate is sent whatever authorities and key types the server names, as mbedTLS does: the server's answer tells. */
    @Override
    public @Nullable TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
        if (config.credentials().isEmpty()) {
            return null;
        }
        ClientCredentials own = config.credentials().get();
        List<TlsCertificate> chain = new ArrayList<>();
        for (Bytes certificate : own.chain()) {
            chain.add(new BcTlsCertificate(bcCrypto, certificate.toArray()));
        }
        boolean tls13 = TlsUtils.isTLSv13(context);
        AsymmetricKeyParameter key = PrivateKeyFactory.createKey(own.key().getEncoded());
        return new BcDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context),
                bcCrypto,
                key,
                tls13 ? withContext(request, chain) : new Certificate(chain.toArray(TlsCertificate[]::new)),
                algorithm(key, tls13, request.getSupportedSignatureAlgorithms()));
    }

    /** A TLS 1.3 Certificate answers a request by its context (RFC 8446 section 4.4.2). */
    private static Certificate withContext(CertificateRequest request, List<TlsCertificate> chain) {
        return new Certificate(
                request.getCertificateRequestContext(),
                chain.stream()
                        .map(certificate -> new CertificateEntry(certificate, null))
                        .toArray(CertificateEntry[]::new));
    }

    @SuppressWarnings("rawtypes")
    private static SignatureAndHashAlgorithm algorithm(AsymmetricKeyParameter key, boolean tls13, Vector accepted)
            throws IOException {
        int[] schemes = key instanceof RSAKeyParameters
                ? (tls13 ? RSA_SCHEMES_13 : RSA_SCHEMES)
                : key instanceof ECPrivateKeyParameters ? EC_SCHEMES : new int[] {SignatureScheme.ed25519};
        for (int scheme : schemes) {
            SignatureAndHashAlgorithm algorithm = SignatureScheme.getSignatureAndHashAlgorithm(scheme);
            if (TlsUtils.containsSignatureAlgorithm(accepted, algorithm)) {
                return algorithm;
            }
        }
        throw new TlsFatalAlert(
                AlertDescription.handshake_failure,
                "the server accepts no signature algorithm that the client's key can make");
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        @Nullable
        ProtocolName chosen = context.getSecurityParametersConnection().getApplicationProtocol();
        alpn = chosen == null ? null : chosen.getUtf8Decoding();
        resumable = TlsUtils.isTLSv13(context) ? null : session();
        complete.run();
    }

    /** What the server would take up again, or nothing. A session that was taken up by a ticket keeps it. */
    private @Nullable ResumableSession session() {
        boolean resumed = context.getSecurityParametersConnection().isResumedSession();
        @Nullable TlsSession session = context.getSession();
        if (session == null) {
            return null;
        }
        if (ticket.isEmpty()) {
            Bytes kept = resumed ? resuming().map(ResumableSession::ticket).orElse(Bytes.empty()) : Bytes.empty();
            return session.isResumable() ? new ResumableSession(session, kept) : null;
        }
        @Nullable SessionParameters parameters = session.exportSessionParameters();
        if (parameters == null) {
            return null;
        }
        byte[] chosen = new byte[32];
        bcCrypto.getSecureRandom().nextBytes(chosen);
        return new ResumableSession(TlsUtils.importSession(chosen, parameters), ticket);
    }

    /** True for the alert that ends a connection in good order. */
    static boolean isCloseNotify(Alert alert) {
        return alert.description() == AlertDescription.close_notify;
    }
}
