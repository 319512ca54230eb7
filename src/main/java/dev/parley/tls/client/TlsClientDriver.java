package dev.parley.tls.client;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import dev.parley.tls.AlertDescription;
import dev.parley.tls.HandshakeType;
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
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/**
 * Drives a TLS 1.2 or 1.3 client handshake over any byte channel, one message at a time.
 *
 * <p>Every message of the handshake passes the {@link Gate}: an outgoing one before its record leaves, an incoming one before it
 * is acted upon; so do its records, and the sends and reads that carry them. Alerts wait for a breakpoint only. Each record is one send, unless an
 * experiment says otherwise. One driver makes one handshake, on the thread that calls
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

    /** The same for TLS 1.3 (RFC 8446 section 2). */
    private static final Map<String, String> NEXT_13 = Map.of(
            "HelloRetryRequest", "ServerHello",
            "ServerHello", "EncryptedExtensions",
            "EncryptedExtensions", "CertificateRequest or Certificate",
            "CertificateRequest", "Certificate",
            "Certificate", "CertificateVerify",
            "CertificateVerify", "Finished");

    private final TlsClientConfig config;
    private final TlsTransport transport;
    private final Gate gate;
    private final SecretListener secrets;
    private final TrustListener trustListener;
    private final Clock clock;
    private final SecureRandom random;

    private final SteppedProtocol protocol;
    private final RecordReader reader = new RecordReader();
    private final Outbox outbox;
    private volatile Goodbye goodbye = Goodbye.NOTHING;
    private long startNanos;
    private long received;
    /** The record whose messages are being acted upon. */
    private int present;

    /** How many of the server's messages were acted upon, alerts aside. */
    private int taken;

    private String lastArrived = "";
    private boolean serverEncrypts;
    private boolean tls13;
    private @Nullable Alert alertReceived;
    private @Nullable Alert alertSent;

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
        this.protocol = new SteppedProtocol(
                new Progress(), config.offer().form(), config.experiments().ignoreMaxFragmentLength());
        this.outbox = new Outbox(transport, gate, config.experiments(), new Came());
    }

    /**
     * Names who hears, on the handshake's thread, of each change of a byte that {@link Experiments#changes} asks for: its words when it
     * is made, or, behind {@link Experiments#MISSED}, that it was not and why. To be called before {@link #handshake}.
     */
    public void tellChanges(Consumer<String> listener) {
        outbox.tellChanges(listener);
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
                Bytes record = nextRecord();
                present = record.length();
                outbox.pass(Gate.Unit.RECORD, Direction.RX, title(record), record.length());
                if (tls13 && record.u8(0) == dev.parley.tls.ContentType.CHANGE_CIPHER_SPEC.number()) {
                    // The one for middleboxes (RFC 8446 appendix D.4) is dropped by Bouncy Castle before anybody hears
                    // of it.
                    outbox.pass(Gate.Point.dummyChange(Direction.RX, record.length() - RecordReader.HEADER));
                    taken++;
                }
                // A copy, because Bouncy Castle decrypts in place.
                protocol.offerInput(record.toArray());
                present = 0;
            }
            Optional<IOException> unsent = outbox.failure();
            if (unsent.isPresent()) {
                throw unsent.get();
            }
            outbox.flush();
            if (gate.isDue()) {
                // A breakpoint after the last message: nothing of the handshake is left to stop before.
                outbox.pass(Gate.Unit.MOMENT, Direction.TX, "the handshake", 0);
            }
        } catch (AbortedException e) {
            throw aborted(e);
        } catch (IOException e) {
            throw failure(e, peer);
        } finally {
            outbox.over();
        }
        return new TlsStream(transport, protocol, reader, tls13, peer.alpn(), peer.distrust(), peer.resumable());
    }

    /** Gives the handshake up. Nothing happens where it is over. */
    public void abort(Goodbye how) {
        goodbye = how;
        gate.abort();
    }

    private Bytes nextRecord() throws IOException {
        Optional<Bytes> record = reader.next(this::checkHeader);
        while (record.isEmpty()) {
            Bytes came = receive();
            reader.add(came);
            outbox.pass(Gate.Point.exchange(Direction.RX, next(), came.length(), transport.received()));
            record = reader.next(this::checkHeader);
        }
        return record.get();
    }

    private void checkHeader(Bytes header) throws IOException {
        protocol.previewInputRecord(header.toArray());
    }

    /** What a record that came holds, as far as its first bytes tell. */
    private String title(Bytes record) {
        String type = dev.parley.tls.ContentType.of(record.u8(0))
                .map(dev.parley.tls.ContentType::title)
                .orElse("unknown");
        if (serverEncrypts || record.u8(0) != dev.parley.tls.ContentType.HANDSHAKE.number() || record.length() < 6) {
            return "record of type " + type;
        }
        return HandshakeType.of(record.u8(5))
                .map(first -> "record from " + first.title() + " on")
                .orElse("record of type " + type);
    }

    /** At least one byte from the server. */
    private Bytes receive() throws IOException {
        outbox.flush();
        long since = System.nanoTime();
        boolean slow = false;
        while (true) {
            if (gate.isAborted() || Thread.currentThread().isInterrupted()) {
                throw new AbortedException();
            }
            if (gate.isDue()) {
                long parked = System.nanoTime();
                outbox.pass(Gate.Unit.MOMENT, Direction.RX, next(), 0);
                since += System.nanoTime() - parked;
            }
            Duration readLeft = config.readLimit().minusNanos(System.nanoTime() - since);
            Duration left = readLeft.compareTo(handshakeLeft()) < 0 ? readLeft : handshakeLeft();
            if (!left.isPositive()) {
                throw timedOut(readLeft.isPositive());
            }
            OptionalLong limit = gate.slow();
            long slowLeft = limit.orElse(Long.MAX_VALUE) - (System.nanoTime() - since);
            if (!slow && slowLeft <= 0) {
                slow = true;
                gate.meet(new Breakpoint.SlowerThan(Duration.ofNanos(limit.orElseThrow())));
                continue;
            }
            Duration look = left.compareTo(ABORT_POLL) < 0 ? left : ABORT_POLL;
            try {
                Bytes came = transport.receive(
                        READ_SIZE, slow || slowLeft > look.toNanos() ? look : Duration.ofNanos(slowLeft));
                if (came.isEmpty()) {
                    throw closed();
                }
                outbox.arrived();
                gate.byteAt(Direction.RX, received, came.length()).ifPresent(gate::meet);
                received += came.length();
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
        return next()
                + outbox.left()
                        .map(item -> ", after " + item.title() + " (" + item.bytes() + " bytes) had been sent")
                        .orElse("");
    }

    private String next() {
        return (tls13 ? NEXT_13 : NEXT).getOrDefault(lastArrived, "the server");
    }

    private TlsFailure aborted(AbortedException cause) {
        protocol.mute();
        if (outbox.isBroken()) {
            protocol.breakSequence();
        }
        if (goodbye == Goodbye.ALERTS) {
            try {
                protocol.goodbye();
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
        return TlsFailure.of(Kind.ABORTED, "The handshake was aborted by the operator.", cause);
    }

    private TlsFailure failure(IOException e, ClientPeer peer) throws IOException {
        if (outbox.failure().isPresent()) {
            return sendFailed(outbox.failure().get());
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
                "The server ended the handshake with " + alert.title() + ": "
                        + AlertDescription.meaning(alert.description()) + ".",
                cause);
    }

    /** A send that fails may be the echo of an alert that is already here: everything is read before it is judged. */
    private TlsFailure sendFailed(IOException cause) throws IOException {
        String sent = outbox.leaving()
                .map(item -> item.title() + " (" + item.bytes() + " bytes)")
                .orElse("the first record");
        boolean closed = drain(cause);
        Optional<Alert> unread = unreadAlert(cause);
        if (unread.isPresent()) {
            try {
                outbox.pass(Gate.Unit.ALERT, Direction.RX, unread.get().title(), 2);
            } catch (AbortedException e) {
                return aborted(e);
            }
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

    /**
     * Looks for an alert in what was drained. Where Bouncy Castle was in the middle of sending it takes no input any more, and alerts in
     * the clear are read without it; where TLS 1.3's application keys exist, it opens what the server protected with them.
     */
    private Optional<Alert> unreadAlert(IOException cause) {
        try {
            Optional<Bytes> record = reader.next(header -> {});
            for (; record.isPresent(); record = reader.next(header -> {})) {
                Bytes bytes = record.get();
                if (protocol.isConnected()) {
                    protocol.offerInput(bytes.toArray());
                } else if (bytes.u8(0) == dev.parley.tls.ContentType.ALERT.number()
                        && bytes.length() == RecordReader.HEADER + 2
                        && !serverEncrypts) {
                    return Optional.of(new Alert(bytes.u8(5), bytes.u8(6)));
                }
            }
        } catch (TlsFatalAlertReceived e) {
            return Optional.of(new Alert(2, e.getAlertDescription()));
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        return Optional.empty();
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }

    private final class Came implements Outbox.Inward {
        @Override
        public long waiting() {
            return (long) reader.buffered() + present;
        }

        @Override
        public int taken() {
            return taken;
        }
    }

    /** What the protocol does, put through the gate and onto the transport. */
    private final class Progress implements SteppedProtocol.Steps {
        @Override
        public void leaving(SteppedProtocol.Outgoing record) throws IOException {
            // The client answers to what it has acted upon, and the server says no more in one record than what ends
            // its flight.
            present = 0;
            try {
                outbox.take(record);
            } catch (IOException e) {
                boolean answersFinished = tls13 && lastArrived.equals("Finished");
                if (!answersFinished || outbox.failure().isEmpty()) {
                    throw e;
                }
                // The server's reason is protected with its application keys (RFC 8446 section 4.4.4), which Bouncy
                // Castle derives after its own Finished: it gets that far, and nothing more leaves.
                protocol.mute();
            }
        }

        @Override
        public void arrived(String title, int bytes) throws IOException {
            outbox.pass(Gate.Unit.MESSAGE, Direction.RX, title, bytes);
            taken++;
            gate.passed(Direction.RX, title);
            tls13 |= title.equals("HelloRetryRequest");
            if (!tls13 || !title.equals("ChangeCipherSpec")) {
                lastArrived = title;
            }
        }

        @Override
        public void serverEncrypts() {
            serverEncrypts = true;
        }

        @Override
        public void secret(String label, Bytes clientRandom, Bytes secret) {
            tls13 |= label.equals("SERVER_HANDSHAKE_TRAFFIC_SECRET");
            secrets.secret(label, clientRandom, secret);
        }

        @Override
        public void alertReceived(Alert alert) throws IOException {
            alertReceived = alert;
            outbox.pass(Gate.Unit.ALERT, Direction.RX, alert.title(), 2);
        }

        @Override
        public void alertLeaving(Alert alert, Bytes record, boolean farewell) throws IOException {
            outbox.alert(alert, record, farewell);
            alertSent = alert;
        }
    }
}
