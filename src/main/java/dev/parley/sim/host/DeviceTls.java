package dev.parley.sim.host;

import dev.parley.journal.Bytes;
import dev.parley.tls.ClientOffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.Hashtable;
import java.util.List;
import java.util.Vector;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CertificateStatusRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.ServerName;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/**
 * The TLS 1.2 client of a scripted host: bytes in, records out. It does what a small library does on a microcontroller: ECDHE on P-256,
 * one record a message, and never cuts its own messages, whatever max_fragment_length was agreed on.
 */
@SuppressWarnings("JdkObsolete") // Bouncy Castle's interfaces want Vector and Hashtable.
final class DeviceTls {
    private static final int HEADER = 5;
    /** What a cipher suite adds to a record's content at most here: the nonce and tag of AES-GCM. */
    private static final int SEALING = 24;

    private final HostHabits habits;
    private final DeviceFiles files;
    private final Protocol protocol = new Protocol();
    private Bytes incoming = Bytes.empty();
    private boolean failed;

    DeviceTls(HostHabits habits, DeviceFiles files) throws IOException {
        this.habits = habits;
        this.files = files;
        protocol.connect(new Client());
    }

    boolean isConnected() {
        return protocol.isConnected() && !failed;
    }

    /** True once it has given up, by an alert of its own or one of the server's. */
    boolean hasFailed() {
        return failed || protocol.isClosed();
    }

    /** Takes what the server sent. */
    void received(Bytes bytes) {
        if (!hasFailed() && !bytes.isEmpty()) {
            try {
                incoming = incoming.plus(bytes);
                for (int length = wholeRecord(); length > 0; length = wholeRecord()) {
                    Bytes record = incoming.slice(0, length);
                    incoming = incoming.from(length);
                    protocol.offerInput(record.toArray());
                }
            } catch (IOException e) {
                // The alert that says why lies in the output.
                failed = true;
            }
        }
    }

    /** The length of the next record, header included, once it is there; 0 until then. */
    private int wholeRecord() throws IOException {
        if (incoming.length() < HEADER) {
            return 0;
        }
        int content = incoming.u16(3);
        if (content > habits.recordBuffer() + SEALING) {
            protocol.refuse(AlertDescription.record_overflow);
        }
        return incoming.length() < HEADER + content ? 0 : HEADER + content;
    }

    void write(Bytes plaintext) throws IOException {
        protocol.writeApplicationData(plaintext.toArray(), 0, plaintext.length());
    }

    /** What came in the clear since the last call. */
    Bytes plaintext() {
        byte[] bytes = new byte[protocol.getAvailableInputBytes()];
        int count = bytes.length == 0 ? 0 : protocol.readInput(bytes, 0, bytes.length);
        return Bytes.copyOf(bytes, 0, count);
    }

    /** The records it wants to send, each by itself. */
    List<Bytes> records() {
        byte[] bytes = new byte[protocol.getAvailableOutputBytes()];
        int count = bytes.length == 0 ? 0 : protocol.readOutput(bytes, 0, bytes.length);
        Bytes all = Bytes.copyOf(bytes, 0, count);
        List<Bytes> records = new ArrayList<>();
        int at = 0;
        while (at + HEADER <= all.length()) {
            int to = Math.min(all.length(), at + HEADER + all.u16(at + 3));
            records.add(all.slice(at, to));
            at = to;
        }
        return records;
    }

    /** A client that does not cut what it sends. */
    private static final class Protocol extends TlsClientProtocol {
        void refuse(short alert) throws IOException {
            handleException(alert, "the record is longer than the buffer", null);
            throw new TlsFatalAlert(alert);
        }

        @Override
        protected void applyMaxFragmentLengthExtension(short maxFragmentLength) {
            // Small libraries agree to it for what they receive, and send as before.
        }
    }

    private final class Client extends DefaultTlsClient {
        Client() {
            super(new BcTlsCrypto(new SecureRandom()));
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return ProtocolVersion.TLSv12.only();
        }

        @Override
        protected int[] getSupportedCipherSuites() {
            return habits.suites().map(suite -> new int[] {suite}).orElse(new int[] {
                CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384
            });
        }

        @Override
        protected Vector<Integer> getSupportedGroups(@SuppressWarnings("rawtypes") Vector roles) {
            Vector<Integer> groups = new Vector<>();
            groups.add(NamedGroup.secp256r1);
            return groups;
        }

        @Override
        protected Vector<ServerName> getSNIServerNames() {
            Vector<ServerName> names = new Vector<>();
            if (!habits.name().isEmpty()) {
                names.add(
                        new ServerName((short) 0, habits.name().getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
            }
            return names;
        }

        @Override
        protected @Nullable CertificateStatusRequest getCertificateStatusRequest() {
            return null;
        }

        @Override
        public Hashtable<?, ?> getClientExtensions() throws IOException {
            Hashtable<?, ?> extensions = super.getClientExtensions();
            if (habits.name().isEmpty()) {
                extensions.remove(TlsExtensionsUtils.EXT_server_name);
            }
            if (habits.maxFragment().isPresent()) {
                TlsExtensionsUtils.addMaxFragmentLengthExtension(
                        extensions, (short) (ClientOffer.MAX_FRAGMENT_LENGTHS.indexOf(
                                        habits.maxFragment().getAsInt())
                                + 1));
            }
            return extensions;
        }

        @Override
        public TlsAuthentication getAuthentication() {
            return new TlsAuthentication() {
                @Override
                public void notifyServerCertificate(TlsServerCertificate shown) throws IOException {
                    check(shown.getCertificate());
                }

                @Override
                public TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
                    return credentials();
                }
            };
        }

        private TlsCredentials credentials() throws IOException {
            try {
                BcTlsCrypto crypto = (BcTlsCrypto) getCrypto();
                TlsCertificate own =
                        crypto.createCertificate(files.certificate().getEncoded());
                SignatureAndHashAlgorithm algorithm = TlsUtils.chooseSignatureAndHashAlgorithm(
                        context, context.getSecurityParametersHandshake().getServerSigAlgs(), SignatureAlgorithm.rsa);
                return new BcDefaultTlsCredentialedSigner(
                        new TlsCryptoParameters(context),
                        crypto,
                        PrivateKeyFactory.createKey(key().getEncoded()),
                        new Certificate(new TlsCertificate[] {own}),
                        algorithm);
            } catch (GeneralSecurityException e) {
                throw new TlsFatalAlert(AlertDescription.internal_error, e);
            }
        }

        private PrivateKey key() throws GeneralSecurityException {
            if (habits.ownKey()) {
                return files.key();
            }
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair().getPrivate();
        }

        /** Signature, dates and name, as mbedTLS checks them: in one go, whichever fails first. */
        private void check(Certificate chain) throws IOException {
            try {
                X509Certificate server = (X509Certificate) CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(
                                chain.getCertificateAt(0).getEncoded()));
                server.verify(files.ca().getPublicKey());
                server.checkValidity(Date.from(habits.clock().orElseGet(Instant::now)));
                if (!names(server).contains(habits.checksName())) {
                    throw new TlsFatalAlert(AlertDescription.bad_certificate);
                }
            } catch (CertificateExpiredException | CertificateNotYetValidException e) {
                throw new TlsFatalAlert(AlertDescription.certificate_expired, e);
            } catch (GeneralSecurityException e) {
                throw new TlsFatalAlert(AlertDescription.unknown_ca, e);
            }
        }

        private static List<String> names(X509Certificate certificate) throws GeneralSecurityException {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            return all == null
                    ? List.of()
                    : all.stream().map(one -> String.valueOf(one.get(1))).toList();
        }
    }
}
