package dev.parley.tls.client;

import dev.parley.journal.Bytes;
import dev.parley.tls.AlertDescription;
import dev.parley.tls.client.Gate.AbortedException;
import dev.parley.tls.client.TlsFailure.Alert;
import dev.parley.tls.client.TlsFailure.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/**
 * Drives a TLS 1.2 client handshake over any byte channel, one message at a time.
 *
 * <p>Every message of the handshake passes the {@link Gate}: an outgoing one before its record leaves, an incoming one before it
 * is acted upon. Alerts do not wait. Each record is one send. One driver makes one handshake, on the thread that calls
 * {@link #handshake}; {@link #abort} may come from any other.
 *
 * <p>The transport is never closed here while the handshake has not succeeded: whoever owns it may still want to read what it
 * holds. Afterwards the {@link TlsStream} owns it.
 */
public final class TlsClientDriver {
    /** How often a wait for the server looks whether the operator aborted. */
    private static final Duration ABORT_POLL = Duration.ofMillis(200);
    /** How long a broken connection is searched for an alert that nobody read yet. */
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(5);
    /** The most that one read of a modem's socket returns (AT+QIRD). */
    static final int READ_SIZE = 1500;

    /** What follows a message in a TLS 1.2 handshake (RFC 5246 section 7.3), in words for a wait that was in vain. */
    private static final Map<String, String> NEXT = Map.of(
            "", "ServerHello",
            "ServerHello", "Certificate",
            "Certificate", "ServerKeyExchange",
            "ServerKeyExchange", "CertificateRequest or ServerHelloDone",
            "CertificateRequest", "ServerHelloDone",
            "ServerHelloDone", "ChangeCipherSpec",
            "NewSessionTicket", "ChangeCipherSpec",
            "ChangeCipherSpec", "Finished");

    private final TlsClientConfig config;
    private final TlsTransport transport;
    private final Gate gate;
    private final SecretListener secrets;
    private final TrustListener trustListener;
    private final Clock clock;
    private final SecureRandom random;

    private final SteppedProtocol protocol = new SteppedProtocol(new Progress());
    private final RecordReader reader = new RecordReader();
    private volatile Goodbye goodbye = Goodbye.NOTHING;
    private long startNanos;
    /** What is on its way to the transport, and what the transport has taken. */
    private Optional<Gate.Stop> leaving = Optional.empty();

    private Optional<Gate.Stop> lastSent = Optional.empty();
    private String lastArrived = "";
    private boolean serverEncrypts;
    private @Nullable Alert alertReceived;
    private @Nullable Alert alertSent;
    private @Nullable IOException sendFailure;

    /** A driver that tells nobody but the {@link TlsStream} where the operator's override was needed. */
    public TlsClientDriver(TlsClientConfig config, TlsTransport transport, Gate gate, SecretListener secrets) {
        this(config, transport, gate, secrets, (why, override) -> {}, Clock.systemUTC(), new SecureRandom());
    }

    /**
     * A driver with everything from outside.
     *
     * @param clock what certificates are judged by
     */
    public TlsClientDriver(
            TlsClientConfig config,
            TlsTransport transport,
            Gate gate,
            SecretListener secrets,
            TrustListener trustListener,
            Clock clock,
            SecureRandom random) {
        this.config = config;
        this.transport = transport;
        this.gate = gate;
        this.secrets = secrets;
        this.trustListener = trustListener;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Makes the handshake; returns when the server's Finished has been verified.
     *
     * @throws CredentialsException if the CA file cannot be used; nothing has been sent then
     * @throws TlsFailure for everything else that ends the handshake
     */
    public TlsStream handshake() throws IOException {
        ServerTrust trust = ServerTrust.of(config.trust());
        ClientPeer peer =
                new ClientPeer(config, new BcTlsCrypto(random), trust, clock, trustListener, protocol::established);
        startNanos = System.nanoTime();
        try {
            protocol.connect(peer);
            while (!protocol.isConnected()) {
                // A copy, because Bouncy Castle decrypts in place.
                protocol.offerInput(nextRecord().toArray());
            }
        } catch (AbortedException e) {
            throw aborted(e);
        } catch (IOException e) {
            throw failure(e, peer);
        }
        return new TlsStream(transport, protocol, reader, peer.alpn(), peer.distrust());
    }

    /** Gives the handshake up. Nothing happens where it is over. */
    public void abort(Goodbye how) {
        goodbye = how;
        gate.abort();
    }

    private Bytes nextRecord() throws IOException {
        Optional<Bytes> record = reader.next(this::checkHeader);
        while (record.isEmpty()) {
            reader.add(receive());
            record = reader.next(this::checkHeader);
        }
        return record.get();
    }

    private void checkHeader(Bytes header) throws IOException {
        protocol.previewInputRecord(header.toArray());
    }

    /** At least one byte from the server. */
    private Bytes receive() throws IOException {
        long since = System.nanoTime();
        while (true) {
            if (gate.isAborted() || Thread.currentThread().isInterrupted()) {
                throw new AbortedException();
            }
            Duration readLeft = config.readLimit().minusNanos(System.nanoTime() - since);
            Duration left = readLeft.compareTo(handshakeLeft()) < 0 ? readLeft : handshakeLeft();
            if (!left.isPositive()) {
                throw timedOut(readLeft.isPositive());
            }
            try {
                Bytes came = transport.receive(READ_SIZE, left.compareTo(ABORT_POLL) < 0 ? left : ABORT_POLL);
                if (came.isEmpty()) {
                    throw closed();
                }
                return came;
            } catch (TlsFailure e) {
                throw e;
            } catch (InterruptedIOException nothingYet) {
                // Around again: the limits are looked at there.
            } catch (IOException e) {
                throw TlsFailure.of(
                        Kind.TRANSPORT,
                        "The connection broke while the client waited for " + awaited() + ": " + e.getMessage() + ".",
                        e);
            }
        }
    }

    private Duration handshakeLeft() {
        return config.handshakeLimit().plus(gate.parked()).minusNanos(System.nanoTime() - startNanos);
    }

    private TlsFailure timedOut(boolean whole) {
        String part = reader.incomplete();
        return TlsFailure.of(
                Kind.TIMED_OUT,
                whole
                        ? "The handshake took longer than " + seconds(config.handshakeLimit())
                                + " and the client still waited for " + awaited() + "."
                        : "The client waited " + seconds(config.readLimit()) + " for " + awaited()
                                + (part.isEmpty() ? " and nothing came." : " and the bytes stopped " + part + "."),
                null);
    }

    private TlsFailure closed() {
        String part = reader.incomplete();
        return TlsFailure.of(
                Kind.CLOSED_BY_PEER,
                "The connection was closed without an alert " + (part.isEmpty() ? "" : part + " ")
                        + "while the client waited for " + awaited() + ".",
                null);
    }

    /** For example {@code ServerHello, after ClientHello (123 bytes) had been sent}. */
    private String awaited() {
        return NEXT.getOrDefault(lastArrived, "the server")
                + lastSent.map(stop -> ", after " + stop.title() + " (" + stop.bytes() + " bytes) had been sent")
                        .orElse("");
    }

    private TlsFailure aborted(AbortedException cause) {
        protocol.mute();
        if (goodbye == Goodbye.ALERTS) {
            try {
                protocol.goodbye();
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
        return TlsFailure.of(Kind.ABORTED, "The handshake was aborted by the operator.", cause);
    }

    private TlsFailure failure(IOException e, ClientPeer peer) {
        if (sendFailure != null) {
            return sendFailed(sendFailure);
        }
        if (e instanceof TlsFailure failure) {
            return failure;
        }
        if (alertReceived != null && (e instanceof TlsFatalAlertReceived || ClientPeer.isCloseNotify(alertReceived))) {
            return alertFailure(alertReceived, e);
        }
        if (peer.distrust().isPresent() && config.trustOverride().isEmpty()) {
            return TlsFailure.untrusted(peer.distrust().get(), e);
        }
        if (e instanceof TlsFatalAlert fatal) {
            Alert alert = alertSent != null ? alertSent : new Alert(2, fatal.getAlertDescription());
            return TlsFailure.withAlert(
                    Kind.ALERT_SENT,
                    alert,
                    "The client ended the handshake with " + alert.title() + " while it waited for " + awaited() + ": "
                            + reason(fatal) + ".",
                    e);
        }
        return TlsFailure.of(Kind.TRANSPORT, "The handshake failed: " + e.getMessage() + ".", e);
    }

    private static String reason(TlsFatalAlert fatal) {
        String text = String.valueOf(fatal.getMessage());
        int colon = text.indexOf("; ");
        return colon >= 0 ? text.substring(colon + 2) : AlertDescription.meaning(fatal.getAlertDescription());
    }

    private TlsFailure alertFailure(Alert alert, @Nullable IOException cause) {
        if (ClientPeer.isCloseNotify(alert)) {
            return TlsFailure.withAlert(
                    Kind.CLOSED_BY_PEER,
                    alert,
                    "The server closed the connection in good order (close_notify) while the client waited for "
                            + awaited() + ".",
                    cause);
        }
        return TlsFailure.withAlert(
                Kind.ALERT_RECEIVED,
                alert,
                "The server ended the handshake with " + alert.title() + " while the client waited for " + awaited()
                        + ": " + AlertDescription.meaning(alert.description()) + ".",
                cause);
    }

    /** A send that fails may be the echo of an alert that is already here: everything is read before it is judged. */
    private TlsFailure sendFailed(IOException cause) {
        String sent = leaving.map(stop -> stop.title() + " (" + stop.bytes() + " bytes)")
                .orElse("the first record");
        boolean closed = drain(cause);
        Optional<Alert> unread = unreadAlert(cause);
        if (unread.isPresent()) {
            return alertFailure(unread.get(), cause);
        }
        return closed
                ? TlsFailure.of(
                        Kind.CLOSED_BY_PEER,
                        "The connection was closed without an alert when " + sent + " was to be sent.",
                        cause)
                : TlsFailure.of(
                        Kind.TRANSPORT,
                        "The connection broke when " + sent + " was sent: " + cause.getMessage() + ".",
                        cause);
    }

    /** Reads all that is left; true if it ended with the peer's close. */
    private boolean drain(IOException cause) {
        long since = System.nanoTime();
        while (!gate.isAborted()) {
            Duration left = DRAIN_LIMIT.minusNanos(System.nanoTime() - since);
            if (!left.isPositive()) {
                return false;
            }
            try {
                Bytes came = transport.receive(READ_SIZE, left.compareTo(ABORT_POLL) < 0 ? left : ABORT_POLL);
                if (came.isEmpty()) {
                    return true;
                }
                reader.add(came);
            } catch (InterruptedIOException nothingYet) {
                // Around again: the limit is looked at there.
            } catch (IOException e) {
                // A transport may throw the same exception for every call once it is broken.
                if (!e.equals(cause)) {
                    cause.addSuppressed(e);
                }
                return false;
            }
        }
        return false;
    }

    /** Bouncy Castle was in the middle of sending and takes no input any more; alerts in the clear are read without it. */
    private Optional<Alert> unreadAlert(IOException cause) {
        try {
            Optional<Bytes> record = reader.next(header -> {});
            for (; record.isPresent(); record = reader.next(header -> {})) {
                Bytes bytes = record.get();
                if (bytes.u8(0) == dev.parley.tls.ContentType.ALERT.number()
                        && bytes.length() == RecordReader.HEADER + 2
                        && !serverEncrypts) {
                    return Optional.of(new Alert(bytes.u8(5), bytes.u8(6)));
                }
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        return Optional.empty();
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }

    /** What the protocol does, put through the gate and onto the transport. */
    private final class Progress implements SteppedProtocol.Steps {
        @Override
        public void leaving(Gate.Stop stop) throws IOException {
            gate.pass(stop);
            leaving = Optional.of(stop);
        }

        @Override
        public void arrived(Gate.Stop stop) throws IOException {
            lastArrived = stop.title();
            gate.pass(stop);
            serverEncrypts |= stop.title().equals("ChangeCipherSpec");
        }

        @Override
        public void send(Bytes record) throws IOException {
            try {
                transport.send(record);
                lastSent = leaving;
            } catch (IOException e) {
                sendFailure = e;
                throw e;
            }
        }

        @Override
        public void secret(Bytes clientRandom, Bytes masterSecret) {
            secrets.secret("CLIENT_RANDOM", clientRandom, masterSecret);
        }

        @Override
        public void alertReceived(Alert alert) {
            alertReceived = alert;
        }

        @Override
        public void alertSent(Alert alert) {
            alertSent = alert;
        }
    }
}
