package dev.parley.tls.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.tls.ClientOffer;
import dev.parley.tls.HandshakeState;
import dev.parley.tls.HandshakeStep;
import dev.parley.tls.Resumption;
import dev.parley.tls.TlsConversation;
import dev.parley.tls.TlsDecoder;
import dev.parley.tls.TlsMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Java's own TLS server renews a ticket each time it takes one (RFC 5077 section 3.3). */
@DisplayName("A server that gives a new ticket when it takes one")
@Timeout(60)
class TicketRenewalTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final char[] PASSWORD = {'x'};

    @TempDir
    static Path directory;

    /** A handshake, what was seen of it, and what the server would take up again. */
    private record Shaken(TlsConversation conversation, ResumableSession session) {
        List<String> titles() {
            return conversation.messages().stream()
                    .filter(message -> !(message instanceof TlsMessage.ApplicationData))
                    .map(message -> message.direction().word() + " " + message.title())
                    .toList();
        }
    }

    private static SSLServerSocket server(TestPki pki) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, PASSWORD);
        store.setKeyEntry("server", pki.server.keys().getPrivate(), PASSWORD, new Certificate[] {
            pki.server.certificate(), pki.authority.certificate()
        });
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLSv1.2");
        context.init(keys.getKeyManagers(), null, null);
        return (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    /** One handshake, after which the server says a byte and closes. */
    private static Shaken shake(SSLServerSocket server, Path ca, Optional<ResumableSession> session) throws Exception {
        CompletableFuture<Void> served = CompletableFuture.runAsync(() -> {
            try (SSLSocket client = (SSLSocket) server.accept()) {
                client.getOutputStream().write('!');
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        TlsClientConfig config = new TlsClientConfig(
                "localhost",
                List.of(),
                Optional.of(ca),
                Optional.empty(),
                Optional.empty(),
                LIMIT,
                LIMIT,
                ClientOffer.standard().withResume(true).withSessionTicket(true),
                Experiments.none(),
                session);
        TlsDecoder decoder = new TlsDecoder(0, bytes -> {});
        try (SocketTransport socket = new SocketTransport(server.getLocalPort())) {
            TlsStream stream = new TlsClientDriver(
                            config,
                            new Watched(socket, decoder),
                            new Gate(Gate.Level.RUN, stop -> {}),
                            decoder::secret,
                            (why, override) -> {},
                            Clock.fixed(TestPki.NOW, ZoneOffset.UTC),
                            new SecureRandom())
                    .handshake();
            assertThat(stream.input().read()).as("what was agreed on holds").isEqualTo('!');
            served.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            return new Shaken(decoder.conversation(), stream.resumable().orElseThrow());
        }
    }

    /** A transport at which a decoder listens. */
    private static final class Watched implements TlsTransport {
        private final SocketTransport below;
        private final TlsDecoder decoder;
        private final long[] crossed = new long[2];

        Watched(SocketTransport below, TlsDecoder decoder) {
            this.below = below;
            this.decoder = decoder;
        }

        @Override
        public void send(Bytes bytes) throws IOException {
            seen(Direction.TX, bytes);
            below.send(bytes);
        }

        @Override
        public Bytes receive(int most, Duration limit) throws IOException {
            Bytes came = below.receive(most, limit);
            seen(Direction.RX, came);
            return came;
        }

        private void seen(Direction direction, Bytes bytes) {
            int side = direction == Direction.TX ? 0 : 1;
            decoder.accept(direction, crossed[side], bytes, true, System.nanoTime());
            crossed[side] += bytes.length();
        }

        @Override
        public void close() {
            below.close();
        }
    }

    @Test
    @DisplayName("is taken up by the new one the next time")
    void renewed() throws Exception {
        TestPki pki = new TestPki();
        Path ca = TestPki.certificateFile(directory, "ca.pem", pki.authority);
        try (SSLServerSocket server = server(pki)) {
            Shaken first = shake(server, ca, Optional.empty());
            Shaken second = shake(server, ca, Optional.of(first.session()));
            Shaken third = shake(server, ca, Optional.of(second.session()));

            assertThat(first.conversation().resumption()).isEmpty();
            assertThat(List.of(second, third)).allSatisfy(shaken -> {
                assertThat(shaken.conversation().resumption()).contains(Resumption.TICKET);
                assertThat(shaken.titles())
                        .startsWith(
                                "tx ClientHello",
                                "rx ServerHello",
                                "rx NewSessionTicket",
                                "rx ChangeCipherSpec",
                                "rx Finished",
                                "tx ChangeCipherSpec",
                                "tx Finished");
                assertThat(shaken.conversation().steps())
                        .filteredOn(step -> step.state() == HandshakeState.SERVER_NEW_SESSION_TICKET)
                        .extracting(HandshakeStep::status)
                        .containsExactly(HandshakeStep.Status.DONE);
                assertThat(shaken.conversation().steps())
                        .filteredOn(step -> step.message().isPresent())
                        .extracting(step -> step.message().getAsInt())
                        .as("the states stand in the order in which they were gone through")
                        .isSorted();
                assertThat(shaken.conversation().problems()).isEmpty();
            });
            assertThat(List.of(
                            first.session().ticket(),
                            second.session().ticket(),
                            third.session().ticket()))
                    .doesNotHaveDuplicates();
        }
    }
}
