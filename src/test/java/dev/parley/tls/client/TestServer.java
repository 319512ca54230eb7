package dev.parley.tls.client;

import dev.parley.journal.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.List;
import java.util.OptionalInt;
import java.util.Vector;
import java.util.concurrent.CompletableFuture;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsServerProtocol;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/** A TLS 1.2 server on loopback for one connection: it asks for a client certificate, then echoes what it gets. */
final class TestServer implements AutoCloseable {
    /** Application data that makes it close in good order, after the echo. */
    static final String CLOSE = "close, please";
    /** Application data that makes it close without close_notify. */
    static final String CUT = "cut, please";

    /** How it behaves. */
    static final class Behaviour {
        final List<TestPki.Identity> chain;
        final List<String> alpn;
        final OptionalInt refuseCertificateWith;

        Behaviour(List<TestPki.Identity> chain, List<String> alpn, OptionalInt refuseCertificateWith) {
            this.chain = chain;
            this.alpn = alpn;
            this.refuseCertificateWith = refuseCertificateWith;
        }

        static Behaviour with(TestPki.Identity... chain) {
            return new Behaviour(List.of(chain), List.of(), OptionalInt.empty());
        }

        Behaviour alpn(String... names) {
            return new Behaviour(chain, List.of(names), refuseCertificateWith);
        }

        Behaviour refusing(int alert) {
            return new Behaviour(chain, alpn, OptionalInt.of(alert));
        }
    }

    private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    final CompletableFuture<Bytes> masterSecret = new CompletableFuture<>();
    final CompletableFuture<Bytes> clientCertificate = new CompletableFuture<>();
    final CompletableFuture<String> serverName = new CompletableFuture<>();
    final CompletableFuture<Integer> alertReceived = new CompletableFuture<>();
    /** Completes when the connection is over, with its failure or null. */
    final CompletableFuture<@Nullable IOException> over = new CompletableFuture<>();

    TestServer(Behaviour behaviour) throws IOException {
        Thread.ofVirtual().start(() -> {
            try (Socket socket = listening.accept()) {
                serve(socket, behaviour);
                over.complete(null);
            } catch (IOException e) {
                over.complete(e);
            }
        });
    }

    int port() {
        return listening.getLocalPort();
    }

    private void serve(Socket socket, Behaviour behaviour) throws IOException {
        TlsServerProtocol protocol = new TlsServerProtocol(socket.getInputStream(), socket.getOutputStream());
        protocol.accept(new Server(behaviour));
        InputStream in = protocol.getInputStream();
        OutputStream out = protocol.getOutputStream();
        byte[] buffer = new byte[4096];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            String order = Bytes.copyOf(buffer, 0, n).latin1();
            if (order.equals(CUT)) {
                return;
            }
            out.write(buffer, 0, n);
            if (order.equals(CLOSE)) {
                break;
            }
        }
        protocol.close();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    @SuppressWarnings("JdkObsolete")
    private final class Server extends DefaultTlsServer {
        private final BcTlsCrypto crypto;
        private final Behaviour behaviour;

        Server(Behaviour behaviour) {
            this(behaviour, new BcTlsCrypto(new SecureRandom()));
        }

        private Server(Behaviour behaviour, BcTlsCrypto crypto) {
            super(crypto);
            this.behaviour = behaviour;
            this.crypto = crypto;
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return ProtocolVersion.TLSv12.only();
        }

        @Override
        protected @Nullable Vector<ProtocolName> getProtocolNames() {
            return behaviour.alpn.isEmpty()
                    ? null
                    : new Vector<>(behaviour.alpn.stream()
                            .map(ProtocolName::asUtf8Encoding)
                            .toList());
        }

        @Override
        protected TlsCredentialedSigner getRSASignerCredentials() throws IOException {
            TlsCertificate[] chain = new TlsCertificate[behaviour.chain.size()];
            for (int i = 0; i < chain.length; i++) {
                chain[i] = new BcTlsCertificate(
                        crypto, behaviour.chain.get(i).der().toArray());
            }
            return new BcDefaultTlsCredentialedSigner(
                    new TlsCryptoParameters(context),
                    crypto,
                    PrivateKeyFactory.createKey(
                            behaviour.chain.get(0).keys().getPrivate().getEncoded()),
                    new Certificate(chain),
                    TlsUtils.chooseSignatureAndHashAlgorithm(
                            context,
                            context.getSecurityParametersHandshake().getClientSigAlgs(),
                            SignatureAlgorithm.rsa));
        }

        @Override
        public CertificateRequest getCertificateRequest() {
            return new CertificateRequest(
                    new short[] {ClientCertificateType.rsa_sign, ClientCertificateType.ecdsa_sign},
                    TlsUtils.getDefaultSupportedSignatureAlgorithms(context),
                    null);
        }

        @Override
        public void notifyClientCertificate(Certificate certificate) throws IOException {
            if (!certificate.isEmpty()) {
                clientCertificate.complete(
                        Bytes.copyOf(certificate.getCertificateAt(0).getEncoded()));
            }
            if (behaviour.refuseCertificateWith.isPresent()) {
                throw new TlsFatalAlert((short) behaviour.refuseCertificateWith.getAsInt());
            }
        }

        @Override
        public void notifyAlertReceived(short level, short description) {
            if (description != AlertDescription.close_notify) {
                alertReceived.complete((int) description);
            }
        }

        @Override
        @SuppressWarnings("rawtypes")
        public void processClientExtensions(java.util.Hashtable extensions) throws IOException {
            super.processClientExtensions(extensions);
            Vector names = context.getSecurityParametersHandshake().getClientServerNames();
            serverName.complete(
                    names == null
                            ? ""
                            : Bytes.copyOf(((org.bouncycastle.tls.ServerName) names.get(0)).getNameData())
                                    .latin1());
        }

        @Override
        public void notifyHandshakeComplete() throws IOException {
            super.notifyHandshakeComplete();
            masterSecret.complete(Bytes.wrap(
                    crypto.adoptSecret(context.getSecurityParametersConnection().getMasterSecret())
                            .extract()));
        }
    }
}
