package dev.parley.tls.client;

import dev.parley.journal.Bytes;
import dev.parley.tls.client.TlsFailure.Alert;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Vector;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.tls.AbstractTlsClient;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CertificateStatusRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.NameType;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.ServerName;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/**
 * What the client offers and whom it trusts, in Bouncy Castle's terms. It offers about what mbedTLS does: TLS 1.2, P-256 first (so
 * that the ClientKeyExchange record has 75 bytes), the extended master secret, no OCSP.
 */
@SuppressWarnings("JdkObsolete") // Bouncy Castle's interfaces are made of Vector and Hashtable.
final class ClientPeer extends AbstractTlsClient implements TlsAuthentication {
    private static final int[] SUITES = {
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        CipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA,
    };
    private static final int[] RSA_SCHEMES = {
        SignatureScheme.rsa_pkcs1_sha256,
        SignatureScheme.rsa_pkcs1_sha384,
        SignatureScheme.rsa_pkcs1_sha512,
        SignatureScheme.rsa_pss_rsae_sha256,
        SignatureScheme.rsa_pss_rsae_sha384,
        SignatureScheme.rsa_pss_rsae_sha512,
        SignatureScheme.rsa_pkcs1_sha1,
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

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.TLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return SUITES.clone();
    }

    @Override
    @SuppressWarnings("rawtypes")
    protected Vector<Integer> getSupportedGroups(Vector namedGroupRoles) {
        return new Vector<>(List.of(NamedGroup.secp256r1, NamedGroup.secp384r1));
    }

    @Override
    protected @Nullable CertificateStatusRequest getCertificateStatusRequest() {
        return null;
    }

    @Override
    protected @Nullable Vector<ServerName> getSNIServerNames() {
        if (!config.sendSni() || !HostName.of(config.serverName()).isName()) {
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
        AsymmetricKeyParameter key = PrivateKeyFactory.createKey(own.key().getEncoded());
        return new BcDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context),
                bcCrypto,
                key,
                new Certificate(chain.toArray(TlsCertificate[]::new)),
                algorithm(key, request.getSupportedSignatureAlgorithms()));
    }

    @SuppressWarnings("rawtypes")
    private static SignatureAndHashAlgorithm algorithm(AsymmetricKeyParameter key, Vector accepted) throws IOException {
        int[] schemes = key instanceof RSAKeyParameters
                ? RSA_SCHEMES
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
        complete.run();
    }

    /** True for the alert that ends a connection in good order. */
    static boolean isCloseNotify(Alert alert) {
        return alert.description() == AlertDescription.close_notify;
    }
}
