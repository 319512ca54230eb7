package dev.parley.sim.modem;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Vector;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.NameType;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.ServerName;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/** The TLS client inside the modem (RFC 5246), as {@code AT+QSSLCFG} sets it up. For the modem's thread. */
@SuppressWarnings("JdkObsolete") // Bouncy Castle's interfaces want Vector.
final class ModemTlsClient extends DefaultTlsClient {
    private static final ProtocolVersion[] VERSIONS = {
        ProtocolVersion.TLSv12, ProtocolVersion.TLSv11, ProtocolVersion.TLSv10
    };

    private final TlsSetup setup;
    private final String host;
    private final Instant now;
    private final Runnable secured;

    /**
     * A client for one connection.
     *
     * @param now the modem's time, for the dates of certificates
     * @param secured called once the handshake is done
     */
    ModemTlsClient(TlsSetup setup, String host, Instant now, Runnable secured) {
        super(new BcTlsCrypto(new SecureRandom()));
        this.setup = setup;
        this.host = host;
        this.now = now;
        this.secured = secured;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return switch (setup.version()) {
            case 1 -> ProtocolVersion.TLSv10.only();
            case 2 -> ProtocolVersion.TLSv11.only();
            case 3 -> ProtocolVersion.TLSv12.only();
            default -> VERSIONS.clone();
        };
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return TlsUtils.getSupportedCipherSuites(
                getCrypto(), setup.suites().stream().mapToInt(Integer::intValue).toArray());
    }

    @Override
    protected @Nullable Vector<ServerName> getSNIServerNames() {
        if (!setup.sendsName()) {
            return null;
        }
        Vector<ServerName> names = new Vector<>();
        names.add(new ServerName(NameType.host_name, host.getBytes(StandardCharsets.US_ASCII)));
        return names;
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        secured.run();
    }

    @Override
    public TlsAuthentication getAuthentication() {
        return new TlsAuthentication() {
            @Override
            public void notifyServerCertificate(TlsServerCertificate server) throws IOException {
                if (setup.security() > 0) {
                    check(server.getCertificate());
                }
            }

            @Override
            public @Nullable TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
                return setup.security() < 2 ? null : credentials();
            }
        };
    }

    private void check(Certificate shown) throws IOException {
        List<byte[]> chain = new ArrayList<>();
        for (TlsCertificate certificate : shown.getCertificateList()) {
            chain.add(certificate.getEncoded());
        }
        List<byte[]> trusted = TlsCertificates.chain(setup.ca().orElseThrow(() -> missing("cacert")));
        try {
            TlsCertificates.check(chain, trusted, setup.ignoresTime() ? null : now);
            if (setup.checksName() && !TlsCertificates.isFor(chain.getFirst(), host)) {
                throw new TlsFatalAlert(AlertDescription.bad_certificate, "the certificate is not for " + host);
            }
        } catch (GeneralSecurityException e) {
            throw new TlsFatalAlert(AlertDescription.bad_certificate, e);
        }
    }

    private TlsCredentials credentials() throws IOException {
        List<TlsCertificate> chain = new ArrayList<>();
        for (byte[] der : TlsCertificates.chain(setup.certificate().orElseThrow(() -> missing("clientcert")))) {
            chain.add(getCrypto().createCertificate(der));
        }
        AsymmetricKeyParameter key = TlsCertificates.key(setup.key().orElseThrow(() -> missing("clientkey")));
        SignatureAndHashAlgorithm algorithm = TlsUtils.isTLSv12(context)
                ? SignatureAndHashAlgorithm.getInstance(
                        HashAlgorithm.sha256,
                        key instanceof RSAKeyParameters ? SignatureAlgorithm.rsa : SignatureAlgorithm.ecdsa)
                : null;
        return new BcDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context),
                (BcTlsCrypto) getCrypto(),
                key,
                new Certificate(chain.toArray(TlsCertificate[]::new)),
                algorithm);
    }

    private static TlsFatalAlert missing(String file) {
        return new TlsFatalAlert(AlertDescription.internal_error, "the file of " + file + " is not there");
    }
}
