package dev.parley.sim.endpoint;

import dev.parley.sim.fault.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The peer of the bench: an MQTT broker (3.1.1 and 5) on a loopback port, usually behind TLS with client certificates, which
 * misbehaves as its setup says. Serves any number of connections, virtual threads each.
 *
 * <p>It speaks TLS 1.2 and 1.3 with RSA signatures, ECDHE on P-256, P-384, P-521, X25519 or X448 as the client prefers, and
 * AES-GCM, AES-CCM (1.3) or ChaCha20-Poly1305, agrees on the ALPN protocol {@code x-amzn-mqtt-ca} if it is offered, and writes
 * one record a handshake message. In TLS 1.3 it asks a client whose key share is for another group than the agreed one to try
 * again (HelloRetryRequest), and gives no session tickets.
 */
public final class Endpoint implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);

    private static final String BAD_REQUEST =
            "HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    private final EndpointSetup setup;
    private final ServerSocket listener;
    private final Optional<Broker> broker;
    private final Optional<TlsServerSide> tls;
    /** Counts connections; each draws its chances from its number. */
    private final AtomicLong connections;

    private final Set<FaultyStream> streams = ConcurrentHashMap.newKeySet();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private Endpoint(
            EndpointSetup setup,
            ServerSocket listener,
            Optional<Broker> broker,
            Optional<TlsServerSide> tls,
            long seed) {
        this.setup = setup;
        this.connections = new AtomicLong(seed * 1_000_003);
        this.listener = listener;
        this.broker = broker;
        this.tls = tls;
    }

    /**
     * Starts an endpoint on a free loopback port.
     *
     * @param seed of what goes wrong by chance
     * @throws EndpointException if it cannot listen
     * @throws PkiException if the certificate it is to show cannot be made
     */
    public static Endpoint start(EndpointSetup setup, TestPki pki, Clock clock, long seed)
            throws EndpointException, PkiException {
        Optional<TlsServerSide> tls = setup.service() == EndpointSetup.Service.MUTUAL_TLS
                ? Optional.of(TlsServerSide.of(setup, pki, clock))
                : Optional.empty();
        try {
            boolean serves = setup.service() != EndpointSetup.Service.NONE;
            boolean brokers = serves && setup.service() != EndpointSetup.Service.HTTP && !setup.isScripted();
            Optional<Broker> broker = brokers ? Optional.of(new Broker()) : Optional.empty();
            ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            Endpoint endpoint = new Endpoint(setup, listener, broker, tls, seed);
            if (serves) {
                Thread.ofVirtual().name("endpoint-accept").start(endpoint::accept);
            } else {
                // The port is known to be free, so connections to it are refused.
                listener.close();
            }
            return endpoint;
        } catch (IOException e) {
            throw new EndpointException("the built-in endpoint cannot listen on loopback: " + e.getMessage(), e);
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort());
    }

    /** Something goes wrong on every connection that is open; at once or at its moment, which counts from the connection's beginning. */
    public void strike(Fault<EndpointEffect> fault) {
        streams.forEach(stream -> stream.strike(fault));
    }

    /** Ends every connection. */
    @Override
    public void close() {
        closed = true;
        shut(listener);
        sockets.forEach(Endpoint::shut);
    }

    private void accept() {
        while (!closed) {
            try {
                Socket socket = listener.accept();
                keep(socket);
                Thread.ofVirtual().name("endpoint-connection").start(() -> serve(socket));
            } catch (IOException e) {
                if (!closed) {
                    LOG.warn("the built-in endpoint stopped listening", e);
                }
                return;
            }
        }
    }

    /** What comes while the endpoint closes is closed, too: {@link #close} looks only once at what there is. */
    private void keep(Socket socket) {
        sockets.add(socket);
        if (closed) {
            shut(socket);
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            FaultyStream stream = new FaultyStream(socket, setup, connections.incrementAndGet());
            streams.add(stream);
            try {
                if (tls.isPresent()) {
                    tls.get().serve(stream, plain -> apply(stream, plain));
                } else {
                    apply(stream, new TlsServerSide.Plaintext(stream.input(), stream.output(), false));
                }
                stream.endInGoodOrder();
            } catch (FaultyStream.CutException e) {
                stream.end(e.how());
            } finally {
                streams.remove(stream);
            }
        } catch (IOException e) {
            LOG.debug("a connection to the built-in endpoint ended: {}", e.getMessage());
        } finally {
            sockets.remove(socket);
        }
    }

    /** Does what is behind the port. */
    private void apply(FaultyStream stream, TlsServerSide.Plaintext client) throws IOException {
        if (setup.service() == EndpointSetup.Service.HTTP) {
            if (client.input().read() >= 0) {
                client.output().write(BAD_REQUEST.getBytes(StandardCharsets.US_ASCII));
                client.output().flush();
            }
        } else if (broker.isEmpty()) {
            new ScriptedBroker(setup, stream, client).serve();
        } else {
            broker.get().serve(client);
        }
    }

    private static void shut(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            LOG.debug("closing: {}", e.getMessage());
        }
    }
}
